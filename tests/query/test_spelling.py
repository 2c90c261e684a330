"""What else may have been meant: of words that no note has, and of slips that one note has as well."""

from __future__ import annotations

from typing import Any

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.records import Kind
from digestkb.render.hits import hit_object
from digestkb.store.connection import Connection

#: What twenty notes say, and what one says each: slips, words that are near to common ones, names.
COMMON = "segmentation of medical models by external instructions"
ONCE = ("segmentaiton", "instrcutions", "eternal", "modals", "internvl", "exterrnal", "medial exterrnally", "ViMedcial")


def _noted(number: str, text: str) -> dict[str, Any]:
    return {"id": number, "kind": Kind.TOPIC, "text": text, "language": "en"}


@pytest.fixture(scope="module")
def library(made: Made) -> Connection:
    """Many papers that say the same, and some with a word of their own."""
    said = [*[COMMON] * 20, *ONCE]
    entries: list[dict[str, Any]] = [_noted(f"2601.{at:05}", text) for at, text in enumerate(said, 1)]
    entries.append(
        {"id": "2602.00001", "kind": Kind.TOPIC, "title": "Medcial: A Name", "text": "", "language": "en"}
        | {"authors": ("Geoffrey Hinton", "Nguyễn Thị Hương")}
    )
    return made(lambda store: add_note(store, "a.md", entries))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # One note has the slip as well.
        ("segmentaiton", "segmentation"),
        ("Segmentaiton models", "segmentation models"),
        ("instrcutions", "instructions"),
        # Several words must be found together: else they are two accidents.
        ("instruktions medcal", "instructions medical"),
        ("hintun segmentatoin", None),
        # One is known in the other number, and stays.
        ("segmentations modles", "segmentations models"),
        # No note has it: words, names, Vietnamese without its marks.
        ("medcal", "medical"),
        ("Hintonn", "hinton"),
        ("nguyem huong", "nguyễn huong"),
        # Another word, or a name, that is only near to a common one; a word with forms of its own.
        ("eternal", None),
        ("modals", None),
        ("internvl", None),
        ("exterrnal", None),
        ("medcial", None),
        ("ViMedcial", None),
        # Known, or near to nothing.
        ("segmentation", None),
        ("zzzzzzzz", None),
        ("2601.00003", None),
    ],
)
def test_what_may_have_been_meant(library: Connection, text: str, wanted: str | None) -> None:
    assert find(library, parse(text, TODAY)).suggestion == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Letters swapped, doubled, left out, put in, of another vowel; where it stands.
        ("segmnetation", "segmentation"),
        ("instrructions", "instructions"),
        ("segmenttion", "segmentation"),
        ("mediccal models", "medical"),
        ("segmentetion", "segmentation"),
        ("xylophone OR segmentatoin -eternal", "segmentation"),
        ("Segmnetation models", "segmentation"),
        ("instruktions segmentetion", "instructions segmentation"),
        ("segmnetation lang:en", "segmentation"),
        # Among signs of a sentence.
        ("what is segmnetation?", "segmentation"),
        ("segmnetation, models.", "segmentation"),
        # In a short word a slip makes another word too often; two slips do in any, and what few papers have is a name.
        ("medcal", None),
        ("modesl lang:en", None),
        ("sgementatoin", None),
        ("Segmentetion", None),
        ("Hintonn", None),
        ("nguyenn huong", None),
        # What is behind a minus is not meant.
        ("segmnetation -segmentation", None),
        ("segmnetation -(medical segmentation)", None),
        # As typed: in quotes, with a star, behind a minus, the value of a filter.
        ('"segmnetation"', None),
        ("segmnetation*", None),
        ("models -segmnetation", None),
        ("title:segmnetation", None),
        ("tag:=segmnetation", None),
        # Another word: a letter for any other in a short one, a first letter, too few letters, what the glossary knows.
        ("hintxn", None),
        ("nedical", None),
        ("modxls", None),
        ("mdels", None),
        ("hitnon", None),
        ("fragmentation", None),
        # Names, numbers and versions.
        ("Medical2", None),
        ("MEDICLA", None),
        ("InternVLM", None),
        ("2602.00011", None),
        # It stands somewhere, also as a slip of others.
        ("segmentaiton", None),
        ("segmentations", None),
    ],
)
def test_misspelt_words_are_taken_for_what_they_can_only_be(library: Connection, text: str, wanted: str | None) -> None:
    result = find(library, parse(text, TODAY))
    assert " ".join(word for _, word in result.respelled) == (wanted or "")
    if wanted:
        assert result.hits and f'did you mean "{wanted.split()[0]}"' in result.notices[-1]
        typed = " ".join(word for word, _ in result.respelled)
        assert find(library, parse(text, TODAY), exact=True).respelled == () and typed in text


