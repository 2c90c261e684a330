"""The glossary of the field: concepts with their words in English, Vietnamese and Chinese, and which are meant.

A plain file lies beside this module, and users may have one of their own whose concepts win. The file is not parsed
as a whole: a query needs the few lines that have its words.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from digestkb.text.fold import is_cjk, tokens

LANGUAGES = ("en", "vi", "zh")
#: The domains that ask the same questions: a word of one says which meaning of another is meant.
_KIN = ("ml training arch theory math rl reasoning", "vision generative multimodal", "nlp speech retrieval agents")
#: No concept has a name of more units, and no query is looked up beyond so many.
_LONGEST, _MOST = 10, 80


class Form(NamedTuple):
    """A way to say a concept, and how it is looked up."""

    text: str
    language: str
    units: tuple[str, ...]
    #: It stands first among those of its language.
    preferred: bool


class Concept(NamedTuple):
    """A concept: its name in the glossary, its domain, its forms."""

    name: str
    domain: str
    forms: tuple[Form, ...]
    own: bool = False


class Meaning(NamedTuple):
    """What the units from ``start`` to ``end`` of a query mean: the concepts, and the forms to look for besides."""

    start: int
    end: int
    concepts: tuple[Concept, ...]
    forms: tuple[Form, ...]


def units(text: str) -> tuple[str, ...]:
    """Split a text into what glossary forms are compared by: folded words without plural, single Chinese characters.

    >>> units("LLM推理 và World Models")
    ('llm', '推', '理', 'va', 'world', 'model')
    """
    found = []
    for token in tokens(text):
        if is_cjk(token.text):
            found.append(token.text[0])
        else:
            found.append(singular(token.text))
    return tuple(found)


def singular(word: str) -> str:
    """Give the singular of an English word in lower case, where its spelling tells that it is a plural."""
    if len(word) > 3 and word.isascii() and word.endswith("s") and not word.endswith(("ss", "us", "is", "ias")):
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]
    return word


class Glossary:
    """Glossary files, the user's own ones last; a concept or a form that they define is theirs alone."""

    def __init__(self, shipped: str, own: str = "") -> None:
        self._files = tuple((_File(text), is_own) for text, is_own in ((own, True), (shipped, False)) if text)

    @classmethod
    def load(cls) -> Glossary:
        """Read the shipped file, and the user's own one if there is any."""
        shipped, own = shipped_file(), own_file()
        return _loaded(shipped, shipped.stat().st_mtime_ns, own, own.stat().st_mtime_ns if own.is_file() else 0)

    def concepts(self) -> Iterator[Concept]:
        """Yield all concepts, the user's own first."""
        seen: set[str] = set()
        for file, own in self._files:
            found = [concept for line in file.lines if (concept := _concept(line, own)) and concept.name not in seen]
            seen.update(concept.name for concept in found)
            yield from found

    def meanings(self, words: Sequence[str]) -> tuple[Meaning, ...]:
        """Say what the units of a query mean, the longest names first, each unit once.

        A name with several meanings is taken for those that the rest of the query supports, else for what they share.
        An empty unit belongs to no name.

        >>> glossary = Glossary("reinforcement-learning\\trl\\treinforcement learning | RL\\thọc tăng cường\\t强化学习")
        >>> [form.text for form in glossary.meanings(units("hoc tang cuong"))[0].forms]
        ['reinforcement learning', 'RL', '强化学习']
        """
        words = tuple(words[:_MOST])
        known = self._known(words) if words else {}
        found: list[tuple[int, int, tuple[Concept, ...]]] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _LONGEST), at, -1):
                concepts = known.get(words[at:end])
                if concepts and not _is_torn(words, at, end):
                    found.append((at, end, tuple(concepts)))
                    break
            at = found[-1][1] if found and found[-1][0] == at else at + 1
        return tuple(_decided(found, place, words) for place in range(len(found)))

    def _known(self, words: tuple[str, ...]) -> dict[tuple[str, ...], list[Concept]]:
        """Give the concepts whose names may stand in the query, by name."""
        known: dict[tuple[str, ...], list[Concept]] = {}
        hidden: set[str] = set()
        runs = {words[at:end] for at in range(len(words)) for end in range(at + 1, min(len(words), at + _LONGEST) + 1)}
        for file, own in self._files:
            of_file: dict[tuple[str, ...], dict[str, Concept]] = {}
            for form, place in _forms_like(words, file):
                name = units(form)
                concept = _concept(file.line_at(place), own) if name in runs and name not in known else None
                if concept and concept.name not in hidden:
                    of_file.setdefault(name, {})[concept.name] = concept
            known.update((name, list(concepts.values())) for name, concepts in of_file.items())
            hidden.update(line.partition("\t")[0] for line in file.lines if own)
        return known


@lru_cache(maxsize=1)
def _loaded(shipped: Path, _: int, own: Path, own_time: int) -> Glossary:
    """Read the files once for each time that they were changed."""
    return Glossary(shipped.read_bytes().decode(), own.read_bytes().decode("utf-8", "replace") if own_time else "")


class _File:
    """A glossary's text: as it stands, and as it is searched."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text.removeprefix("\ufeff")) + "\n"
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


def own_file() -> Path:
    """Give the path of the user's own glossary, which need not exist: ``$DIGESTKB_GLOSSARY``, else in the settings."""
    named = os.environ.get("DIGESTKB_GLOSSARY")
    if named:
        return Path(named)
    if sys.platform == "linux":  # as platformdirs has it, without the cost of loading it
        return Path(os.environ.get("XDG_CONFIG_HOME", "").strip() or Path("~/.config").expanduser(), *_OWN)
    from platformdirs import user_config_path

    return user_config_path("digestkb", appauthor=False) / _OWN[1]


