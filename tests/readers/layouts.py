"""Lists of papers in layouts drawn from independent choices: the container of an entry, the dress of its labels, the
language, how people, days, tags and addresses are written, and what else is on the page.

Nobody keeps notes in just one of these; together they are what strangers do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from digestkb.tuples import NamedTuple

TITLES = (
    "Kettle: A Method for Slow Boiling",
    "Bricks Are All You Need",
    "Learning to Lay Bricks from Human Feedback",
    "Deep Mortar Learning for Wall Recognition",
    "Why Do Roofs Leak?",
    "LoFT: Low-Cost Adaptation of Large Rooms",
    "A Survey on In-Kitchen Learning",
    "Scaling Laws for Stairs",
    "Wall Attention Networks",
    "Don't Stop Digging: Adapt Foundations to Soils and Slopes",
    "High-Resolution Tiles with Latent Glazing Models",
    "Doors as a Bayesian Approximation: Representing Model Uncertainty in Frames",
)
PEOPLE = (
    "Ida Bee|Paul Dee|Ann Gow|Tom F. Foo|Nguyễn Văn An|Trần Thị Minh|Li Wei|José García|Søren Vind|Jean-Marc Roy|"
    "Aart van den Berg|Mei-Li Chen"
).split("|")
TAGS = ("walls", "roofs", "wet plaster", "self-supervised laying", "RL", "LLM", "graph neural networks")
TEXTS = {
    "en": (
        "The authors lay bricks without mortar and build twice as fast.",
        "A wall is shown to hold with half of it.",
    ),
    "vi": ("Bài báo xếp gạch không cần vữa và xây nhanh gấp đôi.", "Tường vẫn đứng vững với một nửa số gạch."),
    "zh": ("本文不用砂浆砌砖，速度提高一倍。", "实验表明，一半的砖就能撑起一面墙。"),
    "ja": ("本論文は目地なしでれんがを積み、二倍の速さで建てる。", "半分のれんがで壁が立つことを示した。"),
    "ko": ("이 논문은 모르타르 없이 벽돌을 쌓아 두 배 빠르게 짓는다.", "벽돌 절반으로도 벽이 선다는 것을 보인다."),
}
TOPICS = {"en": "Large Buildings", "vi": "Nhà lớn", "zh": "大型建筑", "ja": "大きな建物", "ko": "큰 건물"}
LABELS = {
    "en": ("Title|Paper title", "Authors|Author(s)|By", "Published|Date|Submitted", "Tags|Keywords", "Abstract|TL;DR"),
    "vi": ("Tiêu đề|Tựa đề", "Tác giả|Nhóm tác giả", "Ngày đăng|Công bố", "Từ khóa|Thẻ", "Tóm tắt|Ý chính"),
    "zh": ("标题|论文标题", "作者|论文作者", "发布日期|日期", "标签|关键词", "摘要|一句话总结"),
    "ja": ("タイトル|論文名", "著者|著者名", "公開日|日付", "タグ|キーワード", "要約|概要"),
    "ko": ("제목|논문 제목", "저자|글쓴이", "발표일|게재일", "태그|키워드", "요약|초록"),
}
MORE_LABELS = {
    "en": ("URL", "Code"),
    "vi": ("Liên kết", "Mã nguồn"),
    "zh": ("链接", "代码"),
    "ja": ("リンク", "実装"),
    "ko": ("링크", "구현"),
}
#: How a label and its value are written on a line of their own, each in a paragraph, an item, or a row.
LINES = (
    "**{}:** {}  ",
    "**{}**: {}  ",
    "{}: {}  ",
    "{}:: {}  ",
    "【{}】{}  ",
    "{}\t{}  ",
    "> **{}**: {}",
    "<b>{}</b>: {}<br>",
)
ITEMS = (
    "- {}: {}",
    "- **{}**: {}",
    "- **{}:** {}",
    "* {}： {}",
    "- *{}*: {}",
    "- `{}`: {}",
    "- {}:: {}",
    "- __{}__: {}",
)
ROW = "| **{}** | {} |"
MONTHS = "January February March April May June July August September October November December".split()
#: What else stands on such pages, before the entries and behind them.
BEFORE = (
    "What our group reads. Contributions are welcome!",
    "这里整理了最近阅读的论文。",
    "![banner](assets/banner.png)",
)
BEHIND = ("[Back to top](#papers)", "© 2026 the authors", "*Generated on 2026-02-03 by a model*", "## License\n\nMIT")


class Entry(NamedTuple):
    """What one paper of a page is, and so what must be found of it."""

    number: str
    title: str
    authors: tuple[str, ...]
    published: str
    tags: tuple[str, ...]
    text: str
    code: str

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.number}"


class Layout:
    """A page of several papers that a seed has drawn; ``choices`` tells how it is laid out."""

    def __init__(self, seed: int) -> None:
        self._draw = draw = random.Random(seed)
        language = draw.choice(tuple(TEXTS))
        self.topic = TOPICS[language]
        drawn = draw.sample(TITLES, 4)
        self.entries = [self._entry(at, title, TEXTS[language]) for at, title in enumerate(drawn)]
        spoken = language if draw.random() < 0.7 else "en"
        told = zip(("title", "authors", "published", "tags", "text"), LABELS[spoken], strict=True)
        self._labels = {role: draw.choice(words.split("|")) for role, words in told}
        self._labels.update(zip(("url", "code"), MORE_LABELS[spoken], strict=True))
        self.kind = draw.choice(
            (
                "heading",
                "number",
                "link",
                "item",
                "bold",
                "labels",
                "table",
                "callout",
                "fold",
                "rows",
                "line",
                "inline",
            )
        )
        self._order = draw.sample(("authors", "published", "tags", "text", "code"), 5)
        self._dress = (
            ROW if self.kind == "rows" else draw.choice(ITEMS if self.kind in ("item", "labels") else (*LINES, *ITEMS))
        )
        self._day = draw.choice(
            ("{y}-{m:02}-{d:02}", "{y}/{m:02}/{d:02}", "{month} {d}, {y}", "{d} {month} {y}", "{y}.{m:02}.{d:02}")
        )
        self._people, self._tags = draw.choice(("comma", "and", "semicolon")), draw.choice(("comma", "#", "`", "[["))
        self._address = draw.choice(("{url}", "<{url}>", "[{number}]({url})", "[PDF]({url})", "arXiv:{number}"))
        self.choices = (language, spoken, self.kind, self._dress, self._day, self._people, self._tags, self._address)
        self.text = "\n".join(self._page())

    def _entry(self, at: int, title: str, texts: Sequence[str]) -> Entry:
        year, month, day = self._draw.randint(2016, 2025), self._draw.randint(1, 12), self._draw.randint(1, 28)
        number = f"{year % 100}{month:02}.{self._draw.randint(1000, 1799)}{at}"
        people, tags = self._draw.sample(PEOPLE, self._draw.randint(2, 4)), self._draw.sample(TAGS, 2)
        text, code = texts[at % 2], f"https://github.com/lab{at}/{title.split()[0].strip(':').lower()}"
        return Entry(number, title, tuple(people), f"{year}-{month:02}-{day:02}", tuple(tags), text, code)

    # --- how values are written

    def _value(self, entry: Entry, role: str) -> str:
        if role == "authors":
            *others, last = entry.authors
            joined = {"comma": ", ".join, "semicolon": "; ".join, "and": lambda _: f"{', '.join(others)} and {last}"}
            return joined[self._people](entry.authors)
        if role == "published":
            year, month, day = map(int, entry.published.split("-"))
            return self._day.format(y=year, m=month, d=day, month=MONTHS[month - 1])
        if role == "tags":
            forms = {"comma": "{}, ", "#": "#{} ", "`": "`{}` ", "[[": "[[{}]], "}
            words = (tag.replace(" ", "-") if self._tags == "#" else tag for tag in entry.tags)
            return "".join(map(forms[self._tags].format, words)).rstrip(", ")
        if role == "url":
            return self._address.format(url=entry.url, number=entry.number)
        return str(getattr(entry, role))

    def _fields(self, entry: Entry, roles: Sequence[str], dress: str = "") -> list[str]:
        dress = dress or self._dress
        lines = [dress.format(self._labels[role], self._value(entry, role)) for role in roles]
        return ["| | |", "|---|---|", *lines] if dress == ROW else lines

    # --- the page

    def _page(self) -> Iterator[str]:
        yield from ("# Papers", "")
        for line in self._draw.sample(BEFORE, self._draw.randint(0, 2)):
            yield from (line, "")
        yield from (f"## {self.topic}", "")
        yield from self._table() if self.kind == "table" else self._listed()
        for line in self._draw.sample(BEHIND, self._draw.randint(0, 2)):
            yield from ("", line)

    def _table(self) -> Iterator[str]:
        roles = ["title", "url", *self._order]
        yield f"| {' | '.join(self._labels[role] for role in roles)} |"
        yield "|---" * len(roles) + "|"
        for entry in self.entries:
            yield f"| {' | '.join(self._value(entry, role) for role in roles)} |"

    def _listed(self) -> Iterator[str]:
        for at, entry in enumerate(self.entries, 1):
            yield from self._block(at, entry)
            yield ""

    def _block(self, at: int, entry: Entry) -> list[str]:
        """Give the lines of one paper."""
        roles = ("url", *self._order)
        linked, people, day = f"[{entry.title}]({entry.url})", ", ".join(entry.authors), self._value(entry, "published")
        nested = [f"   {line}" for line in self._fields(entry, roles, "- {}: {}")]
        return {
            "heading": lambda: [f"### {entry.title}", "", *self._fields(entry, roles)],
            "number": lambda: [f"### {at}. {entry.title}", "", *self._fields(entry, roles)],
            "link": lambda: [f"### {linked}", "", *self._fields(entry, self._order)],
            "rows": lambda: [f"### {entry.title}", "", *self._fields(entry, roles)],
            "item": lambda: [f"- **{entry.title}**", *(f"  {line}" for line in self._fields(entry, roles))],
            "bold": lambda: [f"{at}. **{entry.title}**", *nested],
            "labels": lambda: self._fields(entry, ("title", *roles)),
            "callout": lambda: [
                f"> [!note] {entry.title}",
                *(f"> {one}" for one in self._fields(entry, roles, "**{}**: {}  ")),
            ],
            "fold": lambda: [
                "<details>",
                f"<summary>{entry.title}</summary>",
                "",
                *self._fields(entry, roles),
                "",
                "</details>",
            ],
            "line": lambda: [f"{at}. {entry.title}", f"   {people}", f"   {entry.url}", f"   {entry.text}"],
            "inline": lambda: [f"- {linked}, {people}, {day}. {entry.text}"],
        }[self.kind]()

    @property
    def roles(self) -> tuple[str, ...]:
        """What every entry of the page says."""
        said = {"line": ("authors", "text"), "inline": ("authors", "published", "text")}
        return ("title", *said.get(self.kind, ("authors", "published", "tags", "text", "code")))
