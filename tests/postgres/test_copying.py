"""A knowledge base moved from a file to a server and back says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestkb.store.store import Store
from tests.cli.processes import NOTES, digestkb
from tests.faults.canon import content
from tests.postgres.server import Server
from tests.store.test_store import logged, put


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the sample notes, and one with what few notes have."""
    folder = tmp_path_factory.mktemp("kb")
    odd = folder / "odd" / "a.md"
    odd.parent.mkdir()
    odd.write_bytes("# Ti\0tle\uffff\n\nsee https://arxiv.org/abs/2601.05243 wi\0th nul\n".encode("utf-16"))
    path = folder / "kb.db"
    assert digestkb("--db", str(path), "ingest", str(NOTES), str(odd.parent)).status == 0
    return path


def test_there_and_back_it_is_the_same(server: Server, file: Path, tmp_path: Path) -> None:
    address, back = server.address(server.empty()), tmp_path / "back.db"
    there = digestkb("db", "copy", str(file), address)
    assert (there.status, there.err) == (0, "")
    assert there.out == "17 notes copied, 137 papers\n"
    assert digestkb("db", "copy", address, str(back)).status == 0
    assert content(back) == content(file)
    assert any("\0" in row.replace("\\x00", "\0") for row in content(back)["passages"]), "nothing is lost of a text"

    again = digestkb("--db", address, "ingest", str(NOTES), "--json")
    assert '"files unchanged", "value": 16}' in again.out, "what was copied is known by its content"


def test_what_is_written_afterwards_is_numbered_behind_what_was_copied(server: Server, file: Path) -> None:
    from digestkb.postgres.server import open_store

    address = server.address(server.empty())
    assert digestkb("db", "copy", str(file), address).status == 0
    with open_store(address) as store:
        put(store, "new.md", (logged("one"),))
        assert store.totals().notes == 18


@pytest.mark.parametrize("is_server", [False, True], ids=["a file", "a server"])
def test_what_is_not_empty_is_left_alone(server: Server, file: Path, tmp_path: Path, is_server: bool) -> None:
    if is_server:
        to = server.address(server.made())
        assert digestkb("db", "copy", str(file), to).status == 0
    else:
        to = str(tmp_path / "other.db")
        with Store.open(Path(to)) as store:
            put(store, "a.md", (logged("one"),))
    run = digestkb("db", "copy", str(file), to)

    assert run.status == 2 and "not empty" in run.err


def test_what_is_not_there_or_empty_is_not_copied(server: Server, tmp_path: Path) -> None:
    target = tmp_path / "to.db"
    for of in (str(tmp_path / "nothing.db"), server.address("nothing"), server.address(server.empty())):
        run = digestkb("db", "copy", of, str(target))
        assert run.status == 2 and run.err.count("\n") == 1
    assert not target.exists()


def test_nothing_is_copied_by_half(server: Server, file: Path) -> None:
    name = server.made()
    server.ask(name, "ALTER TABLE digestkb.claims RENAME TO c")
    run = digestkb("db", "copy", str(file), server.address(name))

    assert (run.status, run.err.count("\n")) == (2, 1)
    assert server.ask(name, "SELECT count(*) FROM digestkb.notes") == [(0,)]
