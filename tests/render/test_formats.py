"""Each format on records that are as awkward as notes are."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import accumulate

import pytest
from rich.cells import cell_len

from digestkb.errors import DigestError
from digestkb.query.catalogue import Label, Period, Topic
from digestkb.query.find import Hit
from digestkb.query.papers import Link, Mention, Paper, Passage
from digestkb.query.passages import Excerpt
from digestkb.query.terms import Term, term_of
from digestkb.render import Format, Screen, Sheet, lines, paper_sheets, sheets
from digestkb.render.hits import Found, hits
from digestkb.render.record import mention_object, mention_text, paper_object

NOTED = Mention(
    source="digests/2026-01-09.md",
    folder="/notes",
    line=12,
    last_line=30,
    kind="digest",
    date="2026-01-09",
    date_evidence="the note's title",
    title="GDPO: Group reward-Decoupled Normalization",
    names=(),
    authors=(),
    published=None,
    tags=(),
    topics=(),
    url=None,
    version=2,
    links=(),
    passages=(
        Passage("problem", 14, "Rewards are **summed** too early."),
        Passage("idea", 16, "Normalise each alone,\nthen sum."),
        Passage("idea", 19, "Then once more."),
    ),
    rank=None,
    insight=None,
    context=(),
    attachments=(),
    language="en",
    repaired=True,
    uncertain=False,
)
WHOLE = Paper(
    "2601.05242",
    "2601.05242",
    "https://arxiv.org/abs/2601.05242",
    "GDPO: Group reward-Decoupled Normalization",
    "heading",
    names=("GDPO",),
    authors=("Shih-Yang Liu", "Xin Dong", "Institute of Science and Technology, Hanoi"),
    published="2026-01-08",
    month="2026-01",
    noted_first="2026-01-09",
    noted_last="2026",
    tags=("RL", "học tăng cường"),
    topics=(("LLMs", "Post-training"), ("RL",)),
    summary="Each reward is normalised alone.",
    languages=("en", "vi"),
    links=(Link("abs", "https://arxiv.org/abs/2601.05242"), Link("code", "https://github.com/NVlabs/GDPO")),
    mentions=(NOTED,),
)
BARE = Paper("note:x")
AWKWARD = Paper(
    "example.org/a b",
    url="https://example.org/a b{c}",
    title='Tabs\tand\nlines, "quotes", [brackets] & 100% of $x_1^2$ {braces} \\ ~ #1 |bar| <b>',
    authors=("Ng, Ada", "Ø. Ðình", "王小明"),
    tags=("a;b", "[/x]"),
    summary="\x1b[31mred\x1b[0m \x9b31m \x07 :smile: [bold]no[/bold]\u2028next",
)
PAPERS = (WHOLE, BARE, AWKWARD)


def written(sheet: Sheet[object], form: Format, width: int = 80, terminal: bool = False) -> str:
    """Write a sheet into a string."""
    return "".join(lines(sheet, form, Screen(width, styles=terminal, links=terminal)))


def of(*papers: Paper, whole: bool = False) -> Sheet[object]:
    """Lay out papers."""
    return paper_sheets.papers(papers, whole=whole)  # type: ignore[return-value]


def test_the_record_has_every_key_even_if_nothing_is_known() -> None:
    keys = (
        "id arxiv_id url title title_source names authors published month noted_first noted_last tags topics summary"
        " languages links is_note abstract categories venue doi metadata mentions"
    ).split()

    assert list(paper_object(WHOLE)) == list(paper_object(BARE)) == keys
    assert [paper_object(BARE)[key] for key in keys[1:]] == [
        *(None, None, None, None, (), (), None, None, None, None, (), (), None, (), [], False),
        *(None, (), None, None, None, []),
    ]


def test_the_record_says_what_is_known() -> None:
    record = paper_object(WHOLE)

    assert record["topics"] == (("LLMs", "Post-training"), ("RL",))
    assert record["links"][1] == {"kind": "code", "url": "https://github.com/NVlabs/GDPO"}
    assert (record["published"], record["month"], record["noted_last"]) == ("2026-01-08", "2026-01", "2026")
    assert record["title_source"] == "heading"


def test_a_mention_says_where_and_what() -> None:
    record = mention_object(NOTED)

    assert (record["source"], record["line"], record["kind"], record["date"]) == (
        *("digests/2026-01-09.md", 12, "digest"),
        "2026-01-09",
    )
    assert record["sections"] == {
        "problem": "Rewards are **summed** too early.",
        "idea": "Normalise each alone,\nthen sum.\n\nThen once more.",
    }
    assert record["text"] == record["sections"]["idea"], "a digest's text is its idea"
    assert (record["repaired"], record["date_evidence"], record["version"]) == (True, "the note's title", 2)


@pytest.mark.parametrize(
    ("kind", "passages", "expected"),
    [
        ("digest", [("results", "R"), ("problem", "P")], "P"),
        ("digest", [("results", "R"), ("conclusion", "C")], "R"),
        ("sota", [("breakthrough", "B"), ("impact", "I")], "B\n\nI"),
        ("topic", [("text", "T")], "T"),
        ("topic", [], None),
    ],
)
def test_the_text_of_a_mention(kind: str, passages: list[tuple[str, str]], expected: str | None) -> None:
    mention = NOTED._replace(kind=kind, passages=tuple(Passage(role, 1, text) for role, text in passages))

    assert mention_text(mention) == expected


def test_json_reads_back() -> None:
    objects = json.loads(json.dumps([paper_object(paper) for paper in PAPERS]))

    assert json.loads(written(of(*PAPERS), Format.JSON)) == objects
    assert [json.loads(line) for line in written(of(*PAPERS), Format.JSONL).split("\n")[:-1]] == objects
    assert "học tăng cường" in written(of(WHOLE), Format.JSON)
    assert json.loads(written(of(), Format.JSON)) == []


def test_tsv_is_one_line_a_record_with_nothing_cut_off() -> None:
    text = written(of(*PAPERS), Format.TSV)
    records = [line.split("\t") for line in text.split("\n")[:-1]]

    assert [len(record) for record in records] == [9, 9, 9]
    assert len(text.splitlines()) == 3, "whatever a program takes for the end of a line"
    assert records[0][:5] == ["2601.05242", WHOLE.title, "2026-01-08", "2026", "RL; học tăng cường"]
    assert records[0][6] == "LLMs > Post-training; RL"
    assert records[1] == ["note:x", *[""] * 8]
    assert records[2][1].startswith('Tabs and lines, "quotes"')
    assert not {"\x1b", "\x9b", "\x07"} & set(text)


def test_csv_reads_back_with_its_line_breaks() -> None:
    header, *records = csv.reader(io.StringIO(written(of(*PAPERS), Format.CSV), newline=""))

    assert header[:5] == ["id", "title", "date", "noted", "tags"]
    assert records[2][1] == AWKWARD.title


def test_ids_are_written_once() -> None:
    assert written(of(WHOLE, BARE, WHOLE), Format.IDS) == "2601.05242\nnote:x\n"


def test_paths_are_what_grep_writes() -> None:
    assert written(of(WHOLE), Format.PATHS) == (
        "/notes/digests/2026-01-09.md:12:GDPO: Group reward-Decoupled Normalization\n"
    )


def entries(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Read BibTeX as strictly as its grammar is: braces must balance, a field is ``name = value,``."""
    for body in text.split("@misc{")[1:]:
        depths = list(accumulate(({"{": 1, "}": -1}.get(char, 0) for char in body), initial=1))
        end = depths.index(0)
        assert not body[end:].strip()
        key, _, rest = body[: end - 1].partition(",")
        yield key, dict(re.findall(r"^  (\w+) = (.*),$", rest, re.MULTILINE))


