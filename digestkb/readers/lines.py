"""What the lines of a block are: the first of entries without markers, or addresses, people and dates alone."""

from __future__ import annotations

import re

from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.beside import is_one_name
from digestkb.readers.dated import heads_message, is_message
from digestkb.readers.fields import is_address
from digestkb.readers.labelled import Labelled
from digestkb.readers.leading import content_of, is_titled, is_titled_behind, starts_with_number
from digestkb.readers.metadata import metadata
from digestkb.readers.scan import WINDOW, numbers_in
from digestkb.readers.shaped import shaped
from digestkb.readers.titles import is_label
from digestkb.tree import Block


def entry_starts(block: Block) -> list[int]:
    """Give the lines of a paragraph at which messages of a chat begin, or papers of a list without markers."""
    return _message_starts(block) or _line_starts(block)


def _message_starts(block: Block) -> list[int]:
    """Give the lines of a paragraph on which who said it and when stands, and those on which what is said begins."""
    heads = [n for n, line in enumerate(block.lines) if heads_message(line)]
    return sorted({0, *heads, *(n + 1 for n in heads if n + 1 < len(block.lines))}) if heads else []


def _line_starts(block: Block) -> list[int]:
    """Give the lines of a paragraph at which its papers begin, if they have a line or more each."""
    numbers = {n: {one.id.number for one in numbers_in(line[:WINDOW])} for n, line in enumerate(block.lines)}
    stated = [n for n, found in numbers.items() if found]
    if stated and all(map(is_message, block.lines)):
        return sorted({0, *stated}) if stated != [0] else []  # what is said of a paper follows it
    if len(stated) < 2 or len(set().union(*numbers.values())) < 2:
        return []
    if all(_is_titled_line(block.lines[n]) for n in stated):
        return [0, *stated[1:]]
    leads = sum(starts_with_number(block.lines[n]) for n in stated)
    ends = sum(_NUMBER_ENDS.search(block.lines[n]) is not None for n in stated)
    return _by_place(block, stated, leads, ends) if 2 * max(leads, ends) >= len(stated) else []


def _is_titled_line(line: str) -> bool:
    """Say whether a line begins with the title of the paper whose number stands in it, and goes on behind that."""
    found = next(iter(numbers_in(line[:WINDOW])))
    return is_titled(line[: found.start].rstrip(" ([（")) and re.match(r"\W*\w", line[found.end :]) is not None


def _by_place(block: Block, stated: list[int], leads: int, ends: int) -> list[int]:
    """Give the lines at which papers begin, by whether their numbers stand rather at the beginning or the end."""
    # Where the last line has a number, those without one stand above theirs.
    titles_above = len(stated) < len(block.lines) and stated[-1] == len(block.lines) - 1 and ends >= leads
    return [0, *(n + 1 for n in stated[:-1])] if titles_above or ends > leads else [0, *stated[1:]]


_NUMBER_ENDS = lazy(r"(?:\d|\)|/|\.pdf|>|\])\s*$")


def is_item_of_addresses(block: Block, line: str, labels: list[Labelled]) -> bool:
    """Say whether an item of one line has nothing but addresses."""
    return block.kind == "item" and len(block.lines) == 1 and not labels and not _has_words(line)


def opens_entry(block: Block, line: str, number: str) -> bool:
    """Say whether a labelled number opens an entry: a title stands behind it, or the item beside it begins so too."""
    if is_titled_behind(line, number):
        return True
    if block.kind != "item" or block.parent is None or block not in block.parent.children:
        return False
    at = block.parent.children.index(block)
    beside = block.parent.children[max(0, at - 1) : at + 2]
    return all(one.kind == "item" and starts_with_number(one.lines[0]) for one in beside) and len(beside) > 1


def is_metadata(block: Block, number: int, line: str, link: FoundLink | None) -> bool:
    """Say whether a line shows by its shape that it is people, venue, date and addresses, and no text.

    A link that is called something is called so by its title, though that may look like a name: «Hot Shops»; and what
    an item begins with is its title if it might be one name as well, or the item beside it has a number of its own.
    """
    if link is not None and not is_label(link.label) and not numbers_in(link.label):
        return False
    found = metadata(line)
    people = found.people if found is not None and block.kind == "item" and block.at == number else ()
    if people and ((len(people) == 1 and is_one_name(people[0])) or _is_among_entries(block)):
        return False
    return found is not None or shaped(content_of(line), 0) is not None


def _is_among_entries(item: Block) -> bool:
    """Say whether the items beside one have numbers of their own on their first lines."""
    beside = item.parent.children if item.parent is not None else []
    at = beside.index(item) if item in beside else 0
    others = [one for one in beside[max(0, at - 1) : at + 2] if one is not item]
    return bool(others) and all(one.kind == "item" and numbers_in(one.lines[0][:WINDOW]) for one in others)


def is_address_alone(line: str, number: str) -> bool:
    """Say whether a line is only the address of a number, with other labelled ones."""
    # No addresses of one paper take half a window, and in a longer line there may be hundreds of numbers to look at.
    short = len(line) <= WINDOW // 2
    line = _SEE.sub("", line)
    return short and {one.id.number for one in numbers_in(line)} == {number} and is_address(line)


#: «See 2403.03507.»
_SEE = lazy(r"^\W{0,9}(?i:see|cf)\.?:?\s(?=\S+$)")


def _has_words(line: str) -> bool:
    """Say whether a line has any word beside addresses: ``[Paper](…)`` has, ``https://…`` has not."""
    return re.search(r"[^\W\d_]{2}", re.sub(r"https?://\S+|www\.\S+|(?i:arxiv)", " ", plain(line))) is not None
