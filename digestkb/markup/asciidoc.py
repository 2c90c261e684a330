"""AsciiDoc as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from digestkb.patterns import lazy

_HEADING = lazy(r"(?P<signs>={1,6})[ \t]{1,40}(?P<title>\S.*)")
_ATTRIBUTE = lazy(r":(?P<key>!?[A-Za-z][\w-]{0,40}):(?:\s+(?P<value>\S.*))?$")
#: The third line of a document: its version, and its date.
_REVISION = lazy(r"(?:v?\d[\w.]{0,20},\s*)?(?P<day>\d{4}-\d\d-\d\d)\s*$")
_BLOCK_TITLE = lazy(r"\.(?P<title>[^\s.].*)")
_SETTINGS = lazy(r"\[[^\[\]\n]{0,300}\]\s*$|ifdef::|ifndef::|endif::|include::|toc::|//(?!/)")
_FENCE = lazy(r"(?P<sign>([-.+/])\2{3,})\s*$")
_FRAME = lazy(r"(?:={4,}|_{4,}|\*{4,}|--|\+)\s*$")
_ITEM = lazy(r"[ \t]{0,40}(?P<marks>\*{1,6}|\.{1,6}|-)[ \t]{1,40}(?:\[[ x*]\][ \t]{1,9})?(?P<text>\S.*)")
#: A term, and what is said of it on its line.
_TERM = lazy(r"[ \t]{0,40}(?P<term>[^\s:|*-][^\n]{0,200}?)(?P<colons>:{2,4}|;;)(?:[ \t]{1,40}(?P<text>\S.*))?$")
_TABLE = lazy(r"\|={3,}\s*$")
#: What a row begins with: how its first cell is to look, and the sign of a cell.
_BEGINS_CELL = lazy(r"\s{0,9}(?:\d{0,2}(?:\.\d{1,2})?[+*])?[<^>.]{0,3}[adehlmsv]?\|")
_CELL = lazy(r"\|(?P<text>[^|\n]{0,2000})")
_LINK = lazy(r"(?:link:)?(?P<url>https?://[^\s\[\]<>]{1,2000})\[(?P<text>[^\[\]\n]{0,500})\]")
_STRESSED = lazy(
    r"(?<![\w*_])(?P<mark>[*_])(?P=mark)?(?P<text>[^\s*_](?:[^*\n]{0,500}?[^\s*_])?)(?P=mark){1,2}(?![\w*_])"
)
_ADMONITION = lazy(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION): (?=\S)")
_MARKS = {"*": "**", "_": "*"}
#: Attributes of a document, and the labels that mean the same; most others say how it is to look.
_OF_LOOKS = frozenset(
    "toc icons doctype sectnums sectanchors stem experimental lang imagesdir source-highlighter toclevels".split()
)
_LABELS = {
    "author": "Authors",
    "authors": "Authors",
    "revdate": "Noted",
    "date": "Noted",
    "keywords": "Tags",
    "tags": "Tags",
    "description": "Summary",
}


def from_asciidoc(lines: Sequence[str]) -> list[str]:
    """Translate AsciiDoc: headings, attributes, items, terms, links, emphasis, titles of blocks, listings and tables.

    >>> from_asciidoc(["= Log", ":keywords: rl", "", "== https://a.org[GaLore]", "** _less_ memory"])
    ['# Log', 'Tags: rl', '', '## [GaLore](https://a.org)', '  - *less* memory']
    """
    return _lines(lines)


def _lines(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    fence = ""
    table: list[str] | None = None
    for line in lines:
        fenced = _FENCE.match(line)
        if table is not None:
            if _TABLE.match(line):
                found += [*_table(table, found), ""]
                table = None
            else:
                table.append(line)
        elif fenced is not None and fence in ("", fenced["sign"]):
            # What stands between four slashes is a comment.
            found.append("" if fenced["sign"][0] == "/" else "```")
            fence = "" if fence else fenced["sign"]
        elif not fence and _TABLE.match(line):
            table = []
            found.append("")
        else:
            found.append("" if fence[:1] == "/" else line if fence else _line(line))
    return [*found, *map(_line, table or ())]  # a table that nobody closes is none


def _table(lines: Sequence[str], above: list[str]) -> list[str]:
    """Put the cells of each row on one line: that of an address in it, or its first.

    A first row above a blank line has the heads; without, empty ones stand on the two lines ``above``, as far as
    nothing is said there.
    """
    found: list[tuple[int, str]] = []
    columns = 0
    for at, line in enumerate(lines):
        if _BEGINS_CELL.match(line):
            found.extend((at, cell["text"]) for cell in _CELL.finditer(line))
            columns = columns or len(found)
        elif found and line.strip():
            began, text = found[-1]  # a cell goes on
            found[-1] = (at if "://" in line else began, f"{text.rstrip()} {line.strip()}")
    if not found:
        return list(map(_line, lines))
    first, last = found[0][0], found[-1][0]
    # A blank line would end the table.
    put = ["||" if first <= at < last else "" for at in range(len(lines))]
    _rule(lines, put, above, first, columns)
    for begin in range(0, len(found), columns):
        row = found[begin : begin + columns]
        at = next((at for at, text in row if "://" in text), row[0][0])
        put[at] = f"| {' | '.join(_inline(text.strip()) for _, text in row)} |"
    return put


def _rule(lines: Sequence[str], put: list[str], above: list[str], first: int, columns: int) -> None:
    """Put the rule below the heads: on the blank line there, or with empty heads above the first row."""
    rule = "|---" * columns + "|"
    if columns > 1 and not "".join(lines[first + 1 : first + 2]).strip() and first + 1 < len(lines):
        put[first + 1] = rule
    elif columns > 1 and first == 0 and len(above) > 1 and not above[-2]:
        above[-2:] = ["|" * (columns + 1), rule]


def _line(line: str) -> str:
    if (heading := _HEADING.match(line)) is not None:
        return f"{'#' * len(heading['signs'])} {_inline(heading['title'])}"
    if (attribute := _ATTRIBUTE.match(line)) is not None:
        return _attribute(attribute["key"].lower(), attribute["value"] or "")
    if (revised := _REVISION.match(line)) is not None:
        return f"Noted: {revised['day']}"
    if _SETTINGS.match(line) or _FRAME.match(line):
        return ""
    if (title := _BLOCK_TITLE.match(line)) is not None:
        return f"**{_inline(title['title'])}**"
    if (item := _ITEM.match(line)) is not None:
        marks = item["marks"]
        return f"{'  ' * (len(marks) - 1)}{'1.' if marks[0] == '.' else '-'} {_inline(item['text'])}"
    if "::" in line and (term := _TERM.match(line)) is not None:
        depth = max(len(term["colons"]) - 2, 0)
        return f"{'  ' * depth}- **{_inline(term['term'])}**: {_inline(term['text'] or '')}".rstrip()
    return _inline(_ADMONITION.sub("", line, count=1))


def _attribute(key: str, value: str) -> str:
    """Give an attribute as a labelled value; those that say how the document is to look have none, or a short one."""
    if not value or key in _OF_LOOKS:
        return ""
    return f"{_LABELS.get(key, key)}: {value}"


def _inline(text: str) -> str:
    if "://" in text:
        text = _LINK.sub(lambda m: f"[{m['text']}]({m['url']})" if m["text"] else f"<{m['url']}>", text)
    return _STRESSED.sub(lambda m: f"{_MARKS[m['mark']]}{m['text']}{_MARKS[m['mark']]}", text)
