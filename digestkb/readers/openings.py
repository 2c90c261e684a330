"""What a text begins with that is marked as a title: by title marks, quotes, bold type or italics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from digestkb.dates import is_weekday, parse_day
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import (
    are_people,
    has_initials,
    is_person,
)
from digestkb.readers.candidates import Candidate, candidate, titleness
from digestkb.readers.scan import WINDOW
from digestkb.readers.titles import (
    is_label,
    is_name,
    quoted_title,
    reads_as_title,
)
from digestkb.readers.trimming import CITED_AS, clean_title

#: What a text begins with in italics, before its people or venue.
_ITALICS_START = lazy(r"[^\w*]{0,6}(?P<mark>[*_])(?![*_])(?P<name>[^*_]{8,300})(?P=mark)(?=\s{0,9}[(（,])")
#: What a text begins with in bold type, behind marks or people in italics.
BOLD_START = lazy(
    r"(?:[*_](?=[A-Z])[^*_]{2,200}(?:et al\.?|[A-Z]\.,?|\sand\s[^*_]{2,60})[*_][\s.,:]{1,9}(?=\*\*|__))?"
    r"(?:\[[ xX]\]\s)?(?:\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?(?=[^\d*]))?"
    r"[^\w*]{0,6}(?:\[[^\]]{0,20}\]\s*)?(?:\*\*|__)(?P<name>(?:[^*]|(?<!\*)\*(?!\*)){2,300}?)[:：.]?(?:\*\*|__)(?!\*)"
)
_RUN_IN = lazy(r"[:：.](?:\*\*|__)|(?:\*\*|__)\s?[:：]")
_IN_BRACKETS = lazy(r"\[[^\[\]]*\]|【[^】]*】|\([^()]*\)|`[^`]*`")


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
    bold = title_in_bold(text)
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


def _runs_in(bold: str, text: str) -> bool:
    """Say whether bold type ends with a stop or colon and may head a text as well as name a paper: **Best talk.** …"""
    ends = _RUN_IN.match(text.partition(bold)[2]) is not None
    return ends and titleness(bold) < 2 and not any(map(is_name, bold.split()))


def title_in_bold(text: str) -> str | None:
    """Give what a text begins with in bold type, if it is no label and ends with its type."""
    bold = BOLD_START.match(text)
    if bold is None or is_label(bold["name"]) or goes_on(bold["name"], text) or CITED_AS.fullmatch(bold["name"]):
        return None
    if _are_stressed(bold["name"]) or parse_day(bold["name"]) or is_weekday(bold["name"]):
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
    parts = [clean_title(re.split(rf"[{signs}]\s", behind, maxsplit=1)[0]) for signs in (".。,，", ".。")]
    if behind[:1] in (":", "："):
        # «**LSS**: Lift, Splat, Shoot: …» is no title up to its first comma.
        titles = (title for title in parts if len(title.split()) > 2 and reads_as_title(f"{name}: {title}"))
        return len(name.split()) < 3 and any(titles)
    return behind.startswith(name)
