"""Papers that are known, written down in many ways: what is found is what was written, and nothing else."""

from __future__ import annotations

import random

import pytest
from generated import FORMS, NOISE, WHOLE, Truth, paper

from digestkb import readers
from digestkb.assemble import assemble
from digestkb.document import Document
from digestkb.records import Mention, Reading


def read(text: str, name: str = "x.md") -> Reading:
    return readers.read(Document(tuple(text.replace("\r\n", "\n").split("\n")), name))


def numbers(mentions: tuple[Mention, ...]) -> set[str]:
    return {mention.arxiv_id.number for mention in mentions if mention.arxiv_id}


def wrong_titles(papers: list[Truth], reading: Reading) -> list[tuple[str, list[str | None]]]:
    """Give the papers whose title no mention has, with the titles that they got."""
    found: dict[str, list[str | None]] = {}
    for mention in reading.mentions:
        if mention.arxiv_id:
            found.setdefault(mention.arxiv_id.number, []).append(mention.title)
    return [(p.title, found.get(p.number, [])) for p in papers if found.get(p.number, [])[:1] != [p.title]]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_alone(form: str) -> None:
    chance = random.Random(form)
    papers = [paper(chance) for _ in range(12)]
    text = "# Reading\n\n" + "\n\n".join(FORMS[form](p) for p in papers)
    reading = read(text)

    assert numbers(reading.mentions) == {p.number for p in papers}
    assert not wrong_titles(papers, reading)


#: What stands above a paper and is not its title.
HEADINGS = (
    "## Another part",
    "## Quantization",
    "## 其他",
    "Part\n----",
    "## Further Reading and Related Work on Things",
)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("form", FORMS)
def test_a_heading_above_is_no_title(form: str, heading: str) -> None:
    chance = random.Random(form)
    papers = [paper(chance) for _ in range(4)]
    reading = read("# Reading\n\n" + "\n\n".join(f"{heading}\n\n{FORMS[form](p)}" for p in papers))

    assert numbers(reading.mentions) == {p.number for p in papers}
    assert not wrong_titles(papers, reading)


#: A log may say less of a paper than these do: their paragraphs are no entries of their own.
NO_ENTRIES = ("one line", "quote")


@pytest.mark.parametrize("day", ["### 2024-05-06", "## 5.6", "## May 6", "**2024-05-06**", "# 5月6日", "## 06/05/2024"])
@pytest.mark.parametrize("form", sorted(set(FORMS) - set(NO_ENTRIES)))
def test_a_form_in_a_log(form: str, day: str) -> None:
    chance = random.Random(form)
    papers = [paper(chance) for _ in range(4)]
    days = [day.replace("6", str(number), 1) if "06" not in day else day.replace("06", f"{number:02}", 1)
            for number in range(4, 8)]  # fmt: skip
    text = "\n\n".join(f"{day}\n\n{FORMS[form](p)}" for day, p in zip(days, papers, strict=True))
    reading = read(text, "reading 2024.md")

    assert numbers(reading.mentions) == {p.number for p in papers}
    if reading.format == "log":
        assert len(wrong_titles(papers, reading)) <= 1, wrong_titles(papers, reading)


@pytest.mark.parametrize("seed", range(30))
def test_forms_among_each_other_and_numbers_that_are_none(seed: int) -> None:
    chance = random.Random(seed)
    papers: list[Truth] = []
    parts: list[str] = ["# Mixed notes", "Some words first."]
    for _ in range(30):
        one = paper(chance)
        papers.append(one)
        parts.append(FORMS[chance.choice(sorted(FORMS))](one))
        if chance.random() < 0.5:
            parts.append(chance.choice(NOISE))
        if chance.random() < 0.2:
            parts.append(chance.choice(("## Another part", "Part\n----", "***", "Một đoạn văn.")))
    reading = read(chance.choice(("\n\n", "\r\n\r\n")).join(parts))

    assert numbers(reading.mentions) == {p.number for p in papers}
    assert len(wrong_titles(papers, reading)) <= 1, wrong_titles(papers, reading)


@pytest.mark.parametrize("form", WHOLE)
def test_a_note_about_one_paper(form: str) -> None:
    chance = random.Random(form)
    for _ in range(6):
        one = paper(chance)
        name, text = WHOLE[form](one)
        reading = read(text, name)
        (mention,) = reading.mentions

        assert mention.arxiv_id
        assert mention.arxiv_id.number == one.number
        assert mention.title == one.title
        assert mention.authors == one.authors
        assert "rl" in mention.tags
        dated = assemble(Document(tuple(text.split("\n")), name), reading).dated
        assert dated
        assert str(dated.date) == "2024-05-06"


@pytest.mark.parametrize("noise", NOISE)
def test_noise_alone(noise: str) -> None:
    assert not numbers(read(noise).mentions)
    assert not numbers(read(f"- {noise}").mentions)
