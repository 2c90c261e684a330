"""One truth, hundreds of surface forms: whatever a note looks like, the same facts are found in it."""

from __future__ import annotations

import pytest
from forms import digest_form, digest_misses, ingested, synthesis_form, synthesis_misses


@pytest.mark.parametrize("first", range(0, 240, 20))
def test_digests_of_any_form_say_the_same(first: int) -> None:
    for seed in range(first, first + 20):
        form = digest_form(seed)
        misses = digest_misses(form, ingested(form.text))
        assert not misses, (seed, misses, form.choices)


@pytest.mark.parametrize("first", range(0, 240, 20))
def test_syntheses_of_any_form_say_the_same(first: int) -> None:
    for seed in range(first, first + 20):
        form = synthesis_form(seed)
        misses = synthesis_misses(form, ingested(form.text))
        assert not misses, (seed, misses, form.choices)


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_digests_that_were_damaged_keep_their_fields(first: int) -> None:
    for seed in range(first, first + 10):
        form = digest_form(seed)
        if form.choices["number"] in ("{n}、", "Bài {n}. "):
            continue  # one damaged sign in a line of English stays: it may be meant
        damaged = form.text.encode().decode("cp1254", "ignore").replace("\u00ad", "")
        misses = digest_misses(form, ingested(damaged), whole=False)
        assert not misses, (seed, misses, form.choices)
