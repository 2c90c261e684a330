"""The glossary as a data file: its form, its size and what its cells may hold."""

import re
import unicodedata
from collections import Counter
from itertools import zip_longest
from pathlib import Path

import pytest

from digestkb.query.lists import listed

PATH = Path(__file__).parents[2] / "digestkb" / "query" / "glossary.tsv"
HEADER = ["concept", "domain", "en", "vi", "zh", "ko", "ja"]
LANGUAGES = ("en", "vi", "zh", "ko", "ja")
HAN, HANGUL, KANA = (
    re.compile(f"[{first}-{last}]") for first, last in ("\u3400\u9fff", "\uac00\ud7a3", "\u3041\u30ff")
)


@pytest.fixture(scope="module")
def text() -> str:
    return PATH.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def lines(text: str) -> list[list[str]]:
    """The header and the rows, split at the tabs."""
    return [line.split("\t") for line in text.split("\n") if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def rows(lines: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip_longest(HEADER, cells, fillvalue="")) for cells in lines[1:]]


@pytest.fixture(scope="module")
def domains(text: str) -> set[str]:
    """The codes listed under the comment `# Domains:`, one a line, indented by three spaces."""
    block = text.partition("# Domains:\n")[2]
    codes = set()
    for line in block.split("\n"):
        match = re.match(r"#   ([a-z]+) +\S", line)
        if match is None:
            break
        codes.add(match[1])
    return codes


def synonyms(cell: str) -> list[str]:
    return cell.split(" | ") if cell else []


def all_synonyms(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(row["concept"], lang, term) for row in rows for lang in LANGUAGES for term in synonyms(row[lang])]


def folded(term: str) -> str:
    return " ".join(term.casefold().replace("-", " ").split())


def test_file_is_nfc_with_unix_line_ends(text: str) -> None:
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert "\ufeff" not in text
    assert text.endswith("\n")


def test_header_and_columns(lines: list[list[str]]) -> None:
    assert lines[0] == HEADER
    assert [cells for cells in lines if not len(HEADER) - 2 <= len(cells) <= len(HEADER)] == []


