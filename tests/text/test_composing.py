"""Decomposed letters: notes are read as if they were composed, and no file is changed for them alone."""

from __future__ import annotations

import unicodedata

from digestkb.prepare import parse
from digestkb.source import source_of
from digestkb.text.composing import compose
from digestkb.text.ledger import Text
from digestkb.text.repair import repair
from digestkb.text.repaired import repaired_bytes

DIGEST = """# Daily Papers - 2026-01-08

## 1. Nén mô hình: học cách quên

**Tác giả:** Trần Đại Nghĩa, Lê Thị Hồng

**Xuất bản lúc:** 2026-01-07

### Main Problem:
Chi phí huấn luyện quá cao khi ngữ cảnh dài.

| Platform | Link |
| :--- | :--- |
| ArXiv | [https://arxiv.org/abs/2601.04567](https://arxiv.org/abs/2601.04567) |
"""


def test_a_decomposed_note_is_read_as_the_composed_one() -> None:
    decomposed = unicodedata.normalize("NFD", DIGEST)
    assert decomposed != DIGEST

    mentions = parse(source_of(decomposed.encode(), "a.md")).note.mentions

    assert mentions == parse(source_of(DIGEST.encode(), "a.md")).note.mentions
    assert mentions[0].mention.authors == ("Trần Đại Nghĩa", "Lê Thị Hồng")


def test_a_clean_decomposed_file_comes_back_byte_for_byte() -> None:
    data = unicodedata.normalize("NFD", DIGEST).encode()

    assert repaired_bytes(data)[0] == data


def test_a_repaired_line_is_composed() -> None:
    line = unicodedata.normalize("NFD", "tiếng Việt").encode().decode("latin-1")

    assert repair(Text((line,), "utf-8")).lines == ("tiếng Việt",)


def test_signs_stay_as_they_are() -> None:
    assert compose("x =\u0338 y, a \u2208\u0338 B") == "x =\u0338 y, a \u2208\u0338 B"
