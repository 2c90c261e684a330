"""The tables, as numbered migrations, and the views that make a database of ours pleasant to open with other tools.

Lists that belong to one mention alone (its names, tags, links …) are JSON arrays in its row; what papers are looked up
by (tags, topics, authors, names, links) has tables of its own. Dates are ISO text with the precision that is known.

Full text lies in ``search``, an FTS5 table of *folded* tokens (:mod:`digestkb.text.fold`) whose row ids are those of
``papers``. Its column ``marked`` holds the words with their marks, once each, and ``facets`` what filters ask for:
``kind-digest``, ``lang-vi``, ``has-code`` … In ``tags``, ``topics``, ``authors`` and ``names`` a label stands between
two tokens of its own (``columns.BORDER``), so that a phrase never runs across two labels and a whole label can be
asked for. The texts themselves are not in it (:mod:`digestkb.store.index`).

What a later step has changed: links are written by :mod:`digestkb.shortening`, and a summary is read by
``columns.SUMMARY``, as the view ``papers_with_summaries`` has it.
"""

from __future__ import annotations

import json

from digestkb.shortening import shortened
from digestkb.store import rows, state
from digestkb.store.columns import SUMMARY
from digestkb.store.sqlite import Database, Migrations

#: Their names are known to :data:`digestkb.store.state.MIGRATIONS` as well, which loads nothing.
MIGRATIONS = Migrations(state.OURS)

_TABLES = """
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL,         -- the ingested folder, absolute; empty for standard input
  source TEXT NOT NULL,         -- the path below it, with forward slashes
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,        -- bytes
  reading INTEGER NOT NULL,     -- the number of the readers that read it
  format TEXT NOT NULL,         -- the reader: digest, synthesis, log, generic …
  title TEXT,
  date TEXT,                    -- of the document itself
  date_evidence TEXT,
  languages TEXT NOT NULL,      -- JSON array, the most frequent first
  encoding TEXT NOT NULL,
  lines INTEGER NOT NULL,
  repaired_lines INTEGER NOT NULL,
  UNIQUE (folder, source)
);
CREATE TABLE repairs (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  first_column INTEGER NOT NULL, -- characters, from 0, in the line before
  last_column INTEGER NOT NULL,  -- exclusive
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  channel TEXT NOT NULL,
  confidence REAL NOT NULL,
  uncertain INTEGER NOT NULL
);
CREATE INDEX repairs_note ON repairs (note_id, line);
CREATE TABLE insights (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,           -- gap, idea or reflection
  title TEXT NOT NULL,
  line INTEGER NOT NULL,
  last_line INTEGER NOT NULL
);
CREATE INDEX insights_note ON insights (note_id);
CREATE INDEX insights_kind ON insights (kind);
CREATE TABLE papers (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,      -- what `digestkb show` takes
  arxiv_id TEXT,
  url TEXT,
  title TEXT,
  title_source TEXT,
  published TEXT,
  month TEXT,
  date_first TEXT,              -- the first day that `published`, else `month`, can mean
  date_end TEXT,                -- the day after the last one
  noted_first TEXT,
  noted_last TEXT,
  summary TEXT,
  names TEXT NOT NULL,          -- JSON arrays
  authors TEXT NOT NULL,
  tags TEXT NOT NULL,
  topics TEXT NOT NULL,
  languages TEXT NOT NULL,
  links TEXT NOT NULL           -- JSON array of {kind, url}
);
CREATE INDEX papers_date ON papers (date_first DESC, id);
CREATE INDEX papers_noted ON papers (noted_last DESC, id);
CREATE TABLE mentions (
  id INTEGER PRIMARY KEY,
  note_id INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
  paper INTEGER NOT NULL REFERENCES papers(number) DEFERRABLE INITIALLY DEFERRED,
  insight_id INTEGER REFERENCES insights(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  arxiv_id TEXT,
  version INTEGER NOT NULL,     -- 0 where none is written
  url TEXT,
  title TEXT,
  title_source TEXT,
  names TEXT NOT NULL,          -- JSON arrays
  authors TEXT NOT NULL,
  published TEXT,
  date TEXT,
  date_evidence TEXT,
  tags TEXT NOT NULL,
  topics TEXT NOT NULL,
  links TEXT NOT NULL,
  attachments TEXT NOT NULL,
  context TEXT NOT NULL,
  rank INTEGER,
  language TEXT NOT NULL,
  repaired INTEGER NOT NULL,
  uncertain INTEGER NOT NULL
);
CREATE INDEX mentions_note ON mentions (note_id, line);
CREATE INDEX mentions_paper ON mentions (paper);
CREATE INDEX mentions_kind ON mentions (kind);
CREATE INDEX mentions_date ON mentions (date);
CREATE INDEX mentions_insight ON mentions (insight_id);
CREATE TABLE passages (
  id INTEGER PRIMARY KEY,
  mention_id INTEGER REFERENCES mentions(id) ON DELETE CASCADE,
  insight_id INTEGER REFERENCES insights(id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  line INTEGER NOT NULL,        -- of its first line; the n-th line of the text stands n lines below
  text TEXT NOT NULL
);
CREATE INDEX passages_mention ON passages (mention_id);
CREATE INDEX passages_insight ON passages (insight_id) WHERE insight_id IS NOT NULL;
CREATE TABLE claims (
  mention_id INTEGER NOT NULL REFERENCES mentions(id) ON DELETE CASCADE,
  key TEXT NOT NULL,            -- what other notes may call the same paper by: link:host/path or name:folded name,
                                -- and for want of a number and an address the ids that it may go by: note:slug
  numbered INTEGER NOT NULL     -- the mention has an arXiv number
);
CREATE INDEX claims_key ON claims (key, numbered);
CREATE INDEX claims_mention ON claims (mention_id);
CREATE TABLE paper_tags (
  paper INTEGER NOT NULL REFERENCES papers(number) ON DELETE CASCADE,
  key TEXT NOT NULL,            -- the tag without case and accents
  tag TEXT NOT NULL,
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE INDEX paper_tags_paper ON paper_tags (paper);
CREATE TABLE paper_authors (
  paper INTEGER NOT NULL REFERENCES papers(number) ON DELETE CASCADE,
  key TEXT NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE INDEX paper_authors_paper ON paper_authors (paper);
CREATE TABLE paper_topics (
  paper INTEGER NOT NULL REFERENCES papers(number) ON DELETE CASCADE,
  key TEXT NOT NULL,            -- the path without case and accents, its labels joined by U+001F
  path TEXT NOT NULL,           -- JSON array, from the root down
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE INDEX paper_topics_paper ON paper_topics (paper);
CREATE TABLE paper_names (
  paper INTEGER NOT NULL REFERENCES papers(number) ON DELETE CASCADE,
  key TEXT NOT NULL,            -- a title, a name, or a title's part before its colon, folded
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE INDEX paper_names_paper ON paper_names (paper);
CREATE VIRTUAL TABLE search USING fts5 (
  title, names, tags, topics, authors, summary, text, marked, facets,
  tokenize = "ascii tokenchars '+#-_'"
);
CREATE VIEW mentions_with_papers AS
  SELECT papers.id AS paper, papers.title, mentions.kind, mentions.date, notes.source, mentions.line, mentions.language
  FROM mentions JOIN papers ON papers.number = mentions.paper JOIN notes ON notes.id = mentions.note_id;
CREATE VIEW passages_with_sources AS
  SELECT papers.id AS paper, notes.source, passages.line, passages.role, passages.text
  FROM passages JOIN mentions ON mentions.id = passages.mention_id
  JOIN papers ON papers.number = mentions.paper JOIN notes ON notes.id = mentions.note_id;
CREATE VIEW insights_with_papers AS
  SELECT insights.kind, insights.title, notes.source, insights.line, papers.id AS paper, papers.title AS paper_title
  FROM insights JOIN notes ON notes.id = insights.note_id
  LEFT JOIN mentions ON mentions.insight_id = insights.id LEFT JOIN papers ON papers.number = mentions.paper;
CREATE VIEW repairs_with_sources AS
  SELECT notes.source, repairs.line, repairs.before, repairs.after, repairs.channel, repairs.confidence,
    repairs.uncertain
  FROM repairs JOIN notes ON notes.id = repairs.note_id;
"""


