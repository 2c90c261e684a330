"""Synonyms that the notes give themselves: ``học tăng cường (Reinforcement Learning)``, ``稀疏注意力机制：DSA``.

Nothing of it is stored: a query looks at the papers that have its words, and only where these are few enough to leave
room for other words; listing everything reads all passages once. What a term is called counts only if it was said
twice, or in both directions.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from digestkb.patterns import lazy
from digestkb.query.terms import Term
from digestkb.query.units import VARIANTS, units
from digestkb.text.fold import is_cjk, marked

#: How many papers with a term are looked at.
_MOST_PAPERS = 200
#: How many words, or Chinese characters, may belong to the term before a parenthesis.
_MOST_WORDS, _MOST_CHARACTERS = 9, 14

_GLOSS = lazy(r"(?<!\])[ \t]?[(（]([^()（）\n\[\]|<>=+&]{2,60})[)）]")
#: What no name runs across.
_STOPS = (*'\n.,;:!?…。，；：、！？()（）[]{}<>|"“”«»=', " - ", " – ", " — ", " / ", " & ", " + ")
#: What parts the names in one gloss.
_PARTS = lazy(r"\s[-–—/]\s|[,，;；/、]\s?")
#: Words that begin an example or an aside, not a name.
_ASIDE = frozenset(
    "vi du nhu voi tuc la gom bao theo cua trong cho tu eg ie etc see cf with for of in on the a an and or by from to"
    " via using like such than not as at new no".split()
)
#: Words that lead to a name in Vietnamese, and are none of it.
_LEADING = frozenset("các và một những của bằng cho với từ trong trên là như hoặc để sử dụng dùng dựa theo gồm".split())
#: Latin letters for those that Vietnamese makes of them.
_BARE = {ord(letter): bare for bare, letters in VARIANTS.items() for letter in letters}


class Gloss(NamedTuple):
    """A place where a note names something twice: the words up to the gloss, of which the last few are the term."""

    before: str
    gloss: str
    line: int


class Pair(NamedTuple):
    """Two names of one thing, as the notes write them most."""

    term: str
    gloss: str
    #: How often it was said, either way round.
    times: int
    #: Each was used to explain the other.
    both: bool
    #: ``file:line`` of the first places.
    places: tuple[str, ...]


def glosses(text: str, about: Term | None = None) -> Iterator[Gloss]:
    """Yield the glosses in a text; a gloss is in another language than its term, or is its abbreviation.

    With ``about``, those that cannot have to do with that term are passed over.

    >>> [g[:2] for g in glosses("dùng học tăng cường (Reinforcement Learning), xem (2403.03507)")]
    [('học tăng cường', 'Reinforcement Learning')]
    >>> [g[:2] for g in glosses("- 稀疏注意力机制：DSA，更快")]
    [('稀疏注意力机制', 'DSA')]
    """
    if "(" in text or "（" in text:
        for match in _GLOSS.finditer(text):
            if about and not _may_name(about, text[max(0, match.start() - 100) : match.end()]):
                continue
            before = _before(text, match.start())
            for gloss in _names(match[1]) if before else ():
                term = _term(before, gloss)
                if term:
                    yield Gloss(*term, text.count("\n", 0, match.start()))
    for below, line in enumerate(text.split("\n")) if ":" in text or "：" in text else ():
        named = _beside_colon(line) if about is None or _may_name(about, line) else None
        if named:
            yield Gloss(*named, below)


def _beside_colon(line: str) -> tuple[str, str] | None:
    """Read a line such as ``- 稀疏注意力机制：DSA，更快``.

    What stands before a colon is mostly a label, with a sentence behind it; two names are a name and its abbreviation.
    """
    left, colon, right = line.replace("：", ":").partition(":")
    left = left.strip(" \t*_`-+•0123456789.)")
    for stop in _STOPS if colon else ():
        right = right.partition(stop)[0]
    right = right.strip(" \t*_`")
    if not (1 < len(left) <= 40 and 1 < len(right) <= 40) or "(" in left or "（" in left:
        return None
    short = _is_abbreviation(left) or _is_abbreviation(right)
    return (left, right) if short and _kind(left) != _kind(right) else None


def _is_abbreviation(text: str) -> bool:
    """Say whether a word is one by its capitals: ``GRPO``, ``LLMs``, ``CoT``.

    >>> [_is_abbreviation(text) for text in ("GRPO", "LLMs", "GPT-4", "Group", "A B")]
    [True, True, True, False, False]
    """
    plain = text.replace("-", "")
    return 1 < len(text) <= 10 and plain.isascii() and plain.isalnum() and sum(map(str.isupper, plain)) > 1


def _may_name(term: Term, text: str) -> bool:
    """Say, without folding anything, whether a term may stand in a text; its marks may have been left out."""
    typed, lower = term.typed.lower(), text.lower()
    return typed in lower or (not term.marks and not text.isascii() and typed in lower.translate(_BARE))


def _names(gloss: str) -> list[str]:
    """Split a gloss of several names; without an abbreviation among them it is a list of something else."""
    if ":" in gloss or "：" in gloss or ((words := units(gloss)) and words[0] in _ASIDE):
        return []
    parts = [part.strip(" \t*_`'\"") for part in _PARTS.split(gloss)]
    short = sum(_is_abbreviation(part) for part in parts)
    return parts if len(parts) == 1 or (short == 1 and len(parts) == 2) else []


def _before(text: str, end: int) -> str:
    """Give the words that lead to a gloss, from the last stop on."""
    stretch = text[max(0, end - 100) : end]
    start = max(place + len(stop) if (place := stretch.rfind(stop)) >= 0 else 0 for stop in _STOPS)
    return stretch[start:].strip(" \t*_`'+•-")


def _term(before: str, gloss: str) -> tuple[str, str] | None:
    """Keep of ``before`` what can be the term; ``None`` if the gloss is an aside."""
    if not _may_be_name(gloss):
        return None
    abbreviates = _is_abbreviation(gloss)
    tail = _tail(before)
    last = tail.split()[-1] if tail else ""
    if _is_abbreviation(last) and not abbreviates:
        return (last, gloss) if _kind(gloss) != "latin" or _initials(gloss, last) == gloss else None
    if _kind(tail) == _kind(gloss) == "latin":
        exact = _initials(tail, gloss) if abbreviates else None
        return (exact, gloss) if exact else None
    return (tail, gloss) if tail and (abbreviates or _kind(tail) != _kind(gloss)) else None


def _may_be_name(gloss: str) -> bool:
    """Say whether a gloss is short enough for a name, does not begin as an aside, and is not mostly numbers."""
    words = units(gloss)
    return 0 < len(words) <= _MOST_WORDS and words[0] not in _ASIDE and sum(map(str.isdigit, gloss)) <= len(gloss) / 3


def _tail(text: str) -> str:
    """Give the last words of a text, all in one script."""
    words = text.split()
    if words and is_cjk(words[-1][-1]):
        run = words[-1]
        start = len(run)
        while start > 0 and is_cjk(run[start - 1]):
            start -= 1
        return run[start:][-_MOST_CHARACTERS:]
    kept: list[str] = []
    for word in reversed(words[-_MOST_WORDS:]):
        if any(map(is_cjk, word)):
            break
        kept.append(word)
    while kept and unicodedata.normalize("NFC", kept[-1]).lower() in _LEADING:
        kept.pop()
    return " ".join(reversed(kept))


def _kind(text: str) -> str:
    if any(map(is_cjk, text)):
        return "cjk"
    return "marked" if any(not word.isascii() for word in marked(text)) else "latin"


def _initials(text: str, gloss: str) -> str | None:
    """Give the last words whose initials spell an abbreviation.

    >>> _initials("a family of large language models", "LLMs")
    'large language models'
    """
    letters = re.sub(r"[^A-Za-z]|s$", "", gloss).lower()
    words = text.split()
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        initials = "".join(part[0] for word in words[-count:] for part in re.findall(r"[A-Za-z]+", word)).lower()
        if initials == letters:
            return " ".join(words[-count:])
    return None


def synonyms(connection: sqlite3.Connection, term: Term) -> tuple[str, ...]:
    """Give the other names that the notes give to a term, the most frequent first."""
    wanted = units(term.typed)
    found = connection.execute(
        "SELECT text FROM passages JOIN mentions ON mentions.id = mention_id WHERE paper IN"
        " (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)",
        (f"text : {term.fts}", _MOST_PAPERS),
    )
    said = ((gloss, "") for (text,) in found for gloss in glosses(text, term))
    names: Counter[str] = Counter()
    for pair in pairs(said):
        for name, other in ((pair.term, pair.gloss), (pair.gloss, pair.term)):
            if units(name) == wanted:
                names[other] += pair.times
    return tuple(name for name, _ in sorted(names.items(), key=lambda one: (-one[1], one[0])))


def all_pairs(connection: sqlite3.Connection) -> list[Pair]:
    """Give all pairs of names in the notes, the most frequent first."""
    found = connection.execute(
        "SELECT notes.source, passages.line, passages.text FROM passages"
        " LEFT JOIN insights ON insights.id = passages.insight_id LEFT JOIN mentions ON mentions.id = mention_id"
        " JOIN notes ON notes.id = coalesce(mentions.note_id, insights.note_id) ORDER BY notes.source, passages.line"
    )
    # A passage that several mentions share is one place.
    said = dict.fromkeys(found)
    return pairs((gloss, f"{source}:{line + gloss.line}") for source, line, text in said for gloss in glosses(text))


def pairs(said: Iterable[tuple[Gloss, str]]) -> list[Pair]:
    """Bring glosses with their places together to pairs; what was said once, and one way only, is left out."""
    by_gloss: dict[tuple[str, ...], list[tuple[Gloss, str]]] = defaultdict(list)
    for gloss, place in said:
        by_gloss[units(gloss.gloss)].append((gloss, place))
    counted: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[str, str, str]]] = {}
    for right, places in by_gloss.items():
        for left, of_term in _terms(places).items():
            counted[left, right] = of_term
    found = []
    for (left, right), named in counted.items():
        other = counted.get((right, left), [])
        if len(named) + len(other) < 2 or (other and (right, left) < (left, right)) or left == right:
            continue
        first, second = (Counter(names[at] for names in named).most_common(1)[0][0] for at in (0, 1))
        where = tuple(dict.fromkeys(place for _, _, place in (*named, *other)))
        found.append(Pair(first, second, len(named) + len(other), bool(other), where[:3]))
    return sorted(found, key=lambda pair: (-pair.times, pair.term, pair.gloss))


def _terms(places: Sequence[tuple[Gloss, str]]) -> dict[tuple[str, ...], list[tuple[str, str, str]]]:
    """Find where the term begins: what stands before one gloss at several places ends alike, and begins unlike.

    The longest ending that most of the places share is the term; a place that shares none stands for itself.
    """
    endings: Counter[tuple[str, ...]] = Counter()
    split = [(units(gloss.before), gloss, place) for gloss, place in places]
    for words, _, _ in split:
        endings.update(words[at:] for at in range(len(words)))
    found: dict[tuple[str, ...], list[tuple[str, str, str]]] = defaultdict(list)
    for words, gloss, place in split:
        ending = _longest(words, endings)
        found[ending].append((_last(gloss.before, len(ending)), gloss.gloss, place))
    return found


def _longest(words: tuple[str, ...], endings: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    best = words[-1:]
    for at in range(len(words) - 1, -1, -1):
        count = endings[words[at:]]
        if count < 2 or (count < 0.6 * endings[best] and len(best) > 1):
            break
        best = words[at:]
    return best if endings[best] > 1 and (len(best) > 1 or len(words) == 1) else words


def _last(text: str, count: int) -> str:
    """Give the end of a text that has so many units."""
    for start in range(len(text) - 1, -1, -1):
        begins = start == 0 or is_cjk(text[start]) or not text[start - 1].isalnum()
        if begins and text[start].isalnum() and len(units(text[start:])) == count:
            return text[start:]
    return text
