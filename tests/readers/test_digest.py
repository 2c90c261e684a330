"""The digest reader, by case files, and by what must hold of any digest."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import case_files, check_case, check_lines

from digestkb.document import Document
from digestkb.links import classify
from digestkb.readers import digest, synthesis
from digestkb.readers.numbered import titled


@pytest.mark.parametrize("path", case_files("digest"), ids=lambda path: path.stem)
def test_case(path: Path, update_cases: bool) -> None:
    reading = check_case(path, digest.READER, update_cases)
    assert (reading is None) == path.stem.startswith("not-")


@pytest.mark.parametrize(("start", "kind"), [])
def test_known_addresses_are_classified_as_all_others(start: str, kind: str) -> None:
    assert classify(f"{start}2601.05242").kind == kind


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
    ],
)
def test_titles_lose_numbers_and_votes_and_nothing_else(heading: str, title: str) -> None:
    assert titled(heading)[0] == title


@pytest.mark.parametrize("path", [*case_files("digest"), *case_files("synthesis")], ids=lambda path: path.stem)
def test_a_note_cut_off_anywhere_is_still_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").partition("\n=== records\n")[0].split("\n")
    for first, last in [*((0, n) for n in range(len(lines))), *((n, len(lines)) for n in range(len(lines)))]:
        document = Document(tuple(lines[first:last]), path.name)
        for reader in (digest.READER, synthesis.READER):
            if reader.claims(document):
                check_lines(document, reader.read(document))
