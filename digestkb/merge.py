"""Mentions to papers: fixed rules, so that what is known of a paper does not depend on the order in which notes came.

Each mention says itself what it is about: an arXiv number, else an address, else a title. One without a number joins
the numbered paper that carries its link, or, in a log, whose title (or its part before the colon) is the entry's name;
if several numbered papers do, it joins none. What digestkb itself copied from a note counts as :mod:`~digestkb.copies`
says. A note that is about no paper is a record of its own, whatever it is
called: labels such as ``Notes`` or ``TODO`` bring nothing together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from digestkb import copies, tags
from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.links import KINDS, Link, canonical, is_arxiv
from digestkb.markdown import plain
from digestkb.people import has_initials
from digestkb.records import Kind, Mention, Paper, Passage, StoredMention, TitleSource
from digestkb.roles import ORIGIN, UNSAID
from digestkb.shortening import KNOWN
from digestkb.text.language import languages_of

_TITLE_RANK = {source: rank for rank, source in enumerate(TitleSource)}
#: What the ids of records begin with that have neither a number nor an address.
NOTE_ID = "note:"
#: In which mention the best short text stands, and in which of its passages; an empty role is the first of any.
_SUMMARIES = (
    (Kind.TOPIC, ("text",)),
    (Kind.DIGEST, ("summary", "idea", "problem", "text", "results", "conclusion", "")),
    (Kind.SOTA, ("breakthrough", "impact")),
    (Kind.READING, ("text",)),
    (Kind.LOG, ("summary", "text")),
    (Kind.CONTRIBUTION, ("text", "comment")),
    (Kind.NOTE, ("summary", "abstract", "text", "")),
)
_SUMMARY_LENGTH = 400
#: What addresses begin with that say no more of a paper than its number, which is their end.
_OF_A_NUMBER = [start for start, kind in KNOWN if kind != "code"]
#: What is shorter and no sentence is a remark, in characters.
_PROSE = 60
_LONGER_WORD = re.compile(r"(?<![\w:.-])[^\W\d_]{2,}(?![\w:-])")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_SENTENCE_END = re.compile(r"[.!?。！？](?:(?<=[。！？])|(?=\s))")
#: A title of fewer words is a name; where no blanks are written, it has as many characters.
_TITLE_WORDS = 3
_IDEOGRAPHS = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff]{{{2 * _TITLE_WORDS}}}")
#: A title's part before its colon is a name if it is no longer than this, in characters.
_NAME_LENGTH = 60


def own_id(mention: Mention) -> str:
    """Give the paper's id by what the mention alone says.

    >>> from digestkb.records import Kind, Span
    >>> own_id(Mention(Kind.LOG, Span(1, 1), url="https://www.github.com/thu-ml/TurboDiffusion/"))
    'github.com/thu-ml/TurboDiffusion'
    """
    if mention.arxiv_id:
        return mention.arxiv_id.number
    if mention.url:
        return canonical(mention.url)
    name = mention.title or next(iter(mention.names), "")
    return NOTE_ID + re.sub(r"[\W_]+", "-", tags.key(name)).strip("-")


def is_note(mention: Mention) -> bool:
    """Say whether a mention is a note about no paper: its reader found neither a number nor an address for it.

    An entry of any other kind that has only a title (in a log, in a topic tree) is a paper all the same.
    """
    return mention.kind is Kind.NOTE and not mention.arxiv_id and not mention.url


def ids(stored: StoredMention) -> tuple[str, ...]:
    """Give the ids that a mention without number and address may go by, the shortest first.

    A note goes by the first that nothing but notes of its own file may go by; a paper with only a title has but one. No
    slug has an ``@``, so that no title reads like the path of another note.

    >>> from digestkb.records import Kind, Span
    >>> ids(StoredMention(1, "My lists/todo.md", Mention(Kind.NOTE, Span(1, 9), title="TODO"), None, "en", folder="/n"))
    ('note:todo', 'note:todo@My%20lists/todo.md', 'note:todo@/n/My%20lists/todo.md')
    """
    mention = stored.mention
    if mention.arxiv_id or mention.url:
        return ()
    origin = copies.copied(mention.passages)
    if origin and is_note(mention) and copies.is_id_of_note(origin.id):
        return (origin.id or "",)
    slug = own_id(mention)
    if not is_note(mention):
        return (slug,)
    whole = f"{stored.folder}/{stored.source}" if stored.folder else stored.source
    return slug, f"{slug}@{_one_word(stored.source)}", f"{slug}@{_one_word(whole)}"


def _one_word(path: str) -> str:
    """Write a path without blanks and control characters, which ids must not have: one stands on a line."""
    return re.sub(r"[\s%\x00-\x1f\x7f]", lambda match: f"%{ord(match[0]):02X}", path)


@lru_cache(maxsize=1024)  # asked for its claims, its names and its labels
def head(title: str) -> str | None:
    """Give the name before a title's colon, or ``None``.

    >>> head("GDPO: Group reward-Decoupled Normalization"), head("Attention Is All You Need")
    ('GDPO', None)
    """
    if ":" not in title and "：" not in title:
        return None
    name = re.split(r":(?=\s)|：", title, maxsplit=1)[0].strip()
    return name if name != title.strip() and 1 < len(name) <= _NAME_LENGTH else None


def claims(mention: Mention) -> frozenset[str]:
    """Give the keys by which mentions of one paper find each other across notes.

    For a mention with a number: the links that belong to the paper, its title and its title's head. For one without:
    its address, and the title that it has; a log's names may be heads, other notes' titles must be whole. A note about
    no paper has none.
    """
    found: set[str] = set()
    if mention.arxiv_id:
        found.update(_claims_beside(mention.arxiv_id, mention))
        return frozenset(found)
    if mention.url:
        found.add(f"link:{canonical(mention.url)}")
    if mention.title and not is_note(mention):
        key = tags.key(mention.title)
        if len(key.split()) > 2 or mention.kind is Kind.LOG:
            found.add(f"name:{key}")
        if mention.kind is Kind.LOG and len(key) > 1:
            found.add(f"head:{key}")
    return frozenset(found)


def _claims_beside(number: ArxivId, mention: Mention) -> Iterator[str]:
    """Yield the keys of a mention with a number."""
    abstract = {start + number.number for start in _OF_A_NUMBER}  # nearly all papers have these
    for link in mention.links:
        if link.url not in abstract and _is_own(link):
            yield f"link:{canonical(link.url)}"
    if mention.title:
        yield f"name:{tags.key(mention.title)}"
        name = head(mention.title)
        if name:
            yield f"head:{tags.key(name)}"


def _is_own(link: Link) -> bool:
    """A link tells one paper from another unless it is the paper's number again, or a site's front page."""
    if link.kind in ("abs", "pdf", "huggingface") and is_arxiv(link.url):
        return False
    return "/" in canonical(link.url) or link.kind == "project"


def resolve(mention: Mention, claimants: Iterable[tuple[str, str]]) -> str:
    """Give the id of the paper that a mention is about; ``claimants`` are (key, number) of numbered mentions."""
    return own_id(mention) if mention.arxiv_id else meant(claimants) or own_id(mention)


def meant(claimants: Iterable[tuple[str, str]]) -> str | None:
    """Give the number that a mention without one is about, by the (key, number) of those that go by a key of it.

    >>> meant([("name:gdpo", "2601.05242"), ("link:github.com/a/b", "2601.00001"), ("name:gdpo", "2601.00002")])
    '2601.00001'
    >>> meant([("name:gdpo", "2601.05242"), ("name:gdpo", "2601.00002")])
    """
    by_kind: dict[str, set[str]] = {}
    for key, number in claimants:
        by_kind.setdefault(key.partition(":")[0], set()).add(number)
    for kind in ("link", "name", "head"):
        numbers = by_kind.get(kind, set())
        if len(numbers) == 1:
            return next(iter(numbers))
    return None


def _passages(stored: StoredMention) -> tuple[Passage, ...]:
    return stored.mention.passages


def order(stored: StoredMention) -> tuple[object, ...]:
    """Give the order of a paper's mentions, the same however the notes were ingested."""
    mention = stored.mention
    place = (stored.source, stored.folder, mention.span.first, mention.span.last)
    return *place, mention.kind.value, mention.rank or 0, stored.number


