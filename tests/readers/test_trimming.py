"""What is no part of a title is taken off it, and nothing else."""

import pytest

from digestkb.readers.trimming import CITED_AS, clean_title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Walls and Roofs of the North, Ø. Bee, C. Dee, et al. 2024", "Walls and Roofs of the North"),
        ("SAW: Straight Angles for Walls Dee et al., 2022", "SAW: Straight Angles for Walls"),
        ("Lintels from Bee et al", "Lintels"),
        ("Vault Editor (vae): De Gow et al", "Vault Editor (vae)"),
        ("'Bricks Laid in the Dark'", "Bricks Laid in the Dark"),
        ("the WallNet paper", "WallNet"),
        ("B-ARCH 2 Paper", "B-ARCH 2"),
        ("yet another paper", ""),
        ("a short report", ""),
        ("For more, see the accompanying paper: Lintels Over Doors", "Lintels Over Doors"),
        ("A case for plain walls: bee 2019", "A case for plain walls"),
        ("A review of plastering: bee-dee & gow 2017", "A review of plastering"),
        ("(BC) Bricks Crafted for Walls", "Bricks Crafted for Walls"),
        ("TinyWall[4]", "TinyWall"),
        # Titles as they are.
        ("(Re)building Walls in Winter", "(Re)building Walls in Winter"),
        ("(Old) Walls in Winter", "(Old) Walls in Winter"),
        ("Brick prices: June 2019", "Brick prices: June 2019"),
        ("How to Read a Paper", "How to Read a Paper"),
        ("Who Wrote This Paper", "Who Wrote This Paper"),
        ("First paper", "First paper"),
        ("The Paper", "The Paper"),
        ("Mortar 3 Technical Report", "Mortar 3 Technical Report"),
        ("Rock, Paper, Scissors", "Rock, Paper, Scissors"),
        ("'Tis the Season of 'Walls'", "'Tis the Season of 'Walls'"),
        ("Seeing Is Paper: A Study", "Seeing Is Paper: A Study"),
    ],
)
def test_a_title_is_what_it_is_called(written: str, title: str) -> None:
    assert clean_title(written) == title


@pytest.mark.parametrize("people", ["Bee et al.", "Bee, Dee et al. 2024", "van de Gow et al '24", "Bee & Dee, 2024a"])
def test_people_who_are_cited_are_no_title(people: str) -> None:
    assert CITED_AS.fullmatch(people) and CITED_AS.fullmatch(clean_title(people))
