"""Undo what wrong decoding did to a text; the ledger says what changed.

A line is looked at only when it shows a sign of damage: a character that the lead byte of a UTF-8 sequence turns into,
before one that a continuation byte turns into. Its channel takes it back to bytes, a beam search chooses among the
readings of what was lost, and the reading replaces the line only where it is more natural by a margin.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from operator import itemgetter

from digestkb.text.changes import between
from digestkb.text.channel import WINDOWS, Channel
from digestkb.text.decode import redecoded, still_said
from digestkb.text.evidence import Evidence, all_damage, gather, high, mostly_sequences, sequences, thinkable, undone
from digestkb.text.ledger import UNREADABLE, Repair, Text
from digestkb.text.legacy import MISREAD, MISREAD_AS_LATIN_1, speaks
from digestkb.text.readings import MARGIN, Reading, by_lattice, by_legacy, in_runs, like_the_others, whole
from digestkb.text.script_model import cost, strangeness
from digestkb.text.signs import Family, distinct_words, present

#: Times that a line's encoding can have been broken one on top of the other.
_LAYERS = 4
#: Whole sequences, or lines in one legacy encoding, from which on a file is known to be damaged.
_CERTAIN = 4
#: One line in so many at least has a sign of damage in a file that is all in a legacy encoding.
_FEW = 5
#: Lines that are tried before a file is taken for one that has no text in legacy encodings.
_TRIALS = 20
#: What ftfy calls the encodings that it tries.
_PYTHON_NAMES = {
    "sloppy-windows-1252": "cp1252",
    "sloppy-windows-1251": "cp1251",
    "sloppy-windows-1250": "cp1250",
    "sloppy-windows-1253": "cp1253",
    "sloppy-windows-1254": "cp1254",
    "sloppy-windows-1257": "cp1257",
    "macroman": "mac-roman",
}
#: A text without any of these needs no composing; one set of characters is searched fastest.
_COMBINING = re.compile("[\u0300-\u036f\u1161-\u1175\u3099\u309a]")
_DECOMPOSED = re.compile(
    "[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u04ff][\u0300-\u036f]+|[\u3046-\u30fd][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[<=>\u2190-\u22ff]\u0338"
)


def repair(text: Text) -> Text:
    """The text as it was before its encoding was broken, with an entry in the ledger for each change.

    The same object comes back where nothing is to be done. The number of lines never changes, and repairing twice
    changes nothing more.

    >>> repair(Text(("cÃ¡c mÃ´ hÃ¬nh",), "utf-8")).lines
    ('các mô hình',)
    """
    # No sign of damage reaches over the end of a line, and each has a letter beyond ASCII.
    joined = "\n".join([line for line in text.lines if not line.isascii()])
    if not joined:
        return text
    signs = present(joined)
    if not signs and not _COMBINING.search(distinct_words(joined)):
        return text
    file = _File(text.lines)
    others = file.beyond_ascii()
    for _ in range(_LAYERS):
        marked = file.marked(others, signs)
        again = file.decode_again(marked, signs)
        others = sorted({*again, *file.take_off_layer(marked, others, signs)})
        signs = present(file.joined(others))
        if not signs:
            break
    entries = file.entries(text.lines)
    if not entries:
        return text
    known = still_said(text, file.lines)
    left = file.unreadable() if any(change.channel != "nfd" for change in entries) else ()
    return Text(tuple(file.lines), text.encoding, (*known, *entries, *left))


class _File:
    """The lines of a file while one layer of damage after the other is taken off."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        #: The channels of each line that changed, the outermost first.
        self._channels: dict[int, list[str]] = {}
        #: The entries of the ledger, for lines that changed once.
        self._changes: dict[int, tuple[Repair, ...]] = {}

    def beyond_ascii(self) -> list[int]:
        return [i for i, line in enumerate(self.lines) if not line.isascii()]

    def joined(self, indexes: Iterable[int]) -> str:
        return "\n".join(self.lines[i] for i in indexes)

    def marked(self, indexes: list[int], signs: list[Family]) -> list[int]:
        """Those of some lines that show damage of a family."""
        lines = [self.lines[i] for i in indexes]
        return [indexes[at] for at in _lines_with(signs, lines) if _shown(lines[at], signs)]

    def _put(self, index: int, reading: Reading) -> None:
        channels = self._channels.setdefault(index, [])
        channels.append(reading.channel)
        self._changes[index] = reading.changes(self.lines[index]) if len(channels) == 1 else ()
        self.lines[index] = reading.text

    def decode_again(self, marked: list[int], signs: list[Family]) -> list[int]:
        """Read all lines in the legacy encoding that the file is in: short lines show it only together.

        Returns which lines changed.
        """
        indexes = self.beyond_ascii()
        unlikely = all(family.channels for family in signs) or len(marked) * _FEW < len(indexes)
        if unlikely or mostly_sequences(self.joined(marked)):
            return []
        lines, encoding = redecoded([self.lines[i] for i in indexes]) or ([], "")
        changed = {i: line for i, line in zip(indexes, lines, strict=False) if line != self.lines[i]}
        for index, line in changed.items():
            self._put(index, Reading(line, encoding + MISREAD, 0.0))
        return list(changed)

    def take_off_layer(self, marked: list[int], others: list[int], signs: list[Family]) -> list[int]:
        """Take one layer of damage off the lines that show it, and where they prove it for the file, off the others.

        Returns which lines changed.
        """
        evidence = gather(self.joined(marked), signs)
        certain = [i for i in marked if thinkable(self.lines[i], signs)]
        found = {i: _unlayered(self.lines[i], evidence, signs) for i in certain}
        found.update(self._try_legacy(sorted(set(marked).difference(certain)), evidence, signs))
        changed = {i: reading for i, reading in found.items() if reading is not None}
        short = sorted({*others, *marked}.difference(changed))
        if len(changed) * 50 >= len(short):
            found.update(self._like_the_changed(changed, short, evidence, signs))
        for index, reading in found.items():
            if reading is not None:
                self._put(index, reading)
        return sorted(i for i, reading in found.items() if reading is not None)

    def _like_the_changed(
        self, changed: dict[int, Reading], short: list[int], evidence: Evidence, signs: list[Family]
    ) -> dict[int, Reading | None]:
        """Read lines too short to show the damage by themselves, in a file that other lines show to be damaged.

        The legacy encoding that many of those came through is tried on all of them.
        """
        found: dict[int, Reading | None] = {**changed}
        if sum(reading.sequences for reading in changed.values()) >= _CERTAIN:
            proven = replace(evidence, damaged=True)
            found.update((i, _unlayered(self.lines[i], proven, signs)) for i in short)
        if usual := _usual_encoding(changed.values()):
            for i in {*short, *changed}:
                found[i] = _as_usual(self.lines[i], found.get(i), usual)
        return found

    def _try_legacy(self, marked: list[int], evidence: Evidence, signs: list[Family]) -> dict[int, Reading | None]:
        """Read lines that may be in another legacy encoding; if none is of those that look most like it, no other is.

        Icelandic and Hungarian have letters beside each other in many lines that Vietnamese code pages have.
        """
        patterns = [family.pattern for family in signs if not family.channels]
        density = {i: sum(len(pattern.findall(self.lines[i])) for pattern in patterns) for i in marked}
        found: dict[int, Reading | None] = {}
        for index in sorted(marked, key=density.__getitem__, reverse=True):
            if len(found) == _TRIALS and not any(found.values()):
                break
            found[index] = _unlayered(self.lines[index], evidence, signs)
        return found

    def entries(self, before: Sequence[str]) -> list[Repair]:
        """The ledger, once letters and their marks are one character where there is one."""
        decomposed = _COMBINING.search("\n".join(self.lines)) is not None
        entries: list[Repair] = []
        for index in range(len(self.lines)) if decomposed else sorted(self._channels):
            channels = self._channels.get(index, [])
            self.lines[index], changes = _in_composed_form(
                before[index], self.lines[index], self._changes.get(index, ()), channels
            )
            entries.extend([replace(change, line=index + 1) for change in changes])
        return entries

    def unreadable(self) -> Iterator[Repair]:
        """An entry for each line that is damaged still: nothing better was found for it."""
        signs = [family for family in present("\n".join(self.lines)) if family.single_byte]
        for index in _lines_with(signs, self.lines):
            line = self.lines[index]
            places = [match.span() for family in _shown(line, signs) for match in family.pattern.finditer(line)]
            if places:
                start, end = min(places)[0], max(end for _, end in places)
                yield Repair(index + 1, start, end, line[start:end], line[start:end], UNREADABLE, 0.0, True)


