"""What full text is to PostgreSQL: cut as FTS5 cuts it, within PostgreSQL's limits, with no phrase lost."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestkb.postgres.lexemes import AGAIN, ORDER, cut, in_parts, lexemes, tokens
from digestkb.store.columns import COLUMNS
from tests.postgres.server import Server

#: What a folded text may have: separators and token characters of ASCII, quotes, letters of two scripts, a rare plane.
TEXTS = st.text(st.sampled_from("ab1+#-_ '\"\\:,.^*()\n\0\x7féÉ强化𝛼"), max_size=40)
PLACE = re.compile(r"'((?:[^'\\]|''|\\\\)*)':([0-9A-D,]+)")


def entry(**columns: str) -> tuple[str, ...]:
    return tuple(columns.get(name, "") for name in COLUMNS)


def places(part: str) -> Iterator[tuple[str, int, str]]:
    """Read a literal: each lexeme with a position and its weight."""
    for match in PLACE.finditer(part):
        lexeme = match[1].replace("''", "'").replace("\\\\", "\\")
        for place in match[2].split(","):
            yield lexeme, int(place.rstrip("ABC")), place.lstrip("0123456789") or "D"


def by_fts5(text: str) -> list[str]:
    """Let FTS5 cut a text."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("""CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = "ascii tokenchars '+#-_'")""")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
        connection.execute("INSERT INTO t VALUES (?)", (text,))
        return [term for (term,) in connection.execute("SELECT term FROM v ORDER BY offset")]


@given(TEXTS)
@example("C++ GRPO-2 học_máy 强化rl")
def test_words_are_those_of_fts5(text: str) -> None:
    assert tokens(text.replace("\0", " ")) == by_fts5(text.replace("\0", " "))


def test_nul_parts_words() -> None:
    assert tokens("a\0b") == ["a", "b"]


@settings(deadline=None, max_examples=30)
@given(st.lists(TEXTS, min_size=9, max_size=9))
def test_the_server_reads_what_is_written(server: Server, texts: list[str]) -> None:
    made = lexemes(tuple(texts))
    (part,) = made.parts

    with server.psycopg.connect(server.address("postgres")) as connection:
        rows = connection.execute("SELECT lexeme, positions, weights FROM unnest(%s::tsvector)", (part,)).fetchall()
    read = {
        (lexeme, at, weight) for lexeme, all_at, weights in rows for at, weight in zip(all_at, weights, strict=True)
    }
    assert read == set(places(part))


@given(st.lists(TEXTS, min_size=9, max_size=9))
def test_what_fits_is_written_quickly_as_it_is_written_slowly(texts: list[str]) -> None:
    columns = {column: tokens(texts[list(COLUMNS).index(column)]) for column in ORDER}
    ((quick,), (slow,)) = lexemes(tuple(texts)).parts, in_parts(columns)
    assert sorted(places(quick)) == sorted(places(slow))


def test_a_word_is_found_by_its_column_and_a_title_by_its_beginning() -> None:
    made = lexemes(entry(title="deep rl", tags="# rl #", text="rl", facets="kind-digest"))
    (part,) = made.parts
    found = list(places(part))

    assert ("^", 1, "A") in found and ("deep", 2, "A") in found
    assert {(lexeme, weight) for lexeme, _, weight in found if "rl" in lexeme} == {
        ("rl", "A"),
        ("rl", "B"),
        ("rl", "D"),
        (":tags:rl", "B"),
    }
    assert made.length == 2 + 3 + 1 + 1, "as FTS5 counts them, with facets"
    assert {"rl", "#", "kind-digest", ":facets:kind-digest"} <= made.words
    assert ":tags:rl" not in made.words and "^" not in made.words


def test_columns_are_too_far_apart_for_a_phrase() -> None:
    (part,) = lexemes(entry(title="a", names="b", summary="c", text="d")).parts
    at = {lexeme: position for lexeme, position, _ in places(part)}

    assert [at[word] for word in "abcd"] == [2, 43, 84, 125]


def test_a_long_text_is_in_parts_that_share_what_a_phrase_may_span() -> None:
    words = [f"w{number}" for number in range(40_000)]
    made = lexemes(entry(title="long", text=" ".join(words)))
    parts = [{position: lexeme for lexeme, position, _ in places(part)} for part in made.parts]

    assert len(parts) == 3 and made.length == 40_001
    assert max(max(part) for part in parts) <= 16_000
    assert {lexeme for part in parts for lexeme in part.values()} == {"^", "long", *words}
    for before, after in pairwise(parts):
        last = [before[at] for at in sorted(before)][-AGAIN:]
        assert [after[at] for at in range(1, AGAIN + 1)] == last
        assert after[AGAIN + 1] == words[words.index(last[-1]) + 1]


def test_a_word_that_is_everywhere_begins_a_part_before_postgresql_forgets_it() -> None:
    made = lexemes(entry(text=" ".join(["the", "x"] * 300)))

    for part in made.parts:
        counts: dict[str, int] = {}
        for lexeme, _, _ in places(part):
            counts[lexeme] = counts.get(lexeme, 0) + 1
        assert max(counts.values()) < 250
    assert len(made.parts) == 2


def test_no_word_and_no_part_is_too_large_for_the_server(server: Server) -> None:
    made = lexemes(entry(text=" ".join(f"{'强' * 700}{number:04}{'é' * 900}" for number in range(2_000))))

    assert len(made.parts) > 1
    assert all(len(word.encode()) <= 2000 for word in made.words)
    for part in made.parts:
        assert server.ask("postgres", f"SELECT length($x${part}$x$::tsvector)") != []
    assert cut("強" * 5000).encode().decode() == "強" * 666
