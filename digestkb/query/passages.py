"""The one line of a note that shows best why a paper was found."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from digestkb.query.database import rows_of
from digestkb.query.originals import Originals
from digestkb.query.terms import Term, spans
from digestkb.query.traces import Traces
from digestkb.query.words import is_stop_word
from digestkb.roles import ORIGIN
from digestkb.store.connection import Connection
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: How many lines of one paper are folded, and how many characters of one line.
_MOST_LINES, _LONGEST = 2000, 200_000
#: So many lines above a mention are looked at for the heading or the front matter that says what it is about.
_MOST_ABOVE = 2000
#: How many papers' notes are in memory at a time; one may be of some megabytes.
_AT_ONCE = 20
#: With so many characters before it an excerpt is looked for in its line.
_WORDS_BEFORE = (40, 10, 0)
#: Words no longer than this, without marks, may be Vietnamese words whose marks were left out.
_SHORT = 4
#: Which kind of mention says most about a paper.
_KINDS = (
    "digest topic log note sota contribution reading idea gap reflection reference".split()
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}


class Excerpt(NamedTuple):
    """A line of a note as it stands there, and the columns in it that were looked for."""

    source: str
    line: int
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    #: The ingested folder that the note lies in, absolute; empty for standard input.
    folder: str = ""
    #: Where the first of the spans stands in the line of the file, in bytes from 1, once :func:`located` has looked.
    column: int = 0


class Shown(NamedTuple):
    """Why a paper was found: its best line, and what stands anywhere in it of the words that were not typed."""

    excerpt: Excerpt
    others: tuple[Term, ...] = ()


class _Line(NamedTuple):
    folder: str
    source: str
    number: int
    text: str
    #: The text is a title or a label of a mention, which goes on to line :attr:`last`: where in it that stands is not
    #: known before the note is looked at.
    is_label: bool = False
    last: int = 0


class _Sought:
    """What is looked for, and what was found of it in the lines of the note that was looked at last.

    Of a note that speaks of many papers the same lines are looked at for each of them, and one may be a megabyte long.
    """

    def __init__(self, originals: Originals, terms: Sequence[Term], others: Sequence[Term]) -> None:
        self.originals, self.terms, self.others = originals, terms, others
        self._all = (*terms, *others)
        self._traces = Traces(self._all)
        self._standing: dict[str, frozenset[int]] = {}
        self._note = ("", "")
        self._scores: dict[int, tuple[int, int, int]] = {}
        self._shown: tuple[str, tuple[tuple[int, int], ...]] = ("", ())

    def score(self, line: _Line) -> tuple[int, int, int]:
        """Count what stands in a line as it lies on the disk."""
        if self._note != (line.folder, line.source):
            self._note, self._scores = (line.folder, line.source), {}
        if line.number not in self._scores:
            self._scores[line.number] = _score(line, self)[:3]
        return self._scores[line.number]

    def standing(self, text: str) -> frozenset[int]:
        """Say which stand in a text, by their places among the terms and the others behind them."""
        if text not in self._standing:
            if len(self._standing) >= _MOST_LINES:
                self._standing.clear()
            self._standing[text] = frozenset(self._traces.standing_in(text))
        return self._standing[text]

    def others_in(self, lines: Iterable[_Line]) -> tuple[Term, ...]:
        """Give the others that stand in any of some lines, or else run over the end of one."""
        texts = [line.text[:_LONGEST] for line in lines]
        for told in (texts, ["\n".join(texts)[:_LONGEST]]):
            found = {at for text in told for at in self.standing(text) if at >= len(self.terms)}
            if found:
                break
        return tuple(self._all[at] for at in sorted(found))

    def spans(self, line: _Line) -> tuple[tuple[int, int], ...]:
        """Give the columns in a line that are looked for."""
        if self._shown[0] != line.text:
            self._shown = line.text, spans([*self.terms, *self.others], line.text[:_LONGEST])
        return self._shown[1]


def excerpts(
    connection: Connection, papers: Sequence[int], terms: Sequence[Term], others: Sequence[Term] = ()
) -> dict[int, Excerpt]:
    """Give the best line for each paper: with most of ``terms`` in it, then of ``others``, their synonyms.

    Without either, the first line of the mention that says most.
    """
    return {paper: one.excerpt for paper, one in shown(connection, papers, terms, others).items()}


def shown(
    connection: Connection,
    papers: Sequence[int],
    terms: Sequence[Term],
    others: Sequence[Term] = (),
    by_others: Collection[int] = (),
) -> dict[int, Shown]:
    """Give the same, and for the papers that were found ``by_others`` which of these they have."""
    best: dict[int, Shown] = {}
    originals, pieces = Originals(connection), _pieces([*terms, *others])
    wanted, in_pieces = _Sought(originals, terms, others), _Sought(originals, (), pieces)
    for start in range(0, len(papers), _AT_ONCE):
        of_papers = groupby(_lines(connection, papers[start : start + _AT_ONCE]), itemgetter(0))
        for paper, lines in of_papers:
            found = [line for _, line in lines]
            excerpt = _excerpt(found, wanted)
            if not excerpt.spans and pieces:
                excerpt = _excerpt(found, in_pieces)
            best[paper] = Shown(excerpt, wanted.others_in(found) if paper in by_others else ())
    return best


def located(connection: Connection, found: Iterable[Excerpt]) -> Iterator[Excerpt]:
    """Say of excerpts where in the lines of their files they stand; of a file that has changed nothing is said."""
    originals = Originals(connection)
    for one in found:
        (line, *_) = (*originals.lines(one.folder, one.source, one.line, one.line), "")
        first, last = one.spans[0] if one.spans else (0, len(one.text))
        # As it stands behind the words before it, and where these are written otherwise, alone.
        places = (line.find(one.text[max(0, first - size) : last]) for size in _WORDS_BEFORE)
        sizes = zip(places, (min(size, first) for size in _WORDS_BEFORE), strict=True)
        at = next((place + size for place, size in sizes if place >= 0), -1)
        yield one._replace(column=len(line[:at].encode("utf-8", "replace")) + 1) if at >= 0 else one


def _excerpt(lines: Sequence[_Line], sought: _Sought) -> Excerpt:
    line = _best(lines, sought)
    if line.is_label and (sought.terms or sought.others):
        line = _placed(line, sought)
    return Excerpt(line.source, line.number, line.text, sought.spans(line), line.folder)


def _pieces(terms: Sequence[Term]) -> list[Term]:
    """Give the words of phrases and the pairs of Chinese runs: a line may end within, and a paper have only some."""
    tokens = dict.fromkeys(token for term in terms if len(term.tokens) > 1 for token in term.tokens)
    return [Term(token, (token,)) for token in tokens if not is_stop_word(token)]


def _lines(connection: Connection, papers: Sequence[int]) -> Iterator[tuple[int, _Line]]:
    sql = (
        "SELECT mentions.paper, mentions.kind, notes.source, mentions.line, mentions.title, passages.line,"
        " passages.text, notes.folder, mentions.last_line,"
        " notes.format = 'export', mentions.names, mentions.authors, mentions.tags,"
        " mentions.topics FROM mentions JOIN notes ON notes.id = mentions.note_id"
        f" LEFT JOIN passages ON passages.mention_id = mentions.id AND role <> '{ORIGIN}'"
        " WHERE mentions.paper"
    )
    found = list(rows_of(connection, sql, papers))
    # What digestkb wrote itself says what others say as well.
    found.sort(key=lambda row: (row[0], row[9], _RANK.get(row[1], len(_RANK)), row[2], row[3], row[5] or 0, row[7]))
    labelled = None
    for paper, _, source, line, title, first, text, folder, last, _, *labels in found:
        for below, written in enumerate((text or "").split("\n")):
            if written.strip() and first is not None:
                yield paper, _Line(folder, source, first + below, written)
        if labelled != (paper, folder, source, line):
            labelled = (paper, folder, source, line)
            yield paper, _Line(folder, source, line, title or "", is_label=True, last=last)
            for listed in map(json.loads, labels):
                together = ", ".join(one if isinstance(one, str) else " > ".join(one) for one in listed)
                if together:
                    yield paper, _Line(folder, source, line, together, is_label=True, last=last)


def _best(lines: Sequence[_Line], sought: _Sought) -> _Line:
    terms = sought.terms
    best, most = lines[0], (0, 0, 0, False)
    if not best.text:
        best = next((line for line in lines if line.text), best)
    for line in _likely(lines, terms) if terms or sought.others else ():
        if line is None:
            if most > (0, 0, 0, False):
                break
            continue
        score = _score(line, sought)
        if score > most:
            best, most = line, score
        if score[:2] == (len(terms), len(terms)) and terms and not line.is_label:
            break
    return best


def _placed(label: _Line, sought: _Sought) -> _Line:
    """Give the line of the note that a title or label stands on: of its mention, else the nearest one above.

    Where the note is no longer what was read, the label itself with the first line of its mention.
    """
    wanted = _score(label, sought)[:3]
    best, most = label, (0, 0, 0)
    for line in _around(label, sought.originals):
        score = sought.score(line)
        if score > most:
            best, most = line, score
        if score >= wanted:
            break
    return best


def _around(label: _Line, originals: Originals) -> Iterator[_Line]:
    """Yield the lines of a label's mention, then those above it from the nearest on."""
    start = max(1, label.number - _MOST_ABOVE)
    for first, last, step in (
        (label.number, min(label.last, label.number + _MOST_LINES), 1),
        (start, label.number - 1, -1),
    ):
        lines = originals.lines(label.folder, label.source, first, last)
        for at in range(len(lines))[::step]:
            yield _Line(label.folder, label.source, first + at, lines[at])


