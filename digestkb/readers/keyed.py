"""Values by the heads of their columns and the keys of front matter."""

from __future__ import annotations

from collections.abc import Iterable

from digestkb.frontmatter import Quoted
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.fields import Field, is_address, role_fitting
from digestkb.readers.labels import key
from digestkb.readers.vocabulary import Role, role_named, role_of, role_of_key
from digestkb.tags import says_nothing
from digestkb.tree import Block

#: What the head of a column says in brackets of what stands beside: «Title (Venue, Year)».
ASIDE = lazy(r"\s{0,9}[(（\[].*")
#: Where tags are meant that hold no blanks, as Jekyll and Obsidian have them.
_WITHOUT_BLANKS = frozenset(("tag", "tags", "categories"))
#: What parts tags even within quotes.
_SEVERAL = lazy(r"[,;，；、#]|\[\[")


def fields_of_row(row: Block) -> list[tuple[int, Field]]:
    """Read the cells of a row by the heads of their columns: the column, and what is in it."""
    found = []
    for column, cell in enumerate(row.cells):
        head = plain(row.heads[column]) if column < len(row.heads) else ""
        role = (role_fitting(head, cell) or role_fitting(ASIDE.sub("", head), cell)) if head else None
        if role is None or says_nothing(cell):
            continue
        if role.name == "updated":
            role = role_named("published")  # a column of dates is the papers'
        found.append((column, Field(role, head, cell, row.first, row.last)))
    return found


def fields_of_metadata(front_matter: Iterable[tuple[str, str | list[str], int]]) -> list[Field]:
    """Read front matter: keys are labels, lists have their parts."""
    found = []
    for name, value, line in front_matter:
        values = tuple(value) if isinstance(value, list) else ()
        text = ", ".join(value) if isinstance(value, list) else value
        role = _role_of_key(name.rstrip("?"), text, bool(values))
        if role is None or says_nothing(text):
            continue
        if role.kind == "tags" and isinstance(value, str) and not _SEVERAL.search(value):
            values = _tags_of(name, value)
        if role.name == "title" and is_address(text):
            role = role_named("link")
        found.append(Field(role, name, text, line, line, values))
    return found


def _tags_of(name: str, value: str) -> tuple[str, ...]:
    """Give tags that nothing parts but blanks: as one in quotes, one by one where the key is for such without any."""
    if isinstance(value, Quoted):
        return (value,)
    return tuple(value.split()) if value.isascii() and "`" not in value and key(name) in _WITHOUT_BLANKS else ()


def _role_of_key(key: str, text: str, is_list: bool) -> Role | None:
    """Give the role of a key of front matter, if what it says can be one of its role."""
    role = role_of_key(key)
    if role is None or is_list or role.kind == "reference":
        return role
    return role_fitting(key if role_of(key) else key.rpartition(".")[2], text)
