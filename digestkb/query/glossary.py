"""The glossary of the field: concepts with their words in five languages, and which are meant.

A plain file lies beside this module, and users may have one of their own whose concepts win. The file is not parsed
as a whole: ``glossary.index``, made of it by ``tools/write_glossary_index.py``, says in which lines a name stands.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from mmap import mmap
from pathlib import Path

from digestkb import configuration
from digestkb.configuration import LANGUAGES
from digestkb.query.concepts import Concept, Form, Found, Meaning, decided
from digestkb.query.covering import covering, is_torn, is_torn_off, left_over, longest
from digestkb.query.plain import done, plainly, stemmed, turned
from digestkb.query.rewording import Piece, as_usual, languages_of
from digestkb.query.sorted_lines import SortedLines, looked_into
from digestkb.query.syllables import has_marks, syllable
from digestkb.query.units import Unit, is_meant, units, written_units
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: No query is looked up beyond so many units.
_MOST = 80


class Glossary:
    """Glossary files, the user's own ones last; a concept or a form that they define is theirs alone."""

    def __init__(self, shipped: str | bytes | mmap, own: str | bytes = "", index: bytes | mmap | None = None) -> None:
        """Take the texts of both files, and the :func:`index_of` the shipped one if that is at hand."""
        given = ((own, None, True), (shipped, index, False))
        self._files = tuple((_File(text, listed), is_own) for text, listed, is_own in given if text)

    @classmethod
    def load(cls) -> "Glossary":
        """Read the shipped file, and the user's own one if there is any."""
        shipped, own = shipped_file(), configuration.path_of("glossary")
        return _loaded(shipped, shipped.stat().st_mtime_ns, own, own.stat().st_mtime_ns if own.is_file() else 0)

    def concepts(self, like: Callable[[str], bool] = bool) -> Iterator[Concept]:
        """Yield the concepts, the user's own first, of the shipped ones those whose line is ``like`` what is wanted.

        To find the units of every name takes most of a second.
        """
        seen: set[str] = set()
        for file, own in self._files:
            lines = file.lines if own else filter(like, file.lines)
            found = [concept for line in lines if (concept := _concept(line, own)) and concept.name not in seen]
            seen.update(concept.name for concept in found)
            yield from found

    def meanings(self, words: Sequence[Unit], *, loosely: bool = True, backwards: bool = False) -> tuple[Meaning, ...]:
        """Say what the units of a query mean, the longest names first, each unit once.

        ``backwards``, names are read from the last unit on, and what none has may be a word of one syllable.

        A name with several meanings is taken for those that the rest of the query supports, else for what they share.
        An empty unit belongs to no name. With ``loosely``, names are known in their plain forms and by their stems as
        well: who asks words them as they come, who writes a title takes care.

        >>> from digestkb.query.units import written_units
        >>> glossary = Glossary("reinforcement-learning\\trl\\treinforcement learning | RL\\thọc tăng cường\\t强化学习")
        >>> [form.text for form in glossary.meanings(written_units("hoc tang cuong"))[0].forms]
        ['reinforcement learning', 'RL', '强化学习']
        """
        words = tuple(words[:_MOST])
        keys = tuple(word.key for word in words)
        known = self._known(words, loosely)
        said: dict[tuple[int, int], tuple[Concept, ...]] = {}

        def concepts(start: int, end: int) -> tuple[Concept, ...]:
            if (start, end) not in said:
                named = [form for one in known[start, end] for form in self._forms(one)]
                said[start, end] = () if is_torn(keys, start, end) else _said(named, words[start:end])
            return said[start, end]

        spans = longest(known, len(words), concepts, backwards=backwards)
        if loosely and left_over(words, spans):
            spans = covering(known, words, concepts, spans)
        found = [Found(start, end, concepts(start, end)) for start, end in spans]
        meant = [decided(found, place, keys) for place in range(len(found))]
        if backwards:
            meant += self._syllables(words, [(one.start, one.end) for one in meant])
        return tuple(sorted(meant, key=lambda one: one.start))

    def _syllables(self, words: Sequence[Unit], spans: Sequence[tuple[int, int]]) -> Iterator[Meaning]:
        """Yield what words of one syllable or character mean that no name has: ``nhãn`` in ``nhãn hình ảnh``, ``猫``.

        A syllable of Vietnamese without marks is one only beside others with marks, a character alone between names.
        """
        taken = {place for start, end in spans for place in range(start, end)}
        is_marked = any(map(has_marks, words))
        for place, word in enumerate(words):
            may_be = word.key and place not in taken and (is_marked or not word.key.isascii())
            english = syllable(word) if may_be and not is_torn_off(words, place, taken) else None
            if english:
                called = self.called(units(english))
                usual = [concept for concept in called if concept.forms[0].units == units(english)]
                one = decided([Found(0, 1, tuple(usual or called))], 0, (word.key,))
                if one.concepts:
                    yield one._replace(start=place, end=place + 1)

    def _known(self, words: Sequence[Unit], loosely: bool) -> dict[tuple[int, int], list["_Line"]]:
        """Give the lines whose names may stand in the query, by where these stand.

        A name that the user's own glossary has is no other's, nor is one as it stands that of another wording.
        """
        known: dict[tuple[int, int], list[_Line]] = {}
        wordings = tuple(_wordings(words, loosely))
        for file, own in self._files:
            for pieces in wordings:
                found: dict[tuple[int, int], list[_Line]] = {}
                for first, last, at in file.names_in(pieces):
                    asked = tuple(piece.unit for piece in pieces[first : last + 1])
                    found.setdefault((pieces[first].start, pieces[last].end), []).append(_Line(asked, file, at, own))
                known = found | known
        return known

    def called(self, name: tuple[str, ...]) -> tuple[Concept, ...]:
        """Give the concepts that have a form of just these units.

        >>> [concept.name for concept in Glossary("a\\tx\\tnoise | mask\\nb\\tx\\tmasks").called(("mask",))]
        ['a', 'b']
        """
        concepts = (self._concept_at(*line) for line in self._lines_of(name))
        return tuple(one for one in concepts if one and any(form.units == name for form in one.forms))

    def means_one(self, name: tuple[str, ...]) -> bool:
        """Say whether the units of a form are a form of no other concept."""
        return len(list(self._lines_of(name))) == 1 or len(self.called(name)) == 1

    def has_word(self, word: str) -> bool:
        """Say whether a folded word stands in a name of any concept.

        >>> glossary = Glossary("a\\tx\\treward model")
        >>> [glossary.has_word(word) for word in ("reward", "model", "mode")]
        [True, True, False]
        """
        return any(file.has_word(word) for file, _ in self._files)

    def _lines_of(self, name: tuple[str, ...]) -> "Iterator[tuple[_File, int, bool]]":
        return ((file, at, own) for file, own in self._files for at in file.places_of(name))

    def _forms(self, line: "_Line") -> Iterator["_Named"]:
        """Yield the forms in a line that are what was asked for."""
        concept = self._concept_at(line.file, line.at, line.own)
        if concept:
            yield from _named(line.asked, concept)

    def _concept_at(self, file: "_File", at: int, own: bool) -> Concept | None:
        """Read the concept of a line, unless it is shipped and the user has it as well."""
        concept = _concept(file.line_at(at), own)
        is_hidden = concept and not own and any(own and concept.name in file.concepts for file, own in self._files)
        return None if is_hidden else concept


