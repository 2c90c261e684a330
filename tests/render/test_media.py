"""What is let out, over all of Unicode: nothing that acts, nothing that ends a record, and all that people write."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digestkb.media import bibtex, exact
from digestkb.media.addresses import file, web
from digestkb.media.cells import csv_cell, json_text
from digestkb.media.characters import MOST_MARKS, is_plain, line, one_by_one, screen
from digestkb.media.markdown import code, escape, html, link, passage, quoted
from digestkb.media.names import file_name
from digestkb.query.catalogue import Label
from digestkb.render import Format, Screen, lines, sheets

#: Told by Unicode's own properties, which the code does not ask.
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
#: Of category Cf, and yet seen: signs that stand over numbers, and marks that join hieroglyphs.
SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
FILLERS = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}


def acts(char: str) -> bool:
    """Say whether a character does something, or is not seen, between two Latin letters."""
    category = unicodedata.category(char)
    return (
        (category in ("Cc", "Cf", "Cs", "Zl", "Zp") and ord(char) not in SEEN)
        or unicodedata.bidirectional(char) in TURNING
        or ord(char) in FILLERS
    )


#: Letters, signs and what is not assigned are all alike: those of a few thousand code points stand in one text.
ALIKE = ("Ll", "Lm", "Lo", "Lt", "Lu", "Nl", "No", "So", "Cn", "Co")


class CodePoints(NamedTuple):
    """Those that act, those that are tried each in a text of its own, and texts that have all there are."""

    acting: frozenset[str]
    alone: list[str]
    titles: list[str]


@pytest.fixture(scope="module")
def points() -> CodePoints:
    """All code points; to sort them takes more than a second, which no collection of tests should."""
    alone = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) not in ALIKE or n in FILLERS]
    together = [
        "".join(chr(n) for n in range(first, first + 0x1000) if unicodedata.category(chr(n)) in ALIKE)
        for first in range(0, 0x110000, 0x1000)
    ]
    titles = [f"a{char}b" for char in alone] + [f"a{chars}b" for chars in together]
    return CodePoints(frozenset(filter(acts, map(chr, range(0x110000)))), alone, titles)


def labels(titles: Sequence[str], form: Format) -> str:
    """Write labels of these names."""
    return "".join(lines(sheets.labels([Label(title, 1) for title in titles], "tag"), form, Screen()))


@pytest.mark.parametrize("write", [screen, line, one_by_one])
def test_no_code_point_acts_on_a_terminal(points: CodePoints, write: Callable[[str], str]) -> None:
    written = [write(title) for title in points.titles]
    left = {text for text in written if not points.acting.isdisjoint(text)}
    assert left == ({"a\tb", "a\nb"} if write is screen else set())
    assert all(text[0] == "a" and text[-1] == "b" for text in written)
    if write is one_by_one:
        assert [len(text) for text in written] == [len(title) for title in points.titles]


@pytest.mark.parametrize("form", [Format.TSV, Format.JSONL, Format.MD])
def test_no_code_point_splits_a_record(points: CodePoints, form: Format) -> None:
    text = labels(points.titles, form)
    records = text.splitlines()  # which takes more characters for ends of lines than any other program
    assert set(text) & points.acting <= {"\n", "\t"}
    if form is Format.JSONL:
        assert [json.loads(record)["tag"] for record in records] == points.titles
        return
    rows = records[2:] if form is Format.MD else records
    assert len(rows) == len(points.titles)
    assert {row.count(" | " if form is Format.MD else "\t") for row in rows} == {1}


def test_no_code_point_splits_a_row_or_begins_a_formula(points: CodePoints) -> None:
    rows = list(csv.reader(io.StringIO(labels(points.titles, Format.CSV), newline="")))
    assert len(rows) == len(points.titles) + 1 and {len(row) for row in rows} == {2}
    # A reader that knows of nothing but ends of lines and quotation marks.
    assert all(len(title.splitlines()) == title.count("\n") + 1 for title, _ in rows)
    cells = [csv_cell(f"{char}cmd") for char in points.alone]
    assert not [cell for cell in cells if cell.lstrip('" \u3000\xa0')[0] in {*"=+-@\t\r\uff1d\uff0b\uff0d\uff20"}]


@pytest.mark.parametrize(
    "text",
    {
        "accents of Vietnamese, composed": "h\u1ecdc t\u0103ng c\u01b0\u1eddng",
        "accents of Vietnamese, apart": unicodedata.normalize("NFD", "h\u1ecdc t\u0103ng c\u01b0\u1eddng \u1ec7"),
        "Greek with three marks": unicodedata.normalize("NFD", "\u1f87"),
        "Hebrew with points": "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
        "Hebrew beside Latin": "\u05e9\u05dc\u05d5\u05dd\u200f (GRPO)\u200e",
        "Arabic with vowels": "\u0627\u0644\u0633\u0651\u064e\u0644\u0627\u0645\u064f",
        "a number sign of Arabic": "\u0600\u0661",
        "Persian that does not join": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "Hindi that joins": "\u0915\u094d\u200d\u0937",
        "Malayalam": "\u0d05\u0d35\u0d28\u0d4d\u200d",
        "Thai": "\u0e01\u0e33\u0e25\u0e31\u0e07\u0e17\u0e35\u0e48",
        "Mongolian": "\u1820\u180b\u1828\u180e\u1820",
        "Tibetan": "\u0f67\u0f71\u0f74\u0f83",
        "old Korean": "\u1112\u1160\u11ab",
        "a form of a Chinese character": "\u845b\U000e0100\u98fe",
        "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "a woman at a computer": "\U0001f469\U0001f3fd\u200d\U0001f4bb",
        "a flag of several parts": "\U0001f3f3\ufe0f\u200d\U0001f308",
        "a heart in colour": "\u2764\ufe0f",
        "a key": "1\ufe0f\u20e3",
        "the flag of Wales": "\U0001f3f4" + "".join(chr(0xE0000 + ord(c)) for c in "gbwls") + "\U000e007f",
        "blanks that do not break": "5\u00a0GB\u202f\u2014\u3000\u5f3a",
        "letters for private use": "\ue0b0\uf8ff",
    }.items(),
    ids=lambda case: case[0],
)
def test_what_people_write_stays(text: tuple[str, str]) -> None:
    written = text[1]
    assert screen(written) == line(written) == one_by_one(written) == written
    assert is_plain(written) and file_name(written) == written and json_text(written) == f'"{written}"'


@pytest.mark.parametrize(
    ("text", "shown"),
    {
        "an override": ("a\u202etxt.exe\u202c", "atxt.exe"),
        "an isolate": ("a\u2067b\u2069", "ab"),
        "a mark of direction in Latin": ("a\u200fb", "ab"),
        "zero width": ("pay\u200bpal\u2060\ufeff", "paypal"),
        "joiners in Latin": ("pay\u200dpal\u200c", "paypal"),
        "a soft hyphen": ("soft\xadware", "software"),
        "a message in tags": ("a" + "".join(chr(0xE0000 + ord(c)) for c in "ignore") + "b", "ab"),
        "a message in tags behind a flag": ("\U0001f3f4\U000e0061\U000e007f", "\U0001f3f4"),
        "a message in variants": ("a" + "\ufe00\U000e0101" * 9, "a\ufe00"),
        "a joiner after a joiner": ("\u0645\u200c\u200c\u200d\u0645", "\u0645\u200c\u0645"),
        "a heap of marks": ("Z" + "\u0335\u0316" * 40 + "a", "Z" + ("\u0335\u0316" * 40)[:MOST_MARKS] + "a"),
        "a heap in parts": ("Z" + "\u0301\u200b" * 40, "Z" + "\u0301" * MOST_MARKS),
        "a Hangul filler": ("a\u3164b\uffa0", "ab"),
        "half of a pair": ("a\ud800b", "a\ufffdb"),
        "no character": ("a\ufffeb", "a\ufffdb"),
        "C1": ("a\x9b31mb", "a\ufffd31mb"),
    }.values(),
    ids=ascii,
)
def test_what_is_hidden_or_heaped_is_left_out(text: str, shown: str) -> None:
    assert line(text) == screen(text) == shown
    assert not is_plain(text) and json.loads(json_text(text)) == text


ANYTHING = st.text(
    st.characters()
    | st.sampled_from("\r\n\t\x1b\x85\u200b\u200c\u200d\u202e\u2028\u0301\u0627\u0915\ufe0f\u2764\U0001f468\U000e0061")
)


@settings(deadline=None)  # the first example compiles what is used
@given(ANYTHING)
@example("\u2764\u200d\u200b\u2764")
def test_once_is_enough(text: str) -> None:
    assert screen(screen(text)) == screen(text)
    assert line(line(text)) == line(text)
    assert json.loads(json_text([text, text])) == [text, text]
    assert screen(json_text(text)) == json_text(text), "what is read from a terminal is JSON too"
    (row,) = csv.reader(io.StringIO(f"{csv_cell(text)},{csv_cell(text, raw=True)}\n", newline=""))
    assert row[0] in (row[1], f"'{row[1]}")


@settings(deadline=None)  # the first example compiles what is used
@given(st.text(st.characters(exclude_characters="\x00") | st.sampled_from('\n\x1b"\\\udcff\u202e'), min_size=1))
@example('"')
@example('a"b\\')
def test_a_name_can_be_read_back(name: str) -> None:
    try:
        whole = os.fsencode(name)
    except UnicodeEncodeError:  # half of a pair, which no file has in its name
        return
    written = file_name(name)
    assert is_plain(written)
    assert read(written) == whole


def read(written: str) -> bytes:
    """Read a name back as git does."""
    if not written.startswith('"'):
        return written.encode()
    escaped = written.encode().decode("latin-1").encode("ascii", "backslashreplace").decode()
    value = ast.literal_eval(f"b{escaped}")
    assert isinstance(value, bytes)
    return value


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://x.org/a b", "https://x.org/a%20b"),
        ("HTTP://x.org/[a](b)", "HTTP://x.org/%5Ba%5D%28b%29"),
        ("https://x.org/?q=\u5f3a&a=1#b", "https://x.org/?q=%E5%BC%BA&a=1#b"),
        ("https://x.org/%20", "https://x.org/%20"),
        ("https://x.org/\x1b]8;;\x07\n", "https://x.org/%1B%5D8%3B%3B%07"),
        ("https://x.org/\"onclick='`<>", "https://x.org/%22onclick=%27%60%3C%3E"),
        ("https://x.org/\u202e\ud800", "https://x.org/%E2%80%AE%3F"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("https:///x", None),
        ("https://", None),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:https://x.org", None),
        ("java\nscript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,<script>", None),
        ("vbscript:x", None),
        ("ftp://x.org", None),
        ("mailto:a@b.c", None),
        ("//x.org", None),
        ("../a.md", None),
        ("", None),
        (None, None),
    ],
    ids=ascii,
)
def test_addresses(url: str | None, address: str | None) -> None:
    assert web(url) == address


def test_a_file_has_an_address() -> None:
    assert file("/n/a b;\n%41?#.md") == "file:///n/a%20b%3B%0A%2541%3F%23.md"


#: All the HTML that may be left.
SUBSCRIPT = re.compile("</?su[bp]>|<br>")
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Read Markdown, HTML let through; gives each token's kind, its text and where it leads."""
    pending = MARKDOWN.parse(text)
    while pending:
        token = pending.pop(0)
        yield token.type, token.content, str(token.attrGet("href") or token.attrGet("src") or "")
        pending[:0] = token.children or []


