"""Citations: a title with its authors before or behind it, and where and when it appeared, set apart by full stops."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    BY,
    are_people,
    dated_families,
    family_names,
    is_organisation,
    is_person,
    named_people,
    turned_ahead,
)
from digestkb.readers.fields import is_address
from digestkb.readers.parting import DAY, GAP, parts_of, without_links
from digestkb.readers.titles import is_label, is_title_case, reads_as_title
from digestkb.readers.trimming import CITED_AS, JOURNAL, NUMBERING, VENUE, WHEN, clean_title
from digestkb.tuples import NamedTuple

_LONGEST = 1000
_FAMILY = r"[^\W\d_a-z][\w'’-]{0,40}"
_PARTS = lazy(r"(?<!\b[A-ZÀ-ÖØ-ÞŁŚŠŽ])(?<!\bal)(?<!\bvs)[.。]\s+|(?<=\bal\.)\s+|(?<=\d\))[.:]?\s+|(?<=[?？!！])\s+")
_VENUE = lazy(
    rf"[\W_]{{0,40}}(?:(?:in\s{{1,40}})?(?:the\s{{1,40}})?(?:{VENUE})\b"
    rf"|in:?\s{{1,40}}\S|proceedings\b|advances\b|preprint\b|{WHEN}\W{{0,40}}$"
    rf"|[^.:]{{3,60}}[,\s(]{{1,40}}{WHEN}\)?\W{{0,40}}$)",
    re.IGNORECASE,
)
#: No title ends with the given name of somebody.
_ENDS_IN_INITIAL = lazy(r",\s[A-Z]\.?\s{0,9}$")
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
#: One author, family first, with the year behind: «Smith, W. (2021)».
_ONE_AUTHOR = lazy(r"[^\W\d_][\w'’-]{1,60},\s{1,9}(?:[A-Z]\.[\s-]?){1,3}\s{0,9}\((?:19|20)\d\d[a-z]?\)")
_CAPITALISED = lazy(r"\b[A-Z][a-z]{2,}")
#: People, of whom only the first are named, perhaps a year, and the title behind it.
_BEHIND_OTHERS = lazy(
    rf"(?P<people>[^:：\"“”]{{2,200}}?),?\s{{1,4}}et\.?\s?al\.?(?:[,:;]|\s?[(\[]{WHEN}[)\]][.,:]?)\s{{1,4}}(?:{WHEN}[.,:]\s)?"
    r"(?P<title>[A-ZÀ-Þ\d\u3040-\u9fff].{5,300})"
)
#: Family names with one before the last of them, and their year.
_FAMILIES_BEHIND = lazy(
    rf"(?P<title>(?:[^()]|\([^()]*\)){{8,300}}?)(?:[,.]\s|\s[–—-]\s)(?P<people>{_FAMILY}(?:,\s{_FAMILY}){{0,4}},?\s(?:&|and|und|et|y|và|e)\s{_FAMILY},?\s\(?{WHEN}\)?)\W*$"
)
#: Before the last of several people.
_LAST = lazy(r"^(?:and|&|und|et|y)\s{1,9}")
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
    r"(?P<people>[^\"“”„«»「」『』]{3,500}?)[,.:，、]?\s{0,9}[\"“„«「『]\s?(?P<title>[^\"“”„«»「」『』]{6,300}?)[,.]?\s?[\"”“»」』]"
)
#: A title in quotes, with which it does not go on: «"Who?" On Names» is one.
_IN_QUOTES = r"[\"“„«「『]\s?(?P<title>[^\"“”„«»「」『』]{6,300}?)"
_QUOTED = lazy(_IN_QUOTES + r"(?:[,.]\s?[\"”“»」』]|(?<![,.])[\"”“»」』](?!\s?[^\W\d_]))")
#: A title in quotes, and its people or where it appeared behind it.
_QUOTED_FIRST = lazy(_IN_QUOTES + r"[,.]?\s?[\"”“»」』][\s,.;:，。()（）–—-]{0,9}(?P<behind>\S.{2,500})")
#: A title, and its people in brackets behind it.
_BEFORE_BRACKETS = lazy(r"(?P<title>[^()（）]{8,300}?)\s{0,9}[(（](?P<people>[^()（）]{5,500})[)）](?=\W|$)")
#: The people, and the title in bold type behind them.
_BEFORE_BOLD = lazy(r"(?P<people>[^*\n]{3,500}?)[,.:;]?\s{1,9}\*\*(?P<title>[^*]{6,300}?)[,.]?\*\*")
#: Who wrote it, and behind a colon what.
_BEGINS_SAID = lazy(
    r"[A-ZÀ-Þ][\w.'’-]{0,30}(?:\s[A-ZÀ-Þ][\w.'’-]{0,30}){1,2}\s?[:：]\s{0,3}[*_]|[A-ZÀ-Þ][\w'’-]{1,30}\s[A-ZÀ-Þ][\w'’-]{1,30}:\s"
)
#: The year behind the last of the people.
_YEAR_IN_BRACKETS = lazy(rf"\s\((?P<year>{WHEN})\)[\s.,;:]{{0,4}}$")
#: When it appeared, behind the people.
_DAY_BEHIND = lazy(rf"\s{{0,3}}[,;，；、]\s{{0,3}}(?:{DAY})$")
_COMMA = lazy(r"[,，]\s{1,9}|，")
#: A line of more parts is no citation.
_MOST_PARTS = 40
_BRACKETS = lazy(r"[(（\[][^()（）\[\]]{0,300}[)）\]]")
#: The people before a colon, and the title behind it: in italics, or up to a full stop, a venue or a year.
_BEHIND_COLON = lazy(
    r"(?P<people>[^:：]{5,400}?)\s?[:：]\s{0,9}(?:(?P<mark>[*_]{1,3})(?P<stressed>[^*_]{6,300}?)[.,]?(?P=mark)"
    rf"|(?P<title>\S.{{5,300}}?)(?=[.。](?:\s|$)|,\s{{0,9}}(?:in\s{{1,9}})?(?:(?:{VENUE})\b|{WHEN})|$))"
)


class Citation(NamedTuple):
    """A title, and its authors as far as they are written out."""

    title: str
    authors: tuple[str, ...] = ()


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
    if not 0 < len(text) <= _LONGEST:
        return None
    told = _behind_others(text)
    if told:
        return told
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    if len(parts) > 1 and not _are_sooner_people(parts[1], parts[0]):
        if are_people(parts[0]) or _ONE_AUTHOR.fullmatch(parts[0]):
            return _first_title(parts[1:], written_out(parts[0]))
        if people := _short_names(parts, text):
            return _first_title(parts[1:2], people)
    people, behind = turned_ahead(text)
    turned = _first_title(_PARTS.split(behind)[:2], people) if people else None
    found = turned or _behind_people(text, source) or _before_people(text, source, parts)
    return None if found is None or dated_families(text) else found


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
    first, *rest = _parted_by_commas(next(filter(None, _PARTS.split(match["title"])), ""))
    title = [first, *takewhile(lambda part: not (_kind(part) == "where" or _VENUE.match(part)), rest)]
    return _first_title([", ".join(title)], written_out(people))


def _behind_people(text: str, markdown: str) -> Citation | None:
    told = _in_quotes(text) or _quoted_first(text) or _behind_colon(markdown) or _before_families(text)
    return told or _by_commas(text) or _in_bold(markdown) or _behind_initials(text)


def _before_people(text: str, markdown: str, parts: list[str]) -> Citation | None:
    return (
        _apart(markdown)
        or _before_part(parts)
        or _before_brackets(text)
        or _before_names(text)
        or _before_italics(markdown)
    )


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


def _short_names(parts: list[str], text: str) -> tuple[str, ...]:
    """Give who stands before a title and would be no list of people without it: one alone, or families alone."""
    if _is_sole_author(parts, text):
        return (parts[0],)
    families = family_names(parts[0]) if is_title_case(parts[1].rstrip(".")) else ()
    return families if len(families) > 2 else ()


def _is_sole_author(parts: list[str], text: str) -> bool:
    """Say whether a name before a full stop is an author's: a title and a venue stand behind it."""
    ends = "." in text[: len(parts[0]) + 1]
    return len(parts) > 2 and ends and is_person(parts[0]) and _VENUE.match(parts[2]) is not None


