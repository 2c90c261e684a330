"""Undo what wrong decoding did to a text; the ledger says what changed.

A line is looked at only when it shows a sign of damage: a character that the lead byte of a UTF-8 sequence turns into,
before one that a continuation byte turns into. Its channel takes it back to bytes, a beam search chooses among the
readings of what was lost, and the reading replaces the line only where it is more natural by a margin.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from digestkb.text.beam import Decoder, Profile
from digestkb.text.changes import entries, entry
from digestkb.text.channel import CHANNELS, SOFT_HYPHEN, UNDEFINED, Channel
from digestkb.text.ledger import Repair, Text
from digestkb.text.script_model import cost
from digestkb.text.signs import families, present

#: Bits by which a reading must be better than the line as it stands.
_MARGIN = 8.0
#: Times that a line's encoding can have been broken one on top of the other.
_LAYERS = 4
#: And for a line in which one sequence is all there is.
_ALONE = 3.0
#: Characters of a file that are looked at to tell how it was damaged.
_SAMPLE = 1 << 20
#: Bits that a reading must be better for each byte that it puts back, in a line by itself.
_LOST_BYTE = 6.0

_WINDOWS = CHANNELS["utf-8 as cp1252"]
#: UTF-8 sequences that are whole, or whose loss nothing else explains.
_FULL = re.compile(
    "[\xc3-\xdf][\x80-\xbf]|\xe1[\xba\xbb]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\x9f][\x80-\xbf]{2}|\xc2[\xa0-\xbf]"
)
_LEAD = re.compile("[\xc2-\xf4ĞğİŞ]")
_HIGH = re.compile("[\x80-\xff]")
_BEYOND = re.compile("[^\x00-\xff]")
_BROKEN = "(?:\xe1[\xba\xbb]|[\xc3\xc4]|[\xe4-\xe9][\x80-\xbf])"
_DECOMPOSED = re.compile(
    "[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u04ff][\u0300-\u036f]+|[\u3046-\u30fd][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a whole file tells about its damage; a line by itself may be too short to."""

    #: Other lines have sequences that only damage explains, so that a lone lead byte is enough.
    damaged: bool
    profile: Profile


_NO_EVIDENCE = Evidence(False, Profile(_WINDOWS.lost))


@dataclass(frozen=True, slots=True)
class Reading:
    """A line with one layer of damage taken off."""

    text: str
    channel: str
    changes: tuple[Repair, ...]


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
    if not signs and not _DECOMPOSED.search(whole):
        return text
    lines = list(text.lines)
    found: dict[int, tuple[Repair, ...]] = {}
    marked = [i for i, line in enumerate(lines) if not line.isascii() and any(s.pattern.search(line) for s in signs)]
    evidence = gather("\n".join(lines[i] for i in marked))
    certain = False
    for index in marked:
        lines[index], found[index] = repair_line(lines[index], evidence)
        certain = certain or any(change.confidence > 0.9 and "lost" not in change.channel for change in found[index])
    rest = range(len(lines)) if certain else ()
    for index in rest:
        # Lines too short to show the damage by themselves, in a file that other lines show to be damaged.
        if index not in found and _LEAD.search(lines[index]):
            lines[index], found[index] = repair_line(lines[index], replace(evidence, damaged=True))
    for index, line in enumerate(lines):
        if not line.isascii() and index not in found:
            lines[index], found[index] = _in_composed_form(line, line, (), [])
    entries = [replace(change, line=index + 1) for index in sorted(found) for change in found[index]]
    if not entries:
        return text
    return Text(tuple(lines), text.encoding, text.repairs + tuple(entries))


def repair_line(line: str, evidence: Evidence | None = None) -> tuple[str, tuple[Repair, ...]]:
    """One line repaired, and what was changed in it; the entries say line 1.

    Without the ``evidence`` of the rest of its file (see `gather`) a line is judged by itself.

    >>> repair_line("clean")
    ('clean', ())
    """
    if line.isascii():
        return line, ()
    current, changes, names = line, (), list[str]()
    for _ in range(_LAYERS):
        reading = _unlayered(current, evidence or gather(current))
        if reading is None:
            break
        current = reading.text
        names.append(reading.channel)
        changes = reading.changes if len(names) == 1 else ()
        evidence = None
    return _in_composed_form(line, current, changes, names)