def _likely(lines: Sequence[_Line], terms: Sequence[Term]) -> Iterator[_Line | None]:
    """Yield the lines worth folding: first those that have all terms letter by letter.

    Then all the others, or, if every term stands somewhere letter by letter, those that have one, and behind ``None``
    all, for who found nothing yet: ``hán`` stands in ``kháng``. Short words without marks do not count for that:
    ``chung`` in one line is no reason to overlook ``chưng`` in another.
    """
    typed = [term.typed.lower() for term in terms]
    lower = [line.text.lower() for line in lines] if typed else []
    whole = [at for at, text in enumerate(lower) if not lines[at].is_label and all(word in text for word in typed)]
    yield from (lines[at] for at in whole)
    if _stand_as_typed(terms, typed, lower):
        yield from (line for line, text in zip(lines, lower, strict=True) if any(word in text for word in typed))
        yield None
    yield from lines[:_MOST_LINES]


def _stand_as_typed(terms: Sequence[Term], typed: Sequence[str], lower: Sequence[str]) -> bool:
    """Say whether every term stands somewhere letter by letter, and none may be meant to have marks."""
    telling = bool(typed) and all(term.marks or len(term.typed) > _SHORT or is_cjk(term.typed) for term in terms)
    return telling and all(any(word in text for text in lower) for word in typed)


