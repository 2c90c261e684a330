"""The entries of BibTeX, RIS and EndNote in a note: papers of their own, or what is said of a scope's paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice

from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.links import classify
from digestkb.readers.agreement import agree, words_of
from digestkb.readers.bibtex import Entry, find_entries, said_in
from digestkb.readers.candidates import Candidate
from digestkb.readers.facts import NoteFacts
from digestkb.readers.fields import date_of
from digestkb.readers.listing import find_listings
from digestkb.readers.objects import find_objects
from digestkb.readers.ris import BEGINS, find_records
from digestkb.readers.scan import numbers_in
from digestkb.readers.subject import Scope
from digestkb.records import Kind, Mention, Passage, Span, TitleSource
from digestkb.tags import unique

#: So many entries are compared with a title; there may be thousands, and as many papers that ask.
_MOST_ALIKE = 100


#: The day of an entry: as RIS is read, as JabRef writes it, BibDesk, and Mendeley.
_WHEN_MADE = ("noted", "timestamp", "creationdate", "date-added", "dateadded")


class Bibliography:
    """The entries of a note, and the lines that they take."""

    def __init__(self, facts: NoteFacts) -> None:
        self.facts = facts
        lines = facts.lines
        whole = facts.document.whole
        self.entries = list(find_entries(lines)) if "@" in whole else []
        if any(map(whole.__contains__, BEGINS)) and any(line.lstrip(" >").startswith(BEGINS) for line in lines):
            self.entries += find_records(lines)
        self.entries += find_listings(lines)
        self.entries += find_objects(lines)
        self.lines = {n for entry in self.entries for n in range(entry.span.first, entry.span.last + 1)}

    @property
    def is_about_one(self) -> bool:
        """Whether the whole note is about one paper; an entry of a bibliography speaks for itself alone."""
        whole = [scope for scope in self.facts.subjects.scopes if scope.whole]
        return any(one.line not in self.lines for scope in whole for one in scope.statements)

    def entry_of(self, scope: Scope, best: Candidate | None) -> Entry | None:
        """Give the BibTeX entry of a scope's paper: with its number, or with its title and no number."""
        if scope.arxiv_id is None:
            return None
        own = self._by_number.get(scope.arxiv_id.number)
        if own is not None or best is None:
            return own
        return next((e for e in self._alike(best.text) if agree(e.title or "", best.text)), None)

    @cached_property
    def _by_number(self) -> dict[str, Entry]:
        """The first entry of each number: its own, or, of one without, all that its lines have."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            own = _entry_number(entry)
            for number in _numbers(entry, self.facts.lines) if own is None else (own.number,):
                found.setdefault(number, entry)
        return found

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """Where among the entries those without a number are that have a word in their title."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            if entry.title and not _numbers(entry, self.facts.lines):
                for word in set(words_of(entry.title)):
                    found[word].append(at)
        return found

    def _alike(self, title: str) -> Iterator[Entry]:
        """Yield the entries without a number whose titles share words with one, the rarest words deciding which."""
        shared = [found for word in set(words_of(title)) if (found := self._by_word.get(word))]
        rarest = chain.from_iterable(
            found[:_MOST_ALIKE] for found in sorted(shared, key=lambda found: (len(found), found))
        )
        yield from (self.entries[at] for at in sorted(set(islice(rarest, _MOST_ALIKE))))

    def mentions(self, spoken: dict[str, list[Span]]) -> Iterator[Mention]:
        """Give a mention for each BibTeX entry with a number, unless the note around it is about that paper."""
        for entry in self.entries:
            found = [
                f.id for n in range(entry.span.first, entry.span.last + 1) for f in numbers_in(self.facts.lines[n - 1])
            ]
            own = _entry_number(entry) or (found[0] if found else None)
            if own is None:
                yield from self._without_number(entry)
                continue
            block = self.facts.document.owners[entry.span.first]
            context = block.headings()
            for other in found:
                if other.number != own.number and other.number not in spoken:
                    spoken[other.number] = [entry.span]
                    yield Mention(Kind.REFERENCE, entry.span, other, context=context)
            if any(s.first <= entry.span.first <= s.last for s in spoken.get(own.number, ())):
                continue
            spoken.setdefault(own.number, []).append(entry.span)
            yield self._of_entry(entry, own, None, context)

    def _without_number(self, entry: Entry) -> Iterator[Mention]:
        """Give the paper of an entry that has a DOI or an address, unless the note is about one paper anyway."""
        url = entry.address or entry.fields.get("url", "")
        if entry.title and "://" in url and not self.is_about_one:
            block = self.facts.document.owners[entry.span.first]
            yield self._of_entry(entry, None, url, block.sections())

    def _of_entry(self, entry: Entry, own: ArxivId | None, url: str | None, context: tuple[str, ...]) -> Mention:
        said = said_in(self.facts.lines, entry)
        addresses = (url, entry.address, entry.fields.get("resource"))
        return Mention(
            Kind.NOTE if entry.title else Kind.REFERENCE,
            entry.span,
            own,
            url,
            title=entry.title,
            title_source=TitleSource.METADATA if entry.title else None,
            names=(entry.key,) if entry.is_named else (),
            authors=entry.authors,
            published=entry.published,
            tags=unique(entry.keywords),
            links=tuple(map(classify, filter(None, dict.fromkeys(addresses)))),
            passages=(Passage("summary", *said),) if said else (),
            context=context,
            date=_noted(entry, self.facts.document.day_first),
        )


def _numbers(entry: Entry, lines: tuple[str, ...]) -> set[str]:
    return {f.id.number for n in range(entry.span.first, entry.span.last + 1) for f in numbers_in(lines[n - 1])}


def _noted(entry: Entry, day_first: bool) -> PartialDate | None:
    """Give the day on which an entry was made, as the programs that keep bibliographies write it."""
    stated = (entry.fields.get(key, "") for key in _WHEN_MADE)
    return date_of(next(filter(None, stated), ""), day_first)


def _entry_number(entry: Entry) -> ArxivId | None:
    for key in ("eprint", "arxivid", "journal", "url", "note", "doi"):
        value = entry.fields.get(key, "")
        found = next(iter(numbers_in(f"arXiv:{value}" if key in ("eprint", "arxivid") and value else value)), None)
        if found is not None:
            return found.id
    return None
