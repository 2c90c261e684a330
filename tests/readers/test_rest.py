"""What no field took is kept, so that every word of a paper's lines is found; what is written everywhere is not."""

from __future__ import annotations

import re

import pytest

from digestkb.document import Document
from digestkb.readers import read
from digestkb.records import Kind
from digestkb.roles import REST

ABOUT_ONE = """\
---
title: "Tidal Flats: Sparse Routing"
layout: post
venue: Proceedings of Mud Science
---
# 갯벌 메모

arXiv: 2403.00011

## Why the sea matters

It routes tokens.

## Summary

Sparse experts are cheap.

### Ablations on estuaries
![figure](images/kelpfigure.png)
"""
LIST = """\
# Reading

- Heron Net https://arxiv.org/abs/2403.00012: counts birds (read a draft)
- [Otter Graphs](https://arxiv.org/abs/2403.00013), University of Fjords
- [Seal Maps](https://arxiv.org/abs/2403.00014), Score: 8
- [Crab Walks](https://arxiv.org/abs/2403.00015), Score: 7
- [Eel Paths](https://arxiv.org/abs/2403.00016), Score: 7
- [Gull Nets](https://arxiv.org/abs/2403.00017), Score: 7
"""


def kept(text: str, source: str = "note.md") -> dict[str | None, dict[int, str]]:
    """Give what is kept of each paper: text by line."""
    reading = read(Document(tuple(text.split("\n")), source))
    return {
        mention.arxiv_id.number if mention.arxiv_id else None: {
            passage.line: passage.text for passage in mention.passages if passage.role == REST
        }
        for mention in reading.mentions
    }


def everything(text: str, number: str) -> str:
    """Give all that is known of a paper."""
    reading = read(Document(tuple(text.split("\n")), "note.md"))
    (mention,) = (one for one in reading.mentions if one.arxiv_id and one.arxiv_id.number == number)
    texts = [passage.text for passage in mention.passages]
    return " ".join((mention.title or "", *mention.names, *mention.authors, *mention.tags, *texts))


@pytest.mark.parametrize("word", ["갯벌", "sea matters", "estuaries", "Mud Science", "tokens", "cheap"])
def test_every_word_about_the_paper_is_kept(word: str) -> None:
    assert word in everything(ABOUT_ONE, "2403.00011")


@pytest.mark.parametrize("word", ["layout", "post", "kelpfigure"])
def test_settings_of_a_blog_and_names_of_pictures_are_not(word: str) -> None:
    assert word not in everything(ABOUT_ONE, "2403.00011")


def test_headings_with_a_role_are_labels() -> None:
    assert not any("Summary" in text for text in kept(ABOUT_ONE)["2403.00011"].values())


@pytest.mark.parametrize(
    ("number", "word"), [("2403.00012", "Heron"), ("2403.00012", "draft"), ("2403.00013", "University of Fjords")]
)
def test_what_stands_beside_a_link_is_kept(number: str, word: str) -> None:
    assert word in everything(LIST, number)


def test_a_word_on_the_lines_of_many_is_a_label_of_the_note() -> None:
    found = kept(LIST)

    assert [found[f"2403.0001{last}"] for last in (4, 5, 6, 7)] == [{}, {}, {}, {}]


def test_a_heading_over_two_papers_is_nobodys() -> None:
    text = "# Marshes\n\n## Reeds\n\n- [Otter Graphs](https://arxiv.org/abs/2403.00013)\n- [Seal Maps](https://arxiv.org/abs/2403.00014)\n"

    assert not any("Reeds" in kept_ for lines in kept(text).values() for kept_ in lines.values())


def test_lines_are_those_that_the_words_stand_on() -> None:
    for text in (ABOUT_ONE, LIST):
        lines = text.split("\n")
        for found in kept(text).values():
            assert all(words in lines[line - 1] for line, words in found.items())


def test_nothing_is_kept_of_a_reference() -> None:
    text = "# Otter Graphs\n\nhttps://arxiv.org/abs/2403.00013\n\nUnlike herons in arXiv:2403.00018, they dive.\n"
    reading = read(Document(tuple(text.split("\n")), "note.md"))

    for mention in reading.mentions:
        if mention.kind is Kind.REFERENCE:
            assert not re.search("dive", " ".join(p.text for p in mention.passages if p.role == REST))


def test_what_stands_beside_the_only_paper_of_a_section_is_kept_with_it() -> None:
    text = """\
# Marsh meeting

Minutes of the estuary group.

## Reading

- [Otter Graphs](https://arxiv.org/abs/2403.00013)

Ferries were late.

## Two more

Nobody brought sandwiches.

- [Seal Maps](https://arxiv.org/abs/2403.00014)
- [Crab Walks](https://arxiv.org/abs/2403.00015)
"""
    found = kept(text)

    assert found["2403.00013"][9] == "Ferries were late."
    assert not any("sandwiches" in said or "estuary" in said for lines in found.values() for said in lines.values())
