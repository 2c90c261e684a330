"""The glossary of the field: concepts with their words in five languages, and which are meant.

A plain file lies beside this module, and users may have one of their own whose concepts win. The file is not parsed
as a whole: a query needs the few lines that have its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from digestkb import configuration
from digestkb.configuration import LANGUAGES
from digestkb.query.concepts import Concept, Form, Found, Meaning, decided
from digestkb.query.units import VARIANTS, Unit, can_mean, units
from digestkb.text.fold import is_cjk

#: No query is looked up beyond so many units.
_MOST = 80


class Glossary:
    """Glossary files, the user's own ones last; a concept or a form that they define is theirs alone."""

    def __init__(self, shipped: str, own: str = "") -> None:
        # The shipped file is composed: a test says so, and to look takes a millisecond.
        composed = unicodedata.normalize("NFC", own.removeprefix("\ufeff"))
        self._files = tuple((_File(text), is_own) for text, is_own in ((composed, True), (shipped, False)) if text)

    @classmethod
    def load(cls) -> Glossary:
        """Read the shipped file, and the user's own one if there is any."""
        shipped, own = shipped_file(), configuration.path_of("glossary")
        return _loaded(shipped, shipped.stat().st_mtime_ns, own, own.stat().st_mtime_ns if own.is_file() else 0)

    def concepts(self) -> Iterator[Concept]:
        """Yield all concepts, the user's own first."""
        seen: set[str] = set()
        for file, own in self._files:
            found = [concept for line in file.lines if (concept := _concept(line, own)) and concept.name not in seen]
            seen.update(concept.name for concept in found)
            yield from found

    def meanings(self, words: Sequence[Unit]) -> tuple[Meaning, ...]:
        """Say what the units of a query mean, the longest names first, each unit once.

        A name with several meanings is taken for those that the rest of the query supports, else for what they share.
        An empty unit belongs to no name.

        >>> from digestkb.query.units import written_units
        >>> glossary = Glossary("reinforcement-learning\\trl\\treinforcement learning | RL\\thọc tăng cường\\t强化学习")
        >>> [form.text for form in glossary.meanings(written_units("hoc tang cuong"))[0].forms]
        ['reinforcement learning', 'RL', '强化学习']
        """
        words = tuple(words[:_MOST])
        keys = tuple(word.key for word in words)
        known = self._known(words, keys) if words else {}
        longest = max(map(len, known), default=0)
        found: list[Found] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + longest), at, -1):
                concepts = _said(known.get(keys[at:end], ()), words[at:end])
                if concepts and not _is_torn(keys, at, end):
                    found.append(Found(at, end, concepts))
                    break
            at = found[-1].end if found and found[-1].start == at else at + 1
        return tuple(decided(found, place, keys) for place in range(len(found)))

    def _known(self, words: Sequence[Unit], keys: tuple[str, ...]) -> dict[tuple[str, ...], list[tuple[str, Concept]]]:
        """Give the concepts whose names may stand in the query, by name, each with the form that is the name.

        A name that the user's own glossary has is no other's.
        """
        known: dict[tuple[str, ...], list[tuple[str, Concept]]] = {}
        hidden: set[str] = set()
        whole = _padded(keys)
        for file, own in self._files:
            of_file: dict[tuple[str, ...], list[tuple[str, Concept]]] = {}
            for form, place in _forms_like(words, file):
                name = units(form)
                if _padded(name) not in whole or name in known:
                    continue
                concept = _concept(file.line_at(place), own)
                if concept and concept.name not in hidden:
                    of_file.setdefault(name, []).append((form, concept))
            known.update(of_file)
            if own:
                hidden.update(line.partition("\t")[0] for line in file.lines)
        return known


def _padded(keys: Sequence[str]) -> str:
    return f" {' '.join(key or '|' for key in keys)} "


def _said(named: Iterable[tuple[str, Concept]], words: Sequence[Unit]) -> tuple[Concept, ...]:
    """Give the concepts that a name can mean as it was written.

    Chinese and Japanese have characters that are one when folded: ``动画`` is an animation, ``動画`` a video.
    """
    meant = [(form, concept) for form, concept in named if can_mean(words, form)]
    if words[0].key and is_cjk(words[0].key):
        written = "".join(word.written for word in words)
        meant = [one for one in meant if one[0].strip() == written] or meant
    return tuple({concept.name: concept for _, concept in meant}.values())


@lru_cache(maxsize=1)
def _loaded(shipped: Path, _: int, own: Path, own_time: int) -> Glossary:
    """Read the files once for each time that they were changed."""
    return Glossary(shipped.read_bytes().decode(), own.read_bytes().decode("utf-8", "replace") if own_time else "")


