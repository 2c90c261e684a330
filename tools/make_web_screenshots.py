"""Take the pictures of docs/web.md and docs/site.md: pages of ``serve`` and ``site`` on the sample notes, by Chromium.

usage: python tools/make_web_screenshots.py      (writes docs/web-*.png and docs/site-*.png; needs chromium and
                                                  Debian's fonts-noto-cjk; pngquant makes the files small
                                                  where there is one)
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
#: The same of pages in a folder, with what Chromium is told besides.
PAGES = {
    "site-index.png": ("index.html", 1150, ()),
    "site-search.png": (
        "search.html?q=强化学习",
        620,
        ("--force-dark-mode", "--blink-settings=preferredColorScheme=0"),
    ),
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
        site = Path(folder) / "site"
        subprocess.run([*digestkb, "--db", database, "site", str(site)], cwd=ROOT, check=True, capture_output=True)
        for name, (page, height, options) in PAGES.items():
            take(f"{site.as_uri()}/{page}", height, ROOT / "docs" / name, folder, *options)
            print(f"docs/{name}")


def take(address: str, height: int, file: Path, profile: str, *more: str) -> None:
    """Take a picture of the top of a page."""
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium has none for the superuser
    options = ["--headless", "--disable-gpu", "--hide-scrollbars", *sandbox, *more]
    options += [f"--user-data-dir={profile}/chromium", "--virtual-time-budget=10000"]
    size = f"--window-size={WIDTH},{height}"
    subprocess.run(["chromium", *options, size, f"--screenshot={file}", address], check=True, capture_output=True)
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--ext", ".png", "--strip", "64", str(file)], check=True)


if __name__ == "__main__":
    main()
