"""Pages as Markdown, read tag by tag.

The parser of the standard library is not used: it takes a time that grows with the square of some broken pages, and
does not say on which line a text stands.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import accumulate
from urllib.parse import unquote

from digestkb.markup.lines import Piece, lay
from digestkb.patterns import lazy

_TAG = lazy(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?P<attributes>(?:[\s/][^<>]*)?)>")
_ATTRIBUTE = lazy(
    r"(?<![\w-])(?P<name>href|name|content|tags|add_date)\s*=\s*"
    r"(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'>]+))",
    re.IGNORECASE,
)
_HREF = lazy(r"(?<![\w-])href\s*=\s*[\"']?", re.IGNORECASE)
_UNSEEN = lazy(r"<!--|<(?P<sign>[!?])(?=\w)|<(?P<name>script|style|svg|template|noscript|annotation)\b", re.IGNORECASE)
_CLOSING = {"--": "-->", "!": ">", "?": ">"}
_TABLE = lazy(r"<(?P<end>/?)(?P<name>table|th)\b", re.IGNORECASE)
_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details div dl dt figcaption figure footer form head
    header hr html li main nav ol option p pre section summary tbody tfoot thead ul
    """.split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title"))
_H1 = lazy(r"<h1\b", re.IGNORECASE)
_LISTS = frozenset(("ul", "ol"))
#: What begins an item; among the bookmarks of a browser a term does, and what is said of it goes on.
_ITEMS = {"li": "- "}
_BOOKMARKED = {**_ITEMS, "dt": "- ", "dd": "  "}
_OF_BOOKMARKS, _TOP = "NETSCAPE-Bookmark", 400
#: Emphasis by private signs until its text is known: Markdown wants no blank inside.
_STRESS = {"b": "\ue010", "strong": "\ue010", "em": "\ue011", "i": "\ue011"}
_STRESSED = lazy(
    "(?P<mark>[\ue010\ue011])\\s{0,40}(?P<text>[^\ue010\ue011]{0,2000}[^\\s\ue010\ue011])\\s{0,40}(?P=mark)"
)
#: No bookmark is from a later year than 2100.
_LAST_SECOND, _DIGITS_OF_SECONDS = 4_102_444_800, 10
#: The address that a redirection leads to.
_REDIRECTED = lazy(r"https?://[^?#]*\?(?:[^#]*&)?(?:url|q|u)=(?P<url>https?(?::|%3A)[^&#]+)", re.IGNORECASE)
_META = {
    "citation_title": "# ",
    "citation_author": "Authors",
    "citation_date": "Published",
    "citation_publication_date": "Published",
    "citation_arxiv_id": "arXiv",
    "citation_doi": "DOI",
}


def from_html(lines: Sequence[str]) -> list[str]:
    """Translate a page: its title and citation, headings, lists, tables, links and text.

    >>> from_html(["<title>Log</title><ul>", "<li><a", "href='https://a.org'>GaLore</a> &amp; <b> more </b>", "</ul>"])
    ['# Log', '', '- [GaLore](https://a.org) & **more**', '']
    """
    starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
    pieces = [(bisect_right(starts, at) - 1, text) for at, text in pieces_of("\n".join(lines))]
    return lay(pieces, len(lines))


def pieces_of(text: str, mail: bool = False) -> list[Piece]:
    """Give the pieces of Markdown in a page, each with the place of its first character; tables lay out a ``mail``."""
    seen = _seen(text)
    cited = "citation_title" in seen
    page = _Page(_data_tables(seen, mail), cited or _H1.search(seen) is not None, int(cited))
    page.items = _BOOKMARKED if _OF_BOOKMARKS in text[:_TOP] else _ITEMS
    done = 0
    for tag in _TAG.finditer(seen):
        page.text(seen[done : tag.start()], done)
        page.tag(tag)
        done = tag.end()
    page.text(seen[done:], done)
    page.close_link()
    page.flush()
    return page.found()


