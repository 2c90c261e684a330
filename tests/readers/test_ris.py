"""RIS records, as reference managers write them and people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.readers.bibtex import Entry
from digestkb.readers.ris import find_records
from digestkb.records import Span

WHOLE = r"""
# References
```ris
TY  - JOUR
ID  - k1
T1  - Is $\alpha$ {x} 100% & more--
  than that?
AU  - Zhao, Jiawei
A1  - NVIDIA Research and Friends
AU  - King, Martin, Jr.
PY  - 2024
DA  - 2024/05/06/
KW  - rl
KW  - R&D
N2  - We do.
UR  - https://arxiv.org/abs/2403.03507
DO  - 10.1000/x_y
ER  -
```
"""


def found(text: str) -> list[Entry]:
    """Read the records of a note."""
    return list(find_records(text.split("\n")))


def test_a_whole_record() -> None:
    (record,) = found(WHOLE)

    assert (record.key, record.span, str(record.published)) == ("k1", Span(4, 18), "2024-05-06")
    assert record.title == r"Is $\alpha$ {x} 100% & more-- than that?"
    assert record.authors == ("Jiawei Zhao", "NVIDIA Research and Friends", "Martin King Jr.")
    assert (record.keywords, record.abstract, record.doi) == (("rl", "R&D"), "We do.", "10.1000/x_y")
    assert record.fields["url"] == "https://arxiv.org/abs/2403.03507"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("TY  - GEN\nTI  - A\nER  - \nTY  - GEN\nTI  - B\nER  -", {"A": (1, 3), "B": (4, 6)}),
        ("TY  - GEN\nTI  - A\nTY  - GEN\nTI  - B", {"A": (1, 2), "B": (3, 4)}),
        ("> TY  - GEN\n> TI  - A\n> ER  - \ntext", {"A": (1, 3)}),
        ("TY - GEN\nTI - A\n\nText below.", {"A": (1, 2)}),
        ("TY  - GEN\nTI  - A\n```\nTI  - B", {"A": (1, 2)}),
        ("TY  - GEN\n\nTI  - A\n\nER  - ", {"A": (1, 5)}),
        ("TY  - GEN\nTI  - A\nT1  - B\nER  - ", {"A": (1, 4)}),
    ],
)
def test_where_records_stand(text: str, spans: dict[str, tuple[int, int]]) -> None:
    assert {record.title: (record.span.first, record.span.last) for record in found(text)} == spans


@pytest.mark.parametrize(
    "text", ["TY - is a tag", "TI  - A\nER  - ", "TYPE - GEN\nTI  - A", "TY  - GEN\nER  - ", "- TY: x\nTI  - A"]
)
def test_what_is_no_record(text: str) -> None:
    assert found(text) == []


@given(
    st.lists(st.sampled_from(["TY  - GEN", "TI  - A", "AU  - B, C", "ER  - ", "", "text", "```", "PY  - 2024", "> "]))
)
def test_spans_are_lines_in_order(lines: list[str]) -> None:
    last = 0
    for record in find_records(lines):
        assert last < record.span.first <= record.span.last <= len(lines)
        last = record.span.last