def test_concepts_are_unique_kebab_case(rows: list[dict[str, str]]) -> None:
    counts = Counter(row["concept"] for row in rows)
    assert [name for name, count in counts.items() if count > 1] == []
    assert [name for name in counts if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_domains_are_declared_and_used(rows: list[dict[str, str]], domains: set[str]) -> None:
    assert domains == {row["domain"] for row in rows}


def test_enough_concepts(rows: list[dict[str, str]]) -> None:
    assert len(rows) >= 700


def test_coverage_of_languages(rows: list[dict[str, str]]) -> None:
    assert [row["concept"] for row in rows if not row["en"]] == []
    for lang in ("vi", "zh"):
        assert sum(1 for row in rows if row[lang]) >= 0.98 * len(rows), lang
    for lang in ("ko", "ja"):
        assert sum(1 for row in rows if row[lang]) >= 0.97 * len(rows), lang


def test_cells_are_trimmed(rows: list[dict[str, str]]) -> None:
    for concept, lang, term in all_synonyms(rows):
        assert term, (concept, lang)
        assert term == " ".join(term.split()), (concept, lang, term)
        assert "|" not in term, (concept, lang, term)


def test_no_synonym_twice_in_a_cell(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for lang in LANGUAGES:
            counts = Counter(folded(term) for term in synonyms(row[lang]))
            assert [term for term, count in counts.items() if count > 1] == [], (row["concept"], lang)


def test_no_single_character_synonyms(rows: list[dict[str, str]]) -> None:
    assert [item for item in all_synonyms(rows) if len(item[2]) < 2] == []


def test_no_vietnamese_synonym_of_one_syllable(rows: list[dict[str, str]]) -> None:
    """A plain-letter word (`token`, `transformer`) is a loan; one with diacritics is a syllable of everyday speech."""
    short = [
        (concept, term)
        for concept, lang, term in all_synonyms(rows)
        if lang == "vi" and not term.isascii() and len(folded(term).split()) < 2
    ]
    assert short == []


def test_accessories_are_concepts(rows: list[dict[str, str]]) -> None:
    assert set(listed("accessory")) <= {row["concept"] for row in rows}


def test_scripts_match_the_columns(rows: list[dict[str, str]]) -> None:
    for concept, lang, term in all_synonyms(rows):
        assert bool(HAN.search(term) or KANA.search(term)) == (lang in ("zh", "ja")), (concept, lang, term)
        assert bool(HANGUL.search(term)) == (lang == "ko"), (concept, lang, term)
        assert lang == "ja" or not KANA.search(term), (concept, lang, term)


@pytest.mark.parametrize(
    ("concept", "lang", "term"),
    [
        ("reinforcement-learning", "en", "RL"),
        ("reinforcement-learning", "vi", "học tăng cường"),
        ("reinforcement-learning", "zh", "强化学习"),
        ("sparse-attention", "vi", "attention thưa"),
        ("hallucination", "zh", "幻觉"),
        ("contrastive-learning", "en", "CL"),
        ("continual-learning", "en", "CL"),
        ("reasoning", "vi", "suy luận"),
        ("ml-inference", "vi", "suy luận"),
        ("reinforcement-learning", "ko", "강화 학습"),
        ("reinforcement-learning", "ja", "強化学習"),
        ("neural-network", "zh", "類神經網路"),
        ("information-retrieval", "vi", "truy xuất"),
        ("safety", "en", "safety"),
        ("mode-collapse", "ja", "モード崩壊"),
        ("markov-chain", "ko", "마르코프 연쇄"),
        ("loss-function", "ja", "目的関数"),
        ("optimizer", "zh", "最佳化器"),
        ("dual-encoder", "zh", "双塔"),
        ("soft-label", "vi", "nhãn mềm"),
        ("curse-of-dimensionality", "ja", "次元の呪い"),
        ("walking", "zh", "行走"),
        ("landing", "vi", "hạ cánh"),
        ("method", "ko", "기법"),
        ("learned-optimizer", "zh", "可学习优化器"),
        ("eye-tracking", "ko", "아이트래킹"),
        ("lower-bound", "vi", "cận dưới"),
        ("spontaneous-symmetry-breaking", "zh", "自发对称性破缺"),
        ("proportional-hazards-model", "vi", "mô hình Cox"),
        ("auction-theory", "ko", "경매 이론"),
        ("chromatography", "ja", "クロマトグラフィー"),
        ("diabetic-retinopathy", "zh", "糖网病"),
        ("concurrency-control", "ko", "병행 제어"),
        ("diabetes", "en", "diabetic"),
        ("leakage", "en", "leak"),
    ],
)
def test_known_synonyms(rows: list[dict[str, str]], concept: str, lang: str, term: str) -> None:
    row = next(row for row in rows if row["concept"] == concept)
    assert term in synonyms(row[lang])


@pytest.mark.parametrize(
    ("concept", "lang", "term"),
    [
        ("keyphrase-extraction", "zh", "关键词"),
        ("gaze-estimation", "en", "eye tracking"),
        ("image-restoration", "ja", "画像強調"),
        ("brain-decoding", "zh", "大脑"),
        ("entity-linking", "en", "entity resolution"),
        ("legal-ai", "en", "law"),
        ("ai-governance", "en", "policy"),
        ("upper-bound", "vi", "cận dưới"),
        ("traffic-forecasting", "ko", "트래픽"),
        ("games", "zh", "博弈"),
        ("social-bias", "en", "bias"),
        ("ophthalmology", "en", "diabetic retinopathy"),
        ("quantitative-trading", "en", "portfolio optimization"),
        ("compressed-sensing", "en", "dictionary learning"),
        ("fetal-ultrasound", "en", "echocardiography"),
    ],
)
def test_neighbours_are_apart(rows: list[dict[str, str]], concept: str, lang: str, term: str) -> None:
    row = next(row for row in rows if row["concept"] == concept)
    assert term not in synonyms(row[lang])
