"""A file from bytes to what can be stored or shown: all that is done for a note and needs no database.

Whatever a note does to its reader it does here, so that these are the functions that :mod:`digestkb.workers` call. What
it takes to read a note is loaded when the first one is read: most ingests find that nothing has changed.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from digestkb.bounds import bounded
from digestkb.errors import UnreadableNote
from digestkb.media.names import file_name
from digestkb.records import Note
from digestkb.source import Source, source_of
from digestkb.store.origin import Origin
from digestkb.text.ledger import Text
from digestkb.workers import Lost, Task, Workers

if TYPE_CHECKING:
    from digestkb.document import Document
    from digestkb.readers import explain
    from digestkb.store.card import Card
    from digestkb.store.note_rows import NoteRows

#: So many mentions, or cards of papers, are in one part of what goes from process to process.
_PART = 500


class Parsed(NamedTuple):
    """A note that was read."""

    text: Text
    document: Document
    note: Note
    #: What of it is not read, in one sentence; empty if all of it is.
    remark: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A note that was read, as rows, with the cards of its papers by the ids that they have by themselves."""

    rows: NoteRows
    cards: Mapping[str, Card]
    remark: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process, a long note in parts: a pickle remembers each thing in it, which takes more room."""
        if len(self.rows.mentions) <= _PART:
            return Prepared, (self.rows, self.cards, self.remark)
        rest = replace(self.rows, mentions=())
        return _put_together, (rest, _in_parts(self.rows.mentions), self.cards, self.remark)


def _in_parts(things: Iterable[Any]) -> list[bytes]:
    rest, parts = iter(things), []
    while part := tuple(islice(rest, _PART)):
        parts.append(pickle.dumps(part, pickle.HIGHEST_PROTOCOL))
    return parts


def _put_together(rows: NoteRows, mentions: list[bytes], cards: Mapping[str, Card], remark: str) -> Prepared:
    together = [one for part in mentions for one in pickle.loads(part)]
    return Prepared(replace(rows, mentions=together), cards, remark)


def _by_id(cards: Iterator[tuple[str, Card]]) -> Mapping[str, Card]:
    """Give cards by id; those of a long note are packed as they are made, since they are much larger unpacked."""
    part = dict(islice(cards, _PART))
    if len(part) < _PART:
        return part
    parts = []
    while part:
        parts.append((tuple(part), pickle.dumps(part, pickle.HIGHEST_PROTOCOL)))
        part = dict(islice(cards, _PART))
    return _PackedCards(parts)


class _PackedCards(Mapping[str, "Card"]):
    """Packed cards, of which a part is unpacked when one is asked for, and forgotten when each was handed out."""

    def __init__(self, packed: list[tuple[tuple[str, ...], bytes]]) -> None:
        self._packed = packed
        self._part_of = {paper: part for part, (papers, _) in enumerate(packed) for paper in papers}
        self._open: dict[int, dict[str, Card]] = {}
        self._left: dict[int, int] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _PackedCards, (self._packed,)

    def __getitem__(self, paper: str) -> Card:
        part = self._part_of[paper]
        if part not in self._open:
            self._open[part] = pickle.loads(self._packed[part][1])
            self._left[part] = len(self._open[part])
        found = self._open[part][paper]
        self._left[part] -= 1
        if not self._left[part]:
            del self._open[part]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._part_of)

    def __len__(self) -> int:
        return len(self._part_of)


@dataclass(frozen=True, slots=True)
class Explained:
    """What :mod:`digestkb.readers.explain` says of a note: its values, or the blocks of its tree."""

    said: list[explain.Value] | list[explain.Branch]
    remark: str = ""


def parse(source: Source) -> Parsed:
    """Take a file from bytes to a note that can be stored: decode, repair, translate, parse, read, assemble.

    Raises :class:`~digestkb.errors.UnreadableNote` if any of them stumbles. Readers come from other packages too, and
    whatever one of them did not foresee in one note must not keep the user from the others.
    """
    from digestkb import readers
    from digestkb.assemble import assemble
    from digestkb.document import Document
    from digestkb.markup import to_markdown
    from digestkb.text.composing import composed
    from digestkb.text.decode import decode
    from digestkb.text.repair import repair

    try:
        text, remark = _bounded(decode(source.data), source)
        text = composed(repair(text))
        document = Document(to_markdown(text.lines, source.name), source.name)
        return Parsed(text, document, assemble(document, readers.read(document)), remark)
    except MemoryError:  # which is said in one way wherever it runs out
        raise
    except Exception as error:
        raise UnreadableNote(f"{file_name(source.name)}: cannot be read, {type(error).__name__}: {error}") from error


def _bounded(text: Text, source: Source) -> tuple[Text, str]:
    """Give as much of a text as is read, and say what is not."""
    lines, remark = bounded(text.lines, len(source.data) if source.beyond else 0)
    if not remark:
        return text, ""
    found = tuple(entry for entry in text.repairs if entry.line <= len(lines))
    return replace(text, lines=lines, repairs=found), f"{file_name(source.name)}: {remark}"


def read_note(source: Source) -> tuple[Text, Note]:
    """Read a note as :func:`parse` does, and let go of what only reading it takes."""
    parsed = parse(source)
    parsed.document.release()
    return parsed.text, parsed.note


def prepare(source: Source, origin: Origin) -> Prepared:
    """Read a note for the database; see :func:`parse` for what is raised."""
    from digestkb.store.card import of_note
    from digestkb.store.note_rows import rows_of, stored_mentions

    parsed = parse(source)
    parsed.document.release()
    stored = stored_mentions(origin, parsed.text, parsed.note)
    return Prepared(rows_of(parsed.text, parsed.note, stored), _by_id(of_note(stored)), parsed.remark)


def explained(source: Source, *, why: bool = False, tree: bool = False) -> Explained:
    """Read a note for whoever looks at it; see :func:`parse` for what is raised."""
    from digestkb.readers import explain

    parsed = parse(source)
    said: Any = explain.tree if tree else partial(explain.values, why=why)
    return Explained(list(said(parsed.document, parsed.note)), parsed.remark)


def preparing(limit: float | None = None, jobs: int = 0) -> Workers[Prepared]:
    """Give processes that call :func:`prepare`, each time for so many seconds at most; 0 is any.

    There are at most so many ``jobs`` of them; 0 is one for each processor.
    """
    return Workers(
        prepare, limit, most=jobs, warm=partial(prepare, source_of(b"# Any note\n", "any.md"), Origin("", "any.md"))
    )


def explaining(limit: float | None = None, *, why: bool = False, tree: bool = False) -> Workers[Explained]:
    """Give processes that call :func:`explained`, as :func:`preparing` does."""
    work = partial(explained, why=why, tree=tree)
    return Workers(work, limit, warm=partial(work, source_of(b"# Any note\n", "any.md")))


def answered(workers: Workers[Any], task: Task[Any], name: str) -> Any:
    """Wait for what comes of a note; raises :class:`~digestkb.errors.UnreadableNote` for one that has no answer."""
    try:
        return workers.answer(task)
    except Lost as lost:
        raise UnreadableNote(f"{file_name(name)}: cannot be read, {lost}") from lost
