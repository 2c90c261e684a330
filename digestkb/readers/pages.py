"""Papers without a number on arXiv, known by their own pages: OpenReview, an anthology, a DOI, a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from digestkb.arxiv import DOI, is_doi_of_arxiv
from digestkb.links import FoundLink
from digestkb.patterns import lazy
from digestkb.readers.candidates import Candidate, candidate, titleness
from digestkb.readers.citation import citation
from digestkb.readers.facts import NoteFacts
from digestkb.readers.fields import Field, is_address
from digestkb.readers.scan import WINDOW, links_in, numbers_in
from digestkb.tree import Block
from digestkb.tuples import NamedTuple

_PAPER_PAGE = lazy(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/(?=[\w.-]{1,99}\d)|(?:dx\.)?doi\.org/"
    + DOI
    + r"|(?:proceedings|papers)\.(?:neurips|nips)\.cc/paper|proceedings\.mlr\.press/v\d+/"
    r"|openaccess\.thecvf\.com/content"
    r"|(?:www\.)?(?:biorxiv|medrxiv)\.org/content/|dl\.acm\.org/doi/|ieeexplore\.ieee\.org/(?:abstract/)?document/"
    r"|link\.springer\.com/(?:article|chapter)/10|www\.nature\.com/articles/|jmlr\.org/papers/|ojs\.aaai\.org/index\.php/"
    r"|[^\s()<>\"']+\.pdf(?=$|[\s)>\"'\]?#,;|]))[^\s()<>\"'|\]]*",
    re.IGNORECASE,
)
_DOI = lazy(rf"(?:doi:\s?)?(?P<doi>{DOI}[^\s<>\"]{{2,200}})", re.IGNORECASE)
_STATED_DOI = lazy(rf"(?<![\w/])doi:\s?(?P<doi>{DOI}[^\s<>\"|]{{2,200}})", re.IGNORECASE)


class Page(NamedTuple):
    """The page of the only paper that a note is about, and its title where it is cited beside that."""

    url: str
    cited: Candidate | None = None


def is_paper_page(url: str) -> bool:
    """Say whether an address is clearly a paper's own page."""
    return _PAPER_PAGE.match(url) is not None and not is_doi_of_arxiv(url)


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


def paper_pages(facts: NoteFacts, taken: Set[int]) -> Iterator[tuple[Block, FoundLink]]:
    """Yield the sections, items and rows without an arXiv number that have a paper's own page, each page once.

    ``taken`` are the ids of blocks that are about something else.
    """
    numbered = {
        id(block)
        for hit in facts.document.hits
        for block in [hit.block, *hit.block.ancestors()]
        if block.kind in ("section", "item", "row", "record")
    } | taken
    seen: set[str] = set()
    for block, link in [*_headed(facts, numbered), *_led(facts, numbered)]:
        if link.url not in seen:
            seen.add(link.url)
            yield block, link


def _headed(facts: NoteFacts, numbered: Set[int]) -> list[tuple[Block, FoundLink]]:
    """Give the sections with one page, which stands in the heading or alone on a line; the only one is the note."""
    found = []
    for block in facts.walked:
        if block.kind != "section" or id(block) in numbered or titleness(block.text) < 1:
            continue
        within = list(block.walk())
        if any(one.kind == "section" for one in within[1:]):
            continue
        links = {link.url: link for one in within if len(one.text) <= WINDOW for link in _links_of(one)}
        if len(links) == 1 and any(map(_states_page, within)):
            found.append((block, next(iter(links.values()))))
    return found if len(found) > 1 or numbered else []


def _states_page(block: Block) -> bool:
    """Say whether a page stands in a heading, or on a line that has nothing but addresses."""
    lines = block.lines if block.kind in ("section", "paragraph", "item") else []
    return any(_leads_to_page(line) and (block.kind == "section" or is_address(line)) for line in lines)


def _led(facts: NoteFacts, numbered: Set[int]) -> Iterator[tuple[Block, FoundLink]]:
    """Yield the items and rows whose first page is of a paper."""
    for block in facts.walked:
        if block.kind in ("item", "row") and id(block) not in numbered and len(block.text) <= WINDOW:
            link = next(iter(_links_of(block)), None)
            if link is not None:
                yield block, link


def owns_children(item: Block) -> bool:
    """Say whether what stands below an item speaks of its paper: nothing there leads to another."""
    inner = list(item.walk())[1:]
    return bool(inner) and not any(_links_of(one) or numbers_in(one.text[:WINDOW]) for one in inner)


def _links_of(block: Block) -> list[FoundLink]:
    return page_links(block.text) if _leads_to_page(block.text) else []


def _leads_to_page(text: str) -> bool:
    return "://" in text or "doi:" in text or "DOI:" in text


def _pages_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the pages of papers that a text leads to, and where."""
    for link in page_links(text):
        yield link.url.rstrip(".,;"), link.start


def _labelled(one: Field) -> Iterator[str]:
    doi = _DOI.fullmatch(one.value.strip("`<> "))
    if doi is not None and not is_doi_of_arxiv(doi["doi"]):
        yield f"https://doi.org/{doi['doi']}"
    yield from (url for url, _ in _pages_in(one.value[:WINDOW]))
