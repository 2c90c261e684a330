"""What is found, in which order, and what is shown of it: queries against the corpus of ``conftest.py``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers_to_find import PAPERS, TODAY, Ask

from digestkb.errors import BadQuery
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.ranking import SORTS, TIERS
from digestkb.store.connection import Connection

TURBO = "github.com/example/TurboThing"


def short(paper_id: str) -> str:
    """``2412.00007`` is ``7``."""
    return paper_id if paper_id == TURBO else str(int(paper_id[-4:]))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Numbers and addresses: that paper first, then whoever speaks of it.
        ("2601.00001", "1 > 9"),
        ("https://arxiv.org/pdf/2601.00001v2.pdf", "1 > 9"),
        ("arXiv:2512.00008", "8"),
        ("2512.09999", ""),
        ("https://www.github.com/example/TurboThing/", TURBO),
        ("https://github.com/example/gdpo", "1"),
        ("github.com/example/turbothing", TURBO),
        # A host: all that is there. What has its name only in front of another one is elsewhere.
        ("github.com", f"1 {TURBO}"),
        ("hub.com", ""),
        ("example.org", ""),
        ("2601.00001 GRPO", "1"),
        # Names first, then titles, then text.
        ("TurboThing", TURBO),
        ("AT^2PO", "9"),
        ("at 2po?", "9"),
        ("稀疏注意力", "8"),
        ("gdpo", "1"),
        ("rewards taken apart gdpo", "1"),
        # Words: all of them, in any order, folded.
        ("GRPO", "1 8 7"),
        ("ｇｒｐｏ", "1 8 7"),
        ("grpo reward*", "1 7"),
        ("GRPO -rewards", "8"),
        ("GRPO NOT (rewards OR 注意力)", ""),
        ("kitchens OR TurboThing", f"2 {TURBO}"),
        ('"model of GRPO"', "7"),
        ('"GRPO model"', ""),
        ("danh gia", "3 > 4"),
        ("đánh giá", "3 > 4"),
        ("ĐÁNH GIÁ", "3 > 4"),
        ('"đánh giá động"', "3"),
        ("thuong phan", "1"),
        ("text-to-image", "9"),
        ("π0", "9"),
        ("pass@k", "9"),
        ("C++", "7"),
        ("diffus*", "5"),
        ("强化", "8"),
        ("化学", "8"),
        ("注意力 GRPO", "8"),
        ("GRPO做", "8"),
        ("习", "8"),
        # Fields.
        ("title:gdpo", "1"),
        ("title:=gdpo", "1"),
        ('title:="GDPO: rewards taken apart"', "1"),
        ("title:/^a.*kitchens$/", "2"),
        ('author:"jan kautz"', "1 2"),
        ("author:kautz", "1 > 2"),
        ('author:="kautz jan"', "2"),
        ("author:/^lan/", "1"),
        ("tag:rl", "1"),
        ("tag:policy", "1"),
        ("tag:policyoptimization", "1"),  # however it is written, and in either number
        ('tag:"policy optimizations"', "1"),
        ("tag:policies -tag:rl", ""),
        ("title:kitchen", "2"),
        ("title:=kitchen", ""),
        ("tag:=policy", ""),
        ('tag:="policy optimization"', "1"),
        ("tag:/^(rl|robotics)$/", "1 2"),
        ("tag:rl,robotics", "1 2"),
        ("tag:grpo", ""),
        ("topic:moe", "3"),
        ('topic:"Position Embeddings"', "4"),
        ('topic:"NLP > MoE"', "3"),
        ('topic:="computer vision"', "4"),
        ("topic:/vision > /", "4"),
        ("lang:en kind:log", "9 10"),
        ("lang:zh GRPO", "8"),
        ("kind:sota", "5"),
        ("kind:sota,reading", "5 6"),
        ("-kind:log -kind:topic -kind:digest", "5 6"),
        ("has:code", "1"),
        ("has:authors", "1 2"),
        ("is:noted lang:en", "9 10"),
        ("is:digest-only", "1 2"),
        ("kind:nothing", ""),
        ("source:logs", f"10 > 9 > 8 > {TURBO}"),
        ("source:logs/*.md lang:zh", f"8 {TURBO}"),
        ("source:=digests/2026-01-09.md", "1 2"),
        ("source:/^SYN/ kind:sota", "5"),
        ("source:%", ""),
        ("id:2412.00005", "5"),
        ("id:2412*", "3 4 5 6 7"),
        ("id:2412", "3 4 5 6 7"),
        ("id:2412.99999", ""),
        # Dates: papers by overlap, mentions by theirs.
        ("date:2026-01-08", "1"),
        ("date:2026", "1 2"),
        ("date:2024-12-31 kind:topic", "3 4 7"),
        ("date:2024-12-01..2024-12-02 kind:sota", "5"),
        ("date:..2025-11 kind:sota", "5"),
        ("date:2026-01-08..", "1"),
        ("noted:2025-12-03", f"8 {TURBO}"),
        ("noted:2025-12-04..2025-12-30", TURBO),
        ("noted:2025-12", f"9 8 {TURBO}"),
        ("noted:2026-01-01..2026-01-08", "10"),
        ("noted:2025-11", ""),
        ("noted:..2025-12-03", f"8 {TURBO}"),
        ("noted:2026..", "1 > 2 > 10"),
        ("GRPO OR date:2026-01-07", "2 8 1 7"),
        # Nothing to look for.
        ('"', ""),
        ("* - %_ 🤗", ""),
        ("GRPO 🤗", "1 8 7"),
        ("-🤗 kind:sota", "5"),
    ],
)
def test_found(ask: Ask, text: str, wanted: str) -> None:
    found = [short(hit.id) for hit in ask(text, literal=True, all_words=True).hits]
    if ">" in wanted:
        assert found == wanted.split(" > ")
    else:
        assert sorted(found) == sorted(wanted.split())


def test_everything_is_listed_newest_first(ask: Ask) -> None:
    assert [short(hit.id) for hit in ask("").hits] == [*"1 2 10 9 8 7 6 5 4 3".split(), TURBO]
    assert {hit.tier for hit in ask("").hits} == {"filter"}


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [("relevance", "1 8 7"), ("date", "1 8 7"), ("noted", "1 8 7"), ("title", "1 7 8")],
)
def test_sorted(ask: Ask, sort: str, wanted: str) -> None:
    assert sort in SORTS
    assert {short(hit.id) for hit in ask("GRPO", sort=sort, literal=True).hits} == set(wanted.split())
    assert ask("GRPO", sort=sort).hits == ask("GRPO", sort=sort).hits


@pytest.mark.parametrize(
    ("text", "options", "wanted"),
    [
        # As typed only.
        ("đánh giá", {"exact": True}, {"3": "typed"}),
        ("danh gia", {"exact": True}, {"4": "typed"}),
        ("danh giá", {"exact": True}, {}),
        ("grpo", {"exact": True}, {"1": "typed", "7": "typed", "8": "typed"}),
        # As typed before folded.
        ("đánh giá", {"literal": True}, {"3": "typed", "4": "folded"}),
        # Other words for it come after those typed.
        ("distillation", {}, {"5": "name", "6": "expanded", TURBO: "expanded"}),
        ("chưng cất", {}, {"6": "typed", "5": "expanded", TURBO: "expanded"}),
        ("蒸馏", {}, {TURBO: "typed", "5": "expanded", "6": "expanded"}),
        ("distillation", {"literal": True}, {"5": "typed"}),
        ("reinforcement learning", {"all_words": True}, {"1": "expanded", "2": "expanded", "8": "expanded"}),
        ("推理", {}, {"8": "typed", "1": "expanded", "10": "expanded"}),
        ("模型蒸馏", {}, {TURBO: "typed", "5": "expanded", "6": "expanded"}),
        ("larger models", {}, {"5": "typed"}),
        ("chưng cất -một", {}, {"5": "expanded", TURBO: "expanded"}),
        ("蒸馏 lang:vi", {}, {"6": "expanded"}),
        ('"reinforcement learning"', {}, {"1": "expanded", "2": "expanded", "8": "expanded"}),
        ('"distillation of"', {"all_words": True}, {}),
        # Some of the words, only where few have all.
        ("zyxotron kitchens", {}, {"2": "partial"}),
        ("zyxotron kitchens", {"all_words": True}, {}),
        ("GRPO: a survey of nothing", {}, {"1": "partial", "7": "partial", "8": "partial"}),
        ("zyxotron 稀疏注意力机制优化 lang:zh", {}, {"8": "partial"}),
    ],
)
def test_tiers(ask: Ask, text: str, options: dict[str, Any], wanted: dict[str, str]) -> None:
    result = ask(text, **options)
    found = {short(hit.id): hit.tier for hit in result.hits}
    if text == "distillation":
        wanted = {paper: tier.replace("name", "typed") for paper, tier in wanted.items()}
    assert found == wanted
    tiers = [TIERS.index(hit.tier) for hit in result.hits]
    assert tiers == sorted(tiers)
    assert result.match == (result.hits[0].tier if result.hits else None)
    assert bool([n for n in result.notices if "some of" in n]) == ("partial" in found.values())


def test_synonyms_are_named(ask: Ask) -> None:
    via = {short(hit.id): hit.via for hit in ask("distillation").hits}
    assert via == {"5": (), "6": ("chưng cất",), TURBO: ("蒸馏",)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("GRPO", {"1": "GRPO", "8": "GRPO", "7": "GRPO"}),
        ("suy luan", {"1": "suy luận"}),
        ("注意力机制", {"8": "注意力机制"}),
        ("kitchens", {"2": "Kitchens"}),
        ("distillation", {"5": "distillation", "6": "Chưng cất", TURBO: "蒸馏"}),
    ],
)
def test_passages_are_lines_of_notes(ask: Ask, text: str, wanted: dict[str, str]) -> None:
    marks = {}
    for hit in ask(text, limit=None).hits:
        assert hit.passage is not None
        start, end = hit.passage.spans[0]
        marks[short(hit.id)] = hit.passage.text[start:end]
        entries = PAPERS[hit.passage.source]
        place, below = divmod(hit.passage.line - 1, 10)
        entry = entries[place]
        lines = [entry.get("title", ""), *entry["text"].split("\n")]
        assert hit.passage.text == lines[below]
    assert {paper: marks[paper] for paper in wanted} == wanted


def test_limit_keeps_the_best(ask: Ask) -> None:
    for text in ("GRPO", "distillation", "kind:topic", "reinforcement learning", "zyxotron model"):
        everything = ask(text).hits
        for limit in range(len(everything) + 2):
            assert ask(text, limit=limit).hits == everything[:limit]


def test_equals_are_in_order_of_date_and_id(ask: Ask) -> None:
    assert [short(hit.id) for hit in ask("kind:digest OR kind:log").hits] == ["1", "2", "10", "9", "8", TURBO]


@pytest.mark.parametrize(
    ("text", "options", "wanted"),
    [
        ("difusion", {}, "diffusion"),
        ("distilation modl", {}, "distillation model"),
        ("kitchnes", {}, "kitchens"),
        ("chưng cat", {"exact": True}, "Chưng cất"),
        ("chungg cất", {}, "chưng cất"),
        ("zzzzqqqq", {}, None),
        ("xq", {}, None),
        ("GRPO", {}, None),
    ],
)
def test_suggestions(ask: Ask, text: str, options: dict[str, Any], wanted: str | None) -> None:
    assert ask(text, **options).suggestion == wanted


def test_explained(ask: Ask) -> None:
    result = ask("distillation tag:none")
    assert "chưng cất" in result.expansions
    assert ask("distillation", limit=1).expansions == ()
    assert ask("distillation", limit=1, explain=True).expansions == ask("distillation").expansions
    assert ask("distillation", literal=True, explain=True).expansions == ()
    assert any("FROM papers" in sql or "JOIN papers" in sql or "FROM search" in sql for sql, _ in result.sql)
    assert all(sql.count("?") == len(parameters) for sql, parameters in result.sql)


@pytest.mark.parametrize(
    "text",
    [
        *(" ".join(["tag:a"] * 200), " OR ".join(["tag:=a"] * 200), " ".join(["-tag:a*"] * 200)),
        *("(a OR " * 25 + "b" + ")" * 25, " ".join(["word"] * 1900), "tag:" + ",".join("a" * 200), "强" * 9000),
        *(
            " ".join(["title:/(a|b)+/"] * 200),
            " ".join(["date:2026"] * 200),
            '"' + "a b " * 2000 + '"',
            "(a " * 29 + ")" * 29,
        ),
    ],
    ids=lambda text: text[:20],
)
def test_the_longest_queries_are_none_too_long(corpus_in_file: Connection, text: str) -> None:
    find(corpus_in_file, parse(text, TODAY))
    find(corpus_in_file, parse(text, TODAY), exact=True)


@pytest.mark.parametrize("text", [" ".join(["word"] * 1900), " OR ".join(["tag:=a"] * 200), '"' + "a b " * 300 + '"'])
def test_long_queries_are_no_more_than_a_server_takes(corpus_on_server: Connection, text: str) -> None:
    find(corpus_on_server, parse(text, TODAY))


def test_a_slow_expression_is_cut_off(corpus: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digestkb.query.regex._PATIENCE", -1.0)
    with pytest.raises(BadQuery, match="too long"):
        find(corpus, parse("title:/a.*b/", TODAY))


pieces = st.sampled_from(
    'OR AND NOT - ^ ( ) " * GRPO tag:rl date:2026-01 title:= /x/ .. , : 2601.00001 强化 推理 đánh giá C++ NEAR( % '
    "kind:log noted:7d.. lang:vi id:x source:* topic:a>b https://x.org/a has:code x* model's {} \\ ; -- 2026 ' is:noted"
    " author:/a+/ -tag:x ^(a 模".split()
)
queries = st.lists(pieces | st.text(max_size=5), max_size=8).map(" ".join) | st.text(max_size=20)


options = st.fixed_dictionaries(
    {
        "sort": st.sampled_from(SORTS),
        "exact": st.booleans(),
        "literal": st.booleans(),
        "limit": st.sampled_from([None, 0, 1, 3]),
    }
)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries, options)
def test_no_query_is_an_error(corpus_in_file: Connection, text: str, options: dict[str, Any]) -> None:
    is_no_error(corpus_in_file, text, options)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries, options)
def test_no_query_is_an_error_of_a_server(corpus_on_server: Connection, text: str, options: dict[str, Any]) -> None:
    is_no_error(corpus_on_server, text, options)


def is_no_error(corpus: Connection, text: str, options: dict[str, Any]) -> None:
    """Ask, whatever it is."""
    try:
        result = find(corpus, parse(text, TODAY), **options)
    except BadQuery:
        return
    assert options["limit"] is None or len(result.hits) <= options["limit"]
    assert len({hit.id for hit in result.hits}) == len(result.hits)


@pytest.mark.parametrize(
    "text", ["AT^2PO", "at 2po?", "turbothing", "GDPO", "gdpo!", "稀疏注意力", "gdpo rewards taken apart"]
)
def test_a_name_wins_outright(ask: Ask, text: str) -> None:
    assert ask(text).hits[0].tier == "name"
    assert [hit.tier for hit in ask(text).hits].count("name") == 1
