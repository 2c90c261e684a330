"""The log reader, by case files; those whose name begins with ``not-`` are claimed by another."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import case_files, check_case

from digestkb.readers import log


@pytest.mark.parametrize("path", case_files("log"), ids=lambda path: path.stem)
def test_case(path: Path, update_cases: bool) -> None:
    reading = check_case(path, log.READER, update_cases)
    assert (reading is None) == path.stem.startswith("not-")
