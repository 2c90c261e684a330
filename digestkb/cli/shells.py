"""What a shell asks when Tab is pressed, and what it is told: labels from notes as data, quoted as that shell quotes.

Whoever wrote a note may have written ``$(…)`` into a tag. typer's own scripts would evaluate that in zsh and leave it
bare on the line in bash, so ours (``scripts/``) ask in another way, and what is quoted is quoted here: a function for
each shell. ``tests/cli/test_shells.py`` presses the keys in the real ones.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import typer

from digestkb.cli.output import write
from digestkb.media.characters import is_plain, line
from digestkb.tuples import NamedTuple

#: Set by the scripts: the name of the shell that asks.
ASKING = "_DIGESTKB_COMPLETE"
#: Told to shells whose script is one of typer's. zsh evaluates what it is told, so that it never gets a label.
_OUTDATED = {"complete_zsh": "_message 'run once more: digestkb completion zsh'"}

#: How much of a title stands beside an id.
_ABOUT = 90
#: In bash everything else from ASCII gets a backslash; what splits words for readline (: = @) may stay bare.
_BARE_IN_BASH = r"A-Za-z0-9_./,:=@%+\x80-\U0010ffff-"
_ACTIVE_IN_BASH = re.compile(f"[^{_BARE_IN_BASH}]")
#: What PowerShell takes as one word. It cuts words with a dash in front at dots and colons.
_BARE_IN_POWERSHELL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./:-]*|--?[A-Za-z0-9_-]*")
#: To PowerShell typographic quotes are quotes.
_SINGLE_IN_POWERSHELL = re.compile("(['\u2018\u2019\u201a\u201b])")


class Typed(NamedTuple):
    """What stands on the line before the cursor; bash also says what of it the answer replaces."""

    #: The words behind the name of the command that are whole, without their quotes.
    before: list[str]
    #: The word at the cursor as far as it is typed, without quotes.
    word: str
    #: That word with its quotes, and the quote that is still open.
    raw: str = ""
    quote: str = ""
    #: Whether the shell would read the word as it stands here: without variables, patterns, redirections.
    literal: bool = True


class Offer(NamedTuple):
    """A word that would fit at the cursor, and a line about it."""

    word: str
    about: str


def reply(app: typer.Typer, shell: str) -> None:
    """Answer the shell that asks; one whose script is not ours is told nothing that comes from a note."""
    if shell not in _SHELLS:
        write([_OUTDATED.get(shell, "") + "\n"])
        return
    typed_in, lines_for = _SHELLS[shell]
    typed = typed_in()
    write(f"{line}\n" for line in lines_for(typed, _offers(app, typed)))


def _offers(app: typer.Typer, typed: Typed) -> list[Offer]:
    """Ask the options and arguments for what fits.

    A label with a control character is not offered: no shell lets it be typed, and without it it is another label,
    which finds nothing. The same goes for whatever else no answer shows as it is.
    """
    # Any of typer's own will do: how it reads a line and quotes an answer is not used.
    from typer._completion_classes import BashComplete
    from typer.main import get_command

    command: Any = get_command(app)
    items = BashComplete(command, {}, "digestkb", ASKING).get_completions(list(typed.before), typed.word)
    # Of "--tag=re" only what stands behind the sign is completed, but shells complete the word.
    option = re.match("--[^=]*=", typed.word)
    words = [((option[0] if option else "") + item.value, item) for item in items if item.type == "plain"]
    return [
        Offer(word, line(" ".join((item.help or "").split()))[:_ABOUT])
        for word, item in words
        if word.startswith(typed.word) and is_plain(word)
    ]


def _arguments() -> Typed:
    """Give what fish hands over: the words without quotes as arguments, the one at the cursor last."""
    *before, word = sys.argv[1:] or [""]
    return Typed(before, word)


def _arguments_and_word() -> Typed:
    """Give what zsh hands over: the same, but the last word in its quotes, which zsh leaves on if one is open."""
    typed = _arguments()
    return typed._replace(word=read_line(f"digestkb {typed.word}").word)


def _line() -> Typed:
    """Give what bash hands over: the line as it stands."""
    return read_line(os.environ.get("_DIGESTKB_LINE", ""))


def _line_and_word() -> Typed:
    """Give what PowerShell hands over: the line, without the blank before the cursor, and the word."""
    line, word = os.environ.get("_DIGESTKB_LINE", ""), os.environ.get("_DIGESTKB_WORD", "")
    before = read_line(line if word else f"{line} ").before
    return Typed(before, word.removeprefix("'").removeprefix('"'))


def read_line(line: str) -> Typed:
    r"""Split a line as bash does, into the words behind the first and the one at its end, which may be unfinished.

    >>> read_line(r"digestkb list --tag 'it'\''s no").before
    ['list', '--tag']
    >>> read_line(r"digestkb list --tag 'it'\''s no")[1:]
    ("it's no", "'it'\\''s no", "'", True)
    """
    words: list[str] = []
    word, quote, start, literal = "", "", len(line), True
    characters = enumerate(line)
    for at, char in characters:
        if not quote and char in " \t\n":
            if start < at:
                words.append(word)
            word, start, literal = "", len(line), True
            continue
        start = min(start, at)
        if char == quote or (not quote and char in "'\""):
            quote = "" if quote else char
        elif char == "\\" and quote != "'":
            _, following = next(characters, (at, ""))
            word += char + following if quote and following not in '$`"\\' else following
        else:
            word += char
            literal = literal and (quote == "'" or not _acts(char, quote))
    return Typed(words[1:], word, line[start:], quote, literal)


def _acts(char: str, quote: str) -> bool:
    return char in "$`!" if quote else bool(_ACTIVE_IN_BASH.match(char))


def bash(typed: Typed, offers: list[Offer]) -> Iterator[str]:
    """Tell bash what to put in the place of what it wants replaced: the end of the word, from a quote or a sign on.

    Readline takes the text as it is. It writes the closing quote itself, and it drops one quote if that stands both
    before the place and at the head of the text, so that the text has one there.
    """
    place = os.environ.get("_DIGESTKB_WORD", "")
    for offer in offers:
        if typed.raw == typed.quote + place:
            yield typed.quote + _quoted_in_bash(offer.word, typed.quote)
        elif typed.literal and typed.raw.endswith(typed.quote + place):
            yield typed.quote + place + _quoted_in_bash(offer.word[len(typed.word) :], typed.quote)


def _quoted_in_bash(text: str, quote: str) -> str:
    r"""Quote a text for bash, within a quote that is open already and stays so.

    >>> [_quoted_in_bash("it's $(x)", quote) for quote in ("", "'", '"')]
    ["it\\'s\\ \\$\\(x\\)", "it'\\''s $(x)", "it's \\$(x)"]
    """
    if quote == "'":
        return text.replace("'", r"'\''")
    if quote == '"':  # in which an exclamation mark calls up the history, and a backslash before it would stay
        return re.sub(r'([$`"\\])', r"\\\1", text).replace("!", r'"\!"')
    return _ACTIVE_IN_BASH.sub(r"\\\g<0>", text)


def zsh(_: Typed, offers: list[Offer]) -> Iterator[str]:
    """Tell zsh the words as they are: ``compadd`` quotes them for the place where they go."""
    return ("\t".join(offer) if offer.about else offer.word for offer in offers)


def fish(typed: Typed, offers: list[Offer]) -> Iterator[str]:
    """Tell fish the words as they are: it quotes them itself, all but a tilde in front, which it would expand."""
    return zsh(typed, [offer for offer in offers if not offer.word.startswith("~")])


def powershell(_: Typed, offers: list[Offer]) -> Iterator[str]:
    """Tell PowerShell each word as it goes on the line, as it is listed, and what is said about it (never nothing)."""
    for word, about in offers:
        doubled = _SINGLE_IN_POWERSHELL.sub(r"\1\1", word)
        yield "\t".join((word if _BARE_IN_POWERSHELL.fullmatch(word) else f"'{doubled}'", word, about or word))


_SHELLS: dict[str, tuple[Callable[[], Typed], Callable[[Typed, list[Offer]], Iterator[str]]]] = {
    "bash": (_line, bash),
    "zsh": (_arguments_and_word, zsh),
    "fish": (_arguments, fish),
    "powershell": (_line_and_word, powershell),
}
