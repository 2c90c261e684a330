"""How a file was damaged, as all of its lines together tell: the channel, what was lost, what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from digestkb.patterns import lazy
from digestkb.text.channel import BALTIC, CHANNELS, SOFT_HYPHEN, WINDOWS, Channel, moved_back
from digestkb.text.confidence import bits
from digestkb.text.encodings import ENCODINGS
from digestkb.text.lattice import BEFORE_BLANK, HALF_BLANK, HOLE, Marks, Profile
from digestkb.text.mojibake import Signature, channels_of, signatures_in
from digestkb.text.script_model import cost
from digestkb.text.scripts import script_of_many
from digestkb.text.sequences import ASKED, CHOICE, WHOLE, high, left_of, strays
from digestkb.text.weights import BROKEN_SHARE, FEWEST_BROKEN, HALF_WHOLE, MANY_SEQUENCES, MARGIN, SHARE_BY_CHANCE
from digestkb.tuples import NamedTuple

#: Letters that several code pages have in the place of such bytes.
_OF_SEVERAL = lazy("[ăĂĆ]|[ÄÅ][¨ˇ¸ØÆæø]")
_BEYOND = re.compile("[^\x00-\xff]")
#: Characters of a file that are looked at to tell how it was damaged.
_SAMPLE = 1 << 20
_CURLY = lazy("[\x91-\x94]")
_CONTROLS = lazy("[\x80-\x9f]")
#: What ISO-8859-15 shares with Windows behind a lead byte, and what only one of the two has there.
_SHARED = lazy("[Â-ô].?[€ŠšŽžŒœŸ]")
_OF_WINDOWS = lazy("â€|[Â-ô].?[‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]")
_OF_LATIN_9 = lazy("[Â-ô][\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
#: Sequences of which the last byte is missing.
_BROKEN = "(?:[\xc3-\xdf]|[\xe0-\xef][\x80-\xbf]|\xf0[\x80-\xbf]{2})"
_LOST_LAST = lazy(f"{_BROKEN}(?![\x80-\xbf])")
_MARKED = lazy(f"{_BROKEN}\\?|\xe2\\?\\?")
_BLANK = lazy(f"{BEFORE_BLANK} |{HALF_BLANK}")
#: The same without what may be a capital that is intact.
_SURELY_LOST = lazy("(?:(?<=[a-z\x80-\xbf])[\xc3-\xdf]|[\xe0-\xef][\x80-\xbf]|\xf0[\x80-\xbf]{2})(?![\x80-\xbf])")


class Evidence(NamedTuple):
    """What a whole file tells about its damage; a line by itself may be too short to."""

    channel: Channel
    profile: Profile
    #: Other lines have sequences that only damage explains, so that a lone lead byte is enough.
    damaged: bool = False
    #: Enough sequences were seen to say what was lost.
    thorough: bool = False
    #: So many bytes are of no sequence that those there are stand so by chance: it is not UTF-8, or no text.
    by_chance: bool = False
    #: Other lines have letters that are intact.
    mixed: bool = False

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
    if channel is None and ASKED.search(WINDOWS.undo(sample)):
        channel = WINDOWS
    if channel is None:
        return _NOTHING
    raw = channel.undo(sample)
    full = WHOLE.findall(raw)
    if channel is WINDOWS and _is_latin_9(sample, full):
        channel = CHANNELS["utf-8 as iso-8859-15"]
        raw = channel.undo(sample)
        full = WHOLE.findall(raw)
    profile = _profile(channel, sample, raw, full)
    if len(full) >= MANY_SEQUENCES and strays(raw) > len(full):
        return Evidence(channel, profile._replace(certain=False), by_chance=True)
    return Evidence(channel, profile, thorough=len(full) >= MANY_SEQUENCES)


def _is_latin_9(sample: str, full: list[str]) -> bool:
    """Whether what looks like Windows-1252 has letters of that where ISO-8859-15 has them, and none of the others."""
    if _SHARED.search(sample) is None or _OF_WINDOWS.search(sample):
        return False
    if _OF_LATIN_9.search(sample):
        return True
    if len(full) < MANY_SEQUENCES:
        return False
    # Both have the letters then that are shared, and make two of each: one is the commoner, unless words tell.
    lines = "\n".join(line for line in sample[:CHOICE].split("\n") if _SHARED.search(line))
    latin_9 = CHANNELS["utf-8 as iso-8859-15"]
    texts = [_undone(channel.undo(lines)) for channel in (latin_9, WINDOWS)]
    if cost(texts[0]) + latin_9.prior >= cost(texts[1]):
        return False
    shared = len(_SHARED.findall(lines))
    return bits("latin", texts[0]) < bits("latin", texts[1]) + MARGIN * shared


def _best_channel(sample: str, channels: list[Channel]) -> Channel | None:
    """The channel that explains most of a text; ``None`` where none explains anything.

    Of those that explain as much it is the one of which the text is more natural, as they differ in a few letters.
    """
    found = _explaining(sample, channels)
    if not found:
        return None
    most, _, best = max(found, key=itemgetter(0))
    if "dos" in best.alike and any(
        one is WINDOWS and part > HALF_WHOLE and _is_all_utf_8(raw) for part, raw, one in found
    ):
        # What is left of a sequence and what is beside it are a letter in those pages, which are rarer.
        return WINDOWS
    rivals = [(raw, channel) for covered, raw, channel in found if covered > most - SHARE_BY_CHANCE]
    if len(rivals) > 1 and any(channel.alike == BALTIC.alike for _, channel in rivals):
        best = min(rivals, key=lambda rival: _natural(*rival))[1]
    return best


def _explaining(sample: str, channels: Iterable[Channel]) -> list[tuple[float, str, Channel]]:
    """The channels that explain a part of a text: that part, its bytes, the channel; no more, once one has all."""
    found: list[tuple[float, str, Channel]] = []
    for channel in channels:
        raw = channel.undo(sample)
        beyond = len(raw) - len(raw.encode("latin-1", "ignore"))
        covered = (sum(map(len, WHOLE.findall(raw))) + left_of(raw, wide=channel.wide)) / (high(raw) + beyond + 1)
        if covered > 0:
            found.append((covered, raw, channel))
            if covered > 0.9 and not _OF_SEVERAL.search(sample):
                break
    return found


def _is_all_utf_8(raw: str) -> bool:
    """Whether all that is not ASCII is of UTF-8 sequences, of which bytes may be missing."""
    return not strays(raw) and not _BEYOND.search(raw)


def _natural(raw: str, channel: Channel) -> float:
    """Bits of what a channel makes of the bytes of a text."""
    return cost(_undone(raw)) + channel.prior


def _undone(raw: str) -> str:
    return moved_back(raw).encode("latin-1", "replace").decode("utf-8", "replace")


def _profile(channel: Channel, sample: str, raw: str, full: list[str]) -> Profile:
    """Which bytes fell out, what stands in their place, and whether no-break spaces are still there."""
    lost = _lost(channel, sample, raw, full)
    wide = channel.wide
    holes = _holes(raw, lost, wide=channel.wide)
    if channel is WINDOWS and holes and ENCODINGS["latin-1"].holes <= lost:
        # It was written as Latin-1: a question mark stands for each.
        lost = frozenset()
    marks = [*holes, *_straight_quotes(channel, raw, full), *_blanks(raw, full)]
    certain = len(full) >= MANY_SEQUENCES and len(_SURELY_LOST.findall(raw)) * BROKEN_SHARE >= len(full)
    script = script_of_many(raw[: 8 * CHOICE]) if len(full) >= MANY_SEQUENCES else None
    if channel.alike == "korean":
        script = "hangul"
    return Profile(lost, tuple(marks), leads=wide and bool(holes), certain=certain, script=script)


def _lost(channel: Channel, sample: str, raw: str, full: list[str]) -> frozenset[int]:
    """Which bytes may have fallen out."""
    if channel.wide:
        return channel.lost
    seen = {char for sequence in set(full) for char in sequence[1:]}
    lost = channel.lost
    if len(_CONTROLS.findall(sample)) > len(_LOST_LAST.findall(raw)):
        # Undefined bytes are still there, as control characters.
        lost &= {SOFT_HYPHEN}
    elif (
        channel is WINDOWS
        and min(seen, default="\xff") >= "\xa0"
        and (len(full) >= MANY_SEQUENCES or _MARKED.search(raw))
    ):
        lost |= ENCODINGS["latin-1"].holes
    return lost - {ord(char) for char in seen}


def _holes(raw: str, lost: frozenset[int], *, wide: bool) -> Marks:
    """What stands where a byte was lost, if something does."""
    for mark in (HOLE, "?"):
        if mark in raw:
            both = "[\xe0-\xef]\ufffd(?![\x80-\xbf])" if mark == HOLE else "\xe2[?]{2}"
            if mark == HOLE and wide:
                both += "|\ufffd[\x80-\xbf]{2}"
            marked = len(re.findall(f"{_BROKEN}[{mark}]|{both}", raw))
            if marked * 2 > len(_LOST_LAST.findall(raw)):
                return ((mark, lost),)
    return ()


def _straight_quotes(channel: Channel, raw: str, full: list[str]) -> Marks:
    """Quotation marks that were made straight: no byte is left that is a curly one, and straight ones stand there."""
    if not any(encoding.codec.startswith("cp125") for encoding in channel.read_as) or len(full) < MANY_SEQUENCES:
        return ()
    if _CURLY.search("".join(full)) or len(re.findall(f"{_BROKEN}['\"]", raw)) < FEWEST_BROKEN:
        return ()
    return (("'", frozenset({0x91, 0x92})), ('"', frozenset({0x93, 0x94})))


def _blanks(raw: str, full: list[str]) -> Marks:
    """No-break spaces that became blanks: no sequence has one, and broken ones stand before blanks."""
    broken = (
        _BLANK.search(raw) is not None
        if len(full) < MANY_SEQUENCES
        else len(re.findall(f"(?:{_BROKEN}|[\xe4-\xe9]) ", raw)) >= FEWEST_BROKEN
    )
    return ((" ", frozenset({0xA0})),) if broken and not any("\xa0" in sequence for sequence in full) else ()
