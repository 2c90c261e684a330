"""Markdown within a line: what a reader sees of it, a heading's words, a row's cells."""

import re
from collections.abc import Iterator
from operator import itemgetter

from digestkb.patterns import lazy
from digestkb.tuples import NamedTuple

_IMAGE = lazy(r"!\[[^\]]{0,1000}\]\((?:[^)!]|!(?!\[))*\)|!\[\[[^\]]{0,1000}\]\]")
_LINK = lazy(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
#: A link whose address stands elsewhere: several words, as ``[3][4]`` are two references.
DEFINED_LINK = lazy(r"\[(?=[^\[\]]*\s)([^\[\]]{3,600})\]\[[^\[\]]{0,80}\]")
_WIKI = lazy(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\](?!\(\w+:)")
_AUTOLINK = lazy(r"<((?:https?|mailto):[^<>\s]{0,2000})>")
#: Tags of HTML; ``<think>`` in a title is a word.
_TAG = lazy(
    r"</?(?:a|abbr|b|big|blockquote|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em"
    r"|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|main|mark|nav|ol|p|picture|pre"
    r"|q|s|samp|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead"
    r"|time|tr|tt|u|ul|var|video)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
# Each begins with the sign itself, and what must not stand before that is said behind it: so it is found fastest.
_STRONG = lazy(r"(\*\*(?<!\\\*\*)|\*\*\*(?<!\\\*\*\*))(?=\S)([^*]+(?:\*[^*]+)*?)(?<=[^\s\\])\1(?!\*)")
_STRESSED = lazy(r"\*(?=[^\s*])(?:(?<![\\*\w]\*)([^*]+)(?<=[^\s\\*])\*(?![*\w])|(?<!\\\*)([^*]+)(?<=[^\s\\*])\*(?!\*))")
_UNDERSCORE = lazy(r"(_(?<!\w_)_{0,2})(?=\S)([^_]+)(?<=\S)\1(?!\w)")
_CODE = lazy(r"(`(?<!``)`{0,7})(?!`)(.+?)(?<!`)\1(?!`)")
_BOLD = lazy(r"[^\w*]{0,8}\*\*[^*]+\*\*\s{0,8}[:：]?\s*$")
_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])")
_ENTITY = lazy(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
#: Mathematics, and code, whose marks are no emphasis.
_MATHS = lazy(r"\$\$?[^$\n]{1,300}?\$\$?")
_KEPT = "\ue000"
#: What is left of a match, which as a function costs less than a template.
_FIRST, _SECOND = itemgetter(1), itemgetter(2)


def plain(markdown: str) -> str:
    """Give what a reader sees: links as their texts, no emphasis, images or tags, blanks and line breaks as one blank.

    >>> plain("**[GaLore](https://arxiv.org/abs/2403.03507)** saves `memory`, ![](a.png)*really* &amp; EuFe$_2$As$_2$")
    'GaLore saves memory, really & EuFe$_2$As$_2$'
    >>> plain("[[Ada L]], [[code]](https://a.org/b)")
    'Ada L, [code]'
    >>> plain("**V*: An Efficient Planner** <think>")
    'V*: An Efficient Planner <think>'
    >>> plain("un*frigging*believable, *a*b")
    'unfriggingbelievable, ab'
    """
    text = markdown
    kept: list[str] = []
    if "$" in text:

        def keep(match: re.Match[str]) -> str:
            kept.append(match[0])
            return _KEPT

        text = _MATHS.sub(keep, text.replace(_KEPT, ""))
    if "[" in text:
        text = _LINK.sub(_FIRST, _WIKI.sub(_FIRST, _IMAGE.sub("", text)))
        if "][" in text:
            text = DEFINED_LINK.sub(_FIRST, text)
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(_FIRST, text))
    for _ in range(2):
        if "**" in text:
            text = _STRONG.sub(_SECOND, text)
    if "*" in text:
        text = _STRESSED.sub(r"\1\2", text)  # one of them
    if "_" in text:
        text = _UNDERSCORE.sub(_SECOND, text)
    if "`" in text:
        text = _CODE.sub(_SECOND, text)
    if "\\" in text:
        text = _ESCAPE.sub(_FIRST, text)
    if kept:
        pieces = iter(kept)
        text = re.sub(_KEPT, lambda _: next(pieces), text)
    if "&" in text:
        from html import unescape  # whose table few texts need

        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    return " ".join(text.split())


class Mark(NamedTuple):
    """Something marked in a line: its columns, and those of what a reader sees of it."""

    #: ``strong``, ``stressed``, ``code``, ``link``, ``image``, or ``sign`` for what is not seen at all.
    kind: str
    start: int
    end: int
    first: int
    last: int
    #: Where a link leads.
    url: str = ""


def marks(line: str) -> Iterator[Mark]:
    """Yield what is marked in a line, each kind after the other; they may lie in one another, mathematics has none.

    >>> line = "**[GaLore](https://a.org)** saves `x*y*`"
    >>> [(mark.kind, line[mark.first : mark.last], mark.url) for mark in marks(line)]
    [('code', 'x*y*', ''), ('link', 'GaLore', 'https://a.org'), ('strong', '[GaLore](https://a.org)', '')]
    """
    taken = [match.span() for match in _MATHS.finditer(line)]
    found: list[Mark] = []
    for kind, pattern, group in _MARKED:
        for match in pattern.finditer(line):
            group = group if match[group] is not None else group + 1
            first, last = match.span(group)
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            url = match[0][last + 2 - match.start() : -1].split(" ")[0] if kind == "link" else ""
            found.append(Mark(kind, match.start(), match.end(), first, last, url))
        if kind == "code":
            taken += [(mark.first, mark.last) for mark in found]
    yield from found


#: The kinds of marks, and which group of a pattern is seen; in code nothing is marked.
_MARKED = (
    ("code", _CODE, 2),
    ("link", _LINK, 1),
    ("strong", _STRONG, 2),
    ("stressed", _STRESSED, 1),
    ("stressed", _UNDERSCORE, 2),
)


#: What Pandoc and Quarto give a heading besides its words: ``{#sec-a .unnumbered}``.
_ATTRIBUTES = lazy(r"\s{0,9}\{(?:-|[#.][A-Za-z][\w:.-]{0,60}(?:\s[^{}]{1,140})?)\}$")


def heading_in(line: str) -> tuple[int, str] | None:
    """Give the level and the title of a heading that is marked with ``#``, or ``None``.

    >>> heading_in("## GaLore ##"), heading_in("#tag"), heading_in("    # code")
    ((2, 'GaLore'), None, None)
    """
    marks = line.lstrip(" ")
    text = marks.lstrip("#")
    level = len(marks) - len(text)
    if not 1 <= level <= 6 or len(line) - len(marks) > 3 or (text and text[0] not in " \t"):
        return None
    title = text.strip()
    title = _ATTRIBUTES.sub("", title) if title[-1:] == "}" else title
    bare = title.rstrip("#")
    return level, bare.rstrip() if not bare or bare[-1] in " \t" else title


def is_bold(line: str) -> bool:
    """Say whether a line is bold from its first word to its last, as headings are that nobody marked.

    >>> is_bold("✨ **Idea 1: Forgetful Memory**"), is_bold("**Gap:** small")
    (True, False)
    """
    return line.rstrip(" \t:：").endswith("**") and _BOLD.match(line) is not None


def cells(line: str) -> tuple[str, ...]:
    r"""Split a table's row at its pipes; ``\|`` is a pipe in a cell.

    >>> cells("| a | b \\| c |")
    ('a', 'b | c')
    """
    stripped = line.strip().removeprefix("|")
    if stripped.endswith("|") and not stripped.endswith("\\|"):
        stripped = stripped[:-1]
    if "\\|" not in stripped:
        return tuple(map(str.strip, stripped.split("|")))
    return tuple(cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", stripped))
