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
