"""What is set, by whom: the file, the environment, nobody."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from digestkb import configuration
from digestkb.configuration import SETTINGS, Value, path_of, unknown, value
from digestkb.errors import DigestError
from tests.cli.processes import digestkb


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the path of a file that is not there yet, and an environment that says nothing."""
    configuration._settings.cache_clear()
    for setting in SETTINGS:
        if setting.variable:
            monkeypatch.delenv(setting.variable, raising=False)
    path = tmp_path / "config.toml"
    monkeypatch.setenv(configuration.VARIABLE, str(path))
    return path


def test_the_environment_overrules_the_file_and_that_the_default(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    assert value("database").origin == "default"
    file.write_text(f'database = "{file.parent}/mine.db"', encoding="utf-8")
    configuration._settings.cache_clear()
    assert value("database") == Value((f"{file.parent}/mine.db",), str(file))
    monkeypatch.setenv("DIGESTKB_DB", "other.db")
    assert value("database") == Value(("other.db",), "$DIGESTKB_DB")


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ('notes = ["~/a", "b", "/c"]', "notes", ("{home}/a", "{folder}/b", "/c")),
        ('notes = "b"', "notes", ("{folder}/b",)),
        ("notes = []", "notes", ()),
        ('languages = ["en", "vi"]', "languages", ("en", "vi")),
        ('\ufeffdatabase = "ghi chú/知识.db"\r\n', "database", ("{folder}/ghi chú/知识.db",)),
        ("", "notes", ()),
    ],
)
def test_values(file: Path, text: str, name: str, wanted: tuple[str, ...]) -> None:
    file.write_text(text, encoding="utf-8", newline="")

    assert value(name).values == tuple(one.format(home=Path.home(), folder=file.parent) for one in wanted)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("database = 3", "database", "database is to be a text, not 3"),
        ('database = ["a", "b"]', "database", "database is to be a text, not ['a', 'b']"),
        ('database = ""', "database", "database is to be a text"),
        ("notes = [3]", "notes", "notes is to be a text, or a list of them"),
        ('languages = "klingon"', "languages", "languages is one of en, vi, zh, ko, ja, not 'klingon'"),
        ("database = ", "database", "Invalid value"),
        ("[database]", "database", "database is to be a text"),
        ('database = "a\\u0000b"', "database", "database is to be a text"),
        (f"database = {'[' * 5000}", "database", "recursion|nested"),  # as Python's reader says it, and as that of 3.10
        (f"database = {'9' * 10_000}", "database", "digits"),
    ],
)
def test_what_makes_no_sense_is_said_with_the_file(file: Path, text: str, name: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")

    with pytest.raises(DigestError) as caught:
        value(name)
    assert str(caught.value).startswith(f"{file}: ")
    assert any(one in str(caught.value) for one in said.split("|"))


def test_an_address_is_no_path(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    file.write_text('database = "postgresql://db.example/papers"', encoding="utf-8")

    assert configuration.database() == "postgresql://db.example/papers"
    assert configuration.database("~/kb.db") == Path.home() / "kb.db"
    monkeypatch.setenv("DIGESTKB_DB", "postgres:///other")
    assert configuration.database() == "postgres:///other"
    with pytest.raises(DigestError, match="password"):
        configuration.database("postgres://a:b@/other")


def test_keys_that_mean_nothing_are_known(file: Path) -> None:
    file.write_text('colour = "red"\ndatabase = "a"\n[ui]\nx = 1', encoding="utf-8")

    assert unknown() == ["colour", "ui"]


def test_a_file_that_cannot_be_read_is_an_error(file: Path) -> None:
    file.mkdir()

    with pytest.raises(DigestError, match="directory"):
        value("notes")


@pytest.mark.parametrize("named", ["", "/srv/settings", "  "])
def test_folders_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, file: Path, named: str) -> None:
    monkeypatch.delenv(configuration.VARIABLE)
    monkeypatch.setenv("XDG_CONFIG_HOME", named)
    monkeypatch.setenv("XDG_DATA_HOME", named)

    assert configuration.file() == platformdirs.user_config_path("digestkb", appauthor=False) / "config.toml"
    assert path_of("glossary") == platformdirs.user_config_path("digestkb", appauthor=False) / "glossary.tsv"
    assert path_of("database") == platformdirs.user_data_path("digestkb", appauthor=False) / "kb.db"


def test_the_home_of_somebody_unknown_is_a_name_as_others(tmp_path: Path) -> None:
    assert configuration.expanded("~nobody-at-all/kb.db") == Path("~nobody-at-all/kb.db")
    assert configuration.expanded("~/kb.db") == Path.home() / "kb.db"
    for command in (("list",), ("backup", "~nobody-at-all/x"), ("enrich", "~nobody-at-all/x")):
        run = digestkb("--db", "~nobody-at-all/kb.db", *command, cwd=tmp_path)
        assert run.status == 2 and len(run.err.splitlines()) == 1 and "fault" not in run.err, run.err
