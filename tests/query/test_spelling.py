"""What else may have been meant: of words that no note has, and of slips that one note has as well."""

from __future__ import annotations

from typing import Any

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.records import Kind
from digestkb.store.connection import Connection

#: What twenty notes say, and what one says each: slips, words that are near to common ones, names.
COMMON = "segmentation of medical models by external instructions"
ONCE = ("segmentaiton", "instrcutions", "eternal", "modals", "internvl", "exterrnal", "medial exterrnally", "ViMedcial")


@pytest.fixture(scope="module")
def library(made: Made) -> Connection:
    """Many papers that say the same, and some with a word of their own."""
    said = [*[COMMON] * 20, *ONCE]
    entries: list[dict[str, Any]] = [
        {"id": f"2601.{at:05}", "kind": Kind.TOPIC, "text": text, "language": "en"} for at, text in enumerate(said, 1)
    ]
    entries.append(
        {"id": "2602.00001", "kind": Kind.TOPIC, "title": "Medcial: A Name", "text": "", "language": "en"}
        | {"authors": ("Geoffrey Hinton", "Nguyễn Thị Hương")}
    )
    return made(lambda store: add_note(store, "a.md", entries))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # One note has the slip as well.
        ("segmentaiton", "segmentation"),
        ("Segmentaiton models", "segmentation models"),
        ("instrcutions", "instructions"),
        # Several words must be found together: else they are two accidents.
        ("instruktions medcal", "instructions medical"),
        ("hintun segmentatoin", None),
        # One is known in the other number, and stays.
        ("segmentations modles", "segmentations models"),
        # No note has it: words, names, Vietnamese without its marks.
        ("medcal", "medical"),
        ("Hintonn", "hinton"),
        ("nguyem huong", "nguyễn huong"),
        # Another word, or a name, that is only near to a common one; a word with forms of its own.
        ("eternal", None),
        ("modals", None),
        ("internvl", None),
        ("exterrnal", None),
        ("medcial", None),
        ("ViMedcial", None),
        # Known, or near to nothing.
        ("segmentation", None),
        ("zzzzzzzz", None),
        ("2601.00003", None),
    ],
)
def test_what_may_have_been_meant(library: Connection, text: str, wanted: str | None) -> None:
    assert find(library, parse(text, TODAY)).suggestion == wanted


@pytest.mark.parametrize("text", ["medical", "lang:en", "medical lang:en"])
def test_within_a_month_the_newest_number_is_first(library: Connection, text: str) -> None:
    ids = [hit.id for hit in find(library, parse(text, TODAY)).hits if hit.id <= "2601.00020"]
    assert ids == sorted(ids, reverse=True) and len(ids) == 20
    limited = [hit.id for hit in find(library, parse(text, TODAY), limit=3).hits if hit.id <= "2601.00020"]
    assert limited == [one for one in ids if one in limited]
