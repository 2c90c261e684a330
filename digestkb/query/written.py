"""Other ways to write the words of a query: joined or apart, with a hyphen or without, and so for names of people.

Nothing is known of the names but where their letters and digits meet, where a capital begins, and where a blank or a
hyphen stands: at each such place others may write them apart or not (``GPT4o``, ``GPT-4o``, ``gpt 4 o``). A word
without any such place may be two that others write apart (``selfrag``, ``pretraining``, Korean compounds). What of all
this the index has is asked at once: a word that nobody writes otherwise costs one look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from digestkb.patterns import Characters, lazy
from digestkb.query.expressions import Expression, Phrase, Within, any_of, phrase
from digestkb.query.nodes import Word
from digestkb.query.terms import Term, term_of
from digestkb.query.words import PARTICLES, PREFIXES, is_stop_word, numbers, spellings
from digestkb.text.fold import as_two, folded, is_cjk

#: Gives those of some runs of tokens that the index has.
Stands = Callable[[Iterable[str]], Sequence[str]]
#: The parts of a name. Two digits behind letters may be two numbers without their point (``qwen25vl``).
_PART = lazy(r"[A-Z]+s?(?![a-z])|[A-Z]?[a-z]+|(?<=[A-Za-z])\d(?=\d(?!\d))|\d+")
#: In so many parts at most a name falls; so many words at most are one name.
_MOST_PARTS, _MOST_WORDS = 5, 3
#: Nobody takes a longer word for two that were written as one, in characters.
_LONGEST_NAME = 100
#: A word of no more letters may be an abbreviation whose first letter stands apart, or, of still fewer, its last one.
_SHORT, _SHORTEST = 6, 4
#: Letters that stand alone behind an apostrophe: «it's parse» is no ``sparse``.
_ENDINGS = frozenset("sdmt")
#: What stands for the sign between capitals or digits.
_TIMES = lazy(r"(?<=[A-Z0-9])x(?=[A-Z0-9])")
_HANGUL = Characters("\uac00-\ud7a3")
_KATAKANA = Characters("\u30a1-\u30fa\u30fc-\u30fc")
_INITIAL = lazy(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)?,?")
_NAME = lazy(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*,?")


def ways(term: Term, stands: Stands) -> tuple[Term, ...]:
    """Give the other ways to write one word that the index has.

    >>> index = {"self rag", "gpt 4o", "gpt4o", "fine tuned", "deepseek r1", "자율 주행"}
    >>> stands = lambda runs: [run for run in runs if " ".join(run.split()) in index]
    >>> [[one.typed for one in ways(term_of(text), stands)] for text in ("selfrag", "GPT4o", "deepseekr1")]
    [['self rag'], ['gpt 4o'], ['deepseek r1']]
    """
    if term.prefix or not 3 <= len(term.typed) <= _LONGEST_NAME:
        return ()
    if is_cjk(term.tokens[0]):
        return _asian_ways(term, stands)
    parts = _parts(term)
    runs = dict.fromkeys(_split(parts[0], term.typed) if len(parts) == 1 else _respelled([parts]))
    runs.update(dict.fromkeys((*_versions(parts), *_crossed(term.typed))))
    runs[folded(as_two(term.typed))] = None
    runs.pop(" ".join(term.tokens), None)
    return tuple(Term(run, tuple(run.split())) for run in stands(runs))


def together(words: Sequence[Word], stands: Stands) -> dict[tuple[int, int], tuple[Expression, ...]]:
    """Give for neighbouring words, from one place to before another, how others write them as one name."""
    runs = dict(_joined(words))
    known = set(stands(dict.fromkeys(run for found in runs.values() for run in found)))
    named: dict[tuple[int, int], tuple[Expression, ...]] = {
        place: tuple(phrase(run) for run in found if run in known) for place, found in runs.items()
    }
    for place, person in _people(words):
        named[place] = (*named.get(place, ()), person)
    return {place: found for place, found in named.items() if found}


def _joined(words: Sequence[Word]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Yield where neighbouring words may be one name, and how that is written without the blanks."""
    parts = [_parts(term) if (term := _plain(word)) else [] for word in words]
    for size in range(2, _MOST_WORDS + 1):
        for at in range(len(words) - size + 1):
            names = parts[at : at + size]
            if all(names) and (size == 2 or any(len(name[0]) < 3 for name in names)):
                yield (at, at + size), list(_respelled(names, closed=True))


def people(text: str) -> Expression | None:
    """Ask for a person, however the name is written."""
    from digestkb.initials import asked

    phrases = asked(text)
    return Within(("authors",), any_of(*map(phrase, phrases))) if phrases else None


