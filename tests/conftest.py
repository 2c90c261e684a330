"""Options and fixtures for all tests."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.grounds import Ground
    from tests.postgres.server import Server


def pytest_configure() -> None:
    """Let Python keep what it compiles, and processes hear Ctrl-C.

    Hundreds of processes would each compile the whole package again, and what a shell starts in the background hands
    on to all that it starts that it does not listen.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="rewrite what the case files expect")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Say whether expectations are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update-cases"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server that runs as long as the tests do."""
    from tests.postgres.server import running

    with running() as server:
        yield server


@pytest.fixture(params=["a file", "a server"])
def kb(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """An empty knowledge base, of each sort."""
    from tests.grounds import in_memory, on

    with in_memory() if request.param == "a file" else on(request.getfixturevalue("server")) as ground:
        yield ground
