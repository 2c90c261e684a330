"""The labels of a line in any dress, each with what it means and the columns of its value."""

from __future__ import annotations

import re

from digestkb.dates import is_date
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people, is_person, split_people
from digestkb.readers.fields import WINDOW, fits
from digestkb.readers.labels import Label, find_label
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import is_label, is_title_case
from digestkb.readers.vocabulary import Role, role_of, role_of_sign
from digestkb.tuples import NamedTuple

#: Labels without colon or emphasis: ``【作者】``, ``[Authors]``, ``:Authors:``, ``#+TITLE:``, ``key:: v``, HTML, code,
#: and those with a tab behind them.
_DRESSES = lazy(
    r"[\s>]*(?:"
    r"【(?P<brackets>[^】]{1,40})】\s{0,40}[:：]?"
    r"|(?P<opens>[(\[])?(?P<dataview>[^\W\d_][^:：*_\n\[\]]{0,40}?)\s{0,40}::(?P<closes>(?=\s|\S))"
    r"|\[(?P<page>\[)?(?P<square>[^\[\]|]{1,40})\](?(page)\])(?![\](])\s{0,40}[:：]?"
    r"|:(?P<field>[^\W\d_][^:\n]{0,40}):(?=\s)"
    r"|\#\+(?P<org>[A-Za-z_]{2,20}):"
    r"|`(?P<code>[^`]{1,40})`\s{0,40}[:：]"
    r"|(?P<tabbed>[^\W\d_][^\t:：|*_`\[\]<>]{0,40}?) {0,9}\t(?=[^\t]+$)"
    r"|<(?P<tag>b|strong|em|i|span|p|dt)\b[^>]{0,200}>\s{0,40}(?P<html>[^<>\s](?:[^<>]{0,58}?[^<>\s])??)"
    r"\s{0,40}(?:[:：]\s{0,40})?</(?P=tag)>\s{0,40}[:：]?"
    r")\s{0,40}"
)
#: What such a label may begin with.
_DRESSED = tuple("【[(:#<>`")
#: The groups of these that hold the label.
_DRESS_LABELS = ("brackets", "dataview", "square", "field", "org", "code", "tabbed", "html")
#: A known label and its value with a dash between them: ``Authors - Ada Lovelace``.
_DASHED = lazy(r"(?P<label>[^\W\d_][^:：|*_`\[\]<>\d]{0,30}?)\s{1,4}[-–—]\s{1,4}(?=\S)")
_DASHES = frozenset("-–—")
#: A list of tags, which is no longer than this, has one of these in it.
_LISTED, _LONGEST_LIST = lazy(r"[,;，；、#`]|\[\["), 300
#: What may stand between two labelled values on one line.
_BETWEEN = lazy(
    r"\s{0,40}(?:[|｜·•;；‖]|<br\s{0,40}/?>|[ \u3000]{2,40}|\u3000|\s[-–—]\s|,\s{1,40}|，"
    r"|(?<=\w)\.\s{1,40}|。|\s/\s|[)\]]\s{1,9}(?=[(\[][^\W\d_][^:\n]{0,40}::))\s{0,40}"
)
#: Before an address that ends a value, with its brackets.
_OPENS = " .,;·|–—-([（【<"
#: What every label has around or behind it, or is; in a list of people or tags there is none of these.
_LABEL_SIGN = lazy(r"[:：*_【\[<\u2190-\u2bff\U0001f000-\U0001faff]")


class Labelled(NamedTuple):
    """A label in a line, what it means if that is known, and the columns of its value."""

    label: str
    role: Role | None
    start: int
    end: int
    marked: bool


def labels_in(line: str) -> list[Labelled]:
    """Find the labels of a line that begins with one, and of those that follow it on the same line.

    >>> [(one.label, "**Score**: 8 | **Date**: 2026".__getitem__(slice(one.start, one.end)))
    ...  for one in labels_in("**Score**: 8 | **Date**: 2026")]
    [('Score', '8'), ('Date', '2026')]
    """
    head = line[:WINDOW]
    first = _label_at(head, 0)
    if first is None:
        return []
    found = [first]
    if (first.role is not None or first.marked) and _LABEL_SIGN.search(head, first.start):
        for between in _BETWEEN.finditer(head, first.start):
            following = _label_at(head, between.end()) if between.end() >= found[-1].start else None
            if following is not None and (following.role is not None and fits(following.role, head[following.start :])):
                found[-1] = found[-1]._replace(end=between.start())
                found.append(following)
    return found


def value_behind(text: str) -> str:
    """Give the value behind a label without the dash that stands between them.

    >>> value_behind(" — RL, LLMs"), value_behind("-1.5")
    ('RL, LLMs', '-1.5')
    """
    value = text.strip()
    return value[1:].lstrip() if value[:1] in _DASHES and value[1:2].isspace() else value


