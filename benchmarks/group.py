"""Let fifty people search a knowledge base on a server while four ingest into it, and say what that did to them.

    python benchmarks/group.py                        # a minute, on a server of its own
    python benchmarks/group.py --seconds 10 --searching 5

Each of the four changes notes in a folder of their own and ingests it, again and again; each of the fifty connects,
asks, leaves and pauses, as `digestkb search` does. Ends with status 1 if anybody was told of an error, or if what is
there in the end is not what one ingest of all folders makes. The longest time for which anybody kept the lock of
writing is seen by asking the server fifty times a second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from digestkb.ingest import ingest  # noqa: E402
from digestkb.query.database import library  # noqa: E402
from digestkb.query.find import find  # noqa: E402
from digestkb.query.language import parse  # noqa: E402
from digestkb.stores import opened  # noqa: E402
from digestkb.survey import survey  # noqa: E402
from tests.grounds import content_in_a_file, content_of  # noqa: E402
from tests.postgres.server import Server, running  # noqa: E402

NOTES = sorted((ROOT / "data" / "notes").rglob("*.md"))
WORDS = ("GRPO", "mô hình", "强化学习", "agents", '"mô hình"', "tag:rl", "reward lang:vi", "quant*", "zyxotron")
#: How long somebody reads before asking again, in seconds.
PAUSE = 1.0
RIGHTS = """
CREATE ROLE {role} LOGIN;
GRANT USAGE ON SCHEMA digestkb TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA digestkb TO {role};
"""
#: Who has the lock of writing, and since when their transaction is under way, waiting for it included.
KEPT = """
SELECT pid, xact_start FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = 1684499298
"""


def searching(address: str, seed: int, over: Event, results: Any) -> None:
    """Ask again and again; gives how long each question took, and what went wrong."""
    chance, took = random.Random(seed), []
    while not over.is_set():
        began = time.monotonic()
        try:
            with library(address) as connection:
                find(connection, parse(chance.choice(WORDS), dt.date.today()), limit=20)
        except Exception as error:
            results.put(("search", [], repr(error)))
            return
        took.append(time.monotonic() - began)
        over.wait(chance.uniform(0, 2 * PAUSE))
    results.put(("search", took, ""))


def ingesting(address: str, seed: int, folder: Path, over: Event, results: Any) -> None:
    """Add, change and remove notes and ingest the folder; gives how long each run took, and what went wrong."""
    chance, took = random.Random(seed), []
    while not over.is_set():
        for number in chance.sample(range(20), 6):
            note = folder / f"{number}.md"
            if note.exists() and chance.random() < 0.3:
                note.unlink()
            else:
                note.write_text(f"{chance.choice(NOTES).read_bytes().decode('utf-8', 'replace')}\n\n{seed} {number}\n")
        began = time.monotonic()
        try:
            with opened(address) as store, store.keeping([str(folder)]):
                for event in ingest(store, survey(store.fingerprints(), [folder]), jobs=1):
                    assert not event.message.startswith("failed"), event.message
        except Exception as error:
            results.put(("ingest", [], repr(error)))
            return
        took.append(time.monotonic() - began)
    results.put(("ingest", took, ""))


def run(server: Server, folder: Path, asked: argparse.Namespace) -> bool:
    """Let them all work, report, and say whether all went well."""
    context = get_context("fork")
    over, results, name = context.Event(), context.Queue(), server.made()
    people, folders = [], []
    for number in range(asked.ingesting):
        folders.append(folder / f"{number}")
        folders[-1].mkdir()
        server.ask(name, RIGHTS.format(role=f"writer{number}"))
        told = (server.address(name, f"writer{number}"), number, folders[-1], over, results)
        people.append(context.Process(target=ingesting, args=told))
    for number in range(asked.searching):
        people.append(context.Process(target=searching, args=(server.address(name), number, over, results)))
    for person in people:
        person.start()
    kept, until = 0.0, time.monotonic() + asked.seconds
    seen: dict[tuple[Any, ...], float] = {}
    with server.psycopg.connect(server.address(name), autocommit=True) as connection:
        while (now := time.monotonic()) < until:
            for turn in connection.execute(KEPT).fetchall():
                kept = max(kept, now - seen.setdefault(turn, now))
            time.sleep(0.02)
    over.set()
    found = [results.get(timeout=60) for _ in people]
    for person in people:
        person.join()
    for what in ("search", "ingest"):
        took = sorted(second for kind, seconds, _ in found if kind == what for second in seconds)
        if took:
            at = took[len(took) * 95 // 100]
            times = f"median {statistics.median(took):.2f} s, 95 % {at:.2f} s, at most {took[-1]:.2f} s"
            print(f"{what}: {len(took)} times, {times}")
    wrong = [error for _, _, error in found if error]
    print(f"the lock of writing was kept for at most {kept:.2f} s; {len(wrong)} errors", *wrong[:5], sep="\n")
    same = content_of(server.address(name), folder) == content_in_a_file(*folders)
    print("what is there is", "what one ingest makes" if same else "NOT what one ingest makes")
    return same and not wrong


def main() -> int:
    """Run it, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--searching", type=int, default=50)
    parser.add_argument("--ingesting", type=int, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running() as server:
        return 0 if run(server, Path(folder), asked) else 1


if __name__ == "__main__":
    sys.exit(main())
