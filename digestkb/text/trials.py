"""When to stop: what helps none of the lines of a file that look most damaged helps no other.

Text that is no text has signs of damage in every line, and every stage takes its time to find nothing. In a file that
is damaged indeed most of the lines that are tried are repaired.
"""

from __future__ import annotations

from collections import Counter

#: Lines that a stage is asked about before it can be given up, and that are tried before all others are left alone.
_FEWEST = 64
_FEWEST_LINES = 128
#: One line in so many at least must be helped.
_ONE_IN = 64
#: So many lines that another stage helped say as much of a stage as one that none did.
_UNLIKE_OTHERS = 32


class Trials:
    """How many lines of a file were tried and repaired, and how many each stage was asked about and helped."""

    def __init__(self, only: str = "") -> None:
        #: The one stage that may be given up; any if none is named.
        self._only = only
        self._asked = Counter[str]()
        self._helped = Counter[str]()
        self._tried = 0
        self._repaired = 0

    def heard(self, stage: str, line: str, *, helped: bool, needed: bool = True) -> None:
        """Count a line that a stage was asked about; it says little where another stage helped, and none was needed."""
        weight = _weight(line) * (_UNLIKE_OTHERS if needed or helped else 1)
        self._asked[stage] += weight
        self._helped[stage] += weight * helped

    def tried(self, line: str, repaired: bool) -> None:
        """Count a line that was tried."""
        self._tried += _weight(line)
        self._repaired += _weight(line) * repaired

    def is_given_up(self, stage: str) -> bool:
        """Say whether a stage is not worth its time in this file.

        >>> trials = Trials()
        >>> for _ in range(64):
        ...     trials.heard("runs", "a line", helped=False)
        >>> trials.is_given_up("runs"), trials.is_given_up("whole")
        (True, False)
        """
        asked = 0 if self._only and stage != self._only else self._asked[stage]
        return asked >= _FEWEST * _UNLIKE_OTHERS and self._helped[stage] * _ONE_IN < asked

    @property
    def are_hopeless(self) -> bool:
        """Whether the lines that were not tried yet are better left alone."""
        return self._tried >= _FEWEST_LINES and self._repaired * _ONE_IN < self._tried


def _weight(line: str) -> int:
    """A line of a thousand characters is as good as two."""
    return 1 + len(line) // 1000
