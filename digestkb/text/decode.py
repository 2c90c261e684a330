"""Bytes to lines: find the encoding of a file, or of each of its lines."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from digestkb.text.channel import WINDOWS
from digestkb.text.ledger import Repair, Text
from digestkb.text.legacy import reads_well, syllables
from digestkb.text.script_model import cost

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose little-endian mark is the first half of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What a file that is not UTF-8 may be in; of readings that cost the same the first one wins.
LEGACY = (
    "gb18030",
    "big5hkscs",
    "cp932",
    "euc_jp",
    "euc_kr",
    "cp1252",
    "cp1258",
    "cp1254",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
)
#: Bytes of the non-ASCII lines that are looked at to tell a file's encoding.
_SAMPLE = 1 << 16
#: Bytes beyond ASCII that tell the encoding of a file that shows no fault by itself.
_ENOUGH = 20
#: Bits a character that ideographs cost which do not go together.
_UNREADABLE = 4.0
_NAMES = {
    "big5hkscs": "big5",
    "cp932": "shift-jis",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "gb18030": "gb18030",
    "cp1258": "cp1258",
}


def decode(data: bytes) -> Text:
    r"""The lines of a file and the encoding found for it.

    A byte-order mark decides; then strict UTF-8; then the reading of the whole file that the model finds most natural;
    where no single one fits, each line for itself. Bytes that fit nothing become U+FFFD, and the ledger reports them as
    ``undecodable``. There are always as many lines as ``\n`` plus one; never raises.

    >>> decode("一行\r\n两行".encode("gb18030")).lines
    ('一行', '两行')
    >>> decode(b"").lines, decode(b"\xef\xbb\xbfa\n").lines
    (('',), ('a', ''))
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _whole(data[len(mark) :].decode(encoding, "replace"), encoding)
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
            found.append(Repair(number, start, end, part, part, "undecodable", 0.0, True))
    return found


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes stand; ``None`` if they are no text."""
    sample = data[: _SAMPLE // 4 * 4]
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
    as_utf8 = sum(len(line) for line in marked if _decodes(line, "utf-8"))
    if as_utf8 * 4 < sum(map(len, marked)) and not _mostly_utf8(_sample(marked)):
        best = _best_encoding(_sample(marked), LEGACY)
        if best and _decodes(data, best):
            return _whole(_read(data, best), _NAMES.get(best, best))
    return _line_by_line(lines, marked)


def _sample(lines: list[bytes]) -> bytes:
    """Enough of the lines to tell the encoding, whole lines where possible."""
    taken, size = [], 0
    for line in lines:
        taken.append(line)
        size += len(line) + 1
        if size > _SAMPLE:
            break
    return b"\n".join(taken)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _read(data: bytes, encoding: str) -> str:
    """Windows-1258 writes tones as marks of their own; its text is composed here."""
    text = data.decode(encoding)
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _best_encoding(data: bytes, encodings: tuple[str, ...]) -> str | None:
    """The encoding under which the bytes make the likeliest text, of those that can read them at all."""
    best, least = None, float("inf")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1258":
            text = unicodedata.normalize("NFC", text)
            known, marked = syllables(text)
            if known > 1 and known * 10 >= marked * 9:
                return encoding
        bits = cost(text)
        if encoding in ("gb18030", "big5hkscs") and not reads_well(text):
            # Any two bytes make some ideograph: what Korean and Japanese become is none that stand side by side.
            bits += _UNREADABLE * len(text)
        if bits < least:
            best, least = encoding, bits
    return best


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
    if len(data.translate(None, _ASCII)) < _ENOUGH:
        return None
    best = _best_encoding(_sample([line for line in data.split(b"\n") if not line.isascii()]), LEGACY)
    if best not in _NAMES or not _decodes(data, best):
        return None
    found = _read(data, best).split("\n")
    return found, _NAMES.get(best, best)


def _line_by_line(lines: list[bytes], marked: list[bytes]) -> Text:
    """Each line in the encoding that suits it; what most lines are in has the benefit of the doubt."""
    votes = Counter(best for line in marked[:500] if (best := _line_encoding(line, None)))
    usual = votes.most_common(1)[0][0] if votes else None
    decoded, used = [], Counter[str]()
    for line in lines:
        if line.isascii():
            decoded.append(line.decode("ascii"))
            continue
        encoding = _line_encoding(line, usual)
        if encoding is None:
            decoded.append(line.decode("utf-8", "replace"))
            used["utf-8"] += 1
        else:
            decoded.append(_read(line, encoding))
            used[_NAMES.get(encoding, encoding)] += 1
    encoding = next(iter(used)) if len(used) == 1 else "mixed: " + ", ".join(name for name, _ in used.most_common())
    return Text(tuple(decoded), encoding, tuple(_findings(tuple(decoded))))


def _line_encoding(line: bytes, usual: str | None) -> str | None:
    """The encoding of one line, or ``None`` where it is UTF-8 with faults."""
    if _decodes(line, "utf-8"):
        return "utf-8"
    if _mostly_utf8(line):
        return None
    if usual not in (None, "utf-8") and _decodes(line, usual or ""):
        best = _best_encoding(line[:_SAMPLE], LEGACY)
        if best is None or cost(line[:2000].decode(usual or "", "replace")) <= 1.1 * cost(
            line[:2000].decode(best, "replace")
        ):
            return usual
        return best
    return _best_encoding(line, LEGACY)


def _mostly_utf8(data: bytes) -> bool:
    """Whether bytes have three whole UTF-8 sequences for each byte that is part of none."""
    faults = len(_UTF8_SEQUENCE.sub(b"", data).translate(None, _ASCII))
    return faults * 3 <= len(_UTF8_SEQUENCE.findall(data))


_ASCII = bytes(range(128))
_UTF8_SEQUENCE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|\xc2[\xa0-\xbf]"
)