def _first_title(parts: list[str], authors: tuple[str, ...]) -> Citation | None:
    title = next(filter(None, map(_title, parts)), None)
    return Citation(title, authors) if title else None


def _before_families(text: str) -> Citation | None:
    """Read a title before family names alone and the year of their paper.

    >>> _before_families("Drying Bricks in Winter, Ho, Jain & Abbeel 2020")
    Citation(title='Drying Bricks in Winter', authors=('Ho', 'Jain', 'Abbeel'))
    """
    match = _FAMILIES_BEHIND.match(text)
    people = dated_families(match["people"]) if match and reads_as_title(match["title"]) else ()
    return _first_title([match["title"]], people) if match and people else None


def _in_quotes(text: str) -> Citation | None:
    """Read a title in quotes behind its authors."""
    match = _BEFORE_QUOTES.match(text)
    people = match["people"] if match else ""
    if match is None or not (are_people(people) or is_person(people) or family_names(people.rstrip(". "))):
        return None
    title = clean_title(match["title"])  # in quotes, one word is one as well
    return Citation(title.rstrip("."), written_out(match["people"])) if title and not is_label(title) else None


def _quoted_first(text: str) -> Citation | None:
    """Read a title in quotes before its authors, or before where it appeared."""
    match = _QUOTED_FIRST.match(text)
    if match is None:
        return None
    parts = [part for part in re.split(r"[;；]\s|[,，.]\s{1,9}|[()（）]", match["behind"]) if part.strip()]
    people = list(takewhile(lambda part: _kind(part) == "people" or is_person(part.strip()), parts[:_MOST_PARTS]))
    where = len(parts) > len(people) and _kind(parts[len(people)]) == "where"
    told = where or len(people) > 1 or are_people(match["behind"])
    return _first_title([match["title"]], written_out(", ".join(people))) if told else None


