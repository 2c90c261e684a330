"""Undo what wrong decoding did to a text; the ledger says what changed.

A line is looked at only when it shows a sign of damage: a character that the lead byte of a UTF-8 sequence turns into,
before one that a continuation byte turns into. Its channel takes it back to bytes, a beam search chooses among the
readings of what was lost, and the reading replaces the line only where it is more natural by a margin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from digestkb.text.beam import Decoded, Decoder, Profile
from digestkb.text.channel import CHANNELS, SOFT_HYPHEN, UNDEFINED, WIDE, Channel
from digestkb.text.ledger import Repair, Text
from digestkb.text.script_model import cost

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

#: Bits by which a reading must be better than the line as it stands.
_MARGIN = 8.0
#: Times that a line's encoding can have been broken one on top of the other.
_LAYERS = 4
#: Characters of a file that are looked at to tell how it was damaged.
_SAMPLE = 1 << 20
#: Changes with no more than this between them are one entry in the ledger.
_NEAR = 24

_WINDOWS = CHANNELS["utf-8 as cp1252"]
_FULL = re.compile("[\xc3-\xdf][\x80-\xbf]|\xe1[\xba\xbb]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\x9f][\x80-\xbf]{2}|\xc2[\xa0-\xbf]")
_LEAD = re.compile("[\xc2-\xf4]")
_HIGH = re.compile("[\x80-\xff]")
_BEYOND = re.compile("[^\x00-\xff]")
_DECOMPOSED = re.compile(
    "[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u04ff][\u0300-\u036f]+|[\u3046-\u30fd][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a whole file tells about its damage; a line by itself may be too short to."""

    #: The file has sequences that only damage explains.
    damaged: bool
    profile: Profile


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
    if not sign_pattern().search(whole):
        if not _DECOMPOSED.search(whole):
            return text
        evidence = _NO_EVIDENCE
    else:
        evidence = gather(whole)
    lines = list(text.lines)
    entries: list[Repair] = []
    for index, line in enumerate(lines):
        if line.isascii():
            continue
        fixed, changes = repair_line(line, evidence)
        if changes:
            lines[index] = fixed
            entries.extend(replace(change, line=index + 1) for change in changes)
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
    if evidence is None:
        evidence = gather(line)
    current, entries, names = line, (), list[str]()
    for _ in range(_LAYERS):
        found = _restored(current, evidence)
        if found is None:
            break
        current, changes, name = found
        names.append(name)
        entries = changes if len(names) == 1 else ()
        evidence = gather(current)
    composed = _DECOMPOSED.sub(_composed, current)
    if composed != current:
        names.append("nfd")
        entries, current = (), composed
    if current == line:
        return line, ()
    return current, entries or (_entry(line, current, " + ".join(names)),)


def gather(text: str) -> Evidence:
    """How a file was damaged, as its text tells.

    >>> gather("Ä‘Æ°á»£c").damaged, gather("được").damaged
    (True, False)
    """
    sample = text if len(text) <= _SAMPLE else text[:_SAMPLE]
    raw = _WINDOWS.undo(sample)
    full = _FULL.findall(raw)
    if not full:
        return _NO_EVIDENCE
    lost = set(_WINDOWS.lost)
    seen = {char for sequence in full for char in sequence[1:]}
    if any("\x80" <= char <= "\x9f" for char in sample) and "\x9f" >= min(seen):
        # Undefined bytes are still there, as control characters.
        lost = {SOFT_HYPHEN}
    elif len(full) >= 40 and min(seen) >= "\xa0":
        lost |= UNDEFINED["latin-1"]
    lost -= {ord(char) for char in seen}
    return Evidence(True, Profile(frozenset(lost), _hole(raw), _blank(raw)))


def _hole(raw: str) -> str:
    """What stands where a byte was lost, if something does."""
    for mark in ("\ufffd", "?"):
        if mark in raw:
            broken = len(re.findall("\xe1[\xba\xbb](?![\x80-\xbf])|[\xc3\xc4](?![\x80-\xbf])|[\xe4-\xe9][\x80-\xbf](?![\x80-\xbf])", raw))
            marked = len(
                re.findall(f"(?:\xe1[\xba\xbb]|[\xc3\xc4]|[\xe4-\xe9][\x80-\xbf])[{mark}]", raw)
            )
            if marked * 2 > broken:
                return mark
    return ""


