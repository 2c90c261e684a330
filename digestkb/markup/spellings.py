"""What Markdown writes in several ways, written in one: links by reference or over lines, emphasis, blanks."""

from __future__ import annotations

import re
from collections.abc import Callable

from digestkb.markup.admonitions import with_callouts
from digestkb.markup.days import with_days, with_entries, with_times
from digestkb.markup.wiki import from_wiki, is_wiki
from digestkb.patterns import lazy

#: An address that is defined for a key; a text behind one is a citation, and stays.
_DEFINED = lazy(
    r" {0,3}\[(?P<key>(?!\^)[^\[\]]{1,80})\]:[ \t]*<?(?P<url>[^\s<>]{4,2000})>?"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*"
)
_ADDRESS = lazy(r"https?://|www\.|\w[\w.-]{0,80}\.\w{2,9}/")
_USED = lazy(r"(?<![!\]\\])\[(?P<text>[^\[\]]{1,300})\](?:\[(?P<key>[^\[\]]{0,80})\]|(?![:(\[]))")
_TAGS = lazy(r"<(?P<tag>b|strong|i|em)(?:\s[^<>]{0,200})?>(?P<text>[^\n]{1,1000}?)</(?P=tag)>", re.IGNORECASE)
#: A link whose text goes on in the next line: whether there is any, and the two lines of one.
_GOES_ON = lazy(r"\[[^\[\]\n]{1,300}\n[^\[\]\n]{1,300}\][(\[]")
_OPEN_LINK = lazy(r"(?<!\\)\[[^\[\]]{1,300}$")
_CLOSED_LINK = lazy(r"[^\[\]]{1,300}\](?:\(|\[)")
#: Whether a line but the first may begin with a day or a time of day: of these there have to be several.
_BEGINS_WITH_DAY = lazy(r"\n\d{1,4}[-/.]\d{1,2}[-/.]\d")
_BEGINS_WITH_TIME = lazy(r"\n[ \t]{0,8}\d{1,2}[:h]\d\d\s")
_OURS = "<!-- digestkb: "
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}


def in_one_spelling(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Give the lines of a note with links where they are used, emphasis by asterisks, and plain blanks.

    >>> in_one_spelling(("- <b>Wet\\u00a0Paint</b>, [code][1]", "", "[1]: https://a.org/b", "[2]: A. B. Wet Paint"))
    ('- **Wet Paint**, [code](https://a.org/b)', '', '', '[2]: A. B. Wet Paint')
    """
    joined = "\n".join(lines)
    if _OURS in joined:
        return lines  # what we wrote ourselves is read back to the letter
    for is_needed, spelled in _SPELLINGS:
        if is_needed(joined):
            lines = spelled(lines)
    return lines


def _unwrapped(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Put a link that goes on in the next line on the line on which it begins, with what stands behind it there."""
    put = list(lines)
    for at, line in enumerate(lines[1:], start=1):
        above = put[at - 1]
        if not ("](" in line or "][" in line) or above.rfind("[") <= above.rfind("]"):
            continue
        if _OPEN_LINK.search(above, max(0, len(above) - 400)) and _CLOSED_LINK.match(line):
            put[at - 1 : at + 1] = [f"{above.rstrip()} {line.lstrip('> ')}", ""]
    return tuple(put)


def _marked(tags: re.Match[str]) -> str:
    mark, text = _MARKS[tags["tag"].lower()], tags["text"]
    bare = text.strip()
    if not bare or mark[0] in bare:
        return tags[0] if bare else text
    return text[: text.index(bare)] + mark + bare + mark + text[text.index(bare) + len(bare) :]


def _with_links(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Put the addresses that are defined where they are used; those that nobody uses stay."""
    defined: dict[str, str] = {}
    at: dict[int, str] = {}
    for number, line in enumerate(lines):
        found = _DEFINED.fullmatch(line) if "]:" in line[:90] else None
        if found is not None and _ADDRESS.match(found["url"]):
            at[number] = found["key"].casefold()
            defined.setdefault(at[number], found["url"])
    if not defined:
        return lines
    used: set[str] = set()

    def linked(usage: re.Match[str]) -> str:
        key = (usage["key"] or usage["text"]).casefold()
        if key not in defined:
            return usage[0]
        used.add(key)
        return f"[{usage['text']}]({defined[key]})"

    put = [line if number in at or "]" not in line else _USED.sub(linked, line) for number, line in enumerate(lines)]
    return tuple("" if at.get(number) in used else line for number, line in enumerate(put))


def _with_emphasis(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Put asterisks for tags of emphasis."""
    return tuple(_TAGS.sub(_marked, line) if "</" in line else line for line in lines)


def _with_blanks(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Put plain blanks for those that do not break."""
    return tuple(line.replace("\u00a0", " ") for line in lines)


#: What is written in one way after the other, and of what text each can be needed.
_SPELLINGS: tuple[tuple[Callable[[str], bool], Callable[[tuple[str, ...]], tuple[str, ...]]], ...] = (
    (lambda text: True, with_days),
    (lambda text: _BEGINS_WITH_DAY.search(text) is not None, with_entries),
    (lambda text: _BEGINS_WITH_TIME.search(text) is not None, with_times),
    (lambda text: "!!! " in text or "??? " in text or "???+ " in text, with_callouts),
    (lambda text: "=\n" in text and is_wiki(text), lambda lines: tuple(from_wiki(lines))),
    (lambda text: "\u00a0" in text, _with_blanks),
    (lambda text: "</" in text, _with_emphasis),
    (lambda text: _GOES_ON.search(text) is not None, _unwrapped),
    (lambda text: "]:" in text, _with_links),
)
