"""A line that may be damaged, and what is known of it: worked out once, by the first stage of its repair that asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from digestkb.text.channel import WINDOWS, Channel
from digestkb.text.evidence import Evidence
from digestkb.text.mojibake import Signature, channels_of, shown_by
from digestkb.text.proposals import Proposal, by_ftfy, strict
from digestkb.text.script_model import cost
from digestkb.text.sequences import WHOLE, sequences, strays, undone
from digestkb.text.weights import STRAYS_BY_CHANCE


class Suspect:
    """A line that may be damaged, and what is known of it."""

    def __init__(self, line: str, evidence: Evidence, signatures: Sequence[Signature]) -> None:
        self.line = line
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
        if not self.evidence.damaged:
            return shown_by(self.line, self._signatures)
        known = [signature for signature in self._signatures if self.evidence.channel in signature.channels]
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
        """Whether nothing looks like damage but the end of a quotation, or what is quoted: damage and what it was."""
        if _LITERAL.sub("", self.line).isascii():
            return True
        others = _ENCLOSED.sub(lambda match: "" if self._is_beside_itself(match.group()) else match.group(), self.line)
        if others != self.line and not any(
            WHOLE.search(undone(one, others)) for one in (self.evidence.channel, WINDOWS)
        ):
            return True
        quoted = _QUOTED.search(self.line) is not None
        return quoted and not WHOLE.search(undone(self.evidence.channel, _QUOTED.sub("", self.line)))

    def _is_beside_itself(self, word: str) -> bool:
        """Whether what a word would be stands in the line as well: somebody writes about damage."""
        texts = {strict(word, channel) for channel in (self.evidence.channel, WINDOWS)} - {None, word}
        return not texts.isdisjoint(self._words)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words and signs of the line: a line may enclose thousands, and each asks about all of them."""
        written = (word.strip(_AROUND) for word in _BETWEEN_BLANKS.findall(self.line))
        return frozenset((*_WORD.findall(self.line), *written))

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
#: A character by itself between quotation marks, as programs and tables of characters have them.
_LITERAL = re.compile("(?<=[\"'])[^\x00-\x7f](?=[\"'])")
#: A word in quotation marks, in brackets, or in a cell of a table.
_PLAIN, _MARKED = "[^\\s\"'`“”‘’«»()|]", "[^\x00-\x7f“”‘’«»\\s]"
#: No word is longer, and of one that is not closed every end would be tried.
_ENCLOSED = re.compile(
    f"(?:(?<=[\"'`“‘«(|])|(?<=[\"'`“‘«(|] )){_PLAIN}{{0,40}}?{_MARKED}{_PLAIN}{{0,40}}(?= ?[\"'`”’»)|])"
)
_WORD, _BETWEEN_BLANKS, _AROUND = re.compile(r"\w+|[^\w\s]"), re.compile(f"{_PLAIN}+"), ".,;:!?。，；：！？"
#: A word of capitals in typographic quotation marks: ``Ã”`` would be ``Ô``, but then the first of the two were damaged.
#: And a byte order mark of which somebody speaks: as it is meant to be, nobody would see it.
_QUOTED = re.compile("(?<![^\x00-\x7f])[“‘][A-ZÀ-ÞĐ ]{0,40}Ã[”’](?![A-Za-z])|(?<=[\"'`“‘«])ï»¿(?=[\"'`”’»])")
