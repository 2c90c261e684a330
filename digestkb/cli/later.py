"""Modules of the standard library that are loaded when somebody first asks for something in them.

What typer imports for the sake of a terminal, a traceback or a browser takes a query in a pipe longer than to find what
it was asked for. :class:`importlib.util.LazyLoader` would not do: ``import`` itself asks a module for its ``__spec__``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

#: Imported whole, and used by no query: nothing is taken from them by name while modules load.
UNUSED = ("subprocess", "tokenize", "ipaddress", "textwrap", "bz2", "lzma")
#: Of these others take functions by name while they load, and call none of them for a query in a pipe.
FUNCTIONS = {
    "shutil": ("get_terminal_size",),
    "gettext": ("gettext", "ngettext"),
    "urllib.parse": ("quote", "quote_from_bytes"),
}


class _Later(ModuleType):
    """Stands for a module until it is asked for anything but what import itself asks for, and becomes it then."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.load()
        return getattr(self, name)

    def load(self) -> None:
        """Become the module."""
        from importlib.util import find_spec

        self.__class__ = ModuleType  # type: ignore[assignment]  # from here on it is a module like any other
        del sys.modules[self.__name__]
        spec = find_spec(self.__name__)
        sys.modules[self.__name__] = self
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError(f"No module named {self.__name__!r}", name=self.__name__)
        self.__spec__, self.__loader__, self.__file__ = spec, spec.loader, spec.origin
        spec.loader.exec_module(self)


def put_off() -> None:
    """Let each of :data:`UNUSED` and :data:`FUNCTIONS` be loaded later, unless it is there already.

    ``platform`` as well, for most questions, ``difflib`` for those that need no look, and ``ast``, of which ``inspect``
    makes a class.
    """
    for name in (*UNUSED, *FUNCTIONS):
        if module := _later(name):
            vars(module).update((one, _delegate(module, one)) for one in FUNCTIONS.get(name, ()))
    if difflib := _later("difflib"):
        vars(difflib)["get_close_matches"] = _unless_a_letter(_delegate(difflib, "get_close_matches"))
    if ast := _later("ast"):
        vars(ast)["NodeVisitor"] = _visitor(ast)
    if hasattr(os, "uname") and (platform := _later("platform")):  # uuid asks what the system is, and nobody asks more
        vars(platform)["system"] = lambda: os.uname().sysname


def _later(name: str) -> _Later | None:
    """Put a module off that is not there yet."""
    module = sys.modules.setdefault(name, _Later(name))
    if not isinstance(module, _Later):
        return None
    package, _, within = name.rpartition(".")
    if package:
        setattr(import_module(package), within, module)
    return module


def _delegate(module: ModuleType, name: str) -> Callable[..., Any]:
    """Stand for a function of a module that is loaded once it is called."""

    def call(*args: Any, **options: Any) -> Any:
        if isinstance(module, _Later):
            module.load()
        return vars(module)[name](*args, **options)

    return call


def _visitor(ast: _Later) -> type:
    """Stand for the class of which others are made that visit what is parsed."""

    class NodeVisitor:
        def __getattr__(self, name: str) -> Any:
            if isinstance(ast, _Later):
                ast.load()
            return getattr(vars(ast)["NodeVisitor"], name).__get__(self)

    return NodeVisitor


def _unless_a_letter(close_matches: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Find nothing near ``-f``, which typer looks for among the long options first: none is shorter than four."""

    def call(word: str, *args: Any, **options: Any) -> list[str]:
        return close_matches(word, *args, **options) if len(word) > 2 else []

    return call
