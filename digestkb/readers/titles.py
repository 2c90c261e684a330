"""What in a line is the name or the title of a paper, and what only looks like one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from digestkb.dates import is_date
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.scan import numbers_in
from digestkb.readers.vocabulary import only, role_of
from digestkb.tags import hashtags_behind

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
_QUOTES = lazy(
    r"《([^》]{2,300})》|「([^」]{2,300})」|『([^』]{2,300})』|“([^”]{4,300})”|\"([^\"]{4,300})\""
    r"|„([^“”„]{4,300})[“”]|«\s?([^«»]{4,300}?)\s?»"
)
#: Where papers of this field appear, as lists write it beside a title.
VENUE = (
    r"ICLR|ICML|NeurIPS|NIPS|ACL|EMNLP|NAACL|EACL|AACL|COLING|TACL|CVPR|ICCV|ECCV|WACV|BMVC|AAAI|IJCAI|KDD|WWW|SIGIR|WSDM"
    r"|CIKM|RecSys|TMLR|JMLR|COLM|CoLM|MLSys|CoRL|ICRA|IROS|RSS|UAI|AISTATS|COLT|ICASSP|INTERSPEECH|SIGGRAPH|SIGMOD|VLDB"
    r"|ICDE|OSDI|SOSP|NSDI|ASPLOS|ISCA|MICRO|HPCA|EuroSys|SIGCOMM|USENIX|CHI|UIST|MICCAI|ACCV|3DV|ICPR|ICIP|ISBI|IPMI"
    r"|MIDL|PAMI|TPAMI|IJCV|PMLR|arXiv|CoRR"
)
WHEN = r"(?:(?:19|20)\d\d(?:\s?[-/.]\s?\d{1,2}){0,2}|['’]\d\d)"
_INSIDE = r"[^\])】）\[(（]"
#: ``(GaLore) GaLore: Memory-Efficient Training``
_NAME_TWICE = lazy(rf"^[\[(（【](?P<name>{_INSIDE}{{2,40}})[\])】）]\s*(?=(?P=name)\b)")
_CITE_KEY = lazy(r"@[\w:-]{0,60}\d[\w:-]{0,60}\s{1,9}(?=\S)")
_VENUE_ALONE = lazy(rf"\W*(?:{VENUE})(?:[\s-]?{WHEN})?(?:\s(?:[A-Z]\w+)){{0,2}}\W*$")
#: What a paper is cited by: «Kühn et al. 2024», «Kühn & Albers, 2024a».
CITED_AS = lazy(
    r"[^\W\d_a-z][\w'’-]{1,30}(?:\s(?:et\sal\.?|(?:&|and|und|et|y|và)\s[^\W\d_a-z][\w'’-]{1,30}))?,?\s\(?(?:19|20)\d\d[a-z]?\)?"
)
#: A category of arXiv.
CATEGORY = lazy(
    r"(?:cs|stat|math|eess|econ|physics|quant-ph|q-bio|q-fin|astro-ph|cond-mat|gr-qc|hep-[a-z]{2,3}|nlin|nucl-[a-z]{2})"
    r"(?:\.[A-Za-z-]{2,12})?$"
)
#: In front of a title in a list: ``[ICML 2024]``, ``(2024/03)``, ``2024-03-05:``, ``[Survey]``.
_BEFORE_TITLE = lazy(
    rf"^(?:[\[(【（]\s{{0,40}}(?:{_INSIDE}{{0,25}}{WHEN}{_INSIDE}{{0,14}}|(?:{VENUE})\b{_INSIDE}{{0,20}})[\])】）]\s{{0,40}}[:：-]?\s{{0,40}}"
    rf"|(?:19|20)\d\d(?:[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?|\d{{4}}(?:\d{{4}}|\d{{6}})?)\s{{0,40}}[:：|,，–—-]?\s{{1,40}}"
    rf"|(?:{VENUE})[\s-]?{WHEN}\s{{0,40}}[:：|–—-]?\s{{1,40}}"
    r"|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?[,:]\s{1,9})(?=\S)"
)
#: In front of a title, that it is a paper's or a note's: ``[Paper Review]``, ``【论文笔记】``.
_KIND = lazy(
    rf"^[\[(【（]\s{{0,40}}{_INSIDE}{{0,14}}(?:论文|論文|paper|review|notes?|笔记|筆記|阅读|閱讀|解读|解讀|리뷰|논문|まとめ|メモ)"
    rf"{_INSIDE}{{0,10}}[\])】）]\s{{0,40}}[:：-]?\s{{0,40}}(?=[^\s(\[])"
    # Without brackets, it is set apart by a colon.
    r"|^(?:(?:my|quick|short)\s)?(?:(?:paper|reading|article)\s(?:notes?|review|summary|reading)|notes\son|论文(?:阅读)?笔记|论文阅读|论文解读|論文筆記|論文閱讀|논문\s?리뷰|論文メモ)"
    r"(?:\s{0,9}[:：|]\s{0,40}|\s[–—-]\s)(?=\S)",
    re.IGNORECASE,
)
#: Behind a title: ``(ICML 2024)``, ``(Vaswani et al., 2017)``, ``[2023]``.
_BEHIND_TITLE = lazy(
    rf"\s{{0,40}}(?:[\[(（【]\s{{0,40}}(?:{_INSIDE}{{0,60}}\bet al\b{_INSIDE}{{0,30}}|(?:{VENUE})\b{_INSIDE}{{0,20}}"
    rf"|[\w ,.&'’-]{{0,30}}?{WHEN}{_INSIDE}{{0,10}})[\])】）]|[,.|–—-]\s{{0,40}}(?:{VENUE})[\s-]?{WHEN})\W{{0,40}}$"
)
_ISSUE_BEHIND = lazy(rf"(?<=\w)\s{{0,3}}[\[(（](?:{VENUE})[\s'’-]{{0,2}}(?:(?:19|20)\d\d|\d\d)[\])）]$")
_ACCEPTED = lazy(r"^\W{0,3}(?:to\sappear|accepted|published|presented|appeared)\s(?:at|by|to|in)\s", re.IGNORECASE)
#: Pictures that say how good or new a paper is.
_PICTURE = r"[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]"
_PICTURES_BEFORE = lazy(rf"(?:(?:{_PICTURE}|:[a-z][a-z0-9_+-]{{1,30}}:)\s{{0,40}})+")
_PICTURES_BEHIND = lazy(rf"(?:\s{{0,40}}(?:{_PICTURE}|\s:[a-z][a-z0-9_+-]{{1,30}}:)){{1,20}}$")
NUMBERING = lazy(
    r"^(?:\(?(?!(?:19|20)\d\d[:/])\d{1,4}[.)\]、:/]\s+|#\d{1,3}[.:)]?\s+|[（(【]\d{1,3}[)）】]\s*|\[\d{1,4}\]\s*|[-*+•]\s+"
    r"|\[[ xX]\]\s+|\d{1,3}(?:\ufe0f?\u20e3\s{0,3}|\s?[→➜▶]\s)|✅\s*|☐\s*|#{1,6}\s+|\d{1,2}/\d{1,2}\s{1,3}[—–:-]\s+)+"
)

#: Signs of votes, or what is left of one whose bytes were read as letters and cannot be told any more.
_VOTE_SIGNS = r"(?:[👍🔥❤⭐▲⬆🔺💙]\ufe0f?|[ğð][^\x00-\x7f]{1,3})"
_VOTE_WORDS = r"(?:(?:up)?votes?|likes?|points?|stars?|lượt\s\w+|phiếu(?:\s\w+)?|票|个?赞)"
#: Votes behind a title: in brackets with a word or sign that says so, or set off by a sign or a dash.
_VOTES = lazy(
    rf"\s{{0,9}}[*_]{{0,9}}[(（\[]\s{{0,9}}(?:(?:{_VOTE_SIGNS}|{_VOTE_WORDS}\s{{0,9}}[:：]?)\s{{0,9}}\d{{1,9}}|\d{{1,9}}\s{{0,9}}(?:{_VOTE_SIGNS}|{_VOTE_WORDS})|\+\d{{1,9}})"
    rf"\s{{0,9}}[)）\]][*_]{{0,9}}\s{{0,9}}$|\s{{0,9}}(?:[-–—|·]\s{{0,9}})?[*_`]{{0,9}}{_VOTE_SIGNS}\s{{0,9}}\d{{1,9}}[*_`]{{0,9}}\s{{0,9}}$"
    rf"|\s{{1,9}}(?:[-–—|·]\s{{0,9}}[*_]{{0,9}}|`)\d{{1,9}}\s{{0,9}}{_VOTE_WORDS}[*_`]{{0,9}}\s{{0,9}}$|\s{{1,9}}(?:[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?\s{{0,9}}){{1,9}}$",
    re.IGNORECASE,
)
#: A link of a word or two behind a title, in brackets or not.
_LINK_BEHIND = lazy(r"(?<=\S)\s*[(（\[]?\[[^\[\]\s]{1,20}(?:\s[^\[\]\s]{1,20})?\]\(\S+\)[)）\]]?\s*$")
#: A number that was taken out, as ``\\x00``, with the brackets, address and category around it.
_AROUND_NUMBER = lazy(
    r"[\[(（【<]?\s{0,40}(?:https?://(?:www\.|export\.)?)?\x00(?:\.pdf)?\s{0,40}(?:\[[\w-]+\.[\w-]+\])?\s{0,40}[\])）】>]?"
)
_OPENING = frozenset("[(（【")
_LABEL_IN_BRACKETS = lazy(
    r"[\[(（【]\s*(?:arxiv|pdf|paper|code|link|论文|代码)\s*[\])】）]|(?<!\w)[\[(（【]\s*[\])】）]", re.IGNORECASE
)
_SITE_BEHIND = lazy(
    r"\s{0,40}[|·•–—-]\s{0,40}(?:arxiv(?:\.org)?|hugging ?face|openreview|papers with code)\s{0,40}$", re.IGNORECASE
)
_CITED_AHEAD = lazy(rf"(?=[^()]{{3,60}}\((?:19|20)\d\d[a-z]?\)){CITED_AS.pattern}[:,.]?\s{{1,3}}(?=\S+\s)")
_DATE_AHEAD = lazy(
    r"[\s*_]{0,4}(?:[\[(（【](?P<inside>[^\[\]()（）【】]{6,32})[\])）】]|(?P<apart>[^\[\]()（）【】:：|–—]{6,32}?)\s{0,3}[:：|–—.,;，])"
    r"\s{0,3}[:：-]?\s{0,9}(?=\S)"
)
#: What a venue or year behind a title ends in.
_MAY_BE_VENUE = lazy(r"[\d)\]）】]\W*$")
_DIGIT = lazy(r"\d")
#: So many venues and years are taken off on either side: a text that has more is a line of dates and no title.
_MOST_AROUND = 20


@lru_cache(maxsize=256)
def is_label(text: str) -> bool:
    """Say whether a text only tells what is linked (``paper``, ``[PDF]``, ``代码``), an address or number included.

    >>> [is_label(t) for t in ("Paper", "📄 arXiv:2501.12948", "论文链接", "Código", "GaLore", "https://x.org/a")]
    [True, True, True, True, False, True]
    """
    bare = text.strip()
    if not bare or "://" in bare or bare.startswith("www."):
        return True
    if bare.count(" ") > _LONGEST_LABEL:
        return False
    if _DIGIT.search(bare):
        for found in reversed(numbers_in(bare)):
            bare = bare[: found.start] + " " + bare[found.end :]
    folded = unicodedata.normalize("NFKC", bare).casefold().replace("hugging face", "huggingface")
    if folded.strip() in only("label") or _leads_to(bare):
        return True
    if re.search(r"[^\W\d_]\d+[^\W\d_]", folded):
        return False
    words = re.findall(r"[^\W\d_]+(?:['’;.-][^\W\d_]+)*", folded)
    if not words:
        return True
    return len(words) <= 5 and all(word in only("label") for word in words)


def _leads_to(text: str) -> bool:
    """Say whether a text is a word for an address, or for the paper, in any of the languages."""
    role = role_of(text)
    return role is not None and (role.kind in ("address", "id") or role.name == "title")


@lru_cache(maxsize=256)
def clean_title(text: str) -> str:
    """Give a paper's title as one writes it: without number, pictures, and without the venue and year beside it.

    >>> clean_title("3. **[2403.03507] GaLore: Memory-Efficient Training** (arXiv:2403.03507v2)")
    'GaLore: Memory-Efficient Training'
    >>> clean_title("🔥 (*ICLR'23*) SmoothQuant: Accurate"), clean_title("Attention (Vaswani et al., 2017)")
    ('SmoothQuant: Accurate', 'Attention')
    """
    if "#" in text:
        text, _ = hashtags_behind(text)
    if text[-1:] in (")", "]", "）") and (votes := _VOTES.search(text, max(0, len(text) - 60))) and votes.start():
        text = text[: votes.start()]
    bare = NUMBERING.sub("", _without_pictures(note_title(_without_date(without_kind(text)))))
    if "@" in bare:
        bare = _CITE_KEY.sub("", bare)
    bare = _NAME_TWICE.sub("", bare)
    return _without_marks(_without_venues(bare)) if bare else ""


def _without_date(text: str) -> str:
    """Take off a date that stands before a title, in brackets or set apart, in any of the languages."""
    cited = _CITED_AHEAD.match(text) if ")" in text else None
    text = text[cited.end() :] if cited else text
    ahead = _DATE_AHEAD.match(text) if _DIGIT.search(text, 0, 24) else None
    return text[ahead.end() :] if ahead and is_date(ahead["inside"] or ahead["apart"]) else text


def _without_venues(title: str) -> str:
    """Take off venues and years before and behind a title."""
    for _ in range(_MOST_AROUND):
        before = _BEFORE_TITLE.match(title)
        if before is None:
            break
        title = _without_pictures(title[before.end() :])
    for _ in range(_MOST_AROUND):
        if not _MAY_BE_VENUE.search(title, max(0, len(title) - 40)):
            break
        behind = _BEHIND_TITLE.search(title)
        if behind is None or behind.start() < 2:
            break
        title = title[: behind.start()]
    return title


def _without_pictures(text: str) -> str:
    before = _PICTURES_BEFORE.match(text)
    text = text[before.end() :] if before else text
    return text if text[-1:].isalpha() else _PICTURES_BEHIND.sub("", text)  # most titles end so


def without_kind(text: str) -> str:
    """Take off what says before a title that it is one of a paper or a note.

    >>> without_kind("[논문리뷰] Rooftops"), without_kind("[Paper](https://a.org)")
    ('Rooftops', '[Paper](https://a.org)')
    """
    return _KIND.sub("", text.strip())


def without_issue(text: str) -> str:
    """Take off the venue with its year that stands in brackets behind a title.

    >>> without_issue("Rooftops (CVPR 2023)"), without_issue("A Study of Rooftops (2nd ed.)")
    ('Rooftops', 'A Study of Rooftops (2nd ed.)')
    """
    return _ISSUE_BEHIND.sub("", text)


def without_votes(text: str) -> str:
    """Take off what stands behind a title in a digest: votes, and links of a word or two.

    >>> without_votes("GDPO ([arXiv](https://arxiv.org/abs/2601.05242)) · 12 upvotes"), without_votes("Attention (2)")
    ('GDPO', 'Attention (2)')
    """
    for _ in range(3):
        if text[-1:].isalpha() and not _DIGIT.search(text, max(0, len(text) - 24)):
            break  # most titles end so
        votes = _VOTES.search(text, max(0, len(text) - 60))
        if votes and votes.start():
            text = text[: votes.start()]
        elif text.rstrip()[-1:] in (")", "]", "）"):
            text = _LINK_BEHIND.sub("", text)
        else:
            break
    return text


def is_venue(text: str) -> bool:
    """Say whether a text is where a paper appeared: ``ICML 2023``, ``NeurIPS'22 Oral``."""
    return _VENUE_ALONE.match(_ACCEPTED.sub("", text)) is not None


