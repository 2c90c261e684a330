"""Names beside numbers: what is one, and what is none."""

from __future__ import annotations

import pytest

from digestkb.arxiv import find_arxiv_ids
from digestkb.readers.naming import lead_names, name_beside

BESIDE = {
    "built on LLaMA Factory (2403.13372)": ["LLaMA Factory"],
    "fine-tunes LLaMA (2403.04706)": [None],
    "(FastV 2403.06764, LADD 2403.12015)": ["FastV", "LADD"],
    "SOTOPIA-π (2403.08715) and 3DGraphLLM 2412.18450": ["SOTOPIA-π", "3DGraphLLM"],
    "Med-MAT (2412.20070), M-STAR (2412.17451)": ["Med-MAT", "M-STAR"],
    "LLMs (2412.18925, 2412.20070)": [None, None],
    "采用 GaLore（2403.03507）的方法，Kling（2412.00131）": ["GaLore", "Kling"],
    "`certaindex` (2412.20993)": ["certaindex"],
    "[GaLore](https://arxiv.org/abs/2403.03507)": ["GaLore"],
    "[paper](https://arxiv.org/abs/2403.03507)": [None],
    "However (2403.03507)": [None],
    "Models 2403.03507 and the agents (2403.04746)": [None, None],
    "see 2403.03507 (see below)": [None],
    "65% (2403.03507)": [None],
}


@pytest.mark.parametrize(("line", "names"), BESIDE.items())
def test_name_beside(line: str, names: list[str | None]) -> None:
    assert [name_beside(line, found) for found in find_arxiv_ids(line)] == names


@pytest.mark.parametrize(
    "text", ["Nghiên cứu về bộ nhớ", "Khảo sát: tác tử", "Survey: agents", "Đề xuất phương pháp", ""]
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert lead_names(text) == ()