def _seen(text: str) -> str:
    """Blank out comments, scripts and drawings; what is never closed hides nothing."""
    kept: list[str] = []
    done = at = 0
    unclosed: set[str] = set()
    while (opened := _UNSEEN.search(text, at)) is not None:
        name = (opened["name"] or opened["sign"] or "--").lower()
        at = opened.end()
        if name in unclosed:
            continue
        closing = _CLOSING.get(name, f"</{name}[^<>]*>")
        closed = re.compile(closing, re.IGNORECASE).search(text, at)
        if closed is None:
            unclosed.add(name)
            continue
        hidden = text[opened.start() : closed.end()]
        kept += [text[done : opened.start()], "\n".join(" " * len(line) for line in hidden.split("\n"))]
        done = at = closed.end()
    return "".join([*kept, text[done:]])


def _data_tables(text: str, mail: bool) -> frozenset[int]:
    """Give where the tables begin that are no layout: those with heads, and on pages those without another one."""
    opened: list[list[int | bool]] = []
    found: set[int] = set()
    for match in _TABLE.finditer(text):
        if match["name"].lower() == "th":
            if opened:
                opened[-1][1] = True
        elif not match["end"]:
            if opened and not opened[-1][1]:
                opened[-1][2] = True
            opened.append([match.start(), mail is False and not opened, False])
        elif opened:
            start, is_data, is_layout = opened.pop()
            found |= {int(start)} if is_data and not is_layout else set()
    return frozenset(found)


def _attributes(tag: re.Match[str]) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(tag["attributes"])
    return {one["name"].lower(): unescape(one["a"] or one["b"] or one["c"] or "").strip() for one in found}


def _bookmarked(attributes: dict[str, str]) -> Iterator[str]:
    """Yield what a browser notes of a bookmark: the day on which it was added, in seconds since 1970, and its tags."""
    added = attributes.get("add_date", "")
    seconds = int(added[:_DIGITS_OF_SECONDS]) if added.isdecimal() else 0  # some count smaller parts of them
    if 0 < seconds < _LAST_SECOND:
        yield f" | Added: {dt.datetime.fromtimestamp(seconds, dt.timezone.utc):%Y-%m-%d}"
    if attributes.get("tags"):
        yield f" | Tags: {attributes['tags']}"


