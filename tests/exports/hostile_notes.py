"""Notes that say anything: text that Markdown, HTML, YAML, Obsidian and our own marks are made of, in every field."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.links import Link
from digestkb.records import Evidence, Insight, Kind, Mention, Note, NotedMention, Passage, Reading, Span, TitleSource

#: What Markdown, HTML, YAML, Obsidian and our own marks are made of, and what is not seen.
PIECES = (
    *("---", "-->", "<!--", "<!-- /digestkb -->", '<!-- digestkb: paper "1" -->', "%%", "|", "\n", "\n\n", "> ", "# "),
    *(
        "- **Title:** x",
        "**Idea:** x",
        "**",
        "`",
        "```",
        "[[a]]",
        "](",
        "](https://x.org/a)",
        "\\",
        "{a=b}",
        "<script>",
    ),
    *("&lt;", "&amp;", "&#x1b;", "\x1b[31m", "\u202e", "\u200b", "\u2028", "\t", " ", ", ", "; ", " > ", ":", '"', "'"),
    *("强化学习", "Học tăng cường", "Đ", "GRPO", "2601.05242", "https://x.org/é", "e\u0301", "\U00100001", "1. "),
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(string.printable, max_size=3), min_size=1, max_size=8).map("".join)
NAME = TEXT.filter(lambda text: text.strip() != "")
LABELS = st.lists(NAME, max_size=3, unique=True).map(tuple)
DATE = st.sampled_from([None, PartialDate(2026), PartialDate(2026, 1), PartialDate(2026, 1, 9)])
LINKS = st.lists(
    st.builds(Link, st.sampled_from(["abs", "code", "other"]), NAME | st.just("https://github.com/a/b")), max_size=3
)
ROLES = st.sampled_from(["text", "idea", "rest", "also", "Ý tưởng", "ý tưởng", "a:** b", "结论", "authors"]) | NAME
PASSAGES = st.lists(st.builds(Passage, ROLES, st.just(1), TEXT | st.just("")), max_size=4)


@st.composite
def mentions(draw: st.DrawFn, line: int) -> NotedMention:
    """Draw a mention of one of a few papers, one of which has no number and one not even an address."""
    number, url = draw(
        st.sampled_from([("2601.05242", None), ("2601.05242", None), (None, "https://x.org/p"), (None, None)])
    )
    title = draw(st.none() | NAME) if number or url else draw(NAME)
    date, kind = draw(DATE), draw(st.sampled_from(Kind))
    mention = Mention(
        kind,
        Span(line, line),
        ArxivId(number, draw(st.sampled_from([0, 2]))) if number else None,
        url,
        title,
        draw(st.sampled_from(TitleSource)) if title else None,
        *(draw(LABELS), draw(LABELS), draw(DATE), None, draw(LABELS)),
        tuple(draw(st.lists(LABELS.filter(bool), max_size=2))),
        tuple(draw(LINKS)),
        tuple(draw(PASSAGES)),
        draw(st.sampled_from([None, 1, 12])),
        0 if kind in (Kind.GAP, Kind.IDEA, Kind.REFLECTION) else None,
        draw(LABELS),
        draw(LABELS),
    )
    dated = Evidence(date, draw(NAME)) if date else None
    return NotedMention(mention, dated, draw(st.sampled_from(["vi", "zh", "en", "und"])))


@st.composite
def notes(draw: st.DrawFn) -> Note:
    """Draw a note; what stands in a gap, an idea or a reflection is of one kind then."""
    noted = [draw(mentions(line)) for line in range(1, draw(st.integers(2, 4)))]
    kind = next((one.mention.kind for one in noted if one.mention.insight is not None), None)
    noted = [one for one in noted if one.mention.insight is None or one.mention.kind is kind]
    insights = (Insight(kind, Span(1, 1), draw(NAME)),) if kind else ()
    found = tuple(noted)
    return Note(Reading("generic", tuple(one.mention for one in found), insights), found, None)
