"""Decoding: which encoding a file or a line is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.text.decode import decode

CHINESE = "大规模语言模型的强化学习，效果很好。"
TRADITIONAL = "大規模語言模型的強化學習，效果很好。"
JAPANESE = "大規模言語モデルの強化学習は、とても良いです。"
VIETNAMESE_1258 = (
    "Ca\u0301c mô hi\u0300nh ngôn ngư\u0303 lơ\u0301n đươ\u0323c huâ\u0301n luyê\u0323n".encode("cp1258"),
    "Các mô hình ngôn ngữ lớn được huấn luyện",
)


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("utf-8-sig", "utf-8", "mô hình"),
        ("utf-16", "utf-16-le", "mô hình"),
        ("utf-32", "utf-32-le", "mô hình"),
        ("utf-16-le", "utf-16-le", "abc 大规模语言模型\nxyz"),
        ("utf-16-be", "utf-16-be", "xin chào các bạn"),
        ("utf-32-be", "utf-32-be", "模型 a"),
        ("gb18030", "gb18030", CHINESE),
        ("big5hkscs", "big5", TRADITIONAL),
        ("cp932", "shift-jis", JAPANESE),
        ("euc_jp", "euc-jp", JAPANESE),
        ("euc_kr", "euc-kr", "대규모 언어 모델의 강화 학습"),
        ("cp1252", "cp1252", "Les modèles de langue “très” grands à l’école — voilà"),
        ("cp1251", "cp1251", "Большие языковые модели"),
        ("cp1250", "cp1250", "Modele językowe są duże, żółć"),
    ],
)
def test_encodings(encoding: str, name: str, text: str) -> None:
    decoded = decode(text.encode(encoding))

    assert "\n".join(decoded.lines) == text
    assert decoded.encoding == name


def test_vietnamese_windows() -> None:
    data, text = VIETNAMESE_1258

    assert decode(data).lines == (text,)
    assert decode(data).encoding == "cp1258"


def test_mixed_encodings_line_by_line() -> None:
    data = b"\n".join(["mô hình".encode(), CHINESE.encode("gb18030"), b"plain", "ngôn ngữ".encode()])

    assert decode(data).lines == ("mô hình", CHINESE, "plain", "ngôn ngữ")
    assert decode(data).encoding.startswith("mixed: utf-8")


def test_what_fits_nothing_is_reported() -> None:
    decoded = decode("mô hình ngôn ngữ lớn được ".encode() + b"\xff" + " huấn luyện trên dữ liệu lớn".encode())

    assert "\ufffd" in decoded.lines[0]
    assert [change.channel for change in decoded.repairs] == ["undecodable"]


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    decoded = decode(data)

    if not decoded.encoding.startswith(("utf-16", "utf-32")):
        assert len(decoded.lines) == data.count(b"\n") + 1
    assert not any("\n" in line for line in decoded.lines)


FRENCH = "Les modèles de langue sont déjà très grands à l’école"
VIETNAMESE = "Vấn đề chính là chi phí tính toán quá cao khi ngữ cảnh dài."
KOREAN = "대규모 언어 모델의 강화 학습은 매우 좋다."
EASTERN = [
    ("gb18030", CHINESE),
    ("big5hkscs", TRADITIONAL),
    ("cp932", JAPANESE),
    ("euc_jp", JAPANESE),
    ("euc_kr", KOREAN),
]


def _lines(*parts: tuple[str, str]) -> tuple[bytes, tuple[str, ...]]:
    return b"\n".join(text.encode(encoding) for encoding, text in parts), tuple(text for _, text in parts)


@pytest.mark.parametrize("times", [1, 2, 5, 10])
@pytest.mark.parametrize("case", EASTERN, ids=lambda case: case[0])
def test_a_line_in_another_encoding(case: tuple[str, str], times: int) -> None:
    for parts in (
        [*[case] * times, ("utf-8", VIETNAMESE), ("utf-8", case[1])],
        [*[case] * times, ("utf-8", "é"), ("utf-8", "模型")],
        [*[("utf-8", VIETNAMESE)] * times, case, ("utf-8", "plain")],
        [*[("cp1252", FRENCH)] * times, case],
    ):
        data, lines = _lines(*parts)
        assert decode(data).lines == lines


def test_utf8_and_windows_lines_in_one_file() -> None:
    for encoding, other in (("cp1252", "utf-8"), ("utf-8", "cp1252")):
        data, lines = _lines(*[(encoding, FRENCH)] * 6, (other, FRENCH), (other, "déjà vu"))
        assert decode(data).lines == lines


@pytest.mark.parametrize("case", EASTERN, ids=lambda case: case[0])
def test_broken_bytes_leave_the_rest_alone(case: tuple[str, str]) -> None:
    encoding, text = case
    data = text.encode(encoding)
    broken = data[:8] + b"\xff" + data[8:]

    decoded = decode(b"\n".join((data, broken, data, data[:-1])))

    assert decoded.lines[0] == decoded.lines[2] == text
    assert decoded.lines[1] == broken.decode(encoding, "replace")
    reported = [number for number, line in enumerate(decoded.lines, 1) if "\ufffd" in line]
    assert [change.line for change in decoded.repairs] == reported


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("模型的推理".encode("gb18030")[:-1], "模型的推\ufffd"),
        (VIETNAMESE.encode()[:9], "Vấn đ\ufffd"),
        (b"m\xc3\xb4 h\xc3\xacnh ti\xe1\xba", "mô hình ti\ufffd"),
        (VIETNAMESE.encode() + b"\nti\xe1\xba", VIETNAMESE + "\nti\ufffd"),
        ("abc mô hình".encode("utf-16-le")[:-1], "abc mô hìn\ufffd"),
        ("abc mô hình".encode("utf-16") + b"x", "abc mô hình\ufffd"),
    ],
)
def test_cut_in_the_middle_of_a_character(data: bytes, text: str) -> None:
    decoded = decode(data)

    assert "\n".join(decoded.lines) == text
    assert [change.channel for change in decoded.repairs] == ["undecodable"]


WESTERN = """café
été
À bientôt
Thé à la crème: 5 €
Ça va où ? Là-bas. À bientôt.
août, goût, où, dû, croûte, à là, çà et là
José María Núñez Íñigo Ávila
¡Hola! ¿Qué tal? ¡Ánimo!
¡Él viene! ¡Éxito! ¡Kilos!
¡¡Gol!! ¿¡Qué!? ¡¿Cómo?!
não, são, há, já, só, lá, dá, vá, cá
Perché più città è già là: così, può, né
Mä ja sä, pää, työ, tämä hän, pehmeä selkeä
för på är nå må så få gå stå
Året då: "små öar" – Ångström 5 Å
Für größere Übung: schön, müde, Tür
µP
5 µP, µA, µs, µm², Aµ²
£X ¢X §X ¶X
A¹ B² C³ d£ 5¢ per item
±5% ·a·b ª º 1ª 2º Nº 5 n° 3""".split("\n")


@pytest.mark.parametrize("line", WESTERN)
def test_short_western_text(line: str) -> None:
    assert decode(line.encode("cp1252")).lines == (line,)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "模型"),
        ("gb18030", "注意力"),
        ("gb18030", "- 推理 (reasoning)"),
        ("gb18030", "it’s “free” — yes…"),
        ("big5hkscs", "模型"),
        ("big5hkscs", "注意力"),
        ("cp932", "学習"),
        ("cp932", "モデルの"),
        ("euc_jp", "モデル"),
        ("euc_jp", "日本語"),
        ("euc_kr", "모델"),
        ("euc_kr", "- 언어 (language)"),
        ("cp1251", "Привет"),
        ("cp1250", "źródło"),
        ("cp1254", "Türkçe için iş akışı değişken"),
    ],
)
def test_short_text(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).lines == (text,)


def test_characters_in_two_halves_are_one() -> None:
    halves = b"\xed\xa0\xbd\xed\xb8\x80"
    data = "été ".encode() + halves + "\nđược\n".encode()

    assert decode(data).lines == ("été 😀", "được", "")
    assert decode(data).encoding == "cesu-8"
    # Beside a line in another encoding as well; a half alone is no character.
    assert decode(data + "café au lait".encode("cp1252")).lines == ("été 😀", "được", "café au lait")
    assert "😀" not in "".join(decode(data.replace(halves, halves[:3])).lines)
