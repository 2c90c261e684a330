"""``repair``: broken text made whole, without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from digestkb.cli.failure import complain
from digestkb.cli.files import notes_in, replace_with_backup
from digestkb.cli.input import chunks, read_bytes
from digestkb.cli.options import AsFormat, AsJson
from digestkb.cli.output import answer, chosen, is_terminal, plain, write, write_bytes
from digestkb.cli.progress import progress
from digestkb.errors import NOTHING_FOUND, OK, SOME_FAILED, DigestError, UnreadableNote
from digestkb.media.names import file_name
from digestkb.query.catalogue import Repair
from digestkb.render import sheets
from digestkb.source import is_binary, read_source, source_of
from digestkb.text.ledger import LOST, Text
from digestkb.text.rewrite import by_channel, line_ends, original_lines, repair_stream, repaired_bytes, unified_diff

commands = typer.Typer()


@commands.command("repair")
def repair(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Files and folders; - or none reads standard input.")
    ] = None,
    rewrite: Annotated[bool, typer.Option("--write", help="Repair in place; the old file stays as NAME.orig.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Name the files that would change; status 1 if any.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print a unified diff that git apply takes.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="List each change with how sure it is.")] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Count the changes by the way the text was damaged.")] = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Make text whole that was decoded wrongly, bytes lost on the way included.

    Clean text comes back byte for byte. What is written is UTF-8, with the line ends that were there.

    \b
    Example:
      digestkb repair broken.md > fixed.md
      curl -s https://example.org/note.md | digestkb repair
      digestkb repair notes/ --check
      digestkb repair notes/ --write
    """
    names = paths or ["-"]
    ways = rewrite + check + diff + explain + stats
    if ways > 1:
        raise DigestError("choose one of --write, --check, --diff, --explain and --stats")
    if not ways:
        to_output(names)
        return
    done = Outcome()
    found = done.over(names)
    if rewrite:
        done.write(found)
    elif check:
        done.check(found)
    elif diff:
        done.diff(found)
    elif explain:
        answer(sheets.repairs(change for one in found for change in one.ledger), chosen(form, as_json), NOTHING)
    else:
        counts = by_channel(change for one in found for change in one.text.repairs)
        answer(sheets.channels(counts), chosen(form, as_json), NOTHING)
    raise typer.Exit(SOME_FAILED if done.failed else NOTHING_FOUND if check and done.changed else OK)


NOTHING = "there is nothing to repair"


def to_output(names: list[str]) -> None:
    """Stream one file, or standard input, to standard output."""
    if len(names) > 1 or Path(names[0]).is_dir():
        raise DigestError("several files need --write, --check, --diff, --explain or --stats")
    repaired = uncertain = lost = 0
    for line, changes in repair_stream(text_of(names[0])):
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


def text_of(name: str) -> Iterator[bytes]:
    """Yield the pieces of a file or of standard input; raises an error for what is no text."""
    if name != "-" and not Path(name).exists():
        raise UnreadableNote(f"{file_name(name)}: no such file or folder")
    for number, chunk in enumerate(chunks(name)):
        if not number and is_binary(chunk):
            raise UnreadableNote(f"{'standard input' if name == '-' else file_name(name)}: is not text")
        yield chunk


class Repaired(NamedTuple):
    """A file that was looked at: what it held, what it should hold, and the changes between."""

    #: ``None`` for standard input.
    path: Path | None
    shown: str
    before: bytes
    after: bytes
    text: Text

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

    def __init__(self) -> None:
        self.changed = 0
        self.failed = 0

    def over(self, names: list[str]) -> Iterator[Repaired]:
        """Yield the files that repair would change, and report those that cannot be read."""
        files: list[tuple[Path | None, str]] = []
        for name in names:
            try:
                files += [(None, "stdin")] if name == "-" else notes_in([name])
            except UnreadableNote as error:
                self.fail(error)
        for path, shown in progress(files, len(files)):
            try:
                source = source_of(read_bytes(), shown) if path is None else read_source(path, shown)
            except UnreadableNote as error:
                self.fail(error)
                continue
            after, text = repaired_bytes(source.data)
            if after != source.data:
                self.changed += 1
                yield Repaired(path, shown, source.data, after, text)

    def fail(self, error: Exception) -> None:
        """Report a file, and go on."""
        complain(str(error))
        self.failed += 1

    def write(self, found: Iterator[Repaired]) -> None:
        """Put each file's repaired text in its place, and say what was done."""
        counts: Counter[str] = Counter()
        for one in found:
            if one.path is None:
                raise DigestError("standard input cannot be written to; leave --write out")
            try:
                backup = replace_with_backup(one.path, one.after)
            except OSError as error:
                self.fail(UnreadableNote(f"{file_name(one.shown)}: {(error.strerror or str(error)).lower()}"))
                continue
            counts[one.shown] += len(one.text.repaired_lines)
            write([f"{file_name(one.shown)}\t{counts[one.shown]}\t{file_name(backup.name)}\n"])

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
        whole = "".join(line + end for line, end in zip(lines, ends, strict=True))
        if whole.encode("utf-8", "surrogatepass") != one.before:
            self.fail(
                UnreadableNote(
                    f"{file_name(one.shown)}: is {one.text.encoding}, which a diff cannot show; use repair --write"
                )
            )
            return
        write(plain(unified_diff(one.text, path, ends)))


def below_here(path: Path) -> str:
    """Give a file's path from the working directory, where a diff is applied; from the root if it is not below it."""
    whole, here = path.absolute(), Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole.relative_to(whole.anchor)).as_posix()
