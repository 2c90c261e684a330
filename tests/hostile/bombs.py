"""Notes that take all memory or for ever, if anything does: each is made at any length.

A case is what a note begins with, what it repeats – ``{i}`` is the number of the repeat – and what it ends with. What
its name has in parentheses is the kind of file.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_ARXIV = "24{m:02}.{n}"
_REPEATED: dict[str, tuple[str, str, str]] = {
    "headings": ("", "# heading {i} of {n}\n", ""),
    "headings of all levels": ("", "# a {i}\n## b {i}\n### c {n}\n", ""),
    "short headings": ("", "# a\n", ""),
    "brackets in a heading": ("# ", "[", "\n\n2401.12345\n"),
    "marks in a heading": ("# ", "*_`[(", "\n\n2401.12345\n"),
    "brackets in front matter": ("---\ntitle: ", "[", "\n---\n\ntext\n"),
    "nesting in front matter": ("---\ntitle: ", "[{{", "\n---\n\ntext\n"),
    "quotes in front matter": ("---\ntitle: ", "\"'", "\n---\n\ntext\n"),
    "keys in front matter": ("---\n", "k{i}: v\n", "---\n\ntext\n"),
    "images": ("", "![a](b.png)", "\n"),
    "embeds": ("", "![[b.png]]", "\n"),
    "links": ("", "[a](https://github.com/a/b{i}) ", "\n"),
    "numbers on a line": ("", _ARXIV + " ", "\n"),
    "numbered items": ("", "- Paper {i} " + _ARXIV + " is about x\n", ""),
    "numbered headings": ("", "## Paper {i} " + _ARXIV + "\n\ntext\n", ""),
    "blank lines of an entry": ("# Log\n## 12.3\n- https://arxiv.org/abs/2401.12345\n", "\n", "end\n"),
    "days of a log": ("# Log\n", "## 12.3\n- https://arxiv.org/abs/" + _ARXIV + " name\n", ""),
    "signs of quotes": ("", ">", " a\n"),
    "deep quotes": ("", "> > > > > > > > > > > > a\n", ""),
    "rows": ("| a | b |\n|---|---|\n", "| " + _ARXIV + " | x |\n", ""),
    "cells": ("", "|a", "\n|-|\n"),
    "fences": ("", "```\na\n", ""),
    "details": ("", "<details>\n", ""),
    "words": ("", "word{i} ", "\n"),
    "lines of a paragraph": ("2401.12345\n", "line {i} of it\n", ""),
    "items": ("2401.12345\n", "- item {i}\n", ""),
    "blanks": ("- 2401.12345", " ", "a\n"),
    "tabs": ("- 2401.12345", "\t", "a\n"),
    "backticks": ("- 2401.12345 ", "`", "a\n"),
    "stars": ("- 2401.12345 ", "*", "a\n"),
    "underscores": ("- 2401.12345 ", "_", "a\n"),
    "parentheses": ("- 2401.12345 ", "(", "a\n"),
    "commas": ("- 2401.12345 ", ",", "a\n"),
    "brackets": ("- 2401.12345 ", "[", "a\n"),
    "angles": ("- 2401.12345 ", "<", "a\n"),
    "sums": ("```tex\n", "+=\n", "```\n"),
    "gaps": ("# Synthesis\n", "### Gap {i}: x\n**Description**: a [" + _ARXIV + "]\n", ""),
    "digest": ("# Papers\n", "## {i}. [Title](https://arxiv.org/abs/" + _ARXIV + ")\n- authors: A B\n", ""),
    "mojibake": ("", "Má»™t ghi chÃº vá»\x81 mÃ´ hÃ¬nh {i}\n", ""),
    "cells of one row": ("| a |\n|---|\n|", " " + _ARXIV + " |", "\n"),
    "rows of labels": ("| a | b |\n|---|---|\n", "| Code | " + _ARXIV + " |\n", ""),
    "numbers of one paragraph": ("", '{{"title": "A {i}", "arxiv_id": "' + _ARXIV + '"}}\n', ""),
    "listings": ("", "\\\\\narXiv:" + _ARXIV + "\nTitle: A {i}\nAuthors: A B\n\\\\\n abstract\n", ""),
    "dates on a line": ("2401.12345 ", "2024-01-01 ", "\n"),
    "numbers in lines": ("", _ARXIV + "\n", ""),
    "links of one title": ("", "- [The same title of all](https://arxiv.org/abs/" + _ARXIV + ")\n", ""),
    "numbers in front matter": ("---\narxiv: [", _ARXIV + ", ", "]\n---\n\ntext\n"),
    "tags in front matter": ("---\ntags: [", "tag{i}, ", "]\n---\n\n2401.12345\n"),
    "anchors in front matter": ("---\nk: &a0 [x, x]\n", "k{i}: &a{i} [*a0, *a0]\n", "---\n2401.12345\n"),
    "definitions": ("[1] 2401.12345\n\n", "[{i}]: https://arxiv.org/abs/" + _ARXIV + ' "t"\n', ""),
    "footnotes": ("", "text[^{i}]\n\n[^{i}]: Ann B. Title of it {i}. arXiv:" + _ARXIV + "\n\n", ""),
    "citations": ("## References\n", "[{i}] A. Bee, C. Dee. A title of {i}. arXiv:" + _ARXIV + ", 2024.\n", ""),
    "entries (bib)": (
        "",
        "@article{{k{i}, title={{A title {i}}}, author={{A B and C D}}, eprint={{" + _ARXIV + "}}}}\n",
        "",
    ),
    "strings (bib)": (
        '@string{{s0 = "a"}}\n',
        '@string{{s{i} = s0 # "b" # s0}}\n',
        "@article{{k, title = s9, eprint={{2401.12345}}}}\n",
    ),
    "drawers (org)": ("", "* h{i} " + _ARXIV + "\n:PROPERTIES:\n:K: v\n:END:\n", ""),
    "parts (eml)": ("From: a@b.c\n", "Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n", "\n2401.12345\n"),
    "outputs (ipynb)": (
        '{{"cells":[{{"cell_type":"code","source":["x"],"outputs":[{{"text":["a"',
        ',"line {i}\\n"',
        "]}}]}}]}}",
    ),
    "tags (html)": ("", "<div><p><a<&amp;&notin a {i} ", "2401.12345"),
    "macros (tex)": ("", "\\textbf{{\\emph{{a}} ", "2401.12345"),
    "mojibake on a line": ("", "Má»™t ghi chÃº vá»\x81 mÃ´ hÃ¬nh ", "\n"),
}


def _repeated(head: str, pump: str, tail: str) -> Callable[[int], bytes]:
    def make(length: int) -> bytes:
        parts, size, i = [head.format()], 0, 0
        while size < length:
            part = pump.format(i=i, m=1 + i % 12, n=10000 + i * 7919 % 80000)
            parts.append(part)
            size, i = size + len(part), i + 1
        return "".join([*parts, tail.format()]).encode()

    return make


def _random(alphabet: bytes) -> Callable[[int], bytes]:
    return lambda length: bytes(random.Random(length).choices(alphabet, k=length))


def _odd(encoding: str) -> Callable[[int], bytes]:
    line = "Một ghi chú về 2401.12345 và mô hình\n"
    return lambda length: (line * (length // len(line) // 2)).encode(encoding) + b"a"


#: Bombs by name: a length in bytes, and the file.
BOMBS: dict[str, Callable[[int], bytes]] = {
    **{name: _repeated(*parts) for name, parts in _REPEATED.items()},
    "high bytes": _random(bytes(range(128, 256))),
    "high bytes in lines": _random(b"\n" + bytes(range(128, 256))),
    "marks at random": _random(b"*_`[]()<>|#-+!:,. \n\ta1"),
    "marks at random on a line": _random(b"*_`[]()<>|#-+!:,. \ta1"),
    "UTF-16 with an odd byte": _odd("utf-16"),
    "UTF-16 without a mark, with an odd byte": _odd("utf-16-le"),
}


def name_of(bomb: str) -> str:
    """Give a bomb's file a name of its kind.

    >>> name_of("headings"), name_of("entries (bib)")
    ('note.md', 'note.bib')
    """
    return f"note.{bomb[:-1].rpartition('(')[2]}" if bomb.endswith(")") else "note.md"
