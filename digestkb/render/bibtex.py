"""BibTeX: one entry a paper, with the eprint fields that arXiv asks for; keys are unique and stay the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from digestkb.media import bibtex
from digestkb.patterns import lazy
from digestkb.query.papers import Paper
from digestkb.render import Screen, Sheet

#: What makes a name an organisation's: BibTeX would take its last word for a family name.
_ORGANISATION = lazy(
    r"(?<![\w-])(?:(?i:research(?:ers)?|teams?|labs?|laborator(?:y|ies)|groups?|inc|ltd|llc|gmbh|corp(?:oration)?"
    r"|compan(?:y|ies)|universit(?:y|ies)|universit[äéà]t?|institut(?:e|es|ion)?|academy|college|department|faculty"
    r"|foundation|consortium|collaborat(?:ion|ors)|association|society|committee|organi[sz]ation|agency|ministry"
    r"|centers?|centres?|project|initiative|alliance|network|community|contributors|authors|technologies|intelligence"
    r"|deepmind|google|microsoft|nvidia|openai|anthropic|alibaba|tencent|bytedance|baidu)|AI|IBM)(?![\w-])"
    r"|大学|学院|研究院|研究所|实验室|實驗室|團隊|团队|公司|Đại học|Học viện|Viện nghiên cứu|Trường Đại"
)
#: What separates the names in a list of authors, or ends it, is no part of a name outside of braces.
_SEPARATES = lazy(r"(?i:(?<!\S)and(?!\S)|(?<!\S)et\.? al\b|^others$)|[,;]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the entries; where two papers would share a key, the later one gets a letter."""
    keys: set[str] = set()
    for record in sheet.records:
        if sheet.bibtex:
            key, fields = sheet.bibtex(record)
            yield f"@misc{{{_unique(key, keys)},\n{fields}}}\n\n"


def entry(paper: Paper) -> tuple[str, str]:
    """Give a paper's key and the lines of its fields.

    >>> entry(Paper("2601.05242", "2601.05242", authors=("Shih-Yang Liu",)))[0]
    'liu-2601.05242'
    """
    year, _, rest = paper.date.partition("-")
    fields = {
        "title": f"{{{{{bibtex.value(paper.called or paper.id)}}}}}",
        "author": _braced(" and ".join(_author(author) for author in paper.authors)),
        "year": _braced(year),
        "month": _MONTHS[int(rest[:2]) - 1] if rest else "",
        "eprint": _braced(paper.arxiv_id or ""),
        "archivePrefix": _braced("arXiv" if paper.arxiv_id else ""),
        "url": _braced(bibtex.address(paper.url)),
        "keywords": _braced(bibtex.value(", ".join(paper.tags))),
        "abstract": _braced(bibtex.value(paper.summary or "")),
    }
    return _key(paper), "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _key(paper: Paper) -> str:
    name = (paper.authors[0].split() or [""])[-1] if paper.authors else ""
    parts = [_ascii(name).lower(), _ascii(paper.id.removeprefix("note:").replace("/", "-"))]
    key = "-".join(part for part in parts if part) or "paper"
    return key if key[0].isalpha() else f"arxiv-{key}"


def _ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9.-]+", "", bare)


def _unique(key: str, taken: set[str]) -> str:
    """Keys are compared without case, as BibTeX does."""
    chosen, count = key, 0
    while chosen.lower() in taken:
        count += 1
        chosen = f"{key}-{count + 1}"
    taken.add(chosen.lower())
    return chosen


def _author(name: str) -> str:
    """Keep the name of an organisation in one piece."""
    written = bibtex.name(name)
    return f"{{{written}}}" if _ORGANISATION.search(name) or _SEPARATES.search(name) else written