def statements() -> list[str]:
    """Give what the first migration executes, one statement for each table, index and view."""
    return [statement.strip() for statement in _TABLES.split(";\n") if statement.strip()]


@MIGRATIONS()
def m001_initial(db: Database) -> None:
    """Make the tables, the full-text index and the views."""
    for statement in statements():
        db.execute(statement)


@MIGRATIONS()
def m002_notes_apart(db: Database) -> None:
    """Tell notes that are about no paper from papers; which of them share a record is seen when they are read again."""
    db.execute("ALTER TABLE papers ADD COLUMN is_note INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "UPDATE papers SET is_note = 1 WHERE number NOT IN"
        " (SELECT paper FROM mentions WHERE kind <> 'note' OR arxiv_id IS NOT NULL OR url IS NOT NULL)"
    )
    # Counting papers without the few notes must not cost reading every row of a wide table.
    db.execute("CREATE INDEX papers_notes ON papers (number) WHERE is_note")


@MIGRATIONS()
def m003_index_without_texts(db: Database) -> None:
    """Keep in the full-text index no copy of the texts, and of labels and claims no second order; note of files how
    they look.

    What is in these tables is made anew from the mentions once all steps are taken (``digestkb.store.creation``), as
    after any other change of the rules by which it is made.
    """
    for table in ("search", "claims", "paper_tags", "paper_authors", "paper_topics", "paper_names"):
        db.execute(f"DROP TABLE {table}")
    for statement in _SMALLER.split(";\n"):
        db.execute(statement)
    # The orders in which papers are listed also tell how many there are of each day, month and year.
    for index, columns in (("date", "date_first DESC, id, date_end"), ("noted", "noted_last DESC, id, noted_first")):
        db.execute(f"DROP INDEX papers_{index}")
        db.execute(f"CREATE INDEX papers_{index} ON papers ({columns})")
    # How the file looked that was read, if that tells whether it is still the same: in nanoseconds since 1970.
    for column in ("modified", "changed"):
        db.execute(f"ALTER TABLE notes ADD COLUMN {column} INTEGER")


