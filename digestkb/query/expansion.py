"""The same thing in other words: synonyms from the glossary and from the notes, and the other number of a noun."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Any

from digestkb import configuration
from digestkb.query.concepts import Form, Meaning
from digestkb.query.expressions import Expression, all_of, any_of
from digestkb.query.glossary import Glossary
from digestkb.query.nearby import nearby
from digestkb.query.nodes import Word
from digestkb.query.placing import OF_WRITING, Placed, is_accessory, named, pieces
from digestkb.query.plain import is_joint, respelled
from digestkb.query.rewording import languages_of, rewordings
from digestkb.query.syllables import as_written, short_forms
from digestkb.query.terms import Term, needed_besides, term_of
from digestkb.query.units import Unit, columns, written_units
from digestkb.query.words import numbers
from digestkb.query.written import spacings
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: So many English names of a concept at most are looked for with their words apart.
_MOST_APART = 3
#: A name is cut so often at most: in three parts.
_MOST_CUTS = 2
#: Names with these behind mean what stands right before them: a language model in the real world is no world model.
_BROAD = frozenset(("model", "set"))


class Synonym(NamedTuple):
    """What is looked for besides what was typed, and where it comes from."""

    typed: str
    #: ``glossary``, ``notes``, or, for the same word, ``form`` (its number or stem), ``spacing`` or ``wording`` (what
    #: is said for a part of it as well).
    origin: str
    term: Term


class Way(NamedTuple):
    """A way to read the words of a query, and how far what they mean is taken."""

    #: Each name may also be said part by part, and an ambiguous one means all that it may.
    takes_apart: bool = False
    #: Names are read from the last word on. Papers are not ordered by what is found so.
    backwards: bool = False
    #: What only tells what kind of thing a name stands for is left out.
    is_bare: bool = False
    #: What is read stands beside other names.
    is_composed: bool = False


#: As it stands; and what is asked for besides where names may be taken apart.
_AS_TYPED = Way()
_APART = Way(takes_apart=True)
_BACKWARDS = Way(takes_apart=True, backwards=True)
_BARE = Way(is_bare=True)


class Expansion:
    """Rewrites the words of one query so that other words for the same thing match as well."""

    def __init__(
        self,
        glossary: Glossary,
        said: Callable[[Term], Sequence[str]],
        forms: Callable[[Term], Sequence[Term]] = numbers,
    ) -> None:
        self._glossary = glossary
        #: Gives the other forms of a word.
        self._forms = forms
        #: Gives the other names that the notes themselves give to a term.
        self._said = cache(said)
        self._languages = configuration.value("languages").values or configuration.LANGUAGES
        self._synonyms: dict[Term, Synonym] = {}
        #: What was added for words next to one another.
        self._meant: dict[tuple[Term, ...], tuple[Term, ...]] = {}
        self._named_before: dict[tuple[tuple[Word, ...], bool, bool], tuple[list[Word], list[Placed]]] = {}
        self._wholes: dict[tuple[Unit, ...], Meaning | None] = {}
        #: What asks for the names that were added: whole names and their halves are asked for more than once.
        self._added_before: dict[tuple[Any, ...], tuple[Expression, ...]] = {}
        #: The names, and what lies between them, that a run of Chinese was cut into.
        self.pieces: dict[Term, tuple[Term, ...]] = {}

    @property
    def synonyms(self) -> tuple[Synonym, ...]:
        """What was added, in the order of the query."""
        return tuple(self._synonyms.values())

    @property
    def names(self) -> tuple[str, ...]:
        """What was added but for other ways to write the same word, as it is written."""
        return tuple(one.typed for one in self.synonyms if one.origin in ("glossary", "notes"))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The added words as the index knows them."""
        return tuple(self._synonyms)

    def instead_of(self, term: Term) -> tuple[Term, ...]:
        """Give what was added for a term, or for words of which it is one, in either number."""
        added = [one for asked, found in self._meant.items() if term in asked for one in found]
        return tuple(dict.fromkeys(form for one in added for form in (one, *numbers(one))))

    def is_name(self, terms: Sequence[Term]) -> bool:
        """Say whether words that :meth:`rewrite` was given are one name together, of which others are known."""
        return len(terms) > 1 and bool(self._meant.get(tuple(terms)))

    def rewrite(self, run: Sequence[Word]) -> Expression | None:
        """Ask for words that must all hold, each of them or a synonym.

        >>> from digestkb.query.fts5 import written
        >>> glossary = Glossary("distillation\\ttraining\\tdistillation\\tchưng cất\\t蒸馏")
        >>> expansion = Expansion(glossary, lambda term: (), lambda term: (term_of(term.typed + "s"),))
        >>> written(expansion.rewrite([Word("distillation"), Word("RL")]))
        '("distillation" OR "distillations" OR ("chung cat" AND "chưng" AND "cất") OR "蒸馏") AND ("rl" OR "rls")'
        """
        parts = self.parts(run)
        return all_of(*parts) if parts else None

    def rewrite_in_parts(self, run: Sequence[Word]) -> Expression | None:
        """Give the same for words of which each name may also be said part by part, or all without what only tells
        what kind of thing they are about.
        """
        may_do_without = any(is_accessory(one.meaning) for one in self._named(run, _AS_TYPED)[1])
        is_other = self._named(run, _BACKWARDS) != self._named(run, _APART)
        ways = (_APART, *((_BACKWARDS,) if is_other else ()), *((_BARE,) if may_do_without else ()))
        asked = [all_of(*parts) for way in ways if (parts := self._parts(run, way))]
        return any_of(*asked) if asked else None

    def parts(self, run: Sequence[Word]) -> list[Expression]:
        """Give the expressions that :meth:`rewrite` joins: one for each word, or for words that are one name."""
        return self._parts(run, _AS_TYPED)

    def _named(self, run: Sequence[Word], way: Way) -> tuple[list[Word], list[Placed]]:
        """Give the words that tell something, and the names in them, both found once."""
        key = tuple(run), way.is_bare, way.backwards
        if key not in self._named_before:
            self._named_before[key] = named(self._glossary, run, is_bare=way.is_bare, backwards=way.backwards)
        return self._named_before[key]

    def _parts(self, run: Sequence[Word], way: Way) -> list[Expression]:
        words, placed = self._named(run, way)
        way = way._replace(is_composed=len(placed) > 1)
        wholes = {one.first: one for one in placed if one.last > one.first}
        parts: list[Expression] = []
        at = 0
        while at < len(words):
            whole = wholes.get(at)
            if whole:
                parts += self._alternatives(words[at : whole.last], whole.meaning, way)
                at = whole.last
                continue
            end = next((one.first for one in placed if one.first >= at), len(words))
            if end > at + 1 and not any(word.prefix for word in words[at:end]):
                parts += self._alternatives(words[at:end], None, way)
                at = end
            else:
                parts.append(self._word(words[at], [one for one in placed if one.first == one.last == at], way))
                at += 1
        return parts

    def _alternatives(self, words: Sequence[Word], meaning: Meaning | None, way: Way) -> list[Expression]:
        """Ask for neighbouring words one by one, or together for what else is said in their place."""
        literal = [term for word in words if (term := term_of(word.text, word.prefix))]
        typed = [self._in_other_ways(term) for term in literal]
        whole = term_of(" ".join(word.text for word in words))
        typed_name = " ".join(word.text for word in words)
        other = self._said_otherwise(typed_name, whole, literal, meaning, way)
        return [any_of(all_of(*typed), *other)] if other else typed

    def _said_otherwise(
        self, text: str, whole: Term | None, literal: Sequence[Term], meaning: Meaning | None, way: Way
    ) -> list[Expression]:
        """Ask for all that is said in place of a name, or of words that are none."""
        forms = meaning.forms if meaning else ()
        other = [*self._added(forms, whole, literal, way), *self._apart(meaning), *self._besides(meaning, text, way)]
        return [*other, *self._halves(text, way)] if meaning and way.takes_apart else other

    def _word(self, word: Word, within: Sequence[Placed], way: Way) -> Expression:
        """Rewrite one word: a Chinese run with names in it may also be said name by name."""
        term = term_of(word.text, word.prefix)
        assert term, "words with nothing to search for are left out before"
        typed = self._in_other_ways(term)
        if not within:
            return any_of(typed, *self._added((), term, [term], way))
        asked: list[Expression] = []
        found: list[Term] = []
        for text, meaning, is_asked in pieces(word, within, way.is_bare):
            piece = term_of(text) if meaning or is_asked else None
            if piece:
                found.append(piece)
                asked += [self._piece(text, piece, meaning, way)] if is_asked else []
        if is_cjk(term.tokens[0]) and not way.backwards:  # a name such as Self-RAG is one thing, whatever is in it
            self.pieces[term] = tuple(found)
        return any_of(typed, all_of(*asked)) if asked else typed

    def _piece(self, text: str, piece: Term, meaning: Meaning | None, way: Way) -> Expression:
        """Ask for a part of a run, as typed or as a name of it is said otherwise."""
        other = self._said_otherwise(text, piece, [piece], meaning, way)
        return any_of(self._in_other_ways(piece), *other)

    def _besides(self, meaning: Meaning | None, typed: str, way: Way) -> list[Expression]:
        """Ask at last also for what the other meanings of a name are called – 推理 is inference too –, and beside other
        names for words of one syllable. What papers are ordered by is not among these.

        An English name has one meaning, or none that is known: SAM is one thing or another. Beside other names one that
        has a usual meaning has that.
        """
        if not meaning or not way.takes_apart:
            return []
        is_open = not typed.isascii() and (len(meaning.concepts) > 1 or not way.is_composed)
        forms = meaning.others if is_open else ()
        forms = (*forms, *(short_forms(meaning) if way.is_composed else ()))
        terms = [(form, term) for form in forms if form.language in self._languages and (term := term_of(form.text))]
        self._synonyms.update({term: Synonym(term.typed, "glossary", term) for _, term in terms})
        return [as_written(term, is_japanese=form.language == "ja") for form, term in terms]

    def _halves(self, text: str, way: Way, depth: int = _MOST_CUTS) -> list[Expression]:
        """Ask for the parts of a name, each as it is said otherwise: so may be called what no list has."""
        units, bounds = written_units(text), columns(text)
        found = []
        for cut in range(1, len(units)):
            start = cut + is_joint(units[cut])
            if start == len(units):
                continue
            halves = (text[: bounds[cut - 1][1]], units[:cut]), (text[bounds[start][0] :], units[start:])
            if not self._is_name(halves[0][1]) and not self._is_name(halves[1][1]):
                continue
            first, second = (self._half(*half, way, depth - 1) for half in halves)
            if first and second:
                found.append(all_of(first, second))
        return found

    def _half(self, text: str, units: Sequence[Unit], way: Way, depth: int) -> Expression | None:
        """Ask for a part of a name, if it is a name itself, or made of two."""
        whole = self._whole(units)
        piece = term_of(text)
        if not piece:
            return None
        if not whole:
            made = self._halves(text, way, depth) if depth else []
            return any_of(*made) if made else None
        beside = way._replace(is_composed=True)
        other = [*self._added(whole.forms, None, [piece], way), *self._besides(whole, text, beside)]
        return any_of(self._in_other_ways(piece), *other) if other else None

    def _is_name(self, units: Sequence[Unit]) -> bool:
        return self._whole(units) is not None

    def _whole(self, units: Sequence[Unit]) -> Meaning | None:
        """Give what units mean if they are one name."""
        key = tuple(units)
        if key not in self._wholes:
            found = (one for one in self._glossary.meanings(key) if one.end - one.start == len(key))
            self._wholes[key] = next(found, None)
        return self._wholes[key]

    def _in_other_ways(self, term: Term) -> Expression:
        """Ask for a term however it is written."""
        ways = self._ways(term, self._forms)
        for other in _worded(term):
            self._synonyms.setdefault(other, Synonym(other.typed, "wording", other))
            ways.append(other.asked)
        return any_of(*ways)

    def _ways(self, term: Term, forms: Callable[[Term], Sequence[Term]]) -> list[Expression]:
        """Give the expressions of a term and its other spellings: its ``forms``, as ``model`` and ``models`` are one
        word to a reader, or the blank elsewhere in a Korean one.
        """
        others = [(one, "form") for one in forms(term)] or [(one, "spacing") for one in spacings(term)]
        for other, origin in others:
            self._synonyms.setdefault(other, Synonym(other.typed, origin, other))
        return [term.asked, *(other.asked for other, _ in others)]

    def _added(
        self, forms: Collection[Form], whole: Term | None, literal: Sequence[Term], way: Way
    ) -> tuple[Expression, ...]:
        """Give the expressions of synonyms, without those that hold another one or what was typed: those match."""
        asked = (tuple(forms), whole, tuple(literal))
        if asked not in self._added_before:
            self._added_before[asked] = tuple(self._added_anew(*asked, way))
        return self._added_before[asked]

    def _added_anew(
        self, forms: Collection[Form], whole: Term | None, literal: Sequence[Term], way: Way
    ) -> Iterator[Expression]:
        terms = [(term, origin) for name, origin in self._others(forms, whole) if (term := term_of(name))]
        japanese = {form.text for form in forms if form.language == "ja"}
        typed = [whole] if whole else literal
        needed = needed_besides([term for term, _ in terms], typed)
        if not way.backwards:  # an order is by what is read from the first word on
            self._meant[tuple(literal)] = tuple(needed[len(typed) :])
        for term, origin in terms:
            if term not in needed:
                continue
            self._synonyms.setdefault(term, Synonym(term.typed, origin, term))
            asked = as_written(term, is_japanese=term.typed in japanese)
            yield asked
            if asked != term.asked_as_typed or not term.marks:
                yield from self._ways(term, _written_so)[1:]

    def _others(self, forms: Collection[Form], whole: Term | None) -> list[tuple[str, str]]:
        """Give what is said besides, each with where it comes from: what is of the glossary, then of the notes."""
        said = self._said(whole) if whole and not whole.prefix else ()
        asked = [form for form in forms if form.language in self._languages]
        worded = [text for form in asked for text in rewordings(form.text, form.language)]
        return [(form.text, "glossary") for form in asked] + [
            (name, origin) for names, origin in ((said, "notes"), (worded, "wording")) for name in names
        ]

    def _apart(self, meaning: Meaning | None) -> list[Expression]:
        """Ask for names of two or three words with the words near one another, where another language was typed: who
        types English finds them so. ``video editing`` is in notes that say «a model that edits videos».
        """
        if not meaning or "en" not in self._languages or _is_english(meaning):
            return []
        names = [form.units for form in meaning.forms if form.language == "en"][:_MOST_APART]
        several = [nearby(name, self._forms) for name in names if len(name) in (2, 3) and name[-1] not in _BROAD]
        if any(concept.domain not in OF_WRITING for concept in meaning.concepts):
            return several
        # A word of no field is said as a verb as well: 简化 is in «simplifying» and «simplified».
        forms = (form for name in names if len(name) == 1 for form in self._forms(Term(name[0], name)))
        return [*several, *(form.asked for form in forms)]


def _written_so(term: Term) -> tuple[Term, ...]:
    """Give the other number of a name, and how else its words are written."""
    return (*numbers(term), *respelled(term))


def _worded(term: Term) -> Iterator[Term]:
    """Yield a run of Chinese, Japanese or Korean in other words of its language."""
    if term.prefix or not is_cjk(term.tokens[0]):
        return
    for language in languages_of(written_units(term.typed)):
        yield from filter(None, map(term_of, rewordings(term.typed, language)))


def _is_english(meaning: Meaning) -> bool:
    """Say whether what was typed is an English name: it is none of the others."""
    given = {form.units for form in meaning.forms}
    return any(form.language == "en" and form.units not in given for one in meaning.concepts for form in one.forms)
