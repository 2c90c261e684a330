"""How else a person's name is written – the family first, initials, no middle name – in the index and in questions.

The index has a name as the note writes it, without what stands between its first and last word, and by its *keys*: a
family name and one initial, in one token. Which word is the family's is not known where no comma says it: a name has a
key for either reading. Questions are asked by the same forms: a name in full is looked for in both orders, and with its
initial where a note writes no more; an initial is looked for by the keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from digestkb.people import given_first
from digestkb.text.fold import as_two, folded, is_cjk

#: Between a family name and an initial in a key; no folded word has it.
BEFORE_INITIAL = "_"
#: What is longer is no name of one person, in words.
_LONGEST = 6


@lru_cache(maxsize=4096)  # the same people write many papers
def indexed(name: str) -> tuple[str, ...]:
    """Give the folded labels by which the index has a person, first the name as it is written.

    >>> indexed("Yann A. LeCun")
    ('yann a lecun', 'yann lecun', 'lecun_y', 'yann_a', 'yann_l')
    >>> indexed("何恺明"), indexed("OpenAI")
    (('何恺 恺明 明',), ('openai',))
    """
    found: dict[str, None] = {}
    for spelled in dict.fromkeys((name, as_two(name))):
        whole = folded(spelled)
        found[whole] = None
        words = whole.split()
        if 1 < len(words) <= _LONGEST and not is_cjk(words[0]):
            if len(words) > 2:
                found[f"{words[0]} {words[-1]}"] = None
            found.update(dict.fromkeys(_keys(words)))
    return tuple(found)


def _keys(words: Sequence[str]) -> Iterator[str]:
    """Yield the keys of a name: of each word that may be the family's, with the initial of the given one."""
    for family in words[1:]:
        if len(family) > 1:
            yield f"{family}{BEFORE_INITIAL}{words[0][0]}"
    if len(words[0]) > 1:
        for given in (words[1], words[-1]):
            yield f"{words[0]}{BEFORE_INITIAL}{given[0]}"


def asked(text: str) -> tuple[str, ...]:
    """Give the folded phrases of which the index has one if it knows the person that is asked for.

    >>> asked("L. Bottou"), asked("Bottou, L.")
    (('l bottou', 'bottou_l'), ('bottou l', 'l bottou', 'bottou_l'))
    >>> asked("Liang Wenfeng")
    ('liang wenfeng', 'wenfeng liang', 'l wenfeng', 'wenfeng l', 'w liang', 'liang w')
    """
    found: dict[str, None] = {}
    for spelled in dict.fromkeys((text, as_two(text))):
        whole, words = folded(spelled), folded(given_first(spelled)).split()
        found.update(dict.fromkeys((whole, " ".join(words))))
        if 1 < len(words) <= _LONGEST and not is_cjk(words[0]):
            found.update(dict.fromkeys(_other_ways(words)))
    found.pop("", None)
    return tuple(found)


def _other_ways(words: Sequence[str]) -> Iterator[str]:
    names = [word for word in words if len(word) > 1]
    if not names:
        return
    if len(words[0]) == 1:
        yield f"{names[-1]}{BEFORE_INITIAL}{words[0]}"
    elif len(words[-1]) == 1:
        family = [word for word in words if len(word) > 1][-1]
        yield f"{family}{BEFORE_INITIAL}{next(word for word in words if len(word) == 1)}"
    else:
        first, last = names[0], names[-1]
        yield f"{first} {last}"
        yield f"{last} {first}"
        for one, other in ((first, last), (last, first)):
            yield f"{one[0]} {other}"
            yield f"{other} {one[0]}"