def test_of_two_words_that_are_as_near_none_is_meant(made: Made) -> None:
    said = ["a carpenter of routes"] * 5 + ["a carpentur of wood"]
    entries = [_noted(f"2601.{at:05}", text) for at, text in enumerate(said, 1)]
    few = made(lambda store: add_note(store, "a.md", entries))
    assert find(few, parse("carpentar", TODAY)).respelled == ()
    entries += [_noted(f"2602.{at:05}", said[0]) for at in range(1, 9)]
    many = made(lambda store: add_note(store, "b.md", entries))
    assert find(many, parse("carpentar", TODAY)).respelled == (("carpentar", "carpenter"),)


def test_two_slips_by_which_no_paper_has_both_words_are_two_accidents(made: Made) -> None:
    said = ["a carpenter"] * 3 + ["a generator"] * 3
    entries = [_noted(f"2601.{at:05}", text) for at, text in enumerate(said, 1)]
    kb = made(lambda store: add_note(store, "a.md", entries))
    assert find(kb, parse("carpentar genreator", TODAY)).respelled == ()
    assert find(kb, parse("genreator", TODAY)).respelled == (("genreator", "generator"),)


#: What ten notes say each, and words that are one slip from another.
NEIGHBOURS = (
    "infection adoption conversion perspective extinction computation absorption interaction resolution proscription"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Another word of English, that no note has.
        ("inflection", None),
        ("adaption", None),
        ("prospective", None),
        ("extinctions", None),
        ("conversation", None),
        ("commutation", None),
        ("adsorption", None),
        ("prescription", None),
        ("interactions", None),
        ("prescription infection", None),
        # No word.
        ("inflecton", None),
        ("infecttion", "infection"),
        ("adoptoin", "adoption"),
        ("perspectve", "perspective"),
        ("computetion", "computation"),
        ("interacttion", "interaction"),
        # A slip beside another word.
        ("prescriptoin infection", None),
    ],
)
def test_a_word_of_english_is_no_slip_for_another(made: Made, text: str, wanted: str | None) -> None:
    entries = [_noted(f"2601.{at:05}", NEIGHBOURS) for at in range(1, 11)]
    kb = made(lambda store: add_note(store, "a.md", entries))
    assert " ".join(word for _, word in find(kb, parse(text, TODAY)).respelled) == (wanted or "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # What sounds alike, in Mandarin and in Japanese, in either script; among others; with another voice mark.
        ("扩散模形", "扩散模型"),
        ("擴散模形", "擴散模型"),
        ("卷机神经网络", "卷积神经网络"),
        ("強化学収", "強化学習"),
        ("基于扩散模形", "基于扩散模型"),
        ("扩散模形 GRPO", "扩散模型"),
        ("ドランスフォーマー", "トランスフォーマー"),
        ("그래프신갱망", "그래프신경망"),
        ("그래프신경맘을", "그래프신경망을"),
        ("프로세서", None),
        # What sounds otherwise, what is known, what is short, what stands beside something unknown, what notes say.
        ("扩散模板", None),
        ("目标监测", None),
        ("模形", None),
        ("某某扩散模形某", None),
        ("深度求索", None),
        ("人工智慧", None),
        # As typed.
        ('"扩散模形"', None),
        ("扩散模形*", None),
        ("GRPO -扩散模形", None),
    ],
)
def test_one_character_is_taken_for_one_that_sounds_alike(made: Made, text: str, wanted: str | None) -> None:
    said = ["扩散模型 GRPO", "卷积神经网络", "強化学習", "目标检测", "基于扩散模型的方法", "深度搜索"]
    said += ["トランスフォーマー", "그래프신경망", "프로세스"]
    entries = [_noted(f"2601.{at:05}", one) | {"language": "zh"} for at, one in enumerate(said, 1)]
    kb = made(lambda store: add_note(store, "a.md", entries))
    result = find(kb, parse(text, TODAY))
    assert " ".join(word for _, word in result.respelled) == (wanted or "")
    assert not wanted or result.hits


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Two words misspelt, the one too short to be put right alone; of two languages; a short one beside another.
        ("difusion modle", "diffusion model"),
        ("Diffussion modle", "diffusion model"),
        ("diffusion modle", "model"),
        ("modle of difusion", "diffusion"),
        ("lagre languaeg models", "large language"),
        ("transfromer 학슴", "transformer 학습"),
        ("강화 학슴", "학습"),
        ("강화 학슴을", "학습"),
        ("difusion 강화학슴", "diffusion 강화학습"),
        # A letter of a syllable that is beside the right one on the keyboard or sounds like it.
        ("학슴", "학습"),
        ("핚습", "학습"),
        ("학슴에서", "학습"),
        ("추롱", "추론"),
        ("에이잔트", "에이전트"),
        # Alone too short, or beside another word; two letters off; another letter.
        ("modle", None),
        ("modle lang:en", None),
        ("carpenter modle", None),
        ("50% modle", None),
        ("%s modle {}", None),
        ("diffusion mdle", None),
        ("diffusion modxl", None),
        ("diffusion moedls2", None),
        ("diffusion MODLE", None),
        ('diffusion "modle"', None),
        ("diffusion modle*", None),
        ("diffusion -modle", None),
        ("diffusion modle -model", None),
        ("diffusion yodel", None),
        ("학생", None),
        ("하습", None),
        ("학섬", None),
        ("학슴론", None),
        # Of three syllables one that no note has: 사이즈.
        ("사이드", None),
        # As near to one word of notes as to another: 이론 and 이온.
        ("이혼", None),
        ('"학슴"', None),
        ("학슴*", None),
        ("추론 -학슴", None),
    ],
)
def test_words_that_are_too_short_alone(made: Made, text: str, wanted: str | None) -> None:
    said = [
        "a diffusion model",
        "large language models",
        "transformer 학습",
        "강화 학습의 추론",
        "이론",
        "이온",
        "에이전트",
    ]
    said += ["diffusion 강화학습", "a carpenter"]
    entries = [_noted(f"26{at % 12 + 1:02}.{at:05}", one) for at, one in enumerate(said * 4, 1)]
    kb = made(lambda store: add_note(store, "a.md", entries))
    result = find(kb, parse(text, TODAY))
    assert " ".join(word for _, word in result.respelled) == (wanted or "")
    assert not wanted or result.hits


