"""What is offered for the last word of a query, and for the name of a paper."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from digestkb.cli import complete


def offered(db: Path, typed: str) -> list[str]:
    """Give the words that would be offered, as far as the shell would take them."""
    context: Any = SimpleNamespace(obj=str(db), parent=None)
    return [word for word, _ in complete.query(context, typed) if word.startswith(typed)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ta", ["tag:"]),
        ("GRPO ta", ["GRPO tag:"]),
        ("tag:distil", ["tag:distillation"]),
        ("GRPO tag:distil", ["GRPO tag:distillation"]),
        ("(reward OR tag:distil", ["(reward OR tag:distillation"]),
        ('"world model" tag:distil', ['"world model" tag:distillation']),
        ("-kind:lo", ["-kind:log"]),
        ("kind:LO", []),
        ("has:hug", ["has:huggingface"]),
        ("lang:v", ["lang:vi"]),
        ('author:"Shih', ['author:"Shih-Yang Liu"']),
        ("author:Shih", ["author:Shih-Yang"]),
        ("id:2601.05242", ["id:2601.05242"]),
        ("GRPO", []),
        ("https://arxiv", []),
        ("", []),
        ("zyxotron:a", []),
    ],
)
def test_a_query_is_completed_from_its_last_word_on(db: Path, typed: str, wanted: list[str]) -> None:
    assert offered(db, typed) == wanted


def test_a_value_with_blanks_is_offered_in_quotes(db: Path) -> None:
    every = offered(db, "topic:")
    quoted = [word for word in every if " " in word]

    assert quoted and all(word.startswith('topic:"') and word.endswith('"') for word in quoted)
    assert quoted[0] in offered(db, quoted[0][:-2])


def test_no_database_is_silence(tmp_path: Path) -> None:
    assert offered(tmp_path / "none.db", "tag:r") == []


def test_a_paper_is_completed_by_its_names_as_well(db: Path) -> None:
    context: Any = SimpleNamespace(obj=str(db), parent=None)
    by_id = complete.argument("id")

    assert by_id(context, "GDP")[0][0] == "GDPO"
    assert ("gdpo", "GDPO") in by_id(context, "gdp")
    assert by_id(context, "2601.05242")[0][0] == "2601.05242"