def shown(text: str) -> str:
    """Give the words that a reader sees."""
    return "".join(content for kind, content, _ in tokens(text) if kind in ("text", "code_inline"))


#: What Markdown is made of.
PIECES = st.sampled_from(
    [
        *("<script>", "</b>", "<!--", "-->", "<?x?>", "<a href=x>", "<javascript:a>", "<https://x.org>", "<", "<b"),
        *("[a]", "(javascript:x)", "(https://x.org)", "(../a.md)", "(", ")", "](", "]: ", "![", "]", "[", "&lt;"),
        *("[a]: javascript:x", "https://x.org", "javascript:x", "{=html}", "{onclick=x}", "$", "*", "\\", '"', "x"),
        *("`", "``", "```", "```\n", "~~~\n", "    ", "\t", "\n", "\n\n", "- ", "1. ", "# ", "> ", "| a |\n|---|\n| "),
        *("<sub>", "</sup>", "<br>", "<sub onclick=x>", " ", "|", "\u3000", "\u200b", "\U00100000"),
    ]
)


@settings(deadline=None)  # the first example compiles what is used
@given(st.lists(PIECES, max_size=14).map("".join))
@example('[a](u "x`") <script> `')
@example("- ```\n<script>")
@example("| `a | <b>` |\n|---|---|\n| `a | <b>` |")
@example("`a\n<div>\nb`")
@example("<sub>\n`<script>`")
@example("~~~\n```\n~~~\n<script>\n```")
@example("[a]:\njavascript:x\n\n[a]")
@example("[a](java&#115;cript:x) [b](\njavascript:x)")
def test_a_passage_has_no_html_and_leads_to_web_pages_alone(text: str) -> None:
    for written in (passage(text), exact.passage(text), "\n".join(quoted(f"**x:** {text}"))):
        found = list(tokens(written))
        raw = " ".join(content for kind, content, _ in found if kind.startswith("html"))
        assert all(map(SUBSCRIPT.fullmatch, re.findall("<[^ ]?[^>]*>?", raw))), written
        assert all(web(where) for _, _, where in found if where), written
    assert {kind for kind, *_ in tokens("\n".join(quoted(text)) + "\n\nafter")} >= {"paragraph_open"}
    assert list(tokens("\n".join(quoted(text)) + "\n\nafter"))[-2][1] == "after", "nothing goes on behind a quotation"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("**a** `<think>` *b* [c](https://x.org/d)", "**a** `<think>` *b* [c](https://x.org/d)"),
        ("```html\n<b>[a](b)\n```\n<b>", "```html\n<b>[a](b)\n```\n&lt;b>"),
        ("- a\n- b < c, $x_{i=1}^{n}$ ![](https://x.org/a.png)", None),
        ("a <hr> b<sub>1</sub> <sub a=b>", "a &lt;hr> b<sub>1</sub> &lt;sub a=b>"),
        ("[a](b.md) ![](c.png) [d]: javascript:e", r"[a]\(b.md) ![]\(c.png) [d]\: javascript:e"),
        ("[e]: https://x.org/f", None),
        ('`x`{=html} [f](https://x.org){onclick="a"}', r'`x`\{=html} [f](https://x.org)\{onclick="a"}'),
        ("```\n<b>", None),
    ],
)
def test_passages_keep_their_markup(text: str, written: str | None) -> None:
    assert passage(text) == (text if written is None else written)


