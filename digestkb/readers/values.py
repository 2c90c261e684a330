"""The values of a mention: names, people, dates, tags, topics and links, from what its scope says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digestkb.dates import PartialDate, find_dates, split_day
from digestkb.links import Link, classify
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import has_initials, listed_people
from digestkb.readers.bibtex import Entry
from digestkb.readers.candidates import Candidate, titleness
from digestkb.readers.facts import SOON, NoteFacts
from digestkb.readers.fields import Field
from digestkb.readers.labels import key
from digestkb.readers.said import Said
from digestkb.readers.scan import WINDOW, attachments_in, numbers_in, own_links
from digestkb.readers.shaped import venue_year
from digestkb.readers.subject import Scope
from digestkb.readers.titles import is_label
from digestkb.readers.trimming import clean_title, note_title
from digestkb.readers.vocabulary import is_any_date, only, role_of, role_of_key
from digestkb.tags import are_hashtags, find_hashtags, hashtags_behind, unique
from digestkb.tree import Block

_ADDRESS = lazy(r"(?:https?://|www\.|\w+\.\w+/)")
#: Where the title of a whole note stands; one that stands elsewhere leaves the heading to be its topic.
_OF_A_NOTE = frozenset(("label", "note heading", "heading", "heading link", "line above", "file name"))


def names_of(
    facts: NoteFacts, scope: Scope, said: Said, best: Candidate | None, entry: Entry | None
) -> tuple[str, ...]:
    """Give what else a paper is called in its scope."""
    found = list(said.names)
    title = best.text if best else None
    if scope.whole:
        heading = facts.heading
        if heading and not _is_topic(heading, best):
            found.append(clean_title(heading.text))
        if numbers_in(facts.stem):
            found.append(clean_title(facts.stem.replace("_", " ")))
    found.extend(one.text for one in said.candidates if _is_named_by(one, scope, best))
    found.extend(_cited_by(said, entry))
    return tuple(name for name in unique(found) if name and not is_label(name) and name != title)


def _cited_by(said: Said, entry: Entry | None) -> Iterator[str]:
    """Yield the keys that a paper is cited by."""
    if entry is not None and entry.is_named:
        yield entry.key
    yield from (one.value.strip("@`[] ") for one in said.fields if one.role.name == "citekey")


def _is_topic(heading: Block, best: Candidate | None) -> bool:
    """Say whether the heading of a note about a paper that is titled elsewhere only says what that is about."""
    return bool(best and best.place not in _OF_A_NOTE and titleness(heading.text) < 2)


def _is_named_by(one: Candidate, scope: Scope, best: Candidate | None) -> bool:
    """Say whether a paper goes by a candidate as well; by its own heading if its title is stated in a field."""
    if one.place == "heading":
        return best is not None and best.place == "label" and one.line == scope.block.first
    return one.place in ("link", "heading link", "bold", "label") and one.weight >= 60


def authors_of(facts: NoteFacts, said: Said, best: Candidate | None, entry: Entry | None) -> tuple[str, ...]:
    """Give the people of a paper: of its entry in a bibliography, as stated, or as they stand beside the title."""
    stated = [one for one in said.fields if one.role.name == "authors"]
    if entry is not None and entry.authors and not any(one in facts.properties for one in stated):
        return entry.authors
    people = _stated_people(facts, stated)
    if people:
        return people
    same = (one.authors for one in said.candidates if best is not None and one.text == best.text)
    return next(filter(None, same), entry.authors if entry else ())


def _stated_people(facts: NoteFacts, stated: list[Field]) -> tuple[str, ...]:
    """Give the people of the first field that names some; fields called «author» name one each."""
    single = [one.value for one in stated if key(one.label).endswith("author") and not one.values]
    if len(single) > 1 and stated[0].value == single[0]:
        return listed_people(single)
    named = [(one, people) for one in stated if (people := one.people())]
    if not named:
        return ()
    # Who is cited by initials is called in full elsewhere.
    named.sort(key=lambda one: all(map(has_initials, one[1])))
    first, people = named[0]
    # One person in front matter is as often who wrote the note: those beside the title are the paper's.
    alone = first in facts.properties and len(people) == 1
    return next((others for _, others in named[1:] if alone and people[0] not in others), people)


def published_of(facts: NoteFacts, scope: Scope, said: Said) -> PartialDate | None:
    """Give when a paper came out, as far as its scope says."""
    stated = [f for f in said.fields if f.role.name == "published" and not _is_later(facts, scope, f)]
    # A scope's own labelled date is its paper's, but not the day on which it was read; a note's own is the note's.
    stated += [f for f in said.fields if _is_dated(facts, f) and not _is_of_reading(f, said.fields)]
    # A venue often has its year with it.
    stated = stated or [f for f in said.fields if f.role.name == "venue" and venue_year(f.value) is not None]
    dates = [date for f in stated if (date := f.date(facts.document.day_first))]
    return max(dates, key=lambda date: len(str(date)), default=None) if dates else None


def read_on(facts: NoteFacts, scope: Scope, said: Said) -> PartialDate | None:
    """Give the day on which a paper of several was read: a field of its own labels it, or it stands at its head."""
    own = (f for f in said.fields if _is_dated(facts, f) and _is_of_reading(f, said.fields))
    later = (f for f in said.fields if f.role.name == "published" and _is_later(facts, scope, f))
    stated = next(filter(None, (f.date(facts.document.day_first) for f in (*own, *later))), None)
    return stated or (None if scope.whole else facts.day_at(scope.block))


def _is_later(facts: NoteFacts, scope: Scope, one: Field) -> bool:
    """Say whether a day that only its place tells of comes long after the paper's number: somebody read it then."""
    date = one.date(facts.document.day_first) if one.by_shape and scope.arxiv_id is not None else None
    if date is None or not date.day or scope.arxiv_id is None:
        return False
    is_ahead = facts.are_read_on_days and facts.day_at(scope.block) == date
    return is_ahead or (date.first - scope.arxiv_id.month.end).days > SOON


