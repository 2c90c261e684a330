"""Draw the README's screenshots: what the commands print on a terminal, as SVG.

usage: python tools/make_screenshots.py      (writes docs/search.svg and docs/show.svg)
"""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100
#: File name → the command that is shown, and how many lines of it.
SHOTS = {
    "search.svg": ("digestkb search GRPO -n 5", 34),
    "show.svg": ("digestkb show 2601.05242", 34),
}


def printed(database: Path, command: str) -> list[str]:
    """Run a command on a terminal of :data:`WIDTH` columns and give the lines that it prints, colours included."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "DIGESTKB_DB": str(database), "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    run = subprocess.Popen([sys.executable, "-m", *command.split()], cwd=ROOT, env=environment, stdout=theirs)
    os.close(theirs)
    found = b""
    with contextlib.suppress(OSError):  # how a terminal says on Linux that nobody holds its other end
        while chunk := os.read(ours, 1 << 16):
            found += chunk
    run.wait()
    return [line.rstrip() for line in found.decode().split("\r\n")]


def main() -> None:
    """Ingest the sample notes into a database that is thrown away, and draw each shot."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "kb.db"
        subprocess.run(
            [sys.executable, "-m", "digestkb", "--db", str(database), "ingest", "data/notes"],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for name, (command, lines) in SHOTS.items():
            console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
            console.print(Text(f"$ {command}", style="bold"))
            for line in printed(database, command)[:lines]:
                console.print(Text.from_ansi(line), no_wrap=True, crop=False)
            (ROOT / "docs" / name).write_text(
                console.export_svg(title="digestkb", unique_id=name.removesuffix(".svg")), encoding="utf-8"
            )
            print(f"docs/{name}")


if __name__ == "__main__":
    main()
