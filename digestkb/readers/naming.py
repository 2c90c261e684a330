"""Names of papers in running text: what is certainly one, and nothing that might be an ordinary word.

A name is found where it stands - beside a number, before a colon, behind «we propose», in closing brackets - and by
its shape: capitals or digits within a word (``GaLore``, ``o1``, ``M-STAR``), or a run of capitalised words.
"""

from __future__ import annotations

import re
from itertools import takewhile

from digestkb.arxiv import Found
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.labels import bare, find_label
from digestkb.readers.scan import link_around
from digestkb.readers.vocabulary import only

#: What a word of a name consists of: no blanks, no brackets, no Chinese or Japanese, no Vietnamese letters.
_WORD = (
    r"[A-Za-z0-9\u0391-\u03c9∞²³⁺]"
    r"(?:[A-Za-z0-9\u0391-\u03c9'’@^_.+/∞²³⁺\u2080-\u2089-]{0,60}[A-Za-z0-9\u0391-\u03c9+∞²³⁺])?"
)
_RUN = rf"{_WORD}(?:\s(?:&\s)?{_WORD}){{0,5}}"
_BEFORE = lazy(rf"(?:^|(?<=[\s(（\[\"“'‘*`,，、;；:：/\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]))({_RUN})$")
_AFTER = lazy(r"[*`_]*\s?[(（]([^()（）]{1,60})[)）]")
_CLOSING = lazy(r"[(（]([^()（）]{1,60})[)）][.。]?\s*$")
_LEAD = lazy(rf"[\"“`*]*({_RUN})[\"”`*]*(?:\s?[(（]([^()（）]{{1,40}})[)）])?\s?(?=([:：,，(（]|\s|$))")
_QUOTED = lazy(r"`([^`\s]{2,40})`")
_VERBS = lazy(
    r"(?:(?:bài báo|nghiên cứu)\s+)?(?:đề xuất|giới thiệu|trình bày|phát triển|xây dựng|công bố|ra mắt)\s+"
    r"|(?:(?:we|this paper|the paper|the authors)\s+)?(?:propos|introduc|present|develop|releas)(?:es?|s|ed|ing)?\s+"
    r"|(?:本文|该文|论文|作者)?(?:提出|介绍|推出|发布|开发)(?:了)?\s*",
    re.IGNORECASE,
)
_NOUNS = lazy(
    r"(?:(?:benchmark|framework|model|method|the|an?|khung|mô hình|phương pháp|bộ dữ liệu|hệ thống|一种|名为)\s+){1,3}"
)
#: Models so well known that others are named after them: alone they are no name here, «LLaMA Factory» is.
_FAMOUS = frozenset({"llama", "gpt", "gpt-4", "gpt-4o", "chatgpt"})
_PROPER = lazy(r"[A-Z][a-z]{2,}(?:[-/][A-Z][a-z]+)*$")
_NUMBER = lazy(r"v?\d+(?:\.\d+)*[A-Za-z]?$")
_LONGEST = 60
#: Between a name and what is said of it, from the surest to one that a name may hold itself.
_BEHIND_NAME = tuple(map(re.compile, (r"\s[·•]\s", r"\s?[|｜]\s?", r"\s[–—-]\s", r"[*_]{0,4}[:：][*_]*\s*")))


