"""arXiv numbers: what one is, in which spellings people write it, and what only looks like one.

The two schemes and their limits are those of `Understanding the arXiv identifier
<https://info.arxiv.org/help/arxiv_identifier.html>`_: ``YYMM.NNNN`` from 0704, ``YYMM.NNNNN`` from 1501, and before
that ``archive/YYMMNNN`` or ``archive.XX/YYMMNNN``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digestkb.dates import PartialDate
from digestkb.errors import NotAnArxivId
from digestkb.lookalikes import is_picture, is_something_else
from digestkb.patterns import lazy

#: The archives of the old scheme, with those that were later merged into another.
ARCHIVES = """
acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an
gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio
quant-ph solv-int supr-con
""".split()

_VERSION = r"(?:[vV]([1-9]\d?)(?![0-9A-Za-z_]))?"
#: The digits; what stands around them is looked at where digits were found, which in most text is hardly ever.
_NEW = lazy(rf"(?<!\d)(\d\d)(0[1-9]|1[0-2])\.(\d{{4,5}}){_VERSION}(?!\d)")
_OLD = lazy(rf"(?<=[A-Za-z])/(\d\d)(0[1-9]|1[0-2])(\d{{3}}){_VERSION}(?!\d)")
_ARCHIVE = lazy(rf"({'|'.join(ARCHIVES)})(?:\.[A-Z]{{2}})?$", re.IGNORECASE)
_LETTER = r"0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff"
#: What may stand before a number that has no address or prefix: nothing that makes it a part of something longer.
#: A Chinese character is not: 论文2501.12345很好 has a number in it.
_FREE = lazy(rf"(?<![{_LETTER}.$€£¥₫＄￥#@+^%\\])(?<!(?<!~)~)(?<!(?<![{_LETTER}_])-)(?<!\d,)")
#: ... and what may follow: not another digit or letter, no decimals, no percent sign; after a comma, a day or a paper.
_ENDS = lazy(rf"(?![{_LETTER}%‰°])(?!\.\d)(?!,(?!\d\d(?:0[1-9]|1[0-2])\.\d{{4,5}}(?!\d)|\d{{4}}-\d\d-\d\d(?!\d))\d)")
#: The sites whose addresses name papers by their arXiv number, whatever else stands in them.
_SITES = r"""(?:arxiv|ar5iv|alphaxiv)\.org|xxx\.lanl\.gov|arxiv-(?:vanity|sanity|sanity-lite)\.com
(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?:[a-z-]{1,24}/)?papers
papers\.cool|paperswithcode\.com|emergentmind\.com|connectedpapers\.com|semanticscholar\.org
scholar\.google\.com|scholar-inbox\.com|themoonlight\.io|catalyzex\.com|scirate\.com|inspirehep\.net|adsabs\.harvard\.edu|tldr\.takara\.ai"""
_ADDRESS = lazy(
    rf"(?:(?:{'|'.join(_SITES.split())})(?:[/?]|%(?:25)?2F)[\w%&+./:=?@~#-]{{0,120}}|10\.48550(?:/|%(?:25)?2F)arxiv\.)$",
    re.ASCII | re.IGNORECASE,
)
_PREFIX = lazy(
    r"(?<![a-z])(?:arxiv(?:[_ -]?id)?|eprint)\s{0,2}[\"'`*]{0,3}\s{0,2}(?:[:：=/._ -]|%(?:25)?3A){1,3}"
    r"[\"'`*{\[\s]{0,4}$",
    re.IGNORECASE,
)
#: What an address ends with where a number follows; the dot is that of arXiv's own DOI.
_BEFORE_NUMBER = ("/", "=", ":", "2f", "3a", "3d", "arxiv.")
#: A DOI that is not arXiv's own may hold any digits.
#: How a DOI begins, and how one that arXiv gave to a number.
DOI, _DOI_OF_ARXIV = r"10\.\d{4,9}/", "10.48550"
_DOI = lazy(r"\b" + DOI + r"(?!arxiv)(?:[^\s<>\"'()\]|，。；、）」》]|\([^\s()]{0,120}\)){0,120}$", re.IGNORECASE)
#: The longest archive and prefix, and the longest part of an address or a DOI, in characters.
_BEFORE, _BEFORE_PART = 48, 120
#: What may be a number of either scheme, in a first look that leaves most text out: from the sign within or before its
#: digits on, as one character is found many times as fast as any digit.
_MAYBE_NEW, _MAYBE_OLD = lazy(r"\.(?<=[0-9]{2}[01][0-9]\.)[0-9]{4}"), lazy(r"/(?<=[A-Za-z]/)[0-9]{7}")
_FIRST_NEW, _FIRST_FIVE, _LAST_YEAR = (7, 4), (15, 1), 49


@dataclass(frozen=True, slots=True, order=True)
class ArxivId:
    """An arXiv number. ``version`` is no part of what the paper is, and 0 where none was written.

    >>> ArxivId("2601.05242").url
    'https://arxiv.org/abs/2601.05242'
    """

    number: str
    version: int = 0

    @property
    def month(self) -> PartialDate:
        """The month that the number was given in.

        >>> str(ArxivId("hep-th/9711200").month)
        '1997-11'
        """
        digits = self.number.rpartition("/")[2]
        year, month = int(digits[:2]), int(digits[2:4])
        return PartialDate(year + (1900 if "/" in self.number and year > 90 else 2000), month)

    @property
    def url(self) -> str:
        """The canonical address of the abstract, without version."""
        return f"https://arxiv.org/abs/{self.number}"


@dataclass(frozen=True, slots=True)
class Found:
    """An arXiv number in a text, from ``start`` to ``end``; ``bare`` if neither address nor prefix stood before it."""

    start: int
    end: int
    id: ArxivId
    bare: bool


def is_doi_of_arxiv(address: str) -> bool:
    """Say whether a DOI, or an address made of it, is what arXiv gave to one of its numbers.

    >>> is_doi_of_arxiv("https://doi.org/10.48550/arXiv.1412.6980"), is_doi_of_arxiv("10.1162/neco.1997.9.8")
    (True, False)
    """
    return _DOI_OF_ARXIV in address


def find_arxiv_ids(text: str) -> Iterator[Found]:
    """Yield the arXiv numbers in ``text`` in order, in any spelling: addresses, prefixes, DOIs, bare.

    >>> [f.id.number for f in find_arxiv_ids("see arxiv.org/pdf/2512.24601v1.pdf, 2403.03507 and $2412.01")]
    ['2512.24601', '2403.03507']
    """
    last = 0
    for start in _starts(text):
        read = _read(text, start)
        if read is None:
            continue
        start, end, number = read
        before = text[max(last, start - _BEFORE_PART) : start]
        lead = _lead(before)
        if lead or _is_free(text, before, start, end):
            last = end
            yield Found(start - lead, end, number, bare=not lead)


def _starts(text: str) -> list[int]:
    """Give where the digits of a number may begin in a text, or the slash before them."""
    new = [match.start() - 4 for match in _MAYBE_NEW.finditer(text)] if "." in text else []
    old = [match.start() for match in _MAYBE_OLD.finditer(text)] if "/" in text else []
    return sorted(new + old) if old else new


def _read(text: str, start: int) -> tuple[int, int, ArxivId] | None:
    """Read the number whose digits, or the slash before them, stand at ``start``; give where it begins and ends."""
    match = (_OLD if text[start] == "/" else _NEW).match(text, start)
    if match is None:
        return None
    if text[start] != "/":
        number = _read_new(match)
    else:
        archive = _ARCHIVE.search(text[max(0, start - _BEFORE) : start])
        if archive is None:
            return None
        start -= len(archive[0])
        number = _read_old(match, archive[1])
    return (start, match.end(), number) if number else None


@lru_cache(maxsize=1024)  # the same few sites come again and again
def _lead(before: str) -> int:
    """Give the length of the address or prefix that ends ``before``.

    >>> _lead("see https://arxiv.org/abs/"), _lead("see arXiv:"), _lead("see https://example.com/")
    (14, 6, 0)
    """
    folded = before.lower()
    # An address has no blanks in it, and what stands before the last one is many times as long.
    lead = _ADDRESS.search(before.rsplit(None, 1)[-1]) if folded.endswith(_BEFORE_NUMBER) else None
    if lead is None and ("arxiv" in folded or "eprint" in folded):
        lead = _PREFIX.search(before[-_BEFORE:])
    return len(lead[0]) if lead else 0


def _is_free(text: str, before: str, start: int, end: int) -> bool:
    """Say whether a number without address or prefix is one, and neither a part of something longer nor an amount.

    ``before`` is what stands between it and the number before it.
    """
    if not _ENDS.match(text, end):
        return False
    # A comma with nothing before it but a number that was found separates two papers.
    if not (_FREE.match(text, start) or (before == "," and start > 1)):
        return False
    if "10." in before and _DOI.search(before):
        return False
    # Nobody measures in hep-th.
    return not (is_something_else(text, start, end) if text[start].isdigit() else is_picture(text, end))


def find_in_lines(lines: Sequence[str], known: Container[str] = ()) -> Iterator[tuple[int, Found]]:
    """Yield the numbers in lines, each with the number of its line, from 1; lines without any are passed over at once.

    So are those that have none but ``known`` ones.

    >>> [(line, found.id.number) for line, found in find_in_lines(["GaLore", "", "is 2403.03507, 2312.11805 was"])]
    [(3, '2403.03507'), (3, '2312.11805')]
    """
    joined = "\n".join(lines)
    number, start, end = 0, 0, -1
    for at in _starts(joined):
        if at < end or joined[at : at + 10] in known or joined[at : at + 9] in known:
            continue
        start = joined.rfind("\n", 0, at) + 1
        number += joined.count("\n", max(end, 0), start)
        end = joined.find("\n", start)
        end = len(joined) if end < 0 else end
        for found in find_arxiv_ids(joined[start:end]):
            yield number + 1, found


def parse_arxiv_id(text: str) -> ArxivId:
    """Read one arXiv number in any spelling.

    Raises :class:`~digestkb.errors.NotAnArxivId` if ``text`` is not one number and nothing else.

    >>> parse_arxiv_id("https://www.arxiv.org/pdf/2512.24601v1.pdf?download=1")
    ArxivId(number='2512.24601', version=1)
    >>> parse_arxiv_id("https://doi.org/10.48550/arXiv.1412.6980").number, parse_arxiv_id("１４１２．６９８０").number
    ('1412.6980', '1412.6980')
    """
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    stripped = text.strip().strip("<>()[]{}\"'`.,;")
    found = next(find_arxiv_ids(stripped), None)
    if found is not None and _is_whole(stripped, found):
        return found.id
    raise NotAnArxivId(f"{text.strip()[:80]!r} is not an arXiv number such as 2601.05242 or hep-th/9901001")


def _is_whole(text: str, found: Found) -> bool:
    before, after = text[: found.start], text[found.end :]
    return bool(
        re.fullmatch(r"(?:(?:https?://)?(?:[\w-]+\.)*(?:doi\.org/)?|doi:\s?)", before, re.IGNORECASE)
        and re.fullmatch(r"(?:\.pdf|/)?(?:[?#]\S*)?", after, re.IGNORECASE)
    )


def _read_new(match: re.Match[str]) -> ArxivId | None:
    year, month, sequence, version = match.groups()
    given = (int(year), int(month))
    digits = 5 if given >= _FIRST_FIVE else 4
    if given < _FIRST_NEW or given[0] > _LAST_YEAR or len(sequence) != digits or not int(sequence):
        return None
    return ArxivId(f"{year}{month}.{sequence}", int(version or 0))


def _read_old(match: re.Match[str], archive: str) -> ArxivId | None:
    year, month, sequence, version = match.groups()
    if 7 < int(year) < 91 or (int(year) == 7 and int(month) > 3):
        return None
    return ArxivId(f"{archive.lower()}/{year}{month}{sequence}", int(version or 0))
