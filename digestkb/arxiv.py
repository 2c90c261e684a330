"""arXiv numbers: what one is, in which spellings people write it, and what only looks like one.

The two schemes and their limits are those of `Understanding the arXiv identifier
<https://info.arxiv.org/help/arxiv_identifier.html>`_: ``YYMM.NNNN`` from 0704, ``YYMM.NNNNN`` from 1501, and before
that ``archive/YYMMNNN`` or ``archive.XX/YYMMNNN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digestkb.dates import PartialDate
from digestkb.errors import NotAnArxivId

#: The archives of the old scheme, with those that were later merged into another.
ARCHIVES = """
acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an
gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio
quant-ph solv-int supr-con
""".split()

#: Every number begins here; what stands before and behind it is looked at only then, for most lines have none.
_NUMBER = re.compile(
    r"(?:(?P<yy>\d\d)(?P<mm>0[1-9]|1[0-2])\.(?P<seq>\d{4,5})"
    r"|(?<=/)(?P<oyy>\d\d)(?P<omm>0[1-9]|1[0-2])(?P<oseq>\d{3}))"
    r"(?:v(?P<version>[1-9]\d?)(?![\w]))?",
    re.IGNORECASE | re.ASCII,
)
_ARCHIVE = re.compile(rf"(?P<archive>{'|'.join(ARCHIVES)})(?:\.[A-Z]{{2}})?/$", re.IGNORECASE)
#: What may stand before a number that has no address or prefix: nothing that makes it a part of something longer.
#: A Chinese character is not: 论文2501.12345很好 has a number in it.
_LETTER = r"0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_FREE = rf"(?<![{_LETTER}.,$€£¥₫＄￥#@+^~%\\])(?<!(?<![{_LETTER}_])-)(?<![$€£¥₫￥]\s)"
#: ... and what may follow: not another digit or letter, no decimals, no percent sign or currency.
_ENDS = rf"(?![{_LETTER}%‰°])(?!\.\d)(?!,\d)(?!\s?[$€£¥₫￥％])(?!\s(?:USD|EUR|VND|RMB|CNY|JPY|đồng)\b)"
_PREFIX = (
    r"(?:(?<![a-z])(?:arxiv(?:[_ -]?id)?|eprint)\s{0,2}[\"'`*]{0,3}\s{0,2}(?:[:：=/._ -]|%3A){1,3}[\"'`*{\[\s]{0,4})"
)
_ADDRESS = (
    r"(?:(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|xxx\.lanl\.gov)(?:/|%2F)(?:[a-z]+(?:/|%2F))?(?:arxiv(?::|%3A))?"
    r"|huggingface\.co/papers/|hf\.co/papers/|doi\.org/10\.48550/arxiv\.|10\.48550/arxiv\.)"
)
_BEFORE = re.compile(rf"(?:{_ADDRESS}|{_PREFIX})$", re.IGNORECASE)
_MARKED = re.compile(r"xiv|r5iv|eprint|hf\.co|huggingface|lanl", re.IGNORECASE)
_FREE_BEFORE, _ENDS_AFTER = re.compile(_FREE), re.compile(_ENDS)
#: No address or prefix is longer.
_REACH = 64
#: A DOI that is not arXiv's own, a network address, a date written with its year first: none holds an arXiv number.
_FOREIGN = re.compile(r"\b10\.\d{4,9}/(?!arxiv)[^\s<>\"')\]]*|\b\d{1,3}(?:\.\d{1,5}){3,}", re.IGNORECASE)
#: A first look that leaves most lines out; without an alternative in it, it runs four times as fast.
_MAYBE = re.compile(r"[0-9/][0-9]{3}\.?[0-9]{4}")
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


def find_arxiv_ids(text: str) -> Iterator[Found]:
    """Yield the arXiv numbers in ``text`` in order, in any spelling: addresses, prefixes, DOIs, bare.

    >>> [f.id.number for f in find_arxiv_ids("see arxiv.org/pdf/2512.24601v1.pdf, 2403.03507 and $2412.01")]
    ['2512.24601', '2403.03507']
    """
    if not _MAYBE.search(text):
        return
    foreign: list[tuple[int, int]] | None = None
    for match in _NUMBER.finditer(text):
        archive = _ARCHIVE.search(text, max(0, match.start() - _REACH), match.start()) if match["oyy"] else None
        found = _validated(match, archive["archive"].lower() if archive else "")
        if found is None:
            continue
        start, end = archive.start() if archive else match.start(), match.end()
        reach = max(0, start - _REACH)
        before = _BEFORE.search(text, reach, start) if _MARKED.search(text, reach, start) else None
        bare = before is None
        if bare and not _FREE_BEFORE.match(text, start):
            continue
        if not _ENDS_AFTER.match(text, end) and (bare or text[end : end + 1].isdigit()):
            continue
        if before:
            start = before.start()
        else:
            if foreign is None:
                foreign = [other.span() for other in _FOREIGN.finditer(text)]
            if any(first <= start < last for first, last in foreign):
                continue
        yield Found(start, end, found, bare)


def parse_arxiv_id(text: str) -> ArxivId:
    """Read one arXiv number in any spelling.

    Raises :class:`~digestkb.errors.NotAnArxivId` if ``text`` is not one number and nothing else.

    >>> parse_arxiv_id("https://www.arxiv.org/pdf/2512.24601v1.pdf?download=1")
    ArxivId(number='2512.24601', version=1)
    """
    stripped = text.strip().strip("<>()[]{}\"'`.,;")
    found = next(find_arxiv_ids(stripped), None)
    if found is not None and _is_whole(stripped, found):
        return found.id
    raise NotAnArxivId(f"{text.strip()[:80]!r} is not an arXiv number such as 2601.05242 or hep-th/9901001")


def _is_whole(text: str, found: Found) -> bool:
    before, after = text[: found.start], text[found.end :]
    return bool(
        re.fullmatch(r"(?:(?:https?://)?(?:[\w-]+\.)*)?", before, re.IGNORECASE)
        and re.fullmatch(r"(?:\.pdf|/)?(?:[?#]\S*)?", after, re.IGNORECASE)
    )


def _validated(match: re.Match[str], archive: str) -> ArxivId | None:
    version = int(match["version"] or 0)
    if match["oyy"]:
        year = int(match["oyy"])
        if not archive or 7 < year < 91 or (year == 7 and int(match["omm"]) > 3):
            return None
        return ArxivId(f"{archive}/{match['oyy']}{match['omm']}{match['oseq']}", version)
    month = (int(match["yy"]), int(match["mm"]))
    digits = 5 if month >= _FIRST_FIVE else 4
    if not month >= _FIRST_NEW or month[0] > _LAST_YEAR or len(match["seq"]) != digits or not int(match["seq"]):
        return None
    return ArxivId(f"{match['yy']}{match['mm']}.{match['seq']}", version)
