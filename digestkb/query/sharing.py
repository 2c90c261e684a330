"""What two papers may have in common that says something: labels, names of people, concepts and words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from digestkb.patterns import lazy
from digestkb.query.concepts import Concept, Form, Meaning
from digestkb.query.expressions import Expression, any_of
from digestkb.query.glossary import Glossary
from digestkb.query.terms import Term, term_of
from digestkb.query.units import Unit, can_mean, has_capitals, written_units
from digestkb.query.words import is_stop_word
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: Where something is kept or was published, when, how often it was cited, and whether somebody read it: ``cs.CL``,
#: ``arXiv``, ``ICLR 2018``, ``2017``, ``~0.2k``, ``to-read``.
_WHERE_OR_WHEN = lazy(
    r"[a-z]+(?:-[a-z]+)?\.[A-Z]{2}(?:\b.*)?|(?i:arxiv)|(?:astro-ph|cond-mat|hep-(?:ex|lat|ph|th)|gr-qc|math-ph|nucl-(?:ex|th)"
    r"|quant-ph)(?:\.[A-Za-z-]+)?|\W*\d[\d.,]*[kKmM+%]?(?:\W.*)?|(?:.*\W)?(?:19|20)\d\d"
    r"|(?i:neurips|nips|icml|iclr|colt|aistats|uai|tmlr|jmlr|aaai|ijcai|acl|emnlp|naacl|eacl|coling|tacl|cvpr|iccv|eccv|wacv"
    r"|bmvc|miccai|siggraph|kdd|www|sigir|cikm|wsdm|icra|iros|corl|rss|icassp|interspeech|nature|science|pnas)"
    r"|(?i:(?:to|un|must)?[-_ ]?read|to[-_ ]?do|done|favou?rites?|starred|important|inbox|misc|other|journal)"
)
#: A syllable of Chinese in Latin letters, as names are made of.
_PINYIN = lazy(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:[aeiouüv]|ai|ei|ao|ou|an|en|ang|eng|ong|ia|ie|iao|iu|ian|in|iang|ing|iong"
    r"|ua|uo|uai|ui|uan|un|uang|ue|er)"
)
#: The names of whole fields, and of what papers of any field have.
_FIELDS = frozenset(
    "artificial-intelligence machine-learning deep-learning neural-network deep-neural-network computer-vision software"
    " natural-language-processing reinforcement-learning language-model large-language-model robotics scientific"
    " evaluation-metric ground-truth test-set validation-set training-data big-data success-rate computational-cost"
    " model-architecture model-parameter model-scaling base-model pretrained-model loss-function feature-map"
    " hidden-state feature-extraction end-to-end training-free general-purpose high-resolution real-time"
    " theoretical-analysis operating-system application-programming-interface graphics-processing-unit"
    " large-scale-training downstream-task domain-specific gpu".split()
)
#: Where one word of English names a thing, and not a part or a quality of any method.
_OF_THINGS = frozenset("apps bio robotics safety science speech".split())
#: Concepts of how papers are written, and words of no field, are in all of them.
_OF_WRITING = ("research", "words")


def is_about(label: str) -> bool:
    """Say whether a label can tell what a paper is about, and not where or when it was published.

    >>> [is_about(label) for label in ("cs.CL", "ICLR 2018", "~0.2k Citations", "to-read", "3D", "Node.js", "RL")]
    [False, False, False, False, True, True, True]
    """
    return not _WHERE_OR_WHEN.fullmatch(label.strip())


def is_one_person(name: str) -> bool:
    """Say whether a name is likely to be that of one person: not a word alone, nor two syllables of Chinese.

    >>> [is_one_person(name) for name in ("Wei Liu", "Z. Liu", "Haozhen Zhang", "Smith", "Ada Lee", "何恺明")]
    [False, False, True, False, True, True]
    """
    if is_cjk(name):
        return len(name.strip()) > 2
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    words = re.findall(r"[^\W\d_]+", plain)
    return len(words) > 1 and not all(len(word) == 1 or _PINYIN.fullmatch(word) for word in words)


class Notion(NamedTuple):
    """A concept that a text speaks of, and by which words another text surely speaks of it as well."""

    name: str
    #: The English name by the units of the glossary.
    units: tuple[str, ...]
    terms: tuple[Term, ...]
    #: One word says it, in English: that says less than several, ...
    is_broad: bool
    #: ... and nothing alone, unless it is a thing: ``cancer``, but not ``generator``.
    stands_alone: bool
    #: It is a field of research, or in every paper of one.
    is_field: bool

    @property
    def asked(self) -> Expression:
        """What finds the papers that speak of it."""
        return any_of(*(term.asked for term in self.terms))

    def holds(self, other: "Notion") -> bool:
        """Say whether the name of another concept is a part of this one's."""
        size = len(other.units)
        return size < len(self.units) and any(
            self.units[at : at + size] == other.units for at in range(len(self.units) - size + 1)
        )


