"""What other packages add by an entry point, looked for without what it takes to read how a package is installed.

To load :mod:`importlib.metadata` and have it read of all packages what they add takes a fifteenth of an ingest of one
note, and hardly anybody has a package that adds anything.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: How the folders are called in which it stands beside a package what it adds.
_ABOUT = (".dist-info", ".egg-info")


def entries(group: str) -> list[EntryPoint]:
    """Give the entry points of a group by name.

    >>> entries("digestkb.nothing")
    []
    """
    if not _may_have(group):
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=group), key=lambda entry: entry.name)


def _may_have(group: str) -> bool:
    """Say whether a package names a group, or lies where only what knows all ways to install one can look."""
    others = (finder for finder in sys.meta_path if finder is not PathFinder)
    if any(hasattr(finder, "find_distributions") for finder in others):
        return True
    return any(_names(folder or os.curdir, group.encode()) for folder in sys.path)


def _names(folder: str, group: bytes) -> bool:
    try:
        with os.scandir(folder) as packages:
            return any(group in _added(one.path) for one in packages if one.name.endswith(_ABOUT))
    except NotADirectoryError:  # an archive
        return True
    except OSError:
        return False


def _added(package: str) -> bytes:
    try:
        with open(os.path.join(package, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123
            return file.read()
    except OSError:
        return b""
