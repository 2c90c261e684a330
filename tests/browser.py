"""Pages as a browser has them when their scripts have run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.needed import program


def drawn(address: str, profile: Path, *options: str) -> str:
    """Give a page as it is when its scripts have run."""
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium has none for the superuser
    own = ["--headless", "--disable-gpu", f"--user-data-dir={profile}", "--dump-dom", *sandbox, *options]
    command = [program("chromium"), *own, address]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
