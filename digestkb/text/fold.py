"""Folding: one tokenizer for the index, for queries and for highlighting.

Text becomes tokens that ignore what a reader ignores: case, width, composition, Vietnamese marks and đ, and in which of
its forms – simplified, traditional, Japanese – a Chinese character is written. Latin words and numbers are one token
each, a single Greek letter in them by its name (``μP`` is ``muP``); a run of Chinese, Japanese or Korean characters
becomes its overlapping pairs and its last character alone, so that any part of it is a phrase of tokens, or, for a
single character, the prefix of one (a character bigram index: `Nie et al. 2000, On the use of words and n-grams for
Chinese information retrieval <https://doi.org/10.1145/355214.355235>`_).

What folding takes away is not lost: a word with marks of its own (``đánh``, ``c++``, ``擴散``) is a *marked* form
beside the folded one, by which matches as typed are told from the others. Beside a letter for which another language
writes two (``ü``) stands the word with both of them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache
from itertools import groupby
from operator import add
from pathlib import Path
from typing import TypeVar

from digestkb.patterns import Characters, lazy
from digestkb.tuples import NamedTuple

#: A run of letters and digits of any script. A combining mark belongs to the letter before it, even where no composed
#: form exists. (The ranges of Chinese characters are no part of it: a class of that size takes longer to compile than a
#: short query takes to answer.)
_RUN = re.compile(r"\w[\w\u0300-\u036f\u3099\u309a]*(?:\+\+|#(?!\w))?")
#: Ideographs, kana and what stands between them, and ASCII but for the signs that are a part of a name.
_NEVER_MARKED = Characters(
    '\0-"$-*,-\x7f\u3000-\u3004\u3008-\u3020\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff'
    "\uff01-\uff02\uff04-\uff0a\uff0c-\uff5e"
)
#: The same without kana, and with dashes and quotes: a text of which each character is what composing leaves.
_SIMPLE = lazy(
    '[\0-"$-*,-\x7f\u2013-\u2026\u3000-\u3004\u3008-\u3020\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]+'
)
#: A token of such a text in lower case: a word, or at each ideograph the pair that begins there.
_TOKEN = lazy("(?=([\u3400-\u9fff]{1,2}|[0-9a-z]+))(?:[\u3400-\u9fff]|[0-9a-z]+)")
_MARKS = re.compile("[\u0300-\u036f]+")
#: What folding makes of each character of ASCII.
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
#: European letters, or anything else.
_ALPHABETIC = lazy("[\0-\u052f\u1e00-\u1eff]+|[^\0-\u052f\u1e00-\u1eff]+")
_WIDE = lazy("[\uff01-\uff5e]")
_NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
_PART = lazy(r"[^\W_]+")
#: Letters that have no mark to take off, and are written so by people whose keyboard lacks them.
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
#: Letters that people write as two where their keyboard lacks them; folding takes the marks off and has one.
_AS_TWO = {"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa"}
_HAS_TWO = lazy("[äöøüå]")
#: One of them, a capital, or a mark that makes one of the letter before it: of most texts that is all there is to ask.
_MAY_HAVE_TWO = lazy("[äöøüåÄÖØÜÅ\u0308\u030a\u212b]")
#: A Greek letter that is no part of a Greek word: a variable in a name.
_VARIABLE = lazy("(?<![\u0370-\u03ff])[\u03b1-\u03c9](?![\u0370-\u03ff])")
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon"
)
_GREEK_NAMES = dict(zip(map(chr, range(0x3B1, 0x3CA)), f"{_GREEK} phi chi psi omega".split(), strict=True))
#: The table of :func:`_han_forms`.
_HAN_FORMS = Path(__file__).with_name("data") / "han.txt"
#: The first character that belongs to a script written without blanks between words.
_FIRST_CJK = "\u3040"


class Token(NamedTuple):
    """A folded token, and the columns of the text that it stands for."""

    text: str
    start: int
    end: int


#: Stands for any number of tokens.
_GAP = Token("", 0, 0)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` with their columns; the pairs of a Chinese run overlap.

    >>> [t.text for t in tokens("用GRPO做强化学习, suy luận")]
    ['用', 'grpo', '做强', '强化', '化学', '学习', '习', 'suy', 'luan']
    """
    for match in _RUN.finditer(text.replace("_", " ")):
        start = match.start()
        for word in _words(match[0]):
            yield from _tokens_of(word, start)
            start += len(word)


