"""digestkb: a knowledge base for folders of Markdown notes about papers."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it, which a command can do without
if TYPE_CHECKING:
    from digestkb.answers import Library as Library

__all__ = ["Library", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load what programs ask for when they do: commands need none of it."""
    if name == "Library":
        from digestkb.answers import Library

        return Library
    raise AttributeError(f"module 'digestkb' has no attribute {name!r}")
