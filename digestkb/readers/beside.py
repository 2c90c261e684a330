"""What stands beside a title on its own line: people, venue and date, before the text that goes on about the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, pairwise

from digestkb.dates import PartialDate
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    BY,
    are_people,
    dated_families,
    family_names,
    has_initials,
    is_person,
    named_people,
    split_people,
)
from digestkb.readers.dated import MESSAGE
from digestkb.readers.fields import YEAR, Field, date_of, fits, role_fitting, split_tags
from digestkb.readers.labelled import Labelled, labels_in
from digestkb.readers.parting import DAY, GAP, MONTH, parts_of, without_links
from digestkb.readers.scan import WINDOW
from digestkb.readers.shaped import are_tags, is_day_of_no_year, venue_year
from digestkb.readers.titles import is_label, is_venue
from digestkb.readers.trimming import JOURNAL, VENUE
from digestkb.readers.vocabulary import role_of

#: What a venue begins with that ends a list of people.
_VENUE_BEGINS = r"[,，、.](?<!\b[A-Z]\.)\s*(?:in\s+)?(?:Proc\.\s+)?"
#: A venue or a date that ends a list of people; and what is left of that where no digit is.
_VENUE_BEHIND = lazy(
    rf"{_VENUE_BEGINS}(?:(?:{VENUE})\b.*|[A-Z][^,，.]{{2,40}}\s(?:19|20)\d\d\W*|(?:{DAY}|(?:19|20)\d\d)\W*)$"
    rf"|(?<=[^\W\d_]|\.)\s+(?:(?:{VENUE})\s?['’]?\d\d(?:\d\d)?|{DAY}|\(?(?:19|20)\d\d)\W*$"
)
_BARE_VENUE_BEHIND, _DIGIT = lazy(rf"{_VENUE_BEGINS}(?:{VENUE})\b.*$"), lazy(r"\d")
#: Where it appeared, before the people.
_VENUE_AHEAD = lazy(
    rf"(?P<where>(?:{VENUE})\s?(?:['’]\d\d|(?:19|20)\d\d)|(?:19|20)\d\d(?:[-./]\d{{1,2}}){{0,2}})\s{{0,3}}[,;:，：]\s{{0,3}}"
)
_IN_BRACKETS = lazy(r"[\s*_]*[(（\[](?P<inside>[^()（）\[\]]{4,300})[)）\]]")
_OTHERS = lazy(r"\bet\.?\s?al\b|等\W*$|\bcs\.\W*$", re.IGNORECASE)
#: Where and when a paper appeared, up to the end of a reference: *in Proc. ACL, vol. 3, 2022, pp. 1-9.*
_IMPRINT = lazy(
    rf"[\W_]*(?:(?:[Ii]n|[Aa]t|Presented at):?\s+(?=[*_]*[A-Z])|Proc\b|Proceedings\b|IEEE\b|ACM\b|(?:{VENUE})\b)"
    rf"(?:[^.]|\.(?!\s+[A-Z]\w*\s+[a-z])){{0,200}}?[\s,(.]"
    rf"(?P<when>(?:(?:{MONTH})[a-z]*\.?\s+)?(?:19|20)\d\d)(?:pp?|vol|no|doi|[\d\W{GAP}])*"
)
_IN_JOURNAL = lazy(
    rf"[\W_]*(?=[^)]{{0,60}}?(?P<when>(?:19|20)\d\d)){JOURNAL}[\s,.;]*(?:(?i:doi)[:\s]{{0,3}}10\.\S+)?[\d\W{GAP}]*"
)
#: Behind the others, where they are from.
_AFFILIATION = lazy(r"(?<=\bal\.),.*$|(?<=\bal),.*$")
_AWARD = lazy(r"\b(?:paper|oral|spotlight|poster|award|workshop|findings|track)\b", re.IGNORECASE)
#: A venue without a year, figures, how often it is cited.
_NOTHING = lazy(
    rf"\W*(?:{VENUE})\b[\w\s'’-]{{0,24}}|(?i:oral|spotlight|poster)(?:\s(?:paper|presentation))?|[\d\s/.%★⭐+-]+|(?i:cited\s(?:by\s)?\d[\d,]*(?:\stimes)?|\d[\d,.]*k?\s(?:cit(?:ation|e)s|likes?|comments?|(?:up)?votes?|stars?|views?|points?|min(?:utes)?\sread))"
)
#: Where a paper is from: a site, or who made it.
_FROM = lazy(r"[\w-]+\.(?:org|com|net|io)|[A-Z][A-Z&]{1,8}")
#: What a label behind a title may be of, on its line.
_STATED = frozenset(("date", "tags"))
#: No tag has more words.
_MOST_WORDS = 4
#: A name of more words, without particles, may be a title.
_MOST_NAMES = 3
#: Nobody's name has so many words, nor the name of many who sign as one.
_MOST_WORDS = 40
#: A segment of more words that is no list of people is prose.
LONGEST = 9
_WORD = lazy(r"[^\W_]+")
_COLON = lazy(r":\s+|：\s*")
#: What may stand around a part of a line that says nothing.
_AROUND = " \t,，.:：;；?!？！-–—*_\"'“”„«»《》「」『』"
#: Between two words of a title stand so many signs at most.
_FARTHEST = 8


@dataclass(slots=True)
class Beside:
    """The people, the date and the tags beside a title, and the text that goes on behind them, as it is written."""

    people: tuple[str, ...] = ()
    published: PartialDate | None = None
    tags: tuple[str, ...] = ()
    #: What its label says of the paper: «Read: 2024-01-02»; the line of these is not known here.
    stated: tuple[Field, ...] = ()
    text: str | None = None
    #: It has one name alone, which begins the text: nothing tells whether that is a person's.
    lone: bool = False


def beside(line: str, title: str, day_first: bool = False, alone: bool = False) -> Beside:
    """Read what stands before and behind a title on its line; a name may be ``alone`` where people are known to stand.

    >>> found = beside("1. **Foo Bar** *Ada B, Carl D* ICLR 2024 [[pdf](https://a.org)] - saves memory", "Foo Bar")
    >>> found.people, str(found.published), found.text
    (('Ada B', 'Carl D'), '2024', 'saves memory')
    """
    found = Beside()
    bare = without_links(line[:WINDOW])
    at, end = _find(bare, title)
    if at < 0:
        return found
    for segment in parts_of(MESSAGE.sub("", bare[:at])):
        name = plain(segment).strip(" ,.:*_")
        if (
            not read_segment(segment, found, day_first)
            and not found.people
            and is_one_name(name)
            and has_initials(name)
        ):
            found.people = (name,)
    if _read_imprint(bare, at, end, found, day_first):
        return found
    end = _read_brackets(bare, end, found, day_first)
    _read_behind(line, bare[end:], found, day_first, alone)
    return found


def _read_behind(line: str, behind: str, found: Beside, day_first: bool, alone: bool) -> None:
    """Read what stands behind a title, up to the first segment that is text."""
    names: list[str] = []
    segments = [*chain.from_iterable(map(_ending_at_colon, parts_of(behind))), ""]
    for segment, following in pairwise(segments):
        name = plain(segment).strip(_AROUND)
        if read_segment(segment, found, day_first) or read_families(segment, following, found):
            continue
        if (is_one_name(name) or (alone and is_sole_word_name(name))) and not found.people:
            names.append(name)
            continue
        found.text = _on_the_line(line, segment)
        break
    if not names:
        return
    # One name alone may be anything; beside a date, another name or in italics it is in the place of people.
    told = alone or found.published or len(names) > 1 or "|" in line
    if told or re.search(rf"[*_]{re.escape(names[0])}[*_]", line):
        found.people = (*names, *found.people)
    else:
        found.lone = True
        found.text = _on_the_line(line, names[0])


def _ending_at_colon(segment: str) -> tuple[str, ...]:
    """Part people behind a word for it from what a colon says of their paper: ``by Ada B, Carl D: saves memory``."""
    by = BY.match(segment)
    colon = _COLON.search(segment, by.end()) if by else None
    return (segment[: colon.start()], segment[colon.end() :]) if colon else (segment,)


def _read_imprint(line: str, at: int, end: int, found: Beside, day_first: bool) -> bool:
    """Take all behind a title for where and when it appeared; one name before it is a person's then."""
    imprint = _IMPRINT.fullmatch(line, end) or _IN_JOURNAL.fullmatch(line, end)
    if imprint is None:
        return False
    found.published = found.published or date_of(imprint["when"], day_first)
    before = (plain(segment).strip(' ,.:*_"“') for segment in parts_of(line[:at]))
    found.people = found.people or tuple(filter(is_one_name, before))
    return True


