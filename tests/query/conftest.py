"""The corpus in a database, and a way to ask it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from papers_to_find import PAPERS, TODAY, Ask, add_note
from sqlite_utils import Database

from digestkb.query.find import Result, find
from digestkb.query.language import parse
from digestkb.store.store import Store


@pytest.fixture(scope="session")
def corpus() -> Iterator[sqlite3.Connection]:
    """The papers of :data:`PAPERS`, in memory."""
    database = Database(memory=True)
    store = Store(database.conn)
    for source, entries in PAPERS.items():
        add_note(store, source, entries)
    yield database.conn
    database.close()


@pytest.fixture
def ask(corpus: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Put a question to the corpus."""
    monkeypatch.setenv("DIGESTKB_GLOSSARY", "/nowhere/glossary.tsv")

    def asked(text: str, **options: Any) -> Result:
        return find(corpus, parse(text, TODAY), **options)

    return asked