class _Page:
    """The pieces so far, and what is open: a line of text, a link, lists, a table."""

    def __init__(self, tables: frozenset[int], named: bool, lower: int) -> None:
        #: The title in the head is said again below; and all headings stand below the title of a citation.
        self.tables, self.named, self.lower = tables, named, lower
        self.pieces: list[Piece] = []
        self.words: list[str] = []
        self.start = 0
        self.mark = ""
        self.link: tuple[str, int, list[str]] | None = None
        #: What a bookmark says of its link, to stand behind that.
        self.kept = ""
        self.heading = ""
        self.lists = 0
        self.items = _ITEMS
        self.opened: list[bool] = []
        self.meta: dict[str, tuple[int, list[str]]] = {}

    def text(self, text: str, at: int) -> None:
        if not text or (self.heading == "title" and self.named):
            return
        if self.link is not None:
            self.link[2].append(unescape(text))
            return
        for number, line in enumerate([text] if self.heading else text.split("\n")):
            if number:
                self.flush(keep=True)
            self.add(unescape(line), at)
            at += len(line) + 1

    def add(self, text: str, at: int) -> None:
        if text.strip() and not any(word.strip("\ue010\ue011 ") for word in self.words):
            self.start = at + len(text) - len(text.lstrip())
        if self.words or text.strip():
            self.words.append(text)

    def flush(self, keep: bool = False) -> None:
        """End a line of text; with ``keep`` a mark that has no text yet waits for it."""
        text = " ".join("".join(self.words).split())
        if text:
            text = _STRESSED.sub(lambda m: f"{'**' if m['mark'] == _STRESS['b'] else '*'}{m['text']}"
                                 f"{'**' if m['mark'] == _STRESS['b'] else '*'}", text)  # fmt: skip
            self.pieces.append((self.start, self.mark + re.sub("[\ue010\ue011]", "", text)))
        self.words = []
        self.mark = self.mark if keep and not text else ""

    # --- tags

    def tag(self, tag: re.Match[str]) -> None:
        name, ends = tag["name"].lower(), bool(tag["end"])
        if name == "meta":
            self.about(_attributes(tag), tag.start())
        elif name == "a":
            self.close_link()
            if not ends:
                self.open_link(tag)
        elif name in _STRESS:
            (self.link[2] if self.link else self.words).append(_STRESS[name])
        elif name in _HEADINGS:
            self.head(name, ends)
        elif name in ("table", "tr", "td", "th"):
            self.cell(name, ends, tag.start())
        elif name in _BLOCKS:
            self.block(name, ends)

    def head(self, name: str, ends: bool) -> None:
        # A card is a link around a heading and a text: only the heading is what the link is called.
        if self.link is not None and (ends or not "".join(self.link[2]).strip()):
            self.close_link() if ends else None
        elif self.link is not None:
            self.close_link()
        if self.link is None or ends:
            self.flush()
        self.heading = "" if ends else name
        level = 1 if name == "title" else int(name[1])
        self.mark = "" if ends else f"{'#' * min(6, level + self.lower)} "

    def cell(self, name: str, ends: bool, at: int) -> None:
        if name == "table" and not ends:
            self.opened.append(at in self.tables)
        self.close_link()
        if not (self.opened and self.opened[-1]):
            self.flush()
        else:
            if name == "table":
                self.flush()
            self.add(f"<{'/' * ends}{name}>", at)
            if name == "table":
                self.flush()
        if name == "table" and ends and self.opened:
            self.opened.pop()

    def block(self, name: str, ends: bool) -> None:
        if name in _LISTS:
            self.lists = max(0, self.lists + (-1 if ends else 1))
        if name in self.items or name in _LISTS:
            self.close_link()
        if self.link is not None or (self.opened and self.opened[-1]):
            (self.link[2] if self.link else self.words).append(" ")
            return
        self.flush(keep=name not in (*self.items, *_LISTS) and not ends)
        if name in self.items and not ends:
            self.mark = f"{'  ' * max(0, min(self.lists, 20) - 1)}{self.items[name]}"

    def open_link(self, tag: re.Match[str]) -> None:
        address = _HREF.search(tag["attributes"])
        at = tag.start("attributes") + address.start() if address else tag.start()
        if "\n" in tag["attributes"][: at - tag.start("attributes")]:
            self.flush(keep=True)  # the link stands where its address does
        attributes = _attributes(tag)
        self.link, self.kept = (attributes.get("href", ""), at, []), "".join(_bookmarked(attributes))

    def close_link(self) -> None:
        if self.link is None:
            return
        url, at, label = self.link
        self.link = None
        text = " ".join("".join(label).split())
        redirected = _REDIRECTED.match(url)
        url = (unquote(redirected["url"]) if redirected else url).replace(" ", "%20").replace(")", "%29")
        if url.startswith(("#", "mailto:", "javascript:")) or not url:
            self.add(text, at)
        elif text.strip("\ue010\ue011 "):
            self.add(f"[{text.replace(']', '').replace('[', '')}]({url}){self.kept}", at)
        elif "://" in url:
            self.add(f"<{url}>", at)

    def about(self, attributes: dict[str, str], at: int) -> None:
        name, content = attributes.get("name", ""), attributes.get("content", "")
        if name in _META and content:
            family, comma, given = content.partition(",")
            person = f"{given.strip()} {family.strip()}" if comma and name == "citation_author" else content
            self.meta.setdefault(_META[name], (at, []))[1].append(" ".join(person.split()))

    def found(self) -> list[Piece]:
        """Give all pieces in their order; what a page says about its paper first."""
        about = [
            (at, f"{label if label == '# ' else f'{label}: '}{'; '.join(values) if label == 'Authors' else values[0]}")
            for label, (at, values) in self.meta.items()
        ]
        return sorted([*about, *self.pieces], key=lambda piece: piece[0])
