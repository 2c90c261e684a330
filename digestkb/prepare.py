"""A file from bytes to what can be stored or shown: all that is done for a note and needs no database.

Whatever a note does to its reader it does here, so that these are the functions that :mod:`digestkb.workers` call. What
it takes to read a note is loaded when the first one is read: most ingests find that nothing has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from digestkb.bounds import bounded
from digestkb.errors import UnreadableNote
from digestkb.media.names import file_name
from digestkb.records import Note
from digestkb.source import Source, source_of
from digestkb.store.origin import Origin
from digestkb.text.ledger import Text
from digestkb.tuples import NamedTuple
from digestkb.workers import Lost, Task, Workers

if TYPE_CHECKING:
    from digestkb.document import Document
    from digestkb.readers import explain
    from digestkb.store.card import Card
    from digestkb.store.note_rows import NoteRows


class Parsed(NamedTuple):
    """A note that was read."""

    text: Text
    document: Document
    note: Note
    #: What of it is not read, in one sentence; empty if all of it is.
    remark: str


class Prepared(NamedTuple):
    """A note that was read, as rows, with the cards of its papers by the ids that they have by themselves."""

    rows: NoteRows
    cards: Mapping[str, Card]
    remark: str = ""


class Explained(NamedTuple):
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


def _load() -> None:
    """Load what :func:`prepare` takes for any note."""
    from digestkb import readers
    from digestkb.assemble import assemble
    from digestkb.document import Document
    from digestkb.markup import to_markdown
    from digestkb.store.card import of_note
    from digestkb.text.composing import composed
    from digestkb.text.decode import decode
    from digestkb.text.repair import repair

    readers.installed()
    _ = (assemble, Document, to_markdown, of_note, composed, decode, repair)


def read_note(source: Source) -> tuple[Text, Note]:
    """Read a note as :func:`parse` does, and let go of what only reading it takes."""
    parsed = parse(source)
    parsed.document.release()
    return parsed.text, parsed.note


def prepare(source: Source, origin: Origin) -> Prepared:
    """Read a note for the database; see :func:`parse` for what is raised."""
    from digestkb.store.card import of_note
    from digestkb.store.note_rows import rows_of, stored_mentions
    from digestkb.store.packing import packed_by_key

    parsed = parse(source)
    parsed.document.release()
    stored = stored_mentions(origin, parsed.text, parsed.note)
    return Prepared(rows_of(parsed.text, parsed.note, stored), packed_by_key(of_note(stored)), parsed.remark)


def explained(source: Source, *, why: bool = False, tree: bool = False) -> Explained:
    """Read a note for whoever looks at it; see :func:`parse` for what is raised."""
    from digestkb.readers import explain

    parsed = parse(source)
    said: Any = explain.tree if tree else partial(explain.values, why=why)
    return Explained(list(said(parsed.document, parsed.note)), parsed.remark)


def preparing(limit: float | None = None, jobs: int = 0, *, several: bool = True) -> Workers[Prepared]:
    """Give processes that call :func:`prepare`, each time for so many seconds at most; 0 is any.

    There are at most so many ``jobs`` of them; 0 is one for each processor. Unless ``several`` notes are to be read,
    the one process loads what it needs while this one does something else.
    """
    warm = partial(prepare, source_of(b"# Any note\n", "any.md"), Origin("", "any.md"))
    return Workers(prepare, limit, most=jobs, **({"warm": warm} if several else {"load": _load}))


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
