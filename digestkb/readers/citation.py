"""Citations: a title with its authors before or behind it, and where and when it appeared, set apart by full stops."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    are_people,
    dated_families,
    family_names,
    has_initials,
    is_person,
    named_people,
    turned_ahead,
)
from digestkb.readers.cited import (
    FAMILY,
    INITIAL,
    JOINED_FAMILIES,
    SURE_FAMILIES,
    WHERE_BEGINS,
    Citation,
    first_title,
    title_of,
    written_out,
)
from digestkb.readers.cited_marks import (
    before_brackets,
    before_italics,
    behind_colon,
    behind_families,
    in_bold,
    in_quotes,
    quoted_first,
)
from digestkb.readers.cited_parts import (
    apart,
    behind_initials,
    by_commas,
    kind_of,
    parted_by_commas,
)
from digestkb.readers.fields import YEAR
from digestkb.readers.parting import GAP
from digestkb.readers.titles import is_title_case, reads_as_title
from digestkb.readers.trimming import CITED_AS, CITED_AS_SOURCE, DOCUMENT_TYPE, NUMBERING, WHEN, clean_title

_LONGEST = 1000
_AROUND = f" \t,.;:|–—-{GAP}"
#: A part ends with a full stop that ends no initial, no number of a part and is not before one.
_PARTS = lazy(
    r"(?<!\b[A-ZÀ-ÖØ-ÞŁŚŠŽ])(?<!\s[IVX]{2})(?<!\s[IVX]{3})(?<!\bal)(?<!\bvs)[.。](?!\s[IVX]{1,5}\.\s)\s+|(?<=\bal\.)\s+|(?<=\d\))[.:]?\s+|(?<=[?？!！])\s+"
)
#: One author, family first, with the year behind: «Smith, W. (2021)».
_ONE_AUTHOR = lazy(r"[^\W\d_][\w'’-]{1,60},\s{1,9}(?:[A-Z]\.[\s-]?){1,3}\s{0,9}\((?:19|20)\d\d[a-z]?\)")
#: People, of whom only the first are named, perhaps a year, and the title behind it.
_BEHIND_OTHERS = lazy(
    rf"(?P<people>[^:：\"“”]{{2,200}}?),?\s{{1,4}}et\.?\s?al\.?(?:[,:;]|\s?[(\[]{WHEN}[)\]][.,:]?)\s{{1,4}}(?:{WHEN}[.,:]\s)?"
    r"(?P<title>[A-ZÀ-Þ\d\u3040-\u9fff].{5,300})"
)
_ENDS_IN_YEAR = lazy(r"(?:19|20)\d\d\W*$")
#: Family names with one before the last of them, and their year.
_FAMILIES_BEHIND = lazy(
    rf"(?P<title>(?:[^()]|\([^()]*\)){{8,300}}?)(?:[,.]\s|\s[–—-]\s)"
    rf"(?P<people>{JOINED_FAMILIES},?\s\(?{WHEN}\)?)\W*$"
)
#: Family names, perhaps their year, and the title behind them.
_BEHIND_FAMILIES = lazy(
    rf"(?P<people>{SURE_FAMILIES})(?:\s?\(?(?P<when>{WHEN})\)?)?\s?(?P<sign>[,.:]|\s[–—-])\s{{1,3}}(?P<title>[^\W\d_a-z].{{12,300}})"
)
#: People as medicine and Chinese references have them, without full stops behind the families: «Bee A, Dee CF.»
_BARE_INITIALS = rf"{FAMILY}(?:[\s-]{FAMILY})?\s[A-Z]{{1,3}}"
_BY_BARE_INITIALS = lazy(
    rf"(?P<people>{_BARE_INITIALS}(?:,\s{_BARE_INITIALS}){{1,40}})\.\s{{1,3}}(?P<title>[^\W\d_a-z].{{12,300}})"
)
#: Whom a paper is cited by, and its title in brackets that are open where its number stands.
_IN_OPEN_BRACKETS = lazy(rf"(?P<cited>{CITED_AS_SOURCE})\s?[(（](?P<title>[^()（）]{{4,300}}?)[\s,;]*$")
#: A title without a full stop, and the first of its authors behind a comma or dash.
_TRAILING_NAMES = lazy(
    r"(?P<title>.{8,}?)\s{0,40}[,;|–—-]\s{1,40}(?:by\s{1,40})?"
    r"(?P<name>(?:[A-Z][\w.'’-]*\s{1,40}){1,3})(?:et\.?\s?al\b|and others\b)"
)


@lru_cache(maxsize=512)  # each number of a line asks, and so does what its title is looked for in
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
    text = DOCUMENT_TYPE.sub(". ", text) if "]" in text else text
    if not 0 < len(text) <= _LONGEST or CITED_AS.fullmatch(text.strip(_AROUND)):
        return None
    if (told := _in_open_brackets(text) or _behind_others(text)) is not None:
        return told
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    people = _led_by(parts, text)
    if people is not None:
        return first_title(parts[1:], people)
    found = (
        _turned(text)
        or _behind_bare_initials(text)
        or _behind_people(text, source)
        or _before_people(text, source, parts)
    )
    return None if found is None or dated_families(text.strip(_AROUND)) else found


def _behind_others(text: str) -> Citation | None:
    """Read a title behind ``et al.`` and a comma, a colon or a year in brackets.

    >>> _behind_others("Ida Bee et al. (2020), Damp Walls, Dry Floors, ACL 2020, arXiv:2001.00001").title
    'Damp Walls, Dry Floors'
    >>> _behind_others("A. B. Finch, I. Bee, et al., Dark Bridges: A Survey").title
    'Dark Bridges: A Survey'
    >>> _behind_others("Bee et al., 2021: Damp Walls").title
    'Damp Walls'
    >>> _behind_others("Bee et al., who were there, say so"), _behind_others("Bee et al. 2018")
    (None, None)
    """
    match = _BEHIND_OTHERS.match(text)
    if match is None or not (family_names(people := match["people"]) or are_people(people) or is_person(people)):
        return None
    return first_title([_up_to_where(match["title"])], written_out(people))


def _behind_people(text: str, markdown: str) -> Citation | None:
    told = in_quotes(text) or quoted_first(text) or behind_colon(markdown)
    told = told or behind_families(markdown) or _before_families(text) or _behind_families(text)
    return told or by_commas(text) or in_bold(markdown) or behind_initials(text)


def _before_people(text: str, markdown: str, parts: list[str]) -> Citation | None:
    return (
        apart(markdown)
        or _before_part(parts)
        or before_brackets(text)
        or _before_names(text)
        or before_italics(markdown)
    )


def _are_sooner_people(text: str, before: str) -> bool:
    """Say whether a text is people, and what stands before it their title, though it could be people as well.

    >>> _are_sooner_people("Will Power, Art Deco", "The Bound"), _are_sooner_people("Cold Working", "S. Falk")
    (True, False)
    """
    if INITIAL.search(before):
        return False
    if INITIAL.search(text):
        return are_people(text) or is_person(text)
    return are_people(text) and not are_people(before)


def _led_by(parts: list[str], text: str) -> tuple[str, ...] | None:
    """Give the people that the first part is, as far as they are written out; ``None`` if it is anything else.

    One name alone, or families alone, would be no people without a title behind.
    """
    if len(parts) < 2 or _are_sooner_people(parts[1], parts[0]):
        return None
    if are_people(parts[0]) or _ONE_AUTHOR.fullmatch(parts[0]):
        return written_out(parts[0])
    if _is_sole_author(parts, text):
        return (parts[0],)
    families = family_names(parts[0]) if is_title_case(parts[1].rstrip(".")) else ()
    return families if len(families) > 2 else None


def _turned(text: str) -> Citation | None:
    """Read a title behind people of whom each has the family's name first."""
    people, behind = turned_ahead(text)
    return first_title(list(map(_up_to_where, _PARTS.split(behind)[:2])), people) if people else None


