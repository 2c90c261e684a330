"""docs/group.md is followed as it stands, but for what installs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.cli.processes import NOTES, ROOT, environment
from tests.grounds import ingest_into
from tests.postgres.server import Server

GUIDE = ROOT / "docs" / "group.md"
COMMAND = re.compile(r"^    (.*(?:createuser|createdb|digestkb --db|psql) .*)$", re.MULTILINE)


def test_five_commands_make_a_shared_knowledge_base(server: Server, tmp_path: Path) -> None:
    commands = COMMAND.findall(GUIDE.read_text().partition("### Over")[0])
    assert len(commands) == 5, "four of the five, without what installs, and the one for a colleague"
    (tmp_path / "digestkb").write_text(f'#!/bin/sh\nexec {sys.executable} -m digestkb "$@"\n')
    (tmp_path / "digestkb").chmod(0o755)
    shell = environment(PGHOST=str(server.folder), USER="guide", HOME=str(tmp_path))
    shell["PATH"] = f"{tmp_path}{os.pathsep}{server.programs}{os.pathsep}{os.environ['PATH']}"
    (tmp_path / "notes").symlink_to(NOTES / "logs")
    for command in commands:
        user = "postgres" if "sudo" in command else "guide"
        run(command.replace("sudo -u postgres ", "").replace(" anna", " guest_of_guide"), shell | {"PGUSER": user})
    (tmp_path / "a.md").write_text("arXiv:2403.03507")
    ingest_into(server.address("papers", "guest_of_guide"), tmp_path / "a.md")

    owners = server.ask("papers", "SELECT owner, count(*) FROM digestkb.notes GROUP BY owner ORDER BY owner")
    assert owners == [("guest_of_guide", 1), ("guide", 3)]


def run(command: str, shell: dict[str, str]) -> None:
    """Run a command as it stands."""
    done = subprocess.run(["bash", "-c", command], env=shell, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), command
