"""A PostgreSQL server of the tests' own: an ordinary user's, on a socket in its own folder, and gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any

from tests.needed import lacking, library

#: Where Debian keeps what it leaves out of the path, the newest last.
_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(4))
#: Nothing of a test's has to outlive the machine.
_QUICK = ("fsync=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=32MB")
_MAIN = "postgres"


def programs() -> Path:
    """Give the folder of the server's programs."""
    made = shutil.which("initdb")
    found = [*([Path(made).resolve().parent] if made else []), *reversed(_DEBIAN)]
    whole = next((folder for folder in found if all((folder / name).exists() for name in ("initdb", "postgres"))), None)
    if whole is None:
        lacking("there is no server of PostgreSQL here: neither initdb and postgres in the path, nor Debian's")
    return Path(whole or "")


def _as_ordinary_user() -> dict[str, Any]:
    """Say as whom to run what refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


class Server:
    """A server that is started when it is asked for a database."""

    def __init__(self) -> None:
        self.psycopg = library("psycopg")
        self.programs = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="digestkb-pg-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, capture_output=True, check=False, cwd="/", **_as_ordinary_user())
        assert done.returncode == 0, done.stderr.decode()

    def make(self) -> None:
        """Make the folder in which it keeps everything."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody", "nogroup")
        made = ("-U", _MAIN, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        self._run(str(self.programs / "initdb"), "-D", str(self._data), *made)

    def start(self) -> None:
        """Start it, and wait until it answers; what is left of one that was killed may take a moment to be gone."""
        self._launch()
        self.wait()

    def answers(self) -> bool:
        """Say whether it takes questions."""
        try:
            self.ask(_MAIN, "SELECT 1")
        except self.psycopg.OperationalError:
            return False
        return True

    def wait(self) -> None:
        """Wait until it takes questions."""
        until = time.monotonic() + 30
        while not self.answers():
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.02)
            if self._process is not None and self._process.poll() is not None:
                self._launch()

    def _launch(self) -> None:
        options = [word for option in (*_QUICK, "listen_addresses=", f"unix_socket_directories={self.folder}")
                   for word in ("-c", option)]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", str(self._data), *options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd="/",
                **_as_ordinary_user(),
            )

    def kill(self) -> None:
        """End it as a failing machine would, and wait until nothing of it is left."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it, and leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(3)  # at once: SIGQUIT
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str, user: str = _MAIN) -> str:
        """Give the address of a database as a user has it."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def ask(self, database: str, sql: str, user: str = _MAIN) -> list[Any]:
        """Put a statement to a database, around everything of ours."""
        with self.psycopg.connect(self.address(database, user), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @cached_property
    def _template(self) -> str:
        """The name of a database with our tables and nothing in them."""
        from digestkb.postgres.server import open_store

        self.ask(_MAIN, "CREATE DATABASE made")
        with open_store(self.address("made")):
            pass
        return "made"

    @cached_property
    def _by_turns(self) -> str:
        """The name of the database that tests use by turns: the template itself is left as it is."""
        return self.made()

    @property
    def cleared(self) -> str:
        """The name of that database, after everything in it was taken out."""
        tables = (
            *("notes", "mentions", "papers", "search", "search_words", "claims", "turns", "paper_vectors"),
            *("paper_tags", "paper_authors", "paper_topics", "paper_names", "paper_counts"),
        )
        name = self._by_turns
        self.ask(name, "; ".join(f"DELETE FROM digestkb.{table}" for table in tables))
        return name

    def empty(self) -> str:
        """Make a database with nothing in it, and give its name."""
        name = f"t{token_hex(5)}"
        self.ask(_MAIN, f"CREATE DATABASE {name}")
        return name

    def made(self) -> str:
        """Make a database with our tables, and give its name."""
        name = f"t{token_hex(5)}"
        self.ask(_MAIN, f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return name


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Start a server that is gone afterwards."""
    server = Server()
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
