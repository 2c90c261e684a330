"""Readings for what is outside words: ideographs, punctuation and pictures, one by one, by the model of Chinese."""

from __future__ import annotations

from functools import lru_cache

from digestkb.patterns import lazy
from digestkb.text.beam import Search, State
from digestkb.text.choice import BEAM, FREE, LOWER, START, Choice, Option
from digestkb.text.decoded import Decoded
from digestkb.text.followers import followers_of, left_of
from digestkb.text.language_model import BOUNDARY_ID, COMMA_ID, FOREIGN_ID, NUMBER_ID, UNIT, load, tokens
from digestkb.text.lattice import ALL_LOST, Profile, completions, sequence_pattern
from digestkb.text.memory import READINGS, RUNS
from digestkb.text.script_model import oddity
from digestkb.text.weights import INTACT_BESIDE_INTACT, INTACT_OUTSIDE, KEPT, OUT_OF_PLACE

_STOPS = frozenset("。！？…\n")
#: The bar of a tree of folders, and what is left of it or of another line of a drawing; no other ends before a blank.
_BAR, _BAR_LEFT = "│", lazy("\xe2\x94[?\ufffd]?")
#: A sequence, or of what stands between two the tokens, and how capitals are taken behind it.
_Told = str | tuple[tuple[int, ...], int]
_NOTHING: _Told = (), -1
_RunKey = tuple["State | None", int, int, int, tuple[_Told, ...]]
_Run = tuple[list["str | None"], list[tuple[int, float]], "State", int]


