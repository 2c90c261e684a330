"""Lines in the order of their bytes, of which a query reads only those that it needs."""

from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path


def looked_into(path: Path) -> bytes | mmap:
    """Give what a file holds, of which no more is read than is looked at; an empty one cannot be."""
    with path.open("rb") as file:
        try:
            return mmap(file.fileno(), 0, access=ACCESS_READ)
        except OSError:  # a file system that cannot
            return file.read()


class SortedLines:
    """A file in memory whose lines are looked up by how they begin; none of the others is decoded."""

    def __init__(self, text: bytes | mmap) -> None:
        """Take lines in UTF-8, each with its end, in the order of their bytes."""
        self._text = text

    @lru_cache(maxsize=1000)  # noqa: B019  # a text says its words again; of these files there are three
    def beginning(self, start: str) -> tuple[str, ...]:
        r"""Give the lines that begin so, without their ends.

        >>> SortedLines(b"model\t3\nreward\t1\nreward model\t2\n").beginning("reward")
        ('reward\t1', 'reward model\t2')
        """
        found = []
        wanted = start.encode()
        at = self._first_at(wanted)
        while self._text[at : at + len(wanted)] == wanted:
            end = self._text.find(b"\n", at)
            found.append(self._text[at:end].decode())
            at = end + 1
        return tuple(found)

    def holds(self, word: str) -> bool:
        r"""Say whether a word stands before the tab of any line.

        >>> lines = SortedLines(b"model\t3\nreward model\t2\n")
        >>> lines.holds("model"), lines.holds("reward"), lines.holds("mod")
        (True, True, False)
        """
        pieces = ((before, behind) for before in ("\n", " ") for behind in ("\t", " "))
        if any(self._text.find(f"{before}{word}{behind}".encode()) >= 0 for before, behind in pieces):
            return True
        return self._text[: len(word.encode()) + 1] in (f"{word}\t".encode(), f"{word} ".encode())

    def _first_at(self, wanted: bytes) -> int:
        """Give where the first line stands that does not come before what is wanted."""
        low, high = 0, len(self._text)
        while low < high:
            start = self._text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._text.find(b"\n", start) + 1
            if self._text[start:end] < wanted:
                low = end
            else:
                high = start
        return low
