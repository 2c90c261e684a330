"""What in a line is the name or the title of a paper, and what only looks like one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.scan import numbers_in
from digestkb.readers.trimming import VENUE, WHEN, clean_title
from digestkb.readers.vocabulary import only, role_of

_DIGIT = lazy(r"\d")

#: Words of a sentence, where a label would stand.
RUNNING = frozenset("and also in of on for the to by from see as with or und et và cf cf. e.g e.g. i.e".split())
#: No label has more blanks than this.
_LONGEST_LABEL = 20
#: A link's label, as people put it before or around an address.
LABEL = lazy(
    r"[\s>*_`\-–—•+(\[【（]{0,40}(?:(?:\d{1,9}|[A-Za-z])[.)]\s{1,9})?[*_`]{0,9}"
    r"(?P<label>[^\W\d_][^:：|=\n]{0,40}?)[*_`]{0,9}\s{0,9}(?:::|[:：|=])[*_`]{0,9}\s*",
)
_CJK = r"\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_HAS_CJK = lazy(rf"[{_CJK}]")
_RUN = lazy(r"[A-Za-z0-9α-ωπ][A-Za-z0-9À-ɏα-ω .:+\-_/^'’&²×@]*")
#: What an institution does with a paper: the words before it are the institution's name, not the paper's.
_BY_OTHERS = lazy(
    r"(?:的|提出|发布|推出|开源|团队|最新|出品|研究|论文|工作|新作|做了|和|与|等|联合|官方|实验室|大学|公司|在\d{4}年)"
)
_SENTENCE = lazy(r"[.!?。！？；;]\s*$|[，。；！？]|,\s+(?:and|but|which|so)\s|\.\s+[A-Z]")
_SMALL = frozenset("a an the of in on for and or with to from by via at is are as be not into over under using".split())
#: The number of a part within a title: «Results. VI. Cosmological parameters».
_PART = lazy(r"\.\s(?=[IVXL]{1,6}[.:]\s)|" + "|".join(rf"(?<=\s[IVXL]{{{n}}})\.(?=\s)" for n in range(1, 6)))
_SENTENCES = lazy(r"[。；！？]|[.!?]\s+[A-Z\u3400-\u9fff]")
_QUOTES = lazy(
    r"《([^》]{2,300})》|「([^」]{2,300})」|『([^』]{2,300})』|“([^”]{4,300})”|\"([^\"]{4,300})\""
    r"|„([^“”„]{4,300})[“”]|«\s?([^«»]{4,300}?)\s?»"
)
_VENUE_ALONE = lazy(rf"\W*(?:{VENUE})(?:[\s-]?(?:{WHEN}|\d\d(?!\d)))?(?:\s(?:[A-Z]\w+)){{0,2}}\W*$")
#: A category of arXiv.
CATEGORY = lazy(
    r"(?:cs|stat|math|eess|econ|physics|quant-ph|q-bio|q-fin|astro-ph|cond-mat|gr-qc|hep-[a-z]{2,3}|nlin|nucl-[a-z]{2})"
    r"(?:\.[A-Za-z-]{2,12})?$"
)
_ACCEPTED = lazy(r"^\W{0,3}(?:to\sappear|accepted|published|presented|appeared)\s(?:at|by|to|in)\s", re.IGNORECASE)
_HYPHEN = lazy(r"[-./]")
#: What a paper is cited by, of its authors' first letters and its year: ``[Coe10]``, ``DBM+24``.
_ALPHA_KEY = lazy(r"\\?\[[A-Z][A-Za-z]{1,5}\+?\d\d[a-c]?\\?\]|[A-Z][A-Za-z]{0,5}\+\d\d[a-c]?")
#: A word with digits in it, and one without that may be of several.
_DIGITS_WITHIN, _LABEL_WORD = lazy(r"[^\W\d_]\d+[^\W\d_]"), lazy(r"[^\W\d_]+(?:['’;.-][^\W\d_]+)*")
#: Behind a label, which one or when.
_ASIDE = lazy(r"(?<=\w)\s?\([^()]{1,24}\)$")


@lru_cache(maxsize=256)
def is_label(text: str) -> bool:
    """Say whether a text only tells what is linked (``paper``, ``[PDF]``, ``代码``), an address or number included.

    >>> [is_label(t) for t in ("Paper", "📄 arXiv:2501.12948", "论文链接", "Código", "GaLore", "https://x.org/a")]
    [True, True, True, True, False, True]
    """
    bare = _without_aside(text.strip())
    if not bare or "://" in bare or bare.startswith("www."):
        return True
    if bare.count(" ") > _LONGEST_LABEL:
        return False
    if _DIGIT.search(bare):
        if _ALPHA_KEY.fullmatch(bare):
            return True
        for found in reversed(numbers_in(bare)):
            bare = bare[: found.start] + " " + bare[found.end :]
    folded = unicodedata.normalize("NFKC", bare).casefold().replace("hugging face", "huggingface")
    if folded.strip() in only("label") or _leads_to(bare):
        return True
    if _DIGITS_WITHIN.search(folded):
        return False
    words = _LABEL_WORD.findall(folded)
    if not words:
        return True
    known = only("label")
    return len(words) <= 5 and all(word in known or known.issuperset(_HYPHEN.split(word)) for word in words)


def _without_aside(text: str) -> str:
    return _ASIDE.sub("", text) if text[-1:] == ")" else text


def _leads_to(text: str) -> bool:
    """Say whether a text is a word for an address, or for the paper, in any of the languages."""
    role = role_of(text)
    return role is not None and (role.kind in ("address", "id") or role.name == "title")


def is_venue(text: str) -> bool:
    """Say whether a text is where a paper appeared: ``ICML 2023``, ``NeurIPS'22 Oral``."""
    return _VENUE_ALONE.match(_ACCEPTED.sub("", text)) is not None


