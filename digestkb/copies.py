"""What digestkb wrote itself: the marks around it, and what they say of each mention that it copied from a note.

A file may have *regions* between two comments, and what stands outside of them is somebody's own:

    <!-- digestkb: paper "2601.05242" -->
    <!-- digestkb: mention {"source": "digests/2026-01-09.md", "line": 12, "last_line": 40, "kind": "digest"} -->
    <!-- /digestkb -->

A mention that is read from a region is a *copy*: its mark goes with it as its first passage, of the role ``origin``. A
copy is no new evidence: it counts only where the note that it was copied from says nothing of the paper, and of several
copies of one note those in the first file. Loads nothing, for queries.
"""

import json
import re
from collections.abc import Callable, Sequence
from json import JSONDecodeError
from typing import Any, Protocol, TypeVar

from digestkb.patterns import lazy
from digestkb.roles import ORIGIN
from digestkb.tuples import NamedTuple

#: What a comment says of what follows.
PAPER, MENTION, INSIGHT, VIEW = "paper", "mention", "insight", "view"
END = "<!-- /digestkb -->"
_MARK = lazy(r"<!-- digestkb: ([a-z]{1,20}) (.{1,100000}) -->\s*")
_BEGINS = "<!-- digestkb: "

#: The labelled values of a mention, by the names that they have in :class:`~digestkb.records.Mention`: what the label
#: of several is, and of one. Each means the same in the vocabulary that other notes are read by.
LABELS = {
    "title": ("Title", "Title"),
    "arxiv_id": ("arXiv", "arXiv"),
    "url": ("URL", "URL"),
    "authors": ("Authors", "Author"),
    "published": ("Published", "Published"),
    "tags": ("Tags", "Tag"),
    "topics": ("Topics", "Topic"),
    "names": ("Aliases", "Alias"),
    "links": ("Links", "Link"),
    "rank": ("Rank", "Rank"),
    "attachments": ("Images", "Image"),
}
#: The properties of a note in a vault that are ours, the one first by which such a note is known: the paper's id.
PROPERTY = "digestkb"
PROPERTIES = frozenset((PROPERTY, *"title aliases arxiv url authors published noted tags topics summary".split()))
#: How what was left over of a mention's lines is labelled.
ALSO = "Also"


class _Passage(Protocol):
    @property
    def role(self) -> str: ...
    @property
    def text(self) -> str: ...


class _Placed(Protocol):
    """A mention with its place, as it is stored or as queries read it."""

    @property
    def source(self) -> str: ...
    @property
    def folder(self) -> str: ...


T = TypeVar("T", bound=_Placed)


class Copied(NamedTuple):
    """The place that a mention was copied from, and what had been inferred there."""

    source: str
    line: int = 1
    last_line: int = 1
    date: str | None = None
    date_evidence: str | None = None
    language: str = "und"
    repaired: bool = False
    uncertain: bool = False
    #: The id of a note that is about no paper: it may have its path in it.
    id: str | None = None

    @property
    def place(self) -> str:
        """The place as tables show it."""
        return f"{self.source}:{self.line}"


def mark(kind: str, value: object) -> str:
    r"""Write a mark: a comment in which nothing can end it, nothing acts, and every character is seen.

    >>> print(mark("paper", "note:a-->\u202eb"))
    <!-- digestkb: paper "note:a-\u002d\u003e\u202eb" -->
    """
    from digestkb.media.characters import spelled_out

    text = json.dumps(value, ensure_ascii=False).replace("--", "-\\u002d").replace(">", "\\u003e")
    text = spelled_out(text.replace("<", "\\u003c"), lambda char: json.dumps(char)[1:-1])
    return f"{_BEGINS}{kind} {text} -->"


def marked(line: str) -> tuple[str, Any] | None:
    """Read a mark: its kind and its value; ``None`` for any other line."""
    found = _MARK.fullmatch(line) if line.startswith(_BEGINS) else None
    if found is None:
        return None
    try:
        return found[1], json.loads(found[2])
    except (JSONDecodeError, RecursionError):
        return None


def is_end(line: str) -> bool:
    """Say whether a line ends a region."""
    return line.startswith(END) and not line[len(END) :].strip()


def has_region(lines: Sequence[str]) -> bool:
    """Say whether digestkb wrote any of these lines."""
    return _BEGINS in "\n".join(lines) and any(line.startswith(_BEGINS) and marked(line) is not None for line in lines)


def copied(passages: Sequence[_Passage]) -> Copied | None:
    """Give what a mention or an insight with these passages was copied from; ``None`` if it is none."""
    return _copied(passages[0].text) if passages and passages[0].role == ORIGIN else None


def _copied(text: str) -> Copied:
    value = json.loads(text)
    return Copied(**{name: value[name] for name in Copied._fields if name in value})


def counted(mentions: Sequence[T], passages_of: Callable[[T], Sequence[_Passage]]) -> list[T]:
    """Leave out the copies that are no evidence: whose own note is there, and those that are in another file as well.

    What is left is in the order of the notes, wherever it was copied to.
    """
    pairs = [(one, copied(passages_of(one))) for one in mentions]
    own = {one.source for one, origin in pairs if origin is None}
    if all(origin is None for _, origin in pairs):
        return list(mentions)
    said_in: dict[str, tuple[str, str]] = {}
    found: list[tuple[str, T]] = []
    for one, origin in pairs:
        source, place = (one.source if origin is None else origin.source), (one.source, one.folder)
        if origin is None or (source not in own and said_in.setdefault(source, place) == place):
            found.append((source, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def is_mark_of_mention(value: Any) -> bool:
    """Say whether the value of a mark can be that of a mention or an insight."""
    types = {"source": str, "line": int, "last_line": int, "language": str, "repaired": bool, "uncertain": bool}
    optional = {"date": str, "date_evidence": str, "id": str}
    return (
        isinstance(value, dict)
        and isinstance(value.get("source"), str)
        and all(isinstance(value[name], of) for name, of in types.items() if name in value)
        and all(isinstance(value[name], of) for name, of in optional.items() if value.get(name) is not None)
    )


def tag_property(tag: str) -> str:
    """Write a tag as Obsidian takes it: without blanks and signs, and not a number.

    >>> tag_property("Reinforcement learning"), tag_property("C++"), tag_property("3.5")
    ('Reinforcement-learning', 'C', 'n3-5')
    """
    joined = re.sub(r"[^\w/]+", "-", tag).strip("-/")
    return f"n{joined}" if joined and not re.search(r"[^\d/-]", joined) else joined


_NOTE_ID = re.compile(r"note:\S{1,2000}")


def is_id_of_note(text: str | None) -> bool:
    """Say whether an id can be that of a note about no paper."""
    return text is not None and _NOTE_ID.fullmatch(text) is not None
