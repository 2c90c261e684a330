"""A server that dies, a network that is cut, a run that is ended, in the middle of an ingest: nothing is half done."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digestkb.errors import DatabaseBusy
from tests.cli.processes import NOTES, ROOT, environment
from tests.grounds import content_in_a_file, content_of, ingest_into
from tests.postgres.server import Server, running

#: Each note takes a while, so that there is a middle.
SLOW = """
CREATE FUNCTION digestkb.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.15); RETURN NEW; END $$;
CREATE TRIGGER slow BEFORE INSERT ON digestkb.notes FOR EACH ROW EXECUTE FUNCTION digestkb.slow();
"""
FOLDER = NOTES / "digests"


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that may be killed."""
    with running() as server:
        yield server


@pytest.fixture
def slow(own_server: Server) -> str:
    """A database in which notes take their time."""
    name = own_server.made()
    own_server.ask(name, SLOW)
    return name


def interrupted(
    server: Server, name: str, address: str, fault: Callable[[subprocess.Popen[str]], None]
) -> tuple[int, str]:
    """Ingest, and let something happen once some notes are stored and others are not; gives how the run ended."""
    command = [sys.executable, "-m", "digestkb", "--db", address, "ingest", "--jobs", "1", str(FOLDER)]
    run = subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    until = time.monotonic() + 30
    with server.psycopg.connect(server.address(name), autocommit=True) as connection:
        while connection.execute("SELECT count(*) FROM digestkb.notes").fetchone() == (0,):
            assert time.monotonic() < until and run.poll() is None
            time.sleep(0.05)
    fault(run)
    _, said = run.communicate(timeout=60)
    return run.returncode, said


def assert_half(server: Server, name: str) -> None:
    """Some notes are there, each with all that is said in it, and others are not."""
    stored = {source for (source,) in server.ask(name, "SELECT source FROM digestkb.notes")}
    assert 0 < len(stored) < len(list(FOLDER.iterdir()))
    lacking = "SELECT number FROM digestkb.papers EXCEPT SELECT paper FROM digestkb.search"
    assert server.ask(name, lacking) == []


def assert_completed(server: Server, name: str, tmp_path: Path) -> None:
    """The next run does the rest, and the result is that of one run."""
    server.ask(name, "DROP TRIGGER slow ON digestkb.notes")
    ingest_into(server.address(name), FOLDER)
    assert content_of(server.address(name), tmp_path) == content_in_a_file(FOLDER)


def test_the_server_is_killed(own_server: Server, slow: str, tmp_path: Path) -> None:
    status, said = interrupted(own_server, slow, own_server.address(slow), lambda _: own_server.kill())
    assert (status, said.count("\n")) == (75, 1) and "try again" in said
    with pytest.raises(DatabaseBusy, match="try again"):
        ingest_into(own_server.address(slow), FOLDER)

    own_server.start()
    assert_half(own_server, slow)
    assert_completed(own_server, slow, tmp_path)


def test_a_process_of_the_server_is_killed(own_server: Server, slow: str, tmp_path: Path) -> None:
    def kill(_: object) -> None:
        of_run = f"SELECT pid FROM pg_stat_activity WHERE datname = '{slow}' AND application_name = 'digestkb'"
        ((pid,),) = own_server.ask("postgres", of_run)
        os.kill(pid, signal.SIGKILL)

    status, said = interrupted(own_server, slow, own_server.address(slow), kill)
    assert (status, said.count("\n")) == (75, 1)
    own_server.wait()
    assert_half(own_server, slow)
    assert_completed(own_server, slow, tmp_path)


def test_the_network_is_cut(own_server: Server, slow: str, tmp_path: Path) -> None:
    with wire(own_server, tmp_path) as (address, cut):
        status, said = interrupted(own_server, slow, address(slow), lambda _: cut())
    assert (status, said.count("\n")) == (75, 1) and "try again" in said
    assert_half(own_server, slow)
    assert_completed(own_server, slow, tmp_path)


def test_the_run_is_ended(own_server: Server, slow: str, tmp_path: Path) -> None:
    status, said = interrupted(own_server, slow, own_server.address(slow), lambda run: run.terminate())
    assert (status, said.count("\n")) == (143, 1)
    assert_half(own_server, slow)
    assert_completed(own_server, slow, tmp_path)


@contextlib.contextmanager
def wire(server: Server, tmp_path: Path) -> Iterator[tuple[Callable[[str], str], Callable[[], None]]]:
    """Lead a socket to the server; gives the address of a database at its other end, and what cuts it."""
    folder = tmp_path / "wire"
    folder.mkdir()
    ends: list[socket.socket] = []

    def lead(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)

    def take() -> None:
        with contextlib.suppress(OSError):
            while True:
                here, there = listening.accept()[0], socket.socket(socket.AF_UNIX)
                there.connect(str(server.folder / ".s.PGSQL.5432"))
                ends.extend((here, there))
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=lead, args=pair, daemon=True).start()

    def cut() -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / ".s.PGSQL.5432"))
        listening.listen()
        threading.Thread(target=take, daemon=True).start()
        try:
            yield lambda name: f"postgresql://postgres@/{name}?host={folder}", cut
        finally:
            cut()
