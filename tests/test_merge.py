"""What is known of a paper is computed from its mentions: the rules, and that the order of notes does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.links import classify
from digestkb.merge import by_frequency, claims, head, ids, merge, own_id, resolve
from digestkb.records import Kind, Mention, Paper, Passage, Span, StoredMention, TitleSource

WHOLE = "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers"
HEADING, METADATA, TABLE = TitleSource.HEADING, TitleSource.METADATA, TitleSource.TABLE
LINK, LIST, LEAD = TitleSource.LINK, TitleSource.LIST, TitleSource.LEAD


def said(kind: Kind = Kind.NOTE, **values: Any) -> Mention:
    return Mention(kind, Span(1, 1), ArxivId("2210.17323"), **values)


def titled(*titles: tuple[str, TitleSource]) -> list[Mention]:
    return [said(title=title, title_source=source) for title, source in titles]


def merged(mentions: list[Mention], dates: list[PartialDate | None] | None = None) -> Paper:
    """Merge mentions of as many notes, and check that another order gives the same."""
    dates = dates or [None] * len(mentions)
    stored = [
        StoredMention(f"note{n}.md", n, mention, date, "en")
        for n, (mention, date) in enumerate(zip(mentions, dates, strict=True))
    ]
    paper = merge("2210.17323", stored)
    shuffled = list(stored)
    random.Random(len(stored)).shuffle(shuffled)
    assert merge("2210.17323", shuffled) == paper == merge("2210.17323", reversed(stored))
    return paper


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ([("OPTQ", TABLE), (WHOLE, LIST)], WHOLE),
        ([("OPTQ", LINK), (WHOLE, LEAD)], WHOLE),
        ([("OPTQ", TABLE), ("GPTQ", LINK)], "OPTQ"),
        ([("OPTQ", TABLE), ("OPTQ", TABLE), (WHOLE, LINK)], WHOLE),
        ([("GPTQ", HEADING), (WHOLE, LIST)], WHOLE),
        ([("GPTQ", METADATA), (WHOLE, LIST)], WHOLE),
        ([("OPTQ", METADATA), (WHOLE, LIST)], "OPTQ"),
        ([("Attention Residuals", HEADING), ("attention residuals, by the way", LEAD)], "Attention Residuals"),
        ([("Deep Delta Learning", HEADING), ("Deep Delta Learning for All", LIST)], "Deep Delta Learning"),
        ([("注意力就是你需要的一切", TABLE), ("Attention Is All You Need", LINK)], "注意力就是你需要的一切"),
        ([(WHOLE, LINK), ("GPTQ: Accurate", LINK), ("GPTQ: Accurate", LINK)], WHOLE),
        ([], None),
    ],
)
def test_title(titles: list[tuple[str, TitleSource]], expected: str | None) -> None:
    assert merged([said(), *titled(*titles)]).title == expected


def test_names_are_what_is_not_the_title() -> None:
    paper = merged([*titled((WHOLE, LINK), ("OPTQ", TABLE), ("optq", LINK)), said(names=("GPTQ", "gptq-4bit"))])

    assert paper.title == WHOLE
    assert paper.names == ("GPTQ", "OPTQ", "gptq-4bit")


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([said(passages=(Passage("text", 1, "Short."),)), said(passages=(Passage("text", 1, "A longer one."),))],
         "A longer one."),
        ([said(passages=(Passage("text", 1, "A note that says more."),)),
          said(Kind.TOPIC, passages=(Passage("text", 1, "One **line**"),))], "One line"),
        ([said(passages=(Passage("method", 1, "How."), Passage("summary", 2, "What.")))], "What."),
        ([said(passages=(Passage("text", 1, "x" * 300 + ". " + "y" * 300),))], "x" * 300 + "."),
        ([said(passages=(Passage("text", 1, "x" * 900),))], "x" * 399 + "…"),
        ([said(Kind.REFERENCE, passages=(Passage("text", 1, "Only a reference."),))], None),
        ([said()], None),
    ],
)  # fmt: skip
def test_summary(mentions: list[Mention], expected: str | None) -> None:
    assert merged(mentions).summary == expected


def test_dates() -> None:
    paper = merged(
        [said(published=PartialDate(2022)), said(published=PartialDate(2022, 10, 31)), said()],
        [PartialDate(2024, 1, 2), PartialDate(2023), None],
    )

    assert (str(paper.published), str(paper.month)) == ("2022-10-31", "2022-10")
    assert (str(paper.noted_first), str(paper.noted_last)) == ("2023", "2024-01-02")


def test_a_date_that_most_notes_give_wins_among_equally_precise_ones() -> None:
    early, late = PartialDate(2022, 10), PartialDate(2023, 1)

    assert merged([said(published=early), said(published=late), said(published=late)]).published == late
    assert merged([said(published=early), said(published=late)]).published == early


def test_the_longest_list_of_authors_wins() -> None:
    assert merged([said(authors=("Ada B", "Cy D")), said(authors=("Ada B", "Cy D", "Ed F")), said()]).authors == (
        "Ada B",
        "Cy D",
        "Ed F",
    )


def test_links_come_once_each_the_paper_before_its_code() -> None:
    paper = merged(
        [
            said(links=(classify("https://github.com/a/b/"), classify("http://www.arxiv.org/abs/2210.17323"))),
            said(links=(classify("https://github.com/a/b"), classify("https://a.org/blog/x"))),
        ]
    )

    assert [(link.kind, link.url) for link in paper.links] == [
        ("abs", "http://www.arxiv.org/abs/2210.17323"),
        ("code", "https://github.com/a/b"),
        ("blog", "https://a.org/blog/x"),
    ]


def test_tags_and_topics_are_equal_without_case_and_accents() -> None:
    paper = merged([said(tags=("RL", "Suy luận"), topics=(("A", "B"),)), said(tags=("rl", "suy luan"))])

    assert (paper.tags, paper.topics) == (("RL", "Suy luận"), (("A", "B"),))


def test_languages() -> None:
    assert by_frequency(["und", "vi", "en", "vi"]) == ("vi", "en")
    assert by_frequency(["und"]) == ("und",)


@pytest.mark.parametrize(
    ("title", "name"),
    [(WHOLE, "GPTQ"), ("方法：说明", "方法"), ("No colon here", None), ("a:b", None), ("x" * 61 + ": y", None)],
)
def test_head(title: str, name: str | None) -> None:
    assert head(title) == name


def test_a_mention_without_a_number_joins_the_only_paper_that_carries_its_link_or_name() -> None:
    numbered = said(title=WHOLE, links=(classify("https://github.com/IST-DASLab/gptq"),))
    log = Mention(Kind.LOG, Span(1, 1), title="GPTQ")
    page = Mention(Kind.LOG, Span(1, 1), url="https://www.github.com/IST-DASLab/gptq/")
    other = Mention(Kind.NOTE, Span(1, 1), title="GPTQ")
    claimants = [(key, "2210.17323") for key in claims(numbered)]

    for mention in (log, page):
        matching = [claimant for claimant in claimants if claimant[0] in claims(mention)]
        assert resolve(mention, matching) == "2210.17323"
        assert resolve(mention, [*matching, *((key, "2401.00001") for key, _ in matching)]) == own_id(mention)
    assert not claims(other)
    assert own_id(replace(other, title="Ghi chú: đọc")) == "note:ghi-chu-doc"


@pytest.mark.parametrize(
    ("mentions", "is_paper"),
    [
        ([Mention(Kind.NOTE, Span(1, 9), title="TODO")], False),
        ([Mention(Kind.NOTE, Span(1, 9))], False),
        ([Mention(Kind.NOTE, Span(1, 9), title="TODO", links=(classify("https://a.org/x"),))], False),
        ([Mention(Kind.NOTE, Span(1, 9), title="TODO", url="https://a.org/x")], True),
        ([Mention(Kind.NOTE, Span(1, 9), title="TODO"), said()], True),
        ([said()], True),
        *(([Mention(kind, Span(1, 9), title="TODO")], True) for kind in Kind if kind is not Kind.NOTE),
        ([Mention(Kind.NOTE, Span(1, 9), title="TODO"), Mention(Kind.LOG, Span(1, 9), title="TODO")], True),
    ],
)
def test_what_is_a_note(mentions: list[Mention], is_paper: bool) -> None:
    assert merged(mentions).is_note is not is_paper


@pytest.mark.parametrize(
    ("source", "folder", "expected"),
    [
        ("todo.md", "/notes", "note:todo@todo.md note:todo@/notes/todo.md"),
        ("việc/cần làm.md", "/n", "note:todo@việc/cần%20làm.md note:todo@/n/việc/cần%20làm.md"),
        ("100%\t20\n.md", "/n", "note:todo@100%25%0920%0A.md note:todo@/n/100%25%0920%0A.md"),
        ("mail", "", "note:todo@mail note:todo@mail"),
    ],
)
def test_the_ids_of_a_note(source: str, folder: str, expected: str) -> None:
    note = Mention(Kind.NOTE, Span(1, 1), title="TODO!")
    stored = StoredMention(1, source, note, None, "en", folder=folder)

    assert ids(stored) == ("note:todo", *expected.split(" "))
    assert ids(replace(stored, mention=replace(note, kind=Kind.LOG))) == ("note:todo",)
    assert ids(replace(stored, mention=replace(note, url="https://a.org/x"))) == ()
    assert ids(replace(stored, mention=said(title="TODO!"))) == ()


@pytest.mark.parametrize("kind", Kind)
def test_a_title_brings_together_what_is_no_note(kind: Kind) -> None:
    whole = Mention(kind, Span(1, 1), title=WHOLE)
    claimants = [(key, "2210.17323") for key in claims(said(title=WHOLE)) if key in claims(whole)]

    assert resolve(whole, claimants) == (own_id(whole) if kind is Kind.NOTE else "2210.17323")
    assert bool(claims(replace(whole, url="https://a.org/x"))), "an address makes it a paper, which may join"


@pytest.mark.parametrize("written", ["GaLore", "s1", "certaindex", "o3 mini", "强化学习"])
def test_a_link_is_a_name(written: str) -> None:
    assert merged(titled(("Training in Less Memory", HEADING), (written, LINK))).names == (written,)


@pytest.mark.parametrize("written", ["the report", "bài báo gốc"])
def test_a_link_of_ordinary_words_is_no_name(written: str) -> None:
    assert merged(titled(("Training in Less Memory", HEADING), (written, LINK))).names == ()
