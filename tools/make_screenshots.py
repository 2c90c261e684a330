"""Draw the README's screenshots: what the commands print on a terminal, as SVG.

usage: python tools/make_screenshots.py      (writes docs/search.svg and docs/show.svg)
"""

from __future__ import annotations

import os
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


def printed(database: Path, command: str) -> str:
    """Run a command as on a terminal of :data:`WIDTH` columns and give what it prints, colours included."""
    environment = {**os.environ, "DIGESTKB_DB": str(database), "COLUMNS": str(WIDTH), "FORCE_COLOR": "1"}
    run = subprocess.run(
        [sys.executable, "-m", *command.split(), "-f", "table"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout


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
            console.print(Text.from_ansi("\n".join(printed(database, command).split("\n")[:lines])))
            (ROOT / "docs" / name).write_text(
                console.export_svg(title="digestkb", unique_id=name.removesuffix(".svg")), encoding="utf-8"
            )
            print(f"docs/{name}")


if __name__ == "__main__":
    main()
