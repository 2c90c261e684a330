"""What is cited: a title, and its authors as far as they are written out."""

from __future__ import annotations

import re

from digestkb.dates import is_date
from digestkb.patterns import lazy
from digestkb.people import (
    dated_families,
    family_names,
    is_person,
    named_people,
)
from digestkb.readers.titles import is_label
from digestkb.readers.trimming import VENUE, WHEN, clean_title
from digestkb.tuples import NamedTuple

WHERE_BEGINS = lazy(
    rf"[\W_]{{0,40}}(?:(?:in\s{{1,40}})?(?:the\s{{1,40}})?(?:{VENUE})\b"
    rf"|in:?\s{{1,40}}\S|proceedings\b|advances\b|preprint\b|{WHEN}\W{{0,40}}$"
    rf"|[^.:]{{3,60}}[,\s(]{{1,40}}{WHEN}\)?\W{{0,40}}$)",
    re.IGNORECASE,
)
#: A family name with particles before it, and one that shows itself by these.
FAMILY = r"(?:(?:van|von|de|di|da|del|der|den|la|le)\s){0,2}(?:[dl]['’])?[^\W\d_a-z][\w'’-]{1,40}"
_NOBLE = r"(?:(?:van|von|de|di|da|del|der|den)\s[^\W\d_a-z][\w'’-]{1,40}|[^\W\d_a-z]['’][^\W\d_a-z][\w-]{1,40})"
#: Family names with commas, or a word for «and», between them; those with one before the last; and those that can be
#: nothing else than a list of them.
FAMILIES = rf"{FAMILY}(?:(?:,\s|,?\s(?:&|and|und|et|y|và|e)\s){FAMILY}){{0,7}}"
JOINED_FAMILIES = rf"{FAMILY}(?:,\s{FAMILY}){{0,6}},?\s(?:&|and|und|et|y|và|e)\s{FAMILY}"
SURE_FAMILIES = (
    rf"(?:{JOINED_FAMILIES}|{FAMILY}(?:,\s{FAMILY}){{2,7}}"
    rf"|{_NOBLE},\s{FAMILY}|{FAMILY},\s{_NOBLE})"
)
#: No title ends with the given name of somebody, or begins with a year and brackets.
_NO_TITLE = lazy(r",\s[A-Z]\.?\s{0,9}$|^\W*(?:19|20)\d\d\s?[(（]")
INITIAL = lazy(r"(?<![^\W_])[A-Z]\.")
#: A title in quotes, with which it does not go on: «"Who?" On Names» is one.
IN_QUOTES = r"[\"“„«「『]\s?(?P<title>[^\"“”„«»「」『』]{6,300}?)"
_QUOTED = lazy(IN_QUOTES + r"(?:[,.]\s?[\"”“»」』]|(?<![,.])[\"”“»」』](?!\s?[^\W\d_]))")


class Citation(NamedTuple):
    """A title, and its authors as far as they are written out."""

    title: str
    authors: tuple[str, ...] = ()


def first_title(parts: list[str], authors: tuple[str, ...]) -> Citation | None:
    title = next(filter(None, map(title_of, parts)), None)
    return Citation(title, authors) if title else None


def title_of(part: str) -> str | None:
    if _NO_TITLE.search(part) or is_date(part.strip()):
        return None
    quoted = _QUOTED.match(part)
    title = clean_title(quoted["title"] if quoted else part)
    if len(title) < 6 or is_label(title) or WHERE_BEGINS.match(title) or (len(title.split()) < 2 and title.isascii()):
        return None
    return title.rstrip(".")


def written_out(text: str) -> tuple[str, ...]:
    """Give the authors if each has a given name and a family name: of ``Zhao, J.`` nobody knows what is what.

    Family names alone are those of authors beside the year of their paper, or if they are three and more.
    """
    families = dated_families(text) or family_names(text)
    if len(families) > 2 or dated_families(text):
        return families
    _, names = named_people(text)
    return names if names and all(" " in name for name in names) and all(map(is_person, names)) else ()
