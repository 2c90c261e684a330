"""Which database is meant: a file, or one on a PostgreSQL server, by its address. Loads nothing: queries ask this."""

from digestkb.errors import NoDatabase

_BEGINNINGS = ("postgresql://", "postgres://")


def is_address(database: object) -> bool:
    """Say whether a database lies on a server.

    >>> is_address("postgresql:///papers"), is_address("kb.db"), is_address("./postgresql:/kb.db")
    (True, False, False)
    """
    return isinstance(database, str) and database.startswith(_BEGINNINGS)


def checked(address: str) -> str:
    """Give an address that may be shown and handed on.

    Raises :class:`~digestkb.errors.NoDatabase`, without repeating it, for one with a password: what is typed is seen by
    everybody on the machine, and kept by the shell.

    >>> checked("postgresql://anna@db.example/papers")
    'postgresql://anna@db.example/papers'
    """
    from urllib.parse import parse_qsl, urlsplit

    try:
        parts = urlsplit(address)
        secret = parts.password is not None or any("password" in key for key, _ in parse_qsl(parts.query, True))
    except ValueError as error:
        raise NoDatabase(f"the address of the database cannot be read: {error}") from None
    if secret:
        raise NoDatabase(
            "the address has a password, which others see; it belongs into PGPASSWORD, a service file or ~/.pgpass"
        )
    return address
