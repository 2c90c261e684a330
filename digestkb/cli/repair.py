"""``repair``: broken text made whole, without a database."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from digestkb.cli.failure import Failures, complain
from digestkb.cli.files import Named, notes_in, some_of
from digestkb.cli.input import chunks, read_bytes
from digestkb.cli.limits import MaxTime
from digestkb.cli.options import AsFormat, AsJson, MaxSize
from digestkb.cli.output import answer, chosen, is_terminal, plain, write, write_bytes
from digestkb.cli.progress import progress
from digestkb.cli.replace import UNFINISHED, Changed, clear, replace
from digestkb.errors import NOTHING_FOUND, OK, DigestError, NoteBusy, UnreadableNote
from digestkb.files import MOST, shown, too_large, unreadable
from digestkb.media.names import file_name
from digestkb.query.catalogue import Repair
from digestkb.render import Sheet, sheets
from digestkb.repairing import Mended, Said, mended, mended_stream, mending
from digestkb.source import is_binary, read_source, source_of
from digestkb.text.ledger import LOST, Text
from digestkb.text.repaired import by_channel, line_ends, mark, original_lines, unified_diff
from digestkb.tuples import NamedTuple
from digestkb.workers import Task

commands = typer.Typer()


@commands.command("repair")
def repair(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Files and folders; - or none reads standard input.")
    ] = None,
    rewrite: Annotated[bool, typer.Option("--write", help="Repair in place; the old file stays as NAME.orig.")] = False,
    follow_links: Annotated[
        bool, typer.Option("--follow-links", help="With --write: repair also what links lead to.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Name the files that would change; status 1 if any.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print a unified diff that git apply takes.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="List each change with how sure it is.")] = False,
    why: Annotated[
        bool, typer.Option("--why", help="With --explain: what each stage proposed, in bits, and what was chosen.")
    ] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Count the changes by the way the text was damaged.")] = False,
    max_size: MaxSize = MOST,
    max_time: MaxTime = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Make text whole that was decoded wrongly, bytes lost on the way included.

    Clean text comes back byte for byte. What is written is UTF-8, with the line ends that were there. With --write a
    note keeps its owner, mode and attributes; links, read-only notes and those with several names are left alone.

    \b
    Example:
      digestkb repair broken.md > fixed.md
      curl -s https://example.org/note.md | digestkb repair
      digestkb repair broken.md --explain --why
      digestkb repair notes/ --check
      digestkb repair notes/ --write
    """
    names = some_of(paths or ["-"])
    ways = rewrite + check + diff + explain + stats
    if ways > 1 or why > explain:
        raise DigestError(
            "--why goes with --explain" if why else "choose one of --write, --check, --diff, --explain and --stats"
        )
    if not ways:
        to_output(names, max_size, max_time)
        return
    done = Outcome(max_size, max_time, why=why)
    found = done.over(names)
    if rewrite:
        done.write(found, follow_links)
    elif check:
        done.check(found)
    elif diff:
        done.diff(found)
    else:
        answer(_listed(found, explain, why), chosen(form, as_json), NOTHING)
    raise typer.Exit(done.failures.status or (NOTHING_FOUND if check and done.changed else OK))


def _listed(found: Iterator[Repaired], explain: bool, why: bool) -> Sheet[Any]:
    """Lay out the changes, or what the stages of repair said, or else how many there are of each kind."""
    if why:
        return sheets.hearings((one.shown, said) for one in found for said in one.said)
    if explain:
        return sheets.repairs(change for one in found for change in one.ledger)
    return sheets.channels(by_channel(change for one in found for change in one.text.repairs))


#: How often a file is read again that somebody saves meanwhile.
_TRIES = 5
#: Of files that wait to be repaired so many bytes are held at once, or a single one that has more.
_HELD = 8 << 20
_UNKNOWN = Text((), "")
NOTHING = "there is nothing to repair"


