"""Repair notes in place while others do so, while somebody saves them, and kill it; the exit status is 1 if any failed.

    python -m tests.faults.repairs                      # 50 rounds
    python -m tests.faults.repairs --rounds 2000 --repairs 4 --notes 40 --seed 7

In each round some repairs of one folder run at once, a note is saved again and again in both ways that editors have,
and the repairs are killed at a random moment. One more repair must then end well and leave nothing half done; what was
last saved of each note must still be there, in the note itself or in what was kept of it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

from digestkb.cli.repair import Outcome
from digestkb.cli.replace import UNFINISHED
from digestkb.text.repaired import repaired_bytes
from tests.cli.processes import NOTES
from tests.faults.processes import ended, forked

_DAMAGED = b"".join((NOTES / "digests" / "2025-01-22-damaged.md").read_bytes().splitlines(keepends=True)[:6])


def repair(folder: Path) -> None:
    """Do what the command does, silently; ends the process with its status."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    done = Outcome()
    done.write(done.over([str(folder)]), follow_links=False)
    sys.stdout.flush()
    os._exit(done.failures.status)


class Editor(threading.Thread):
    """Somebody who saves notes, by renaming and in place, and remembers what was saved last."""

    def __init__(self, notes: list[Path], draw: random.Random) -> None:
        super().__init__()
        self.notes, self.draw, self.stopping = notes, draw, threading.Event()
        self.saved = {note: note.read_bytes() for note in notes}

    def run(self) -> None:
        """Save until it is stopped."""
        for number in range(sys.maxsize):
            if self.stopping.is_set():
                return
            note, text = self.draw.choice(self.notes), b"saved %d\n" % number + _DAMAGED
            if self.draw.random() < 0.5:
                note.with_name("editor").write_bytes(text)
                note.with_name("editor").replace(note)
            else:
                note.write_bytes(text)
            self.saved[note] = text
            time.sleep(self.draw.uniform(0, 0.02))


def play(folder: Path, repairs: int, notes: int, draw: random.Random) -> list[str]:
    """Play one round; gives what went wrong in it."""
    paths = [folder / f"{number}.md" for number in range(notes)]
    for number, path in enumerate(paths):
        path.write_bytes(b"note %d\n" % number + _DAMAGED)
    editor = Editor(paths[::3], draw)
    children = [forked(partial(repair, folder)) for _ in range(repairs)]
    editor.start()
    time.sleep(draw.uniform(0, 0.03 * notes))
    for child in children:
        os.kill(child, signal.SIGKILL)
    statuses = [ended(child) for child in children]
    editor.stopping.set()
    editor.join()
    last = ended(forked(partial(repair, folder)))
    wrong = [f"a repair ended with {status}" for status in statuses if status not in (0, 75, -signal.SIGKILL)]
    saved = {path: b"note %d\n" % number + _DAMAGED for number, path in enumerate(paths)} | editor.saved
    wrong += [f"the last one ended with {last}"] * bool(last) + ["something is half done"] * (
        folder / UNFINISHED
    ).exists()
    return wrong + [f"{path.name}: {what}" for path, text in saved.items() for what in lost(path, text)]


def lost(path: Path, text: bytes) -> list[str]:
    """Say what is not as it should be of a note of which a text was saved last."""
    kept = {backup.read_bytes() for backup in path.parent.glob(f"{path.name}.orig*")}
    repaired = repaired_bytes(text)[0]
    if path.read_bytes() not in (repaired, text) and text not in kept:
        return ["what was saved last is lost"]
    return [] if text in kept else ["the original was not kept"]


def main() -> int:
    """Play rounds and count those that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--rounds", 50), ("--repairs", 3), ("--notes", 20), ("--seed", 1)):
        parser.add_argument(name, type=int, default=default)
    options = parser.parse_args()
    draw, failed = random.Random(options.seed), 0
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory() as scratch:
            wrong = play(Path(scratch), options.repairs, options.notes, draw)
        failed += bool(wrong)
        print(f"round {number + 1}: {'; '.join(wrong) or 'good'}", flush=True)
    print(f"{options.rounds} rounds, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
