"""One line that says title, people and venue in any order, dress and punctuation: what is read is what was written."""

from __future__ import annotations

from itertools import product

import pytest
from forms import ingested

from digestkb.readers.citation import citation

TITLES = ("Foxglove: Diffusion Planning under Partial Views", "Do Small Models Know What They Forget?")
PEOPLE = ("Mara Ellison", "Wei Liang", "Lucía Fernández")
DRESSES = ("**{}**", "*{}*", '"{}"', "<b>{}</b>", "{}")
ORDERS = ("title people venue", "people title venue", "venue title people")
SIGNS = (" · ", "; ", " – ", " | ", ", ")
ENDS = ("[[paper]({url})] [[code]({code})]", "({url})", "arXiv:{number}")
CODE = "https://github.com/lab/foxglove"


def _line(number: str, title: str, dress: str, order: str, sign: str, end: str) -> str:
    parts = {"title": dress.format(title), "people": ", ".join(PEOPLE), "venue": "ICML 2024"}
    address = end.format(url=f"https://arxiv.org/abs/{number}", number=number, code=CODE)
    return f"- {sign.join(parts[part] for part in order.split())} {address}"


@pytest.mark.parametrize(("dress", "order", "sign"), list(product(DRESSES, ORDERS, SIGNS)))
def test_parts_in_any_order_and_dress(dress: str, order: str, sign: str) -> None:
    lines, wanted = ["# Reading", ""], {}
    for at, (title, end) in enumerate(product(TITLES, ENDS)):
        number = f"2403.{11000 + at}"
        lines.append(_line(number, title, dress, order, sign, end))
        wanted[number] = title
    found = ingested("\n".join(lines), "README.md").papers

    assert {number: paper.title for number, paper in found.items()} == wanted
    assert {paper.authors for paper in found.values()} == {PEOPLE}
    assert {str(paper.published) for paper in found.values()} == {"2024"}
    assert sum(CODE in [link.url for link in paper.links] for paper in found.values()) == len(TITLES)


@pytest.mark.parametrize(
    "text",
    [
        "Compare it with Mara Ellison, Wei Liang and the others, who did this in 2024",
        "We met Mara Ellison, Wei Liang, and Lucía Fernández in Vienna, and drank tea",
        "bread, milk, 2024",
        "Mara Ellison, Wei Liang · Delft Institute of Roofs · ICML 2024",
        "Die Autoren fordern unabhängige Getriebe. Kaum Experimente.",
        "3.1 Results, 3.2 Limits, 3.3 Outlook",
        "Luo 2025, Kühn & Albers 2024",
        "ICML 2024; NeurIPS 2023; ACL 2022",
    ],
)
def test_what_only_has_names_and_years_in_it_is_no_citation(text: str) -> None:
    assert citation(text) is None
