"""How much a function decides: none more than a reader can hold, and the ones that do are listed until they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "digestkb"
#: A function has no more ways through it, as radon counts them.
MOST = 15
#: What has more, and how many; whoever mends one takes it off, and nobody adds one.
KNOWN: dict[str, int] = {
    "digestkb.query.expansion.Expansion._added": 16,
    "digestkb.query.expansion.Expansion.rewrite": 16,
    "digestkb.query.find._Flags.__init__": 18,
    "digestkb.query.find._Search.stage": 17,
    "digestkb.query.mining._term": 16,
    "digestkb.query.passages._likely": 19,
    "digestkb.readers.beside._read": 20,
    "digestkb.readers.citation.citation": 25,
    "digestkb.readers.log._mention": 17,
    "digestkb.readers.note._NoteReader._by_address": 19,
    "digestkb.readers.said.read_row": 25,
    "digestkb.readers.said.read_text": 23,
    "digestkb.readers.titling.offer_line": 21,
    "digestkb.readers.titling.offer_titles": 23,
    "digestkb.readers.values.topics_of": 20,
    "digestkb.text.decode._legacy": 19,
    "digestkb.text.decoder.Decoder._read_wide": 18,
    "digestkb.text.language.detect_language": 17,
    "digestkb.text.lattice._characters": 18,
    "digestkb.text.marks._stands_well": 16,
    "digestkb.text.readings.by_lattice": 16,
    "digestkb.text.repair._File.take_off_layer": 16,
    "digestkb.text.repair._shown": 18,
    "digestkb.text.repair._unlayered": 31,
}


def _complexities() -> dict[str, int]:
    complexity = pytest.importorskip("radon.complexity", reason="radon is not installed")
    found: dict[str, int] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for block in complexity.cc_visit(path.read_text(encoding="utf-8")):
            if block.letter != "C":  # a class is the sum of its methods, which come by themselves
                found[f"{module}.{block.fullname}"] = block.complexity
    return found


def test_no_function_decides_more_than_a_reader_can_hold() -> None:
    above = {name: ways for name, ways in _complexities().items() if ways > MOST}
    worse = {name: ways for name, ways in above.items() if ways > KNOWN.get(name, MOST)}
    assert not worse, f"more ways than {MOST}, or than are known"
    assert above.keys() == KNOWN.keys(), "mended: take it off the list"
