#!/usr/bin/env python3
"""What a digest, the syntheses and a vault lose of the records of a folder of notes, when they are all there is.

    python benchmarks/round_trip.py data/notes
    python benchmarks/round_trip.py ~/notes --show 20

Each is exported from a database of the notes and ingested into an empty one. Records are compared field by field, their
mentions too; a mention's file and line are those of the export by then, and what it says that it was copied from is
compared in their place. Beside it: whether the papers of the notes and the export together are those of the notes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]
#: Where a mention stands, which is another place by then.
_PLACE = ("source", "line", "last_line", "copied_from")


def digestkb(*arguments: object) -> str:
    """Run a command; gives what it wrote."""
    command = [sys.executable, "-m", "digestkb", *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def records(db: Path, *filters: str) -> dict[str, Record]:
    """Give the records of a database by id."""
    found = map(json.loads, digestkb("--db", db, "export", "--notes", *filters).splitlines())
    return {record["id"]: record for record in found}


def lost(before: Record, after: Record) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields of a record that are not what they were."""
    for name, value in before.items():
        if name != "mentions" and after.get(name) != value:
            yield name, value, after.get(name)
    left = list(after.get("mentions", ()))
    for mention in before["mentions"]:
        place = f"{mention['source']}:{mention['line']}"
        same = [one for one in left if one["copied_from"] == place and one["kind"] == mention["kind"]]
        found = max(same, key=lambda one: sum(one[name] == mention[name] for name in mention), default={})
        if found:
            left.remove(found)
        for name, value in mention.items():
            if name not in _PLACE and found.get(name) != value:
                yield f"mentions.{name}", value, found.get(name)
    if left:
        yield "mentions (more than there were)", [], left


def exports(db: Path, folder: Path) -> dict[str, list[Path]]:
    """Write the exports of a database; gives the files or folders by the name of the way."""
    digest, vault = folder / "digest.md", folder / "vault"
    digest.write_text(digestkb("--db", db, "export", "--notes", "-f", "md"), encoding="utf-8")
    digestkb("--db", db, "export", "--notes", "--vault", vault)
    (folder / "syntheses").mkdir()
    for month in sorted(months(records(db))):
        text = digestkb("--db", db, "export", "--notes", "--synthesis", month)
        (folder / "syntheses" / f"{month}.md").write_text(text, encoding="utf-8")
    return {"digest": [digest], "syntheses": [folder / "syntheses"], "vault": [vault]}


def months(found: dict[str, Record]) -> set[str]:
    """Give the months of records: of papers, or of the first note on those that have none."""
    return {month_of(record) for record in found.values()} - {""}


def month_of(record: Record) -> str:
    """Give the month whose synthesis a record is in; empty if it is in none."""
    return str(record["month"] or (record["noted_first"] or "")[:7] * (len(record["noted_first"] or "") > 6))


def main() -> int:
    """Print a row for each way, and the fields that it loses; exit 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=5, metavar="N", help="how many of the lost values are shown")
    asked = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        digestkb("--db", work / "notes.db", "ingest", asked.folder)
        before = records(work / "notes.db")
        print(f"{'way':12} {'records':>8} {'lost':>6} {'fields lost':>12} {'beside the notes':>17}")
        for way, paths in exports(work / "notes.db", work).items():
            expected = {key: one for key, one in before.items() if way != "syntheses" or month_of(one)}
            digestkb("--db", work / f"{way}.db", "ingest", *paths)
            after = records(work / f"{way}.db")
            known = [(key, one) for key, one in expected.items() if key in after]
            found = [(key, *change) for key, one in known for change in lost(one, after[key])]
            missing = sorted(set(expected) - set(after)) + sorted(set(after) - set(expected))
            digestkb("--db", work / f"{way}-both.db", "ingest", asked.folder, *paths)
            both = records(work / f"{way}-both.db")
            changed = sum(
                {**one, "mentions": 0} != {**both.get(key, {}), "mentions": 0} for key, one in before.items()
            ) + len(set(both) - set(before))
            print(f"{way:12} {len(expected):8} {len(missing):6} {len(found):12} {changed:11} differ")
            for field, count in Counter(field for _, field, *_ in found).most_common():
                print(f"    {count:6} {field}")
            for key, field, was, now in found[: asked.show]:
                print(f"    {key}: {field} was {was!r:.300}, is {now!r:.300}")
            for key in missing[: asked.show]:
                print(f"    {key}: is {'gone' if key in expected else 'new'}")
            failed = failed or bool(found or missing or changed)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
