"""Labelled values in any dress: one parser finds them in the blocks of a scope, one vocabulary says what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from digestkb.arxiv import find_arxiv_ids
from digestkb.dates import PartialDate, find_dates, parse_date
from digestkb.errors import BadDate
from digestkb.markdown import plain
from digestkb.people import are_people, is_person, listed_people, people_in, split_people
from digestkb.readers.labels import find_label, key
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import CATEGORY, RUNNING, VENUE, is_label, is_venue
from digestkb.readers.vocabulary import Role, role_named, role_of, role_of_heading, role_of_sign
from digestkb.tags import find_hashtags, says_nothing, split_list, unique
from digestkb.tree import Block

#: A line longer than this has no fields but in its first characters.
_WINDOW = 4000
#: Labels without colon or emphasis: ``【作者】``, ``[Authors]``, ``:Authors:``, ``#+TITLE:``, ``key:: v``, HTML.
_DRESSES = re.compile(
    r"[\s>]*(?:"
    r"【(?P<brackets>[^】]{1,40})】\s*[:：]?"
    r"|(?P<opens>[(\[])?(?P<dataview>[^\W\d_][^:：*_\n\[\]]{0,40}?)\s*::(?P<closes>(?=\s|\S))"
    r"|\[(?P<square>[^\[\]|]{1,40})\](?!\()\s*[:：]?"
    r"|:(?P<field>[^\W\d_][^:\n]{0,40}):(?=\s)"
    r"|\#\+(?P<org>[A-Za-z_]{2,20}):"
    r"|<(?P<tag>b|strong|em|i|span|p|dt)\b[^>]{0,200}>\s*(?P<html>[^<>]{1,60}?)\s*[:：]?\s*</(?P=tag)>\s*[:：]?"
    r")\s*"
)
#: What may stand between two labelled values on one line.
_BETWEEN = re.compile(r"\s*(?:[|｜·•;；‖]|<br\s*/?>|[ \u3000]{2,}|\s[-–—]\s|,\s+|，)\s*")
#: What every label has around or behind it, or is; in a list of people or tags there is none of these.
_LABEL_SIGN = re.compile(r"[:：*_【\[<\u2190-\u2bff\U0001f000-\U0001faff]")
_VENUE_AND_YEAR = re.compile(
    rf"[\W_]*(?:(?:{VENUE}|[A-Z][A-Za-z&]*(?:\s[A-Za-z&]+){{0,5}})[\s'’,-]{{0,3}}(?P<year>(?:19|20)\d\d)"
    rf"|(?P<before>(?:19|20)\d\d)\s+(?:{VENUE}|arXiv))"
    r"(?:\s\(?(?:Oral|Spotlight|Poster|Workshop|Findings|Best Paper)\)?)?[\W_]*$",
)
_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.])")
_VOTES = re.compile(
    r"[\W_]*(?:[👍🔥❤⭐▲⬆🔺★☆]\ufe0f?\s*)+\d*[\W_]*$|[\W_]*(?:votes?|score|rating)\W*\d+[\W_]*$", re.IGNORECASE
)
_STRESSED_LINE = re.compile(r"(?P<mark>[*_]{1,2})(?P<text>[^*_]{2,200})(?P=mark)$")
#: How words for things that are done end; few people are called so.
_ACTIVITY = re.compile(r"(?:ing|tion|ment|al|ive|ory|ity|ics|els?|ers|data|text)s?\b", re.IGNORECASE)
_PARTED = re.compile(r"\s+[·•|｜]\s+|\s*<br\s*/?>\s*")
_CODE_SPANS = re.compile(r"`([^`]{1,80})`")
#: Where tags are meant that hold no blanks, as Jekyll and Obsidian have them.
_WITHOUT_BLANKS = frozenset(("tag", "tags", "categories"))
#: What the second column of a table of labels is called: its row of heads is none of them then.
_VALUES = frozenset(("value", "values", "content", "contents", "details", "giá trị", "值", "内容", "信息", "値", "값"))
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: Of a colour or a `#define` nobody makes a tag.
_LONGEST_TAG = 80


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value: its role, the value as written, and the lines it stands on."""

    role: Role
    label: str
    value: str
    line: int
    last: int
    #: The parts of a value that is a list.
    values: tuple[str, ...] = ()
    #: It was known by its shape and its place alone.
    by_shape: bool = False

    def people(self) -> tuple[str, ...]:
        """Give the people of the value."""
        if self.by_shape and people_in(self.value):
            return people_in(self.value)
        return self.values if self.values and not self.label else self._labelled_people()

    def _labelled_people(self) -> tuple[str, ...]:
        return listed_people(list(self.values)) if len(self.values) > 1 else split_people(self.value)

    def date(self, day_first: bool = False) -> PartialDate | None:
        """Give the date of the value."""
        return date_of(self.value, day_first)

    def tags(self) -> tuple[str, ...]:
        """Give the tags of the value."""
        found = self.values or split_tags(self.value)
        if found == (self.value,) and self.value.isascii() and key(self.label) in _WITHOUT_BLANKS:
            found = tuple(self.value.split())
        return unique(tag for value in found if (tag := _bare_tag(value)) and len(tag) <= _LONGEST_TAG)


