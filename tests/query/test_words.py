"""Words in other forms, words of no weight, and which papers come first when several words are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.query.find import Result, find
from digestkb.query.language import parse
from digestkb.query.terms import term_of
from digestkb.query.words import forms, is_stop_word, numbers
from digestkb.records import Kind
from digestkb.store.connection import Connection

TEXTS = {
    "1": "Quantization of weights to four bits.",
    "2": "We study how hallucination begins in translation.",
    "3": "The optimisation of labelled data for a model of behaviour.",
    "4": "Faces are found in crowds by tiny models.",
    "5": "On-policy distillation of small students.",
    "6": "A policy that learns online, and far from it " + "something else " * 30 + "a distillation.",
    "7": "用擴散模型生成圖像。",
    "8": "扩散模型的推理。",
    "9": "Học tăng cường của robot trong nhà bếp.",
    "10": "GaLore projects gradients.",
    "11": "An agent plans, " + "then again something else happens " * 20 + "and rewards come late.",
    "12": "The agent plans for rewards.",
}


@pytest.fixture(scope="module")
def shelf(made: Made) -> Connection:
    """The papers of :data:`TEXTS`, in memory."""
    entries = [
        {"id": f"2601.{int(number):05}", "kind": Kind.TOPIC, "text": text, "language": "en"}
        for number, text in TEXTS.items()
    ]
    return made(lambda store: add_note(store, "syntheses/2026-01.md", entries))


@pytest.fixture
def ask(shelf: Connection, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Put a question to the shelf, without a glossary of the user's own."""
    monkeypatch.setenv("DIGESTKB_GLOSSARY", "/nowhere/glossary.tsv")

    def asked(text: str, **options: Any) -> Result:
        return find(shelf, parse(text, TODAY), **options)

    return asked


def numbers_of(result: Result, *tiers: str) -> list[str]:
    """Give the papers of some tiers, or of all."""
    return [str(int(hit.id[-5:])) for hit in result.hits if not tiers or hit.tier in tiers]


@pytest.mark.parametrize(
    ("text", "first", "tier"),
    [
        ("quantized weights", "1", "stemmed"),
        ("hallucinate", "2", "stemmed"),
        ("studies of hallucinating", "2", "stemmed"),
        ("optimization of behavior", "3", "stemmed"),
        ("labeling", "3", "stemmed"),
        ("tiny model", "4", "typed"),
        ("face", "4", "typed"),
        ("what is on-policy distillation?", "5", "typed"),
        ("robot là gì", "9", "typed"),
        ("擴散", "7", "typed"),
        ("扩散 推理", "8", "typed"),
        ("agent plans rewards", "12", "typed"),
        ("GaLore", "10", "typed"),
    ],
)
def test_what_comes_first(ask: Callable[..., Result], text: str, first: str, tier: str) -> None:
    hit = ask(text).hits[0]
    assert (str(int(hit.id[-5:])), hit.tier) == (first, tier)


def test_what_was_typed_comes_before_its_other_form(ask: Callable[..., Result]) -> None:
    assert [hit.tier for hit in ask("擴散", literal=True).hits] == ["typed", "folded"]
    assert {hit.tier for hit in ask("扩散", literal=True).hits} == {"typed"}


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("quantized", {"literal": True}),
        ("quantized", {"exact": True}),
        ('"quantized"', {}),
        ("QUANTIZED", {}),
        ("tiny -face", {}),
        ("distillation -students -policies", {"all_words": True}),
    ],
)
def test_what_is_meant_as_it_stands(ask: Callable[..., Result], text: str, options: dict[str, Any]) -> None:
    assert ask(text, **options).hits == ()


def test_some_of_the_words_follow_where_few_have_all(ask: Callable[..., Result]) -> None:
    result = ask("distillation students tiny")
    assert numbers_of(result)[0] == "5"  # has the two rarer ones
    assert {hit.tier for hit in result.hits} == {"partial"}
    result = ask("policy distillation")
    assert numbers_of(result, "typed") == ["5", "6"]  # side by side, and far apart
    assert any("few have all" in notice for notice in ask("agent plans crowds").notices) is False
    assert numbers_of(ask("distillation students tiny", all_words=True)) == []


@pytest.mark.parametrize("text", ["is", "what is the", "của"])
def test_words_of_no_weight_count_where_there_are_no_others(ask: Callable[..., Result], text: str) -> None:
    assert all(hit.tier in ("typed", "folded", "partial") for hit in ask(text).hits)


@pytest.mark.parametrize(
    ("word", "known", "wanted"),
    [
        ("quantized", "quantization quantise quantity", {"quantization", "quantise"}),
        # what Latin made of a verb, and who does it
        ("recognisers", "recognition recognitions cognition", {"recognition", "recognitions"}),
        ("classifier", "classification class classic", {"classification"}),
        ("verification", "verify verified verbs", {"verify", "verified"}),
        ("emitting", "emission mission", {"emission"}),
        ("conversion", "convert converters vertex", {"convert", "converters"}),
        ("diffusers", "diffusion fusion", {"diffusion"}),
        ("synthesis", "synthesize synthesised thesis", {"synthesize", "synthesised"}),
        # how it is done
        ("continual", "continually continued", {"continually", "continued"}),
        # no verb is left of a short noun
        ("mission", "mit mits", set()),
        ("vision", "vide video", set()),
        ("version", "vert", set()),
        ("embedding", "embed embedded embeddings ember", {"embed", "embedded", "embeddings"}),
        ("generative", "generation generate general genera", {"generation", "generate"}),
        ("centre", "center centers central", {"center", "centers"}),
        ("GPT4", "gpt4s", set()),
        ("GaLore", "galores", set()),
        ("rlhf", "rlhfs", {"rlhfs"}),
        ("học", "hocs", set()),
        ("run", "running", set()),
    ],
)
def test_forms(word: str, known: str, wanted: set[str]) -> None:
    term = term_of(word)
    assert term is not None
    plurals = {one.typed for one in numbers(term)}
    assert {one.typed for one in forms(term, set(known.split()).intersection)} - plurals == wanted - plurals


def test_a_word_with_marks_of_its_own_is_no_stop_word() -> None:
    assert [is_stop_word(word) for word in ("là", "la", "lá", "Của", "does", "doe")] == [
        *(True, True, False),
        *(True, True, False),
    ]
