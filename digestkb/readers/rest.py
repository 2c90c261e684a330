"""What stands on the lines of a paper and went into no field: kept, so that whatever is written is found.

A title in another language above the one that was taken, a name before a link, a venue, a remark behind a date: no
reader takes everything, and what none took could not be searched for. Words that a note has on the lines of many papers
are its own labels, and left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digestkb.document import Document
from digestkb.readers.labels import find_label, text_column
from digestkb.readers.vocabulary import role_of, role_of_heading
from digestkb.records import Kind, Mention, Passage, Reading
from digestkb.roles import REST
from digestkb.tags import says_nothing
from digestkb.tree import Block

_WORD = re.compile(r"[^\W\d_]{2,}")
#: More than one word of Chinese, Japanese or Korean.
_PHRASE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]{5}")
#: Pictures, addresses, tags of HTML and of templates.
_NO_WORDS = re.compile(
    r"!\[[^\]]{0,500}\]\([^()\s]{0,2000}\)|\]\([^()\s]{0,2000}\)|https?://[^\s)>\]|]+"
    r"|<[^<>\n]{1,200}>|\{[%{][^{}\n]{0,200}[%}]\}|&\w{1,10};"
)
#: Parts of names of numbers and files.
_OF_NUMBERS = frozenset({"arxiv", "pdf", "abs", "html", "doi", "org", "http", "https", "www"})
#: Words left over on the lines of so many papers, or of more than one in so many, are labels of the note.
_OFTEN, _ONE_IN = 3, 8
#: So many characters of a line are looked at.
_LONGEST = 5000


def with_rest(document: Document, reading: Reading) -> Reading:
    """Add to each mention a passage for every line of its own that has words which it has nowhere else."""
    subjects = [at for at, mention in enumerate(reading.mentions) if mention.kind is not Kind.REFERENCE]
    if not subjects:
        return reading
    left: dict[int, list[tuple[int, list[str]]]] = defaultdict(list)
    known = {at: _known(reading.mentions[at]) for at in subjects}
    for at, line in _own_lines(document, reading.mentions, subjects):
        if words := _left(_text(document, line), known[at]):
            left[at].append((line, words))
    often = _labels(left, len(subjects))
    mentions = list(reading.mentions)
    for at, lines in left.items():
        passages = [
            Passage(REST, line, document.lines[line - 1][:_LONGEST].strip())
            for line, words in lines
            if not often.issuperset(words)
        ]
        mentions[at] = replace(mentions[at], passages=(*mentions[at].passages, *passages))
    return replace(reading, mentions=tuple(mentions))


def _own_lines(document: Document, mentions: Sequence[Mention], subjects: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (mention, line): the lines of its span that no smaller one has, and those around it that are nobody's."""
    spans: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at in subjects:
        spans[mentions[at].span.first, mentions[at].span.last].append(at)
    owners: list[tuple[int, int] | None] = [None] * (len(document.lines) + 1)
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        owners[first : last + 1] = [(first, last)] * (min(last, len(document.lines)) + 1 - first)
    around = _Around(mentions, subjects)
    for line in range(1, len(owners)):
        owner = owners[line]
        if owner is not None:
            for at in spans[owner]:
                yield at, line
        elif document.lines[line - 1].strip() and (lone := around.only(document.owners[line])) is not None:
            yield lone, line


class _Around:
    """What is about a paper by what stands beside it: the smallest section that has papers has that one alone."""

    def __init__(self, mentions: Sequence[Mention], subjects: Sequence[int]) -> None:
        self._mentions = sorted((mentions[at].span.first, at) for at in subjects)
        #: How many papers each section has, and the first of them.
        self._known: dict[int, tuple[int, int]] = {}

    def only(self, block: Block) -> int | None:
        """Give the one paper of the smallest section around a block that has any."""
        for around in (block, *block.ancestors()):
            if around.kind in ("section", "file"):
                if id(around) not in self._known:
                    self._known[id(around)] = self._count(around)
                count, at = self._known[id(around)]
                if count:
                    return at if count == 1 else None
        return None

    def _count(self, section: Block) -> tuple[int, int]:
        first = bisect_left(self._mentions, (section.first, -1))
        count = bisect_left(self._mentions, (section.last + 1, -1)) - first
        return count, self._mentions[first][1] if count else -1


def _text(document: Document, line: int) -> str:
    """Give what a line says: without its label, and of front matter what is more than one word."""
    text = _NO_WORDS.sub(" ", document.lines[line - 1][:_LONGEST])
    if line < document.body:
        value = text.partition(":")[2]
        return value if len(_WORD.findall(value)) > 1 or _PHRASE.search(value) else ""
    if text.startswith("#") and role_of_heading(text):
        return ""
    label = find_label(text, text_column(text))
    said = text[label.start :] if label and role_of(label.text) else text
    cells = [cell for cell in said.split("|") if not says_nothing(cell.strip()) and not role_of(cell)]
    return "|".join(cells)


def _known(mention: Mention) -> str:
    parts = [
        mention.title or "",
        *(*mention.names, *mention.authors, *mention.tags),
        *(label for path in mention.topics for label in path),
        *(passage.text for passage in mention.passages),
    ]
    return "\n".join(parts).lower()


def _left(text: str, known: str) -> list[str]:
    """Give the words of a line that are not known yet, and are no labels."""
    words = _WORD.findall(text.lower())
    return [word for word in words if word not in known and word not in _OF_NUMBERS and role_of(word) is None]


def _labels(left: dict[int, list[tuple[int, list[str]]]], papers: int) -> frozenset[str]:
    """Give the words that are left over for many papers."""
    counts = Counter(word for lines in left.values() for word in {word for _, words in lines for word in words})
    return frozenset(word for word, count in counts.items() if count >= _OFTEN and count * _ONE_IN > papers)