def _bare_tag(text: str) -> str:
    return plain(text.strip().strip("\"'")).strip("[]").strip().lstrip("#").strip("*_ `")


def date_of(text: str, day_first: bool = False) -> PartialDate | None:
    """Read the date that a value holds: its first, a year alone if it holds nothing more.

    >>> str(date_of("**2026-01-09** (v2)")), str(date_of("09/01/2026", day_first=True)), date_of("soon")
    ('2026-01-09', '2026-01-09', None)
    """
    if _ISO_DAY.fullmatch(text):  # nearly all are written so
        with suppress(BadDate):
            return parse_date(text)
    words = plain(text[:200].replace("[[", "").replace("]]", ""))
    if not any(char.isdigit() for char in words):
        return None
    found = next(find_dates(words, day_first=day_first), None)
    if found is not None:
        return found
    try:
        return parse_date(words.strip(" ()[]_*."))
    except BadDate:
        year = re.search(r"(?<![\d.])(?:19|20)\d\d(?![\d.])", words)
        return PartialDate(int(year[0])) if year else None


def venue_year(text: str, day_first: bool = False) -> PartialDate | None:
    """Give the date in a text that is a venue with its year, or a date, and nothing more.

    >>> str(venue_year("NeurIPS 2024 (Oral)")), str(venue_year("2024-05-06")), venue_year("a study of 2024 papers")
    ('2024', '2024-05-06', None)
    """
    bare = re.sub(r"^(?:in|at|accepted (?:at|by|to))\s+", "", plain(text).strip(" ,.()[]–—-"), flags=re.IGNORECASE)
    short = re.fullmatch(rf"(?:{VENUE})\s?['’](\d\d)(?:\s\w+)?", bare)
    if short:
        return PartialDate(2000 + int(short[1]))
    if len(bare) > 60 or not re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", bare):
        return None
    if _is_date_alone(bare) or _VENUE_AND_YEAR.match(bare) or len(_YEAR.sub("", bare).split()) <= 2:
        return date_of(bare, day_first)
    return None


