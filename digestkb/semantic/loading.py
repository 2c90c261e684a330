"""How the libraries of the extra are loaded, and what is said without them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from digestkb.errors import DigestError

#: The processor's cores would wait for one another: two threads take fifty times as long as one.
_ONE_THREAD = {"OMP_NUM_THREADS": "1"}
_INSTALL = "run: pip install 'digestkb[semantic]'"


@contextlib.contextmanager
def extra() -> Iterator[None]:
    """Load what the extra brings within this; raises :class:`~digestkb.errors.DigestError` if it is not installed."""
    os.environ.update(_ONE_THREAD)  # heard only before they are loaded
    try:
        yield
    except ModuleNotFoundError as error:
        raise DigestError(f"{error.name} is not installed; {_INSTALL}") from error
    except ImportError as error:
        why = " ".join(str(error).split())[:160]
        raise DigestError(f"what compares meanings cannot be loaded ({why}); {_INSTALL}") from error
