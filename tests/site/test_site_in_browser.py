"""Chromium opens the folder: the box finds what was typed without a server, nothing acts, and pages fit a phone."""

from __future__ import annotations

import json
import re
import unicodedata
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from digestkb import Library
from digestkb.text.fold import folded, tables
from tests.browser import drawn, framed
from tests.cli.processes import ROOT
from tests.site.conftest import Built
from tests.web.site import ACTED, HOSTILE

STATIC = ROOT / "digestkb" / "site" / "static"
#: Words of five scripts and more, signs, and what a keyboard or another program makes of them.
WORDS = """
GRPO DeepSeek-V3.2 GPT-4 snake_case C++ C# o1 Schütze Søgaard naïve Straße ŁÓDŹ œuvre ﬁne ½ x² ⅷ İstanbul ısı ſ ẞ ŉ
đánh giá Đường đi học tăng cường suy luận chưng cất kiểm định thủy vân đ Ð ơ Ư ẵ Nguyễn
强化学习 強化學習 擴散模型 扩散 学 用GRPO做强化学习 检索增强生成 資料集 乾 㑯 𠀀𠀁 豈
強化学習 コンピュータビジョン ｺﾝﾋﾟｭｰﾀ が ゙ ー データ合成
강화학습 데이터 합성 가각 프롬프트 엔지니어링
обучение с подкреплением Ёлка Й україна ї ΜΆΘΗΣΗ μP α-divergence λ Ωmega ς Σίσυφος β-VAE ΑΒ
العربيّة أحمد שָׁלוֹם हिन्दी ไทยกำลัง ລຳ ქართული ᲐᲑ Աբ ｆｕｌｌ　ｗｉｄｔｈ Ａ１ 𝛼 𝐆𝐑𝐏𝐎 Å ü é e̋̈ ạ̈
""".split()


def folder_of(tmp_path: Path, script: str, **data: object) -> str:
    """Give the address of a page on which a script writes JSON."""
    values = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in data.items())
    page = f'<meta charset="utf-8"><script src="{(STATIC / "folding.js").as_uri()}"></script><pre></pre>'
    write = f"document.querySelector('pre').textContent = JSON.stringify({script})"
    (tmp_path / "page.html").write_text(f"{page}<script>{values}{write}</script>", encoding="utf-8")
    return (tmp_path / "page.html").as_uri()


def test_what_is_typed_is_folded_as_what_is_indexed(tmp_path: Path) -> None:
    letters = [char for char in map(chr, range(0x3100)) if char.isalnum() and not 0x13A0 <= ord(char) < 0x1400]
    words = [
        *WORDS,
        *(unicodedata.normalize("NFD", word) for word in WORDS),
        *letters,
        *(f"a{one}b" for one in letters),
    ]
    words += [
        f"強{word}化" for word in WORDS if word.isascii() or unicodedata.name(word[0]).startswith(("LATIN", "CJK"))
    ]
    fold = "words.map((word) => [...digestkb.tokens(word.normalize('NFC'))].map((one) => one.token).join(' '))"
    address = folder_of(tmp_path, f"Object.assign(digestkb.tables, tables) && {fold}", tables=tables(), words=words)

    found = json.loads(unescape(drawn(address, tmp_path / "profile").partition("<pre>")[2].partition("</pre>")[0]))

    assert [(word, one) for word, one in zip(words, found, strict=True) if one != folded(word)] == []
    assert "danh" in found and "强化 化学 学习 习" in found and len(words) > 5000


def address_of(site: Built, typed: str) -> str:
    """Give the address to which the search box leads."""
    return f"{(site.folder / 'search.html').as_uri()}?{urlencode({'q': typed})}"


class Answer(NamedTuple):
    """What the page that searches says, and the titles that it found."""

    said: str
    titles: list[str]
    page: str


