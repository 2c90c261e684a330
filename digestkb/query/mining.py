"""Synonyms that the notes give themselves: ``học tăng cường (Reinforcement Learning)``, ``稀疏注意力机制：DSA``.

Nothing of it is stored: a query looks at the papers that have its words, and only where these are few enough to leave
room for other words; listing everything reads all passages once. What a term is called counts only if it was said
twice, or in both directions, if it is known where the term begins, and if the one can be as long as the other.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from digestkb.query.expressions import Within
from digestkb.query.glossary import Glossary
from digestkb.query.glosses import Gloss, glosses, is_abbreviation, kind_of
from digestkb.query.search_index import index_of
from digestkb.query.terms import Term
from digestkb.query.units import can_mean, units, written_units
from digestkb.roles import ORIGIN
from digestkb.store.connection import Connection
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: How many papers with a term are looked at.
_MOST_PAPERS = 200
#: So many syllables or characters at least and at most stand for one word of English, or one letter of what
#: abbreviates it.
_LENGTHS = {"cjk": (1.5, 4.0), "marked": (1.0, 3.5)}


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


def synonyms(connection: Connection, term: Term) -> tuple[str, ...]:
    """Give the other names that the notes give to a term, the most frequent first."""
    typed = written_units(term.typed)
    wanted = tuple(unit.key for unit in typed)
    papers = index_of(connection).members(Within(("text",), term.asked))
    found = connection.execute(
        "SELECT format = 'export' AS copied, text FROM passages JOIN mentions ON mentions.id = mention_id"
        f" JOIN notes ON notes.id = note_id AND role <> '{ORIGIN}' WHERE paper IN ({papers.sql} LIMIT ?)",
        (*papers.args, _MOST_PAPERS),
    )
    said = ((gloss, "") for (text,) in _said_once(found) for gloss in glosses(text, term))
    names: Counter[str] = Counter()
    for pair in pairs(said, wanted):
        for name, other in ((pair.term, pair.gloss), (pair.gloss, pair.term)):
            if units(name) == wanted and can_mean(typed, name):
                names[other] += pair.times
    return tuple(name for name, _ in sorted(names.items(), key=lambda one: (-one[1], one[0])))


def all_pairs(connection: Connection) -> list[Pair]:
    """Give all pairs of names in the notes, the most frequent first."""
    found = connection.execute(
        "SELECT format = 'export' AS copied, notes.source, passages.line, passages.text FROM passages"
        " LEFT JOIN insights ON insights.id = passages.insight_id LEFT JOIN mentions ON mentions.id = mention_id"
        " JOIN notes ON notes.id = coalesce(mentions.note_id, insights.note_id)"
        f" WHERE role <> '{ORIGIN}' ORDER BY notes.source, passages.line"
    )
    # A passage that several mentions share is one place.
    said = dict.fromkeys(_said_once(found))
    return pairs((gloss, f"{source}:{line + gloss.line}") for source, line, text in said for gloss in glosses(text))


def _said_once(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Leave out the texts that digestkb wrote down from others; the first column says which notes it wrote."""
    known: set[str] = set()
    for is_copied, *said in sorted(rows, key=itemgetter(0)):
        if not (is_copied and said[-1] in known):
            yield tuple(said)
        known.add(said[-1])


def pairs(said: Iterable[tuple[Gloss, str]], about: tuple[str, ...] = ()) -> list[Pair]:
    """Bring glosses with their places together to pairs; what was said once, and one way only, is left out.

    With ``about``, the units of a name, pairs without that name may be missing.
    """
    by_gloss: dict[tuple[str, ...], list[_Place]] = defaultdict(list)
    for gloss, place in said:
        by_gloss[units(gloss.gloss)].append(_Place(units(gloss.before), gloss, place))
    counted = _counted(by_gloss, about)
    found = []
    for (left, right), named in counted.items():
        other = counted.get((right, left), [])
        if (other and (right, left) < (left, right)) or left == right:
            continue
        first, second = _usual(said.term for said in named), _usual(said.gloss for said in named)
        if not _is_believed(first, second, named, other):
            continue
        where = tuple(dict.fromkeys(said.place for said in (*named, *other)))
        found.append(Pair(first, second, len(named) + len(other), bool(other), where[:3]))
    return sorted(found, key=lambda pair: (-pair.times, pair.term, pair.gloss))


def _counted(
    by_gloss: "Mapping[tuple[str, ...], list[_Place]]", about: tuple[str, ...]
) -> "dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Said]]":
    """Give what each pair of a term and its gloss, in units, was said to be."""
    counted = {}
    for right, places in by_gloss.items():
        terms = {words[at:] for words, _, _ in places for at in range(len(words))}
        # What is glossed once counts only where it is a gloss itself: so much is known without the glossary.
        if (len(places) > 1 or not terms.isdisjoint(by_gloss)) and (not about or about == right or about in terms):
            counted.update({(left, right): of_term for left, of_term in _terms(places).items()})
    return counted


