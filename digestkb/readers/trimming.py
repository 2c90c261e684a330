"""What stands around a title and is no part of it: numbering, venues, dates, votes, pictures, kinds of notes."""

from __future__ import annotations

import re
from functools import lru_cache

from digestkb.dates import is_date
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.scan import numbers_in
from digestkb.tags import hashtags_behind

#: Where papers of this field appear, as lists write it beside a title.
VENUE = (
    r"ICLR|ICML|NeurIPS|NIPS|ACL|EMNLP|NAACL|EACL|AACL|COLING|TACL|CVPR|ICCV|ECCV|WACV|BMVC|AAAI|IJCAI|KDD|WWW|SIGIR|WSDM"
    r"|CIKM|RecSys|TMLR|JMLR|COLM|CoLM|MLSys|CoRL|ICRA|IROS|RSS|UAI|AISTATS|COLT|ICASSP|INTERSPEECH|SIGGRAPH|SIGMOD|VLDB"
    r"|ICDE|OSDI|SOSP|NSDI|ASPLOS|ISCA|MICRO|HPCA|EuroSys|SIGCOMM|USENIX|CHI|UIST|MICCAI|ACCV|3DV|ICPR|ICIP|ISBI|IPMI"
    r"|MIDL|PAMI|TPAMI|IJCV|PMLR|[Aa]r[Xx]iv|CoRR"
)
WHEN = r"(?:(?:19|20)\d\d(?:\s?[-/.]\s?\d{1,2}){0,2}|['’]\s?\d\d)"
#: A journal with volume, year and page, as physicists write it: ``JHEP 01 (2019) 121``.
JOURNAL = (
    r"[A-Z][A-Za-z.& ]{1,70}(?:\s[A-Z]?\d{1,4}\s?[(,]\s?(?:19|20)\d\d\)?[\s,:]{0,3}\w{0,9}"
    # Nature 596(2), 583-589 (2021)
    r"|,?\s\d{1,4}(?:\s?\(\d{1,3}\))?\s?[,:]\s?\w{1,9}(?:[–-]\w{1,9})?\s?[,(]\s?(?:19|20)\d\d\)?)"
)
_INSIDE = r"[^\])】）\[(（]"
#: ``(GaLore) GaLore: Memory-Efficient Training``
_NAME_TWICE = lazy(rf"^[\[(（【](?P<name>{_INSIDE}{{2,40}})[\])】）]\s*(?=(?P=name)\b)")
_CITE_KEY = lazy(r"@[\w:-]{0,60}\d[\w:-]{0,60}\s{1,9}(?=\S)")
_FAMILY, _YEAR = r"[^\W\d_a-z][\w'’-]{1,30}", r"\(?(?:19|20)\d\d[a-z]?\)?"
_OF = r"(?:(?:[Vv][ao]n|[Dd]e[rnl]?|[Dd]i|[Ll][ae])\s){0,2}"
_ET_AL = rf"\set\.?\sal\b\.?(?:,?\s(?:{_YEAR}|['’]?\d\d))?"
#: What a paper is cited by: «Kühn et al.», «Kühn, Albers et al. 2024», «van de Kühn et al '24», «Kühn & Albers, 2024a».
CITED_AS_SOURCE = (
    rf"{_OF}(?:{_FAMILY}(?:,\s{_FAMILY}){{0,4}},?{_ET_AL}"
    rf"|{_FAMILY}(?:\s(?:&|and|und|et|y|và)\s{_FAMILY})?,?\s{_YEAR})"
)
CITED_AS = lazy(CITED_AS_SOURCE)
#: Whom a title is cited by, behind it: «…, Ida Kühn et al. 2024», «… from Kühn et al.», «…: Kühn et al».
_CITED_BEHIND = lazy(
    rf"(?:,(?:\s[^\W\d_a-z][\w'’-]*\.?,?){{1,4}}?|(?P<by>[:–—-]|\s(?:from|by|of|in))?\s{_OF}{_FAMILY},?){_ET_AL}[,.]?$"
    rf"|:\s(?P<all>{_OF}[^\W\d_][\w'’-]{{1,30}}(?:\s(?:&|and)\s[^\W\d_][\w'’-]{{1,30}}|\set\.?\sal\.?,?)?,?\s{_YEAR})$"
)
#: Names of people alone: two words at most, or several with commas between them.
_PEOPLE_ALONE = lazy(rf"{_OF}(?:\S+\s?){{1,2}}|{_OF}{_FAMILY}(?:,\s{_OF}{_FAMILY})+")
#: What a method is called in a list, in brackets before its title: ``(FD) Crafting Inputs for Networks``.
_ACRONYM_BEFORE = lazy(r"[(（][A-Z][\w-]{0,20}[A-Z\d]\w{0,20}[)）]\s{1,3}(?=[A-Z]\S*\s\S+\s\S)")
#: What a paper may be called by, behind its name or an article.
_PAPERS = ("paper", "Paper", "report", "article", "preprint")
#: A paper by the name of what it is about: «the GRPO paper». With an article it has no name: «yet another paper».
_NAMED_PAPER = lazy(
    r"(?:(?:[Aa]n?|[Tt]his|[Oo]ur|[Tt]heir)(?:\s[\w-]{1,40}){1,4}|(?:[Yy]et\sa|[Aa])nother)\s(?:paper|report|article|preprint)"
    r"|[Tt]he\s[\"“«](?P<quoted>[^\"”»]{4,200})[\"”»]\s[Pp]aper"
    r"|[Tt]he\s(?P<proper>[A-Z][a-z]{2,30})\s[Pp]aper"
    r"|(?:[Tt]he\s)?(?P<name>\w[\w.+-]{0,30}[A-Z\d][\w.+-]{0,40}(?:\s[A-Z\d][\w.+-]{0,40}){0,4})\s[Pp]aper"
)
#: What leads to a title: «For more, see the accompanying paper: …».
_SEE_PAPER = lazy(
    r"(?:[^:.]{0,60}\s)?(?:[Ss]ee|[Rr]ead)\s(?:[\w'’-]{1,40}\s){0,4}(?:paper|article|preprint|report)\s?:\s+(?=\S+\s\S)"
)
#: In front of a title in a list: ``[ICML 2024]``, ``(2024/03)``, ``2024-03-05:``, ``[Survey]``.
_BEFORE_TITLE = lazy(
    rf"^(?:[\[(【（]\s{{0,40}}(?:{_INSIDE}{{0,25}}{WHEN}{_INSIDE}{{0,14}}|(?:{VENUE})\b{_INSIDE}{{0,20}})[\])】）]\s{{0,40}}[:：-]?\s{{0,40}}"
    rf"|(?:19|20)\d\d(?:[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?|\d{{4}}(?:\d{{4}}|\d{{6}})?)\s{{0,40}}[:：|,，–—-]?\s{{1,40}}"
    rf"|(?:{VENUE})[\s-]?{WHEN}\s{{0,40}}[:：|–—-]?\s{{1,40}}"
    rf"|(?:19|20)\d\d(?:[\s-](?:{VENUE}|Arxiv)\b\s{{0,40}}[:：|–—-]?|\s[–—-])\s{{1,40}}"
    r"|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?[,:]\s{1,9})(?=\S)"
)
#: In brackets before a title of several words, who it is by or what kind of thing; of replications it is a part.
_MARK_BEFORE = lazy(r"[\[【](?!Re\])[^\W\d_][^\[\]【】:：]{1,28}[\]】]\s{1,3}(?=[^\W\d_][^\s]*\s\S+)")
#: In front of a title, that it is a paper's or a note's: ``[Paper Review]``, ``【论文笔记】``.
_KIND = lazy(
    rf"^[\[(【（]\s{{0,40}}{_INSIDE}{{0,14}}(?:论文|論文|paper|review|notes?|笔记|筆記|阅读|閱讀|解读|解讀|리뷰|논문|まとめ|メモ)"
    rf"{_INSIDE}{{0,10}}[\])】）]\s{{0,40}}[:：-]?\s{{0,40}}(?=[^\s(\[])"
    # Without brackets, it is set apart by a colon.
    r"|^(?:(?:my|quick|short)\s)?(?:(?:paper|reading|article)\s(?:notes?|review|summary|reading)|notes\son|论文(?:阅读)?笔记|论文阅读|论文解读|論文筆記|論文閱讀|논문\s?리뷰|論文メモ)"
    r"(?:\s{0,9}[:：|]\s{0,40}|\s[–—-]\s)(?=\S)",
    re.IGNORECASE,
)
#: ... behind one.
_KIND_BEHIND = lazy(
    r"(?<=[A-Za-z\d])\s{1,3}(?:(?:论文|論文)(?:阅读|閱讀)?)?(?:笔记|筆記|解读|解讀|まとめ|メモ|論文メモ)$"
    r"|(?<=[A-Za-z\d])\s{1,3}논문\s?(?:리뷰|정리)$"
)
#: Behind a title: ``(ICML 2024)``, ``(Vaswani et al., 2017)``, ``[2023]``.
_BEHIND_TITLE = lazy(
    rf"\s{{0,40}}(?:[\[(（【]\s{{0,40}}(?:{_INSIDE}{{0,60}}\bet al\b{_INSIDE}{{0,30}}|(?:{VENUE})\b{_INSIDE}{{0,20}}"
    rf"|[\w ,.&'’-]{{0,30}}?{WHEN}{_INSIDE}{{0,10}})[\])】）]|(?<=\w)\[\d{{1,3}}\]"
    rf"|[,.|–—-]\s{{0,40}}(?:{VENUE})[\s-]?{WHEN})\W{{0,40}}$"
)
#: ... without a year, or with what it won there: ``, ECCV``, ``, CVPR 2023 最佳论文``, ``, ICML 2024 Oral``.
_VENUE_BEHIND = lazy(
    rf",\s(?:{VENUE})(?:[\s-]?{WHEN})?"
    r"(?:\s(?:(?i:oral|spotlight|poster|highlight|findings|workshop|best\spaper(?:\saward)?)|最佳论文|口头报告))?$"
)
#: What sort of document a title is of, as Chinese references say behind it: ``[J].``, ``[EB/OL]``, ``[C]//Proc. …``.
DOCUMENT_TYPE = lazy(
    r"(?<=[\w?!)）”\"])\s?\[(?:[JCDMRNSP]|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\](?:\s?//\s?|\.\s?|(?=[,，]?\s*$))"
)
_ISSUE_BEHIND = lazy(rf"(?<=\w)\s{{0,3}}[\[(（](?:{VENUE})[\s'’-]{{0,2}}(?:(?:19|20)\d\d|\d\d)[\])）]$")
#: Pictures that say how good or new a paper is.
_PICTURE = r"[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]"
_PICTURES_BEFORE = lazy(rf"(?:(?:{_PICTURE}|:[a-z][a-z0-9_+-]{{1,30}}:)\s{{0,40}})+")
_PICTURES_BEHIND = lazy(rf"(?:\s{{0,40}}(?:{_PICTURE}|\s:[a-z][a-z0-9_+-]{{1,30}}:)){{1,20}}$")
NUMBERING = lazy(
    r"^(?:[一二三四五六七八九十]{1,3}、\s*|\(?(?!(?:19|20)\d\d[:/])\d{1,4}[.)\]、:/]\s+"
    r"|#\d{1,3}[.:)]?\s+|[（(【]\d{1,3}[)）】]\s*|\[\d{1,4}\]\s*|[-*+•]\s+"
    r"|\[[ xX]\]\s+|\d{1,3}(?:\ufe0f?\u20e3\s{0,3}|\s?[→➜▶]\s)|✅\s*|☐\s*|#{1,6}\s+|\d{1,2}/\d{1,2}\s{1,3}[—–:-]\s+)+"
)

