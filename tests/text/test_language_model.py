"""The shipped models: they are what the script built, small, and quick to load."""

from __future__ import annotations

import hashlib
import time
from importlib import resources

import pytest

from digestkb.text.followers import Followers
from digestkb.text.language_model import FOREIGN_ID, Kind, LanguageModel, load

#: SHA-256 of the files as the two scripts in ``tools`` wrote them; the sources are not at hand everywhere.
BUILT = {
    "arabic": "c65a2fafcddb01b6c1ab95ccb8446513c8f140772d230b5449df329937a3ffc9",
    "cyrillic": "d9d6e4ae6c8172fd4b5f2480beb3e26307dcd9c5ced6049c1c966cc45ad87470",
    "devanagari": "10d243fd711d43f8f3434a8ce40cd04d09d0dff4d8237bc3d13ffea5809f1992",
    "greek": "b785f040830825429fab1ea352c4568ff0069e69ef00f5ba3e231ec0cbeb6f3a",
    "hangul": "a2f4307f63938e2794b476ce8c6e65e62fb25d89ab5964c43f94a9f46835cc36",
    "hebrew": "7e79f61c796ccd5a048dd6e9d52672efe9cc716eb2186d50e06ec33accd6553b",
    "japanese": "b812abbed8b4c29ec51b6852b285cd923ebcd0cac48ec03dc8ed5ee1682c6845",
    "latin": "65f11ac8dbe870cd9dc748ec18c549c8d4960dfa999096459a64a4aee9a9a069",
    "thai": "64ed83aa8e01c13faaf57e708df0baa0103a563a7b910a68bc320ff8c8f414e1",
    "traditional": "d7c10dd92c9fb61138b33f4f485e27e759985c180eea5b1a59704da3102c3ec3",
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


@pytest.mark.parametrize("kind", ["zh", "traditional", "japanese"])
def test_what_is_grouped_by_what_is_left_of_it_costs_the_same(kind: Kind) -> None:
    model = load(kind)
    followers = Followers(model, frozenset(range(0x80, 0xA0)))
    context = model.context(model.number("一"), model.number("個" if kind == "traditional" else "个"))
    left = followers.left("人")
    tokens = {number: 0 for number, word in enumerate(model.vocabulary) if followers.left(word) == left}
    # Together with what the model does not know, which is none of those.
    sought = followers.sought(left, {**tokens, FOREIGN_ID: 3})
    for _ in range(12):  # a row is grouped once it was asked for often
        got = {number: followers.step(context, sought, number) for number in sought.tokens}
        assert got == {number: model.step(context, number) for number in sought.tokens}
    assert context in followers.groups
