"""Names in another wording of their language: what stands for what, how they are looked up, what is searched for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from digestkb.query import rewording
from digestkb.query.expansion import Expansion
from digestkb.query.fts5 import written
from digestkb.query.glossary import Glossary, index_of, shipped_file
from digestkb.query.nodes import Word
from digestkb.query.units import written_units

SETS = Path(__file__).parents[2] / "digestkb" / "query" / "rewording.tsv"
GLOSSARY = """
stance-detection	nlp	stance detection	phát hiện lập trường	立场检测	입장 탐지	スタンス検出
object-detection	vision	object detection	phát hiện vật thể	目标检测	객체 탐지	物体検出
robust-optimization	math	robust optimization	tối ưu vững	鲁棒优化
english	nlp	English	tiếng Anh	英语
image	vision	image		图像	이미지	画像
sampling	math	sampling	lấy mẫu	采样
data	data	data	dữ liệu	数据	데이터	データ
pollution	science	pollution	ô nhiễm	污染	오염	汚染
data-pollution	data	data pollution	nhiễm bẩn dữ liệu
malware-analysis	safety	malware analysis	phân tích mã độc	恶意软件分析	악성 코드 분석
"""


def meant(text: str) -> list[str]:
    return [concept.name for one in Glossary(GLOSSARY).meanings(written_units(text)) for concept in one.concepts]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("立場偵測", ["stance-detection"]),
        ("立场检测", ["stance-detection"]),
        ("物件偵測", ["object-detection"]),
        ("phát hiện đối tượng", ["object-detection"]),
        ("phat hien doi tuong", ["object-detection"]),
        ("객체 검출", ["object-detection"]),
        ("物体検知", ["object-detection"]),
        ("影像取樣", ["image", "sampling"]),
        # What only folds to a word of a set, and what a set would have to be torn apart for.
        ("phát hiện đối tường", []),
        ("tiếng Anh", ["english"]),
        ("tieng anh", ["english"]),
        ("立場偵", []),
    ],
)
def test_names_are_known_in_other_words(text: str, wanted: list[str]) -> None:
    assert meant(text) == wanted


@pytest.mark.parametrize(
    ("text", "phrase", "is_asked"),
    [
        ("stance detection", '"立场 场侦 侦测"', True),
        ("object detection", '"phat hien doi tuong"', True),
        ("robust optimization", '"稳健 健最 最佳 佳化"', True),  # in all its words as Taiwan says it
        ("資料洩漏", '"数据 据泄 泄漏"', True),  # in no glossary
        ("資訊", '"信息"', True),
        ("通訊", '"信息"', False),
        # Korean keeps the blanks of what is not replaced, and leaves any of them out.
        ("object detection", '"물체 체 탐지"', True),
        ("object detection", '"물체 체 탐 지"', False),
        ("malware analysis", '"멀웨 웨어 어 분석"', True),
        ("malware analysis", '"악성 성코 코드 드 분석"', True),
        # One word is replaced before all are.
        ("object detection", '"물체 체 탐지" OR "물체 체탐 탐지" OR "객체 체 검출"', True),
    ],
)
def test_notes_are_asked_for_in_other_words(text: str, phrase: str, is_asked: bool) -> None:
    asked = Expansion(Glossary(GLOSSARY), lambda term: ()).rewrite([Word(word) for word in text.split()])
    assert asked
    assert (phrase in written(asked)) is is_asked


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("data pollution", True),  # whose own line has no Chinese: it is asked for part by part
        ("data", False),
        ("pollution of data", True),
    ],
)
def test_a_name_of_two_parts_is_said_part_by_part(text: str, wanted: bool) -> None:
    words = [Word(word) for word in text.split()]
    expansion = Expansion(Glossary(GLOSSARY), lambda term: ())
    whole, in_parts = expansion.rewrite(words), expansion.rewrite_in_parts(words)
    assert in_parts
    assert ('"污染"' in written(in_parts) and '"数据"' in written(in_parts)) is wanted
    assert expansion.rewrite(words) == whole


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("量子隧穿", "量子穿隧", "zh"),
        ("赌博机", "老虎机", "zh"),
        ("bộ gen", "hệ gen", "vi"),
        ("tiểu đường", "đái tháo đường", "vi"),
        ("특잇값 분해", "특이값 분해", "ko"),
        ("超電導", "超伝導", "ja"),
    ],
)
def test_what_translators_choose_between(one: str, other: str, language: str) -> None:
    assert other in rewording.rewordings(one, language)


def test_no_word_is_in_two_sets_of_a_language() -> None:
    lines = [line for line in SETS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    words = Counter((line.split("\t")[0], word) for line in lines for word in line.split("\t")[1].split(" | "))
    assert [word for word, times in words.items() if times > 1] == []


def test_words_are_of_the_script_of_their_language() -> None:
    scripts = {"zh": "[\u4e00-\u9fff\\dD]+", "ko": "[\uac00-\ud7a3\\dD]+", "ja": "[\u3041-\u30ff\u4e00-\u9fff\\dD]+"}
    for line in SETS.read_text(encoding="utf-8").splitlines():
        language, _, words = line.partition("\t")
        if not line.startswith("#"):
            pattern = scripts.get(language, "[^\u3041-\uffff]+")
            assert [word for word in words.split(" | ") if not re.fullmatch(pattern, word)] == []


def test_the_indexes_are_those_of_what_they_are_made_of() -> None:
    """Otherwise: python tools/write_glossary_index.py."""
    glossary = shipped_file()
    assert SETS.with_suffix(".index").read_bytes() == rewording.index_of(SETS.read_text(encoding="utf-8"))
    assert glossary.with_suffix(".index").read_bytes() == index_of(glossary.read_bytes())


@pytest.mark.parametrize(
    ("name", "language"), [("模型推理图像", "zh"), ("강화학습", "ko"), ("ước lượng độ sâu ", "vi")]
)
def test_of_many_ways_no_more_are_made_than_are_taken(name: str, language: str) -> None:
    # Each repetition multiplies the ways: forty would fill any memory.
    few, many = (rewording.rewordings((name * times).strip(), language) for times in (2, 40))
    assert len(many) >= len(few)
