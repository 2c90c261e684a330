"""What a damaged line may have been: each function proposes one text for it, and says how much better it has to be.

None of them decides: :mod:`digestkb.text.stages` weighs the proposals against each other and against the line.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from digestkb.patterns import lazy
from digestkb.text.changes import Change, between, doubted, packed, read, unpacked
from digestkb.text.channel import WINDOWS, Channel, moved_back
from digestkb.text.confidence import UNRIVALLED, bits
from digestkb.text.decode import reread
from digestkb.text.decoded import Decoded
from digestkb.text.evidence import Evidence
from digestkb.text.intact import keep_letters
from digestkb.text.language_model import Kind
from digestkb.text.lattice import HOLE, Profile
from digestkb.text.legacy import MISREAD, OTHER_SCRIPTS, by_legacy_codec
from digestkb.text.lossy import Decoder
from digestkb.text.misread import OTHER_PAGES, in_other_page, other_page
from digestkb.text.punctuation import NEXT_LINE, asked_marks
from digestkb.text.sequences import ASKED, INTACT_LETTER, high, left_of, sequences, undone
from digestkb.text.surrogates import joined
from digestkb.text.twice import emptied, filled, with_emptied, without
from digestkb.text.weights import (
    ALONE,
    BEYOND_DOUBT,
    DAMAGED,
    FEW_IDEOGRAPHS,
    LETTER_OF_SCRIPT,
    LOST_BYTE,
    MARGIN,
    OWN_WORD,
    STRAY,
    STRAY_ALONE,
    TELLING,
    TIE,
)
from digestkb.text.with_ftfy import repaired
from digestkb.tuples import NamedTuple

_LEAD = lazy("[\xc2-\xf4]")
#: Sequences of three bytes and more read as Latin-1 with a control in them: nothing else has one.
_WITH_CONTROL = lazy("[\xe0-\xef](?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xbf][\x80-\x9f])|\xf0[\x90-\x9f][\x80-\xbf]{2}")
#: One ideograph in a Latin word or at its end, and what it was.
_LODGED = lazy("(?<=[A-Za-z])[\u4e00-\u9fff](?=[a-z])|(?<=[a-z]{2})[\u4e00-\u9fff](?![\u3000-\u9fff])")
_LETTER = lazy("(?<=[A-Za-z])[à-ÿ]")
_BEYOND = lazy("[^\x00-\xff]")
_BYTES = lazy("[\x00-\xff]+")
_HIGH = lazy("[\x80-\xff]+")


class Proposal(NamedTuple):
    """A line with one layer of damage taken off."""

    text: str
    channel: str
    #: Bits by which it must be better than the line.
    margin: float
    #: Whole UTF-8 sequences that speak for it.
    sequences: int = 0
    #: Bytes that were lost and that it puts back.
    regained: int = 0
    #: The search that found it, which knows what was in question.
    search: Decoded | None = None
    #: Bits for how seldom its channel is met.
    prior: float = 0.0
    #: How many bits tell the bytes apart that may have fallen out.
    lost: float = 0.0
    #: How likely each change is right, where no search knows.
    sure: float = UNRIVALLED
    #: Other texts that were nearly as good.
    rivals: tuple[str, ...] = ()
    #: What the next layer makes of it, by which it is weighed, where two layers lost bytes of one letter.
    beneath: str = ""
    #: What becomes of its line, packed, once that is known.
    made: bytes | None = None

    @property
    def way(self) -> str:
        """Its channel, whether bytes were lost or not."""
        return self.channel.partition(",")[0]

    def decided(self, line: str) -> Proposal:
        """The same with its changes made, and without the search, which takes more memory."""
        return self._replace(made=packed(self.changes(line)), search=None)

    def changes(self, line: str) -> list[Change]:
        """What becomes of a line that becomes this."""
        if self.made is not None:
            return list(unpacked(self.made, self.text))
        found = between(line, self.text, self.sure) if self.search is None else read(line, self.search, self.lost)
        for rival in self.rivals:
            found = doubted(found, between(self.text, rival, 1.0))
        return found


def strict(line: str, channel: Channel) -> str | None:
    """Give the line through a channel in which nothing was lost; ``None`` where a byte does not fit.

    >>> from digestkb.text.channel import CHANNELS
    >>> strict("妯″瀷", CHANNELS["utf-8 as gb18030"])
    '模型'
    """
    try:
        text = joined(undone(channel, line)).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    # A few ideographs are no ASCII: they are read so where a text swallowed some, which is longer.
    return None if len(line) < FEW_IDEOGRAPHS and not text.isascii() and _new_ascii(line, text) else text


def _new_ascii(line: str, text: str) -> bool:
    return len(text.encode("ascii", "ignore")) > len(line.encode("ascii", "ignore"))


def whole(line: str, channel: Channel, margin: float) -> Proposal | None:
    """Give a line of which nothing was lost and nothing is intact but ASCII."""
    text = strict(line, channel)
    if text is None or text == line:
        return None
    return Proposal(text, channel.called(line), margin, len(sequences(undone(channel, line))), prior=channel.prior)


def in_runs(line: str, channel: Channel, margin: float) -> Proposal | None:
    """Give a line in which some runs of characters were damaged without loss, the others are intact."""
    text = channel.runs.sub(lambda run: strict(run.group(), channel) or run.group(), line)
    if text == line:
        return None
    full = sequences(undone(channel, line))
    if len(full) == 1 and full[0] < "\xe0" and len(WINDOWS.runs.findall(line)) > 1:
        # Two letters in an odd order, beside what would be damaged as well if they were.
        return None
    if channel.wide and _LODGED.sub("", line) == _LETTER.sub("", text):
        # No Latin word has one ideograph in it, least of all one whose bytes are such a letter.
        return Proposal(text, channel.called(line), 0.0, prior=channel.prior)
    return Proposal(text, channel.called(line), margin + ALONE, prior=channel.prior)


def of_controls(line: str, margin: float) -> Proposal | None:
    """Give a line all of whose whole sequences hold a control; what is between them may be of another layer."""
    text, times = _WITH_CONTROL.subn(lambda match: strict(match.group(), WINDOWS) or match.group(), line)
    if not times or times < len(sequences(undone(WINDOWS, line))):
        return None
    # Beside controls that were bytes of letters, the one that text has at times is one of Windows too.
    return Proposal(text.replace(NEXT_LINE, "…"), WINDOWS.name, margin + ALONE)


def by_lattice(line: str, evidence: Evidence, margin: float) -> Proposal | None:
    """Give the line as UTF-8 of which bytes may be lost, and parts may be intact."""
    channel, wide = evidence.channel, evidence.channel.wide
    raw = undone(channel, line)
    asked = ASKED.search(raw) is not None
    raw, other = asked_marks(raw) if asked else (raw, raw)
    full = sequences(raw)
    if not asked and not _may_be_damage(raw, full, evidence):
        return None
    profile = _of_line(evidence, raw, full)
    decoder = _decoder(profile)
    if wide:
        decoded = decoder.decode(raw)
        decoded = _regrouped(line, raw, decoded, channel)
    else:
        whole_leads, places = filled(raw, evidence.profile.lost)
        sound, cut = emptied(whole_leads)
        decoded = without(with_emptied(decoder.decode(sound), cut), raw, places)
        keep_letters(decoded, raw, profile)
    text = decoded.text(line)
    if text == line:
        return None
    # Bytes that the reading has more than the line: those that were lost.
    gone = max(len(text.encode("utf-8", "replace")) - _size(raw), 0)
    if evidence.damaged and not wide:
        gained = None if full else _gained(decoded.kind, line, text)
        margin = _margin_in_damage(evidence, gained)
    else:
        margin = DAMAGED if asked else margin + LOST_BYTE * gone + _alone(raw, full)
    name = sys.intern(channel.called(line) + ", bytes lost" * bool(gone))
    lost = math.log2(max(len(evidence.profile.lost), 1))
    rivals = (decoder.decode(other).text(line),) if other != raw else ()
    beneath = _beneath(text, channel) if not wide and places else ""
    return Proposal(text, name, margin, len(full), gone, decoded, channel.prior, lost, rivals=rivals, beneath=beneath)


def _beneath(text: str, channel: Channel) -> str:
    """What a text is through a channel, but for what has lost bytes."""
    return moved_back(undone(channel, text)).encode("latin-1", "ignore").decode("utf-8", "ignore")


def _may_be_damage(raw: str, full: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether enough of a line of bytes are those of UTF-8."""
    known = sum(map(len, full)) + left_of(raw, wide=evidence.channel.wide)
    if evidence.channel.wide:
        # Ideographs that were never UTF-8 have such bytes by chance.
        return known > 0 and known * 5 >= high(raw) * 3
    return known > 0 or (evidence.damaged and _LEAD.search(raw) is not None)


