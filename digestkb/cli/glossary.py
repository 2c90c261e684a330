"""``glossary``: which words are taken for one another, and on whose account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.input import text
from digestkb.cli.options import AsFormat, AsJson, SomeOf
from digestkb.cli.output import answer, chosen, some
from digestkb.configuration import LANGUAGES
from digestkb.errors import DamagedDatabase, NoDatabase
from digestkb.query.database import library
from digestkb.query.glossary import Glossary
from digestkb.query.mining import Pair, all_pairs
from digestkb.render import sheets
from digestkb.render.sheets import Synonyms
from digestkb.tags import key

commands = typer.Typer()


@commands.command("glossary")
def glossary(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help="Only entries that have all of these words.")] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Only what the notes themselves say.")] = False,
    limit: SomeOf = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """List which words are taken for one another: your own, the notes' and the shipped ones.

    A file of your own, glossary.tsv in the settings folder or $DIGESTKB_GLOSSARY, wins over the shipped one. It has a
    concept a line, in columns between tabs: its name, a domain, then en, vi, zh, ko, ja, each with synonyms between |.

    \b
    Example:
      digestkb glossary distillation
      digestkb glossary --notes
    """
    choice = chosen(form, as_json)
    wanted = key(text(" ".join(words or ()))).split()
    found = [*(() if notes else concepts(wanted)), *mined_pairs(context)]
    named = [one for one in found if has_all(one, wanted)]
    answer(sheets.synonyms(some(named, limit, choice)), choice, "no entry has these words")


def has_all(one: Synonyms, words: list[str]) -> bool:
    """Say whether all words stand in an entry, however accented."""
    names = key(" ".join([one.name, *one.en, *one.vi, *one.zh, *one.ko, *one.ja]))
    return all(word in names for word in words)


def concepts(words: list[str]) -> Iterator[Synonyms]:
    """Give the concepts of the user's own glossary, and those of the shipped one whose line has all words."""

    def said(line: str) -> bool:
        written = key(line)
        return all(word in written for word in words)

    for concept in Glossary.load().concepts(said):
        en, vi, zh, ko, ja = (tuple(form.text for form in concept.forms if form.language == code) for code in LANGUAGES)
        origin = "own glossary" if concept.own else "glossary"
        yield Synonyms(origin, concept.name, concept.domain, en, vi, zh, ko=ko, ja=ja)


def mined_pairs(context: typer.Context) -> list[Synonyms]:
    """Give the pairs that the notes say; without a database there are none, and a damaged one is no more than named."""
    try:
        with library(database(context)) as connection:
            return [_mined(pair) for pair in all_pairs(connection)]
    except DamagedDatabase as error:
        complain(str(error))
        return []
    except NoDatabase:
        return []


def _mined(pair: Pair) -> Synonyms:
    names: dict[str, tuple[str, ...]] = dict.fromkeys(LANGUAGES, ())
    for name in (pair.term, pair.gloss):
        names[_language(name)] += (name,)
    en, vi, zh, ko, ja = names.values()
    return Synonyms("notes", f"{pair.term} = {pair.gloss}", "", en, vi, zh, pair.times, pair.places, ko, ja)


def _language(name: str) -> str:
    """Tell the languages of the glossary apart by their letters."""
    if any("\uac00" <= char <= "\ud7a3" for char in name):
        return "ko"
    if any("\u3041" <= char <= "\u30ff" for char in name):
        return "ja"
    if any("\u3400" <= char <= "\u9fff" for char in name):
        return "zh"
    return "en" if name.isascii() else "vi"