def _is_believed(term: str, gloss: str, named: "Sequence[_Said]", other: "Sequence[_Said]") -> bool:
    """Say whether two names are those of one thing, by the places where the one or the other is glossed."""
    said = (*named, *other)
    if len(said) < 2 or not any(one.sure for one in said):
        return False
    return _may_be_one(term, gloss) and (bool(other) or not (_is_example(gloss) or _is_another(term, gloss)))


def _usual(names: Iterable[str]) -> str:
    return Counter(names).most_common(1)[0][0]


def _may_be_one(term: str, gloss: str) -> bool:
    """Say whether two names can be those of one thing by how long they are, and by the abbreviations in them.

    >>> [_may_be_one("大型语言模型", name) for name in ("LLMs", "Large Language Models", "multimodal LLMs")]
    [True, True, False]
    >>> _may_be_one("生成", "RAG"), _may_be_one("tiên tiến", "SOTA"), _may_be_one("quy trình", "ξP")
    (False, False, False)
    """
    if any(not unicodedata.name(char, "").startswith(_SCRIPTS) for char in term + gloss if char.isalpha()):
        return False
    kinds = {kind_of(name): name for name in (gloss, term)}
    if len(kinds) == 1:
        return "latin" in kinds
    latin = kinds.pop("latin", None)
    if latin is None:
        return 0.5 <= len(units(term)) / len(units(gloss)) <= 2
    ((kind, name),) = kinds.items()
    least, most = (limit * _parts(latin) for limit in _LENGTHS[kind])
    words = re.split(r"[\s-]", latin)
    own = [word for word in words if len(words) > 1 and (is_abbreviation(word) or not word.isalpha())]
    return least <= len(units(name)) <= most and all(word in name for word in own)


def _parts(name: str) -> int:
    """Count what each stands for a part of a name: the letters of an abbreviation, else its words."""
    return len(name.removesuffix("s").replace("-", "")) if is_abbreviation(name) else len(units(name))


def _is_example(gloss: str) -> bool:
    """Say whether a gloss may be one of those that the term is the kind of: ``模型（Llama）``."""
    return gloss[0].isupper() and len(units(gloss)) == 1 and not is_abbreviation(gloss)


def _is_another(term: str, gloss: str) -> bool:
    """Say whether the glossary knows the term and does not call it so: ``视觉语言模型（CLIP）`` is an example."""
    if kind_of(term) == "latin":
        return False
    names = _names_of(term)
    return bool(names) and units(gloss) not in names


def _names_of(name: str) -> set[tuple[str, ...]]:
    """Give all that the glossary calls what goes by a name; nothing if it does not know it."""
    typed = written_units(name)
    whole = [meaning for meaning in Glossary.load().meanings(typed) if meaning.end - meaning.start == len(typed)]
    return {form.units for meaning in whole for concept in meaning.concepts for form in concept.forms}


#: What the names of letters begin with in Unicode, of the scripts that names are written in.
_SCRIPTS = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")


class _Said(NamedTuple):
    """A place where a term is glossed, with both as they are written there."""

    term: str
    gloss: str
    place: str
    sure: bool


class _Place(NamedTuple):
    """A place with a gloss, and the units of what stands before it."""

    words: tuple[str, ...]
    gloss: Gloss
    place: str


def _terms(places: Sequence[_Place]) -> dict[tuple[str, ...], list[_Said]]:
    """Find where the term begins that stands before one gloss at several places.

    It is what the glossary calls what the gloss names; or it stands alone at one of them at least, or is what they
    share while what comes before differs. A Latin term is whole: its initials told.
    """
    known = _names_of(places[0].gloss.gloss)
    alone = Counter(words for words, _, _ in places)
    before: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for words in alone:
        for at in range(1, len(words)):
            before[words[at:]].add(words[at - 1])
    found: dict[tuple[str, ...], list[_Said]] = defaultdict(list)
    for words, gloss, place in places:
        name = words
        if kind_of(gloss.before) != "latin":
            called = (words[at:] for at in range(len(words)) if words[at:] in known)
            name = next(called, ()) or _name_at_end(words, alone, before)
        found[name].append(_Said(_last(gloss.before, len(name)), gloss.gloss, place, gloss.sure))
    return found


def _name_at_end(
    words: tuple[str, ...], alone: Counter[tuple[str, ...]], before: dict[tuple[str, ...], set[str]]
) -> tuple[str, ...]:
    """Give the ending that stands alone most often, the shortest of several; if only the whole does, and once, the
    longest one with several different words before it: two, or three different characters of Chinese.
    """
    endings = [words[at:] for at in range(len(words))]
    best = max(endings, key=lambda ending: (alone[ending], -len(ending)))
    if best == words and alone[words] == 1:
        several = 3 if is_cjk(words[-1]) else 2
        shared = (ending for ending in endings[1:] if len(ending) > 1 and len(before[ending]) >= several)
        return next(shared, words)
    return best


def _last(text: str, count: int) -> str:
    """Give the end of a text that has so many units."""
    for start in range(len(text) - 1, -1, -1):
        begins = start == 0 or is_cjk(text[start]) or not text[start - 1].isalnum()
        if begins and text[start].isalnum() and len(units(text[start:])) == count:
            return text[start:]
    return text
