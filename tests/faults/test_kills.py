"""Ingests of every kind are killed as they begin a statement; ``tests/faults/kills.py`` kills as many as you like."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.faults.kills import cases

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked here")


def test_an_ingest_of_any_kind_may_be_killed_at_any_statement(tmp_path: Path) -> None:
    draw, kinds = random.Random(1), []
    for case in cases(tmp_path, 8):
        case.learn()
        kinds.append(case.kind)
        # One that opens the file, two on the way, and the last one, which closes it.
        for statement in [draw.randrange(1, 20), *draw.sample(range(20, case.statements), 2), case.statements]:
            case.kill_at_statement(statement)
            assert case.wrong(look=bool(statement % 2)) == [], f"{case.kind}, killed at statement {statement}"
    assert kinds == ["first", "creation", "changed", "removed", "migration"]
