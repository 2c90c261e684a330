"""Citations: a title with its authors before or behind it, and where and when it appeared, set apart by full stops."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people, is_person, named_people
from digestkb.readers.titles import NUMBERING, VENUE, WHEN, clean_title, is_label

_LONGEST = 1000
_PARTS = lazy(r"(?<!\b[A-Z])(?<!\bal)(?<!\bvs)[.。]\s+|(?<=\bal\.)\s+|(?<=\d\))[.:]?\s+|(?<=[?？!！])\s+")
_VENUE = lazy(
    rf"[\W_]{{0,40}}(?:(?:in\s{{1,40}})?(?:the\s{{1,40}})?(?:{VENUE})\b"
    rf"|in:?\s{{1,40}}\S|proceedings\b|advances\b|preprint\b|{WHEN}\W{{0,40}}$"
    rf"|[^.:]{{3,60}}[,\s(]{{1,40}}{WHEN}\)?\W{{0,40}}$)",
    re.IGNORECASE,
)
#: One author, family first, with the year behind: «Smith, W. (2021)».
_ONE_AUTHOR = lazy(r"[^\W\d_][\w'’-]{1,60},\s{1,9}(?:[A-Z]\.[\s-]?){1,3}\s{0,9}\((?:19|20)\d\d[a-z]?\)")
_INITIAL = lazy(r"(?<![^\W_])[A-Z]\.")
#: A title without a full stop, and the first of its authors behind a comma or dash.
_TRAILING_NAMES = lazy(
    r"(?P<title>.{8,}?)\s{0,40}[,;|–—-]\s{1,40}(?:by\s{1,40})?"
    r"(?P<name>(?:[A-Z][\w.'’-]*\s{1,40}){1,3})(?:et\.?\s?al\b|and others\b)"
)
#: A title, and behind it something in italics, which may be its authors or venue.
_STRESSED_BEHIND = lazy(
    r"(?P<title>.{8,}?)\s{0,40}[,.;|–—-]\s{1,40}(?<![*_])(?P<mark>[*_])(?P<behind>[^*_]{3,200})(?P=mark)(?![*_])"
)
#: Two family names alone, before what ends as a title of a reference does.
_FAMILY_NAMES = lazy(r"[A-Z][\w'’-]{1,40}\s(?:and|&)\s[A-Z][\w'’-]{1,40}\.?")
#: The people, and the title in quotes behind them.
_BEFORE_QUOTES = lazy(
    r"(?P<people>[^\"“”„«»]{3,500}?)[,.:]?\s{1,9}[\"“„«]\s?(?P<title>[^\"“”„«»]{6,300}?)[,.]?\s?[\"”“»]"
)
#: A title in quotes, with which it does not go on: «"Who?" On Names» is one.
_QUOTED = lazy(r"[\"“„«]\s?(?P<title>[^\"“”„«»]{6,300}?)(?:[,.]\s?[\"”“»]|(?<![,.])[\"”“»](?!\s?[^\W\d_]))")
#: A title, and its people in brackets behind it.
_BEFORE_BRACKETS = lazy(r"(?P<title>[^()（）]{8,300}?)\s{0,9}[(（](?P<people>[^()（）]{5,500})[)）](?=\W|$)")
#: The people before a colon, and the title behind it: in italics, or up to a full stop, a venue or a year.
_BEHIND_COLON = lazy(
    r"(?P<people>[^:：]{5,400}?)\s?[:：]\s{0,9}(?:(?P<mark>[*_]{1,3})(?P<stressed>[^*_]{6,300}?)[.,]?(?P=mark)"
    rf"|(?P<title>\S.{{5,300}}?)(?=[.。](?:\s|$)|,\s{{0,9}}(?:in\s{{1,9}})?(?:(?:{VENUE})\b|{WHEN})|$))"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A title, and its authors as far as they are written out."""

    title: str
    authors: tuple[str, ...] = ()


def citation(text: str) -> Citation | None:
    """Read a citation, or give ``None`` if the text is none.

    >>> citation("J. Zhao, Z. Zhang, et al. GaLore: Memory-Efficient LLM Training. arXiv preprint, 2024").title
    'GaLore: Memory-Efficient LLM Training'
    >>> citation("AWQ: Activation-aware Weight Quantization. Ji Lin et al. MLSys 2024")
    Citation(title='AWQ: Activation-aware Weight Quantization', authors=('Ji Lin',))
    >>> citation('J. Finch and A. Roy, "Under the Bridge: Dark Data," in Proc. ACL, 2022')
    Citation(title='Under the Bridge: Dark Data', authors=('J. Finch', 'A. Roy'))
    >>> citation("Ada Finch, Bo Roy: *Under Dark Bridges*, 2021") == citation("Under Dark Bridges (Ada Finch, Bo Roy)")
    True
    >>> citation("Finch and Roy. *Under Dark Bridges.*").title, citation("Wood and Iron. *Ada Finch*").title
    ('Under Dark Bridges', 'Wood and Iron')
    """
    source = text[: 2 * _LONGEST]
    text = NUMBERING.sub("", plain(source).strip())
    if not text or len(text) > _LONGEST:
        return None
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    if len(parts) > 1 and not _are_sooner_people(parts[1], parts[0]):
        if are_people(parts[0]) or _ONE_AUTHOR.fullmatch(parts[0]):
            return _first_title(parts[1:], written_out(parts[0]))
        if _is_sole_author(parts, text):
            return _first_title(parts[1:2], (parts[0],))
    return _behind_people(text, source) or _before_people(text, source, parts)


