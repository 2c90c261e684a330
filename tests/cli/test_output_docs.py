"""What programs read is documented: the columns of each command, and the JSON of papers as a schema."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from digestkb.query.ranking import TIERS
from digestkb.render import FORMAT_VERSION, Format, Sheet, hits, insight_sheets, paper_sheets, sheets
from tests.cli.processes import ROOT, Command

TEXT = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8"))
#: Each command with what it lists.
LISTED: dict[str, Sheet[Any]] = {
    "list": paper_sheets.papers([]),
    "show": paper_sheets.papers([]),
    "export": paper_sheets.papers([]),
    "search": hits.hits([]),
    "related": paper_sheets.neighbours([]),
    "mentions": paper_sheets.mentions([]),
    "has": paper_sheets.known([]),
    "topics": sheets.topics([]),
    "tags": sheets.labels([], "tag"),
    "authors": sheets.labels([], "author"),
    "sources": sheets.sources([]),
    "ideas": insight_sheets.insights([]),
    "gaps": insight_sheets.insights([]),
    "highlights": insight_sheets.highlights([]),
    "reading-list": insight_sheets.readings([]),
    "timeline": sheets.periods([]),
    "stats": sheets.counts([]),
    "repairs": sheets.repairs([]),
    "glossary": sheets.synonyms([]),
    "doctor": sheets.findings([]),
}


@pytest.mark.parametrize("command", LISTED)
def test_the_columns_of_every_command_are_documented_in_their_order(command: str) -> None:
    documented = {
        name: re.findall(r"`([^`]+)`", row[2])
        for row in re.finditer(r"^\| (`.+?`) \| (.+) \|$", TEXT, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row[1])
    }
    assert documented[command] == [column.name for column in LISTED[command].columns]


def test_list_and_search_begin_with_the_same_columns() -> None:
    both = [[column.name for column in sheet.columns][:5] for sheet in (LISTED["list"], LISTED["search"])]
    assert both == [["id", "title", "date", "noted", "tags"]] * 2


def test_every_format_is_documented() -> None:
    assert {str(choice) for choice in Format} <= set(re.findall(r"`([a-z]+)`", TEXT))


def test_the_schema_is_one_and_says_which_version_it_is_of() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"].endswith(f"/{FORMAT_VERSION}")


def test_real_records_are_as_the_schema_says(kb: Command) -> None:
    records = [json.loads(line) for line in kb("export", "--notes").out.splitlines()]
    found = json.loads(kb("search", "GRPO", "-n", "5", "--json").out)
    check = Draft202012Validator(SCHEMA)

    assert len(records) > 100 and len(found) == 5
    assert [str(error) for record in (*records, *found) for error in check.iter_errors(record)] == []
    # Keys may come in a later version; what there is now is described.
    assert set(found[0]) == set(SCHEMA["properties"]) and set(records[0]) == set(SCHEMA["required"])
    assert set(records[0]["mentions"][0]) == set(SCHEMA["$defs"]["mention"]["properties"])
    assert set(found[0]["passage"]) == set(SCHEMA["$defs"]["passage"]["properties"])
    assert SCHEMA["properties"]["match"]["enum"] == list(TIERS)


@pytest.mark.parametrize("key", ["id", "title", "links", "mentions"])
@pytest.mark.parametrize("value", [1, {}, [1]], ids=str)
def test_the_schema_refuses_what_is_not_so(kb: Command, key: str, value: object, record: dict[str, Any]) -> None:
    assert not Draft202012Validator(SCHEMA).is_valid({**record, key: value})
    assert not Draft202012Validator(SCHEMA).is_valid({name: one for name, one in record.items() if name != key})


@pytest.fixture(scope="module")
def record(db: Any) -> dict[str, Any]:
    """A paper as it is printed."""
    from tests.cli.processes import digestkb

    found: dict[str, Any] = json.loads(digestkb("--db", str(db), "show", "2601.05242", "-f", "jsonl").out)
    assert Draft202012Validator(SCHEMA).is_valid(found)
    return found
