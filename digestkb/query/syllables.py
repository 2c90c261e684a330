"""Vietnamese syllables without their marks: what looks like one, and what it may be."""

import unicodedata
from functools import cache
from itertools import product

from digestkb.patterns import lazy
from digestkb.query.concepts import Form, Meaning
from digestkb.query.expressions import Expression, Without, any_of, within, word
from digestkb.query.lists import listed
from digestkb.query.terms import Term
from digestkb.query.units import Unit, has_capitals
from digestkb.text.fold import is_cjk

#: What a syllable looks like without its marks: hardly two English words in a row do, and few of their queries go on.
_SYLLABLE = lazy(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)
#: The letters that folding makes one of, and the marks of tones, of which a syllable has one at most.
_LETTERS = {"a": "aăâ", "d": "dđ", "e": "eê", "o": "oôơ", "u": "uư"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
#: Vietnamese words of so many syllables at most are looked for with their marks: without, they are other words as well.
_SHORT = 2
#: The columns of what a paper is called by.
_CALLED = ("title", "names")
#: Hardly a note in Vietnamese has none of these, and none in another language has one.
_COMMONEST = ("các", "của", "được", "và", "với", "để", "không", "một", "là", "những")
_VOWELS = "aăâeêioôơuưy"


def is_syllable(folded: str) -> bool:
    """Say whether a folded word may be a syllable."""
    return bool(_SYLLABLE.fullmatch(folded))


def with_marks(syllable: str) -> tuple[str, ...]:
    """Give all that a syllable may be with marks, in NFC.

    >>> with_marks("vi")
    ('vì', 'ví', 'vĩ', 'vỉ', 'vị')
    """
    found = []
    for letters in product(*(_LETTERS.get(letter, letter) for letter in syllable)):
        word = "".join(letters)
        found.append(word)
        for at, letter in enumerate(word):
            if letter in _VOWELS:
                found.extend(word[: at + 1] + tone + word[at + 1 :] for tone in _TONES)
    return tuple(unicodedata.normalize("NFC", word) for word in found if not word.isascii())


def has_marks(word: Unit) -> bool:
    """Say whether a word has letters or marks that only Vietnamese has of the languages of the glossary."""
    return not word.written.isascii() and not is_cjk(word.key)


def syllable(word: Unit) -> str | None:
    """Give what a word of one syllable or character is called in English: in the glossary it would be found in all
    that it is a part of.

    >>> from digestkb.query.units import written_units
    >>> [syllable(word) for word in written_units("nhãn Nhân")]
    ['label', None]
    """
    return _syllables().get(unicodedata.normalize("NFC", word.written).lower())


@cache
def _syllables() -> dict[str, str]:
    found = (said.partition("/") for said in listed("syllable"))
    return {vietnamese: english.replace("_", " ") for vietnamese, _, english in found}


def short_forms(meaning: Meaning) -> tuple[Form, ...]:
    """Give the Vietnamese words of one syllable for what is meant, to be looked for beside other words only."""
    names = {form.text for concept in meaning.concepts for form in concept.forms if form.language == "en"}
    return tuple(Form(said, "vi", False) for said in listed("syllable-sought") if _syllables()[said] in names)


def unmistakable(term: Term) -> Expression:
    """Ask for a term, but for an abbreviation not where it is a syllable: ``DA`` is neither ``đa`` nor ``đã``.

    One that is a word as it stands, without marks – ``vi`` in ``vi phân``, ``hành vi`` –, nothing tells from that in
    what is written in Vietnamese, which goes by its commonest words. What a paper is called is mostly English.

    >>> from digestkb.query.fts5 import written
    >>> from digestkb.query.terms import term_of
    >>> written(unmistakable(term_of("HI"))), written(unmistakable(term_of("RL")))
    ('"hi" NOT ("hì" OR "hí" OR "hĩ" OR "hỉ" OR "hị")', '"rl"')
    >>> written(unmistakable(term_of("VI"))).startswith('({title names} : "vi" NOT (')
    True
    """
    if len(term.tokens) > 1 or not has_capitals(term.typed) or not is_syllable(term.tokens[0]):
        return term.asked
    marked = tuple(map(word, with_marks(term.tokens[0])))
    if term.tokens[0] not in listed("syllable-bare"):
        return Without(term.asked, any_of(*marked))
    called = Without(within(_CALLED, term.asked), within(_CALLED, any_of(*marked, *map(word, _COMMONEST))))
    return any_of(called, Without(term.asked, any_of(*marked, *map(word, _COMMONEST))))


def as_written(term: Term, *, is_japanese: bool) -> Expression:
    """Ask for a name with its marks where it is short Vietnamese, or Japanese that folds to Chinese with another
    meaning: 動画 is no 动画.
    """
    is_short = len(term.tokens) <= _SHORT and not is_cjk(term.tokens[0])
    return term.asked_as_typed if term.marks and (is_short or is_japanese) else unmistakable(term)
