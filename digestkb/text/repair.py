"""Undo what wrong decoding did to a text; the ledger says what changed.

A line is looked at only when it shows a sign of damage: a character that the lead byte of a UTF-8 sequence turns into,
before one that a continuation byte turns into. Its channel takes it back to bytes, a beam search chooses among the
readings of what was lost, and the reading replaces the line only where it is more natural by a margin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from digestkb.text.changes import between
from digestkb.text.decode import redecoded
from digestkb.text.evidence import Evidence, all_damage, gather, high, mostly_sequences, sequences, thinkable, undone
from digestkb.text.ledger import Repair, Text
from digestkb.text.legacy import speaks
from digestkb.text.readings import MARGIN, Reading, by_lattice, by_legacy, in_runs, whole
from digestkb.text.script_model import cost
from digestkb.text.signs import Family, present

#: Times that a line's encoding can have been broken one on top of the other.
_LAYERS = 4
#: Whole sequences from which on a file is known to be damaged.
_CERTAIN = 4
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
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)


def repair(text: Text) -> Text:
    """The text as it was before its encoding was broken, with an entry in the ledger for each change.

    The same object comes back where nothing is to be done. The number of lines never changes, and repairing twice
    changes nothing more.

    >>> repair(Text(("cÃ¡c mÃ´ hÃ¬nh",), "utf-8")).lines
    ('các mô hình',)
    """
    whole = "\n".join(text.lines)
    if whole.isascii():
        return text
    signs = present(whole)
    if not signs and not _COMBINING.search(whole):
        return text
    lines = list(text.lines)
    marked = [i for i, line in enumerate(lines) if not line.isascii() and _shown(line, signs)]
    names: dict[int, list[str]] = {}
    changes: dict[int, tuple[Repair, ...]] = {}
    if any(not family.channels for family in signs) and not mostly_sequences("\n".join(lines[i] for i in marked)):
        _redecode(lines, names)
    others = [i for i, line in enumerate(lines) if not line.isascii()]
    for _ in range(_LAYERS):
        others = marked = _take_off_layer(lines, marked, others, signs, names, changes)
        signs = present("\n".join(lines[i] for i in marked)) if marked else []
        if not signs:
            break
    composed = _COMBINING.search("\n".join(lines)) is not None
    entries: list[Repair] = []
    for index in range(len(lines)) if composed else sorted(names):
        lines[index], found = _in_composed_form(
            text.lines[index], lines[index], changes.get(index, ()), names.get(index, [])
        )
        entries.extend([replace(change, line=index + 1) for change in found])
    if not entries:
        return text
    return Text(tuple(lines), text.encoding, text.repairs + tuple(entries))


def _redecode(lines: list[str], names: dict[int, list[str]]) -> None:
    """Read a whole file again that is in a legacy encoding: its short lines show it only together."""
    marked = [i for i, line in enumerate(lines) if not line.isascii()]
    found = redecoded([lines[i] for i in marked])
    if found is not None:
        for i, line in zip(marked, found[0], strict=True):
            if line != lines[i]:
                lines[i] = line
                names[i] = [f"{found[1]} as latin-1"]


def _take_off_layer(
    lines: list[str],
    marked: list[int],
    others: list[int],
    signs: list[Family],
    names: dict[int, list[str]],
    changes: dict[int, tuple[Repair, ...]],
) -> list[int]:
    """Take one layer of damage off the lines that show it, and if they prove the file to be damaged, off all others.

    Returns which lines changed.
    """
    evidence = gather("\n".join(lines[i] for i in marked), signs)
    changed = []
    sequences = 0

    def take(index: int, evidence: Evidence) -> None:
        nonlocal sequences
        reading = _unlayered(lines[index], evidence, signs)
        if reading is not None:
            names.setdefault(index, []).append(reading.channel)
            changes[index] = reading.changes(lines[index]) if len(names[index]) == 1 else ()
            sequences += reading.sequences
            lines[index] = reading.text
            changed.append(index)

    for index in marked:
        take(index, evidence)
    if sequences < _CERTAIN:
        return changed
    short = sorted({*others, *marked}.difference(changed))
    if len(changed) * 50 >= len(short):
        # Lines too short to show the damage by themselves, in a file that other lines show to be damaged.
        for index in short:
            take(index, replace(evidence, damaged=True))
    return changed


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


def _shown(line: str, signs: list[Family]) -> list[Family]:
    """The families of which a line shows a sign; where letters are in an odd order, ftfy says if they are damage."""
    found = [family for family in signs if family.pattern.search(line)]
    if any(family.single_byte for family in found):
        from ftfy.badness import is_bad

        if not is_bad(line):
            return [f for f in found if not f.single_byte or any(all_damage(undone(c, line)) for c in f.channels)]
    return found


def _unlayered(line: str, evidence: Evidence, signs: list[Family]) -> Reading | None:
    """The line with one layer of damage taken off; ``None`` where nothing is better by the margin."""
    channel = evidence.channel
    raw = undone(channel, line)
    if all_damage(raw):
        # No need to weigh it against the line as it stands.
        reading = whole(line, channel, 0.0) or by_lattice(line, evidence, 0.0)
        if reading is not None and (not reading.regained or speaks(reading.text)):
            return reading
    shown = signs if evidence.damaged else _shown(line, signs)
    channels = thinkable(line, shown)
    if not channels:
        return _judged(line, [by_lattice(line, evidence, MARGIN) if evidence.damaged else by_legacy(line)])
    theirs, complete = _by_ftfy(line, len(sequences(raw)))
    margins = [0.0 if evidence.damaged and c is channel else MARGIN for c in channels]
    intact = [whole(line, c, margin) for c, margin in zip(channels, margins, strict=True)]
    best = _judged(line, [theirs if complete else None, *intact])
    if best is not None:
        return best
    searched = by_lattice(line, evidence, MARGIN)
    found = [searched]
    if searched is None or len("".join(sequences(raw))) * 2 < high(raw):
        # The file's channel does not explain the line.
        own = gather(line, shown)
        found += [by_legacy(line), by_lattice(line, own, MARGIN) if own.channel is not channel else None]
    best = _judged(line, found)
    if best is not None and speaks(best.text):
        return best
    return _judged(line, [best, theirs, *(in_runs(line, c, MARGIN) for c in channels)])


def _judged(line: str, readings: Iterable[Reading | None]) -> Reading | None:
    """The most natural of the readings that are better than the line by what they have to be."""
    before = cost(line)
    weighed = [(cost(reading.text), reading) for reading in readings if reading is not None]
    fit = [pair for pair in weighed if pair[0] + pair[1].margin <= before]
    return min(fit, key=itemgetter(0))[1] if fit else None


def _by_ftfy(line: str, full: int) -> tuple[Reading | None, bool]:
    """What ftfy makes of a line, all layers at once, and whether its plan covers the whole line without loss."""
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    text, steps = fix_encoding_and_explain(line, TextFixerConfig(replace_lossy_sequences=False))
    if text == line or text.count("\ufffd") > line.count("\ufffd"):
        return None, False
    read_as = [_PYTHON_NAMES.get(name, name) for action, name in steps or () if action == "encode"]
    name = " + ".join(f"utf-8 as {encoding}" for encoding in read_as) or "utf-8 in parts"
    return Reading(text, name, 0.0, full), all(action in ("encode", "decode") for action, _ in steps or ())


def _composed(match: re.Match[str]) -> str:
    """A letter and its marks as one character, where there is one."""
    composed = unicodedata.normalize("NFC", match.group())
    return composed if len(composed) < len(match.group()) else match.group()
