"""Admonitions, as pages of MkDocs have them, as the callouts that other notes write."""

from __future__ import annotations

from digestkb.patterns import lazy

#: Open or folded, with a title in quotes or without.
_OPENS = lazy(
    r"(?P<indent>[ ]{0,8})(?:!!!|\?\?\?\+?)[ ]{1,9}(?P<type>[a-z][\w-]{0,30})(?:[ ]{1,9}[a-z][\w-]{0,30}){0,3}"
    r"(?:[ ]{1,9}\"(?P<title>[^\"]{0,300})\")?[ ]{0,9}$"
)
_STEP = "    "


def with_callouts(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Make callouts of admonitions, down to the last line that is indented below one.

    >>> with_callouts(('!!! info "Paper"', "    arXiv: 2403.03507", "", "    It dries.", "", "Text"))
    ('> [!info] Paper', '> arXiv: 2403.03507', '>', '> It dries.', '', 'Text')
    """
    put = list(lines)
    at = 0
    while at < len(lines):
        opened = _OPENS.match(lines[at])
        at += 1
        if opened is None:
            continue
        put[at - 1] = f"{opened['indent']}> [!{opened['type']}] {opened['title'] or ''}".rstrip()
        inner = f"{opened['indent']}{_STEP}"
        last = at
        while last < len(lines) and (not lines[last].strip() or lines[last].startswith(inner)):
            last += 1
        while last > at and not lines[last - 1].strip():
            last -= 1
        put[at:last] = [f"{opened['indent']}> {line[len(inner) :]}".rstrip() for line in lines[at:last]]
        at = last
    return tuple(put)
