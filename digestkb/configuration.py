"""What a person sets once for every run: a file of theirs, overruled by the environment and by options.

The file is ``config.toml`` in the folder that platforms have for settings, or the one that ``$DIGESTKB_CONFIG`` names.
None is ever looked for among notes or in the working folder: those may be by somebody else.

    database = "~/papers/kb.db"
    notes = ["~/notes", "~/Obsidian/Papers"]
    languages = ["en", "vi"]

Standard library only, and what reads TOML is loaded only where there is a file: a query in a pipe asks this too.
"""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from digestkb.address import checked, is_address
from digestkb.errors import DigestError
from digestkb.tuples import NamedTuple

#: Names the file.
VARIABLE = "DIGESTKB_CONFIG"
#: The languages that a glossary has words in.
LANGUAGES = ("en", "vi", "zh", "ko", "ja")
#: When a table has colours.
COLOR = ("auto", "always", "never")


class Setting(NamedTuple):
    """One thing that can be set, with the variable that overrules the file, if any has to."""

    name: str
    about: str
    variable: str | None = None
    #: It has a list of values.
    several: bool = False
    #: It names files or folders: ``~`` is the home folder, and what is not absolute lies beside the file.
    is_path: bool = False
    #: All that it can be, empty for anything.
    known: tuple[str, ...] = ()
    #: Where the file that it names is if nobody says so: the sort of :func:`folder`, and its name there.
    default: tuple[str, str] | None = None


SETTINGS = (
    Setting(
        "database",
        "The database, a file or an address.",
        "DIGESTKB_DB",
        is_path=True,
        default=("data", "kb.db"),
    ),
    Setting("notes", "The folders that ingest reads when it is given none.", several=True, is_path=True),
    Setting("log", "The log that add writes to; %Y, %m and %d are of today.", is_path=True),
    Setting("languages", "The languages that synonyms are looked for in; else all.", several=True, known=LANGUAGES),
    Setting("glossary", "Your own glossary.", "DIGESTKB_GLOSSARY", is_path=True, default=("config", "glossary.tsv")),
    Setting("contact", "Your address, which enrich --online tells arXiv."),
    Setting("pager", "What an answer goes through that is longer than the screen.", "DIGESTKB_PAGER"),
    Setting("color", f"When a table has colours: {', '.join(COLOR)}.", known=COLOR),
)


class Value(NamedTuple):
    """What a setting is, and who says so: ``$VARIABLE``, the path of the file, or ``default``."""

    values: tuple[str, ...]
    origin: str


def value(name: str) -> Value:
    """Give what a setting is, before any option.

    Raises :class:`~digestkb.errors.DigestError` if the file cannot be read, or says what the setting cannot be.
    """
    setting = next(one for one in SETTINGS if one.name == name)
    if setting.variable and (told := os.environ.get(setting.variable)):
        return Value((told,), f"${setting.variable}")
    path = file()
    told_there = _settings(str(path)).get(name)
    if told_there is not None:
        return Value(tuple(_checked(setting, told_there, path)), str(path))
    default = setting.default
    return Value((str(folder(default[0]) / default[1]),) if default else (), "default")


def path_of(name: str) -> Path:
    """Give the file that a setting names, which need not exist."""
    return expanded(value(name).values[0])


def database(told: str | None = None) -> Path | str:
    """Give the database that is told, else the one that is set: a file, or the address of one on a server.

    Raises :class:`~digestkb.errors.NoDatabase` for an address that must not be one.
    """
    named = told or value("database").values[0]
    return checked(named) if is_address(named) else expanded(named)


def expanded(path: str) -> Path:
    """Give the path that somebody names: ``~`` is the home folder; of somebody whom nobody knows it stays as it is."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def unknown() -> list[str]:
    """Give the keys of the file that mean nothing, in its order."""
    names = {setting.name for setting in SETTINGS}
    return [key for key in _settings(str(file())) if key not in names]


def file() -> Path:
    """Give the path of the file, which need not exist."""
    named = os.environ.get(VARIABLE)
    return expanded(named) if named else folder("config") / "config.toml"


def folder(kind: str) -> Path:
    """Give a user's own folder for ``config`` or ``data``, as platformdirs has it; it need not exist.

    On Linux that is said here: it takes a query longer to load platformdirs than to open its database.
    """
    if sys.platform == "linux":
        named = os.environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
        return Path(named or expanded(_ON_LINUX[kind]), "digestkb")
    import platformdirs

    of_kind = {"config": platformdirs.user_config_path, "data": platformdirs.user_data_path}[kind]
    return of_kind("digestkb", appauthor=False)


_ON_LINUX = {"config": "~/.config", "data": "~/.local/share"}


@lru_cache(maxsize=4)
def _settings(path: str) -> dict[str, Any]:
    """Read a file once; without one nothing is set."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise DigestError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if not text.strip():
        return {}
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        settings: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # it is no TOML, has a number beyond all, or is nested without end
        raise DigestError(f"{path}: {error}") from error
    return settings


def _checked(setting: Setting, told: Any, path: Path) -> list[str]:
    """Give the values as text, paths absolute."""
    values = told if setting.several and isinstance(told, list) else [told]
    if not all(isinstance(one, str) and one and "\0" not in one for one in values):
        kind = "a text, or a list of them" if setting.several else "a text"
        raise DigestError(f"{path}: {setting.name} is to be {kind}, not {told!r}")
    for one in values:
        if setting.known and one not in setting.known:
            raise DigestError(f"{path}: {setting.name} is one of {', '.join(setting.known)}, not {one!r}")
    if setting.is_path:
        return [one if is_address(one) else str(path.parent.absolute() / expanded(one)) for one in values]
    return values
