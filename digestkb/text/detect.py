"""Which encoding bytes are in that are not UTF-8: what their text would cost in each, and how chardet votes.

Costs tell scripts apart, and text from what is none; they cannot tell Polish from Hungarian, nor one Cyrillic code page
from the other. chardet knows the pairs of letters of a hundred languages, but neither the Vietnamese code pages nor how
marks stand in an English line. A vote weighs more the more letters it is about.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from functools import lru_cache

from digestkb.patterns import lazy
from digestkb.text import vietnamese
from digestkb.text.encodings import ENCODINGS
from digestkb.text.han import reads_well_in
from digestkb.text.punctuation import read_marks
from digestkb.text.script_model import cost
from digestkb.text.vietnamese import PAGES
from digestkb.text.weights import (
    FAULT,
    FEWEST_OF_FOUR,
    HOPELESS,
    LONELY,
    MIXED_WORD,
    NO_WORD,
    SOUND,
    UNREADABLE,
    UNREADABLE_HAN,
    VOTE,
    VOTE_SMOOTHING,
)
from digestkb.tuples import NamedTuple

#: East Asian encodings that are tried, and the name the ledger gives them; those of seven bits.
EAST_ASIAN = {
    encoding.codec: encoding.shown for encoding in ENCODINGS.values() if encoding.wide and encoding.rarity is not None
}
ESCAPED = tuple(encoding.codec for encoding in ENCODINGS.values() if encoding.escaped)
#: Encodings of one byte a character, with the bits that each is rarer than Windows-1252; those for Latin letters.
SINGLE_BYTE = {one.codec: one.rarity for one in ENCODINGS.values() if one.rarity is not None and not one.wide}
LATIN = frozenset((*(encoding.codec for encoding in ENCODINGS.values() if encoding.latin), *PAGES))
#: All that can be read.
KNOWN = frozenset((*EAST_ASIAN, *ESCAPED, *SINGLE_BYTE, *PAGES))
#: What chardet calls the East Asian ones.
_VOTED = {"cp949": "euc_kr", "euc_jis_2004": "euc_jp", "mac-roman": "mac_roman"}
#: Bytes that are looked at; chardet itself takes no more to tell languages.
SAMPLE = 1 << 14
#: The accents of Windows-1250 that stand by themselves are no text either, nor what Turkish is in Windows-1252, nor
#: letters before a capital that begins a word, nor corners and shades beside letters.
_MIXED = lazy(
    "[A-Za-z](?=[\u0370-\u06ff\u0e00-\u0e7f])|[\u0370-\u06ff\u0e00-\u0e7f](?=[A-Za-z])"
    "|[\u00c0-\u017f](?=[A-Z][a-z])|[0-9][\u0100-\u017f]|[\u02c7-\u02dd]|ýþ|þ\\b"
    "|[A-Za-z0-9][\u2552-\u256c\u2591-\u2593]|[\u2552-\u256c\u2591-\u2593](?=[A-Za-z0-9])"
)
#: Signs and capitals within words, a no-break space within one, a dash before its last letter, consonants alone, and
#: letters that stand so neither in Icelandic nor in Turkish.
_NO_WORD = lazy(
    "(?<=[a-z])[‚„†‡ˆ‰‹›˜•¡-¦¨-±´¶¸¿ŠŸŽÀ-ÖØ-Þ](?=[a-z])|(?<=[а-џґ])[°∙√№¤■≥≤](?=[а-џґ])"
    "|(?<=[a-z]{2})\xa0(?=[a-z]{2})|(?<=[a-z])[—–](?=[a-z](?![a-z]))|(?<= )[ĆČĎĽŁŃŘŚŠŤŹŻŽ](?= [a-z])"
    "|(?<![^\\W\\d_])[ðğ](?=[a-z])|(?<=[dkst])ð(?=[a-zäöõü])|(?<=[a-z])þ(?![^\\W\\d_])"
)
#: What of Latin-1 no other encoding keeps, but for the next line.
_CONTROL = lazy("[\x80-\x84\x86-\x9f]")
_ASCII = bytes(range(128))


class _Script(NamedTuple):
    letter: re.Pattern[str]
    alone: re.Pattern[str]


def _script(letters: str) -> _Script:
    return _Script(lazy(letters), lazy(f"(?<!{letters}){letters}(?!{letters})"))


_EASTERN = _script("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9f]")
_SCRIPT = _script("[\u0370-\u06ff\u0e00-\u0e7f]")
_TWO_SCRIPTS = lazy("[A-Za-z][\u0370-\u06ff\u0e00-\u0e7f]|[\u0370-\u06ff\u0e00-\u0e7f][A-Za-z]")
_BEYOND_ASCII = lazy("[^\x00-\x7f]")
_HANGUL = lazy("[\uac00-\ud7a3]")
_HAN = lazy("[\u4e00-\u9fff]")
_KANA = lazy("[\u3040-\u30fa]")


class Guess(NamedTuple):
    """The likeliest encoding of some bytes, the next one that makes another text of them, and the bits between.

    ``gain`` are the bits between it and Windows-1252.
    """

    encoding: str
    other: str | None = None
    margin: float = math.inf
    gain: float = math.inf


def guess(data: bytes) -> Guess:
    """Give the encoding under which bytes make the likeliest text; the one that leaves bytes over may still be that.

    >>> guess("Программа для чтения заметок".encode("koi8-r")).encoding
    'koi8-r'
    """
    return _guess(data[:SAMPLE])


@lru_cache(maxsize=512)  # a file is weighed as a whole, its lines for what most are in, and then each of them
def _guess(data: bytes) -> Guess:
    found = vietnamese.reading(data.decode("latin-1"), data.decode("cp1252", "replace"))
    if found is not None:
        return Guess(found[1])
    if _has_letters_of_four(data):
        return Guess("gb18030")
    weighed = sorted(_weighed(data))
    bits, _, text = weighed[0]
    # Where several make the same text of it, the commonest also has what may come later.
    best = _ORDER[min(place for _, place, same in weighed if same == text)]
    gain = next(more for more, place, _ in weighed if _ORDER[place] == "cp1252") - bits
    for more, place, different in weighed[1:]:
        if different != text:
            return Guess(best, _ORDER[place], more - bits, gain)
    return Guess(best, gain=gain)


def _has_letters_of_four(data: bytes) -> bool:
    """Whether most letters are of four bytes, two of them digits: only GB18030 has such, for what is no Chinese."""
    of_four = len(_OF_FOUR.findall(data))
    if of_four < FEWEST_OF_FOUR or of_four * 4 < len(data.translate(None, _ASCII)):
        return False
    try:
        codecs.getincrementaldecoder("gb18030")().decode(data)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


_OF_FOUR = re.compile(rb"[\x81-\x84\x90-\x95][0-9][\x81-\xfe][0-9]")
#: All that are tried, the commoner ones first.
_ORDER = (*EAST_ASIAN, *SINGLE_BYTE)


def _weighed(data: bytes) -> Iterator[tuple[float, int, str]]:
    """The bits of the text in each encoding that it can be in, the place of that in the order, and the text."""
    votes, letters = _votes(data), len(data.translate(None, _ASCII))
    most = max(votes.values(), default=0.0)
    for place, encoding in enumerate(_ORDER):
        vote = votes.get(encoding, 0.0)
        if encoding in SINGLE_BYTE and encoding != "cp1252" and (vote < HOPELESS * most or not decodes(data, encoding)):
            continue
        text = read(data, encoding)
        if encoding in SINGLE_BYTE and encoding != "cp1252" and _CONTROL.search(text):
            continue
        against = VOTE * letters * math.log2((most + VOTE_SMOOTHING) / (vote + VOTE_SMOOTHING))
        rare = (ENCODINGS[encoding].rarity or 0.0) + ENCODINGS[encoding].bias * letters
        yield _bits(data, text, encoding) + against + rare, place, text


def _votes(data: bytes) -> dict[str, float]:
    """How likely chardet holds each encoding to be, from 0 to 1."""
    found = _asked(data)
    for encoding in EAST_ASIAN:
        text = "" if encoding in found else read(data, encoding)
        faults = text.count("\ufffd")
        if 0 < faults * SOUND < len(text):
            # It does not think of what leaves a byte over.
            found[encoding] = _asked(text.encode(encoding, "ignore")).get(encoding, 0.0)
    return found


def _asked(data: bytes) -> dict[str, float]:
    # Reading its models takes longer than most runs, which meet nothing but UTF-8.
    import chardet

    names = [name for name in _ORDER if name not in _VOTED.values()]
    found = chardet.detect_all(
        data, ignore_threshold=True, compat_names=False, include_encodings=[*names, *_VOTED], max_bytes=SAMPLE
    )
    return {_VOTED.get(one["encoding"], one["encoding"]): one["confidence"] for one in found if one["encoding"]}


def is_torn(data: bytes, encoding: str) -> bool:
    """Say whether most words beyond ASCII of a line have letters of two scripts: it is in another encoding.

    >>> is_torn("déjà vu, très".encode("cp1252"), "cp1251"), is_torn("мы и PR-отдел".encode("cp1251"), "cp1251")
    (True, False)
    """
    words = [word for word in read(data, encoding).split() if _SCRIPT.letter.search(word)]
    torn = sum(_TWO_SCRIPTS.search(word) is not None for word in words)
    return torn > 1 and torn * 2 > len(words)


def decodes(data: bytes, encoding: str) -> bool:
    """Say whether all of the bytes fit an encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def read(data: bytes, encoding: str) -> str:
    """Give the bytes in an encoding as text; what fits nothing is U+FFFD. Never raises.

    >>> read("똠방각하는 드라마이다".encode("cp949"), "euc_kr")
    '똠방각하는 드라마이다'
    """
    if encoding in PAGES:
        return vietnamese.read(data.decode("latin-1"), encoding)
    if encoding == "euc_kr" and not decodes(data, encoding) and decodes(data, "cp949"):
        # Windows has syllables that the standard has not; few words have one.
        text = data.decode("cp949")
        if len("".join(_HANGUL.findall(text)).encode("euc_kr", "ignore")) >= 1.8 * len(_HANGUL.findall(text)):
            return text
    return data.decode(encoding, "replace")


