"""Tuples whose places have names, of which the classes are made fast.

:class:`typing.NamedTuple` compiles a constructor for each class and looks at every annotation, a tenth of a millisecond
that a query has fifty times before it begins. The classes made here are what it would make; a constructor is compiled
when many have been made of a class.
"""

import sys
from _collections import _tuplegetter  # type: ignore[import-not-found]
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING, Any

#: When so many were made of a class with values left out or named, compiling a constructor has begun to pay.
_WORTH_COMPILING = 20

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # of which type checkers know all
else:

    class _Made(type):
        """Makes a tuple with as many places of a class with annotations."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if tuple in bases or NamedTuple not in bases:
                return type.__new__(cls, name, bases, body)
            fields = tuple(_annotated(body))
            defaults = {field: body.pop(field) for field in fields if field in body}
            if fields[len(fields) - len(defaults) :] != tuple(defaults):
                raise TypeError(f"{name} has a place without a default behind one with a default")
            getters = {field: _tuplegetter(at, f"Alias for field number {at}") for at, field in enumerate(fields)}
            made = {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type.__new__(
                cls, name, bases, {**body, **getters, **made, "__new__": _constructor(name, fields, defaults)}
            )

        @property
        def __signature__(cls) -> Any:
            from inspect import Signature, signature

            _, *places = signature(_compiled(cls.__name__, cls._fields, cls._field_defaults)).parameters.values()
            return Signature([place.replace(annotation=cls.__annotations__[place.name]) for place in places])

    class NamedTuple(tuple, metaclass=_Made):
        """A tuple whose places have the names that its class annotates, the last ones with defaults if it likes.

        >>> class Span(NamedTuple):
        ...     start: int
        ...     end: int = 0
        >>> Span(3, end=5)._replace(start=4), Span(1) == (1, 0)
        (Span(start=4, end=5), True)
        """

        __slots__ = ()
        _fields: tuple[str, ...] = ()
        _field_defaults: dict[str, Any] = {}  # noqa: RUF012 - as typing has it

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            return cls(*values)

        def _replace(self, **named: Any) -> Any:
            made = tuple.__new__(type(self), map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__} has no {', '.join(named)}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            said = (f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(said)})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)


def _annotated(body: dict[str, Any]) -> Any:
    """Give the names that the body of a class annotates."""
    if sys.version_info < (3, 14) or "__annotations__" in body:
        return body.get("__annotations__", ())
    import annotationlib as lazy  # type: ignore[import-not-found,unused-ignore]

    annotate = lazy.get_annotate_from_class_namespace(body)
    return lazy.call_annotate_function(annotate, lazy.Format.STRING) if annotate else ()


def _constructor(name: str, fields: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """Make what makes a tuple of its values: by hand for a few, then by what :func:`_compiled` gives."""
    size, make, known, asked = len(fields), tuple.__new__, list[Any](), count(1)

    def __new__(cls: type, *given: Any, **named: Any) -> Any:
        if len(given) == size and not named:
            return make(cls, given)
        rest = fields[len(given) :]
        if next(asked) < _WORTH_COMPILING and len(given) <= size and all(one in rest for one in named):
            values = {**defaults, **named}
            if all(one in values for one in rest):
                return make(cls, (*given, *[values[one] for one in rest]))
        if not known:
            known.append(_compiled(name, fields, defaults))
            home: Any = next(one for one in cls.__mro__ if one.__dict__.get("__new__") is made)
            home.__new__ = known[0]
        return known[0](cls, *given, **named)

    made = staticmethod(__new__)
    return made


def _compiled(name: str, fields: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    places = ", ".join(fields)
    new = eval(f"lambda _cls, {places}: _make(_cls, ({places},))", {"_make": tuple.__new__})
    new.__name__, new.__qualname__, new.__defaults__ = "__new__", f"{name}.__new__", tuple(defaults.values())
    return new