def to_output(names: list[str], most: int, limit: float | None) -> None:
    """Stream one file, or standard input, to standard output; each piece may take ``limit`` seconds."""
    if len(names) > 1 or Path(names[0]).is_dir():
        raise DigestError("several files need --write, --check, --diff, --explain or --stats")
    repaired = uncertain = lost = 0
    for line, changes in mended_stream(text_of(names[0], most), called(names[0]), limit):
        regained = [change for change in changes if change.channel not in LOST]
        repaired += bool(regained)
        uncertain += any(change.uncertain for change in regained)
        lost += len(regained) < len(changes)
        if is_terminal():
            write(plain([line.decode("utf-8", "replace")]))
        else:
            write_bytes(line)
    write_bytes(b"")
    if uncertain or lost:
        complain(
            f"{repaired} lines were repaired"
            + (f", {uncertain} of them with doubt" if uncertain else "")
            + (f"; in {lost} something could not be saved" if lost else "")
            + "; --explain lists them"
        )


def called(name: str) -> str:
    """Give what people call a file, or standard input."""
    return "standard input" if name == "-" else shown(name)


def text_of(name: str, most: int) -> Iterator[bytes]:
    """Yield the pieces of a file or of standard input, however many; raises an error for what is no text.

    A line of more than ``most`` bytes (0: any) would have to be held whole, and is refused.
    """
    length = 0
    for number, chunk in enumerate(chunks(name)):
        if not number and is_binary(chunk):
            raise UnreadableNote(f"{called(name)}: is not text")
        _, end, last = chunk.rpartition(b"\n")
        length = len(last) if end else length + len(last)
        if most and length > most:
            raise too_large(f"a line of {called(name)}", most)
        yield chunk


class Repaired(NamedTuple):
    """A file that was looked at: what it held, what it should hold, and the changes between."""

    #: ``None`` for standard input.
    path: Path | None
    shown: str
    before: bytes
    after: bytes
    text: Text
    #: None for standard input, and for what was not named on the command line.
    named: Named | None = None
    #: What the stages of repair said of its lines.
    said: tuple[Said, ...] = ()

    @property
    def ledger(self) -> Iterator[Repair]:
        """The changes with their places."""
        for change in self.text.repairs:
            yield Repair(
                source=self.shown,
                folder="",
                line=change.line,
                first=change.start,
                last=change.end,
                before=change.before,
                after=change.after,
                channel=change.channel,
                confidence=change.confidence,
                uncertain=change.uncertain,
            )