def split_tags(value: str) -> tuple[str, ...]:
    """Split tags as they are written: with commas, as ``#tags``, as ``[[pages]]``, as code spans; else they are one.

    >>> split_tags("`cs.LG` `cs.AI`"), split_tags("học tăng cường"), split_tags("[[a b]], #c"), split_tags("rl nlp")
    (('cs.LG', 'cs.AI'), ('học tăng cường',), ('a b', 'c'), ('rl', 'nlp'))
    """
    value = (
        re.sub(r"<[^<>]{1,300}>", "; ", value.strip()).strip("*_ ;")
        if value[:1] in "*_<" or "<" in value
        else value.strip()
    )
    spans = _CODE_SPANS.findall(value)
    if len(spans) > 1 and not re.search(r"\w", _CODE_SPANS.sub("", value)):
        return tuple(part for span in spans for part in split_list(span))
    if "[[" in value:
        pages = re.findall(r"\[\[(?:[^\[\]|]+\|)?([^\[\]|]+)\]\]", value)
        # A bracket that is never closed is none.
        return unique((*pages, *(tag.lstrip("#") for tag in split_tags(re.sub(r"\[\[[^\[\]]*\]\]|\[\[", " ", value)))))
    value = value.strip("[]") if value[:1] == "[" and "](" not in value else value
    parts = re.sub(r"\s+[·•|/]\s+|\s*<br\s*/?>\s*", "; ", value)
    if re.search(r"[,;，；、]", parts):
        return split_list(parts)
    hashed = find_hashtags(value)
    if hashed:
        return hashed
    words = value.split()
    one_each = (len(words) > 1 and all(len(word) <= 4 for word in words)) or any("/" in w or "_" in w for w in words)
    return tuple(words) if one_each else (value,) if value else ()