def merge(paper_id: str, mentions: Iterable[StoredMention]) -> Paper:
    """Compute what the notes say of one paper from all its mentions; copies that are no evidence are left out."""
    ordered = tuple(mentions)
    if len(ordered) > 1:
        ordered = tuple(copies.counted(sorted(ordered, key=order), _passages))
    said = [stored.mention for stored in ordered]
    number = next((mention.arxiv_id for mention in said if mention.arxiv_id), None)
    title, source = _title(said)
    published = _published(said)
    dates = [stored.date for stored in ordered if stored.date]
    return Paper(
        id=paper_id,
        arxiv_id=number.number if number else None,
        url=number.url if number else _url(said),
        title=title,
        title_source=source,
        names=_names(said, title),
        authors=_authors(said),
        published=published,
        month=number.month if number else _month(published),
        noted_first=min(dates, key=lambda date: (date.first, date.end), default=None),
        noted_last=max(dates, key=lambda date: (date.end, date.first), default=None),
        tags=tags.unique(tag for mention in said for tag in mention.tags),
        topics=_topics(said),
        summary=_summary(said),
        languages=languages_of_mentions((stored.mention, stored.language) for stored in ordered),
        links=_links(said),
        is_note=all(map(is_note, said)),
        mentions=ordered,
    )


