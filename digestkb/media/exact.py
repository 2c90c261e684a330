r"""Markdown that shows words and passages as :mod:`~digestkb.media.markdown` does, and can be read back to the letter.

What may not stand there is spelled out where nothing is lost: ``&lt;``, ``&#x1b;``, ``\[``. What looks like such a
spelling already gets one more of what makes it one.
"""

from __future__ import annotations

import re
from html import escape as as_html

from digestkb.media.characters import spelled_out
from digestkb.media.markdown import SYNTAX, neutralised
from digestkb.patterns import lazy

_NAMED = {"amp": "&", "lt": "<", "gt": ">"}
_SPELLED = lazy(r"\\(.)|&(?:(amp|lt|gt)|#x([0-9a-f]{1,6}));")
_EDGE = lazy(r"^\s|\s$")
#: In passages: what would be taken for a sign that was spelled out. Backslashes stay odd or even in number.
_ENTITY = "(?:amp;)*(?:lt|#x[0-9a-f]{1,6});"
_LIKE_SPELLED = lazy(rf"&(?={_ENTITY})|(?<=\])\\(?=\\*[(:])|(?<!\\)\\(?=\\*\{{)")
_IN_PASSAGE = lazy(
    rf"&(?:(amp);(?={_ENTITY})|(lt);|#x([0-9a-f]{{1,6}});)|(?<=\])\\{{1,2}}(?=\\*[(:])|(?<!\\)\\{{1,2}}(?=\\*\{{)"
)
#: What stands for something else in :mod:`~digestkb.media.markdown`, and the second sign of a comment of Obsidian's.
_SPELL_OUT = lazy("[\U00100000-\U0010ffff]|(?<=%)%")


def words(text: str) -> str:
    r"""Write words on one line so that Markdown shows them; :func:`read_words` gives them back.

    >>> print(words("RL [draft] <b>\n# 1 "), read_words(words("RL [draft] <b>\n# 1 ")) == "RL [draft] <b>\n# 1 ")
    RL \[draft\] &lt;b&gt;&#xa;# 1&#x20; True
    """
    shown = _visible(as_html(text, quote=False))
    return SYNTAX.sub(r"\\\g<0>", _EDGE.sub(lambda found: _reference(found[0]), shown))


def read_words(written: str) -> str:
    """Read what :func:`words` wrote."""
    return _SPELLED.sub(lambda found: found[1] or _NAMED.get(found[2]) or _character(found[3]), written)


def passage(text: str) -> str:
    r"""Write a passage of Markdown with its markup, in which nothing acts; :func:`read_passage` gives it back.

    >>> print(passage("**a** <b> &lt; [d](e.md) [f](https://x.org/a)\x1b"))
    **a** &lt;b> &amp;lt; [d]\(e.md) [f](https://x.org/a)&#x1b;
    """
    spelled = _LIKE_SPELLED.sub(lambda found: "&amp;" if found[0] == "&" else "\\\\\\", text)
    lines = spelled.split("\n")
    return neutralised("\n".join("\t".join(map(_visible, line.split("\t"))) for line in lines), exactly=True)


def read_passage(written: str) -> str:
    """Read what :func:`passage` wrote."""
    return _IN_PASSAGE.sub(_in_passage, written)


def _in_passage(found: re.Match[str]) -> str:
    if found[1]:
        return "&"
    return "<" if found[2] else _character(found[3]) if found[3] else ""


def _visible(text: str) -> str:
    return _SPELL_OUT.sub(lambda found: _reference(found[0]), spelled_out(text, _reference))


def _reference(text: str) -> str:
    return "".join(f"&#x{ord(char):x};" for char in text)


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
