"""What may be the title in front of a number: all of a text, what it cites, or what it is introduced by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestkb.dates import is_weekday, parse_day
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    are_people,
    dated_families,
    family_names,
    is_person,
    named_people,
    split_people,
)
from digestkb.readers.candidates import LONGEST, Candidate, candidate, titleness
from digestkb.readers.citation import citation
from digestkb.readers.cited import Citation
from digestkb.readers.dated import MESSAGE
from digestkb.readers.openings import opening, title_in_bold
from digestkb.readers.scan import links_in
from digestkb.readers.titles import (
    LABEL,
    is_label,
    is_name,
    is_venue,
    lead_name,
    quoted_title,
    reads_as_title,
)
from digestkb.readers.trimming import clean_title
from digestkb.readers.vocabulary import only, role_of

_DAY_AHEAD = lazy(r"[\s>-]{0,9}\*\*(?P<day>[^*]{2,30}?)[:：]?\*\*\s{0,3}[–—:：-]\s{0,3}(?=\S)")
#: A time of day, before what was done then.
_TIME_AHEAD = lazy(r"^[\s>-]{0,9}[0-2]?\d[:h][0-5]\d\s(?:[ap]\.?m\.?\s)?(?:[–—-]\s)?", re.IGNORECASE)
#: What could be people and a year is called so only if nothing else is a title.
_PEOPLE_SOONER = 45
#: A word before a blank, or characters of Chinese before other letters.
_FIRST = lazy(r"(?P<word>[^\W\d_]{2,12})\s+|(?P<characters>[\u3400-\u9fff]{1,2})\s*(?=[A-Z*《「])")
_TITLE_MARKS = frozenset('*_"“«《「')
_OPEN_BRACKETS = lazy(r"(?P<title>[^()（）]{6,300}?)\s?[(（](?P<people>[^()（）]{3,200})")
#: Families, or the others behind one, and the comma before what they wrote.
_PEOPLE_AND_COMMA = lazy(
    r"(?P<people>[^\W\d_][^\s,;:]{1,30}(?:\set\.?\sal\.?|(?:,\s[^\W\d_][^\s,;:]{1,30}){0,5}\s(?:&|and)\s[^\W\d_][^\s,;:]{1,30}))"
    r",\s(?:(?:19|20)\d\d,\s)?"
)
_CLOSED_BRACKETS = lazy(r"(?P<title>[^()（）]{6,300}?)\s?[(（](?P<people>[^()（）\d]{3,200})[)）]")
#: Two families, joined by a word that English titles have not.
_JOINED_ELSEWHERE = lazy(r"[^\W\d_a-z][^\s,]{1,30}\s(?:e|y|et|và)\s[^\W\d_a-z][^\s,]{1,30}")
#: Where in a paper something is said.
_PLACE = lazy(
    r"(?:section|sec|chapter|table|figure|fig|appendix|theorem|lemma|equation|eq|part|page|pp?)\b", re.IGNORECASE
)
_STRESSED_LAST = lazy(r"(?P<mark>[*_]{1,3})(?P<title>[^*_]{6,300})(?P=mark)\s*$")
_BOLD_FIRST = lazy(
    r"(?P<mark>\*\*|__)(?P<title>[^*_]{6,300}?)(?:[:：]\s?(?P=mark)|(?P=mark)\s?[:：])\s*(?P<people>[^*_].*)"
)
_BY_PEOPLE = lazy(r",?\s{1,40}by\s{1,40}(?P<names>[^,]{3,200}(?:,[^,]{3,80})*)$")
_BREAK = lazy(r"\s{0,9}<br\s{0,9}/?>\s{0,9}")
_HTML_TAG = lazy(r"</?[A-Za-z][^<>]{0,300}>")
#: ``arXiv`` in any case, other labels only where punctuation sets them apart: a title may end with "paper".
_TRAILING_LABEL = lazy(
    r"[\s(\[（|,;:：.·-]{1,9}(?:arxiv(?: preprint)?|preprint|available at|see)[\s.:：\])）]{0,40}$"
    r"|[(\[（|,;:：·—–][\s*_]{0,40}(?:pdf|paper|abs|link|url|code|html|project|论文|链接)[\s*_]{0,40}[\])）:：]?[\s.]{0,40}$"
    r"|\s(?:pdf|paper|link|url|论文|链接)[:：]$",
    re.IGNORECASE,
)


def before_number(before: str, line: int, kind: str = "item", dated: bool = False) -> Iterator[Candidate | None]:
    """Yield what may be a title in front of a number: in title marks, quotes, bold type, a citation, or all of it.

    Where it is ``dated``, a year stands behind the number, and families alone before it are people.
    """
    bare = _without_labels(before)
    if not bare:
        return
    # Of what pipes set apart the title comes first, behind a rank, the day, the venue or the people.
    bare = next(filter(_may_be_title, bare.split(" | ")), bare)
    if " · " in bare and not any(map(_may_be_title, bare.split(" · "))):
        return  # people, venue and day
    presented = _before_open_brackets(bare) if bare[:1] in "*_" else None
    if presented:  # **Ida presents** *Wet Paint* (Bee et al. – arXiv:…
        yield candidate(presented.title, "citation", line, authors=presented.authors)
    yield from opening(bare, line)
    if title_in_bold(bare):
        return
    by = _by_people(bare) or _bold_before_people(bare, dated) or before_brackets(bare, dated)
    if by is not None:
        yield by._replace(line=line)
        return
    bare = _without_introduction(bare)
    cited = _in_open_brackets(bare) or citation(bare) or _before_open_brackets(bare)
    if cited:
        yield candidate(cited.title, "citation", line, authors=cited.authors)
    yield _unmarked(bare, line, kind)


def _by_people(text: str) -> Candidate | None:
    """Weigh a title behind which *by* and its people stand; one word behind it alone goes on with the title."""
    by = _BY_PEOPLE.search(text)
    if by is None or (by["names"].isalpha() and text[by.start()] != ","):
        return None
    if are_people(plain(text[: by.start()]).rpartition(", ")[0]):
        return None
    if not (are_people(by["names"]) or is_person(by["names"])):
        return None
    return candidate(_quoted_last(text[: by.start()]), "citation", 0, authors=split_people(by["names"]))


def _bold_before_people(text: str, dated: bool) -> Candidate | None:
    """Weigh a title in bold whose people stand behind its colon: **Wet Paint**: Bee and Dee."""
    bold = _BOLD_FIRST.fullmatch(text)
    if bold is None or not (are_people(plain(bold["people"])) or (dated and family_names(bold["people"]))):
        return None
    return candidate(bold["title"], "citation", 0, authors=named_people(bold["people"])[1])


def before_brackets(text: str, dated: bool = False) -> Candidate | None:
    """Weigh a title behind which its people stand in brackets: Wet Paint (Ada Bee, Cy Dee), Wet Paint (Bee e Dee).

    >>> before_brackets("Wet Paint and Glue (Ada Bee, Cy Dee)").authors, before_brackets("Wet Paint (Boxes, Masks)")
    (('Ada Bee', 'Cy Dee'), None)
    """
    match = _CLOSED_BRACKETS.fullmatch(text.strip())
    if match is None or titleness(match["title"]) < 1:
        return None
    people = match["people"]
    if dated or _JOINED_ELSEWHERE.fullmatch(people):
        names = family_names(people)
    else:
        names = named_people(people)[1] if are_people(people) else ()
    return candidate(_quoted_last(match["title"]), "citation", 0, authors=names) if names else None


def _without_introduction(text: str) -> str:
    """Take off what a title is introduced by: a label, who presented it, that it was read.

    >>> _without_introduction("Đọc Wet Paint: A Study"), _without_introduction("柏翰：Wet Paint: A Study")
    ('Wet Paint: A Study', 'Wet Paint: A Study')
    """
    label = LABEL.match(text)
    if label and label.end() < len(text):
        rest, words = text[label.end() :], label["label"]
        if is_label(words) or role_of(words) or (not words.isascii() and is_person(words) and titleness(rest) == 2):
            return rest
    first = _FIRST.match(text)
    word = (first["word"] or first["characters"]) if first else ""
    return text[len(first[0]) :] if first and _was_read(word, text[len(first[0]) :]) else text


def _was_read(word: str, rest: str) -> bool:
    """Say whether a word tells that what follows was read: *Reading* begins titles too, unless marks follow."""
    if word.casefold() not in only("read"):
        return False
    begins_none = word.islower() or not word.isascii()
    return rest[:1] in _TITLE_MARKS or (begins_none and (titleness(rest) == 2 or is_name(rest)))


def _before_open_brackets(text: str) -> Citation | None:
    """Read a title whose people stand in brackets that its number closes: *Wet Paint* (Bee, Dee – arXiv:….

    >>> _before_open_brackets("read *Wet Paint and Glue* (Bee, Dee –"), _before_open_brackets("It dries (as I said")
    (Citation(title='Wet Paint and Glue', authors=('Bee', 'Dee')), None)
    """
    match = _OPEN_BRACKETS.fullmatch(text)
    people = match["people"].strip(" ,;–—-") if match else ""
    names = named_people(people)[1]
    if match is None or not names or not (all(map(is_person, names)) or family_names(people)):
        return None
    stressed = _STRESSED_LAST.search(match["title"])
    title = clean_title(stressed["title"] if stressed else match["title"])
    return Citation(title, names) if stressed or titleness(title) == 2 else None


def _in_open_brackets(text: str) -> Citation | None:
    """Read a citation in brackets that its number closes, in running text: … on drying (Bee et al., Wet Paint, arXiv:….

    >>> _in_open_brackets("read the one on drying (Bee et al., Wet Paint and Its Discontents")
    Citation(title='Wet Paint and Its Discontents', authors=('Bee',))
    """
    before, opened, inside = text.rpartition("(")
    people = _PEOPLE_AND_COMMA.match(inside) if opened and before and not set("()（）") & set(inside) else None
    title = clean_title(inside[people.end() :]) if people else ""
    if people is None or titleness(title) < 2 or _PLACE.match(title):
        return None
    names = family_names(people["people"]) or named_people(people["people"])[1]
    return Citation(title, names) if names and all(map(is_person, names)) else None


def _quoted_last(text: str) -> str:
    """Give the title in quotes or emphasis that a text ends with, or the text: read "Wet Paint", *Dry Walls*."""
    last = text.rstrip()[-1:]
    quoted = quoted_title(text) if last and last in '"”“»」』》' else None
    stressed = _STRESSED_LAST.search(text) if last and last in "*_" else None
    return quoted or (stressed["title"] if stressed else text)


def _unmarked(text: str, line: int, kind: str) -> Candidate | None:
    """Weigh all of a text as a title, or the name that it begins with if it is longer or more than a sentence."""
    head = re.match(r"(.{8,}?)\s[—–-]\s(?=[a-z])", text)
    if head and titleness(head[1]) == 2:
        text = head[1]  # what goes on in lower case tells of it
    title = re.sub(r"(?<=[a-z\d)])\.$", "", clean_title(links_as_texts(text)))
    if not title or _is_to_do(title) or (kind == "paragraph" and not reads_as_title(title)):
        return None
    if dated_families(plain(text)):
        found = candidate(title, "before", line)
        # Where there is no other title, it is called by things: «Graphs, Trees and Forests (2021)».
        return found and found._replace(weight=found.weight - _PEOPLE_SOONER)
    if len(title) <= LONGEST and not re.search(r"[。；！，]|[.!]\s", title) and len(title.split()) <= 30:
        return candidate(title, "before", line)
    name = lead_name(title)
    return candidate(name, "lead name", line) if name else None


def _is_to_do(text: str) -> bool:
    """Say whether a text only says what is to be done with a paper: «Bo: read», «DONE skim», «fix a slope»."""
    words = [word.strip(":,.") for word in text.partition(": ")[2].split() or text.split()]
    done = all(word.casefold() in only("action") or is_label(word) for word in words)
    return done or (len(words) > 1 and words[0] in only("action") and not text.partition(": ")[2])


def _may_be_title(part: str) -> bool:
    return re.search(r"[^\W\d_]{2}", part) is not None and not is_venue(part) and not are_people(plain(part))


def links_as_texts(text: str) -> str:
    """Put the texts of links in their places; a link whose text is no part of a title goes."""
    for link in reversed(links_in(text)):
        label = "" if link.image or is_label(link.label) or is_venue(link.label) else link.label
        text = text[: link.start] + label + text[link.end :]
    return text


def _without_labels(before: str) -> str:
    """Take off links and labels between a title and its number: ``Title. [[PDF]](…) [[Code]](…) arXiv:``."""
    text = before = _without_day(_without_open_bold(_TIME_AHEAD.sub("", MESSAGE.sub("", before))))
    for link in reversed(links_in(before)):
        if link.image or is_label(link.label):
            text = text[: link.start] + " " + text[link.end :]
    text = _HTML_TAG.sub(" ", _BREAK.sub(" · ", text)).rstrip(" ([（【{<|:：,;·-–—/")
    while True:
        match = _TRAILING_LABEL.search(text)
        if not match:
            break
        text = text[: match.start()]
    name, comma, last = text.rpartition(",")
    text = name if comma and last.strip(" .").casefold() in only("see") else text
    return text.rstrip(" ([（【{<|:：,;·-–—/")


def _without_day(text: str) -> str:
    """Take off the day in bold type that a text begins with: **Thu** – *Wet Paint*."""
    day = _DAY_AHEAD.match(text) if "**" in text[:12] else None
    return text[day.end() :] if day and (is_weekday(day["day"]) or parse_day(day["day"])) else text


def _without_open_bold(text: str) -> str:
    """Take off a mark of bold type that begins before a number and ends behind it."""
    bare = text.lstrip(" \t>-+")
    return bare[2:] if bare.startswith("**") and bare.count("**") == 1 else text
