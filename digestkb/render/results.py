"""The hits of a search on a terminal: title, the line that matched, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from digestkb.media.characters import one_by_one
from digestkb.query.find import Hit
from digestkb.query.terms import Term, spans
from digestkb.render import SIMILAR, Place, Screen
from digestkb.render.paragraph import Rows
from digestkb.render.table import said

_MATCH = "bold yellow"
#: How much of a line is shown, in characters, and how much of that before the first match.
_SHOWN, _BEFORE = 220, 60


def results(found: Iterable[Hit], screen: Screen, terms: Iterable[Term]) -> Iterator[RenderableType]:
    """Yield the hits under one head, the first column no wider than a quarter of the screen."""
    hits, terms = list(found), tuple(terms)
    widest = max((cell_len(hit.id) for hit in hits), default=0)
    widths = (max(2, min(widest, screen.width // 4)), 10)
    head = (Text("id", style="bold"), Text("date", style="bold")), Text("paper", style="bold")
    rows = (((_linked_id(hit), said(hit.date or "", "magenta")), _about(hit, terms)) for hit in hits)
    yield Rows(chain([head], rows), widths)


def _linked_id(hit: Hit) -> Text:
    address = f"https://arxiv.org/abs/{hit.id}" if hit.id[:1].isdigit() or "." not in hit.id.partition("/")[0] else None
    return said(hit.id, "cyan", url=None if hit.id.startswith("note:") else address or f"https://{hit.id}")


def _about(hit: Hit, terms: tuple[Term, ...]) -> Text:
    """Show the title, then the line that matched unless it is the title again, then its place."""
    about = said(hit.called or hit.id, "bold")
    for start, end in spans(terms, about.plain):
        about.stylize(_MATCH, start, end)
    if hit.is_similar:
        about = Text(SIMILAR, style="yellow").append_text(about)
    passage = hit.passage
    if passage is None:
        return about
    if passage.text.strip() and passage.text.strip() != hit.called:
        about.append("\n").append_text(excerpt(passage.text, passage.spans))
    place = Place(passage.folder, passage.source, passage.line)
    about.append("\n").append_text(said(place.short, "green", file=place.address))
    for synonym in hit.via:
        about.append("  ").append_text(said(f"≈ {synonym}", "yellow"))
    return about


def excerpt(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """Show a line with its matches, cut so that the first of them is seen.

    >>> excerpt("a" * 300 + " GRPO", [(301, 305)]).plain[:3]
    '…aa'
    """
    spans = list(spans)
    first = max(0, spans[0][0] - _BEFORE) if spans and spans[0][1] > _SHOWN else 0
    if not first:
        first = len(text) - len(text.lstrip())
    last = min(len(text), first + _SHOWN)
    # What cannot be shown is replaced one by one, so that the columns stay what they are.
    shown = Text(one_by_one(text[first:last]))
    for start, end in spans:
        if start < last and end > first:
            shown.stylize(_MATCH, max(0, start - first), end - first)
    return (
        Text("…" if first and text[:first].strip() else "").append_text(shown).append("…" if last < len(text) else "")
    )