#: Signs of votes, or what is left of one whose bytes were read as letters and cannot be told any more.
_VOTE_SIGNS = r"(?:[👍🔥❤⭐▲⬆🔺💙]\ufe0f?|[ğð][^\x00-\x7f]{1,3})"
_VOTE_WORDS = r"(?:(?:up)?votes?|likes?|points?|stars?|lượt\s\w+|phiếu(?:\s\w+)?|票|个?赞)"
#: Votes behind a title: in brackets with a word or sign that says so, or set off by a sign or a dash.
_VOTES = lazy(
    rf"\s{{0,9}}[*_]{{0,9}}[(（\[]\s{{0,9}}(?:(?:{_VOTE_SIGNS}|{_VOTE_WORDS}\s{{0,9}}[:：]?)\s{{0,9}}\d{{1,9}}(?:\.\d)?(?:/\d\d?)?|\d{{1,9}}\s{{0,9}}(?:{_VOTE_SIGNS}|{_VOTE_WORDS})|\+\d{{1,9}})"
    rf"\s{{0,9}}[)）\]][*_]{{0,9}}\s{{0,9}}$|\s{{0,9}}(?:[-–—|·]\s{{0,9}})?[*_`]{{0,9}}{_VOTE_SIGNS}\s{{0,9}}\d{{1,9}}[*_`]{{0,9}}\s{{0,9}}$"
    rf"|\s{{1,9}}(?:[-–—|·]\s{{0,9}}[*_]{{0,9}}|`)\d{{1,9}}\s{{0,9}}{_VOTE_WORDS}[*_`]{{0,9}}\s{{0,9}}$|\s{{1,9}}(?:[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?\s{{0,9}}){{1,9}}$",
    re.IGNORECASE,
)
#: A link of a word or two behind a title, in brackets or not.
_LINK_BEHIND = lazy(r"(?<=\S)\s*[(（\[]?\[[^\[\]\s]{1,20}(?:\s[^\[\]\s]{1,20})?\]\(\S+\)[)）\]]?\s*$")
#: A number that was taken out, as ``\\x00``, with the brackets, address and category around it.
_AROUND_NUMBER = lazy(
    r"(?:^(?i:pdf|paper|arxiv)\s{1,3})?[\[(（【<]?\s{0,40}(?:https?://(?:www\.|export\.)?)?\x00(?:\.pdf)?\s{0,40}(?:\[[\w-]+\.[\w-]+\])?\s{0,40}[\])）】>]?"
)
#: A link to another place of the note, behind a heading: ``[[Back]](#top)``.
_LINK_WITHIN = lazy(r"(?<=\S)\s{1,9}\[{1,2}[^\[\]]{0,40}\]{1,2}\(#[^()]{0,80}\)\s*$")
_OPENING = frozenset("[(（【")
_LABEL_IN_BRACKETS = lazy(
    r"[\[(（【]\s*(?:arxiv|pdf|paper|code|link|论文|代码)\s*[\])】）]|(?<!\w)[\[(（【]\s*[\])】）]", re.IGNORECASE
)
_SITE_BEHIND = lazy(
    r"\s{0,40}[|·•–—-]\s{0,40}(?:arxiv(?:\.org)?|hugging ?face|openreview|papers with code)\s{0,40}$", re.IGNORECASE
)
_CITED_AHEAD = lazy(rf"(?=[^()]{{3,60}}\((?:19|20)\d\d[a-z]?\)){CITED_AS.pattern}[:,.]?\s{{1,3}}(?=\S+\s)")
_DATE_AHEAD = lazy(
    r"[\s*_]{0,4}(?:(?P<numbers>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})(?=\s)|[\[(（【](?P<inside>[^\[\]()（）【】]{6,32})[\])）】]|(?P<apart>[^\[\]()（）【】:：|–—]{6,32}?)\s{0,3}[:：|–—.,;，])"
    r"\s{0,3}[:：-]?\s{0,9}(?=\S)"
)
#: What a venue or year behind a title ends in.
_MAY_BE_VENUE = lazy(r"[\d)\]）】]\W*$")
_DIGIT = lazy(r"\d")
#: So many venues and years are taken off on either side: a text that has more is a line of dates and no title.
_MOST_AROUND = 20


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
    text = _PICTURES_BEFORE.sub("", text, count=1) if text[:1] == ":" else text
    text = DOCUMENT_TYPE.sub("", text, count=1) if text[-1:] == "]" else text
    if text[-1:] in (")", "]", "）") and (votes := _VOTES.search(text, max(0, len(text) - 60))) and votes.start():
        text = text[: votes.start()]
    bare = NUMBERING.sub("", _without_pictures(note_title(_without_date(without_kind(text)))))
    if "@" in bare:
        bare = _CITE_KEY.sub("", bare)
    if bare[:1] in "[【":
        bare = _MARK_BEFORE.sub("", _NAME_TWICE.sub("", bare), count=1)
    elif bare[:1] in "(（":
        bare = _ACRONYM_BEFORE.sub("", _NAME_TWICE.sub("", bare), count=1)
    return _named(_without_marks(_without_people(_without_venues(bare)))) if bare else ""


