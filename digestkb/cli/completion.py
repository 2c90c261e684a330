"""``completion``: the shell's own help, installed by a command so that no other run pays for it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer
from typer.completion import get_completion_script, install  # type: ignore[attr-defined]

from digestkb.cli.failure import complain
from digestkb.cli.output import write
from digestkb.errors import DigestError

commands = typer.Typer()


class Shell(str, Enum):
    """The shells that there are scripts for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"
    PWSH = "pwsh"


@commands.command("completion")
def completion(
    shell: Annotated[Shell | None, typer.Argument(help="The shell; else the one that runs this.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the script instead of installing it.")] = False,
) -> None:
    """Install or print the completion script of a shell.

    \b
    Example:
      digestkb completion
      digestkb completion zsh --show > _digestkb
    """
    named = shell.value if shell else None
    if show:
        if named is None:
            raise DigestError("name the shell whose script is to be printed, such as bash")
        script = get_completion_script(prog_name="digestkb", complete_var="_DIGESTKB_COMPLETE", shell=named)
        write([script + "\n"])
        return
    found, path = install(shell=named, prog_name="digestkb", complete_var="_DIGESTKB_COMPLETE")
    complain(f"completion for {found} is installed in {path}; it works in the next shell that you open")