def test_bibtex_is_well_formed() -> None:
    found = dict(entries(written(of(*PAPERS), Format.BIBTEX)))
    fields = found["liu-2601.05242"]

    assert len(found) == 3
    assert fields["eprint"] == "{2601.05242}" and fields["archivePrefix"] == "{arXiv}"
    assert (fields["year"], fields["month"]) == ("{2026}", "jan")
    assert fields["author"] == "{Shih-Yang Liu and Xin Dong and {Institute of Science and Technology, Hanoi}}"
    awkward = next(value for key, value in found.items() if "example" in key)
    assert r"\& 100\% of $x_1^2$ \textbraceleft{}braces\textbraceright{}" in awkward["title"]
    assert awkward["url"] == "{https://example.org/a%20b%7Bc%7D}"
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", key) for key in found)


def test_bibtex_keys_are_unique() -> None:
    twins = [Paper("example.org/a/b"), Paper("example.org/ab"), Paper("Example.org/a-b"), Paper("example.org/A-B")]
    keys = [key.lower() for key, _ in entries(written(of(*twins), Format.BIBTEX))]

    assert len(set(keys)) == len(twins)


def test_markdown_shows_syntax_as_it_is() -> None:
    brief = written(of(AWKWARD), Format.MD)

    assert brief.count("\n") == 1 and r"\[brackets\]" in brief and "&lt;b&gt;" in brief
    assert "> Normalise each alone," in written(of(WHOLE, whole=True), Format.MD)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("whole", [False, True])
