"""What stands at the head of a block: whether a number opens an item or a line, and what a block has for a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from digestkb.dates import is_date, parse_day
from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people
from digestkb.readers.around import adjoining_title, behind_number
from digestkb.readers.before import before_number
from digestkb.readers.candidates import titleness
from digestkb.readers.citation import citation
from digestkb.readers.labelled import labels_in
from digestkb.readers.metadata import metadata
from digestkb.readers.openings import BOLD_START
from digestkb.readers.parting import GAP, parts_of, without_links
from digestkb.readers.scan import WINDOW, links_in, numbers_in
from digestkb.readers.titles import RUNNING, holds_sentences, is_label, is_name, is_venue
from digestkb.readers.trimming import CITED_AS, NUMBERING
from digestkb.tree import Block

#: A sentence ends and something follows; an initial ends none.
_SENTENCES = lazy(r"(?:(?<!\b[A-Z])\.|[。!?！？；;])\s+\S")
_TAG = lazy(r"</?[a-z]{1,8}(?:\s[^<>]{0,200})?/?>")
#: A page of an outliner that a line begins with.
_PAGE_AHEAD = lazy(r"[^\w\[\]]{0,12}\[\[(?:[^\[\]|]{1,200}\|)?(?P<name>[^\[\]|]{2,200})\]\]")
#: More characters than this around title marks are a part of the title.
_AROUND_MARKS = 12
#: Before a stressed title at the head of a line, in characters.
_LONGEST_AHEAD = 24
#: Before a number that leads, so many characters may stand; more if its link has no name, for then they name it.
_BEFORE, _BEFORE_UNNAMED = 100, 250


def content_of(text: str) -> str:
    """Give what is left of a line's beginning without markers, emphasis, brackets and pictures."""
    text = _TAG.sub("", text) if "<" in text else text
    return re.sub(r"^[\s>*_+\-•–\[\](（【#|`'\"“]*(?:\d{1,4}[.)\]、]\s*)?[\s*_\[\](（【]*", "", text).strip(
        " *_[(（<:：-–—|`·•"
    )


def linked_title(value: str) -> str:
    """Give what in a title's value is one: the link that it begins with, title marks but for a few words around."""
    marked = re.search(r"《([^《》]{4,300})》", value)
    if marked and len(re.sub(r"\W", "", value.replace(marked[0], ""))) <= _AROUND_MARKS:
        return marked[1]
    link = next(iter(links_in(value[:WINDOW])), None)
    begins = link is not None and not link.image and not content_of(value[: link.start])
    return link.label if link is not None and begins and not is_label(link.label) else value


def opens_item(before: str, link: FoundLink | None) -> bool:
    """Say whether a number stands at the head of an item: first, behind a name or a title, or in a few words."""
    content = content_of(before)
    if not content or is_label(content) or is_titled(before) or len(content.split()) <= 3:
        return True
    called = link is not None and not is_label(link.label)
    bold = BOLD_START.match(before.lstrip(" \t>-*+"))
    if bold and not is_label(bold["name"]) and not called:
        return True
    if _is_beside(content) or any(one is not None and one.weight >= 70 for one in before_number(before, 0)):
        return True
    if content.split()[-1].casefold() in RUNNING:
        return False  # a sentence leads to where its paper is: «for details, refer to the [paper](…)»
    return len(content) <= _longest_before(link) and not _SENTENCES.search(content)


def _longest_before(link: FoundLink | None) -> int:
    """Give how many characters may stand before a number that leads: none if its link is called by a title."""
    if link is None:
        return _BEFORE
    if is_label(link.label) or is_venue(link.label):
        return _BEFORE_UNNAMED
    return 0 if len(plain(link.label).split()) > 2 else _BEFORE


def opens_line(before: str, behind: str, called: str = "") -> bool:
    """Say whether a number stands at the head of a line: first, or behind a title with nothing more behind it."""
    content = content_of(before)
    if titleness(content) == 2 and not re.search(r"[.。]\s", content) and _ends_there(behind):
        return True
    if called and (_is_beside(content) or parse_day(content) is not None) and titleness(called) > 0:
        return True
    if CITED_AS.fullmatch(content.rstrip(" ([（")) and not is_date(content):
        return True
    return not content or (is_label(content) and content.casefold() not in RUNNING) or is_titled(before)


def is_stressed_before(before: str, behind: str) -> bool:
    """Say whether a line is a stressed title, its number and a word or two: «Paper 1: *Wet Paint* (2401.90287)»."""
    marked = adjoining_title(before)
    return bool(marked) and _ends_there(behind) and len(content_of(before)) - len(marked or "") <= _LONGEST_AHEAD


