"""Names in the plainest of the ways to write them: without what joins their parts, prefixes joined, American spelling.

Who writes a name of several parts may join these or not – ``勾配の切り詰め``, ``phân loại của ảnh``, ``규모의 법칙`` –,
write a prefix of English apart or not (``multi-view``, ``multiview``), and a last long vowel of Katakana or not
(``ユーザー``, ``ユーザ``). Both the names of the glossary and the words of a query are compared in their plain form as
well. English has one way more: ``segmentation of medical images``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from digestkb.query.rewording import Piece
from digestkb.query.terms import Term
from digestkb.query.units import Unit
from digestkb.query.words import PREFIXES, derived
from digestkb.text.fold import is_cjk

#: What joins the parts of a name, by language, as it is written.
_JOINTS = {
    "vi": frozenset("của cho các những về trong".split()),
    "zh": frozenset("的之式性"),
    "ko": frozenset("의"),
    "ja": frozenset("の"),
}
#: What stands in English between a name's last words and its first.
_PREPOSITIONS = frozenset("of for in on from".split())
#: Articles, which may stand behind these.
_ARTICLES = frozenset(("a", "an", "the"))
_LONG_VOWEL = "ー"
#: British letters, and what stands for them in America: patterns would tell more, and take longer.
_SPELLINGS = (
    *(("isation", "ization"), ("ising", "izing"), ("ise", "ize"), ("yse", "yze"), ("ysing", "yzing")),
    *(("our", "or"), ("elling", "eling"), ("elled", "eled"), ("centre", "center"), ("ogue", "og")),
)
_IZED = ("ization", "izations", "izing", "ized", "izer", "izers", "ize")
#: What stands before a stem, which is no word; shorter words have none.
_STEM, _SHORTEST_STEMMED = "^", 5
#: Words of these endings mean something else than those they come from: what is objective is no object.
_OTHERWISE = ("ive", "ity", "ist", "ists")
#: How English says what somebody does with what is named behind it.
_DOING = "ing"
#: What is done by the word before it, and not with it: ``reinforcement learning`` is no learning of reinforcement.
_DONE_BY = frozenset(("learning", "reasoning"))
_SHORTEST_WORD = 3
#: A name with a preposition has so many words on either side of it at most.
_MOST_WORDS = 3


def plainly(pieces: Sequence[Piece], language: str) -> tuple[Piece, ...] | None:
    """Give a name in its plain form; ``None`` if it is that already.

    >>> from digestkb.query.units import written_units
    >>> def plain(text, language):
    ...     units = enumerate(written_units(text))
    ...     found = plainly([Piece(unit, at, at + 1) for at, unit in units], language)
    ...     return found and [(piece.unit.key, piece.start, piece.end) for piece in found]
    >>> plain("multi-view stereo", "en"), plain("文の分割", "ja"), plain("view", "en")
    ([('multiview', 0, 2), ('stereo', 2, 3)], [('文', 0, 1), ('分', 2, 3), ('割', 3, 4)], None)
    """
    found = tuple(_english(pieces) if language == "en" else _without_joints(pieces, language))
    return found if found != tuple(pieces) else None


def _without_joints(pieces: Sequence[Piece], language: str) -> Iterator[Piece]:
    joints = _JOINTS[language]
    for place, piece in enumerate(pieces):
        is_within = 0 < place < len(pieces) - 1
        if is_within and piece.unit.written.lower() in joints:
            continue
        if language == "ja" and piece.unit.key == _LONG_VOWEL and _ends_word(pieces, place):
            continue
        yield piece


def _ends_word(pieces: Sequence[Piece], place: int) -> bool:
    """Say whether a long vowel is the last of a word of Katakana that is long enough to do without."""
    run = 0
    while run < place and _is_katakana(pieces[place - run - 1].unit.key):
        run += 1
    following = pieces[place + 1].unit.key if place + 1 < len(pieces) else ""
    return run >= _SHORTEST_WORD - 1 and not _is_katakana(following)


def _is_katakana(key: str) -> bool:
    return len(key) == 1 and "\u30a1" <= key <= "\u30fc"


def _english(pieces: Sequence[Piece]) -> Iterator[Piece]:
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.unit.key in PREFIXES and following and following.unit.key.isalpha() and following.unit.key.isascii():
            joined = Unit(piece.unit.key + _american(following.unit.key), piece.unit.written + following.unit.written)
            yield Piece(joined, piece.start, following.end)
            at += 2
        else:
            yield piece._replace(unit=piece.unit._replace(key=_american(piece.unit.key)))
            at += 1


def _american(word: str) -> str:
    """Give an English word as it is spelled in America; what is no British spelling may become no word."""
    for british, american in _SPELLINGS:
        if british in word:
            return word.replace(british, american) if word.isascii() else word
    return word


def _british(word: str) -> str:
    return word.replace("iz", "is") if word.endswith(_IZED) else word.replace("eling", "elling")


def stemmed(pieces: Sequence[Piece]) -> tuple[Piece, ...] | None:
    """Give an English name of several words by their stems, ``None`` if it has none: ``object detecting``.

    >>> from digestkb.query.units import written_units
    >>> units = enumerate(written_units("object detection"))
    >>> [piece.unit.key for piece in stemmed([Piece(unit, at, at + 1) for at, unit in units]) or ()]
    ['^object', '^detect']
    """
    words = [piece.unit.key for piece in pieces]
    if sum(map(bool, words)) < 2 or not any(map(_has_stem, words)):
        return None
    from Stemmer import Stemmer

    stem = Stemmer("english").stemWord
    return tuple(
        piece._replace(unit=piece.unit._replace(key=_STEM + stem(word))) if _has_stem(word) else piece
        for piece, word in zip(pieces, words, strict=True)
    )


def _has_stem(word: str) -> bool:
    return len(word) >= _SHORTEST_STEMMED and word.isascii() and word.isalpha() and not word.endswith(_OTHERWISE)


def is_joint(unit: Unit) -> bool:
    """Say whether a unit is what joins the parts of a name in some language: ``of``, ``của``, ``の``."""
    written = unit.written.lower()
    return written in _PREPOSITIONS or any(written in joints for joints in _JOINTS.values())


def respelled(term: Term) -> Iterator[Term]:
    """Yield how else a name of several English words is written: a prefix with the next word, the other spelling.

    >>> from digestkb.query.terms import term_of
    >>> [one.typed for one in respelled(term_of("cross-modal generalization"))]
    ['crossmodal generalization', 'cross modal generalisation']
    """
    tokens = term.tokens
    if len(tokens) < 2 or term.prefix or term.marks or is_cjk(tokens[0]):
        return
    for place, token in enumerate(tokens[:-1]):
        if token in PREFIXES:
            yield _term((*tokens[:place], token + tokens[place + 1], *tokens[place + 2 :]))
            break
    others = tuple(map(_british, tokens))
    if others != tokens:
        yield _term(others)


def _term(tokens: tuple[str, ...]) -> Term:
    return Term(" ".join(tokens), tokens)


def turned(words: Sequence[Unit]) -> Iterator[tuple[Piece, ...]]:
    """Yield what stands around a preposition the other way round, as one name from the first word to the last.

    >>> from digestkb.query.units import written_units
    >>> found = turned(written_units("segmentation of the retina"))
    >>> [[(piece.unit.key, piece.start, piece.end) for piece in one] for one in found]
    [[('retina', 0, -1), ('segmentation', -1, 4)]]
    """
    for place, word in enumerate(words):
        if word.key in _PREPOSITIONS and place:
            first = place + 2 if words[place + 1 : place + 2] and words[place + 1].key in _ARTICLES else place + 1
            for start in range(place - 1, max(-1, place - 1 - _MOST_WORDS), -1):
                if _joins(words[start]):
                    break
                yield from _ends(words, first, words[start:place], start)


def done(words: Sequence[Unit]) -> Iterator[tuple[Piece, ...]]:
    """Yield behind things what is done with them: ``detecting small objects``, ``detecting sarcasm``.

    >>> from digestkb.query.units import written_units
    >>> found = done(written_units("detecting small objects"))
    >>> [[piece.unit.key for piece in one] for one in found]
    [['small', 'detecting'], ['small', 'object', 'detecting']]
    >>> [[piece.unit.key for piece in one] for one in done(written_units("verifying speakers"))]
    [['speaker', 'verifying'], ['speaker', 'verification']]
    """
    for place, word in enumerate(words):
        if word.key.endswith(_DOING):
            for name in _ends(words, place + 1, words[place : place + 1], place):
                is_plural = name[-2].unit.key != name[-2].unit.written.lower()
                if is_plural or word.key not in _DONE_BY:
                    yield name
                    yield from (_ending(name, noun) for noun in islice(derived(word.key), 1))


def _ending(name: tuple[Piece, ...], noun: str) -> tuple[Piece, ...]:
    """Give a name with another last word, whose stem may differ."""
    last = name[-1]
    return (*name[:-1], last._replace(unit=Unit(noun, noun)))


def _ends(words: Sequence[Unit], first: int, last: Sequence[Unit], start: int) -> Iterator[tuple[Piece, ...]]:
    """Yield names that begin with the words from ``first`` on, so many as may belong to one, and end with others."""
    for end in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
        if _joins(words[end - 1]):
            break
        yield _as_one((*words[first:end], *last), start, end)


def _joins(word: Unit) -> bool:
    return not word.key or word.key in _PREPOSITIONS or word.key in _ARTICLES


def _as_one(units: Sequence[Unit], start: int, end: int) -> tuple[Piece, ...]:
    last = len(units) - 1
    return tuple(Piece(unit, start if at == 0 else -1, end if at == last else -1) for at, unit in enumerate(units))