def _without_people(title: str) -> str:
    """Take off whom a title is cited by, unless nothing but people is before them."""
    may_be = " et" in title or (": " in title and title.rstrip(")")[-1:].isdigit())
    cited = _CITED_BEHIND.search(title, max(0, len(title) - 120)) if may_be else None
    if cited is None or not cited.start() or (cited["all"] and is_date(cited["all"])):
        return title
    before = title[: cited.start()]
    return before if cited["all"] or cited["by"] or not _PEOPLE_ALONE.fullmatch(before) else title


def _named(title: str) -> str:
    """Give the name of a paper that is called so and «paper», and what stands behind a hint to see it."""
    hint = _SEE_PAPER.match(title) if ": " in title else None
    title = title[hint.end() :] if hint else title
    called = _NAMED_PAPER.fullmatch(title) if title.endswith(_PAPERS) else None
    return called["name"] or called["proper"] or called["quoted"] or "" if called else title


def _without_date(text: str) -> str:
    """Take off a date that stands before a title, in brackets or set apart, in any of the languages."""
    cited = _CITED_AHEAD.match(text) if ")" in text else None
    text = text[cited.end() :] if cited else text
    ahead = _DATE_AHEAD.match(text) if _DIGIT.search(text, 0, 24) else None
    day = next(filter(None, ahead.groups()), "") if ahead else ""
    return text[ahead.end() :] if ahead and is_date(day) else text


