"""What agents are told is short, and every command in it does what is said."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from digestkb.cli.app import COMMANDS
from tests.cli.processes import NOTES, digestkb
from tests.test_readme import environment

SKILL = digestkb("skill").out
#: The commands that only ask, one a line, as they stand there.
ASKED = [
    command.strip()
    for line in re.findall(r"^    (digestkb .*)$", SKILL, re.MULTILINE)
    for command in line.split(" #")[0].split(";")
    if not re.search(r"ingest|add |> ", command)
]


def test_it_is_a_skill_of_sixty_lines() -> None:
    assert len(SKILL.splitlines()) <= 60
    assert re.match(r"---\nname: digestkb\ndescription: .{20,200}\n---\n", SKILL)
    assert set(re.findall(r"\bdigestkb ([a-z-]+)", SKILL.split("## Ask")[1])) <= set(COMMANDS)


def test_every_question_in_it_has_an_answer(tmp_path: Path) -> None:
    shell = environment(tmp_path)
    assert digestkb("--db", shell["DIGESTKB_DB"], "ingest", str(NOTES)).status == 0
    assert len(ASKED) > 12
    script = "\n".join(f"{command} >/dev/null || echo failed: {command!r}" for command in ASKED)
    run = subprocess.run(["bash", "-c", script], env=shell, capture_output=True, text=True, check=False)

    assert run.stdout == "", run.stderr


@pytest.mark.parametrize("status", ["0 found or done", "1 nothing found", "2 wrong usage", "75 another process"])
def test_it_says_what_the_status_means(status: str) -> None:
    assert status in SKILL
