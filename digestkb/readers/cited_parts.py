"""Citations that signs or commas part: what is neither people nor where and when something appeared is the title."""

from __future__ import annotations

import re
from itertools import takewhile

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    BY,
    are_people,
    family_names,
    is_organisation,
    is_person,
)
from digestkb.readers.cited import INITIAL, Citation, first_title, title_of, written_out
from digestkb.readers.fields import is_address
from digestkb.readers.parting import GAP, parts_of, without_links
from digestkb.readers.titles import is_title_case, reads_as_title
from digestkb.readers.trimming import CITED_AS, JOURNAL, VENUE, WHEN
from digestkb.tuples import NamedTuple

#: The same, and nothing else.
_WHERE = lazy(
    rf"(?:in\s)?(?:{VENUE})\b[\w\s'’()-]{{0,30}}|(?:arXiv|CoRR|preprint)?[\s\W]*{WHEN}"
    rf"|{JOURNAL}",
    re.IGNORECASE,
)
#: The day on which somebody read it.
_DAY = lazy(r"\d{1,2}[./-]\d{1,2}\.?")
#: How words for things and what is done end.
_OF_THINGS = lazy(r"(?:ing|tion|sion|ment|nal|ral|tic|ive|ity|ics|nets?|works?|models?)s?$")
_CAPITALISED = lazy(r"\b[A-Z][a-z]{2,}")
#: Before the last of several people.
_LAST = lazy(r"^(?:and|&|und|et|y)\s{1,9}")
#: Two family names alone, before what ends as a title of a reference does.
FAMILY_NAMES = lazy(r"[A-Z][\w'’-]{1,40}\s(?:and|&)\s[A-Z][\w'’-]{1,40}\.?")
#: Who wrote it, and behind a colon what.
_BEGINS_SAID = lazy(
    r"[A-ZÀ-Þ][\w.'’-]{0,30}(?:\s[A-ZÀ-Þ][\w.'’-]{0,30}){1,2}\s?[:：]\s{0,3}[*_]|[A-ZÀ-Þ][\w'’-]{1,30}\s[A-ZÀ-Þ][\w'’-]{1,30}:\s"
)
#: The year behind the last of the people.
_YEAR_IN_BRACKETS = lazy(rf"\s\((?P<year>{WHEN})\)(?=\s?[,.;]|\s*$)")
_COMMA = lazy(r"[,，]\s{1,9}|，")
#: A line of more parts is no citation.
MOST_PARTS = 40
_BRACKETS = lazy(r"[(（\[][^()（）\[\]]{0,300}[)）\]]")


def apart(markdown: str) -> Citation | None:
    """Read a title that signs, emphasis or brackets set apart from people, and from where and when it appeared.

    >>> apart("`ACL 2024` Cold Working: A Study (Ada B, Carl D)")
    Citation(title='Cold Working: A Study', authors=('Ada B', 'Carl D'))
    >>> apart("*Ada B, Carl D* · *Delft Institute of Roofs* · ACL 2024") is None
    True
    """
    parts = [plain(part) for part in parts_of(without_links(markdown))]
    found = _left_over(parts) if 1 < len(parts) < MOST_PARTS else None
    if found is None or found.first != found.last or FAMILY_NAMES.fullmatch(found.title):
        return None
    if not found.has_where:
        return Citation(found.title, written_out(found.people)) if are_people(found.people) else None
    # A date alone stands beside much that is no title.
    told = found.people or reads_as_title(found.title) or _is_marked(found.title, markdown)
    return Citation(found.title, written_out(found.people)) if told else None


def by_commas(text: str) -> Citation | None:
    """Read a title that commas part from its people, and from where and when it appeared.

    >>> by_commas("Ada B, Carl D, Learning to Sort, Slowly, ACL 2024")
    Citation(title='Learning to Sort, Slowly', authors=('Ada B', 'Carl D'))
    >>> by_commas("Cold Working, Ada B said, is dear"), by_commas("Ada B, C Dale - arXiv preprint, 2024")
    (None, None)
    """
    parts = parted_by_commas(_YEAR_IN_BRACKETS.sub(r", \g<year>", text)) if _COMMA.search(text) else []
    found = _left_over(parts) if 1 < len(parts) < MOST_PARTS else None
    if found is None or not found.people or (not found.first and _BEGINS_SAID.match(found.title)):
        return None
    if _are_two_behind(found, parts):
        return Citation(found.title, written_out(found.people))
    if not found.has_where and not _are_two_ahead(found, parts):
        return None
    if any(kind_of(part) for part in parts_of(found.title) if part != found.title):
        return None  # signs part it in turn
    # Of other letters than Latin ones nothing tells whether it reads as a title.
    is_title = reads_as_title(found.title) or not found.title.isascii()
    return Citation(found.title, written_out(found.people)) if is_title else None


