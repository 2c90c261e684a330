"""The order of what was found: what is called so, then what says most of what was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from digestkb.query.database import has_metadata, marks, rows_of
from digestkb.query.nodes import And, Dated, Word
from digestkb.query.question import WEIGHED, Found, Question
from digestkb.query.scoring import AUTHORS, Part, Said, scores
from digestkb.query.terms import Term, term_of
from digestkb.query.units import has_capitals
from digestkb.text.fold import is_cjk

#: A paper that has all words, but some without the marks that were typed, counts less, and one that has only some.
_SHARES = {"folded": 0.5, "partial": 0.7}
#: So many pairs of Chinese characters in a row were copied from somewhere.
_COPIED = 5
#: What is named so comes before all that only speaks of it.
_NAMED = {"id": 2, "name": 1}


def best_first(question: Question, found: list[Found]) -> list[Found]:
    """Put first the papers that say most of what was asked for, of the first found; others stay as they were found.

    What is called so goes before all of them, and what has three words or more in a row before the rest. Where
    the words are one name, or papers are of the time that they name, what has only some of them comes last:
    ``learning`` says nothing of ``federated learning``.
    """
    return _called_so(question, _weighed(question, found))


def _weighed(question: Question, found: list[Found]) -> list[Found]:
    parts = _parts(question) if len(found) > 1 else []
    if len(parts) < 2:
        return found
    best, rest = found[:WEIGHED], found[WEIGHED:]
    from digestkb.query.texts import folded_texts  # what one word asks for is weighed by the index

    numbers = [one.number for one in best]
    told: Mapping[int, Sequence[str]] = {}
    if has_metadata(question.connection):
        from digestkb.query import metadata

        told = metadata.folded_texts(question.connection, numbers)
    texts = folded_texts(question.connection, numbers)
    said = [Said(texts[number], told.get(number, ())) for number in numbers]
    weighed = scores(said, parts, [question.weight(part.asked) for part in parts])
    words = question.words
    quoted = _quoted([word.text for word in words])
    cited = _cited(question, {one.number: texts[one.number] for one in best if one.tier != "partial"})
    is_known = question.asks_by_one_name or question.is_dated
    places = {
        one.number: (
            -_NAMED.get(one.tier, 0),
            one.number not in cited,
            is_known and one.tier == "partial",
            not (quoted and text.has(quoted)),
            -score * _SHARES.get(one.tier, 1),
        )
        for one, text, score in zip(best, said, weighed, strict=True)
    }
    return [*sorted(best, key=lambda one: places[one.number]), *rest]


def _cited(question: Question, texts: Mapping[int, Sequence[str | None]]) -> frozenset[int]:
    """Give the papers that are of a time and by somebody whom the question names in front: «Clark 2018» stands in none
    of Clark's, but in others.
    """
    if not question.has_digits:
        return frozenset()
    from digestkb.query.dated import with_dates

    root = with_dates(question.root)
    parts = root.parts if isinstance(root, And) else ()
    name = _name_of(next((part for part in parts if isinstance(part, Word)), None))
    by_them = [number for number, said in texts.items() if name and name in (said[AUTHORS] or "").split()]
    if not by_them:
        return frozenset()
    then = question.instead(And(tuple(part for part in parts if isinstance(part, Dated)))).select().where()
    sql = f"SELECT number FROM papers WHERE number IN ({marks(by_them)}) AND {then.sql}"
    return frozenset(number for (number,) in question.connection.execute(sql, (*by_them, *then.args)))


def _name_of(word: Word | None) -> str | None:
    """Give the token of a word that may be a person's name: an abbreviation is none."""
    term = term_of(word.text) if word and not has_capitals(word.text) else None
    return term.tokens[0] if term else None


def _quoted(words: Sequence[str]) -> Term | None:
    """Give all words in a row, if that can hardly be by chance: three words or more – or syllables, of which compounds
    are made –, or a long run of Chinese.
    """
    whole = term_of(" ".join(words)) if words else None
    is_long = len(words) > 2 or (len(words) > 1 and whole and len(whole.tokens) > 2 and not is_cjk(whole.tokens[0]))
    if whole and (is_long or (len(words) == 1 and is_cjk(whole.tokens[0]) and len(whole.tokens) >= _COPIED)):
        return whole
    return None


def _parts(question: Question) -> list[Part]:
    """Give what was asked for one by one, if papers may say some of it more than others: nothing otherwise."""
    falls_apart = question.is_expanded and question.by_relevance  # one run of Chinese with names in it
    return question.parts() if question.is_weighed or falls_apart else []


def _called_so(question: Question, found: Sequence[Found]) -> list[Found]:
    """Put first, of the papers that are called what was asked for, those with the same capitals and signs."""
    named = [one.number for one in found if one.tier == "name"]
    if len(named) < 2 or not question.by_relevance:
        return list(found)
    text = " ".join(word.text for word in question.words)
    rows = rows_of(question.connection, "SELECT number, title, names FROM papers WHERE number", named)
    same = {number for number, title, names in rows if text == title or text in json.loads(names)}
    return sorted(
        found, key=lambda one: (one.tier not in ("id", "name"), one.tier == "name" and one.number not in same)
    )
