"""Links: what they lead to, and when two of them are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from digestkb.arxiv import DOI, find_arxiv_ids
from digestkb.patterns import lazy
from digestkb.shortening import KNOWN

#: The kinds of link that a record names, in the order in which a paper lists them.
KINDS = ("abs", "pdf", "huggingface", "code", "project", "dataset", "blog", "video", "other")

_INLINE = lazy(
    r"\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,500}\]){0,2000})\]"
    r"\(\s{0,40}<?(?P<target>[^\s<>()]{0,2000}(?:\([^\s()]{0,500}\)[^\s<>()]{0,500}){0,9})>?[^)\n]{0,300}\)"
)
_HTML = lazy(
    r"<a\s[^>]{0,500}?href\s{0,40}=\s{0,40}[\"']?(?P<href>[^\"'\s>]+)[^>]{0,500}>(?P<inner>.{0,1000}?)</a>",
    re.IGNORECASE,
)
#: As Slack writes them: ``<https://a.org|A>``.
_SLACK = lazy(r"<(?P<url>https?://[^\s<>|]{1,2000})\|(?P<label>[^<>|\n]{1,500})>")
#: An address of host and path, and no more.
_USUAL = lazy(r"https?://(?:[wW]{3}\.)?([A-Za-z0-9.-]+)(/[\w./~+%-]*|)", re.ASCII)
_REST = r"[^\s<>\"`|{}\\^\u3000-\u303f\uff00-\uffef]+"
_BARE = lazy(rf"https?://{_REST}")
#: Addresses that people write without a scheme; nothing that continues another address or word may precede.
_HOSTED = lazy(rf"(?<![\w/.@])(?:www\.|arxiv\.org/|github\.com/|huggingface\.co/){_REST}")
_HOSTS = ("www.", "arxiv.org/", "github.com/", "huggingface.co/")
_TRAILING = ".,;:!?'\"*_~"

_CODE_HOSTS = ("github.com", "gitlab.com", "gitee.com", "bitbucket.org", "codeberg.org", "modelscope.cn")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "bilibili.com", "vimeo.com")
_BLOG_HOSTS = ("medium.com", "substack.com", "zhihu.com", "notion.site", "mp.weixin.qq.com", "viblo.asia")


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what it leads to, one of :data:`KINDS`."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link in a line: its columns, its address, and its text (empty for a bare address)."""

    start: int
    end: int
    url: str
    label: str
    image: bool = False


def find_links(line: str) -> Iterator[FoundLink]:
    """Yield the links in one line of Markdown in order: inline, HTML, autolinks, bare addresses, images too.

    >>> [(f.url, f.label) for f in find_links("[mHC](https://arxiv.org/abs/2512.24880), https://github.com/a/b.")]
    [('https://arxiv.org/abs/2512.24880', 'mHC'), ('https://github.com/a/b', '')]
    """
    if "](" not in line and "://" not in line and "href" not in line and ".org/" not in line and ".co" not in line:
        return
    taken = _marked_up(line)
    spans = sorted((found.start, found.end) for found in taken)
    at = 0
    for match in _bare(line):
        while at < len(spans) and spans[at][1] <= match.start():
            at += 1
        if at < len(spans) and spans[at][0] <= match.start():
            continue
        url = _trim(match[0])
        taken.append(FoundLink(match.start(), match.start() + len(url), url, ""))
    yield from sorted(taken, key=lambda found: found.start)


def _marked_up(line: str) -> list[FoundLink]:
    """Give the links that are marked as such, in Markdown or in HTML."""
    found = [
        FoundLink(match.start() - image, match.end(), match["target"], match["label"].strip(), image)
        for match in _INLINE.finditer(line)
        for image in (line[match.start() - 1 : match.start()] == "!",)
    ]
    if "<http" in line and "|" in line:
        found.extend(FoundLink(m.start(), m.end(), m["url"], m["label"].strip()) for m in _SLACK.finditer(line))
    if "<a" in line or "<A" in line:
        for match in _HTML.finditer(line):
            inner = re.sub(r"<[^<>]*>", "", match["inner"]).strip()
            found.append(FoundLink(match.start(), match.end(), match["href"], inner))
    return found