_SMALLER = """
CREATE TABLE claims (
  key TEXT NOT NULL,            -- what other notes may call the same paper by: link:host/path or name:folded name,
                                -- and for want of a number and an address the ids that it may go by: note:slug
  numbered INTEGER NOT NULL,    -- the mention has an arXiv number
  mention_id INTEGER NOT NULL,
  PRIMARY KEY (key, numbered, mention_id)
) WITHOUT ROWID;
CREATE TABLE paper_tags (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,            -- the tag without case and accents
  tag TEXT NOT NULL,
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE TABLE paper_authors (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE TABLE paper_topics (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,            -- the path without case and accents, its labels joined by U+001F
  path TEXT NOT NULL,           -- JSON array, from the root down
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE TABLE paper_names (
  paper INTEGER NOT NULL,
  key TEXT NOT NULL,            -- a title, a name, or a title's part before its colon, folded
  PRIMARY KEY (key, paper)
) WITHOUT ROWID;
CREATE TABLE index_rules (
  rules TEXT NOT NULL           -- by which the words in `search` were folded
);
CREATE VIRTUAL TABLE search USING fts5 (
  text, summary, title, names, tags, topics, authors, marked, facets,
  content = '', tokenize = "ascii tokenchars '+#-_'"
)"""


#: The orders in which papers are listed, to the last column that decides; with what dates are filtered by.
ORDERS = (
    "CREATE INDEX papers_date ON papers (date_first DESC, arxiv_id DESC, id, date_end)",
    "CREATE INDEX papers_noted ON papers (noted_last DESC, arxiv_id DESC, id)",
)


@MIGRATIONS()
def m004_counts(db: Database) -> None:
    """Keep how many papers have each label, date and language, so that no question counts them; and list the newest
    without sorting all of their day.
    """
    from digestkb.store import card, counts

    db.execute(counts.CREATE)
    card.recount(db.conn)
    for name, statement in zip(("papers_date", "papers_noted"), ORDERS, strict=True):
        db.execute(f"DROP INDEX {name}")
        db.execute(statement)


#: Have papers whose summary is how a passage begins say where it is, and nothing else; a view has all of it.
SUMMARIES = (
    "ALTER TABLE papers ADD COLUMN summary_length INTEGER",
    "ALTER TABLE papers ADD COLUMN summary_of INTEGER",
    """
    UPDATE papers SET summary_of = (
      SELECT passages.id FROM mentions JOIN passages ON mention_id = mentions.id
      WHERE mentions.paper = papers.number AND replace(substr(text, 1, length(summary)), '\n', ' ') = summary
      ORDER BY mentions.id, passages.id LIMIT 1
    ) WHERE summary IS NOT NULL AND instr(summary, '\uffff') = 0""",
    "UPDATE papers SET summary_length = length(summary), summary = NULL WHERE summary_of IS NOT NULL",
    f"""
    CREATE VIEW papers_with_summaries AS
      SELECT id, arxiv_id, url, title, published, month, noted_first, noted_last, {SUMMARY} AS summary,
        names, authors, tags, topics, languages, links, is_note FROM papers""",
)
#: As before, read from behind: what is new comes last, where a tree grows without gaps.
ORDERS_FROM_BEHIND = (
    "CREATE INDEX papers_date ON papers (date_first, arxiv_id, id DESC, date_end)",
    "CREATE INDEX papers_noted ON papers (noted_last, arxiv_id, id DESC)",
)


@MIGRATIONS()
def m005_less_twice(db: Database) -> None:
    """Keep summaries where the passages are that they begin, and of known addresses no more than their ends."""
    for statement in SUMMARIES:
        db.execute(statement)
    db.conn.create_function("shortened", 1, shortened_links, deterministic=True)
    for table in ("papers", "mentions"):
        db.execute(f"UPDATE {table} SET links = shortened(links) WHERE links <> '[]'")
    for name, statement in zip(("papers_date", "papers_noted"), ORDERS_FROM_BEHIND, strict=True):
        db.execute(f"DROP INDEX {name}")
        db.execute(statement)


def shortened_links(text: str) -> str:
    """Write a list of links as it was until the fifth step as it is since."""
    return rows.dump([shortened(link["kind"], link["url"]) for link in json.loads(text)])
