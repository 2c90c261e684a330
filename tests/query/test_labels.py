"""What is meant by a tag or an author that nobody is called."""

from __future__ import annotations

import pytest
from papers_to_find import TODAY

from digestkb.query.labels import respelled, unheard_of
from digestkb.query.language import parse
from digestkb.store.connection import Connection


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("author:kauzt", "author:kautz"),
        ('moe author:"jan kauts"', 'author:"jan kautz"'),
        ("author:kautz", None),
        ("author:zzzzzz", None),
        ("author:kau*", None),
        ("author:/kauzt/", None),
        ("-author:kauzt", None),
        ("author:kauzt OR author:lan", None),
        ("kauzt", None),
    ],
)
def test_respelled(corpus: Connection, text: str, wanted: str | None) -> None:
    assert respelled(corpus, parse(text, TODAY).root) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("rl lang:vi", None),
        ("-lang:xx", None),
        ("topic:zzzzzz", "no note has topic:zzzzzz; there are "),
        ("zzzzzz", None),
    ],
)
def test_unheard_of(corpus: Connection, text: str, wanted: str | None) -> None:
    said = unheard_of(corpus, parse(text, TODAY).root)
    assert said is None if wanted is None else said and said.startswith(wanted)


def test_values_that_a_field_cannot_have_are_named_for_options_as_well() -> None:
    from digestkb.query.nodes import Field

    (notice,) = parse("rl", TODAY).and_also([Field("kind", "loog")]).notices
    assert notice.startswith("there is no kind:loog; did you mean log?; it can be digest, topic, ")