def _without_venues(title: str) -> str:
    """Take off venues and years before and behind a title."""
    for _ in range(_MOST_AROUND):
        before = _BEFORE_TITLE.match(title)
        if before is None:
            break
        title = _without_pictures(title[before.end() :])
    bare = _VENUE_BEHIND.search(title, max(0, len(title) - 50)) if "," in title else None
    title = title[: bare.start()] if bare and bare.start() > 2 else title
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
    """Take off what says before or behind a title that it is one of a paper or a note.

    >>> without_kind("[논문리뷰] Rooftops"), without_kind("[Paper](https://a.org)"), without_kind("Wet Roofs 论文笔记")
    ('Rooftops', '[Paper](https://a.org)', 'Wet Roofs')
    """
    return _KIND_BEHIND.sub("", _KIND.sub("", text.strip()))


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


@lru_cache(maxsize=256)
def note_title(text: str) -> str:
    """Give the title of a note or section: without emphasis, numbering, the number of a paper, ``| arXiv``.

    >>> note_title("**2024-05-06: [what I read](https://a.org)**"), note_title("NeRF #rendering #scenes")
    ('2024-05-06: what I read', 'NeRF')
    """
    if "](#" in text:
        text = _LINK_WITHIN.sub("", text)
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
    for opens, closes in ("《》", "「」", "“”", '""', "‘’", "''", "()", "[]", "``"):
        if bare[:1] == opens and bare[-1:] == closes and len(bare) > 2 and closes not in bare[1:-1]:
            bare = bare[1:-1].strip()
    return bare if any(char.isalnum() for char in bare) else ""
