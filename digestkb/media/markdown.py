r"""Markdown and HTML: words as they are, and passages with the markup that they have, but nothing in them that acts.

In a passage every ``<`` that might begin HTML, ``<sub>``, ``<sup>`` and ``<br>`` aside, and every link that does not
lead to a web page, becomes text; in code, where they are text already, they stay. What is code is asked of a parser,
with a letter of no meaning in the place of each of them, so that the answer cannot depend on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape as as_html
from typing import Any

from digestkb.media.addresses import SCHEMES, web
from digestkb.media.characters import line, screen
from digestkb.patterns import lazy

#: What would start emphasis, a link, code or attributes (of Pandoc's) in a line, or a block at its beginning.
SYNTAX = lazy(
    r"[\\`*_\[\]{}~]|^[#+=:%-]|#$|"
    + "|".join(rf"(?<=^{digits})[.)](?=\s|$)" for digits in (r"\d" * n for n in range(1, 10)))
)

#: Letters of no meaning: no script has them.
_FIRST_MARK, _LAST_MARK = 0x100000, 0x10FFFD
_MARKS = f"[{chr(_FIRST_MARK)}-{chr(_LAST_MARK)}]"
_MARK = lazy(_MARKS)
#: What formulas are written with, and Markdown has no other way to say; it ends where its paragraph does.
_HARMLESS = "(?i:/?(?:sub|sup|br)\\s?/?>)"
_ADDRESS = rf"(?i:{'|'.join(SCHEMES)})(?=[^\s/?#<>()])[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*"
_LOOKED_AT = lazy(
    # links to web pages, which are written anew,
    rf'\]\(\s*<?(?P<link>{_ADDRESS})>?(?P<title>\s+"[^"\n<>`\\&]*")?\s*\)'
    rf"|^(?P<name>[ >]{{0,9}}\[[^\[\]\n<`{{]+\]:[ \t]*)<?(?P<definition>{_ADDRESS})>?[ \t]*$"
    rf"|<(?P<automatic>{_ADDRESS})>"
    # and what might act: HTML or a template, another link or its definition, attributes of Pandoc's
    rf"|(?P<acts><(?!{_HARMLESS})(?=[A-Za-z/!?%])|(?<=\])[(:]|(?<![\w_^\\}}])\{{(?=[^{{}}]*=))",
    re.MULTILINE,
)
_ELEMENT = lazy(f"<{_HARMLESS}")
#: A formula on one line, between signs that are no prices.
_FORMULA = lazy(r"\$(?![\s$])[^$\n]{1,400}(?<!\s)\$(?!\d)")
#: The parser goes back to each bracket and sign of emphasis that is still open.
_MOST_OPENED = 2000
_MAYBE_CODE = lazy(rf"`[^`\n]*{_MARKS}")
#: Where a line of a paragraph could begin a block instead.
_BEGINS_LINE = lazy(rf"^[ \t>*+\d.)-]*({_MARKS})", re.MULTILINE)


def html(text: str, *, quote: bool = True) -> str:
    """Write words on one line as HTML, in an element or, with ``quote``, in the quotes of an attribute.

    >>> html("<b> & 'c'"), html("'c'", quote=False)
    ('&lt;b&gt; &amp; &#x27;c&#x27;', "'c'")
    """
    return as_html(line(text), quote=quote)


def escape(text: str) -> str:
    r"""Write words on one line so that Markdown shows them as they are.

    >>> print(escape("RL [draft] for AT^2PO_v1 <b>"), escape("# 1"), escape("2. x"))
    RL \[draft\] for AT^2PO\_v1 &lt;b&gt; \# 1 2\. x
    """
    return SYNTAX.sub(r"\\\g<0>", html(text, quote=False).strip())


def code(text: str) -> str:
    """Write words on one line as code, or as words if they have its mark.

    >>> code("note:a_b"), code("a`b")
    ('`note:a_b`', 'a\\\\`b')
    """
    shown = line(text).strip()
    return escape(text) if "`" in shown or not shown else f"`{shown}`"


def link(text: str, url: str | None) -> str:
    r"""Write a link with these words, or the words alone if the address is not one of a web page.

    >>> link("a [b]", "https://x.org/(1)"), link("a", "file:///a")
    ('[a \\[b\\]](https://x.org/%281%29)', 'a')
    """
    address = web(url)
    return f"[{escape(text)}]({address})" if address else escape(text)


def quoted(text: str) -> Iterator[str]:
    """Yield the lines of a passage as a quotation, so that no block of it ends or begins outside."""
    for part in passage(text).split("\n"):
        yield f"> {part}".rstrip()


def passage(text: str) -> str:
    r"""Give a passage of Markdown with its markup, in which no HTML and only links to web pages are left.

    >>> print(passage("**a** <b> `<c>` [d](e.md) [f](https://x.org/é)"))
    **a** &lt;b> `<c>` [d]\(e.md) [f](https://x.org/%C3%A9)
    """
    return neutralised(_MARK.sub("\ufffd", screen(text)))


def neutralised(text: str, *, exactly: bool = False) -> str:
    """Write as text what might act in a passage whose characters are all seen, and links to web pages anew.

    With ``exactly`` a link that would have to be written otherwise than it is becomes text as well.
    """
    signs: list[str] = []
    marked = _LOOKED_AT.sub(lambda found: _looked_at(found, signs, exactly), text)
    if not signs:
        return marked
    in_code = _in_code(marked) if _may_be_code(marked, chr(_FIRST_MARK + len(signs) - 1)) else frozenset()

    def written(found: re.Match[str]) -> str:
        sign = signs[ord(found[0][0]) - _FIRST_MARK]
        return sign if found[0] in in_code else _as_text(sign)

    return _MARK.sub(written, marked)


def elements(text: str) -> str:
    r"""Write a passage of Markdown as HTML: pictures, HTML and links to anything but web pages are text in it.

    Formulas are not taken apart, headings are below those of a page.

    >>> print(elements("**a** <b> H<sub>2</sub> $x_1*y*$ [d](e.md)"), end="")
    <p><strong>a</strong> &lt;b&gt; H<sub>2</sub> <span class="math">$x_1*y*$</span> [d](e.md)</p>
    """
    shown = screen(text)
    if _opened(shown) > _MOST_OPENED:
        return f"<pre>{as_html(shown)}</pre>"
    parser = _writer()
    blocks = parser.parse(shown)
    for block in blocks:
        if block.type in ("heading_open", "heading_close"):
            block.tag = "h4"
    return str(parser.renderer.render(blocks, parser.options, {}))


def _looked_at(found: re.Match[str], signs: list[str], exactly: bool) -> str:
    """Write a link to a web page anew; put a mark in the place of anything else, and keep what it was."""
    if sign := found["acts"]:
        return _mark(sign, signs)
    address = found["link"] or found["definition"] or found["automatic"]
    if exactly:
        return found[0] if web(address) == address else _unlinked(found, signs)
    if found["link"]:
        return f"]({web(address)}{found['title'] or ''})"
    if found["definition"]:
        return f"{found['name']}{web(address)}"
    return f"<{web(address)}>"


def _mark(sign: str, signs: list[str]) -> str:
    if len(signs) > _LAST_MARK - _FIRST_MARK:
        return _as_text(sign)
    signs.append(sign)
    return chr(_FIRST_MARK + len(signs) - 1)


def _unlinked(found: re.Match[str], signs: list[str]) -> str:
    """Put marks in the place of what makes a link, and of a ``<`` within it."""
    opening = "<" if found["automatic"] else "](" if found["link"] else "]:"
    at = found[0].index(opening) + len(opening) - 1
    rest = re.sub(r"<|\{(?=[^{}]*=)", lambda sign: _mark(sign[0], signs), found[0][at + 1 :])
    return found[0][:at] + _mark(opening[-1], signs) + rest


def _as_text(sign: str) -> str:
    return "&lt;" if sign == "<" else f"\\{sign}"


def _may_be_code(marked: str, last: str) -> bool:
    """Say whether to ask the parser, which costs as much as a query, and more than that where much is opened."""
    if _opened(marked) > _MOST_OPENED:
        return False
    return 0 <= marked.find("```") < marked.rfind(last) or _MAYBE_CODE.search(marked) is not None


def _opened(text: str) -> int:
    """Count what a parser has to come back to."""
    return sum(map(text.count, "[*_"))


def _in_code(marked: str) -> set[str]:
    """Give the marks that all dialects take for code: between backticks, or a fence of them that stands in no list.

    Between backticks a mark must not begin a line: there what it stands for might begin a block instead.
    """
    begins = set("".join(_BEGINS_LINE.findall(marked)))
    return set.intersection(*(set(_codes(parse(marked), begins)) for parse in _dialects()))


def _codes(tokens: Any, begins: set[str]) -> Iterator[str]:
    for token in tokens:
        if token.type == "code_inline":
            yield from set(token.content) - begins
        elif token.type == "fence" and token.level == 0 and token.markup[0] == "`":
            yield from token.content
        yield from _codes(token.children or (), begins)


@cache
def _writer() -> Any:
    """Load a parser that writes HTML, with what is harmless of it in a text."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["image", "html_block"])
    parser.normalizeLink = lambda url: web(url) or ""  # type: ignore[method-assign]
    parser.validateLink = bool  # type: ignore[method-assign, assignment]
    parser.inline.ruler.before("escape", "math", _math)
    parser.add_render_rule("html_inline", lambda _, tokens, at, *__: _harmless(tokens[at].content))
    parser.add_render_rule(
        "math", lambda _, tokens, at, *__: f'<span class="math">{as_html(tokens[at].content)}</span>'
    )
    return parser


def _math(state: Any, silent: bool) -> bool:
    """Take a formula as it stands."""
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("math", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _harmless(element: str) -> str:
    return element if _ELEMENT.fullmatch(element) else as_html(element)


@cache
def _dialects() -> tuple[Callable[[str], Any], ...]:
    """Load the parser that rich has, with tables and without."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").parse, MarkdownIt("commonmark").enable("table").parse
