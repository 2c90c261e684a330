"""What a test needs of the machine: without it the test is skipped, but never where it must run."""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any

import pytest

#: Set where skipping would hide something, as in ``.ci/run``.
MUST_RUN = "DIGESTKB_TESTS_MUST_RUN"


def lacking(what: str) -> None:
    """Skip the test and say why; fail it where all tests must run."""
    if os.environ.get(MUST_RUN):
        pytest.fail(f"{what}, and {MUST_RUN} is set")
    pytest.skip(what, allow_module_level=True)


def program(name: str) -> str:
    """Give the path of a program that the test needs."""
    path = shutil.which(name)
    if path is None:
        lacking(f"there is no {name} here")
    return str(path)


def library(name: str) -> Any:
    """Import a library that the tests of a module need."""
    try:
        return importlib.import_module(name)
    except ImportError:
        lacking(f"{name} is not installed; it comes with the extra test")