def value_of(one: Labelled, line: str) -> str:
    """Give the value behind a label; that of people and tags ends where the address of the paper stands."""
    value = value_behind(line[one.start : one.end])
    if one.role is None or one.role.kind not in ("people", "tags") or not (numbers := numbers_in(value[:WINDOW])):
        return value
    link = next((link for link in links_in(value[:WINDOW]) if link.start <= numbers[0].start < link.end), None)
    return value[: link.start if link else numbers[0].start].rstrip(_OPENS)


def _label_at(line: str, at: int) -> Labelled | None:
    dressed = _dressed_at(line, at)
    if dressed is not None:
        return dressed
    found = find_label(line, at)
    signed = None if found is not None and found.colon else role_of_sign(line, at)
    if signed is not None and _may_label(signed[0], line[signed[1] :]):
        return Labelled(line[at], signed[0], signed[1], len(line), True)
    return _labelled(found, line) if found is not None and (found.colon or found.marked) else _dashed_at(line, at)


def _labelled(found: Label, line: str) -> Labelled | None:
    """Give a label with its role, if what it means is known or emphasis sets it apart."""
    label = found.text.rstrip(":： ")
    role = role_of(label)
    if not found.marked and (role is None or "://" in label):
        return None
    if found.marked and not found.colon and not _needs_no_colon(label, role, line[found.start :]):
        return None
    # A colon may stand within the emphasis and another one behind it.
    rest = line[found.start :]
    start = found.start + len(rest) - len(rest.lstrip(":： \t"))
    return Labelled(label, role, start, len(line), found.marked)


def _needs_no_colon(label: str, role: Role | None, value: str) -> bool:
    """Say whether emphasis alone makes a label of a word: *Paper* begins a sentence as well, where no title follows."""
    if role is not None and role.kind == "text":
        return not label.isascii() or is_title_case(value.strip())
    return role is not None and role.kind not in ("address", "remark", "nothing")


def _may_label(role: Role, value: str) -> bool:
    """Say whether a sign may label a value: one for an address stands directly before it, or before words for it."""
    if role.kind != "address":
        return True
    link = next(iter(links_in(value[:WINDOW])), None)
    return link is None or is_label(plain(value[: link.start]))


def _dressed_at(line: str, at: int) -> Labelled | None:
    """Read a label that its dress alone tells, without colon behind it or emphasis."""
    begins = line[at : at + 60]
    may_be = begins[:1] in _DRESSED or "::" in begins or "\t" in begins[:45]
    dressed = _DRESSES.match(line, at) if may_be else None
    if dressed is None:
        return None
    label = next(dressed[name] for name in _DRESS_LABELS if dressed[name])
    role = role_of(label)
    if not _is_meant(dressed, role, line[dressed.end() :]):
        return None
    bracketed = dressed["opens"] and line.rstrip()[-1:] in ")]"
    return Labelled(label, role, dressed.end(), len(line.rstrip()) - 1 if bracketed else len(line), True)


def _is_meant(dressed: re.Match[str], role: Role | None, value: str) -> bool:
    """Say whether what is dressed as a label is one: a property whatever it says, others by what they say."""
    if role is None:
        return dressed["dataview"] is not None or dressed["field"] is not None
    return not (dressed["tabbed"] or dressed["code"]) or _may_be(role, value)


def _dashed_at(line: str, at: int) -> Labelled | None:
    """Read a label that has a dash behind it, as many a sentence has: only where the value shows what it is."""
    dashed = _DASHED.match(line, at)
    role = role_of(dashed["label"]) if dashed else None
    if dashed is None or role is None or not _shows(role, line[dashed.end() :]):
        return None
    return Labelled(dashed["label"], role, dashed.end(), len(line), False)


def _may_be(role: Role, value: str) -> bool:
    """Say whether a value may be one of a role: neither the head of another column, nor what a word means."""
    if role.kind in ("text", "prose", "remark"):
        return role_of(value) is None and not value[:1].islower()
    return _shows(role, value)


def _shows(role: Role, value: str) -> bool:
    """Say whether a value shows by itself that it is one of its role."""
    value = value.strip()
    if role.kind == "people":
        names = split_people(value)
        return role.name == "authors" and (are_people(value) or (bool(names) and all(map(is_person, names))))
    if role.kind in ("address", "id"):
        return "://" in value or bool(numbers_in(value[:WINDOW]))
    if role.kind == "tags":
        return len(value) <= _LONGEST_LIST and _LISTED.search(value) is not None and fits(role, value)
    return role.kind == "date" and is_date(value)
