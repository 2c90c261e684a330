"""Undo what wrong decoding did to a text; the ledger says what changed.

A line is looked at only where it has a signature of mojibake. Its channel takes it back to bytes, a beam search chooses
what stood where bytes were lost, and the proposal of a stage replaces the line only if it is more natural by a margin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, filterfalse
from operator import itemgetter

from digestkb.patterns import lazy
from digestkb.text.byte_letters import writes_bytes_as_letters
from digestkb.text.changes import Change, Packed, between, entries, on_top
from digestkb.text.channel import WINDOWS
from digestkb.text.composing import compose
from digestkb.text.decode import redecoded, still_said
from digestkb.text.evidence import Evidence, gather
from digestkb.text.ledger import UNREADABLE, Ledger, Repair, Text
from digestkb.text.legacy import MISREAD, MISREAD_AS_LATIN_1
from digestkb.text.misread import OTHER_PAGES
from digestkb.text.mojibake import (
    Signature,
    lines_with,
    shown_by,
    signatures_in,
)
from digestkb.text.pieces import Pieces
from digestkb.text.proposals import Proposal, like_the_others
from digestkb.text.quoted import AROUND, quotes_damage
from digestkb.text.script_model import cost
from digestkb.text.sequences import INTACT_LETTER, most_explained, mostly_sequences
from digestkb.text.stages import ANOTHER, Hearing, hearings, judge, peeled, peeled_or_near, weigh
from digestkb.text.suspect import Suspect
from digestkb.text.trials import Trials
from digestkb.text.weights import MARGIN, PROVEN, SUSPECT_SHARE

#: Times that a line's encoding can have been broken one on top of the other.
_LAYERS = 4
#: Times that a file is gone through, as long as there was something to repair.
_PASSES = 3
#: Lines that are tried before a file is taken for one that has no text in legacy encodings.
_TRIALS = 20
#: Lines that are looked at together.
_PART = 64
#: Lines of which one at least quotes damage, in a file that is about it.
_QUOTING = 256
#: Lines with one ideograph that are no sign of damage, to each that is one: a table of them has the rare ones too.
_ENTRIES = 20
_IDEOGRAPH = lazy("[\u3400-\u9fff]")


def repair(text: Text) -> Text:
    """Give the text as it was before its encoding was broken, with an entry in the ledger for each change.

    The same object comes back where nothing is to be done. The number of lines never changes, and repairing twice
    changes nothing more.

    >>> repair(Text(("cÃ¡c mÃ´ hÃ¬nh",), "utf-8")).lines
    ('các mô hình',)
    """
    pieces = Pieces(text.lines)
    repaired, changes = _repaired(pieces.lines)
    if not changes:
        return text
    lines, changes = pieces.joined(repaired, changes)
    said = list(still_said(text, lines))
    ledger = changes if isinstance(changes, Ledger) and not said else Ledger(chain(said, changes))
    return Text(tuple(lines), text.encoding, ledger)


def _repaired(before: Sequence[str]) -> tuple[Sequence[str], Iterable[Repair]]:
    """Lines as they were before their encoding was broken, and the entries of the ledger, if anything changed."""
    # No sign of damage reaches over the end of a line, and each has a letter beyond ASCII.
    text = "\n".join(filterfalse(str.isascii, before))
    signatures = signatures_in(text)
    if not signatures or writes_bytes_as_letters(text):
        return before, ()
    del text
    file = _File(before)
    for _ in range(_PASSES):
        # What some lines show of a file is another thing once those are repaired that show more of it.
        if not file.take_off_layers(signatures):
            break
        signatures = signatures_in(file.joined(file.beyond_ascii()))
    ledger = Ledger(file.entries(before))
    if not ledger:
        return before, ()
    ledger.extend(file.unreadable())
    return file.lines, ledger


class _File:
    """The lines of a file while one layer of damage after the other is taken off."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        #: The channels of each line that changed, the outermost first.
        self._channels: dict[int, list[str]] = {}
        #: What has become of each of them.
        self._changes: dict[int, Packed] = {}
        #: The signatures that lines show as they stand, where that is known: one tuple for all that show the same.
        self._shown: dict[int, tuple[Signature, ...]] = {}
        self._kinds: dict[tuple[Signature, ...], tuple[Signature, ...]] = {}
        #: Lines that only quote what damage looks like, and so show none.
        self._quoting: set[int] = set()
        #: What lines may as well have been that stay as they are in a damaged file.
        self._near: dict[int, list[Change]] = {}

    def beyond_ascii(self) -> list[int]:
        return [i for i, line in enumerate(self.lines) if not line.isascii()]

    def joined(self, indexes: Iterable[int]) -> str:
        return "\n".join(self.lines[i] for i in indexes)

    def marked(self, indexes: list[int], signatures: Sequence[Signature]) -> list[int]:
        """Those of some lines that show damage of a signature."""
        lines = [self.lines[i] for i in indexes]
        found = [indexes[at] for at in lines_with(signatures, lines) if self._shown_by(indexes[at], signatures)]
        entries = {i for i in found if _has_one_ideograph(self.lines[i])}
        if entries and sum(map(_has_one_ideograph, lines)) > _ENTRIES * len(entries):
            return [i for i in found if i not in entries]
        return found

    def _shown_by(self, index: int, signatures: Sequence[Signature]) -> tuple[Signature, ...]:
        known = self._shown.get(index)
        if known is not None:
            return known
        found = tuple(shown_by(self.lines[index], signatures))
        # Where many lines are damaged and none of the first quotes anything, none is asked.
        if found and (self._quoting or len(self._shown) < _QUOTING) and self._quotes(index, found):
            self._quoting.add(index)
            found = ()
        self._shown[index] = self._kinds.setdefault(found, found)
        return found

    def _quotes(self, index: int, shown: Iterable[Signature]) -> bool:
        channel = next((channel for signature in shown for channel in signature.channels), WINDOWS)
        around = self.lines[max(index - AROUND, 0) : index], self.lines[index + 1 : index + 1 + AROUND]
        return quotes_damage(self.lines[index], channel, *around)

    def _known_to_quote(self, index: int) -> bool | None:
        """Whether a line only quotes damage; ``None`` where it was not asked what it shows."""
        return index in self._quoting if index in self._shown else None

    def _put(self, index: int, proposal: Proposal) -> None:
        line = self.lines[index]
        self._channels.setdefault(index, []).append(proposal.channel)
        known = self._changes.get(index)
        self._changes[index] = (
            Packed(on_top(list(known), line, proposal.changes(line)))
            if known
            else proposal.made or Packed(proposal.changes(line))
        )
        self.lines[index] = proposal.text
        self._shown.pop(index, None)
        self._quoting.discard(index)

    def take_off_layers(self, signatures: Sequence[Signature]) -> bool:
        """Take one layer of damage off after the other; say whether there was any, and lines that show some still."""
        others, changed, left = self.beyond_ascii(), False, False
        for _ in range(_LAYERS):
            marked = self.marked(others, signatures) if signatures else []
            if not marked:
                break
            again = self.decode_again(marked, signatures)
            others = sorted({*again, *self.take_off_layer(marked, others, signatures)})
            changed = changed or bool(others)
            left = left or not set(others).issuperset(marked)
            signatures = signatures_in(self.joined(others))
        return changed and left

    def decode_again(self, marked: list[int], signatures: Sequence[Signature]) -> list[int]:
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

    def take_off_layer(self, marked: list[int], others: list[int], signatures: Sequence[Signature]) -> list[int]:
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
        changed = {i: proposal for i, proposal in found.items() if proposal is not None}
        short = sorted({*others, *marked}.difference(changed, self._quoting))
        if len(changed) * 50 >= len(short):
            found.update(self._like_the_changed(changed, short, evidence, signatures))
        for index, proposal in found.items():
            if proposal is not None:
                self._put(index, proposal)
        return sorted(i for i, proposal in found.items() if proposal is not None)

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
        found, near = peeled_or_near(line, evidence, signatures, trials, self._known_to_quote(index))
        if near and evidence.damaged:
            self._near[index] = between(line, near.text, 0.0)
        return None if found is None else found.decided(line)

    def _like_the_changed(
        self, changed: dict[int, Proposal], short: list[int], evidence: Evidence, signatures: Sequence[Signature]
    ) -> dict[int, Proposal | None]:
        """Read lines too short to show the damage by themselves, in a file that other lines show to be damaged.

        The legacy encoding that many of those came through is tried on all of them.
        """
        found: dict[int, Proposal | None] = {**changed}
        if not evidence.by_chance and sum(proposal.sequences for proposal in changed.values()) >= PROVEN:
            proven = evidence._replace(damaged=True)
            # Where one channel is proven others are not.
            trials = Trials(only=ANOTHER)
            found.update((i, self._peeled(i, proven, signatures, trials)) for i in short)
        if usual := _usual_encoding(changed.values()):
            for i in {*short, *changed}:
                found[i] = _as_usual(self.lines[i], found.get(i), usual)
        return found

    def _try_channels(
        self, marked: list[int], evidence: Evidence, signatures: Sequence[Signature]
    ) -> dict[int, Proposal | None]:
        """Read lines that show a channel, those first that a channel explains best; see `Trials`."""
        trials = Trials()
        channels = list(dict.fromkeys([evidence.channel, *(one for sign in signatures for one in sign.channels)]))
        found: dict[int, Proposal | None] = {}
        for index in sorted(marked, key=lambda i: most_explained(self.lines[i], channels), reverse=True):
            if trials.are_hopeless:
                break
            found[index] = self._peeled(index, evidence, signatures, trials)
            trials.tried(self.lines[index], found[index] is not None)
        return {index: found[index] for index in sorted(found)}

    def _try_legacy(
        self, marked: list[int], evidence: Evidence, signatures: Sequence[Signature]
    ) -> dict[int, Proposal | None]:
        """Read lines that may be in another legacy encoding; if none is of those that look most like it, no other is.

        Icelandic and Hungarian have letters beside each other in many lines that Vietnamese code pages have.
        """
        patterns = [signature.pattern for signature in signatures if not signature.channels]
        density = {i: sum(len(pattern.findall(self.lines[i])) for pattern in patterns) for i in marked}
        found: dict[int, Proposal | None] = {}
        for index in sorted(marked, key=density.__getitem__, reverse=True):
            if len(found) == _TRIALS and not any(found.values()):
                break
            found[index] = peeled(self.lines[index], evidence, signatures, self._known_to_quote(index))
        return found

    def entries(self, before: Sequence[str]) -> Iterator[Repair]:
        """Yield the ledger, while letters and their marks become one character in the lines that changed."""
        for index in sorted(self._channels):
            changes = list(self._changes.pop(index))
            self.lines[index], changes = _finished(before[index], self.lines[index], changes)
            self._shown.pop(index, None)
            yield from entries(before[index], changes, " + ".join(self._channels[index]), index + 1)

    def unreadable(self) -> Iterator[Repair]:
        """An entry for each line that is damaged still, as nothing better was found for it, and for what only tied."""
        signatures = [signature for signature in signatures_in("\n".join(self.lines)) if signature.single_byte]
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


