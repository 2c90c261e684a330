"""Bytes to lines: find the encoding of a file, or of each of its lines."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence

from digestkb.text.channel import WINDOWS
from digestkb.text.detect import EAST_ASIAN, ESCAPED, LATIN, SAMPLE, bits, codec, decodes, guess, is_torn, read, shown
from digestkb.text.ledger import UNDECODABLE, Repair, Text
from digestkb.text.legacy import is_no_text
from digestkb.text.script_model import cost
from digestkb.text.vietnamese import PAGES, syllables

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose little-endian mark is the first half of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Bytes beyond ASCII that tell the encoding of a file that shows no fault by itself.
_ENOUGH = 20
#: Bytes of a line that are looked at to weigh two encodings of it.
_GLANCE = 2000
#: So many bytes beyond ASCII in a row are no Latin letters: such a line is in an encoding of its own.
_RUN = re.compile(rb"[\x80-\xff]{6}|(?:[\x80-\xff][\x40-\xff]){6}")
#: What begins ideographs in encodings of seven bits; a terminal is told nothing by it.
_ESCAPE = re.compile(rb"\x1b\$[()@A-D]")
_CONTROLS = re.compile("[\x80-\x9f]")


def decode(data: bytes) -> Text:
    r"""The lines of a file and the encoding found for it.

    A byte-order mark decides; then the escapes of ISO-2022; then strict UTF-8; then the encoding that suits the whole
    file best; where it is in no single one, each line for itself. Bytes that fit nothing become U+FFFD, and the
    ledger reports them as ``undecodable``. There are always as many lines as ``\n`` plus one; never raises.

    >>> decode("一行\r\n两行".encode("gb18030")).lines
    ('一行', '两行')
    >>> decode(b"").lines, decode(b"\xef\xbb\xbfa\n").lines
    (('',), ('a', ''))
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _whole(data[len(mark) :].decode(encoding, "replace"), encoding)
    if _ESCAPE.search(data):
        escaped = _escaped_encoding(data)
        if escaped:
            return _whole(data.decode(escaped), shown(escaped))
    if b"\0" in data:
        wide = _wide_encoding(data)
        if wide:
            return _whole(data.decode(wide, "replace"), wide)
    try:
        return _whole(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _legacy(data)


def split_lines(text: str) -> tuple[str, ...]:
    r"""The lines of a text, cut at ``\n`` only, without a carriage return before it.

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
    return Text(lines, encoding, tuple(_findings(lines)))


def _findings(lines: tuple[str, ...]) -> list[Repair]:
    """One entry a line for what could not be decoded."""
    found = []
    for number, line in enumerate(lines, 1):
        start = line.find("\ufffd")
        if start >= 0:
            end = line.rindex("\ufffd") + 1
            part = line[start:end]
            found.append(Repair(number, start, end, part, part, UNDECODABLE, 0.0, True))
    return found


def _escaped_encoding(data: bytes) -> str | None:
    """An encoding that is all ASCII and says by escape sequences what is meant; ``None`` where it is none of them."""
    if not data.isascii():
        return None
    return next((encoding for encoding in ESCAPED if decodes(data, encoding)), None)


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
    return len(text) > 0 and cost(text) < 14 * len(text)


def _legacy(data: bytes) -> Text:
    """A file that is not UTF-8 throughout."""
    lines = [line[:-1] if line.endswith(b"\r") else line for line in data.split(b"\n")]
    if lines and data.endswith(b"\r"):
        lines[-1] += b"\r"
    marked = [line for line in lines if not line.isascii()]
    whole = [line for line in marked if decodes(line, "utf-8")]
    sample = _sample([line for line in marked if not decodes(line, "utf-8")] if whole else marked)
    encoding = _of_whole_file(sample, marked, whole)
    if encoding is not None:
        text = read(data, encoding)
        if "\ufffd" not in text:
            return _whole(text, shown(encoding))
    return _line_by_line(lines, marked)


def _of_whole_file(sample: bytes, marked: list[bytes], whole: list[bytes]) -> str | None:
    """The one encoding of a file; ``None`` where some lines have another: UTF-8, or one of more than Latin letters."""
    if _mostly_utf8(sample):
        return None
    best = guess(sample).encoding
    if best in LATIN and any(_RUN.search(line) for line in marked):
        return None
    if best not in (*LATIN, *EAST_ASIAN) and any(is_torn(line, best) for line in marked):
        return None
    return None if any(_is_utf8_rather(line[:_GLANCE], best) for line in whole) else best


def _is_utf8_rather(line: bytes, encoding: str) -> bool:
    """Whether a line that is UTF-8 is not rather in the encoding of the others, where it has letters as well."""
    if encoding in PAGES:
        known, marked = syllables(read(line, encoding))
        if known == marked > syllables(line.decode("utf-8", "replace"))[0]:
            return False
    return bits(line, "utf-8") <= bits(line, encoding)


def _sample(lines: list[bytes]) -> bytes:
    """Enough of the lines to tell the encoding, whole lines where possible."""
    taken, size = [], 0
    for line in lines:
        taken.append(line)
        size += len(line) + 1
        if size > SAMPLE:
            break
    return b"\n".join(taken)


def redecoded(lines: Sequence[str]) -> tuple[list[str], str] | None:
    """The lines of a file that was in a legacy encoding and was read as Latin-1 or Windows-1252, and the encoding.

    ``None`` where a character cannot have come about so, where the lines as they stand are as natural, or where there
    are too few of them to tell.

    >>> redecoded(["´óÄ£ÐÍµÄÑµÁ·ºÍÍÆÀí", "## ÆðµÃ"])
    (['大模型的训练和推理', '## 起得'], 'gb18030')
    """
    raw = [WINDOWS.undo(line) for line in lines]
    text = "\n".join(raw)
    if len(text.encode("latin-1", "ignore")) != len(text):
        return None
    data = text.encode("latin-1")
    if len(data.translate(None, _ASCII)) < _ENOUGH or is_no_text(text):
        return None
    best = guess(_sample([line for line in data.split(b"\n") if not line.isascii()])).encoding
    if best not in (*EAST_ASIAN, *PAGES):
        return None
    found = read(data, best)
    return None if "\ufffd" in found else (found.split("\n"), shown(best))


def reread(line: str, encoding: str) -> str | None:
    """A line as text in one legacy encoding that was read as Latin-1; ``None`` where it cannot be that.

    >>> reread("°_ÂI", "big5"), reread("café", "big5")
    ('起點', None)
    """
    raw = WINDOWS.undo(line)
    if len(raw.encode("latin-1", "ignore")) != len(raw):
        return None
    text = read(raw.encode("latin-1"), codec(encoding))
    return None if "\ufffd" in text or _CONTROLS.search(text) or text == line else text


def _line_by_line(lines: list[bytes], marked: list[bytes]) -> Text:
    """Each line in the encoding that suits it; what most lines are in has the benefit of the doubt."""
    votes = Counter(best for line in marked[:500] if (best := _line_encoding(line, None)))
    usual = votes.most_common(1)[0][0] if votes else None
    decoded, used = [], Counter[str]()
    for line in lines:
        if line.isascii():
            decoded.append(line.decode("ascii"))
            continue
        encoding = _line_encoding(line, usual) or "utf-8"
        decoded.append(read(line, encoding))
        used[shown(encoding)] += 1
    encoding = next(iter(used)) if len(used) == 1 else "mixed: " + ", ".join(name for name, _ in used.most_common())
    return Text(tuple(decoded), encoding, tuple(_findings(tuple(decoded))))


def _line_encoding(line: bytes, usual: str | None) -> str | None:
    """The encoding of one line, or ``None`` where it is UTF-8 with faults."""
    start = line[:_GLANCE]
    intact = decodes(line, "utf-8")
    if intact and (usual in (None, "utf-8") or bits(start, "utf-8") <= bits(start, usual or "")):
        return "utf-8"
    if not intact and (_mostly_utf8(line) or (usual == "utf-8" and _cut_utf8(line))):
        return None
    best = guess(line).encoding
    if usual not in (None, "utf-8") and bits(start, usual or "") <= 1.1 * bits(start, best):
        return usual
    return best


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
