"""Modules of the standard library that are loaded when somebody first asks for something in them.

What typer imports for the sake of a terminal, a traceback or a browser takes a query in a pipe longer than to find what
it was asked for. :class:`importlib.util.LazyLoader` would not do: ``import`` itself asks a module for its ``__spec__``.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any

#: Imported whole, and used by no query: nothing is taken from them by name while modules load.
UNUSED = ("subprocess", "tokenize", "ipaddress", "textwrap", "bz2", "lzma")


class _Later(ModuleType):
    """Stands for a module until it is asked for anything but what import itself asks for, and becomes it then."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from importlib.util import find_spec

        self.__class__ = ModuleType  # type: ignore[assignment]  # from here on it is a module like any other
        del sys.modules[self.__name__]
        spec = find_spec(self.__name__)
        sys.modules[self.__name__] = self
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError(f"No module named {self.__name__!r}", name=self.__name__)
        self.__spec__, self.__loader__, self.__file__ = spec, spec.loader, spec.origin
        spec.loader.exec_module(self)
        return getattr(self, name)


def put_off() -> None:
    """Let each of :data:`UNUSED` be loaded later, unless it is there already, and ``platform`` for most questions."""
    for name in UNUSED:
        sys.modules.setdefault(name, _Later(name))
    if hasattr(os, "uname"):  # uuid, which typer imports, asks what the system is, and nobody asks more
        platform = sys.modules.setdefault("platform", _Later("platform"))
        if isinstance(platform, _Later):
            vars(platform)["system"] = lambda: os.uname().sysname
