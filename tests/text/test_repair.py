"""Encoding repair: cases as data, what must stay as it is, properties, and a floor for each channel."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestkb.text import layers, stages
from digestkb.text.decode import decode
from digestkb.text.evidence import gather
from digestkb.text.ledger import UNDECODABLE, UNREADABLE, Text
from digestkb.text.mojibake import distinct_words, shown_by, signatures, signatures_in
from digestkb.text.repair import repair, repair_line
from digestkb.text.repaired import original_lines
from digestkb.text.suspect import Suspect

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "encoding.json").read_text(encoding="utf-8"))


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("repair_benchmark", HERE.parents[1] / "benchmarks" / "repair.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCHMARK = _benchmark()
VIETNAMESE = """Báo cáo này trình bày phương pháp huấn luyện mô hình ngôn ngữ lớn.
Vấn đề chính là chi phí tính toán quá cao khi ngữ cảnh dài.
- Kết quả: độ chính xác tăng 6.3 % so với phương pháp trước đó.
Ý tưởng là chia bài toán thành nhiều bước nhỏ, mỗi bước được kiểm tra riêng.
Điều này cho phép mô hình học từ dữ liệu không có nhãn – và giảm nhiễu.
Các thí nghiệm trên nhiều bộ dữ liệu cho thấy hiệu quả rõ ràng của “cơ chế chú ý”."""
CHINESE = """本文提出了一种训练大语言模型的方法，效果很好。
主要的问题是推理的成本太高，而且上下文很长。
- 结果：在数学任务上提升了 6.3 %，并且更加稳定。
作者把任务分成几个步骤，每一步都进行检查。"""
ENGLISH = """The model’s “attention” isn’t free — it costs 3 × more…
Results • fewer parameters → better scores, 20 °C ± 1 °C."""
TEXTS = {"vi": VIETNAMESE, "zh": CHINESE, "en": ENGLISH}


@pytest.mark.parametrize("case", CASES["repaired"], ids=lambda case: case["label"])
def test_cases(case: dict[str, str]) -> None:
    text = Text((case["original"],), "utf-8")

    fixed = repair(text)

    assert fixed.lines == (case["fixed"],)
    assert original_lines(fixed) == text.lines
    assert repair(fixed) is fixed


@pytest.mark.parametrize("line", CASES["negative"])
def test_clean_lines_come_back_as_they_are(line: str) -> None:
    text = Text((line, "", line), "utf-8")

    assert repair(text) is text


def test_clean_lines_of_many_languages_together() -> None:
    text = Text(tuple(CASES["negative"]), "utf-8")

    assert repair(text) is text


@pytest.mark.parametrize("name", BENCHMARK.LOSSLESS)
@pytest.mark.parametrize("language", TEXTS)
def test_channels_without_loss(name: str, language: str) -> None:
    clean = TEXTS[language]
    if name in UNMET.get(language, ()):
        pytest.xfail("a single mark of two bytes is too little evidence")
    damaged = BENCHMARK.LOSSLESS[name](clean)

    if damaged is not None:
        assert BENCHMARK.by_digestkb(damaged) == clean


#: English has only single marks outside ASCII in these, which other text has as well.
UNMET: dict[str, tuple[str, ...]] = {"en": ("utf-8 as mac-roman, some words",)}


#: Letters of Western Europe are lead bytes of UTF-8 wherever they stand intact.
WESTERN = """Älä kysy uudelleen, tyhjä kenttä jätetään väliin. Öljy, ääni ja yö.
Çalışma dizini bulunamadı; şunları toplarlar, için öğrenme ölçütü güncel değil.
A versão não está disponível: a ação é possível, o órgão também. Ótima opção!
Ångström og Øresund: Åben indstillinger, vælg rigtige mål på øen.
L’élève a reçu un œuf ; ça coûte 5 € – où ça ? Être là, %d × %d.
Für die Änderung der Größe müßte man „Öffnen“ wählen. Übung macht’s.
Þetta er íslenska: Bæta við tungumáli, ígræða allar skrár í skjalið, það æði.
El año próximo habrá más información; ¿qué pingüino? Índice, ¡ánimo!
Zażółć gęślą jaźń. Příliš žluťoučký kůň. Árvíztűrő tükörfúrógép. În țară și știință.
Ελληνική γλώσσα και русский язык; український їжак."""


@pytest.mark.parametrize("name", [name for name in BENCHMARK.LOSSLESS if re.match("utf-8 as (cp125|latin)", name)])
def test_intact_letters_beside_damaged_ones(name: str) -> None:
    damaged = BENCHMARK.LOSSLESS[name](WESTERN)

    if damaged is not None:
        assert BENCHMARK.by_digestkb(damaged) == WESTERN


#: Of the notes in ``data``: the share of Vietnamese words, and of Han characters in Chinese, that come back.
FLOORS = {
    "utf-8 as cp1254, dropped": (0.999, 0.99),
    "utf-8 as cp1254, dropped, hyphens": (0.999, 0.99),
    "utf-8 as cp1252, dropped, hyphens": (0.999, 0.99),
    "utf-8 as cp1258, dropped, hyphens": (0.999, 0.98),
    "utf-8 as cp1252, replaced": (0.999, 0.995),
    "utf-8 as cp1252, question marks": (0.999, 0.995),
    "utf-8 as cp1254, dropped, blanks": (0.997, 0.985),
    "utf-8 as cp1254, dropped, straight": (0.99, 0.985),
    "utf-8 as latin-1, controls dropped": (0.96, 0.75),
    "utf-8 as cp1252, dropped, twice": (0.999, 0.95),
    "utf-8 as cp1254, dropped, some lines": (0.999, 0.995),
    "utf-8 as cp1254, dropped, some words": (0.995, 0.99),
    "utf-8 as gb18030, replaced": (0.98, 0.99),
    "utf-8 as gb18030, dropped": (0.98, 0.99),
    # Big5 leaves so little of a character that only the sentence could tell it.
    "utf-8 as big5, replaced": (0.88, 0.15),
    "utf-8 as shift-jis, replaced": (0.98, 0.98),
    "gb18030 as cp1252, dropped, hyphens": (0.99, 0.94),
    "gb18030 as cp1252, question marks": (0.99, 0.99),
    "big5 as cp1252, dropped (lines it can write)": (0.999, 0.99),
    "shift-jis as cp1252, dropped (lines it can write)": (0.999, 0.98),
    "utf-8 as cp1252, curly": (0.999, 0.999),
    "utf-8 as cp1254, dropped, curly": (0.999, 0.99),
}
NOTES = BENCHMARK.samples([HERE.parents[1] / "data"])


def test_every_channel_has_a_floor() -> None:
    assert FLOORS.keys() == BENCHMARK.LOSSY.keys()


@pytest.mark.parametrize("name", FLOORS)
def test_channels_with_loss(name: str) -> None:
    for language, floor in zip(("vi", "zh"), FLOORS[name], strict=True):
        clean = NOTES[language]
        fixed = BENCHMARK.by_digestkb(BENCHMARK.LOSSY[name](clean))
        words, of, han, of_han = BENCHMARK.right(fixed, BENCHMARK.truth(name, clean))

        assert (han / of_han if language == "zh" else words / of) >= floor


def test_uncertain_readings_are_marked() -> None:
    changes = [change for line in VIETNAMESE.split("\n") for change in _damaged(line)]

    assert all(0 <= change.confidence <= 1 for change in changes)
    assert all(change.uncertain for change in changes if change.confidence < 0.8)
    assert not any(change.uncertain for change in changes if change.confidence > 0.97)


def test_only_the_character_in_question_is_uncertain() -> None:
    damaged = BENCHMARK.LOSSY["utf-8 as cp1258, dropped, hyphens"](NOTES["zh"])
    doubtful = [change for change in repair(Text(tuple(damaged.split("\n")), "utf-8")).repairs if change.uncertain]

    assert doubtful
    assert {len(change.after) for change in doubtful} <= {1, 2}


def _damaged(line: str):  # type: ignore[no-untyped-def]
    return repair_line(BENCHMARK.LOSSY["utf-8 as cp1254, dropped, hyphens"](line))[1]


@given(st.lists(st.text(st.characters(blacklist_characters="\n"), max_size=30), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_text(lines: list[str]) -> None:
    """Nothing raises, lines stay lines, and repairing twice changes nothing more."""
    text = Text(tuple(lines) or ("",), "utf-8")

    fixed = repair(text)

    assert len(fixed.lines) == len(text.lines)
    assert not any("\n" in line for line in fixed.lines)
    assert original_lines(fixed) == text.lines
    assert repair(Text(fixed.lines, "utf-8")).lines == fixed.lines


@given(st.text("ÃÂâ€™œ\x9dÄ‘Æ°á»£ºc abt\x81ï¿½ð", max_size=40))
@settings(max_examples=150, deadline=None)
def test_text_like_damage(line: str) -> None:
    fixed = repair(Text((line,), "utf-8"))

    assert repair(Text(fixed.lines, "utf-8")).lines == fixed.lines
    assert original_lines(fixed) == (line,)


def test_what_cannot_be_saved_is_reported() -> None:
    damaged = "Các mô hình ngôn ngữ lớn được huấn luyện".encode().decode("cp1252", "ignore")
    text = repair(Text((damaged, "Ã†Ã…Ë†Ã Â§Ã°Å¸"), "utf-8"))
    left = [change for change in text.repairs if change.channel == UNREADABLE]

    assert [change.line for change in left] == [2]
    assert left[0].before == left[0].after == text.lines[1][left[0].start : left[0].end]


def test_a_byte_that_is_regained_was_not_lost() -> None:
    text = "Các mô hình ngôn ngữ, học tăng cường".encode().decode("cp1252", "replace")
    decoded = decode(text.encode())
    fixed = repair(decoded)

    assert [change.channel for change in decoded.repairs] == [UNDECODABLE]
    assert fixed.lines == ("Các mô hình ngôn ngữ, học tăng cường",)
    assert UNDECODABLE not in {change.channel for change in fixed.repairs}


def test_long_line_of_leads_takes_linear_time() -> None:
    line = "á»Ã" * 20_000

    assert len(repair(Text((line,), "utf-8")).lines) == 1


def no_text(lines: int) -> list[str]:
    """Letters of Latin-1 by chance: every line has signs of damage, and none can be repaired."""
    chance = random.Random(1)
    letters = [chr(code) for code in range(0xC0, 0x100)]
    return [" ".join("".join(chance.choices(letters, k=6)) for _ in range(11)) for _ in range(lines)]


def test_text_that_is_none_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    tried: list[str] = []

    def peeled_or_near(suspect: Suspect, *rest: Any) -> Any:
        tried.append(suspect.line)
        return stages.peeled_or_near(suspect, *rest)

    monkeypatch.setattr(stages, "by_legacy", asked.append)
    monkeypatch.setattr(layers, "peeled_or_near", peeled_or_near)

    repair(Text(tuple(no_text(1000)), "utf-8"))

    assert len(asked) < 100
    assert 0 < len(tried) < 300


def test_what_is_damaged_among_what_is_no_text_is_repaired() -> None:
    words = [f"{number} CÃ¡c mÃ´ hÃ¬nh ngÃ´n ngá»¯, Ä‘Æ°á»£c" for number in range(8)]
    lines = no_text(1000)
    for number, line in enumerate(words):
        lines[100 * number + 99] = line

    fixed = repair(Text(tuple(lines), "utf-8")).lines

    assert [fixed[100 * number + 99] for number in range(8)] == [f"{n} Các mô hình ngôn ngữ, được" for n in range(8)]


def test_a_line_that_is_a_whole_file_is_read_in_pieces() -> None:
    sentence, damaged = "Các mô hình ngôn ngữ, được. ", "CÃ¡c mÃ´ hÃ¬nh ngÃ´n ngá»¯, Ä‘Æ°á»£c. "
    text = Text(("Ã©tudiÃ©", damaged * 2000, "x" * 20_000, damaged), "utf-8")

    fixed = repair(text)

    assert fixed.lines == ("étudié", sentence * 2000, "x" * 20_000, sentence)
    assert {change.line for change in fixed.repairs} == {1, 2, 4}
    assert original_lines(fixed) == text.lines
    assert repair(fixed) is fixed


def test_columns_of_what_is_unreadable_in_a_long_line_are_of_the_line_as_it_is() -> None:
    fixed = repair(Text(("CÃ¡c mÃ´ hÃ¬nh " * 2000 + no_text(1)[0],), "utf-8"))
    left = [change for change in fixed.repairs if change.channel == UNREADABLE]

    assert left
    assert all(fixed.lines[0][change.start : change.end] == change.before for change in left)
    assert all(change.start >= len("Các mô hình ") * 2000 for change in left)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("một trong những mô hình còn lại, thì hòa giải, kìa, lòng", False),
        ("nhiêÌu chiêìu", True),
        ("chiêìu", False),
        ("Aò xêìp", True),
        ("ðsx, bð", False),
        ("ðường ðó", True),
        ("síðan skráð, ráðið og áríðandi: það er staðið á því", False),
        ("Þú átt skrána, því er hún þín; hún þíðir ís, ný útgáfa", False),
        ("Þæt is þær, æfter þæm", False),
        ("Ð░ Ð▒ Ðñ", True),
        ("t\u00aem kh\u00a9ng", True),
        ("ein »Wort« und »eins«", False),
        ("cineál", False),
        ("50\u00b5m, 3\u00b2, \u00ab x \u00bb", False),
        ("příští, ještě, dítěte, wół, też, ôžďár, çış, İş", False),
        ("å®š", True),
        ("suy luáºn", True),
        ("l’évaluation d’Émile, qu’à l’œuvre", False),
        ("la clé\u00a0: fermé\u00a0; levé\u00a0!", False),
        ("voil\u00c3\u00a0: c’est", True),
        ("l’\u00c3©valuation", True),
        ("’√©tude", True),
        ("\u00e9\u00a0\u00bb", True),
    ],
)
def test_signs_of_vietnamese_code_pages(text: str, shown: bool) -> None:
    assert bool(signatures_in(text)) is shown


@pytest.mark.parametrize(
    ("line", "damaged"),
    [
        ("讓螢幕的邊緣移進放大的檢視範圍", False),
        ("預期接收證書要讀取單一位元組，但讀取到零位元組", False),
        ("隨主視窗關閉", False),
        ("妯″瀷鐨勬帹鐞嗚兘鍔", True),
        ("銈掑彇銈婃壉銇堛伨銇涖倱", True),
        ("讓螢幕的邊緣 妯″瀷", True),
        ("撣語", True),
    ],
)
def test_ideographs_of_which_a_model_says_that_they_are_written_so(line: str, damaged: bool) -> None:
    assert bool(shown_by(line, [signature for signature in signatures() if signature.wide])) is damaged


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=40))
@example("x¡X y")
@example("a1é2 b3ê4")
@example("aïn eïo")
@example("Ä‘Æ°á»£c và đi")
def test_a_sign_shows_in_one_of_the_words_of_a_text(text: str) -> None:
    words = distinct_words(text)
    assert [f for f in signatures() if f.pattern.search(text) and not f.hint.search(words)] == []


def test_sequences_that_stand_by_chance_are_no_damage() -> None:
    chance = random.Random(1)
    letters = [chr(code) for code in range(0xA1, 0x100)]
    lines = tuple(" ".join("".join(chance.choices(letters, k=6)) for _ in range(11)) for _ in range(200))

    evidence = gather("\n".join(lines))
    fixed = repair(Text(lines, "utf-8"))

    assert (evidence.by_chance, evidence.thorough, evidence.lossy) == (True, False, False)
    # One line or two have nothing but sequences in one of their words.
    assert sum(before != after for before, after in zip(lines, fixed.lines, strict=True)) < 4


def test_signs_beside_damage_do_not_make_it_chance() -> None:
    line = "«\xa0Ã©tÃ© Ã\xa0 lâ€™Ã©cole\xa0» – 20\xa0°C…"

    evidence = gather("\n".join([line] * 20))

    assert (evidence.by_chance, evidence.thorough) == (False, True)


RUSSIAN = """Вот неправильное сообщение: программа не может открыть файл с указанным именем.
Остановите её и попробуйте ещё раз после проверки настроек сети.
Использовать многопоточность при поиске лучших совпадений.
Каждая строка содержит название переменной и её значение."""
UKRAINIAN = """Це повідомлення про помилку: програма не може відкрити вказаний файл.
Вимкнути, коли дві кнопки натиснуто одночасно, та зберегти зміни.
Кожен рядок містить назву змінної та її значення в окремому полі."""


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN])
def test_cyrillic_letters_that_lost_bytes_twice(text: str) -> None:
    damaged = text
    for _ in range(2):
        damaged = damaged.encode().decode("cp1252", "ignore")

    fixed = repair(Text(tuple(damaged.split("\n")), "utf-8"))

    assert "\n".join(fixed.lines) == text
    assert original_lines(fixed) == tuple(damaged.split("\n"))


def test_a_capital_that_lost_its_byte_before_a_quotation_mark_is_no_second_layer() -> None:
    lines = ("CHÍNH SÁCH CỦA “CÔNG TY Ý” VÀ “NHÀ Á”", "nghiên cứu của chúng tôi được trình bày ở đây") * 8
    damaged = tuple(line.encode().decode("cp1252", "ignore") for line in lines)

    fixed = repair(Text(damaged, "utf-8")).lines

    assert [line.replace("Á”", "Ý”") for line in fixed] == [line.replace("Á”", "Ý”") for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "Die Datei „%s“ wird immer noch aktualisiert.",
        "oznacz żółte pliki jako „bez zmian”",
        "Uygulamada “Hiçbir Şey Yapma”yı seçtiği ve “Fare Tuşları”nı açtığı için",
        "טעינת התמונה “%s” נכשלה",
        "Paths starting with “/apps/”, “/desktop/” or “/system/” are deprecated (“Slow Keys”).",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "cp1254"])
def test_quotation_marks_that_lost_their_last_byte(line: str, encoding: str) -> None:
    damaged = line.encode().decode(encoding, "ignore")

    assert repair(Text((damaged,) * 3, "utf-8")).lines == (line,) * 3


#: Lines of a language, of which every third was damaged so that bytes were lost.
MIXED = {
    "de": """Für die Änderung der Größe müssen Sie die Übersicht öffnen.
