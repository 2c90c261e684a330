"""Bibliographies as the programs that take them read them, each as strictly as it can."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.query.papers import Paper
from digestkb.readers.bibtex import Entry, find_entries
from digestkb.readers.ris import find_records
from digestkb.render import BIBLIOGRAPHIES, Format, Screen, lines, paper_sheets
from tests.needed import library, program
from tests.render.papers_to_cite import HARD

jsonschema, pybtex, rispy = map(library, ("jsonschema", "pybtex.database", "rispy"))

KEYS = (
    "liu-2601.05242",
    "hep-th-9901001",
    "poussin-doi.org-10.1002-SICI1097-4571-4df17ea6",
    "ai-github.com-a-b",
    "paper-748f0bbe",
    "paper-bb9d63f1",
)
SCHEMA = Path(__file__).with_name("csl-data.json")
#: Names without anything that a bibliography would read as more than a name.
NAMES = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=12)


def written(form: Format, papers: Sequence[Paper] = HARD) -> str:
    """Write papers as a bibliography."""
    return "".join(lines(paper_sheets.papers(papers), form, Screen()))


def items(papers: Sequence[Paper] = HARD) -> list[dict[str, Any]]:
    """Write papers as CSL-JSON, and read it."""
    return list(json.loads(written(Format.CSLJSON, papers)))


def test_every_bibliography_has_the_same_keys() -> None:
    read = {
        Format.BIBTEX: [entry.key for entry in find_entries(written(Format.BIBTEX).split("\n"))],
        Format.CSLJSON: [item["id"] for item in items()],
        Format.RIS: [record["id"] for record in rispy.loads(written(Format.RIS))],
    }

    assert read.keys() == BIBLIOGRAPHIES
    assert {tuple(keys) for keys in read.values()} == {KEYS}


@pytest.mark.parametrize("paper", HARD, ids=lambda paper: paper.id)
def test_a_key_does_not_depend_on_what_else_is_cited(paper: Paper) -> None:
    assert [item["id"] for item in items([paper])] == [KEYS[HARD.index(paper)]]


def test_pybtex_reads_it_strictly() -> None:
    found = pybtex.parse_string(written(Format.BIBTEX), "bibtex")
    entry = found.entries["liu-2601.05242"]

    assert tuple(found.entries) == KEYS
    assert [(p.first_names, p.prelast_names, p.last_names, p.lineage_names) for p in entry.persons["author"]] == [
        (["Shih-Yang"], [], ["Liu"], []),
        (["Laurens"], ["van", "der"], ["Maaten"], []),
        (["Martin"], [], ["King"], ["Jr."]),
        ([], [], ["{NVIDIA Research, Hanoi}"], []),
        ([], [], ["王小明"], []),
    ]
    assert {name: entry.fields[name] for name in ("eprint", "eprinttype", "archiveprefix", "primaryclass", "doi")} == {
        "eprint": "2601.05242",
        "eprinttype": "arxiv",
        "archiveprefix": "arXiv",
        "primaryclass": "cs.LG",
        "doi": "10.48550/arXiv.2601.05242",
    }
    assert r"$\alpha_1$" in entry.fields["title"], "mathematics is as it was"
    assert (
        "abstract" not in entry.fields and entry.fields["annote"] == r"Each reward is normalised alone, for \$5 \& up."
    )
    assert found.entries["hep-th-9901001"].fields["primaryclass"] == "hep-th"
    assert found.entries[KEYS[2]].fields["doi"] == "10.1002/(SICI)1097-4571"


def test_csl_json_is_of_its_schema() -> None:
    jsonschema.validate(items(), json.loads(SCHEMA.read_text(encoding="utf-8")))
    first, _, third, fourth, fifth, _ = items()

    assert first["author"] == [
        {"family": "Liu", "given": "Shih-Yang"},
        {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"literal": "NVIDIA Research, Hanoi"},
        {"literal": "王小明"},
    ]
    assert (first["type"], first["publisher"], first["DOI"]) == ("article", "arXiv", "10.48550/arXiv.2601.05242")
    assert first["issued"] == {"date-parts": [[2026, 1, 8]]}
    assert (third["type"], third["DOI"]) == ("webpage", "10.1002/(SICI)1097-4571")
    assert (fourth["type"], fourth["author"]) == ("webpage", [{"literal": "Meta AI"}])
    assert fifth == {"id": KEYS[4], "type": "document", "title": "强化学习"}, "nothing is null"
    assert items([]) == []


def test_rispy_reads_ris() -> None:
    first, _, third, fourth, fifth, _ = rispy.loads(written(Format.RIS))

    assert first["title"] == HARD[0].title
    assert first["authors"] == [
        *("Liu, Shih-Yang", "van der Maaten, Laurens", "King, Martin, Jr.", "NVIDIA Research Hanoi", "王小明"),
    ]
    assert (first["type_of_reference"], first["year"], first["date"]) == ("UNPB", "2026", "2026/01/08")
    assert (first["doi"], first["keywords"]) == ("10.48550/arXiv.2601.05242", ["RL", "cs.LG", "cs.CL"])
    assert first["notes"] == [HARD[0].summary] and "abstract" not in first
    assert [one["type_of_reference"] for one in (third, fourth, fifth)] == ["ELEC", "ELEC", "GEN"]
    assert not any("unknown_tag" in one for one in (first, third, fourth, fifth))


def test_what_is_written_is_read_again() -> None:
    """Our own readers get back what there was, but for a comma in an organisation's name, which RIS cannot have."""
    bibtex = list(find_entries(written(Format.BIBTEX).split("\n")))
    ris = list(find_records(written(Format.RIS).split("\n")))

    for entries in (bibtex, ris):
        assert [entry.title for entry in entries] == [paper.title for paper in HARD]
        assert [entry.said for entry in entries] == [paper.summary for paper in HARD]
        assert [entry.authors for entry in entries][1:] == [paper.authors for paper in HARD][1:]
        assert entries[0].authors[:3] == HARD[0].authors[:3]
    assert [str(entry.published) for entry in ris if entry.published] == ["2026-01-08", "1999-01", "1990", "2025-03"]


