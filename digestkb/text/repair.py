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

from digestkb.text.beam import Decoded, Decoder, Profile
from digestkb.text.changes import entries, entry
from digestkb.text.channel import CHANNELS, SOFT_HYPHEN, UNDEFINED, WIDE, Channel
from digestkb.text.ledger import Repair, Text
from digestkb.text.legacy import by_legacy_codec
from digestkb.text.script_model import cost
from digestkb.text.signs import Family, present

#: Bits by which a reading must be better than the line as it stands.
_MARGIN = 8.0
#: Times that a line's encoding can have been broken one on top of the other.
_LAYERS = 4
#: And for a line in which one sequence is all there is.
_ALONE = 3.0
#: Or only so much, in a file that is known to be damaged.
_WEAK = 2.0
#: Sequences from which on a line is known to be damaged, and a file.
_SURE = 6
_CERTAIN = 4
#: Characters of a file that are looked at to tell how it was damaged.
_SAMPLE = 1 << 20
#: And of those to tell which channel it was.
_CHOICE = 1 << 15
#: Bits that a reading must be better for each byte that it puts back, in a line by itself.
_LOST_BYTE = 6.0

_WINDOWS = CHANNELS["utf-8 as cp1252"]
#: UTF-8 sequences that are whole, or whose loss nothing else explains.
_FULL = re.compile(
    "[\xc3-\xdf][\x80-\xbf]|\xe1[\xba\xbb]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\x9f][\x80-\xbf]{2}|\xc2[\xa0-\xbf]"
)
_LEAD = re.compile("[\xc2-\xf4ĞğİŞ]")
_CONTROLS = re.compile("[\x80-\x9f]")
_BEYOND = re.compile("[^\x00-\xff]")
_ASCII = bytes(range(128))
_BROKEN = "(?:\xe1[\xba\xbb]|[\xc3\xc4]|[\xe4-\xe9][\x80-\xbf])"
#: A text without any of these needs no composing; one set of characters is searched fastest.
_COMBINING = re.compile("[\u0300-\u036f\u1161-\u1175\u3099\u309a]")
_DECOMPOSED = re.compile(
    "[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u04ff][\u0300-\u036f]+|[\u3046-\u30fd][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a whole file tells about its damage; a line by itself may be too short to."""

    channel: Channel
    profile: Profile
    #: Other lines have sequences that only damage explains, so that a lone lead byte is enough.
    damaged: bool = False


_NO_EVIDENCE = Evidence(_WINDOWS, Profile(_WINDOWS.lost))


@dataclass(frozen=True, slots=True)
class Reading:
    """A line with one layer of damage taken off."""

    text: str
    channel: str
    changes: tuple[Repair, ...]
    #: Whole UTF-8 sequences that speak for it.
    sequences: int = 0


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
    marked = [i for i, line in enumerate(lines) if not line.isascii() and any(s.pattern.search(line) for s in signs)]
    names: dict[int, list[str]] = {}
    changes: dict[int, tuple[Repair, ...]] = {}
    for layer in range(_LAYERS):
        marked = _take_off_layer(lines, marked, signs, names, changes, whole_file=layer == 0)
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


def _take_off_layer(
    lines: list[str],
    marked: list[int],
    signs: list[Family],
    names: dict[int, list[str]],
    changes: dict[int, tuple[Repair, ...]],
    whole_file: bool,
) -> list[int]:
    """Take one layer of damage off the lines that show it; returns which lines changed."""
    evidence = gather("\n".join(lines[i] for i in marked), signs)
    changed = []
    sequences = 0

    def take(index: int, evidence: Evidence) -> None:
        nonlocal sequences
        reading = _unlayered(lines[index], evidence, signs)
        if reading is not None:
            names.setdefault(index, []).append(reading.channel)
            changes[index] = reading.changes if len(names[index]) == 1 else ()
            sequences += reading.sequences
            lines[index] = reading.text
            changed.append(index)

    for index in marked:
        take(index, evidence)
    if not whole_file or sequences < _CERTAIN:
        return changed
    done = set(changed)
    short = [i for i, line in enumerate(lines) if i not in done and not line.isascii()]
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
        changes = reading.changes if len(names) == 1 else ()
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
    return current, changes or (entry(line, current, " + ".join(names)),)


def gather(text: str, signs: list[Family] | None = None) -> Evidence:
    """How a file was damaged, as its lines with signs of damage tell.

    >>> gather("Ä‘Æ°á»£c").channel.name, gather("─ÉãΓ├ánh").channel.name
    ('utf-8 as cp1252', 'utf-8 as cp437')
    """
    sample = text[:_SAMPLE]
    channels = _thinkable(sample, present(sample) if signs is None else signs)
    channel = _best_channel(sample[:_CHOICE], channels) or _best_channel(sample[_CHOICE:], channels)
    if channel is None:
        return _NO_EVIDENCE
    raw = channel.undo(sample)
    return Evidence(channel, _profile(channel, sample, raw, _FULL.findall(raw)))


def _best_channel(sample: str, channels: list[Channel]) -> Channel | None:
    """The channel that explains most of a text; ``None`` where none explains anything."""
    found, most = None, 0.0
    for channel in channels:
        raw = channel.undo(sample)
        beyond = len(raw) - len(raw.encode("latin-1", "ignore"))
        covered = sum(map(len, _FULL.findall(raw))) / (_high(raw) + 2 * beyond + 1)
        if covered > most:
            found, most = channel, covered
            if covered > 0.9 and "ă" not in sample and "Ă" not in sample:
                break
    return found


def _thinkable(text: str, signs: list[Family]) -> list[Channel]:
    """The channels of which a text shows a sign, of those that its file shows."""
    return list(dict.fromkeys(c for family in signs if family.pattern.search(text) for c in family.channels))


def _profile(channel: Channel, sample: str, raw: str, full: list[str]) -> Profile:
    """Which bytes fell out, what stands in their place, and whether no-break spaces are still there."""
    lost = set(channel.lost)
    seen = {char for sequence in set(full) for char in sequence[1:]}
    if _CONTROLS.search(sample):
        # Undefined bytes are still there, as control characters.
        lost &= {SOFT_HYPHEN}
    elif channel is _WINDOWS and len(full) >= 40 and min(seen) >= "\xa0":
        lost |= UNDEFINED["latin-1"]
    if channel.read_as[0] not in WIDE:
        lost -= {ord(char) for char in seen}
    return Profile(frozenset(lost), _hole(raw), _blank(raw))


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


def _unlayered(line: str, evidence: Evidence, signs: list[Family]) -> Reading | None:
    """The line with one layer of damage taken off; ``None`` where nothing is better by the margin."""
    channel = evidence.channel
    raw = _undone(channel, line)
    full = _sequences(raw)
    if len(full) >= _SURE and sum(map(len, full)) * 5 >= _high(raw) * 4 and not _BEYOND.search(raw):
        # Nothing but damage can look like this: no need to weigh it against the line as it stands.
        text = strict(line, channel)
        if text is not None:
            return Reading(text, channel.name, (entry(line, text, channel.name),), len(full))
        return _by_lattice(line, evidence)
    if "«" in line and "\xa0»" in line and len(full) < _SURE:
        # French sets a no-break space before its closing quotation mark: with an accented letter, a whole sequence.
        return None
    channels = _thinkable(line, signs)
    if not channels:
        if evidence.damaged and _LEAD.search(raw):
            return _by_lattice(line, evidence)
        return by_legacy(line)
    found = [_strictly(line, channels, evidence)]
    if found[0] is None:
        found.append(_by_lattice(line, evidence))
        if found[1] is None or sum(map(len, full)) * 2 < _high(raw):
            # The file's channel does not explain the line.
            found.append(by_legacy(line))
            if channel is not (own := gather(line, signs)).channel:
                found.append(_by_lattice(line, own))
        if not any(found):
            found.append(_in_runs(line, channels))
    readings = [reading for reading in found if reading is not None]
    return min(readings, key=lambda reading: cost(reading.text)) if len(readings) > 1 else next(iter(readings), None)


@lru_cache(maxsize=64)
def _undone(channel: Channel, line: str) -> str:
    """A line through a channel: several steps of its repair ask for it."""
    return channel.undo(line)


@lru_cache(maxsize=64)
def _sequences(raw: str) -> tuple[str, ...]:
    """The whole UTF-8 sequences in a line of bytes."""
    return tuple(_FULL.findall(raw))


def _high(raw: str) -> int:
    """How many bytes are not ASCII."""
    return len(raw.encode("latin-1", "ignore").translate(None, _ASCII))


def strict(line: str, channel: Channel) -> str | None:
    """The line through a channel in which nothing was lost; ``None`` where a byte does not fit.

    >>> strict("妯″瀷", CHANNELS["utf-8 as gb18030"])
    '模型'
    """
    try:
        return _undone(channel, line).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _strictly(line: str, channels: list[Channel], evidence: Evidence) -> Reading | None:
    """The best reading of a line of which nothing was lost and nothing is intact but ASCII."""
    best: tuple[str, Channel] | None = None
    least = 0.0
    for channel in channels:
        text = strict(line, channel)
        if text is not None:
            bits = cost(text)
            if best is None or bits < least:
                best, least = (text, channel), bits
    if best is None:
        return None
    text, channel = best
    margin = 0.0 if evidence.damaged and channel is evidence.channel else _MARGIN
    if least + margin > cost(line):
        return None
    return Reading(text, channel.name, (entry(line, text, channel.name),), len(_sequences(_undone(channel, line))))


def _in_runs(line: str, channels: list[Channel]) -> Reading | None:
    """The best reading of a line in which some runs of characters were damaged without loss, the others are intact."""
    best: Reading | None = None
    least = cost(line) - _MARGIN - _ALONE
    for channel in channels:
        text = _each_run(line, channel)
        if text != line and (bits := cost(text)) < least:
            best, least = Reading(text, channel.name, (entry(line, text, channel.name),)), bits
    return best


def _each_run(line: str, channel: Channel) -> str:
    return channel.runs.sub(lambda run: strict(run.group(), channel) or run.group(), line)


def _by_lattice(line: str, evidence: Evidence) -> Reading | None:
    """The line as UTF-8 of which bytes may be lost, and parts may be intact."""
    channel, profile = evidence.channel, evidence.profile
    raw = _undone(channel, line)
    full = _sequences(raw)
    if not full and not (evidence.damaged and _LEAD.search(raw)):
        return None
    if _BEYOND.search(raw.replace("\ufffd", "") if profile.hole else raw):
        profile = replace(profile, partly=True)
    wide = channel.read_as[0] in WIDE
    if wide and sum(map(len, full)) * 5 < _high(raw) * 3:
        # Ideographs that were never UTF-8 have such bytes by chance.
        return None
    decoded = _decoder(profile).decode(raw)
    fixed = _reread(decoded, channel.read_as[0]) if wide else decoded.text(line)
    if fixed == line:
        return None
    high = _high(raw)
    # Bytes that the reading has more than the line: those that were lost.
    gone = len(fixed.encode("utf-8", "replace")) - len(raw.encode("utf-8", "replace")) + high
    sure = len(full) >= _SURE and sum(map(len, full)) * 5 >= high * 4 and not profile.partly and not wide
    if not sure:
        margin = (
            _WEAK
            if evidence.damaged and channel.read_as[0] not in WIDE
            else _MARGIN + _LOST_BYTE * max(gone, 0) + _alone(raw, full)
        )
        if cost(fixed) + margin > cost(line):
            return None
    name = channel.name
    if channel is _WINDOWS and any(char in line for char in "ğĞışŞİ"):
        name = "utf-8 as cp1254"
    if gone > 0:
        name += ", bytes lost"
    if wide:
        return Reading(fixed, name, (entry(line, fixed, name, 0.8),))
    return Reading(fixed, name, tuple(entries(line, decoded, name)), len(full))


def _alone(raw: str, full: tuple[str, ...]) -> float:
    """How much more a line must gain that has one sequence only, or Latin letters that are no sequences."""
    stray = _high(raw) - sum(map(len, full))
    if len(full) > 1:
        return 2.0 * stray
    if stray == 0 and any(token == full[0] for token in raw.split(" ")):
        return -3.0
    return _ALONE + 3.0 * stray


def _reread(decoded: Decoded, encoding: str) -> str:
    """The text of a line whose bytes are not one to a character; what has no reading goes back to what it was."""
    out = []
    for part, reading in zip(decoded.parts, decoded.readings, strict=False):
        if reading is None and not part.isascii():
            reading = re.sub("[\x80-\xff]+", lambda m: m.group().encode("latin-1").decode(encoding, "replace"), part)
        out.append(part if reading is None else reading)
    return "".join(out)


def by_legacy(line: str) -> Reading | None:
    """The line as text in another legacy encoding that was read as Latin-1 or Windows-1252."""
    found = by_legacy_codec(line, _undone(_WINDOWS, line), _MARGIN)
    if found is None:
        return None
    text, name = found
    return Reading(text, name, (entry(line, text, name),))


@lru_cache(maxsize=32)
def _decoder(profile: Profile) -> Decoder:
    return Decoder(profile)


def _composed(match: re.Match[str]) -> str:
    """A letter and its marks as one character, where there is one."""
    composed = unicodedata.normalize("NFC", match.group())
    return composed if len(composed) < len(match.group()) else match.group()