@lru_cache(maxsize=100)  # a paper is compared by the same few texts in several ways
def _named(glossary: Glossary, text: str) -> tuple[Sequence[Unit], tuple[Meaning, ...]]:
    """Give the words of a text, and what the names in it mean."""
    words = written_units(text)
    return words, glossary.meanings(words, loosely=False)


def notions(glossary: Glossary, text: str) -> Iterator[Notion]:
    """Yield the concepts that a text speaks of, without those of which it does not tell which one is meant."""
    words, meanings = _named(glossary, text)
    for meaning in meanings:
        if len(meaning.concepts) > 1 or meaning.concepts[0].domain in _OF_WRITING:
            continue
        sure = _sure_forms(glossary, meaning.concepts[0])
        if tuple(word.key for word in words[meaning.start : meaning.end]) in {form.units for form in sure}:
            yield _notion(meaning.concepts[0], sure)


def _sure_forms(glossary: Glossary, concept: Concept) -> list[Form]:
    name = concept.forms[0]
    return [form for form in concept.forms if _says_so(form, name) and glossary.means_one(form.units)]


def _notion(concept: Concept, forms: Sequence[Form]) -> Notion:
    name = concept.forms[0]
    terms = dict.fromkeys(term for form in forms if (term := term_of(form.text)))
    is_broad = any(_is_bare(form) for form in concept.forms)
    stands_alone = not is_broad or concept.domain in _OF_THINGS
    return Notion(name.text, name.units, tuple(terms), is_broad, stands_alone, concept.name in _FIELDS)


def _is_bare(form: Form) -> bool:
    """Say whether a form is one word of English, and no abbreviation or name."""
    return form.language == "en" and len(form.units) == 1 and not has_capitals(form.text)


def _says_so(form: Form, name: Form) -> bool:
    """Say whether a form is the concept wherever it stands: no abbreviation that is a word where nobody sees its
    capitals, nor one English word for what has a name of several: ``prior``.
    """
    if has_capitals(form.text):
        return can_mean(written_units(form.text.lower()), form.text) and not is_stop_word(form.text)
    return not _is_bare(form) or len(name.units) == 1


def words_of(label: str) -> list[Expression]:
    """Give the expressions for the words of a label that tell something."""
    terms = (term_of(word) for word in re.findall(r"\w+", label) if not is_stop_word(word) and not word.isdigit())
    return list(dict.fromkeys(term.asked for term in terms if term))


def names_in(glossary: Glossary, text: str, least: int = 4) -> Iterator[Term]:
    """Yield the words of a text that are names by their spelling and no concept of the glossary: ``ImageNet``.

    Shorter ones than ``least`` are left out: most of those in titles are units and devices. In a text in capitals
    nothing is one.
    """
    words, meanings = _named(glossary, text)
    if 2 * sum(word.written.isupper() for word in words) > len(words) > 2:
        return
    covered = {at for meaning in meanings for at in range(meaning.start, meaning.end)}
    for at, word in enumerate(words):
        written = word.written
        if at in covered or len(written) < least or not written.isascii() or not written[0].isalpha():
            continue
        if has_capitals(written) or (any(map(str.isdigit, written)) and any(map(str.isalpha, written))):
            term = term_of(written)
            if term and not is_stop_word(written):
                yield term
