"""Answers to characters. One module a format, each with ``lines(sheet, screen)``, loaded when somebody asks for it.

What the formats have in common is the *sheet*: the records of one kind, and how each is laid out in columns, as a JSON
object, as ids, as places in notes. A kind of answer is described once (:mod:`digestkb.render.sheets`), a format is
written once, and each works with all of the others.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from digestkb.errors import DigestError
from digestkb.media.addresses import file
from digestkb.media.names import file_name
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.render.citation import Citation

T = TypeVar("T")
V = TypeVar("V")
#: The version of what programs read: it grows when something in it is taken away or means something else.
FORMAT_VERSION = 1
#: Stands before what is only similar in meaning to what was asked for.
SIMILAR = "~ "


class Format(str, Enum):
    """What an answer can be written as."""

    TABLE = "table"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    IDS = "ids"
    PATHS = "paths"
    VIMGREP = "vimgrep"
    MD = "md"
    BIBTEX = "bibtex"
    CSLJSON = "csljson"
    RIS = "ris"

    def __str__(self) -> str:
        return self.value


#: The formats that are bibliographies: of papers alone, and never of notes that are about none.
BIBLIOGRAPHIES = frozenset({Format.BIBTEX, Format.CSLJSON, Format.RIS})
#: The formats in which a record is a line.
LINED = frozenset({Format.TSV, Format.JSONL, Format.IDS, Format.PATHS, Format.VIMGREP})


class Screen(NamedTuple):
    """Where the characters go: how wide it is in cells, what it can show, and whether formulas may pass."""

    width: int = 80
    #: Bold and the like, and beyond that colours.
    styles: bool = False
    colours: bool = True
    #: A click leads somewhere.
    links: bool = False
    raw: bool = False
    #: The names of the columns, or of the keys, that are wanted; all, if none is named.
    fields: tuple[str, ...] = ()
    #: Lines between tabs begin with one of their names.
    header: bool = False
    #: What ends a record that is a line.
    end: str = "\n"
    ascii: bool = False


class Place(NamedTuple):
    """A line of a note, and what stands there."""

    folder: str
    source: str
    line: int
    text: str = ""
    #: Where in the line, in bytes of UTF-8 from 1, as editors count.
    column: int = 1

    @property
    def path(self) -> str:
        """A path that leads to the note from anywhere; only the name of what came through standard input.

        >>> Place("/notes", "logs/2025.12.md", 3).path, Place("", "mail", 3).path
        ('/notes/logs/2025.12.md', 'mail')
        """
        return f"{self.folder.rstrip('/')}/{self.source}" if self.folder else self.source

    @property
    def short(self) -> str:
        """The place as tables show it."""
        return f"{file_name(self.source)}:{self.line}"

    @property
    def address(self) -> str | None:
        """Where a click on the place leads; nowhere from what came through standard input."""
        return file(self.path) if self.folder else None


class Column(NamedTuple):
    """One column: its name, and what stands in it for a record."""

    name: str
    cell: Callable[[Any], str]
    #: A table leaves out what would only fill it.
    tabled: bool = True
    #: Numbers stand to the right.
    right: bool = False
    #: How much of a table's width it takes beside the others, 0 for what its cells need.
    share: int = 0
    #: What a table shows instead of the whole cell.
    shown: Callable[[Any], str] | None = None
    #: Where a click on it leads.
    link: Callable[[Any], str | None] | None = None
    #: It is of no use in parts: no line ends in it.
    whole: bool = False


class Sheet(Generic[T]):
    """Records with their layout. What a kind of answer has no use for is ``None``: it has no such format."""

    def __init__(
        self,
        records: Iterable[T],
        columns: tuple[Column, ...],
        as_object: Callable[[T], dict[str, Any]],
        *,
        ids: Callable[[T], Iterable[str]] | None = None,
        places: Callable[[T], Iterable[Place]] | None = None,
        markdown: Callable[[T], Iterable[str]] | None = None,
        document: Callable[[Iterable[T]], Iterable[str]] | None = None,
        citation: "Callable[[T], Citation] | None" = None,
        page: "Callable[[Iterable[T], Screen], Iterator[RenderableType]] | None" = None,
        name: str = "these records",
    ) -> None:
        self.records = records
        self.columns = columns
        self.as_object = as_object
        self.ids = ids
        self.places = places
        self.markdown = markdown
        #: What Markdown makes of all records together, where that is more than one after the other.
        self.document = document
        self.citation = citation
        #: What a terminal shows instead of a plain table.
        self.page = page
        self.name = name

    def formats(self) -> list[Format]:
        """Give the formats that this kind of answer has."""
        missing = {
            Format.IDS: self.ids is None,
            Format.PATHS: self.places is None,
            Format.VIMGREP: self.places is None,
            **dict.fromkeys(BIBLIOGRAPHIES, self.citation is None),
        }
        return [choice for choice in Format if not missing.get(choice)]


def lines(sheet: Sheet[Any], choice: Format, screen: Screen) -> Iterator[str]:
    """Write a sheet in a format, in pieces that end with a line break.

    Raises :class:`~digestkb.errors.DigestError` if this kind of answer has no such format.
    """
    if choice not in sheet.formats():
        known = ", ".join(map(str, sheet.formats()))
        raise DigestError(f"{sheet.name} cannot be written as {choice}; choose one of {known}")
    # The module of a format is called as the format is.
    write: Callable[[Sheet[Any], Screen], Iterator[str]] = importlib.import_module(f"{__name__}.{choice}").lines
    pieces = write(_narrowed(sheet, choice, screen.fields) if screen.fields else sheet, screen)
    if screen.end != "\n":
        if choice not in LINED:
            raise DigestError(f"-0 goes with {', '.join(sorted(LINED))}: a record of {choice} is more than a line")
        pieces = (piece.removesuffix("\n") + screen.end for piece in pieces)
    return _in_ascii(pieces, choice) if screen.ascii else pieces


def _narrowed(sheet: Sheet[T], choice: Format, names: tuple[str, ...]) -> Sheet[T]:
    """Keep the columns of these names in this order, or the keys of JSON."""
    kept = copy(sheet)
    if choice in (Format.JSON, Format.JSONL):
        # What a column is called is a key as well, such as the date, which is the one or the other of two.
        kept.as_object = lambda record: _picked(
            {**{column.name: column.cell(record) for column in sheet.columns}, **sheet.as_object(record)}, names
        )
    elif choice in (Format.TABLE, Format.TSV, Format.CSV, Format.MD):
        columns = {column.name: column._replace(tabled=True) for column in sheet.columns}
        kept.columns = tuple(_picked(columns, names).values())
        kept.page = kept.markdown = kept.document = None
    else:
        raise DigestError("--fields goes with table, tsv, csv, md, json and jsonl")
    return kept


def _picked(values: dict[str, V], names: tuple[str, ...]) -> dict[str, V]:
    for name in names:
        if name not in values:
            raise DigestError(f"there is no field {name!r}; there are {', '.join(values)}")
    return {name: values[name] for name in names}


def _in_ascii(pieces: Iterable[str], choice: Format) -> Iterator[str]:
    from digestkb.media.ascii import escaped, spelled

    return map(escaped if choice in (Format.JSON, Format.JSONL) else spelled, pieces)