def name_beside(line: str, found: Found) -> str | None:
    """Give the name that stands beside the number ``found`` in ``line``: before it or its bracket, or in one after it.

    >>> from digestkb.arxiv import find_arxiv_ids
    >>> line = "as Gemini 1.5 Pro (2403.05530), o1 2412.16720 and older agents (2403.04746) do; 2412.14922 (ROBUST FT)"
    >>> [name_beside(line, found) for found in find_arxiv_ids(line)]
    ['Gemini 1.5 Pro', 'o1', None, 'ROBUST FT']
    """
    start, end, label = extent(line, found)
    if label:
        return label
    after = _AFTER.match(line, end)
    if after and is_name(after[1]):
        return _clean(after[1])
    before = line[max(0, start - 120) : start].rstrip("*_`[ \t")
    bracketed = before[-1:] in ("(", "（")
    if bracketed and not re.match(r"[*`_\]]*\s*[)）]", line[end:]):
        return None  # the first of several in one bracket: (2403.04746, 2403.08715)
    before = before.rstrip("(（").rstrip()
    if before.endswith("`") and "`" in before[:-1]:
        quoted = before[:-1].rpartition("`")[2]
        return quoted if 1 < len(quoted) <= _LONGEST and " " not in quoted and not _is_generic(quoted) else None
    before = before.rstrip("*_`")
    match = _BEFORE.search(before)
    if not match:
        return None
    opens = before[: match.start()].rstrip()[-1:] in ("", ".", "!", "?", ":", "。", "：")
    return _last_name(match[1], bracketed, opens)


def extent(line: str, found: Found) -> tuple[int, int, str | None]:
    """Give where a number stands with the link around it, and the link's text if that is a name."""
    link = link_around(line, found)
    if link is None:
        return found.start, found.end, None
    label = plain(link.label)
    return link.start, link.end, label if is_name(label) else None


def _last_name(run: str, bracketed: bool, opens: bool) -> str | None:
    """Take from the words before a number those that belong to a name, going backwards from the number.

    A word with nothing but its capital is one only if it is ``bracketed`` with the number, or ``opens`` no sentence.
    """
    words = run.split(" ")
    first = len(words)
    while first and (_is_part(words[first - 1]) or (words[first - 1] == "&" and first < len(words))):
        if words[first - 1].endswith((",", ";")):
            break
        first -= 1
    name = _without_generic(words[first:])
    text = " ".join(name)
    certain = bracketed or any(map(_is_strong, name)) or first or not opens
    return text if text and certain and is_name(text) else None


def _without_generic(words: list[str]) -> list[str]:
    """Leave out the words before a name that say only what kind of thing it is, and numbers."""
    for at, word in enumerate(words):
        famous = word.lower() in _FAMOUS and at < len(words) - 1
        if famous or not (word == "&" or _is_generic(word) or _NUMBER.match(word)):
            return words[at:]
    return []


def is_name(text: str) -> bool:
    """Say whether the whole of ``text`` has the shape of a paper's short name.

    >>> [is_name(t) for t in ("GaLore", "SOTOPIA-π", "Gemini 1.5 Pro", "o1", "LLMs", "the model", "65", "Paper")]
    [True, True, True, True, False, False, False, False]
    """
    words = _clean(text).split()
    if not words or len(words) > 6 or len(text) > _LONGEST or not re.fullmatch(_RUN, " ".join(words)):
        return False
    if not all(_is_part(word) or word in ("&", "of", "for", "in", "the", "and", "with", "via") for word in words):
        return False
    if not (_is_strong(words[0]) or _PROPER.match(words[0])):
        return False
    return any((_is_strong(word) or _PROPER.match(word)) and not _is_generic(word) for word in words)


def lead_names(text: str) -> tuple[str, ...]:
    """Give the names that a text opens with: before its colon, before a bracket, or behind a verb such as «propose».

    >>> lead_names("SwiftEdit: edits in one step"), lead_names("Introduces Byte Latent Transformer (BLT) with patches")
    (('SwiftEdit',), ('Byte Latent Transformer', 'BLT'))
    >>> lead_names("Đề xuất Mora, một mô hình nhỏ"), lead_names("Khảo sát: phần mềm"), lead_names("Framework: fast")
    (('Mora',), (), ())
    """
    at = _behind_verb(text)
    quoted = _QUOTED.match(text, at)
    if quoted and not _is_generic(quoted[1]):
        return (quoted[1],)
    match = _LEAD.match(text, at)
    if not match:
        return ()
    run = match[1].split(" ")
    words = list(takewhile(_is_part, run))
    name = " ".join(words)
    if not is_name(name) or _is_generic(words[0]):
        return ()
    # Ordinary words may follow the name.
    short, follows = (match[2], match[3]) if words == run else (None, " ")
    if short and _abbreviates(short, name):
        return (name, short)
    return (name,) if _is_set_apart(words, "(" if short else follows, at > 0) else ()


