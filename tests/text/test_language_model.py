"""The shipped models: they are what the script built, small, and quick to load."""

from __future__ import annotations

import hashlib
import time
from importlib import resources

import pytest

from digestkb.text.language_model import LanguageModel

#: SHA-256 of the files as ``tools/build_language_model.py`` wrote them; the sources are not at hand everywhere.
BUILT = {
    "vi": "9454d3ca9a1645469e96f36aecf85f1ac56bbcfd566957020d0b82652f074082",
    "zh": "cbcac7728b235951fc01048caaa2a445a7b27a5a8ea0e7f920c5d38d91dde71f",
}


def _data(kind: str) -> bytes:
    return (resources.files("digestkb.text") / "data" / f"{kind}.bigrams").read_bytes()


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
