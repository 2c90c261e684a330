"""``completion``: the shell's own help, installed by a command so that no other run pays for it."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

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
    if show:
        if shell is None:
            raise DigestError("name the shell whose script is to be printed, such as bash")
        write([script(shell)])
        return
    found = shell or running()
    complain(f"completion for {found.value} is installed in {install(found)}; it works in the next shell that you open")


def script(shell: Shell) -> str:
    """Give the script of a shell; none of them has anything to fill in."""
    suffix = "ps1" if shell in (Shell.POWERSHELL, Shell.PWSH) else shell.value
    return Path(__file__).with_name("scripts").joinpath(f"digestkb.{suffix}").read_text(encoding="utf-8")


def running() -> Shell:
    """Say which shell runs this process."""
    from shellingham import ShellDetectionFailure, detect_shell  # type: ignore[import-untyped]

    try:
        name, _ = detect_shell()
        return Shell(name)
    except (ShellDetectionFailure, ValueError):
        raise DigestError(f"name the shell: {', '.join(shell.value for shell in Shell)}") from None


def install(shell: Shell) -> Path:
    """Write the script to where the shell finds it, and see to it that it looks there; gives the place."""
    home = Path.home()
    match shell:
        case Shell.BASH:
            place = _written(home / ".bash_completions" / "digestkb.sh", script(shell))
            quoted = str(place).replace("'", r"'\''")
            _ensure(home / ".bashrc", f"source '{quoted}'")
        case Shell.ZSH:
            place = _written(home / ".zfunc" / "_digestkb", script(shell))
            _ensure(home / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
        case Shell.FISH:
            place = _written(home / ".config" / "fish" / "completions" / "digestkb.fish", script(shell))
        case _:
            place = _profile(shell)
            _ensure(place, script(shell))
    return place


def _written(place: Path, text: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def _ensure(settings: Path, text: str) -> None:
    """Add a text to the settings of a shell unless it is there; every other byte stays, whatever its encoding."""
    old = settings.read_bytes() if settings.exists() else b""
    if (new := text.encode()) not in old:
        gap = b"" if not old or old.endswith(b"\n") else b"\n"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_bytes(old + gap + new.rstrip(b"\n") + b"\n")


def _profile(shell: Shell) -> Path:
    """Ask PowerShell where its profile is, which it must be allowed to read."""
    import subprocess

    def run(*command: str) -> str:
        done = subprocess.run([shell.value, *command], stdout=subprocess.PIPE, check=False)
        return done.stdout.decode("utf-8", "replace").strip()

    run("-Command", "Set-ExecutionPolicy", "RemoteSigned", "-Scope", "CurrentUser")
    profile = run("-NoProfile", "-Command", "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $profile")
    if not profile:
        raise DigestError(f"{shell.value} does not say where its profile is")
    return Path(profile)
