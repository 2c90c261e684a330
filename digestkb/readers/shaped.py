"""Values without labels that show what they are: a line of names, a date, a venue with its year, tags, votes."""

from __future__ import annotations

import re

from digestkb.dates import PartialDate, is_date
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people, is_person, people_in
from digestkb.readers.fields import CODE_SPANS, YEAR, Field, date_of, is_address, role_fitting
from digestkb.readers.labelled import labels_in
from digestkb.readers.titles import CATEGORY, is_label, is_venue
from digestkb.readers.trimming import VENUE
from digestkb.readers.vocabulary import role_named, role_of
from digestkb.tags import are_hashtags, split_list

_VENUE_AND_YEAR = lazy(
    rf"[\W_]*(?:(?:{VENUE}|[A-Z][A-Za-z&]*(?:\s[A-Za-z&]+){{0,5}})[\s'’,-]{{0,3}}(?P<year>(?:19|20)\d\d)"
    rf"|(?P<before>(?:19|20)\d\d)[\s-]+(?:{VENUE}|Arxiv))"
    r"(?:\s\(?(?:Oral|Spotlight|Poster|Workshop|Findings|Best Paper)\)?)?[\W_]*$",
)
_VOTES = lazy(
    r"[\W_]{0,40}[👍🔥❤⭐▲⬆🔺★☆]\ufe0f?\s{0,9}\d{0,9}[\W_]{0,40}$|[\W_]{0,40}(?:votes?|score|rating)\W{0,40}\d{1,9}[\W_]{0,40}$",
    re.IGNORECASE,
)
_STRESSED_LINE = lazy(r"(?P<mark>[*_]{1,2})(?P<text>[^*_]{2,200})(?P=mark)$")
#: How words for things that are done end; few people are called so.
_ACTIVITY = lazy(r"(?:ing|tion|ment|al|ive|ory|ity|ics|els?|ers|data|text)s?\b", re.IGNORECASE)
#: What counts the parts of a note is none of its keywords: *Card 31*.
_COUNTED = lazy(r"[^\W\d_]{2,20}\s(?:[nN][.ºo°]{1,2}\s?)?\d{1,4}")
_PARTED = lazy(r"\s{1,40}[·•|｜]\s{1,40}|\s{0,40}／\s{0,40}|\s{0,40}<br\s{0,40}/?>\s{0,40}")
_PARTING = frozenset("·•|｜／<")
_NOT_PARTED = lazy(r"(?!)")
#: Numbers and months, one or several of them.
_NOT_OF_DATES = lazy(
    r"[\d\W_]|(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|(?:st|nd|rd|th)\b|[年月日]"
)
#: A word before a date, or a few.
_WORDED = lazy(r"([^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,3})\s{1,9}(?=\d)")
#: Words and a month with a day behind them.
_DATED = lazy(r"(?:19|20)\d\d[-./年]\s?\d")
_WORDED_DAY = lazy(r"(?P<label>[A-Za-z]{3,12}(?:\son)?),?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})")
#: A sentence ends and another begins: a citation, no list of people.
_SENTENCES = lazy(r"\.(?<=[^\W\d_]{4}\.)\s{1,9}[^\W\d_]{2}")


#: What parts values on a line that nothing else parts, and what parts none.
_BY_COMMAS, _NO_BLANKS = lazy(r",\s{1,40}|，|\s{1,40}-\s{1,40}"), lazy(r"[^,;\s]+")
#: What stands before a venue, and one with a year of two digits.
_APPEARED = lazy(r"^(?:in|at|(?:to appear|accepted|published|presented) (?:at|by|to|in))\s+", re.IGNORECASE)
_SHORT_YEAR = lazy(rf"(?:(?:{VENUE})-|(?:{VENUE}|[A-Z][A-Za-z]{{2,9}})\s?['’]\s?)(\d\d)(?:\s\w+)?")
#: When what people wrote appeared, behind them.
_WHEN_BEHIND = lazy(r"(?:[(（\[](?P<in>[^()（）\[\]]{4,40})[)）\]]|[.,;，、]\s{0,3}(?P<year>(?:19|20)\d\d))\W{0,5}$")


def shaped(line: str, number: int) -> list[Field] | None:
    """Read a line of which every part shows what it is, by its shape or a label beside such; ``None`` if one does not.

    >>> [(f.role.name, f.value) for f in shaped("_2026-02-05_ · https://arxiv.org/abs/2602.05966v1 · `cs.CV`", 3)]
    [('published', '_2026-02-05_'), ('tags', '`cs.CV`')]
    >>> shaped("We propose a method", 1) is None
    True
    """
    text = line.strip()
    if not text or len(text) > 2000:
        return None
    for parting in (
        *(() if _PARTING.isdisjoint(text) else (_PARTED,)),
        _NOT_PARTED,
        _BY_COMMAS,
    ):
        parts = [part for part in parting.split(text) if part.strip()]
        if (len(parts) < 2 and parting is not _NOT_PARTED) or len(parts) > 12:
            continue
        found = _shapes_of(parts, number)
        if found is not None:
            return found
    return None


def _shapes_of(parts: list[str], number: int) -> list[Field] | None:
    """Read the parts of a line, one of them at least by its shape and others by their labels."""
    found = [_shape_of(part.strip(), number) for part in parts]
    if any(one is not None for one in found):
        found = [_labelled(part, number) if one is None else one for one, part in zip(found, parts, strict=True)]
    return None if any(one is None for one in found) else [field for one in found for field in one or ()]