def test_tables_fit_and_take_text_for_text(width: int, whole: bool) -> None:
    long = Paper("2601.00001", title="强化学习的一个很长很长的标题" * 20, summary="W" * 500, tags=("标签" * 30,))
    text = written(of(*PAPERS, long, whole=whole), Format.TABLE, width)

    assert max(map(cell_len, text.split("\n"))) <= width
    assert not {"\x1b", "\x9b", "\x07"} & set(text)
    flat = re.sub(r"\s+", "", text)
    assert '"quotes",[br' in flat
    if whole or width == 200:  # a list has two lines for a paper
        assert "[/x]" in flat and "[brackets]" in flat
    assert not whole or ":smile:[bold]no[/bold]" in flat


def test_a_terminal_gets_links() -> None:
    text = written(of(WHOLE), Format.TABLE, terminal=True)

    assert "\x1b]8;" in text and "https://arxiv.org/abs/2601.05242" in text


def hit(text: str, spans: tuple[tuple[int, int], ...] = (), **changes: object) -> Hit:
    """A hit with its line."""
    fields: dict[str, object] = {
        "number": 1,
        "id": "2601.05242",
        "title": "GDPO",
        "names": (),
        "date": "2026-01",
        "noted": None,
        "tags": ("RL",),
        "tier": "expanded",
        "score": 1.5,
        "passage": Excerpt("a.md", 3, text, spans, "/notes"),
        "via": ("học tăng cường",),
    }
    return Hit(**{**fields, **changes})  # type: ignore[arg-type]


def laid_out(*found: Hit, terms: tuple[Term, ...] = ()) -> Sheet[object]:
    """Lay out hits."""
    return hits((Found(one, WHOLE) for one in found), terms)  # type: ignore[return-value]


def test_hits_in_lines() -> None:
    found = hit("  line with\ttabs ", ((2, 6),))

    assert written(laid_out(found), Format.TSV) == (
        "2601.05242\tGDPO\t2026-01\t\tRL\texpanded\thọc tăng cường\ta.md:3\tline with tabs\n"
    )
    assert written(laid_out(found), Format.PATHS) == "/notes/a.md:3:line with tabs\n"
    assert written(laid_out(hit("", passage=None)), Format.PATHS) == ""


def test_hits_are_papers_with_more() -> None:
    (record,) = json.loads(written(laid_out(hit("a line", ((2, 6),))), Format.JSON))

    assert {key: record.pop(key) for key in ("match", "via", "score", "similar", "respelled", "passage")} == {
        "match": "expanded",
        "via": ["học tăng cường"],
        "score": 1.5,
        "similar": False,
        "respelled": {},
        "passage": {"source": "a.md", "line": 3, "text": "a line", "spans": [[2, 6]]},
    }
    assert record == json.loads(json.dumps(paper_object(WHOLE)))


def test_the_match_is_marked_in_line_and_title() -> None:
    term = term_of("cường")
    assert term
    text = written(
        laid_out(hit("về học tăng cường", ((12, 17),), title="Tăng Cường"), terms=(term,)), Format.TABLE, 80, True
    )

    assert re.search(r"\x1b\[[\d;]*43m(?:\x1b\S*)?cường\x1b", text), "on the text as it stands, accents and all"
    assert re.search(r"\x1b\[[\d;]*43m(?:\x1b\S*)?Cường\x1b", text)
    assert "≈ học tăng cường" in re.sub(r"\x1b\[[\d;]*m", "", text)