def languages_of_mentions(mentions: Iterable[tuple[Mention, str]]) -> tuple[str, ...]:
    """Give the languages of mentions, each with its main one: those first, then what else is written at length."""
    said = list(mentions)
    passages = (passage.text for mention, _ in said for passage in mention.passages if passage.role != ORIGIN)
    main = by_frequency(language for _, language in said)
    found = tuple(dict.fromkeys((*main, *languages_of(passages))))
    return tuple(language for language in found if language != "und") or found


def by_frequency(labels: Iterable[str]) -> tuple[str, ...]:
    """Give the distinct labels, the most frequent first, equals in alphabetical order; ``und`` only if alone."""
    found = tuple(labels)
    if len(found) == 1:
        return found
    counts = Counter(found)
    ranked = tuple(sorted(counts, key=lambda label: (-counts[label], label)))
    return tuple(label for label in ranked if label != "und") or ranked


def _title(said: Sequence[Mention]) -> tuple[str | None, TitleSource | None]:
    titled = [(mention.title, mention.title_source) for mention in said if mention.title and mention.title_source]
    if len(titled) < 2:
        return titled[0] if titled else (None, None)
    counts = Counter(title for title, _ in titled)
    title, source = min(
        titled,
        key=lambda found: (
            _is_cut(found[0], found[1], counts),
            _TITLE_RANK[found[1]],
            -counts[found[0]],
            -len(found[0]),
            found[0],
        ),
    )
    return title, source


def _is_cut(title: str, source: TitleSource, titles: Iterable[str]) -> bool:
    """Say whether a title is only a name, such as lists write it, so that any note with a whole one knows better.

    A heading or a stated title is whole, however short, unless another note's has it before the colon.
    """
    if not _is_name(title):
        return False
    if _TITLE_RANK[source] > _TITLE_RANK[TitleSource.METADATA]:
        return True
    known = tags.key(title)
    return any(tags.key(head(other) or "") == known for other in titles)