def _are_two_behind(found: _Left, parts: list[str]) -> bool:
    """Say whether two people and more stand behind what surely is a title, so that no venue needs to."""
    if found.first or found.last > len(parts) - 3 or not is_title_case(found.title):
        return False
    surely = len(_CAPITALISED.findall(found.title)) > 2 and found.people.count(" ") > found.people.count(",")
    return surely and not any(map(kind_of, parts_of(_BRACKETS.sub(" - ", found.title))[1:]))


def _are_two_ahead(found: _Left, parts: list[str]) -> bool:
    """Say whether all that stands behind two people and more is in capitals as titles are, and ends the text."""
    whole = all(" " in part.strip() for part in parts[: found.first])
    return found.first > 1 and found.last == len(parts) - 1 and whole and _is_surely_title(found.title)


def _is_surely_title(text: str) -> bool:
    return is_title_case(text) or (_is_of_things(text) and reads_as_title(text))


def behind_initials(text: str) -> Citation | None:
    """Read a title with a colon behind people with initials: the last commas part could be a person without any.

    >>> behind_initials("A. B. Finch, Dark Bridges: A Survey")
    Citation(title='Dark Bridges: A Survey', authors=('A. B. Finch',))
    """
    parts = parted_by_commas(text) if ":" in text else []
    people = list(takewhile(lambda part: INITIAL.match(_LAST.sub("", part)) and kind_of(part) == "people", parts))
    title = ", ".join(parts[len(people) :])
    return first_title([title], written_out(", ".join(people))) if people and ":" in title else None


def parted_by_commas(text: str) -> list[str]:
    """Part a text by its commas, but for those in brackets."""
    inside = [found.span() for found in _BRACKETS.finditer(text)]
    gaps = [gap for gap in _COMMA.finditer(text) if not any(start < gap.start() < end for start, end in inside)]
    starts, ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


class _Left(NamedTuple):
    """What is left of the parts of a line beside people, and where and when something appeared."""

    title: str
    first: int
    last: int
    people: str
    has_where: bool


def _left_over(parts: list[str]) -> _Left | None:
    """Give the one run of parts that is nothing else, as a title; ``None`` if there are several or it is none."""
    kinds = _kinds(parts)
    others = [at for at, kind in enumerate(kinds) if not kind]
    if not others or others[-1] - others[0] >= len(others):
        return None
    title = title_of(", ".join(part.strip() for part in parts[others[0] : others[-1] + 1]))
    # Behind people may stand where they are from.
    if title is None or (kinds[0] == "people" and ":" not in title and is_organisation(title)):
        return None
    people = ", ".join(part for part, kind in zip(parts, kinds, strict=True) if kind == "people")
    return _Left(title, others[0], others[-1], people, "where" in kinds)


def _kinds(parts: list[str]) -> list[str]:
    """Say what each part of a line is; beside where something appeared, families need no given names."""
    kinds = [kind_of(part) for part in parts]
    people = [at for at, kind in enumerate(kinds) if kind == "people"]
    if len(people) > 2 and people[-1] == len(people) - 1 and "" not in kinds and _is_of_things(parts[people[-1]]):
        kinds[people[-1]] = ""  # «Diede P. King, Max Well, Auto-Drying Variational Bricks»
    if "where" not in kinds:
        return kinds
    families = ["people" if not kind and family_names(part) else kind for kind, part in zip(kinds, parts, strict=True)]
    return [kinds[0], *families[1:]]


def _is_of_things(text: str) -> bool:
    """Say whether two words of a text and more, of three, end as no names do."""
    words = re.split(r"[\s-]+", text.strip(" ."))
    return len(words) > 2 and sum(_OF_THINGS.search(word) is not None for word in words) > 1


def _is_marked(title: str, markdown: str) -> bool:
    """Say whether a title stands in emphasis or quotes."""
    return re.search(rf"[*_\"“„«「『《]\s?{re.escape(title)}", markdown) is not None


def kind_of(part: str) -> str:
    """Say whether a part of a line is people, or where and when something appeared; empty for anything else."""
    bare = BY.sub("", _LAST.sub("", part.strip(f" *_.,:;，()[]{GAP}")))
    if not bare or is_address(bare) or _WHERE.fullmatch(bare) or _DAY.fullmatch(bare) or CITED_AS.fullmatch(bare):
        return "where"
    return "people" if are_people(bare) or (" " in bare and is_person(bare)) else ""
