"""Datasette with our plugin, for the one who started it: on this machine, read-only."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from digestkb import web
from digestkb.errors import OK, DigestError

HOST = "127.0.0.1"
#: Names of this machine. A page elsewhere whose own name was made to lead here must not read notes (DNS rebinding).
_OURSELVES = frozenset({HOST, "localhost"})
_SETTINGS = {"facet_time_limit_ms": 1000, "sql_time_limit_ms": 5000, "suggest_facets": False}
_TITLE = "Notes about papers"
#: How long who is being answered may keep the end waiting, in seconds.
_GRACE = 1

_Handler = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def listen(port: int) -> socket.socket:
    """Take a port of this machine, for 0 any that is free.

    Raises :class:`~digestkb.errors.DigestError` if it is taken.
    """
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((HOST, port))
        taken.listen()
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise DigestError(f"port {port} is taken; --port names another, 0 any that is free") from error
        raise DigestError(f"port {port} cannot be used: {error.strerror}") from error
    return taken


def address(taken: socket.socket) -> str:
    """Give the address that a browser opens."""
    return f"http://{HOST}:{taken.getsockname()[1]}/"


def serve(path: Path, taken: socket.socket) -> None:
    """Answer at a port until Ctrl-C, which ends the process; ``path`` is a database that was looked at."""
    # An event loop that is interrupted while it is made complains of it on standard error. Who is being answered is
    # waited for before: uvicorn hears of the signal first, and passes it on.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(OK))
    asyncio.run(_serve(path, taken))


async def _serve(path: Path, taken: socket.socket) -> None:
    from datasette.app import Datasette
    from datasette.plugins import pm
    from uvicorn import Config, Server

    # With rich it prints every local variable of every frame for each page that is not there, which takes seconds; and
    # the traceback of every query that makes no sense.
    pm.get_plugin("datasette.handle_exception").rich = None
    sqlite3.enable_callback_tracebacks(False)
    if not pm.is_registered(web):  # run from a folder that is not installed
        pm.register(web)
    datasette = Datasette([str(path)], settings=_SETTINGS, metadata={"title": _TITLE})
    await datasette.invoke_startup()
    config = Config(only_here(datasette.app()), log_level="error", timeout_graceful_shutdown=_GRACE)
    await Server(config).serve(sockets=[taken])


def only_here(application: _Handler) -> _Handler:
    """Refuse requests that were meant for another name than one of this machine's."""

    async def handle(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").rpartition(":")
            if (host[0] or host[2]).lower() not in _OURSELVES:
                plain = [(b"content-type", b"text/plain")]
                await send({"type": "http.response.start", "status": 421, "headers": plain})
                await send({"type": "http.response.body", "body": b"this is not the host that you asked for\n"})
                return
        await application(scope, receive, send)

    return handle
