"""A real server, asked over HTTP: it finds what the command line finds, and calls it the same."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from html import unescape
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
from typer.testing import CliRunner

from digestkb.cli.app import app
from digestkb.media.characters import line
from digestkb.query.catalogue import timeline
from digestkb.query.database import library as querying
from digestkb.render.record import sections
from digestkb.store import state
from digestkb.web import databases, functions, tables
from digestkb.web.cells import cell
from tests.cli.processes import digestkb
from tests.web.site import Site, needs_extra, started

QUERIES = ("强化学习", "danh gia", "tag:rl date:2026..", 'author:="Junyang Lin" OR GRPO', "kind:note", "difusion")


@pytest.mark.parametrize("query", QUERIES)
def test_it_finds_what_search_finds_in_its_order(site: Site, query: str) -> None:
    with site.opened() as library:
        found = library.search(query, limit=functions.MOST)
    ids = [hit.id for hit in found]
    assert ids

    page = site.get("/kb/-/find", q=query)
    rows = site.rows("/kb/find.json", query=query)
    sql = "SELECT papers.id FROM json_each(digestkb_match(:q)) JOIN papers ON papers.id = value ORDER BY key"
    matched = site.rows("/kb.json", sql=sql, q=query)
    narrowed = site.rows("/kb/papers.json", _search=query, _size="max")

    on_page = re.findall(r'<li>\s*<a href="/kb/-/paper\?id=([^"]+)', page.text)
    assert on_page == [quote(one, safe="") for one in ids[:50]]
    assert [row["id"] for row in rows] == [row["id"] for row in matched] == ids
    assert {row["id"] for row in narrowed} == set(ids)
    assert [row["match"] for row in rows] == [hit.tier for hit in found]
    assert all(row["passage"].lstrip("…") in hit.passage.text for row, hit in zip(rows, found, strict=True))


def test_what_was_looked_for_is_marked(site: Site) -> None:
    assert "<mark>đánh giá</mark>" in site.get("/kb/-/find", q="danh gia").text


@pytest.mark.parametrize("path", ["/", "/kb"])
def test_the_box_of_a_page_leads_to_what_it_finds(site: Site, path: str) -> None:
    form = re.search(r'<form class="digestkb-box" action="([^"]+)".*?name="(\w+)"', site.get(path).text, re.DOTALL)

    assert form is not None
    assert "强化学习" in site.get(form[1], **{form[2]: "强化学习"}).said


def test_a_query_that_makes_no_sense_is_said_to_be_one(site: Site) -> None:
    for path, name in (("/kb/-/find", "q"), ("/kb/papers", "_search")):
        answer = site.get(path, **{name: "date:2026-13"})
        assert (answer.status, "there is no date 2026-13" in answer.said) == (400, True), path
    assert site.get("/kb/find.json", query="date:2026-13").status == 400
    assert "Nothing found" in site.get("/kb/-/find", q="zxqv").said
    assert 'no "difusion" found; did you mean "diffusion"? that is shown' in site.get("/kb/-/find", q="difusion").said
    assert site.get("/kb/-/find").status == 200


def test_everything_is_called_what_show_calls_it(site: Site) -> None:
    """The sample notes have papers without a title but with a name, and some with neither."""
    with site.opened() as library:
        papers = library.papers(notes=True)
    called = {one.id: line(one.called) for one in papers}
    assert {bool(one.title) for one in papers} == {True, False}

    rows = site.rows("/kb/find.json", query="date:2024..")
    cells = re.findall(
        r'<td class="col-id [^>]*>\s*<a [^>]*>([^<]*)</a>.*?<td class="col-title [^>]*>(.*?)</td>',
        site.get("/kb/papers", _size="max").text,
        re.DOTALL,
    )

    assert {row["id"]: line(row["title"]) for row in rows} == {row["id"]: called[row["id"]] for row in rows}
    assert len(rows) > 50
    assert {one: unescape(title).replace("\xa0", " ").strip() for one, title in cells} == called


def test_views_call_papers_so_as_well(site: Site) -> None:
    with site.opened() as library:
        called = {one.id: one.called or None for one in library.papers(notes=True)}
        untitled = {one.id for one in library.papers(notes=True) if not one.title}
    mentions = site.rows("/kb/mentions_with_papers.json", _size="max")
    insights = site.rows("/kb/insights_with_papers.json", _size="max")
    sql = "SELECT DISTINCT paper, title FROM mentions_with_papers"

    assert {row["paper"] for row in mentions} == set(called)
    assert all(row["title"] == called[row["paper"]] for row in (*mentions, *site.rows("/kb.json", sql=sql)))
    assert all(row["paper_title"] == called[row["paper"]] for row in insights if row["paper"])
    assert untitled & {row["paper"] for row in insights}


def test_a_page_has_every_place_that_speaks_of_its_paper(site: Site) -> None:
    for one, spelled in (("2601.05242", "https://arxiv.org/pdf/2601.05242v2"), ("note:monday", "note:monday")):
        answer = site.get("/kb/-/paper", id=spelled)
        with site.opened() as library:
            paper = library.paper(one)
        assert f"<h1>{paper.called}</h1>" in answer.text
        for mention in paper.mentions:
            assert f"{mention.source}:{mention.line}" in answer.said
            for text in sections(mention).values():
                assert " ".join(text.split()) in answer.said


def test_a_label_on_a_page_leads_to_its_papers(site: Site) -> None:
    page = site.get("/kb/-/paper", id="2601.05242").text
    address = urlsplit(unescape(re.search(r'href="([^"]+)">Multi-reward Optimization<', page)[1]))  # type: ignore[index]

    assert "2601.05242" in site.get(f"{address.path}?{address.query}&_=").text


def test_what_nobody_is_called_is_not_there(site: Site) -> None:
    missing = site.get("/kb/-/paper", id="9912.99999")

    assert (missing.status, "no paper is called '9912.99999'" in missing.said) == (404, True)
    assert site.get("/nobody/-/paper", id="2601.05242").status == 404
    assert site.rows("/kb/paper.json", called="9912.99999") == []


def test_queries_with_a_name_say_what_commands_say(site: Site) -> None:
    with site.opened() as library:
        told = {"gaps": library.gaps(), "ideas": library.ideas()}
        mentions = library.paper("GDPO").mentions
    for name, insights in told.items():
        rows = site.rows(f"/kb/{name}.json", words="")
        assert [(row["title"], row["date"] or None) for row in rows] == [(one.title, one.date) for one in insights]
        assert [row["papers"].count(";") + 1 for row in rows] == [max(1, len(one.papers)) for one in insights]
    with querying(site.db) as connection:
        months, _ = timeline(connection)

    assert [(row["period"], int(row["papers"])) for row in site.rows("/kb/months.json")] == months
    places = [row["place"] for row in site.rows("/kb/paper.json", called="GDPO")]
    assert places == [f"{one.source}:{one.line}" for one in mentions]
    assert len(places) == 4


@pytest.mark.parametrize("question", functions.QUESTIONS.values(), ids=functions.QUESTIONS)
def test_a_query_has_all_columns_of_its_function(db: Path, question: functions.Question) -> None:
    asked = {"query": "GRPO", "called": "GDPO", "words": ""}
    with closing(sqlite3.connect(":memory:")) as connection:
        functions.add(connection, str(db))
        values = [asked[name] for name in question.arguments]
        marks = ", ".join("?" * len(values))
        (table,) = connection.execute(f"SELECT {question.function}({marks})", values).fetchone()

    assert {tuple(row) for row in json.loads(table)} == {question.columns}


def test_tables_that_nobody_reads_are_hidden(site: Site) -> None:
    told = json.loads(site.get("/kb.json").text)

    assert {table["name"] for table in told["tables"] if not table["hidden"]} == set(tables.SHOWN) & state.TABLES
    assert {table["name"] for table in told["tables"]} - set(tables.SHOWN) <= tables.INNER
    facets = json.loads(site.get("/kb/papers.json").text)["facet_results"]
    assert set(facets) == {"tags", "topics", "languages", "month"}
    assert (
        " > " in facets["topics"]["results"][0]["label"]
        or len(json.loads(facets["topics"]["results"][0]["value"])) == 1
    )


def test_nothing_is_answered_under_another_name(site: Site) -> None:
    for host in ("evil.example", f"evil.example:{site.host.rpartition(':')[2]}"):
        assert site.get("/", host=host).status == 421
    assert site.get("/", host=site.host.replace("127.0.0.1", "localhost")).status == 200


def test_nothing_can_be_written(site: Site) -> None:
    assert site.get("/kb.json", sql="DELETE FROM papers").status == 400


def test_a_port_that_is_taken_is_named_in_one_line(db: Path) -> None:
    needs_extra()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = digestkb("--db", str(db), "serve", "--port", str(port))

    assert (run.status, run.out) == (2, "")
    assert run.err == f"digestkb: port {port} is taken; --port names another, 0 any that is free\n"


def test_without_a_database_nothing_is_served(tmp_path: Path) -> None:
    needs_extra()
    run = CliRunner().invoke(app, ["--db", str(tmp_path / "none.db"), "serve"])

    assert (run.exit_code, "there is no database" in run.stderr) == (2, True)


def test_without_the_extra_one_line_says_how_to_get_it(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasette", None)

    run = CliRunner().invoke(app, ["--db", str(db), "serve"])

    assert run.exit_code == 2
    assert run.stderr == "digestkb: datasette is not installed; run: pip install 'digestkb[web]'\n"


def test_a_browser_is_opened_if_one_is_asked_for(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs_extra()
    opened, served = Event(), []
    addresses: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: (addresses.append(address), opened.set()))
    monkeypatch.setattr("digestkb.web.server.serve", lambda path, taken: served.append(path))

    for options in ([], ["--open"]):
        run = CliRunner().invoke(app, ["--db", str(db), "serve", "--port", "0", *options])
        assert run.exit_code == 0
    assert opened.wait(5)
    assert [f"{address}\n" for address in addresses] == [run.stdout]
    assert served == [db, db]


@pytest.mark.parametrize("asked", [False, True], ids=["at once", "after an answer"])
def test_ctrl_c_ends_it_quietly(db: Path, asked: bool) -> None:
    server = started(db)
    assert server.stdout is not None
    site = Site(db, urlsplit(server.stdout.readline().strip()).netloc)
    if asked:
        assert site.get("/kb/-/find", q="GRPO").status == 200

    server.send_signal(signal.SIGINT)

    assert server.communicate(timeout=20) == ("", "")
    assert server.returncode == 0


def test_databases_of_others_are_left_alone(db: Path, tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(bytes(100))
    paths = {"kb": str(db), "other": str(tmp_path / "other.db"), "gone": "/nowhere", "memory": None}
    attached = {name: SimpleNamespace(path=path) for name, path in paths.items()}

    assert databases.names(SimpleNamespace(databases=attached)) == ["kb"]


def test_every_table_is_either_shown_or_not() -> None:
    assert state.TABLES - set(tables.SHOWN) == tables.INNER & state.TABLES
    assert not tables.INNER & set(tables.SHOWN)


def test_a_cell_of_somebodys_own_query_is_left_as_it_is() -> None:
    needs_extra()
    for value in ("{not json", '{"a": 1}', "3", "plain", "[1]", "[[1]]"):
        for column in ("tags", "links", "topics"):
            assert cell({}, value, column, None, "/kb") is None
    assert cell({}, 7, "id", None, "/kb") is None
    assert cell({}, "a\x1b\u202eb", "text", None, "/kb") == "a␛b"