def _read_brackets(line: str, end: int, found: Beside, day_first: bool) -> int:
    """Read brackets right behind a title that hold a number or a year, whatever else is in them; give their end."""
    behind = _IN_BRACKETS.match(line, end)
    if behind is None:
        return end
    inside = behind["inside"]
    if not (GAP in inside or YEAR.search(inside)):
        return end
    segments = parts_of(inside)
    for segment in segments:
        if not found.people and not is_venue(segment):
            alone = len(segments) > 1 and is_one_name(segment.strip()) and not _AWARD.search(segment)
            found.people = (segment.strip(),) if alone else family_names(segment)
        if not read_segment(segment, found, day_first) and found.published is None:
            venue = _VENUE_BEHIND.search(segment)
            found.published = venue_year(venue[0], day_first) if venue else None
    return behind.end()


def behind_people(text: str) -> str:
    """Give the venue or date that ends a list of people.

    >>> behind_people("Ada B, Carl D. ACL 2024"), behind_people("Lin et al. 2018"), behind_people("Ada B")
    ('ACL 2024', '2018', '')
    """
    found = _VENUE_BEHIND.search(text) if YEAR.search(text) else None
    return found[0].strip(" ,.，、") if found else ""


def is_one_name(text: str) -> bool:
    """Say whether a text alone may be a person's name: two or three words and particles; more are a title as well.

    >>> [is_one_name(text) for text in ("Wim Bos", "Aart van den Oord", "Some Title Of A Paper", "Plato")]
    [True, True, False, False]
    """
    words = text.split()
    few = 1 < len(words) <= _MOST_WORDS and sum(not word.islower() for word in words) <= _MOST_NAMES
    return few and is_person(text)


