"""What parts a line of an entry: signs, emphasis, brackets, and links that only say what they lead to."""

from __future__ import annotations

import re

from digestkb.markdown import DEFINED_LINK
from digestkb.patterns import lazy
from digestkb.readers.fields import CODE_SPANS
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import is_label
from digestkb.readers.trimming import DOCUMENT_TYPE

#: Stands for a link that only says what it leads to.
GAP = "\ue001"
MONTH = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
#: A day or month as it is written behind people.
DAY = (
    rf"(?:19|20)\d\d(?:[-./]\d{{1,2}}){{1,2}}|(?:\d{{1,2}}[-./]){{1,2}}(?:19|20)\d\d|(?:19|20)\d\d\s?[年년](?:\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日号號일])?)?"
    rf"|(?:\d{{1,2}}\.?\s)?(?:{MONTH}|May)[a-z]{{0,6}}\.?\s(?:\d{{1,2}},\s)?(?:19|20)\d\d|tháng\s\d{{1,2}}(?:/|,?\s(?:năm\s)?)(?:19|20)\d\d"
)
_SIGNS = rf"{GAP}|｜·•;；()（）\[\]【】\t"
_PARTING = lazy(
    rf"[{_SIGNS}<\s.。](?:(?<=[{_SIGNS}])|(?<=<)br\s*/?>|(?<=\s)(?:[-–—]+|/)\s|(?<=\s)(?=#[^\W\d_])"
    # A full stop behind a day or a word ends something, but not behind a month or Proc.: Mar. 2024.
    rf"|(?<=[\d日号號月年等]。)(?=[^\W\d_])|(?:(?<=[-./]\d\d\.)|(?<=[일월년日月年]\.))\s+(?=[^\W\d_])"
    rf"|(?<=(?:19|20)\d\d\.)\s+(?=[^\W\d_])|(?<=[^\W\d_]{{3}}\.)(?<!\b(?:{MONTH})\.)(?<!\bSept\.)(?<!Proc\.)\s+(?=[A-Z\d<\u3400-\u9fff])|(?<=al\.)\s)"
)
#: Emphasis parts as well: *A B, C D* ICLR 2024.
_STRESSED = lazy(r"(?<![*_\w])([*_]{1,3})(?=\S)([^*_]{2,200}?)(?<=\S)\1(?![*_\w])")
#: A list goes on with what is stressed behind, or is gone on with.
_GOES_ON = lazy(r"(?:\b(?:by|and|và)|[,&])\s*$", re.IGNORECASE)
_IS_GONE_ON = lazy(r"\s*(?:,(?!\s(?:by|von|par|por|di|de|da|door)\s)|&|and\b|và\b)")
#: Where the first author is from, before the others.
_FROM = lazy(r"\s?[(（][^()（）]{2,60}[)）](?=\s{1,3}et\.?\s?al\b)")
_BREAK, _SAYS = lazy(r"<br\s*/?>"), lazy(r"[^\W_]")
_PAGE = lazy(r"\[\[(?:[^\[\]|]{1,200}\|)?(?P<name>[^\[\]|]{1,200})\]\](?!\()")


def without_links(line: str) -> str:
    """Put the texts of links in their places, and a gap where a link has none or only says what it leads to."""
    line = _PAGE.sub(r"\g<name>", line) if "[[" in line else line
    for link in reversed(links_in(line)):
        label = "" if link.image or is_label(link.label) else link.label
        line = line[: link.start] + (label or GAP) + line[link.end :]
    for one in reversed(numbers_in(line)):
        line = line[: one.start] + GAP + line[one.end :]
    line = DOCUMENT_TYPE.sub(". ", line) if "]" in line else line
    if "][" in line:
        line = DEFINED_LINK.sub(rf"\1{GAP}", line)
    return _BREAK.sub(GAP, line) if "<br" in line else line


def parts_of(text: str) -> list[str]:
    """Give the parts of a line that have a word or number in them."""
    if "`" in text:
        text = CODE_SPANS.sub(rf"{GAP}\g<0>{GAP}", text)
    if "(" in text and "al" in text:
        text = _FROM.sub("", text)
    parts = _PARTING.split(_STRESSED.sub(_set_apart, text))
    return [part for part in parts if part and _SAYS.search(part)]


def _set_apart(stressed: re.Match[str]) -> str:
    """Set what is stressed apart from what is around it, but for what goes on: by *Ada B* and *Carl D*."""
    before, behind = stressed.string[: stressed.start()], stressed.string[stressed.end() :]
    return ("" if _GOES_ON.search(before) else GAP) + stressed[2] + ("" if _IS_GONE_ON.match(behind) else GAP)
