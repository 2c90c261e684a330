"""arXiv's API, played by a small server of this machine: what it is asked, and what becomes of every sort of answer."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import pytest
from typer.testing import CliRunner

from digestkb import enrich
from digestkb.cli.app import app
from digestkb.errors import DigestError, Unreachable
from digestkb.query.papers import papers
from digestkb.render.citation import citation
from digestkb.snapshot import Metadata, Name, online
from digestkb.snapshot.feed import records
from digestkb.store.store import Store
from tests.cli.processes import NOTES, digestkb
from tests.faults.canon import content, schema
from tests.store.test_store import digested, put

ENTRY = """<entry>
<id>http://arxiv.org/abs/{number}v2</id><updated>2026-02-01T00:00:00Z</updated><published>2026-01-08T18:59:24Z</published>
<title>Otters of
  {number} &amp; Schr\\"odinger</title><summary>  They swim.\n</summary>
<author><name>Ada  Lovelace</name></author><author><name>Laurens van der Maaten</name></author>
<author><name>Qwen Team</name></author>
<arxiv:comment>Accepted at ICLR 2026</arxiv:comment><arxiv:doi>10.1000/otters</arxiv:doi>
<arxiv:primary_category term="cs.CL"/><category term="cs.AI"/><category term="cs.CL"/>
</entry>"""
UNKNOWN = "2601.99999"


def feed(*entries: str) -> str:
    """Write what the API answers."""
    spaces = 'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    return f'<?xml version="1.0" encoding="UTF-8"?><feed {spaces}><title>ArXiv Query</title>{"".join(entries)}</feed>'


def known(numbers: list[str]) -> str:
    """Answer as arXiv does, who has no entry for a number that it does not know."""
    return feed(*(ENTRY.format(number=escape(number)) for number in numbers if number != UNKNOWN))


Answer = tuple[int, dict[str, str], str]


class Server(ThreadingHTTPServer):
    """A server that answers by a script, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[list[str]] = []
        self.agents: set[str] = set()
        self.answer: Callable[[int, list[str]], Answer] = lambda _, numbers: (200, {}, known(numbers))
        self.at_once = self.most_at_once = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/query"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.at_once += 1
        self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        query = parse_qs(urlsplit(self.path).query)
        numbers = query["id_list"][0].split(",")
        assert int(query["max_results"][0]) == len(numbers)
        self.server.asked.append(numbers)
        self.server.agents.add(self.headers["User-Agent"])
        status, headers, text = self.server.answer(len(self.server.asked), numbers)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())
        self.server.at_once -= 1

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        yield server
        server.shutdown()


def api(server: Server) -> tuple[online.Api, list[float]]:
    """Give a client of the server that does not wait, and the list of how long it would have."""
    waits: list[float] = []
    return online.Api("ada@example.org", server.address, waits.append), waits


def numbers_of(client: online.Api, *numbers: str) -> list[str]:
    """Give the numbers of which something came, in their order."""
    return [one.arxiv_id for found in client.of(numbers) for one in found]


def test_an_entry_says_what_its_reader_would_see() -> None:
    mistake = "<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title></entry>"
    found = list(records(feed(mistake, ENTRY.format(number="hep-th/9901001")).encode()))
    assert found == [
        Metadata(
            "hep-th/9901001",
            "Otters of hep-th/9901001 & Schrödinger",
            (Name("", "Ada Lovelace"), Name("", "Laurens van der Maaten"), Name("", "Qwen Team")),
            "They swim.",
            ("cs.CL", "cs.AI"),
            "2026-01-08",
            "10.1000/otters",
            "ICLR 2026",
        )
    ]


@pytest.mark.parametrize("text", ["", "<html><body>busy</body></html>", feed()[:-7], "{}"])
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no XML|no feed"):
        list(records(text.encode()))


def test_a_hundred_are_asked_for_at_once_three_seconds_apart(server: Server) -> None:
    client, waits = api(server)
    numbers = [f"2601.{number:05}" for number in range(250)]

    assert numbers_of(client, *numbers) == numbers
    assert [len(one) for one in server.asked] == [100, 100, 50]
    assert waits == [3, 3]
    assert server.most_at_once == 1
    (agent,) = server.agents
    assert agent.startswith("digestkb/") and agent.endswith("(ada@example.org)")


@pytest.mark.parametrize("status", [429, 503, 406])
def test_it_waits_where_arxiv_is_busy_and_asks_again(server: Server, status: int) -> None:
    server.answer = lambda count, numbers: (
        (status, {"Retry-After": "7"}, "") if count < 3 else (200, {}, known(numbers))
    )
    client, waits = api(server)

    assert numbers_of(client, "2601.00001") == ["2601.00001"]
    assert waits == [7, 3, 15, 3]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((503, {}, ""), "503 Service Unavailable"),
        ((200, {}, known(["2601.00001"])[:300]), "no XML"),
        ((200, {"Content-Length": "9999"}, "<feed>"), "IncompleteRead|no XML"),
        ((200, {}, "<html/>"), "no feed"),
    ],
    ids=["busy for ever", "cut off", "ended early", "a page"],
)
def test_it_ends_where_arxiv_never_answers(server: Server, answer: Answer, why: str) -> None:
    server.answer = lambda *_: answer
    client, waits = api(server)

    with pytest.raises(Unreachable, match=why):
        numbers_of(client, "2601.00001")
    assert [one for one in waits if one != online.PAUSE] == list(online.WAITS)
    assert client.requests == len(online.WAITS) + 1