def _ends_there(behind: str) -> bool:
    """Say whether a title ends with its address: a sentence would go on with a word behind it."""
    rest = without_links(behind).lstrip(f" \t{GAP})）]】>|·.-")
    return not re.match(r"[,，]?\s{0,9}[^\W\d_]", rest) or _is_metadata(next(iter(parts_of(rest)), ""))


def _is_beside(content: str) -> bool:
    """Say whether what stands before a title is its people, venue or date."""
    return are_people(content) or _is_metadata(content)


def _is_metadata(text: str) -> bool:
    return metadata(text) is not None


def starts_with_number(line: str) -> bool:
    """Say whether a line begins with a number of a paper, or a link to it."""
    found = next(iter(numbers_in(line[:WINDOW])), None)
    if found is None:
        return False
    link = next((one for one in links_in(line[:WINDOW]) if one.start <= found.start < one.end), None)
    before = NUMBERING.sub("", line[: link.start if link else found.start].lstrip()).strip(" *_.:([<")
    return not before or (is_label(before) and before.casefold() not in RUNNING)


def is_titled_behind(line: str, number: str) -> bool:
    """Say whether a title stands behind a number on its line: ``arXiv:2401.90287 – Wet Paint: Detecting Edits``."""
    found = next((one for one in numbers_in(line) if one.id.number == number), None)
    link = next((one for one in links_in(line) if found and one.start <= found.start < one.end), None)
    end = link.end if link else found.end if found else len(line)
    behind = line[end:].lstrip(" \t])】")
    return behind[:1] not in ("(", "（") and any(
        one is not None and one.weight >= 60 and titleness(one.text) == 2 for one in behind_number(line, end, 0)
    )


def is_titled(before: str) -> bool:
    """Say whether what stands before a number begins with a title in marks, bold type or a citation."""
    before = _TAG.sub("", before) if "<" in before else before
    text = before.lstrip(" \t>-*+") if not before.lstrip(" \t>-+").startswith("**") else before.lstrip(" \t>-+")
    if re.match(r"[\W\d]{0,8}《", text) or citation(text.rstrip(" <([（")) is not None:
        return True
    bold = BOLD_START.match(text)
    if bold is None or is_label(bold["name"]) or holds_sentences(bold["name"]):
        return False
    rest = text[bold.end() :]
    links = [link for link in links_in(rest) if not link.image]
    is_long = " " in bold["name"] or not bold["name"].isascii() or is_name(bold["name"])
    return is_long and all(is_label(link.label) for link in links) and len(content_of(rest)) < 80


def own_title(block: Block) -> str | None:
    """Give what a block itself has for a title, or ``None``: a lone or labelled address has none."""
    if block.kind == "section":
        return block.text
    lines = [line for inner in _heads(block) for line in (head_of(inner), *inner.lines[1:2])]
    for line in lines[:2]:
        labels = labels_in(line)
        title = None if (labels and labels[0].role is not None) or is_imprint(line) else _title_of(line)
        if title is not None:
            return title
    return None


def is_imprint(line: str) -> bool:
    """Say whether a line without an address is nothing but people and when what they wrote appeared.

    >>> is_imprint("31 Jul 2024 · Ada Bee, Bo Finch"), is_imprint("Wet Paint, Dry Floor"), is_imprint("Wet Paint")
    (True, False, False)
    """
    found = metadata(line) if any(map(str.isdigit, line[:WINDOW])) and not numbers_in(line[:WINDOW]) else None
    return found is not None and bool(found.people and found.published)


def head_of(block: Block) -> str:
    """Give the first line of a block, with the second where its bold type goes on there."""
    goes_on = block.lines[0].count("**", 0, WINDOW) % 2
    return " ".join(block.lines[: 1 + goes_on])


@lru_cache(maxsize=64)  # each number of a paragraph asks about its first two lines
def _title_of(line: str) -> str | None:
    called = next((link for link in links_in(line) if not link.image and not is_label(link.label)), None)
    if called is not None:
        return called.label
    page = _PAGE_AHEAD.match(line) if "[[" in line and numbers_in(line[:WINDOW]) else None
    if page is not None:
        return page["name"]
    found = next((one for one in before_number(line, 0, "paragraph") if one and one.weight >= 60), None)
    return found.text if found is not None and (found.place != "before" or titleness(line) == 2) else None


def _heads(block: Block) -> Iterator[Block]:
    if block.lines:
        yield block
    elif block.children:
        yield from _heads(block.children[0])
