"""The pages, one after the other: each is a template and what is said in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from digestkb.media.addresses import web
from digestkb.media.characters import line, screen
from digestkb.media.markdown import elements
from digestkb.query.insights import Insight, insights
from digestkb.query.papers import Mention, Paper, papers
from digestkb.render import Place
from digestkb.render.citation import Citation, citation
from digestkb.render.record import sections
from digestkb.site import names, plots
from digestkb.site.contents import SAID, Contents, Entry, cut
from digestkb.site.folder import Folder
from digestkb.site.words import ABSTRACT, LABEL, TEXT, TITLE, Index, Shown
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple

#: What lies beside the pages as it is.
_STATIC = ("style.css", "folding.js", "search.js")
#: So much stands on the front page: the latest papers, topics with most papers, the latest insights of each kind.
_LATEST, _TOPICS, _THOUGHTS = 8, 8, 3
#: The kinds of insights that have a page: what the page is called, and what stands above it.
INSIGHTS = {
    "gap": ("gaps", "Gaps", "What the notes see missing, with the papers that say so."),
    "idea": ("ideas", "Ideas", "What the notes put forward, with the papers that it leans on."),
}


class Thought(NamedTuple):
    """A gap or an idea, and where it stands on its page."""

    insight: Insight
    anchor: str
    page: str


class Site:
    """A site that is being written."""

    def __init__(self, connection: Connection, folder: Folder, title: str) -> None:
        self._connection = connection
        self._folder = folder
        self._title = title
        self._templates = _templates()
        self._contents = Contents()
        self._index = Index()
        self._thoughts: dict[str, list[Thought]] = {}
        #: The gaps and ideas that lean on a paper, by its id.
        self._leaning: dict[str, list[Thought]] = defaultdict(list)

    def write(self, numbers: Sequence[int], *, whole: bool) -> Iterator[int]:
        """Write all pages of the papers of these row numbers, newest first; yields after each paper how many there are.

        Unless they are the ``whole`` database, gaps and ideas are those that lean on one of them.
        """
        for kind in INSIGHTS:
            self._thoughts[kind] = [_thought(kind, one) for one in insights(self._connection, kind)]
            for thought in self._thoughts[kind]:
                for leant, _ in thought.insight.papers:
                    self._leaning[leant].append(thought)
        for count, paper in enumerate(papers(self._connection, numbers), 1):
            self._paper(paper)
            yield count
        for kind, found in self._thoughts.items():
            self._thoughts[kind] = [one for one in found if whole or self._leans_here(one.insight)]
        self._plotted = plots.months([one.month for one in self._contents.papers if one.month])
        for write in (self._months, self._topics, self._insights, self._notes, self._front, self._search):
            write()

    def _paper(self, paper: Paper) -> None:
        entry = self._contents.add(paper)
        said = [(mention, sections(mention)) for mention in paper.mentions]
        self._index.add(_shown(entry), _texts(paper, said))
        self._page(
            entry.page,
            "paper.html",
            paper=paper,
            here="notes" if entry.is_note else "",
            entry=entry,
            cited=None if paper.is_note else citation(paper),
            topics=[list(self._contents.way(path)) for path in paper.topics],
            places=[(Place(one.folder, one.source, one.line).short, one, text) for one, text in said],
            thoughts=self._leaning.get(paper.id, []),
            month=names.month(entry.month),
        )

    def _leans_here(self, insight: Insight) -> bool:
        return any(paper in self._contents.pages for paper, _ in insight.papers)

    def _months(self) -> None:
        by_month = self._contents.by_month()
        for month, found in by_month.items():
            self._page(
                names.month(month), "list.html", heading=month or "Without a month", entries=found, here="months"
            )
        years = sorted({month[:4] for month in by_month if month}, reverse=True)
        counts = {month: len(found) for month, found in by_month.items()}
        self._page(
            "months.html",
            "months.html",
            here="months",
            years=years,
            counts=counts,
            most=max(counts.values(), default=1),
        )

    def _topics(self) -> None:
        for topic in self._contents.topics():
            self._page(
                topic.page,
                "topic.html",
                here="topics",
                topic=topic,
                way=list(self._contents.way(topic.path)),
                entries=[self._contents.entries[number] for number in topic.listed],
                plot=self._plot(topic.all),
            )
        self._page("topics.html", "topics.html", here="topics", roots=self._contents.roots())

    def _insights(self) -> None:
        for kind, (page, heading, about) in INSIGHTS.items():
            thoughts = self._thoughts[kind]
            self._page(f"{page}.html", "insights.html", heading=heading, about=about, thoughts=thoughts, here=page)
            for one in thoughts:
                self._index.add(_of_thought(one), _texts_of_thought(one.insight))

    def _notes(self) -> None:
        if self._contents.notes:
            self._page("notes.html", "list.html", heading="Notes", entries=self._contents.notes, here="notes")

    def _front(self) -> None:
        roots = self._contents.roots()
        while len(roots) == 1 and roots[0].below:
            roots = sorted(roots[0].below, key=lambda one: -len(one.all))
        trends = [(topic, self._plot(topic.all)) for topic in roots]
        counts = (("paper", len(self._contents.papers)), ("topic", len(self._contents.topics())))
        thoughts = ((kind, len(found)) for kind, found in self._thoughts.items())
        self._page(
            "index.html",
            "index.html",
            counts=[*counts, *thoughts],
            plot=self._plot(range(len(self._contents.entries))),
            topics=[(topic, plot) for topic, plot in trends if any(bar.papers for bar in plot.bars)][:_TOPICS],
            latest=self._contents.papers[:_LATEST],
            thoughts={kind: found[:_THOUGHTS] for kind, found in self._thoughts.items()},
        )

    def _search(self) -> None:
        self._page("search.html", "search.html")
        for name, text in self._index.scripts():
            self._folder.write(name, text)
        for name in _STATIC:
            self._folder.write(name, (Path(__file__).parent / "static" / name).read_text(encoding="utf-8"))

    def _plot(self, numbers: Iterable[int]) -> plots.Plot:
        return plots.plot(self._plotted, self._contents.months_of(numbers), names.month)

    def _page(self, name: str, template: str, **said: Any) -> None:
        root = "../" if "/" in name else ""
        common = {
            "site": self._title,
            "root": root,
            "page_of": self._contents.pages.get,
            "has_notes": bool(self._contents.notes),
            "kinds": INSIGHTS,
            "here": "",
        }
        self._folder.write(name, self._templates.get_template(template).render({**common, **said}))


def _templates() -> Environment:
    """Load the templates: what notes say is text in them, and none of it acts on who reads."""
    environment = Environment(
        loader=PackageLoader("digestkb.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: (
            value if isinstance(value, Markup) else screen(value) if isinstance(value, str) else value
        ),
    )
    environment.filters.update(line=line, web=web, elements=lambda text: Markup(elements(text)), dated=_dated)
    environment.globals.update(month_of=names.month, number_of=partial("{}-{:02}".format), file_of=_file_of)
    return environment


def _file_of(cited: Citation) -> str:
    """Give the address of a paper as a file, for those that arXiv has."""
    return f"https://arxiv.org/pdf/{cited.arxiv_id}" if cited.arxiv_id else ""


def _dated(cited: Citation) -> str:
    """Give a date as citation managers read it: 2026/01/08."""
    return "/".join(f"{part:02}" for part in cited.date)


def _shown(entry: Entry) -> Shown:
    return Shown(entry.title, entry.page, entry.about, entry.said)


def _texts(paper: Paper, said: Iterable[tuple[Mention, dict[str, str]]]) -> Iterator[tuple[int, str]]:
    """Yield what a paper is found by, each with the place that it has."""
    yield TITLE, paper.title or ""
    yield LABEL, paper.id
    for labels in (paper.names, paper.authors, paper.tags, *paper.topics):
        yield LABEL, "\n".join(labels)
    yield TEXT, paper.summary or ""
    for mention, texts in said:
        yield TEXT, "\n".join([mention.title or "", *texts.values()])
    yield ABSTRACT, paper.abstract or ""


def _thought(kind: str, insight: Insight) -> Thought:
    page, *_ = INSIGHTS[kind]
    anchor = names.anchor(f"{insight.source}\n{insight.title}\n{insight.line}")
    return Thought(insight, anchor, f"{page}.html#{anchor}")


def _of_thought(thought: Thought) -> Shown:
    insight = thought.insight
    said = " ".join(" ".join(part.text for part in insight.parts).split())
    return Shown(insight.title, thought.page, " · ".join(filter(None, (insight.kind, insight.date))), cut(said, SAID))


def _texts_of_thought(insight: Insight) -> Iterator[tuple[int, str]]:
    yield TITLE, insight.title
    for part in insight.parts:
        yield TEXT, part.text
