"""What wikis write, MediaWiki and DokuWiki, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestkb.patterns import lazy

_HEADING = lazy(r"[ \t]{0,9}(?P<signs>={1,6})[ \t]{0,40}(?P<title>[^=\s].{0,1000}?)[ \t]{0,40}(?P=signs)[ \t]{0,40}$")
#: What no page of a wiki has, and most notes in Markdown: headings, fences, quotes, tasks, rules, tags, links, and
#: lines that begin in italics.
_MARKDOWN = lazy(
    r"^(?:#{1,6}\s|```|~~~|>\s|-\s\[|---\s*$|===+\s*$|\.\.\s)|(?:^|\s)#[^\W\d_]|\]\(|^\*[^\s*'\[][^*\n]*\*",
    re.MULTILINE,
)
#: An item of any depth, of either wiki; in DokuWiki the blanks before it say how deep it is.
_ITEM = lazy(r"(?P<indent>[ \t]{0,40})(?P<marks>[*#:;]{0,9}[*#:;](?=[ \t]|\[|'')|-(?=[ ]\S))[ \t]{0,9}(?P<text>\S.*)")
_EXTERNAL = lazy(r"(?<!\[)\[(?P<url>(?:https?|ftp):[^\s\[\]]{1,2000})(?:\s(?P<text>[^\[\]\n]{1,500}))?\](?![\](])")
_PIPED = lazy(r"\[\[(?P<url>https?:[^\[\]|\n]{1,2000})(?:\|(?P<text>[^\[\]\n]{1,500}))?\]\]")
_CATEGORY = lazy(
    r"\[\[(?:Category|Kategorie|Catégorie|Thể loại|分类|分類|カテゴリ|분류):(?P<tag>[^\[\]|\n]{1,100})"
    r"[^\[\]\n]{0,100}\]\]"
)
_STRESSED = lazy(r"(?<!')(?P<mark>'''|'')(?P<text>[^'\s](?:[^\n]{0,500}?[^'\s])?)(?P=mark)(?!')")
_MARKS = {"'''": "**", "''": "*"}
#: What DokuWiki ends a line with, what it files a page under, and what it does to a page.
_BREAK, _FILED = lazy(r"[ \t]?\\\\[ \t]*$"), lazy(r"\{\{tag>(?P<tags>[^{}\n]{1,300})\}\}")
_MACRO = lazy(r"~~[A-Z:]{2,40}~~")
_ITALIC = lazy(r"(?<![:/\w])//(?P<text>[^\s/](?:[^\n/]{0,300}[^\s/])?)//(?!\w)")
#: A source that is cited: its name, and what it says by keys.
_TEMPLATE = lazy(
    r"\{\{\s{0,9}(?:cite|citation(?!\s+needed)|zitation|ouvrage|chú thích|引用|인용)\b[^{}|\n]{0,40}"
    r"\|(?P<said>[^{}\n]{1,2000})\}\}",
    re.IGNORECASE,
)
_SAID = lazy(r"\s*(?P<key>[\w-]{1,30})\s*=\s*(?P<value>.*?)\s*")
_NOTE = lazy(r"<ref\b[^<>]{0,200}>(?P<text>.{1,2000}?)</ref>")
#: What a key of a template is called elsewhere.
_LABELS = {
    "arxiv": "arXiv",
    "eprint": "arXiv",
    **dict.fromkeys(("authors", "author", "author1", "vauthors"), "Authors"),
    "title": "Title",
}


def is_wiki(text: str) -> bool:
    """Say whether headings between equal signs part a note that no other headings do.

    >>> is_wiki("== GaLore ==\\nless memory"), is_wiki("# A\\n== B ==\\n"), is_wiki("A\\n===\\n")
    (True, False, False)
    """
    return _MARKDOWN.search(text) is None and any(map(_HEADING.match, text.split("\n")))


def from_wiki(lines: Sequence[str]) -> list[str]:
    """Translate the pages of a wiki: headings, items, links, emphasis, categories, sources that are cited.

    >>> from_wiki(["== Papers ==", "* '''GaLore''' [https://arxiv.org/abs/2403.03507 arXiv]", "** less memory"])
    ['## Papers', '- **GaLore** [arXiv](https://arxiv.org/abs/2403.03507)', '  - less memory']
    """
    signs = [len(found["signs"]) for line in lines if (found := _HEADING.match(line))]
    # The topmost heading has one sign in MediaWiki and six in DokuWiki, where a page begins with it.
    falls = bool(signs) and signs[0] > 4 and signs[0] == max(signs)
    return [_line(line, falls) for line in lines]


def _line(line: str, falls: bool) -> str:
    if "~~" in line or "{{tag>" in line or line.rstrip().endswith("\\\\"):
        line = _FILED.sub(_tags, _MACRO.sub("", _BREAK.sub("", line)))
    heading = _HEADING.match(line) if "=" in line else None
    if heading is not None:
        depth = 7 - len(heading["signs"]) if falls else len(heading["signs"])
        return f"{'#' * depth} {_inline(heading['title'])}"
    item = _ITEM.match(line)
    if item is None or (item["indent"] and not item["marks"].strip(":;")):
        return _inline(line)
    marks, text = item["marks"], _inline(item["text"])
    if marks[-1] in ":;":
        return f"{'  ' * (len(marks) - 1)}{f'**{text}**' if marks[-1] == ';' else text}"
    numbered = marks[-1] == "#" or (marks == "-" and item["indent"])
    return f"{item['indent']}{'  ' * (len(marks) - 1)}{'1.' if numbered else '-'} {text}"


def _inline(text: str) -> str:
    if "{{" in text or "<ref" in text:
        text = _TEMPLATE.sub(_cited, _NOTE.sub(r" (\g<text>)", text))
    if "[" in text:
        tags = ", ".join(found["tag"].strip() for found in _CATEGORY.finditer(text))
        text = f"{_CATEGORY.sub('', text).strip()} Tags: {tags}".strip() if tags else text
        text = _EXTERNAL.sub(_link, _PIPED.sub(_link, text))
    if "//" in text:
        text = _ITALIC.sub(r"*\g<text>*", text)
    return _STRESSED.sub(lambda found: f"{_MARKS[found['mark']]}{found['text']}{_MARKS[found['mark']]}", text)


def _tags(filed: re.Match[str]) -> str:
    return f"Tags: {', '.join(filed['tags'].split())}"


def _link(match: re.Match[str]) -> str:
    return f"[{match['text'].strip()}]({match['url']})" if match["text"] else f"<{match['url']}>"


def _cited(match: re.Match[str]) -> str:
    """Write a source as labelled values; family and given names by number become one list of people."""
    said = {found["key"].lower(): found["value"] for one in match["said"].split("|") if (found := _SAID.fullmatch(one))}
    people = [
        ", ".join(part for part in (said.pop(f"last{n}", ""), said.pop(f"first{n}", "")) if part)
        for n in ("", *range(1, 30))
    ]
    if any(people):
        said["authors"] = "; ".join(filter(None, people))
    return " | ".join(f"{_LABELS.get(key, key)}: {value}" for key, value in said.items() if value)
