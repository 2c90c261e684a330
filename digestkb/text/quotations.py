"""Quotation marks and hyphens of which bytes fell out: what each is by its place, where words tell less."""

from __future__ import annotations

from collections.abc import Sequence

from digestkb.text.language_model import UNSPACED, Letters

#: A hyphen of its own, beside that of ASCII, quotation marks, and what is left of them.
HYPHEN, OPENING, CLOSING = "\u2010", ("“", "„"), "”"
#: What stands between blanks.
DASHES = "—–"
#: What stands before one, or ends a line: all but what begins a quotation in every language.
_AT_END = "”’…—–“‘"
_MARKS_LEFT = frozenset({"\xe2\x80", "\xe2\x80?", "\xe2\x80\ufffd"})
#: The bracket that begins a quotation, that which ends it, and what is left of that or of a comma.
_BRACKETS = ("\xe3\x80\x8c", "\xe3\x80\x8d")
CLOSING_BRACKET = "」"
#: Scripts with marks that are not seen.
_WITH_UNSEEN = frozenset({"hebrew", "arabic"})
_BRACKET_LEFT = frozenset({"\xe3\x80", "\xe3\x80?", "\xe3\x80\ufffd"})


class Quotations:
    """The quotations of a line, which is cut into what is whole and broken sequences by turns.

    >>> quotations = Quotations("latin", ["", "\xe2\x80\x9c", "so", "\xe2\x80", ""], high_is_lost=False)
    >>> quotations.pass_by("“", "")
    >>> quotations.role("so", 3)
    '”'
    """

    def __init__(self, kind: Letters, parts: Sequence[str], *, high_is_lost: bool) -> None:
        self._kind = kind
        self._parts = parts
        self._high_is_lost = high_is_lost
        #: The mark of the quotation that is open.
        self._opened = ""
        self._closing = _closing(parts) if kind in UNSPACED else frozenset[int]()

    def role(self, before: str, index: int) -> str:
        """Give the mark, or marks, that a part likely is behind another one; nothing where its place does not tell.

        The end of a quotation that is open, the beginning of one, what joins words or stands between blanks. Where the
        high mark may be lost as well, languages differ in what begins or ends one; in Hebrew and Arabic there are marks
        that are not seen.
        """
        part = self._parts[index]
        if index in self._closing:
            return CLOSING_BRACKET
        if part.rstrip(" ") not in _MARKS_LEFT:
            return ""
        found = self._of_mark(before, index)
        return found if part[-1] != " " or found == CLOSING else ""

    def _of_mark(self, before: str, index: int) -> str:
        if begins(before):
            return self._of_first(before, self._parts[index + 1] or "x")
        if self._opened:
            return "" if self._high_is_lost and self._opened == OPENING[1] else CLOSING
        if self._kind not in _WITH_UNSEEN and self._ends(index):
            return _AT_END
        return HYPHEN if _is_in_word(before, self._parts, index) else ""

    def _of_first(self, before: str, after: str) -> str:
        """The marks that a part likely is where a quotation may begin."""
        if self._high_is_lost:
            between = before[-1:].isspace() and after[0].isspace() and self._kind not in _WITH_UNSEEN
            return DASHES if between else ""
        return OPENING[1] if self._kind == "latin" and after[0].strip() else ""

    def _ends(self, index: int) -> bool:
        """Whether a blank stands behind a part, or nothing."""
        return self._parts[index + 1][:1].isspace() or not any(self._parts[index + 1 :])

    def choose(self, role: str) -> None:
        """Go on behind a part with several readings, of which its role tells the likeliest."""
        if role in OPENING or role == CLOSING:
            self._opened = role if role in OPENING else ""

    def pass_by(self, mark: str, before: str) -> None:
        """Go on behind a part with one reading; what opens elsewhere ends a quotation where none can begin.

        A quotation opens at the beginning of a line as well.
        """
        if mark in OPENING:
            self._opened = mark if begins(before) else ""
        elif mark == CLOSING:
            self._opened = ""


def _closing(parts: Sequence[str]) -> frozenset[int]:
    """The places of the marks that end a quotation by where they stand: the only one left that can.

    A comma between two quotations stands behind the end of the first, with nothing between them, and none ends a line.
    """
    found = set[int]()
    left: list[int] | None = None
    for index in range(1, len(parts) + 1, 2):
        part = parts[index] if index < len(parts) else _BRACKETS[0]
        if part == _BRACKETS[0]:
            if left and (len(left) == 1 or (left[-1] + 2 == index == len(parts) and not parts[-1].strip())):
                found.add(left[-1])
            elif left and left[-1] - left[-2] == 2 and not parts[left[-1] - 1]:
                found.add(left[-2])
            left = []
        elif part == _BRACKETS[1]:
            left = None
        elif left is not None and part in _BRACKET_LEFT:
            left.append(index)
    return frozenset(found)


def begins(before: str) -> bool:
    """Say whether what stands after this may begin a quotation."""
    return before[-1:].isspace() or before[-1:] in "([{<"


def _is_in_word(before: str, parts: Sequence[str], index: int) -> bool:
    """Whether letters stand before a part and after it."""
    after = parts[index + 1] or "".join(parts[index + 2 : index + 3])
    return before[-1:].isalpha() and (after[:1].isalpha() if after[:1] < "\x80" else after[0] not in "\xc2\xe2\xe3")
