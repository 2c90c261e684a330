"""The address of a server, and what goes wrong on the way to it or on it: one line each, with the status for it."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from digestkb.address import checked
from digestkb.cli.app import app
from digestkb.errors import DatabaseBusy, DigestError, NoDatabase
from digestkb.postgres.connection import connect
from tests.cli.processes import ROOT, digestkb
from tests.postgres.server import Server


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://anna:secret@db.example/papers",
        "postgres://anna:secret@/papers",
        "postgresql:///papers?user=anna&password=secret",
        "postgresql:///papers?sslpassword=secret",
        "postgresql://anna:@db.example/papers",
    ],
)
def test_a_password_in_the_address_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], address: str
) -> None:
    monkeypatch.setenv("DIGESTKB_DB", address)
    for arguments in (["--db", address, "search", "x"], ["search", "x"], ["config"], ["db", "copy", address, "kb.db"]):
        run = CliRunner().invoke(app, arguments)
        said = run.output + capfd.readouterr().err
        assert run.exit_code == 2 and said.count("\n") == 1
        assert "~/.pgpass" in said and "secret" not in said


def test_without_the_extra_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "psycopg.py").write_text("raise ImportError('not here')")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    run = digestkb("--db", "postgresql:///papers", "ingest", str(tmp_path), PYTHONPATH=path)

    assert (run.status, run.err) == (2, "digestkb: PostgreSQL needs an extra: pip install 'digestkb[postgres]'\n")


@pytest.mark.parametrize("command", ["backup x", "doctor", "rebuild", "enrich --missing", "serve"])
def test_what_is_for_files_says_so_and_asks_nobody(command: str) -> None:
    run = CliRunner().invoke(app, ["--db", "postgresql://nobody.invalid/papers", *command.split()])

    assert (run.exit_code, run.output.count("\n")) == (2, 1)
    assert "is for a database in a file; " in run.output


def test_an_address_without_one_is_taken_as_it_is() -> None:
    address = "postgresql://anna@db.example:5433/papers?sslmode=require&application_name=password"
    assert checked(address) == address


def test_who_asks_a_server_is_told_what_is_wrong(server: Server) -> None:
    wrong = {
        "postgresql://nobody.invalid/papers": (DatabaseBusy, "try again"),
        "postgresql:///papers?host=/nonexistent": (DatabaseBusy, "try again"),
        server.address("nothing"): (NoDatabase, '"nothing" does not exist'),
        server.address("postgres", "stranger"): (NoDatabase, '"stranger" does not exist'),
        "postgresql:///papers?nonsense=1": (NoDatabase, "nonsense"),
        "postgresql:///?service=nonsense": (NoDatabase, "nonsense"),
        "postgresql://[::1": (NoDatabase, "cannot be read"),
    }
    for address, (kind, said) in wrong.items():
        with pytest.raises(DigestError) as raised:
            connect(address)
        assert type(raised.value) is kind, raised.value
        assert said in str(raised.value) and "\n" not in str(raised.value)


def test_statements_of_sqlite_are_understood(server: Server) -> None:
    with closing(connect(server.address("postgres"))) as connection:
        sql = "SELECT 7 % 4, 'a?%' || ?, ?::bigint, 'x' LIKE '%x', sum(n), count(*) FROM (VALUES (1::bigint)) t(n)"
        assert connection.execute(sql, ("b", 3)).fetchone() == (3, "a?%b", 3, True, 1, 1)
        assert connection.execute("SELECT :a::text || :b", {"a": "x", "b": "%"}).fetchone() == ("x%",)
        assert connection.execute("SELECT 'é' > 'z' COLLATE \"C\", 7 % 4").fetchone() == (True, 3)


def test_a_reader_cannot_change_anything(server: Server) -> None:
    name = server.made()
    with closing(connect(server.address(name))) as connection, pytest.raises(NoDatabase, match="read-only"):
        connection.execute("DELETE FROM notes")


@pytest.mark.parametrize("text", ["a\0b", "\0", "\uffff", "\uffff0", "\uffff1\0\uffff", "plain", "𝛼'\\%?"])
def test_every_text_comes_back(server: Server, text: str) -> None:
    with closing(connect(server.address("postgres"), writes=True)) as connection:
        connection.execute('CREATE TEMP TABLE t (n bigint, text text COLLATE "C")')
        connection.execute("INSERT INTO t VALUES (1, ?)", (text,))
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(2, text), (3, text)])
        connection.copy("t", ("n", "text"), [(4, text)])
        found = connection.execute("SELECT text FROM t WHERE text = ?", (text,)).fetchall()
        assert found == [(text,)] * 4
