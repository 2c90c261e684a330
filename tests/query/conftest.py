"""The corpus in a database, and a way to ask it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import pytest
from papers_to_find import PAPERS, TODAY, Ask, Made, add_note

from digestkb.query.database import library
from digestkb.query.find import Result, find
from digestkb.query.language import parse
from digestkb.store.connection import Connection
from digestkb.store.store import Store
from digestkb.stores import opened

if TYPE_CHECKING:
    from tests.postgres.server import Server


@pytest.fixture(scope="session")
def corpus_in_file() -> Iterator[sqlite3.Connection]:
    """The papers of :data:`PAPERS`, in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        fill(Store(connection))
        yield connection


@pytest.fixture(scope="session")
def corpus_on_server(server: Server) -> Iterator[Connection]:
    """The same on a server."""
    address = server.address(server.made())
    with opened(address) as store:
        fill(store)
    with library(address) as connection:
        yield connection


@pytest.fixture(scope="module", params=["a file", "a server"])
def made(request: pytest.FixtureRequest) -> Iterator[Made]:
    """Make databases of either sort, to be asked as long as the tests of a module run."""
    with ExitStack() as until_then:

        def in_file(fill: Callable[[Store], None]) -> Connection:
            connection = until_then.enter_context(closing(sqlite3.connect(":memory:")))
            fill(Store(connection))
            return connection

        def on_server(fill: Callable[[Store], None]) -> Connection:
            server: Server = request.getfixturevalue("server")
            address = server.address(server.made())
            with opened(address) as store:
                fill(store)
            return until_then.enter_context(library(address))

        yield in_file if request.param == "a file" else on_server


@pytest.fixture(params=["corpus_in_file", "corpus_on_server"])
def corpus(request: pytest.FixtureRequest) -> Connection:
    """Either of them."""
    connection: Connection = request.getfixturevalue(request.param)
    return connection


def fill(store: Store) -> None:
    """Store the papers."""
    for source, entries in PAPERS.items():
        add_note(store, source, entries)


@pytest.fixture
def ask(corpus: Connection, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Put a question to the corpus."""
    monkeypatch.setenv("DIGESTKB_GLOSSARY", "/nowhere/glossary.tsv")

    def asked(text: str, **options: Any) -> Result:
        return find(corpus, parse(text, TODAY), **options)

    return asked
