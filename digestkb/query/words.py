"""The forms of a word that a reader takes for one – numbers, inflections, spellings – and words of no weight."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache

from digestkb.patterns import lazy
from digestkb.query.lists import listed
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
#: What English puts before a word with a hyphen or without.
PREFIXES = frozenset(
    "anti auto back bi co cross de hyper inter intra macro meta micro mono multi non omni over photo pre re self semi"
    " spatio sub super tele text trans tri ultra un under".split()
)
#: What Korean words end with that is no part of them.
PARTICLES = frozenset(
    "은 는 이 가 을 를 의 에 와 과 도 로 만 들 들이 들은 들을 들의 으로 로서 로써 에서 에게 에는 까지 부터 보다 처럼"
    " 이나 하는 하고 하여 한 된 되는 적 적인 이란 란 이다 에서의 로부터 으로부터 와의 과의".split()
)
#: What English words are made of a stem by; and what of a word as it stands.
_ENDINGS = (
    *("", "s", "es", "ed", "ing", "er", "ers", "or", "ors", "al", "ly", "ity", "ive", "able", "ment", "ments", "ness"),
    *"ion ions ation ations ational ative ability ically ally ic ical y ies ied".split(),
    *("ent", "ently", "ence", "ences", "ency", "encies", "ant", "ance", "ances", "ancy"),
    *("ize", "izes", "ized", "izing", "izer", "izers", "ization", "izations"),
    *("ise", "ises", "ised", "ising", "iser", "isers", "isation", "isations"),
)
_INFLECTIONS = ("", "s", "ed", "d", "ing", "er", "ers")
#: British and American spelling, either way: letters, a pattern of where they are, and what others write there. Most
#: words have not even the letters, which is looked for first.
_SPELLINGS = tuple(
    (letters, lazy(before + letters + behind), other)
    for letters, other, before, behind in (
        ("is", "iz", "(?<=[a-z]{2})", "(?=e[drs]?$|es$|ers?$|ing$|ations?$|able$)"),
        ("iz", "is", "(?<=[a-z]{2})", "(?=e[drs]?$|es$|ers?$|ing$|ations?$|able$)"),
        ("ys", "yz", "(?<=[a-z]{2})", "(?=e[drs]?$|es$|ers?$|ing$)"),
        ("yz", "ys", "(?<=[a-z]{2})", "(?=e[drs]?$|es$|ers?$|ing$)"),
        ("our", "or", "(?<=[a-z]{3})", "(?=$|s$|ed$|ing$|al$|ally$|able$|ite$)"),
        ("or", "our", "(?<=[a-z]{3})", "(?=$|s$|ed$|ing$|al$|ally$|able$|ite$)"),
        ("ll", "l", "(?<=[aeiou])", "(?=ed$|ing$|ers?$)"),
        ("l", "ll", "(?<=[aeiou])", "(?=ed$|ing$|ers?$)"),
        ("re", "er", "(?<=[a-z]{2}[^aeiour])", "(?=$|s$)"),
        ("er", "re", "(?<=[a-z]{2}[^aeiour])", "(?=$|s$)"),
        ("ogue", "og", "", "(?=$|s$)"),
        ("og", "ogue", "(?<=[a-z])", "(?=$|s$)"),
        ("parametr", "parameter", "", "(?=i[sz])"),
        ("parameter", "parametr", "", "(?=i[sz])"),
        ("ae", "e", "(?<=[a-z])", "(?=[a-z]{3})"),
        ("s", "sis", "(?<=[a-z]{2}ly)", "(?:e[drs]?|ing)$"),
        ("z", "sis", "(?<=[a-z]{2}ly)", "(?:e[drs]?|ing)$"),
        ("s", "se", "(?<=[a-z]{2}ly)", "[ei]s$"),
        ("s", "ze", "(?<=[a-z]{2}ly)", "[ei]s$"),
    )
)
#: Who or what does something, and the doing of it: stems keep short ones apart.
_AGENT, _DOING = lazy(r"(?<=[a-z]{3})(?:er|or)s?$"), lazy(r"(?<=[a-z]{3})ing$")
#: The lists of verbs and their nouns: what stands behind something, and what does by itself.
_DERIVED = {"derived": 1, "derived-alone": 0}
#: Nouns whose plural English took over with them or has made otherwise; longer ones end with them.
_IRREGULAR = tuple(
    tuple(pair.split("/"))
    for pair in """
    analysis/analyses thesis/theses diagnosis/diagnoses crisis/crises axis/axes index/indices matrix/matrices
    vertex/vertices appendix/appendices criterion/criteria phenomenon/phenomena optimum/optima minimum/minima
    maximum/maxima spectrum/spectra corpus/corpora stimulus/stimuli nucleus/nuclei radius/radii locus/loci
    schema/schemata formula/formulae mouse/mice child/children person/people woman/women leaf/leaves
    """.split()
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
    runs = ((*term.tokens[:-1], other) for other in _other_numbers(word))
    return tuple(Term(" ".join(tokens), tokens) for tokens in runs)


def _other_numbers(word: str) -> Iterator[str]:
    single = singular(word)
    if single != word:
        yield single
    elif word.endswith(("x", "ch", "sh", "z")):
        yield word + "es"
    elif not word.endswith(("s", "ing", "ly", "ed")):
        yield word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
    for one, several in _IRREGULAR:
        for known in dict.fromkeys((word, single)):
            if known.endswith(one):
                yield known.removesuffix(one) + several
            elif known.endswith(several):
                yield known.removesuffix(several) + one


def forms(term: Term, standing: Callable[[Sequence[str]], Collection[str]]) -> tuple[Term, ...]:
    """Give the words with the same stem as a word, in either spelling, that are ``standing`` in the index; names and
    codes have none.

    The stems are Snowball's (Porter, M. F., 2001, Snowball: a language for stemming algorithms).

    >>> from digestkb.query.terms import term_of
    >>> index = {"quantization", "quantise", "quantizer", "quantity", "galore"}
    >>> [form.typed for form in forms(term_of("quantized"), index.intersection)], forms(term_of("GaLore"), set)
    (['quantizer', 'quantization', 'quantise'], ())
    """
    word = term.tokens[0]
    if len(term.tokens) > 1 or term.prefix or len(word) < _SHORTEST or not re.fullmatch(r"[A-Z]?[a-z]+", term.typed):
        return ()
    from Stemmer import Stemmer

    stem = Stemmer("english").stemWord
    others = tuple(dict.fromkeys((*_agents(word), *derived(word))))
    spelled = (word, *spellings(word))
    stems = {stem(one): None for one in spelled}
    wanted = {*stems, *spelled, *others}
    made = dict.fromkeys(
        root + ending
        for bases, endings in ((stems, _ENDINGS), (spelled, _INFLECTIONS), (others, ("",)))
        for base in bases
        for root in _roots(base)
        for ending in endings
    )
    alike = [one for one in made if one != word and not wanted.isdisjoint((one, stem(one)))]
    known = standing(alike)
    return tuple(Term(one, (one,)) for one in alike if one in known)


def _agents(word: str) -> Iterator[str]:
    """Yield ``parser`` for ``parsing``, and the other way round."""
    if _DOING.search(word):
        yield from (_DOING.sub(ending, word) for ending in ("er", "ers", "or", "ors"))
    elif _AGENT.search(word):
        yield _AGENT.sub("ing", word)


def derived(word: str) -> Iterator[str]:
    """Yield ``classification`` for ``classify`` and ``classifiers``, and the other way round.

    >>> list(derived("recognisers")), list(derived("verification"))[:4]
    (['recognition', 'recognitions'], ['verify', 'verifies', 'verified', 'verifying'])
    """
    for verb, noun, least in _pairs():
        single = word if word.endswith(noun) else word.removesuffix("s")
        if single.endswith(noun) and len(single) - len(noun) >= least:
            yield from _inflected(single.removesuffix(noun) + verb)
        elif (at := word.rfind(verb[:-1])) >= least and word in _inflected(word[:at] + verb):
            yield from (word[:at] + noun, word[:at] + noun + "s")


@cache
def _pairs() -> tuple[tuple[str, str, int], ...]:
    """Give verbs and their nouns, and how many letters are before them at least."""
    pairs = ((pair.partition("/"), least) for name, least in _DERIVED.items() for pair in listed(name))
    return tuple((verb, noun, least) for (verb, _, noun), least in pairs)


def _inflected(verb: str) -> tuple[str, ...]:
    """Give the forms of a verb, and who does it.

    >>> _inflected("apply"), _inflected("emit")[2], _inflected("solve")[3]
    (('apply', 'applies', 'applied', 'applying', 'applier', 'appliers'), 'emitted', 'solving')
    """
    if verb.endswith("y"):
        root = verb[:-1]
        return (verb, *(root + ending for ending in ("ies", "ied", "ying", "ier", "iers")))
    root = verb.removesuffix("e") + (verb[-1] if verb.endswith(("mit", "cur")) else "")
    return (verb, verb + "s", *(root + ending for ending in ("ed", "ing", "er", "ers")))


def spellings(word: str) -> tuple[str, ...]:
    """Give how else a word is spelled, where two spellings may differ in it as well.

    >>> spellings("parametrized")
    ('parametrised', 'parameterized', 'parameterised')
    """
    found: dict[str, None] = {}
    for one in (word, *_spelled(word)):
        found.update(dict.fromkeys(other for other in _spelled(one) if other != word))
    return tuple(found)


def _spelled(word: str) -> Iterator[str]:
    for letters, pattern, other in _SPELLINGS:
        if letters in word and pattern.search(word):
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
