"""The targets of the fuzzer, on what it has found, on notes, and on a little noise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.targets import TARGETS

NOTES = sorted((Path(__file__).parent.parent / "cases" / "shapes").glob("*.md"))[::12]
#: What ``fuzz/fuzz.py`` stumbled over once.
FOUND: tuple[bytes, ...] = (
    # A quote behind blanks that are none of ASCII's was a quote to one function, and none to the next.
    "# A\n\u3000> a\n\n\u00a0> b\n\n\x85>c".encode(),
    # A scheme is written as it was typed, which the target did not know.
    b"htTps://arxivrgo./rai",
)
PIECES = st.sampled_from(
    [b"2401.12345", b"- ", b"\n", b"## ", b"**", b"[", b"](", b"\xc3", b"\xe1\xba", b"|", b"`", b"\x1b[", b">"]
)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_stumbles_over_notes(name: str) -> None:
    for data in (*FOUND, *(note.read_bytes() for note in NOTES)):
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.binary(max_size=6), max_size=30).map(b"".join))
def test_nothing_stumbles_over_noise(name: str, data: bytes) -> None:
    TARGETS[name](data)
