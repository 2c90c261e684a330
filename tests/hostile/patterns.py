"""Every regular expression of the package, and what of it is used: a table that nobody has to keep.

Compiled patterns are found in modules, in their containers and in classes; those that are written where they are used
(``re.sub(r"...", ...)``) are found in the source and evaluated in their module.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import digestkb

#: Methods that begin at the start of a text only; all others begin anywhere.
ANCHORED = frozenset(("match", "fullmatch"))
_FUNCTIONS = frozenset(("match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split", "compile"))

_BODIES = (ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Known:
    """A pattern, where it stands, and whether it is ever looked for further on than at the start of a text."""

    name: str
    pattern: re.Pattern[Any]
    searches: bool


def modules() -> list[ModuleType]:
    """Import every module of the package but the one that runs when it is imported."""
    names = [found.name for found in pkgutil.walk_packages(digestkb.__path__, "digestkb.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def all_patterns() -> tuple[list[Known], list[str]]:
    """Give the patterns, each once, and the places whose pattern only running the code would tell."""
    found: dict[tuple[object, int], Known] = {}
    unknown: list[str] = []
    loaded = modules()
    trees = {module: ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")) for module in loaded}
    nodes = {module: list(ast.walk(tree)) for module, tree in trees.items()}
    uses = {module: _used(inside) for module, inside in nodes.items()}
    anywhere: dict[str, set[str]] = {}
    for used in uses.values():
        for name, methods in used.items():
            anywhere.setdefault(name, set()).update(methods)
    for module, tree in trees.items():
        for name, value in _values(vars(module), module.__name__):
            pattern = compiled(value)
            if pattern is not None:
                own = name.rpartition(".")[2]
                called = (uses[module] if own.startswith("_") else anywhere).get(own)
                _keep(found, Known(name, pattern, called is None or not called <= ANCHORED))
        for name, method, pattern in _inline(module, tree, nodes[module]):
            if pattern is None:
                unknown.append(name)
            else:
                _keep(found, Known(name, pattern, method not in ANCHORED))
    return list(found.values()), unknown


def compiled(value: object) -> re.Pattern[Any] | None:
    """Give the pattern that a value is, or that it will be when it is first used."""
    if isinstance(value, re.Pattern):
        return value
    if type(value).__name__ == "_Pattern":
        return re.compile(value._source, value._flags)  # type: ignore[attr-defined]
    return None


def _keep(found: dict[tuple[object, int], Known], known: Known) -> None:
    key = (known.pattern.pattern, known.pattern.flags)
    if key not in found or (known.searches and not found[key].searches):
        found[key] = known


def _values(space: dict[str, Any], name: str) -> Iterator[tuple[str, object]]:
    """Yield what a module or a class holds, and what its containers hold, under dotted names."""
    for key, value in list(space.items()):
        if key.startswith("__"):
            continue
        yield from _within(value, f"{name}.{key}", 0)


def _within(value: object, name: str, deep: int) -> Iterator[tuple[str, object]]:
    if compiled(value) is not None:
        yield name, value
    elif deep < 4 and isinstance(value, dict):
        for key, inner in value.items():
            yield from _within(inner, f"{name}[{str(key)[:40]}]", deep + 1)
    elif deep < 4 and isinstance(value, list | tuple | set | frozenset):
        for at, inner in enumerate(value):
            yield from _within(inner, f"{name}[{at}]", deep + 1)
    elif isinstance(value, type) and value.__module__.startswith("digestkb") and deep == 0:
        for key, inner in list(vars(value).items()):
            yield from _within(inner, f"{name}.{key}", 1)
    elif type(value).__module__.startswith("digestkb") and deep < 3:
        slots = [slot for kind in type(value).__mro__ for slot in getattr(kind, "__slots__", ())]
        for key in [*getattr(value, "__dict__", {}), *slots]:
            yield from _within(getattr(value, key, None), f"{name}.{key}", deep + 1)


def _used(nodes: list[ast.AST]) -> dict[str, set[str]]:
    """Give the methods that are called on each name of a pattern; a name that is also used otherwise has any method."""
    used: dict[str, set[str]] = {}
    called: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
            name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            called.add(id(node.value))
            used.setdefault(name, set()).add(node.attr)
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            used.setdefault(node.id, set()).add("search")
    return used


def _inline(
    module: ModuleType, tree: ast.AST, nodes: list[ast.AST]
) -> Iterator[tuple[str, str, re.Pattern[Any] | None]]:
    kept = {
        id(inner) for node in ast.iter_child_nodes(tree) if not isinstance(node, _BODIES) for inner in ast.walk(node)
    }
    for node in nodes:
        if id(node) in kept or not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in _FUNCTIONS):
            continue
        name = f"{module.__name__}:{node.lineno}"
        try:
            source = eval(compile(ast.Expression(node.args[0]), name, "eval"), dict(vars(module)))
            if isinstance(source, re.Pattern):
                continue
            flags = _flags(node, module)
            yield name, node.func.attr, re.compile(source, flags)
        except (NameError, TypeError):
            yield name, node.func.attr, None


def _flags(node: ast.Call, module: ModuleType) -> int:
    """Give the flags of a call: where they stand by name, or else behind what the function takes otherwise."""
    place = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(getattr(node.func, "attr", ""), 2)
    found = next((word.value for word in node.keywords if word.arg == "flags"), None)
    if found is None and len(node.args) > place:
        found = node.args[place]
    return int(eval(compile(ast.Expression(found), "flags", "eval"), dict(vars(module)))) if found is not None else 0