def _is_name(title: str) -> bool:
    return len(title.split()) < _TITLE_WORDS and not _IDEOGRAPHS.search(title)


def _names(said: Sequence[Mention], title: str | None) -> tuple[str, ...]:
    found = []
    if title and head(title):
        found.append(head(title) or "")
    for mention in said:
        found.extend(mention.names)
        if mention.title and mention.title != title and not _is_phrase(mention.title):
            found.append(mention.title)
            found.append(head(mention.title) or "")
    known = tags.key(title) if title else None
    return tuple(name for name in tags.unique(found) if tags.key(name) != known)


def _is_phrase(text: str) -> bool:
    """Say whether a text is ordinary words, as a link in a sentence has them: ``the report`` is nobody's name."""
    return " " in text and text.islower() and not any(char.isdigit() for char in text)


def _authors(said: Sequence[Mention]) -> tuple[str, ...]:
    """The longest list that a note gives: shorter ones were cut; of equal ones that with the most names in full."""
    lists = (mention.authors for mention in said)
    return min(lists, key=lambda names: (-len(names), sum(map(has_initials, names)), names), default=())


def _published(said: Sequence[Mention]) -> PartialDate | None:
    """The most precise date, then the one most notes give, then the earliest."""
    if len(said) == 1:
        return said[0].published
    dates = Counter(mention.published for mention in said if mention.published)
    return min(dates, key=lambda date: (-len(str(date)), -dates[date], date), default=None)


def _month(published: PartialDate | None) -> PartialDate | None:
    return PartialDate(published.year, published.month) if published and published.month else None


def _url(said: Sequence[Mention]) -> str | None:
    return min((mention.url for mention in said if mention.url), key=lambda url: (len(url), url), default=None)


def _topics(said: Sequence[Mention]) -> tuple[tuple[str, ...], ...]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for mention in said:
        for path in mention.topics:
            found.setdefault(tuple(tags.key(label) for label in path), path)
    return tuple(found.values())


def _links(said: Sequence[Mention]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for mention in said:
        for link in mention.links:
            known = found.get(canonical(link.url))
            if known is None or (KINDS.index(link.kind), link.url) < (KINDS.index(known.kind), known.url):
                found[canonical(link.url)] = link
    return tuple(sorted(found.values(), key=lambda link: (KINDS.index(link.kind), link.url)))


def _summary(said: Sequence[Mention]) -> str | None:
    for kind, roles in _SUMMARIES:
        texts = [text for mention in said if mention.kind is kind if (text := _first_text(mention.passages, roles))]
        if texts:
            return _shorten(min(texts, key=lambda text: (-min(len(text), _SUMMARY_LENGTH), text)))
    return None


def _first_text(passages: Sequence[Passage], roles: Sequence[str]) -> str:
    """Give the first text of the first role that has one, prose before a few words."""
    for role in roles:
        short = ""
        for passage in passages:
            if role in (passage.role, "") and passage.role not in UNSAID:
                text = plain(passage.text[: 8 * _SUMMARY_LENGTH])
                if len(text) >= _PROSE or text[-1:] in ".!?" or _SENTENCE_END.search(text):
                    return text
                short = short or (text if role or _are_words(text) else "")
        if short:
            return short
    return ""


def _are_words(text: str) -> bool:
    """Say whether a text of no known role is more than a value: a venue, a number, a name."""
    words = _LONGER_WORD.findall(text)
    return _UNSPACED.search(text) is not None or (len(words) > 2 and any(word[0].islower() for word in words))


def _shorten(text: str) -> str:
    """Keep whole sentences up to the length of a summary, and at least one."""
    if len(text) <= _SUMMARY_LENGTH:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, _SUMMARY_LENGTH + 1)]
    cut = max((end for end in ends if end <= _SUMMARY_LENGTH), default=0)
    return text[:cut] if cut else text[: _SUMMARY_LENGTH - 1].rstrip() + "…"
