"""Citations whose title or people quotes, emphasis, brackets or a colon set apart."""

from __future__ import annotations

import re
from itertools import takewhile

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    are_people,
    family_names,
    is_person,
    named_people,
)
from digestkb.readers.cited import (
    FAMILIES,
    IN_QUOTES,
    INITIAL,
    WHERE_BEGINS,
    Citation,
    first_title,
    title_of,
    written_out,
)
from digestkb.readers.cited_parts import (
    FAMILY_NAMES,
    MOST_PARTS,
    kind_of,
)
from digestkb.readers.parting import DAY
from digestkb.readers.titles import is_label
from digestkb.readers.trimming import NUMBERING, VENUE, WHEN, clean_title
from digestkb.readers.vocabulary import role_of

#: A title, and behind it something in italics, which may be its authors or venue.
_STRESSED_BEHIND = lazy(
    r"(?P<title>.{8,}?)\s{0,40}[,.;|–—-]\s{1,40}(?<![*_])(?P<mark>[*_])(?P<behind>[^*_]{3,200})(?P=mark)(?![*_])"
)
#: The people, and the title in quotes behind them.
_BEFORE_QUOTES = lazy(
    r"(?P<people>[^\"“”„«»「」『』]{3,500}?)[,.:，、]?\s{0,9}[\"“„«「『]\s?(?P<title>[^\"“”„«»「」『』]{6,300}?)[,.]?\s?[\"”“»」』]"
)
#: A title in quotes, and its people or where it appeared behind it.
_QUOTED_FIRST = lazy(IN_QUOTES + r"[,.]?\s?[\"”“»」』][\s,.;:，。()（）–—-]{0,9}(?P<behind>\S.{2,500})")
#: A title, and its people in brackets behind it.
_BEFORE_BRACKETS = lazy(r"(?P<title>[^()（）]{8,300}?)\s{0,9}[(（](?P<people>[^()（）]{5,500})[)）](?=\W|$)")
#: The people, and the title in bold type behind them.
_BEFORE_BOLD = lazy(r"(?P<people>[^*\n]{3,500}?)[,.:;]?\s{1,9}\*\*(?P<title>[^*]{6,300}?)[,.]?\*\*")
#: Family names, perhaps their year, and the title in emphasis or quotes.
_BEHIND_FAMILIES = lazy(
    rf"(?P<people>{FAMILIES}(?:,?\set\.?\sal\b\.?)?)(?:\s\(?{WHEN}\)?)?\s?(?P<sign>[,.:;]|\s[–—-])\s{{1,3}}"
    r"(?:(?P<mark>[*_]{1,3})(?P<stressed>[^*_]{8,300}?)[.,]?(?P=mark)|[\"“«「『](?P<quoted>[^\"“”«»「」『』]{8,300}?)[.,]?[\"”»」』])"
)
#: When it appeared, behind the people.
_DAY_BEHIND = lazy(rf"\s{{0,3}}[,;，；、]\s{{0,3}}(?:{DAY})$")
#: The people before a colon, and the title behind it: in italics, or up to a full stop, a venue or a year.
_BEHIND_COLON = lazy(
    r"(?P<people>[^:：]{5,400}?)\s?[:：]\s{0,9}(?:(?P<mark>[*_]{1,3})(?P<stressed>[^*_]{6,300}?)[.,]?(?P=mark)"
    rf"|(?P<title>\S.{{5,300}}?)(?=[.。](?:\s|$)|,\s{{0,9}}(?:in\s{{1,9}})?(?:(?:{VENUE})\b|{WHEN})|$))"
)


def in_quotes(text: str) -> Citation | None:
    """Read a title in quotes behind its authors."""
    match = _BEFORE_QUOTES.match(text)
    people = match["people"] if match else ""
    if match is None or not (are_people(people) or is_person(people) or family_names(people.rstrip(". "))):
        return None
    title = clean_title(match["title"])  # in quotes, one word is one as well
    return Citation(title.rstrip("."), written_out(match["people"])) if title and not is_label(title) else None