def _usual_encoding(readings: Iterable[Reading]) -> str | None:
    """The channel of a legacy encoding that many lines of a file came through."""
    counts = Counter(reading.channel for reading in readings if reading.channel in MISREAD_AS_LATIN_1)
    name, number = max(counts.items(), key=itemgetter(1), default=("", 0))
    return name if number >= _CERTAIN else None


def _as_usual(line: str, found: Reading | None, usual: str) -> Reading | None:
    """A line in the encoding that its file was in, unless what was found for it by itself is clearly better."""
    reading = like_the_others(line, usual)
    if found is None or reading is None:
        return _judged(line, [found, reading])
    return reading if cost(reading.text) <= cost(found.text) + MARGIN else found


def repair_line(line: str, evidence: Evidence | None = None) -> tuple[str, tuple[Repair, ...]]:
    """One line repaired, and what was changed in it; the entries say line 1.

    Without the ``evidence`` of the rest of its file (see `gather`) a line is judged by itself.

    >>> repair_line("clean")
    ('clean', ())
    """
    if line.isascii():
        return line, ()
    current = line
    changes: tuple[Repair, ...] = ()
    names: list[str] = []
    for _ in range(_LAYERS):
        signs = present(current)
        reading = _unlayered(current, evidence or gather(current, signs), signs)
        if reading is None:
            break
        current = reading.text
        names.append(reading.channel)
        changes = reading.changes(line) if len(names) == 1 else ()
        evidence = None
    return _in_composed_form(line, current, changes, names)