def _margin_in_damage(evidence: Evidence, gained: float | None) -> float:
    """Bits by which a line must be better in a damaged file.

    ``gained`` are those of its language, where no whole sequence shows that the line is damaged and it has letters that
    a language tells.
    """
    # Where bytes are known to be lost the search has weighed what is intact, unless some lines are.
    if evidence.lossy and (gained is None or not evidence.mixed):
        return 0.0
    if gained is None or 0.0 <= gained < TELLING:
        return DAMAGED
    return 0.0 if gained >= TELLING else MARGIN


def _gained(kind: Kind, line: str, text: str) -> float | None:
    """How many bits fewer a language needs for one text than for the other; ``None`` where words were weighed."""
    return None if kind == "vi" or kind == "zh" else bits(kind, line) - bits(kind, text)


def _of_line(evidence: Evidence, raw: str, full: tuple[str, ...]) -> Profile:
    """How a line was damaged, by how its file was."""
    profile = evidence.profile
    beyond = _BEYOND.search(raw.replace(HOLE, "") if any(mark == HOLE for mark, _ in profile.marks) else raw)
    if beyond or INTACT_LETTER.search(raw) or (evidence.mixed and not full):
        profile = profile._replace(partly=True)
    if not full:
        # The file is damaged, but this line need not be.
        profile = profile._replace(certain=False)
    return profile


