"""Text that has signs of damage at times and is whole: what a line is searched without, and lines that show none.

Names and notes in capitals, quotation marks beside letters, tables of characters, flags of spelling dictionaries, bars.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from digestkb.text import forms
from digestkb.text.channel import WINDOWS
from digestkb.text.sequences import undone
from digestkb.text.with_ftfy import finds_damage


def is_odd_but_whole(line: str) -> bool:
    """Say whether ftfy finds no damage in a line with letters in an odd order, nor is there any that it lets pass."""
    return not (
        finds_damage(line)
        or _TWO_SCRIPTS.search(line)
        or (_VOWEL_BEGINS.search(line) and _VOWEL.search(undone(WINDOWS, line)))
        or _IN_A_WORD.search(line)
    )


#: A capital beside a no-break space in a word of capitals; signs of mathematics that no letter stands beside;
#: marks of quotation beside a capital; an apostrophe within a French word; a no-break space before its colon; the sign
#: of a note or a brand behind a word of capitals that ends as Romanian or Finnish ones do.
CLEAN = re.compile(
    "[Â¬√Ã«»‘“„’”\xa0ĂĆÄ](?:(?<=[A-Z]{2}Â)\xa0(?=[A-Z]{2})|(?<=[A-ZÀ-ÞĐ]Ã)[”’](?![A-Z])"
    "|(?<![A-Za-z].)(?:(?<=[¬√])[±π∂∑∏∫≤≥≈≠∞√](?![A-Za-z])|(?<=[«»‘“„’”])[À-Þ](?=[a-z]))"
    "|(?<=[A-Za-z]’)[ÀÂÇÈÉÊËÎÏÔŒÙÛàâçèéêëîïôœùû](?=[A-Za-z ])|(?<=[a-zß-ÿ]\xa0)[:;!]"
    "|(?<=[A-Z][A-ZÂÎȘȚŞŢ][ĂĆ])[®™°²³¹§†‡](?![A-Za-z])|(?<=[A-ZÄ]{2}Ä)[²³¹](?![A-Za-z]))"
)
#: A bar that begins a cell: no lead byte stands before it, as would where it is a byte of a letter.
CELL_BAR = re.compile("(?:^|[ -~])[│║]")
_LONG = re.compile("[^\x00-\x7f]{8,}")
#: Of runs so long a few characters may be out of their order.
_LONG_ENOUGH = 12


#: A word of a spelling dictionary and its flags, letters each of which means a rule.
_FLAGGED = re.compile(r"([^\s/]+/)[A-Za-z]{1,12}([\xc0-\xff]{2,10})")


def without_flags(line: str) -> str:
    """Give a line without the flags of its only word, which stand in the order of the alphabet.

    >>> without_flags("cone/BÑòÙù"), without_flags("docs/Ïðîãðàììà")
    ('cone/', 'docs/Ïðîãðàììà')
    """
    match = _FLAGGED.fullmatch(line)
    flags = [unicodedata.normalize("NFD", char)[0].lower() for char in match[2]] if match else []
    return match[1] if match and flags == sorted(flags) else line


def is_table(line: str) -> bool:
    """Say whether characters stand in their order, as in a table of an encoding.

    >>> is_table("ÀÁÂÃÄÅÆÇ"), is_table("Ïðîãðàììà")
    (True, False)
    """
    return any(
        sum(a < b for a, b in pairwise(run)) * 10 >= (9 if len(run) >= _LONG_ENOUGH else 10) * (len(run) - 1)
        for run in _LONG.findall(line)
    )


#: A Vietnamese vowel as UTF-8, which ftfy lets pass: not what stands after ``«mamá»``, such as an ellipsis or a dash.
_VOWEL_BEGINS = re.compile("á[º»]")
_VOWEL = re.compile(
    "\xe1[\xba\xbb](?:[\x80-\x84\x86-\x90\x95\x98-\x9a\x9c-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf]|[\x91-\x94\x9b](?=[a-z]))"
)
#: A root, a corner or a capital within a word likewise (``pi√π``, ``┬┐qué``, ``uĹľ``), and what no capital is before.
_IN_A_WORD = re.compile(
    "[âÂÃÄÅÆÇÐÑĂĹΑ-Ω√┬├](?:(?<=[a-z]{2}√)[π†®©ß≠∞±≤≥¥µ∂∑∏](?![^ -~])"
    "|(?<=[A-Za-z]√)[°¢£§•¶®©™´¨ÆØªº¿¡¬ƒ«»…](?=[a-z])|(?<=┬)(?<![^ ]┬)[┐í](?=[A-Za-z])"
    "|(?<=[A-Za-z]├)[^ -~](?=[A-Za-z])"
    "|(?<=[a-z][ÃÂÄÅĂĹ])[^ -~À-ÖØ-Þ]|(?<=[A-Za-z][Α-Ω])[€‚ƒ†‡‰‹•™£¤¥¦§¨©¬®°±²³µ¶½]|(?<=[ÃÂÄÅÆÇÐÑ])[Ÿ€ƒ†‡‰]"
    f"|{forms.CUT_OFF}|{forms.ASKED})"
)
#: Cyrillic letters in a Latin word likewise, but for what sets a type in manual pages (``\\fBКЛЮЧІ``), or an escape.
_TWO_SCRIPTS = re.compile("[\u0400-\u04ff](?:(?<=[A-Za-z].)(?<!\\\\[A-Za-z].)(?<!\\\\f[A-Z].)|(?=[A-Za-z]))")
