"""Whether ideographs stand beside each other as they do in Chinese, of the mainland or of Taiwan."""

from __future__ import annotations

import re

from digestkb.text.confidence import bits
from digestkb.text.ideographs import everyday
from digestkb.text.language_model import FOREIGN_ID, UNIT, load
from digestkb.text.weights import (
    FEWEST_SURELY_TRADITIONAL,
    FEWEST_TRADITIONAL,
    SURELY_TRADITIONAL,
    UNKNOWN_IDEOGRAPH,
    USUAL_IDEOGRAPHS,
    USUAL_TRADITIONAL,
)

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
    cost = 0
    for run in runs:
        before = FOREIGN_ID
        for char in run:
            number = model.number(char)
            cost += model.after(before, number) if number >= 0 else UNKNOWN_IDEOGRAPH * UNIT
            before = max(number, FOREIGN_ID)
    return cost <= USUAL_IDEOGRAPHS * UNIT * sum(map(len, runs))


def reads_well_in(encoding: str, text: str) -> bool:
    """Say the same of what bytes are in an encoding: in Big5 they may be words that only Taiwan writes so.

    >>> reads_well("語註機的報告已經交了"), reads_well_in("big5hkscs", "語註機的報告已經交了")
    (False, True)
    """
    if encoding != "big5hkscs" or reads_well(text):
        return reads_well(text)
    runs = " ".join(_HAN.findall(text))
    number = len(runs) - runs.count(" ")
    if number < FEWEST_TRADITIONAL:
        return False
    model = load("traditional")
    unknown = sum(model.number(char) < 0 for char in runs if char != " ")
    return bits("traditional", runs) + UNKNOWN_IDEOGRAPH * unknown <= USUAL_TRADITIONAL * number


def is_surely_traditional(text: str) -> bool:
    """Say whether all ideographs of a text stand as they do in Traditional Chinese, and as nothing that is damaged has.

    >>> is_surely_traditional("讓螢幕的邊緣移進放大的檢視範圍"), is_surely_traditional("妯″瀷鐨勬帹鐞嗚兘鍔")
    (True, False)
    """
    runs = _HAN.findall(text)
    number = sum(map(len, runs))
    # What is damaged has mostly ideographs that no text has every day, and needs no model.
    usual = everyday()
    if number < FEWEST_SURELY_TRADITIONAL or sum(char in usual for run in runs for char in run) * 4 < number * 3:
        return False
    known = load("traditional").number
    return all(
        min(map(known, run)) >= 0
        and bits("traditional", run, SURELY_TRADITIONAL * len(run)) <= SURELY_TRADITIONAL * len(run)
        for run in runs
    )
