"""Numbers and titles of notes held against a snapshot of arXiv's metadata: machines that write notes invent both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from digestkb.arxiv import ArxivId
from digestkb.patterns import lazy
from digestkb.query.words import is_stop_word
from digestkb.snapshot.stream import Snapshot, signs
from digestkb.store.checks.examination import Finding, Part, at
from digestkb.store.stated import Stated
from digestkb.text.fold import folded, is_cjk, marked
from digestkb.tuples import NamedTuple

#: Titles of fewer words that tell something are names. Of titles that are one paper's, more words than this share of
#: the shorter one are common; and of a title and the one that was meant, this share of all their words.
_WORDS, _COMMON, _MEANT = 3, 1 / 3, 0.5
#: A title of which more words have marks is not in English, and translated.
_MARKED = 0.25
#: A word that has no marks.
_PLAIN = lazy(r"(?<!\w)[a-z0-9]+(?!\w)")


class Sought(NamedTuple):
    """A title in a note, and what that of the paper that was meant has in common with it."""

    title: str
    #: Its words that tell something, and those of them that a file of ASCII has as they are.
    words: frozenset[str]
    plain: frozenset[bytes]

    def may_be(self, words: Collection[bytes], signs: int) -> bool:
        """Say whether a title with these words in the file may have enough in common; each sign may hide a word."""
        hidden = len(self.words) - len(self.plain) + signs
        return len(self.plain.intersection(words)) + hidden > len(self.words) * _MEANT

    def share(self, words: frozenset[str]) -> float:
        """Give which share of all words is in both titles."""
        return len(words & self.words) / len(words | self.words)


class Verification:
    """One run; its steps are to be gone through before the findings are asked for."""

    def __init__(
        self, notes: Iterable[Stated], snapshot: Snapshot, again: Callable[[], Snapshot] | None = None
    ) -> None:
        """Take what the notes state; ``again`` opens the snapshot once more, to look for what was meant."""
        self._snapshot, self._again = snapshot, again
        self._stated = list(notes)
        self._titles: dict[str, str] = {}
        self._likely: dict[str, tuple[float, str]] = {}
        #: How many numbers are of a month that the snapshot does not have whole.
        self.newer = 0
        self._date = ""

    def steps(self) -> Iterator[int]:
        """Read the snapshot, and once more if anything is wrong; yields something for each piece of it."""
        for piece in self._snapshot.pieces({one.number for one in self._stated}):
            self._titles.update((found.arxiv_id, found.title or "") for found in piece.found)
            yield piece.size
        self._date = self._snapshot.date
        self.newer = len({one.number for one in self._stated if self._is_unknown(one) and self._is_newer(one.number)})
        sought = _by_word({one.known for one in self._stated if one.known and self._is_wrong(one)})
        if self._again and sought:
            with self._again() as snapshot:
                for found in snapshot.titled(partial(_may_be_meant, sought)):
                    yield len(found)
                    for number, title in found:
                        self._compare(number, title, sought)

    @property
    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong, in the order of the notes."""
        for one in self._stated:
            if not self._is_wrong(one):
                continue
            _, likely = self._likely.get(one.known or "", (0.0, ""))
            meant = f"; likeliest is {likely}" if likely else ""
            if self._is_unknown(one):
                found = at("unknown", one.place, f"arXiv has no {one.number}{_called(one.known)}{meant}")
            else:
                real = self._titles[one.number]
                found = at("mistitled", one.place, f"{one.number} is {real!r}, and called {one.title!r} here{meant}")
            yield found._replace(part=Part.NOTES.value, likely=likely)

    def _is_unknown(self, one: Stated) -> bool:
        return one.number not in self._titles

    def _is_newer(self, number: str) -> bool:
        """Say whether a number is of the month of the snapshot, or a later one: it may have come since."""
        return str(ArxivId(number).month) >= self._date[:7]

    def _is_wrong(self, one: Stated) -> bool:
        if self._is_unknown(one):
            return not self._is_newer(one.number)
        return bool(one.title) and are_unlike(one.title or "", self._titles[one.number])

    def _compare(self, number: str, title: str, sought: dict[bytes, list[Sought]]) -> None:
        words = _telling(title)
        for one in {one for word in words for one in sought.get(word.encode(), ())}:
            share = one.share(words)
            best, known = self._likely.get(one.title, (_MEANT, ""))
            if share > best or (share == best and (not known or number < known)):
                self._likely[one.title] = share, number


def are_unlike(noted: str, real: str) -> bool:
    """Say whether a note can hardly mean the real title: it is no name and no translation, and few words are common.

    >>> are_unlike("Attention Is All You Need", "Segment Anything"), are_unlike("GaLore", "Low-Rank Projection")
    (True, False)
    >>> are_unlike("Học phần dư sâu để nhận dạng ảnh", "Deep Residual Learning for Image Recognition")
    False
    """
    asked, words = _telling(noted), _telling(real)
    if len(asked) < _WORDS or not words or any(map(is_cjk, asked)):
        return False
    if len(marked(noted)) > _MARKED * len(folded(noted).split()):
        return False
    return len(asked & words) <= min(len(asked), len(words)) * _COMMON


def _telling(title: str) -> frozenset[str]:
    return frozenset(word for word in folded(title).split() if not is_stop_word(word))


def _by_word(titles: Iterable[str]) -> dict[bytes, list[Sought]]:
    """Give titles by the longest word of each, by which others of the kind are found."""
    found: dict[bytes, list[Sought]] = defaultdict(list)
    for title in sorted(titles):
        words = _telling(title)
        # Words as they stand in a file of ASCII: folding has made others of those with marks.
        plain = words.intersection(_PLAIN.findall(title.lower()))
        if len(words) >= _WORDS and plain:
            sought = Sought(title, words, frozenset(map(str.encode, plain)))
            found[max(sorted(sought.plain), key=len)].append(sought)
    return dict(found)


def _may_be_meant(sought: dict[bytes, list[Sought]], words: list[bytes], title: bytes) -> bool:
    """Say whether any title that is sought may be this one, by its words in the file."""
    if sought.keys().isdisjoint(words):  # which most are
        return False
    parting = signs(title)
    return any(one.may_be(words, parting) for word in words for one in sought.get(word, ()))


def _called(title: str | None) -> str:
    return f", called {title!r}" if title else ""