def test_it_waits_no_longer_than_anybody_would(server: Server) -> None:
    server.answer = lambda *_: (429, {"Retry-After": "86400"}, "")
    client, waits = api(server)
    with pytest.raises(Unreachable):
        numbers_of(client, "2601.00001")
    assert max(waits) == online.LONGEST


def test_nobody_there_is_the_same() -> None:
    with Server() as gone:
        client, _ = api(gone)
    with pytest.raises(Unreachable, match="refused"):
        numbers_of(client, "2601.00001")


def test_what_arxiv_forbids_is_not_asked_again(server: Server) -> None:
    server.answer = lambda *_: (403, {}, "")
    client, _ = api(server)
    with pytest.raises(DigestError, match="403 Forbidden") as failure:
        numbers_of(client, "2601.00001")
    assert failure.value.status == 2 and len(server.asked) == 1


def test_a_number_that_makes_no_sense_takes_no_other_along(server: Server) -> None:
    bad = "2601.00003"
    server.answer = lambda _, numbers: (400, {}, "") if bad in numbers else (200, {}, known(numbers))
    client, _ = api(server)
    numbers = [f"2601.{number:05}" for number in range(8)]

    assert numbers_of(client, *numbers) == [number for number in numbers if number != bad]


def test_what_nobody_asked_for_is_not_believed(server: Server) -> None:
    server.answer = lambda *_: (200, {}, known(["2601.00002", "2601.00001"]))
    assert numbers_of(api(server)[0], "2601.00001") == ["2601.00001"]


@pytest.mark.parametrize("contact", ["", "ada", "ada@example.org\r\nHost: x", "a b@example.org", "ada@exam ple.org"])
def test_who_asks_has_an_address(contact: str) -> None:
    with pytest.raises(DigestError, match="no address"):
        online.Api(contact)


def test_only_what_is_not_known_is_asked_and_said_where_from(server: Server) -> None:
    client, _ = api(server)
    with Store.passing() as store:
        for number in ("2601.00001", "2601.00002", UNKNOWN):
            put(store, f"{number}.md", (digested(number, "Otters"),))
        first = enrich.Asking(store, client)
        list(first.events())
        assert (first.enriched, first.absent) == (2, 1)
        list(enrich.Asking(store, client).events())
        connection = store.metadata.connection
        (row,) = connection.execute("SELECT number FROM papers WHERE arxiv_id = '2601.00001'").fetchone()
        paper = next(papers(connection, [row]))
    assert server.asked == [["2601.00001", "2601.00002", UNKNOWN], [UNKNOWN]]
    assert paper.metadata and paper.metadata.source == "arXiv API" and paper.metadata.date
    assert paper.authors == ("Ada Lovelace", "Laurens van der Maaten", "Qwen Team")
    ada, laurens, team = citation(paper).people
    assert (ada.family, laurens.particle, team.is_organisation) == ("Lovelace", "van der", True)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the sample notes."""
    path = tmp_path_factory.mktemp("kb") / "kb.db"
    assert digestkb("--db", str(path), "ingest", str(NOTES)).status == 0
    return path


def test_the_command_keeps_what_came_and_nothing_is_left_of_it(
    server: Server, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Path(shutil.copy(sample, tmp_path / "kb.db"))
    before, tables = content(db), schema(db)
    monkeypatch.setattr(online.Api.__init__, "__defaults__", (server.address, lambda _: None))
    monkeypatch.setattr(online, "BATCH", 40)

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["--db", str(db), "enrich", *arguments])

    server.answer = lambda count, numbers: (200, {}, known(numbers)) if count < 2 else (503, {}, "")
    busy = run("--online", "--contact", "ada@example.org")
    assert busy.exit_code == 75 and busy.stderr.count("\n") == 1, busy.output
    assert "40 papers are stored, and the next run asks for the rest" in busy.stderr

    server.answer = lambda _, numbers: (200, {}, known(numbers))
    wanted = len(run("--missing", "-f", "ids").output.split())
    done = run("--online", "--contact", "ada@example.org", "-f", "json")
    said = {row["name"]: row["value"] for row in json.loads(done.output)}
    assert said["papers enriched"] == wanted and said["papers that arXiv says nothing of"] == 0
    assert run("--missing").exit_code == 1
    assert content(db) == before, "what notes say is as it was"
    assert run("--remove").exit_code == 0
    assert (content(db), schema(db)) == (before, tables)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--online",), "arXiv wants to know who asks: --contact ADDRESS"),
        (("--online", "--contact", "nobody"), "'nobody' is no address"),
        (("--online", "x.json"), "--online goes without a snapshot"),
        (("--online", "--remove"), "--remove goes without"),
    ],
    ids=ascii,
)
def test_a_mistake_is_one_line_and_asks_nobody(sample: Path, arguments: tuple[str, ...], message: str) -> None:
    run = digestkb("--db", str(sample), "enrich", *arguments)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert message in run.err


def test_the_address_may_be_set_once(tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text('contact = "bob@example.org"\n')
    monkeypatch.setenv("DIGESTKB_CONFIG", str(tmp_path / "config.toml"))
    told: list[str] = []

    class Told(online.Api):
        def __init__(self, contact: str) -> None:
            told.append(contact)
            raise DigestError("enough")

    monkeypatch.setattr(online, "Api", Told)
    with suppress(SystemExit):
        CliRunner().invoke(app, ["--db", str(sample), "enrich", "--online"])
    assert told == ["bob@example.org"]
