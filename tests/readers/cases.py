"""Case files: a note, a line ``=== records``, and what a reader finds in it, as JSON; ``null`` if not its own."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.document import Document
from digestkb.readers import Format
from digestkb.records import Passage, Reading, Span

CASES = Path(__file__).parent.parent / "cases"
_MARK = "\n=== records\n"


def case_files(reader: str) -> list[Path]:
    """Give the case files of a reader."""
    return sorted((CASES / reader).glob("*.md"))


def check_case(path: Path, reader: Format, update: bool) -> Reading | None:
    """Compare what ``reader`` finds in a case's note with what the case expects, or rewrite the expectation."""
    note, _, expected = path.read_text(encoding="utf-8").partition(_MARK)
    document = Document(tuple(note.split("\n")), path.name)
    reading = reader.match(document)
    found = _written(reading)
    if update:
        text = json.dumps(found, ensure_ascii=False, indent=1)
        path.write_text(f"{note}{_MARK}{text}\n", encoding="utf-8")
    else:
        assert expected, f"{path.name} has no line '=== records'; run pytest --update-cases and look at what it wrote"
        assert found == json.loads(expected)
    if reading is not None:
        check_lines(document, reading)
    return reading


def _written(value: Any) -> Any:
    """Turn records into JSON, leaving out what is empty."""
    if isinstance(value, Span):
        return f"{value.first}-{value.last}"
    if isinstance(value, Passage):
        return f"{value.role} {value.line}: {value.text}"
    if isinstance(value, ArxivId):
        return f"{value.number}v{value.version}" if value.version else value.number
    if isinstance(value, PartialDate | Enum):
        return str(value)
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _written(item) for name, item in pairs if item not in (None, ())}
    return value


def check_lines(document: Document, reading: Reading) -> None:
    """Each line of a passage is a part of the line that it claims to come from."""
    for thing in (*reading.mentions, *reading.insights):
        assert 1 <= thing.span.first <= thing.span.last <= len(document.lines)
        for passage in thing.passages:
            for number, line in enumerate(passage.text.split("\n"), passage.line):
                written = document.lines[number - 1]
                assert line.strip() in written or line.strip() in written.replace("\\|", "|"), (passage, number)
