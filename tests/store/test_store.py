"""The store: what is said of a paper follows from its mentions, whatever happened in whatever order."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database, Migrations

from digestkb import merge
from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.errors import DatabaseBusy, NoDatabase
from digestkb.links import classify
from digestkb.records import (
    Evidence,
    Insight,
    Kind,
    Mention,
    Note,
    NotedMention,
    Passage,
    Reading,
    Span,
    StoredMention,
    TitleSource,
)
from digestkb.store import state
from digestkb.store.checks.examination import Part
from digestkb.store.columns import SUMMARY
from digestkb.store.doctor import examine
from digestkb.store.origin import Fingerprint, Origin
from digestkb.store.rules import READING
from digestkb.store.schema import MIGRATIONS, m001_initial
from digestkb.store.state import APPLICATION_ID
from digestkb.store.store import Store, Totals
from digestkb.text.ledger import Repair, Text
from tests.grounds import Ground

TEXT = Text(("",) * 40, "utf-8")
#: Few values of each, so that notes keep running into each other.
NUMBERS = st.sampled_from([None, None, "2601.05242", "2601.05175", "2403.03507"])
TITLES = st.sampled_from(
    [None, "GaLore", "GaLore: Memory-Efficient Training", "VideoAuto-R1", "VideoAuto-R1: Thinking Once", "Đánh giá"]
)
URLS = st.sampled_from(
    ["https://github.com/IVUL-KAUST/VideoAuto-R1", "https://ivul.example/r1/", "https://github.com/a/GaLore/"]
)


@st.composite
def mentions(draw: st.DrawFn) -> NotedMention:
    """One mention with a number, or an address, or a title."""
    number, title, url = draw(NUMBERS), draw(TITLES), draw(URLS)
    kind = draw(st.sampled_from([Kind.LOG, Kind.DIGEST, Kind.TOPIC, Kind.NOTE]))
    line = draw(st.integers(1, 40))
    keep_url = number is None and (title is None or draw(st.booleans()))
    mention = Mention(
        kind,
        Span(line, line),
        arxiv_id=ArxivId(number) if number else None,
        url=url if keep_url else None,
        title=title,
        title_source=TitleSource.HEADING if title else None,
        tags=tuple(draw(st.lists(st.sampled_from(["RL", "rl", "LLMs", "Học"]), max_size=2))),
        links=(classify(url),) if draw(st.booleans()) else (),
        passages=(Passage("text", line, draw(st.sampled_from(["học tăng cường", "强化学习", "policy"]))),),
    )
    date = draw(st.sampled_from([None, PartialDate(2026, 1, 9), PartialDate(2025, 12)]))
    return NotedMention(mention, Evidence(date, "made up") if date else None, draw(st.sampled_from(["vi", "zh"])))


NAMES = st.sampled_from(["a.md", "b.md", "c.md", "/other//a.md"])
NOTES = st.dictionaries(NAMES, st.lists(mentions(), max_size=4).map(tuple), min_size=1)


def origin(name: str) -> Origin:
    """Where the note of that name lies: ``folder//source``, else in ``/notes``."""
    folder, _, source = name.rpartition("//")
    return Origin(folder or "/notes", source)


def note(said: tuple[NotedMention, ...], insights: tuple[Insight, ...] = ()) -> Note:
    """Wrap mentions as a note."""
    return Note(Reading("made up", tuple(noted.mention for noted in said), insights), said, None, ("vi",))


def put(store: Store, name: str, said: tuple[NotedMention, ...]) -> None:
    """Store mentions as the note of that name."""
    store.replace(origin(name), Fingerprint(str(hash(said)), 1), TEXT, note(said))


