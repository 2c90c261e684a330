"""A judged list: concepts, asked for in six languages, and notes that speak of them in as many.

The list lies in ``across_languages.tsv``; what it says of whom, and why, is in its head.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_LIST = Path(__file__).with_name("across_languages.tsv")


class Saying(NamedTuple):
    """A concept in one language: how it is asked for, and a sentence of a note about the paper ``id``."""

    id: str
    concept: str
    language: str
    query: str
    sentence: str


def sayings() -> Iterator[Saying]:
    """Read the list."""
    lines = [line for line in _LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for place, line in enumerate(lines[1:], 1):
        concept, language, query, sentence = line.split("\t")
        yield Saying(f"2601.{place:05}", concept, language, query, sentence)
