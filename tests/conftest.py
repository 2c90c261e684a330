"""Options and fixtures for all tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="rewrite what the case files expect")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Say whether expectations are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update-cases"))
