"""Which words of a query each name covers, which of them say something, and what an Asian word is made of."""

import unicodedata
from collections.abc import Iterator, Sequence

from digestkb.patterns import lazy
from digestkb.query.concepts import Meaning
from digestkb.query.glossary import Glossary
from digestkb.query.lists import listed
from digestkb.query.nodes import Word
from digestkb.query.terms import term_of
from digestkb.query.units import Unit, columns, has_capitals, written_units
from digestkb.query.words import PARTICLES, is_stop_word
from digestkb.tuples import NamedTuple

#: The domains of what every paper has.
OF_WRITING = ("research", "words")
#: What joins names in one word of Japanese.
_HIRAGANA = lazy("[\u3041-\u309f]+")
#: A unit that belongs to no name.
_NONE = Unit("")


class Placed(NamedTuple):
    """A meaning and the words that it covers, to before ``last``; both equal, it is a part of that word.

    ``offset`` is where the word's units begin among all.
    """

    first: int
    last: int
    meaning: Meaning
    offset: int


def named(
    glossary: Glossary, run: Sequence[Word], *, is_bare: bool = False, backwards: bool = False
) -> tuple[list[Word], list[Placed]]:
    """Give the words that tell something, and the names in them, which may hold words that tell nothing alone.

    With ``is_bare``, words that only say what kind of thing a name stands for are left out as well; ``backwards``,
    names are looked for from the last word on.
    """
    words = [word for word in run if term_of(word.text, word.prefix)]
    placed = _placed(glossary, words, backwards)
    telling = _telling(words, placed) or words
    if is_bare:
        telling = [word for word in telling if word not in _accessories(words, placed)]
    return (telling, _placed(glossary, telling, backwards)) if len(telling) < len(words) else (words, placed)


def _accessories(words: Sequence[Word], placed: Sequence[Placed]) -> list[Word]:
    """Give the words that are accessories, where there is a name that says what it is all about."""
    wholes = [one for one in placed if one.last > one.first]
    is_named = any(is_telling(one.meaning) or has_capitals(words[one.first].text) for one in wholes)
    added = (words[one.first : one.last] for one in wholes if is_named and is_accessory(one.meaning))
    return [word for some in added for word in some if not word.phrase]


def _placed(glossary: Glossary, words: Sequence[Word], backwards: bool) -> list[Placed]:
    """Say which words each meaning covers."""
    owners: list[int] = []
    flat: list[Unit] = []
    for place, word in enumerate(words):
        # What may go on is not known to its end, and a phrase does not join its neighbours: they stay apart.
        found = (_NONE,) if word.prefix else written_units(word.text)
        flat.extend((_NONE, *found, _NONE) if word.phrase else found)
        owners.extend([place] * (len(found) + 2 * word.phrase))
    starts_at = [owners.index(place) for place in range(len(words))]
    placed = []
    for meaning in glossary.meanings(flat, backwards=backwards):
        first, last = owners[meaning.start], owners[meaning.end - 1]
        starts = meaning.start == 0 or owners[meaning.start - 1] != first or not flat[meaning.start - 1].key
        ends = meaning.end == len(flat) or owners[meaning.end] != last or not flat[meaning.end].key
        if starts and ends:
            placed.append(Placed(first, last + 1, meaning, 0))
        elif first == last and not words[first].phrase:
            placed.append(Placed(first, first, meaning, starts_at[first]))
    return placed


def is_accessory(meaning: Meaning) -> bool:
    """Say whether what is meant only tells what kind of thing another name stands for."""
    return all(concept.name in listed("accessory") for concept in meaning.concepts)


def is_telling(meaning: Meaning) -> bool:
    """Say whether what is meant tells by itself what something is about: English has several words for it."""
    english = [form for concept in meaning.concepts for form in concept.forms if form.language == "en"]
    is_long = any(form.preferred and len(form.units) > 1 for form in english)
    return is_long and any(concept.domain not in OF_WRITING for concept in meaning.concepts)


def _telling(words: Sequence[Word], placed: Sequence[Placed]) -> list[Word]:
    """Leave out what only joins others and belongs to no name: another language has other words there."""
    named = {at for one in placed for at in range(one.first, max(one.last, one.first + 1))}
    return [word for at, word in enumerate(words) if at in named or not _is_idle(word)]


def _is_idle(word: Word) -> bool:
    """Say whether a word only joins others: ``for``, ``của``, ``위한``."""
    text = unicodedata.normalize("NFC", word.text).lower()
    if word.phrase or word.prefix:
        return False
    if text.replace(" ", "_") in listed("idle") or _is_grammar(text):
        return True
    return all(is_stop_word(syllable) or syllable in listed("idle") for syllable in text.split())


def _is_grammar(text: str) -> bool:
    return text in PARTICLES or _is_joint(text) or bool(_HIRAGANA.fullmatch(text))


def _is_joint(text: str) -> bool:
    """Say whether text within a word of Chinese is nothing but what joins or asks: ``的``, ``如何用``."""
    for idle in sorted(listed("idle-within"), key=len, reverse=True) if len(text) > 1 else ():
        text = text.replace(idle, "")
    return set(listed("joint")).issuperset(text)


def pieces(word: Word, within: Sequence[Placed], is_bare: bool = False) -> Iterator[tuple[str, Meaning | None, bool]]:
    """Yield the names in a word and what lies between them, each with its meaning, and whether it is asked for: what
    only joins others is not.

    With ``is_bare``, what only says what kind of thing another name stands for is not asked for.
    """
    is_bare = is_bare and any(is_telling(one.meaning) for one in within)
    for place, (text, meaning) in enumerate(_cut(word.text, within)):
        if meaning:
            yield text, meaning, not (is_bare and is_accessory(meaning))
        else:  # no particle begins a word: うつ検出 is no 検出
            is_idle = _is_grammar(text) or text.strip("-").lower() in listed("idle")  # keyword-based
            yield text, None, not is_idle or bool(not place and _HIRAGANA.fullmatch(text))


def _cut(text: str, within: Sequence[Placed]) -> Iterator[tuple[str, Meaning | None]]:
    """Cut a word into names and what lies between them."""
    bounds, at = columns(text), 0
    for one in within:
        start = bounds[one.meaning.start - one.offset][0]
        end = bounds[one.meaning.end - one.offset - 1][1]
        if start > at:
            yield text[at:start], None
        yield text[start:end], one.meaning
        at = end
    if at < len(text):
        yield text[at:], None