def _score(line: _Line, sought: _Sought) -> tuple[int, int, int, bool]:
    """Count the terms in a line, those as typed, and the synonyms; a title says less than what is said below it."""
    text = line.text[:_LONGEST]
    found = sought.standing(text)
    there = [term for at, term in enumerate(sought.terms) if at in found]
    typed = len(there)
    if any(term.marks for term in there):
        lower = unicodedata.normalize("NFC", text).lower()
        typed = sum(all(mark in lower for mark in term.marks) for term in there)
    synonyms = len(found) - len(there)
    if not there and not synonyms:
        return (0, 0, 0, False)
    return len(there), typed, synonyms, not line.is_label


def has_as_typed(connection: Connection, paper: int, terms: Sequence[Term]) -> bool:
    """Say whether a paper has each of ``terms`` with the marks that were typed and without any other."""
    (title, *labels) = connection.execute(
        "SELECT title, names, tags, topics, authors FROM papers WHERE number = ?", (paper,)
    ).fetchone()
    wanted = list(terms)
    said = (line.text for _, line in _lines(connection, [paper]))
    for text in (title or "", *labels, *said):
        wanted = [term for term in wanted if not _typed_in(term, text)]
        if not wanted:
            return True
    return False


def _typed_in(term: Term, text: str) -> bool:
    typed = _plain_case(term.typed)
    return any(_plain_case(text[start:end]).startswith(typed) for start, end in spans([term], text))


def _plain_case(text: str) -> str:
    """Compare without case, width, composition and what stands between words, but with marks."""
    words = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+(?:\+\+|#)?", words))
