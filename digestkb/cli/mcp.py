"""``mcp``: the knowledge base for assistants."""

from __future__ import annotations

import json
import os
from enum import Enum
from typing import Annotated, Any

import typer

from digestkb.cli.database import database, ourselves
from digestkb.cli.output import write
from digestkb.errors import DigestError

commands = typer.Typer()


class Client(str, Enum):
    """A program that asks."""

    CLAUDE = "claude"
    CODEX = "codex"
    CURSOR = "cursor"
    VSCODE = "vscode"


@commands.command("mcp")
def mcp(
    context: typer.Context,
    config: Annotated[
        Client | None, typer.Option("--config", help="Only print what to paste into the settings of a program.")
    ] = None,
) -> None:
    """Answer the questions of an assistant, over standard input and output; needs an extra.

    It speaks the Model Context Protocol and has five tools – search, show, read, has, overview –, none of which writes.
    What notes say is marked as quoted. A program starts it by itself when its settings have what --config prints.

    \b
    Example:
      pip install 'digestkb[mcp]'
      digestkb mcp --config claude
    """
    found = database(context)
    path = found if isinstance(found, str) else os.path.abspath(found)  # noqa: PTH100 - a link stays one
    if config:
        write([_settings(config, path) + "\n"])
        return
    try:
        from digestkb.mcp.server import serve
    except ImportError as error:
        raise DigestError("mcp needs an extra: pip install 'digestkb[mcp]'") from error
    serve(path)


def _settings(client: Client, path: str) -> str:
    """Write down how a program starts us, in the form of its settings."""
    command = [*ourselves(), "--db", path, "mcp"]
    if client is Client.CODEX:
        return f"[mcp_servers.digestkb]\ncommand = {json.dumps(command[0])}\nargs = {json.dumps(command[1:])}"
    server: dict[str, Any] = {"command": command[0], "args": command[1:]}
    if client is Client.VSCODE:
        return _json({"servers": {"digestkb": {"type": "stdio", **server}}})
    return _json({"mcpServers": {"digestkb": server}})


def _json(settings: dict[str, Any]) -> str:
    return json.dumps(settings, ensure_ascii=False, indent=2)
