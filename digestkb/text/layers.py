"""The lines of a file while one layer of damage after the other is taken off: which show any, and what becomes of them.

What some lines show is evidence for the others. The stages repair a line; which lines they are asked about, in which
order and with what evidence, is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from digestkb.patterns import lazy
from digestkb.text.changes import Change, between, on_top, packed, rows, unpacked
from digestkb.text.channel import WINDOWS
from digestkb.text.composing import compose
from digestkb.text.decode import redecoded
from digestkb.text.evidence import Evidence, gather
from digestkb.text.ledger import UNREADABLE, Repair, Row
from digestkb.text.legacy import MISREAD, MISREAD_AS_LATIN_1
from digestkb.text.misread import OTHER_PAGES
from digestkb.text.mojibake import Signature, lines_with, shown_by, signatures_in, signatures_of
from digestkb.text.proposals import Proposal, like_the_others
from digestkb.text.quoted import AROUND, quotes_damage
from digestkb.text.script_model import cost
from digestkb.text.sequences import INTACT_LETTER, most_explained, mostly_sequences
from digestkb.text.stages import ANOTHER, judge, peeled, peeled_or_near, weigh
from digestkb.text.suspect import Suspect
from digestkb.text.trials import Trials
from digestkb.text.weights import MARGIN, PROVEN, SUSPECT_SHARE

#: The signatures that a line shows, among those that were looked for.
_Shown = tuple[tuple[Signature, ...], Sequence[Signature]]

#: Times that a line's encoding can have been broken one on top of the other.
LAYERS = 4
#: Lines that are tried before a file is taken for one that has no text in legacy encodings.
_TRIALS = 20
#: Lines that are looked at together.
_PART = 64
#: Lines of which one at least quotes damage, in a file that is about it.
_QUOTING = 256
#: Lines with one ideograph that are no sign of damage, to each that is one: a table of them has the rare ones too.
_ENTRIES = 20
_IDEOGRAPH = lazy("[\u3400-\u9fff]")


class Layers:
    """The lines of a file while one layer of damage after the other is taken off.

    >>> file = Layers(["Ä‘Æ°á»£c", "plain"])
    >>> file.take_off_layers(signatures_in(file.joined(file.beyond_ascii()))), file.lines
    (False, ['được', 'plain'])
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        #: The channels of each line that changed, the outermost first.
        self._channels: dict[int, tuple[str, ...]] = {}
        #: What has become of each of them, packed.
        self._changes: dict[int, bytes] = {}
        #: The signatures that lines show as they stand, where that is known, and among which: the same for many lines.
        self._shown: dict[int, _Shown] = {}
        self._kinds: dict[tuple[tuple[Signature, ...], int], _Shown] = {}
        self._ways: dict[tuple[str, ...], tuple[str, ...]] = {}
        #: Lines that only quote what damage looks like, and so show none.
        self._quoting: set[int] = set()
        #: What lines may as well have been that stay as they are in a damaged file.
        self._near: dict[int, list[Change]] = {}

    def beyond_ascii(self) -> list[int]:
        """Give the places of the lines that are not all ASCII."""
        return [i for i, line in enumerate(self.lines) if not line.isascii()]

    def joined(self, indexes: Iterable[int]) -> str:
        """Give some lines as one text."""
        return "\n".join(self.lines[i] for i in indexes)

    def marked(self, indexes: list[int], signatures: Sequence[Signature]) -> list[int]:
        """Give those of some lines that show damage of a signature."""
        lines = [self.lines[i] for i in indexes]
        found = [indexes[at] for at in lines_with(signatures, lines) if self._shown_by(indexes[at], signatures)]
        entries = {i for i in found if _has_one_ideograph(self.lines[i])}
        if entries and sum(map(_has_one_ideograph, lines)) > _ENTRIES * len(entries):
            return [i for i in found if i not in entries]
        return found

    def _shown_by(self, index: int, signatures: Sequence[Signature]) -> tuple[Signature, ...]:
        known = self._shown.get(index)
        if known is not None:
            return known[0]
        found = tuple(shown_by(self.lines[index], signatures))
        # Where many lines are damaged and none of the first quotes anything, none is asked.
        if found and (self._quoting or len(self._shown) < _QUOTING) and self._quotes(index, found):
            self._quoting.add(index)
            found = ()
        self._shown[index] = self._kinds.setdefault((found, id(signatures)), (found, signatures))
        return found

    def _quotes(self, index: int, shown: Iterable[Signature]) -> bool:
        channel = next((channel for signature in shown for channel in signature.channels), WINDOWS)
        around = self.lines[max(index - AROUND, 0) : index], self.lines[index + 1 : index + 1 + AROUND]
        return quotes_damage(self.lines[index], channel, *around)

    def _suspect(self, index: int, evidence: Evidence, signatures: Sequence[Signature]) -> Suspect:
        """A line with what is known of it."""
        known = self._shown.get(index)
        quotes = None if known is None else index in self._quoting
        shown = known[0] if known is not None and known[1] is signatures else None
        return Suspect(self.lines[index], evidence, signatures, quotes, shown)

    def _put(self, index: int, proposal: Proposal) -> None:
        line = self.lines[index]
        through = (*self._channels.get(index, ()), proposal.channel)
        self._channels[index] = self._ways.setdefault(through, through)
        known = self._changes.get(index)
        self._changes[index] = (
            packed(on_top(list(unpacked(known, line)), line, proposal.changes(line)))
            if known
            else proposal.made or packed(proposal.changes(line))
        )
        self.lines[index] = proposal.text
        self._shown.pop(index, None)
        self._quoting.discard(index)

    def take_off_layers(self, signatures: Sequence[Signature]) -> bool:
        """Take one layer of damage off after the other; say whether there was any, and lines that show some still."""
        others, changed, left = self.beyond_ascii(), False, False
        for _ in range(LAYERS):
            marked = self.marked(others, signatures) if signatures else []
            if not marked:
                break
            again = self._decode_again(marked, signatures)
            others = sorted({*again, *self._take_off_layer(marked, others, signatures)})
            changed = changed or bool(others)
            left = left or not set(others).issuperset(marked)
            signatures = signatures_in(self.joined(others))
        return changed and left

    def _decode_again(self, marked: list[int], signatures: Sequence[Signature]) -> list[int]:
        """Read all lines in the legacy encoding that the file is in: short lines show it only together.

        Returns which lines changed.
        """
        if all(signature.channels for signature in signatures):
            return []
        indexes = self.beyond_ascii()
        if len(marked) * SUSPECT_SHARE < len(indexes) or mostly_sequences(self.joined(marked)):
            return []
        lines, encoding = redecoded([self.lines[i] for i in indexes]) or ([], "")
        changed = {i: line for i, line in zip(indexes, lines, strict=False) if line != self.lines[i]}
        for index, line in changed.items():
            self._put(index, Proposal(line, encoding + MISREAD, 0.0))
        return list(changed)

    def _take_off_layer(self, marked: list[int], others: list[int], signatures: Sequence[Signature]) -> list[int]:
        """Take one layer of damage off the lines that show it, and where they prove it for the file, off the others.

        Returns which lines changed.
        """
        certain = self._through_channels(marked, signatures)
        evidence = gather(self.joined(marked), signatures)
        # What other lines have that are intact is asked of lines that came through a channel.
        shown = any(one.channels for i in certain for one in self._shown_by(i, signatures))
        mixed = shown and self._is_mixed(others, evidence)
        evidence = evidence._replace(damaged=evidence.thorough, mixed=mixed)
        found = self._try_channels(certain, evidence, signatures)
        found.update(self._try_legacy(sorted(set(marked).difference(certain)), evidence, signatures))
        short = sorted({*others, *marked}.difference(found, self._quoting))
        if len(found) * 50 >= len(short):
            self._like_the_changed(found, short, evidence, signatures)
        changed = sorted(found)
        for index in changed:
            self._put(index, found.pop(index))
        return changed

    def _through_channels(self, indexes: Iterable[int], signatures: Sequence[Signature]) -> list[int]:
        """Those of some lines that have the signature of a channel."""
        patterns = [signature.pattern for signature in signatures if signature.channels]
        return [i for i in indexes if any(pattern.search(self.lines[i]) for pattern in patterns)]

    def _is_mixed(self, indexes: Sequence[int], evidence: Evidence) -> bool:
        """Whether some of the lines of a damaged file are intact."""
        if evidence.channel.wide:
            return False
        # Where some are, one of the first is.
        parts = (indexes[at : at + _PART] for at in range(0, len(indexes), _PART))
        return any(INTACT_LETTER.search(evidence.channel.undo(self.joined(part))) for part in parts)

    def _peeled(
        self, index: int, evidence: Evidence, signatures: Sequence[Signature], trials: Trials | None = None
    ) -> Proposal | None:
        line = self.lines[index]
        found, near = peeled_or_near(self._suspect(index, evidence, signatures), trials)
        if near and evidence.damaged:
            self._near[index] = between(line, near.text, 0.0)
        return None if found is None else found.decided(line)

    def _like_the_changed(
        self, found: dict[int, Proposal], short: list[int], evidence: Evidence, signatures: Sequence[Signature]
    ) -> None:
        """Read lines too short to show the damage by themselves, in a file that other lines show to be damaged.

        The legacy encoding that many of those came through is tried on all of them.
        """
        usual = _usual_encoding(found.values())
        if not evidence.by_chance and sum(proposal.sequences for proposal in found.values()) >= PROVEN:
            proven = evidence._replace(damaged=True)
            # Where one channel is proven others are not.
            trials = Trials(only=ANOTHER)
            read = ((i, self._peeled(i, proven, signatures, trials)) for i in short)
            found.update((i, proposal) for i, proposal in read if proposal is not None)
        if usual:
            for i in {*short, *found}:
                proposal = _as_usual(self.lines[i], found.pop(i, None), usual)
                if proposal is not None:
                    found[i] = proposal

    def _try_channels(
        self, marked: list[int], evidence: Evidence, signatures: Sequence[Signature]
    ) -> dict[int, Proposal]:
        """Read lines that show a channel, those first that a channel explains best; see `Trials`."""
        trials = Trials()
        channels = list(dict.fromkeys([evidence.channel, *(one for sign in signatures for one in sign.channels)]))
        found: dict[int, Proposal] = {}
        for index in sorted(marked, key=lambda i: most_explained(self.lines[i], channels), reverse=True):
            if trials.are_hopeless:
                break
            proposal = self._peeled(index, evidence, signatures, trials)
            trials.tried(self.lines[index], proposal is not None)
            if proposal is not None:
                found[index] = proposal
        return {index: found[index] for index in sorted(found)}

    def _try_legacy(
        self, marked: list[int], evidence: Evidence, signatures: Sequence[Signature]
    ) -> dict[int, Proposal]:
        """Read lines that may be in another legacy encoding; if none is of those that look most like it, no other is.

        Icelandic and Hungarian have letters beside each other in many lines that Vietnamese code pages have.
        """
        patterns = [signature.pattern for signature in signatures if not signature.channels]
        density = {i: sum(len(pattern.findall(self.lines[i])) for pattern in patterns) for i in marked}
        found: dict[int, Proposal] = {}
        for tried, index in enumerate(sorted(marked, key=density.__getitem__, reverse=True)):
            if tried == _TRIALS and not found:
                break
            proposal = peeled(self._suspect(index, evidence, signatures))
            if proposal is not None:
                found[index] = proposal
        return found

    def rows(self, before: Sequence[str]) -> Iterator[Row]:
        """Yield the ledger, while letters and their marks become one character in the lines that changed."""
        for index in sorted(self._channels):
            changes = list(unpacked(self._changes.pop(index), self.lines[index]))
            self.lines[index], changes = finished(before[index], self.lines[index], changes)
            self._shown.pop(index, None)
            yield from rows(before[index], changes, " + ".join(self._channels[index]), index + 1)

    def unreadable(self) -> Iterator[Repair]:
        """Yield an entry for each line that is damaged still, as nothing better was found, and for what only tied."""
        signatures = [signature for signature in signatures_of(self.lines) if signature.single_byte]
        for index in lines_with(signatures, self.lines):
            line = self.lines[index]
            places = [
                match.span()
                for signature in self._shown_by(index, signatures)
                if signature.single_byte
                for match in signature.pattern.finditer(line)
            ]
            if places:
                self._near.pop(index, None)
                yield self._left(index, min(places)[0], max(end for _, end in places))
        for index, changes in self._near.items():
            if index not in self._channels:
                yield from (self._left(index, change.start, change.end) for change in changes)

    def _left(self, index: int, start: int, end: int) -> Repair:
        """An entry for what stays as it is, and is likely wrong."""
        stays = self.lines[index][start:end]
        return Repair(index + 1, start, end, stays, stays, UNREADABLE, 0.0, True)