Änderungen speichern, Ärger vermeiden
Ändern Sie die Größe
Nicht überprüft: Äußerungen über Ähnliches""",
    "cs": """Každý řádek obsahuje název proměnné a její hodnotu.
vypíše stav hesel na všech účtech
Webové prohlížeče
klíče označené jako „citlivé“
Bangladéš""",
    "pt": """A versão não está disponível, a opção também não é possível.
AVISO: NÃO confiamos nesta chave!
A captura do ecrã é muito longa""",
}


@pytest.mark.parametrize("language", MIXED)
def test_intact_lines_of_a_file_in_which_others_lost_bytes_stay(language: str) -> None:
    damaged, *intact = MIXED[language].split("\n")
    lines = ["".join(damaged.encode().decode("cp1254", "ignore")).replace("\u00ad", "")] * 30
    text = Text((*lines, *intact), "utf-8")

    fixed = repair(text)

    assert fixed.lines == (*[damaged] * 30, *intact)


def test_a_file_in_which_bytes_were_lost_is_read_through_no_other_code_page() -> None:
    clean = ("Příliš žluťoučký kůň úpěl o klíči, který se ztratil", "klíč nebo vybrané podklíče", "smazat tajný klíč?")
    damaged = [line.encode().decode("cp1254", "ignore").replace("\u00ad", "") for line in clean]

    fixed = repair(Text((*damaged[:1] * 20, *damaged[1:]), "utf-8"))

    assert fixed.lines[-2:] == clean[-2:]


def test_what_ties_with_a_reading_and_stays_is_in_doubt() -> None:
    around = "Lâ€™Ã©valuation a Ã©tÃ© menÃ©e trois fois, Ã§a oui"

    # Îles, one letter of which is lost, or a name.
    fixed = repair(Text((*[around] * 20, "Ãles Marshall", "Ça va"), "utf-8"))

    assert fixed.lines[-2:] == ("Ãles Marshall", "Ça va")
    assert [change.line for change in fixed.repairs if change.uncertain] == [21]


@pytest.mark.parametrize(
    ("clean", "channel"),
    [
        ("NÚM líneas", "cp1252"),
        ("Último acceso: Última página", "cp1252"),
        ("Größe ändern, Übersicht öffnen", "cp1252"),
        ("Maria è già più felice: è vero, è così, è tutto", "iso8859-15"),
    ],
)
def test_letters_that_two_code_pages_share_are_told_by_what_they_make(clean: str, channel: str) -> None:
    around = [line.encode().decode(channel) for line in ["el niño comió", "la línea está aquí también"] * 20]
    damaged = BENCHMARK.misread("utf-8", channel, "keep")(clean)

    assert repair(Text((*around, damaged), "utf-8")).lines[-1] == clean


def test_vowels_in_their_order_are_no_text_in_another_script() -> None:
    text = Text(("áéíóú|á|é|í|ó|ú|", "", "áéíóú|áéíóú|"), "utf-8")

    assert repair(text) is text


def test_a_table_of_ideographs_stays_that_has_the_rare_ones_too() -> None:
    common = [f"<U{ord(char):X}> # {char}0" for char in "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出"]
    rare = ["<U8806> # 蠆0", "<U87FD> # 蟽0"]

    assert repair(Text((*common, *common, *rare), "utf-8")).lines[-2:] == tuple(rare)
    assert repair(Text(("the values of 蟽0 and 蟽1",), "utf-8")).lines == ("the values of σ0 and σ1",)


@pytest.mark.parametrize(
    "lines",
    [
        ("┘Е┘Д┘Б ╪и┘К╪з┘Ж╪з╪к SPSS", "警告： %s ă®ăˇă‚¸ăŁăĽăăĽă‚¸ă§ăłăŻ %s ですが", "ģ¾Øė´ė””ģ•ė\xa0 ģ‚´ė¦¬ģ‹ģ–´"),
        ("build_packet 楦氷父敫�: %s", "在視窗中按鈕 (左按鈕) æ\x88\x96é¡¯ç¤ºè¦\x96çª\x97é\x81¸å\x96® (右按鈕)。"),
    ],
)
def test_a_file_that_was_damaged_in_several_ways_is_gone_through_until_nothing_changes(lines: tuple[str, ...]) -> None:
    fixed = repair(Text(lines, "utf-8"))

    assert fixed.lines != lines
    assert repair(Text(fixed.lines, "utf-8")).lines == fixed.lines
    assert original_lines(fixed) == lines


def test_what_page_of_cyrillic_a_file_was_read_in_few_lines_tell_for_all() -> None:
    capitals = (
        "Выборка состоит из статей",
        "Рецензенты её отметили",
        "Методы и результаты",
        "Ошибки и точность модели",
    )
    clean = (*capitals, "данные опыта", "и его пределы")

    assert repair(Text(tuple(line.encode("cp1251").decode("koi8-r") for line in clean), "utf-8")).lines == clean


def test_a_vocabulary_that_writes_bytes_as_letters_stays() -> None:
    text = Text(
        ("Ã© e</w>", "à¸ ²", "ðŁĺĤ ðŁ¤£</w>", "âľ¨ âľ¨</w>", "âĿ¤ï¸ı</w>", "ãĥ» ãĥ»", "à¤¨à¥ĩ", "ÙĪ Ø§ÙĦ"), "utf-8"
    )

    assert repair(text) is text


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    "clean", ["Вчера прочитал две статьи о прореживании сетей.", "昨天我读完了两篇关于网络剪枝的文章。"]
)
def test_two_layers_of_which_the_second_lost_bytes(clean: str, kept: bool) -> None:
    """The first may have kept as controls what Windows has not, which the second lost in turn."""
    first = "".join(_in_windows(byte, kept=kept) for byte in clean.encode())
    second = "".join(_in_windows(byte, kept=False) for byte in first.encode())

    assert repair(Text((second,), "utf-8")).lines == (clean,)


def _in_windows(byte: int, *, kept: bool) -> str:
    char = bytes([byte]).decode("cp1252", "replace")
    return char if char != "\ufffd" else chr(byte) * kept


_LINES = (HERE / "cases" / "languages.tsv").read_text(encoding="utf-8").splitlines()
SENTENCES = [line.split("\t") for line in _LINES if not line.startswith("#")]


@pytest.mark.parametrize(
    "pages", [("cp1250", "cp1252"), ("cp1252", "cp1251"), ("mac_roman", "cp1252"), ("cp437", "cp1252")]
)
@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_two_pages_one_after_the_other(language: str, sentence: str, pages: tuple[str, str]) -> None:
    damaged = sentence
    for page in pages:
        damaged = BENCHMARK.misread("utf-8", page, "keep")(damaged)

    assert repair(Text((damaged,), "utf-8")).lines == (sentence,)
