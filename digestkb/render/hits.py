"""How the hits of a search are laid out: what was found, why, and the line that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from digestkb.render import SIMILAR, Column, Format, Place, Screen, Sheet

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.query.find import Hit
    from digestkb.query.papers import Paper
    from digestkb.query.terms import Term


class Found(NamedTuple):
    """A hit, with the whole paper where the format asks for it."""

    hit: Hit
    paper: Paper | None = None


def title(hit: Hit) -> str:
    """Give the title, else a name, else nothing."""
    return hit.title or next(iter(hit.names), "")


COLUMNS = (
    Column("id", lambda found: found.hit.id),
    Column("title", lambda found: title(found.hit)),
    Column("date", lambda found: found.hit.date or ""),
    Column("noted", lambda found: found.hit.noted or ""),
    Column("tags", lambda found: "; ".join(found.hit.tags)),
    Column("match", lambda found: found.hit.tier),
    Column("via", lambda found: "; ".join(found.hit.via)),
    Column("place", lambda found: next((place.short for place in _places(found)), "")),
    Column("passage", lambda found: found.hit.passage.text.strip() if found.hit.passage else ""),
)
#: The formats that need the whole paper.
WHOLE_FORMATS = frozenset({Format.JSON, Format.JSONL, Format.MD, Format.BIBTEX})


def hits(found: Iterable[Found], terms: Iterable[Term] = ()) -> Sheet[Found]:
    """Lay out hits; ``terms`` are marked in what a terminal shows."""

    def page(found: Iterable[Found], screen: Screen) -> Iterator[RenderableType]:
        from digestkb.render.results import results

        return results((one.hit for one in found), screen, terms)

    return Sheet(
        found,
        COLUMNS,
        _object,
        ids=lambda one: [one.hit.id],
        places=_places,
        markdown=_markdown,
        bibtex=_bibtex,
        page=page,
        name="hits",
    )


def _places(one: Found) -> Iterator[Place]:
    passage = one.hit.passage
    if passage:
        yield Place(passage.folder, passage.source, passage.line, passage.text)


def _paper(one: Found) -> Paper:
    assert one.paper is not None, "this format needs the whole paper"
    return one.paper


def _object(one: Found) -> dict[str, Any]:
    from digestkb.render.record import paper_object

    return {**paper_object(_paper(one)), **hit_object(one.hit)}


def _markdown(one: Found) -> Iterable[str]:
    from digestkb.render.describe import bullet

    lines = bullet(_paper(one))
    return (line.replace("- ", f"- {SIMILAR}", 1) for line in lines) if one.hit.is_similar else lines


def _bibtex(one: Found) -> tuple[str, str]:
    from digestkb.render.bibtex import entry

    return entry(_paper(one))


def hit_object(hit: Hit) -> dict[str, Any]:
    """Give what a search adds to the object of a paper."""
    passage = hit.passage
    return {
        "match": hit.tier,
        "via": list(hit.via),
        "score": round(hit.score, 3),
        "similar": hit.is_similar,
        "passage": {
            "source": passage.source,
            "line": passage.line,
            "text": passage.text,
            "spans": [list(span) for span in passage.spans],
        }
        if passage
        else None,
    }