def _behind_people(text: str, markdown: str) -> Citation | None:
    return _in_quotes(text) or _behind_colon(markdown)


def _before_people(text: str, markdown: str, parts: list[str]) -> Citation | None:
    return _before_part(parts) or _before_brackets(text) or _before_names(text) or _before_italics(markdown)


def _are_sooner_people(text: str, before: str) -> bool:
    """Say whether a text is people, and what stands before it their title, though it could be people as well.

    >>> _are_sooner_people("Will Power, Art Deco", "The Bound"), _are_sooner_people("Cold Working", "S. Falk")
    (True, False)
    """
    if _INITIAL.search(before):
        return False
    if _INITIAL.search(text):
        return are_people(text) or is_person(text)
    return are_people(text) and not are_people(before)


def _is_sole_author(parts: list[str], text: str) -> bool:
    """Say whether a name before a full stop is an author's: a title and a venue stand behind it."""
    ends = "." in text[: len(parts[0]) + 1]
    return len(parts) > 2 and ends and is_person(parts[0]) and _VENUE.match(parts[2]) is not None


def _first_title(parts: list[str], authors: tuple[str, ...]) -> Citation | None:
    title = next(filter(None, map(_title, parts)), None)
    return Citation(title, authors) if title else None


def _in_quotes(text: str) -> Citation | None:
    """Read a title in quotes behind its authors."""
    match = _BEFORE_QUOTES.match(text)
    if match is None or not (are_people(match["people"]) or is_person(match["people"])):
        return None
    title = clean_title(match["title"])  # in quotes, one word is one as well
    return Citation(title.rstrip("."), written_out(match["people"])) if title and not is_label(title) else None


def _behind_colon(markdown: str) -> Citation | None:
    """Read a title behind its authors and a colon: two names without initials could be the head of a title as well."""
    match = _BEHIND_COLON.match(NUMBERING.sub("", markdown.strip()))
    people = plain(match["people"]) if match else ""
    if match is None or not are_people(people):
        return None
    surely = match["stressed"] or len(named_people(people)[1]) > 2 or named_people(people)[0] or _INITIAL.search(people)
    return _first_title([match["stressed"] or match["title"]], written_out(people)) if surely else None


def _before_brackets(text: str) -> Citation | None:
    """Read a title with its authors in brackets behind it."""
    match = _BEFORE_BRACKETS.match(text)
    if match is None or not are_people(match["people"]):
        return None
    return _first_title([match["title"]], written_out(match["people"]))


def _before_part(parts: list[str]) -> Citation | None:
    """Read a title that is the first part, if the next is its authors or venue; one name needs a venue behind it."""
    title = _title(parts[0]) if len(parts) > 1 else None
    if not title:
        return None
    if len(parts) > 2 and is_person(parts[1]) and _VENUE.match(parts[2]):
        return Citation(title, (parts[1],))
    if are_people(parts[1]):
        return Citation(title, written_out(parts[1]))
    return Citation(title) if _VENUE.match(parts[1]) else None


def _before_names(text: str) -> Citation | None:
    match = _TRAILING_NAMES.match(text)
    title = _title(match["title"]) if match else None
    return Citation(title, written_out(match["name"])) if match and title else None


def _before_italics(markdown: str) -> Citation | None:
    match = _STRESSED_BEHIND.match(markdown)
    title = _title(match["title"]) if match else None
    if match is None or title is None:
        return None
    if are_people(title) and not are_people(match["behind"]):
        return _first_title([match["behind"]], written_out(title))
    if _FAMILY_NAMES.fullmatch(title) and match["behind"].endswith("."):
        return _first_title([match["behind"]], ())
    authors = written_out(match["behind"])
    return Citation(title, authors) if authors or _VENUE.match(match["behind"]) else None


def _title(part: str) -> str | None:
    quoted = _QUOTED.match(part)
    title = clean_title(quoted["title"] if quoted else part)
    if len(title) < 6 or is_label(title) or _VENUE.match(title) or len(title.split()) < 2:
        return None
    return title.rstrip(".")


def written_out(text: str) -> tuple[str, ...]:
    """Give the authors if each has a given name and a family name: of ``Zhao, J.`` nobody knows what is what."""
    _, names = named_people(text)
    return names if names and all(" " in name for name in names) and all(map(is_person, names)) else ()