_OWN = ("digestkb", "glossary.tsv")


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
#: The letters that folding takes for each Latin one, so that a line is found before any of it is folded.
VARIANTS = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậäå",
    "c": "cç",
    "d": "dđ",
    "e": "eèéẻẽẹêềếểễệë",
    "i": "iìíỉĩịï",
    "n": "nñ",
    "o": "oòóỏõọôồốổỗộơờớởỡợö",
    "u": "uùúủũụưừứửữựü",
    "y": "yỳýỷỹỵ",
}


def _forms_like(words: Sequence[str], file: _File) -> Iterator[tuple[str, int]]:
    """Yield the forms that begin with two neighbours in the query, or are one of its words, with their places."""
    text = file.lower
    found: set[int] = set()
    for word, following in dict.fromkeys(zip(words, [*words[1:], ""], strict=True)):
        if word:
            pattern, ahead = _pattern(word, following)
            found.update(match.start() - ahead for match in re.finditer(pattern, text))
    for place in sorted(found):
        before = text[max(0, place - 2) : place].rstrip(" ")[-1:]
        # The first two cells are a concept's name and domain.
        if before in ("|", "\t") and text.count("\t", text.rfind("\n", 0, place) + 1, place) > 1:
            form = _FORM.match(text, place)
            if form:
                yield form[0], place


def _pattern(word: str, following: str) -> tuple[str, int]:
    """Give what finds a word where a form may begin, and how many of its letters stand before the match.

    It begins with the first letter that has no variants: the text is searched for that at the speed of memory.
    """
    ends = r"(?=\s*[|\t\n\r])"
    if is_cjk(word):
        goes_on = re.escape(following) if is_cjk(following or " ") else rf"\W*{_letters(following)}"
        return f"{word}(?<=[|\t ].)(?:{ends}{'|' + goes_on if following else ''})", 0
    goes_on = rf"|[^\w\t|\n]*{_letters(following)}" if following else ""
    stem = word.removesuffix("y")
    ahead = next((at for at, char in enumerate(stem) if char not in VARIANTS), 0)
    before, first, rest = _letters(stem[:ahead]), _letters(stem[ahead : ahead + 1]), _letters(stem[ahead + 1 :])
    return rf"{first}(?<=[|\t ]{before}.){rest}(?:y|e?s|ies)?(?:{ends}{goes_on})", ahead


def _letters(word: str) -> str:
    return "".join(f"[{VARIANTS[char]}]" if char in VARIANTS else re.escape(char) for char in word)


def _is_torn(words: Sequence[str], start: int, end: int) -> bool:
    """Say whether a single character is cut out of a longer run: alone it would mean something else."""
    if end - start > 1 or not words[start] or not is_cjk(words[start]):
        return False
    around = (*words[max(0, start - 1) : start], *words[end : end + 1])
    return any(word and is_cjk(word) for word in around)


def _decided(found: Sequence[tuple[int, int, tuple[Concept, ...]]], place: int, words: Sequence[str]) -> Meaning:
    start, end, concepts = found[place]
    name = tuple(words[start:end])
    if len(concepts) > 1:
        others = [concept for at, (_, _, rest) in enumerate(found) if at != place for concept in rest]
        meant = _supported(concepts, others) or _by_default(concepts, name)
        if not meant:
            return Meaning(start, end, concepts, _shared(concepts, name))
        concepts = meant
    return Meaning(start, end, concepts, _forms(concepts, name))


def _supported(concepts: Sequence[Concept], others: Sequence[Concept]) -> tuple[Concept, ...]:
    domains = {concept.domain for concept in others}
    direct = tuple(concept for concept in concepts if concept.domain in domains)
    if direct or not domains:
        return direct if len(direct) < len(concepts) else ()
    kin = {domain for group in _KIN for domain in group.split() if not domains.isdisjoint(group.split())}
    related = tuple(concept for concept in concepts if concept.domain in kin)
    return related if len(related) < len(concepts) else ()


def _by_default(concepts: Sequence[Concept], name: tuple[str, ...]) -> tuple[Concept, ...]:
    """Give what a name means if nothing else is said: all concepts of one domain, which are neighbours, or the only
    one whose first name it is; of several, the one that the glossary calls by its bare name.
    """
    if len({concept.domain for concept in concepts}) == 1:
        return tuple(concepts)
    first = [c for c in concepts if any(form.units == name and form.preferred for form in c.forms)]
    if len(first) > 1:
        first = [c for c in first if units(c.name) == c.forms[0].units]
    return tuple(first) if len(first) == 1 else ()


def _forms(concepts: Iterable[Concept], name: tuple[str, ...]) -> tuple[Form, ...]:
    found: dict[tuple[str, ...], Form] = {}
    for concept in concepts:
        for form in concept.forms:
            if form.units != name:
                found.setdefault(form.units, form)
    return tuple(found.values())


def _shared(concepts: Sequence[Concept], name: tuple[str, ...]) -> tuple[Form, ...]:
    """Give the forms that all the concepts have."""
    common = set.intersection(*({form.units for form in concept.forms} for concept in concepts))
    return tuple(form for form in _forms(concepts[:1], name) if form.units in common)
