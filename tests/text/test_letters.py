"""Damaged lines in scripts whose letters are counted: what they are taken for, what comes back, what is doubted."""

from __future__ import annotations

import importlib.util
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from digestkb.text.language_model import LanguageModel, Letters
from digestkb.text.lattice import Marks, Profile
from digestkb.text.lossy import Decoder
from digestkb.text.scripts import script_among, script_of, script_of_many

_SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "build_letter_models.py"
_SPEC = importlib.util.spec_from_file_location("build_letter_models", _SCRIPT)
assert _SPEC is not None and _SPEC.loader is not None
BUILDER = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(BUILDER)

#: The bytes that Windows-1252 has not.
LOST = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
#: And those that the Turkish page has not, and the soft hyphen.
MORE_LOST = LOST | {0x8E, 0x9E, 0xAD}

SENTENCES = {
    "hangul": "우리는 적은 데이터로 학습한 모델이 더 나은 결과를 보이는 이유를 설명한다.",
    "japanese": "この論文では、少ないデータで学習する方法を提案し、その効果を調べる。",
    "traditional": "我們提出一種新的方法，讓模型在較少的資料上也能學習。",
    "cyrillic": "Авторы показывают, что небольшая сеть решает эту задачу не хуже большой.",
    "greek": "Οι συγγραφείς δείχνουν ότι το μικρό δίκτυο λύνει το πρόβλημα πιο γρήγορα.",
    "hebrew": "המחברים מראים כי הרשת הקטנה פותרת את הבעיה",
    "arabic": "يوضح هذا البحث كيف يمكن استخدام البيانات في تحسين النتائج",
    "thai": "บทความนี้แสดงวิธีการใช้ข้อมูลเพื่อการเรียนรู้",
    "devanagari": "इस पुस्तक में हमने एक नया तरीका दिखाया है",
    "latin": "La energía del líquido es difícil de medir, según los autores del artículo.",
}
OTHERS = {
    "uk": ("cyrillic", "Ця стаття описує новий спосіб навчання мережі."),
    "pt": ("latin", "É possível que o início do parágrafo esteja no próximo capítulo, não aqui."),
    "cs": ("latin", "Článek popisuje, jak se počítač učí a k čemu mu slouží paměť."),
    "pl": ("latin", "Łatwo zauważyć, że sieć uczy się szybciej, gdy zdań jest więcej."),
    "tr": ("latin", "Yazarlar küçük bir ağın büyük ağ kadar iyi öğrendiğini gösteriyor."),
    "de": ("latin", "Die größten Änderungen ergeben sich für häufige Wörter."),
    "fr": ("latin", "L’été dernier, la température a dépassé celle de l’année précédente."),
}
#: Characters of a sentence that may be wrong.
WRONG = {"hangul": 1, "greek": 1, "hebrew": 2}
CASES = [*SENTENCES.items(), *OTHERS.values()]


def _bytes_left(text: str, lost: frozenset[int]) -> str:
    return bytes(byte for byte in text.encode() if byte not in lost).decode("latin-1")


@pytest.mark.parametrize("lost", [LOST, MORE_LOST], ids=["cp1252", "cp1254"])
@pytest.mark.parametrize(("kind", "text"), CASES)
def test_sentences_come_back(kind: str, text: str, lost: frozenset[int]) -> None:
    raw = _bytes_left(text, lost)

    found = Decoder(Profile(lost, certain=True)).decode(raw).text(raw)

    assert script_of(raw) == kind
    assert len(found) == len(text)
    # In one word or two even a reader would have to think.
    assert sum(a != b for a, b in zip(found, text, strict=True)) <= WRONG.get(kind, 0)