@settings(deadline=None)  # the first example compiles what is used
@given(st.text(st.sampled_from("#+-=:>~`*_[]<>&{}!|\\.)(1 2a\n\t$^%\"'") | st.characters(codec="utf-8"), max_size=12))
@example("1. a")
@example("123456789) a")
@example("#")
@example("&lt;")
@example("--- #")
def test_words_are_shown_as_they_are(text: str) -> None:
    words = line(text).strip()
    if words:
        assert shown(f"- {escape(text)}") == shown(f"## {escape(text)}") == words
        assert shown(f"- {link(text, 'https://x.org')} \u2014") == f"{words} \u2014"
        assert shown(f"x {code(text)}") == f"x {words}"
    kinds = {kind.partition("_")[0] for kind, *_ in tokens(f"- {escape(text)}")}
    assert kinds <= {"bullet", "list", "paragraph", "inline", "text"}


def test_html_is_text_in_an_element_and_in_an_attribute() -> None:
    assert html("<a b=\"c\" d='e'>&\x1b") == "&lt;a b=&quot;c&quot; d=&#x27;e&#x27;&gt;&amp;\u241b"


@pytest.mark.parametrize(
    "command", [r"\input{/etc/passwd}", r"\write18{ls}", "^^5cinput x", r"\csname input\endcsname x"]
)
def test_mathematics_runs_nothing(command: str) -> None:
    written = bibtex.value(f"for ${command}$ and $\\alpha_1$")
    assert "\\alpha_1" in written and "\\input" not in written and "\\write" not in written
    assert "\\csname" not in written and "^^" not in written
