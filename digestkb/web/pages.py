"""The pages that Datasette has not: what a search finds, and everything that the notes say of a paper."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from digestkb.errors import BadQuery, DatabaseBusy, DigestError, NothingFound
from digestkb.media.addresses import web
from digestkb.media.characters import line, screen
from digestkb.query import related
from digestkb.query.database import library_file, number_of
from digestkb.query.find import Result
from digestkb.query.papers import Paper, papers
from digestkb.query.terms import Term, spans
from digestkb.render import Place
from digestkb.render.hits import Found, passage
from digestkb.render.record import mention_place, path_text, sections
from digestkb.web import cells, databases, functions

T = TypeVar("T")
#: So many hits a page has, and so many neighbours of a paper.
_HITS, _NEIGHBOURS = 50, 8
#: What HTTP calls our errors.
_STATUS = {NothingFound: 404, BadQuery: 400, DatabaseBusy: 503}
#: No page of ours has a script: a browser that is told so runs none, wherever it may have come from.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


async def find_page(request: Any, datasette: Any) -> Any:
    """Show what a search finds, or what is wrong with the query."""
    name, path = await _database(request, datasette)
    query = request.args.get("q") or ""

    def known(connection: sqlite3.Connection) -> tuple[Result, str]:
        try:
            return functions.found(connection, query, _HITS + 1), ""
        except BadQuery as error:
            return Result((), None), str(error)

    result, error = await _asked(path, known)
    context = {
        "query": query,
        "error": error,
        "hits": [_hit(hit, result.terms) for hit in result.hits[:_HITS]],
        "more": len(result.hits) > _HITS,
        "most": _HITS,
        "notices": result.notices,
        "suggestion": None if result.respelled else result.suggestion,
    }
    return await _page(datasette, request, "digestkb_find.html", name, context, 400 if error else 200)


async def paper_page(request: Any, datasette: Any) -> Any:
    """Show everything that the notes say of a paper, which may be spelled in any way that ``show`` takes."""
    name, path = await _database(request, datasette)
    called = request.args.get("id") or ""

    def known(connection: sqlite3.Connection) -> tuple[Paper, Sequence[related.Related]]:
        number = number_of(connection, called)
        return next(papers(connection, [number])), related.related(connection, number, _NEIGHBOURS)

    paper, neighbours = await _asked(path, known)
    context = {
        "paper": paper,
        "mentions": [(mention_place(one), one, sections(one)) for one in paper.mentions],
        "neighbours": neighbours,
    }
    return await _page(datasette, request, "digestkb_paper.html", name, context)


async def filtered(path: str, query: str) -> Any:
    """Narrow a table of papers to those that a query finds, and give it a search box."""
    from datasette.filters import FilterArguments

    box = {"supports_search": True, "search": query}
    if not query.strip():
        return FilterArguments([], extra_context=box)
    ids = await _asked(path, lambda connection: functions.ids(connection, query))
    return FilterArguments(
        ["id IN (SELECT value FROM json_each(:digestkb_found))"],
        {"digestkb_found": json.dumps(ids)},
        [f'search finds "{line(query)}"'],
        box,
    )


async def _database(request: Any, datasette: Any) -> tuple[str, str]:
    """Give the name and the file of the database that an address is about, if it is ours and may be seen."""
    from datasette.utils import tilde_decode
    from datasette.utils.asgi import NotFound

    route = tilde_decode(request.url_vars["database"])
    try:
        name = datasette.get_database(route=route).name
    except KeyError:
        raise NotFound(f"there is no database {route}") from None
    path = databases.path_of(datasette, name)
    if path is None:
        raise NotFound(f"{route} is no database of digestkb")
    await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
    return name, path


async def _asked(path: str, ask: Callable[[sqlite3.Connection], T]) -> T:
    """Ask a database without holding up whoever else asks; what goes wrong of ours becomes a page that says so."""
    from datasette.utils.asgi import Base400

    def answer() -> T:
        with library_file(path) as connection:
            return ask(connection)

    try:
        return await asyncio.to_thread(answer)
    except DigestError as error:
        told = Base400(screen(str(error)))
        told.status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
        raise told from error


def _hit(hit: Any, terms: Sequence[Term]) -> dict[str, Any]:
    shown = hit.passage
    return {
        "hit": hit,
        "place": Place(shown.folder, shown.source, shown.line) if shown else None,
        # A title that is the line again need not stand there twice.
        "pieces": list(_pieces(line(passage(Found(hit))), terms)) if shown and shown.text.strip() != hit.called else [],
        "title": list(_pieces(line(hit.called or hit.id), terms)),
    }


def _pieces(text: str, terms: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """Cut a line into what was looked for and what stands between."""
    at = 0
    for start, end in spans(terms, text):
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def asked(field: str, label: str) -> str:
    """Give the query for what has exactly this label; no way is known to quote a quotation mark in one.

    >>> asked("tag", "reward model")
    'tag:="reward model"'
    """
    return f'{field}:="{label.replace(chr(34), chr(32))}"'


async def _page(
    datasette: Any, request: Any, template: str, name: str, context: dict[str, Any], status: int = 200
) -> Any:
    from datasette.utils.asgi import Response

    address = datasette.urls.database(name)
    told = {
        **context,
        "database": name,
        "at": address,
        "page_of": lambda paper: cells.page_of(address, paper),
        "asked": asked,
        # Templates write text of notes through one of these.
        "line": line,
        "screen": screen,
        "web": web,
        "path_text": path_text,
    }
    body = await datasette.render_template(template, told, request=request, view_name="digestkb")
    return Response.html(body, status=status, headers=_HEADERS)
