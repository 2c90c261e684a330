r"""Names of files, which may hold anything but a slash and NUL: as they are, or in quotes as git writes them."""

from __future__ import annotations

from digestkb.media.characters import spelled_out

_ESCAPES = {
    **dict(zip(range(7, 14), (r"\a", r"\b", r"\t", r"\n", r"\v", r"\f", r"\r"), strict=True)),
    ord('"'): r"\"",
    ord("\\"): r"\\",
}


def file_name(name: str) -> str:
    r"""Give a name as it is, or in quotes and spelled out if it could not stand on a line.

    That is the way of C and of git, which takes it in a diff: a line end is ``\n``, any other byte three octal digits.
    A name that begins with a quotation mark is quoted too, so that none is taken for another.

    >>> print(file_name("học tập.md"), file_name("a\nb\x1b.md"), file_name('"a"'))
    học tập.md "a\nb\033.md" "\"a\""
    """
    if not name.startswith('"') and spelled_out(name, _octal) == name:
        return name
    return f'"{spelled_out(name.translate({34: _ESCAPES[34], 92: _ESCAPES[92]}), _octal)}"'


def _octal(char: str) -> str:
    if escape := _ESCAPES.get(ord(char)) if len(char) == 1 else None:
        return escape
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
