"""Concepts and the forms in which they are said, and which of several concepts a name in a query means."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from digestkb.query.units import units
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: The domains that ask the same questions: a word of one says which meaning of another is meant.
_KIN = ("ml training arch theory math rl reasoning", "vision generative multimodal", "nlp speech retrieval agents")


class Form(NamedTuple):
    """A way to say a concept, and how it is looked up."""

    text: str
    language: str
    #: It stands first among those of its language.
    preferred: bool

    @property
    def units(self) -> tuple[str, ...]:
        """The units of its text: made when they are asked for, since most forms of a concept are only shown."""
        return units(self.text)


class Concept(NamedTuple):
    """A concept: its name in the glossary, its domain, its forms."""

    name: str
    domain: str
    forms: tuple[Form, ...]
    own: bool = False


class Meaning(NamedTuple):
    """What the units from ``start`` to ``end`` of a query mean: the concepts, and the forms to look for besides.

    Where nothing else in the query says which of several is meant, ``others`` are the forms of all of them.
    """

    start: int
    end: int
    concepts: tuple[Concept, ...]
    forms: tuple[Form, ...]
    others: tuple[Form, ...] = ()


class Found(NamedTuple):
    """A name in a query, and what it may mean."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


def decided(found: Sequence[Found], place: int, keys: Sequence[str]) -> Meaning:
    """Choose what the name at ``place`` means, by the others that were found in a query of the units ``keys``."""
    start, end, concepts = found[place]
    name = tuple(keys[start:end])
    others: tuple[Form, ...] = ()
    if len(concepts) > 1:
        around = [concept for at, one in enumerate(found) if at != place for concept in one.concepts]
        supported = _supported(concepts, around)
        others = () if supported else _forms(concepts, name)
        meant = supported or _by_default(concepts, name)
        if not meant:
            return Meaning(start, end, concepts, _shared(concepts, name), others)
        concepts = meant
    forms = _forms(concepts, name)
    first = found[place - 1].end if place else 0
    last = found[place + 1].start if place + 1 < len(found) else len(keys)
    wider = _widened(concepts, keys, range(start, end), range(first, last))
    if len(wider) > end - start:
        forms = (*(form for form in concepts[0].forms if form.units == name), *forms)
    return Meaning(wider.start, wider.stop, concepts, forms, others)


def _widened(concepts: Sequence[Concept], keys: Sequence[str], within: range, free: range) -> range:
    """Take the words beside a name that belong to another name of the same: ``lái`` of ``lái xe tự hành`` does to
    ``lái xe tự động`` where ``xe tự hành`` is the name, and what is called by that need not have it.

    English has a word for the kind before or behind: ``vehicle`` in ``self-driving vehicle``.
    """
    neighbours = _neighbours(concepts, tuple(keys[within.start : within.stop]))
    start, stop = within.start, within.stop
    while start > free.start and (keys[start - 1], keys[start]) in neighbours:
        start -= 1
    while stop < free.stop and (keys[stop - 1], keys[stop]) in neighbours:
        stop += 1
    return range(start, stop)


def _neighbours(concepts: Sequence[Concept], name: tuple[str, ...]) -> set[tuple[str, str]]:
    """Give which words may follow one another in what a name's concepts are called."""
    forms = [form for concept in concepts for form in concept.forms]
    pairs = {pair for form in forms if not is_cjk(form.units[0]) for pair in pairwise(form.units)}
    if any(form.units == name and form.language == "en" for form in forms):
        pairs.update(_beside_english(forms, name))
    return pairs


def _beside_english(forms: Sequence[Form], name: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what the kind of thing that an English name stands for may add to it."""
    for form in forms:
        if form.language == "en" and len(form.units) > 1:
            yield form.units[0], name[0]
            yield name[-1], form.units[-1]
        elif form.language == "vi" and len(form.units) > 2:  # before it, in one word or two: mạng GAN, mô hình LLM
            yield form.units[0], name[0]
            yield form.units[1], name[0]


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
    """Give the other forms; in Korean the same one too, which may have its blanks elsewhere."""
    found: dict[tuple[str, ...], Form] = {}
    for concept in concepts:
        for form in concept.forms:
            if form.units != name or form.language == "ko":
                found.setdefault(form.units, form)
    return tuple(found.values())


def _shared(concepts: Sequence[Concept], name: tuple[str, ...]) -> tuple[Form, ...]:
    """Give the forms that all the concepts have."""
    common = set.intersection(*({form.units for form in concept.forms} for concept in concepts))
    return tuple(form for form in _forms(concepts[:1], name) if form.units in common)
