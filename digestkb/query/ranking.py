"""What puts one paper before another: the tiers, the weights of the columns, what stands together."""

from collections.abc import Iterator, Sequence
from typing import Any

from digestkb.query import plan
from digestkb.query.conditions import Lookup
from digestkb.query.database import marks
from digestkb.query.expressions import Expression, Within, all_of, word
from digestkb.query.nodes import And, Node, Or, Word
from digestkb.query.search_index import Clause, SearchIndex
from digestkb.query.terms import Term, term_of
from digestkb.query.wording import telling
from digestkb.text.fold import folded

#: Of what is known by its month alone, the newest number comes first.
ORDERS = {
    "date": "papers.date_first DESC NULLS LAST, papers.arxiv_id DESC NULLS LAST, papers.id",
    "noted": "papers.noted_last DESC NULLS LAST, papers.arxiv_id DESC NULLS LAST, papers.id",
    "title": "lower(coalesce(papers.title, ltrim(papers.names, '[\"'))), papers.id",
}
SORTS = ("relevance", *ORDERS)

#: How a hit was found, from the best to the weakest: by its number or address; it is called what was asked for; all
#: words as typed; all words but for marks and case; all words in other forms; all words, if arXiv's metadata is read
#: with the notes; by synonyms; some of the words; by filters alone. Apart from them all stands what is only similar in
#: meaning.
TIERS = ("id", "name", "typed", "folded", "stemmed", "metadata", "expanded", "partial", "filter", "similar")


#: So many blanks a name may have that others write as one word.
_BLANKS = (1, 2)
#: Flags of papers that are called by what is asked for.
_CALLED = frozenset({"name", "begins", "title"})


class Flags:
    """What besides BM25 puts one paper before another, as columns of the statement; sets that are computed once."""

    def __init__(
        self,
        root: Node,
        words: Sequence[Word],
        lookup: Lookup,
        index: SearchIndex,
        rewrite: plan.Rewrite | None,
        tier: str = "",
    ) -> None:
        """Flag what ``words`` name; with ``rewrite`` what stands together. All is of ``tier``, if one is given."""
        self.fixed = tier
        self._index = index
        self.names: list[str] = []
        self._sets: list[Clause] = []
        exact = tuple(dict.fromkeys(n for word in required(root) for n in lookup(word.text)))
        if exact:
            self._add("id", f"({marks(exact)})", exact)
        text = " ".join(word.text for word in words)
        whole = term_of(text, words[-1].prefix) if words else None
        if whole is None:
            return
        if not tier:
            self._add_names(text)
            self._add_typed(whole, words)
        if len(words) > 1 and rewrite and (asked := rewrite(words)):
            self._add_together(whole.phrase, Within(("title", "names"), asked), len(words))

    def _add_names(self, text: str) -> None:
        """Flag the papers that are called what was asked for."""
        from digestkb.tags import key

        label, bare = key(text), folded(text)
        # A short name that others write apart: «long rag» for LongRAG.
        together = bare.replace(" ", "")
        names = (label, bare if len(bare) > 2 else label, together if bare.count(" ") in _BLANKS else label)
        self._add("name", "(SELECT paper FROM paper_names WHERE key IN (?, ?, ?))", names)

    def _add_typed(self, whole: Term, words: Sequence[Word]) -> None:
        """Flag the papers that have the marks typed, and those whose title begins with a word that is all there is."""
        marked = sorted(frozenset().union(*(term.marks for one in telling(words) if (term := term_of(one.text)))))
        if marked:
            self._add_match("typed", all_of(*map(word, marked)))
        if len(words) == 1 and len(whole.typed) > 2:
            self._add_match("begins", Within(("title",), whole.phrase, first=True))

    def _add(self, name: str, members: str, args: tuple[Any, ...]) -> None:
        self.names.append(name)
        self._sets.append(Clause(members, args))

    def _add_match(self, name: str, asked: Expression) -> None:
        members = self._index.members(asked)
        self._add(name, f"({members.sql})", members.args)

    def _add_together(self, phrase: Expression, titled: Expression, words: int) -> None:
        """Flag the papers that have several words in a row, and those that have all of them in the title."""
        together = [("title", titled), ("phrase", phrase)]
        # Three words in a row are a quotation; two may meet by chance, and a title that has both says more.
        for name, asked in together if words < 3 else reversed(together):
            self._add_match(name, asked)

    def outdo(self, values: Sequence[Any]) -> bool:
        """Say whether no paper that is not called by what is asked for can have flags above those of a row."""
        return list(map(int, values)) >= [int(name not in _CALLED) for name in self.names]

    def columns(self, number: str) -> tuple[list[str], tuple[Any, ...]]:
        """Give a column for each flag, and their parameters."""
        return [f"{number} IN {one.sql}" for one in self._sets], tuple(arg for one in self._sets for arg in one.args)

    def tier(self, values: Sequence[Any]) -> str:
        """Name the tier of a row by its flags."""
        flags = dict(zip(self.names, values, strict=True))
        if flags.get("id"):
            return "id"
        if self.fixed:
            return self.fixed
        if flags.get("name"):
            return "name"
        return "typed" if flags.get("typed", True) else "folded"


def required(root: Node) -> Iterator[Word]:
    """Yield the words that every paper must have."""
    for part in root.parts if isinstance(root, And) else (root,):
        if isinstance(part, Word):
            yield part


def findable(node: Node) -> Iterator[Word]:
    """Yield the words that a paper may be found by."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from findable(part)