def _behind_bare_initials(text: str) -> Citation | None:
    """Read a title behind people whose given names are initials without full stops.

    >>> _behind_bare_initials("Bee A, Dee CF, van Roth G. Drying Bricks in Winter. Walls 2021;3:1-9")
    Citation(title='Drying Bricks in Winter', authors=('Bee A', 'Dee CF', 'van Roth G'))
    """
    match = _BY_BARE_INITIALS.match(text)
    people = named_people(match["people"])[1] if match else ()
    return first_title([_up_to_where(match["title"])], people) if match and len(people) > 1 else None


def _is_sole_author(parts: list[str], text: str) -> bool:
    """Say whether a name before a full stop is an author's: a title and a venue stand behind it.

    Behind one whose given names are initials a title is enough.
    """
    if "." not in text[: len(parts[0]) + 1] or not is_person(parts[0]):
        return False
    if len(parts) > 2 and WHERE_BEGINS.match(parts[2]) is not None:
        return True
    title = parts[1] if has_initials(parts[0]) else ""
    return title.count(" ") > 2 and (is_title_case(title.rstrip(".")) or reads_as_title(title))


def _before_families(text: str) -> Citation | None:
    """Read a title before family names alone and the year of their paper.

    >>> _before_families("Drying Bricks in Winter, Ho, Jain & Abbeel 2020")
    Citation(title='Drying Bricks in Winter', authors=('Ho', 'Jain', 'Abbeel'))
    """
    match = _FAMILIES_BEHIND.match(text) if _ENDS_IN_YEAR.search(text, max(0, len(text) - 12)) else None
    long = match is not None and (match["title"].count(" ") > 2 or ":" in match["title"])
    people = dated_families(match["people"]) if match and long and reads_as_title(match["title"]) else ()
    return first_title([match["title"]], people) if match and people else None


