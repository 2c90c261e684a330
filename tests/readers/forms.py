"""One truth in many surface forms: digests and syntheses drawn from independent choices, and what each must yield.

A form is a seed: it decides the language of the labels, their emphasis and numbering, the shape of lists and links, the
order of the parts and which are missing. Whatever it decides, a reader must find the same facts.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from digestkb.document import plain
from digestkb.ingest import read_note
from digestkb.merge import merge, own_id
from digestkb.records import Insight, Note, Paper, StoredMention
from digestkb.source import source_of
from digestkb.store.store import Origin, stored_mentions


@dataclass(frozen=True)
class Found:
    """What an ingested note says, by arXiv number."""

    note: Note
    papers: dict[str, Paper]

    def insights(self, kind: str) -> list[Insight]:
        return [insight for insight in self.note.reading.insights if insight.kind == kind]


def ingested(text: str, name: str = "note.md") -> Found:
    """Take a note through decoding, repair, reading, assembling and merging, as an ingest does."""
    decoded, note = read_note(source_of(text.encode(), name))
    papers: dict[str, list[StoredMention]] = defaultdict(list)
    for stored in stored_mentions(Origin("", name), decoded, note):
        papers[own_id(stored.mention)].append(stored)
    return Found(note, {paper_id: merge(paper_id, stored) for paper_id, stored in papers.items()})


def squeezed(text: str | None) -> str:
    """What is left of a text for a comparison: no case, emphasis, doubled blanks, or colon at its end."""
    return " ".join(plain(text or "").replace("*", "").split()).strip(" :").casefold()


class Choices:
    """Draws for one form; remembers them, so that a failure says which form it was."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.made: dict[str, object] = {}

    def of(self, name: str, *options: object) -> str:
        """Draw one of the options once for the whole note; it is the same whenever it is asked for again."""
        if name not in self.made:
            self.made[name] = self._random.choice(options)
        return str(self.made[name])

    def chance(self, name: str, share: float = 0.5) -> bool:
        if name not in self.made:
            self.made[name] = self._random.random() < share
        return bool(self.made[name])

    def shuffled(self, name: str, things: list[str]) -> list[str]:
        if name not in self.made:
            self.made[name] = self._random.sample(things, len(things))
        return list(self.made[name])  # type: ignore[call-overload]


# --- digests


@dataclass(frozen=True)
class DigestPaper:
    """A paper of a digest, as all forms must give it back."""

    number: str
    title: str
    authors: tuple[str, ...]
    published: str
    tags: tuple[str, ...]
    code: str | None
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)


PAPERS = (
    DigestPaper(
        "2601.05242",
        "GDPO: Group reward-Decoupled Normalization Policy Optimization for Multi-reward RL Optimization",
        ("Shih-Yang Liu", "Xin Dong", "Ximing Lu", "Pavlo Molchanov"),
        "2026-01-08",
        ("RL", "Multi-reward Optimization", "LLMs"),
        "https://github.com/NVlabs/GDPO",
        {
            "problem": ("Nhiều phần thưởng cộng lại rồi mới chuẩn hóa thì không còn phân biệt được nữa.",),
            "idea": ("Each reward is normalised on its own, then they are added up.",),
            "results": ("Better on tool calls: 2.3 points.", "Ổn định hơn khi huấn luyện lâu.", "Three tasks in all."),
            "conclusion": ("一种更稳定的做法，可以代替原来的方法。",),
            "papers": ("Áp dụng cho robot với hai mục tiêu.", "Weights that change over time."),
            "patents": ("Bàn phím gợi ý chữ theo ba tiêu chí.",),
        },
    ),
    DigestPaper(
        "2512.24880",
        "mHC: Manifold-Constrained Hyper-Connections",
        ("Zhenda Xie", "Yixuan Wei", "Huanqi Cao"),
        "2025-12-31",
        ("Architecture", "Residual Connections (mHC, HC)", "Học sâu"),
        None,
        {
            "problem": ("Connections that are free to grow make large models unstable.",),
            "idea": ("Giữ ma trận trộn trên một đa tạp.", "The rest stays as it was."),
            "results": ("- not a list: a dash opens this line.",),
            "conclusion": ("It holds at 27B.",),
            "papers": ("Thử các đa tạp khác.",),
            "patents": ("A chip for mixing streams.",),
        },
    ),
    DigestPaper(
        "2601.03233",
        "LTX-2: Efficient Joint Audio-Visual Foundation Model",
        ("Yoav HaCohen", "Benny Brazowski", "Nisan Chiprut"),
        "2026-01-06",
        ("Video Generation", "Âm thanh", "DiT"),
        "https://github.com/Lightricks/LTX-2",
        {
            "problem": ("Video không có tiếng thì chưa đủ.",),
            "idea": ("Two streams, one for sound, with attention across.",),
            "results": ("Nhanh hơn 18 lần.",),
            "conclusion": ("Weights and code are open.",),
            "papers": ("Longer scenes with several speakers.",),
            "patents": ("Ứng dụng lồng tiếng trên điện thoại.",),
        },
    ),
)