def _in_composed_form(
    line: str, current: str, changes: tuple[Repair, ...], names: list[str]
) -> tuple[str, tuple[Repair, ...]]:
    """The last step of a line's repair: letters and their marks become one character where there is one."""
    composed = _DECOMPOSED.sub(_composed, current) if _COMBINING.search(current) else current
    if composed != current:
        names, changes, current = [*names, "nfd"], (), composed
    if current == line:
        return line, ()
    return current, changes or between(line, current, " + ".join(names))


def _lines_with(signs: list[Family], lines: Sequence[str]) -> list[int]:
    """The lines in which a family has its sign; all together they are searched faster than one by one."""
    joined = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found = set()
    for family in signs:
        place = 0
        while match := family.pattern.search(joined, place):
            line = bisect_right(starts, match.start()) - 1
            found.add(line)
            place = starts[line + 1]
    return sorted(found)


def _shown(line: str, signs: list[Family]) -> list[Family]:
    """The families of which a line shows a sign; where letters are in an odd order, ftfy says if they are damage."""
    found = [family for family in signs if family.pattern.search(line)]
    if not found or _is_table(line):
        return []
    if _DRAWN.search(line):
        found = [family for family in found if not family.draws]
    if any(family.single_byte for family in found) and _is_odd_but_whole(line):
        return [f for f in found if not f.single_byte or any(all_damage(undone(c, line)) for c in f.channels)]
    return found


def _is_odd_but_whole(line: str) -> bool:
    """Whether ftfy finds no damage in a line with letters in an odd order, nor is there any that it lets pass."""
    from ftfy.badness import is_bad

    return not (is_bad(line) or _TWO_SCRIPTS.search(line) or _VOWEL.search(undone(WINDOWS, line)))


#: A bar that begins a cell: no lead byte stands before it, as would where it is a byte of a letter.
_DRAWN = re.compile("(?:^|[ -~])[│║]")
_LONG = re.compile("[^\x00-\x7f]{12,}")


def _is_table(line: str) -> bool:
    """Whether characters stand in their order, as in a table of an encoding."""
    return any(sum(a < b for a, b in pairwise(run)) * 10 >= 9 * (len(run) - 1) for run in _LONG.findall(line))


#: A Vietnamese vowel as UTF-8, which ftfy lets pass: not what stands after ``«mamá»``, such as an ellipsis or a dash.
_VOWEL = re.compile(
    "\xe1[\xba\xbb](?:[\x80-\x84\x86-\x90\x95\x98-\x9a\x9c-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf]|[\x91-\x94\x9b](?=[a-z]))"
)
#: Cyrillic letters in a Latin word likewise.
_TWO_SCRIPTS = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")


