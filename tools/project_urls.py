"""Where the project lives, for the page that an index shows of it: a clone says where it came from.

The build backend asks this when it makes a wheel or an archive of the source. What is built in a clone of an address of
the web names that address; what is built of such an archive says what the archive says; anything else names none,
rather than one that nobody looked up.
"""

import re
import subprocess
from email.parser import HeaderParser
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

#: ``git@host:owner/name`` and ``ssh://git@host/owner/name`` are the same place as ``https://host/owner/name``.
_SHELL = re.compile(r"(?:ssh://)?git@(?P<host>[\w.-]+)[:/](?P<path>[\w./-]+)")


class ProjectUrls(MetadataHookInterface):
    """Give ``project.urls``, which ``pyproject.toml`` says is dynamic."""

    def update(self, metadata: dict) -> None:
        """Set the addresses of what is built."""
        root = Path(self.root)
        metadata["urls"] = of_archive(root) or of_clone(root)


def of_clone(root: Path) -> dict[str, str]:
    """Give the address that a clone came from, if it has one of the web, without a name or a word to pass."""
    if not (root / ".git").exists():  # a folder within somebody else's clone is none of it
        return {}
    try:
        asked = ["git", "-C", str(root), "config", "--get", "remote.origin.url"]
        origin = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:  # built where there is no git
        return {}
    if by_shell := _SHELL.fullmatch(origin):
        origin = f"https://{by_shell['host']}/{by_shell['path']}"
    address = re.fullmatch(r"(https://)(?:[^/@\s]*@)?([\w.-]+\.[a-z]+/[^\s?#]+?)(?:\.git)?/?", origin)
    return {"Source": address[1] + address[2]} if address else {}


def of_archive(root: Path) -> dict[str, str]:
    """Give the addresses that an archive of the source names."""
    written = root / "PKG-INFO"
    if not written.exists():
        return {}
    named = HeaderParser().parsestr(written.read_text(encoding="utf-8")).get_all("Project-URL") or []
    return dict(one.split(", ", 1) for one in named)


def get_metadata_hook() -> type[MetadataHookInterface]:
    """Name the hook for the build backend."""
    return ProjectUrls