def _blank(raw: str) -> bool:
    """Whether no-break spaces became spaces: ``Ã`` stands before spaces, and never before a no-break space."""
    return "\xc3\xa0" not in raw and "\xc3 " in raw


_NO_EVIDENCE = Evidence(False, Profile(_WINDOWS.lost))


@lru_cache(maxsize=1)
def sign_pattern() -> re.Pattern[str]:
    """What a text must hold for any of its lines to be looked at."""
    singles = [channel for channel in CHANNELS.values() if channel.read_as[0] not in WIDE]
    wides = [channel.sign.pattern for channel in CHANNELS.values() if channel.read_as[0] in WIDE]
    return re.compile("|".join([channel.sign.pattern for channel in singles] + wides + [_LEGACY_SIGN]))


_LEGACY_SIGN = "[\u00a1-\u00ff]{4}"


def _restored(line: str, evidence: Evidence) -> tuple[str, tuple[Repair, ...], str] | None:
    """The line with one layer of damage taken off, the changes, and the channel; ``None`` where nothing is better."""
    found = _from_windows(line, evidence)
    if found is not None:
        return found
    if not sign_pattern().search(line):
        return None
    best, least = None, cost(line) - _MARGIN
    for channel in CHANNELS.values():
        if channel is _WINDOWS or not channel.sign.search(line):
            continue
        reading = _strict(line, channel)
        if reading is not None and (bits := cost(reading)) < least:
            best, least = (reading, channel.name), bits
    if best is None:
        return None
    reading, name = best
    return reading, (_entry(line, reading, name),), name


def _strict(line: str, channel: Channel) -> str | None:
    """The line through a channel in which nothing was lost; ``None`` where a byte does not fit."""
    raw = channel.undo(line)
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _from_windows(line: str, evidence: Evidence) -> tuple[str, tuple[Repair, ...], str] | None:
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
    sure = len(full) >= 6 and sum(map(len, full)) * 5 >= len(_HIGH.findall(raw)) * 4
    if not sure and cost(fixed) + _MARGIN > cost(line):
        return None
    name = "utf-8 as cp1254" if any(c in line for c in "ğĞışŞİ") else "utf-8 as cp1252"
    if len(fixed.encode("utf-8", "surrogatepass")) != len(raw):
        name += ", bytes lost"
    return fixed, tuple(_entries(line, decoded, name)), name


@lru_cache(maxsize=32)
def _decoder(profile: Profile) -> Decoder:
    return Decoder(profile)


def _entries(line: str, decoded: Decoded, channel: str) -> Iterator[Repair]:
    """The changes of a line, with those near each other as one, and doubtful ones by themselves."""
    start = 0
    first = last = -1
    before: list[str] = []
    margin = 99.0
    after: list[str] = []
    kept: list[str] = []
    for piece in decoded.pieces:
        end = start + piece.length
        old = line[start:end]
        if piece.text is None or piece.text == old:
            kept.append(old)
        elif piece.margin < 3:
            if after:
                yield _stretch(line, first, last, "".join(after), channel, margin)
            yield _stretch(line, start, end, piece.text, channel, piece.margin)
            after, kept, margin = [], [], 99.0
        else:
            if after and start - last > _NEAR:
                yield _stretch(line, first, last, "".join(after), channel, margin)
                after, margin = [], 99.0
            if after:
                after.extend(kept)
            else:
                first = start
            after.append(piece.text)
            kept = []
            last = end
            margin = min(margin, piece.margin)
        start = end
    if after:
        yield _stretch(line, first, last, "".join(after), channel, margin)


def _stretch(line: str, start: int, end: int, after: str, channel: str, margin: float) -> Repair:
    confidence = round(1 - 0.5 ** (1 + min(max(margin, 0.0), 10.0)), 3)
    return Repair(1, start, end, line[start:end], after, channel, confidence, margin < 3)


def _entry(before: str, after: str, channel: str) -> Repair:
    """One entry for everything that differs between two states of a line."""
    start, end, tail = _difference(before, after)
    return Repair(1, start, end, before[start:end], after[start:tail], channel, 0.95)


def _difference(before: str, after: str) -> tuple[int, int, int]:
    """Where two strings begin to differ, and where they end to, in each of them."""
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end, len(after) - end


def _composed(match: re.Match[str]) -> str:
    """A letter and its marks as one character, where there is one."""
    composed = unicodedata.normalize("NFC", match.group())
    return composed if len(composed) < len(match.group()) else match.group()
