"""What arXiv's API answers: a feed of Atom, whose entries are records with other keys."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from digestkb.patterns import lazy
from digestkb.snapshot import Metadata, Name
from digestkb.snapshot.record import metadata

_ATOM, _ARXIV = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
_OF_PAPER = lazy(r"https?://arxiv\.org/abs/(\S+?)(?:v\d+)?")
_DAY = lazy(r"\d{4}-\d\d-\d\d(?=T)")


def records(data: bytes) -> Iterator[Metadata]:
    """Yield what a feed says of papers; an entry that is about none, such as one that tells of a mistake, says nothing.

    People are names as they are written: which part is the family's is not said, and all of it stands in ``given``.
    Raises :class:`ValueError` if it is no feed, or is cut off.
    """
    try:
        feed = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
    if feed.tag != f"{_ATOM}feed":
        raise ValueError("no feed")
    for entry in feed.iterfind(f"{_ATOM}entry"):
        if found := _OF_PAPER.fullmatch(_text(entry, f"{_ATOM}id")):
            yield _record(found[1], entry)


def _record(number: str, entry: ElementTree.Element) -> Metadata:
    categories = [entry.find(f"{_ARXIV}primary_category"), *entry.iterfind(f"{_ATOM}category")]
    said = metadata(
        {
            "id": number,
            "title": _text(entry, f"{_ATOM}title"),
            "abstract": _text(entry, f"{_ATOM}summary"),
            "categories": " ".join(one.get("term", "") for one in categories if one is not None),
            "doi": _text(entry, f"{_ARXIV}doi"),
            "comments": _text(entry, f"{_ARXIV}comment"),
            "journal-ref": _text(entry, f"{_ARXIV}journal_ref"),
        }
    )
    names = (_text(author, f"{_ATOM}name") for author in entry.iterfind(f"{_ATOM}author"))
    day = _DAY.match(_text(entry, f"{_ATOM}published"))
    authors = tuple(Name("", " ".join(name.split())) for name in names if name.strip())
    return said._replace(authors=authors, published=day[0] if day else None)


def _text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(path) or ""