def _in_composed_form(
    line: str, current: str, changes: tuple[Repair, ...], names: list[str]
) -> tuple[str, tuple[Repair, ...]]:
    """The last step of a line's repair: letters and their marks become one character where there is one."""
    composed = _DECOMPOSED.sub(_composed, current)
    if composed != current:
        names, changes, current = [*names, "nfd"], (), composed
    if current == line:
        return line, ()
    return current, changes or (entry(line, current, " + ".join(names)),)


def gather(text: str) -> Evidence:
    """How a file was damaged, as its lines with signs of damage tell.

    >>> sorted(gather("Ä‘Æ°á»£c Å½").profile.lost)[:3]
    [129, 141, 143]
    """
    sample = text if len(text) <= _SAMPLE else text[:_SAMPLE]
    raw = _WINDOWS.undo(sample)
    full = _FULL.findall(raw)
    if not full:
        return _NO_EVIDENCE
    lost = set(_WINDOWS.lost)
    seen = {char for sequence in full for char in sequence[1:]}
    if any("\x80" <= char <= "\x9f" for char in sample):
        # Undefined bytes are still there, as control characters.
        lost = {SOFT_HYPHEN}
    elif len(full) >= 40 and min(seen) >= "\xa0":
        lost |= UNDEFINED["latin-1"]
    lost -= {ord(char) for char in seen}
    return Evidence(False, Profile(frozenset(lost), _hole(raw), _blank(raw)))


def _hole(raw: str) -> str:
    """What stands where a byte was lost, if something does."""
    for mark in ("\ufffd", "?"):
        if mark in raw:
            marked = len(re.findall(f"{_BROKEN}[{mark}]", raw))
            if marked * 2 > len(re.findall(f"{_BROKEN}(?![\x80-\xbf])", raw)):
                return mark
    return ""


def _blank(raw: str) -> bool:
    """Whether no-break spaces became spaces: ``Ã`` stands before spaces, and never before a no-break space."""
    return "\xc3\xa0" not in raw and "\xc3 " in raw


def _unlayered(line: str, evidence: Evidence) -> Reading | None:
    """The line with one layer of damage taken off; ``None`` where nothing is better by the margin."""
    reading = _from_windows(line, evidence)
    if reading is not None:
        return reading
    best: Reading | None = None
    least = cost(line) - _MARGIN
    for family in families():
        if not family.pattern.search(line):
            continue
        for channel in family.channels:
            if channel is _WINDOWS:
                continue
            text = strict(line, channel)
            if text is not None and (bits := cost(text)) < least:
                best, least = Reading(text, channel.name, (entry(line, text, channel.name),)), bits
    return best


def strict(line: str, channel: Channel) -> str | None:
    """The line through a channel in which nothing was lost; ``None`` where a byte does not fit.

    >>> strict("妯″瀷", CHANNELS["utf-8 as gb18030"])
    '模型'
    """
    raw = channel.undo(line)
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _from_windows(line: str, evidence: Evidence) -> Reading | None:
    """The line as UTF-8 that was read as Windows-1252, Windows-1254 or Latin-1."""
    raw = _WINDOWS.undo(line)
    if not _LEAD.search(raw):
        return None
    full = _FULL.findall(raw)
    if not full and not evidence.damaged:
        return None
    profile = evidence.profile
    if _BEYOND.search(raw):
        profile = replace(profile, partly=True)
    decoded = _decoder(profile).decode(raw)
    fixed = decoded.text(line)
    if fixed == line:
        return None
    gone = (
        len(fixed.encode("utf-8", "surrogatepass"))
        - len(raw.encode("utf-8", "surrogatepass"))
        + len(_HIGH.findall(raw))
    )
    sure = len(full) >= 6 and sum(map(len, full)) * 5 >= len(_HIGH.findall(raw)) * 4
    if not sure:
        margin = 0.0 if evidence.damaged else _MARGIN + _LOST_BYTE * gone + (_ALONE if len(full) == 1 else 0.0)
        if cost(fixed) + margin > cost(line):
            return None
    name = "utf-8 as cp1254" if any(c in line for c in "ğĞışŞİ") else "utf-8 as cp1252"
    if gone:
        name += ", bytes lost"
    return Reading(fixed, name, tuple(entries(line, decoded, name)))


@lru_cache(maxsize=32)
def _decoder(profile: Profile) -> Decoder:
    return Decoder(profile)


def _composed(match: re.Match[str]) -> str:
    """A letter and its marks as one character, where there is one."""
    composed = unicodedata.normalize("NFC", match.group())
    return composed if len(composed) < len(match.group()) else match.group()
