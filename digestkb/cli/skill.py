"""``skill``: what an agent with a shell has to know."""

from __future__ import annotations

from pathlib import Path

import typer

from digestkb.cli.output import write

commands = typer.Typer()


@commands.command("skill")
def skill() -> None:
    """Print a SKILL.md that tells an agent with a shell how to ask.

    \b
    Example:
      mkdir -p .claude/skills/digestkb
      digestkb skill > .claude/skills/digestkb/SKILL.md
    """
    write([Path(__file__).with_name("SKILL.md").read_text(encoding="utf-8")])
