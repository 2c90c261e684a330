"""That a name is known however its parts are joined, turned, spelled and inflected, and no other for it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from digestkb.query.expansion import Expansion
from digestkb.query.expressions import AllOf, Expression, Near, Phrase, Within, Without
from digestkb.query.fts5 import written
from digestkb.query.glossary import Glossary, shipped_file
from digestkb.query.nodes import Word
from digestkb.query.units import written_units
from digestkb.text.fold import folded

GLOSSARY = """
object-detection	vision	object detection	phát hiện vật thể	目标检测	객체 탐지	物体検出
gradient-clipping	training	gradient clipping	cắt gradient	梯度裁剪	기울기 절단	勾配切り詰め
multi-view-learning	ml	multi-view learning	học đa góc nhìn	多视图学习	다중 시점 학습	多視点学習
reinforcement-learning	rl	reinforcement learning	học tăng cường	强化学习	강화 학습	強化学習
scaling-law	theory	scaling law	quy luật quy mô	缩放定律	규모 법칙	規模則
behavior-modeling	ml	behavior modeling	mô hình hóa hành vi	行为建模	행동 모델링	行動モデリング
user-study	research	user study	nghiên cứu người dùng	用户研究	사용자 연구	ユーザー調査
essay-scoring	apps	essay scoring	chấm bài luận	作文评分	작문 채점	作文採点
automatic	words	automatic	tự động	自动	자동	自動
method	research	method	phương pháp	方法	방법	手法
exploration	rl	exploration	khám phá môi trường	探索	탐험	探索
hate-speech	nlp	hate speech	ngôn từ thù ghét	仇恨言论	혐오 발언	ヘイトスピーチ
"""


def named(text: str) -> list[str]:
    """Give the concepts whose names cover a text as a whole."""
    units = written_units(text)
    whole = [one for one in Glossary(GLOSSARY).meanings(units) if one.end - one.start == len(units)]
    return [concept.name for one in whole for concept in one.concepts]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # The other way round, with whatever preposition and article.
        ("detection of objects", "object-detection"),
        ("detection of the object", "object-detection"),
        ("learning for reinforcement", "reinforcement-learning"),
        ("detection objects", ""),
        ("object of detection", ""),
        ("learning reinforcement", ""),
        ("detection of", ""),
        ("of objects", ""),
        # What is done with several things, and other words of the same stem.
        ("detecting objects", "object-detection"),
        ("detecting object", "object-detection"),
        ("object detecting", "object-detection"),
        ("object detections", "object-detection"),
        ("objective detection", ""),
        ("gradients clipped", "gradient-clipping"),
        ("detecting", ""),
        # A prefix with a hyphen or without, and British spelling.
        ("multiview learning", "multi-view-learning"),
        ("multi view learning", "multi-view-learning"),
        ("view learning", ""),
        ("behaviour modelling", "behavior-modeling"),
        ("behavioral modeling", "behavior-modeling"),
        # Joints between the parts of a name, but not before or behind it.
        ("phát hiện các vật thể", "object-detection"),
        ("phat hien cua vat the", ""),  # without marks it may be another word
        ("phát hiện vật thế", ""),
        ("của vật thể", ""),
        ("目标的检测", "object-detection"),
        ("目標式檢測", "object-detection"),  # as Taiwan says 對抗式, 監督式
        ("强化性学习", "reinforcement-learning"),
        ("式目标检测", ""),
        ("检测目标", ""),
        ("勾配の切り詰め", "gradient-clipping"),
        ("切り詰めの勾配", ""),
        ("규모의 법칙", "scaling-law"),
        ("의 법칙", ""),
        # A last long vowel.
        ("ユーザ調査", "user-study"),
        ("ユーザー調査", "user-study"),
        ("ユザー調査", ""),
    ],
)
def test_names_are_known_in_their_plain_form(text: str, wanted: str) -> None:
    assert named(text) == ([wanted] if wanted else [])


def _shipped_names() -> Iterator[tuple[str, str, str]]:
    """Yield some names of the shipped glossary in two words, each with its concept and its language."""
    lines = [
        line for line in shipped_file().read_text(encoding="utf-8").splitlines() if "\t" in line and line[0] != "#"
    ]
    for line in random.Random(7).sample(lines[1:], 250):
        concept, _, *cells = line.split("\t")
        for language, cell in zip(("en", "vi"), cells, strict=False):
            name = cell.split(" | ")[0]
            if len(name.split(" ")) == 2 and name.replace(" ", "").isalpha():
                yield concept, language, name


def _said_otherwise(language: str, name: str) -> Iterator[str]:
    one, other = name.split(" ")
    yield from (f"{one}-{other}", f"{one.upper()} {other}", f"{one}  {other}")
    if language == "en":
        yield from (f"{other} of {one}", f"{other} for the {one}")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_name_is_known_however_it_is_written(language: str) -> None:
    glossary = Glossary.load()
    missed = []
    for concept, of, name in _shipped_names():
        for text in _said_otherwise(language, name) if of == language else ():
            units = written_units(text)
            found = (one for one in glossary.meanings(units) if one.end - one.start == len(units))
            if concept not in {meant.name for one in found for meant in one.concepts}:
                missed.append((name, text))
    assert missed == []


def _holds(asked: Expression, said: str) -> bool:
    """Say whether a text has what is asked for."""
    if isinstance(asked, Phrase):
        return f" {' '.join(asked.tokens)} " in f" {folded(said)} "
    if isinstance(asked, Near):
        return all(_holds(phrase, said) for phrase in asked.phrases)
    if isinstance(asked, Without):
        return _holds(asked.wanted, said) and not _holds(asked.unwanted, said)
    if isinstance(asked, Within):
        return _holds(asked.part, said)
    return (all if isinstance(asked, AllOf) else any)(_holds(part, said) for part in asked.parts)


@pytest.mark.parametrize(
    ("text", "said", "is_found"),
    [
        # What only tells what kind of thing it is need not be there.
        ("automatic essay scoring", "作文评分", True),
        ("essay scoring method", "chấm bài luận", True),
        ("자동 작문 채점", "essay scoring", True),
        ("自動作文評分", "essay scoring", True),
        ("automatic essay scoring", "自动", False),
        ("automatic exploration", "探索", False),  # one word tells too little by itself
        ("automatic method", "方法", False),
        # Words that join others in English are said otherwise elsewhere; what says something is not left out.
        ("essay scoring using exploration", "作文评分 探索", True),
        ("essay scoring using exploration", "作文评分", False),
        ("GAN-based exploration", "探索", False),
        # Of a name that is taken apart nothing is left out as well.
        ("automatic hate speech object detection", "仇恨言论 目标检测", True),
        ("automatic hate speech object detection", "仇恨言论", False),
    ],
)
def test_what_adds_little_may_be_left_out(text: str, said: str, is_found: bool) -> None:
    asked = Expansion(Glossary(GLOSSARY), lambda term: ()).rewrite_in_parts([Word(word) for word in text.split()])
    assert asked
    assert _holds(asked, said) is is_found


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("hate speech object detection", ['"仇恨 恨言 言论"', '"目标 标检 检测"']),
        ("仇恨言论目标检测", ['"hate speech"', '"object detection"']),
        ("automatic hate speech object detection", ['"仇恨 恨言 言论"', '"目标 标检 检测"']),
    ],
)
def test_names_of_several_parts_are_said_part_by_part(text: str, phrases: list[str]) -> None:
    asked = Expansion(Glossary(GLOSSARY), lambda term: ()).rewrite_in_parts([Word(word) for word in text.split()])
    assert asked
    assert [phrase for phrase in phrases if phrase not in written(asked)] == []
