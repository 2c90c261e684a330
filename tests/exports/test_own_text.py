"""What somebody writes beside what digestkb wrote is theirs: it stays to the byte, and counts as a note of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestkb.copies import END, mark
from digestkb.errors import DigestError
from digestkb.exports.files import Vault, write_into
from digestkb.exports.weaving import woven
from digestkb.query.papers import Paper
from digestkb.render import digest
from digestkb.render.vault import same, stem
from tests.exports.bench import database, known
from tests.exports.hostile_notes import TEXT

NOTE = """# Digest 2026-01-09

## 1. GDPO: Group reward-Decoupled Normalization

- **Authors:** Shih-Yang Liu, Xin Dong
- **Published:** 2026-01-08
- **Tags:** RL, large models
- https://arxiv.org/abs/2601.05242

**Main idea:** Normalize each reward by itself before they are added.
"""
OWN = st.lists(TEXT | st.just("mine\r\n"), max_size=3).map("\n".join).filter(lambda text: "digestkb" not in text)
KEYS = st.lists(st.sampled_from("abcd"), unique=True, max_size=4)


def region(key: str, text: str) -> list[str]:
    return [mark("paper", key), text, END]


@settings(max_examples=30, deadline=None)
@given(KEYS, KEYS.filter(bool), st.lists(OWN, min_size=5, max_size=5))
@example(["a", "b"], ["b", "a"], ["", "", "", "", "a last line without an end"])
def test_what_stands_outside_of_regions_stays(before: list[str], after: list[str], own: list[str]) -> None:
    text = "".join(f"{one}\n{chr(10).join(region(key, 'old'))}\n" for one, key in zip(own, before, strict=False))
    text += own[4]
    regions = [region(key, "new") for key in after]
    written = woven(text, regions, "a.md")
    for one in (*own[: len(before)], own[4]):
        assert one in written or not one.strip()
    assert "old" not in written and [line for line in written.split("\n") if line.startswith("<!-- digestkb: p")] == [
        one[0] for one in regions
    ]
    assert woven(written, regions, "a.md") == written


@pytest.fixture
def paper() -> Paper:
    """A paper of a digest."""
    with database({"digest.md": NOTE}) as connection:
        (found,) = known(connection)
    return found


@pytest.fixture
def note(tmp_path: Path, paper: Paper) -> Path:
    """Its note in a vault."""
    assert list(Vault(tmp_path, [paper]).write()) == ["new"]
    return tmp_path / "GDPO Group reward-Decoupled Normalization.md"


def test_a_note_of_a_vault_keeps_what_somebody_added(note: Path, paper: Paper) -> None:
    written = note.read_bytes()
    added = b"\r\n## Mine\r\n\xff not UTF-8, see 2412.19437  \n---\n%%x%%"
    head = written.replace(b"tags:\n", b"# why\nrating: 5 # of 5\ntags:\n  - to-read\n", 1)
    note.write_bytes(head.replace(b"Shih-Yang", b"Nobody") + added)
    note.rename(note.with_name("gdpo.md"))
    assert list(Vault(note.parent, [paper]).write()) == ["changed"]
    (after,) = (path.read_bytes() for path in note.parent.glob("*.md"))
    assert after.endswith(added) and b"Nobody" not in after
    assert b"\nrating: 5 # of 5\n" in after and b"\n# why\n" in after and b'\n  - "to-read"\n' in after
    assert list(Vault(note.parent, [paper]).write()) == ["unchanged"]


def test_what_somebody_added_is_a_note_of_theirs_on_the_paper(note: Path, paper: Paper) -> None:
    text = note.read_text(encoding="utf-8").replace("tags:\n", "tags:\n  - to-read\n", 1)
    with database({"digest.md": NOTE, note.name: f"{text}\nTry it on DAPO (2503.14476).\n"}) as connection:
        both = {paper.id: paper for paper in known(connection)}
    assert both.keys() == {"2601.05242", "2503.14476"}
    assert both["2601.05242"].title == paper.title and both["2601.05242"].names == paper.names
    assert set(both["2601.05242"].tags) == {"to-read", *paper.tags}
    said = [one for one in both["2601.05242"].mentions if one.kind == "note"]
    assert [[part.text for part in one.passages] for one in said] == [["Try it on DAPO (2503.14476)."]]


def test_a_table_of_papers_is_made_once(note: Path, paper: Paper) -> None:
    base = note.with_name("papers.base")
    assert 'file.hasProperty("digestkb")' in base.read_text(encoding="utf-8")
    base.write_text("mine", encoding="utf-8")
    assert list(Vault(note.parent, [paper]).write()) == ["unchanged"]
    assert base.read_text(encoding="utf-8") == "mine"


def test_a_digest_is_written_into_a_file_that_is_ours_alone(tmp_path: Path, paper: Paper) -> None:
    path = tmp_path / "digest.md"
    assert write_into(path, digest.regions([paper]))
    path.write_text(f"Before.\n{path.read_text(encoding='utf-8')}\nBehind.", encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    assert not write_into(path, digest.regions([paper])) and path.read_text(encoding="utf-8") == kept
    path.write_text(kept.replace("<!-- /digestkb -->\n\nBehind", "Behind"), encoding="utf-8")
    with pytest.raises(DigestError, match=r"digest\.md:6: what begins here has no end"):
        write_into(path, digest.regions([paper]))
    path.write_text("Somebody's.", encoding="utf-8")
    with pytest.raises(DigestError, match="is no export of digestkb"):
        write_into(path, digest.regions([paper]))
    assert path.read_text(encoding="utf-8") == "Somebody's." and [one.name for one in tmp_path.iterdir()] == [path.name]


def test_names_of_files_are_of_no_system_s_displeasure(tmp_path: Path, paper: Paper) -> None:
    titles = ("A: b?", "a  B", "a b", "CON", "..", "长" * 300, "x/../y", "[[a|b]]#c^d", "\u202ex\n", "Đ")
    papers = [paper._replace(id=f"note:{at}", title=title) for at, title in enumerate(titles)]
    (tmp_path / "Con_.md").write_text("Somebody's.", encoding="utf-8")
    vault = Vault(tmp_path, papers)
    assert vault.remarks == ["CON_.md is somebody's own; CON_ (3).md is the paper's note"]
    assert list(vault.write()) == ["new"] * len(papers)
    names = [path.stem for path in tmp_path.glob("*.md")]
    assert len({same(name) for name in names}) == len(names) == len(papers) + 1
    assert all(name == stem(name) and len(name.encode()) < 200 for name in names if name != "Con_")
    assert (tmp_path / "Con_.md").read_text(encoding="utf-8") == "Somebody's."
