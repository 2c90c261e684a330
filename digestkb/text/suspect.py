"""A line that may be damaged, and what is known of it: worked out once, by the first stage of its repair that asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from digestkb.text.channel import Channel
from digestkb.text.evidence import Evidence
from digestkb.text.mojibake import Signature, channels_of, shown_by
from digestkb.text.proposals import Proposal, by_ftfy
from digestkb.text.quoted import quotes_damage
from digestkb.text.script_model import cost
from digestkb.text.sequences import sequences, strays, undone
from digestkb.text.weights import STRAYS_BY_CHANCE


class Suspect:
    """A line that may be damaged, and what is known of it."""

    def __init__(
        self,
        line: str,
        evidence: Evidence,
        signatures: Sequence[Signature],
        quotes: bool | None = None,
        shown: Sequence[Signature] | None = None,
    ) -> None:
        self.line = line
        #: Whether it only quotes damage, and which signatures it shows, where its file knows.
        self._quotes, self._shown = quotes, shown
        #: How the file of the line was damaged, and the signatures that it has.
        self.evidence = evidence
        self._signatures = signatures
        #: What the stages before chose, if that did not settle the matter.
        self.best: Proposal | None = None

    @cached_property
    def raw(self) -> str:
        """The line as bytes, through the channel of its file."""
        return undone(self.evidence.channel, self.line)

    @cached_property
    def shown(self) -> Sequence[Signature]:
        """The signatures that the line has, and those of the channel that its file is known to have come through."""
        known = [one for one in self._signatures if self.evidence.damaged and self.evidence.channel in one.channels]
        if self._shown is not None:
            return [*known, *(one for one in self._shown if one not in known)]
        return [*known, *shown_by(self.line, [one for one in self._signatures if one not in known])]

    @cached_property
    def channels(self) -> list[Channel]:
        """The channels that the line may have come through."""
        return channels_of(self.line, self.shown)

    def signs(self, text: str) -> int:
        """Count where a text has the signatures of the line."""
        return sum(len(signature.pattern.findall(text)) for signature in self.shown)

    @cached_property
    def is_by_chance(self) -> bool:
        """Whether what sequences it has it has by chance, as its file has."""
        return self.evidence.by_chance and strays(self.raw) * STRAYS_BY_CHANCE > len(sequences(self.raw))

    @cached_property
    def is_of_its_file(self) -> bool:
        """Whether the line has nothing but bytes of UTF-8 in a file of which some are known to be missing."""
        return self.evidence.lossy and not strays(self.raw) and not _BEYOND_BYTES.search(self.raw)

    @property
    def is_quotation(self) -> bool:
        """Whether nothing looks like damage but what is quoted: damage and what it was; its file may know."""
        return quotes_damage(self.line, self.evidence.channel) if self._quotes is None else self._quotes

    @cached_property
    def cost(self) -> float:
        """Bits that the line takes as it stands."""
        return cost(self.line)

    @cached_property
    def of_ftfy(self) -> tuple[Proposal | None, bool]:
        """What ftfy proposes, and whether that is all of the line.

        Where bytes are known to be lost it would guess, and East Asian encodings it leaves alone.
        """
        if self.evidence.lossy or not any(signature.single_byte for signature in self.shown):
            return None, False
        return by_ftfy(self.line, len(sequences(self.raw)))


_BEYOND_BYTES = re.compile("[^\x00-\xff]")