def _unlayered(line: str, evidence: Evidence, signs: list[Family]) -> Reading | None:
    """The line with one layer of damage taken off; ``None`` where nothing is better by the margin."""
    raw = undone(evidence.channel, line)
    best = _of_damage_alone(line, raw, evidence) or _as_its_file(line, raw, evidence)
    if best is not None:
        return best
    shown = signs if evidence.damaged else _shown(line, signs)
    channels = thinkable(line, shown)
    if not channels:
        return _judged(line, [by_lattice(line, evidence, MARGIN) if evidence.damaged else by_legacy(line)])
    return _through_channels(line, raw, evidence, shown, channels)


def _of_damage_alone(line: str, raw: str, evidence: Evidence) -> Reading | None:
    """A line that is damaged all over: no need to weigh it against the line as it stands."""
    if not all_damage(raw):
        return None
    reading = whole(line, evidence.channel, 0.0) or by_lattice(line, evidence, 0.0)
    if reading is not None and (evidence.lossy or not reading.regained or speaks(reading.text)):
        return reading
    return None


def _as_its_file(line: str, raw: str, evidence: Evidence) -> Reading | None:
    """A line through its file's channel: similar code pages would read it too, and only the file tells them apart."""
    if not evidence.thorough:
        return None
    usual = whole(line, evidence.channel, MARGIN)
    if usual is None and evidence.lossy and _explained(raw):
        usual = by_lattice(line, evidence, MARGIN)
    return _judged(line, [usual])


def _through_channels(
    line: str, raw: str, evidence: Evidence, shown: list[Family], channels: Sequence[Channel]
) -> Reading | None:
    """A line through any of the channels that it may have come through: whole, with bytes lost, or only in runs."""
    theirs, complete = None, False
    if not evidence.lossy and any(family.single_byte for family in shown):
        # Where bytes are known to be lost it would guess, and East Asian encodings it leaves alone.
        theirs, complete = _by_ftfy(line, len(sequences(raw)))
    margins = [0.0 if evidence.damaged and c is evidence.channel else MARGIN for c in channels]
    intact = [whole(line, c, margin) for c, margin in zip(channels, margins, strict=True)]
    best = _judged(line, [*intact, theirs if complete else None])
    if best is not None:
        return best
    best = _with_lost_bytes(line, raw, evidence, shown)
    if best is not None and (evidence.lossy or speaks(best.text)):
        return best
    return _judged(line, [best, theirs, *(in_runs(line, c, MARGIN) for c in channels)])


def _with_lost_bytes(line: str, raw: str, evidence: Evidence, shown: list[Family]) -> Reading | None:
    """A line of which bytes were lost in its file's channel, or in another if that one does not explain the line."""
    best = _judged(line, [by_lattice(line, evidence, MARGIN)])
    if best is not None and _explained(raw):
        return best
    own = gather(line, shown)
    another = by_lattice(line, own, MARGIN) if own.channel is not evidence.channel else None
    return _judged(line, [best, by_legacy(line), another])


def _explained(raw: str) -> bool:
    """Whether whole sequences are at least half of what is not ASCII."""
    return len("".join(sequences(raw))) * 2 >= high(raw)


def _judged(line: str, readings: Iterable[Reading | None]) -> Reading | None:
    """The most natural of the readings that are better than the line by what they have to be."""
    before = cost(line)
    weighed = [(cost(reading.text) + strangeness(reading.text), reading) for reading in readings if reading is not None]
    fit = [pair for pair in weighed if pair[0] + pair[1].margin <= before]
    return min(fit, key=itemgetter(0))[1] if fit else None


def _by_ftfy(line: str, full: int) -> tuple[Reading | None, bool]:
    """What ftfy makes of a line, all layers at once, and whether its plan covers the whole line without loss.

    ``full`` is how many whole sequences the line has.
    """
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    text, explanation = fix_encoding_and_explain(
        line, TextFixerConfig(replace_lossy_sequences=False, fix_c1_controls=False)
    )
    steps = explanation or []
    lossy = text.count("\ufffd") > line.count("\ufffd")
    if text == line or lossy or any(action == "decode" and not name.startswith("utf-8") for action, name in steps):
        return None, False
    read_as = [_PYTHON_NAMES.get(name, name) for action, name in steps if action == "encode"]
    name = " + ".join(f"utf-8 as {encoding}" for encoding in read_as) or "utf-8 in parts"
    return Reading(text, name, 0.0, full), all(action in ("encode", "decode") for action, _ in steps)


def _composed(match: re.Match[str]) -> str:
    """A letter and its marks as one character, where there is one."""
    composed = unicodedata.normalize("NFC", match.group())
    return composed if len(composed) < len(match.group()) else match.group()