@given(st.lists(st.lists(NAMES, min_size=1, max_size=3).map(" ".join), max_size=3), NAMES)
def test_no_name_is_lost(authors: list[str], title: str) -> None:
    paper = Paper("2601.00001", "2601.00001", title=title, authors=tuple(authors))
    (item,) = items([paper])
    (record,) = rispy.loads(written(Format.RIS, [paper]))

    for names in (item.get("author", []), record.get("authors", [])):
        assert len(names) == len(authors)
    for name, parts in zip(authors, item.get("author", []), strict=True):
        assert sorted(" ".join(parts.values()).split()) == sorted(name.split())


def test_pandoc_reads_both(tmp_path: Path) -> None:
    pandoc = program("pandoc")
    for form, of in (("biblatex", Format.BIBTEX), ("csljson", Format.CSLJSON)):
        source = tmp_path / form
        source.write_text(written(of), encoding="utf-8")
        run = subprocess.run(
            [pandoc, "--fail-if-warnings", "-f", form, "-t", "csljson", source], capture_output=True, check=False
        )
        assert (run.returncode, run.stderr) == (0, b"")
        found = {item["id"]: item for item in json.loads(run.stdout)}
        assert found.keys() == set(KEYS)
        first = found[KEYS[0]]
        assert [name.get("family") or name["literal"] for name in first["author"]] == [
            *("Liu", "Maaten", "King", "NVIDIA Research, Hanoi", "王小明")
        ]
        assert first["DOI"] == "10.48550/arXiv.2601.05242" and first["annote"]


STYLE = (
    r"""
ENTRY {author title year month eprint annote} {} {}
INTEGERS {n}
FUNCTION {said} { duplicate$ missing$ {pop$ "-"} 'skip$ if$ write$ newline$ }
FUNCTION {misc} {
  cite$ write$ newline$ title said month said eprint said
  author missing$ {#0} {author num.names$} if$ 'n :=
  { n #0 > } { author n "{vv }{ll}|{ff}|{jj}" format.name$ write$ newline$ n #1 - 'n := } while$
}
"""
    + "".join(
        f'MACRO {{{month}}} {{"{month}"}}\n' for month in "jan feb mar apr may jun jul aug sep oct nov dec".split()
    )
    + "READ\nITERATE {call.type$}\n"
)


def test_bibtex_runs_without_a_warning(tmp_path: Path) -> None:
    bibtex = program("bibtex")
    (tmp_path / "a.bib").write_text(written(Format.BIBTEX), encoding="utf-8")
    (tmp_path / "t.bst").write_text(STYLE, encoding="utf-8")
    (tmp_path / "a.aux").write_text("\\citation{*}\n\\bibstyle{t}\n\\bibdata{a}\n", encoding="utf-8")
    run = subprocess.run(
        [bibtex, "a"],
        cwd=tmp_path,
        env={"BSTINPUTS": ".", "BIBINPUTS": ".", "KPATHSEA_WARNING": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0 and "arning" not in run.stdout, run.stdout
    said = (tmp_path / "a.bbl").read_text(encoding="utf-8").split("\n")
    assert [line for line in said if line in KEYS] == list(KEYS)
    assert {"Liu|Shih-Yang|", "van~der Maaten|Laurens|", "King|Martin|Jr."} < set(said)


@pytest.mark.skipif(which("biber") is None, reason="biber needs 130 packages of Perl, and is tried where it is")
def test_biber_finds_nothing_wrong(tmp_path: Path) -> None:
    dated = [paper for paper in HARD if paper.date]
    (tmp_path / "a.bib").write_text(written(Format.BIBTEX, dated), encoding="utf-8")
    run = subprocess.run(
        [program("biber"), "--tool", "--validate-datamodel", "a.bib"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    warnings = [line for line in run.stdout.split("\n") if line.startswith(("WARN", "ERROR"))]

    assert run.returncode == 0
    # It is biblatex's own alias of eprinttype, for the styles that know no other.
    assert [line for line in warnings if "'archiveprefix'" not in line] == []


def test_entries_say_what_is_in_an_abstract_or_a_note() -> None:
    text = "@misc{ab, abstract = {A}, annote = {B}}\n@misc{cd, annote = {C}}"

    assert [entry.said for entry in find_entries(text.split("\n")) if isinstance(entry, Entry)] == ["A", "C"]