def _in_bold(markdown: str) -> Citation | None:
    """Read a title in bold type behind its authors."""
    match = _BEFORE_BOLD.match(NUMBERING.sub("", markdown.strip())) if "**" in markdown else None
    people = plain(match["people"]) if match else ""
    return _first_title([match["title"]], written_out(people)) if match and are_people(people) else None


def _apart(markdown: str) -> Citation | None:
    """Read a title that signs, emphasis or brackets set apart from people, and from where and when it appeared.

    >>> _apart("`ACL 2024` Cold Working: A Study (Ada B, Carl D)")
    Citation(title='Cold Working: A Study', authors=('Ada B', 'Carl D'))
    >>> _apart("*Ada B, Carl D* · *Delft Institute of Roofs* · ACL 2024") is None
    True
    """
    parts = [plain(part) for part in parts_of(without_links(markdown))]
    found = _left_over(parts) if 1 < len(parts) < _MOST_PARTS else None
    if found is None or found.first != found.last or _FAMILY_NAMES.fullmatch(found.title):
        return None
    if not found.has_where:
        return Citation(found.title, written_out(found.people)) if are_people(found.people) else None
    # A date alone stands beside much that is no title.
    told = found.people or reads_as_title(found.title) or _is_marked(found.title, markdown)
    return Citation(found.title, written_out(found.people)) if told else None


def _by_commas(text: str) -> Citation | None:
    """Read a title that commas part from its people, and from where and when it appeared.

    >>> _by_commas("Ada B, Carl D, Learning to Sort, Slowly, ACL 2024")
    Citation(title='Learning to Sort, Slowly', authors=('Ada B', 'Carl D'))
    >>> _by_commas("Cold Working, Ada B said, is dear"), _by_commas("Ada B, C Dale - arXiv preprint, 2024")
    (None, None)
    """
    parts = _parted_by_commas(_YEAR_IN_BRACKETS.sub(r", \g<year>", text)) if _COMMA.search(text) else []
    found = _left_over(parts) if 1 < len(parts) < _MOST_PARTS else None
    if found is None or not found.people or (not found.first and _BEGINS_SAID.match(found.title)):
        return None
    if _are_two_behind(found, parts):
        return Citation(found.title, written_out(found.people))
    if not found.has_where and not _are_two_ahead(found, parts):
        return None
    if any(_kind(part) for part in parts_of(found.title) if part != found.title):
        return None  # signs part it in turn
    # Of other letters than Latin ones nothing tells whether it reads as a title.
    is_title = reads_as_title(found.title) or not found.title.isascii()
    return Citation(found.title, written_out(found.people)) if is_title else None


