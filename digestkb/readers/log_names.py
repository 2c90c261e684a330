"""What an entry of a log calls its paper by, where the words before the address would be no title by themselves."""

from __future__ import annotations

from digestkb.patterns import lazy
from digestkb.readers.candidates import Candidate, candidate
from digestkb.readers.log_entries import Entry
from digestkb.readers.trimming import clean_title

#: What sets a name and its address apart from what is said of it: ``NAME https://…: text``, ``NAME (https://…)``.
_SET_APART = lazy(r"[\s)）\]】>*_]{0,40}(?P<mark>[:：—–(（\[【|]|-\s|(?<=[)）])$)")
_NO_BLANKS = lazy(r"[\u2e80-\u9fff]")
_CLAUSES = lazy(r"[，。；！？,;!?]|\.\s")
#: What a clause in Chinese ends with, and no name.
_CLAUSE_ENDS = ("的", "了", "过", "過", "到", "看", "读", "讀", "见", "見")
#: More words are a sentence; where no blanks are written, more characters.
_MOST_WORDS, _MOST_CHARACTERS = 8, 30


def called_before(entry: Entry) -> Candidate | None:
    """Give the few words before an entry's address, if it and they are set apart from what is said of them."""
    text, target = entry.block.text, entry.target
    behind = _SET_APART.match(text.split("\n", 1)[0], target.end) if target else None
    name = clean_title(text[: target.start].rstrip(" [(（【<")) if target and behind else ""
    if not name or _CLAUSES.search(name) or name.endswith(_CLAUSE_ENDS):
        return None
    short = len(name) <= _MOST_CHARACTERS if _NO_BLANKS.search(name) else len(name.split()) <= _MOST_WORDS
    return candidate(name, "before", entry.block.at) if short else None


def is_called(entry: Entry, name: Candidate) -> bool:
    """Say whether the words before an address are a title: behind a colon or dash it is told what they name.

    What begins small may be a remark, and what brackets are behind may be as well.
    """
    behind = _SET_APART.match(entry.block.text.split("\n", 1)[0], entry.target.end) if entry.target else None
    return behind is not None and behind["mark"][:1] in tuple(":：—–-") and not name.text[:1].islower()