def however(*columns: str) -> Callable[[str], Expression | None]:
    """Make a function that asks columns for words in either number and however written.

    >>> from digestkb.query.fts5 import written
    >>> written(however("tags")("world models")), however("tags")("%")
    ('tags : ("world models" OR "world model" OR "worldmodels" OR "worldmodel")', None)
    """

    def asked(text: str) -> Expression | None:
        term = term_of(text)
        if term is None:
            return None
        others = (Phrase(one.tokens) for one in (*numbers(term), *ways(term, list)))
        return Within(columns, any_of(*dict.fromkeys((term.phrase, *others))))

    return asked


def _people(words: Sequence[Word]) -> Iterator[tuple[tuple[int, int], Expression]]:
    """Yield the names of people among words: those in quotes, and words with capitals or initials."""
    at = 0
    while at < len(words):
        end = at + 1
        if words[at].phrase:
            named = 1 < len(words[at].text.split()) <= _MOST_PARTS
        else:
            while end < len(words) and end - at < _MOST_PARTS and all(map(_is_name, words[at : end + 1])):
                end += 1
            named = end > at + 1 and any(len(word.text.strip(".,")) > 1 for word in words[at:end])
        if named and (asked := people(" ".join(word.text for word in words[at:end]))):
            yield (at, end), asked
        at = end


def _is_name(word: Word) -> bool:
    """Say whether a word can be a part of a person's name: an initial, or a word with one capital."""
    text = word.text
    if word.phrase or word.prefix:
        return False
    return bool(_INITIAL.fullmatch(text) or (_NAME.fullmatch(text) and text[0].isupper()))


def _plain(word: Word) -> Term | None:
    """Give the term of a word that may be written together with its neighbours."""
    if word.phrase or word.prefix:
        return None
    term = term_of(word.text)
    return term if term and not term.prefix and not is_cjk(term.tokens[0]) else None


def _parts(term: Term) -> list[str]:
    """Split a word wherever others may: at signs, at capitals, between letters and digits.

    >>> [_parts(term_of(text)) for text in ("Qwen2.5-VL", "kNN", "E-GRPO", "LLMs", "β-VAE")]
    [['qwen', '2', '5', 'vl'], ['k', 'nn'], ['e', 'grpo'], ['llms'], ['beta', 'vae']]
    """
    typed = unicodedata.normalize("NFKC", term.typed)
    parts = _PART.findall(typed if typed.isascii() else " ".join(term.tokens))
    return [part.lower() for part in parts] or list(term.tokens)


def _respelled(names: Sequence[Sequence[str]], closed: bool = False) -> Iterator[str]:
    """Yield the ways to write parts apart or together; ``closed`` joins those of one name to those of the next."""
    parts = [part for name in names for part in name]
    if not 2 <= len(parts) <= _MOST_PARTS:
        return
    borders: list[tuple[str, ...]] = [("", " ")] * (len(parts) - 1)
    at = 0
    for name in names[:-1] if closed else ():
        at += len(name)
        borders[at - 1] = ("",)
    for chosen in product(*borders):
        start = parts[0] + "".join(border + part for border, part in zip(chosen, parts[1:], strict=True))
        yield start
        before, blank, last = start.rpartition(" ")
        yield from (before + blank + other for other in _inflected(last))


def _split(word: str, typed: str) -> Iterator[str]:
    """Yield a word in two, wherever others may write it apart."""
    if not word.isalpha():
        return
    for at in range(1, len(word)):
        one, other = word[:at], word[at:]
        idle = is_stop_word(other) or (is_stop_word(one) and one not in PREFIXES)
        if typed.isupper() or not (idle or _is_torn(one, other)):
            yield f"{one} {other}"
            yield from (f"{one} {form}" for form in (*_inflected(other), *spellings(other)))


def _versions(parts: Sequence[str]) -> Iterator[str]:
    """Yield a name before whose number others write a part apart: ``deepseekr1`` is ``DeepSeek-R1``, ``vjepa2``
    ``V-JEPA 2``, ``affwild2`` ``Aff-Wild2``.
    """
    if 1 < len(parts) < _MOST_PARTS and parts[0].isalpha() and parts[1].isdigit():
        for at in range(1, len(parts[0]) - 1):
            one, other = parts[0][:at], parts[0][at:]
            if not (is_stop_word(one) or is_stop_word(other)):
                yield " ".join([one, other, *parts[1:]])
                yield " ".join([one, other + parts[1], *parts[2:]])
    if len(parts) > 1 and len(parts[0]) > _SHORTEST and parts[0].isalpha() and parts[1].isdigit():
        yield " ".join([parts[0][:-1], parts[0][-1] + parts[1], *parts[2:]])


