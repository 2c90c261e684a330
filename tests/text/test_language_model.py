"""The shipped models: they are what the script built, small, and quick to load."""

from __future__ import annotations

import hashlib
import time
from importlib import resources

import pytest

from digestkb.text.language_model import LanguageModel

#: SHA-256 of the files as ``tools/build_language_model.py`` wrote them; the sources are not at hand everywhere.
BUILT = {
    "vi": "1abfa85e6f3512369510c4c7b9510838934c7dd8f5c361161a92a79b42fcb51c",
    "zh": "c4cddefdbef7ad5acb434d8d3ad051de1613c8a80f75ef7ef8a34ceaac5b6b10",
}


def _data(kind: str) -> bytes:
    return (resources.files("digestkb.text") / "data" / f"{kind}.bigrams").read_bytes()


@pytest.mark.parametrize("kind", BUILT)
def test_data_is_what_was_built(kind: str) -> None:
    assert hashlib.sha256(_data(kind)).hexdigest() == BUILT[kind]


def test_data_is_small() -> None:
    assert sum(len(_data(kind)) for kind in BUILT) <= 3_000_000


@pytest.mark.parametrize("kind", BUILT)
def test_loading_is_quick(kind: str) -> None:
    data = _data(kind)
    seconds = []
    for _ in range(10):
        start = time.process_time()
        LanguageModel(data)
        seconds.append(time.process_time() - start)

    assert min(seconds) < 0.05
