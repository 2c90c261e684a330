"""Lines in the order of their bytes, of which a query reads only those that it needs."""

from collections.abc import Iterator


class SortedLines:
    """A file in memory whose lines are looked up by how they begin; none of the others is decoded."""

    def __init__(self, text: bytes) -> None:
        """Take lines in UTF-8, each with its end, in the order of their bytes."""
        self._text = text

    def beginning(self, start: str) -> Iterator[str]:
        r"""Yield the lines that begin so, without their ends.

        >>> list(SortedLines(b"model\t3\nreward\t1\nreward model\t2\n").beginning("reward"))
        ['reward\t1', 'reward model\t2']
        """
        wanted = start.encode()
        at = self._first_at(wanted)
        while self._text.startswith(wanted, at):
            end = self._text.index(b"\n", at)
            yield self._text[at:end].decode()
            at = end + 1

    def _first_at(self, wanted: bytes) -> int:
        """Give where the first line stands that does not come before what is wanted."""
        low, high = 0, len(self._text)
        while low < high:
            start = self._text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._text.index(b"\n", start) + 1
            if self._text[start:end] < wanted:
                low = end
            else:
                high = start
        return low