def _is_dated(facts: NoteFacts, one: Field) -> bool:
    return one.role.name == "date" and one not in facts.properties


def _is_of_reading(date: Field, fields: Iterable[Field]) -> bool:
    """Say whether a date is no paper's: its label says so, or another of the fields does, or who presented it then."""
    told = not is_any_date(date.label) or any(one.role.name in ("published", "presenter") for one in fields)
    return bool(date.label) and told


def tags_of(fields: Iterable[Field], lines: Iterable[str], heading: str = "") -> tuple[str, ...]:
    """Give the tags that fields and lines of text have, and those behind a heading."""
    stated = (tag for one in fields if one.role.name == "tags" for tag in one.tags())
    written = (tag for line in lines if "#" in line and len(line) < WINDOW for tag in find_hashtags(line))
    return unique((*stated, *hashtags_behind(heading)[1], *written))


def topics_of(facts: NoteFacts, scope: Scope, best: Candidate | None) -> tuple[tuple[str, ...], ...]:
    """Give the labels above a scope, from the root down: headings, parent items, its own where it is no title."""
    if scope.whole and (best is None or best.place in _OF_A_NOTE):
        return ()
    labels = []
    around = [facts.heading] if scope.whole and facts.heading else [scope.block, *scope.block.ancestors()]
    for block in around:
        if not _stands_above(facts, block, scope, best):
            continue
        labels.append(topic_label(block.lines[0]))
    return topic_path(reversed(labels))


def topic_path(labels: Iterable[str | None]) -> tuple[tuple[str, ...], ...]:
    """Give the topics of a paper that stands below some labels, of which those that are no topics are ``None``."""
    path = tuple(label for label in labels if label)
    return (path,) if path else ()


def topic_label(line: str) -> str | None:
    """Give the topic that a heading is, without its numbering and count of papers; ``None`` if it is none.

    >>> [topic_label(text) for text in ("2. cs.CV (12 papers)", ":books: Walls", "Papers of today", "Click to show")]
    ['cs.CV', 'Walls', None, None]
    """
    text = note_title(re.sub(r"^(?:[^\w\[(*`_<:]|:\w{1,30}:|:)+|^[\d.]+\s+", "", line.strip(" ")).rstrip(" :："))
    text = re.sub(r"\s{0,40}[(（]\d+[^()（）]{0,8}[)）]$", "", text)
    return text if text and len(text) <= 80 and not _is_no_topic(text) else None


def _stands_above(facts: NoteFacts, block: Block, scope: Scope, best: Candidate | None) -> bool:
    """Say whether what a block begins with stands above the paper: it is no text, not its title and not the note's."""
    if block.kind not in ("section", "item", "details") or not block.lines:
        return False
    if best is not None and block.first <= best.line <= block.own_last:
        return False
    if block.kind == "item" and (block is scope.block or id(block) in facts.scoped):
        return False  # a paper is no topic, of itself or of one that is nested in it
    return block is not facts.heading or block.level != 1 or scope.whole


def links_of(facts: NoteFacts, blocks: list[Block], scope: Scope, entry: Entry | None = None) -> tuple[Link, ...]:
    """Give the links of a scope and its entry, but for those of other papers on arXiv, images and anchors."""
    lines = (*(_addresses(facts) if scope.whole else ()), *_lines_of(facts, blocks))
    found = own_links((line for line in lines if len(line) <= WINDOW * 5), scope.key)
    stated = [classify(entry.address)] if entry is not None and entry.address else []
    return tuple(dict.fromkeys((*stated, *(link for link in found if _ADDRESS.match(link.url)))))


def _addresses(facts: NoteFacts) -> Iterator[str]:
    """Yield the lines of the front matter whose key is one of addresses."""
    for number in range(1, facts.document.body):
        role = role_of_key(facts.document.key_of(number))
        if role is not None and role.kind in ("id", "address"):
            yield facts.lines[number - 1]


def _lines_of(facts: NoteFacts, blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind == "row":
            yield from block.lines
        elif block.kind in ("item", "paragraph", "definition", "html", "section", "details", "quote"):
            yield from (facts.lines[n - 1] for n in range(block.at, block.own_last + 1))


def attachments_of(facts: NoteFacts, blocks: list[Block]) -> tuple[str, ...]:
    """Give the files that the lines of some blocks attach."""
    return attachments_in(line for line in _lines_of(facts, blocks) if len(line) < WINDOW)


def text_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of the blocks that are text, and of tables the cells that say more than what is counted there."""
    for block in blocks:
        if block.kind in ("item", "paragraph", "quote"):
            yield from block.lines
        elif block.kind == "row":
            texts = ((cell, plain(cell)) for cell in block.cells if "#" in cell)
            yield from (cell for cell, text in texts if text[:1] != "#" or are_hashtags(text))


def _is_no_topic(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    role = role_of(text)
    return (
        (role is not None and role.kind in ("prose", "reference", "people"))
        or all(word in only("papers") for word in words)
        or any(True for _ in find_dates(text))
        or split_day(text) is not None
    )
