"""Folding: one tokenizer for the index, for queries and for highlighting.

Text becomes tokens that ignore what a reader ignores: case, width, composition, Vietnamese marks and đ. Latin words and
numbers are one token each; a run of Chinese, Japanese or Korean characters becomes its overlapping pairs and its last
character alone, so that any part of it is a phrase of tokens, or, for a single character, the prefix of one (a
character bigram index: `Nie et al. 2000, On the use of words and n-grams for Chinese information retrieval
<https://doi.org/10.1145/355214.355235>`_).

What folding takes away is not lost: a word with marks of its own (``đánh``, ``c++``) is a *marked* form beside the
folded one, by which matches as typed are told from the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: Scripts written without blanks between words, and Hangul, whose words carry their particles.
_CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
#: A combining mark belongs to the letter before it, even where no composed form exists.
_LETTER = rf"[^\W_{_CJK}]"
_WORD = re.compile(rf"[{_CJK}]+|{_LETTER}(?:{_LETTER}|[\u0300-\u036f])*(?:\+\+|#(?!\w))?")
_MARKS = re.compile("[\u0300-\u036f]+")
_PART = re.compile(r"[^\W_]+")
_FULL_WIDTH = re.compile("[\u2460-\u24ff\uff00-\uffef\ufb00-\ufb06\u00b2\u00b3\u00b9\u2070-\u209c]")


@dataclass(frozen=True, slots=True)
class Token:
    """A folded token, and the columns of the text that it stands for."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` with their columns; the pairs of a Chinese run overlap.

    >>> [t.text for t in tokens("用GRPO做强化学习, suy luận")]
    ['用', 'grpo', '做强', '强化', '化学', '学习', '习', 'suy', 'luan']
    """
    for match in _WORD.finditer(text):
        start, word = match.span()[0], match[0]
        if is_cjk(word):
            for at in range(len(word)):
                yield Token(
                    unicodedata.normalize("NFKC", word[at : at + 2]), start + at, start + min(at + 2, len(word))
                )
        else:
            for part in _FOLDED[word].split():
                yield Token(part, start, match.end())


def folded(text: str) -> str:
    """Give the tokens of ``text`` in one string, as the index keeps them.

    >>> folded("Đường đi của DeepSeek-V3.2")
    'duong di cua deepseek v3 2'
    """
    return " ".join(filter(None, map(_FOLDED.__getitem__, text.split())))


def marked(text: str) -> frozenset[str]:
    """Give the words of ``text`` that folding changes by more than case, in lower case and NFC.

    >>> sorted(marked("Đánh giá C++ và GRPO"))
    ['c++', 'giá', 'và', 'đánh']
    """
    if text.isascii() and "+" not in text and "#" not in text:
        return frozenset()
    return frozenset(" ".join(map(_MARKED.__getitem__, set(text.split()))).split())


#: Notes repeat themselves: what stands between two blanks is folded once, and looked up from then on.
_MOST, _LONGEST = 1 << 17, 32


class _Cache(dict[str, str]):
    """A bounded table of what short texts become; full, it starts anew."""

    def __init__(self, compute: Callable[[str], str]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, text: str) -> str:
        value = self.compute(text)
        if len(text) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[text] = value
        return value


def is_cjk(word: str) -> bool:
    """Say whether a word starts with a character of those that are searched by pairs."""
    return word[0] >= "\u3040" and _CJK_START.match(word) is not None


_CJK_START = re.compile(f"[{_CJK}]")


def _fold_word(word: str) -> str:
    if word.isascii():
        return word.lower().rstrip("+#")
    if is_cjk(word):
        run = unicodedata.normalize("NFKC", word)
        return " ".join([run[at : at + 2] for at in range(len(run))])
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", word).casefold()).replace("đ", "d")
    if bare.isalnum():
        return bare
    return " ".join(_PART.findall("".join(char for char in bare if not unicodedata.combining(char))))


def _mark_word(word: str) -> str:
    if is_cjk(word) or (word.isascii() and word[-1] not in "+#"):
        return ""
    lower = unicodedata.normalize("NFC", word).lower()
    return lower if lower != _fold_word(word) and not _FULL_WIDTH.search(lower) else ""


_FOLDED = _Cache(lambda text: " ".join(filter(None, map(_fold_word, _WORD.findall(text)))))
_MARKED = _Cache(lambda text: " ".join(filter(None, map(_mark_word, _WORD.findall(text)))))