def holds_sentences(text: str) -> bool:
    """Say whether a sentence ends within a text and another begins, or an ideographic one ends.

    >>> holds_sentences("We dry. Then we paint"), holds_sentences("Planck results. VI. Cosmological parameters")
    (True, False)
    """
    return _SENTENCES.search(_PART.sub(":", text) if ". " in text else text) is not None


def quoted_title(text: str) -> str | None:
    """Give the first title in a text's title marks or quotes.

    >>> quoted_title("今天读了《Attention Is All You Need》这篇")
    'Attention Is All You Need'
    """
    for match in _QUOTES.finditer(text):
        found = clean_title(next(group for group in match.groups() if group).rstrip(".,，。 "))
        if found and not is_label(found):
            return found
    return None


def is_name(word: str) -> bool:
    """Say whether a word is written as only a name is: ``GaLore``, ``DMVAE``, ``SVG-T2I``, ``V3.2``."""
    return bool(re.search(r"[a-z0-9][A-Z]|[A-Z][A-Z]|[A-Za-z]\d|\d[A-Za-z]|[A-Za-z]-[A-Z\d]|[A-Z]\+|[α-ω]", word))


def reads_as_title(text: str) -> bool:
    """Say whether a line without a link is a title rather than a sentence or a label, by its capitals.

    >>> [reads_as_title(t) for t in ("Evaluating Parameter Efficient Methods for RLVR", "Ý tưởng chính", "tea with Bo")]
    [True, False, False]
    >>> reads_as_title("Do Language Models Know What They Forget?"), reads_as_title("What Is New Here?")
    (True, False)
    """
    asked = text.rstrip("?？")
    if not 2 < len(text) <= 200 or _SENTENCE.search(asked) or is_label(text):
        return False
    words = [word for word in text.split() if word.casefold().strip(":,") not in _SMALL]
    capital = [word for word in words if word[:1].isupper() or is_name(word)]
    if len(words) == 1:
        return is_name(words[0])
    if asked != text:  # a title asks in capitals
        return len(words) > 3 and 5 * len(capital) >= 4 * len(words)
    return len(capital) >= 2 and 5 * len(capital) >= 2 * len(words)


def is_title_case(text: str) -> bool:
    """Say whether nearly all words are capitalised, as only titles have it: ``LoRA: Low-Rank Adaptation of Models``."""
    words = [word for word in text.split() if word.casefold().strip(":,") not in _SMALL]
    capital = sum(word[:1].isupper() or is_name(word) for word in words)
    return len(words) > 3 and 5 * capital >= 4 * len(words) and reads_as_title(text)


def lead_name(text: str) -> str | None:
    """Give the name that a description starts with, or ``None`` where it is a sentence like any other.

    >>> [lead_name(t) for t in ("GaLore：省显存", "Rot: Render of Cot 这篇", "OpenAI的新工作，很好", "Idea: prune it")]
    ['GaLore', 'Rot: Render of Cot', None, None]
    """
    text = text.strip()
    bold = re.match(r"(\*\*|__)(?P<name>[^*_]{2,120}?)[:：]?\1\s*(?P<rest>.*)", text, re.DOTALL)
    if bold and not is_label(bold["name"]) and not _HAS_CJK.search(bold["name"]):
        name = clean_title(bold["name"])
        return name if _is_lead(name, own_place=True) else None
    mark = re.match(r"《([^》]{2,300})》", text)
    if mark:
        return clean_title(mark[1]) or None
    text = plain(text)
    run = _RUN.match(text)
    if not run:
        return None
    return _latin_lead(run[0], text[run.end() :])


def _latin_lead(run: str, rest: str) -> str | None:
    """Decide on the Latin words that a text starts with, by what follows them."""
    if _HAS_CJK.match(rest):
        # 名 directly behind is one word with it; a verb behind the blank tells of who made it.
        if run[-1:] not in " :" or (run.endswith(" ") and _BY_OTHERS.match(rest)):
            return None
        name = run.strip().rstrip(":").strip()
        return name if _is_lead(name, own_place=True) else None
    if rest[:1] in tuple("：，、（(，"):
        name = run.strip()
        return name if len(name.split()) <= 8 and _is_lead(name, own_place=True) else None
    colon = re.match(r"(?P<name>[^:]{2,80}?)\s{0,40}(?::\s{1,40}|\s{1,40}[-–—]\s{1,40})\S", run + rest[:40])
    if colon and _is_lead(colon["name"], own_place=False):
        return clean_title(colon["name"]) or None
    comma = re.match(r"(?P<name>[^,:.]{2,40}?(?:\.\d[^,:.]*)?),\s", run + rest[:40])
    if comma and len(comma["name"].split()) <= 3 and is_name(comma["name"]):
        return comma["name"].strip()
    return None


def _is_lead(name: str, *, own_place: bool) -> bool:
    """Check a name that stands where names stand; ``own_place`` if the script or bold type sets it apart."""
    words = name.split()
    if not name or len(name) < 2 or len(words) > 14 or is_label(name) or not re.search(r"[A-Za-zα-ω]", name):
        return False
    if own_place:
        return not _SENTENCE.search(name)
    if len(words) > 7 or _SENTENCE.search(name):
        return False
    if any(is_name(word) for word in words):
        return True
    return name.isascii() and all(word[:1].isupper() or word.casefold() in _SMALL for word in words)
