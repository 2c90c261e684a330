"""Where a text names something twice: in brackets behind a term, or beside a colon."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from digestkb.patterns import lazy
from digestkb.query.terms import Term
from digestkb.query.units import VARIANTS, units
from digestkb.text.fold import is_cjk, marked
from digestkb.tuples import NamedTuple

#: How many words, or Chinese characters, may belong to the term before a parenthesis.
_MOST_WORDS, _MOST_CHARACTERS = 9, 14

_GLOSS = lazy(r"(?<!\])[ \t]?[(（]([^()（）\n\[\]|<>=+&]{2,60})[)）]")
#: What no name runs across.
_STOPS = (*'\n.,;:!?…。，；：、！？()（）[]{}<>|"“”«»=', " - ", " – ", " — ", " / ", " & ", " + ")
#: What parts the names in one gloss.
_PARTS = lazy(r"\s[-–—/]\s|[,，;；/、]\s?")
#: Words that begin an example or an aside, not a name.
_ASIDE = frozenset(
    "vi du nhu voi tuc la gom bao theo cua trong cho tu eg ie etc see cf with for of in on the a an and or by from to"
    " via using like such than not as at new no".split()
)
#: Words that lead to a name in Vietnamese, and are none of it.
_LEADING = frozenset("các và một những của bằng cho với từ trong trên là như hoặc để sử dụng dùng dựa theo gồm".split())
#: The same in Chinese, which has no blanks: a name begins behind the last of them.
_LEADING_CHINESE = lazy(
    "的|了|和|与|及|或|随着|通过|基于|用于|利用|使用|采用|引入|提出|我们|称为|名为|诸如|例如|包括|结合|一种|这种|因此|关于|对于|针对|提取|定义"
    "|實現|实现|與|隨著|透過|基於|用於|採用|稱為|一種|這種|因為|關於|對於|針對|擷取|定義|不同|该|其"
)
#: How a Korean word ends that is not the first of a name, or one before it: particles, but for that of the genitive.
_ENDED_KOREAN = lazy(".*(?:[은는을를와과]|에서?|에게|으?로|하는|하고|[된한할인])")
#: Latin letters for those that Vietnamese makes of them.
_BARE = {ord(letter): bare for bare, letters in VARIANTS.items() for letter in letters}


class Gloss(NamedTuple):
    """A place where a note names something twice: the words up to the gloss, of which the last few are the term."""

    before: str
    gloss: str
    line: int
    #: It is surely a name: what a line says behind a colon, or of an abbreviation in brackets, is often something else.
    sure: bool = True


def glosses(text: str, about: Term | None = None) -> Iterator[Gloss]:
    """Yield the glosses in a text; a gloss is in another language than its term, or is its abbreviation.

    With ``about``, those that cannot have to do with that term are passed over.

    >>> [g[:2] for g in glosses("dùng học tăng cường (Reinforcement Learning), xem (2403.03507)")]
    [('học tăng cường', 'Reinforcement Learning')]
    >>> [g[:2] for g in glosses("- 稀疏注意力机制：DSA，更快")]
    [('稀疏注意力机制', 'DSA')]
    """
    if "(" in text or "（" in text:
        for match in _GLOSS.finditer(text):
            if about and not _may_name(about, text[max(0, match.start() - 100) : match.end()]):
                continue
            before = _before(text, match.start())
            for gloss in _names(match[1]) if before else ():
                term = _term(before, gloss)
                if term:
                    yield Gloss(*term, text.count("\n", 0, match.start()), _is_sure(*term))
    for below, line in enumerate(text.split("\n")) if ":" in text or "：" in text else ():
        named = _beside_colon(line) if about is None or _may_name(about, line) else None
        if named:
            yield Gloss(*named, below, sure=False)


def _beside_colon(line: str) -> tuple[str, str] | None:
    """Read a line such as ``- 稀疏注意力机制：DSA，更快``.

    What stands before a colon is mostly a label, with a sentence behind it; two names are a name and its abbreviation.
    """
    left, colon, right = line.replace("：", ":").partition(":")
    left = left.strip(" \t*_`-+•0123456789.)")
    for stop in _STOPS if colon else ():
        right = right.partition(stop)[0]
    right = right.strip(" \t*_`")
    if not (1 < len(left) <= 40 and 1 < len(right) <= 40) or "(" in left or "（" in left:
        return None
    short = is_abbreviation(left) or is_abbreviation(right)
    return (left, right) if short and kind_of(left) != kind_of(right) else None


def is_abbreviation(text: str) -> bool:
    """Say whether a word is one by its capitals, which are most of it: ``GRPO``, ``LLMs``, ``CoT``.

    >>> [is_abbreviation(text) for text in ("GRPO", "LLMs", "GPT-4", "Group", "A B", "TokenFlow")]
    [True, True, True, False, False, False]
    """
    plain = text.replace("-", "")
    capitals, others = sum(map(str.isupper, plain)), sum(map(str.islower, plain.removesuffix("s")))
    return 1 < len(text) <= 10 and plain.isascii() and plain.isalnum() and capitals > 1 and capitals > others


def _may_name(term: Term, text: str) -> bool:
    """Say, without folding anything, whether a term may stand in a text; its marks may have been left out."""
    typed, lower = term.typed.lower(), text.lower()
    return typed in lower or (not term.marks and not text.isascii() and typed in lower.translate(_BARE))


def _names(gloss: str) -> list[str]:
    """Split a gloss of several names; without an abbreviation among them it is a list of something else."""
    if ":" in gloss or "：" in gloss or ((words := units(gloss)) and words[0] in _ASIDE):
        return []
    parts = [part.strip(" \t*_`'\"") for part in _PARTS.split(gloss)]
    short = sum(is_abbreviation(part) for part in parts)
    return parts if len(parts) == 1 or (short == 1 and len(parts) == 2) else []


def _before(text: str, end: int) -> str:
    """Give the words that lead to a gloss, from the last stop on."""
    stretch = text[max(0, end - 100) : end]
    start = max(place + len(stop) if (place := stretch.rfind(stop)) >= 0 else 0 for stop in _STOPS)
    return stretch[start:].strip(" \t*_`'+•-")


def _term(before: str, gloss: str) -> tuple[str, str] | None:
    """Keep of ``before`` what can be the term; ``None`` if the gloss is an aside."""
    if not _may_be_name(gloss):
        return None
    abbreviates = is_abbreviation(gloss)
    tail = _tail(before)
    last = tail.split()[-1] if tail else ""
    if is_abbreviation(last) and not abbreviates:
        return (last, gloss) if kind_of(gloss) != "latin" or _initials(gloss, last) == gloss else None
    if kind_of(tail) == kind_of(gloss) == "latin":
        exact = _initials(tail, gloss) if abbreviates else None
        return (exact, gloss) if exact else None
    return (tail, gloss) if tail and (abbreviates or kind_of(tail) != kind_of(gloss)) else None


def _may_be_name(gloss: str) -> bool:
    """Say whether a gloss is short enough for a name, does not begin as an aside, and is not mostly numbers."""
    words = units(gloss)
    return 0 < len(words) <= _MOST_WORDS and words[0] not in _ASIDE and sum(map(str.isdigit, gloss)) <= len(gloss) / 3


def _is_sure(term: str, gloss: str) -> bool:
    """Say whether a gloss in brackets is a name, as an abbreviation is, or what abbreviates as the term."""
    return is_abbreviation(gloss) or not is_abbreviation(term) or _initials(gloss, term) == gloss


def _tail(text: str) -> str:
    """Give the last words of a text, all in one script."""
    words = text.split()
    if words and _is_korean(words[-1][-1]):
        return _korean_tail(words)
    if words and is_cjk(words[-1][-1]):
        return _chinese_tail(words[-1])
    kept: list[str] = []
    for word in reversed(words[-_MOST_WORDS:]):
        if any(map(is_cjk, word)):
            break
        kept.append(word)
    while kept and unicodedata.normalize("NFC", kept[-1]).lower() in _LEADING:
        kept.pop()
    return " ".join(reversed(kept))


def _chinese_tail(run: str) -> str:
    """Give the name that a run ends with; none if only a part of it is Chinese, as in ``视觉-语言模型``."""
    start = len(run)
    while start > 0 and is_cjk(run[start - 1]):
        start -= 1
    if start and (run[start - 1].isalnum() or run[start - 1] in "-–·"):
        return ""
    for match in _LEADING_CHINESE.finditer(run, start):
        start = match.end()
    return run[start:] if len(run) - start <= _MOST_CHARACTERS else ""


def _korean_tail(words: Sequence[str]) -> str:
    """Give the words from the last on that ends as no name does."""
    kept = [words[-1]]
    for word in reversed(words[-_MOST_WORDS:-1]):
        if not all(map(_is_korean, word)) or _ENDED_KOREAN.fullmatch(word):
            break
        kept.append(word)
    return " ".join(reversed(kept)) if all(map(_is_korean, kept[0])) else ""


def _is_korean(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def kind_of(text: str) -> str:
    """Tell ``cjk``, ``marked`` (such as Vietnamese) and ``latin`` apart."""
    if any(map(is_cjk, text)):
        return "cjk"
    return "marked" if any(not word.isascii() for word in marked(text)) else "latin"


def _initials(text: str, gloss: str) -> str | None:
    """Give the last words whose initials spell an abbreviation.

    >>> _initials("a family of large language models", "LLMs")
    'large language models'
    """
    letters = re.sub(r"[^A-Za-z]|s$", "", gloss).lower()
    words = text.split()
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        initials = "".join(part[0] for word in words[-count:] for part in re.findall(r"[A-Za-z]+", word)).lower()
        if initials == letters:
            return " ".join(words[-count:])
    return None
