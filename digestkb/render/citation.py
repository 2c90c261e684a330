"""A paper as bibliographies cite it: what BibTeX, CSL-JSON and RIS have in common, and the key that all three give it.

A key is made of the id and of the first author whom the notes name, so that it is the same in every export, whatever
else is exported; letters that a key cannot have are made up for by a few digits of a checksum.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from digestkb.media.addresses import web
from digestkb.patterns import lazy
from digestkb.query.papers import Paper
from digestkb.tuples import NamedTuple

#: What makes a name an organisation's: programs would take its last word for a family name.
_ORGANISATION = lazy(
    r"(?<![\w-])(?:(?i:research(?:ers)?|teams?|labs?|laborator(?:y|ies)|groups?|inc|ltd|llc|gmbh|corp(?:oration)?"
    r"|compan(?:y|ies)|universit(?:y|ies)|universit[äéà]t?|institut(?:e|es|ion)?|academy|college|department|faculty"
    r"|foundation|consortium|collaborat(?:ion|ors)|association|society|committee|organi[sz]ation|agency|ministry"
    r"|centers?|centres?|project|initiative|alliance|network|community|contributors|authors|technologies|intelligence"
    r"|deepmind|google|microsoft|nvidia|openai|anthropic|alibaba|tencent|bytedance|baidu)|AI|IBM)(?![\w-])"
    r"|大学|学院|研究院|研究所|实验室|實驗室|團隊|团队|公司|Đại học|Học viện|Viện nghiên cứu|Trường Đại"
)
#: What separates the names in a list of authors, or ends it, is part of no person's name.
_SEPARATES = lazy(r"(?i:(?<!\S)and(?!\S)|(?<!\S)et\.? al\b|^others$)|[,;]")
_SUFFIX = lazy(r"(?i:[js]r\.?)|I{2,3}|IV")
#: What arXiv files papers under, as notes tag them with it.
_CATEGORY = lazy(
    r"(?:cs|stat|math|eess|econ|physics|q-bio|q-fin|astro-ph|cond-mat|nlin)\.[A-Za-z-]{2,12}"
    r"|quant-ph|gr-qc|math-ph|hep-[a-z]{2,3}|nucl-[a-z]{2}"
)
_DOI = lazy(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)


class Person(NamedTuple):
    """Who wrote it. An organisation, and whoever has one name only, has no ``family``."""

    #: As one says it.
    name: str
    family: str = ""
    given: str = ""
    #: What stands before the family's name and does not count when names are sorted: ``van der``.
    particle: str = ""
    suffix: str = ""
    is_organisation: bool = False
    #: Somebody knows where the family's name begins.
    is_parted: bool = False


class Citation(NamedTuple):
    """What a bibliography says of a paper; what is not known is empty."""

    key: str
    title: str
    people: tuple[Person, ...] = ()
    #: Year, month and day as far as they are known.
    date: tuple[int, ...] = ()
    arxiv_id: str = ""
    #: What arXiv files it under, first of all.
    category: str = ""
    doi: str = ""
    #: The address of a page on the web.
    url: str = ""
    #: Where it appeared, as arXiv's metadata says it.
    venue: str = ""
    keywords: tuple[str, ...] = ()
    #: What the notes say of it, which is no abstract.
    said: str = ""
    abstract: str = ""


def citation(paper: Paper) -> Citation:
    """Give what a bibliography says of a paper.

    >>> cited = citation(Paper("2601.05242", "2601.05242", authors=("Shih-Yang Liu",), month="2026-01"))
    >>> cited.key, cited.date, cited.doi
    ('liu-2601.05242', (2026, 1), '10.48550/arXiv.2601.05242')
    """
    return Citation(
        key=_key(paper),
        title=paper.called or paper.id,
        people=_people(paper),
        date=tuple(map(int, filter(None, paper.date.split("-")))),
        arxiv_id=paper.arxiv_id or "",
        category=_category(paper),
        doi=_doi(paper),
        url=web(paper.url) or "",
        keywords=paper.tags,
        said=paper.summary or "",
        venue=paper.venue or "",
        abstract=paper.abstract or "",
    )


def _people(paper: Paper) -> tuple[Person, ...]:
    parted = paper.metadata.people if paper.metadata else ()
    return tuple(_parted(*names) for names in parted) or tuple(map(person, paper.authors))


def _category(paper: Paper) -> str:
    """Give what arXiv files a paper under: by its metadata, its number, or the tags of notes."""
    if not paper.arxiv_id:
        return ""
    archive = paper.arxiv_id.rpartition("/")[0]
    return next(iter(paper.categories), archive) or next(filter(_CATEGORY.fullmatch, paper.tags), "")


def _doi(paper: Paper) -> str:
    """Give arXiv's own DOI of a number, else the one that a paper's address is."""
    if paper.arxiv_id:
        return f"10.48550/arXiv.{paper.arxiv_id}"
    found = _DOI.fullmatch(paper.url or "")
    return found[1] if found else ""


def cited(records: Iterable[Any], citation_of: Callable[[Any], Citation] | None) -> Iterator[Citation]:
    """Yield the citations of records, each with a key of its own, compared without case as BibTeX does."""
    taken: set[str] = set()
    for found in map(citation_of, records) if citation_of else ():
        key, count = found.key, 1
        while key.lower() in taken:
            count += 1
            key = f"{found.key}-{count}"
        taken.add(key.lower())
        yield found._replace(key=key)


def person(name: str) -> Person:
    """Part a name as BibTeX does: the family's comes last, behind particles in small letters.

    >>> person("Laurens van der Maaten")[1:4], person("Martin King Jr.").suffix, person("Qwen Team").is_organisation
    (('Maaten', 'Laurens', 'van der'), 'Jr.', True)
    """
    if _ORGANISATION.search(name) or _SEPARATES.search(name):
        return Person(name, is_organisation=True)
    words = name.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if len(words) < 2:
        return Person(name)
    small = [at for at, word in enumerate(words[:-1]) if at and word[0].islower()]
    first, last = (small[0], small[-1] + 1) if small else (len(words) - 1, len(words) - 1)
    family, given, particle = (" ".join(part) for part in (words[last:], words[:first], words[first:last]))
    return Person(name, family, given, particle, suffix)


def _parted(family: str, given: str, suffix: str) -> Person:
    """Take a name as arXiv parts it; particles are a part of the family's name there."""
    whole = " ".join(filter(None, (given, family, suffix)))
    if not given:
        return Person(whole, is_organisation=" " in family)
    words = family.split()
    small = next((at for at, word in enumerate(words) if not word[0].islower()), 0)
    return Person(whole, " ".join(words[small:]), given, " ".join(words[:small]), suffix, is_parted=True)


def _key(paper: Paper) -> str:
    # What metadata says of the authors makes no other key: it may come later than what cites the paper.
    authors = _noted_authors(paper) if "authors" in (paper.metadata.fields if paper.metadata else ()) else paper.authors
    name = (authors[0].split() or [""])[-1] if authors else ""
    own = paper.id.removeprefix("note:")
    written = _ascii(own.replace("/", "-"))
    if len(written) < len(own):  # others may have the same letters left
        written = f"{written or 'paper'}-{zlib.crc32(own.encode('utf-8', 'replace')):08x}"
    key = "-".join(part for part in (_ascii(name).lower(), written) if part)
    return key if key[0].isalpha() else f"arxiv-{key}"


def _noted_authors(paper: Paper) -> tuple[str, ...]:
    """Give the authors whom the notes name: the longest list, as :mod:`digestkb.merge` takes it."""
    return min((mention.authors for mention in paper.mentions), key=lambda names: (-len(names), names), default=())


def _ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9.-]+", "", bare)
