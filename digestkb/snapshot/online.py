"""arXiv's API, as arXiv wishes to be asked: few requests, one at a time, far apart, by somebody with an address.

https://info.arxiv.org/help/api/tou.html has the terms.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from digestkb import __version__
from digestkb.errors import DigestError, Unreachable
from digestkb.patterns import lazy
from digestkb.snapshot import Metadata
from digestkb.snapshot.feed import records

API = "https://export.arxiv.org/api/query"
#: So many numbers a request has, and so many seconds lie between two.
BATCH, PAUSE = 100, 3.0
#: So long we wait before we try again, in seconds; and not longer, whatever we are asked to.
WAITS, LONGEST = (5.0, 15.0, 45.0, 120.0), 300.0
#: What arXiv answers when it has had enough of questions; and what may be better in a while.
_BUSY = frozenset({406, 429, 500, 502, 503, 504})
#: It cannot read one of the numbers, and says nothing of the others.
_MALFORMED = 400
_SECONDS, _MOST = 60, 32 << 20
_CONTACT = lazy(r"[!-~]{1,64}@[A-Za-z0-9.-]{1,190}|https?://[!-~]{3,200}")


class _NotNow(Exception):
    """There is no answer, but may be one in a while: in ``wait`` seconds, if arXiv says so."""

    def __init__(self, why: str, wait: float = 0) -> None:
        super().__init__(why)
        self.wait = wait


class Api:
    """arXiv's API for one run; it waits by itself."""

    def __init__(self, contact: str, address: str = API, wait: Callable[[float], None] = time.sleep) -> None:
        """Take the mail or web address at which arXiv reaches who asks.

        Raises :class:`~digestkb.errors.DigestError` if it is neither.
        """
        if not _CONTACT.fullmatch(contact):
            raise DigestError(f"{contact!r} is no address of a person; it is written like ada@example.org")
        self._agent = f"digestkb/{__version__} ({contact})"
        self._address = address
        self._wait = wait
        #: How often arXiv was asked.
        self.requests = 0

    def of(self, numbers: Sequence[str]) -> Iterator[tuple[Metadata, ...]]:
        """Yield what arXiv says of papers, for each request; of numbers that it does not know, nothing.

        Raises :class:`~digestkb.errors.Unreachable` once it has not answered for a while.
        """
        for start in range(0, len(numbers), BATCH):
            yield from self._batch(numbers[start : start + BATCH])

    def _batch(self, numbers: Sequence[str]) -> Iterator[tuple[Metadata, ...]]:
        found = self._tried(numbers)
        if found is not None:
            wanted = frozenset(numbers)
            yield tuple(one for one in found if one.arxiv_id in wanted)
        elif len(numbers) > 1:  # one of them is no number: the others are in the halves without it
            middle = len(numbers) // 2
            yield from self._batch(numbers[:middle])
            yield from self._batch(numbers[middle:])

    def _tried(self, numbers: Sequence[str]) -> list[Metadata] | None:
        """Ask until there is an answer; ``None`` is that a number makes no sense to arXiv."""
        for usual in (*WAITS, None):
            try:
                return self._asked(numbers)
            except _NotNow as failure:
                if usual is None:
                    raise Unreachable(f"arXiv does not answer ({failure}, {len(WAITS) + 1} times)") from failure
                self._wait(min(max(usual, failure.wait), LONGEST))
        return None

    def _asked(self, numbers: Sequence[str]) -> list[Metadata] | None:
        if self.requests:
            self._wait(PAUSE)
        self.requests += 1
        query = urlencode({"id_list": ",".join(numbers), "max_results": len(numbers)})
        request = urllib.request.Request(f"{self._address}?{query}", headers={"User-Agent": self._agent})
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return list(records(answer.read(_MOST)))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == _MALFORMED:
                    return None
                raise _refusal(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise _NotNow(str(getattr(error, "reason", error)) or type(error).__name__) from error
        except ValueError as error:
            raise _NotNow(f"its answer is {error}") from error


def _refusal(error: urllib.error.HTTPError) -> Exception:
    """Say what an answer means that is none: another try may be worth it, or not."""
    if error.code not in _BUSY:
        return DigestError(f"arXiv refuses to answer: {error.code} {error.reason}")
    asked = error.headers.get("Retry-After", "")
    return _NotNow(f"{error.code} {error.reason}", float(asked) if asked.isdecimal() else 0)
