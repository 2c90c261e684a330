"""The hits of a search on a terminal: title, the line that matched, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.text import Text

from digestkb.query.find import Hit
from digestkb.query.terms import Term, spans
from digestkb.render import SIMILAR, Place, Screen, styles
from digestkb.render.inline import seen
from digestkb.render.paragraph import Rows
from digestkb.render.table import said

#: How much of a line is shown, in characters, and how much of that before the first match.
_SHOWN, _BEFORE = 220, 60
#: So many cells of a summary stand in the place of a title.
_SUMMARY = 50


def results(found: Iterable[Hit], screen: Screen, terms: Iterable[Term]) -> Iterator[RenderableType]:
    """Yield the hits under one head, the first column no wider than a quarter of the screen."""
    hits, terms = list(found), tuple(terms)
    match = styles.MATCH if screen.colours else styles.MATCH_WITHOUT_COLOUR
    rows = (((hit.id, hit.date or ""), _about(hit, terms, match)) for hit in hits)
    yield under_head(rows, screen, [hit.id for hit in hits])


def under_head(rows: Iterable[tuple[tuple[str, str], Text]], screen: Screen, ids: Sequence[str]) -> Rows:
    """Lay out papers: the id and the date of each, then what there is to say of it."""
    widest = max(map(cell_len, ids), default=0)
    widths = (max(2, min(widest, screen.width // 4)), 10)
    head = (Text("id", style=styles.ASIDE), Text("date", style=styles.ASIDE)), Text("paper", style=styles.ASIDE)
    return Rows(chain([head], (((linked(name), said(date)), about) for (name, date), about in rows)), widths)


def linked(name: str) -> Text:
    """Show an id, which leads to the page that it names."""
    address = f"https://arxiv.org/abs/{name}" if name[:1].isdigit() or "." not in name.partition("/")[0] else None
    return said(name, styles.ID, url=None if name.startswith("note:") else address or f"https://{name}")


def named(title: str | None, names: Sequence[str], summary: str | None, name: str) -> Text:
    """Show what a paper is called: its title, else in another style a name, or how its summary begins."""
    if title:
        return said(title, styles.TITLE)
    if names:
        return said(names[0], styles.NO_TITLE)
    begins = seen((summary or "").strip().partition("\n")[0], strong=False)[0].plain
    if cell_len(begins) > _SUMMARY:
        begins = set_cell_size(begins, _SUMMARY)
        begins = (begins.rpartition(" ")[0] or begins) + "…"
    return said(begins or f"({name})", styles.NO_TITLE)


def _about(hit: Hit, terms: tuple[Term, ...], match: str) -> Text:
    """Show the title, then the line that matched unless it is the title again, then its place."""
    about = Text().append_text(named(hit.title, hit.names, hit.summary, hit.id))
    for start, end in spans(terms, about.plain):
        about.stylize(match, start, end)
    if hit.is_similar:
        about = Text().append_text(Text(SIMILAR, style=styles.KIND)).append_text(about)
    passage = hit.passage
    if passage is None:
        return about
    if passage.text.strip() and passage.text.strip() != hit.called:
        about.append("\n").append_text(excerpt(passage.text, passage.spans, match))
    place = Place(passage.folder, passage.source, passage.line)
    about.append("\n").append_text(said(place.short, styles.PLACE, file=place.address))
    for synonym in hit.via:
        about.append("  ").append_text(said(f"≈ {synonym}", styles.KIND))
    return about


def excerpt(text: str, spans: Iterable[tuple[int, int]], match: str = styles.MATCH) -> Text:
    """Show a line with its matches and without the signs of Markdown, cut so that the first match is seen.

    >>> excerpt("a" * 300 + " GRPO", [(301, 305)]).plain[:3]
    '…aa'
    """
    shown, found = seen(text, spans, strong=False)
    first = max(0, found[0][0] - _BEFORE) if found and found[0][1] > _SHOWN else 0
    last = min(len(shown), first + _SHOWN)
    for start, end in found:
        shown.stylize(match, start, end)
    cut = shown[first:last]
    return Text("…" if first else "").append_text(cut).append("…" if last < len(shown) else "")
