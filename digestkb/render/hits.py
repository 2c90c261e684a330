"""How the hits of a search are laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from digestkb.render import Column, Place, Screen, Sheet

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.query.find import Hit
    from digestkb.records import Paper


def title(hit: Hit) -> str:
    """Give the title, else a name, else nothing."""
    return hit.title or next(iter(hit.names), "")


COLUMNS = (
    Column("id", lambda hit: hit.id),
    Column("title", title),
    Column("date", lambda hit: hit.date or ""),
    Column("noted", lambda hit: hit.noted or ""),
    Column("tags", lambda hit: "; ".join(hit.tags)),
    Column("match", lambda hit: hit.tier),
    Column("via", lambda hit: "; ".join(hit.via)),
    Column("place", lambda hit: f"{hit.passage.source}:{hit.passage.line}" if hit.passage else ""),
    Column("passage", lambda hit: hit.passage.text.strip() if hit.passage else ""),
)


def hits(
    found: Iterable[Hit], folders: Callable[[str], str], papers: Callable[[Hit], Paper], terms: Iterable[Any] = ()
) -> Sheet[Hit]:
    """Lay out hits; ``folders`` gives the folder of a source, ``papers`` loads all that is known of a hit."""

    def as_object(hit: Hit) -> dict[str, Any]:
        from digestkb.render.record import paper_object

        return {**paper_object(papers(hit)), **hit_object(hit)}

    def places(hit: Hit) -> Iterator[Place]:
        if hit.passage:
            yield Place(folders(hit.passage.source), hit.passage.source, hit.passage.line, hit.passage.text)

    def markdown(hit: Hit) -> Iterator[str]:
        from digestkb.render.describe import bullet

        return bullet(papers(hit))

    def bibtex(hit: Hit) -> tuple[str, str]:
        from digestkb.render.bibtex import entry

        return entry(papers(hit))

    def page(found: Iterable[Hit], screen: Screen) -> Iterator[RenderableType]:
        from digestkb.render.results import results

        return results(found, screen, folders, terms)

    return Sheet(
        found,
        COLUMNS,
        as_object,
        ids=lambda hit: [hit.id],
        places=places,
        markdown=markdown,
        bibtex=bibtex,
        page=page,
        name="hits",
    )


def hit_object(hit: Hit) -> dict[str, Any]:
    """Give what a search adds to the object of a paper."""
    passage = hit.passage
    return {
        "match": hit.tier,
        "via": list(hit.via),
        "score": round(hit.score, 3),
        "passage": {
            "source": passage.source,
            "line": passage.line,
            "text": passage.text,
            "spans": [list(span) for span in passage.spans],
        }
        if passage
        else None,
    }
