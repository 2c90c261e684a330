"""Which database is meant: a file, or one on a PostgreSQL server, by its address. Loads nothing: queries ask this."""

_BEGINNINGS = ("postgresql://", "postgres://")


def is_address(database: object) -> bool:
    """Say whether a database lies on a server.

    >>> is_address("postgresql:///papers"), is_address("kb.db"), is_address("./postgresql:/kb.db")
    (True, False, False)
    """
    return isinstance(database, str) and database.startswith(_BEGINNINGS)
