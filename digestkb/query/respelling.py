"""A misspelt word taken for the one that was meant: where no note says it, and one spelling is near beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from digestkb.query import jamo
from digestkb.query.english import is_english
from digestkb.query.glossary import Glossary
from digestkb.query.heard import in_english, in_other_scripts
from digestkb.query.homophones import put_right
from digestkb.query.nodes import And, Node, Not, Or, Word
from digestkb.query.ranking import findable
from digestkb.query.spelling import Vocabulary, distance, is_slip
from digestkb.query.units import has_capitals, units
from digestkb.query.words import is_stop_word
from digestkb.store.connection import Connection
from digestkb.text.fold import folded, is_cjk

#: In words of fewer letters nothing is a slip for certain; in those of fewer than the other only two that are swapped
#: and one that is struck twice, or once for twice, is. A word of few letters has too many neighbours that are words.
SHORTEST, _LONG = 7, 8
#: Beside another word they may have as few as these.
_SHORTEST_BESIDE = 5
#: What is shown instead is in so many papers at least: what one has may be a slip of theirs.
_PAPERS = 3
#: The letters that people take for one another, or strike for one another: vowels, and neighbours on a keyboard.
_ALIKE = frozenset(
    one + other
    for together in (
        "aeiouy",
        "csz",
        "ckq",
        *map("".join, pairwise("qwertyuiop")),
        *map("".join, pairwise("asdfghjkl")),
        *map("".join, pairwise("zxcvbnm")),
    )
    for one, other in permutations(together, 2)
)
#: Signs around a word that are no part of it.
AROUND = "\"'.,:;!?()[]{}<>«»“”‘’。，：；！？（）"
#: Of several spellings one is meant that so many times as many papers have as any other.
_COMMONER = 10
#: Words that are like one another from here on are its forms.
_ENDING = re.compile(r"(?:s|es|ed|ing|d|e|er|ers|ion|ions|ive|al|ly)$")


def respelled(connection: Connection, root: Node) -> tuple[Node, dict[str, str]] | None:
    """Give a query with its misspelt words as notes spell them, and which these are; ``None`` if no word is misspelt.

    That is none in quotes, none with a star, no filter and nothing behind a minus: they are meant as they were typed.
    Nor are numbers, names with digits, abbreviations and, by themselves, short words. A word that the glossary knows is
    one that notes do not have; it is no slip for one that they have. Nor is a word of English: *inflection* is not
    *infection*.
    Of Chinese, Japanese and Korean one character may be another that sounds alike (:mod:`~digestkb.query.homophones`).
    Katakana and Hangul may write the sound of an English word (:mod:`~digestkb.query.heard`).
    """
    words = dict.fromkeys(word.text for word in findable(root) if not (word.phrase or word.prefix))
    vocabulary, unwanted = Vocabulary(connection), set(_unwanted(root))
    others = {text: _meant(vocabulary, text) for text in words}
    others |= _meant_together(vocabulary, list(words), others)
    meant = {text: other for text, other in others.items() if other and unwanted.isdisjoint(folded(other).split())}
    return (_with(root, meant), meant) if meant else None


def _meant_together(vocabulary: Vocabulary, words: Sequence[str], meant: Mapping[str, str | None]) -> dict[str, str]:
    """Give what words are that are too short to be put right by themselves: with the one before or behind them notes
    or the glossary have what they can only be.

    Whoever misspells one word misspells another: *difusion modle* is a diffusion model.
    """
    found: dict[str, str | None] = {}
    for before, text, behind in zip(["", *words], words, [*words[1:], ""], strict=False):
        if meant[text] or not _may_be_misspelt(text) or vocabulary.says(text):
            continue
        near = _short_ones(vocabulary, text.strip(AROUND))
        before, behind = found.get(before) or meant.get(before) or before, meant.get(behind) or behind
        sides = [side for side in ((before, ""), ("", behind)) if folded("".join(side))]
        found[text] = next(filter(None, (_beside(vocabulary, *side, near) for side in sides)), None)
    return {text: other for text, other in found.items() if other}


def _beside(vocabulary: Vocabulary, before: str, behind: str, near: Sequence[str]) -> str | None:
    """Give the one word that stands beside another in notes, or, if none does there, in a name of the glossary."""
    said = {other: f"{before} {other} {behind}".strip() for other in near}
    counts = {other: count for other, text in said.items() if (count := vocabulary.count_text(text))}
    best = _far_commonest(counts)
    if best and counts[best] >= _PAPERS:
        return best
    named = [other for other, text in said.items() if Glossary.load().called(units(text))]
    return named[0] if len(named) == 1 and not best else None


def _short_ones(vocabulary: Vocabulary, text: str) -> list[str]:
    """Give what a short word may be that no note has, nor the glossary."""
    if is_cjk(text):
        return [] if Glossary.load().called(units(text)) else list(jamo.alike(text))
    part = folded(text)
    if not _SHORTEST_BESIDE <= len(part) < SHORTEST or vocabulary.has(part) or Glossary.load().has_word(part):
        return []
    return [word for word in vocabulary.beginning(part[:1], len(part), 1) if word.isalpha() and is_slip(part, word)]


def _unwanted(node: Node) -> Iterator[str]:
    """Yield the folded words behind a minus: nobody means one of them."""
    if isinstance(node, Not):
        for word in findable(node.part):
            yield from folded(word.text).split()
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _unwanted(part)


def _with(node: Node, meant: Mapping[str, str]) -> Node:
    if isinstance(node, And | Or):
        return type(node)(tuple(_with(part, meant) for part in node.parts))
    if isinstance(node, Word) and not (node.phrase or node.prefix):
        return node._replace(text=meant.get(node.text, node.text))
    return node


def _meant(vocabulary: Vocabulary, text: str) -> str | None:
    """Give what a word of a query is beyond doubt, if it is not known as it stands."""
    if not _may_be_misspelt(text):
        return None
    if is_cjk(text.strip(AROUND)):
        return None if vocabulary.says(text) else _right(vocabulary, text)
    parts = folded(text).split()
    spelled = [part if vocabulary.has(part) else _confident(vocabulary, part, text) for part in parts]
    if spelled == parts or None in spelled:
        return in_other_scripts(vocabulary, parts[0]) if spelled == [None] and text.isascii() else None
    # Whoever types no marks is shown what is spelled so, whatever its marks.
    return " ".join(part if text.isascii() else vocabulary.as_written(part) for part in spelled if part)


def _right(vocabulary: Vocabulary, text: str) -> str | None:
    """Give what a word in Chinese, Japanese or Korean is that no note has."""
    bare = text.strip(AROUND)
    return (
        put_right(Glossary.load(), text)
        or in_english(vocabulary, bare, _far_commonest)
        or jamo.put_right(vocabulary, bare)
    )


def _may_be_misspelt(text: str) -> bool:
    bare = text.strip(AROUND).replace("-", "")
    return bare.isalpha() and not (bare.isupper() and has_capitals(bare)) and not is_stop_word(text)


def _confident(vocabulary: Vocabulary, part: str, text: str) -> str | None:
    """Give the one word that is near to one that no note has."""
    if len(part) < SHORTEST or not part.isascii() or is_english(part) or Glossary.load().has_word(part):
        return None
    found = list(_near(vocabulary, part, is_name=has_capitals(text) or text.strip(AROUND)[0].isupper()))
    if not found:
        return None
    counts = {word: vocabulary.count(word) for word in found}
    best = _far_commonest(counts)
    return best if best and counts[best] >= _PAPERS else None


def _far_commonest(counts: Mapping[str, int]) -> str | None:
    """Give the word that far more papers have than any that is no form of it."""
    best = max(counts, key=lambda word: (counts[word], word), default="")
    rivals = [count for word, count in counts.items() if stem(word) != stem(best)]
    return best if best and counts[best] >= _COMMONER * max(rivals, default=0) else None


def _near(vocabulary: Vocabulary, part: str, is_name: bool) -> Iterator[str]:
    """Yield the words that begin with the same letter and that a finger may have missed once."""
    for term in vocabulary.beginning(part[:1], len(part), 1):
        if term.isalpha() and is_near(part, term, is_name=is_name):
            yield term


def is_near(typed: str, word: str, *, is_name: bool = False) -> bool:
    """Say whether a finger may have missed a word once: in a long one that is no name also by a letter like another.

    >>> is_near("segmnetation", "segmentation"), is_near("segmentetion", "segmentation")
    (True, True)
    >>> is_near("segmentetion", "segmentation", is_name=True), is_near("explored", "exploded")
    (False, False)
    """
    is_loose = len(typed) >= _LONG and not is_name
    return is_slip(typed, word) or (is_loose and distance(typed, word, 1, _ALIKE) == 1)


def stem(word: str) -> str:
    """Give a word without what its forms end with.

    >>> stem("models"), stem("segmented")
    ('model', 'segment')
    """
    return _ENDING.sub("", word)
