"""Bytes to lines: find the encoding of a file, or of each of its lines."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from digestkb.text.changes import difference
from digestkb.text.channel import WINDOWS
from digestkb.text.detect import (
    EAST_ASIAN,
    ESCAPED,
    KNOWN,
    LATIN,
    SAMPLE,
    Guess,
    bits,
    decodes,
    guess,
    is_torn,
    read,
)
from digestkb.text.encodings import codec_of, shown
from digestkb.text.ledger import DOUBTFUL, UNDECODABLE, Repair, Text
from digestkb.text.legacy import is_no_text
from digestkb.text.misread import is_other
from digestkb.text.script_model import cost
from digestkb.text.seven_bits import in_seven_bits
from digestkb.text.surrogates import utf8
from digestkb.text.vietnamese import PAGES, syllables
from digestkb.text.weights import CHANCE, CLOSE_A_LETTER, CLOSE_ENCODINGS, ENOUGH, NO_TEXT, RATHER_USUAL

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose little-endian mark is the first half of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Bytes of a line that are looked at to weigh two encodings of it.
_GLANCE = 2000
#: So many bytes beyond ASCII in a row are no Latin letters: such a line is in an encoding of its own.
_RUN = re.compile(rb"[\x80-\xff]{6}|(?:[\x80-\xff][\x40-\xff]){6}")
_CONTROLS = re.compile("[\x80-\x9f]")
#: A letter beyond ASCII with no other one beside it, that is a word in no language.
_LONE_LETTER = re.compile(r"(?<![^\W\d_])(?![\x00-\x7fàáèéìíòóöåøőÀÁÈÉÍÓÖÅØ])[^\W\d_](?![^\W\d_])")


def decode(data: bytes) -> Text:
    r"""Give the lines of a file and the encoding found for it.

    A byte-order mark decides; then the escapes of encodings of seven bits; then strict UTF-8; then the encoding that
    suits the whole file best; where it is in no single one, each line for itself. Bytes that fit nothing become U+FFFD,
    and the ledger reports them as ``undecodable``. There are always as many lines as ``\n`` plus one; never raises.

    >>> decode("一行\r\n两行".encode("gb18030")).lines
    ('一行', '两行')
    >>> decode(b"").lines, decode(b"\xef\xbb\xbfa\n").lines
    (('',), ('a', ''))
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _whole(data[len(mark) :].decode(encoding, "replace"), encoding)
    escaped = in_seven_bits(data)
    if escaped:
        return _whole(data.decode(escaped), shown(escaped))
    if b"\0" in data:
        wide = _wide_encoding(data)
        if wide:
            return _whole(data.decode(wide, "replace"), wide)
    try:
        return _whole(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        whole = utf8(data)
        return _whole(whole.decode("utf-8"), "cesu-8") if decodes(whole, "utf-8") else _legacy(whole)


def decode_line(data: bytes, usual: str) -> Text:
    """Give one more line of a text whose beginning was in an encoding (of the ledger): in that one if it can be.

    >>> decode_line("Да".encode("koi8-r"), "koi8-r").lines, decode_line("là".encode("cp1252"), "utf-8").lines
    (('Да',), ('là',))
    """
    encoding = codec_of(usual)
    if encoding not in KNOWN:
        return decode(data)
    if encoding not in ESCAPED and decodes(data, "utf-8") and _is_utf8_rather(data, encoding):
        return decode(data)
    text = read(data, encoding)
    return decode(data) if "\ufffd" in text else Text((text,), usual)


def split_lines(text: str) -> tuple[str, ...]:
    r"""Give the lines of a text, cut at ``\n`` only, without a carriage return before it.

    >>> split_lines("a\r\nb\x0bc\u2028d\r")
    ('a', 'b\x0bc\u2028d\r')
    """
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return tuple(text.split("\n"))


def _whole(text: str, encoding: str) -> Text:
    lines = split_lines(text)
    if "\ufffd" not in text:
        return Text(lines, encoding)
    return Text(lines, encoding, tuple(_undecodable(enumerate(lines, 1))))


def _undecodable(lines: Iterable[tuple[int, str]]) -> Iterator[Repair]:
    """One entry a line for what could not be decoded."""
    for number, line in lines:
        start = line.find("\ufffd")
        if start >= 0:
            yield _said(number, line, start, line.rindex("\ufffd") + 1, UNDECODABLE, 0.0)


def _said(number: int, line: str, start: int, end: int, channel: str, confidence: float) -> Repair:
    """An entry for what stays as it is."""
    return Repair(number, start, end, line[start:end], line[start:end], channel, confidence, True)


def _doubtful(lines: Iterable[tuple[int, str]], others: Iterable[str], found: Guess) -> Iterator[Repair]:
    """One entry a line for what would be other text in an encoding that is nearly as likely."""
    confidence = round(1 - 0.5 ** (1 + found.margin / CLOSE_ENCODINGS), 3)
    for (number, line), other in zip(lines, others, strict=False):
        if line != other:
            start, end, _ = difference(line, other)
            yield _said(number, line, start, end, DOUBTFUL, confidence)


def still_said(text: Text, lines: Sequence[str]) -> Iterator[Repair]:
    """Give what the ledger says of a text as it was decoded, after repair has changed some of its lines.

    Bytes that could not be read may have been regained; if they were not, they may stand elsewhere in the line. And the
    mark of what was lost may itself have been damaged.

    >>> text = decode("Ã¡Ã¡ được mô hình ".encode() + b"\\xff")
    >>> [entry.start for entry in still_said(text, ["áá được mô hình \\ufffd"])]
    [16]
    """
    changed = {number for number, (old, new) in enumerate(zip(text.lines, lines, strict=True), 1) if old != new}
    undecodable = sorted(changed | {entry.line for entry in text.repairs if entry.channel == UNDECODABLE})
    yield from _undecodable((number, lines[number - 1]) for number in undecodable)
    yield from (
        entry
        for entry in text.repairs
        if entry.channel != UNDECODABLE and lines[entry.line - 1] == text.lines[entry.line - 1]
    )


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes stand; ``None`` if they are no text."""
    sample = data[: SAMPLE // 4 * 4]
    units = len(sample) // 4
    zeros = [sample[i::4].count(0) for i in range(4)]
    if units and len(data) % 4 == 0:
        for encoding, blank in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
            if all(zeros[i] * 10 >= units * 9 for i in blank) and _natural(sample, encoding):
                return encoding
    little, big = zeros[1] + zeros[3], zeros[0] + zeros[2]
    encoding = "utf-16-le" if little >= big else "utf-16-be"
    # Zeros in both places are not text; a few in one place are enough (the blanks of a Chinese text).
    if min(little, big) * 8 > max(little, big) or not _natural(sample, encoding):
        return None
    return encoding


def _natural(sample: bytes, encoding: str) -> bool:
    """Whether a reading in 16 or 32 bit units has no controls and nothing unassigned to speak of."""
    text = sample.decode(encoding, "replace")
    return len(text) > 0 and cost(text) < NO_TEXT * len(text)


def _legacy(data: bytes) -> Text:
    """A file that is not UTF-8 throughout."""
    lines = [line[:-1] if line.endswith(b"\r") else line for line in data.split(b"\n")]
    if lines and data.endswith(b"\r"):
        lines[-1] += b"\r"
    marked = [line for line in lines if not line.isascii()]
    whole = [line for line in marked if decodes(line, "utf-8")]
    sample = _sample([line for line in marked if not decodes(line, "utf-8")] if whole else marked)
    found = _of_whole_file(sample, marked, whole)
    if found is not None:
        text = read(data, found.encoding)
        if "\ufffd" not in text:
            return _in_one_encoding(data, split_lines(text), found)
    return _line_by_line(lines, marked)


def _in_one_encoding(data: bytes, lines: tuple[str, ...], found: Guess) -> Text:
    doubts: Iterable[Repair] = ()
    letters = min(len(data.translate(None, _ASCII)), SAMPLE)
    if found.other is not None and found.margin < max(CLOSE_ENCODINGS, CLOSE_A_LETTER * letters):
        doubts = _doubtful(enumerate(lines, 1), split_lines(read(data, found.other)), found)
    return Text(lines, shown(found.encoding), tuple(doubts))


def _of_whole_file(sample: bytes, marked: list[bytes], whole: list[bytes]) -> Guess | None:
    """The one encoding of a file; ``None`` where some lines have another: UTF-8, or one of more than Latin letters."""
    if _mostly_utf8(sample):
        return None
    found = guess(sample)
    best = found.encoding
    if best in LATIN and any(_RUN.search(line) for line in marked):
        return None
    if best not in (*LATIN, *EAST_ASIAN) and any(
        is_torn(line, best) and _is_rather(line, "cp1252", best) for line in marked
    ):
        return None
    return None if any(_is_utf8_rather(line, best) for line in whole) else found


def _is_utf8_rather(line: bytes, encoding: str) -> bool:
    """Whether a line that is UTF-8 is not rather in the encoding of the others, where it has letters as well."""
    text = line.decode("utf-8", "replace")
    if encoding in PAGES:
        known, marked = syllables(read(line, encoding))
        if known == marked > syllables(text)[0]:
            return False
    if encoding in EAST_ASIAN and _LONE_LETTER.sub("", text).isascii():
        # An ideograph or a syllable by itself is a word, and few letters are.
        return False
    return _is_rather(line, "utf-8", encoding)


def _is_rather(line: bytes, encoding: str, usual: str) -> bool:
    """Whether a line departs from the encoding of the others: by chance it may be a little more natural in another."""
    start = line[:_GLANCE]
    return bits(start, encoding) + CHANCE <= bits(start, usual)


def _sample(lines: Iterable[bytes]) -> bytes:
    """Enough of the lines to tell the encoding, whole lines where possible."""
    taken, size = [], 0
    for line in lines:
        taken.append(line)
        size += len(line) + 1
        if size > SAMPLE:
            break
    return b"\n".join(taken)


def redecoded(lines: Sequence[str]) -> tuple[list[str], str] | None:
    """Give the lines of a file that was in a legacy encoding and was read as Latin-1 or Windows-1252, and the encoding.

    ``None`` where a character cannot have come about so, where the lines as they stand are as natural, or where there
    are too few of them to tell.

    >>> redecoded(["´óÄ£ÐÍµÄÑµÁ·ºÍÍÆÀí", "## ÆðµÃ"])
    (['大模型的训练和推理', '## 起得'], 'gb18030')
    """
    text = WINDOWS.undo("\n".join(lines))
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return None
    if len(data.translate(None, _ASCII)) < ENOUGH or is_no_text(text):
        return None
    del text
    sample = _sample(line for line in data.split(b"\n") if not line.isascii())[:SAMPLE]
    # Most files that come here are Western after all, which a few lines tell.
    for start in (sample[: 2 * _GLANCE], sample):
        best = guess(start)
        if best.encoding not in (*EAST_ASIAN, *PAGES) and not is_other(best, start.decode("latin-1")):
            return None
    found = read(data, best.encoding)
    return None if "\ufffd" in found or _CONTROLS.search(found) else (found.split("\n"), shown(best.encoding))


def reread(line: str, encoding: str) -> str | None:
    """Give a line as text in one legacy encoding that was read as Latin-1; ``None`` where it cannot be that.

    >>> reread("°_ÂI", "big5"), reread("café", "big5")
    ('起點', None)
    """
    raw = WINDOWS.undo(line)
    if len(raw.encode("latin-1", "ignore")) != len(raw):
        return None
    text = read(raw.encode("latin-1"), codec_of(encoding))
    return None if "\ufffd" in text or _CONTROLS.search(text) or text == line else text


def _line_by_line(lines: list[bytes], marked: list[bytes]) -> Text:
    """Each line in the encoding that suits it; what most lines are in has the benefit of the doubt."""
    votes = Counter(best.encoding for line in marked[:500] if (best := _line_encoding(line, None)))
    usual = votes.most_common(1)[0][0] if votes else None
    decoded: list[str] = []
    entries: list[Repair] = []
    used = Counter[str]()
    for number, line in enumerate(lines, 1):
        if line.isascii():
            decoded.append(line.decode("ascii"))
            continue
        found = _line_encoding(line, usual) or Guess("utf-8")
        decoded.append(read(line, found.encoding))
        used[shown(found.encoding)] += 1
        entries += _undecodable([(number, decoded[-1])])
        if found.other is not None and found.margin < CLOSE_ENCODINGS:
            entries += _doubtful([(number, decoded[-1])], [read(line, found.other)], found)
    encoding = next(iter(used)) if len(used) == 1 else "mixed: " + ", ".join(name for name, _ in used.most_common())
    return Text(tuple(decoded), encoding, tuple(entries))


def _line_encoding(line: bytes, usual: str | None) -> Guess | None:
    """The encoding of one line, or ``None`` where it is UTF-8 with faults."""
    start = line[:_GLANCE]
    intact = decodes(line, "utf-8")
    if intact and (usual is None or usual == "utf-8" or _is_utf8_rather(line, usual)):
        return Guess("utf-8")
    if not intact and (_mostly_utf8(line) or (usual == "utf-8" and _cut_utf8(line))):
        return None
    found = guess(line)
    if usual is None or usual == "utf-8" or bits(start, usual) > RATHER_USUAL * bits(start, found.encoding):
        return found
    return Guess(usual)


def _mostly_utf8(data: bytes) -> bool:
    """Whether bytes have three whole UTF-8 sequences for each byte that is part of none, but for one cut at the end."""
    rest = _UTF8_SEQUENCE.sub(b"", data)
    sequences = len(_UTF8_SEQUENCE.findall(data))
    if sequences:
        rest = _CUT.sub(b"", rest)
    if sequences > 1:
        rest = _LEAD_AT_END.sub(b"", rest)
    return len(rest.translate(None, _ASCII)) * 3 <= sequences


def _cut_utf8(line: bytes) -> bool:
    """Whether a line has no other fault than that its last UTF-8 sequence is incomplete."""
    return decodes(_CUT.sub(b"", line), "utf-8")


_LEAD_AT_END = re.compile(rb"[\xc3-\xf0]\Z")
#: The beginning of a UTF-8 sequence at the end; a single byte might be a letter of Windows-1252.
_CUT = re.compile(rb"(?:[\xe1-\xef][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]?)\Z")
_ASCII = bytes(range(128))
_UTF8_SEQUENCE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|\xc2[\xa0-\xbf]"
)