def _bare(line: str) -> list[re.Match[str]]:
    """Give the addresses that stand in a line as they are, with a scheme or one of the known hosts."""
    found = list(_BARE.finditer(line)) if "://" in line else []
    for host in _HOSTS:
        at = line.find(host)
        while at >= 0:
            if not (at and (line[at - 1].isalnum() or line[at - 1] in "_/.@")):
                found.extend(_HOSTED.finditer(line))
                return sorted(found, key=lambda match: match.start())
            at = line.find(host, at + 1)
    return found


def _trim(url: str) -> str:
    """Take off what belongs to the sentence: closing punctuation, brackets that the address did not open."""
    while url:
        last = url[-1]
        if last in _TRAILING or (last == ")" and url.count("(") < url.count(")")) or last == "]":
            url = url[:-1]
        else:
            break
    return url


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """Give the key under which links are equal: host and path without scheme, ``www.`` and trailing slash.

    The query stays where it says which page is meant; case stays in the path.

    >>> canonical("https://www.GitHub.com/thu-ml/TurboDiffusion/")
    'github.com/thu-ml/TurboDiffusion'
    """
    usual = _USUAL.fullmatch(url)
    if usual:
        return usual[1].lower() + usual[2].rstrip("/")
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:  # an address such as http://[ that no one can follow: it equals itself
        return url.strip()
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    path = parts.path.rstrip("/")
    query = "&".join(p for p in parts.query.split("&") if p and not p.startswith(("utm_", "ref=", "spm=", "share_")))
    return host + path + (f"?{query}" if query else "")


_DOI = lazy(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s?)?(" + DOI + r"\S+)", re.IGNORECASE)


def typed(text: str) -> str:
    """Give the key of an address as people type one: a DOI needs no host.

    >>> typed("doi:10.1162/neco.1997.9.8"), typed("10.1162/neco.1997.9.8"), typed("www.x.org/a/")
    ('doi.org/10.1162/neco.1997.9.8', 'doi.org/10.1162/neco.1997.9.8', 'x.org/a')
    """
    doi = _DOI.fullmatch(text)
    return canonical(f"doi.org/{doi[1]}" if doi else text)


def classify(url: str, label: str = "") -> Link:
    """Say what a link leads to, by its host and path and by the label of the table row it stands in.

    >>> classify("https://huggingface.co/papers/2601.05242").kind, classify("https://arxiv.org/pdf/2601.05242").kind
    ('huggingface', 'pdf')
    """
    for start, kind in KNOWN:
        if url.startswith(start):
            return Link(kind, url)
    host, _, path = canonical(url).partition("/")
    return Link(_kind(host, path, label.casefold()), url)


def _kind(host: str, path: str, label: str) -> str:
    if _on(host, ("arxiv.org", "ar5iv.org", "alphaxiv.org")):
        return "pdf" if path.startswith("pdf") or path.endswith(".pdf") else "abs"
    if _on(host, ("huggingface.co", "hf.co")):
        if path.startswith("datasets/"):
            return "dataset"
        return "huggingface"
    if _on(host, _CODE_HOSTS):
        return "code"
    if _on(host, _VIDEO_HOSTS):
        return "video"
    return _kind_by_words(host, path, label)


def _kind_by_words(host: str, path: str, label: str) -> str:
    """Tell by the words in an address and its label what a host leads to that has things of any kind."""
    if path.lower().endswith(".pdf"):
        return "pdf"
    if "project" in label or (host.endswith(".github.io") and "blog" not in path):
        return "project"
    if _on(host, _BLOG_HOSTS) or "blog" in host or "blog" in path:
        return "blog"
    if "project" in path:
        return "project"
    if "dataset" in label or "dataset" in path:
        return "dataset"
    return "other"


def _on(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == known or host.endswith("." + known) for known in hosts)


@lru_cache(maxsize=4096)
def is_arxiv(url: str) -> bool:
    """Say whether the address is one of a paper on arXiv, or of a page about one that carries its number.

    >>> is_arxiv("https://huggingface.co/papers/2601.05242"), is_arxiv("https://github.com/a/b")
    (True, False)
    """
    return any(not found.bare for found in find_arxiv_ids(url))
