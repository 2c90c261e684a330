"""A server as its visitors see it."""

from __future__ import annotations

import http.client
import importlib.util
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from digestkb import Library
from tests.cli.processes import environment
from tests.needed import lacking

#: A script that leaves a word which its own text has not.
ACTED = "ACTED"
ACT = 'document.documentElement.append("AC".concat("TED"))'
HOSTILE = f"""# \u202e<script>{ACT}</script> otters "><img src=x onerror='{ACT}'>

- arXiv: 2601.00001
- Authors: \u202eSmith \x1b[2J, <script>{ACT}</script>
- Tags: \u202eturned, "><script>{ACT}</script>, {{{{ 7*7 }}}}
- Code: javascript:{ACT}

<script>{ACT}</script> <img src=x onerror='{ACT}'> \u202eturned\u202c \x1b[31m [link](javascript:{ACT})
"""


class Answer(NamedTuple):
    status: int
    text: str

    @property
    def said(self) -> str:
        """What a reader sees."""
        return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", self.text, flags=re.DOTALL)).split())


class Site(NamedTuple):
    """A server and its database."""

    db: Path
    host: str

    def get(self, path: str, host: str = "", **arguments: str) -> Answer:
        path, _, more = path.partition("?")
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request("GET", f"{path}?{more}&{urlencode(arguments)}", headers={"Host": host or self.host})
            response = connection.getresponse()
            return Answer(response.status, response.read().decode())
        finally:
            connection.close()

    def rows(self, path: str, **arguments: str) -> list[dict[str, Any]]:
        answer = self.get(path, _shape="array", **arguments)
        assert answer.status == 200, answer.text
        return list(json.loads(answer.text))

    def opened(self) -> Library:
        """What the answers have to agree with."""
        return Library(self.db)


def needs_extra() -> None:
    """Skip the test where the extra is not installed."""
    if importlib.util.find_spec("datasette") is None:
        lacking("the extra digestkb[web] is not installed")


def started(db: Path) -> subprocess.Popen[str]:
    """Start a server on any port; its address is the first line that it writes."""
    needs_extra()
    return subprocess.Popen(
        [sys.executable, "-m", "digestkb", "--db", str(db), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