def _crossed(typed: str) -> Iterator[str]:
    """Yield a name with ``×``, which the index has none of, where ``x`` was typed, and the other way round.

    >>> list(_crossed("LLMxMapReduce")), list(_crossed("16×16")), list(_crossed("LXMERT"))
    (['llm mapreduce'], ['16x16'], [])
    """
    for other in (_TIMES.sub("×", typed), typed.replace("×", "x")):
        if other != typed:
            yield folded(other)


def _is_torn(one: str, other: str) -> bool:
    """Say whether a letter alone is hardly a word beside the rest."""
    letter, size = min(one, other, key=len), len(one) + len(other)
    return len(letter) == 1 and (letter in _ENDINGS or size > (_SHORT if letter == one else _SHORTEST))


def _inflected(word: str) -> Iterator[str]:
    """Yield the nearest forms of the last word of a name: ``fine-tuned`` is written ``finetuning`` as well."""
    if len(word) < 4 or not word.isalpha():
        return
    yield from (other.typed for other in numbers(Term(word, (word,))))
    root = re.sub(r"(?:ing|ed|e)$", "", word)
    if len(root) > 2 and not word.endswith("s"):
        yield from (form for form in (root, root + "e", root + "ed", root + "ing") if form != word)


def _asian_ways(term: Term, stands: Stands) -> tuple[Term, ...]:
    """Give the other spellings of a Korean or Japanese word: without its particle, or with the blank elsewhere."""
    bare = [*without_particle(term.typed)]
    others = [term_of(text) for text in bare]
    for text in (term.typed, *bare):
        known = term_of(text)
        others += spacings(known) if known else []
    # Only what the index has: most of the places for a blank are none.
    asked = {" ".join(one.tokens): one for one in others if one and one.tokens != term.tokens}
    return tuple(asked[run] for run in stands(asked))


def without_particle(text: str) -> Iterator[str]:
    """Yield a Korean word without what it ends with, and a Japanese one without its last long vowel.

    >>> [*without_particle("맘바에서")], [*without_particle("センサー")]
    (['맘바'], ['センサ'])
    """
    if _HANGUL.are_all(text.replace(" ", "")):
        for size in (3, 2, 1):
            if len(text) > size + 1 and text[-size:] in PARTICLES:
                yield text[:-size]
    elif len(text) > 2 and text.endswith("ー") and _KATAKANA.are_all(text):
        yield text[:-1]


def spacings(term: Term) -> Iterator[Term]:
    """Yield a Korean or Japanese name with blanks fewer, or one word with a blank wherever it may have one.

    >>> names = filter(None, map(term_of, ("자율 주행", "자율주행", "지식그래프", "딥러닝", "악성 코드 탐지")))
    >>> found = [[term.typed for term in spacings(name)] for name in names]
    >>> found[:-1]
    [['자율주행'], ['자율 주행'], ['지식 그래프', '지식그 래프'], ['딥 러닝']]
    >>> found[-1]
    ['악성코드탐지', '악성코드 탐지', '악성 코드탐지']
    """
    typed = unicodedata.normalize("NFKC", term.typed).replace("・", " ")
    joined = typed.replace(" ", "")
    written = _HANGUL if _HANGUL.are_all(joined) else _KATAKANA
    if term.prefix or len(joined) < 3 or not written.are_all(joined):
        return
    yield from filter(None, map(term_of, _with_fewer_blanks(typed) if joined != term.typed else _with_a_blank(joined)))


def _with_fewer_blanks(typed: str) -> Iterator[str]:
    words = typed.split()
    if len(words) <= _MOST_SPACED:
        for chosen in product(("", " "), repeat=len(words) - 1):
            if "" in chosen:
                yield words[0] + "".join(blank + word for blank, word in zip(chosen, words[1:], strict=True))


def _with_a_blank(word: str) -> Iterator[str]:
    """Yield a word in two: hardly any part of a name has one syllable, but in a word of three the first may."""
    if len(word) <= _LONGEST[bool(_HANGUL.are_all(word))]:
        cuts = [1] if len(word) == 3 else range(2, len(word) - 1)
        yield from (f"{word[:at]} {word[at:]}" for at in cuts if word[at] not in NEVER_FIRST)


#: With these no word of Katakana begins.
NEVER_FIRST = frozenset("ァィゥェォッャュョヮンー")
#: Katakana and Korean words of so many characters may be two that others write apart.
_LONGEST = (20, 8)
#: A name of so many words at most is known with any of the blanks between them left out.
_MOST_SPACED = 3
