"""How the hits of a search are laid out: what was found, why, and the line that shows it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from digestkb.render import BIBLIOGRAPHIES, SIMILAR, Column, Format, Place, Screen, Sheet
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.query.find import Hit
    from digestkb.query.papers import Paper
    from digestkb.query.terms import Term
    from digestkb.render.citation import Citation


class Found(NamedTuple):
    """A hit, with the whole paper where the format asks for it."""

    hit: "Hit"
    paper: "Paper | None" = None


#: So many characters of a line are seen before others are cut off, and so many of those may stand before a match.
_SEEN, _BEFORE = 150, 40


def passage(found: Found) -> str:
    """Give the line that shows a hit, from not far before what was looked for: that is in its first 150 characters.

    Nothing is cut off where it is there anyhow; of several matches as many are seen as there can be.
    """
    shown = found.hit.passage
    if shown is None:
        return ""
    text, spans = shown.text.rstrip(), shown.spans
    if not spans or spans[-1][1] - (len(text) - len(text.lstrip())) <= _SEEN:
        return text.strip()
    start = max((_start(text, one) for one, _ in spans), key=lambda at: _seen(spans, at))
    return ("…" if text[:start].strip() else "") + text[start:].strip()


def _start(text: str, match: int) -> int:
    """Give the beginning of a word not far before a match."""
    start = max(0, match - _BEFORE)
    blank = text.find(" ", start, match)
    return start if start == 0 or blank < 0 else blank + 1


def _seen(spans: Iterable[tuple[int, int]], start: int) -> int:
    return sum(start <= first and last < start + _SEEN for first, last in spans)


COLUMNS = (
    Column("id", lambda found: found.hit.id, whole=True),
    Column("title", lambda found: found.hit.called, share=3),
    Column("date", lambda found: found.hit.date or ""),
    Column("noted", lambda found: found.hit.noted or ""),
    Column("tags", lambda found: "; ".join(found.hit.tags)),
    Column("match", lambda found: found.hit.tier),
    Column("via", lambda found: "; ".join(found.hit.via)),
    Column("place", lambda found: next((place.short for place in _places(found)), ""), whole=True),
    Column("passage", passage, share=3),
)
#: The formats that need the whole paper.
WHOLE_FORMATS = frozenset({Format.JSON, Format.JSONL, Format.MD}) | BIBLIOGRAPHIES


def hits(found: Iterable[Found], terms: "Iterable[Term]" = ()) -> Sheet[Found]:
    """Lay out hits; ``terms`` are marked in what a terminal shows."""

    def page(found: Iterable[Found], screen: Screen) -> "Iterator[RenderableType]":
        from digestkb.render.results import results

        return results((one.hit for one in found), screen, terms)

    return Sheet(
        found,
        COLUMNS,
        _object,
        ids=lambda one: [one.hit.id],
        places=_places,
        markdown=_markdown,
        citation=_citation,
        page=page,
        name="hits",
    )


def _places(one: Found) -> Iterator[Place]:
    shown = one.hit.passage
    if shown:
        first = shown.spans[0][0] if shown.spans else len(shown.text) - len(shown.text.lstrip())
        column = len(shown.text[:first].encode("utf-8", "replace")) + 1
        yield Place(shown.folder, shown.source, shown.line, shown.text, shown.column or column)


def _paper(one: Found) -> "Paper":
    assert one.paper is not None, "this format needs the whole paper"
    return one.paper


def _object(one: Found) -> dict[str, Any]:
    from digestkb.render.record import paper_object

    return {**paper_object(_paper(one)), **hit_object(one.hit)}


def _markdown(one: Found) -> Iterable[str]:
    from digestkb.render.describe import bullet

    lines = bullet(_paper(one))
    return (line.replace("- ", f"- {SIMILAR}", 1) for line in lines) if one.hit.is_similar else lines


def _citation(one: Found) -> "Citation":
    from digestkb.render.citation import citation

    return citation(_paper(one))


def hit_object(hit: "Hit") -> dict[str, Any]:
    """Give what a search adds to the object of a paper."""
    shown = hit.passage
    return {
        "match": hit.tier,
        "via": list(hit.via),
        "score": round(hit.score, 3),
        "similar": hit.is_similar,
        "respelled": dict(hit.respelled),
        "passage": {
            "source": shown.source,
            "line": shown.line,
            "text": shown.text,
            "spans": [list(span) for span in shown.spans],
        }
        if shown
        else None,
    }
