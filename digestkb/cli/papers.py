"""Papers by what they are called, and laid out with no more of them loaded than a format shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digestkb.cli.failure import complain
from digestkb.cli.input import names_from
from digestkb.errors import NothingFound
from digestkb.query.database import number_of
from digestkb.query.papers import Paper, entries, papers
from digestkb.render import BIBLIOGRAPHIES, Format, Sheet, paper_sheets
from digestkb.store.connection import Connection


def listed(connection: Connection, numbers: Sequence[int], choice: Format) -> Sheet[Paper]:
    """Lay out papers as a list."""
    load = entries if choice in paper_sheets.ENTRY_FORMATS else papers
    return paper_sheets.papers(load(connection, numbers))


def described(
    connection: Connection,
    numbers: Sequence[int],
    choice: Format,
    *,
    document: paper_sheets.Document | None = None,
) -> Sheet[Paper]:
    """Lay out papers with everything that is known of each; what writes them as a ``document`` does so in Markdown."""
    load = entries if choice in paper_sheets.ENTRY_FORMATS - {Format.TABLE} else papers
    found: Iterable[Paper] = load(connection, numbers)
    if choice in BIBLIOGRAPHIES:  # no bibliography has notes that are about no paper
        found = (paper for paper in found if not paper.is_note)
    return paper_sheets.papers(found, whole=True, document=document)


def only(connection: Connection, ids: Sequence[str] | None) -> set[int] | None:
    """Give the row numbers of the papers that ``--ids`` names, ``None`` without it; what none is called is said."""
    if ids is None:
        return None
    parts = (part.strip() for one in ids for part in (one.split(",") if one != "-" else [one]))
    return set(resolve(connection, names_from(part for part in parts if part))[0])


def resolve(connection: Connection, names: Iterable[str]) -> tuple[list[int], int]:
    """Find the papers that are called so, each once; say of each name that none is, and count those."""
    numbers: dict[int, None] = {}
    missing = 0
    for name in names:
        try:
            numbers[number_of(connection, name)] = None
        except NothingFound as error:
            complain(str(error))
            missing += 1
    return list(numbers), missing
