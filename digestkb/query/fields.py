"""The fields that a query can filter by, each described once.

From :data:`FIELDS` are made what the query language reads, the SQL that it becomes, the options of ``search``,
``list`` and ``export``, what the shell completes, the list in ``search --help`` and docs/query.md. A new filter is one
entry here.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from digestkb.query import offers
from digestkb.query.conditions import Column, Facets, Ids, Labels, Values, among, noted, published
from digestkb.query.database import NOTES
from digestkb.query.search_index import Clause
from digestkb.query.written import however, people
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.query.when import Interval


class Option(NamedTuple):
    """An option of the commands that narrow. Its value is the filter's, or the ``first`` or ``last`` day of one."""

    name: str
    metavar: str
    help: str
    end: str = ""


class FieldSpec(NamedTuple):
    """All that is known of a field."""

    name: str
    #: What it keeps, to be read behind «papers».
    about: str
    #: Values as they are written in a query, the first of them in ``search --help``.
    examples: tuple[str, ...]
    #: How a value is asked for; of a field that is a date, its interval.
    values: "Values | Callable[[Interval], Clause]"
    aliases: tuple[str, ...] = ()
    #: Names of a date that say which side of their value is open: they are read with it, ``since 2026-01``.
    bounds: tuple[str, ...] = ()
    #: Said twice, it means one or the other; other fields must be as all say.
    either: bool = False
    #: Commas part values of which one must hold.
    several: bool = True
    #: A star at the end is one in the value itself, and not for a beginning.
    starred: bool = False
    #: The values that there are, if they are few.
    known: tuple[str, ...] = ()
    #: What else people write for a value.
    synonyms: Mapping[str, str] = MappingProxyType({})
    options: tuple[Option, ...] = ()
    offer: offers.Offer | None = None
    #: The table of its labels, among which the nearest is named where a value is none.
    labels: str = ""

    def behind(self, name: str, value: str) -> str:
        """Give a value as it is read behind one of the field's names.

        >>> BY_NAME["since"].behind("since", "2026-01"), BY_NAME["date"].behind("date", "2026-01")
        ('since 2026-01', '2026-01')
        """
        return f"{name} {value}" if name in self.bounds else value

    @property
    def is_date(self) -> bool:
        """Whether its values are days."""
        return callable(self.values)