def _are_two_behind(found: _Left, parts: list[str]) -> bool:
    """Say whether two people and more stand behind what surely is a title, so that no venue needs to."""
    if found.first or found.last > len(parts) - 3 or not is_title_case(found.title):
        return False
    surely = len(_CAPITALISED.findall(found.title)) > 2 and found.people.count(" ") > found.people.count(",")
    return surely and not any(map(_kind, parts_of(_BRACKETS.sub(" - ", found.title))[1:]))


def _are_two_ahead(found: _Left, parts: list[str]) -> bool:
    """Say whether all that stands behind two people and more is in capitals as titles are, and ends the text."""
    whole = all(" " in part.strip() for part in parts[: found.first])
    return found.first > 1 and found.last == len(parts) - 1 and whole and _is_surely_title(found.title)


def _is_surely_title(text: str) -> bool:
    return is_title_case(text) or (_is_of_things(text) and reads_as_title(text))


def _behind_initials(text: str) -> Citation | None:
    """Read a title with a colon behind people with initials: the last commas part could be a person without any.

    >>> _behind_initials("A. B. Finch, Dark Bridges: A Survey")
    Citation(title='Dark Bridges: A Survey', authors=('A. B. Finch',))
    """
    parts = _parted_by_commas(text) if ":" in text else []
    people = list(takewhile(lambda part: _INITIAL.match(_LAST.sub("", part)) and _kind(part) == "people", parts))
    title = ", ".join(parts[len(people) :])
    return _first_title([title], written_out(", ".join(people))) if people and ":" in title else None


def _parted_by_commas(text: str) -> list[str]:
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
    title = _title(", ".join(part.strip() for part in parts[others[0] : others[-1] + 1]))
    # Behind people may stand where they are from.
    if title is None or (kinds[0] == "people" and ":" not in title and is_organisation(title)):
        return None
    people = ", ".join(part for part, kind in zip(parts, kinds, strict=True) if kind == "people")
    return _Left(title, others[0], others[-1], people, "where" in kinds)


def _kinds(parts: list[str]) -> list[str]:
    """Say what each part of a line is; beside where something appeared, families need no given names."""
    kinds = [_kind(part) for part in parts]
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


def _kind(part: str) -> str:
    """Say whether a part of a line is people, or where and when something appeared; empty for anything else."""
    bare = BY.sub("", _LAST.sub("", part.strip(f" *_.,:;，()[]{GAP}")))
    if not bare or is_address(bare) or _WHERE.fullmatch(bare) or _DAY.fullmatch(bare) or CITED_AS.fullmatch(bare):
        return "where"
    return "people" if are_people(bare) or (" " in bare and is_person(bare)) else ""


def _behind_colon(markdown: str) -> Citation | None:
    """Read a title behind its authors and a colon: two names without initials could be the head of a title as well."""
    match = _BEHIND_COLON.match(NUMBERING.sub("", markdown.strip()))
    people = plain(match["people"]) if match else ""
    if match is None or not are_people(people):
        return None
    others, names = named_people(people)
    # «Ada B et al., Bridge: Dark Data» begins with two authors or one, and the title before the colon.
    if not match["stressed"] and _begins_title(names):
        return None
    surely = match["stressed"] or len(names) > 2 or others or _INITIAL.search(people)
    return _first_title([match["stressed"] or match["title"]], written_out(people)) if surely else None


def _begins_title(names: tuple[str, ...]) -> bool:
    """Say whether the last of some names is sooner what a title begins with: it alone has one word, or no initials."""
    alone = " " not in names[-1] and any(" " in name for name in names)
    return alone or (not _INITIAL.search(names[-1]) and len(names) > 1 and all(map(_INITIAL.match, names[:-1])))


def _before_brackets(text: str) -> Citation | None:
    """Read a title with its authors in brackets behind it."""
    match = _BEFORE_BRACKETS.match(text)
    people = _DAY_BEHIND.sub("", match["people"]) if match else ""
    if match is None or not are_people(people):
        return None
    return _first_title([match["title"]], written_out(people))


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
    if _ENDS_IN_INITIAL.search(part):
        return None
    quoted = _QUOTED.match(part)
    title = clean_title(quoted["title"] if quoted else part)
    if len(title) < 6 or is_label(title) or _VENUE.match(title) or (len(title.split()) < 2 and title.isascii()):
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
