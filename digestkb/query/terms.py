"""Words of a query as the index knows them, and where they stand in a text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from digestkb.query.expressions import Expression, Phrase, all_of, word
from digestkb.text.fold import Token, is_cjk, marked, tokens, tokens_among
from digestkb.tuples import NamedTuple


class Term(NamedTuple):
    """A run of folded tokens that must follow one another; with ``prefix`` the last one may go on.

    ``marks`` are the words of it that were written with marks of their own.
    """

    typed: str
    tokens: tuple[str, ...]
    prefix: bool = False
    marks: frozenset[str] = frozenset()

    @property
    def phrase(self) -> Phrase:
        """The term without marks, which stand in a column of their own."""
        return Phrase(self.tokens, self.prefix)

    @property
    def asked(self) -> Expression:
        """What finds the term.

        The signs of ``C++`` and ``C#`` are no marks that may be left out: without them it is another word.
        """
        return all_of(self.phrase, *(word(mark) for mark in sorted(self.marks) if mark[-1] in "+#"))

    @property
    def asked_as_typed(self) -> Expression:
        """What finds the term with its marks; words with marks are in one column only, which need not be named."""
        return all_of(self.asked, *map(word, sorted(self.marks)))

    def stands_in(self, padded: str) -> bool:
        """Say whether the term stands in folded text that has a blank before and behind it.

        >>> from digestkb.text.fold import folded
        >>> term = term_of("强化学习")
        >>> term is not None and term.stands_in(f" {folded('用强化学习的方法')} ")
        True
        """
        text = " " + " ".join(self.tokens)
        return (text if self.prefix else text + " ") in padded


def term_of(text: str, prefix: bool = False) -> Term | None:
    """Give the term that a word or phrase is, or ``None`` if there is nothing in it to search for.

    The last character of a Chinese run closes it in the index, but a run in the middle of a text goes on; a single
    character is the beginning of a pair.

    >>> [(t.tokens, t.prefix, sorted(t.marks)) for text in ("đánh giá", "强化学习", "模") if (t := term_of(text))]
    [(('danh', 'gia'), False, ['giá', 'đánh']), (('强化', '化学', '学习'), False, []), (('模',), True, [])]
    >>> term_of("%_")
    """
    found = list(tokens(text))
    if not found:
        return None
    last = found[-1]
    if is_cjk(last.text):
        closes = len(found) > 1 and found[-2].end == last.end and found[-2].start < last.start
        prefix = not closes and last.end - last.start == 1
        if closes:
            found.pop()
    return Term(text, tuple(token.text for token in found), prefix, marked(text))


def needed_besides(terms: Iterable[Term], typed: Sequence[Term]) -> list[Term]:
    """Give what was typed, and of the other terms those that hold neither it nor one another.

    >>> found = needed_besides([term_of("deep RL"), term_of("chưng cất")], [term_of("RL")])
    >>> [term.typed for term in found]
    ['RL', 'chưng cất']
    """
    needed, known = list(typed), {term.tokens for term in typed}
    for term in sorted(terms, key=lambda one: len(one.tokens)):
        if known.isdisjoint(_runs(term.tokens)):
            needed.append(term)
            known.add(term.tokens)
    return needed


def _runs(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield all neighbouring tokens."""
    return (tokens[first:last] for first, last in combinations(range(len(tokens) + 1), 2))


def spans(terms: Iterable[Term], text: str) -> tuple[tuple[int, int], ...]:
    """Give the columns of ``text`` where a term stands, in order, joined where nothing but blanks lies between.

    >>> spans([term_of("hoc tang"), term_of("强化")], "Học  tăng cường, 强化学习")
    ((0, 9), (17, 19))
    """
    terms = tuple(terms)
    begun = {term.tokens[-1] for term in terms if term.prefix}
    found = tokens_among(text, {token for term in terms for token in term.tokens}, begun)
    at: dict[str, list[int]] = {}
    for position, token in enumerate(found):
        at.setdefault(token.text, []).append(position)
    hits = [span for term in terms for span in _spans(term, found, at)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start].isspace()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _spans(term: Term, found: Sequence[Token], at: dict[str, list[int]]) -> Iterable[tuple[int, int]]:
    length = len(term.tokens)
    if length == 1 and term.prefix:
        starts = [place for token, places in at.items() if token.startswith(term.tokens[0]) for place in places]
    else:
        starts = at.get(term.tokens[0], [])
    for start in starts:
        run = found[start : start + length]
        if len(run) < length or any(t.text != w for t, w in zip(run[:-1], term.tokens, strict=False)):
            continue
        last, wanted = run[-1], term.tokens[-1]
        if last.text == wanted:
            yield run[0].start, last.end
        elif term.prefix and last.text.startswith(wanted):
            yield run[0].start, (last.start + len(wanted) if is_cjk(wanted) else last.end)
