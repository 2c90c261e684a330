"""The forms of a word that a reader takes for one – numbers, inflections, spellings – and words of no weight."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from digestkb.patterns import lazy
from digestkb.query.terms import Term
from digestkb.query.units import singular

#: Words too common to say that a paper is about what was asked for: of English, of Vietnamese, of Chinese.
_STOP_WORDS = frozenset(
    """
    a about an and any are as at be been by can could did do does for from had has have how i in into is it its me my of
    on or our over s should so some than that the their them then there these they this those through to under us via
    was we were what when where which while who why will with within without would you your
    và là của cho các một những trong với được có không để từ trên về khi này do theo bằng như cùng đến hay hoặc ra vào
    đã đang sẽ bị tại bởi thì mà nào gì sao nếu vì nên rằng cũng
    的 了 和 与 是 在 对 中 及 或 用 把 被 从
    """.split()
)
#: The same without their marks, as many people type Vietnamese.
_BARE_STOP_WORDS = frozenset(
    "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char)).replace("đ", "d")
    for word in _STOP_WORDS
)
#: What English words are made of a stem by; and what of a word as it stands.
_ENDINGS = (
    *("", "s", "es", "ed", "ing", "er", "ers", "or", "ors", "al", "ly", "ity", "ive", "able", "ment", "ments", "ness"),
    *("ion", "ions", "ation", "ations", "ational", "ative", "ability", "ically", "ic", "ical", "y", "ies", "ied"),
    *("ent", "ently", "ence", "ences", "ency", "encies", "ant", "ance", "ances", "ancy"),
    *("ize", "izes", "ized", "izing", "izer", "izers", "ization", "izations"),
    *("ise", "ises", "ised", "ising", "iser", "isers", "isation", "isations"),
)
_INFLECTIONS = ("", "s", "ed", "d", "ing", "er", "ers")
#: British and American spelling, either way: the ends of words, and what they become before an ending.
_SPELLINGS = (
    (lazy(r"(?<=[a-z]{2})is(?=e[drs]?$|es$|ers?$|ing$|ations?$|able$)"), "iz"),
    (lazy(r"(?<=[a-z]{2})iz(?=e[drs]?$|es$|ers?$|ing$|ations?$|able$)"), "is"),
    (lazy(r"(?<=[a-z]{2})ys(?=e[drs]?$|es$|ers?$|ing$)"), "yz"),
    (lazy(r"(?<=[a-z]{2})yz(?=e[drs]?$|es$|ers?$|ing$)"), "ys"),
    (lazy(r"(?<=[a-z]{3})our(?=$|s$|ed$|ing$|al$|ally$|able$|ite$)"), "or"),
    (lazy(r"(?<=[a-z]{3})or(?=$|s$|ed$|ing$|al$|ally$|able$|ite$)"), "our"),
    (lazy(r"(?<=[aeiou])ll(?=ed$|ing$|ers?$)"), "l"),
    (lazy(r"(?<=[aeiou])l(?=ed$|ing$|ers?$)"), "ll"),
    (lazy(r"(?<=[a-z]{2}[^aeiour])re(?=$|s$)"), "er"),
    (lazy(r"(?<=[a-z]{2}[^aeiour])er(?=$|s$)"), "re"),
    (lazy(r"ogue(?=$|s$)"), "og"),
    (lazy(r"(?<=[a-z])og(?=$|s$)"), "ogue"),
)
#: Shorter words have no forms but their numbers: what they begin with, too many others do.
_SHORTEST = 4


def is_stop_word(word: str) -> bool:
    """Say whether a word is too common to decide anything; one with marks of its own is looked up with them.

    >>> [is_stop_word(word) for word in ("What", "cua", "của", "lá", "GRPO")]
    [True, True, True, False, False]
    """
    lower = unicodedata.normalize("NFC", word).lower()
    return lower in _STOP_WORDS or (lower.isascii() and lower in _BARE_STOP_WORDS)


def numbers(term: Term) -> tuple[Term, ...]:
    """Give the plural of a singular and the other way round, where spelling tells.

    >>> from digestkb.query.terms import term_of
    >>> [other.typed for text in ("world models", "study", "LLM", "bias") for other in numbers(term_of(text))]
    ['world model', 'studies', 'llms']
    """
    word = term.tokens[-1]
    if term.prefix or term.marks or len(word) < 3 or not (word.isascii() and word.isalpha()):
        return ()
    single = singular(word)
    if single == word:
        if word.endswith(("s", "ing", "ly", "ed")):
            return ()
        single = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
        if word.endswith(("x", "ch", "sh", "z")):
            single = word + "es"
    tokens = (*term.tokens[:-1], single)
    return (Term(" ".join(tokens), tokens),)


def forms(term: Term, known: Callable[[str], bool]) -> tuple[Term, ...]:
    """Give the ``known`` words with the same stem as a word, in either spelling; names and codes have none.

    The stems are Snowball's (Porter, M. F., 2001, Snowball: a language for stemming algorithms).

    >>> from digestkb.query.terms import term_of
    >>> index = {"quantization", "quantise", "quantizer", "quantity", "galore"}
    >>> [form.typed for form in forms(term_of("quantized"), index.__contains__)], forms(term_of("GaLore"), bool)
    (['quantizer', 'quantization', 'quantise'], ())
    """
    word = term.tokens[0]
    if len(term.tokens) > 1 or term.prefix or len(word) < _SHORTEST or not re.fullmatch(r"[A-Z]?[a-z]+", term.typed):
        return ()
    from Stemmer import Stemmer

    stem = Stemmer("english").stemWord
    spelled = (word, *_spelled(word))
    stems = {stem(one): None for one in spelled}
    wanted = {*stems, *spelled}
    made = dict.fromkeys(
        root + ending
        for bases, endings in ((stems, _ENDINGS), (spelled, _INFLECTIONS))
        for base in bases
        for root in _roots(base)
        for ending in endings
    )
    return tuple(
        Term(one, (one,)) for one in made if one != word and not wanted.isdisjoint((one, stem(one))) and known(one)
    )


def _spelled(word: str) -> Iterator[str]:
    for pattern, other in _SPELLINGS:
        if pattern.search(word):
            yield pattern.sub(other, word)


def _roots(stem: str) -> Iterator[str]:
    """Yield what endings may be put to: a stem, also with the letter that it lost, or with its last one doubled."""
    yield stem
    if stem.endswith("i"):
        yield stem[:-1] + "y"
        yield stem[:-1]
    elif stem.endswith("e"):
        yield stem[:-1]
    else:
        yield stem + "e"
        yield stem + stem[-1]