def quoted_first(text: str) -> Citation | None:
    """Read a title in quotes before its authors, or before where it appeared."""
    match = _QUOTED_FIRST.match(text)
    if match is None:
        return None
    parts = [part for part in re.split(r"[;；]\s|[,，.]\s{1,9}|[()（）]", match["behind"]) if part.strip()]
    people = list(takewhile(lambda part: kind_of(part) == "people" or is_person(part.strip()), parts[:MOST_PARTS]))
    where = len(parts) > len(people) and kind_of(parts[len(people)]) == "where"
    told = where or len(people) > 1 or are_people(match["behind"])
    return first_title([match["title"]], written_out(", ".join(people))) if told else None


def behind_families(markdown: str) -> Citation | None:
    """Read a title in emphasis or quotes behind family names alone, of which there may be one.

    >>> behind_families("Bee, *Drying Bricks in Winter*"), behind_families("Bee and Dee: “Damp Walls of Rome”").authors
    (Citation(title='Drying Bricks in Winter', authors=('Bee',)), ('Bee', 'Dee'))
    """
    match = _BEHIND_FAMILIES.match(NUMBERING.sub("", markdown.strip()))
    if match is None or is_label(match["people"]) or role_of(match["people"]) is not None:
        return None
    title = next(filter(None, (match["stressed"], match["quoted"])))
    _, names = named_people(match["people"])
    # «Monday: *Wet Paint*» is no author's.
    told = names if len(names) > 1 or " et al" in match["people"] or match["sign"] == "," else ()
    return first_title([title], told) if title.count(" ") > 1 and all(map(is_person, names)) else None


def in_bold(markdown: str) -> Citation | None:
    """Read a title in bold type behind its authors."""
    match = _BEFORE_BOLD.match(NUMBERING.sub("", markdown.strip())) if "**" in markdown else None
    people = plain(match["people"]) if match else ""
    return first_title([match["title"]], written_out(people)) if match and are_people(people) else None


def behind_colon(markdown: str) -> Citation | None:
    """Read a title behind its authors and a colon: two names without initials could be the head of a title as well."""
    match = _BEHIND_COLON.match(NUMBERING.sub("", markdown.strip()))
    people = plain(match["people"]) if match else ""
    if match is None or not are_people(people):
        return None
    others, names = named_people(people)
    # «Ada B et al., Bridge: Dark Data» begins with two authors or one, and the title before the colon.
    if not match["stressed"] and _begins_title(names):
        return None
    surely = match["stressed"] or len(names) > 2 or others or INITIAL.search(people)
    return first_title([match["stressed"] or match["title"]], written_out(people)) if surely else None


def _begins_title(names: tuple[str, ...]) -> bool:
    """Say whether the last of some names is sooner what a title begins with: it alone has one word, or no initials."""
    alone = " " not in names[-1] and any(" " in name for name in names)
    return alone or (not INITIAL.search(names[-1]) and len(names) > 1 and all(map(INITIAL.match, names[:-1])))


def before_brackets(text: str) -> Citation | None:
    """Read a title with its authors in brackets behind it."""
    match = _BEFORE_BRACKETS.match(text)
    people = _DAY_BEHIND.sub("", match["people"]) if match else ""
    if match is None or not are_people(people):
        return None
    return first_title([match["title"]], written_out(people))


def before_italics(markdown: str) -> Citation | None:
    match = _STRESSED_BEHIND.match(markdown)
    title = title_of(match["title"]) if match else None
    if match is None or title is None:
        return None
    if are_people(title) and not are_people(match["behind"]):
        return first_title([match["behind"]], written_out(title))
    if FAMILY_NAMES.fullmatch(title) and match["behind"].endswith("."):
        return first_title([match["behind"]], ())
    authors = written_out(match["behind"])
    return Citation(title, authors) if authors or WHERE_BEGINS.match(match["behind"]) else None
