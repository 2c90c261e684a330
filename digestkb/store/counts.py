"""How many papers have each tag, author, topic, date and language: kept as papers come and go, for whoever asks.

A paper counts once for what it has, a note that is about no paper not at all. Counts say nothing that the papers' rows
do not, from which :func:`digestkb.store.card.recount` makes them anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from digestkb.store.connection import Connection
from digestkb.tags import PATH_SEPARATOR

CREATE = """CREATE TABLE paper_counts (
  field TEXT NOT NULL,          -- what papers are counted by: tag, author, topic, language, published …
  key TEXT NOT NULL,            -- what is one, however it is spelled, as in paper_tags; a date; a language
  label TEXT NOT NULL,          -- how it is spelled; a topic as a JSON array, from the root down
  papers INTEGER NOT NULL,
  PRIMARY KEY (field, key, label)
) WITHOUT ROWID"""
#: What papers are counted by: that they are there, and have an arXiv number; their labels, and as a branch each topic
#: and all above it; when they were published and first noted, as precisely as it is known, and empty where it is not.
PAPER, NUMBERED, TAG, AUTHOR, TOPIC, BRANCH = "paper", "numbered", "tag", "author", "topic", "branch"
LANGUAGE, PUBLISHED, NOTED = "language", "published", "noted"
#: The columns of a paper's row that tell.
COLUMNS = ("arxiv_id", "published", "month", "noted_first", "languages", "is_note")
_ADD = (
    "INSERT INTO paper_counts (field, key, label, papers) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (field, key, label) DO UPDATE SET papers = paper_counts.papers + excluded.papers"
)
_THIS = "WHERE field = ? AND key = ? AND label = ?"
_TAKE = f"UPDATE paper_counts SET papers = papers - ? {_THIS}"
_CLEAR = f"DELETE FROM paper_counts {_THIS} AND papers <= 0"

#: Field, key and label of something to count.
Counted = tuple[str, str, str]
#: Keys and labels.
Labels = Iterable[tuple[str, str]]


def counted(paper: Mapping[str, Any], tags: Labels, authors: Labels, topics: Labels) -> Iterator[Counted]:
    """Yield what a paper counts for, by its row (at least :data:`COLUMNS`) and its labels.

    >>> row = dict.fromkeys(COLUMNS) | {"published": "2026-01", "languages": '["vi"]'}
    >>> topics = [("ai\\x1frl", '["AI", "RL"]'), ("ai\\x1fvision", '["AI", "Vision"]')]
    >>> for one in counted(row, [("rl", "RL")], [], topics): print(one)
    ('paper', '', '')
    ('published', '2026-01', '')
    ('noted', '', '')
    ('language', 'vi', '')
    ('tag', 'rl', 'RL')
    ('topic', 'ai\\x1frl', '["AI", "RL"]')
    ('topic', 'ai\\x1fvision', '["AI", "Vision"]')
    ('branch', 'ai', '["AI"]')
    ('branch', 'ai\\x1frl', '["AI", "RL"]')
    ('branch', 'ai\\x1fvision', '["AI", "Vision"]')
    """
    if paper["is_note"]:
        return
    yield PAPER, "", ""
    if paper["arxiv_id"]:
        yield NUMBERED, "", ""
    yield PUBLISHED, paper["published"] or paper["month"] or "", ""
    yield NOTED, paper["noted_first"] or "", ""
    for language in json.loads(paper["languages"]):
        yield LANGUAGE, language, ""
    branches = _branches(topics).items()
    for field, labels in ((TAG, tags), (AUTHOR, authors), (TOPIC, topics), (BRANCH, branches)):
        for key, label in labels:
            yield field, key, label


def _branches(topics: Labels) -> dict[str, str]:
    """Give the topics of a paper and those that they are in, each once."""
    found: dict[str, str] = {}
    for key, path in topics:
        nodes, written = key.split(PATH_SEPARATOR), json.loads(path)
        for end in range(1, len(nodes) + 1):
            found.setdefault(PATH_SEPARATOR.join(nodes[:end]), json.dumps(written[:end], ensure_ascii=False))
    return found


def add(connection: Connection, come: Iterable[Counted]) -> None:
    """Count papers that come."""
    found = Counter(come)
    connection.executemany(_ADD, [(*one, papers) for one, papers in sorted(found.items())])


def take(connection: Connection, gone: Iterable[Counted]) -> None:
    """Count papers no more that go."""
    found = Counter(gone)
    connection.executemany(_TAKE, [(papers, *one) for one, papers in sorted(found.items())])
    connection.executemany(_CLEAR, sorted(found))


def clear(connection: Connection) -> None:
    """Count nothing."""
    connection.execute("DELETE FROM paper_counts")


def unlike(connection: Connection, due: Mapping[Counted, int]) -> list[Counted]:
    """Give what is kept with another count than is ``due``, in order."""
    rows = connection.execute("SELECT field, key, label, papers FROM paper_counts")
    kept = {(field, key, label): papers for field, key, label, papers in rows}
    return sorted(one for one in due.keys() | kept.keys() if due.get(one, 0) != kept.get(one, 0))


def most_spelled(rows: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
    """Yield each key of rows in the order of keys, its commonest label – of equals the first – and all its papers.

    >>> list(most_spelled([("rl", "RL", 2), ("rl", "rl", 3), ("vlm", "VLM", 1)]))
    [('rl', 'rl', 5), ('vlm', 'VLM', 1)]
    """
    last, best, most, papers = None, "", 0, 0
    for key, label, count in rows:
        if key != last:
            if last is not None:
                yield last, best, papers
            last, best, most, papers = key, label, 0, 0
        papers += count
        if count > most:
            best, most = label, count
    if last is not None:
        yield last, best, papers
