"""What a site has, as far as its pages must know of one another: papers in a line each, months, and topics."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from digestkb.query.papers import Paper
from digestkb.site import names
from digestkb.tags import key
from digestkb.tuples import NamedTuple

#: So much of what is said of a paper stands in a list.
SAID = 280
#: ... and of a title that is how it begins.
_BEGINS = 80
#: A topic has all papers below it on its page if they are no more.
_BELOW = 200


class Entry(NamedTuple):
    """A paper as lists show it."""

    title: str
    page: str
    id: str
    date: str
    said: str
    tags: tuple[str, ...]
    #: The month that it is listed under, if it is known.
    month: str
    is_note: bool

    @property
    def about(self) -> str:
        """What stands below its title."""
        return " · ".join(filter(None, (self.id if not self.is_note else "note", self.date, ", ".join(self.tags[:4]))))


def entry(paper: Paper) -> Entry:
    """Give a paper as lists show it; one that nobody has named goes by what is said first."""
    said = " ".join((paper.summary or paper.abstract or "").split()).removeprefix("- ")
    title = paper.called or cut(said, _BEGINS) or paper.id
    month = paper.date[:7] if len(paper.date) >= 7 else ""
    shown = "" if said.startswith(title.removesuffix("…")) else cut(said, SAID)
    return Entry(title, names.paper(paper.id), paper.id, paper.date, shown, paper.tags, month, paper.is_note)


def cut(text: str, most: int) -> str:
    """Give the beginning of a text, up to the end of a word if it is near.

    >>> cut("beavers build dams", 15), cut("强化学习的改进越来越像信号处理", 8)
    ('beavers build…', '强化学习的改进越…')
    """
    if len(text) <= most:
        return text
    end = text.rfind(" ", most * 2 // 3, most + 1)
    return f"{text[: end if end > 0 else most]}…"


class Topic:
    """A node of the tree of topics."""

    def __init__(self, path: tuple[str, ...], page: str) -> None:
        self.path, self.page = path, page
        #: The numbers of the entries that notes file here, or here and below.
        self.own: list[int] = []
        self.all: list[int] = []
        self.below: list[Topic] = []

    @property
    def listed(self) -> list[int]:
        """The entries on its page: those below it as well while they are few."""
        return self.all if len(self.all) <= _BELOW else self.own


class Contents:
    """Everything that was written about, in the order in which it is listed."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._topics: dict[tuple[str, ...], Topic] = {}
        #: The pages of papers by their ids.
        self.pages: dict[str, str] = {}

    def add(self, paper: Paper) -> Entry:
        """Take a paper in."""
        added = entry(paper)
        number = len(self.entries)
        self.entries.append(added)
        self.pages[paper.id] = added.page
        for path in paper.topics:
            way = list(self.way(path))
            for topic in way:
                if topic.all[-1:] != [number]:
                    topic.all.append(number)
            if way and way[-1].own[-1:] != [number]:
                way[-1].own.append(number)
        return added

    def way(self, path: Sequence[str]) -> Iterator[Topic]:
        """Yield the topics that a path goes through, those that are new as well."""
        above: Topic | None = None
        for end in range(1, len(path) + 1):
            keys = tuple(map(key, path[:end]))
            topic = self._topics.get(keys)
            if topic is None:
                topic = self._topics[keys] = Topic(tuple(path[:end]), names.topic(keys))
                if above:
                    above.below.append(topic)
            yield topic
            above = topic

    def topics(self) -> list[Topic]:
        """Give all topics, each before those below it."""
        return [self._topics[keys] for keys in sorted(self._topics)]

    def roots(self) -> list[Topic]:
        """Give the topics that are below no other, those with most papers first."""
        return sorted((topic for topic in self.topics() if len(topic.path) == 1), key=lambda one: -len(one.all))

    def by_month(self) -> dict[str, list[Entry]]:
        """Give the papers of each month, the latest first, those without one last; notes are none."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for one in self.papers:
            found[one.month].append(one)
        return {month: found[month] for month in sorted(found, reverse=True)}

    def months_of(self, numbers: Iterable[int]) -> Counter[str]:
        """Count papers by their months."""
        return Counter(self.entries[number].month for number in numbers)

    @property
    def papers(self) -> list[Entry]:
        """The papers, without notes."""
        return [one for one in self.entries if not one.is_note]

    @property
    def notes(self) -> list[Entry]:
        """The notes that are about no paper."""
        return [one for one in self.entries if one.is_note]
