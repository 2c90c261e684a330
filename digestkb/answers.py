"""The knowledge base for programs and notebooks: the questions of the command line, answered with objects.

Nothing is written, and what an answer holds cannot be changed. ``docs/library.md`` has a tour, which a test runs.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Generic, TypeVar, overload

from digestkb import configuration
from digestkb.errors import NothingFound
from digestkb.media.markdown import html
from digestkb.query import catalogue, insights, papers
from digestkb.query.database import all_numbers, number_of, open_library
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.originals import Originals
from digestkb.query.related import related
from digestkb.render import Sheet, insight_sheets, paper_sheets, sheets
from digestkb.render.hits import Found, hits
from digestkb.store.guard import understood

T = TypeVar("T")
#: So many rows of an answer a notebook shows.
_SHOWN = 50


class Paper(papers.Paper):
    """What the notes say of one paper, with every mention; a notebook shows it as Markdown.

    Its fields are those of the JSON record, in the README.
    """

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        from digestkb.render.describe import whole

        return "\n".join(whole(self))


class Answer(Sequence[T], Generic[T]):
    """What was asked for, in order; a notebook shows it as a table."""

    def __init__(
        self,
        values: Sequence[T],
        lay_out: Callable[[Iterable[Any]], Sheet[Any]],
        rows: Sequence[Any],
        notices: Sequence[str] = (),
    ) -> None:
        """Take values, what lays out ``rows``, one for each value, and what there is to say of the answer."""
        self._values = tuple(values)
        #: What was understood otherwise than it was typed, and what is lacking.
        self.notices = tuple(notices)
        self._lay_out = lay_out
        self._rows = rows

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Answer[T]: ...
    def __getitem__(self, at: int | slice) -> T | Answer[T]:
        if isinstance(at, slice):
            return Answer(self._values[at], self._lay_out, self._rows[at], self.notices)
        return self._values[at]

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Answer({list(self._values)!r})"

    def records(self) -> list[dict[str, Any]]:
        """Give what ``--json`` would: plain dictionaries, for ``pandas.DataFrame`` and the like."""
        sheet = self._lay_out(self._rows)
        return [sheet.as_object(row) for row in sheet.records]

    def _repr_html_(self) -> str:
        sheet = self._lay_out(self._rows[:_SHOWN])
        columns = [column for column in sheet.columns if column.tabled]
        head = "".join(f"<th>{html(column.name)}</th>" for column in columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{html(column.cell(row))}</td>' for column in columns)}</tr>" for row in sheet.records
        )
        more = f"<p>and {len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


class Library:
    """A database of notes, open for questions until it is closed; a ``with`` statement does so.

    ``path`` is the file, by default that of the command line: ``$DIGESTKB_DB``, else what is set, else the user's own.
    Raises :class:`~digestkb.errors.NoDatabase` if there is none, and, as all methods do,
    :class:`~digestkb.errors.DatabaseBusy` and :class:`~digestkb.errors.DamagedDatabase`. It belongs to the thread that
    made it.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = os.fspath(path if path is not None else configuration.database())
        self._connection = open_library(self.path)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing it again does nothing."""
        self._connection.close()

    def __repr__(self) -> str:
        return f"Library({self.path!r})"

    def search(
        self,
        query: str,
        *,
        sort: str = "relevance",
        limit: int | None = 20,
        exact: bool = False,
        literal: bool = False,
        all_words: bool = False,
    ) -> Answer[Any]:
        """Find papers and notes by words and filters, the best first, as ``digestkb search`` does.

        Gives :class:`digestkb.query.find.Hit` s. ``sort`` is ``relevance``, ``date``, ``noted`` or ``title``; ``limit``
        of ``None`` gives all; ``exact`` takes words as typed, ``literal`` adds no synonyms, ``all_words`` leaves out
        what has only some of the words. The answer's ``notices`` say what was looked for in place of a misspelt word.
        Raises :class:`~digestkb.errors.BadQuery`.
        """
        with understood(self._connection, self.path):
            found = find(
                self._connection,
                parse(query, dt.date.today()),
                sort=sort,
                limit=limit,
                exact=exact,
                literal=literal,
                all_words=all_words,
            )
            whole = [Found(hit, paper) for hit, paper in zip(found.hits, self._papers(found.hits), strict=True)]
        return Answer(found.hits, lambda rows: hits(rows, found.terms), whole, found.notices)

    def papers(
        self, filters: str = "", *, sort: str = "date", limit: int | None = None, notes: bool = False
    ) -> Answer[Paper]:
        """Give papers, newest first, narrowed by filters of the query language, as ``digestkb list`` does.

        ``sort`` is ``date``, ``noted`` or ``title``. With ``notes``, or where filters ask for them, those about no
        paper are among them. Raises :class:`~digestkb.errors.BadQuery`.
        """
        with understood(self._connection, self.path):
            query = parse(filters, dt.date.today())
            asked = query if notes else query.papers_only()
            found = find(self._connection, asked, sort=sort, limit=limit, passages=False)
            listed = list(self._papers(found.hits))
        return Answer(listed, paper_sheets.papers, listed)

    def paper(self, called: str) -> Paper:
        """Give the paper that an arXiv number or address in any spelling, an id, a link or a name means.

        Raises :class:`~digestkb.errors.NothingFound`; papers that share a name are listed in its message.
        """
        with understood(self._connection, self.path):
            number = number_of(self._connection, called)
            return next(Paper._make(one) for one in papers.papers(self._connection, [number]))

    def __contains__(self, called: object) -> bool:
        """Say whether :meth:`paper` would give one."""
        try:
            return isinstance(called, str) and bool(self.paper(called))
        except NothingFound:
            return False

    def __len__(self) -> int:
        """Count the papers."""
        with understood(self._connection, self.path):
            return len(all_numbers(self._connection))

    def __iter__(self) -> Iterator[Paper]:
        """Yield all papers, newest first."""
        return iter(self.papers())

    def related(self, called: str, *, limit: int = 20) -> Answer[Any]:
        """Give the papers that are about the same as one, each with the reasons, as ``digestkb related`` does."""
        with understood(self._connection, self.path):
            found = related(self._connection, number_of(self._connection, called), limit)
        return Answer(found, paper_sheets.neighbours, found)

    def tags(self) -> Answer[catalogue.Label]:
        """Give the tags with their numbers of papers, the most used first."""
        return self._told(catalogue.tags, lambda rows: sheets.labels(rows, "tag"))

    def authors(self) -> Answer[catalogue.Label]:
        """Give the authors with their numbers of papers, the most frequent first."""
        return self._told(catalogue.authors, lambda rows: sheets.labels(rows, "author"))

    def topics(self) -> Answer[catalogue.Topic]:
        """Give the tree of topics from the root down, each with its number of papers."""
        return self._told(catalogue.topics, sheets.topics)

    def sources(self) -> Answer[catalogue.Source]:
        """Give the ingested files in the order of their names."""
        return self._told(catalogue.sources, sheets.sources)

    def newest(self, most: int = 10) -> list[str]:
        """Name the newest files by their own dates, the newest last; at most so many."""
        with understood(self._connection, self.path):
            return catalogue.newest(self._connection, most)

    def timeline(self) -> Answer[catalogue.Period]:
        """Give the months with their numbers of papers, gaps included."""
        return self._told(lambda connection: catalogue.timeline(connection)[0], lambda rows: sheets.periods(list(rows)))

    def stats(self) -> Answer[catalogue.Count]:
        """Count notes, papers, mentions and what was repaired."""
        return self._told(catalogue.stats, sheets.counts)

    def lines(self, source: str, first: int = 1, last: int | None = None) -> list[str]:
        """Give lines of a note, repaired, by the name that :meth:`sources` and places have for it.

        Raises :class:`~digestkb.errors.NothingFound` where no note is called so, or several are, and where its file is
        not what was read any more.
        """
        with understood(self._connection, self.path):
            found = catalogue.sources(self._connection, source)
            if len(found) != 1:
                raise NothingFound(f"{len(found) or 'no'} notes are called {source[:200]!r}")
            (note,) = found
            lines = Originals(self._connection).lines(note.folder, source, first, min(last or note.lines, note.lines))
        if not lines and first <= note.lines:
            raise NothingFound(f"{source}: the file is not what was read any more; run: digestkb ingest")
        return list(lines)

    def gaps(self) -> Answer[insights.Insight]:
        """Give the gaps in research that the notes see, the newest note first."""
        return self._told(lambda connection: insights.insights(connection, "gap"), insight_sheets.insights)

    def ideas(self) -> Answer[insights.Insight]:
        """Give the ideas for research that the notes put forward, the newest note first."""
        return self._told(lambda connection: insights.insights(connection, "idea"), insight_sheets.insights)

    def _told(self, ask: Callable[..., Sequence[T]], lay_out: Callable[[Iterable[Any]], Sheet[Any]]) -> Answer[T]:
        with understood(self._connection, self.path):
            found = ask(self._connection)
        return Answer(found, lay_out, found)

    def _papers(self, found: Iterable[Any]) -> Iterator[Paper]:
        return map(Paper._make, papers.papers(self._connection, [hit.number for hit in found]))
