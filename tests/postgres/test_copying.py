"""A knowledge base moved from a file to a server and back says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestkb.embed import Embedding
from digestkb.errors import NoDatabase
from digestkb.ingest import ingest
from digestkb.semantic import SIZE
from digestkb.store.store import Store
from digestkb.stores import opened
from digestkb.survey import survey
from digestkb.transfer import Copying
from digestkb.transfer import opened as source
from tests.cli.processes import NOTES, digestkb
from tests.faults.canon import content
from tests.grounds import content_of, ingest_into
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
    ingest_into(path, NOTES, odd.parent)
    with Store.open(path) as store:
        embed(store)
    return path


class Lengths:
    """A model that knows how long a text is."""

    def passage(self, text: str) -> bytes:
        return len(text).to_bytes(SIZE, "big")


def embed(store: Store) -> int:
    """Make the vectors that are lacking; gives how many there were."""
    return len(list(Embedding(store, Lengths()).events()))


def vectors_of(path: Path) -> list[tuple[object, ...]]:
    with source(path) as connection:
        return list(connection.execute("SELECT * FROM paper_vectors ORDER BY paper"))


def test_there_and_back_it_is_the_same(server: Server, file: Path, tmp_path: Path) -> None:
    address = server.address(server.empty())
    there = digestkb("db", "copy", str(file), address)
    assert (there.status, there.err) == (0, "")
    assert there.out == "17 notes copied, 137 papers\n"
    found = content_of(address, tmp_path)
    assert vectors_of(tmp_path / "0.db") == vectors_of(file) != []
    assert found == content(file)
    assert any("\\x00" in row for row in found["passages"]), "nothing is lost of a text"
    with opened(address) as store:
        assert embed(store) == 0, "and so are its vectors"
        assert {str(event.outcome) for event in ingest(store, survey(store.fingerprints(), [NOTES]))} == {"unchanged"}


def copied(of: Path, to: str) -> None:
    with source(of) as connection, opened(to) as store:
        for _ in Copying(connection, store).run():
            pass


def test_what_is_written_afterwards_is_numbered_behind_what_was_copied(server: Server, file: Path) -> None:
    address = server.address(server.empty())
    copied(file, address)
    with opened(address) as store:
        put(store, "new.md", (logged("one"),))
        assert store.totals().notes == 18


@pytest.mark.parametrize("is_server", [False, True], ids=["a file", "a server"])
def test_what_is_not_empty_is_left_alone(server: Server, file: Path, tmp_path: Path, is_server: bool) -> None:
    if is_server:
        to = server.address(server.made())
        copied(file, to)
    else:
        to = str(tmp_path / "other.db")
        with Store.open(Path(to)) as store:
            put(store, "a.md", (logged("one"),))
    run = digestkb("db", "copy", str(file), to)

    assert run.status == 2 and "not empty" in run.err


def test_what_is_not_there_or_empty_is_not_copied(server: Server, tmp_path: Path) -> None:
    for of in (str(tmp_path / "nothing.db"), server.address("nothing"), server.address(server.empty())):
        with pytest.raises(NoDatabase), source(of):
            pass


def test_nothing_is_copied_by_half(server: Server, file: Path) -> None:
    name = server.made()
    server.ask(name, "ALTER TABLE digestkb.claims RENAME TO c")
    with pytest.raises(NoDatabase, match='"claims" does not exist'):
        copied(file, server.address(name))
    assert server.ask(name, "SELECT count(*) FROM digestkb.notes") == [(0,)]


def test_a_database_is_not_copied_into_itself(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(file)
    for target in (file, link):
        run = digestkb("db", "copy", str(file), str(target))
        assert (run.status, run.out) == (2, "")
        assert "is what is copied" in run.err
