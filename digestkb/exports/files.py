"""Exports as files: one that grows, and a vault of one note for each paper; what somebody wrote into them stays."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from digestkb.copies import tag_property
from digestkb.errors import DigestError, NoteBusy
from digestkb.exports.weaving import about, is_ours, with_properties, woven
from digestkb.files import as_text, read_file, shown
from digestkb.query.papers import Paper
from digestkb.render.entry import entry, said
from digestkb.render.vault import BASE, MOST_LISTED, Relations, properties, same, stem

BASE_NAME = "papers.base"


def write_into(path: Path, regions: Iterable[Sequence[str]]) -> bool:
    """Put regions into a file, which is made if there is none; say whether it is another now.

    Raises :class:`~digestkb.errors.DigestError` for a file that digestkb did not write, and :class:`OSError`.
    """
    before = _text(path)
    if not is_ours(before):
        raise DigestError(f"{shown(path)}: is no export of digestkb, and left alone; choose another name")
    return _replace(path, before, woven(before, list(regions), shown(path)))


def places_of(path: Path, papers: Iterable[Paper]) -> frozenset[tuple[str, str]]:
    """Give (folder, source) of the mentions that stand in a file itself."""
    real = as_text(path.resolve())
    places = {(mention.folder, mention.source) for paper in papers for mention in paper.mentions}
    return frozenset(place for place in places if place[0] and f"{place[0].rstrip('/')}/{place[1]}" == real)


class Vault:
    """A folder for Obsidian with a note for each paper, and a table of them.

    A note is known by a property, whatever its file is called by now.
    """

    def __init__(self, folder: Path, papers: Sequence[Paper]) -> None:
        """Look what is there; raises :class:`~digestkb.errors.DigestError` for a file, and :class:`OSError`."""
        if folder.exists() and not folder.is_dir():
            raise DigestError(f"{shown(folder)}: is a file, not a folder; name a folder for the vault")
        folder.mkdir(parents=True, exist_ok=True)
        files = _Files(folder)
        self._folder, self._papers = folder, papers
        self._paths = {paper.id: files.of(paper) for paper in papers}
        #: What somebody should know of names.
        self.remarks = files.remarks

    def write(self) -> Iterator[str]:
        """Write each note, and yield whether it is ``new``, ``changed`` or ``unchanged``.

        Raises :class:`~digestkb.errors.DigestError` at a note that has a region without an end, and :class:`OSError`.
        """
        names = {paper: path.stem for paper, path in self._paths.items()}
        relations = Relations(self._papers)
        for paper in self._papers:
            path = self._paths[paper.id]
            is_new, before = not path.exists(), _text(path)
            after = _note(path, before, paper, list(relations.lines(paper.id, names)))
            is_changed = _replace(path, before, after)
            yield "new" if is_new else "changed" if is_changed else "unchanged"
        base = self._folder / BASE_NAME
        if not base.exists():  # somebody arranges it
            _replace(base, "", BASE)


def _note(path: Path, before: str, paper: Paper, beside: Sequence[str]) -> str:
    mentions = said(paper, places_of(path, [paper]))
    tags = dict.fromkeys(tag_property(tag) for one in mentions for tag in one.tags)
    listed = list(filter(None, tags))[:MOST_LISTED], paper.names[:MOST_LISTED]
    head, rest = with_properties(before, properties(paper), *listed)
    region = entry(paper, mentions, "#", beside)
    return head + woven(rest, [region], shown(path))


class _Files:
    """The notes of a vault: which of them are about which paper, and which names are taken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Path] = {}
        self._taken: dict[str, bool] = {}
        self.remarks: list[str] = []
        for path in sorted(_notes(folder)):
            paper = about(_text(path))
            if paper is not None:
                self._known.setdefault(paper, path)
            self._taken[same(path.stem)] = paper is not None

    def of(self, paper: Paper) -> Path:
        """Give the file of a paper's note: where it is, or under a name that no other note has, in any folder."""
        if paper.id in self._known:
            return self._known[paper.id]
        name = wanted = stem(paper.called or paper.id)
        count = 1
        while same(name) in self._taken:
            own = stem(paper.id.removeprefix("note:"))
            name = f"{wanted} ({own if count == 1 else f'{own} {count}'})"
            count += 1
        if self._taken.get(same(wanted)) is False:
            self.remarks.append(f"{shown(f'{wanted}.md')} is somebody's own; {shown(f'{name}.md')} is the paper's note")
        self._taken[same(name)] = True
        return self._folder / f"{name}.md"


def _notes(folder: Path) -> Iterator[Path]:
    """Yield the notes below a folder; hidden folders are those of programs."""
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(above, name) for name in files if name.lower().endswith(".md"))


def _text(path: Path) -> str:
    """Read a file whatever it holds; nothing if there is none."""
    return read_file(path, 0).decode("utf-8", "surrogateescape") if path.exists() else ""


def _replace(path: Path, before: str, after: str) -> bool:
    """Put a text in the place of another, whole or not at all; say whether it is another."""
    if after == before:
        return False
    real = path.resolve()
    handle, name = tempfile.mkstemp(prefix=".digestkb-", suffix=".new", dir=real.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123
            file.write(after.encode("utf-8", "surrogateescape"))
        Path(name).chmod(real.stat().st_mode & 0o7777 if real.exists() else 0o666 & ~_umask())
        if _text(real) != before:
            raise NoteBusy(f"{shown(path)}: was changed while it was written, and is left as it is; try again")
        os.replace(name, real)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
