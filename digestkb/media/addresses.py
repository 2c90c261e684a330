"""Which addresses become links, and how they are written: in characters that mean nothing wherever a link may stand."""

from __future__ import annotations

import os

from digestkb.patterns import lazy

#: What an address may begin with to be a link, and what a browser is given instead of it. All else stays text: files,
#: scripts, data, mail, and what is relative to a place that nobody knows any more.
SCHEMES = {"https://": None, "http://": None, "doi:": "https://doi.org/"}

#: A scheme, and the beginning of a host or a number.
_LINK = lazy(rf"\s*({'|'.join(SCHEMES)})(?=[^\s/?#])", 2)  # in any case
#: All but what RFC 3986 lets stand; brackets, quotation marks and the semicolon, which ends an escape, mean something.
_MEANS_SOMETHING = lazy(r"[^A-Za-z0-9._~:/?#@!$&*+,=%-]")


def web(url: str | None) -> str | None:
    r"""Give the address of a web page, percent-encoded; ``None`` if it is none that a browser should open.

    >>> web("https://x.org/a b(1)"), web("doi:10.1/x"), web("javascript:alert(1)"), web("../a.md")
    ('https://x.org/a%20b%281%29', 'https://doi.org/10.1/x', None, None)
    """
    found = _LINK.match(url) if url else None
    if not found or not url:
        return None
    return (SCHEMES[found[1].lower()] or found[1]) + _encoded(url[found.end() :].strip())


def file(path: str) -> str:
    """Give the address of a file of this machine, for links that lead from an answer to the note it is from.

    >>> file("/notes/a b.md")
    'file:///notes/a%20b.md'
    """
    slashed = path.replace(os.sep, "/").replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return "file://" + _encoded(slashed if slashed.startswith("/") else f"/{slashed}")


def _encoded(text: str) -> str:
    return _MEANS_SOMETHING.sub(lambda found: "".join(f"%{byte:02X}" for byte in _bytes(found[0])), text)


def _bytes(char: str) -> bytes:
    """Give the bytes of a character; half of a pair stands for a byte of a name that is not UTF-8, or for nothing."""
    return char.encode("utf-8", "surrogateescape" if "\udc80" <= char <= "\udcff" else "replace")
