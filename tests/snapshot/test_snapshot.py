"""A snapshot of arXiv's metadata as it is read: the traps of its records, and every way in which it comes."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import pytest

from benchmarks import snapshot as generator
from digestkb.arxiv import parse_arxiv_id
from digestkb.errors import DamagedSnapshot, DigestError
from digestkb.snapshot import Metadata, Name, stream
from digestkb.snapshot.record import metadata
from digestkb.snapshot.stream import Snapshot
from digestkb.snapshot.venue import venue

WHOLE: dict[str, Any] = {
    "id": "0704.0001",
    "submitter": "Pavel Nadolsky",
    "authors": "C. Bal\\'azs, E. L. Berger and The ATLAS Collaboration",
    "title": "Diphoton production at Tevatron and\n  LHC of Schr\\\"odinger's $\\sqrt{s}$--range",
    "comments": "37 pages, 15 figures; Accepted at ICLR 2026",
    "journal-ref": None,
    "doi": "10.1103/PhysRevD.76.013009 10.1000/second",
    "report-no": None,
    "categories": "hep-ph hep-ex",
    "license": None,
    "abstract": "  We find 100\\% of it,\nin two lines.\n",
    "versions": [
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [
        ["Balázs", "C.", "", "Argonne"],
        ["Berger", "E. L.", "Jr."],
        ["The ATLAS Collaboration", "", ""],
    ],
}
MADE = 40
NUMBERS = list(generator.numbers(MADE))


def test_a_record_says_what_its_reader_would_see() -> None:
    assert metadata(WHOLE) == Metadata(
        "0704.0001",
        "Diphoton production at Tevatron and LHC of Schrödinger's $\\sqrt{s}$–range",
        (Name("Balázs", "C."), Name("Berger", "E. L.", "Jr."), Name("The ATLAS Collaboration")),
        "We find 100% of it, in two lines.",
        ("hep-ph", "hep-ex"),
        "2007-04-02",
        "10.1103/PhysRevD.76.013009",
        "ICLR 2026",
    )
    assert [name.whole for name in metadata(WHOLE).authors][1] == "E. L. Berger Jr."


@pytest.mark.parametrize(
    "value", [None, 7, [], {}, [[]], [7], ["x"], [{}], "", " \n ", [["", ""]], [{"version": "v1"}]]
)
@pytest.mark.parametrize("field", sorted(WHOLE.keys() - {"id"}))
def test_a_field_that_is_none_says_nothing(field: str, value: object) -> None:
    found = metadata({**WHOLE, field: value})
    changed = [name for name in Metadata._fields if getattr(found, name) != getattr(metadata(WHOLE), name)]

    assert all(not getattr(found, name) for name in changed)
    assert len(changed) <= 1


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        ("Accepted at ICLR 2026", "ICLR 2026"),
        ("Accepted to NeurIPS 2024 (Spotlight)", "NeurIPS 2024"),
        ("12 pages, 3 figures, accepted by IEEE Transactions on Robotics", "IEEE Transactions on Robotics"),
        ("Published as a conference paper at ICLR 2015; 31st pages", "ICLR 2015"),
        ("To appear in the Proceedings of ACL 2024", "ACL 2024"),
        ("CVPR'24", "CVPR'24"),
        ("EMNLP 2023 Findings. Code at https://github.com/a/b", "EMNLP 2023 Findings"),
        ("ICML 2025 camera ready", "ICML 2025"),
        ("Accepted for publication in Physical Review Letters", "Physical Review Letters"),
        ("Submitted to ICLR 2026", None),
        ("Under review at NeurIPS 2024", None),
        ("37 pages, 15 figures; published version", None),
        ("v2: typos fixed, 2024 update", None),
        ("rejected by ICLR 2024", None),
        ("Extended version of our CVPR 2023 paper", None),
        ("10 pages, LaTeX", None),
        ("", None),
    ],
)
def test_the_venue_hides_in_the_comments(comments: str, expected: str | None) -> None:
    assert venue(None, comments) == expected


def test_the_journal_goes_before_the_comments() -> None:
    assert venue("JMLR 21\n  (2020) 1-67", "Accepted at ICLR 2026") == "JMLR 21 (2020) 1-67"


def packed(folder: Path, ending: str, text: Iterable[str]) -> Path:
    """Write a snapshot."""
    path = folder / f"snapshot.{ending}"
    generator.write(path, text)
    return path


def read(source: Path | io.BufferedReader, *wanted: str) -> tuple[dict[str, Metadata], Snapshot]:
    """Read what a snapshot says of some numbers."""
    with Snapshot(source) as snapshot:
        return {one.arxiv_id: one for piece in snapshot.pieces(wanted) for one in piece.found}, snapshot


@pytest.mark.parametrize("ending", ["json", "zip", "gz"])
def test_only_the_wanted_are_found_however_it_is_packed(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = (NUMBERS[0], NUMBERS[20], NUMBERS[-1], "9999.99999")
    parsed: list[bytes] = []
    monkeypatch.setattr(
        stream, "record", lambda line: parsed.append(line) or (json.loads(line)["id"], json.loads(line))
    )
    monkeypatch.setattr(stream, "PIECE", 4000)
    found, snapshot = read(packed(tmp_path, ending, generator.lines(MADE)), *wanted)

    assert list(found) == list(wanted[:3]) and "/" in wanted[2]
    assert len(parsed) == 3, "the others are passed over by their number"
    assert snapshot.date == max(json.loads(line)["update_date"] for line in generator.lines(MADE))
    assert snapshot.unreadable == 0
    assert found[wanted[0]].title and "\n" not in found[wanted[0]].title


def test_standard_input_may_be_packed_too(tmp_path: Path) -> None:
    plain = "".join(generator.lines(MADE)).encode()

    for data in (plain, gzip.compress(plain)):
        assert list(read(io.BufferedReader(io.BytesIO(data)), NUMBERS[3])[0]) == [NUMBERS[3]]


@pytest.mark.parametrize(
    "change",
    [
        lambda record: json.dumps(record),
        lambda record: json.dumps(dict(reversed(record.items()))),
        lambda record: json.dumps(record, separators=(",", ":")).replace("/", "\\/"),
        lambda record: "  " + json.dumps(record, separators=(",", ":")),
        lambda record: json.dumps(record, separators=(",", ":")) + "\r",
        lambda record: json.dumps(record, separators=(",", ":"), ensure_ascii=False),
        lambda record: "\ufeff" * (record["id"] == "0704.0001") + json.dumps(record, separators=(",", ":")),
        lambda record: "\n\n" + json.dumps(record, separators=(",", ":")),
    ],
    ids=["blanks", "another order", "escaped", "indented", "CRLF", "UTF-8", "a mark", "blank lines"],
)
def test_another_form_of_the_lines_is_read_as_well(tmp_path: Path, change: Any) -> None:
    records = [{**WHOLE, "id": number} for number in ("0704.0001", "hep-th/9901001", "2601.05242")]
    path = packed(tmp_path, "json", (change(record) + "\n" for record in records))

    assert list(read(path, "hep-th/9901001", "2601.05242")[0]) == ["hep-th/9901001", "2601.05242"]
    found, snapshot = read(path, "0704.0001")
    assert list(found) == ["0704.0001"] and snapshot.date == WHOLE["update_date"]


def test_lines_that_are_none_are_counted_and_cost_nothing_else(tmp_path: Path) -> None:
    good = generator.line(WHOLE)
    broken = [good[:200] + "\n", "\n", "[1]\n", '{"id":7}\n', "{" + '"a":[' * 3000 + "\n", "\x00\xff\n"]
    path = packed(tmp_path, "json", [good, *broken, good.replace("0704.0001", "0704.0002")])
    found, snapshot = read(path, "0704.0002")

    assert list(found) == ["0704.0002"]
    with Snapshot(path) as again:
        assert sum(piece.records for piece in again.pieces({"0704.0002"})) == 3, "one is told by its beginning alone"
    assert snapshot.unreadable == 4, "one has another number in its place, and an empty line is nothing"


def test_what_stands_in_the_place_of_the_number_is_not_believed(tmp_path: Path) -> None:
    line = '{"id":"0704.0001","id":"0704.0002","title":"x"}\n'

    assert read(packed(tmp_path, "json", [line]), "0704.0001")[0] == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no snapshot"),
        (b"# A note\n", "is no snapshot"),
        (b"[{}]\n", "is no snapshot"),
        (b"{}\n", "is no snapshot"),
        (b"{}", "is no snapshot"),
        (json.dumps(WHOLE, indent=1).encode() + b"\n", "is no snapshot"),
        ("{\r\n}".encode("utf-16"), "is no snapshot"),
        (b"PK\x03\x04 no zip", "cannot be read to its end"),
        (b"PK", "cannot be read to its end"),
        (gzip.compress(b"{}\n" * 99, mtime=0)[:15], "cannot be read to its end"),
        (gzip.compress(b"a note\n", mtime=0), "is no snapshot"),
    ],
    ids=ascii,
)
def test_what_is_no_snapshot_is_said_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)

    with pytest.raises(DigestError, match=message) as raised:
        read(path, "0704.0001")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("ending", ["json", "gz", "zip"])
@pytest.mark.parametrize("lost", [1, 2, 30, 700, 1000])
def test_what_is_cut_off_is_said(tmp_path: Path, lost: int, ending: str) -> None:
    whole = "".join(map(generator.line, [{**WHOLE, "id": number} for number in ("0704.0001", "0704.0002")])).rstrip()
    assert list(read(packed(tmp_path, ending, [whole]), "0704.0001", "0704.0002")[0]) == ["0704.0001", "0704.0002"]

    path = packed(tmp_path, ending, [whole[:-lost]])
    with pytest.raises(DamagedSnapshot, match="its last line is cut off") as raised, Snapshot(path) as snapshot:
        list(snapshot.pieces({"0704.0001"}))
    assert "\n" not in str(raised.value)


def test_before_what_is_cut_off_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PIECE", 1000)
    data = _lines(*map(str, range(20)))
    found = []
    with pytest.raises(DamagedSnapshot), Snapshot(io.BytesIO(data[:-20])) as snapshot:
        for piece in snapshot.pieces({"0704.0001"}):
            found += [one.title for one in piece.found]
    assert found == list(map(str, range(19)))


def test_all_of_a_zip_that_has_records_is_read(tmp_path: Path) -> None:
    """A mark, a member that ends without a line end, what an operating system adds, a folder, and a note."""
    records = [generator.line({**WHOLE, "id": number}).encode() for number in NUMBERS]
    path = tmp_path / "snapshot.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("parts") if hasattr(archive, "mkdir") else archive.writestr("parts/", b"")
        archive.writestr("README", b"# Parts of a snapshot\n" * 9999)
        archive.writestr("parts/1.json", b"".join(records[:10]).rstrip())
        archive.writestr("__MACOSX/._1.json", b"\x00\x05\x16\x07" * 30)
        archive.writestr("parts/2", b"\xef\xbb\xbf" + b"".join(records[10:]))
    found, snapshot = read(path, *NUMBERS)

    assert list(found) == NUMBERS and snapshot.unreadable == 0
    assert snapshot.size == len(b"".join(records)) + 3 - 1


def test_of_many_files_in_a_zip_one_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "snapshot.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in NUMBERS:
            archive.writestr(number, generator.line({**WHOLE, "id": number}))
    opened: list[IO[bytes]] = []
    begin = zipfile.ZipFile.open
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *its: opened.append(begin(*its)) or opened[-1])
    with Snapshot(path) as snapshot:
        for piece in snapshot.pieces(NUMBERS):
            assert piece.records == 1 and sum(not file.closed for file in opened) == 1
    assert len(opened) == 2 * len(NUMBERS) and all(file.closed for file in opened)


def test_a_zip_with_a_password_says_so(tmp_path: Path) -> None:
    path = packed(tmp_path, "zip", generator.lines(1))
    data = path.read_bytes()
    at = data.rindex(b"PK\x01\x02") + 8
    path.write_bytes(data[:at] + bytes([data[at] | 1]) + data[at + 1 :])

    with pytest.raises(DigestError, match="it has a password"):
        Snapshot(path)


def test_a_zip_cannot_come_through_a_pipe() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(DigestError, match="name the file"):
        Snapshot(io.BufferedReader(Pipe(b"PK\x03\x04")))


def test_generated_records_have_the_form_of_the_public_file() -> None:
    lines = list(generator.lines(300, ["2601.05242"]))
    first = json.loads(lines[0])

    assert lines == list(generator.lines(300, ["2601.05242"])), "the same each time"
    assert lines[0].startswith('{"id":"0704.0001","submitter":"') and tuple(first) == generator.KEYS
    assert json.loads(lines[-1])["id"] == "2601.05242"
    assert len({json.loads(line)["id"] for line in lines}) == 301
    assert all(tuple(json.loads(line)) == generator.KEYS for line in lines)
    assert any("\\n  " in line for line in lines) and any("\\u00e1" in line for line in lines)


def test_generated_numbers_are_numbers_of_papers() -> None:
    assert all(parse_arxiv_id(number).number == number for number in generator.numbers(3000))
    assert [generator.numbers(count).__next__() for count in (1, 300, 3_000_000)] == ["0704.0001"] * 3
    with pytest.raises(ValueError, match="more than arXiv"):
        list(generator.numbers(4_000_000))


def _lines(*titles: str) -> bytes:
    return b"".join(json.dumps({**WHOLE, "title": title}, separators=(",", ":")).encode() + b"\n" for title in titles)


def test_a_line_that_no_memory_would_hold_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PIECE", 2000)
    monkeypatch.setattr(stream, "_LONGEST", 3000)
    before, after = _lines("Before"), _lines("After")
    for long in (6000, 7000, 50_000):
        for end in (b"\n" + after, b""):
            source = io.BytesIO(before + b'{"id":"0704.0001","title":"' + b"a" * long + b'"}' + end)
            with Snapshot(source) as snapshot:
                titles = [one.title for piece in snapshot.pieces({"0704.0001"}) for one in piece.found]
            assert (titles, snapshot.unreadable) == (["Before", "After"] if end else ["Before"], 1), (long, end)
    with Snapshot(io.BytesIO(before + b"{" + b" " * 1000 + after[1:])) as snapshot:
        assert [one.title for piece in snapshot.pieces({"0704.0001"}) for one in piece.found] == ["Before", "After"]


def test_half_a_character_is_stored_as_none() -> None:
    (title, raw) = ("\ud800 halves \udfff, 😀 whole", b'{"id":"0704.0001","title":"\xed\xa0\x80"}\n')
    with Snapshot(io.BytesIO(_lines(title).replace(b"ud", b"uD") + raw)) as snapshot:
        found = [one.title for piece in snapshot.pieces({"0704.0001"}) for one in piece.found]
    assert found == ["? halves ?, 😀 whole"] and snapshot.unreadable == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_said(tmp_path: Path, method: int) -> None:
    path = tmp_path / "snapshot.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("../../snapshot.json", _lines(*map(str, range(2000))))
    data = bytearray(path.read_bytes())
    data[100:200] = bytes(byte ^ 0x5A for byte in data[100:200])
    path.write_bytes(data)
    with pytest.raises(DigestError, match=r"snapshot\.zip"), Snapshot(path) as snapshot:
        list(snapshot.pieces({"0704.0001"}))
    assert [one.name for one in tmp_path.iterdir()] == ["snapshot.zip"]
