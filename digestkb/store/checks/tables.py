"""What the tables say of papers follows from the mentions (:mod:`digestkb.merge`): it is worked out anew and compared.

To mend is to write down what follows. Each check relies on those before it having been mended.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from digestkb import merge
from digestkb.store import card, counts, fts, metadata, vectors
from digestkb.store.checks.examination import Check, Examination, Finding, Part
from digestkb.store.papers import Change, parts


def _claims(examined: Examination) -> Iterator[Finding]:
    stored: dict[int, set[str]] = defaultdict(set)
    for mention, key in examined.execute("SELECT mention_id, key FROM claims"):
        stored[mention].add(key)
    for mention, keys in examined.claims.items():
        if stored.pop(mention, set()) != keys:
            yield examined.finding("claims", mention, "is not found by what it says")
    for mention in stored:
        yield Finding("claims", f"mention {mention}", "is found, and is not there")


def _compute(examined: Examination, found: Sequence[Finding]) -> None:
    examined.papers.anew()


def _mentions(examined: Examination) -> Iterator[Finding]:
    sql = "SELECT mentions.id, papers.id FROM mentions LEFT JOIN papers ON number = paper ORDER BY mentions.id"
    for mention, paper in examined.execute(sql).fetchall():
        about = examined.belongs.get(mention, paper)
        if paper != about:
            message = f"stands under {paper or 'no paper'}, and is about {about}"
            yield examined.finding("mentions", mention, message)


def _move(examined: Examination, found: Sequence[Finding]) -> None:
    change = Change()
    examined.papers.number({examined.belongs[finding.number] for finding in found}, change)
    for finding in found:
        new = change.numbers[examined.belongs[finding.number]]
        examined.execute("UPDATE mentions SET paper = ? WHERE id = ?", (new, finding.number))
    examined.papers.anew({number: paper for paper, number in change.numbers.items()})


def _papers(examined: Examination) -> Iterator[Finding]:
    of_nothing = [f"SELECT paper, 'number ' || paper FROM {table}" for table in card.LABEL_TABLES]
    sql = f"""
    SELECT number, id FROM papers WHERE number NOT IN (SELECT paper FROM mentions)
    UNION SELECT * FROM (SELECT rowid AS paper, 'number ' || rowid FROM search UNION {" UNION ".join(of_nothing)})
    WHERE paper NOT IN (SELECT number FROM papers)
    """
    for number, paper in examined.execute(sql).fetchall():
        yield Finding("papers", paper, "no note speaks of it", number)


def _cards(examined: Examination) -> Iterator[Finding]:
    """Look at rows and labels one by one, and at counts and the index as a whole, beside what is made for it."""
    counted: Counter[counts.Counted] = Counter()
    mentions, stored, due = examined.mentions, card.Stored(examined.connection), fts.Comparison(examined.connection)
    papers = examined.execute("SELECT number, id FROM papers ORDER BY number").fetchall()
    for part in parts([(number, paper) for number, paper in papers if paper in mentions]):
        said = defaultdict(list)
        for mention in examined.papers.load([mention for _, paper in part for mention in mentions[paper]]):
            said[examined.belongs[mention.number]].append(mention)
        for number, paper in part:
            made = card.make(merge.merge(paper, said[paper]))
            due.add(number, made.entry)
            counted.update(made.counted)
            if unlike := stored.unlike(number, made):
                yield Finding("cards", paper, f"not what its notes say: {', '.join(unlike)}", number)
    known = dict(papers)
    for number in due.unlike():
        yield Finding("cards", known[number], "not what its notes say: search", number)
    is_complete = mentions.keys() <= set(known.values())
    for field, key, _ in counts.unlike(examined.connection, counted) if is_complete else ():
        yield Finding("cards", f"{field} {key}".strip(), "not as many papers as are kept")


def _vectors(examined: Examination) -> Iterator[Finding]:
    faults = list(vectors.faults(examined.connection))
    for paper, message in faults:
        yield Finding("vectors", paper, message)
    for paper in () if faults else vectors.unowned(examined.connection):
        yield Finding("vectors", paper, "there is a vector and no paper")


def _drop_vectors(examined: Examination, found: Sequence[Finding]) -> None:
    vectors.mend(examined.connection)


def _metadata(examined: Examination) -> Iterator[Finding]:
    faults = list(metadata.faults(examined.connection))
    for paper, message in faults:
        yield Finding("metadata", paper, message)
    for paper in () if faults else metadata.unowned(examined.connection):
        yield Finding("metadata", paper, "there is metadata and no paper")


def _mend_metadata(examined: Examination, found: Sequence[Finding]) -> None:
    metadata.mend(examined.connection)


CHECKS = (
    Check("claims", Part.TABLES, "what notes find each other by is what the mentions say", _claims, _compute),
    Check("mentions", Part.TABLES, "every mention stands under the paper that it is about", _mentions, _move),
    Check("papers", Part.TABLES, "every paper has a note that speaks of it", _papers, _compute),
    Check("cards", Part.TABLES, "what is stored of a paper is what its mentions say", _cards, _compute),
    Check("vectors", Part.TABLES, "every vector is one, and of a paper that is there", _vectors, _drop_vectors),
    Check(
        "metadata", Part.TABLES, "all metadata makes sense, and is of a paper that is there", _metadata, _mend_metadata
    ),
)
