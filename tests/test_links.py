"""Links in a line, what they lead to, and when two are one."""

from __future__ import annotations

import pytest

from digestkb import links
from digestkb.links import canonical, classify, find_links, is_arxiv


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("[a](https://x.org/1)", [("https://x.org/1", "a")]),
        ("[a [b] c](https://x.org)", [("https://x.org", "a [b] c")]),
        ("[[PDF]](https://x.org)", [("https://x.org", "[PDF]")]),
        ('[a](<https://x.org/1> "title")', [("https://x.org/1", "a")]),
        ("[a](https://x.org/b_(c))", [("https://x.org/b_(c)", "a")]),
        ("<https://x.org/1>", [("https://x.org/1", "")]),
        ("see https://x.org/1.", [("https://x.org/1", "")]),
        ("(https://x.org/1)", [("https://x.org/1", "")]),
        ("https://x.org/1，不错", [("https://x.org/1", "")]),
        ("www.x.org/1 and github.com/a/b", [("www.x.org/1", ""), ("github.com/a/b", "")]),
        ("arxiv.org/abs/2403.03507", [("arxiv.org/abs/2403.03507", "")]),
        ("<a href='https://x.org/1'><b>a</b></a>", [("https://x.org/1", "a")]),
        ("[a](https://x.org) https://y.org [b](https://z.org)",
         [("https://x.org", "a"), ("https://y.org", ""), ("https://z.org", "b")]),
        ("https://web.archive.org/web/https://arxiv.org/abs/2403.03507",
         [("https://web.archive.org/web/https://arxiv.org/abs/2403.03507", "")]),
        ("mail@www.x.org", []),
        ("no link, [x] and (y)", []),
        ("[x][1]", []),
    ],
)  # fmt: skip
def test_find(line: str, links: list[tuple[str, str]]) -> None:
    assert [(found.url, found.label) for found in find_links(line)] == links


def test_images_are_marked() -> None:
    assert [found.image for found in find_links("![a](b.png) [c](https://x.org)")] == [True, False]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("https://www.x.org/a/", "http://x.org/a", True),
        ("https://X.org/a", "x.org/a", True),
        ("https://x.org/a?utm_source=b", "https://x.org/a", True),
        ("https://x.org/a?id=1", "https://x.org/a?id=2", False),
        ("https://x.org/A", "https://x.org/a", False),
        ("http://[", "http://[", True),
    ],
)
def test_canonical(one: str, other: str, equal: bool) -> None:
    assert (canonical(one) == canonical(other)) is equal


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://arxiv.org/abs/2403.03507", "", "abs"),
        ("https://arxiv.org/pdf/2403.03507", "", "pdf"),
        ("https://x.org/paper.pdf", "", "pdf"),
        ("https://huggingface.co/papers/2403.03507", "", "huggingface"),
        ("https://huggingface.co/datasets/a/b", "", "dataset"),
        ("https://github.com/a/b", "", "code"),
        ("https://gitlab.com/a/b", "", "code"),
        ("https://a.github.io/b/", "", "project"),
        ("https://a.github.io/blog/b", "", "blog"),
        ("https://youtu.be/a", "", "video"),
        ("https://zhuanlan.zhihu.com/p/1", "", "blog"),
        ("https://x.org/a", "Project page", "project"),
        ("https://x.org/a", "Dataset", "dataset"),
        ("https://x.org/a", "", "other"),
        ("https://notgithub.com/a", "", "other"),
    ],
)
def test_classify(url: str, label: str, kind: str) -> None:
    assert classify(url, label).kind == kind


def test_is_arxiv() -> None:
    assert is_arxiv("https://www.alphaxiv.org/abs/2403.03507")
    assert not is_arxiv("https://x.org/2403.03507")


@pytest.mark.parametrize(("start", "kind"), links.KNOWN)
def test_known_addresses_are_classified_as_all_others(start: str, kind: str) -> None:
    assert classify(f"{start}2601.05242").kind == kind == classify(f"{start.replace('https', 'http')}2601.05242").kind


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://WWW.GitHub.com/A/b//", "github.com/A/b"),
        ("http://x.org:443/a", "x.org/a"),
        ("https://x.org", "x.org"),
        ("https://x.org/a?utm_source=b", "x.org/a"),
        ("https://x.org/a#b", "x.org/a"),
        ("https://me@x.org/a", "x.org/a"),
        ("https://www.www.org/~a/%20", "www.org/~a/%20"),
    ],
)
def test_keys_of_links(url: str, key: str) -> None:
    assert canonical(url) == key
