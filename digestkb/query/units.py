"""What the words of a query and the forms of a glossary are compared by, and how their spelling tells them apart."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from digestkb.text.fold import is_cjk, tokens
from digestkb.tuples import NamedTuple

#: Words of English, and of Vietnamese without its marks, that abbreviate something else where they are in capitals.
_WORDS = frozenset(
    "act amp apr bit bon clip cot cua da dino dit em fit gan gat gem hep hoi lime map mia mot react rest rope rouge sac"
    " star tom tot vi".split()
)


class Unit(NamedTuple):
    """What forms are compared by: a folded word without plural, and as what it was written, or a single character."""

    key: str
    written: str = ""


@lru_cache(maxsize=4096)  # the same forms are asked for theirs again and again
def units(text: str) -> tuple[str, ...]:
    """Split a text into what glossary forms are compared by: folded words without plural, single Chinese characters.

    >>> units("LLM推理 và World Models")
    ('llm', '推', '理', 'va', 'world', 'model')
    """
    return tuple(unit.key for unit in written_units(text))


def written_units(text: str) -> tuple[Unit, ...]:
    """Split a text as :func:`units` does, and keep what was written: marks and case tell meanings apart.

    >>> written_units("của LMs")
    (Unit(key='cua', written='của'), Unit(key='lm', written='LMs'))
    """
    found = []
    for token in tokens(text):
        if is_cjk(token.text):
            found.append(Unit(token.text[0], text[token.start]))
        else:
            written = text[token.start : token.end]
            found.append(Unit(token.text[:-1] if _is_plural_of_capitals(written) else singular(token.text), written))
    return tuple(found)


def columns(text: str) -> list[tuple[int, int]]:
    """Give where each unit of a text begins and ends.

    >>> columns("LLM推理")
    [(0, 3), (3, 4), (4, 5)]
    """
    return [(t.start, t.start + 1 if is_cjk(t.text) else t.end) for t in tokens(text)]


def _is_plural_of_capitals(word: str) -> bool:
    return len(word) > 2 and word[-1] == "s" and word[:-1].isupper()


def singular(word: str) -> str:
    """Give the singular of an English word in lower case, where its spelling tells that it is a plural."""
    if len(word) > 3 and word.isascii() and word.endswith("s") and not word.endswith(("ss", "us", "is", "ias", "news")):
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]
    return word


def can_mean(words: Sequence[Unit], form: str) -> bool:
    """Say whether words that fold to a form may mean it: without any marks they do, else the marks must be the same.

    An abbreviation that in lower case is another word must be in capitals.

    >>> [can_mean(written_units(text), "thủy văn") for text in ("thuy van", "thuỷ văn", "thủy vân")]
    [True, True, False]
    >>> [can_mean(written_units(text), "GAN") for text in ("GANs", "gan", "gắn")]
    [True, False, False]
    """
    return is_meant(words, written_units(form))


def is_meant(words: Sequence[Unit], others: Sequence[Unit]) -> bool:
    """Say the same of the units of a form."""
    if not all(_spelled(word).isascii() for word in words):
        return all(is_spelled(word, other) for word, other in zip(words, others, strict=True))
    if len(words) > 1 or words[0].key not in _WORDS or not has_capitals(others[0].written):
        return True
    return has_capitals(words[0].written)


def is_spelled(word: Unit, other: Unit) -> bool:
    """Say whether two words have the same marks; where both have none, the one may be the plural of the other."""
    one, another = _spelled(word), _spelled(other)
    return one == another or one.isascii() is another.isascii() is True


def _spelled(unit: Unit) -> str:
    """Give a word in lower case with the mark of its tone behind it: ``hoá`` and ``hóa`` are one spelling.

    What has no marks in that sense is nothing.
    """
    if unit.written.isascii():
        return unit.written.lower()
    if is_cjk(unit.key):
        return ""
    marks = unicodedata.normalize("NFD", unit.written.lower()).translate(_FOREIGN)
    return "".join(sorted(marks, key=_TONES.__contains__))


_TONES = "\u0300\u0301\u0303\u0309\u0323"
#: Marks that Vietnamese does not have, which English leaves out: those of ``naïve`` and ``façade``.
_FOREIGN = dict.fromkeys([0x308, 0x30A, 0x327])


def has_capitals(word: str) -> bool:
    """Say whether a word is an abbreviation by its capitals: ``GRPO``, ``LLMs``, ``CoT``."""
    return sum(map(str.isupper, word)) > 1


#: The letters that folding takes for each Latin one, so that a line is found before any of it is folded.
VARIANTS = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậäå",
    "c": "cç",
    "d": "dđ",
    "e": "eèéẻẽẹêềếểễệë",
    "i": "iìíỉĩịï",
    "n": "nñ",
    "o": "oòóỏõọôồốổỗộơờớởỡợö",
    "u": "uùúủũụưừứửữựü",
    "y": "yỳýỷỹỵ",
}