def tokens_among(text: str, whole: Set[str], begun: Set[str]) -> list[Token]:
    """Give the tokens of a text as :func:`tokens` does, with one that is empty in place of words that nobody asks for.

    Asked for are tokens as a ``whole``, or those that are ``begun`` so: to look for a few takes less than to make all.

    >>> [t.text for t in tokens_among("用GRPO做强化学习, suy luận", {"grpo"}, {"lu"})]
    ['', 'grpo', '', '', 'luan']
    """
    if not unicodedata.is_normalized("NFC", text):  # composing may join words that are folded one by one here
        return list(tokens(text))
    asked = _Asked(whole, begun)
    found: list[Token] = []
    start = 0
    for piece in text.split(" "):
        if len(piece) > _LONGEST or asked.are_among(_FOLDED[piece]):
            for match in _RUN.finditer(piece.replace("_", " ")):
                at = start + match.start()
                for word in _words(match[0]):
                    found += _tokens_of(word, at) if asked.are_in(word) else (_GAP,)
                    at += len(word)
        elif _FOLDED[piece]:
            found.append(_GAP)
        start += len(piece) + 1
    return found


class _Asked:
    """Tokens that are looked for."""

    def __init__(self, whole: Set[str], begun: Set[str]) -> None:
        self._whole, self._begun = whole, tuple(begun)
        self._asian = tuple(filter(is_cjk, (*whole, *begun)))

    def are_among(self, form: str) -> bool:
        """Say whether one of them is in a folded text."""
        if " " not in form:
            return form in self._whole or form.startswith(self._begun)
        parts = form.split()
        return not self._whole.isdisjoint(parts) or any(part.startswith(self._begun) for part in parts)

    def are_in(self, word: str) -> bool:
        """Say whether one of them may be in a word; none is left out of one that has no tokens at all."""
        if is_cjk(word):
            run = _one_form(word)
            return not run or any(map(run.__contains__, self._asian))
        form = _FOLDED[word]
        return not form or self.are_among(form)


def _tokens_of(word: str, start: int) -> list[Token]:
    """Give the tokens of a word that begins in a column."""
    end = start + len(word)
    if not is_cjk(word):
        return [Token(part, start, end) for part in _FOLDED[word].split()]
    run = _one_form(word)
    if len(run) == len(word):
        return [Token(run[at : at + 2], start + at, min(start + at + 2, end)) for at in range(len(run))]
    return [Token(run[at : at + 2], start, end) for at in range(len(run))]  # decomposed: they cannot be told apart


