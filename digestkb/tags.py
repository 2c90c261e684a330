"""Tags and names: how they are split, and when two are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import filterfalse

from digestkb.patterns import lazy

#: Between the labels of a topic's path in its key; no label has it.
PATH_SEPARATOR = "\x1f"
#: An emoji may begin a tag, or a digit before a letter (``#3d``); what looks like the digits of a colour is none, nor
#: what is escaped.
_HASHTAG = lazy(
    r"(?<![\w/&#?=\\(\[])(?<!=[\"'])#(?!(?:[0-9a-fA-F]{3}){1,2}(?:[0-9a-fA-F]{2})?(?![\w/-]))"
    r"((?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)?(?:[^\W\d_][\w/-]{1,60}|(?!\d[a-c]\b)\d[^\W\d_][\w/-]{0,60}))"
)
_CODE = lazy(r"`[^`]*`")
_COMMAS = lazy(r"[,;，；、]")
_BRACKETS = lazy(r"[(\[{（]")
#: What stands where nothing is known, as :func:`key` gives it.
_NOTHING = frozenset(
    {"", "n/a", "na", "none", "null", "-", "–", "—", "khong co", "无", "暂无", "not available", "khong", "tbd"}
)
#: ... what it begins with, some of it with emphasis or alone,
_NOTHING_BEGINS = frozenset({value[:1] for value in _NOTHING} | {"_"})
#: ... and how long it is at the most, with emphasis.
_LONGEST_NOTHING = 40


@lru_cache(maxsize=8192)  # the same tags and names come again and again
def key(text: str) -> str:
    """Give the form under which two tags or names are equal: without case, accents, emphasis, doubled blanks.

    >>> key("Học  Tăng cường") == key("hoc tang cuong")
    True
    """
    if text.isascii():
        return " ".join(text.replace("*", "").replace("`", "").casefold().split())
    bare = unicodedata.normalize("NFKD", re.sub(r"[*`]+", "", text)).casefold().replace("đ", "d")
    return " ".join("".join(filterfalse(unicodedata.combining, bare)).split())


def path_key(path: Iterable[str]) -> str:
    """Give the form under which two topics are equal, by their paths from the root down.

    >>> path_key(["Học máy", "RL"])
    'hoc may\\x1frl'
    """
    return PATH_SEPARATOR.join(map(key, path))


def split_list(text: str) -> tuple[str, ...]:
    """Split a line of tags or authors at its commas, semicolons and ideographic commas, but not within brackets.

    >>> split_list("RL, Learning (LLMs, VLMs); 推理、蒸馏, N/A")
    ('RL', 'Learning (LLMs, VLMs)', '推理', '蒸馏')
    """
    if not _BRACKETS.search(text):
        return unique(part.strip().strip("*`_").strip() for part in _COMMAS.split(text))
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in "([{（":
            depth += 1
        elif char in ")]}）":
            depth = max(0, depth - 1)
        elif depth == 0 and char in ",;，；、":
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return unique(part.strip().strip("*`_").strip() for part in parts)


def says_nothing(value: str) -> bool:
    """Say whether a value is one that stands for none.

    >>> [says_nothing(value) for value in ("**N/A**", "Không có", "暂无", " ", "NASA")]
    [True, True, True, True, False]
    """
    return len(value) <= _LONGEST_NOTHING and key(value.strip("*_ ")) in _NOTHING


def unique(labels: Iterable[str]) -> tuple[str, ...]:
    """Keep each label as it was first written, leaving out those that say nothing.

    >>> unique(["LLMs", "llms", "N/A", "RL"])
    ('LLMs', 'RL')
    """
    seen: dict[str, str] = {}
    for label in labels:
        known = key(label)
        if known not in seen and not (known[:1] in _NOTHING_BEGINS and says_nothing(label)):
            seen[known] = label
    return tuple(seen.values())


def find_hashtags(line: str) -> tuple[str, ...]:
    """Give the ``#tags`` of a line of an Obsidian note; headings and addresses have none.

    >>> find_hashtags("read later #rl #nlp/llm, see example.org/#top and C#")
    ('rl', 'nlp/llm')
    """
    if "`" in line:
        line = _CODE.sub(" ", line)
    return tuple(match[1] for match in _HASHTAG.finditer(line))


#: Behind these a tag is a word of the title: «On the Hardness of #SAT».
_JOINING = frozenset("of in is on to for and the or with".split())


def hashtags_behind(heading: str) -> tuple[str, tuple[str, ...]]:
    """Part a heading from the ``#tags`` at its end; what is nothing but tags is a heading.

    >>> hashtags_behind("NeRF #rendering #views/new"), hashtags_behind("#rl"), hashtags_behind("Hardness of #SAT")
    (('NeRF', ('rendering', 'views/new')), ('#rl', ()), ('Hardness of #SAT', ()))
    """
    if " #" not in heading:
        return heading, ()
    words = heading.split()
    first = len(words)
    while first > 1 and _HASHTAG.fullmatch(words[first - 1]):
        first -= 1
    if first == len(words) or words[first - 1].lower() in _JOINING:
        return heading, ()
    return " ".join(words[:first]), tuple(word[1:] for word in words[first:])


def are_hashtags(line: str) -> bool:
    """Say whether a line is nothing but ``#tags``.

    >>> are_hashtags("#rl, #nlp/llm"), are_hashtags("#rl for robots"), are_hashtags("")
    (True, False, False)
    """
    return "#" in line and all(map(_HASHTAG.fullmatch, re.split(r"[\s,;，；、·|]+", line.strip(" \t,;，；、·|"))))