def _labelled(part: str, number: int) -> list[Field] | None:
    """Read a part of a line that is one labelled value, short as such lines have it; ``None`` if it is none."""
    labels = labels_in(part.strip())
    if len(labels) != 1 or labels[0].role is None:
        return None
    value = part.strip()[labels[0].start :]
    role = role_fitting(labels[0].label, value)
    if role is None or role.kind not in ("date", "people", "tags", "nothing"):
        return None
    return [Field(role, labels[0].label, value, number, number)]


def _shape_of(text: str, number: int) -> list[Field] | None:
    """Give the field that a text is by its shape, none if it says nothing; ``None`` if it shows nothing."""
    bare = plain(text).strip(" \t()[]（）【】")
    if not bare or is_address(text):
        return []
    dated = _worded_date(bare, number)
    if dated is not None or is_day_of_no_year(bare):
        return [dated] if dated else []
    name = _role_of(text, bare)
    if not name:
        return None if name is None else []
    behind = _WHEN_BEHIND.search(text) if name == "authors" else None
    found = [Field(role_named(name), "", text, number, number, (), True)]
    when = behind["year"] or behind["in"] if behind else ""
    if when and (when.isdigit() or _is_day_or_issue(when)):
        found.append(Field(role_named("published"), "", when, number, number, (), True))
    return found


def _worded_date(bare: str, number: int) -> Field | None:
    """Read a word for a date and the date behind it, without a colon between them."""
    worded = _WORDED.match(bare)
    role = role_of(worded[1]) if worded and _is_date_alone(bare[worded.end() :]) else None
    if worded is None or role is None or role.kind != "date":
        return None
    return Field(role, worded[1], bare[worded.end() :], number, number, (), True)


def is_day_of_no_year(bare: str) -> bool:
    """Say whether a text is a word for a date and a day without its year.

    >>> is_day_of_no_year("Published on May 30"), is_day_of_no_year("Reading on Walls 30")
    (True, False)
    """
    worded = _WORDED_DAY.fullmatch(bare)
    role = role_of(worded["label"]) if worded else None
    return role is not None and role.kind == "date"


def _role_of(text: str, bare: str) -> str | None:
    """Give the name of the role that the shape of a text tells; it is empty for votes, and venues without a year."""
    if _VOTES.match(bare) or is_venue(bare):
        return "published" if YEAR.search(bare) else ""
    if are_tags(text, bare):
        return "tags"
    if _is_day_or_issue(bare):
        return "published"
    if _SENTENCES.search(bare):
        return None
    stressed = _STRESSED_LINE.match(text)
    if _are_named(text, bare) or (stressed and _is_stressed_person(stressed["text"])):
        return "authors"
    return "tags" if stressed and _is_keywords(stressed["text"]) else None


def are_tags(text: str, bare: str) -> bool:
    """Say whether a text is nothing but ``#tags``, code spans, or categories of arXiv."""
    if are_hashtags(text):
        return True
    if "`" in text and CODE_SPANS.search(text) and not re.search(r"\w", CODE_SPANS.sub("", text)):
        return True
    return all(CATEGORY.match(part[0]) for part in _NO_BLANKS.finditer(bare))


def _is_day_or_issue(bare: str) -> bool:
    """Say whether a text is a date, or a venue with its year, and nothing more."""
    if len(bare) > 40 or not re.search(r"\d", bare) or date_of(bare) is None:
        return False
    return _is_date_alone(bare) or _VENUE_AND_YEAR.match(bare) is not None


def _are_named(text: str, bare: str) -> bool:
    return are_people(bare) or (bool(people_in(text)) and not text.rstrip().endswith((":", "：")))


def are_activities(text: str) -> bool:
    """Say whether some of the words end as those do for what people do or study, and no family's name.

    >>> are_activities("Planning, Vision, Robotics"), are_activities("Zhao, Kumar, Levine")
    (True, False)
    """
    return _ACTIVITY.search(text) is not None


def _is_stressed_person(text: str) -> bool:
    return " " in text and is_person(text) and not _ACTIVITY.search(text)


def _is_date_alone(text: str) -> bool:
    return is_date(text) or not _NOT_OF_DATES.sub("", text)


def _is_keywords(text: str) -> bool:
    """Say whether a stressed line is a list of keywords: a few short ones, none of them a label or a sentence."""
    parts = split_list(text)
    return (
        0 < len(parts) <= 12
        and all(len(part) <= 40 and len(part.split()) <= (4 if len(parts) > 1 else 2) for part in parts)
        and not re.search(r"[.。!?:：]\s*$", text)
        and not any(is_label(part) or role_of(part) or _DATED.search(part) for part in parts)
        and not (len(parts) == 1 and _COUNTED.fullmatch(parts[0]))
    )


def venue_year(text: str, day_first: bool = False) -> PartialDate | None:
    """Give the date in a text that is a venue with its year, or a date, and nothing more.

    >>> str(venue_year("NeurIPS 2024 (Oral)")), str(venue_year("2024-05-06")), venue_year("a study of 2024 papers")
    ('2024', '2024-05-06', None)
    """
    bare = _APPEARED.sub("", plain(text).strip(" ,.()[]–—-"))
    short = _SHORT_YEAR.fullmatch(bare)
    if short:
        return PartialDate(2000 + int(short[1]))
    if len(bare) > 60 or not re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", bare):
        return None
    if _is_date_alone(bare) or _VENUE_AND_YEAR.match(bare) or len(YEAR.sub("", bare).split()) <= 2:
        return date_of(bare, day_first)
    return None
