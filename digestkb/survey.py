"""What a run of ``ingest`` has before it: the notes under some paths, and those that are known and gone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from digestkb.errors import UnreadableNote
from digestkb.files import as_text, from_text, shown, unreadable
from digestkb.source import find_notes, is_chosen, is_gone
from digestkb.store.origin import Origin
from digestkb.tuples import NamedTuple


class Outcome(str, Enum):
    """What became of a file."""

    ADDED = "added"
    CHANGED = "changed"
    #: It lies elsewhere than it did, with the same content.
    MOVED = "moved"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"

    def __str__(self) -> str:
        return self.value


class Event(NamedTuple):
    """One file is done."""

    outcome: Outcome
    #: As the user would write it.
    path: str
    #: Why it failed, or what is odd about it; empty if all is well.
    message: str = ""
    mentions: int = 0
    insights: int = 0
    repaired_lines: int = 0
    #: What it failed by.
    error: UnreadableNote | None = None


class Item(NamedTuple):
    """A file that is to be ingested."""

    path: Path
    origin: Origin


@dataclass(slots=True)
class Survey:
    """What a run has before it."""

    items: list[Item] = field(default_factory=list)
    #: Notes in the database whose files are gone.
    missing: list[Origin] = field(default_factory=list)
    #: Paths that could not be looked into.
    failures: list[Event] = field(default_factory=list)
    #: What is odd about a path, and no failure.
    remarks: list[str] = field(default_factory=list)
    #: What was there before, by the path of the file.
    known: dict[str, Origin] = field(default_factory=dict)


def survey(
    known: Iterable[Origin], paths: Sequence[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Survey:
    """Find the notes under ``paths`` (files and folders), and the ``known`` ones there whose files are gone.

    A folder inside one that was ingested before keeps that one's name in ``source``, and a folder around one takes its
    notes over: a note's origin is the outermost folder that was ever named.
    """
    found = Survey(known={path_of(origin): origin for origin in known})
    roots = [Path(os.path.realpath(path)) for path in paths]  # which takes a link in a circle as it is
    folders = {from_text(origin.folder) for origin in found.known.values() if origin.folder}
    folders |= {str(_folder(root)) for root in roots if os.path.exists(root)}  # noqa: PTH110 - pathlib's may raise
    for path, root in zip(paths, roots, strict=True):
        home = home_of(_folder(root), folders)
        files = _files_at(root, path, include, found)
        if not files:
            continue
        if os.path.isdir(root):  # noqa: PTH112
            # Patterns choose what is read; they say nothing about what exists.
            named = ((file, _below(str(file), str(root))) for file in files)
            found.items += [_item(file, home) for file, name in named if is_chosen(name, include, exclude)]
            found.missing += _missing(root, found.known.values())
        else:
            found.items += [_item(file, home) for file in files]
    found.items = list({item.path: item for item in found.items}.values())
    return found


def homes(paths: Iterable[Path]) -> list[str]:
    """Give the folders that some paths are, or lie in, as two runs over the same ones both call them."""
    return sorted({as_text(_folder(Path(os.path.realpath(path)))) for path in paths})


def _files_at(root: Path, path: Path, include: Sequence[str], found: Survey) -> list[Path]:
    """Give the notes in a folder, or the file that ``root`` is; the user called it ``path``."""

    def refuse(error: UnreadableNote) -> None:
        found.failures.append(Event(Outcome.FAILED, as_text(path), str(error), error=error))

    before = len(found.failures)
    try:
        root.stat()
    except OSError as error:
        refuse(unreadable(path, error))
        return []
    files = list(find_notes(root, include, refuse)) if root.is_dir() else [root]
    if not files and len(found.failures) == before:
        # An unmounted disk looks just like this: nothing is taken out on its account.
        found.remarks.append(f"{shown(path)}: there are no notes in this folder")
    return files


def _folder(root: Path) -> Path:
    return root if os.path.isdir(root) else root.parent  # noqa: PTH112


def home_of(folder: Path, folders: Iterable[str]) -> Path:
    """Give the outermost of some folders that a folder lies in, or the folder itself."""
    outer = [Path(known) for known in folders if folder.is_relative_to(known)]
    return min([folder, *outer], key=lambda path: len(path.parts))


def _item(file: Path, home: Path) -> Item:
    return Item(file, Origin(as_text(home), as_text(_below(str(file), str(home)))))


def _below(path: str, folder: str) -> str:
    """Give the path of a file below a folder, with forward slashes; empty if it lies elsewhere.

    There may be many thousands: pathlib would take longer to say it than it takes to look whether they changed.

    >>> _below("/notes/2026/a.md", "/notes"), _below("/a.md", "/"), _below("/notes2/a.md", "/notes")
    ('2026/a.md', 'a.md', '')
    """
    above = folder if folder.endswith(os.sep) else folder + os.sep
    lies_below = os.path.normcase(path).startswith(os.path.normcase(above))
    return path[len(above) :].replace(os.sep, "/") if lies_below else ""


def _missing(root: Path, known: Iterable[Origin]) -> list[Origin]:
    below = (origin for origin in known if origin.folder and _below(path_of(origin), str(root)))
    return [origin for origin in below if is_gone(Path(path_of(origin)))]


def path_of(origin: Origin) -> str:
    """Give the path of a note's file."""
    if not origin.folder:
        return origin.source
    return from_text(os.path.join(origin.folder, origin.source).replace("/", os.sep))  # noqa: PTH118
