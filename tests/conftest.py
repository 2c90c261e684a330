"""Options and fixtures for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Each run tries other examples, so that fewer will do; ``--hypothesis-profile default`` tries more. A deadline would
# measure how busy the machine is.
settings.register_profile("suite", max_examples=50, deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="rewrite what the case files expect")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Say whether expectations are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update-cases"))