class _Line(NamedTuple):
    """Where a concept stands whose name units of a query may be, as they are usually worded."""

    asked: tuple[Unit, ...]
    file: "_File"
    at: int
    own: bool


class _Named(NamedTuple):
    """A form that units of a query may be, both as they are usually worded."""

    asked: tuple[Unit, ...]
    form: Form
    said: tuple[Unit, ...]
    concept: Concept


def _wordings(words: Sequence[Unit], loosely: bool) -> Iterator[tuple[Piece, ...]]:
    """Yield the units of a query as they are, and as each language that they may be of usually words them; ``loosely``
    all of these plainly, and English the other way round.
    """
    typed = _pieces(words)
    languages = languages_of(words)
    usual = {language: as_usual(words, language) for language in languages}
    yield typed
    yield from filter(None, usual.values())
    if not loosely:
        return
    yield from filter(None, (plainly(usual[language] or typed, language) for language in languages))
    if "vi" in languages:  # in Latin letters
        english = plainly(typed, "en") or typed
        yield from (english, *turned(words))
        yield from filter(None, map(stemmed, (english, *done(words))))


def _named(asked: tuple[Unit, ...], concept: Concept) -> Iterator[_Named]:
    """Yield the forms of a concept that are the units asked for."""
    wanted = tuple(unit.key for unit in asked)
    called_so = [form for form in concept.forms if _may_be(wanted[0], form.text) and form.units == wanted]
    for form in called_so or concept.forms:
        for said in _as_worded(form.text, form.language) if not called_so else (tuple(written_units(form.text)),):
            if tuple(unit.key for unit in said) == wanted:
                yield _Named(asked, form, said, concept)
                break


def _may_be(unit: str, text: str) -> bool:
    """Say at a glance whether a form may begin with a unit: to find its units takes a hundred times as long."""
    if text.isascii():
        return unit.isascii() and unit[:2] in text.lower()
    return not unit.isascii() or not is_cjk(text) or any(map(str.isascii, text))


def _as_worded(text: str, language: str) -> Iterator[tuple[Unit, ...]]:
    """Yield the units of a form as it stands, as its language usually words it, in its plain form, and by its stems."""
    said = tuple(written_units(text))
    yield said
    usual = as_usual(said, language)
    plain = plainly(usual or _pieces(said), language)
    stems = stemmed(plain or _pieces(said)) if language == "en" else None
    yield from (tuple(piece.unit for piece in pieces) for pieces in (usual, plain, stems) if pieces)


def _pieces(words: Sequence[Unit]) -> tuple[Piece, ...]:
    return tuple(Piece(word, place, place + 1) for place, word in enumerate(words))