_FIELD_LABELS = {
    "vi": {"authors": ("Tác giả", "Nhóm tác giả"), "published": ("Xuất bản lúc", "Ngày đăng"), "tags": ("Tag", "Thẻ")},
    "en": {
        "authors": ("Authors", "Author(s)"),
        "published": ("Published", "Published on", "Date"),
        "tags": ("Tags", "Keywords"),
    },
    "zh": {"authors": ("作者",), "published": ("发布时间", "发表日期"), "tags": ("标签", "关键词")},
}
_SECTION_LABELS = {
    "en": {
        "problem": ("Main Problem", "Problem Statement", "The Problem"),
        "idea": ("Main Idea", "Key Idea", "Proposed Method"),
        "results": ("Main Results", "Key Results", "Experimental Results"),
        "conclusion": ("Conclusion & Future Works", "Conclusions"),
        "brainstorming": ("Brainstorming Space", "Brainstorming"),
        "papers": ("Publish Papers", "Paper Ideas"),
        "patents": ("Patent", "Patents", "Patent Ideas"),
        "links": ("Related Links", "Links"),
    },
    "vi": {
        "problem": ("Vấn đề chính", "Bài toán"),
        "idea": ("Ý tưởng chính", "Phương pháp"),
        "results": ("Kết quả chính", "Kết quả thực nghiệm"),
        "conclusion": ("Kết luận & Hướng phát triển", "Kết luận"),
        "brainstorming": ("Không gian động não", "Brainstorming"),
        "papers": ("Xuất bản bài báo", "Ý tưởng bài báo"),
        "patents": ("Bằng sáng chế", "Sáng chế"),
        "links": ("Các đường dẫn liên quan", "Liên kết"),
    },
    "zh": {
        "problem": ("主要问题", "研究问题"),
        "idea": ("核心思想", "主要思路"),
        "results": ("主要结果", "实验结果"),
        "conclusion": ("结论与未来工作", "结论"),
        "brainstorming": ("头脑风暴",),
        "papers": ("论文选题", "发表论文"),
        "patents": ("专利",),
        "links": ("相关链接", "链接"),
    },
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_LINK_LABELS = {
    "hf": "Hugging Face",
    "abs": "ArXiv Abstract",
    "pdf": "PDF Download",
    "code": "Github Repository",
}


@dataclass(frozen=True)
class DigestForm:
    """A digest in one form: its text, its papers, and what of them the form leaves out."""

    text: str
    papers: tuple[DigestPaper, ...]
    fields: frozenset[str]
    sections: tuple[str, ...]
    choices: dict[str, object]


def digest_form(seed: int) -> DigestForm:
    """Render the digest in the form number ``seed``."""
    c = Choices(seed)
    fields = ["authors", "published", "tags"]
    order = c.shuffled("field order", fields) if c.chance("fields shuffled", 0.2) else fields
    if c.chance("no tags", 0.25):
        order.remove("tags")
    elif c.chance("no date", 0.1):
        order.remove("published")
    sections = ["problem", "idea", "results", "conclusion", "papers", "patents"]
    if c.chance("sections missing", 0.3):
        gone = c.of("missing", "problem", "idea", "results", "conclusion", "papers", "patents")
        sections.remove(gone)
    if c.chance("no ideas", 0.1):
        sections = [section for section in sections if section not in ("papers", "patents")]
    lines = _digest_opening(c)
    for count, paper in enumerate(PAPERS, int(c.of("first number", 1, 1, 1, 31))):
        if c.chance("rules", 0.7):
            lines += [c.of("rule", "---", "--- ", "***", "- - -"), ""]
        lines += [_digest_heading(c, paper, count), ""]
        lines += _digest_head(c, paper, order)
        lines += _digest_sections(c, paper, sections)
        lines += _digest_links(c, paper)
    return DigestForm(_typed(c, lines), PAPERS, frozenset(order), tuple(sections), c.made)


def _digest_opening(c: Choices) -> list[str]:
    title = c.of(
        "title",
        "# 🤗 Daily Hugging Face Paper Digest - 2026-01-09",
        "# Tổng hợp ngày 09/01/2026",
        "# 每日论文 2026-01-09",
        "",
        "---\ntitle: Digest\ndate: 2026-01-09\n---",
    )
    lines = [title, ""] if title else []
    if c.chance("generated by"):
        lines += ["Generated on 2026-01-10 13:28:12 by `some-model-2.5`.", ""]
    if c.chance("contents", 0.15):
        lines += ["## Contents", "", *(f"{n}. {paper.title}" for n, paper in enumerate(PAPERS, 1)), ""]
    if c.chance("summary heading"):
        lines += ["## 📰 Summary of Papers", ""]
    return lines


def _digest_heading(c: Choices, paper: DigestPaper, count: int) -> str:
    level = c.of("paper level", "##", "##", "##", "###", "#")
    if level == "#":
        c.made["title"] = ""
    number = c.of("number", "{n}. ", "{n}. ", "{n}. ", "{n}) ", "[{n}] ", "Paper {n}: ", "{n}、", "#{n} - ", "📄 {n}. ")
    title = c.of(
        "title form",
        "{t}",
        "{t}",
        "**{t}**",
        "[{t}](https://arxiv.org/abs/{id})",
        "[{t}](https://huggingface.co/papers/{id})",
        "*{t}*",
    )
    votes = c.of("votes", "", "", "", " *(175 votes)*", " (👍 12)", " 👍 12", " (31 upvotes)", " — 12 votes", " ⬆️ 54")
    text = f"{level} {number.format(n=count)}{title.format(t=paper.title, id=paper.number)}{votes}"
    return text + (f" {level}" if c.chance("closing hashes", 0.05) else "")


def _digest_head(c: Choices, paper: DigestPaper, order: list[str]) -> list[str]:
    language = c.of("field language", "vi", "en", "zh")
    values = {
        "authors": ", ".join(paper.authors),
        "published": _date(c, paper.published),
        "tags": c.of("tag separator", ", ", ", ", "; ", " · ", " | ").join(
            (f"`{tag}`" if c.of("tag form", "", "", "`") else tag) for tag in paper.tags
        ),
    }
    if c.of("authors form", "", "", "and", "amp", "semicolon") == "and":
        values["authors"] = ", ".join(paper.authors[:-1]) + " and " + paper.authors[-1]
    elif c.of("authors form") == "semicolon":
        values["authors"] = "; ".join(paper.authors)
    elif c.of("authors form") == "amp":
        values["authors"] = ", ".join(paper.authors[:-1]) + " & " + paper.authors[-1]
    emoji = {"authors": "👥 ", "published": "📅 ", "tags": "🏷️ "} if c.chance("field emoji", 0.2) else {}
    form = c.of(
        "field form",
        "**{l}:** {v}",
        "**{l}:** {v}",
        "**{l}**: {v}",
        "- **{l}:** {v}",
        "*   **{l}**: {v}",
        "{l}: {v}",
        "- {l}: {v}",
        "*{l}:* {v}",
        "**{l}：**{v}",
        "{l}：{v}",
        "> **{l}:** {v}",
        "__{l}:__ {v}",
        "| **{l}** | {v} |",
    )
    lines = []
    table = form.startswith("|")
    if table:
        values["tags"] = values["tags"].replace(" | ", ", ")
        lines += ["| Field | Value |", "| --- | --- |"]
    for name in order:
        label = emoji.get(name, "") + c.of(f"label {name}", *_FIELD_LABELS[language][name])
        lines.append(form.format(l=label, v=values[name]) + ("  " if c.chance("hard breaks", 0.2) else ""))
        if not table and c.chance("blank between fields"):
            lines.append("")
    return [*lines, ""] if c.chance("blank behind fields", 0.7) or table else lines


def _date(c: Choices, date: str) -> str:
    year, month, day = date.split("-")
    names = {"01": "January", "12": "December"}
    return c.of(
        "date form", "iso", "iso", "iso", "time", "utc", "long", "vi", "zh", "slash"
    ) and {
        "iso": date,
        "time": f"{date} 18:59:59",
        "utc": f"{date}T18:59:59Z",
        "long": f"{names[month]} {int(day)}, {year}",
        "vi": f"{day}/{month}/{year}" if int(day) > 12 else date,
        "zh": f"{year}年{int(month)}月{int(day)}日",
        "slash": f"{year}/{month}/{day}",
    }[c.of("date form")]


def _digest_sections(c: Choices, paper: DigestPaper, sections: list[str]) -> list[str]:
    labels = _SECTION_LABELS[c.of("section language", "en", "vi", "zh")]
    lines: list[str] = []
    opened = False
    for at, role in enumerate(sections):
        below = role in ("papers", "patents")
        if below and not opened and c.chance("brainstorming heading", 0.7):
            lines += [_section_label(c, c.of("l brainstorming", *labels["brainstorming"]), at, False, "")]
        opened = opened or below
        nested = below and c.chance("brainstorming heading")
        number = at - 4 if nested else at
        texts = list(paper.sections[role])
        first = texts.pop(0) if c.chance("text on the label's line", 0.2) else ""
        lines.append(_section_label(c, c.of(f"l {role}", *labels[role]), number, nested, first))
        if c.chance("blank below labels", 0.3):
            lines.append("")
        bullet = c.of("bullets", "", "", "- ", "*   ", "1. ", "• ")
        if below and not bullet:
            bullet = "- "
        lines += [bullet + text for text in texts]
        if c.chance("blank between sections", 0.8):
            lines.append("")
    return lines


def _section_label(c: Choices, label: str, at: int, nested: bool, text: str) -> str:
    level = "#" * (len(c.of("paper level")) + (2 if nested else 1))
    form = c.of(
        "label form",
        "{h} {l}:",
        "{h} {l}:",
        "{h} {l}",
        "{h} {roman}. {l}:",
        "{h} {n}. {l}",
        "{h} **{l}:**",
        "{h} 🎯 {l}",
        "**{l}:**",
        "**{n}. {l}:**",
        "- **{l}:**",
        "**{l}**",
    )
    if text and not form.endswith((":", ":**")):
        form = form[:-2] + ":**" if form.endswith("**") else form + ":"
    return (form.format(h=level, l=label, n=at + 1, roman=_ROMAN[at]) + " " + text).rstrip()


def _digest_links(c: Choices, paper: DigestPaper) -> list[str]:
    urls = {
        "hf": f"https://huggingface.co/papers/{paper.number}",
        "abs": f"https://arxiv.org/abs/{paper.number}",
        "pdf": f"https://arxiv.org/pdf/{paper.number}{c.of('pdf end', '', '.pdf', 'v1')}",
        "code": paper.code or c.of("nothing", "N/A", "Không có", "None", "[N/A](N/A)", "-"),
    }
    if c.chance("only the abstract", 0.1):
        urls = {"abs": urls["abs"], "code": urls["code"]}
    labels = _SECTION_LABELS[c.of("section language")]["links"]
    label = c.of("l links", *labels)
    heading = _section_label(c, label, 6, False, "") if c.chance("links labelled", 0.85) else ""
    form = c.of("link form", "[{u}]({u})", "[{u}]({u})", "{u}", "<{u}>", "[Link]({u})")
    rows = {k: u if "://" not in u else form.format(u=u) for k, u in urls.items()}
    shape = c.of("links", "table", "table", "table", "list", "bold list", "line", "bold lines")
    if shape == "table":
        head = ["| Nền tảng | Đường dẫn |", "| :--- | :--- |"]
        body = [*head, *(f"| {_LINK_LABELS[k]} | {u} |" for k, u in rows.items())]
    elif shape == "list":
        body = [f"- {_LINK_LABELS[k]}: {u}" for k, u in rows.items()]
    elif shape == "bold list":
        body = [f"*   **{_LINK_LABELS[k]}:** {u}" for k, u in rows.items()]
    elif shape == "bold lines":
        body = [f"**{_LINK_LABELS[k]}:** {u}  " for k, u in rows.items()]
    else:
        body = [" | ".join(f"[{_LINK_LABELS[k]}]({u})" if "://" in u else u for k, u in urls.items())]
    return [heading, "", *body, ""] if heading else ["", *body, ""]


def _typed(c: Choices, lines: list[str]) -> str:
    """Write the lines out: line ends, no-break spaces, a byte order mark, a fence around all."""
    if c.chance("fenced", 0.04):
        lines = ["```markdown", *lines, "```"]
    text = "\n".join(lines) + "\n"
    if c.chance("no-break spaces", 0.1):
        text = text.replace(":** ", ":**\u00a0").replace("*   ", "*\u00a0\u00a0 ")
    if c.chance("byte order mark", 0.05):
        text = "\ufeff" + text
    return text.replace("\n", "\r\n") if c.chance("CRLF", 0.15) else text


def digest_misses(form: DigestForm, found: Found, whole: bool = True) -> list[str]:
    """Say what of the truth was not found, or found otherwise; ``whole`` compares the sections too."""
    misses = [f"reader {found.note.reading.format}"] if found.note.reading.format != "digest" else []
    extra = set(found.papers) - {paper.number for paper in form.papers}
    misses += [f"invented {extra}"] if extra else []
    for want in form.papers:
        paper = found.papers.get(want.number)
        if paper is None:
            misses.append(f"{want.number}: not found")
            continue
        facts = {
            "title": (squeezed(paper.title), squeezed(want.title)),
            "authors": (paper.authors, want.authors if "authors" in form.fields else ()),
            "published": (str(paper.published), want.published if "published" in form.fields else "None"),
            "tags": (paper.tags, want.tags if "tags" in form.fields else ()),
            "code": ([ln.url for ln in paper.links if ln.kind == "code"], [want.code] if want.code else []),
            "kinds": ({m.mention.kind.value for m in paper.mentions}, {"digest"}),
        }
        misses += [f"{want.number} {name}: got {got!r}" for name, (got, expected) in facts.items() if got != expected]
        passages = {p.role: squeezed(p.text) for m in paper.mentions for p in m.mention.passages}
        for role in form.sections if whole else ():
            missing = [text for text in want.sections[role] if squeezed(text) not in passages.get(role, "")]
            if missing:
                misses.append(f"{want.number} {role}: {missing} not in {passages}")
        strange = set(passages) - set(form.sections)
        if whole and strange:
            misses.append(f"{want.number}: roles {strange}: {[passages[r] for r in strange]}")
    return misses