def _behind_verb(text: str) -> int:
    """Give the column behind a verb such as «propose» and the kind of thing that is proposed, if a text opens so."""
    verb = _VERBS.match(text)
    nouns = _NOUNS.match(text, verb.end()) if verb else None
    return (nouns or verb).end() if verb else 0


def _is_set_apart(words: list[str], follows: str, proposed: bool) -> bool:
    """Say whether the words that a text opens with are surely a name, by what follows them and stands before them."""
    if follows in (":", "："):
        return True
    if not proposed and follows not in ("(", "（"):
        return False
    return _is_strong(words[0]) or (len(words) == 1 and follows in (",", "，", "(", "（"))


def closing_name(text: str) -> str | None:
    """Give the name in brackets that closes a text.

    >>> closing_name("projects gradients into a small space (GaLore)."), closing_name("faster (see below)")
    ('GaLore', None)
    """
    match = _CLOSING.search(text[-80:])
    return _clean(match[1]) if match and is_name(match[1]) and not _NUMBER.match(match[1]) else None


def name_before(text: str, shaped: bool = True) -> str:
    """Give the name that a text before a number is, or nothing; one that need not be ``shaped`` may be any words."""
    name = plain(text.strip("*_ ")).strip('*_ :：–—-·|([（"“”').strip()
    fits = len(name) <= 90 and (is_name(name) or (not shaped and re.search(r"[^\W\d_]{2}", name)))
    return name if fits else ""


def split_name(text: str) -> tuple[str, int]:
    """Give the name that a text begins with, and the column behind it, by the first mark that leaves it short.

    >>> split_name("AIOS · an operating system"), split_name("worth reading")
    (('AIOS', 7), ('', 0))
    """
    for mark in _BEHIND_NAME:
        match = mark.search(text, 0, 120)
        if match and 0 < match.start() <= 90 and "\n" not in text[: match.start()]:
            return plain(text[: match.start()].strip('*_ "“”')).strip("*_ "), match.end()
    label = find_label(text)
    if label and label.marked:
        return bare(label.text), len(text) - len(text[label.start :].lstrip("–—-:： "))
    name = plain(text).strip(" .。")
    return (name, len(text)) if is_name(name) else ("", 0)


def short_name(name: str) -> str:
    """Give the short name in ``AIOS (Agent Operating System)`` and ``TRELLIS/SLAT``, or nothing."""
    short, *rest = re.split(r"[(（/]", name, maxsplit=1)
    return short.strip() if rest and is_name(short) else ""


def _clean(text: str) -> str:
    return text.strip().strip("*_`\"“”'‘’").strip()


def _is_generic(word: str) -> bool:
    lower = word.lower()
    return lower in only("thing") or (lower.endswith("s") and lower[:-1] in only("thing"))


def _is_strong(word: str) -> bool:
    """Say whether no ordinary word looks like this: capitals within, digits beside letters, Greek, all capitals."""
    letters = [char for char in word if char.isalpha()]
    if not letters or re.match(r"\d+(?:\.\d+)?[KMBTkmx%]?$", word):
        return False
    digits = any(char.isdigit() for char in word)
    capitals = sum(char.isupper() for char in letters)
    return digits or (capitals >= 1 and (word[0].islower() or capitals >= 2)) or any("α" <= c <= "ω" for c in word)


def _is_part(word: str) -> bool:
    return bool(_is_strong(word) or _PROPER.match(word) or _NUMBER.match(word) or word == "&")


def _abbreviates(short: str, name: str) -> bool:
    """Say whether ``short`` can stand for ``name``: it begins alike, and its letters come in the name in this order."""
    letters = iter(name.lower())
    in_order = all(any(letter == char for letter in letters) for char in short.lower() if char.isalnum())
    return in_order and short[0].lower() == name[0].lower() and len(short) <= 12 and is_name(short)
