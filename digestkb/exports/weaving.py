"""What digestkb writes, put into a file in place of what it wrote there before; what somebody else wrote stays.

What stands behind a region goes with it, wherever that moves; what stood behind one that is gone stands behind the one
before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digestkb.copies import END, PROPERTY, marked
from digestkb.document import Document
from digestkb.errors import DigestError
from digestkb.readers.export import copied_tags, foreign_properties, own_labels
from digestkb.readers.regions import Region, head, regions
from digestkb.render.vault import listed

#: What a region is known by: its kind, and what it is about.
_Key = tuple[str, str]


def is_ours(text: str) -> bool:
    """Say whether digestkb wrote something into a text, or may, since there is nothing in it."""
    return not text.strip() or bool(regions(text.split("\n")))


def woven(before: str, written: Sequence[Sequence[str]], name: str) -> str:
    r"""Give a text with the regions that were ``written`` in place of those that are in it.

    Raises :class:`~digestkb.errors.DigestError`, in which the text is called ``name``, if one of them has no end.

    >>> one, end = '<!-- digestkb: paper "1" -->', "<!-- /digestkb -->"
    >>> woven(f"mine\n{one}\nold\n{end}\nmine too\n", [[one, "new", end]], "a.md").split("\n")
    ['mine', '<!-- digestkb: paper "1" -->', 'new', '<!-- /digestkb -->', 'mine too', '']
    """
    lines = before.split("\n")
    found = regions(lines)
    for region in found:
        if not region.is_closed:
            raise DigestError(f"{name}:{region.first}: what begins here has no end; put {END} on the line behind it")
    known = {_key(part) for part in written}
    first, behind = _parted(lines, found, known)
    text = first + "\n" if found and first else ""
    for part in written:
        # What was the last line of the file may have no end, and stand before a region now.
        text += _between(text) if _key(part) not in behind else "" if text.endswith("\n") or not text else "\n"
        text += "\n".join(part) + behind.get(_key(part), "\n")
    return text if found else text + (f"\n{before}" if before.strip() else "")


def _key(region: Sequence[str]) -> _Key:
    kind, key = marked(region[0]) or ("", "")
    return kind, str(key)


def _between(text: str) -> str:
    """Give what makes a blank line between a text and what follows."""
    return "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"


def _parted(lines: Sequence[str], found: Sequence[Region], known: Iterable[_Key]) -> tuple[str, dict[_Key, str]]:
    """Give what stands before all regions, and what stands behind each that is ``known``, with its line ends."""
    ends = [*(region.first - 1 for region in found[1:]), *[len(lines)] * bool(found)]
    first = "\n".join(lines[: found[0].first - 1]) if found else ""
    behind: dict[_Key, str] = {}
    last: _Key | None = None
    for region, end in zip(found, ends, strict=True):
        text = "".join(f"\n{line}" for line in lines[region.last : end]) + ("\n" if end < len(lines) else "")
        key = (region.kind, region.key)
        if key in known and key not in behind:
            last, behind[key] = key, text
        elif text.strip():  # it is somebody's, and what it stood behind is gone
            if last is None:
                first += text
            else:
                behind[last] += text
    return first, behind


def with_properties(before: str, ours: Sequence[str], tags: Sequence[str], aliases: Sequence[str]) -> tuple[str, str]:
    """Give the front matter of a vault's note anew, and the text behind it.

    ``ours`` are its lines without tags and aliases. Keys that somebody added stay as they are, and so do tags and
    aliases.
    """
    before = before.removeprefix("\ufeff")
    lines = before.split("\n")
    document = _document(before)
    found = regions(document.lines)[:1]
    names = {*aliases, *(name for region in found for name in head(document, region).get("names", ()))}
    known = {*tags, *(tag for region in found for tag in copied_tags(document, region))}
    written = [
        "---",
        *ours,
        *listed("aliases", [*aliases, *own_labels(document, "aliases", names)]),
        *listed("tags", [*tags, *own_labels(document, "tags", known)]),
        *(lines[at] for at in foreign_properties(document)),
        "---",
    ]
    return "\n".join(written) + "\n", "\n".join(lines[document.body - 1 :])


def _document(text: str) -> Document:
    return Document(tuple(line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")))


def about(text: str) -> str | None:
    """Give the id of the paper that a note of a vault is about; ``None`` if it is none of ours."""
    if f"{PROPERTY}:" not in text:
        return None
    value = _document(text).metadata.get(PROPERTY)
    return value if isinstance(value, str) and value else None
