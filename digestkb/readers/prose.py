"""What a scope says in words: its labelled summary, and every line that was not read as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.around import description
from digestkb.readers.candidates import Candidate
from digestkb.readers.dated import MESSAGE, heads_message
from digestkb.readers.facts import NoteFacts
from digestkb.readers.fields import Field
from digestkb.readers.said import Said
from digestkb.readers.scan import WINDOW, links_in, numbers_in
from digestkb.readers.subject import Scope
from digestkb.readers.titles import is_label
from digestkb.readers.trimming import clean_title
from digestkb.readers.vocabulary import role_of
from digestkb.records import Passage
from digestkb.tags import are_hashtags
from digestkb.tree import Block

#: Of a line that is longer, only so much is kept as text; all its numbers are.
KEPT = 1_000_000
_SPOKEN = frozenset(("item", "paragraph", "code", "row", "definition"))
_BIBTEX = lazy(r"\s*@\w+\s*\{")
#: The heading that an item of an outliner is; what Jekyll and Hugo put something else for.
_MARK = lazy(
    r"\s*(?:#{1,6}\s.*|\{[:%].*\}|\{\{[<%].*\}\}|[a-z]+(?:-[a-z]+){1,4}::\s.*|\[\[?_{0,2}toc_{0,2}\]?\])\s*",
    re.IGNORECASE,
)


#: Ways to places of the same page; whose the page is.
_OF_PAGE = lazy(
    r"(?:\[[^\[\]]*\]\(#[^()\s]*\)|<p\b[^>]*>|</p>|<a\b[^>]*href=[\"']#[^>]*>[^<]*</a>|[\s*_|·•↑⬆️-])+"
    r"|[\s*_]*(?:copyright\s*)?©[^.]{0,80}\.?[^.]{0,40}",
    re.IGNORECASE,
)
#: When a page was made or changed, with a few words behind it at most: *Generated on 2026-01-09 by a model*.
_STAMP = lazy(
    r"\W*(?P<label>[^\d:：|]{3,40}?)\s{0,3}[:：]?\s{0,3}(?:19|20)\d\d[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}\S*(?:\s\S+){0,6}\s*$"
)
#: Three words, or so many characters where words have no blanks between them: more than say what an address leads to.
_WORDS = lazy(r"[^\W\d_]{3,40}\s{1,9}[^\W\d_]{2,40}\s{1,9}[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff]{9}")
_DIGITS = lazy(r"(?:19|20)\d\d[-./年]")
_LONGEST_STAMP = 140


def read_text(facts: NoteFacts, scope: Scope, blocks: list[Block], said: Said, best: Candidate | None) -> None:
    """Keep what a scope says: its labelled summary, and all lines that were not read as something else."""
    _keep_prose(facts, said)
    role, run = "text", list[tuple[int, str]]()
    for block in blocks:
        if block.kind == "section":
            if block is not scope.block:
                said.passages.extend(_passage(role, run))
                run = []
            is_title = block is facts.heading or block is scope.block or (best is not None and block.first == best.line)
            role = "text" if is_title else plain(block.text).casefold().strip(" :：") or "text"
            continue
        for number, text in _texts(facts, scope, block, said, best):
            if run and number != run[-1][0] + 1 and any(n in said.consumed for n in range(run[-1][0], number)):
                said.passages.extend(_passage(role, run))
                run = []
            if number not in said.consumed:
                run.append((number, text))
    said.passages.extend(_passage(role, run))


def _keep_prose(facts: NoteFacts, said: Said) -> None:
    """Keep the labelled texts: the first is the summary, the others go by their labels."""
    stated = (_on_its_lines(facts, one) for one in said.fields if one.role.kind == "prose")
    prose = [one for one in stated if one is not None]
    for at, one in enumerate(prose):
        role = "summary" if at == 0 else clean_title(one.label).casefold() or "text"
        said.passages.append(Passage(role, one.line, "\n".join(line[:KEPT] for line in one.value.split("\n"))))
        said.consumed.update(range(one.line, one.last + 1))


def _texts(
    facts: NoteFacts, scope: Scope, block: Block, said: Said, best: Candidate | None
) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block with their text; of the line of the title what stands behind it."""
    if not _is_text(block):
        return
    for number, line in enumerate(block.lines, block.at):
        rest = said.rests.get(number, best.rest if best is not None and number == best.line else None)
        if best is None and block is scope.block and number == block.at:
            rest = _behind_number(line)
        if rest is not None:
            if rest.strip() and rest in facts.lines[number - 1]:
                yield number, rest
        elif _says_something(line) and (block.kind == "code" or not is_unsaid(line)):
            yield number, MESSAGE.sub("", line)


def _is_text(block: Block) -> bool:
    """Say whether the lines of a block are text: what stands in a quote or table has lines of its own."""
    if block.kind in ("quote", "details", "table"):
        return not block.children
    if block.kind == "code" and _BIBTEX.match(block.text):
        return False
    # Jekyll puts the table of contents in the place of a list that is marked so.
    return block.kind in _SPOKEN and not "".join(block.lines[-1:]).startswith("{:toc")


def _on_its_lines(facts: NoteFacts, one: Field) -> Field | None:
    """Give a text with the lines that it stands on as it is, or ``None``: in front matter it may be escaped."""
    body = facts.document.body
    if one.line >= body or one.value in facts.lines[one.line - 1]:
        return one
    below = [
        line.strip() for line in takewhile(lambda line: line[:1] in (" ", "\t", ""), facts.lines[one.line : body - 2])
    ]
    while below and not below[-1]:
        below.pop()
    is_block = " ".join(" ".join(below).split()) == " ".join(one.value.split())
    return one._replace(value="\n".join(below), line=one.line + 1, last=one.line + len(below)) if is_block else None


def _behind_number(line: str) -> str | None:
    """Give what stands behind the number that a line begins with; ``None`` if it begins with something else."""
    found = next(iter(numbers_in(line[:WINDOW])), None)
    if found is None:
        return None
    link = next((one for one in links_in(line[:WINDOW]) if one.start <= found.start < one.end), None)
    before = plain(line[: link.start if link else found.start])
    return description(line[link.end if link else found.end :]) if is_label(before) else None


def is_unsaid(line: str) -> bool:
    """Say whether a line is no part of any text: hashtags, who spoke in a chat, the heading of an outliner's item, a
    mark of a site generator, a way to another place of the page, or when and by what the page was made.
    """
    return are_hashtags(line) or _MARK.fullmatch(line) is not None or heads_message(line) or _is_of_page(line)


def _is_of_page(line: str) -> bool:
    if "](#" in line or "href" in line or "©" in line:
        return _OF_PAGE.fullmatch(line) is not None
    stamp = _STAMP.match(plain(line)) if len(line) <= _LONGEST_STAMP and _DIGITS.search(line) else None
    role = role_of(stamp["label"]) if stamp else None
    return role is not None and role.name in ("updated", "about")


def _says_something(line: str) -> bool:
    """Say whether a line has words besides addresses and words for what these lead to."""
    if "](" not in line and "://" not in line and "<" not in line:
        return bool(line.strip(" \t|"))
    return not is_label(plain(line)) or _WORDS.search(plain(line)) is not None


def _passage(role: str, run: list[tuple[int, str]]) -> Iterator[Passage]:
    """Make passages of lines; where lines are left out between, the text keeps its place with empty ones."""
    if not run:
        return
    texts: list[str] = []
    first = run[0][0]
    for number, text in run:
        while first + len(texts) < number:
            texts.append("")
        texts.append(text[:KEPT])
    yield Passage(role, first, "\n".join(texts))
