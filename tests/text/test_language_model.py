"""The shipped models: they are what the script built, small, and quick to load."""

from __future__ import annotations

import hashlib
import time
from importlib import resources

import pytest

from digestkb.text.language_model import LanguageModel

#: SHA-256 of the files as ``tools/build_language_model.py`` wrote them; the sources are not at hand everywhere.
BUILT = {
    "vi": "7ca28acc15921950a8b01022c6194cfbc5f69c0ec86aad51669dfc55fbab8f82",
    "zh": "02429b87033fbcdf94d9d3e2849f0f7379eb91bca095df3beb70ed48de6d1ef9",
}


def _data(kind: str) -> bytes:
    return resources.files("digestkb.text").joinpath("data", f"{kind}.bigrams").read_bytes()


@pytest.mark.parametrize("kind", BUILT)
def test_data_is_what_was_built(kind: str) -> None:
    assert hashlib.sha256(_data(kind)).hexdigest() == BUILT[kind]


def test_data_is_small() -> None:
    assert sum(len(_data(kind)) for kind in BUILT) <= 1_000_000


@pytest.mark.parametrize("kind", BUILT)
def test_loading_is_quick(kind: str) -> None:
    data = _data(kind)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        LanguageModel(data)
        seconds.append(time.perf_counter() - start)

    assert min(seconds) < 0.05
