"""Words that notes write in another script by their sound."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.query.find import find
from digestkb.query.glossary import shipped_file
from digestkb.query.language import parse
from digestkb.query.respelling import stem
from digestkb.query.transliteration import SHORTEST, transliterated
from digestkb.records import Kind
from digestkb.store.connection import Connection

#: What a note says each, and who wrote it.
NOTES = {
    "en": (
        "Mamba, a selective state space",
        "Falcon and Gemini",
        "Mistral, then Mixtral",
        "a transducer of speech",
        "Conformer",
        "SegFormer",
        "DeepSeek",
        "distances of Wasserstein",
        "Flamingo",
        "llama flag frog shark cancer causal measure sincere curve segan latent store practice black state draft"
        " personal small class facing",
    ),
    "asian": (
        "トランスデューサーで音声を読む",
        "マンバのモデル",
        "미스트랄은 모델이다",
        "팔콘",
        "라마 모델과 헤드라인",
        "アレクサネット",
        "アファルコンズ",
    ),
}
CASES = [
    row
    for row in csv.reader(
        Path(__file__).with_name("transliterations.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    if not row[0].startswith("#")
][1:]


@pytest.fixture(scope="module")
def library(made: Made) -> dict[str, Connection]:
    """A database for each kind of notes."""
    return {kind: _with(made, said) for kind, said in NOTES.items()}


def _with(made: Made, said: tuple[str, ...]) -> Connection:
    entries = [
        {"id": f"2601.{at:05}", "kind": Kind.TOPIC, "title": f"Paper {at}", "text": text, "language": "en"}
        | {"authors": ("Zijin Shark",)}
        for at, text in enumerate(said, 1)
    ]
    return made(lambda store: add_note(store, "a.md", entries))


@pytest.mark.parametrize(("notes", "query", "meant"), CASES)
def test_a_word_is_taken_for_the_one_it_sounds_like(
    library: dict[str, Connection], notes: str, query: str, meant: str
) -> None:
    result = find(library[notes], parse(query, TODAY))
    assert " ".join(instead for _, instead in result.respelled) == meant.replace("-", "")
    if meant != "-":
        assert result.hits and f'did you mean "{meant}"' in result.notices[-1]
        assert not find(library[notes], parse(query, TODAY), exact=True).respelled


def test_what_notes_say_is_not_taken_for_anything_else(made: Made) -> None:
    both = _with(made, ("Mamba", "マンバ", "transducer", "トランスデューサー"))
    for query in ("マンバ", "mamba", "transducer", "トランスデューサー"):
        result = find(both, parse(query, TODAY))
        assert result.hits and not result.respelled


def test_few_words_of_the_glossary_sound_like_another_one_of_it() -> None:
    words = list(_transliterable())
    known = sorted({one for _, meant in words for one in meant if len(one) >= SHORTEST})
    found, others = 0, set()
    for text, meant in words[::8]:
        heard = {stem(word) for word in transliterated(text, lambda *asked: _beginning(known, *asked))}
        if len(heard) == 1:
            found += 1
            if heard.isdisjoint(map(stem, meant)):
                others.add(text)
    assert found > 200 and len(others) < 0.03 * found


def _transliterable() -> Iterator[tuple[str, set[str]]]:
    """Yield the words of the glossary in Katakana and in Hangul, with the words of their English names."""
    said: dict[str, set[str]] = {}
    for line in shipped_file().read_text("utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 6:
            continue
        meant = {*re.findall("[a-z]+", cells[2].lower()), *re.findall("[a-z]+", cells[2].lower().replace("-", ""))}
        for text in re.findall("[ァ-ヴー]+|[가-힣]+", " ".join(cells[5:])):
            said.setdefault(text, set()).update(meant)
    yield from said.items()


def _beginning(words: Sequence[str], beginning: str, shortest: int, longest: int) -> Iterator[str]:
    for word in islice(words, bisect_left(words, beginning), None):
        if not word.startswith(beginning):
            return
        if shortest <= len(word) <= longest:
            yield word
