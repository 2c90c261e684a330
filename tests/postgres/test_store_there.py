"""Whatever happens to notes on a server: what is there in the end is what a fresh database has, and what a file has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestkb.records import Kind
from digestkb.store.columns import SUMMARY
from digestkb.store.vectors import lacking, stored
from tests.grounds import Ground, in_memory, on
from tests.postgres.server import Server
from tests.store.test_store import NAMES, NOTES, NotedMention, origin, put, titled

#: What a database says, without row numbers; the words of full text are another matter in each sort.
SAID = {
    "papers": f"SELECT {SUMMARY}, papers.* FROM papers ORDER BY id",
    "mentions": "SELECT papers.id, source, kind, line, mentions.title, mentions.date FROM mentions"
    " JOIN papers ON number = paper JOIN notes ON notes.id = note_id ORDER BY 1, 2, 3, 4, 5, 6",
    "claims": "SELECT source, line, key, numbered FROM claims JOIN mentions ON mentions.id = mention_id"
    " JOIN notes ON notes.id = note_id ORDER BY 1, 2, 3, 4",
    **{
        table: f"SELECT papers.id, t.key FROM {table} t JOIN papers ON number = paper ORDER BY 1, 2"
        for table in ("paper_tags", "paper_authors", "paper_topics", "paper_names")
    },
    "counts": "SELECT field, key, label, papers FROM paper_counts ORDER BY 1, 2, 3",
}
WORDS = "SELECT id, part, length, words::text FROM search JOIN papers ON number = paper ORDER BY id, part"


def said(kb: Ground) -> dict[str, list[tuple[object, ...]]]:
    found = {name: kb.execute(sql) for name, sql in SAID.items()}
    found["papers"] = [(summary, *row) for summary, _, *row, _ in found["papers"]]
    found["mentions"].sort(key=repr)  # what is not known stands first there, and last here
    return found


@contextmanager
def holding(ground: Ground, notes: Mapping[str, tuple[NotedMention, ...]]) -> Iterator[Ground]:
    for name in sorted(notes):
        put(ground.store, name, notes[name])
    yield ground


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NOTES, NOTES, st.sets(NAMES))
def test_replacing_and_forgetting_equals_a_fresh_database_and_a_file(
    server: Server,
    before: dict[str, tuple[NotedMention, ...]],
    after: dict[str, tuple[NotedMention, ...]],
    forgotten: set[str],
) -> None:
    rest = {name: notes for name, notes in {**before, **after}.items() if name not in forgotten}
    with on(server) as kb:
        for notes in (before, after):
            for name in sorted(notes):
                put(kb.store, name, notes[name])
        for name in sorted(forgotten):
            kb.store.forget(origin(name))
        changed, words = said(kb), kb.execute(WORDS)
    with on(server) as kb, holding(kb, rest):
        assert (said(kb), kb.execute(WORDS)) == (changed, words)
    with in_memory() as kb, holding(kb, rest):
        assert said(kb) == changed


def test_orders_are_those_of_code_points(server: Server) -> None:
    titles = ["b", "Éa", "éa", "Za", "強", "ß", "a-c", "ab", "𝛼"]
    orders = []
    for ground in (in_memory(), on(server)):
        with ground as kb:
            for title in titles:
                put(kb.store, f"{title}.md", (titled(title, Kind.LOG, f"https://a.org/{title}"),))
            orders.append(kb.execute("SELECT title FROM papers ORDER BY title"))
            orders.append(kb.execute("SELECT key FROM paper_names ORDER BY key"))
    assert orders[:2] == orders[2:]
    assert orders[0] == [(title,) for title in sorted(titles)]


def test_vectors_are_kept_there_as_in_a_file(kb: Ground) -> None:
    put(kb.store, "a.md", (titled("one", Kind.LOG, "https://a.org/1"),))
    put(kb.store, "b.md", (titled("two", Kind.LOG, "https://a.org/2"),))
    table = kb.store.vectors
    assert table.prepare() == 0 and table.known() == {}
    for text in ("before", "now"):
        table.put("a.org/1", text, bytes(range(256)))
    table.put("a.org/2", "now", b"")

    assert table.known() == {"a.org/1": "now", "a.org/2": "now"}
    assert [bytes(vector) for _, vector in stored(kb.connection)] == [bytes(range(256)), b""]
    assert lacking(kb.connection) == 0
    kb.store.forget(origin("b.md"))
    assert table.prepare() == 1
