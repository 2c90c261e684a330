"""How a file was damaged, as all of its lines together tell: the channel, what was lost, what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digestkb.patterns import lazy
from digestkb.text.channel import CHANNELS, SOFT_HYPHEN, WINDOWS, Channel
from digestkb.text.encodings import ENCODINGS
from digestkb.text.lattice import BEFORE_BLANK, HOLE, Marks, Profile
from digestkb.text.mojibake import Signature, channels_of, signatures_in
from digestkb.text.sequences import CHOICE, WHOLE, high

#: Characters of a file that are looked at to tell how it was damaged.
_SAMPLE = 1 << 20
#: Sequences that show which bytes are missing among them.
_MANY = 40
#: One sequence in so many at least is broken where bytes fell out.
_BROKEN_SHARE = 50
#: Quotation marks or blanks after broken sequences that show how they came about.
_CERTAIN = 3
_CURLY = lazy("[\x91-\x94]")
_CONTROLS = lazy("[\x80-\x9f]")
#: What ISO-8859-15 shares with Windows behind a lead byte, and what only one of the two has there.
_SHARED = lazy("[Â-ô][€ŠšŽžŒœŸ]")
_OF_WINDOWS = lazy("â€|[Â-ô].?[‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]")
_OF_LATIN_9 = lazy("[Â-ô][\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
#: Sequences of which the last byte is missing.
_BROKEN = "(?:[\xc3-\xdf]|[\xe0-\xef][\x80-\xbf]|\xf0[\x80-\xbf]{2})"
_LOST_LAST = lazy(f"{_BROKEN}(?![\x80-\xbf])")
_BLANK = lazy(f"{BEFORE_BLANK} ")
#: The same without what may be a capital that is intact.
_SURELY_LOST = lazy("(?:(?<=[a-z\x80-\xbf])[\xc3-\xdf]|[\xe0-\xef][\x80-\xbf]|\xf0[\x80-\xbf]{2})(?![\x80-\xbf])")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a whole file tells about its damage; a line by itself may be too short to."""

    channel: Channel
    profile: Profile
    #: Other lines have sequences that only damage explains, so that a lone lead byte is enough.
    damaged: bool = False
    #: Enough sequences were seen to say what was lost.
    thorough: bool = False

    @property
    def lossy(self) -> bool:
        """Whether bytes are known to be missing from the file."""
        return self.profile.certain


_NOTHING = Evidence(WINDOWS, Profile(WINDOWS.lost))


def gather(text: str, signatures: Sequence[Signature] | None = None) -> Evidence:
    """Tell how a file was damaged from its lines that have a signature, and from those that it has if they are known.

    >>> gather("Ä‘Æ°á»£c").channel.name, gather("─ÉãΓ├ánh").channel.name
    ('utf-8 as cp1252', 'utf-8 as cp437')
    """
    sample = text[:_SAMPLE]
    channels = channels_of(sample, signatures_in(sample) if signatures is None else signatures)
    channel = _best_channel(sample[:CHOICE], channels) or _best_channel(sample[CHOICE : 8 * CHOICE], channels)
    if channel is None:
        return _NOTHING
    raw = channel.undo(sample)
    full = WHOLE.findall(raw)
    if channel is WINDOWS and _is_latin_9(sample, full):
        channel = CHANNELS["utf-8 as iso-8859-15"]
        raw = channel.undo(sample)
        full = WHOLE.findall(raw)
    return Evidence(channel, _profile(channel, sample, raw, full), thorough=len(full) >= _MANY)


def _is_latin_9(sample: str, full: list[str]) -> bool:
    """Whether what looks like Windows-1252 has letters of that where ISO-8859-15 has them, and none of the others."""
    if _SHARED.search(sample) is None or _OF_WINDOWS.search(sample):
        return False
    return len(full) >= _MANY or _OF_LATIN_9.search(sample) is not None


def _best_channel(sample: str, channels: list[Channel]) -> Channel | None:
    """The channel that explains most of a text; ``None`` where none explains anything."""
    found, most = None, 0.0
    for channel in channels:
        raw = channel.undo(sample)
        beyond = len(raw) - len(raw.encode("latin-1", "ignore"))
        covered = sum(map(len, WHOLE.findall(raw))) / (high(raw) + beyond + 1)
        if covered > most:
            found, most = channel, covered
            if covered > 0.9 and "ă" not in sample and "Ă" not in sample:
                break
    return found


def _profile(channel: Channel, sample: str, raw: str, full: list[str]) -> Profile:
    """Which bytes fell out, what stands in their place, and whether no-break spaces are still there."""
    lost = set(channel.lost)
    seen = {char for sequence in set(full) for char in sequence[1:]}
    wide = channel.wide
    broken = len(_LOST_LAST.findall(raw))
    if not wide and len(_CONTROLS.findall(sample)) > broken:
        # Undefined bytes are still there, as control characters.
        lost &= {SOFT_HYPHEN}
    elif channel is WINDOWS and len(full) >= _MANY and min(seen) >= "\xa0":
        lost |= ENCODINGS["latin-1"].holes
    if not wide:
        lost -= {ord(char) for char in seen}
    holes = _holes(raw, frozenset(lost))
    marks = [*holes, *_straight_quotes(channel, raw, full), *_blanks(raw, full)]
    certain = len(full) >= _MANY and len(_SURELY_LOST.findall(raw)) * _BROKEN_SHARE >= len(full)
    return Profile(frozenset(lost), tuple(marks), leads=wide and bool(holes), certain=certain)


def _holes(raw: str, lost: frozenset[int]) -> Marks:
    """What stands where a byte was lost, if something does."""
    for mark in (HOLE, "?"):
        if mark in raw:
            marked = len(re.findall(f"{_BROKEN}[{mark}]", raw))
            if marked * 2 > len(_LOST_LAST.findall(raw)):
                return ((mark, lost),)
    return ()


def _straight_quotes(channel: Channel, raw: str, full: list[str]) -> Marks:
    """Quotation marks that were made straight: no byte is left that is a curly one, and straight ones stand there."""
    if not any(encoding.codec.startswith("cp125") for encoding in channel.read_as) or len(full) < _MANY:
        return ()
    if _CURLY.search("".join(full)) or len(re.findall(f"{_BROKEN}['\"]", raw)) < _CERTAIN:
        return ()
    return (("'", frozenset({0x91, 0x92})), ('"', frozenset({0x93, 0x94})))


def _blanks(raw: str, full: list[str]) -> Marks:
    """No-break spaces that became blanks: no sequence has one, and broken ones stand before blanks."""
    broken = (
        _BLANK.search(raw) is not None
        if len(full) < _MANY
        else len(re.findall(f"(?:{_BROKEN}|[\xe4-\xe9]) ", raw)) >= _CERTAIN
    )
    return ((" ", frozenset({0xA0})),) if broken and not any("\xa0" in sequence for sequence in full) else ()
