"""What the tables are called, what they are narrowed by, and which are nothing to look at."""

from __future__ import annotations

import copy
from typing import Any

from digestkb.store import state

#: What is looked up in, or follows from the rest; and vectors, the ledger and SQLite's own notes, which nobody reads.
INNER = (state.SHADOWS | {"search", "claims", state.LEDGER, "paper_vectors", "index_rules", "sqlite_stat1"}) | {
    f"paper_{what}" for what in ("tags", "authors", "topics", "names", "counts")
}

SHOWN: dict[str, dict[str, Any]] = {
    "papers": {
        "title": "Papers",
        "description": "What all notes together say of each paper, and the notes that are about no paper (is_note). "
        "The search box finds what digestkb search does, filters such as tag:rl or date:2026-01.. included.",
        "label_column": "id",
        "size": 50,
        "sort_desc": "date_first",
        "facets": [{"label": "tags"}, {"label": "topics"}, {"array": "languages"}, "month"],
        "facet_size": 12,
    },
    "notes": {
        "title": "Notes",
        "description": "The files that were read, with their encodings.",
        "label_column": "source",
        "facets": ["format", "encoding"],
    },
    "mentions": {
        "title": "Mentions",
        "description": "Every place that speaks of a paper; lines are those of the file as it lies on disk, from 1.",
        "facets": ["kind", "language"],
    },
    "passages": {
        "title": "Passages",
        "description": "The text of mentions and of insights, as the notes have it.",
        "facets": ["role"],
    },
    "insights": {
        "title": "Insights",
        "description": "Gaps, ideas and reflections of monthly syntheses.",
        "label_column": "title",
        "facets": ["kind"],
    },
    "repairs": {
        "title": "Repairs",
        "description": "What was repaired in the text of notes, the files themselves apart, which stay as they are.",
        "facets": ["channel", "uncertain"],
    },
    "papers_with_summaries": {"title": "Papers, with their summaries"},
    "mentions_with_papers": {"title": "Mentions, with papers and notes"},
    "passages_with_sources": {"title": "Passages, with papers and notes"},
    "insights_with_papers": {"title": "Insights, with papers and notes"},
    "repairs_with_sources": {"title": "Repairs, with notes"},
}


def metadata() -> dict[str, Any]:
    """Give what Datasette is told of a database; it writes into what it gets."""
    return {
        "description": "A database of digestkb: what folders of notes say about papers.",
        "tables": {**copy.deepcopy(SHOWN), **{name: {"hidden": True} for name in INNER}},
    }
