"""A paper as a region of a digest, a synthesis or a vault: what people like to read, and nothing of it lost.

First stands what is known of the paper altogether, then mention by mention what each note says. Values that a mention
has in common with what stands above are named in its mark and not written twice. :mod:`digestkb.readers.export` reads
it back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from digestkb.copies import ALSO, END, INSIGHT, LABELS, MENTION, PAPER, copied, counted, mark
from digestkb.media.addresses import web
from digestkb.media.exact import passage, words
from digestkb.media.markdown import code, link
from digestkb.roles import ORIGIN, REST

if TYPE_CHECKING:
    from digestkb.query.insights import Insight, Part
    from digestkb.query.papers import Link, Mention, Paper, Passage

#: What each value of a mention is compared with, to be written once.
_ABOVE = ("title", "arxiv_id", "url", "authors", "published", "tags", "topics", "names", "links")
#: What a mark says of a mention beside its place, unless it is nothing.
_INFERRED = ("date", "date_evidence", "language", "repaired", "uncertain", "title_source", "context")
_THOUGHTS = ("gap", "idea", "reflection")


def said(paper: Paper, without: Collection[tuple[str, str]] = ()) -> list[Mention]:
    """Give the mentions of a paper that are written: the copies that count, and none from files of ``without``.

    These are (folder, source) of what is about to be written itself.
    """
    mentions = counted(paper.mentions, lambda mention: mention.passages)
    return [mention for mention in mentions if (mention.folder, mention.source) not in without]


def entry(paper: Paper, mentions: Iterable[Mention], heading: str = "##", beside: Iterable[str] = ()) -> list[str]:
    """Write a paper below a heading that begins so; ``beside`` are lines about it that are not read back."""
    lines = [mark(PAPER, paper.id), f"{heading} {_titled(paper)}"]
    above = {name: value for name in _ABOVE if (value := _above(paper, name))}
    lines += _block(_values(above, is_head=True))
    lines += _block(beside)
    lines += _metadata(paper)
    for mention in mentions:
        lines += _mention(paper, mention, above)
    return [*lines, END]


def _titled(paper: Paper) -> str:
    called, address = words(paper.called or paper.id), web(paper.url)
    return f"[{called}]({address})" if address else called


def _block(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return ["", *found] if found else []


def _above(paper: Paper, name: str) -> Any:
    if name == "title":
        return None if not paper.called else paper.called
    return None if name == "url" and paper.arxiv_id else getattr(paper, name)


def _metadata(paper: Paper) -> list[str]:
    """Write what no note says; it is not read back, since it comes from elsewhere."""
    told = paper.metadata
    if not told:
        return []
    values = {"Categories": " ".join(paper.categories), "Venue": paper.venue, "DOI": paper.doi}
    lines = ["", f"### {words(told.called)} ({', '.join(told.fields)})"]
    lines += _block(f"- **{name}:** {words(value)}" for name, value in values.items() if value)
    return [*lines, *(_block(_quoted(paper.abstract)) if paper.abstract else ())]


# --- mentions


def _mention(paper: Paper, mention: Mention, above: dict[str, Any]) -> list[str]:
    values = _values_of(mention)
    shared = [name for name, value in values.items() if above.get(name) == value]
    origin = copied(mention.passages)
    place = origin or mention
    value = {
        "kind": mention.kind,
        **_place(place.source, place.line, place.last_line),
        **{name: value for name in _INFERRED if (value := getattr(mention, name))},
        **({"as_above": shared} if shared else {}),
        **({"id": paper.id} if paper.is_note else {}),
    }
    about = " · ".join(filter(None, (f"{place.source}:{place.line}", mention.kind, mention.date)))
    lines = ["", mark(MENTION, value), f"### {words(about)}"]
    own = {name: value for name, value in values.items() if name not in shared}
    return [*lines, *_block([*_thought(mention.kind, mention.insight), *_values(own)]), *_texts(mention.passages)]


def _place(source: str, line: int, last: int) -> dict[str, Any]:
    return {"source": source, "line": line, "last_line": last}


def _values_of(mention: Mention) -> dict[str, Any]:
    found = {name: getattr(mention, name) for name in LABELS}
    if mention.arxiv_id and mention.version:
        found["arxiv_id"] = f"{mention.arxiv_id}v{mention.version}"
    return {name: value for name, value in found.items() if value not in (None, ())}


def _thought(kind: str, title: str | None) -> list[str]:
    return [f"- **{kind.capitalize()}:** {words(title)}"] if kind in _THOUGHTS and title is not None else []


def insight(row: Insight) -> list[str]:
    """Write a gap, an idea or a reflection, with the papers that it leans on."""
    source, line = row.begin
    value = {"kind": row.kind, **_place(source, line, line), **({"date": row.date} if row.date else {})}
    lines = ["", mark(INSIGHT, value), *_thought(row.kind, row.title), *_texts(row.parts)]
    return [*lines, *_block([", ".join(code(paper) for paper, _ in row.papers)] if row.papers else [])]


# --- values


def _values(values: dict[str, Any], *, is_head: bool = False) -> Iterator[str]:
    for name, (several, one) in LABELS.items():
        if name not in values or (is_head and name == "title"):
            continue
        for label, written in _WRITTEN.get(name, _single)(values[name], several, one):
            yield f"- **{label}:** {written}"


def _single(value: Any, several: str, one: str) -> Iterator[tuple[str, str]]:
    yield one, words(str(value))


def _number(value: str, several: str, one: str) -> Iterator[tuple[str, str]]:
    yield one, link(value, f"https://arxiv.org/abs/{value}")


def _list(values: Sequence[str], several: str, one: str) -> Iterator[tuple[str, str]]:
    """Write values on one line, or, if one of them has a comma, each on its own."""
    written = list(map(words, values))
    if any("," in value for value in written) or len(written) < 2:
        yield from ((one, value) for value in written)
    else:
        yield several, ", ".join(written)


def _paths(paths: Sequence[Sequence[str]], several: str, one: str) -> Iterator[tuple[str, str]]:
    for path in paths:
        yield one, " > ".join(map(words, path))


def _links(links: Sequence[Link], several: str, one: str) -> Iterator[tuple[str, str]]:
    if all(web(found.url) == found.url for found in links):
        yield several, ", ".join(f"[{found.kind}]({found.url})" for found in links)
    else:
        yield from ((one, f"{found.kind} {words(found.url)}") for found in links)


_WRITTEN: dict[str, Callable[[Any, str, str], Iterator[tuple[str, str]]]] = {
    "arxiv_id": _number,
    "topics": _paths,
    "links": _links,
    **dict.fromkeys(("names", "authors", "tags", "attachments"), _list),
}


# --- texts


def _texts(passages: Iterable[Passage | Part]) -> Iterator[str]:
    for said in passages:
        if said.role == ORIGIN:
            continue
        yield ""
        if said.role == "text":
            yield from _quoted(said.text)
        elif said.text and "\n" not in said.text:
            yield f"**{_label(said.role)}:** {passage(said.text)}"
        else:
            yield f"**{_label(said.role)}:**"
            yield from _quoted(said.text)


def _quoted(text: str) -> Iterator[str]:
    return (f"> {line}" if line else ">" for line in passage(text).split("\n"))


def _label(role: str) -> str:
    """Write a role with a capital where it can be read back, as the reader does."""
    if role == REST:
        return ALSO
    first, upper = role[:1], role[:1].upper()
    if upper != first and upper.lower() == first and role != ALSO.lower():
        return words(upper + role[1:])
    if first.lower() != first or role == ALSO.lower():
        return f"&#x{ord(first):x};{words(role[1:])}"
    return words(role)
