"""Files: which of them are notes, and their bytes with a fingerprint."""

from __future__ import annotations

import hashlib
import os
import re
from codecs import utf_8_decode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from math import log2
from pathlib import Path

from digestkb import bounds
from digestkb.errors import UnreadableNote
from digestkb.files import MOST, pieces, read_file, unreadable
from digestkb.media.names import file_name
from digestkb.patterns import lazy
from digestkb.tuples import NamedTuple

#: What notes may be written in, by the suffix, and whether a folder is searched for it unasked: what is mostly no note
#: is read where it is named, or where a pattern names its suffix.
SUFFIXES = {
    **dict.fromkeys((".md", ".markdown", ".mdx", ".qmd", ".txt", ".org", ".rst", ".bib", ".ris", ".eml"), True),
    **dict.fromkeys((".enw", ".adoc", ".asciidoc", ".wiki", ".mediawiki", ".opml"), True),
    **dict.fromkeys((".html", ".htm", ".tex", ".ipynb", ".csv", ".tsv", ".json", ".yaml", ".yml"), False),
}
#: Folders that hold no notes of the user's own; hidden ones are left out as well.
_FOREIGN = frozenset({"node_modules", "__pycache__"})
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: What a synchroniser puts into the name of a copy that it could not merge: who made it, and when.
_COPY = lazy(
    r"(?:\.sync-conflict-\d{8}-\d{6}(?:-\w{1,16})?|[ _]conflict-\d{8}-\d{6}"
    r"|\s?\((?:[^()]{1,80}['’]s? )?(?:conflicted copy(?:\s[^()]{1,80})?|(?:case|selective sync) conflicts?(?: \d+)?)\)"
    r"){1,9}(?=\.\w+$|$)",
    re.IGNORECASE,
)
#: What text has hardly ever; bells, blanks, page breaks and escapes aside.
_CONTROLS = bytes(code for code in range(1, 32) if code not in (7, 8, 9, 10, 11, 12, 13, 26, 27))
_ASCII = bytes(range(128))
#: How much of a file is looked at to tell text from anything else, in bytes.
_SAMPLE = 1 << 16
#: What is compressed or ciphered has all bytes alike: those beyond ASCII say nearly seven bits each. In no encoding of
#: no language has text much more than six; so many of them tell.
_BITS, _TELLING = 6.7, 1000


class Source(NamedTuple):
    """A file as it lies on disk."""

    #: Relative to the ingested folder, with forward slashes.
    name: str
    data: bytes
    #: Of the whole file, in hexadecimal digits.
    sha256: str
    #: How many bytes the file has behind ``data``.
    beyond: int = 0

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return len(self.data) + self.beyond


def _raise(error: UnreadableNote) -> None:
    raise error


def find_notes(
    root: Path, include: Sequence[str] = (), refuse: Callable[[UnreadableNote], None] = _raise
) -> Iterator[Path]:
    """Yield the notes below a folder, in the order of their names; which patterns choose is :func:`is_chosen`.

    Kinds of file that are mostly no notes are looked at where a pattern of ``include`` names their suffix. Links to
    folders are followed, each real folder once, so that a loop ends. A copy that a synchroniser left beside its
    original is left out: it would say everything twice. A folder that may not be entered is given to ``refuse``, which
    raises it unless it is told otherwise, and the others are gone through.
    """
    for folder, files in _walk(str(root), refuse):
        beside = {name.casefold() for name in files}
        for name in files:
            path = Path(folder, name)
            if _is_asked_for(path.suffix.lower(), include) and not name.startswith("."):
                if (original := original_name(name)) != name and original.casefold() in beside:
                    continue
                yield path


def _walk(root: str, refuse: Callable[[UnreadableNote], None]) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder with the names of its files, however deep it lies; ``os.walk`` goes no deeper than calls."""
    seen: set[tuple[int, int]] = set()
    ahead = [root]
    while ahead:
        folder = ahead.pop()
        try:
            status = os.stat(folder)  # noqa: PTH116 (there may be many, and scandir gives strings)
            if (status.st_dev, status.st_ino) in seen:
                continue
            with os.scandir(folder) as listed:
                folders = {entry.name: _is_folder(entry) for entry in listed}
        except OSError as error:
            refuse(unreadable(Path(folder), error))
            continue
        seen.add((status.st_dev, status.st_ino))
        names = sorted(folders)
        below = [name for name in names if folders[name] and name not in _FOREIGN and not name.startswith(".")]
        ahead += [str(Path(folder, name)) for name in reversed(below)]
        yield folder, [name for name in names if not folders[name]]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle, or to where nobody may look
        return False


def is_chosen(below: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Say whether patterns choose a file: shell patterns for its path below a folder, or for its name alone.

    >>> is_chosen("drafts/a.md", (), ["drafts/*"]), is_chosen("drafts/a.md", ["a.*"], ()), is_chosen("b.md", (), ())
    (False, True, True)
    """
    return (not include or _matches(below, include)) and not _matches(below, exclude)