@pytest.mark.parametrize("text", SENTENCES.values())
def test_the_sentences_have_lost_something(text: str) -> None:
    assert len(_bytes_left(text, MORE_LOST)) < len(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "Mô hình này được huấn luyện trên ít dữ liệu hơn.",
        "Các tác giả cho là có",
        "我们提出一种新的方法。",
        "A line of English, in which nothing is lost.",
        "",
        # Quotes of another script do not make a line one in it.
        "Từ «привет» trong tiếng Nga được dịch là xin chào; đó là ví dụ của bài.",
        "这里的の是日语的一个字，其余的都是汉字。",
    ],
)
def test_vietnamese_and_chinese_have_models_of_their_own(text: str) -> None:
    assert script_of(_bytes_left(text, MORE_LOST)) is None


def test_one_damaged_word_is_enough() -> None:
    raw = _bytes_left("la física moderna", MORE_LOST)

    assert Decoder(Profile(MORE_LOST, certain=True)).decode(raw).text(raw) == "la física moderna"


@pytest.mark.parametrize("text", ["Älä mene", "NÃO", "Åbo är här"])
def test_intact_capitals_beside_damage_stay(text: str) -> None:
    raw = text + _bytes_left(" año", MORE_LOST)

    assert Decoder(Profile(MORE_LOST, partly=True)).decode(raw).text(raw) == text + " año"


@pytest.mark.parametrize("marks", [(), ((" ", frozenset({0xA0})),)])
def test_no_mark_that_nobody_sees_is_put_in(marks: Marks) -> None:
    raw = _bytes_left("Przycisk „Dalej” w oknie, klucz „Wstecz” też", MORE_LOST)
    found = Decoder(Profile(MORE_LOST, marks, certain=True)).decode(raw).text(raw)

    assert not any(unicodedata.category(char) == "Cf" for char in found)


def test_what_two_words_may_be_is_in_doubt() -> None:
    # «лис», a fox, and «лия», a name: nothing before or after tells them apart.
    raw = _bytes_left("лис", LOST)
    found = Decoder(Profile(LOST, certain=True)).decode(raw)

    assert found.margins and min(found.margins.values()) < 4


def test_what_no_other_letter_fits_is_not_in_doubt() -> None:
    raw = _bytes_left("La economía española", MORE_LOST)
    found = Decoder(Profile(MORE_LOST, certain=True)).decode(raw)

    assert all(margin >= 3 for margin in found.margins.values())


@pytest.mark.parametrize(
    ("others", "text", "alone"),
    [
        # No character of these is in one of the two standard sets only, once its bytes are lost.
        ("traditional", "未結束的命令", False),
        ("traditional", "訓練資料", True),
        ("japanese", "閾値設定", False),
        ("latin", "Îles Marshall", False),
    ],
)
def test_what_a_line_does_not_tell_its_file_does(others: Letters, text: str, alone: bool) -> None:
    raw = _bytes_left(text, MORE_LOST)

    assert Decoder(Profile(MORE_LOST, certain=True, script=others)).decode(raw).text(raw) == text
    assert (script_of(raw) == others) is alone


@pytest.mark.parametrize(
    ("others", "text"),
    [
        ("traditional", "我们提出一种新的方法。"),
        ("latin", "Các tác giả cho là có"),
        ("japanese", "Авторы показывают"),
        ("traditional", "La energía del líquido es difícil"),
    ],
)
def test_what_a_line_tells_is_believed(others: Letters, text: str) -> None:
    raw = _bytes_left(text, LOST)

    assert script_among(raw, others) == script_of(raw)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (SENTENCES["traditional"], "traditional"),
        (SENTENCES["japanese"], "japanese"),
        (OTHERS["de"][1], "latin"),
        (SENTENCES["cyrillic"], None),
        ("这里的の是日语的一个字，其余的都是汉字。", None),
        ("Các tác giả cho là có ñ", None),
    ],
)
def test_many_lines_tell_the_script_of_others(text: str, script: str | None) -> None:
    assert script_of_many(_bytes_left(text, LOST)) == script


