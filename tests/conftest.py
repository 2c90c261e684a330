"""Options and fixtures for all tests."""

from __future__ import annotations

import os
import sys

import pytest


def pytest_configure() -> None:
    """Let Python keep what it compiles: some two thousand processes would each compile the whole package again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="rewrite what the case files expect")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Say whether expectations are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update-cases"))
