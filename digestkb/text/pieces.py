"""Lines of any length as lines of a length that can be read, and what was found in those as if none had been cut.

What is known of a line grows with it, and a line may be a whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from digestkb.text.ledger import UNREADABLE, Repair

#: Characters from which on a line is cut: no paragraph has as many.
_LONGEST = 1 << 14


class Pieces:
    """The lines of a text, of which those that are too long are cut behind blanks.

    >>> Pieces(["short", "a " * 10_000]).lines[1:] == ["a " * 8192, "a " * 1808]
    True
    """

    def __init__(self, lines: Sequence[str]) -> None:
        #: The lines to read: the very same where none is too long.
        self.lines = lines
        #: The place of the line that each is of; empty where none is cut.
        self._of_line: list[int] = []
        if max(map(len, lines), default=0) > _LONGEST:
            cut = [list(_cut(line)) for line in lines]
            self.lines = [piece for pieces in cut for piece in pieces]
            self._of_line = [number for number, pieces in enumerate(cut) for _ in pieces]

    def joined(self, after: Sequence[str], changes: Iterable[Repair]) -> tuple[Sequence[str], Iterable[Repair]]:
        """Give whole lines for what the pieces have become, and the entries of their ledger for those lines.

        Columns are of the line as it was, those of what is unreadable of the line as it is; see `Repair`.
        """
        if not self._of_line:
            return after, changes
        lines = [""] * (self._of_line[-1] + 1)
        for number, piece in zip(self._of_line, after, strict=True):
            lines[number] += piece
        return lines, self._in_lines(changes, _starts(self._of_line, self.lines), _starts(self._of_line, after))

    def _in_lines(self, changes: Iterable[Repair], were: Sequence[int], are: Sequence[int]) -> Iterator[Repair]:
        for change in changes:
            piece = change.line - 1
            start = (are if change.channel == UNREADABLE else were)[piece]
            yield replace(change, line=self._of_line[piece] + 1, start=change.start + start, end=change.end + start)


def _starts(of_line: Sequence[int], pieces: Sequence[str]) -> list[int]:
    """Where each piece begins in its line."""
    starts = list(accumulate(map(len, pieces), initial=0))
    first: dict[int, int] = {}
    return [start - first.setdefault(number, start) for number, start in zip(of_line, starts, strict=False)]


def _cut(line: str) -> Iterator[str]:
    at = 0
    while len(line) - at > _LONGEST:
        blank = line.rfind(" ", at, at + _LONGEST) + 1
        end = blank if blank > at else at + _LONGEST
        yield line[at:end]
        at = end
    yield line[at:] if at else line
