"""Draw the README's screenshots: what the commands print on a terminal, as SVG.

usage: python tools/make_screenshots.py      (writes docs/search.svg and docs/show.svg)
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100
#: File name → the command that is shown, and how many lines of it.
SHOTS = {
    "search.svg": ("digestkb search GRPO -n 5", 34),
    "show.svg": ("digestkb show 2601.05242", 34),
}
#: How wide a cell is in the pictures, by rich's own measures: of a font of 20 pixels, 0.61 of that.
FONT = 20
CELL = FONT * 0.61
#: A piece of a line as rich writes it.
_TEXT = re.compile(
    r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip-path="([^"]+)">([^<]*)</text>'
)
#: For what the others lack, fonts that have Chinese characters on Linux, macOS and Windows.
_FONTS = "Fira Code, monospace, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
#: Makes wide what is narrow, where the font can.
_FULL_WIDTH = "        font-variant-east-asian: full-width;\n"


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


def in_cells(svg: str) -> str:
    """Give each run of wide characters the length that it has on a terminal, each in the middle of its two cells.

    rich says of every piece of text that it is as long as it has characters, so that a browser squeezes Chinese into
    half of its width.
    """
    styled = svg.replace("Fira Code, monospace", _FONTS).replace(_FULL_WIDTH, "")
    return _TEXT.sub(lambda found: "".join(_runs(found)), styled)


def _runs(found: re.Match[str]) -> Iterator[str]:
    style, left, y, clip, text = found.groups()
    x = float(left)
    for is_wide, characters in groupby(unescape(text).rstrip("\n"), lambda char: cell_len(char) == 2):
        run = "".join(characters)
        length = cell_len(run) * CELL
        spare = 2 * CELL - FONT if is_wide else 0  # a browser puts what it adds between characters, not around them
        shown = escape(run, quote=False).replace("\N{NO-BREAK SPACE}", "&#160;")
        place = f'x="{x + spare / 2:g}" y="{y}" textLength="{length - spare:g}"'
        yield f'<text class="{style}" {place} clip-path="{clip}">{shown}</text>'
        x += length


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
            drawn = console.export_svg(title="digestkb", unique_id=name.removesuffix(".svg"))
            (ROOT / "docs" / name).write_text(in_cells(drawn), encoding="utf-8")
            print(f"docs/{name}")


if __name__ == "__main__":
    main()