def folded(text: str) -> str:
    """Give the tokens of ``text`` in one string, as the index keeps them.

    >>> folded("Đường đi của DeepSeek-V3.2")
    'duong di cua deepseek v3 2'
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    return " ".join(filter(None, map(_FOLDED.__getitem__, text.split())))


def marked(text: str) -> frozenset[str]:
    """Give the words of ``text`` that folding changes by more than case, in lower case and NFC.

    >>> sorted(marked("Đánh giá C++ và GRPO"))
    ['c++', 'giá', 'và', 'đánh']
    """
    return frozenset(" ".join(map(_mark, set(text.split()))).split())


def folded_and_marked(text: str, *others: str) -> tuple[str, str]:
    """Give :func:`folded` of a text, and the words of :func:`marked` of it and some others, each where it first stands.

    >>> folded_and_marked("Đánh giá C++ và GRPO", "giá rẻ")
    ('danh gia c va grpo', 'đánh giá c++ và rẻ')
    """
    forms: list[tuple[str, str]] = []
    for line in text.split("\n"):
        simple = _unmarked(line)
        forms += map(_FORMS.__getitem__, line.split()) if simple is None else ((simple, ""),)
    found = dict.fromkeys([of_word for _, of_word in forms])
    found.update(dict.fromkeys([of_word for _, of_word in map(_FORMS.__getitem__, " ".join(others).split())]))
    found.pop("", None)
    return " ".join([of_word for of_word, _ in forms if of_word]), " ".join(found)


def tables() -> dict[str, dict[str, str]]:
    """Give what folding knows beside Unicode, for programs in other languages: ``letters``, ``greek`` and ``han``.

    Each says what is written in the place of a character.
    """
    letters = {chr(code): letter for code, letter in _LETTERS.items()}
    return {"letters": letters, "greek": _GREEK_NAMES, "han": {chr(a): chr(b) for a, b in _han_forms().items()}}


def as_two(text: str) -> str:
    """Write a text without the letters that other languages write as two; in lower case, and as it is if it has none.

    >>> as_two("Schütze"), as_two("Søgaard"), as_two("Đánh")
    ('schuetze', 'soegaard', 'Đánh')
    """
    if text.isascii() or not _MAY_HAVE_TWO.search(text):
        return text
    lower = unicodedata.normalize("NFC", text).lower()
    return _HAS_TWO.sub(lambda letter: _AS_TWO[letter[0]], lower) if _HAS_TWO.search(lower) else text


def is_cjk(word: str) -> bool:
    """Say whether a word starts with a character of those that are searched by pairs: also Japanese, and Korean, whose
    words carry their particles.
    """
    char = word[0]
    if char < _FIRST_CJK:
        return False
    return (
        "\u4e00" <= char <= "\u9fff"
        or char <= "\u30ff"
        or "\uff66" <= char <= "\uff9f"
        or "\u31f0" <= char <= "\u31ff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uac00" <= char <= "\ud7af"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003134f"
    )


_V = TypeVar("_V")
#: Notes repeat themselves: what stands between two blanks is folded once, and looked up from then on. More entries save
#: no time, and each process of an ingest has them all.
_MOST, _LONGEST = 1 << 15, 32


class _Cache(dict[str, _V]):
    """A bounded table of what short texts become; full, it starts anew."""

    def __init__(self, compute: Callable[[str], _V]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, text: str) -> _V:
        value = self.compute(text)
        if len(text) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[text] = value
        return value


def _words(run: str) -> Sequence[str]:
    """Split a run where Chinese characters meet others; full-width letters and digits become narrow."""
    if run.isascii() or max(run) < _FIRST_CJK or is_han(run):  # nearly all are
        return (run,)
    if _WIDE.search(run):
        run = run.translate(_NARROW)
    if max(run) < _FIRST_CJK:
        return (run,)
    parts = _ALPHABETIC.findall(run)
    if all(part[0] < _FIRST_CJK or (min(part) >= "\u4e00" and max(part) <= "\u9fff") for part in parts):
        return parts
    return ["".join(chars) for _, chars in groupby(run, is_cjk)]


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower() if text.isalnum() else folded(text)
    composed = unicodedata.normalize("NFC", text)
    if composed.isalnum() and (composed.isascii() or max(composed) < _FIRST_CJK):  # one word, as most are
        return _fold_word(composed)
    runs = _RUN.findall(composed.replace("_", " "))
    return " ".join(filter(None, [_fold_word(word) for run in runs for word in _words(run)]))


def is_han(run: str) -> bool:
    """Say whether there are ideographs alone, which are what Unicode's compatible forms become.

    >>> is_han("强化"), is_han("強化"), is_han("强化 RL"), is_han("カナ")
    (True, True, False, False)
    """
    return min(run) >= "\u4e00" and max(run) <= "\u9fff"


def in_one_script(text: str) -> str:
    """Write traditional and Japanese characters as the simplified ones, of which the index knows no others.

    >>> in_one_script("強化學習 và 軌道")
    '强化学习 và 轨道'
    """
    return text.translate(_han_forms())


@cache
def _han_forms() -> dict[int, int]:
    """Read the simplified form of each Chinese character that has others."""
    others, simplified = _HAN_FORMS.read_text(encoding="utf-8").splitlines()[-2:]
    return str.maketrans(others, simplified)


@cache
def _other_forms() -> re.Pattern[str]:
    """Match a Chinese character that has a simplified form: for many texts, as it takes ten milliseconds to compile."""
    return re.compile(f"[{''.join(map(chr, _han_forms()))}]")


def _one_form(run: str) -> str:
    """Write a run of Chinese, Japanese or Korean characters in the forms that the index knows."""
    if not is_han(run):
        # A voiced mark of half a width is a combining one: alone it is no word.
        run = unicodedata.normalize("NFKC", run).lstrip("\u3099\u309a")
    return in_one_script(run)


def _fold_word(word: str) -> str:
    if word.isascii():
        return word.lower().rstrip("+#")
    if is_cjk(word):
        run = _one_form(word)
        return " ".join([*map(add, run, run[1:]), run[-1:]])
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", word).casefold()).translate(_LETTERS)
    if not bare.isascii():
        bare = _VARIABLE.sub(lambda letter: _GREEK_NAMES[letter[0]], bare)
    if bare.isalnum():
        return bare
    return " ".join(_PART.findall("".join(char for char in bare if not unicodedata.combining(char))))


def _mark(text: str) -> str:
    if text.isascii() and "+" not in text and "#" not in text:
        return ""
    if max(text) >= _FIRST_CJK and _is_unmarked(text):
        return ""
    runs = _RUN.findall(unicodedata.normalize("NFC", text).lower().replace("_", " "))
    return " ".join(filter(None, [_mark_word(word) for run in runs for word in _words(run)]))


def _is_unmarked(text: str) -> bool:
    """Say whether a text has no marks at a glance, as nearly all Chinese and Japanese have none."""
    return bool(is_han(text) or _NEVER_MARKED.are_all(text)) and in_one_script(text) == text


def _mark_word(word: str) -> str:
    """Give a lower-case word if it has marks; width and ligatures are none. Of a Chinese run, the pairs that fold."""
    if word.isascii():
        return word if word[-1] in "+#" else ""
    if is_cjk(word):
        run = unicodedata.normalize("NFKC", word)
        forms = in_one_script(run)
        pairs = zip(map(add, run, run[1:]), map(add, forms, forms[1:]), strict=True)
        return " ".join(pair for pair, form in pairs if pair != form)
    # A micro sign is a Greek letter; of other signs that stand for letters, nothing is kept.
    word = word.replace("\u00b5", "\u03bc")
    if word == _fold_word(word) or unicodedata.normalize("NFKC", word) != word:
        return ""
    return word


def _unmarked(text: str) -> str | None:
    """Fold a text whose every word is without marks at a glance; give ``None`` for any other."""
    if text.isascii():
        return None if "+" in text or "#" in text else folded(text)
    if _SIMPLE.fullmatch(text) and not _other_forms().search(text):
        return " ".join(_TOKEN.findall(text.lower()))
    return None


def _forms(text: str) -> tuple[str, str]:
    """Give what the index needs of a text without blanks: folded, and its marked forms."""
    simple = _unmarked(text)
    if simple is not None:
        return simple, ""
    if text.isascii() or not _SIMPLE.fullmatch(text):
        return _FOLDED[text], _mark(text)
    lower = text.lower()
    written, forms = _TOKEN.findall(lower), _TOKEN.findall(in_one_script(lower))
    pairs = zip(written, forms, strict=True)
    return " ".join(forms), " ".join(one for one, form in pairs if one != form and len(one) > 1)


_FOLDED = _Cache(_fold)
_FORMS = _Cache(_forms)