def _said(named: Iterable[_Named], words: Sequence[Unit]) -> tuple[Concept, ...]:
    """Give the concepts that a name can mean as it was written.

    Chinese and Japanese have characters that are one when folded: ``动画`` is an animation, ``動画`` a video.
    """
    meant = [one for one in named if is_meant(one.asked, one.said)]
    if words[0].key and is_cjk(words[0].key):
        written = "".join(word.written for word in words)
        meant = [one for one in meant if one.form.text == written] or meant
    return tuple({one.concept.name: one.concept for one in meant}.values())


@lru_cache(maxsize=1)
def _loaded(shipped: Path, _: int, own: Path, own_time: int) -> Glossary:
    """Read the files once for each time that they were changed."""
    index = looked_into(shipped.with_suffix(".index"))
    return Glossary(looked_into(shipped), own.read_bytes() if own_time else b"", index)


class _File:
    """A glossary's text, and where in it the line of each name begins."""

    def __init__(self, text: str | bytes | mmap, index: bytes | mmap | None = None) -> None:
        """Take a text, in UTF-8 if it is not a ``str``, and the :func:`index_of` it if that is at hand."""
        encoded = text.encode() if isinstance(text, str) else text
        self._text = encoded.removeprefix("\ufeff".encode()) if isinstance(encoded, bytes) else encoded
        self._index = SortedLines(index_of(self._text[:]) if index is None else index)

    @property
    def lines(self) -> list[str]:
        """All lines."""
        return _decoded(self._text[:]).split("\n")

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The names of all concepts."""
        return frozenset(line.partition("\t")[0].strip() for line in self.lines)

    def line_at(self, place: int) -> str:
        """Give the line that begins with the byte at ``place``."""
        end = self._text.find(b"\n", place)
        return _decoded(self._text[place : end if end >= 0 else None])

    def names_in(self, pieces: Sequence[Piece]) -> Iterator[tuple[int, int, int]]:
        """Yield the first and the last place of each name in a query, and where the line of its concept begins."""
        keys = [piece.unit.key for piece in pieces]
        for first, piece in enumerate(pieces):
            if not keys[first] or piece.start < 0:
                continue
            asked = " ".join(key or "|" for key in keys[first:]) + " "
            for line in self._lines_like(asked):
                name, _, places = line.partition("\t")
                last = first + name.count(" ")
                if asked.startswith(f"{name} ") and pieces[last].end >= 0:
                    yield from ((first, last, int(place)) for place in places.split(","))

    def places_of(self, name: Sequence[str]) -> list[int]:
        """Give where the lines of the concepts begin that have a name of these units."""
        return [
            int(place)
            for line in self._index.beginning(f"{' '.join(name)}\t")
            for place in line.partition("\t")[2].split(",")
        ]

    def has_word(self, word: str) -> bool:
        """Say whether a unit stands in any name."""
        return self._index.holds(word)

    def _lines_like(self, asked: str) -> Iterator[str]:
        """Yield the lines of the index whose names are the first unit of what is asked, or begin with the first two."""
        one, two, *_ = asked.split(" ")
        for wanted in (f"{one}\t", f"{one} {two}") if two else (f"{one}\t",):
            yield from self._index.beginning(wanted)


def index_of(text: bytes) -> bytes:
    """List the names of a glossary in the order of their bytes, each with where the lines of its concepts begin.

    A name is there as its units, also as the units that its language usually says instead, in its plain form, and
    by its stems.
    """
    places: dict[str, dict[int, None]] = {}
    at = 0
    for raw in text.split(b"\n"):
        concept = _concept(_decoded(raw), False)
        for form in concept.forms if concept else ():
            for said in _as_worded(form.text, form.language):
                places.setdefault(" ".join(unit.key for unit in said), {})[at] = None
        at += len(raw) + 1
    lines = sorted(f"{name}\t{','.join(map(str, found))}\n".encode() for name, found in places.items())
    return b"".join(lines)


def _decoded(text: bytes) -> str:
    return unicodedata.normalize("NFC", text.decode("utf-8", "replace"))


def shipped_file() -> Path:
    """Give the path of the glossary that comes with the package."""
    return Path(__file__).with_name("glossary.tsv")


@lru_cache(maxsize=1000)  # what papers have in common has most names in several of their titles
def _concept(line: str, own: bool) -> Concept | None:
    """Read a line of a glossary; ``None`` for comments, blank lines and the header."""
    cells = line.rstrip("\r").split("\t")
    if len(cells) < 3 or line.startswith("#") or cells[:2] == ["concept", "domain"]:
        return None
    forms = []
    for language, cell in zip(LANGUAGES, cells[2:], strict=False):
        for place, part in enumerate(cell.split("|")):
            text = part.strip()
            if text[:1].isalnum() or any(map(str.isalnum, text)):
                forms.append(Form(text, language, place == 0))
    return Concept(cells[0].strip(), cells[1].strip(), tuple(forms), own) if forms else None