@lru_cache(maxsize=256)
def note_title(text: str) -> str:
    """Give the title of a note or section: without emphasis, numbering, the number of a paper, ``| arXiv``.

    >>> note_title("**2024-05-06: [what I read](https://a.org)**"), note_title("NeRF #rendering #scenes")
    ('2024-05-06: what I read', 'NeRF')
    """
    bare = NUMBERING.sub("", plain(text).strip())
    bare, _ = hashtags_behind(bare)
    numbers = numbers_in(bare) if _DIGIT.search(bare) else ()
    if numbers:
        for found in reversed(numbers):
            bare = bare[: found.start] + "\x00" + bare[found.end :]
        bare = _AROUND_NUMBER.sub(" ", bare)
    if "://" in bare:
        bare = re.sub(r"https?://\S+", " ", bare)
    if _SITE_BEHIND.search(bare, max(0, len(bare) - 40)):
        bare = _SITE_BEHIND.sub("", bare)
    if not _OPENING.isdisjoint(bare):
        bare = _LABEL_IN_BRACKETS.sub(" ", bare)
    return _without_marks(NUMBERING.sub("", bare.strip()))


def _without_marks(bare: str) -> str:
    """Take off punctuation around a title, and the brackets or quotes that it stands in."""
    bare = " ".join(bare.split()).strip(" \t-–—|·:：,，;；、")
    bare = bare.rstrip(" ([（【《")
    for opens, closes in ("《》", "「」", "“”", '""', "()", "[]"):
        if bare[:1] == opens and bare[-1:] == closes and len(bare) > 2 and closes not in bare[1:-1]:
            bare = bare[1:-1].strip()
    return bare if any(char.isalnum() for char in bare) else ""


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
