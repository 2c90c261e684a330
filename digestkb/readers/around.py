"""What may be the title around a number in its own line: its link, what stands before it, what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestkb.arxiv import Found
from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.before import before_brackets, before_number, links_as_texts
from digestkb.readers.candidates import Candidate, candidate, titleness
from digestkb.readers.citation import citation
from digestkb.readers.dated import MESSAGE, is_message
from digestkb.readers.naming import name_beside
from digestkb.readers.scan import link_around, link_at, links_in, numbers_in
from digestkb.readers.titles import (
    holds_sentences,
    is_label,
    is_name,
    is_title_case,
    lead_name,
    quoted_title,
    reads_as_title,
)
from digestkb.readers.trimming import CITED_AS, clean_title
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
#: A sentence ends before a number, which only a title may follow: «Has anyone read this? 2310.16944 Wet Paint: …».
_ASKED = lazy(r"[^\W\d_]\s?[?!:？！：。]\s{0,3}$")
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
_YEAR_BEHIND = lazy(r"[\s,.;()\[\]]{0,6}(?:19|20)\d\d\W{0,4}$", re.MULTILINE)
_YEAR_AHEAD = lazy(r"^(?:19|20)\d\d\s")
#: Somebody says what is in quotes: «Bo: "Wet Paint"»; or a sentence in other letters, what is stressed in it.
_INTRODUCED = lazy(
    r"[\u2e80-\u9fff\uac00-\ud7af\uff0c\uff1a]\s?\*\*[^*\u2e80-\u9fff\uac00-\ud7af]{8,300}\*\*[\s(（\[【<]{0,9}$"
    r"|(?:\bal\.,?|[(（])\s?\*[^*]{8,300}\*,\s[^*]{0,40}$"
    r"|[:：]\s{0,9}[“\"„«「『《][^“”\"„«»「」『』《》]{2,300}[”“\"»」』》][^\w”“\"»」』》]{0,40}$"
)
#: Sentences, and words of Chinese, Japanese and Korean about what their Latin words name.
_REMARK = lazy(r"[。；！？，]|[.!]\s|[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]")


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
        for one in before_number(before, line, kind, _YEAR_BEHIND.match(text, end) is not None):
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
    elif not (said := MESSAGE.sub("", before)).strip(" \t*_[(") or is_label(plain(said)):
        yield from behind_number(text, end, line)
    elif _ASKED.search(said):
        found = (
            one
            for one in behind_number(text, end, line)
            if one and (titleness(one.text) == 2 or (" " not in one.text and is_name(one.text)))
        )
        yield from (one._replace(place="adjoining") for one in found)


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


#: A citation weighs so much more than the line above an address that is one.
_BEFORE_BRACKETS = 24


def line_above(text: str, line: int) -> Candidate | None:
    """Take a line as the title of the address below it, if it is no sentence, label or list's introduction."""
    bare = text.strip()
    opens = bare.endswith((":", "：", "。", "，", ";", "；"))
    if not bare or len(bare) > 300 or opens or numbers_in(bare) or is_message(bare):
        return None
    cited = before_brackets(bare)
    if cited is not None:
        return cited._replace(place="line above", line=line, weight=cited.weight - _BEFORE_BRACKETS)
    title = quoted_title(bare) or clean_title(links_as_texts(bare))
    # Behind a word or two a comma goes on to more of them.
    goes_on = bare.endswith(",") and len(title.split()) < 4
    if not title or goes_on or holds_sentences(title):
        return None
    found = candidate(title, "line above", line)
    # Of several lines the one that surely is a title.
    return found._replace(weight=found.weight + 2) if found is not None and titleness(title) == 2 else found
