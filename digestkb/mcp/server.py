"""The server: tools over standard input and output, in the protocol of the extra's library."""

from __future__ import annotations

import json
from typing import Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from digestkb import __version__
from digestkb.answers import Library
from digestkb.errors import DigestError
from digestkb.mcp.tools import BY_NAME, INSTRUCTIONS, TOOLS


def serve(path: str) -> None:
    """Answer the questions of an assistant about a database until standard input ends.

    Each question opens the database anew: it may be made, rebuilt or removed meanwhile, and that is one line to say.
    """
    anyio.run(_serve, path)


async def _serve(path: str) -> None:
    async def listed(_: Any, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_declared(name) for name in BY_NAME])

    async def called(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        return await anyio.to_thread.run_sync(_answer, path, asked.name, asked.arguments or {})

    server = Server(
        "digestkb",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _declared(name: str) -> types.Tool:
    tool = BY_NAME[name]
    return types.Tool(
        name=tool.name,
        description=tool.about,
        input_schema=tool.schema,
        annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _answer(path: str, name: str, given: dict[str, Any]) -> types.CallToolResult:
    """Answer one question; what cannot be answered is one line, marked as an error."""
    try:
        if name not in BY_NAME:
            raise DigestError(f"there is no tool {name[:80]!r}; there are {', '.join(tool.name for tool in TOOLS)}")
        with Library(path) as kb:
            found = BY_NAME[name].call(kb, given)
    except DigestError as error:
        return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
    text = json.dumps(found, ensure_ascii=False)
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=found)
