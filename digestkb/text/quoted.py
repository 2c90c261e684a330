"""Lines that speak about damage: they show what it looks like beside what it was, and are not damaged themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, filterfalse

from digestkb.patterns import lazy
from digestkb.text.channel import WINDOWS, Channel
from digestkb.text.proposals import strict
from digestkb.text.sequences import WHOLE, undone

#: A character by itself between quotation marks, as programs and tables of characters have them.
_LITERAL = lazy("(?<=[\"'])[^\x00-\x7f](?=[\"'])|(?<=[“„‘‚«])[^\x00-\x7f](?=[”“’‘»])")
#: A word in quotation marks, in brackets, between slashes, or in a cell of a table.
_PLAIN, _MARKED = "[^\\s\"'`“”„‘’‚«»「」()|/]", "[^\x00-\x7f“”„‘’«»「」\\s]"
#: No word is longer, and of one that is not closed every end would be tried.
_ENCLOSED = lazy(
    f"(?:(?<=[\"'`“„‘‚«「(|/])|(?<=[\"'`“„‘‚«「(|/] )){_PLAIN}{{0,40}}?{_MARKED}{_PLAIN}{{0,40}}(?= ?[\"'`“”‘’»」)|/])"
)
_WORD, _BETWEEN_BLANKS, _AROUND = lazy(r"\w+|[^\w\s]"), lazy(f"{_PLAIN}+"), ".,;:!?。，；：！？"
#: A word of capitals in typographic quotation marks: ``Ã”`` would be ``Ô``, but then the first of the two were damaged.
#: And a byte order mark of which somebody speaks: as it is meant to be, nobody would see it.
_QUOTED = lazy("(?<![^\x00-\x7f])[“‘][A-ZÀ-ÞĐ ]{0,40}Ã[”’](?![A-Za-z])|(?<=[\"'`“‘«])ï»¿(?=[\"'`”’»])")
#: What programs write bytes with; two digits of each are left.
_ESCAPES = lazy(r"\\x|0x|[% ,]")
_ESCAPED = lazy(r"\\x[0-9a-fA-F]{2}")
#: That one thing becomes another, or what encodings are called.
_BECOMES = lazy(
    r"[→⇒➜]|[=-]>|\b(?:utf-?8|latin-?[19]|ascii|unicode|cp\d{3,4}|windows-\d{4}|iso-?8859|koi8|charset|mojibake)",
    re.IGNORECASE,
)
#: What somebody types, above what it prints.
_PROMPT = lazy(r"\s{0,9}(?:\$|%|>>>|In \[\d+\]:)\s")
_LEAD = lazy("[\xc2-\xf4]")
_LETTER = lazy(r"[^\W\d_\x00-\x7f]")
#: A string, as programs and documentation have it, or all of a line behind the sign of a diff, a quote or a prompt.
_STRINGS = lazy("\"([^\"]{4,400})\"|'([^']{4,400})'|`([^`]{4,400})`|“([^”]{4,400})”|«([^»]{4,400})»")
_WHOLE_LINE = lazy(r"[-+<>|*#$ \t]*(.*)")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
#: So many letters are the same in what is damaged and what it was, and not by chance.
_FEWEST = 6
#: A string that is all damage has no letters in common with what it was; so many characters at least are no table.
_FEWEST_IN_ALL = 3
#: Times that somebody shows one word damaged again.
_LAYERS = 4
#: Lines before and after one that may say what it was.
AROUND = 3


def quotes_damage(line: str, channel: Channel, before: Sequence[str] = (), after: Sequence[str] = ()) -> bool:
    """Say whether what looks like damage in a line is quoted: what it was stands beside it, or in a line near by.

    >>> quotes_damage('"Ã©" is what é becomes', WINDOWS), quotes_damage("café → cafÃ©", WINDOWS)
    (True, True)
    >>> quotes_damage("le cafÃ© a Ã©tÃ© bu", WINDOWS)
    False
    >>> quotes_damage("fix('âœ” No problems')", WINDOWS, (), ["'✔ No problems'"])
    True
    """
    others = _LITERAL.sub("", line)
    if others.isascii():
        return True
    # Without a letter that a first byte becomes in Windows nothing was read so.
    channels = (channel, WINDOWS) if channel is not WINDOWS and _LEAD.search(line) else (channel,)
    return (others != line or _is_damaged(line, channels)) and (
        _is_beside_what_it_was(line, channels)
        or _has_twin(line, channels, before, after)
        or (_QUOTED.search(line) is not None and not _is_damaged(_QUOTED.sub("", line), (channel,)))
    )


def _is_damaged(line: str, channels: Iterable[Channel]) -> bool:
    return any(WHOLE.search(undone(channel, line)) for channel in channels)


def _is_beside_what_it_was(line: str, channels: Sequence[Channel]) -> bool:
    """Whether all damage is words that are enclosed, or the only ones beyond ASCII, and what they were is there too."""
    words = _Words(line, channels)
    others = _ENCLOSED.sub(lambda match: "" if words.tell(match.group()) else match.group(), _LITERAL.sub("", line))
    if others != line and not _is_damaged(others, channels):
        return True
    return _is_all_of_it(line, words, channels)


def _is_all_of_it(line: str, words: _Words, channels: Iterable[Channel]) -> bool:
    """Whether no word has a letter beyond ASCII but those that are damaged and what they were.

    And they are single characters, or somebody says that one becomes the other.
    """
    damaged, sound = dict[str, list[str]](), list[str]()
    for word in filterfalse(str.isascii, line.split()):
        for part in _parts(word, channels):
            if not _is_damaged(part, channels):
                sound.append(part)
                continue
            # Most lines that are damaged say nowhere what any of their words was.
            damaged[part] = list(_readings(part, channels))
            if not any(text in line for text in damaged[part]):
                return False
    if not damaged or not all(map(words.have_one, damaged.values())):
        return False
    known = _with_parts(chain.from_iterable(damaged.values()))
    if _LETTER.search("".join({*sound}.difference(known))):
        return False
    return _BECOMES.search(line) is not None or max(map(len, known)) == 1


def _with_parts(texts: Iterable[str]) -> set[str]:
    return {part for text in texts for part in (text, *_WORD.findall(text))}


def _parts(word: str, channels: Iterable[Channel]) -> Iterable[str]:
    """What stands between blanks, in one piece if that was damaged: damage may look like a quotation mark."""
    whole = word.strip(_AROUND)
    return [whole] if any(_readings(whole, channels)) else _BETWEEN_BLANKS.findall(whole)


class _Words:
    """The words and signs of a line: a line may enclose thousands, and each asks about all of them."""

    def __init__(self, line: str, channels: Sequence[Channel]) -> None:
        self._line, self._channels = line, channels
        self._found: frozenset[str] | None = None
        self._bytes: str | None = None

    def __contains__(self, text: str) -> bool:
        if self._found is None:
            # A mark between blanks is a word here, though words elsewhere end with it.
            pieces = (*_BETWEEN_BLANKS.findall(self._line), *self._line.split())
            sound = [piece for piece in pieces if not _is_damaged(piece, self._channels)]
            self._found = frozenset(word for piece in sound for word in (piece.strip(_AROUND), *_WORD.findall(piece)))
        return text in self._found

    def have_one(self, texts: Iterable[str]) -> bool:
        """Say whether the line has one of some texts as a word."""
        return any(text in self for text in texts)

    def tell(self, word: str) -> bool:
        """Say whether the line has what a word was, or spells its bytes."""
        return any(
            (text in self._line and text in self) or self._spells(text) for text in _readings(word, self._channels)
        )

    def _spells(self, text: str) -> bool:
        if self._bytes is None:
            self._bytes = _ESCAPES.sub("", self._line.lower())
        return text.encode().hex() in self._bytes


def _readings(word: str, channels: Iterable[Channel]) -> Iterable[str]:
    """Yield what a word was, if it is damaged: after each layer that comes off."""
    for channel in channels:
        text: str | None = word
        for _ in range(_LAYERS):
            before, text = text, strict(text, channel) if text else None
            if text is None or text == before:
                break
            yield text


def _has_twin(line: str, channels: Sequence[Channel], before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a line near by is the line, or a string that it has, as it was.

    One in ASCII has to come after it: before a translation stands what it translates.
    """
    near = [*(one for one in before if not one.isascii()), *after]
    if not near:
        return False
    strings = [match[match.lastindex or 0] for match in _STRINGS.finditer(line)]
    if any(_has_twin_of(text, channels, near) for text in strings):
        return True
    whole = _WHOLE_LINE.match(line)
    if whole is None or not (strings or len(_letters(whole[1])) >= 2 * _FEWEST):
        return False
    # A translation, or a heading and its text, say the same as well, and one of them may be damaged.
    told = near if any(map(_PROMPT.match, near)) else [twin for twin in near if _are_shown(line, twin)]
    return bool(told) and _has_twin_of(whole[1], channels, told)


