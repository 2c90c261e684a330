"""Whether ideographs stand beside each other as they do in Chinese."""

from __future__ import annotations

import re

from digestkb.text.language_model import FOREIGN_ID, UNIT, load
from digestkb.text.weights import UNKNOWN_IDEOGRAPH, USUAL_IDEOGRAPHS

_HAN = re.compile("[\u4e00-\u9fff]+")


def reads_well(text: str) -> bool:
    """Say whether ideographs stand beside each other as they do in Chinese; other scripts are left to `cost`.

    Any two bytes make some ideograph, so that single ones say nothing.

    >>> reads_well("训练模型"), reads_well("莞鸶"), reads_well("no ideographs")
    (True, False, True)
    """
    runs = _HAN.findall(text)
    if not runs:
        return True
    model = load("zh")
    bits = 0
    for run in runs:
        before = FOREIGN_ID
        for char in run:
            number = model.number(char)
            bits += model.after(before, number) if number >= 0 else UNKNOWN_IDEOGRAPH * UNIT
            before = max(number, FOREIGN_ID)
    return bits <= USUAL_IDEOGRAPHS * UNIT * sum(map(len, runs))
