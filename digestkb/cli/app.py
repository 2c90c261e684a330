"""The application: its table of commands, and the options that stand before a command.

The modules of the commands are imported when one of their commands is called, and ``--help`` reads the table below, so
that a query in a pipe pays for nothing but itself. ``tests/cli/test_help.py`` compares the table with the commands.
"""

import importlib
import shlex
from typing import Annotated, Any

import typer
from typer.core import TyperGroup, TyperOption
from typer.main import get_command_from_info

from digestkb import __version__
from digestkb.cli.failure import translated
from digestkb.cli.writing import WRITING, Writing, colour, options, unpaged, whens
from digestkb.errors import STATUSES

#: Each command: the module that it is in, and what it does.
COMMANDS = {
    "ingest": ("ingest", "Read notes into the database; only what changed is read again."),
    "watch": ("watch", "Read notes as they change, until it is stopped; needs an extra."),
    "forget": ("forget", "Take notes out of the database, whether their files are there or not."),
    "add": ("add", "Write what you read into today's log, and read the log into the database."),
    "embed": ("embed", "Make the vectors that --similar compares papers by; needs an extra."),
    "enrich": ("enrich", "Add what arXiv says of the papers: titles, people, abstracts, dates, venues."),
    "search": ("search", "Find papers by words, best first."),
    "list": ("listing", "List papers, newest first, narrowed by filters."),
    "pick": ("pick", "Type, see hits and what notes say of them change, and open what you pick."),
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
    "serve": ("serve", "Show the database in a browser; needs an extra."),
    "site": ("site", "Write the papers as a folder of pages; needs an extra."),
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
    "db": ("db", "Copy a knowledge base into another, in a file or on a server."),
    "mcp": ("mcp", "Answer the questions of an assistant, over standard input and output; needs an extra."),
    "skill": ("skill", "Print a SKILL.md that tells an agent with a shell how to ask."),
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

    def parse_args(self, ctx: Any, args: Any) -> Any:
        """Begin with nothing asked for."""
        WRITING.set(Writing())
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"digestkb.cli.{COMMANDS[cmd_name][0]}")
        info = next(info for info in module.commands.registered_commands if info.name == cmd_name)
        command = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        command.params += [*(options() if any(part.name == "form" for part in command.params) else ()), *_anywhere()]
        return command

    def resolve_command(self, ctx: Any, args: Any) -> Any:
        """Find the command, and name the nearest where there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"there is no command {name!r}; {_nearest(name)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the table of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def invoke(self, ctx: Any) -> Any:
        """Run a command; what goes wrong becomes one line on standard error and an exit status."""
        with translated():
            return super().invoke(ctx)


def _nearest(name: str) -> str:
    """Say which command may have been meant; else that words alone are for ``search``."""
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    return f"did you mean {near[0]}?" if near else f"to look for it: digestkb search {shlex.quote(name)}"


#: The options that may stand before a command, and behind it as well.
_DB = "The database, a file or postgresql://HOST/NAME; else as digestkb config shows."
_DEBUG = "Show tracebacks."
_NO_PAGER = "Write long answers at once; else through $DIGESTKB_PAGER, $PAGER or less."
_COLOR = "Whether a table is coloured: auto, always or never."


def _anywhere() -> list[TyperOption]:
    """Make the options that each command has besides its own."""

    def choose(ctx: Any, param: Any, value: str | None) -> None:
        if value is not None:
            ctx.obj = value

    def tell(ctx: Any, param: Any, value: str | None) -> None:
        colour(value)

    def at_once(ctx: Any, param: Any, value: bool) -> None:
        unpaged(value)

    return [
        TyperOption(param_decls=["--db"], metavar="FILE", help=_DB, type=str, callback=choose, expose_value=False),
        TyperOption(param_decls=["--debug"], help=_DEBUG, is_flag=True, expose_value=False),
        TyperOption(
            param_decls=["--color"],
            metavar="WHEN",
            help=_COLOR,
            type=str,
            callback=tell,
            expose_value=False,
            autocompletion=lambda ctx, args, incomplete: whens(incomplete),
        ),
        TyperOption(param_decls=["--no-pager"], help=_NO_PAGER, is_flag=True, callback=at_once, expose_value=False),
    ]


def _statuses() -> str:
    """Write the table of exit statuses."""
    return "\n".join(["\b", "Exit status:", *(f"  {status:<3}  {about}" for status, about in STATUSES.items())])


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_statuses(),
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
        typer.Option("--db", metavar="FILE", help=_DB),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help=_DEBUG)] = False,
    color: Annotated[
        str | None,
        typer.Option("--color", metavar="WHEN", callback=colour, help=_COLOR, autocompletion=whens),
    ] = None,
    no_pager: Annotated[bool, typer.Option("--no-pager", callback=unpaged, help=_NO_PAGER)] = False,
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
    """
    context.obj = db