def is_gone(path: Path) -> bool:
    """Say whether a file is known not to be there any more.

    What cannot be reached (a link that leads nowhere, as to a disk that is not mounted; a network that does not answer)
    may be there as before.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return not any(above.is_symlink() and not above.exists() for above in (path, *path.parents))
    except OSError:
        return False
    return False


def _is_asked_for(suffix: str, include: Sequence[str]) -> bool:
    """Say whether files of a suffix are looked at: ``papers/*`` means the notes there, ``*.html`` means pages."""
    if suffix not in SUFFIXES:
        return False
    return SUFFIXES[suffix] or any(fnmatch(suffix, f".{end}") for _, dot, end in map(_parted, include) if dot)


def _parted(pattern: str) -> tuple[str, str, str]:
    return pattern.lower().rpartition("/")[2].rpartition(".")


def suffixes(unasked: bool) -> str:
    """Write down the suffixes that are read unasked, or those that are not, for people.

    >>> suffixes(False)
    '.html, .htm, .tex, .ipynb, .csv, .tsv, .json, .yaml and .yml'
    """
    *most, last = (suffix for suffix, by_default in SUFFIXES.items() if by_default is unasked)
    return f"{', '.join(most)} and {last}"


def original_name(name: str) -> str:
    """Give the name or path of what a synchroniser's conflicting copy is a copy of; of anything else its own.

    >>> original_name("a/gdpo.sync-conflict-20260109-101010-ABCDEFG.md"), original_name("note (Case Conflict).md")
    ('a/gdpo.md', 'note.md')
    """
    return _COPY.sub("", name)


def _matches(below: str, patterns: Sequence[str]) -> bool:
    name = below.rpartition("/")[2]
    return any(fnmatch(below, pattern) or fnmatch(name, pattern) for pattern in patterns)


def read_source(path: Path, name: str, most: int = MOST) -> Source:
    """Read a file; raises what :func:`~digestkb.files.read_file` does, and the same where it is no text."""
    return source_of(read_file(path, most), name)


def read_beginning(path: Path, name: str, most: int = MOST) -> Source:
    """Read a file as :func:`read_source` does, and keep no more of it than notes are read of."""
    digest, kept, size = hashlib.sha256(), bytearray(), 0
    for piece in pieces(path, most):
        digest.update(piece)
        kept += piece[: bounds.MOST_BYTES - len(kept)]
        size += len(piece)
    data = bounds.beginning(bytes(kept))
    return _text(Source(name, data, digest.hexdigest(), size - len(data)))


def beginning(source: Source) -> Source:
    """Keep no more of a file than notes are read of."""
    data = bounds.beginning(source.data)
    return source._replace(data=data, beyond=source.size - len(data))


def source_of(data: bytes, name: str) -> Source:
    """Fingerprint bytes that were read; raises :class:`~digestkb.errors.UnreadableNote` if they are not text."""
    return _text(Source(name, data, hashlib.sha256(data).hexdigest()))


def _text(source: Source) -> Source:
    if is_binary(source.data):
        raise UnreadableNote(f"{file_name(source.name)}: is not text; leave it out with --exclude")
    return source


def is_binary(data: bytes) -> bool:
    r"""Say whether bytes are no text: they hold NUL and are not UTF-16 or UTF-32, or controls abound, or all is alike.

    >>> is_binary(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), is_binary("ngôn ngữ".encode("utf-16"))
    (True, False)
    """
    sample = data[:_SAMPLE]
    if sample.startswith(_UTF16_MARKS):
        return False
    nul = sample.count(0)
    if nul:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        # UTF-16 without a mark: nearly every other byte is NUL, all of them on one side.
        return min(even, odd) > 0 or max(even, odd) * 5 < len(sample)
    return (len(sample) - len(sample.translate(None, _CONTROLS))) * 20 > len(sample) or _is_noise(sample)


def _is_noise(sample: bytes) -> bool:
    high = sample.translate(None, _ASCII)
    if len(high) < _TELLING:
        return False
    with suppress(UnicodeDecodeError):  # nothing that is compressed or ciphered is UTF-8, which is sooner asked
        utf_8_decode(sample, "strict", False)
        return False
    shares = [count / len(high) for count in Counter(high).values()]
    return -sum(share * log2(share) for share in shares) > _BITS