class _File:
    """A glossary's text: as it stands, and as it is searched."""

    def __init__(self, text: str) -> None:
        self.text = text + "\n"
        self.lower = self.text.lower()

    @property
    def lines(self) -> list[str]:
        """All lines."""
        return self.text.split("\n")

    def line_at(self, place: int) -> str:
        """Give the line that the character at ``place`` of :attr:`lower` stands in."""
        if len(self.lower) != len(self.text):  # a letter such as İ becomes two
            return self.lines[self.lower.count("\n", 0, place)]
        return self.text[self.text.rfind("\n", 0, place) + 1 : self.text.index("\n", place)]


def shipped_file() -> Path:
    """Give the path of the glossary that comes with the package."""
    return Path(__file__).with_name("glossary.tsv")


def _concept(line: str, own: bool) -> Concept | None:
    """Read a line of a glossary; ``None`` for comments, blank lines and the header."""
    cells = line.rstrip("\r").split("\t")
    if len(cells) < 3 or line.startswith("#") or cells[:2] == ["concept", "domain"]:
        return None
    forms = []
    for language, cell in zip(LANGUAGES, cells[2:], strict=False):
        for place, text in enumerate(part.strip() for part in cell.split("|")):
            key = units(text)
            if key:
                forms.append(Form(text, language, key, preferred=place == 0))
    return Concept(cells[0].strip(), cells[1].strip(), tuple(forms), own) if forms else None


_FORM = re.compile(r"[^|\t\n]+")


def _forms_like(words: Sequence[Unit], file: _File) -> Iterator[tuple[str, int]]:
    """Yield the forms that begin with two neighbours in the query, or are one of its words, with their places."""
    text = file.lower
    # A character that folding takes for another stands in the file as the one or the other.
    variants = VARIANTS | {one.key: one.key + one.written for one in words if _is_folded(one)}
    keys = [word.key for word in words]
    found: set[int] = set()
    for word, following in dict.fromkeys(zip(keys, [*keys[1:], ""], strict=True)):
        if word:
            pattern, ahead = _pattern(word, following, variants)
            found.update(match.start() - ahead for match in re.finditer(pattern, text))
    for place in sorted(found):
        before = text[max(0, place - 2) : place].rstrip(" ")[-1:]
        # The first two cells are a concept's name and domain.
        if before in ("|", "\t") and text.count("\t", text.rfind("\n", 0, place) + 1, place) > 1:
            form = _FORM.match(text, place)
            if form:
                # As it is written: the case of an abbreviation counts. (A letter such as İ becomes two.)
                yield (file.text if len(file.text) == len(text) else text)[place : form.end()], place


def _is_folded(unit: Unit) -> bool:
    return unit.key != unit.written and len(unit.written) == 1 and is_cjk(unit.key)


def _pattern(word: str, following: str, variants: Mapping[str, str]) -> tuple[str, int]:
    """Give what finds a word where a form may begin, and how many of its letters stand before the match.

    It begins with the first letter that has no variants: the text is searched for that at the speed of memory.
    """
    ends = r"(?=\s*[|\t\n\r])"
    # Of a plural that ends otherwise, the stem is enough: what is found is compared unit by unit.
    next_one = _letters(following[:-1] if len(following) > 1 and following[-1] == "y" else following, variants)
    if is_cjk(word):
        goes_on = rf"|\W*{next_one}" if following else ""
        return f"{_letters(word, variants)}(?<=[|\t ].)(?:{ends}{goes_on})", 0
    goes_on = rf"|[^\w\t|\n]*{next_one}" if following else ""
    has_y = len(word) > 1 and word[-1] == "y"
    stem = word[:-1] if has_y else word
    ahead = next((at for at, char in enumerate(stem) if char not in VARIANTS), 0)
    before, first, rest = (_letters(part, variants) for part in (stem[:ahead], stem[ahead], stem[ahead + 1 :]))
    plural = rf"(?:{_letters('y', variants)}s?|ies)" if has_y else "(?:e?s)?"
    return rf"{first}(?<=[|\t ]{before}.){rest}{plural}(?:{ends}{goes_on})", ahead


def _letters(word: str, variants: Mapping[str, str]) -> str:
    return "".join(f"[{variants[char]}]" if char in variants else re.escape(char) for char in word)


def _is_torn(words: Sequence[str], start: int, end: int) -> bool:
    """Say whether a single character is cut out of a longer run: alone it would mean something else."""
    if end - start > 1 or not words[start] or not is_cjk(words[start]):
        return False
    around = (*words[max(0, start - 1) : start], *words[end : end + 1])
    return any(word and is_cjk(word) for word in around)
