"""However a word, a name or a person is written, papers that have it otherwise are found, after those that do."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.people import split_people
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.records import Kind
from digestkb.store.connection import Connection

#: Numbers that the cases ask for.
NUMBERS = {"adam": "1412.6980"}


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of cases."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = rows("words_cases.tsv")


@pytest.fixture(scope="module")
def shelf(made: Made) -> tuple[Connection, dict[str, str]]:
    """The papers in memory, and their keys by id."""
    keys, entries = {}, []
    for place, row in enumerate(rows("words_papers.tsv"), 1):
        number = NUMBERS.get(row["key"], f"2601.{place:05}")
        keys[number] = row["key"]
        entries.append(
            {
                "id": number,
                "kind": Kind.TOPIC,
                "title": row["title"],
                "authors": split_people(row["authors"]) if row["authors"] else (),
                "text": row["text"],
                "language": "en",
            }
        )
    return made(lambda store: add_note(store, "syntheses/2026-01.md", entries)), keys


def faults(found: list[str], expected: str) -> list[str]:
    """Say what of a case does not hold for the keys that were found, in their order.

    >>> faults(["a", "c", "b"], "a > b, -c, d, b > a")
    ['c was found', 'd was not found', 'a is before b']
    """
    told = []
    for part in expected.split(", "):
        one, _, other = part.partition(" > ")
        if part.startswith("-"):
            told += [f"{part[1:]} was found"] if part[1:] in found else []
        elif missing := [key for key in (one, other) if key and key not in found]:
            told += [f"{key} was not found" for key in missing]
        elif other and found.index(one) > found.index(other):
            told.append(f"{other} is before {one}")
    return told


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['query']}")
def test_however_it_is_written(
    shelf: tuple[Connection, dict[str, str]], case: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGESTKB_GLOSSARY", "/nowhere/glossary.tsv")
    connection, keys = shelf
    found = [keys[hit.id] for hit in find(connection, parse(case["query"], TODAY), limit=20).hits]
    assert faults(found, case["expected"]) == []


def test_cases_ask_for_papers_that_there_are() -> None:
    keys = {row["key"] for row in rows("words_papers.tsv")}
    assert {part.strip("- ") for case in CASES for part in case["expected"].replace(" > ", ", ").split(", ")} <= keys
