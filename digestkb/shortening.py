"""How links are kept: most addresses begin with one of a few texts, which their kind stands for. Loads nothing."""

from __future__ import annotations

#: Addresses that most notes are full of, and that need no second look: what they begin with, and their kind.
KNOWN = (
    ("https://arxiv.org/abs/", "abs"),
    ("https://arxiv.org/pdf/", "pdf"),
    ("https://huggingface.co/papers/", "huggingface"),
    ("https://github.com/", "code"),
)
_STARTS = {kind: start for start, kind in KNOWN}


def shortened(kind: str, url: str) -> str:
    """Write a link as one text: its kind, a colon and the rest of a known address, or a blank and any other.

    >>> shortened("abs", "https://arxiv.org/abs/2601.05242"), shortened("code", "https://gitee.com/a/b")
    ('abs:2601.05242', 'code https://gitee.com/a/b')
    """
    start = _STARTS.get(kind)
    return f"{kind}:{url[len(start) :]}" if start and url.startswith(start) else f"{kind} {url}"


def lengthened(text: str) -> tuple[str, str]:
    """Give the kind and the address of what :func:`shortened` wrote.

    >>> lengthened("abs:2601.05242"), lengthened("code https://gitee.com/a/b")
    (('abs', 'https://arxiv.org/abs/2601.05242'), ('code', 'https://gitee.com/a/b'))
    """
    kind, colon, rest = text.partition(":")
    if colon and (start := _STARTS.get(kind)):
        return kind, start + rest
    kind, _, url = text.partition(" ")
    return kind, url
