"""Kinds of file that are no Markdown: each is translated into it, line by line, before anything reads it.

A translation has as many lines as the file, and what it says stands on the line that it comes from, so that every value
still points into the file as it lies on disk. Nothing is run, opened or fetched.
"""

from __future__ import annotations

from importlib import import_module
from posixpath import splitext

#: The module and the function that make Markdown of the files of a suffix; all others are read as they are.
TRANSLATIONS = {
    ".adoc": ("asciidoc", "from_asciidoc"),
    ".asciidoc": ("asciidoc", "from_asciidoc"),
    ".eml": ("mail", "from_mail"),
    ".htm": ("html", "from_html"),
    ".html": ("html", "from_html"),
    ".ipynb": ("notebook", "from_notebook"),
    ".opml": ("opml", "from_opml"),
    ".org": ("org", "from_org"),
    ".rst": ("rst", "from_rst"),
    ".mediawiki": ("wiki", "from_wiki"),
    ".tex": ("tex", "from_tex"),
    ".wiki": ("wiki", "from_wiki"),
    ".yaml": ("yaml", "from_yaml"),
    ".yml": ("yaml", "from_yaml"),
}


def to_markdown(lines: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Translate the lines of a file by its suffix.

    >>> to_markdown(("* GaLore", "[[https://arxiv.org/abs/2403.03507][paper]]"), "a/b.org")
    ('# GaLore', '[paper](https://arxiv.org/abs/2403.03507)')
    """
    translation = TRANSLATIONS.get(splitext(name)[1].lower())
    if translation is None:
        from digestkb.markup.spellings import in_one_spelling

        return in_one_spelling(lines)
    module, function = translation
    return tuple(getattr(import_module(f"digestkb.markup.{module}"), function)(lines))
