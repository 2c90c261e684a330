"""Text that does nothing but stand there: no terminal escapes, no line breaks where one record is one line."""

from __future__ import annotations

#: What some program or other takes for the end of a line or of a field.
_BLANKS = dict.fromkeys([9, 10, 11, 12, 13, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029], " ")
#: Other control characters are shown by their pictures: ␛ for an escape.
_PICTURES: dict[int, int | str] = {
    **{code: 0x2400 + code for code in range(32)},
    0x7F: 0x2421,
    **dict.fromkeys(range(128, 160), 65533),
}
_ONE_LINE = {**_PICTURES, **_BLANKS}
_VISIBLE = {code: shown for code, shown in _PICTURES.items() if code not in (9, 10)}


def one_line(text: str) -> str:
    r"""Write a text on one line, tabs and line breaks as blanks, other control characters by their pictures.

    >>> one_line("two\nlines \x1b[31mred")
    'two lines ␛[31mred'
    """
    return text if text.isprintable() else text.translate(_ONE_LINE).strip()


def visible(text: str) -> str:
    r"""Keep line breaks and tabs, and show other control characters by their pictures.

    >>> visible("two\nlines\x07")
    'two\nlines␇'
    """
    return text if text.isprintable() else text.translate(_VISIBLE)
