"""Kill ingests, and see that nothing is lost; prints a line for each kind, and the exit status is 1 if any went wrong.

    python -m tests.faults.kills                        # 50 kills of each of five kinds, with 60 notes
    python -m tests.faults.kills --kills 400 --notes 300 --seed 7

Half of the kills hit the command at a random moment, the others as it begins a random SQL statement. After each the
file must be whole in SQLite's eyes, every note in it as it was before or as it is to be, and one more ingest must leave
one file with the same content as an ingest that nobody disturbed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from digestkb.errors import NoDatabase
from digestkb.query.database import open_library
from digestkb.shortening import KNOWN
from digestkb.store.columns import SUMMARY
from tests.faults.canon import content, sizes
from tests.faults.corpus import edit, ingest_alike, ingest_into, write_notes
from tests.faults.processes import dying_at, ended, forked, statements_of
from tests.faults.stress import begin

#: What says of a link what :func:`~digestkb.shortening.lengthened` does, as it was before the fifth step.
_LINK = " ".join(
    f"WHEN value LIKE '{kind}:%' THEN json_object('kind', '{kind}', 'url', '{start}' || substr(value, {len(kind) + 2}))"
    for start, kind in KNOWN
)
_LINKS = f"""links = (SELECT json_group_array(json(CASE {_LINK}
  ELSE json_object('kind', substr(value, 1, instr(value, ' ') - 1), 'url', substr(value, instr(value, ' ') + 1)) END))
  FROM json_each(links))"""
#: Makes of a database what the third migration of the schema finds, its notes read by readers of that time.
OLDER = f"""
UPDATE papers SET summary = {SUMMARY}, {_LINKS};
UPDATE mentions SET {_LINKS};
DROP VIEW papers_with_summaries;
ALTER TABLE papers DROP COLUMN summary_of;
ALTER TABLE papers DROP COLUMN summary_length;
DROP TABLE index_rules;
ALTER TABLE notes DROP COLUMN modified;
ALTER TABLE notes DROP COLUMN changed;
UPDATE notes SET reading = 1;
DROP TABLE paper_counts;
DELETE FROM _sqlite_migrations WHERE name IN ('m003_index_without_texts', 'm004_counts', 'm005_less_twice');
"""


@dataclass
class Case:
    """What an ingest finds, and what must come of it."""

    kind: str
    notes: Path
    #: The database before, if there is one.
    before: Path | None = None
    whole: dict[str, list[str]] = field(default_factory=dict)
    #: What may be found of a note: how it was, and how it is to be.
    known: set[tuple[str, str, int, int]] = field(default_factory=set)
    statements: int = 0

    @property
    def database(self) -> Path:
        """The one that is killed for."""
        return self.notes.parent / "kb.db"

    def put(self) -> None:
        """Put everything as it was before."""
        for path in self.database.parent.glob(f"{self.database.name}*"):
            path.unlink()
        if self.before:
            shutil.copy(self.before, self.database)

    def learn(self) -> None:
        """Run it undisturbed."""
        self.put()
        self.known = sizes(self.before) if self.before else set()
        ingest_into(self.database, self.notes)
        self.whole = content(self.database)
        self.known |= sizes(self.database)
        self.put()
        self.statements = statements_of(partial(ingest_alike, self.database, self.notes))

    def timed(self) -> float:
        """Run the command undisturbed; gives the seconds that it takes."""
        self.put()
        start = time.monotonic()
        begin(self.database, self.notes).communicate()
        return time.monotonic() - start

    def kill_at_statement(self, statement: int) -> None:
        """Have it killed as it begins its n-th statement."""
        self.put()
        status = ended(forked(dying_at(statement, partial(ingest_alike, self.database, self.notes))))
        assert status == -9, f"ended with {status} before statement {statement}"

    def kill_at_moment(self, seconds: float) -> None:
        """Have the command killed after so long."""
        self.put()
        process = begin(self.database, self.notes)
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def wrong(self, *, look: bool) -> list[str]:
        """Complete what a kill left; gives what is wrong with it. To ``look`` at it first may heal it."""
        found = []
        if look and self.database.exists():
            found += [f"note {name} is half there" for name, *_ in sizes(self.database) - self.known]
            found += self._refused()
        ingest_into(self.database, self.notes)
        after = content(self.database)
        found += [f"other {table}" for table in after if after[table] != self.whole[table]]
        left = [path.name for path in self.database.parent.glob(f"{self.database.name}?*")]
        return found + [f"{left} is left" for _ in left[:1]]

    def _refused(self) -> list[str]:
        try:
            open_library(self.database).close()
        except NoDatabase as error:
            return [] if "run: digestkb ingest" in str(error) else [f"a question: {error}"]
        return []


def cases(scratch: Path, notes: int) -> Iterator[Case]:
    """Give every kind of ingest there is, each in a folder of its own."""

    def made(kind: str, size: int = notes) -> Path:
        folder = scratch / kind / "notes"
        write_notes(folder, size)
        return folder

    def known(folder: Path) -> Path:
        ingest_into(folder.parent / "before.db", folder)
        return folder.parent / "before.db"

    yield Case("first", made("first"))
    yield Case("creation", made("creation", 3))
    changed = made("changed")
    before = known(changed)
    edit(changed)
    yield Case("changed", changed, before)
    removed = made("removed")
    before = known(removed)
    for path in sorted(removed.rglob("*.md"))[::2]:
        path.unlink()
    yield Case("removed", removed, before)
    older = made("migration", max(3, notes // 4))
    before = known(older)
    with closing(sqlite3.connect(before)) as connection:
        connection.executescript(OLDER)
    yield Case("migration", older, before)


def play(case: Case, kills: int, draw: random.Random) -> list[str]:
    """Kill a case so often; gives what went wrong."""
    found = []
    case.learn()
    longest = case.timed()
    for number in range(kills):
        if number % 2:
            statement = draw.randrange(case.statements) + 1
            case.kill_at_statement(statement)
            moment = f"statement {statement}"
        else:
            seconds = draw.uniform(0, longest)
            case.kill_at_moment(seconds)
            moment = f"{seconds:.3f} s"
        found += [f"{moment}: {wrong}" for wrong in case.wrong(look=number % 4 < 2)]
    return found


def main() -> int:
    """Kill, and count what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--kills", 50), ("--notes", 60), ("--seed", 1)):
        parser.add_argument(name, type=int, default=default)
    options = parser.parse_args()
    draw, failed = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as scratch:
        for case in cases(Path(scratch), options.notes):
            wrong = play(case, options.kills, draw)
            failed += len(wrong)
            print(f"{case.kind}: {options.kills} kills, {len(wrong)} wrong; {'; '.join(wrong[:5])}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