def heard(text: Text, numbers: Iterable[int]) -> Iterator[tuple[int, Hearing]]:
    """Yield what each stage says of lines of a text before its repair, with their numbers: of the outermost damage.

    >>> [(number, hearing.stage, hearing.settled) for number, hearing in heard(Text(("cÃ¡c",), "utf-8"), [1])]
    [(1, 'whole', True)]
    """
    file = _File(text.lines)
    indexes = file.beyond_ascii()
    signatures = signatures_in(file.joined(indexes))
    evidence = gather(file.joined(file.marked(indexes, signatures)), signatures)
    for number in numbers:
        # A line too short to show the damage by itself is read as the others show the file to be damaged.
        for proven in (evidence, evidence._replace(damaged=True)):
            said = list(hearings(Suspect(text.lines[number - 1], proven, signatures)))
            if any(hearing.settled for hearing in said):
                break
        yield from ((number, hearing) for hearing in said)


def repair_line(line: str, evidence: Evidence | None = None) -> tuple[str, tuple[Repair, ...]]:
    """Give one line repaired, and what was changed in it; the entries say line 1.

    Without the ``evidence`` of the rest of its file (see `gather`) a line is judged by itself.

    >>> repair_line("clean")
    ('clean', ())
    """
    if line.isascii():
        return line, ()
    current = line
    changes: list[Change] = []
    names: list[str] = []
    for _ in range(_LAYERS):
        signatures = signatures_in(current)
        proposal = peeled(current, evidence or gather(current, signatures), signatures)
        if proposal is None:
            break
        changes = on_top(changes, current, proposal.changes(current))
        current = proposal.text
        names.append(proposal.channel)
        evidence = None
    whole, changes = _finished(line, current, changes)
    return whole, tuple(entries(line, changes, " + ".join(names)))


def _finished(line: str, current: str, changes: list[Change]) -> tuple[str, list[Change]]:
    """The last step of a line's repair: letters and their marks become one character where there is one."""
    if current == line:
        return line, []
    whole = compose(current)
    return whole, on_top(changes, current, between(current, whole, 1.0)) if whole != current else changes
