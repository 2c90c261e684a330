"""Bytes to lines: find the encoding of a file, or of each of its lines."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from digestkb.text import vietnamese
from digestkb.text.channel import WINDOWS
from digestkb.text.ledger import UNDECODABLE, Repair, Text
from digestkb.text.legacy import EAST_ASIAN, is_no_text, reads_well
from digestkb.text.marks import read_marks
from digestkb.text.script_model import cost
from digestkb.text.vietnamese import PAGES

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
#: Bytes of a line that are looked at to weigh two encodings of it.
_GLANCE = 2000
#: Bits a character that ideographs cost which do not go together.
_UNREADABLE = 4.0
#: Bits that a letter of another script costs next to a Latin one, and one of East Asia without another beside it.
_MIXED_WORD = 12.0
_ALONE = 16.0
#: And a byte that fits nothing, on top of the character that stands for it.
_FAULT = 16.0
#: The accents of Windows-1250 that stand by themselves are no text either, nor what Turkish is in Windows-1252.
_MIXED = re.compile(
    "[A-Za-z](?=[\u0370-\u06ff])|[\u0370-\u06ff](?=[A-Za-z])|[0-9][\u0100-\u017f]|[\u02c7-\u02dd]|ýþ|þ\\b"
)


class _Script(NamedTuple):
    letter: re.Pattern[str]
    alone: re.Pattern[str]


def _script(letters: str) -> _Script:
    return _Script(re.compile(letters), re.compile(f"(?<!{letters}){letters}(?!{letters})"))


_EASTERN = _script("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9f]")
_SCRIPT = _script("[\u0370-\u06ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30fa]")
#: In these, so many bytes beyond ASCII never stand in a row: such a line is in an encoding of its own.
_LATIN = ("cp1252", "cp1254", "cp1250", *PAGES)
_RUN = re.compile(rb"[\x80-\xff]{6}|(?:[\x80-\xff][\x40-\xff]){6}")
_CONTROLS = re.compile("[\x80-\x9f]")
_NAMES = {"big5hkscs": "big5", "cp932": "shift-jis", "euc_jp": "euc-jp", "euc_kr": "euc-kr"}


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
            found.append(Repair(number, start, end, part, part, UNDECODABLE, 0.0, True))
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
    whole = [line for line in marked if _decodes(line, "utf-8")]
    sample = _sample([line for line in marked if not _decodes(line, "utf-8")] if whole else marked)
    encoding = _of_whole_file(sample, marked, whole)
    if encoding is not None:
        text = _read(data, encoding)
        if "\ufffd" not in text:
            return _whole(text, _NAMES.get(encoding, encoding))
    return _line_by_line(lines, marked)


def _of_whole_file(sample: bytes, marked: list[bytes], whole: list[bytes]) -> str | None:
    """The one encoding of a file; ``None`` where some lines have another: UTF-8, or one of more than Latin letters."""
    if _mostly_utf8(sample):
        return None
    best = _best_encoding(sample)
    if best in _LATIN and any(_RUN.search(line) for line in marked):
        return None
    is_mixed = any(_bits(line[:_GLANCE], "utf-8") <= _bits(line[:_GLANCE], best) for line in whole)
    return None if is_mixed else best


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
    """Never raises; what fits nothing is U+FFFD."""
    if encoding in PAGES:
        return vietnamese.read(data.decode("latin-1"), encoding)
    return data.decode(encoding, "replace")


def _best_encoding(data: bytes) -> str:
    """The encoding under which the bytes make the likeliest text; the one that leaves bytes over may still be that."""
    found = vietnamese.reading(data.decode("latin-1"), data.decode("cp1252", "replace"))
    if found is not None:
        return found[1]
    return min(LEGACY, key=lambda encoding: _bits(data, encoding))


def _bits(data: bytes, encoding: str) -> float:
    """What the text costs that the bytes make: its characters, and what no text in that encoding is like."""
    text = _read(data, encoding)
    bits = cost(text) + _MIXED_WORD * len(_MIXED.findall(text))
    if encoding in EAST_ASIAN:
        return bits + _east_asian_bits(data, text, encoding)
    return bits + _lonely(_SCRIPT, text)


def _east_asian_bits(data: bytes, text: str, encoding: str) -> float:
    bits = _FAULT * text.count("\ufffd")
    if text.endswith("\ufffd"):
        # A file may be cut in the middle of a character: that costs nothing, not even the character.
        bits -= _FAULT + cost("\ufffd")
    if not _EASTERN.letter.search(text):
        # Marks alone stand as they do in English.
        lines = [line for line in data.decode("latin-1").split("\n") if not line.isascii()]
        strange = [line for line in lines if all(name != encoding for _, name in read_marks(line))]
        return bits + _ALONE * len("".join(strange).encode("latin-1").translate(None, _ASCII))
    bits += _lonely(_EASTERN, text)
    if not reads_well(text):
        # Any two bytes make some ideograph: what Korean and Japanese become is none that stand side by side.
        if encoding in ("gb18030", "big5hkscs"):
            bits += _UNREADABLE * len(text)
        elif not _KANA.search(text):
            bits += _UNREADABLE * len(_HAN.findall(text))
    return bits


def _lonely(script: _Script, text: str) -> float:
    """Bits for the letters of a script that stand alone, where most of them do: Latin text has such by chance."""
    alone = len(script.alone.findall(text))
    return _ALONE * alone if alone * 2 > len(script.letter.findall(text)) else 0.0


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
    best = _best_encoding(_sample([line for line in data.split(b"\n") if not line.isascii()]))
    if best not in (*EAST_ASIAN, *PAGES):
        return None
    found = _read(data, best)
    return None if "\ufffd" in found else (found.split("\n"), _NAMES.get(best, best))


def reread(line: str, encoding: str) -> str | None:
    """A line as text in one legacy encoding that was read as Latin-1; ``None`` where it cannot be that.

    >>> reread("°_ÂI", "big5"), reread("café", "big5")
    ('起點', None)
    """
    raw = WINDOWS.undo(line)
    if len(raw.encode("latin-1", "ignore")) != len(raw):
        return None
    python_name = next((name for name, shown in _NAMES.items() if shown == encoding), encoding)
    text = _read(raw.encode("latin-1"), python_name)
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
        decoded.append(_read(line, encoding))
        used[_NAMES.get(encoding, encoding)] += 1
    encoding = next(iter(used)) if len(used) == 1 else "mixed: " + ", ".join(name for name, _ in used.most_common())
    return Text(tuple(decoded), encoding, tuple(_findings(tuple(decoded))))


def _line_encoding(line: bytes, usual: str | None) -> str | None:
    """The encoding of one line, or ``None`` where it is UTF-8 with faults."""
    start = line[:_GLANCE]
    intact = _decodes(line, "utf-8")
    if intact and (usual in (None, "utf-8") or _bits(start, "utf-8") <= _bits(start, usual or "")):
        return "utf-8"
    if not intact and (_mostly_utf8(line) or (usual == "utf-8" and _cut_utf8(line))):
        return None
    best = _best_encoding(line[:_SAMPLE])
    if usual not in (None, "utf-8") and _bits(start, usual or "") <= 1.1 * _bits(start, best):
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
    return _decodes(_CUT.sub(b"", line), "utf-8")


_LEAD_AT_END = re.compile(rb"[\xc3-\xf0]\Z")
#: The beginning of a UTF-8 sequence at the end; a single byte might be a letter of Windows-1252.
_CUT = re.compile(rb"(?:[\xe1-\xef][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]?)\Z")
_ASCII = bytes(range(128))
_UTF8_SEQUENCE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|\xc2[\xa0-\xbf]"
)