class WideDecoder:
    """Readings for what is outside words in lines that were damaged in one way; it remembers the runs it has met."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        #: Letters that look like lead bytes are those.
        self._sure = profile.certain and not profile.partly
        self._zh = load("zh")
        self._split = sequence_pattern(profile, "({})").split
        self._followers = followers_of("zh", profile)
        self._units: dict[str, Choice] = {}
        #: Ideographs in a row with what is behind them, after a state of the search: their readings, the margins of
        #: those by their places, and what is the state then.
        self._runs: dict[_RunKey, _Run] = {}

    def read(self, part: str, outside: Search, *, is_last: bool) -> tuple[Decoded, int]:
        """Read a part of a line, and say how capitals are taken after it; ``outside`` goes on behind it."""
        pieces = self._pieces(part)
        inner = Decoded(pieces, [None] * len(pieces), {})
        search = Search(self._zh, inner, BOUNDARY_ID if outside.last == BOUNDARY_ID else FOREIGN_ID)
        outside.know(FOREIGN_ID)
        # What stands between, a number as a rule, is taken by what it does.
        told = [one if index & 1 else _between(one) if one else _NOTHING for index, one in enumerate(pieces)]
        place, at = FREE, 0
        while at < len(pieces):
            at, place = self._read_run(inner, told, search, at, place, BOUNDARY_ID if is_last else FOREIGN_ID)
        if place == START:
            outside.know(BOUNDARY_ID)
        return inner, place

    def _pieces(self, part: str) -> list[str]:
        """What is between damaged sequences, and those, by turns."""
        pieces: list[str] = self._split(part)
        if len(pieces) == 3 and len(pieces[1]) == 1 and (part == pieces[1] or not self._sure):
            # A letter in a word or between words, which may be intact.
            return [part]
        return pieces

    def _read_run(
        self, inner: Decoded, told: list[_Told], search: Search, at: int, place: int, last: int
    ) -> tuple[int, int]:
        """Read up to what is between ideographs next, and say where that ends and how capitals are taken there.

        What was read before after the same is read so again, if that stood by itself. The token ``last`` is behind all.
        """
        end = _end_of_run(told, at)
        run = tuple(told[at:end])
        behind = last if end == len(inner.parts) else -1
        state = search.state
        key = (state, place, at & 1, behind, run)
        known = None if state is None else self._runs.get(key)
        if known is not None:
            inner.readings[at:end], margins, search.state, place = known
            inner.margins.update((at + index, margin) for index, margin in margins)
            return end, place
        place = self._read_pieces(inner, search, range(at, end), place, behind)
        if state is not None and search.state is not None and len(run) > 1:
            margins = [(index - at, inner.margins[index]) for index in range(at, end) if index in inner.margins]
            RUNS.keep(self._runs, key, (inner.readings[at:end], margins, search.state, place), 4 + len(run))
        return end, place

    def _read_pieces(self, inner: Decoded, search: Search, indexes: range, place: int, behind: int) -> int:
        """Read a run that was not met before; the token ``behind`` ends all, if there is one."""
        for index in indexes:
            if inner.parts[index]:
                place = self._read_piece(inner, search, index, place)
        if behind >= 0:
            search.know(behind)
            search.end()
        return place

    def _read_piece(self, inner: Decoded, search: Search, index: int, place: int) -> int:
        """Go on with a sequence, or with what is between two, and say how capitals are taken after it."""
        if index & 1:
            piece = inner.parts[index]
            mark = _BAR if _BAR_LEFT.fullmatch(piece) and inner.parts[index + 1][:1] in ("", " ") else ""
            choice = self._units.get(piece + mark) or self._read_unit(piece, mark)
            if len(choice.options) > 1:
                search.choose(choice, FREE, index)
                return FREE
            text, number, _, _ = choice.options[0]
            inner.readings[index] = text
            search.know(number)
            return START if text in _STOPS else FREE
        numbers, then = _between(inner.parts[index])
        for number in numbers:
            (search.know_alone if number == FOREIGN_ID else search.know)(number)
        return max(place if index else 0, then) if numbers else place

    def _read_unit(self, unit: str, mark: str = "") -> Choice:
        """The readings of one sequence outside words; ``mark`` is what it likely is by its place."""
        model = load("zh")
        ranked: list[Option] = []
        for text in () if unit == ALL_LOST else completions(unit, self._profile.lost, self._profile.marks):
            number = model.number(text[0])
            kept = KEPT * UNIT * (len(text) - 1) + OUT_OF_PLACE * UNIT * (mark not in text)
            if number >= 0:
                ranked.append((text, number, kept, LOWER))
            else:
                ranked.append((text, FOREIGN_ID, kept + int((oddity(text[0]) + 4) * UNIT), LOWER))
        if not ranked or (self._profile.partly and len(unit) == 1):
            ranked.append(
                (None, FOREIGN_ID, (INTACT_BESIDE_INTACT if self._profile.partly else INTACT_OUTSIDE) * UNIT, LOWER)
            )
        ranked.sort(key=lambda o: o[2] + model.single[o[1]])
        choice = Choice(ranked, BEAM, frozenset(), *left_of(unit, self._profile, self._followers))
        return READINGS.keep(self._units, unit + mark, choice, 4 + len(ranked))


_GAP_TOKEN = lazy(r"[.!?:;|…]|,|\d")
_OPENING = lazy(r"[*_\"'(\[{<“‘#>-]\s*$")


def _end_of_run(told: list[_Told], at: int) -> int:
    """The place behind the next part that is no sequence and has something in it, or the end."""
    # Sequences have odd places.
    end = at + 2 - at % 2
    while end < len(told) and not told[end][0]:
        end += 2
    return min(end + 1, len(told))


@lru_cache(maxsize=1 << 12)
def _between(piece: str) -> tuple[tuple[int, ...], int]:
    """The tokens of what stands between ideographs, and how capitals are taken behind it."""
    if not piece or piece.isspace():
        return (), -1
    zh = load("zh")
    return tuple([max(zh.number(token), FOREIGN_ID) for token in tokens("zh", piece)[1:-1]]), gap_effect(piece)[2]


def gap_effect(gap: str) -> tuple[int, int, int]:
    """Give the first and last token of what stands between two words, and how capitals are to be taken after it."""
    found = _GAP_TOKEN.findall(gap)
    numbers = [COMMA_ID if t == "," else NUMBER_ID if t.isdigit() else BOUNDARY_ID for t in found]
    if numbers and numbers[-1] == BOUNDARY_ID:
        return numbers[0], BOUNDARY_ID, START
    place = FREE if _OPENING.search(gap) else -1
    if not numbers:
        return -1, -1, place
    return numbers[0], numbers[-1], place