def bits(data: bytes, encoding: str) -> float:
    """Give what the text costs that the bytes make: its characters, and what no text in that encoding is like."""
    return _bits(data, read(data, encoding), encoding)


def _bits(data: bytes, text: str, encoding: str) -> float:
    found = cost(text) + MIXED_WORD * len(_MIXED.findall(text)) + NO_WORD * len(_NO_WORD.findall(text))
    if encoding in EAST_ASIAN:
        return found + _east_asian_bits(data, text, encoding)
    return found + _lonely(_SCRIPT, text)


def _east_asian_bits(data: bytes, text: str, encoding: str) -> float:
    bits = FAULT * text.count("\ufffd")
    if text.endswith("\ufffd"):
        # A file may be cut in the middle of a character: that costs nothing, not even the character.
        bits -= FAULT + cost("\ufffd")
    if not _EASTERN.letter.search(text):
        # Marks alone stand as they do in English.
        lines = [line for line in data.decode("latin-1").split("\n") if not line.isascii()]
        strange = [line for line in lines if all(name != encoding for _, name in read_marks(line))]
        return bits + LONELY * len("".join(strange).encode("latin-1").translate(None, _ASCII))
    bits += _lonely(_EASTERN, text)
    if not reads_well_in(encoding, text):
        # Any two bytes make some ideograph: what Korean and Japanese become is none that stand side by side.
        if encoding in ("gb18030", "big5hkscs"):
            bits += UNREADABLE * len(_BEYOND_ASCII.findall(text))
        elif not _KANA.search(text):
            bits += UNREADABLE_HAN * len(_HAN.findall(text))
    return bits


def _lonely(script: _Script, text: str) -> float:
    """Bits for the letters of a script that stand alone, where most of them do: Latin text has such by chance."""
    alone = len(script.alone.findall(text))
    return LONELY * alone if alone * 2 > len(script.letter.findall(text)) else 0.0
