"""An abbreviation that stands for a name is no syllable of Vietnamese whose marks were folded away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from papers_to_find import TODAY, add_note
from sqlite_utils import Database

from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.syllables import with_marks
from digestkb.records import Kind
from digestkb.store.store import Store
from digestkb.text.fold import folded

SAID = {
    "2601.00001": "Phương pháp đa dạng của chúng tôi.",
    "2601.00002": "With DA a model moves from one country to another.",
    "2601.00003": "Một mạng tốt, gần hoặc gắn với mẫu.",
    "2601.00004": "The GAN was trained for a week.",
    "2601.00005": "MOT of cars in the rain.",
    "2601.00006": "Biểu diễn cảnh bằng hàm vi phân chính xác và tinh vi.",
    "2601.00007": "Cây hành vi với các em nhỏ.",
    "2601.00008": "VI with a factorized posterior.",
    "2601.00009": "用 VI 和 EM 训练。",
    "2601.00010": "AI được dùng trong bệnh viện.",
}


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    database = Database(memory=True)
    entries = [
        {"id": key, "kind": Kind.DIGEST, "title": f"Paper {key}", "text": text, "language": "en"}
        for key, text in SAID.items()
    ]
    add_note(Store(database.conn), "notes.md", entries)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("domain adaptation", {"2601.00002"}),
        ("generative adversarial network", {"2601.00004"}),
        ("object tracking", {"2601.00005"}),
        ("tree of thoughts", set()),
        # Words without a mark of their own, in what is written in Vietnamese, and a word that is none there.
        ("variational inference", {"2601.00008", "2601.00009"}),
        ("expectation maximization", {"2601.00009"}),
        ("artificial intelligence", {"2601.00010"}),
        # Whoever types it is not asked what it is.
        ("vi", {"2601.00006", "2601.00007", "2601.00008", "2601.00009"}),
    ],
)
def test_synonyms_in_capitals(database: Database, query: str, wanted: set[str]) -> None:
    hits = find(database.conn, parse(query, TODAY), all_words=True).hits
    assert {hit.id for hit in hits} == wanted


@pytest.mark.parametrize("word", ["đa", "của", "gắn", "tốt", "hội", "nghiêng"])
def test_every_way_to_write_a_syllable(word: str) -> None:
    ways = with_marks(folded(word))
    assert word in ways
    assert {folded(way) for way in ways} == {folded(word)}
    assert folded(word) not in ways