def _size(raw: str) -> int:
    """How many bytes a line has: one for each that is written as a character, those of UTF-8 for what is intact."""
    intact = _BYTES.sub("", raw)
    return len(raw) - len(intact) + len(moved_back(intact).encode("utf-8", "replace"))


def _alone(raw: str, full: tuple[str, ...]) -> float:
    """How much more a line must gain that has one sequence only, or Latin letters that are no sequences."""
    stray = high(raw) - sum(map(len, full))
    if len(full) > 1:
        return STRAY * stray
    if full and stray == 0 and any(token == full[0] for token in raw.split(" ")):
        return OWN_WORD
    return ALONE + STRAY_ALONE * stray


def _regrouped(line: str, raw: str, decoded: Decoded, channel: Channel) -> Decoded:
    """Cut a line whose characters are several bytes where a part of its bytes ends with a character.

    What has no reading goes back to what it was. A piece is as doubtful as any of its parts.
    """
    ends = {0: 0, **dict(zip(accumulate(channel.lengths(line, raw)), range(1, len(line) + 1), strict=True))}
    found = Decoded([], [], {}, decoded.kind, {})
    at, first, pending = 0, 0, list[tuple[str, "str | None"]]()
    margin, commoner = BEYOND_DOUBT, 0.0
    for index, (part, reading) in enumerate(zip(decoded.parts, decoded.readings, strict=True)):
        at += len(part)
        pending.append((part, reading))
        if decoded.margins.get(index, BEYOND_DOUBT) < margin:
            margin, commoner = decoded.margins[index], decoded.commoner.get(index, 0.0)
        if at in ends:
            piece = line[first : ends[at]]
            if margin < BEYOND_DOUBT:
                found.margins[len(found.parts)] = margin
                found.commoner[len(found.parts)] = commoner
            found.parts.append(piece)
            read = any(reading is not None for _, reading in pending)
            found.readings.append(_reread(pending, channel.read_as[0].codec) if read else None)
            first, pending, margin = ends[at], [], BEYOND_DOUBT
    return found


def _reread(parts: Iterable[tuple[str, str | None]], codec: str) -> str:
    """Join what parts of bytes are read as; what has no reading goes back to what it was."""
    out = []
    for part, reading in parts:
        if reading is None and not part.isascii():
            reading = _HIGH.sub(lambda bytes_: bytes_.group().encode("latin-1").decode(codec, "replace"), part)
            reading = moved_back(reading)
        out.append(part if reading is None else reading)
    return "".join(out)


@lru_cache(maxsize=32)
def _decoder(profile: Profile) -> Decoder:
    return Decoder(profile)


def by_legacy(line: str) -> Proposal | None:
    """Give the line as text in another legacy encoding that was read as Latin-1 or Windows-1252."""
    page = by_other_page(line)
    if page is not None:
        return page
    found = by_legacy_codec(line, undone(WINDOWS, line), MARGIN)
    if found is None:
        return None
    # Pairs of letters have told the script, whose letters cost a little more one by one than Latin ones with a mark.
    told = found[1] in OTHER_SCRIPTS
    return Proposal(found[0], found[1], 0.0, prior=-LETTER_OF_SCRIPT * len(line) if told else 0.0)


def by_other_page(line: str) -> Proposal | None:
    """Give the line as text in one Cyrillic code page that was read in another one."""
    found = other_page(line)
    return None if found is None else Proposal(found[0], found[1], 0.0)


def like_the_others(line: str, channel: str) -> Proposal | None:
    """Give the line as text in the legacy encoding that many lines of its file were in."""
    text = in_other_page(line, channel) if channel in OTHER_PAGES else reread(line, channel.removesuffix(MISREAD))
    return None if text is None or text == line else Proposal(text, channel, 0.0)


def by_ftfy(line: str, full: int) -> tuple[Proposal | None, bool]:
    """Give what ftfy makes of a line with so many whole sequences, and whether its plan covers the whole of it."""
    text, channel, complete = repaired(line) or ("", "", False)
    # Where it reads parts by themselves, what a search of the whole line finds is better if it is as good.
    return (Proposal(text, channel, 0.0, full, prior=0.0 if complete else TIE) if channel else None), complete
