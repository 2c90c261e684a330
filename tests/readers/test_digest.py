"""The digest reader, by case files, and by what must hold of any digest."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from cases import case_files, check_case, check_lines

from digestkb.arxiv import find_arxiv_ids
from digestkb.document import Document
from digestkb.readers import digest, synthesis
from digestkb.readers.numbered import titled


@pytest.mark.parametrize("path", case_files("digest"), ids=lambda path: path.stem)
def test_case(path: Path, update_cases: bool) -> None:
    reading = check_case(path, digest.FORMAT, update_cases)
    assert (reading is None) == path.stem.startswith("not-")


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("1. GDPO: Group reward", "GDPO: Group reward"),
        ("[12] GDPO *(175 votes)*", "GDPO"),
        ("3) **GDPO** (👍 12)", "GDPO"),
        ("4. [GDPO](https://arxiv.org/abs/2601.05242) 👍 12", "GDPO"),
        ("5、GDPO（12 票）", "GDPO"),
        ("#6. GDPO [2601.05242]", "GDPO"),
        ("7. GDPO (upvotes: 12)", "GDPO"),
        ("8. Attention in 2024 (2)", "Attention in 2024 (2)"),
        ("9. Beyond 100 steps", "Beyond 100 steps"),
        ("10. A study of 1,000 likes", "A study of 1,000 likes"),
        ("11. `code` and $x_i$", "code and $x_i$"),
        ("12. 3D Gaussians", "3D Gaussians"),
        ("13. Training Verifiers to Solve Math Word Problems", "Training Verifiers to Solve Math Word Problems"),
    ],
)
def test_titles_lose_numbers_and_votes_and_nothing_else(heading: str, title: str) -> None:
    assert titled(heading)[0] == title


@pytest.mark.parametrize("path", [*case_files("digest"), *case_files("synthesis")], ids=lambda path: path.stem)
def test_a_note_cut_off_anywhere_is_still_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").partition("\n=== records\n")[0].split("\n")
    for first, last in [*((0, n) for n in range(len(lines))), *((n, len(lines)) for n in range(len(lines)))]:
        document = Document(tuple(lines[first:last]), path.name)
        for match in (digest.match, synthesis.match):
            if (reading := match(document)) is not None:
                check_lines(document, reading)


@pytest.mark.parametrize("path", case_files("digest"), ids=lambda path: path.stem)
def test_every_number_has_a_mention(path: Path) -> None:
    note = path.read_text(encoding="utf-8").partition("\n=== records\n")[0]
    reading = digest.match(Document(tuple(note.split("\n")), path.name))
    if reading is not None:
        found = [mention.arxiv_id.number for mention in reading.mentions if mention.arxiv_id]
        assert set(found) == {found.id.number for found in find_arxiv_ids(note)}
        assert len(found) == len(set(found))


#: Lines that have numbers in all the places where digests have them, beside a paper's own.
BESIDE = (
    "- **Related:** [Other: One](https://arxiv.org/abs/{}), arXiv:{}",
    "**Code:** https://github.com/a/b, arXiv:{}",
    "**See also:** {} and {}",
    "It beats https://arxiv.org/pdf/{}v2.",
    "| Paper | https://arxiv.org/abs/{} |",
    "> - {}",
    "### Related work\n\n- A line ({})\n- [B](https://huggingface.co/papers/{})",
    "<details><summary>More</summary>\n\n{}\n</details>",
    "```\nsee arXiv:{}\n```",
)


@pytest.mark.parametrize("seed", range(60))
def test_numbers_beside_papers_are_never_lost(seed: int) -> None:
    chance = random.Random(seed)
    months = [chance.choice(("2312", "2401", "2405", "2509")) for _ in range(40)]
    numbers = dict.fromkeys(f"{month}.{chance.randint(10_000, 19_999)}" for month in months)
    fresh, lines, own = iter(numbers), ["# Digest", ""], []
    for count in range(1, 4):
        own.append(next(fresh))
        lines += [f"## {count}. Paper Number {count} of All", "", "**Authors:** Ada Lovelace, Alan Turing"]
        lines += ["**Published:** 2026-01-08", f"**Link:** https://arxiv.org/abs/{own[-1]}", ""]
        for form in chance.sample(BESIDE, 4):
            lines += [form.replace("{}", next(fresh), 1).replace("{}", next(fresh)), ""]
        lines += ["### Main Idea", f"Like {next(fresh)}.", ""]
    text = "\n".join(lines)
    reading = digest.match(Document(tuple(text.split("\n")), "x.md"))

    assert reading is not None
    mentions = {mention.arxiv_id.number: mention for mention in reading.mentions if mention.arxiv_id}
    assert set(mentions) == {found.id.number for found in find_arxiv_ids(text)}
    assert [number for number, mention in mentions.items() if mention.kind == "digest"] == own
    for number, mention in mentions.items():
        assert number in text.split("\n")[mention.span.first - 1] or number in own


@pytest.mark.parametrize(
    "line", ["Vote: 34", "**评分**: 88/100", "- **Matched:** imu, slam", "点赞：12", "**Score:** 7 | **Rank:** 2"]
)
def test_what_is_said_about_a_paper_is_no_text_of_it(line: str) -> None:
    lines = ("## 1. A Paper", "", "**Authors:** Ada Lovelace", "**Published:** 2026-01-08", line, "", "It is said.", "",
             "https://arxiv.org/abs/2601.00001")  # fmt: skip
    reading = digest.match(Document(lines, "x.md"))

    assert reading is not None
    assert [passage.text for passage in reading.mentions[0].passages] == ["It is said."]
