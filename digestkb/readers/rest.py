"""What stands on the lines of a paper and went into no field: kept, so that whatever is written is found.

A title in another language above the one that was taken, a name before a link, a venue, a remark behind a date: no
reader takes everything, and what none took could not be searched for. Words that a note has on the lines of many papers
are its own labels, and left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cached_property

from digestkb.document import Document
from digestkb.patterns import lazy
from digestkb.readers.labels import find_label, text_column
from digestkb.readers.vocabulary import role_of, role_of_heading
from digestkb.records import Kind, Mention, Passage, Reading
from digestkb.roles import REST
from digestkb.tags import says_nothing
from digestkb.tree import Block

_WORD, _ASCII_WORD = lazy(r"[^\W\d_]{2,}"), lazy("[a-z]{2,}")
#: More than one word of Chinese, Japanese or Korean.
_PHRASE = lazy("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]{5}")
#: Pictures, addresses, tags of HTML and of templates.
_NO_WORDS = lazy(
    r"!\[[^\]]{0,500}\]\([^()\s]{0,2000}\)|\]\([^()\s]{0,2000}\)|https?://[^\s)>\]|,]+"
    r"|<[^<>\n]{1,200}>|\{[%{][^{}\n]{0,200}[%}]\}|&\w{1,10};"
)
#: Parts of names of numbers and files.
_OF_NUMBERS = frozenset({"arxiv", "pdf", "abs", "html", "doi", "org", "http", "https", "www"})
#: Lines, and words left over on lines, of so many papers, and of more than one in so many, are labels of the note.
_OFTEN, _ONE_IN = 3, 8
#: Lines of more papers than these are nobody's.
_MOST_OWNERS = 50
#: So many characters of a line are looked at.
_LONGEST = 5000


def with_rest(document: Document, reading: Reading) -> Reading:
    """Add to each mention a passage for every line of its own that has words which it has nowhere else."""
    subjects = [at for at, mention in enumerate(reading.mentions) if mention.kind is not Kind.REFERENCE]
    if not subjects:
        return reading
    known = {at: _Known(reading.mentions[at]) for at in subjects}
    owned = [
        (at, line)
        for at, line in _own_lines(document, reading.mentions, subjects)
        if not known[at].says(line, document.lines[line - 1])
    ]
    repeated = _often({(at, document.lines[line - 1]) for at, line in owned}, len(subjects))
    lines: dict[int, list[int]] = defaultdict(list)
    for at, line in owned:
        if document.lines[line - 1] not in repeated:
            lines[at].append(line)
    new = {at: known[at].lacking(document, numbers) for at, numbers in lines.items()}
    labels = _often(((at, word) for at, words in new.items() for word in words), len(subjects))
    mentions = list(reading.mentions)
    for at, words in new.items():
        telling = words - labels
        if telling:
            rest = _rest(document, lines[at], known[at], telling)
            mentions[at] = replace(mentions[at], passages=(*mentions[at].passages, *rest))
    return replace(reading, mentions=tuple(mentions))


def _rest(document: Document, lines: Sequence[int], known: _Known, telling: Set[str]) -> Iterator[Passage]:
    for line in lines:
        text = document.lines[line - 1][:_LONGEST]
        lower = text.lower()  # which most lines need no closer look than
        if any(word in lower for word in telling) and not telling.isdisjoint(_left(document, line, known)):
            yield Passage(REST, line, text.strip())


def _own_lines(document: Document, mentions: Sequence[Mention], subjects: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (mention, line): the lines of its span that no smaller one has, and those around it that are nobody's."""
    spans: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at in subjects:
        spans[mentions[at].span.first, mentions[at].span.last].append(at)
    owners: list[tuple[int, int] | None] = [None] * (len(document.lines) + 1)
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        owners[first : last + 1] = [(first, last)] * (min(last, len(document.lines)) + 1 - first)
    around = _Around(mentions, subjects)
    for line, (owner, text) in enumerate(zip(owners[1:], document.lines, strict=True), start=1):
        if not text or text.isspace():
            continue
        if owner is not None:
            # What stands beside a hundred papers alike tells none of them from the others.
            for at in spans[owner] if len(spans[owner]) <= _MOST_OWNERS else ():
                yield at, line
        elif (lone := around.only(document.owners[line])) is not None:
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


class _Known:
    """What a mention has somewhere, and what its passages say of each line."""

    def __init__(self, mention: Mention) -> None:
        self._mention = mention
        self._said = {
            line: text
            for passage in mention.passages
            for line, text in enumerate(passage.text.split("\n"), passage.line)
        }

    @cached_property
    def _labels(self) -> str:
        mention = self._mention
        topics = (label for path in mention.topics for label in path)
        return "\n".join((mention.title or "", *mention.names, *mention.authors, *mention.tags, *topics)).lower()

    @cached_property
    def _text(self) -> str:
        return "\n".join(passage.text for passage in self._mention.passages).lower()

    def lacking(self, document: Document, lines: Iterable[int]) -> frozenset[str]:
        """Give the words of lines that are not known: of most lines all are, which need no closer look."""
        text = "\n".join(document.lines[line - 1][:_LONGEST] for line in lines)
        return frozenset(self.lacks(_NO_WORDS.sub(" ", text)))

    def says(self, line: int, written: str) -> bool:
        """Whether a passage has all words of a line as it is written: nothing of it can be left."""
        said = self._said.get(line, "")
        if said == written:
            return True
        said = said.strip()
        if not said or said not in written:
            return False
        return len(said) == len(written) or not _WORD.search(written.replace(said, "", 1))

    def lacks(self, text: str) -> set[str]:
        """Give the words of a text that are not known, and are no labels."""
        words = set((_ASCII_WORD if text.isascii() else _WORD).findall(text.lower())) - _OF_NUMBERS
        strange = (word for word in words if word not in self._labels)  # whose text is shorter, and has most of them
        return {word for word in strange if role_of(word) is None and word not in self._text}


def _left(document: Document, line: int, known: _Known) -> Set[str]:
    """Give the words of a line that are not known yet: its label aside, and of front matter what is more than one."""
    text = _NO_WORDS.sub(" ", document.lines[line - 1][:_LONGEST])
    if line < document.body:
        value = text.partition(":")[2]
        return known.lacks(value) if len(_WORD.findall(value)) > 1 or _PHRASE.search(value) else frozenset()
    if text.startswith("#") and role_of_heading(text):
        return frozenset()
    label = find_label(text, text_column(text))
    said = text[label.start :] if label and role_of(label.text) else text
    cells = [cell for cell in said.split("|") if not says_nothing(cell.strip()) and not role_of(cell)]
    return known.lacks("|".join(cells))


def _often(found: Iterable[tuple[int, str]], papers: int) -> Set[str]:
    """Give what many papers have: the labels of their note."""
    counts = Counter(text for _, text in found)
    return {text for text, count in counts.items() if count >= _OFTEN and count * _ONE_IN > papers}
