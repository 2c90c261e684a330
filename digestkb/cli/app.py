"""The application: its table of commands, and the options that stand before a command.

The modules of the commands are imported when one of their commands is called, and ``--help`` reads the table below, so
that a query in a pipe pays for nothing but itself. ``tests/cli/test_help.py`` compares the table with the commands.
"""

from __future__ import annotations

import importlib
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command_from_info

from digestkb import __version__
from digestkb.cli.failure import translated

#: Each command: the module that it is in, and what it does.
COMMANDS = {
    "ingest": ("ingest", "Read notes into the database; only what changed is read again."),
    "watch": ("watch", "Read notes as they change, until it is stopped; needs an extra."),
    "add": ("add", "Write what you read into today's log, and read the log into the database."),
    "embed": ("embed", "Make the vectors that --similar compares papers by; needs an extra."),
    "enrich": ("enrich", "Add what arXiv says of the papers: titles, people, abstracts, dates, venues."),
    "search": ("search", "Find papers by words, best first."),
    "list": ("search", "List papers, newest first, narrowed by filters."),
    "show": ("show", "Show everything that the notes say of a paper."),
    "related": ("neighbours", "List the papers that are about the same as one, each with the reasons."),
    "mentions": ("neighbours", "List every place that speaks of a paper."),
    "topics": ("catalogue", "Show the tree of topics with the number of papers."),
    "tags": ("catalogue", "List tags with the number of papers, the most used first."),
    "authors": ("catalogue", "List authors with the number of papers, the most frequent first."),
    "sources": ("catalogue", "List the ingested notes."),
    "ideas": ("insights", "Show the ideas for research that the notes put forward."),
    "gaps": ("insights", "Show the gaps in research that the notes see."),
    "highlights": ("insights", "Show the tables of highlights, newest first."),
    "reading-list": ("insights", "Show what the notes recommend to read, and why."),
    "timeline": ("catalogue", "Draw the number of papers by month, week or year."),
    "stats": ("catalogue", "Count notes, papers, mentions and what was repaired."),
    "export": ("export", "Write every paper, as JSON lines unless asked otherwise."),
    "read": ("read", "Show what would be taken from a note: each value with its line."),
    "ids": ("numbers", "Pull the arXiv numbers out of any text, in any spelling, each once."),
    "has": ("numbers", "Say which papers the notes know; exit status 1 if they lack any."),
    "glossary": ("glossary", "List which words are taken for one another: your own, the notes' and the shipped ones."),
    "repair": ("repair", "Make text whole that was decoded wrongly, bytes lost on the way included."),
    "repairs": ("repairs", "List what was repaired in the ingested notes."),
    "doctor": ("doctor", "Look for what is wrong in the database, and mend it if asked to."),
    "rebuild": ("rebuild", "Make the database anew from the notes that it knows."),
    "backup": ("backup", "Copy the database, also while others use it."),
    "config": ("config", "Show what is set, and whether the environment, your file or nobody says so."),
    "completion": ("completion", "Install or print the completion script of a shell."),
}


class Commands(TyperGroup):
    """The group of all commands: each loaded when it is called, and every failure put into one line.

    Which ``Context`` typer hands over depends on whether it brings its own click, so that it has no name here.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Give the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"digestkb.cli.{COMMANDS[cmd_name][0]}")
        info = next(info for info in module.commands.registered_commands if info.name == cmd_name)
        return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the table of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def invoke(self, ctx: Any) -> Any:
        """Run a command; what goes wrong becomes one line on standard error and an exit status."""
        with translated(debug=bool(ctx.params.get("debug"))):
            return super().invoke(ctx)


app = typer.Typer(
    cls=Commands, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"digestkb {__version__}")
        raise typer.Exit


@app.callback()
def _settings(
    context: typer.Context,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="FILE", help="The database; else as digestkb config shows."),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Keep what folders of Markdown notes say about papers, and find it again.

    \b
    Start with:
      digestkb ingest NOTES        read a folder of notes
      digestkb search GRPO         find papers by words
      digestkb show 2601.05242     see all that is known of one

    Exit status: 0 found or done, 1 nothing found, 2 wrong usage, 3 some files failed, 75 database busy,
    130 interrupted, 143 ended by SIGTERM.
    """
    context.obj = db
