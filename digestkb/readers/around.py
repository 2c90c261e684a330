"""What may be the title around a number in its own line: its link, what stands before it, what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from digestkb.arxiv import Found
from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    are_people,
    dated_families,
    family_names,
    has_initials,
    is_person,
    named_people,
    split_people,
)
from digestkb.readers.candidates import LONGEST, Candidate, candidate, titleness
from digestkb.readers.citation import citation
from digestkb.readers.cited import Citation
from digestkb.readers.dated import MESSAGE, is_message
from digestkb.readers.naming import name_beside
from digestkb.readers.scan import WINDOW, link_around, link_at, links_in, numbers_in
from digestkb.readers.titles import (
    LABEL,
    holds_sentences,
    is_label,
    is_name,
    is_title_case,
    is_venue,
    lead_name,
    quoted_title,
    reads_as_title,
)
from digestkb.readers.trimming import CITED_AS, clean_title
from digestkb.readers.vocabulary import only, role_of
from digestkb.records import TitleSource

#: Around a number in a line of a megabyte, so much is looked at.
_AROUND = 400
_BEHIND = " \t)）】]>,，:：;；.-–—|*"
_NEAR = 60
_WORD_BEFORE = lazy(r"(?:[a-z][a-z]|\ba)[\s(*_]{0,5}$")
#: An article and small words: «an update», «The original work»; or where something is to be found: «click here …».
_PHRASE = lazy(
    r"(?:[Aa]n?|[Tt]he|[Tt]his|[Tt]heir|[Oo]ur)(?:\s[a-z]{2,14}){1,3}|(?:[Cc]lick|[Ss]ee|[Rr]ead)\s(?:here|this)\b.*"
)
#: A link's text that is shorter is no reference with people and a title, in characters.
_SHORTEST_REFERENCE = 30


def in_line(text: str, start: int, end: int, line: int, kind: str) -> Iterator[Candidate | None]:
    """Yield what may be the title of a number or address between two columns of its item, heading or paragraph."""
    first = next(iter(numbers_in(text)), None)
    link = link_at(text, start)
    start, end = (link.start, link.end) if link else (start, end)
    behind = description(text[end:].split("\n", 1)[0])
    before = text[:start]
    if link:
        yield _text_of_link(link, "heading link" if kind == "section" else "link", line, before, behind)
    if first is None or first.start >= start:
        for one in before_number(before, line, kind):
            yield one and one._replace(rest=behind)
    marked = adjoining_title(before[-_AROUND:])
    if marked:
        surely = _INTRODUCED.search(before) or _LATIN.search(before[-_AROUND:])
        yield candidate(marked, "quotes" if surely else "adjoining", line, behind)
    yield from _behind(text, before, end, line, link)


def _behind(text: str, before: str, end: int, line: int, link: FoundLink | None) -> Iterator[Candidate | None]:
    """Yield what may be the title behind a number that nothing stands before, or that is linked by whom it is of."""
    if link and _is_cited(link):
        # Required: [Bee et al. 2017](…) Bricks and Mortar.
        for one in behind_number(text, end, line):
            yield one and one._replace(weight=one.weight + 10)
    elif not before.strip(" \t*_[(") or is_label(plain(before)):
        yield from behind_number(text, end, line)
    elif _ASKED.search(MESSAGE.sub("", before)):
        found = (
            one
            for one in behind_number(text, end, line)
            if one and (titleness(one.text) == 2 or (" " not in one.text and is_name(one.text)))
        )
        yield from (one._replace(place="adjoining") for one in found)


#: A sentence ends before a number, which only a title may follow: «Has anyone read this? 2310.16944 Wet Paint: …».
_ASKED = lazy(r"[^\W\d_]\s?[?!:？！：。]\s{0,3}$")


def _is_cited(link: FoundLink) -> bool:
    """Say whether a link is called by people and a year."""
    return CITED_AS.fullmatch(plain(link.label)) is not None


def _text_of_link(link: FoundLink, place: str, line: int, before: str, behind: str) -> Candidate | None:
    """Weigh the text of the link that a number stands in."""
    if link.image or is_label(link.label) or _is_cited(link) or _is_of_sentence(link, before):
        return None
    cited = citation(link.label) if len(link.label) > _SHORTEST_REFERENCE else None
    if cited and (cited.authors or " et al" in link.label.partition(cited.title)[0]):
        return candidate(cited.title, place, line, behind, cited.authors)
    found = candidate(link.label, place, line, behind)
    if found and _is_acronym(found.text) and len(plain(before).split()) > 1:
        # What stands before it is called so, and it leads to where that appeared.
        return found._replace(weight=found.weight - 25)
    return found


def _is_of_sentence(link: FoundLink, before: str) -> bool:
    """Say whether the text of a link is a phrase of the sentence that it stands in: small words behind others.

    >>> link = links_in("[a study of 2023](https://arxiv.org/abs/2304.12604)")[0]
    >>> _is_of_sentence(link, "it is from "), _is_of_sentence(link, "1. ")
    (True, False)
    """
    # Of two words it may be a name: «prefix tuning».
    phrase = link.label.islower() and link.label.strip().count(" ") > 1
    return (phrase and _WORD_BEFORE.search(before[-12:]) is not None) or _PHRASE.fullmatch(
        plain(link.label)
    ) is not None


def _is_acronym(text: str) -> bool:
    """Say whether a text may be the name of a venue: one short word, or several without lower case."""
    return re.fullmatch(r"[A-Z][A-Za-z]{1,7}|[A-Z]{2,}(?:[\s-][A-Z\d&-]{1,8}){0,2}", text) is not None


def called(line: str, found: Found) -> tuple[str | None, TitleSource | None]:
    """Give what a number in running text is called, by its link or in marks before it, and where that stands."""
    link = link_around(line, found)
    none = link is None or is_label(link.label) or _is_of_sentence(link, line[: link.start])
    linked = "" if link is None or none else clean_title(link.label)
    marked = None if linked else adjoining_title(line[: found.start])
    return (linked, TitleSource.LINK) if linked else (marked, TitleSource.LEAD if marked else None)


def names_in_line(text: str, found: Found) -> tuple[str, ...]:
    """Give the name that stands beside a number in running text."""
    name = name_beside(text, found)
    return (name,) if name else ()


def before_number(before: str, line: int, kind: str = "item") -> Iterator[Candidate | None]:
    """Yield what may be a title in front of a number: in title marks, quotes, bold type, a citation, or all of it."""
    bare = _without_labels(before)
    if not bare:
        return
    # Of what pipes set apart the title comes first, behind a rank, the day, the venue or the people.
    bare = next(filter(_may_be_title, bare.split(" | ")), bare)
    if " · " in bare and not any(map(_may_be_title, bare.split(" · "))):
        return  # people, venue and day
    yield from opening(bare, line)
    if _title_in_bold(bare):
        return
    by = _BY_PEOPLE.search(bare)
    by = None if by is None or (by["names"].isalpha() and bare[by.start() : by.start() + 1] != ",") else by
    led = by is not None and are_people(plain(bare[: by.start()]).rpartition(", ")[0])
    if by and not led and (are_people(by["names"]) or is_person(by["names"])):
        yield candidate(_quoted_last(bare[: by.start()]), "citation", line, authors=split_people(by["names"]))
        return
    bare = _without_introduction(bare)
    cited = citation(bare) or _before_open_brackets(bare)
    if cited:
        yield candidate(cited.title, "citation", line, authors=cited.authors)
    yield _unmarked(bare, line, kind)


def _without_introduction(text: str) -> str:
    """Take off what a title is introduced by: a label, who presented it, that it was read.

    >>> _without_introduction("Đọc Wet Paint: A Study"), _without_introduction("柏翰：Wet Paint: A Study")
    ('Wet Paint: A Study', 'Wet Paint: A Study')
    """
    label = LABEL.match(text)
    if label and label.end() < len(text):
        rest, words = text[label.end() :], label["label"]
        if is_label(words) or role_of(words) or (not words.isascii() and is_person(words) and titleness(rest) == 2):
            return rest
    read = _READ.match(text)
    return text[read.end() :] if read and _is_surely_called(text[read.end() :]) else text


def _is_surely_called(text: str) -> bool:
    return titleness(text) == 2 or is_name(text) or text[:1] in '*_"“«《「'


def _before_open_brackets(text: str) -> Citation | None:
    """Read a title whose people stand in brackets that its number closes: *Wet Paint* (Bee, Dee – arXiv:….

    >>> _before_open_brackets("read *Wet Paint and Glue* (Bee, Dee –"), _before_open_brackets("It dries (as I said")
    (Citation(title='Wet Paint and Glue', authors=('Bee', 'Dee')), None)
    """
    match = _OPEN_BRACKETS.fullmatch(text)
    people = match["people"].strip(" ,;–—-") if match else ""
    names = named_people(people)[1]
    if match is None or not names or not (all(map(is_person, names)) or family_names(people)):
        return None
    stressed = _STRESSED_LAST.search(match["title"])
    title = clean_title(stressed["title"] if stressed else match["title"])
    return Citation(title, names) if stressed or titleness(title) == 2 else None


def _quoted_last(text: str) -> str:
    """Give the title in quotes that a text ends with, or the text if it ends otherwise: Dug out "Wet Paint"."""
    quoted = quoted_title(text) if text.rstrip()[-1:] in '"”“»」』》' else None
    return quoted or text


#: That somebody reads something, before what it is.
_READ = lazy(
    r"(?:(?:[Rr]e-?)?[Rr]ead(?:ing)?|[Dd]ug out|[Ff]inished|[Ss]kimmed|[Đđ]ọc|[Xx]em|[Rr]elu|[Ll]u|[Gg]elesen)\s+"
    r"|(?:精|重|略|泛)?[读讀看]\s*(?=[A-Z*《「])"
)
_OPEN_BRACKETS = lazy(r"(?P<title>[^()（）]{6,300}?)\s?[(（](?P<people>[^()（）]{3,200})")
_STRESSED_LAST = lazy(r"(?P<mark>[*_]{1,3})(?P<title>[^*_]{6,300})(?P=mark)\s*$")
_BY_PEOPLE = lazy(r",?\s{1,40}by\s{1,40}(?P<names>[^,]{3,200}(?:,[^,]{3,80})*)$")


def _unmarked(text: str, line: int, kind: str) -> Candidate | None:
    """Weigh all of a text as a title, or the name that it begins with if it is longer or more than a sentence."""
    head = re.match(r"(.{8,}?)\s[—–-]\s(?=[a-z])", text)
    if head and titleness(head[1]) == 2:
        text = head[1]  # what goes on in lower case tells of it
    title = re.sub(r"(?<=[a-z\d)])\.$", "", clean_title(links_as_texts(text)))
    if (
        not title
        or _is_to_do(title)
        or dated_families(plain(text))
        or (kind == "paragraph" and not reads_as_title(title))
    ):
        return None
    if len(title) <= LONGEST and not re.search(r"[。；！，]|[.!]\s", title) and len(title.split()) <= 30:
        return candidate(title, "before", line)
    name = lead_name(title)
    return candidate(name, "lead name", line) if name else None


def _is_to_do(text: str) -> bool:
    """Say whether a text only says what is to be done with a paper: «Bo: read», «DONE skim», «fix a slope»."""
    words = [word.strip(":,.") for word in text.partition(": ")[2].split() or text.split()]
    done = all(word.casefold() in only("action") or is_label(word) for word in words)
    return done or (len(words) > 1 and words[0] in only("action") and not text.partition(": ")[2])


def _may_be_title(part: str) -> bool:
    return re.search(r"[^\W\d_]{2}", part) is not None and not is_venue(part) and not are_people(plain(part))


def opening(text: str, line: int) -> tuple[Candidate | None, ...]:
    """Give what a text begins with if that is marked as a title: ``《》``, bold type, quotes."""
    return _opening(text[:WINDOW], line)


@lru_cache(maxsize=64)  # each number of a line asks about the beginning of it
def _opening(text: str, line: int) -> tuple[Candidate | None, ...]:
    return tuple(_marked_at_start(text, line))


def _marked_at_start(text: str, line: int) -> Iterator[Candidate | None]:
    marks = re.match(r"[\W\d]{0,12}(?:\*\*)?《([^《》]{2,300})》", text[:400])
    if marks:
        yield candidate(marks[1], "title marks", line)
    yield None if marks else _quoted_at_start(text, line)
    bold = _title_in_bold(text)
    if bold:
        yield candidate(bold, "run-in" if _runs_in(bold, text) else "bold", line)
    italics = _ITALICS_START.match(text)
    if italics and titleness(italics["name"]) and not are_people(italics["name"]):
        yield candidate(italics["name"], "bold", line)


def _quoted_at_start(text: str, line: int) -> Candidate | None:
    """Weigh the title in quotes that a text begins with, or behind its people."""
    quoted = quoted_title(text)
    quote = re.search(r"[\"“「『《]", text)
    begins = quote is not None and (not re.search(r"\w", text[: quote.start()]) or are_people(text[: quote.start()]))
    if not (quoted and (begins or "《" in text or _is_whole_title(quoted))):
        return None
    # A title may begin with a quote and go on: "Who?" On Names.
    goes = re.search(rf"{re.escape(quoted[-8:])}[.,。，]?[”\"」』》]\s*[^\W\d_]", text)
    return candidate(quoted, "adjoining" if goes and "《" not in text else "quotes", line)


def _is_whole_title(quoted: str) -> bool:
    """Say whether what is in quotes within a text is a title and not a word of it: four words, or three in capitals."""
    words = quoted.split()
    return len(words) > 3 or (len(words) == 3 and all(word[:1].isupper() for word in words))


#: What a text begins with in italics, before its people or venue.
_ITALICS_START = lazy(r"[^\w*]{0,6}(?P<mark>[*_])(?![*_])(?P<name>[^*_]{8,300})(?P=mark)(?=\s{0,9}[(（,])")
#: What a text begins with in bold type, behind marks or people in italics.
BOLD_START = lazy(
    r"(?:[*_](?=[A-Z])[^*_]{2,200}(?:et al\.?|[A-Z]\.,?|\sand\s[^*_]{2,60})[*_][\s.,:]{1,9}(?=\*\*|__))?"
    r"(?:\[[ xX]\]\s)?(?:\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?(?=[^\d*]))?"
    r"[^\w*]{0,6}(?:\[[^\]]{0,20}\]\s*)?(?:\*\*|__)(?P<name>(?:[^*]|(?<!\*)\*(?!\*)){2,300}?)[:：.]?(?:\*\*|__)(?!\*)"
)


_RUN_IN = lazy(r"[:：.](?:\*\*|__)|(?:\*\*|__)\s?[:：]")


def _runs_in(bold: str, text: str) -> bool:
    """Say whether bold type ends with a stop or colon and may head a text as well as name a paper: **Best talk.** …"""
    ends = _RUN_IN.match(text.partition(bold)[2]) is not None
    return ends and titleness(bold) < 2 and not any(map(is_name, bold.split()))


_IN_BRACKETS = lazy(r"\[[^\[\]]*\]|【[^】]*】|\([^()]*\)|`[^`]*`")


def _title_in_bold(text: str) -> str | None:
    """Give what a text begins with in bold type, if it is no label and ends with its type."""
    bold = BOLD_START.match(text)
    if bold is None or is_label(bold["name"]) or goes_on(bold["name"], text) or CITED_AS.fullmatch(bold["name"]):
        return None
    if _are_stressed(bold["name"]):
        return None
    # What is bold and in brackets says something of the title behind it: **[ICRA 2024]** Wet Paint.
    is_mark = _IN_BRACKETS.fullmatch(bold["name"]) and not is_label(plain(text[bold.end() :]))
    return None if is_mark else bold["name"]


def _are_stressed(text: str) -> bool:
    """Say whether what stands in bold type are the people, or the first of them: **Bee, A. & Dee, C. (2024).**"""
    return (has_initials(text) and is_person(text)) or (text.rstrip()[-1:] in ".)" and are_people(text))


def goes_on(name: str, text: str) -> bool:
    """Say whether a title begins with a name in bold type and goes on behind the colon: ``**LoRA**: Low-Rank …``."""
    behind = text.partition(name)[2].lstrip("*_ )）")
    title = clean_title(re.split(r"[.。,，]\s", behind, maxsplit=1)[0])
    if behind[:1] in (":", "："):
        return len(name.split()) < 3 and len(title.split()) > 2 and reads_as_title(f"{name}: {title}")
    return behind.startswith(name)


_MARKED = lazy(
    r"(?:《(?P<marked>[^《》]{2,300})》|[“\"„«「『](?P<quoted>[^“”\"„«»「」『』]{8,300})[”“\"»」』]"
    r"|(?<![*_])(?P<mark>\*{1,3}|_{1,3})(?P<stressed>[^*_\s][^*_]{8,300}?)(?P=mark))"
    r"(?:,\s(?:19|20)\d\d(?=,))?[\s,，.:：]{0,40}[(（\[【<]*\s{0,40}(?:(?:arxiv|preprint|论文|链接|paper|link|pdf|url|see)[\s:：]{0,40})*$",
    re.IGNORECASE,
)


#: What alone is in Latin letters before a number, in a text that is not.
_LATIN = lazy(
    r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]\s{0,3}(?P<name>[A-Za-z\d][\x20-\x27\x2b-\x5a\x5e-\x7e]{8,200}[A-Za-z\d!?])"
    r"[\s,，、（(]{1,9}(?:(?i:arxiv)[:：\s]{0,3})?$"
)


_YEAR_AHEAD = lazy(r"^(?:19|20)\d\d\s")
#: Somebody says what is in quotes: «Bo: "Wet Paint"»; or a sentence in other letters, what is stressed in it.
_INTRODUCED = lazy(
    r"[\u2e80-\u9fff\uac00-\ud7af\uff0c\uff1a]\s?\*\*[^*\u2e80-\u9fff\uac00-\ud7af]{8,300}\*\*[\s(（\[【<]{0,9}$"
    r"|(?:\bal\.,?|[(（])\s?\*[^*]{8,300}\*,\s[^*]{0,40}$"
    r"|[:：]\s{0,9}[“\"„«「『《][^“”\"„«»「」『』《》]{2,300}[”“\"»」』》][^\w”“\"»」』》]{0,40}$"
)


def adjoining_title(before: str) -> str | None:
    """Give the title in title marks, quotes, emphasis or other letters right before a number in running text."""
    match = _MARKED.search(before[-_AROUND:])
    if match is None:
        latin = _LATIN.search(before[-_AROUND:])
        name = _YEAR_AHEAD.sub("", latin["name"]) if latin else ""
        return clean_title(name) if titleness(name) == 2 else None
    title = clean_title(match["marked"] or match["quoted"] or match["stressed"])
    if not title or is_label(title):
        return None
    return title if match["marked"] or reads_as_title(title) or is_title_case(title.replace(",", "")) else None


def description(text: str) -> str:
    """Take closing brackets, punctuation and labelled links from the front of what stands behind a number."""
    while True:
        text = re.sub(r"^\s*\[[\w-]{2,10}\.[\w-]{2,3}\](?=\W|$)", "", text.lstrip(_BEHIND)).lstrip(_BEHIND)
        near = text[:_NEAR]
        link = next(iter(links_in(text[:600])), None) if "[" in near or "<" in near or "://" in near else None
        if link is None or link.image or not is_label(link.label) or not is_label(text[: link.start]):
            break
        text = text[link.end :]
    return "" if re.fullmatch(r"\W*(?:(?:19|20)\d\d)?\W{0,40}", text) else text


def links_as_texts(text: str) -> str:
    """Put the texts of links in their places; a link whose text is no part of a title goes."""
    for link in reversed(links_in(text)):
        label = "" if link.image or is_label(link.label) or is_venue(link.label) else link.label
        text = text[: link.start] + label + text[link.end :]
    return text


_BREAK = lazy(r"\s{0,9}<br\s{0,9}/?>\s{0,9}")
_HTML_TAG = lazy(r"</?[A-Za-z][^<>]{0,300}>")
#: ``arXiv`` in any case, other labels only where punctuation sets them apart: a title may end with "paper".
_TRAILING_LABEL = lazy(
    r"[\s(\[（|,;:：.·-]{1,9}(?:arxiv(?: preprint)?|preprint|available at|see)[\s.:：\])）]{0,40}$"
    r"|[(\[（|,;:：·—–][\s*_]{0,40}(?:pdf|paper|abs|link|url|code|html|project|论文|链接)[\s*_]{0,40}[\])）:：]?[\s.]{0,40}$"
    r"|\s(?:pdf|paper|link|url|论文|链接)[:：]$",
    re.IGNORECASE,
)


def _without_labels(before: str) -> str:
    """Take off links and labels between a title and its number: ``Title. [[PDF]](…) [[Code]](…) arXiv:``."""
    text = before = _without_open_bold(MESSAGE.sub("", before))
    for link in reversed(links_in(before)):
        if link.image or is_label(link.label):
            text = text[: link.start] + " " + text[link.end :]
    text = _HTML_TAG.sub(" ", _BREAK.sub(" · ", text)).rstrip(" ([（【{<|:：,;·-–—/")
    while True:
        match = _TRAILING_LABEL.search(text)
        if not match:
            break
        text = text[: match.start()]
    name, comma, last = text.rpartition(",")
    text = name if comma and last.strip(" .").casefold() in only("see") else text
    return text.rstrip(" ([（【{<|:：,;·-–—/")


def _without_open_bold(text: str) -> str:
    """Take off a mark of bold type that begins before a number and ends behind it."""
    bare = text.lstrip(" \t>-+")
    return bare[2:] if bare.startswith("**") and bare.count("**") == 1 else text


def behind_number(text: str, end: int, line: int) -> Iterator[Candidate | None]:
    """Yield what may be a title behind a number: ``2403.03507 | GaLore: …``, ``2403.03507 GaLore - …``."""
    rest = text[end:].split("\n", 1)[0]
    links = [link for link in links_in(rest) if not link.image]
    named = next((link for link in links if not is_label(link.label) and not _leads_elsewhere(link)), None)
    rest = rest[: links[0].start] if links else rest
    bare = rest.lstrip(_BEHIND + "v0123456789" if re.match(r"v\d", rest) else _BEHIND)
    if bare.strip():
        yield from _head_of(bare, line)
    elif named:
        yield candidate(named.label, "link", line)


#: Sentences, and words of Chinese, Japanese and Korean about what their Latin words name.
_REMARK = lazy(r"[。；！？，]|[.!]\s|[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]")


def _head_of(bare: str, line: int) -> Iterator[Candidate | None]:
    """Yield what may be the title that a text begins with: in quotes, set apart, all of it, cited, or a name."""
    if bare[:1] in '《「"“':
        quoted = quoted_title(bare)
        if quoted:
            yield candidate(quoted, "quotes", line, bare)
    for separator in (" | ", " — ", " – ", " - ", "\t"):
        head, found, tail = bare.partition(separator)
        if found and 2 < len(head) <= 200:
            yield candidate(head, "behind", line, tail)
            return
    whole = re.sub(r"(?<=[a-z\d)])\.$", "", clean_title(bare))
    if whole and len(whole) <= 200 and not _REMARK.search(whole) and reads_as_title(whole):
        yield candidate(whole, "behind", line)
        return
    cited = citation(bare)
    first, _, tail = bare.partition(". ")
    if cited:
        yield candidate(cited.title, "behind", line, bare, cited.authors)
    elif tail and reads_as_title(first) and titleness(first) == 2:
        yield candidate(first, "behind", line, tail)
    name = lead_name(bare)
    if name:
        yield candidate(name, "lead name", line, bare)


def _leads_elsewhere(link: FoundLink) -> bool:
    return bool(re.search(r"(?:twitter|x|github|youtube|medium)\.com/|youtu\.be/", link.url))


def line_above(text: str, line: int) -> Candidate | None:
    """Take a line as the title of the address below it, if it is no sentence, label or list's introduction."""
    bare = text.strip()
    opens = bare.endswith((":", "：", "。", "，", ";", "；"))
    if not bare or len(bare) > 300 or opens or numbers_in(bare) or is_message(bare):
        return None
    title = quoted_title(bare) or clean_title(links_as_texts(bare))
    # Behind a word or two a comma goes on to more of them.
    goes_on = bare.endswith(",") and len(title.split()) < 4
    if not title or goes_on or holds_sentences(title):
        return None
    found = candidate(title, "line above", line)
    # Of several lines the one that surely is a title.
    return found._replace(weight=found.weight + 2) if found is not None and titleness(title) == 2 else found