def test_of_a_hit_the_title_alone_is_bold_and_the_place_is_dim() -> None:
    found = hit("- **học** tăng `cường`", ((11, 23),), title="Otters")
    text = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", written(laid_out(found), Format.TABLE, 80, True))
    styled = dict(re.findall(r"\x1b\[([\d;]+)m([^\x1b]+)\x1b\[0m", text)[3:])

    assert [what for style, what in styled.items() if "1" in style.split(";")] == ["Otters"]
    assert [what for style, what in styled.items() if "2" in style.split(";")] == ["a.md:3"]
    assert "học tăng" in re.sub(r"\x1b\[[\d;]*m", "", text), "Markdown is no part of it"


def test_what_was_looked_for_is_marked_without_colours_as_well() -> None:
    screen = Screen(80, styles=True, colours=False)
    text = "".join(lines(laid_out(hit("học tăng", ((0, 3),))), Format.TABLE, screen))

    assert "\x1b[7mhọc\x1b" in text and not re.search(r"\x1b\[[\d;]*[34]\dm", text)


@pytest.mark.parametrize(
    ("paper", "shown"),
    [
        (Paper("2601.00001", title="Otters"), "Otters"),
        (Paper("2601.00001", names=("GaLore",), summary="Otters swim."), "GaLore"),
        (Paper("2601.00001", summary="- **Otters** swim.\nAlways."), "Otters swim."),
        (Paper("2601.00001", summary="强化学习" * 40), "强…"),
        (Paper("2601.00001", summary="otters swim " * 20), "swim…"),
        (Paper("2601.00001"), "(2601.00001)"),
    ],
    ids=["title", "name", "summary", "long Chinese summary", "long summary", "nothing"],
)
def test_a_paper_is_called_something_in_every_list(paper: Paper, shown: str) -> None:
    text = written(of(paper), Format.TABLE, 80, True)
    plain = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text)
    (line,) = [line for line in plain.split("\n") if line.startswith("2601.00001")]

    assert line.endswith(shown) and cell_len(line) <= 80
    assert ("\x1b[1m" in text) is (paper.title is not None), "what is no title looks otherwise"


def test_a_place_and_an_id_stand_on_one_line() -> None:
    place = NOTED._replace(source="a/very/long/path/to/notes/of/a/year/2026-01-09-digest.md", line=1234)
    text = written(paper_sheets.mentions([(WHOLE, place)]), Format.TABLE, 80)

    assert re.search(r"…\S*2026-01-09-digest\.md:1234 +2601\.05242 ", text)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_long_line_is_cut_where_its_match_is_seen(width: int) -> None:
    text = written(laid_out(hit("强" * 5000 + "GRPO" + "x" * 5000, ((5000, 5004),))), Format.TABLE, width)

    assert "GRPO" in text and max(map(cell_len, text.split("\n"))) <= width
    assert text.count("\n") < 60


def test_a_tree_of_topics_keeps_its_levels() -> None:
    found = [Topic(("A",), 3), Topic(("A", "B [x]"), 2), Topic(("A", "B [x]", "C"), 1), Topic(("D", "E"), 1)]
    text = written(sheets.topics(found), Format.TABLE)  # type: ignore[arg-type]

    assert [line.rstrip() for line in text.split("\n")[:-1]] == [
        *("A  3", "└── B [x]  2", "    └── C  1"),
        "D > E  1",
    ]


def test_bars_are_as_long_as_their_numbers() -> None:
    text = written(sheets.periods([Period("2026-01", 4), Period("2026-02", 2), Period("2026-03", 0)]), Format.TABLE, 40)  # type: ignore[arg-type]
    lengths = [line.count("█") for line in text.split("\n")[:-1]]

    assert lengths[0] == 2 * lengths[1] and lengths[2] == 0
    assert max(map(cell_len, text.split("\n"))) <= 40


def test_a_format_that_makes_no_sense_is_refused_with_those_that_do() -> None:
    with pytest.raises(DigestError, match="tags cannot be written as bibtex; choose one of table, tsv"):
        lines(sheets.labels([Label("RL", 2)], "tag"), Format.BIBTEX, Screen())


@pytest.mark.parametrize(
    "form", [choice for choice in Format if choice not in (Format.JSON, Format.CSV, Format.TABLE, Format.CSLJSON)]
)
def test_nothing_is_written_as_nothing(form: Format) -> None:
    assert written(of(), form) == ""
