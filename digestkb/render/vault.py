"""Papers as notes of an Obsidian vault: properties, links between papers, and what each of them is called as a file."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from digestkb.arxiv import find_arxiv_ids
from digestkb.copies import PROPERTY, counted
from digestkb.media.characters import line, spelled_out
from digestkb.media.exact import words
from digestkb.patterns import lazy
from digestkb.roles import ORIGIN

if TYPE_CHECKING:
    from digestkb.query.papers import Mention, Paper

#: What a name of a file has on no system, or means something in a link of Obsidian's.
_FORBIDDEN = lazy(r'[\\/:*?"<>|#^\[\]%\x00-\x1f\x7f]+')
_RESERVED = lazy(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
#: So many values of a list are properties; front matter of more than two hundred lines is none to most programs. All of
#: them stand in the text.
MOST_LISTED = 25
#: The longest name, in bytes: with a suffix, and the id of a paper behind it, it fits any system.
_LONGEST = 120
#: What Obsidian shows the notes of a vault as: a table of papers, newest first.
BASE = f"""filters:
  and:
    - file.hasProperty("{PROPERTY}")
properties:
  note.published:
    displayName: Published
  note.noted:
    displayName: Noted
views:
  - type: table
    name: Papers
    order:
      - file.name
      - note.title
      - note.published
      - note.noted
      - note.tags
      - note.authors
    sort:
      - property: note.noted
        direction: DESC
"""


def stem(text: str) -> str:
    r"""Write a title as the name of a file, without suffix, so that every system and Obsidian take it.

    >>> stem("GDPO: a/b [draft]? "), stem("con"), stem("..."), len(stem("长" * 300))
    ('GDPO a b draft', 'con_', 'untitled', 40)
    """
    name = " ".join(_FORBIDDEN.sub(" ", line(unicodedata.normalize("NFC", text))).split()).strip(". ")
    name = name.encode()[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"{name}_" if _RESERVED.match(name) else name or "untitled"


def properties(paper: Paper) -> list[str]:
    """Write the front matter of a paper without its tags and aliases, which somebody may have added to."""
    single = {
        PROPERTY: paper.id,
        "title": paper.called,
        "arxiv": paper.arxiv_id,
        "url": paper.url,
        "published": paper.date,
        "noted": paper.noted_last,
        "summary": paper.summary,
    }
    several = {"authors": paper.authors, "topics": tuple(" > ".join(path) for path in paper.topics)}
    found = [f"{name}: {quoted(value)}" for name, value in single.items() if value]
    for name, values in several.items():
        found += listed(name, values[:MOST_LISTED])
    return found


def listed(name: str, values: Iterable[str]) -> list[str]:
    """Write a list of front matter; nothing if it is empty."""
    items = [f"  - {quoted(value)}" for value in values]
    return [f"{name}:", *items] if items else []


def quoted(text: str) -> str:
    r"""Write a text as a value of YAML, in which every character is seen.

    >>> print(quoted('a: "b" --- #c\n\u202e'))
    "a: \"b\" --- #c\n\u202e"
    """

    def spelled(part: str) -> str:
        return "".join(f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}" for char in part)

    return spelled_out(json.dumps(text, ensure_ascii=False), spelled)


class Relations:
    """Which papers notes bring together: in a gap, an idea or a reflection, or by speaking of one where another is."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._thoughts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._said: dict[str, list[str]] = {}
        self._thoughts_of: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for paper in papers:
            mentions = counted(paper.mentions, lambda mention: mention.passages)
            self._said[paper.id] = list(dict.fromkeys(number for one in mentions for number in _numbers(one)))
            for key in dict.fromkeys((one.kind, one.insight, one.source) for one in mentions if one.insight):
                self._thoughts[key].append(paper.id)
                self._thoughts_of[paper.id].append(key)

    def lines(self, paper: str, names: Mapping[str, str]) -> Iterator[str]:
        """Yield what relates a paper to others, with links to their notes, which are called so."""
        spoken = self._links(paper, self._said[paper], names)
        if spoken:
            yield f"- Notes speak of {spoken} here"
        for kind, title, source in self._thoughts_of[paper]:
            beside = self._links(paper, self._thoughts[kind, title, source], names)
            if beside:
                yield f"- In the {kind} {words(title)} with {beside}"

    def _links(self, paper: str, others: Sequence[str], names: Mapping[str, str]) -> str:
        return ", ".join(f"[[{names[other]}]]" for other in others if other != paper and other in names)


def _numbers(mention: Mention) -> Iterator[str]:
    for passage in mention.passages:
        if passage.role != ORIGIN:
            yield from (found.id.number for found in find_arxiv_ids(passage.text))


def same(name: str) -> str:
    """Give the form under which two names of files are one on some system."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).casefold()
