"""Repair text that is not damaged, and print every line that changed; none should.

    python benchmarks/clean.py /usr/share/locale /usr/share/man      # catalogues and manual pages of this machine
    python benchmarks/clean.py /usr/share/locale/pt --words          # in no file that shows how it was damaged
    python benchmarks/clean.py FOLDER ARCHIVE … --show 1000 --jobs 2

A path is a folder, a file, or an archive (tar, zip, wheel, Debian package). Of catalogues (`.mo`) the translations are
read, manual pages and the like are unpacked, all else is taken as it is; files with the same content count once. A file
that is not text in UTF-8, or all ASCII, is left out, as repair does nothing with it. The language is that of the path
(`locale/vi`, `man/fr`). MB/s are of UTF-8 by the time that the processor spends in repair. What repair leaves, but
reports as unreadable, is listed as well. Public files are damaged in places: look before you believe that a change is
false, and name files that are damaged indeed by `--damaged`. Exit status 1 if a line of any other file is listed.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import hashlib
import io
import lzma
import re
import struct
import subprocess
import sys
import tarfile
import time
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digestkb.text.decode import decode
from digestkb.text.ledger import Text
from digestkb.text.repair import repair, repair_line

#: Bytes from which on a file is left out: data, as a rule.
MOST = 8_000_000
#: Files that are in memory at a time.
_BATCH = 400
ARCHIVES = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".whl", ".zip", ".deb")
_LANGUAGE = re.compile(
    r"(?:locale|locales|man|help|i18n|l10n|lang)[/_.-]([a-z]{2,3}(?:[_-][A-Za-z]{2,4})?(?:@[a-z]+)?)[/.]"
)


@dataclass(frozen=True)
class Change:
    """A line that repair changed, or reports: where it is, by which channel, and how it was and is."""

    file: str
    line: int
    channel: str
    before: str
    after: str


@dataclass
class Tally:
    """What was read of one language."""

    files: int = 0
    size: int = 0
    lines: int = 0
    seconds: float = 0.0
    changes: list[Change] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what was read of another file."""
        self.files += other.files
        self.size += other.size
        self.lines += other.lines
        self.seconds += other.seconds
        self.changes += other.changes


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Walk through a folder, a file or an archive; yield names and contents."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and not inner.is_symlink() and inner.stat().st_size < MOST:
                yield from files(inner) if readable(inner) else [(str(inner), inner.read_bytes())]
    elif path.suffix in (".whl", ".zip"):
        yield from _zipped(path)
    elif path.name.endswith(ARCHIVES):
        yield from _tarred(path)
    else:
        yield str(path), path.read_bytes()


def readable(path: Path) -> bool:
    """Whether a file is an archive, and not one that is broken for somebody's tests."""
    if path.suffix in (".whl", ".zip"):
        return zipfile.is_zipfile(path)
    return path.name.endswith(ARCHIVES) and (path.suffix == ".deb" or tarfile.is_tarfile(path))