class Outcome:
    """What became of the files of one run."""

    def __init__(self, most: int = MOST, limit: float | None = None, *, why: bool = False) -> None:
        self.most = most
        self.workers = mending(limit, why=why)
        self.changed = 0
        #: The folders of the files, each with what was named.
        self.folders: dict[Path, Path] = {}
        self.failures = Failures()

    def over(self, names: list[str]) -> Iterator[Repaired]:
        """Yield the files that repair would change, and report those that cannot be read."""
        files: list[Named | None] = []
        for name in names:
            files += [None] if name == "-" else notes_in([name], self.failures.add)
        with self.workers:
            for one in progress(self.looked_at(files), len(files)):
                if one:
                    self.changed += 1
                    yield one

    def looked_at(self, files: list[Named | None]) -> Iterator[Repaired | None]:
        """Give for each file what it should hold, while other processes repair the next ones; see :meth:`look`."""
        desk: deque[tuple[Repaired, Task[Mended]] | None] = deque()
        for named in files:
            if named:
                self.folders.setdefault(named.path.parent, named.root)
            desk.append(self.hand_in(named))
            while len(desk) > self.workers.ahead or sum(len(one[0].before) for one in desk if one) > _HELD:
                yield self.take_back(desk.popleft())
        while desk:
            yield self.take_back(desk.popleft())

    def look(self, named: Named | None, name: str = "") -> Repaired | None:
        """Repair what a file holds, or standard input; gives nothing where it cannot be done or need not be."""
        return self.take_back(self.hand_in(named, name))

    def hand_in(self, named: Named | None, name: str = "") -> tuple[Repaired, Task[Mended]] | None:
        """Have a file repaired, which is called ``name`` if not by its path; what cannot be read is reported."""
        path, name = (named.path, name or named.shown) if named else (None, "stdin")
        try:
            source = read_source(path, name, self.most) if path else source_of(read_bytes(self.most), name)
        except UnreadableNote as error:
            self.failures.add(error)
            return None
        found = Repaired(path, name, source.data, b"", _UNKNOWN, named)
        return found, self.workers.hand_in(len(source.data), source.data)

    def take_back(self, handed_in: tuple[Repaired, Task[Mended]] | None) -> Repaired | None:
        """Wait for a file; one that was not repaired whole is reported and left alone."""
        if not handed_in:
            return None
        found, task = handed_in
        try:
            after, text, said = mended(self.workers, task, found.shown)
        except UnreadableNote as error:
            self.failures.add(error)
            return None
        return found._replace(after=after, text=text, said=said) if text else None

    def write(self, found: Iterator[Repaired], follow_links: bool) -> None:
        """Put each file's repaired text in its place, and say what was done; links are left alone if not asked for."""
        links: set[Path] = set()
        for one in found:
            if one.named is None:
                raise DigestError("standard input cannot be written to; leave --write out")
            link = None if follow_links else one.named.link
            if link is None:
                self.put(one, Path(os.path.realpath(one.named.path)) if follow_links else one.named.path)
            elif link not in links:
                links.add(link)
                self.failures.add(UnreadableNote(f"{shown(link)}: is a link, and left alone without --follow-links"))
        for folder, root in self.folders.items():
            if follow_links or not Named(folder / UNFINISHED, root).link:
                clear(Path(os.path.realpath(folder)))

    def put(self, found: Repaired, path: Path) -> None:
        """Put one file's text in its place; if somebody saves it meanwhile, what he saved is repaired."""
        one: Repaired | None = found
        for _ in range(_TRIES):
            if one is None:
                return
            try:
                done = replace(path, one.before, one.after)
            except Changed:
                one = self.look(one.named)
            except (UnreadableNote, OSError) as error:
                self.failures.add(error if isinstance(error, UnreadableNote) else unreadable(path, error))
                return
            else:
                write([f"{file_name(one.shown)}\t{len(one.text.repaired_lines)}\t{shown(done.backup.name)}\n"])
                if done.lost:
                    kept = f"{shown(done.backup.name)} has it"
                    complain(f"{file_name(one.shown)}: could not keep its {' and '.join(done.lost)}; {kept}")
                return
        self.failures.add(NoteBusy(f"{file_name(found.shown)}: is saved again and again; try again later"))

    def check(self, found: Iterator[Repaired]) -> None:
        """Name the files that would change."""
        for one in found:
            write([f"{file_name(one.shown)}\n"])

    def diff(self, found: Iterator[Repaired]) -> None:
        """Print the changes of each file as a diff, as far as a diff can say them."""
        for one in found:
            self.print_diff(one, one.shown if one.path is None else below_here(one.path))

    def print_diff(self, one: Repaired, path: str) -> None:
        """Print the changes of a file; a file that is not UTF-8 has no lines that a diff could name."""
        ends = line_ends(one.before, one.text)
        lines = original_lines(one.text)
        begin = mark(one.before)
        whole = "".join(line + end for line, end in zip(lines, ends, strict=True))
        if begin + whole.encode("utf-8", "surrogatepass") != one.before:
            self.failures.add(
                UnreadableNote(
                    f"{file_name(one.shown)}: is {one.text.encoding}, which a diff cannot show; use repair --write"
                )
            )
            return
        write(plain(unified_diff(one.text, path, ends, begin.decode())))


def below_here(path: Path) -> str:
    """Give a file's path from the working directory, where a diff is applied; from the root if it is not below it."""
    whole, here = path.absolute(), Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole.relative_to(whole.anchor)).as_posix()