@pytest.mark.parametrize(
    "text",
    ["可聽見的「聲響」，配合「視覺鈴聲」後", "範圍在「甲」、「乙」或「丙」之後", "「年、月、日」"],
)
def test_quotations_in_brackets_end(text: str) -> None:
    raw = _bytes_left(text, LOST)

    assert Decoder(Profile(LOST, certain=True, script="traditional")).decode(raw).text(raw) == text


@pytest.mark.parametrize("text", ["המחברים מראים כי הרשת הקטנה", "אין מקום בקובץ"])
@pytest.mark.parametrize("turn", [1, -1], ids=["as it is read", "as it is shown"])
def test_hebrew_comes_back_in_either_direction(text: str, turn: int) -> None:
    raw = _bytes_left(text[::turn], LOST)

    assert Decoder(Profile(LOST, certain=True)).decode(raw).text(raw) == text[::turn]


def test_a_rare_character_of_which_nothing_is_lost_is_itself() -> None:
    raw = _bytes_left("この値を繰り返す", LOST)

    assert Decoder(Profile(LOST, certain=True)).decode(raw).text(raw) == "この値を繰り返す"


TEXTS = ["^^абракадабра^", "^абрикос^"] * 40 + ["^рак^", "^бра^"] * 30


def _toy() -> LanguageModel:
    rows = (Counter(text[i : i + n] for text in TEXTS for i in range(len(text) - n + 1)) for n in range(1, 6))
    return LanguageModel(BUILDER.packed([dict(row) for row in rows], (0.0, 0.0), 1))


@pytest.mark.parametrize("before", ["^", "р", "аб", "абр", "кадаб", "кос", "ррр"])
def test_chances_add_up_in_every_context(before: str) -> None:
    model = _toy()
    context = 0
    for char in before:
        context = model.step(context, model.number(char))[1]
    costs = [cost for cost, _ in model.steps(context, range(len(model.vocabulary)))]

    assert sum(2 ** (-cost / 8) for cost in costs) == pytest.approx(1, abs=0.15)


def test_a_longer_context_says_more() -> None:
    model = _toy()
    contexts = []
    for before in ("р", "бр", "абр"):
        context = 0
        for char in before:
            context = model.step(context, model.number(char))[1]
        contexts.append(model.after(context, model.number("и")))

    assert contexts == sorted(contexts, reverse=True) and contexts[0] > contexts[-1]


@pytest.mark.parametrize(
    ("package", "name", "language"),
    [
        ("git", "./usr/share/locale/pt_BR/LC_MESSAGES/git.mo", "pt_BR"),
        ("manpages-pt-br", "./usr/share/man/pt_BR/man1/ls.1.gz", "pt_BR"),
        ("debian-handbook", "./usr/share/doc/debian-handbook/html/zh-TW/index.html", "zh_TW"),
        ("debian-reference-ja", "./usr/share/debian-reference/ch01.ja.html", "ja"),
        ("libreoffice-help-ko", "./usr/share/libreoffice/help/media/a.html", "ko"),
        ("fortunes-br", "./usr/share/games/fortunes/brasil", "pt_BR"),
        ("git", "./usr/share/locale/sv/LC_MESSAGES/git.mo", ""),
        ("git", "./usr/share/doc/git/index.html", ""),
    ],
)
def test_the_language_of_a_file_is_in_its_path(package: str, name: str, language: str) -> None:
    assert BUILDER.language_of(package, name) == language


def test_converter_takes_the_longest_phrase(tmp_path: Path) -> None:
    tables = {"STPhrases": "头发\t頭髮\n", "STCharacters": "头\t頭\n发\t發 髮\n里\t裏 里\n", "TWVariants": "裏\t裡\n"}
    with zipfile.ZipFile(tmp_path / "opencc.whl", "w") as archive:
        for name, table in tables.items():
            archive.writestr(f"opencc/dictionary/{name}.txt", table)

    assert BUILDER.Converter(tmp_path / "opencc.whl").convert("发里头发。") == "發裡頭髮。"