def _has_one_ideograph(line: str) -> bool:
    """Whether an ideograph is all of a line that is not ASCII, as in each line of a table of them."""
    return len(line) - len(line.encode("ascii", "ignore")) == 1 and _IDEOGRAPH.search(line) is not None


def _usual_encoding(proposals: Iterable[Proposal]) -> str | None:
    """The channel of a legacy encoding that many lines of a file came through."""
    known = MISREAD_AS_LATIN_1.union(OTHER_PAGES)
    counts = Counter(proposal.channel for proposal in proposals if proposal.channel in known)
    name, number = max(counts.items(), key=itemgetter(1), default=("", 0))
    return name if number >= PROVEN else None


def _as_usual(line: str, found: Proposal | None, usual: str) -> Proposal | None:
    """A line in the encoding that its file was in, unless what was found for it by itself is clearly better."""
    proposal = like_the_others(line, usual)
    if found is None or proposal is None:
        return judge(cost(line), map(weigh, filter(None, (found, proposal))))
    return proposal if cost(proposal.text) <= cost(found.text) + MARGIN else found


def finished(line: str, current: str, changes: list[Change]) -> tuple[str, list[Change]]:
    """Take the last step of a line's repair: letters and their marks become one character where there is one.

    >>> finished("CaÌ\\x81c", "Ca\\u0301c", [])[0]
    'Các'
    """
    if current == line:
        return line, []
    whole = compose(current)
    return whole, on_top(changes, current, between(current, whole, 1.0)) if whole != current else changes
