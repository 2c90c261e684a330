"""What a search found: a line cut into parts, what each was, and how far another reading was behind."""

from __future__ import annotations

from itertools import accumulate

from digestkb.text.language_model import Kind
from digestkb.tuples import NamedTuple


class Decoded(NamedTuple):
    """A line cut into parts, and the reading of each; ``None`` where it stays as it is."""

    parts: list[str]
    readings: list[str | None]
    #: Bits between the reading chosen for a part and the next best one, where there was a choice.
    margins: dict[int, float]
    #: The model that read it; that of Vietnamese leaves ideographs to that of Chinese.
    kind: Kind = "vi"
    #: Bits by which the reading of a part that has a margin is commoner by itself than any other that it may have.
    commoner: dict[int, float] = {}  # noqa: RUF012 - each search has its own

    def text(self, original: str) -> str:
        """The line with every reading put in.

        ``original`` is what the parts are the bytes of, and as long as they are together.
        """
        ends = list(accumulate(map(len, self.parts)))
        pieces = zip(self.readings, [0, *ends], ends, strict=False)
        return "".join([original[start:end] if reading is None else reading for reading, start, end in pieces])
