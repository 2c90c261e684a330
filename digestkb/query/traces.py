"""Which terms stand in a text: most lines are told from their bare letters, since folding one takes much longer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from digestkb.patterns import lazy
from digestkb.query.terms import Term
from digestkb.text.fold import folded, in_one_script, is_han

_MARKS = lazy("[\u0300-\u036f]+")
#: From here on Unicode has Chinese, Japanese and Korean; the letters of Korean syllables alone come before.
_FIRST_ASIAN, _JAMO = "\u2e80", lazy("[\u1100-\u11ff]")
#: Letters in whose place folding writes others, or names.
_OTHERS = frozenset("ðøłıæœþ").union(map(chr, range(0x370, 0x400)))
#: From here on there are signs that are no letters and are decomposed to some (``™``): folding takes them for blanks.
_FIRST_SIGN = "\u20a0"
#: Dashes, quotes and dots: what stands between the words of most lines beside ASCII.
_POINTS = lazy("[\u2010-\u2027]")


class Traces:
    """What of some terms stands in the letters of any text that has one of them."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._of_terms = [_trace(term) for term in terms]

    def standing_in(self, text: str) -> Iterator[int]:
        """Yield the places of the terms that stand in a text.

        >>> from digestkb.query.terms import term_of
        >>> traces = Traces([term_of("tăng cường"), term_of("强化"), term_of("cuong hoa")])
        >>> list(traces.standing_in("Học tăng cường – RL"))
        [0]
        """
        bare = _bare(text)
        last = max(text, default="")
        is_asian = last >= _FIRST_ASIAN or _JAMO.search(text) is not None
        likely = range(len(self._terms)) if bare is None else list(self._likely_in(bare, is_asian))
        if not likely:
            return
        is_plain = bare is not None and not is_asian and last < _FIRST_SIGN
        padded = f" {folded(_POINTS.sub(' ', bare) if bare and is_plain else text)} "
        for at in likely:
            if self._terms[at].stands_in(padded):
                yield at

    def _likely_in(self, bare: str, is_asian: bool) -> Iterator[int]:
        """Yield the places of the terms that a text of such letters may have."""
        bare = in_one_script(bare) if is_asian else bare
        is_other = not bare.isascii()
        for at, (parts, asian, other) in enumerate(self._of_terms):
            if (is_asian or not asian) and (is_other or not other) and all(map(bare.__contains__, parts)):
                yield at


def _trace(term: Term) -> tuple[tuple[str, ...], bool, bool]:
    """Give what stands in a text that has a term, and whether letters of Asia or others that are not Latin do."""
    parts: dict[str, None] = {}
    for token in term.tokens:
        if token.isascii():
            parts[token] = None
        elif is_han(token):
            parts.update(dict.fromkeys(token))
    firsts = [token[0] for token in term.tokens]
    is_asian = any(char >= _FIRST_ASIAN for char in firsts)
    return tuple(parts), is_asian, any("\x7f" < char < _FIRST_ASIAN for char in firsts)


def _bare(text: str) -> str | None:
    """Give the letters and digits that folding leaves of a text; none where it writes some in other letters."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()).replace("đ", "d")
    return bare if _OTHERS.isdisjoint(bare) else None