def picture(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything but row numbers."""
    stored = database.execute(f"SELECT {SUMMARY}, papers.* FROM papers ORDER BY id")
    papers = [(summary, *row) for summary, _, *row, _ in stored]  # without its own number, and that of a passage
    database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search, instance)")
    words = "SELECT id, term, col, offset FROM temp.words LEFT JOIN papers ON number = doc ORDER BY 1, 2, 3, 4"
    search = list(database.execute(words))
    found = {"papers": papers, "search": search}
    found["mentions"] = list(
        database.execute(
            "SELECT papers.id, source, kind, line, mentions.title, mentions.date FROM mentions"
            " JOIN papers ON number = paper JOIN notes ON notes.id = note_id ORDER BY 1, 2, 3, 4, 5, 6"
        )
    )
    found["counts"] = list(database.execute("SELECT * FROM paper_counts ORDER BY field, key, label"))
    for table in ("paper_tags", "paper_authors", "paper_topics", "paper_names"):
        found[table] = list(
            database.execute(f"SELECT papers.id, t.key FROM {table} t JOIN papers ON number = paper ORDER BY 1, 2")
        )
    return found


#: How a text begins a summary, and whether nothing is kept of it but where it stands.
SUMMARIES = {
    "a sentence": ("Policies learn from rewards that people gave. And more.", True),
    "several lines": ("- Policies learn\n- from rewards that people gave.", True),
    "more than a summary": ("Một mô hình học được nhiều. " * 40, True),
    "outside the first plane": ("𝛼 and 𝛽 are learned from 🙂 rewards. " * 20, True),
    "emphasis": ("**Policies** learn from rewards that people gave.", False),
    "a sign that is none": ("Policies learn from \0 rewards that people gave.", False),
    "a character that is none": ("Policies learn from \uffff rewards that people gave.", False),
}


@pytest.mark.parametrize(("text", "is_kept_once"), SUMMARIES.values(), ids=SUMMARIES)
def test_a_summary_is_read_from_the_passage_that_it_begins(kb: Ground, text: str, is_kept_once: bool) -> None:
    put(kb.store, "before.md", (titled("Another"), logged("And one more")))
    passages = (Passage("about", 1, "x"), Passage("text", 2, text))
    said = Mention(Kind.LOG, Span(1, 9), url="https://x.org/r", passages=passages)
    other = replace(said, passages=(Passage("text", 2, "Rewards."),))
    for notes in ((said,), (other, said), (other,), (said, other)):
        put(kb.store, "rewards.md", tuple(NotedMention(one, None, "en") for one in notes))
        due = merge.merge("x", [StoredMention(1, "", one, None, "en") for one in notes]).summary
        found = kb.execute(f"SELECT {SUMMARY}, summary IS NULL FROM papers WHERE url IS NOT NULL")
        assert found == [(due, is_kept_once or said not in notes)]


def built(notes: dict[str, tuple[NotedMention, ...]], order: list[str]) -> dict[str, list[tuple[object, ...]]]:
    """The picture of a fresh database into which the notes came in that order."""
    database = Database(memory=True)
    store = Store(database.conn)
    for name in order:
        put(store, name, notes[name])
    found = picture(database)
    database.close()
    return found


def test_what_is_forgotten_takes_no_room(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with Store.open(path) as store:
        put(store, "kept.md", (logged("kept"),))
        for n in range(40):
            put(store, f"{n}.md", tuple(logged(f"{n} {line} " + "word " * 400, line=line) for line in range(1, 6)))
        store.tidy()
    full = path.stat().st_size
    with Store.open(path) as store:
        for n in range(40):
            store.forget(origin(f"{n}.md"))
        store.tidy()

    assert path.stat().st_size < full / 2


def test_without_room_to_tidy_what_was_done_stays_done(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with Store.open(path) as store:
        for n in range(30):
            put(store, f"{n}.md", (logged(f"{n} " + " ".join(f"word{n}x{word}" for word in range(400))),))
        store._connection.execute("PRAGMA max_page_count = 1")  # no fewer than there are
        store.tidy()
    with Store.open(path) as store:
        assert store.totals().papers == 30
        store.tidy()


def segments(path: Path) -> int:
    """Count the segments of the index in a file."""
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()
    return int(count)


def test_an_index_that_has_grown_much_is_of_one_piece(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    for first in (0, 30, 60):
        with Store.open(path) as store:
            for n in range(first, first + 30):
                put(store, f"{n}.md", (logged(f"{n} " + " ".join(f"word{n}x{word}" for word in range(400))),))
            before = segments(path)
            store.tidy()
        assert before > 1 == segments(path)
    with Store.open(path) as store:
        put(store, "one more.md", (logged("one more"),))
        store.tidy()
    assert segments(path) == 2, "a little more is no reason"


def test_an_index_that_was_made_anew_is_of_one_piece(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with Store.open(path) as store:
        for n in range(12):
            put(store, f"{n}.md", tuple(logged(f"{n} {line} " + "x " * line, line=line) for line in range(1, 400)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE index_rules SET rules = 'those of another day'")
    with Store.open(path) as store:
        put(store, "one more.md", (logged("one more"),))
        before = segments(path)
        store.tidy()
    assert before > 1 == segments(path)


def test_what_a_killed_run_has_left_in_many_pieces_is_merged_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with Store.open(path) as store:
        for n in range(24):
            put(store, f"{n}.md", (logged(f"{n} " + " ".join(f"word{n}x{word}" for word in range(400))),))
        assert segments(path) > 20, "none is merged while few are there"
        for n in range(24, 40):
            put(store, f"{n}.md", (logged(f"{n}"),))
        assert segments(path) < 32, "of many some are"
    with Store.open(path) as store:
        put(store, "one more.md", (logged("one more"),))
        store.tidy()
    assert segments(path) < 8


@settings(max_examples=60, deadline=None)
@given(NOTES, st.randoms(use_true_random=False))
def test_the_order_of_notes_does_not_matter(
    notes: dict[str, tuple[NotedMention, ...]], randomness: random.Random
) -> None:
    order = sorted(notes)
    shuffled = randomness.sample(order, len(order))

    assert built(notes, order) == built(notes, shuffled)


@settings(max_examples=60, deadline=None)
@given(NOTES, NOTES, st.sets(NAMES))
def test_replacing_and_forgetting_equals_a_rebuild(
    before: dict[str, tuple[NotedMention, ...]],
    after: dict[str, tuple[NotedMention, ...]],
    forgotten: set[str],
) -> None:
    database = Database(memory=True)
    store = Store(database.conn)
    for name in sorted(before):
        put(store, name, before[name])
    for name in sorted(after):
        put(store, name, after[name])
    for name in sorted(forgotten):
        store.forget(origin(name))
    rest = {name: said for name, said in {**before, **after}.items() if name not in forgotten}
    found, wrong = picture(database), list(examine(database.conn, Part.TABLES))
    database.close()

    assert found == built(rest, sorted(rest))
    assert wrong == []


@settings(max_examples=20, deadline=None)
@given(NOTES)
def test_storing_twice_changes_nothing(notes: dict[str, tuple[NotedMention, ...]]) -> None:
    assert built(notes, sorted(notes)) == built(notes, sorted(notes) * 2)


def logged(title: str | None = None, url: str | None = None, line: int = 3) -> NotedMention:
    mention = Mention(
        Kind.LOG, Span(line, line), url=url, title=title, title_source=TitleSource.LINK if title else None
    )
    return NotedMention(mention, None, "zh")


def digested(number: str, title: str, *urls: str) -> NotedMention:
    links = tuple(classify(url) for url in urls)
    mention = Mention(
        Kind.DIGEST,
        Span(1, 9),
        arxiv_id=ArxivId(number),
        title=title,
        title_source=TitleSource.HEADING,
        links=links,
    )
    return NotedMention(mention, None, "vi")


@pytest.mark.parametrize(
    ("entry", "others", "expected"),
    [
        # An equal link joins, whatever scheme, "www." and slash.
        (
            logged("R1", "https://www.github.com/k/r1/"),
            [digested("2601.05175", "Video: x", "http://github.com/k/r1")],
            "2601.05175",
        ),
        # A log's name that is the title's head joins.
        (logged("VideoAuto-R1", "https://k.example/r1"), [digested("2601.05175", "VideoAuto-R1: Once")], "2601.05175"),
        # So does the whole title, without regard to case.
        (logged("An Image is Worth"), [digested("2010.11929", "An image is worth")], "2010.11929"),
        # Two papers with that head: it could be either, so it is neither.
        (
            logged("R1", "https://k.example/r1"),
            [digested("2601.05175", "R1: Once"), digested("2501.12948", "R1: Twice")],
            "k.example/r1",
        ),
        # A name within the head is not the head.
        (logged("Video", "https://k.example/r1"), [digested("2601.05175", "VideoAuto-R1: Once")], "k.example/r1"),
        # A site's front page is nobody's.
        (logged("Code", "https://github.com"), [digested("2601.05175", "V: x", "https://github.com/")], "github.com"),
        (logged("Chưng cất tri thức"), [], "note:chung-cat-tri-thuc"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_an_entry_without_a_number_finds_its_paper(
    kb: Ground,
    entry: NotedMention,
    others: list[NotedMention],
    expected: str,
    first: bool,
) -> None:
    if first:
        put(kb.store, "log.md", (entry,))
    for at, other in enumerate(others):
        put(kb.store, f"{at}.md", (other,))
    if not first:
        put(kb.store, "log.md", (entry,))

    assert kb.execute("SELECT papers.id FROM mentions JOIN papers ON number = paper WHERE kind = 'log'") == [
        (expected,)
    ]


def test_two_numbers_with_one_link_stay_two(kb: Ground) -> None:
    put(kb.store, "a.md", (digested("2601.05175", "A: x", "https://github.com/k/r"),))
    put(kb.store, "b.md", (digested("2601.05242", "B: x", "https://github.com/k/r"),))

    assert [row[0] for row in kb.execute("SELECT id FROM papers ORDER BY id")] == ["2601.05175", "2601.05242"]


def titled(
    title: str | None, kind: Kind = Kind.NOTE, url: str | None = None, number: str | None = None
) -> NotedMention:
    """A mention that has a title, and perhaps what makes it a paper."""
    arxiv_id = ArxivId(number) if number else None
    mention = Mention(kind, Span(1, 9), arxiv_id, url, title, TitleSource.HEADING if title else None)
    return NotedMention(mention, None, "en")


ATTENTION = "Attention Is All You Need"
#: Files with one mention each → the records, those that are notes marked with a star.
APART: dict[str, tuple[dict[str, NotedMention], set[str]]] = {
    "a note alone goes by its title": ({"a.md": titled("TODO")}, {"note:todo*"}),
    "two of one title by their paths as well": (
        {"a.md": titled("Notes"), "my vault/b.md": titled("notes!")},
        {"note:notes@a.md*", "note:notes@my%20vault/b.md*"},
    ),
    "so do three": (
        {"a.md": titled("Notes"), "b.md": titled("Notes"), "c.md": titled("Notes")},
        {"note:notes@a.md*", "note:notes@b.md*", "note:notes@c.md*"},
    ),
    "in two folders, by the whole path where they need it": (
        {"a.md": titled("Notes"), "/other//a.md": titled("Notes"), "b.md": titled("Notes")},
        {"note:notes@/notes/a.md*", "note:notes@/other/a.md*", "note:notes@b.md*"},
    ),
    "a title that reads like a path is none": (
        {"a.md": titled("Notes"), "b.md": titled("Notes"), "c.md": titled("Notes@a.md")},
        {"note:notes@a.md*", "note:notes@b.md*", "note:notes-a-md*"},
    ),
    "without a title": ({"a.md": titled(None), "b.md": titled(None)}, {"note:@a.md*", "note:@b.md*"}),
    "an entry of a log is a paper, and keeps the short id": (
        {"a.md": titled("TODO"), "log.md": titled("TODO", Kind.LOG)},
        {"note:todo@a.md*", "note:todo"},
    ),
    "entries of one title are one paper": (
        {"a.md": titled(ATTENTION, Kind.LOG), "b.md": titled(ATTENTION, Kind.DIGEST)},
        {"note:attention-is-all-you-need"},
    ),
    "a note never joins a paper by its title": (
        {"a.md": titled(ATTENTION), "b.md": titled(ATTENTION, Kind.DIGEST, number="1706.03762")},
        {"note:attention-is-all-you-need*", "1706.03762"},
    ),
    "an entry does": (
        {"a.md": titled(ATTENTION, Kind.LOG), "b.md": titled(ATTENTION, number="1706.03762")},
        {"1706.03762"},
    ),
    "a note with an address is a paper, and may join": (
        {"a.md": titled("Notes", url="https://a.org/x"), "b.md": titled(ATTENTION, url="https://a.org/y"),
         "c.md": titled(ATTENTION, Kind.DIGEST, number="1706.03762")},
        {"a.org/x", "1706.03762"},
    ),
    "a note with a number is a paper": ({"a.md": titled("Notes", number="1706.03762")}, {"1706.03762"}),
}  # fmt: skip


def marked_records(database: Database | Ground) -> set[str]:
    return {row[0] for row in database.execute("SELECT id || CASE is_note WHEN 1 THEN '*' ELSE '' END FROM papers")}


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(("notes", "expected"), APART.values(), ids=APART)
def test_notes_stand_apart(kb: Ground, notes: dict[str, NotedMention], expected: set[str], backwards: bool) -> None:
    for name in sorted(notes, reverse=backwards):
        put(kb.store, name, (notes[name],))

    assert marked_records(kb) == expected
    assert kb.store.totals().paperless == sum(record.endswith("*") for record in expected)
    assert kb.store.totals().papers == sum(not record.endswith("*") for record in expected)


def test_a_note_gets_its_short_id_back(kb: Ground) -> None:
    for name in ("a.md", "b.md", "c.md"):
        put(kb.store, name, (titled("Notes"),))
    kb.store.forget(origin("c.md"))
    assert marked_records(kb) == {"note:notes@a.md*", "note:notes@b.md*"}
    put(kb.store, "b.md", (titled("Other notes"),))
    assert marked_records(kb) == {"note:notes*", "note:other-notes*"}
    put(kb.store, "b.md", (titled("Notes", Kind.LOG),))
    assert marked_records(kb) == {"note:notes@a.md*", "note:notes"}


def test_two_notes_of_one_title_in_a_file_are_one_record_and_an_entry_beside_them_none_of_it(kb: Ground) -> None:
    put(kb.store, "a.md", (titled("Notes"), titled("Notes")))
    assert marked_records(kb) == {"note:notes*"}
    put(kb.store, "a.md", (titled("Notes"), titled("Notes", Kind.LOG)))
    assert marked_records(kb) == {"note:notes@a.md*", "note:notes"}
    put(kb.store, "b.md", (titled("Notes"),))
    kb.store.forget(origin("b.md"))
    assert marked_records(kb) == {"note:notes@a.md*", "note:notes"}


def test_many_notes_of_one_title_are_not_looked_at_for_each(store: Store, database: Database) -> None:
    for number in range(8):
        put(store, f"{number}.md", (titled("Monday"),))
    looked_at: list[str] = []
    database.conn.set_trace_callback(looked_at.append)
    put(store, "last.md", (titled("Monday"),))
    database.conn.set_trace_callback(None)

    assert sum("text FROM passages" in sql for sql in looked_at) == 0, "no other note was loaded"
    assert len(marked_records(database)) == 9


#: What a database of the first schema held: a note about no paper, an entry of a log, a note about a paper.
FIRST_SCHEMA = """
INSERT INTO notes VALUES (1, '/notes', 'a.md', 'x', 1, 1, 'generic', NULL, NULL, NULL, '[]', 'utf-8', 9, 0);
INSERT INTO papers (number, id, names, authors, tags, topics, languages, links) VALUES
  (1, 'note:a', '[]', '[]', '[]', '[]', '[]', '[]'),
  (2, 'note:b', '[]', '[]', '[]', '[]', '[]', '[]'),
  (3, '2601.05242', '[]', '[]', '[]', '[]', '[]', '[]');
INSERT INTO mentions (note_id, paper, kind, line, last_line, arxiv_id, version, names, authors, tags, topics, links,
    attachments, context, language, repaired, uncertain) VALUES
  (1, 1, 'note', 1, 9, NULL, 0, '[]', '[]', '[]', '[]', '[]', '[]', '[]', 'en', 0, 0),
  (1, 2, 'log', 1, 9, NULL, 0, '[]', '[]', '[]', '[]', '[]', '[]', '[]', 'en', 0, 0),
  (1, 3, 'note', 1, 9, '2601.05242', 0, '[]', '[]', '[]', '[]', '[]', '[]', '[]', 'en', 0, 0);
"""


def test_an_old_database_tells_notes_from_papers(database: Database) -> None:
    first = Migrations("digestkb")
    first()(m001_initial)
    first.apply(database)
    database.conn.executescript(FIRST_SCHEMA)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    store = Store(database.conn)

    assert marked_records(database) == {"note:a*", "note:b", "2601.05242"}
    (fingerprint,) = store.fingerprints().values()
    assert fingerprint.reading < READING, "it will be read again"


def test_insights_go_with_their_note(kb: Ground) -> None:
    insight = Insight(Kind.GAP, Span(4, 5), "Memory", (Passage("gap", 4, "still too much"),))
    mention = Mention(Kind.GAP, Span(4, 4), arxiv_id=ArxivId("2403.03507"), insight=0)
    origin = Origin("/notes", "s.md")
    kb.store.replace(origin, Fingerprint("x", 1), TEXT, note((NotedMention(mention, None, "vi"),), insights=(insight,)))

    assert kb.store.totals() == Totals(notes=1, papers=1, mentions=1, insights=1, paperless=0)
    assert kb.execute("SELECT * FROM insights_with_papers") == [("gap", "Memory", "s.md", 4, "2403.03507", None)]
    kb.store.forget(origin)
    assert kb.store.totals() == Totals(0, 0, 0, 0)
    assert kb.execute("SELECT count(*) FROM passages") == [(0,)]


def test_a_mention_knows_whether_its_lines_were_repaired(kb: Ground) -> None:
    repairs = (Repair(3, 0, 1, "Ã", "í", "utf-8 as cp1254", 0.9, uncertain=True),)
    text = Text(("",) * 9, "utf-8", repairs)
    said = (logged("whole", line=2), logged("broken", line=3))
    kb.store.replace(Origin("/n", "a.md"), Fingerprint("x", 1), text, note(said))

    found = kb.execute("SELECT title, repaired, uncertain FROM mentions ORDER BY line")
    assert found == [("whole", 0, 0), ("broken", 1, 1)]
    assert kb.execute("SELECT repaired_lines FROM notes") == [(1,)]


def test_a_file_survives_and_is_ours(path: Path) -> None:
    with Store.open(path) as store:
        put(store, "a.md", (logged("one"),))
    with Store.open(path) as store:
        put(store, "b.md", (logged("two"),))
        assert store.totals().papers == 2
        assert store.fingerprints().keys() == {Origin("/notes", "a.md"), Origin("/notes", "b.md")}


def test_other_peoples_files_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    foreign = Database(other)
    foreign.table("mine").insert({"a": 1})
    foreign.close()
    text = tmp_path / "text.db"
    text.write_text("# not a database, but a note that is long enough to look at\n" * 40)

    for path in (other, text):
        before = path.read_bytes()
        with pytest.raises(NoDatabase), Store.open(path):
            pass
        assert path.read_bytes() == before


def test_a_second_writer_is_told_to_wait(path: Path) -> None:
    with Store.open(path):
        pass
    other = Database(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy), Store.open(path, wait=0.05) as store:
        put(store, "a.md", (logged("one"),))
    other.execute("ROLLBACK")
    other.close()


def test_what_is_looked_for_in_a_database_is_what_is_made() -> None:
    database = Database(memory=True)
    MIGRATIONS.apply(database)
    applied = tuple(migration.name for migration in MIGRATIONS.applied(database))
    tables = set(database.table_names())
    database.close()

    assert applied == state.MIGRATIONS
    assert tables == state.TABLES | {state.LEDGER}
