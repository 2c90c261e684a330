"""How a query is read: each case is what is typed and how it is understood, or where the fault is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestkb.errors import BadQuery
from digestkb.query.combining import conjunction
from digestkb.query.language import field, parse
from digestkb.query.nodes import And, Field, understood

TODAY = dt.date(2026, 2, 9)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("GRPO", "GRPO"),
        ("GRPO reward", "GRPO reward"),
        ("GRPO AND reward", "GRPO reward"),
        ("a OR b c OR d", "a OR (b c) OR d"),
        ("(a OR b) c", "(a OR b) c"),
        ("((((a))))", "a"),
        ("a ()", "a"),
        ("-a", "-a"),
        ("^a b", "-a b"),
        ("NOT a b", "-a b"),
        ("NOT NOT a", "-NOT a"),
        ("-(a OR b) c", "-(a OR b) c"),
        ("-(-a)", "a"),
        ("--a", "--a"),
        ("a - b", "a - b"),
        ("text-to-image", "text-to-image"),
        ("diffus*", "diffus*"),
        ('"speculative decoding"', '"speculative decoding"'),
        ("“speculative decoding” x", '"speculative decoding" x'),
        ('"left open', '"left open"'),
        ('a"b c"d', 'a "b c" d'),
        ("OR", "OR"),
        ("AND", "AND"),
        ("a OR", "a OR"),
        ("OR a", "OR a"),
        ("ORDER", "ORDER"),
        ("or not and", "or not and"),
        ("GRPO: a survey", "GRPO: a survey"),
        ("a:b:c", "a:b:c"),
        ("https://x.org/a_(b)", "https://x.org/a_(b)"),
        ("(see https://x.org/a)", "see https://x.org/a"),
        ("title:", "title:"),
        ("title: GRPO", "title: GRPO"),
        ("Tag:RL", "tag:RL"),
        ('topic:"Position Embeddings"', 'topic:"Position Embeddings"'),
        ("tag:=RL", "tag:=RL"),
        ('tag:="a b"', 'tag:="a b"'),
        ("tag:rl*", "tag:rl*"),
        ("tag:/^rl|ppo$/ x", "tag:/^rl|ppo$/ x"),
        ("title:/(foo|bar)+/", "title:/(foo|bar)+/"),
        ("title:/(a+)+b/ x", "title:/(a+)+b/ x"),
        ("kind:log,note", "kind:log OR kind:note"),
        ("kind:log kind:note", "kind:log OR kind:note"),
        ("kind:log x kind:note", "(kind:log OR kind:note) x"),
        ("tag:a author:b tag:c,d", "(tag:a OR tag:c OR tag:d) author:b"),
        ("tag：rl arXiv: 2106.09685", "tag:rl arXiv:2106.09685"),
        ("doi： 10.1/x note: this", "doi:10.1/x note: this"),
        ("author:a author:b", "author:a author:b"),
        ("-tag:a -tag:b", "-tag:a -tag:b"),
        ("title:a,b", "title:a,b"),
        ("(x kind:log) kind:note", "x (kind:log OR kind:note)"),
        ("lang:Chinese has:author", "lang:zh has:authors"),
        ("since:2025-03 until:2025", "date:2025-03-01.. date:..2025-12-31"),
        ("after:2025-03 Before:2025", "date:2025-04-01.. date:..2024-12-31"),
        ('year:2025 since:"last month"', "date:2025-01-01..2025-12-31 date:2026-01-01.."),
        ("Tags:rl,ppo published:2025 language:vn", "(tag:rl OR tag:ppo) date:2025-01-01..2025-12-31 lang:vi"),
        ("date:2026-01", "date:2026-01-01..2026-01-31"),
        ("date:2026-01..", "date:2026-01-01.."),
        ("date:..2025", "date:..2025-12-31"),
        ("date:2025-12-30..2026-01", "date:2025-12-30..2026-01-31"),
        ("noted:7d..", "noted:2026-02-02.."),
        ("noted:yesterday x", "noted:2026-02-08 x"),
        ("noted:last week x", "noted:2026-02-02..2026-02-08 x"),
        ('noted:"last month"', "noted:2026-01-01..2026-01-31"),
        ("date:this year", "date:2026-01-01..2026-12-31"),
        ("date:last 3 days x", "date:2026-02-06..2026-02-09 x"),
        ("date:2024年12月", "date:2024-12-01..2024-12-31"),
        ("noted:hôm-nay", None),
        ('noted:"hôm qua"', "noted:2026-02-08"),
        ("noted:上周", "noted:2026-02-02..2026-02-08"),
        ("date:1m", "date:2026-01-09..2026-02-09"),
    ],
)
def test_understood(text: str, wanted: str | None) -> None:
    if wanted is None:
        with pytest.raises(BadQuery):
            parse(text, TODAY)
    else:
        assert understood(parse(text, TODAY).root) == wanted


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("(GRPO", 0),
        ("a (b (c)", 2),
        ("GRPO)", 4),
        ("a) b", 1),
        ("x tag:(y", 6),
        ("date:2026-13", 5),
        ("x date:2026-02..2026-01", 7),
        ("date:..", 5),
        ("date:soon", 5),
        ("noted:2026-02-30", 6),
        ("date:9999y", 5),
        ("tag:/[/", 4),
        ("x title:/a(/", 8),
        ("title:/" + "a" * 1001 + "/", 6),
        ("tag:a " * 201, 1200),
        ("tag:/" + "(" * 500 + "/", 4),
        ("-(a " * 60 + ")" * 60, None),
        ("tag:" + "a," * 201, None),
    ],
)
def test_faults_know_their_place(text: str, position: int | None) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(text, TODAY)
    assert caught.value.query == text
    if position is not None:
        assert caught.value.position == position


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tpoic:moe", "did you mean topic:?"),
        ("tagz:moe", "did you mean tag:?"),
        ("moe tag:", "tag: has no value"),
        ("kind:logg", "there is no kind:logg"),
        ("has:cod", "there is no has:cod"),
        ("/Mamba|RWKV/", "a regular expression needs a field: title:/Mamba|RWKV/"),
        ("diff*sion", "a star stands for the end of a word: diff*"),
        ("diff* A*-search", None),
        ("/home/notes/", None),
        ("GRPO: a", None),
        ("http://x.org", None),
        ("kind:log has:code", None),
    ],
)
def test_notices(text: str, wanted: str | None) -> None:
    notices = parse(text, TODAY).notices
    assert bool(notices) is bool(wanted)
    assert wanted is None or wanted in notices[0]


def test_a_query_has_a_longest_length() -> None:
    assert parse("a" * 10_000, TODAY)
    for refused in (lambda: parse("word " * 100_000, TODAY), lambda: field("tag", "a," * 100_000, TODAY)):
        with pytest.raises(BadQuery, match="10,000 are the most"):
            refused()


def test_options_are_the_same_as_fields() -> None:
    typed = parse("GRPO tag:rl,ppo topic:moe date:2026-01", TODAY)
    given_ = parse("GRPO", TODAY).and_also(
        field(name, value, TODAY)
        for name, value in (("tag", "rl"), ("tag", "ppo"), ("topic", "moe"), ("date", "2026-01"))
    )
    assert typed.root == given_.root
    assert conjunction([]) == And(())
    assert parse("", TODAY).and_also([Field("tag", "rl")]).root == Field("tag", "rl")


pieces = st.sampled_from(
    'OR AND NOT - ^ ( ) " * a GRPO tag: date: title:= /x/ .. , : 2026-01 强化 đánh kind:log 7d -( “ ” \ud800'.split()
)


@settings(max_examples=500)
@given(st.lists(pieces | st.text(max_size=4), max_size=14).map("".join) | st.lists(pieces, max_size=10).map(" ".join))
def test_nothing_else_is_an_error(text: str) -> None:
    try:
        query = parse(text, TODAY)
    except BadQuery as error:
        assert error.position is None or 0 <= error.position <= len(text)
    else:
        again = parse(understood(query.root), TODAY) if "/" not in text else query
        assert isinstance(understood(again.root), str)
