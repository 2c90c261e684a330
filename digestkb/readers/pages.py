"""Papers without a number on arXiv, known by their own pages: OpenReview, an anthology, a DOI, a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digestkb.links import FoundLink
from digestkb.readers.candidates import Candidate, candidate
from digestkb.readers.citation import citation
from digestkb.readers.fields import Field
from digestkb.readers.scan import WINDOW, links_in
from digestkb.tree import Block

_PAPER_PAGE = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/[\w.-]+\d|(?:dx\.)?doi\.org/10\.\d{4,9}/"
    r"|(?:proceedings|papers)\.(?:neurips|nips)\.cc/paper|proceedings\.mlr\.press/v\d+/|openaccess\.thecvf\.com/content"
    r"|(?:www\.)?(?:biorxiv|medrxiv)\.org/content/|dl\.acm\.org/doi/|ieeexplore\.ieee\.org/(?:abstract/)?document/"
    r"|link\.springer\.com/(?:article|chapter)/10|www\.nature\.com/articles/|jmlr\.org/papers/|ojs\.aaai\.org/index\.php/"
    r"|[^\s()<>\"']+\.pdf(?=$|[\s)>\"'\]?#,;|]))[^\s()<>\"'|\]]*",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:doi:\s?)?(?P<doi>10\.\d{4,9}/[^\s<>\"]{2,200})", re.IGNORECASE)

_STATED_DOI = re.compile(r"(?<![\w/])doi:\s?(?P<doi>10\.\d{4,9}/[^\s<>\"|]{2,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of the only paper that a note is about, and its title where it is cited beside that."""

    url: str
    cited: Candidate | None = None


def is_paper_page(url: str) -> bool:
    """Say whether an address is clearly a paper's own page."""
    return _PAPER_PAGE.match(url) is not None and "10.48550" not in url


def sole_page(fields: Sequence[Field], blocks: Sequence[Block]) -> Page | None:
    """Give the page of a note's paper: the only one in it, labelled as an address or at the end of a citation."""
    spoken = [block for block in blocks if block.kind in ("item", "paragraph") and len(block.text) <= WINDOW]
    cited = [(block, url, at) for block in spoken for url, at in _pages_in(block.text)]
    labelled = {url for one in fields if one.role.name == "link" for url in _labelled(one)}
    urls = labelled | {url for _, url, _ in cited}
    if len(urls) != 1:
        return None
    if labelled:
        return Page(next(iter(labelled)))
    block, url, at = cited[0]
    found = citation(block.text[:at].rstrip(" ,.;([<"))
    title = candidate(found.title, "citation", block.at, authors=found.authors) if found and found.authors else None
    return Page(url, title) if title else None


def page_links(text: str) -> list[FoundLink]:
    """Give the links of a text that lead to a paper's page; ``doi:10.1234/a.1`` is one as well.

    >>> [link.url for link in page_links("A (doi:10.1234/a.1), https://doi.org/10.1234/b.2, https://example.org")]
    ['https://doi.org/10.1234/a.1', 'https://doi.org/10.1234/b.2']
    """
    found = [link for link in links_in(text) if not link.image and is_paper_page(link.url)]
    for doi in _STATED_DOI.finditer(text):
        url = f"https://doi.org/{doi['doi'].rstrip('.,;)]')}"
        if is_paper_page(url) and not any(link.start <= doi.start() < link.end for link in found):
            found.append(FoundLink(doi.start(), doi.start("doi") + len(url) - len("https://doi.org/"), url, ""))
    return sorted(found, key=lambda link: link.start)


def _pages_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the pages of papers that a text leads to, and where."""
    for link in page_links(text):
        yield link.url.rstrip(".,;"), link.start


def _labelled(one: Field) -> Iterator[str]:
    doi = _DOI.fullmatch(one.value.strip("`<> "))
    if doi is not None and "10.48550" not in doi["doi"]:
        yield f"https://doi.org/{doi['doi']}"
    yield from (url for url, _ in _pages_in(one.value[:WINDOW]))
