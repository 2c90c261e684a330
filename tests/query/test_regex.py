"""Expressions of users: what must be allowed, and what must not run for ever."""

from __future__ import annotations

import time

import pytest

from digestkb.query import regex

LONG = "a" * 1000


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("(foo|bar)+", "a Foobar", True),
        ("(foo|bar)+", "baz", False),
        (r"^(\w+ )*\w+$", "one two three", True),
        ("(a+)+b", "aab", True),
        ("^grpo|gdpo$", "see GDPO", True),
        ("强化|学习", "深度学习", True),
        ("[a-z]{1,20}", "12", False),
    ],
)
def test_harmless(pattern: str, text: str, found: bool) -> None:
    assert regex.matcher(pattern)(text) is found


@pytest.mark.parametrize(
    "pattern",
    [
        "(a?){30}b",
        "(a+)+b",
        "(a|aa)*b",
        "(.*a){25}b",
        "((a{1,999}){1,999}){1,999}b",
        "(?:a?){200}a{200}b",
        r"(a+){10}b\1",
        "(((((a*)*)*)*)*)*b",
        "(?:a{0,60}){60}b",
        "(a(?R)?a)*b",
        "(?R)a",
    ],
)
def test_hostile(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "_PATIENCE", 0.05)
    matches = regex.matcher(pattern)
    start = time.process_time()
    try:
        assert not matches(LONG)
    except TimeoutError as error:
        assert str(error) == f"/{pattern}/ takes too long"
        with pytest.raises(TimeoutError):  # and all further texts together get no more time
            matches(LONG)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("pattern", ["(", "[", "a{99999999999}", "(" * 400 + ")" * 399, "a" * 1001])
def test_no_expression(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        regex.compiled(pattern)
