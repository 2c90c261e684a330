"""Generated notes: papers that are known, written in the many ways in which people write them down."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

#: What titles are made of; the head is a name, the rest says what it is.
HEADS = ("GaLore", "LoRA", "LLM.int8()", "FlashAttention-2", "π0", "SVG-T2I", "C2PO", "BitNet b1.58", "DeepSeek-V3.2")
PHRASES = (
    ("Memory-Efficient", "Training", "of", "Large", "Language", "Models"),
    ("Accurate", "Quantization", "for", "Generative", "Transformers"),
    ("Learning", "to", "Reason", "with", "Verifiable", "Rewards"),
    ("Towards", "Faithful", "Evaluation", "of", "Retrieval"),
    ("Sparse", "Attention", "at", "Scale"),
)
PEOPLE = ("Jiawei Zhao", "Edward J. Hu", "Ludwig van der Berg", "Anna-Lena Popović", "Nguyễn Văn An")
REMARKS = (
    "Saves a lot of memory, at no cost in quality.",
    "Tiết kiệm bộ nhớ mà không giảm chất lượng.",
    "省显存，效果不变。",
    "メモリを節約する。",
    "메모리를 아낀다.",
)
#: Numbers that are none.
NOISE = (
    "It costs $2401.12345, or 2401.12345 USD, or €2312.11111.",
    "The server 10.24.03.507 answers at 12:30, and 192.168.2403.1 does not.",
    "See DOI 10.1145/2403.03507.99999, ISBN 978-3-16-148410-0, phone 0912.345.678 or +84 2403.035071.",
    "Fixed in v2403.03507.1, commit 2403f035, issue #24030, pull request #2403.03507.",
    "2024-03-06, 2024.03.06, 06/03/2024 and 1999.12345 are no papers, and 2413.00001 and 2400.00001 are none.",
    "The loss fell from 2403.035071 to 1412.12345 and 1501.1234, that is by 2403.03507%.",
    "Giá 2.403.035 đồng, tăng 2403,03507 lần.",
    "https://github.com/a/b/issues/2403 and https://example.org/a2403.03507b",
    "```python\nx = 2403.03507 * 2\nlr = [2403.03507, 2312.11805]\n```",
)


@dataclass(frozen=True)
class Truth:
    """A paper as it is written down."""

    number: str
    title: str
    authors: tuple[str, ...]
    remark: str

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.number}"


def paper(chance: random.Random) -> Truth:
    """Invent a paper; one in eight has a number of the old scheme."""
    if chance.random() < 0.125:
        archive = chance.choice(("hep-th", "cs", "math", "quant-ph"))
        number = f"{archive}/{chance.randint(92, 99)}{chance.randint(1, 12):02}{chance.randint(1, 999):03}"
    elif chance.random() < 0.2:
        number = f"{chance.randint(8, 14):02}{chance.randint(1, 12):02}.{chance.randint(1, 9999):04}"
    else:
        number = f"{chance.randint(15, 25)}{chance.randint(1, 12):02}.{chance.randint(1, 19999):05}"
    phrase = " ".join(chance.choice(PHRASES))
    title = f"{chance.choice(HEADS)}: {phrase}" if chance.random() < 0.7 else phrase
    authors = tuple(chance.sample(PEOPLE, chance.randint(2, 4)))
    return Truth(number, title, authors, chance.choice(REMARKS))


def _apa(p: Truth) -> str:
    names = ", ".join(f"{name.split()[-1]}, {name[0]}." for name in p.authors)
    return f"- {names} (2024). {p.title}. arXiv preprint arXiv:{p.number}."


Form = Callable[[Truth], str]

#: Ways in which a paper stands among others. All say its title.
FORMS: dict[str, Form] = {
    "linked title": lambda p: f"- [{p.title}]({p.url})",
    "linked title with remark": lambda p: f"* [**{p.title}**](http://arxiv.org/pdf/{p.number}v2.pdf) - {p.remark}",
    "numbered": lambda p: f"1. [{p.title}]({p.url}), {p.remark}",
    "label behind": lambda p: f"- {p.title} [[paper]({p.url})] [[code](https://github.com/a/b)]",
    "label before": lambda p: f"- [[pdf]({p.url})] {p.title}",
    "venue before": lambda p: f"- [ICML 2024] {p.title} [[pdf]({p.url})]",
    "venue in italics": lambda p: f"- (*ICLR'23*) {p.title} [[pdf]({p.url})]",
    "date before": lambda p: f"- [2024.03] {p.title} [[Paper]({p.url})]",
    "month before": lambda p: f"- 2024/02: {p.title} [[Paper]({p.url})]",
    "picture before": lambda p: f"- 🔥 ⭐ {p.title} [[Paper]({p.url})]",
    "badge behind": lambda p: f"- [x] {p.title} [[Paper]({p.url})] ![](https://img.shields.io/github/stars/a/b)",
    "authors behind": lambda p: f"- {p.title}. {', '.join(p.authors)}. NeurIPS 2024. [[Paper]({p.url})]",
    "first author": lambda p: f"- {p.title}. {p.authors[0]} et al. MLSys 2024. [[Paper]({p.url})]",
    "authors before": lambda p: f"- {', '.join(p.authors)}. {p.title}. arXiv:{p.number}, 2024.",
    "apa": _apa,
    "in brackets": lambda p: f"- {p.title} (arXiv:{p.number})",
    "bare number first": lambda p: f"- {p.number} {p.title}",
    "bar": lambda p: f"- {p.number} | {p.title}",
    "autolink": lambda p: f"- {p.title}: <{p.url}>",
    "title marks": lambda p: f"- 《{p.title}》{p.url}",
    "corner brackets": lambda p: f"- 「{p.title}」（{p.url}）",
    "quotes": lambda p: f'- {p.authors[0]} et al., "{p.title}," arXiv:{p.number}',
    "dashes": lambda p: f"- **{p.title}** — {p.remark} ({p.url})",
    "nested": lambda p: f"- **{p.title}**\n  - Authors: {', '.join(p.authors)}\n  - Link: {p.url}\n  - {p.remark}",
    "section": lambda p: f"### {p.title}\n\n- Paper: {p.url}\n\n{p.remark}",
    "section with link": lambda p: f"### [{p.title}]({p.url})\n\n{p.remark}",
    "line above": lambda p: f"{p.title}\n{p.url}\n{p.remark}",
    "bold line above": lambda p: f"**{p.title}**  \n*{', '.join(p.authors)}*  \n[[arXiv]({p.url})]",
    "one line": lambda p: f"**{p.title}** <br> {', '.join(p.authors)} <br> [Paper]({p.url}) | [Code](https://x.org/a)",
    "prose, title marks": lambda p: f"今天读了《{p.title}》（{p.url}），很有意思。",
    "prose, italics": lambda p: f"We lean on *{p.title}* (arXiv:{p.number}) here, and on nothing else.",
    "prose, link": lambda p: f"Ta xem [{p.title}]({p.url}) rồi so sánh.",
    "html item": lambda p: f"<ul><li><a href='{p.url}'>{p.title}</a></li></ul>",
    "html row": lambda p: f"<table>\n<tr><td>{p.title}</td><td><a href=\"{p.url}\">PDF</a></td></tr>\n</table>",
    "table": lambda p: f"| Date | Title | Link |\n|--|:-:|--|\n| 2024-01-02 | **{p.title}** | [{p.number}]({p.url}) |",
    "table without title column": lambda p: f"| Paper | Note |\n|--|--|\n| [{p.title}]({p.url}) | {p.remark} |",
    "chinese table": lambda p: f"|序号|论文标题|链接|备注|\n|--|--|--|--|\n|1|{p.title}|[链接]({p.url})|{p.remark}|",
    "quote": lambda p: f"> - {p.title} {p.url}",
    "bibtex": lambda p: (
        f"@article{{k,\n  title={{{{{p.title}}}}},\n  author={{{' and '.join(p.authors)}}},\n"
        f"  journal={{arXiv preprint arXiv:{p.number}}},\n  year=2024\n}}"
    ),
    "bibtex in code": lambda p: f'```bibtex\n@misc{{k, title = "{p.title}",\n eprint = {{{p.number}}},\n}}\n```',
}  # fmt: skip

#: Whole notes about one paper: name of the file, text. All say title, authors, a tag and a date.
WHOLE: dict[str, Callable[[Truth], tuple[str, str]]] = {
    "front matter": lambda p: ("a.md", (
        f"---\ntitle: \"{p.title}\"\nauthors: [{', '.join(p.authors)}]\ntags:\n  - rl\ndate: 2024-05-06\n"
        f"arxiv: '{p.number}'\n---\n\n{p.remark}")),
    "toml": lambda p: ("a.md", _toml(p)),
    "jekyll": lambda p: ("2024-05-06-a-post.md", (
        f"---\nlayout: post\ntitle: '{p.title}'\nauthor: {', '.join(p.authors)}\ncategories: rl\n---\n\n"
        f"Paper: [{p.number}]({p.url})")),
    "multimarkdown": lambda p: ("a.md", (
        f"Title: {p.title}\nAuthors: {', '.join(p.authors)}\nTags: rl\nDate: 2024-05-06\nLink: {p.url}\n\n{p.remark}")),
    "notion": lambda p: ("a.md", (
        f"# {p.title}\n\nAuthors: {', '.join(p.authors)}\nTags: rl\nCreated: May 6, 2024 10:00 AM\nURL: {p.url}\n\n"
        f"{p.remark}")),
    "logseq": lambda p: ("a.md", (
        f"title:: {p.title}\nauthors:: {', '.join(f'[[{a}]]' for a in p.authors)}\ntags:: #rl\ndate:: 2024-05-06\n"
        f"url:: {p.url}\n\n- {p.remark}")),
    "readwise": lambda p: ("a.md", (
        f"# {p.title}\n\n## Metadata\n- Author: {', '.join(p.authors)}\n- Full Title: {p.title}\n"
        f"- Document Tags: [[rl]]\n- URL: {p.url}\n- Date: 2024-05-06\n\n## Highlights\n- {p.remark}")),
    "file name": lambda p: (f"2024-05-06 {p.number.replace('/', '_')}.md", (
        f"# {p.title}\n\n**Authors:** {', '.join(p.authors)}\n\n{p.remark} #rl")),
    "title and link": lambda p: ("2024-05-06.md", (
        f"# {p.title}\n\n- Authors: {', '.join(p.authors)}\n- Paper: <{p.url}>\n\n## Method\n\n{p.remark} #rl")),
}  # fmt: skip


def _toml(p: Truth) -> str:
    names = ", ".join(f'"{name}"' for name in p.authors)
    return (
        f'+++\ntitle = "{p.title}"\nauthors = [{names}]\ntags = ["rl"]\ndate = 2024-05-06\nurl = "{p.url}"\n+++\n'
        f"{p.remark}"
    )
