"""Text in an encoding of one byte a character that was read as Windows-1252: told by the Western text it would be.

Every byte is some letter in Latin-1 (``Ïðîãðàììà`` is a Russian word), so that the bits tell by which the text that the
bytes make elsewhere is better.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations
from operator import itemgetter
from unicodedata import category

from digestkb.text.confidence import bits
from digestkb.text.detect import LATIN, SINGLE_BYTE, Guess, guess, read
from digestkb.text.encodings import shown
from digestkb.text.language_model import Letters
from digestkb.text.weights import (
    FEWEST_IN_WORDS,
    FEWEST_LETTERS,
    FEWEST_WORDS,
    MOST_SIGNS,
    MOSTLY_REMNANTS,
    NO_WORDS,
    ODD_CAPITALS,
    OTHER_LATIN,
    OTHER_LATIN_LETTER,
    OTHER_LATIN_LINE,
    OTHER_SCRIPT,
    WORDS_ALONE,
    WORDS_AT_LENGTH,
)

#: Words without any letter that is ASCII, which Latin scripts have not.
_WHOLE = re.compile("(?<![A-Za-z\x80-\xff])[\x80-\xff]{3,}(?![A-Za-z])")
#: What is left of UTF-8 after bytes fell out that Latin-1 has not as letters: that is for others to undo.
_REMNANT = re.compile("[\xc2-\xdf][\xa0-\xbf]|[\xe2-\xef][\x80-\xbf]{0,2}")
_BEYOND_ASCII = re.compile("[\x80-\xff]")
_LATIN_1 = re.compile("[\x00-\xff]*")
#: Characters of a line that tell whether its letters make words in any script.
_GLANCE = 80
_CONTROLS = re.compile("[\x80-\x9f]")
#: The sign of Polish and Czech read as Latin-1, and that of Turkish: a symbol within a word, letters that the West has
#: not there.
OF_THE_EAST = (
    "[³¹±¿¶¼¾ø](?:(?<=[a-z][³¹±¿¶¼¾])(?=[a-zæêñóáíéý])|(?<=ø)(?=[íáé])"
    "|(?<=[bdhkptv]ø)(?=[eiou])|(?<=¾)(?:(?<= ¾)(?=[a-z])|(?<=[a-z]¾)(?= )))"
)
OF_TURKISH = "[ðþ](?<=[a-z].)(?=[a-z])"
#: Hungarian ``ő`` and ``ű`` read as Latin-1, within and at the end of words: Portuguese and Estonian have no such ends,
#: Vietnamese and French only in words of three letters.
OF_HUNGARIAN = (
    "[õûÕÛ](?:(?<=[a-záéíóöúü][bdgjklmnprstvyz]õ)(?:[bklnst]|[lst][éea][a-z]|s[éö][gbd])?(?![a-z\xdf-\xff])"
    "|(?<=[a-záéíóöúü][lrtm]õ)[adtsz](?=[a-z\xdf-\xff])|(?<=[ kl][eE][lr]õ)[a-z]"
    "|(?<=[eéiöü][bdgjklmnrstyz]õ)[bdgjklmnrstvz]{1,2}[eéiöü]|(?<=[eé][rls][dtz]õ)i"
    "|(?<=[eéiöü][rlkvy]û)(?:e[knt]|k)?(?![a-z\xdf-\xff])|(?<=[mM]û)[kvs](?=[eéöü])"
    "|(?<=[A-ZÉÕÛ][DLRTZ]Õ)[KLNT]?(?![A-Za-z\xc0-\xff]))"
)
_EASTERN = re.compile(f"{OF_THE_EAST}|{OF_TURKISH}")
_HUNGARIAN = re.compile(OF_HUNGARIAN)
_COMMON = re.compile(
    r"\b(?:az|és|hogy|nem|egy|meg|ez|volt|mint|csak|már|még|kell|szerint|után|által|között|vagy|lehet|pedig|ezt|azt)\b",
    re.IGNORECASE,
)
_NOT_HUNGARIAN = re.compile(
    "[\xc0\xc2-\xc8\xca-\xcc\xce-\xd2\xd4\xd8\xd9\xdd-\xe0\xe2-\xe8\xea-\xec\xee-\xf2\xf4\xf8\xf9\xfd-\u024f]"
)
_TO_HUNGARIAN = str.maketrans("õûÕÛ", "őűŐŰ")


_WORD_BEYOND_ASCII = re.compile("[\x80-\xff]{2,}")


def hungarian(line: str) -> str | None:
    """Give a line of Hungarian, which shows it by two of its words, with the letters that Latin-1 has not.

    >>> hungarian("Az idõ rövid."), hungarian("A lição: são três. Não há."), hungarian("Õpetaja sõnul on võrk kiire.")
    ('Az idő rövid.', None, None)
    """
    if len(_HUNGARIAN.findall(line)) + len(_COMMON.findall(line)) < FEWEST_WORDS or _NOT_HUNGARIAN.search(line):
        return None
    return line.translate(_TO_HUNGARIAN) if _HUNGARIAN.search(line) else None


def other_script(raw: str) -> tuple[str, str] | None:
    """Give a line (bytes, a character each) as text in Cyrillic, Greek, Hebrew, Arabic or Thai, with the encoding.

    ``None`` where it is not mostly words without ASCII letters, or where it may be what it looks like.

    >>> other_script("Ïðîãðàììà äëÿ ÷òåíèÿ")
    ('Программа для чтения', 'cp1251')
    >>> other_script("Ça va où? Là-bas, à bientôt.")
    """
    letters = len(_BEYOND_ASCII.findall(raw))
    if len("".join(_WHOLE.findall(raw))) * 2 < letters or not _LATIN_1.fullmatch(raw):
        return None
    if letters < FEWEST_LETTERS:
        return _few_words(raw, letters)
    start = next(_BEYOND_ASCII.finditer(raw)).start()
    if _is_left_of_utf_8(raw, letters) or not _may_be_words(raw[start : start + _GLANCE]):
        return None
    data = raw.encode("latin-1")
    found = guess(data)
    if found.encoding in LATIN or not is_other(found, raw):
        return None
    text = read(data, found.encoding)
    return None if "\ufffd" in text or _CONTROLS.search(text) else (text, found.encoding)


#: The scripts that a word or two may be in, by the model that knows their letters, with their code pages.
_PAGES: tuple[tuple[Letters, str], ...] = (
    *(("cyrillic", page) for page in ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5")),
    *(("greek", page) for page in ("cp1253", "iso8859-7")),
    ("hebrew", "cp1255"),
    ("arabic", "cp1256"),
    ("thai", "cp874"),
)
#: Those in which hardly any text is so short.
_RARE_PAGES: tuple[tuple[Letters, str], ...] = (
    ("cyrillic", "cp855"),
    ("cyrillic", "mac-cyrillic"),
    ("hebrew", "iso8859-8"),
    ("arabic", "iso8859-6"),
)


def _few_words(raw: str, letters: int) -> tuple[str, str] | None:
    """A word or two as text in another script, if they are words of it and none in Latin letters.

    >>> _few_words("Ãëàâà", 5), _few_words("ÀÉÎÖÜ", 5)
    (('Глава', 'cp1251'), None)
    """
    if letters < FEWEST_IN_WORDS or _are_in_order(raw):
        return None
    least, text, page = _best_script(raw, _PAGES)
    usual = WORDS_AT_LENGTH if letters > FEWEST_IN_WORDS + 1 else WORDS_ALONE
    if least > usual or bits("latin", raw) / letters < least + OTHER_SCRIPT or _CONTROLS.search(text):
        return None
    return text, page


def _may_be_words(raw: str) -> bool:
    """Whether letters are no more unusual than those of words, in any script and code page."""
    most = NO_WORDS * len(_BEYOND_ASCII.findall(raw))
    return any(bits(script, text, most) <= most for script, _, text in _read_as(raw, (*_PAGES, *_RARE_PAGES)))


def _best_script(raw: str, pages: Iterable[tuple[Letters, str]]) -> tuple[float, str, str]:
    """The bits that a letter takes in the script and code page where it takes the fewest, the text, and the page."""
    letters = len(_BEYOND_ASCII.findall(raw))
    weighed = [(bits(script, text) / letters, text, page) for script, page, text in _read_as(raw, pages)]
    return min(weighed, key=itemgetter(0), default=(math.inf, "", ""))


def _read_as(raw: str, pages: Iterable[tuple[Letters, str]]) -> Iterator[tuple[Letters, str, str]]:
    """Yield what bytes are in the code pages that all of them fit."""
    data = raw.encode("latin-1")
    for script, page in pages:
        text = data.decode(page, "replace")
        if "\ufffd" not in text:
            yield script, page, text


#: Pages of Central Europe and Turkey, the commonest first.
_LATIN_PAGES = ("cp1250", "iso8859-2", "cp1254")


def other_latin(line: str, raw: str) -> tuple[str, str] | None:
    """Give a line (and as bytes, a character each) as Polish, Czech or Turkish text, with the encoding.

    ``None`` where it has no sign of that, or is not far more like words of these languages than as it stands.

    >>> line = "Przeczyta³em dwa artyku³y"
    >>> other_latin(line, line)
    ('Przeczytałem dwa artykuły', 'cp1250')
    >>> line = "það er tekið úr mæðraveldi"
    >>> other_latin(line, line)
    """
    if _EASTERN.search(line) is None or not _LATIN_1.fullmatch(raw):
        return None
    as_it_is = bits("latin", line)
    weighed = [
        (bits("latin", text), text, page)
        for _, page, text in _read_as(raw, [("latin", page) for page in _LATIN_PAGES])
        if text != line and not _CONTROLS.search(text)
    ]
    least, text, page = min(weighed, key=itemgetter(0), default=(math.inf, "", ""))
    changed = sum(before != after for before, after in zip(line, text, strict=False))
    gained, letters = as_it_is - least, sum(map(str.isalpha, text))
    usual = WORDS_ALONE if gained < 2 * OTHER_LATIN_LINE else WORDS_AT_LENGTH
    told = gained >= max(OTHER_LATIN_LETTER * changed, OTHER_LATIN_LINE) and least <= usual * letters
    return (text, page) if told else None


#: What Cyrillic looks like that was read in another code page: capitals behind a small letter, signs within words.
OF_CYRILLIC = "[А-ЯЁ®¤«¬§](?:(?<=[а-яё][А-ЯЁ])[А-ЯЁ]{2}|(?<=[а-яё][®¤«¬§])[а-яЁҐ])"
_CYRILLIC_PAGES = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def other_page(line: str) -> tuple[str, str] | None:
    """Give a line of Cyrillic that was read in the wrong code page, with the channel's name.

    ``None`` where it is not mostly words in another one, or may be what it looks like.

    >>> other_page("бШАНПЙЮ ЯНЯРНХР ХГ ДБСУЯНР ЯРЮРЕИ")
    ('Выборка состоит из двухсот статей', 'cp1251 as koi8-r')
    >>> other_page("мРНК и тРНК, СССР и США")
    """
    if re.search(OF_CYRILLIC, line) is None:
        return None
    weighed = [(bits("cyrillic", text), text, name) for text, name in _in_pages(line)]
    least, text, name = min(weighed, default=(0.0, "", ""))
    letters = len(_CYRILLIC.findall(text))
    told = least <= WORDS_AT_LENGTH * letters and least + OTHER_LATIN * letters <= bits("cyrillic", line)
    return (text, name) if letters >= FEWEST_LETTERS and told and not _CONTROLS.search(text) else None


#: What it is called that one Cyrillic code page was read as another one, with both.
OTHER_PAGES = {
    f"{shown(page)} as {shown(read_as)}": (page, read_as) for page, read_as in permutations(_CYRILLIC_PAGES, 2)
}


def in_other_page(line: str, name: str) -> str | None:
    """Give a line in a Cyrillic code page that was read in another one; ``None`` where it cannot have been.

    >>> in_other_page("ярюрэъ", "cp1251 as koi8-r")
    'СТАТЬЯ'
    """
    page, read_as = OTHER_PAGES[name]
    try:
        return line.encode(read_as).decode(page)
    except UnicodeError:
        return None


def _in_pages(line: str) -> Iterator[tuple[str, str]]:
    """Yield what a line is in each Cyrillic code page that was read in each other one, and what that is called."""
    for name in OTHER_PAGES:
        text = in_other_page(line, name)
        if text is not None:
            yield text, name


def _is_left_of_utf_8(raw: str, letters: int) -> bool:
    return len("".join(_REMNANT.findall(raw))) > MOSTLY_REMNANTS * letters


def _are_in_order(raw: str) -> bool:
    """Whether letters stand one by one or in the order of their code page, as accented vowels do and no words."""
    return all(list(word) == sorted(word) for word in _WORD_BEYOND_ASCII.findall(raw))


def is_other(found: Guess, raw: str) -> bool:
    """Say whether bytes, one character each, are in another encoding of one byte a character than Latin-1."""
    letters = len(_BEYOND_ASCII.findall(raw))
    if found.encoding not in SINGLE_BYTE or _is_left_of_utf_8(raw, letters):
        return False
    if found.encoding not in LATIN and _are_in_order(raw):
        return False
    text = read(raw.encode("latin-1"), found.encoding)
    if sum(category(char) in ("So", "Sm", "Po", "Sk") for char in text if not char.isascii()) > MOST_SIGNS * letters:
        return False
    odd = sum(after.isupper() > before.isupper() and before.isalpha() for before, after in pairwise(text))
    if odd * ODD_CAPITALS > letters:
        return False
    least = OTHER_LATIN if found.encoding in LATIN else OTHER_SCRIPT
    return found.gain >= least * letters