def is_sole_word_name(text: str) -> bool:
    """Say whether a text may be a name without blanks, as Chinese, Japanese and Korean ones are.

    >>> is_sole_word_name("张三丰"), is_sole_word_name("摘要"), is_sole_word_name("Plato")
    (True, False, False)
    """
    return not text.isascii() and " " not in text and is_person(text) and not is_label(text) and role_of(text) is None


def read_families(segment: str, behind: str, found: Beside) -> bool:
    """Take family names alone for people if the part behind them is the year of what they wrote, or its number."""
    is_told = YEAR.fullmatch(behind.strip(_AROUND)) is not None or behind == GAP
    people = family_names(segment.strip(_AROUND)) if is_told and not found.people else ()
    if not people or any(map(is_venue, people)):
        return False
    found.people = people
    return True


def is_only_label(text: str) -> bool:
    """Say whether a text only says what an address leads to: a label, without a year beside it."""
    return is_label(text) and not re.search(r"(?:19|20)\d\d", text)


def _find(line: str, title: str) -> tuple[int, int]:
    """Give where a title stands in a line, whatever blanks and emphasis are between its words; -1 if it does not."""
    words = [match[0] for match in _WORD.finditer(title.casefold())]
    if not words or len(words) > 60:
        return -1, -1
    found = list(_WORD.finditer(line))
    said = [match[0].casefold() for match in found]
    for at in range(len(said) - len(words) + 1):
        if said[at] == words[0] and said[at : at + len(words)] == words:
            there = found[at : at + len(words)]
            if all(two.start() - one.end() <= _FARTHEST for one, two in pairwise(there)):
                return there[0].start(), there[-1].end()
    return -1, -1


