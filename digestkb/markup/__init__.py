"""Kinds of file that are no Markdown: each is translated into it, line by line, before anything reads it.

A translation has as many lines as the file, and what it says stands on the line that it comes from, so that every value
still points into the file as it lies on disk. Nothing is run, opened or fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from digestkb.markup.html import from_html
from digestkb.markup.mail import from_mail
from digestkb.markup.notebook import from_notebook
from digestkb.markup.org import from_org
from digestkb.markup.rst import from_rst
from digestkb.markup.tex import from_tex

#: How the files of a suffix become Markdown; all others are read as they are.
TRANSLATIONS: dict[str, Callable[[Sequence[str]], list[str]]] = {
    ".eml": from_mail,
    ".htm": from_html,
    ".html": from_html,
    ".ipynb": from_notebook,
    ".org": from_org,
    ".rst": from_rst,
    ".tex": from_tex,
}


def to_markdown(lines: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Translate the lines of a file by its suffix.

    >>> to_markdown(("* GaLore", "[[https://arxiv.org/abs/2403.03507][paper]]"), "a/b.org")
    ('# GaLore', '[paper](https://arxiv.org/abs/2403.03507)')
    """
    translate = TRANSLATIONS.get(PurePosixPath(name).suffix.lower())
    return lines if translate is None else tuple(translate(lines))
