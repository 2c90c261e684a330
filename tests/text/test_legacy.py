"""Legacy encodings read as Latin-1: Vietnamese code pages, marks alone, and what only looks like them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestkb.text.channel import WINDOWS
from digestkb.text.decode import decode, redecoded
from digestkb.text.encodings import shown
from digestkb.text.ledger import Text
from digestkb.text.misread import OF_HUNGARIAN, OF_THE_EAST, OF_TURKISH, hungarian, other_script
from digestkb.text.repair import repair, repair_line
from digestkb.text.vietnamese import TCVN3, VISCII, VNI

SENTENCES = (
    "Báo cáo này trình bày phương pháp huấn luyện mô hình ngôn ngữ lớn.",
    "Vấn đề chính là chi phí tính toán quá cao khi ngữ cảnh dài.",
    "Kết quả: độ chính xác tăng 6.3 % so với phương pháp trước đó.",
    "Ý tưởng là chia bài toán thành nhiều bước nhỏ, mỗi bước được kiểm tra riêng.",
    "Các thí nghiệm trên nhiều bộ dữ liệu cho thấy hiệu quả rõ ràng.",
    "học máy và xử lý ngôn ngữ tự nhiên",
)
_TABLES = {
    page: {char: written for written, char in sorted(table.items(), key=lambda pair: pair[0], reverse=True)}
    for page, table in (("tcvn3", TCVN3), ("viscii", VISCII), ("vni", VNI))
}


def written(text: str, page: str) -> bytes:
    """Text in a code page; TCVN 3 has no capitals with tones."""
    table = _TABLES[page]
    return "".join(table.get(char, char) for char in text).encode("latin-1")


def _lower(text: str, page: str) -> str:
    return text.lower() if page == "tcvn3" else text


@pytest.mark.parametrize("page", _TABLES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_vietnamese_code_pages(page: str, sentence: str) -> None:
    text = _lower(sentence, page)
    damaged = written(text, page)

    assert repair_line(damaged.decode("latin-1"))[0] == text
    assert decode(damaged).lines == (text,)
    assert decode(damaged).encoding == page


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("Tieáng Vieät", "Tiếng Việt"),
        ("TIEÁNG VIEÄT", "TIẾNG VIỆT"),
        ("Hoïc taäp", "Học tập"),
        ("toâi ñi hoïc", "tôi đi học"),
        ("ñöôïc huaán luyeän", "được huấn luyện"),
        ("ng\xabn ng\xf7 l\xedn", "ngôn ngữ lớn"),
    ],
)
def test_short_vietnamese(damaged: str, text: str) -> None:
    assert repair_line(damaged)[0] == text


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), st.sampled_from(sorted(_TABLES)))
@settings(max_examples=60, deadline=None)
def test_files_in_vietnamese_code_pages(lines: list[str], page: str) -> None:
    clean = tuple(_lower(line, page) for line in lines)

    decoded = decode(b"\n".join(written(line, page) for line in clean))

    assert decoded.lines == clean
    assert decoded.encoding == page


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "it’s"),
        ("gb18030", "a “b” — c…"),
        ("gb18030", "3 × 4 ± 1"),
        ("gb18030", "a d×d grid"),
        ("gb18030", "x → y, 20 °C"),
        ("gb18030", "le café à Noël"),
        ("gb18030", "great 🚀 work"),
        ("gb18030", "好😀"),
        ("gb18030", "🤗"),
        ("gb18030", "- 《A Title of a Paper》"),
        ("gb18030", "keywords (≤5)"),
        ("big5hkscs", "it’s “free” — yes"),
        ("big5hkscs", "we wait — then more…"),
        ("big5hkscs", "20 °C ± 1 °C"),
        ("cp932", "it’s “free” … yes"),
        ("cp1252", "it’s “free” – or … not — café"),
        ("cp1252", "the cœur costs €5"),
        ("cp1252", "• a point"),
    ],
)
def test_marks_alone(encoding: str, text: str) -> None:
    damaged = text.encode(encoding).decode("latin-1")

    assert repair_line(damaged)[0] == text


_LINES = (Path(__file__).parent / "cases" / "languages.tsv").read_text(encoding="utf-8").splitlines()
LANGUAGES = [line.split("\t") for line in _LINES if not line.startswith("#")]
SCRIPTS = {
    "ru": ("cp1251", "koi8-r", "cp866", "cp855", "iso8859-5"),
    "uk": ("cp1251", "koi8-u", "iso8859-5"),
    "el": ("cp1253", "iso8859-7"),
    "he": ("cp1255", "iso8859-8"),
    "ar": ("cp1256",),
    "th": ("cp874",),
}
LATIN = {"pl": ("cp1250", "iso8859-2"), "cs": ("cp1250", "iso8859-2"), "tr": ("cp1254",), "hu": ("cp1250",)}


def as_windows(text: str, encoding: str) -> str:
    """Text in an encoding, read as Windows-1252, or as Latin-1 where that has no character."""
    chars = ((chr(byte), bytes([byte]).decode("cp1252", "ignore")) for byte in text.encode(encoding))
    return "".join(windows or latin for latin, windows in chars)


@pytest.mark.parametrize(
    ("encoding", "text"), [(name, text) for language, text in LANGUAGES for name in SCRIPTS.get(language, ())]
)
def test_another_script_read_as_windows(encoding: str, text: str) -> None:
    damaged = as_windows(text, encoding)

    found = other_script(WINDOWS.undo(damaged))
    assert found is not None and found[0] == text
    assert repair(Text((damaged, "plain", damaged), "utf-8")).lines == (text, "plain", text)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1255", "שלום עולם"),
        ("cp874", "สวัสดีครับ"),
        ("cp874", "ภาษาไทย"),
        ("cp1251", "Глава 2"),
        ("koi8-r", "Глава 2"),
        ("cp1253", "Καλημέρα"),
        ("cp1256", "كتاب جديد"),
    ],
)
def test_two_words_in_another_script(encoding: str, text: str) -> None:
    assert repair_line(as_windows(text, encoding))[0] == text


@pytest.mark.parametrize(
    "text", ["ÀÉÎÖÜ", "ñññññ", "ÄÖÜ äöü", "àéîôù çàé", "áéíóú ÁÉÍÓÚ", "ÅÄÖåäö", "óða þæöð", "œœœœœ"]
)
def test_letters_in_any_order_are_no_words(text: str) -> None:
    assert repair_line(text) == (text, ())


@pytest.mark.parametrize("language", LATIN)
def test_another_alphabet_read_as_windows(language: str) -> None:
    # There must be a few letters to tell by.
    lines = [text for other, text in LANGUAGES if other == language] * 2
    for encoding in LATIN[language]:
        damaged = [as_windows(text, encoding) for text in lines]
        assert redecoded(damaged) == (lines, shown(encoding))
        assert any(
            re.search(OF_HUNGARIAN if language == "hu" else f"{OF_THE_EAST}|{OF_TURKISH}", line) for line in damaged
        )
        assert repair(Text(tuple(damaged), "utf-8")).lines == tuple(lines)


def test_western_text_is_not_read_again() -> None:
    western = [text for language, text in LANGUAGES if language in ("fr", "de", "es", "pt")]

    assert redecoded(western) is None
    assert redecoded(NEGATIVE) is None
    assert not any(re.search(f"{OF_THE_EAST}|{OF_TURKISH}", line) for line in western)


@pytest.mark.parametrize(
    "text", ["Az idő múlásával erősebb lett.", "A működés elve egyszerű.", "AZ ELŐZŐ FEJEZET", "nem a legfelső szint"]
)
def test_hungarian_read_as_latin_1(text: str) -> None:
    assert repair_line(text.encode("iso8859-2").decode("latin-1"))[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "Selle põhjus on võrk, kõik sõltub mõõtmisest ja tõenäosusest.",
        "As opções são três: põe-se mais uma, corrõem duas.",
        "Le coût du goûter est dû; août fût brûlant et mûr.",
        "rõ ngõ ngách, bõ công gõ cửa",
        "a sûr az é",
        "Hermann Weyl, Gyõr",
        "Element no permetût a nivel, atribût estindût",
        "kûr bûn a reng, zeytûn û bilûr",
    ],
)
def test_the_same_letters_in_other_languages_stay(text: str) -> None:
    assert hungarian(text) is None
    assert repair_line(text) == (text, ())


@pytest.mark.parametrize("text", [text for language, text in LANGUAGES if language in ("lt", "lv", "et")])
def test_baltic_text_read_as_windows(text: str) -> None:
    read = {byte: bytes([byte]).decode("cp1257", "ignore") or chr(byte) for byte in range(256)}

    assert repair_line("".join(read[byte] for byte in text.encode()))[0] == text


def test_what_is_left_of_utf8_is_no_other_encoding() -> None:
    chinese = [text for language, text in LANGUAGES if language.startswith("zh")] * 3
    left = [re.sub("[\x80-\x9f]", "", text.encode().decode("latin-1")) for text in chinese]

    assert redecoded(left) is None
    assert not any(map(other_script, left))


def test_stripped_hyphen_of_the_dots() -> None:
    assert repair_line("It\xa1\xafs more\xa1")[0] == "It’s more…"


NEGATIVE = """¡Hola! ¿Qué tal? ¡Ánimo!
¡Él viene! ¡Éxito! ¡Ópera! ¡Índice!
¡Ábrete, sésamo! ¡Última hora! ¡Ñoño!
¡úsalo! ¡él! ¡ánimo! ¡órale! ¡ñam!
¡¡Gol!! ¿¡Qué!? ¡¿Cómo?!
¡Kilos! ¡X! ¡Eso! ¡Vamos!
¡«Hola», dijo!
— ¡X es mayor que Y! ¡E igual!
«¡Ay!» «¡Ó!»
Le naïf haï, ouï et Saül: aïeul, maïs, aérien
Haï, haï! Ouï-dire: inouï, baïonnette
août, goût, où, dû, croûte, à là, çà et là, né, thé, mê
L'hôte, la côte, le rôle, le pôle, tôt ou tard — M. Noël, Citroën, Israël, Raphaël
« ô rage ! ô désespoir ! » «mot» «deux mots»
Não há só isso; são já cá: avião, leão, leões, ações, põe, mãe, pão
Tô cá, tô lá. Vô e vó. Pôr, avô
não, são, há, já, só, lá, dá, vá, cá
Für größere Übung: schön, müde, Tür, Häuser, böse, Gebäude, Süden
Mä ja sä, pää, sää, jää: työ, yö, tämä hän, pehmeä selkeä ikeä
för på är nå må så få gå stå åä
Året då: "små öar" – Ångström 5 Å, köö
Türkçe: için, çay, gün, tüm, dün, süt, üç, kötü, gül
Čeština: reálný ideál oáza teátr deák
A kör öt tő, teát iszom, leány, reá, fáradt
Polski: źdźbło, żółć, łąka, ćma
Perché più città è già là: così, può, né, sé, tè, lì, dì, sì
Nederlands: ruïne, geïnd, egoïsme, poëzie, coëfficiënt, reünie, zeeën, beëindigen
Nǐ hǎo, wǒ shì, máo zédòng, hé bù shì dà lì nà xià, lǜ, nán
wú wéi, dào dé, tài jí
naïve café résumé façade jalapeño piñata El Niño
ñu ñu ñandú ñoño
Køb øl på øen; æble, rødgrød, aøå
Það er ísland, að ég, þú, ð
µP
5 µP, µA, µs, µm², Aµ²
5 µm·s ± 3 °C; 10 µΩ; 20 µg/m³; W/m²·K; x²y³
§ 4.2 ¶ 3 †‡ • ‣ ¢5 5¢ £5 ¥100 ¼ ½ ¾
£X ¢X §X ¶X
±5% ·a·b ª º 1ª 2º Nº 5 n° 3
10–20, “2”, ‘9’s – “4°5” •1·2 —5°3 –3±4
f(x)=½x²; α¹β²; aⁿ·bᵐ; 3¼
A¹ B² C³ d£ 5¢ per item""".split("\n")


@pytest.mark.parametrize("line", NEGATIVE)
@pytest.mark.parametrize("change", [str, str.upper, str.lower], ids=["as it is", "upper", "lower"])
def test_clean_lines_stay(line: str, change: type[str]) -> None:
    clean = change(line)

    assert repair_line(clean) == (clean, ())
    assert all(repair_line(word) == (word, ()) for word in clean.split())


def test_clean_lines_stay_together() -> None:
    text = Text(tuple(NEGATIVE * 3), "utf-8")

    assert repair(text) is text


@pytest.mark.parametrize(
    "text", ["期末報告", "作者指出，模型學得更快", "語註機的報告已經交了", "昨天讀完了兩篇關於網路剪枝的文章"]
)
def test_lines_of_taiwan_that_were_read_as_latin_1(text: str) -> None:
    assert repair_line(text.encode("big5").decode("latin-1"))[0] == text


@pytest.mark.parametrize("line", ["´Á¥½³ø§i --  ±i®Ìºû, ³¯·Ø©v"])
def test_no_kana_of_half_a_width_come_of_names(line: str) -> None:
    assert repair_line(line)[0] == line


#: A word or two and more in the pages of Central Europe and Turkey, and what is in them already or in neither.
EASTERN = {
    "cp1250": ("Wczoraj przeczytałem dwa artykuły", "- można usunąć bez strat", "Příliš mnoho otázek, závěr je stejný"),
    "iso8859-2": ("Zbędne wagi można usunąć", "při každém spuštění programu"),
    "cp1254": ("Dün ağların budanması üzerine iki makale okudum", "işlem başarıyla tamamlandı"),
}


@pytest.mark.parametrize(("page", "text"), [(page, text) for page, texts in EASTERN.items() for text in texts])
def test_a_line_in_latin_letters_of_another_page(page: str, text: str) -> None:
    assert repair_line(text.encode(page).decode("latin-1"))[0] == text


@pytest.mark.parametrize(
    "line",
    [
        "Það er ekki hægt að lesa skrána, reyndu aftur síðar",
        "Skráin var búin til í gær og síðan breytt við þetta",
        "Ikki stuðlað, royn eina ferð afturat við øðrum innstillingum",
        "lyklaborðið er þýskt, lesið þetta áður en lengra er haldið",
        "der prøves igen, støtte for øer og køer",
        "Gjestìs dimensions personalizadis",
        "cm³ per m², 5¾ Zoll, x¹y² und ¾ Liter",
    ],
)
def test_a_line_in_latin_letters_of_the_west_stays(line: str) -> None:
    assert repair_line(line)[0] == line