FIELDS = (
    FieldSpec(
        "id",
        "of this number or address, or that begins so",
        ("2601.05242", "2601"),
        Ids(),
        offer=offers.papers,
    ),
    FieldSpec(
        "title",
        "with these words in the title or another name",
        ("=GRPO", '"world model"', "/^GR/"),
        Labels(
            ("title", "names"),
            among("paper_names", "key = ?"),
            "papers",
            "papers.title",
            written=however("title", "names"),
        ),
        several=False,
    ),
    FieldSpec(
        "author",
        "by this author",
        ("liu", '"Liu, S."'),
        Labels(
            ("authors",),
            among("paper_authors", "key = ?"),
            "paper_authors",
            "author",
            written=people,
        ),
        aliases=("authors",),
        options=(Option("author", "NAME", "By this author; repeated, all of them."),),
        offer=offers.labels("SELECT DISTINCT key, author FROM paper_authors WHERE {} ORDER BY key"),
        labels="paper_authors",
    ),
    FieldSpec(
        "topic",
        "under this topic, or one below it",
        ("agents", '"Agents > Planning"'),
        Labels(
            ("topics",),
            among("paper_topics", "instr('\x1f' || key || '\x1f', '\x1f' || ? || '\x1f') > 0"),
            "paper_topics",
            "replace(key, '\x1f', ' > ')",
            separator=">",
        ),
        aliases=("topics",),
        either=True,
        options=(Option("topic", "NAME", "Under this topic; repeated, one of them."),),
        offer=offers.topics,
    ),
    FieldSpec(
        "tag",
        "with this tag",
        ("rl", "=RL", "/^rl/"),
        Labels(
            ("tags",),
            among("paper_tags", "key = ?"),
            "paper_tags",
            "tag",
            written=however("tags"),
        ),
        aliases=("tags",),
        either=True,
        options=(Option("tag", "TAG", "With this tag; repeated, one of them."),),
        offer=offers.labels(
            "SELECT key, tag FROM paper_tags WHERE {} GROUP BY key, tag ORDER BY count(*) DESC",
        ),
        labels="paper_tags",
    ),
    FieldSpec(
        "lang",
        "noted in this language",
        ("zh", "vietnamese"),
        Facets(),
        aliases=("language",),
        either=True,
        synonyms={
            **dict.fromkeys(("vietnamese", "vn", "vie"), "vi"),
            **dict.fromkeys(("chinese", "cn", "zho", "zh-cn", "zh-tw", "zh-hk", "zh-hans", "zh-hant"), "zh"),
            **dict.fromkeys(("english", "eng"), "en"),
            **dict.fromkeys(("japanese", "jp", "jpn"), "ja"),
            **dict.fromkeys(("korean", "kr", "kor"), "ko"),
        },
        options=(Option("lang", "CODE", "Noted in this language: vi, zh, en …"),),
        offer=offers.languages,
    ),
    FieldSpec(
        "kind",
        "mentioned in this way",
        ("log,note", "digest"),
        Facets(),
        either=True,
        known=(
            *("digest", "topic", "sota", "contribution", "gap", "idea", "reflection", "reading", "log", "note"),
            "reference",
        ),
        options=(Option("kind", "KIND", "Mentioned so: digest, topic, sota, log, note, reading …"),),
    ),
    FieldSpec(
        "date",
        "published then, as precisely as it is known",
        ("2026-01..", "2025-11..2026-01", "..2025"),
        published,
        aliases=("published", "year"),
        bounds=("since", "after", "until", "before"),
        options=(
            Option("since", "DATE", "Published then or later: 2026-01, 7d.", "first"),
            Option("until", "DATE", "Published then or earlier.", "last"),
            Option("on", "DATE", "Published then; a range a..b as well."),
        ),
    ),
    FieldSpec(
        "noted",
        "in a note of then",
        ("7d..", '"last week"', "2026-01"),
        noted,
        options=(Option("noted", "DATE", "In a note of then; a range as well."),),
    ),
    FieldSpec(
        "source",
        "in notes whose path contains this",
        ("2026", "logs/*"),
        Column("notes.source", "notes", among("mentions", "note_id IN (SELECT id FROM notes WHERE {})")),
        aliases=("path",),
        several=False,
        starred=True,
        options=(Option("source", "PATH", "In notes whose path contains this."),),
        offer=offers.names("SELECT source, title FROM notes WHERE source >= ? AND source < ? ORDER BY source DESC"),
    ),
    FieldSpec(
        "has",
        "with this field, or a link of this kind",
        ("code", "authors", "summary"),
        Facets(),
        known=(
            *("title", "authors", "tags", "topics", "summary", "published", "links", "arxiv", "attachments"),
            *("abs", "pdf", "huggingface", "code", "project", "dataset", "blog", "video", "other"),
        ),
        synonyms={
            "author": "authors",
            "tag": "tags",
            "topic": "topics",
            "link": "links",
            "date": "published",
            "data": "dataset",
            "image": "attachments",
            "images": "attachments",
            "abstract": "summary",
            "github": "code",
        },
    ),
    FieldSpec(
        "is",
        "that are repaired, noted by hand, about no paper …",
        ("noted", "repaired"),
        Facets({"note": NOTES}),
        known=("note", "noted", "repaired", "uncertain", "digest-only"),
    ),
)


def explained() -> str:
    """Describe the fields in lines of a help text: an example of each, and what it keeps."""
    examples = [f"{spec.name}:{spec.examples[0]}" for spec in FIELDS]
    width = max(map(len, examples))
    lines = (f"  {example:{width}}  {spec.about}" for example, spec in zip(examples, FIELDS, strict=True))
    return "\n".join(["\b", "Filters keep papers", *lines])


#: By name and by alias, in small letters.
BY_NAME = {name: spec for spec in FIELDS for name in (spec.name, *spec.aliases, *spec.bounds)}
