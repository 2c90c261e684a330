"""What goes from the process that read a note to the one that stores it."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from digestkb.prepare import prepare, read_note
from digestkb.source import source_of
from digestkb.store import packing
from digestkb.store.card import of_note
from digestkb.store.note_rows import read_back, stored_mentions
from digestkb.store.origin import Origin

NOTE = "".join(f"# Day {n}\n\n- Paper {n} arXiv:2401.{10000 + n}\n" for n in range(30)) + "\nNo number.\n"


@pytest.mark.parametrize("few", [1, 7, 30, 1000])
@pytest.mark.parametrize("text", ["", NOTE], ids=["empty", "note"])
def test_a_note_arrives_as_it_was_sent(monkeypatch: pytest.MonkeyPatch, text: str, few: int) -> None:
    monkeypatch.setattr(packing, "_FEW", few)
    source, origin = source_of(text.encode(), "a.md"), Origin("", "a.md")
    sent = prepare(source, origin)
    arrived = pickle.loads(pickle.dumps(sent))
    stored = stored_mentions(origin, *read_note(source))

    assert arrived == sent
    for papers in (list(sent.cards), list(reversed(list(sent.cards))), list(sent.cards) * 2):
        there, here = arrived.cards, dict(of_note(stored))
        assert [there[paper] for paper in papers] == [here[paper] for paper in papers] and "no.such" not in there
    assert [read_back(row, number, origin) for number, row in enumerate(arrived.rows.mentions, 1)] == stored


def _loaded(name: str, text: str) -> set[str]:
    """Say which modules of ours a process has that prepared one note, or none."""
    code = "import sys; from digestkb import prepare, source; from digestkb.store.note_rows import Origin"
    if name:
        code += f"; prepare.prepare(source.source_of({text.encode()!r}, {name!r}), Origin('', {name!r}))"
    code += "; print(*(name for name in sys.modules if name.startswith('digestkb.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_what_reads_notes_is_loaded_with_the_first_note() -> None:
    before, after = _loaded("", ""), _loaded("a.org", "* Note\n")

    assert "digestkb.prepare" in before and {"digestkb.readers.note", "digestkb.text.repair"} <= after - before
    assert not any(name.startswith(("digestkb.readers", "digestkb.markup", "digestkb.text.detect")) for name in before)
    assert {"digestkb.markup.org"} == {
        name for name in after if name.startswith("digestkb.markup.") and "lines" not in name
    }