def _zipped(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not member.is_dir() and member.file_size < MOST:
                yield f"{path.name}/{member.filename}", archive.read(member)


def _tarred(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".deb":
        stream = io.BytesIO(
            subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True).stdout
        )
    else:
        stream = io.BytesIO(path.read_bytes())
    with tarfile.open(fileobj=stream) as archive:
        for member in archive:
            if member.isfile() and member.size < MOST:
                inner = archive.extractfile(member)
                yield f"{path.name}/{member.name}", inner.read() if inner else b""


def text_of(name: str, data: bytes) -> Text | None:
    """The text of a file, if it is in UTF-8 and has characters beyond ASCII."""
    try:
        if name.endswith(".mo"):
            # Private, but the same since Python 2; nothing public lists the translations.
            catalogue = gettext.GNUTranslations(io.BytesIO(data))._catalog  # type: ignore[attr-defined]
            lines = "\n".join(map(str, catalogue.values())).split("\n")
            return None if all(map(str.isascii, lines)) else Text(tuple(lines), "utf-8")
        if name.endswith((".gz", ".xz")):
            data = gzip.decompress(data) if name.endswith(".gz") else lzma.decompress(data)
    except (OSError, EOFError, ValueError, LookupError, struct.error, zlib.error, lzma.LZMAError):
        return None  # a catalogue or an archive that is broken on purpose, for somebody's tests
    if data.isascii() or b"\0" in data or len(data) > MOST:
        return None
    text = decode(data)
    return text if text.encoding == "utf-8" and not text.repairs else None


def language(name: str) -> str:
    """The language that a file is in, as its path says; ``–`` if it does not.

    >>> language("/usr/share/locale/pt_BR/LC_MESSAGES/tar.mo"), language("six.py")
    ('pt_BR', '–')
    """
    match = _LANGUAGE.search(name)
    return match[1] if match else "–"


def measured(file: tuple[str, bytes], words: bool) -> tuple[str, Tally]:
    """Repair one file, or each of its words by itself."""
    name, data = file
    text = text_of(name, data)
    if text is None:
        return name, Tally()
    if words:
        text = Text(tuple(sorted(words_of(text))), "utf-8")
    start = time.process_time()
    repaired = repair(text) if not words else one_by_one(text)
    seconds = time.process_time() - start
    channels = {change.line: change.channel for change in reversed(repaired.repairs)}
    changes = [
        Change(name, number, channel, text.lines[number - 1], repaired.lines[number - 1])
        for number, channel in sorted(channels.items())
    ]
    size = sum(len(line.encode("utf-8", "surrogatepass")) + 1 for line in text.lines)
    return name, Tally(1, size, len(text.lines), seconds, changes)


def words_of(text: Text) -> set[str]:
    """The words of a text that are not all ASCII, as they are and in capitals."""
    words = {word for line in text.lines for word in line.split() if not word.isascii()}
    return words | {word.upper() for word in words}


def one_by_one(text: Text) -> Text:
    """A text of which no line is evidence for another."""
    repaired = [repair_line(line) for line in text.lines]
    changes = [replace(change, line=number) for number, (_, found) in enumerate(repaired, 1) for change in found]
    return Text(tuple(line for line, _ in repaired), text.encoding, tuple(changes))


def warm_up() -> None:
    """Load what repair loads when it first meets damage, which is no matter of the text that is measured."""
    repair(Text(("CÃ¡c mÃ´ hÃ¬nh ngÃ´n ngá»¯", "妯″瀷", "trÃ\xadch xuáº¥t", "Ä£ÐÍµÄÍÆÀíÄÜÁ¦"), "utf-8"))


def once(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """The files of all paths, each content once."""
    seen: set[bytes] = set()
    for path in paths:
        for name, data in files(path):
            digest = hashlib.sha1(data, usedforsecurity=False).digest()
            if digest not in seen and not (data.isascii() and not name.endswith((".gz", ".xz"))):
                seen.add(digest)
                yield name, data


def excerpt(before: str, after: str) -> str:
    """What of a line changed, with some of what is around it; what nobody sees is escaped.

    >>> excerpt("ein Wort und ein anderes Wort", "ein Wort und kein anderes Wort")
    'ein Wort und ein ander  →  ein Wort und kein ander'
    """
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    tail = 0
    while tail < min(len(before), len(after)) - same and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    start = max(0, same - 25)
    return "  →  ".join(_seen(text[start : len(text) - max(0, tail - 9)][:100]) for text in (before, after))


def _seen(text: str) -> str:
    return "".join(
        char if char.isprintable() and not unicodedata.combining(char) else ascii(char)[1:-1] for char in text
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=10, help="print so many changed lines of a channel (10)")
    parser.add_argument("--words", action="store_true", help="each word by itself, as it is and in capitals")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--damaged", help="files that are damaged indeed, as a regular expression; they are no failure")
    options = parser.parse_args()
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    work = partial(measured, words=options.words)
    with Pool(options.jobs, warm_up) as pool:
        found = once(options.paths)
        # A pool takes all that it is given at once into memory.
        while batch := list(islice(found, _BATCH)):
            for file, tally in pool.imap_unordered(work, batch, chunksize=8):
                really = options.damaged and re.search(options.damaged, file)
                tallies["damaged" if really else language(file)].add(tally)
    damaged = tallies.pop("damaged", Tally())
    print(f"{'language':<12}{'files':>7}{'lines':>10}{'MB':>9}{'changed':>9}{'MB/s':>7}")
    total = Tally()
    for name, tally in sorted(tallies.items(), key=lambda item: item[1].size, reverse=True):
        if tally.files:
            total.add(tally)
            row(name, tally)
    row("all", total)
    if options.damaged:
        row("damaged", damaged)
    by_channel: defaultdict[str, list[Change]] = defaultdict(list)
    for change in total.changes:
        by_channel[change.channel].append(change)
    for channel, changes in sorted(by_channel.items(), key=lambda item: len(item[1]), reverse=True):
        print(f"\n{channel}: {len(changes)} lines of {len({change.file for change in changes})} files")
        for change in changes[: options.show]:
            print(f"  {change.file}:{change.line}\n    {excerpt(change.before, change.after)}"[:400])
    return int(bool(total.changes))


def row(name: str, tally: Tally) -> None:
    """Print what was read of a language."""
    changed = len(tally.changes)
    speed = tally.size / 1e6 / tally.seconds if tally.seconds else 0.0
    print(f"{name:<12}{tally.files:>7}{tally.lines:>10}{tally.size / 1e6:>9.2f}{changed:>9}{speed:>7.1f}")


if __name__ == "__main__":
    sys.exit(main())
