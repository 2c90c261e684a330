"""Pages as a browser has them when their scripts have run."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple

from tests.needed import program


def drawn(address: str, profile: Path, *options: str) -> str:
    """Give a page as it is when its scripts have run."""
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium has none for the superuser
    own = ["--headless", "--disable-gpu", f"--user-data-dir={profile}", "--dump-dom", *sandbox, *options]
    command = [program("chromium"), *own, address]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


class Frame(NamedTuple):
    """A page in a frame: all of it as it is when its scripts have run, and how much it is wider than the frame."""

    text: str
    beyond: int
    width: int


def framed(addresses: Sequence[tuple[str, int]], folder: Path, ready: str = "true") -> list[Frame]:
    """Give pages of this disk as they are in frames of some width, once something is so in their ``document``.

    One browser for many pages: it takes a second to start.
    """
    script = f"""
      const found = [];
      const look = (frame, at) => {{
        const document = frame.contentDocument;
        if (!({ready})) return setTimeout(look, 20, frame, at);
        const {{ outerHTML, scrollWidth, clientWidth }} = document.documentElement;
        found[at] = [outerHTML, scrollWidth - clientWidth, clientWidth];
        if (Object.keys(found).length === pages.length) out.textContent = JSON.stringify(found);
      }};
      pages.forEach(([page, width], at) => {{
        const frame = document.createElement("iframe");
        Object.assign(frame, {{ width, onload: () => look(frame, at), src: page }});
        document.body.append(frame);
      }});"""
    page = (
        f"<body><pre></pre><script>const out = document.querySelector('pre'), pages = {json.dumps(addresses)};{script}"
    )
    (folder / "frames.html").write_text(f"{page}</script></body>", encoding="utf-8")
    # Frames of other files may be looked into, which pages need not.
    options = ("--allow-file-access-from-files", "--virtual-time-budget=30000")
    text = drawn((folder / "frames.html").as_uri(), folder / "frames", *options)
    return [Frame(*one) for one in json.loads(unescape(text.partition("<pre>")[2].partition("</pre>")[0]))]
