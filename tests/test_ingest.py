"""Ingesting folders: only what changed is read, what vanished goes, and bad input harms nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from digestkb.ingest import ingest, ingest_bytes
from digestkb.source import is_binary
from digestkb.store.store import Store, Totals
from digestkb.survey import Event, Outcome, survey
from tests.grounds import Ground

DIGEST = """# Paper Digest - 2026-01-09

## 1. GDPO: Decoupled Normalization

**Authors:** Shih-Yang Liu, Xin Dong

**Published:** 2026-01-08

### Main Idea:
Each reward is normalised by itself.

| Platform | Link |
| :--- | :--- |
| ArXiv | [https://arxiv.org/abs/2601.05242](https://arxiv.org/abs/2601.05242) |
"""


#: What is about reading alone need not be stored twice.
ABOUT_READING = pytest.mark.parametrize("kb", ["a file"], indirect=True)


class Bench:
    """A folder of notes beside a store."""

    def __init__(self, folder: Path, kb: Ground) -> None:
        self.folder = folder
        self.database = kb
        self.store = kb.store

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def run(self, *paths: Path, include: Sequence[str] = (), exclude: Sequence[str] = (), **how: bool) -> list[Event]:
        known = self.store.fingerprints()
        found = survey(known, paths or [self.folder], include, exclude)
        return list(ingest(self.store, found, **how))

    def outcomes(self, *paths: Path, **how: bool) -> dict[str, int]:
        return dict(Counter(str(event.outcome) for event in self.run(*paths, **how)))

    def sources(self) -> list[str]:
        return [row[0] for row in self.database.execute("SELECT source FROM notes ORDER BY source")]

    def papers(self) -> list[str]:
        """The numbered papers."""
        return [row[0] for row in self.database.execute("SELECT arxiv_id FROM papers WHERE arxiv_id <> '' ORDER BY 1")]


@pytest.fixture
def bench(tmp_path: Path, kb: Ground) -> Bench:
    folder = tmp_path / "notes"
    folder.mkdir()
    return Bench(folder, kb)


def test_a_folder_is_read_once_and_then_only_what_changed(bench: Bench) -> None:
    bench.write("digest.md", DIGEST)
    bench.write("sub/log.md", "see https://arxiv.org/abs/2403.03507")
    assert bench.outcomes() == {"added": 2}
    assert bench.outcomes() == {"unchanged": 2}

    bench.write("sub/log.md", "see https://arxiv.org/abs/2412.16145")
    assert bench.outcomes() == {"unchanged": 1, "changed": 1}
    assert bench.papers() == ["2412.16145", "2601.05242"]


def test_what_vanished_from_the_folder_goes(bench: Bench) -> None:
    bench.write("digest.md", DIGEST)
    gone = bench.write("old.md", "see https://arxiv.org/abs/2403.03507")
    bench.run()
    gone.unlink()

    assert bench.outcomes(keep_missing=True) == {"unchanged": 1}
    assert bench.outcomes(dry_run=True) == {"unchanged": 1, "removed": 1}
    assert bench.papers() == ["2403.03507", "2601.05242"]
    assert bench.outcomes() == {"unchanged": 1, "removed": 1}
    assert bench.papers() == ["2601.05242"]


def test_files_that_lie_elsewhere_are_known_by_what_is_in_them(bench: Bench, tmp_path: Path) -> None:
    bench.write("digest.md", DIGEST)
    bench.write("sub/log.md", "see https://arxiv.org/abs/2403.03507")
    bench.write("sub/same.md", DIGEST)
    bench.run()
    elsewhere = bench.folder.rename(tmp_path / "elsewhere")

    assert bench.outcomes(elsewhere, dry_run=True) == {"moved": 3}
    assert bench.outcomes(elsewhere) == {"moved": 3}
    assert bench.sources() == ["digest.md", "sub/log.md", "sub/same.md"]
    assert bench.papers() == ["2403.03507", "2601.05242"]
    assert bench.outcomes(elsewhere) == {"unchanged": 3}


def test_a_file_that_is_renamed_is_moved_and_a_copy_is_added(bench: Bench) -> None:
    bench.write("digest.md", DIGEST).rename(bench.folder / "new.md")
    bench.write("digest.md", DIGEST)
    bench.run()
    (bench.folder / "digest.md").rename(bench.folder / "newest.md")
    bench.write("copy.md", DIGEST)

    events = {event.path: str(event.outcome) for event in bench.run()}

    assert sorted(events.values()) == ["added", "moved", "unchanged"]
    assert events["new.md"] == "unchanged"
    assert bench.sources() == ["copy.md", "new.md", "newest.md"]


def test_what_is_kept_though_it_is_gone_is_moved_all_the_same(bench: Bench) -> None:
    bench.write("digest.md", DIGEST)
    bench.run()
    (bench.folder / "digest.md").rename(bench.folder / "new.md")

    assert bench.outcomes(keep_missing=True) == {"moved": 1}
    assert bench.sources() == ["new.md"]


def test_a_file_ingested_alone_takes_nothing_out(bench: Bench) -> None:
    one, two = bench.write("one.md", DIGEST), bench.write("two.md", "arXiv:2403.03507")
    bench.run()
    two.unlink()

    assert bench.outcomes(one) == {"unchanged": 1}
    assert bench.sources() == ["one.md", "two.md"]


def test_file_by_file_and_folder_in_folder_end_up_the_same(bench: Bench, tmp_path: Path) -> None:
    one, two = bench.write("a/one.md", DIGEST), bench.write("a/b/two.md", "arXiv:2403.03507")
    for path in (one, two, bench.folder / "a" / "b", bench.folder / "a", bench.folder):
        bench.run(path)
    assert bench.sources() == ["a/b/two.md", "a/one.md"]
    # Once the outer folder is known, an inner one keeps its place in it.
    assert bench.outcomes(bench.folder / "a" / "b") == {"unchanged": 1}
    assert bench.sources() == ["a/b/two.md", "a/one.md"]


@pytest.mark.parametrize("inner_first", [False, True])
def test_a_folder_and_one_inside_it_named_together_are_one(bench: Bench, inner_first: bool) -> None:
    bench.write("a/one.md", DIGEST)
    bench.write("two.md", "arXiv:2403.03507")
    folders = [bench.folder, bench.folder / "a"]
    assert bench.outcomes(*(folders[::-1] if inner_first else folders)) == {"added": 2}

    assert bench.sources() == ["a/one.md", "two.md"]
    assert bench.outcomes(*folders) == {"unchanged": 2}


def test_only_notes_are_read(bench: Bench) -> None:
    for name in ("a.md", "b.markdown", "c.mdx", "d.qmd", "e.txt", "F.MD"):
        bench.write(name, f"note {name}")
    for name in ("g.py", "h.pdf", ".hidden.md", ".obsidian/i.md", "node_modules/pkg/README.md"):
        bench.write(name, "not a note")

    bench.run()
    assert bench.sources() == ["F.MD", "a.md", "b.markdown", "c.mdx", "d.qmd", "e.txt"]


def test_a_synchronisers_copy_beside_its_original_is_no_note(bench: Bench) -> None:
    for name in ("gdpo.md", "Note.md", "plan.md", "b/gdpo.md"):
        bench.write(name, f"note {name}")
    copies = (
        "gdpo.sync-conflict-20260109-101010-ABCDEFG.md",
        "note (Case Conflict).md",
        "plan (conflicted copy 2026-01-09).md",
        "plan (Bo's conflicted copy 2026-01-09).md",
        "plan (conflicted copy 2026-01-09) (Case Conflict 1).md",
    )
    for name in copies:
        bench.write(name, "a copy")
    # The original is gone, or stands elsewhere; or it is no such copy at all.
    kept = (
        "a.sync-conflict-20260109-101010-ABCDEFG.md",
        "a/gdpo (Case Conflict).md",
        "plan (2026-01-09).md",
        "plan conflict resolution.md",
        "plan (a case conflict of interest, read).md",
        "gdpo.sync-conflict.md",
    )
    for name in kept:
        bench.write(name, "a note")

    bench.run()
    assert sorted(bench.sources()) == sorted(("gdpo.md", "Note.md", "plan.md", "b/gdpo.md", *kept))


def test_include_and_exclude(bench: Bench) -> None:
    for name in ("logs/1.md", "logs/2.txt", "drafts/3.md", "4.md"):
        bench.write(name, name)

    assert [event.path for event in bench.run(include=["logs/*"], dry_run=True)] == ["logs/1.md", "logs/2.txt"]
    assert [event.path for event in bench.run(exclude=["drafts/*", "*.txt"], dry_run=True)] == ["4.md", "logs/1.md"]
    bench.run()
    # A filter narrows what is read now; it says nothing about what was there before.
    assert {str(event.outcome) for event in bench.run(include=["logs/*"])} == {"unchanged"}
    assert len(bench.sources()) == 4


def test_a_bad_file_is_reported_and_stops_nothing(bench: Bench) -> None:
    bench.write("a.md", DIGEST)
    bench.write("picture.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8)
    bench.write("z.md", "arXiv:2403.03507")
    events = bench.run()

    failed = [event for event in events if event.outcome is Outcome.FAILED]
    assert [event.path for event in failed] == ["picture.md"]
    assert "not text" in failed[0].message
    assert bench.papers() == ["2403.03507", "2601.05242"]


def test_a_note_that_became_unreadable_keeps_what_it_said(bench: Bench) -> None:
    bench.write("a.md", DIGEST)
    bench.run()
    bench.write("a.md", b"\x00\x01\x02" * 100)

    assert bench.outcomes() == {"failed": 1}
    assert bench.papers() == ["2601.05242"]


def test_an_empty_folder_takes_nothing_out(bench: Bench) -> None:
    path = bench.write("a.md", DIGEST)
    bench.run()
    path.unlink()

    assert bench.run() == []
    assert "no notes" in survey((), [bench.folder]).remarks[0]
    assert bench.papers() == ["2601.05242"]


@pytest.mark.parametrize("patterns", [{"exclude": ["drafts/*"]}, {"include": ["*.md"]}], ids=str)
def test_an_empty_folder_takes_nothing_out_whatever_the_patterns(bench: Bench, patterns: dict[str, list[str]]) -> None:
    path = bench.write("a.md", DIGEST)
    bench.run()
    path.unlink()

    assert bench.run(**patterns) == []
    assert bench.papers() == ["2601.05242"]


def test_a_pattern_takes_out_nothing_that_exists_and_keeps_nothing_that_is_gone(bench: Bench) -> None:
    bench.write("drafts/a.md", DIGEST)
    gone = bench.write("drafts/b.md", "arXiv:2403.03507")
    bench.run()
    gone.unlink()

    assert [(str(event.outcome), event.path) for event in bench.run(exclude=["drafts/*"])] == [
        ("removed", "drafts/b.md")
    ]
    assert bench.papers() == ["2601.05242"]


def test_a_folder_that_holds_nothing_any_more_is_named_once(bench: Bench) -> None:
    bench.write("a.md", DIGEST)
    disk = bench.write("disk/2025/b.md", "arXiv:2403.03507").parent.parent
    bench.write("disk/2025/c.md", "arXiv:2412.16145")
    bench.run()
    shutil.rmtree(disk)
    disk.mkdir()

    removed = [event for event in bench.run() if event.outcome is Outcome.REMOVED]
    assert [event.path for event in removed] == ["disk/2025/b.md", "disk/2025/c.md"]
    assert [str(disk) in event.message for event in removed] == [True, False]


def test_what_a_link_leads_to_no_more_is_not_gone(bench: Bench, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "b.md").write_text("arXiv:2403.03507", encoding="utf-8")
    (bench.folder / "link").symlink_to(disk)
    bench.write("a.md", DIGEST)
    bench.run()
    disk.rename(tmp_path / "not mounted")

    assert bench.outcomes() == {"unchanged": 1}
    assert bench.papers() == ["2403.03507", "2601.05242"]


def test_a_missing_path_is_reported(bench: Bench) -> None:
    bench.write("a.md", DIGEST)
    events = bench.run(bench.folder / "nowhere", bench.folder)

    assert [(str(event.outcome), "no such file" in event.message) for event in events] == [
        ("failed", True),
        ("added", False),
    ]


def test_an_empty_file_is_a_note_that_says_nothing(bench: Bench) -> None:
    bench.write("a.md", "")
    (event,) = bench.run()

    assert (event.outcome, event.mentions) == (Outcome.ADDED, 0)
    assert "is empty" in event.message


def test_links_to_folders_are_followed_but_not_in_circles(bench: Bench) -> None:
    bench.write("a/one.md", DIGEST)
    (bench.folder / "a" / "loop").symlink_to(bench.folder)
    (bench.folder / "broken.md").symlink_to(bench.folder / "nowhere.md")

    assert bench.outcomes() == {"added": 1, "failed": 1}


def test_a_file_that_goes_away_while_others_are_read(bench: Bench) -> None:
    bench.write("a.md", DIGEST)
    found = survey((), [bench.folder])
    (bench.folder / "a.md").unlink()

    (event,) = ingest(bench.store, found)
    assert (event.outcome, "no such file" in event.message) == (Outcome.FAILED, True)


def test_a_dry_run_writes_nothing(bench: Bench) -> None:
    bench.write("a.md", DIGEST)
    (event,) = bench.run(dry_run=True)

    assert (event.outcome, event.mentions) == (Outcome.ADDED, 1)
    assert bench.store.totals() == Totals(0, 0, 0, 0)


def test_standard_input_is_a_note_under_its_name(bench: Bench) -> None:
    assert ingest_bytes(bench.store, DIGEST.encode(), "mail.md").outcome is Outcome.ADDED
    assert ingest_bytes(bench.store, DIGEST.encode(), "mail.md").outcome is Outcome.UNCHANGED
    assert ingest_bytes(bench.store, b"arXiv:2403.03507", "mail.md").outcome is Outcome.CHANGED
    bench.write("a.md", DIGEST)
    # A folder's run leaves it alone.
    assert bench.outcomes() == {"added": 1}
    assert bench.papers() == ["2403.03507", "2601.05242"]


@ABOUT_READING
def test_one_line_of_fifty_megabytes_does_not_hang(bench: Bench) -> None:
    words = "some [link](to) `code` **bold** | cell and mô hình " * 5_000
    bench.write("huge.md", (words + "see arXiv:2403.03507 ") * 190)
    assert (bench.folder / "huge.md").stat().st_size > 50_000_000

    assert bench.outcomes() == {"added": 1}
    assert "2403.03507" in bench.papers()


@ABOUT_READING
@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [unclosed\ntags: {a: b\n\t: :\n---\n\narXiv:2403.03507",
        "---\nno end of the front matter arXiv:2403.03507",
        "| a | b |\n|---|\n| 2403.03507 |\n| x | y | z | w |\n|",
        "> " * 3000 + "2403.03507",
        "- " * 3000 + "2403.03507",
        "[" * 5000 + "](https://arxiv.org/abs/2403.03507)",
        "```\n2403.03507\nnever closed",
        "\r\n".join(["# A", "", "arXiv:2403.03507"]),
        "\ufeff# A\narXiv:2403.03507",
        "a\x00b arXiv:2403.03507".replace("\x00", "\x0b"),
    ],
)
def test_odd_markdown_still_gives_its_number(bench: Bench, text: str) -> None:
    bench.write("odd.md", text)

    assert bench.outcomes() == {"added": 1}
    assert "2403.03507" in bench.papers()


@ABOUT_READING
@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("# A\n" * 100_001, "only the first 100,000 of its 100,002 lines are read"),
        ("a" * 1_000_001, "of line 1 only the first 1,000,000 characters are read"),
        ("# A\n\n" + "word " * 30_000 + "\n", ""),
    ],
)
def test_what_is_not_read_is_said(bench: Bench, text: str, remark: str) -> None:
    event = ingest_bytes(bench.store, text.encode(), "long.md")
    assert event.outcome is Outcome.ADDED
    assert event.message == (remark and f"long.md: {remark}")


def test_noise_is_no_text_and_text_in_any_encoding_is_none(bench: Bench) -> None:
    noise = bytes(Random(7).choices(range(128, 256), k=5000))
    assert ingest_bytes(bench.store, noise, "noise.md").message == "noise.md: is not text; leave it out with --exclude"
    chinese = "".join(chr(0x4E00 + number * 7 % 3000) for number in range(5000))
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        assert not is_binary(chinese.encode(encoding, "ignore"))


def test_a_run_that_nobody_disturbs_looks_at_no_note_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the file goes over to a log when the run begins to write is no disturbance."""
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# Note {name}\n\nhttps://arxiv.org/abs/2401.0000{ord(name) - 96}\n")
    looked: list[object] = []
    around = Store.around
    monkeypatch.setattr(Store, "around", lambda store, origin: looked.append(origin) or around(store, origin))
    with Store.open(tmp_path / "kb.db") as store:
        events = list(ingest(store, survey(store.fingerprints(), [tmp_path])))

    assert [event.outcome for event in events] == [Outcome.ADDED] * 3 and not looked


def test_a_run_that_is_disturbed_before_it_writes_looks_again(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(f"# Note {name}\n\nhttps://arxiv.org/abs/2401.0000{ord(name) - 96}\n")
    with Store.open(tmp_path / "kb.db") as store, Store.open(tmp_path / "kb.db") as other:
        found = survey(store.fingerprints(), [tmp_path])
        list(ingest(other, survey(other.fingerprints(), [tmp_path])))
        with store.turn():
            assert not store.undisturbed
        events = list(ingest(store, found))

    assert [event.outcome for event in events] == [Outcome.UNCHANGED] * 2


def test_small_notes_are_stored_many_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.md").write_text(f"# Note {number}\n\nhttps://arxiv.org/abs/2401.{number + 1:05}\n")
    with Store.open(tmp_path / "kb.db") as store:
        statements: list[str] = []
        store._connection.set_trace_callback(statements.append)
        events = list(ingest(store, survey(store.fingerprints(), [tmp_path])))

    assert len(events) == 40 and statements.count("COMMIT") <= 10