def read(page: str) -> Answer:
    """Read the page that searches."""
    assert 'data-answers="' in page, "it did not come to an end"
    said = re.search(r'id="told"[^>]*>([^<]*)<', page)
    titles = [unescape(re.sub("<[^>]+>", "", one)) for one in re.findall(r"<h3>(.*?)</h3>", page)]
    return Answer(unescape(said[1] if said else ""), titles, page)


#: The page that searches is ready when it has an answer, any other at once.
READY = "document.querySelector('[data-answers]') || !document.querySelector('#found')"


def asked(site: Built, folder: Path, *typed: str) -> list[Answer]:
    """Look for several things at once."""
    frames = [(address_of(site, one), 800) for one in typed]
    return [read(one.text) for one in framed(frames, folder, READY)]


def test_a_search_needs_no_server(site: Built, tmp_path: Path) -> None:
    found = read(drawn(address_of(site, "danh gia"), tmp_path, "--virtual-time-budget=20000"))

    assert_found(site, "đánh giá", found)


def assert_found(site: Built, among: str, found: Answer) -> None:
    """Check that a page has what the command line would find first."""
    assert re.match(r"\d+ pages?", found.said), found.said
    assert found.titles and "<mark>" in found.page
    with Library(site.db) as library:
        wanted = {hit.called or hit.id for hit in library.search(among, literal=True, limit=5)}
    assert wanted & set(found.titles), (wanted, found.titles)


def test_what_is_typed_may_be_another_form_an_id_or_a_beginning(site: Built, tmp_path: Path) -> None:
    typed = ("强化学习", "強化學習", "2601.05242", "gdp", "zyxotronic flubber", "zyxotronic GDPO", "")
    simplified, traditional, number, beginning, nothing, some, empty = asked(site, tmp_path, *typed)

    assert_found(site, "强化学习", simplified)
    assert traditional.titles == simplified.titles and len(simplified.titles) > 2
    assert number.titles[0].startswith("GDPO:") and number.titles[0] in beginning.titles
    assert (nothing.said[:7], nothing.titles) == ("Nothing", [])
    assert some.said.startswith("No page has all of these words.") and some.titles
    assert (empty.said, empty.titles) == ("", [])


def test_a_note_only_stands_there(hostile: Built, tmp_path: Path) -> None:
    addresses = [address_of(hostile, one) for one in ("otters", "alert")]
    paper = (hostile.folder / "papers" / "2601.00001.html").as_uri()
    pages = framed([(one, 800) for one in (*addresses, paper)], tmp_path, READY)
    otters, alert = (read(one.text) for one in pages[:2])
    assert len(otters.titles) == 1 and ACTED not in otters.page
    assert "&lt;" in alert.page.partition('id="found"')[2] and not re.search(r"<(?:img|b|svg)\b", alert.page)
    assert "&lt;script&gt;document" in pages[2].text and ACTED not in pages[2].text


def test_markup_of_a_note_would_not_act_even_if_it_came_through(hostile: Built, tmp_path: Path) -> None:
    policy = re.search(r"<meta http-equiv=.Content-Security-Policy.*?>", hostile.files["index.html"])
    assert policy
    for name, head in (("open", ""), ("closed", policy[0])):
        (tmp_path / f"{name}.html").write_text(f"<head>{head}</head>{HOSTILE}", encoding="utf-8")
    pages = [((tmp_path / f"{name}.html").as_uri(), 800) for name in ("open", "closed")]
    assert [ACTED in one.text for one in framed(pages, tmp_path)] == [True, False]


def test_pages_fit_a_phone_and_a_screen(site: Built, tmp_path: Path) -> None:
    names = ["index", "months", "topics", "gaps", "ideas", "search", "papers/2601.05242"]
    names += [f"papers/{path.stem}" for path in sorted(site.folder.glob("papers/n*"))]
    pages = [((site.folder / f"{name}.html").as_uri(), width) for name in names for width in (390, 1000)]

    found = framed(pages, tmp_path)

    wide = [page for page, one in zip(pages, found, strict=True) if one.beyond > 0 or one.width < page[1] - 20]
    assert wide == []
