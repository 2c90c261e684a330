r"""Which characters are let through to whoever reads, and what stands for the others.

Text is kept in any script as it is written: accents in decomposed form, Arabic and Hebrew, joiners in Persian and in
the scripts of India, emoji of several parts. What is left out moves the cursor, is not seen, turns the direction of
what is around it, or heaps marks on one letter until they cover the lines above.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from unicodedata import category

from digestkb.patterns import Characters, lazy

#: So many marks may stand on one letter. Hebrew with its accents, the most that is written, has five.
MOST_MARKS = 5

#: What some program or other takes for the end of a line or of a field.
_BREAKS = dict.fromkeys([9, 10, 11, 12, 13, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029], " ")
#: Ranges, as in the other tables here: what controls a terminal or ends a line, and what is no character.
_CONTROLS = "\x00-\x1f\x7f-\x9f\u2028-\u2029\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
#: What Unicode calls default ignorable: not seen, or seen by what it does to others; and marks of annotations.
_UNSEEN = (
    "\xad-\xad\u034f-\u034f\u061c-\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164-\u3164\ufe00-\ufe0f\ufeff-\ufeff\uffa0-\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
#: No marks, and nothing else to look at: letters of Latin, Greek and Cyrillic, signs, Chinese, Japanese, Korean.
_BARE = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u202f-\u205f\u2070-\u20cf"
    "\u2100-\u2bff\u3000-\u3029\u3030-\u3098\u309b-\u3163\u3165-\u9fff\uac00-\ud7a3\uff01-\uff9f\uffa1-\uffdc"
)
_EMOJI = r"[\xa9\xae\u203c\u2049\u20e3\u2100-\u2bff\u3030-\u3299\ufe0f\U0001f000-\U0001faff]"
#: The flags of England, Scotland and Wales, which are spelled with characters that nobody sees.
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)
#: What is not seen and yet belongs to the spelling of what is around it.
_SPELLING = "|".join(
    (
        _FLAGS,
        # a joiner or a break where letters change with what is beside them, and between parts of an emoji
        r"(?<=[\u0620-\u0fff\u1000-\u109f\u1700-\u17b3\u17b6-\u180a\u1810-\u18af\u1900-\u1cff\ua800-\uabff"
        r"\U00010a00-\U00011fff])[\u200c\u200d\u180e]",
        rf"(?<={_EMOJI})\u200d(?={_EMOJI})",
        # which of several forms is meant: of a sign, of a Chinese character, of a Mongolian letter
        rf"(?<=[^\s{_CONTROLS}{_UNSEEN}])[\ufe00-\ufe0f]",
        r"(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]",
        r"(?<=[\u1810-\u18af])[\u180b-\u180d\u180f]",
        # a syllable of old Korean that lacks a part
        r"(?<=[\u1100-\u115e])\u1160|\u115f(?=[\u1161-\u11a7])",
    )
)
_TURNS = r"\u061c\u200e\u200f"
_RIGHT_TO_LEFT = lazy(r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")

#: Most text has no others.
_PLAIN = Characters(f"\n-\n{_BARE}")
_TO_LOOK_AT = Characters(_CONTROLS + _UNSEEN)
_NOT_SEEN = lazy(rf"(?P<spelling>{_SPELLING})|(?P<turns>[{_TURNS}])|[{_UNSEEN}]")
_CONTROL = lazy(f"[{_CONTROLS}]")
_MARKED = lazy(rf"[^{_BARE}]{{{MOST_MARKS + 1},}}")


def screen(text: str) -> str:
    r"""Write text of any number of lines so that it only stands there, on a terminal too.

    Control characters but tabs and line ends become their pictures.

    >>> screen("two\r\nlines\x07, \u202enothing turned")
    'two\nlines␇, nothing turned'
    """
    if _is_harmless(text):
        return text
    return _let_through(text.replace("\r\n", "\n").translate(_on_screen()), _nothing)


def line(text: str) -> str:
    r"""Write text on one line and in one field: tabs and whatever ends a line are blanks, but not at its ends.

    >>> line("two\nlines \x1b[31mred")
    'two lines ␛[31mred'
    """
    shown = one_by_one(text, _nothing)
    return shown if shown == text else shown.strip()  # blanks that were there, as in a drawn tree, stay


def one_by_one(text: str, otherwise: Callable[[str], str] = lambda _: " ") -> str:
    r"""Write text on one line, a character for each, so that columns stay what they are.

    >>> one_by_one("a\tb\u200bc")
    'a b c'
    """
    text = text.replace("\n", " ")
    return text if _is_harmless(text) else _let_through(text.translate(_on_a_line()), otherwise)


def spelled_out(text: str, spell: Callable[[str], str]) -> str:
    r"""Give text in which ``spell`` wrote whatever must not stand there as it is, control characters too.

    >>> spelled_out("a\u200bb\n", ascii)
    "a'\\u200b'b'\\n'"
    """
    if "\n" not in text and _is_harmless(text):
        return text
    return _let_through(_CONTROL.sub(lambda found: spell(found[0]), text), spell)


def is_plain(text: str) -> bool:
    r"""Say whether text can stand on a line as it is.

    >>> is_plain("học tăng cường"), is_plain("a\u200bb"), is_plain("a\nb")
    (True, False, False)
    """
    return spelled_out(text, _nothing) == text


@cache
def _pictures() -> dict[int, int | str]:
    """Show control characters by their pictures (an escape by U+241B), and what is no character, as such.

    Most text has none, and two thousand surrogates take a query longer than its answer.
    """
    return {
        **{code: 0x2400 + code for code in range(32)},
        0x7F: 0x2421,
        **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
        **dict.fromkeys([0x85, 0x2028, 0x2029], " "),
        **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
        **dict.fromkeys(range(0xFDD0, 0xFDF0), 0xFFFD),
        **dict.fromkeys([plane * 0x10000 + end for plane in range(17) for end in (0xFFFE, 0xFFFF)], 0xFFFD),
    }


@cache
def _on_a_line() -> dict[int, int | str]:
    return {**_pictures(), **_BREAKS}


@cache
def _on_screen() -> dict[int, int | str]:
    return {code: shown for code, shown in _pictures().items() if code not in (9, 10)}


def _is_harmless(text: str) -> bool:
    """Say whether there is nothing to look at, line ends aside; most text has hardly anything that might be."""
    if _PLAIN.are_all(text):
        return True
    strange = _PLAIN.others_in(text)
    if _TO_LOOK_AT.others_in(strange) != strange:
        return False
    return sum(map(text.count, strange)) <= MOST_MARKS or _MARKED.search(text) is None


def _nothing(char: str) -> str:
    return ""


def _let_through(text: str, otherwise: Callable[[str], str]) -> str:
    """Give text with ``otherwise`` in place of each character that is not seen, or is one mark too many."""
    # A mark that turns the direction is part of a text that has letters from right to left.
    turned = _RIGHT_TO_LEFT.search(text) is not None

    def seen(found: re.Match[str]) -> str:
        return found[0] if found["spelling"] or (turned and found["turns"]) else otherwise(found[0])

    return _MARKED.sub(lambda found: _lightened(found[0], otherwise), _NOT_SEEN.sub(seen, text))


def _lightened(text: str, otherwise: Callable[[str], str]) -> str:
    """Take off a letter the marks that are too many."""
    kept: list[str] = []
    marks = 0
    for char in text:
        if category(char) in ("Mn", "Me"):
            marks += 1
        elif char not in "\u200c\u200d":
            marks = 0
        kept.append(char if marks <= MOST_MARKS else otherwise(char))
    return "".join(kept)
