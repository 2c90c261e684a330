"""A guard around whatever asks a database: what goes wrong is said in our own errors, if the database is to blame."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from digestkb.errors import BadDate
from digestkb.store.connection import Connection
from digestkb.store.state import ERRORS, WAIT, damaged, explained

#: What code does that is handed values which it cannot have written.
_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, BadDate)


@contextlib.contextmanager
def understood(connection: Connection, path: str, *, waited: bool = False) -> Iterator[None]:
    """Say in our own errors what goes wrong over a database; what is a fault of ours comes out as it is.

    On a server all that is asked meanwhile is of one moment, whatever others write. ``waited`` says that others who had
    it locked were waited for, as long as was told.
    """
    if not isinstance(connection, sqlite3.Connection):  # another brings our own errors with it
        with getattr(connection, "snapshot", contextlib.nullcontext)():
            yield
        return
    try:
        yield
    except ERRORS as error:
        from digestkb.store.soundness import diagnosis

        known = explained(error, path, WAIT) if waited else explained(error, path)
        if known is None and (what := diagnosis(connection)):
            known = damaged(what, path)
        if known is None:
            raise
        raise known from error
    except _STUMBLES as error:
        from digestkb.store.soundness import diagnosis

        if what := diagnosis(connection):
            raise damaged(what, path) from error
        raise
