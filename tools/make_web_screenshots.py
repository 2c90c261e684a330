"""Take the pictures of docs/web.md: pages of ``digestkb serve`` on the sample notes, by headless Chromium.

usage: python tools/make_web_screenshots.py      (writes docs/web-*.png; needs chromium and Debian's fonts-noto-cjk,
                                                  and pngquant makes the files small where there is one)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: File name → the page below the server's address, and how many pixels of it are seen.
SHOTS = {
    "web-find.png": ("papers/-/find?q=强化学习", 760),
    "web-paper.png": ("papers/-/paper?id=2601.05242", 900),
    "web-papers.png": ("papers/papers?_search=GRPO", 900),
}
WIDTH = 1000


def main() -> None:
    """Ingest the sample notes into a database that is thrown away, serve it, and take each picture."""
    digestkb = [sys.executable, "-m", "digestkb"]
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "papers.db")
        subprocess.run([*digestkb, "--db", database, "ingest", "data/notes"], cwd=ROOT, check=True, capture_output=True)
        command = [*digestkb, "--db", database, "serve", "--port", "0"]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()
            for name, (page, height) in SHOTS.items():
                take(address + page, height, ROOT / "docs" / name, folder)
                print(f"docs/{name}")
        finally:
            server.terminate()
            server.wait()


def take(address: str, height: int, file: Path, profile: str) -> None:
    """Take a picture of the top of a page."""
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium has none for the superuser
    options = ["--headless", "--disable-gpu", "--hide-scrollbars", *sandbox, f"--user-data-dir={profile}/chromium"]
    size = f"--window-size={WIDTH},{height}"
    subprocess.run(["chromium", *options, size, f"--screenshot={file}", address], check=True, capture_output=True)
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--ext", ".png", "--strip", "64", str(file)], check=True)


if __name__ == "__main__":
    main()
