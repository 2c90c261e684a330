"""A plugin of Datasette: databases of ours, and no others, get our search, pages of papers, and tables with facets.

What is here are its hooks, by the names that Datasette knows; each is a line or two around what the other modules do.
Datasette itself is loaded by :mod:`~digestkb.web.server` and :mod:`~digestkb.web.pages` alone, and only to serve.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from pluggy import HookimplMarker

from digestkb.web import cells, databases, functions, tables, views

_hook = HookimplMarker("datasette")


@_hook
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Add to a connection the SQL functions, and views with titles for all papers."""
    if path := databases.path_of(datasette, database):
        functions.add(conn, path)
        views.add(conn)


@_hook
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Describe the tables of our databases; what a user's own metadata says comes first."""
    return {"databases": {name: tables.metadata() for name in databases.names(datasette)}}


@_hook
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, Any]]:
    """Offer our questions as queries with a name, which have JSON and CSV as well."""
    return functions.queries() if databases.path_of(datasette, database) else {}


@_hook(trylast=True)
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """Let the search box of the papers find what a search finds; last, for the default knows no way to."""
    path = databases.path_of(datasette, database)
    if path is None or table != "papers":
        return None
    from digestkb.web import pages

    return pages.filtered(path, request.args.get("_search") or "")


@_hook
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Show what notes say as text, and let ids lead to the pages of papers."""
    if databases.path_of(datasette, database) is None:
        return None
    return cells.cell(row, value, column, table, datasette.urls.database(database))


@_hook
def register_facet_classes() -> list[Any]:
    """Count papers by the labels that notes give them."""
    from digestkb.web import facets

    return [facets.of_labels()]


@_hook
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Say where our pages are."""
    from digestkb.web import pages

    return [(r"/(?P<database>[^/]+)/-/find$", pages.find_page), (r"/(?P<database>[^/]+)/-/paper$", pages.paper_page)]


@_hook
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Tell the front page and those of databases where a search box belongs."""
    return {"digestkb_databases": databases.names(datasette)}