def read_segment(segment: str, found: Beside, day_first: bool) -> bool:
    """Take a segment for people, a venue with its year, a date, or tags; say whether it is one of these, or nothing."""
    bare = plain(segment).strip(_AROUND)
    if not bare or is_only_label(bare):
        return True
    labels = labels_in(bare)
    people, behind = _dated(bare) or (
        _people_of(bare) if not labels or labels[0].role is None else _labelled_people(labels, bare)
    )
    if people:
        found.people = found.people or people
        found.published = found.published or venue_year(behind, day_first)
        return True
    date = venue_year(bare, day_first)
    if date is not None and len(bare.split()) <= LONGEST:
        found.published = found.published or date
        return True
    if are_tags(segment.strip(), bare):
        found.tags += split_tags(segment)
        return True
    stated = _stated(labels, bare)
    found.stated += stated
    return bool(stated) or _FROM.fullmatch(bare) is not None or _tells_nothing(bare)


def _tells_nothing(bare: str) -> bool:
    return _NOTHING.fullmatch(bare) is not None or is_day_of_no_year(bare)


def _dated(segment: str) -> tuple[tuple[str, ...], str] | None:
    """Give the people that family names alone are beside their year, and that."""
    people = dated_families(segment)
    return (people, " ".join(YEAR.findall(segment))) if people else None


def _labelled_people(labels: list[Labelled], segment: str) -> tuple[tuple[str, ...], str]:
    """Give the people behind a label for them, and nobody behind any other."""
    one = labels[0]
    named = segment[one.start :]
    is_list = one.role is not None and one.role.kind == "people" and len(labels) == 1 and fits(one.role, named)
    return (split_people(named), "") if is_list else ((), "")


def _stated(labels: list[Labelled], segment: str) -> tuple[Field, ...]:
    """Give the value of the one label that a segment begins with, where that is no text."""
    if len(labels) != 1 or not segment[labels[0].start :].strip():
        return ()
    label, value = labels[0].label, segment[labels[0].start :]
    role = role_fitting(label, value)
    if role is None or role.kind not in _STATED:
        return ()
    says = role.kind == "tags" and any(len(tag.split()) > _MOST_WORDS for tag in split_tags(value))
    return () if says else (Field(role, label, value, 0, 0),)


def _people_of(segment: str) -> tuple[tuple[str, ...], str]:
    """Give the people that a segment lists and what is behind them, or nobody."""
    ahead = _VENUE_AHEAD.match(segment)
    if ahead:
        people, behind = _people_of(segment[ahead.end() :])
        return people, behind or (ahead["where"] if people else "")
    by = BY.match(segment)
    names = _without_venue(segment[by.end() :] if by else segment).strip(" ,")
    alone = is_one_name(names) and len(names) < len(segment) and not _AWARD.search(names)
    if not (by or alone or are_people(names) or _OTHERS.search(names)):
        return (), ""
    names = _AFFILIATION.sub("", names)
    people = split_people(names) if by else named_people(names)[1]
    fits = len(people) <= 60 and all(len(name.split()) <= 6 for name in people)
    return (people, segment[segment.find(names) + len(names) :]) if fits else ((), "")


def _without_venue(names: str) -> str:
    return (_VENUE_BEHIND if _DIGIT.search(names) else _BARE_VENUE_BEHIND).sub("", names)


def _on_the_line(line: str, segment: str) -> str | None:
    """Give the line from where a segment begins on it, as it is written."""
    words = re.findall(r"\w+", segment)[:6]
    if not words:
        return None
    found = list(re.finditer(r"[\W_]{1,8}".join(map(re.escape, words)), line))
    return line[found[-1].start() :].strip() if found else None
