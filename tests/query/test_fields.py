"""The registry of fields: what is made from it, and that a filter needs nothing else."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from digestkb import links
from digestkb.cli import narrow
from digestkb.errors import BadDate, BadQuery
from digestkb.query import combining, fields, language, plan
from digestkb.query.conditions import Column
from digestkb.query.fields import BY_NAME, FIELDS, FieldSpec, Option
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.nodes import Dated, Field, Or, understood
from digestkb.records import Kind
from digestkb.store.columns import COLUMNS
from digestkb.store.connection import Connection

ROOT = Path(__file__).parent.parent.parent
TODAY = dt.date(2026, 2, 9)


def test_the_page_of_fields_is_what_the_registry_says() -> None:
    run = subprocess.run(
        [sys.executable, "tools/write_fields.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_no_name_is_two_fields_and_no_option_is_given_twice() -> None:
    names = [name for spec in FIELDS for name in (spec.name, *spec.aliases, *spec.bounds)]
    options = [option.name for spec in FIELDS for option in spec.options]

    assert len(names) == len(set(names)) == len(BY_NAME)
    assert len(options) == len(set(options))


@pytest.mark.parametrize(
    ("spec", "value"),
    [(spec, value) for spec in FIELDS for value in spec.examples],
    ids=lambda one: one.name if isinstance(one, FieldSpec) else one,
)
def test_every_example_is_a_filter_that_the_database_understands(
    spec: FieldSpec, value: str, corpus: Connection
) -> None:
    query = parse(f"{spec.name}:{value}", TODAY)

    assert query.notices == ()
    parts = query.root.parts if isinstance(query.root, Or) else [query.root]
    assert all(isinstance(part, Field | Dated) and part.name == spec.name for part in parts), query
    find(corpus, query)


def test_the_known_values_are_those_that_there_are() -> None:
    assert set(BY_NAME["kind"].known) == {kind.value for kind in Kind}
    assert set(links.KINDS) <= set(BY_NAME["has"].known)
    for spec in FIELDS:
        assert not spec.known or set(spec.synonyms.values()) <= set(spec.known)


def test_a_new_filter_is_one_entry(corpus: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    called = FieldSpec(
        "numbered",
        "whose number begins in this way",
        ("26*",),
        Column("papers.arxiv_id"),
        starred=True,
        options=(Option("numbered", "PATTERN", "Numbered like this."),),
    )
    monkeypatch.setattr(narrow, "FIELDS", (*FIELDS, called))
    for module in (combining, fields, language, plan):
        monkeypatch.setattr(module, "BY_NAME", {**BY_NAME, "numbered": called})
    asked: list[str] = []
    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    @narrow.narrowed
    def ask(filters: narrow.Filters = ()) -> None:
        asked.extend(map(understood, filters))

    assert CliRunner().invoke(app, ["--numbered", "26*", "--tag", "rl"]).exit_code == 0
    assert asked == ["tag:rl", "numbered:26*"]
    assert "--numbered PATTERN" in CliRunner().invoke(app, ["--help"]).output
    every = {hit.id for hit in find(corpus, parse("", TODAY)).hits}
    found = {hit.id for hit in find(corpus, parse("numbered:260*", TODAY)).hits}
    assert found == {paper for paper in every if paper.startswith("260")}
    assert found
    assert found < every


def test_the_ends_of_a_range_are_one_filter() -> None:
    assert [understood(node) for node in narrow.filters({"since": "2025-01", "until": "2025-02"})] == [
        "date:2025-01-01..2025-02-28"
    ]
    with pytest.raises((BadDate, BadQuery)):
        list(narrow.filters({"since": "2025-03", "until": "2025-02"}))


def test_regular_expressions_see_each_facet_by_itself(corpus: Connection) -> None:
    whole = {hit.id for hit in find(corpus, parse("kind:digest", TODAY)).hits}

    assert {hit.id for hit in find(corpus, parse("kind:/^digest$/", TODAY)).hits} == whole
    assert find(corpus, parse("kind:/^igest/", TODAY)).hits == ()


def test_the_index_has_the_columns_that_are_weighed(corpus_in_file: Connection) -> None:
    found = [name for _, name, *_ in corpus_in_file.execute("PRAGMA table_info(search)")]

    assert found == list(COLUMNS)
