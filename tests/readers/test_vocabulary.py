"""The vocabulary: one list of labels for code and documentation, in which no word means two things."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from digestkb.readers.vocabulary import Role, role_of, roles

ROOT = Path(__file__).parent.parent.parent


def test_what_is_made_of_the_vocabulary_is_what_it_says() -> None:
    run = subprocess.run(
        [sys.executable, "tools/write_labels.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("文章链接", "link"),
        ("논문 소개", "summary"),
        ("Abstract (EN)", "summary"),
        ("摘要（中文）", "summary"),
        ("标题（中文）", "translated_title"),
        ("English Title", "title"),
        ("作者 / Authors", "authors"),
        ("Authors / Tags", None),
        ("Paper Notes", None),
        ("Papers", "about"),
        ("English", None),
    ],
)
def test_words_beside_a_label(label: str, role: str | None) -> None:
    found = role_of(label)
    assert (found.name if found else None) == role


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_every_word_means_its_role(role: Role) -> None:
    found = {word: role_of(word) for words in role.words.values() for word in words}
    assert {word: one and one.name for word, one in found.items() if one is not role} == {}