def test_a_short_word_of_korean_is_put_right_by_the_glossary_beside_another(made: Made) -> None:
    kb = made(lambda store: add_note(store, "a.md", [_noted("2601.00001", "reinforcement learning of a carpenter")]))
    found = {text: find(kb, parse(text, TODAY)).respelled for text in ("강화 학슴", "학슴", "목수 학슴")}
    assert found == {"강화 학슴": (("학슴", "학습"),), "학슴": (), "목수 학슴": ()}


def test_every_hit_says_what_was_looked_for_in_place_of_what(library: Connection) -> None:
    hits = find(library, parse("segmnetation lang:en", TODAY)).hits
    assert {hit.respelled for hit in hits} == {(("segmnetation", "segmentation"),)}
    assert hit_object(hits[0])["respelled"] == {"segmnetation": "segmentation"}
    assert {hit_object(hit)["respelled"] == {} for hit in find(library, parse("segmentation", TODAY)).hits} == {True}


@pytest.mark.parametrize("text", ["medical", "lang:en", "medical lang:en"])
def test_within_a_month_the_newest_number_is_first(library: Connection, text: str) -> None:
    ids = [hit.id for hit in find(library, parse(text, TODAY)).hits if hit.id <= "2601.00020"]
    assert ids == sorted(ids, reverse=True) and len(ids) == 20
    limited = [hit.id for hit in find(library, parse(text, TODAY), limit=3).hits if hit.id <= "2601.00020"]
    assert limited == [one for one in ids if one in limited]