# --- labels of a line


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label in a line, what it means if that is known, and the columns of its value."""

    label: str
    role: Role | None
    start: int
    end: int
    marked: bool


def labels_in(line: str) -> list[Labelled]:
    """Find the labels of a line that begins with one, and of those that follow it on the same line.

    >>> [(one.label, "**Score**: 8 | **Date**: 2026".__getitem__(slice(one.start, one.end)))
    ...  for one in labels_in("**Score**: 8 | **Date**: 2026")]
    [('Score', '8'), ('Date', '2026')]
    """
    head = line[:_WINDOW]
    first = _label_at(head, 0)
    if first is None:
        return []
    found = [first]
    if (first.role is not None or first.marked) and _LABEL_SIGN.search(head, first.start):
        for between in _BETWEEN.finditer(head, first.start):
            following = _label_at(head, between.end()) if between.end() >= found[-1].start else None
            if following is not None and (following.role is not None and fits(following.role, head[following.start :])):
                found[-1] = replace(found[-1], end=between.start())
                found.append(following)
    return found


def _label_at(line: str, at: int) -> Labelled | None:
    if line[at : at + 1] in "【[(:#<>" or "::" in line[at : at + 60]:
        dressed = _DRESSES.match(line, at)
        if dressed:
            label = next(
                group for name, group in dressed.groupdict().items() if group and name not in ("tag", "opens", "closes")
            )
            role = role_of(label)
            end = len(line)
            if dressed["opens"] and line.rstrip()[-1:] in ")]":
                end = len(line.rstrip()) - 1
            sure = dressed["dataview"] is not None or dressed["field"] is not None
            if role is not None or sure:
                return Labelled(label, role, dressed.end(), end, True)
    signed = role_of_sign(line, at)
    label_found = find_label(line, at)
    if signed is not None and (label_found is None or not label_found.colon):
        return Labelled(line[at], signed[0], signed[1], len(line), True)
    if label_found is None or not (label_found.colon or label_found.marked):
        return None
    label = label_found.text.rstrip(":： ")
    role = role_of(label)
    if not label_found.marked and (role is None or "://" in label):
        return None
    if label_found.marked and not label_found.colon and (role is None or role.kind in ("text", "address", "nothing")):
        return None
    # A colon may stand within the emphasis and another one behind it.
    rest = line[label_found.start :]
    start = label_found.start + len(rest) - len(rest.lstrip(":： \t"))
    return Labelled(label, role, start, len(line), label_found.marked)


def fits(role: Role, value: str) -> bool:
    """Say whether a value can be one of a role; what follows a word that looks like a label is often a sentence."""
    bare = value.strip().strip("*_ ")
    if says_nothing(bare):
        return True
    if role.kind == "date":
        return len(bare) <= 120 and date_of(bare) is not None
    if role.kind == "id":
        return next(find_arxiv_ids(f"arXiv:{bare}"), None) is not None
    if role.kind == "address":
        return "://" in bare or "](" in bare or "www." in bare or bool(numbers_in(bare[:400])) or bare.startswith("10.")
    if role.kind == "people":
        return len(bare) <= 6000 and not re.search(r"[.。!?]\s+[A-Z\u3400-\u9fff]\w+\s\w+\s\w+\s\w+", bare[:400])
    if role.kind == "tags":
        return len(bare) <= 1000 and not re.search(r"[。!?]|[.]\s+[A-Z]", bare)
    if role.kind == "text":
        return len(bare) <= 500
    return role.kind in ("prose", "reference") or len(bare) <= 300


def _field(one: Labelled, role: Role, line: str, number: int) -> Field:
    value = line[one.start : one.end].strip()
    if role.kind == "text" and role.name == "title" and is_address(value):
        role = role_named("link")
    return Field(role, one.label, value, number, number)


def is_address(text: str) -> bool:
    """Say whether a text is nothing but addresses, numbers, and words for what they lead to.

    >>> [is_address(t) for t in ("[PDF](https://arxiv.org/pdf/2403.03507) | Code: https://x.org/a", "And 2403.03507.")]
    [True, False]
    """
    text = text[:_WINDOW]
    if not ("://" in text or "](" in text or numbers_in(text)):
        return False
    for link in reversed(links_in(text)):
        if not is_label(link.label):
            return False
        text = text[: link.start] + " " + link.label + " " + text[link.end :]
    for found in reversed(numbers_in(text)):
        text = text[: found.start] + " " + text[found.end :]
    bare = re.sub(r"https?://\S*|<[^<>]*>", " ", text)
    if _YEAR.search(bare):
        return False
    words = [part for part in re.split(r"[|·•,，;；/\n()\[\]（）]+|\s{2,}|[:：]", bare) if part.strip(" *_`>-–—.")]
    return all(is_label(part) and part.strip(" *_.").casefold() not in RUNNING for part in words)


#: A sentence ends and another begins: a citation, no list of people.
_SENTENCES = re.compile(r"[^\W\d_]{4,}\.\s+[^\W\d_]{2}")

# --- dresses


def fields_of(blocks: Sequence[Block]) -> list[Field]:
    """Find the labelled values in the blocks of one scope, in the order of the note."""
    inside = {id(block) for block in blocks}
    found: list[Field] = []
    done: set[int] = set()
    for at, block in enumerate(blocks):
        if id(block) in done:
            continue
        if block.kind in ("paragraph", "item", "definition"):
            found.extend(_of_lines(block, blocks, at, done))
        elif block.kind in ("section", "details", "quote") and block.lines:
            found.extend(_of_heading(block, inside, done))
        elif block.kind == "table":
            found.extend(_of_table(block, done))
    return found


def _of_lines(block: Block, blocks: Sequence[Block], at: int, done: set[int]) -> Iterator[Field]:
    """Read the labelled lines of a paragraph or item; a prose value goes on to the next label."""
    open_prose: Field | None = None
    for offset, line in enumerate(block.lines):
        number = block.at + offset
        parts = [one for one in labels_in(line) if one.role is None or fits(one.role, line[one.start : one.end])]
        if not parts:
            if open_prose is not None and line.strip():
                open_prose = replace(open_prose, value=f"{open_prose.value}\n{line}".lstrip("\n"), last=number)
            continue
        if open_prose is not None:
            yield open_prose
            open_prose = None
        for one in parts:
            if one.role is None:
                continue
            field = _field(one, one.role, line, number)
            last_on_line = one is parts[-1]
            if not field.value.strip("*_ ") and last_on_line and offset + 1 >= len(block.lines):
                below = _below(field, block, blocks, at, done)
                if below is not None:
                    yield below
            elif field.role.kind == "prose" and last_on_line:
                open_prose = field if field.value else replace(field, line=number + 1, last=number + 1)
            elif not says_nothing(field.value):
                yield field
    if open_prose is not None and open_prose.value:
        yield open_prose


def _below(field: Field, block: Block, blocks: Sequence[Block], at: int, done: set[int]) -> Field | None:
    """Find the value of a label that stands alone: the items below it, or the paragraph or list behind it."""
    if block.kind == "item" and block.children:
        content = list(block.children)
    elif block.kind == "paragraph":
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if (
            following is None
            or following.parent is not block.parent
            or following.kind not in ("item", "paragraph", "quote")
        ):
            return None
        siblings = following.parent.children if following.parent else []
        content = [following]
        if following.kind == "item":
            start = siblings.index(following)
            for sibling in siblings[start + 1 :]:
                if sibling.kind != "item":
                    break
                content.append(sibling)
    else:
        return None
    return _with_content(field, content, done)


def _with_content(field: Field, content: Sequence[Block], done: set[int]) -> Field | None:
    """Give a field the text of blocks as its value, if that can be one."""
    texts: list[str] = []
    flat = [block for top in content for block in top.walk()]
    for block in flat:
        if block.kind in ("item", "paragraph"):
            texts.append(" ".join(block.lines))
    if not texts:
        return None
    joined = "\n".join(texts) if field.role.kind == "prose" else ", ".join(texts)
    if not fits(field.role, joined):
        return None
    if field.role.kind == "address" or field.role.kind == "reference":
        return None
    if field.role.kind != "prose":
        done.update(id(block) for block in flat)
    values = tuple(texts) if len(texts) > 1 and field.role.kind in ("tags", "people") else ()
    first = next(block for block in flat if block.kind in ("item", "paragraph"))
    line = first.at if field.role.kind == "prose" else field.line
    last = max(block.own_last for block in flat)
    value = joined if field.role.kind != "prose" else "\n".join(first.lines)
    return replace(
        field, value=value, values=values, line=line, last=last if field.role.kind != "prose" else first.own_last
    )


def _of_heading(block: Block, inside: set[int], done: set[int]) -> Iterator[Field]:
    """Read a section, details or a callout whose heading is a label."""
    label = block.lines[0]
    role = role_of_heading(plain(label))
    if role is None and block.marker and block.kind != "section":
        role = role_of(block.marker)
    if role is None or role.kind in ("reference", "nothing", "address", "id"):
        return
    content = [child for child in block.children if child.kind != "section" and id(child) in inside]
    if role.kind == "text" and (len(content) != 1 or (len(content[0].lines) > 1 and labels_in(content[0].lines[0]))):
        return
    content = content if role.kind != "prose" else [child for child in content if not _only_address(child)][:1]
    field = Field(role, label, "", block.first, block.first)
    found = _with_content(field, content, done) if content else None
    if found is not None:
        yield found


def _only_address(block: Block) -> bool:
    return block.kind in ("item", "paragraph") and is_address(block.text)


def _of_table(table: Block, done: set[int]) -> Iterator[Field]:
    """Read a table of two columns whose first has labels; the row above the rule is one of them."""
    rows = [row for row in table.children if len(row.cells) == 2]
    if len(rows) != len(table.children):
        return
    if rows and plain(rows[0].cells[1]).casefold() in _VALUES:
        rows = rows[1:]
    known = [(row, role) for row in rows if (role := role_of(plain(row.cells[0]))) is not None]
    if len(known) * 2 < len(rows) or len(known) < 2:
        return
    for row, role in known:
        value = row.cells[1]
        if not says_nothing(value) and fits(role, value):
            yield _field(Labelled(row.cells[0], role, 0, len(value), True), role, value, row.first)


def fields_of_row(row: Block) -> list[tuple[int, Field]]:
    """Read the cells of a row by the heads of their columns: the column, and what is in it."""
    found = []
    for column, cell in enumerate(row.cells):
        head = plain(row.heads[column]) if column < len(row.heads) else ""
        role = role_of(head) if head else None
        if role is None or says_nothing(cell) or not fits(role, cell):
            continue
        if role.name == "date":
            role = role_named("published")  # a column of dates is the papers'
        found.append((column, Field(role, head, cell, row.first, row.last)))
    return found


def fields_of_metadata(front_matter: Iterable[tuple[str, str | list[str], int]]) -> list[Field]:
    """Read front matter: keys are labels, lists have their parts."""
    found = []
    for name, value, line in front_matter:
        role = role_of(name.rstrip("?"))
        if role is None:
            continue
        values = tuple(value) if isinstance(value, list) else ()
        text = ", ".join(value) if isinstance(value, list) else value
        if says_nothing(text) or (not values and not fits(role, text)):
            continue
        if role.name == "title" and is_address(text):
            role = role_named("link")
        found.append(Field(role, name, text, line, line, values))
    return found


# --- values that show what they are


def shaped(line: str, number: int) -> list[Field] | None:
    """Read a line of which every part shows by its shape what it is; ``None`` if it does not.

    >>> [(f.role.name, f.value) for f in shaped("_2026-02-05_ · https://arxiv.org/abs/2602.05966v1 · `cs.CV`", 3)]
    [('published', '_2026-02-05_'), ('tags', '`cs.CV`')]
    >>> shaped("We propose a method", 1) is None
    True
    """
    text = line.strip()
    if not text or len(text) > 2000:
        return None
    whole = _shape_of(text, number)
    if whole is not None:
        return whole
    for parting in (_PARTED, re.compile(r",\s+|，|\s+-\s+")):
        parts = [part for part in parting.split(text) if part.strip()]
        if len(parts) < 2 or len(parts) > 12:
            continue
        found = [_shape_of(part.strip(), number) for part in parts]
        if all(one is not None for one in found):
            return [field for one in found for field in one or ()]
    return None


def _shape_of(text: str, number: int) -> list[Field] | None:
    def field(name: str) -> list[Field]:
        return [Field(role_named(name), "", text, number, number, (), True)]

    bare = plain(text).strip(" \t()[]（）【】")
    if not bare or is_address(text):
        return []
    if _VOTES.match(bare) or is_venue(bare):
        return field("published") if _YEAR.search(bare) else []
    codes = _CODE_SPANS.findall(text)
    if codes and not re.search(r"\w", _CODE_SPANS.sub("", text)):
        return field("tags")
    if all(CATEGORY.match(part) for part in re.split(r"[,;\s]+", bare) if part):
        return field("tags")
    worded = re.match(r"([^\W\d_]+)\s+(?=\d)", bare)
    role = role_of(worded[1]) if worded and _is_date_alone(bare[worded.end() :]) else None
    if worded and role is not None and role.kind == "date":
        return [Field(role, worded[1], bare[worded.end() :], number, number, (), True)]
    if len(bare) <= 40 and re.search(r"\d", bare):
        date = date_of(bare)
        if date is not None and (_is_date_alone(bare) or _VENUE_AND_YEAR.match(bare)):
            return field("published")
    if _SENTENCES.search(bare):
        return None
    if are_people(bare) or (people_in(text) and not text.rstrip().endswith((":", "："))):
        return field("authors")
    stressed = _STRESSED_LINE.match(text)
    if stressed and " " in stressed["text"] and is_person(stressed["text"]) and not _ACTIVITY.search(stressed["text"]):
        return field("authors")
    if stressed and _is_keywords(stressed["text"]):
        return field("tags")
    return None


def _is_date_alone(text: str) -> bool:
    return (
        len(
            re.sub(
                r"[\d\W_]|(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|(?:st|nd|rd|th)\b|[年月日]",
                "",
                text,
            )
        )
        == 0
    )


def _is_keywords(text: str) -> bool:
    """Say whether a stressed line is a list of keywords: a few short ones, none of them a label or a sentence."""
    parts = split_list(text)
    return (
        0 < len(parts) <= 12
        and all(len(part) <= 40 and len(part.split()) <= (4 if len(parts) > 1 else 2) for part in parts)
        and not re.search(r"[.。!?:：]\s*$", text)
        and not any(is_label(part) or role_of(part) for part in parts)
    )


def first_of(fields: Iterable[Field], *roles: str) -> Field | None:
    """Give the first field of one of some roles."""
    return next((field for field in fields if field.role.name in roles), None)