def _are_shown(line: str, twin: str) -> bool:
    """Say whether two lines are shown as what one thing becomes: by a diff, an arrow, or what encodings are called."""
    signs = line.lstrip()[:1], twin.lstrip()[:1]
    is_diff = signs in (("-", "+"), ("+", "-"), ("<", ">"), (">", "<"))
    return is_diff or _BECOMES.search(line) is not None or _BECOMES.search(twin) is not None


def _has_twin_of(text: str, channels: Sequence[Channel], near: Sequence[str]) -> bool:
    """Whether one of some lines is a text as it was before it was damaged, or that but for its marks."""
    if text.isascii():
        return False
    if len(_letters(text)) >= _FEWEST:
        alike = [twin for twin in near if _is_like(twin, text, channels)]
        if alike and _is_damaged(text, channels):
            return any(not _is_damaged(twin, channels) for twin in alike)
    marked = [twin.strip() for twin in near if not twin.isascii()]
    if len(text) < _FEWEST_IN_ALL or not marked:
        return False
    was = strict(text, channels[0])
    return was not in (None, text) and any(was in (twin, twin[1:-1]) for twin in marked)


def _is_like(twin: str, text: str, channels: Iterable[Channel]) -> bool:
    """Whether a line has the letters that a damaged text had; where bytes of it fell out, those that are ASCII tell."""
    if _letters(twin) != _letters(text) or _beyond_ascii(twin) >= _beyond_ascii(text):
        return False
    read = [_word(one) for one in _readings(text, channels)]
    return _word(twin) in read if read else not twin.isascii()


def _word(text: str) -> str:
    return "".join(filter(str.isalnum, _ESCAPED.sub("", text)))


@lru_cache(maxsize=32)
def _letters(text: str) -> bytes:
    """The letters of a text that are ASCII, without escapes: the same, whatever became of the others."""
    return _ESCAPED.sub("", text).encode("ascii", "ignore").translate(None, _NO_LETTERS)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