def _behind_families(text: str) -> Citation | None:
    """Read a title behind family names that a word joins, or of which there are three.

    >>> _behind_families("Bee & Dee, Drying Bricks in Winter, JoE 2021.")
    Citation(title='Drying Bricks in Winter', authors=('Bee', 'Dee'))
    >>> _behind_families("Bricks, Mortar and Paint. We used all of them.") is None
    True
    """
    match = _BEHIND_FAMILIES.match(text)
    people = family_names(match["people"]) if match else ()
    if match is None or not people or (match["sign"] == ":" and len(people) < 3 and not match["when"]):
        return None  # «Ink and Mortar: A Study» is a title
    title = _up_to_where(match["title"]).rstrip(".")
    told = is_title_case(title) or reads_as_title(title) or title.endswith("?") or len(people) > 3
    behind = match["title"][len(title) :].strip(" .")
    sure = title.count(" ") > 2 and (told or (title.count(" ") > 3 and YEAR.search(behind) is not None))
    return first_title([title], people) if sure else None


def _up_to_where(text: str) -> str:
    """Give what a text begins with, up to a full stop or to where and when it appeared."""
    first, *rest = parted_by_commas(next(filter(None, _PARTS.split(text)), ""))
    return ", ".join(
        [first, *takewhile(lambda part: not (kind_of(part) == "where" or WHERE_BEGINS.match(part.strip())), rest)]
    )


def _in_open_brackets(text: str) -> Citation | None:
    """Read a title in brackets that its number closes, behind whom it is cited by.

    >>> _in_open_brackets("Bee et al. 2023 (Drying Bricks: A Study, ")
    Citation(title='Drying Bricks: A Study', authors=('Bee',))
    """
    match = _IN_OPEN_BRACKETS.match(text)
    return Citation(clean_title(match["title"]), named_people(match["cited"])[1]) if match else None


def _before_part(parts: list[str]) -> Citation | None:
    """Read a title that is the first part, if the next is its authors or venue; one name needs a venue behind it."""
    title = title_of(parts[0]) if len(parts) > 1 else None
    if not title:
        return None
    if len(parts) > 2 and is_person(parts[1]) and WHERE_BEGINS.match(parts[2]):
        return Citation(title, (parts[1],))
    if are_people(parts[1]):
        return Citation(title, written_out(parts[1]))
    return Citation(title) if WHERE_BEGINS.match(parts[1]) else None


def _before_names(text: str) -> Citation | None:
    match = _TRAILING_NAMES.match(text)
    title = title_of(match["title"]) if match else None
    return Citation(title, written_out(match["name"])) if match and title else None
