"""The papers that a word of a query names, by an arXiv number, an address or an id."""

from __future__ import annotations

import re

from digestkb.query import plan
from digestkb.store.connection import Connection


def named(connection: Connection, text: str) -> tuple[int, ...]:
    """Find the row numbers of the papers that ``text`` names: by number, address, id, or the host of addresses."""
    number = plan.bare_number(text)
    if number:
        found = connection.execute("SELECT number FROM papers WHERE id = ?", (number,))  # which it is by, if it has one
        return tuple(row[0] for row in found)
    if "/" not in text and not text.startswith("note:") and not ("." in text and re.search(r"\w\.[a-z]{2,}$", text)):
        return ()
    from digestkb.links import typed

    address = typed(text)
    rows = connection.execute(
        "SELECT number FROM papers WHERE id IN (?, ?)"
        " UNION SELECT paper FROM claims JOIN mentions ON mentions.id = mention_id WHERE key = ? AND paper IS NOT NULL",
        (text, address, f"link:{address}"),
    ).fetchall()
    if not rows and "/" not in text and ":" not in text:  # a host alone: all that is there
        host = address.lower()
        rows = connection.execute(
            "SELECT DISTINCT paper FROM claims JOIN mentions ON mentions.id = mention_id"
            " WHERE key > ? AND key < ? AND paper IS NOT NULL",
            (f"link:{host}/", f"link:{host}0"),
        ).fetchall()
    if not rows:  # no address in the index differs by case alone from another, and reading ids is quick
        rows = connection.execute("SELECT number FROM papers WHERE lower(id) = lower(?)", (address,)).fetchall()
    if not rows and (number := plan.bare_number(text.rpartition("/")[2].removesuffix(".pdf"))):  # abs/1706.03762
        rows = connection.execute("SELECT number FROM papers WHERE id = ?", (number,)).fetchall()
    return tuple(sorted(row[0] for row in rows))
