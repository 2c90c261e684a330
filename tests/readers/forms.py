"""One truth in many surface forms: digests and syntheses drawn from independent choices, and what each must yield.

A form is a seed: it decides the language of the labels, their emphasis and numbering, the shape of lists and links, the
order of the parts and which are missing. Whatever it decides, a reader must find the same facts.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from digestkb.markdown import plain
from digestkb.merge import merge, own_id
from digestkb.prepare import read_note
from digestkb.records import Insight, Note, Paper, StoredMention
from digestkb.roles import REST
from digestkb.source import source_of
from digestkb.store.note_rows import stored_mentions
from digestkb.store.origin import Origin


@dataclass(frozen=True)
class Found:
    """What an ingested note says, by arXiv number."""

    note: Note
    papers: dict[str, Paper]

    def insights(self, kind: str) -> list[Insight]:
        return [insight for insight in self.note.reading.insights if insight.kind == kind]


@cache  # the same notes are looked at for one thing after the other
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
        "2501.12948",
        "DeepSeek-R1: Incentivizing Reasoning Capability in LLMs via Reinforcement Learning",
        ("Daya Guo", "Dejian Yang", "Haowei Zhang", "Jun-Mei Song"),
        "2025-01-22",
        ("RL", "Chain-of-Thought Reasoning", "LLMs"),
        "https://github.com/deepseek-ai/DeepSeek-R1",
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
        "# 📰 Papers of the Day - 2026-01-09",
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
    number = c.of(
        "number",
        "{n}. ",
        "{n}. ",
        "{n}. ",
        "{n}) ",
        "[{n}] ",
        "Paper {n}: ",
        "{n}、",
        "#{n} - ",
        "📄 {n}. ",
        "{n}\\. ",
        "{n}: ",
        "No. {n}: ",
        "Bài {n}. ",
        "第{n}篇：",
        "{n}️⃣ ",
        "({n}) ",
        "",
        "**{n}.** ",
        "Paper #{n} – ",
        "{n} | ",
    )
    title = c.of(
        "title form",
        "{t}",
        "{t}",
        "**{t}**",
        "[{t}](https://arxiv.org/abs/{id})",
        "[{t}](https://huggingface.co/papers/{id})",
        "*{t}*",
        "**[{t}](https://arxiv.org/abs/{id})**",
        "{t} ([arXiv](https://arxiv.org/abs/{id}))",
        "{t} (arXiv:{id})",
        "{t} [{id}](https://arxiv.org/abs/{id})",
        "{t} [[paper](https://arxiv.org/abs/{id})]",
        "“{t}”",
    )
    votes = c.of(
        "votes",
        "",
        "",
        "",
        " *(175 votes)*",
        " (👍 12)",
        " 👍 12",
        " (31 upvotes)",
        " — 12 votes",
        " ⬆️ 54",
        " (Votes: 12)",
        " · 12 upvotes",
        " `12 votes`",
        " (+12)",
        " [12 👍]",
        " (12 lượt thích)",
        " 🔥",
    )
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
        "- *{l}*: {v}",
        "* {l} : {v}",
        "**{l}** : {v}",
        "**{l}** {v}",
        "**{l}:**\n{v}",
        "### {l}:\n{v}",
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
    return (
        c.of("date form", "iso", "iso", "iso", "time", "utc", "long", "vi", "zh", "slash")
        and {
            "iso": date,
            "time": f"{date} 18:59:59",
            "utc": f"{date}T18:59:59Z",
            "long": f"{names[month]} {int(day)}, {year}",
            "vi": f"{day}/{month}/{year}" if int(day) > 12 else date,
            "zh": f"{year}年{int(month)}月{int(day)}日",
            "slash": f"{year}/{month}/{day}",
        }[c.of("date form")]
    )


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
        strange = set(passages) - set(form.sections) - {REST}
        if whole and strange:
            misses.append(f"{want.number}: roles {strange}: {[passages[r] for r in strange]}")
    return misses


# --- syntheses

_TREE = (
    (
        "Language Models (LLMs)",
        (
            ("Memory", (("2403.03507", "Đề xuất GaLore: chiếu gradient để bớt bộ nhớ."),)),
            ("Position Embeddings", (("2403.00071", "rounds the wavelengths - no new parameters."),)),
            (
                "Alignment & RLHF",
                (
                    ("2403.10704", "Áp dụng LoRA cho phần thưởng (PE-RLHF)."),
                    ("2403.17297", "COOL RLHF 用条件奖励模型。"),
                ),
            ),
        ),
    ),
    (
        "Multimodal",
        (
            ("3D Generation", (("2403.06738", "video diffusion gives many views."),)),
            ("Text-to-Image", (("2403.03206", "Rectified flow at scale: 8B."), ("2403.04692", "ảnh 4K trực tiếp."))),
        ),
    ),
)
_SOTA = (
    ("2403.05530", ("Gemini 1.5", "Long Context", "MoE"), "Mười triệu token.", "Mở ra nhiều ứng dụng."),
    ("2403.03507", ("Memory", "Low-Rank (SVD, QR)", "GaLore"), "A 7B model on one card.", "Cheaper for all."),
    ("2402.19427", ("RNN", "Griffin", "Attention"), "Hồi quy kết hợp chú ý.", "长文本更快。"),
)
_CONTRIBUTIONS = (
    ("2403.03507", "Chiếu gradient vào không gian hạng thấp", "Gọn và hữu ích."),
    ("2402.19173", "a pipeline for licences in source code", "Good for whoever trains next."),
)
_READING = (
    ("2403.05530", "Gemini 1.5 Pro", "ngữ cảnh rất dài."),
    ("2403.16971", "AIOS", "an operating system for agents."),
    ("2402.19469", "Humanoid Robot Control", "hướng mới cho robot."),
)
_GAPS = (
    ("Dữ liệu huấn luyện", "còn thiếu kiểm chứng (2403.08763).", "Sinh dữ liệu có kiểm tra."),
    ("Evaluation of agents", "benchmarks are short (2403.04746).", "Longer tasks."),
)
_IDEAS = (
    ("Federated low-rank training", "GaLore (2403.03507) saves memory.", "Project, then send."),
    ("Tác tử tự đặt bài tập", "STE (2403.04746) học từ lỗi.", "Một giáo trình tự sinh."),
)
_REFLECTION = (("Openness", "More is open (2402.19173)."), ("Hiệu quả", "Rẻ hơn nhiều so với năm ngoái."))

_PART_LABELS = {
    "topic": ("TOPIC_TREE", "Topic Tree", "CÂY CHỦ ĐỀ", "主题树"),
    "sota": ("SOTA_HIGHLIGHTS", "SOTA Highlights", "ĐIỂM NHẤN SOTA", "SOTA 亮点"),
    "contribution": ("NOVEL_TECH_CONTRIBUTIONS", "Novel Tech Contributions", "ĐÓNG GÓP KỸ THUẬT MỚI", "新技术贡献"),
    "gap": ("GAPS_AND_OPPORTUNITIES", "Gaps & Opportunities", "KHOẢNG TRỐNG VÀ CƠ HỘI", "空白与机会"),
    "idea": ("FUTURE_IDEAS", "Future Ideas", "Ý TƯỞNG TƯƠNG LAI", "未来想法"),
    "reading": ("READING_LIST", "Reading List", "DANH SÁCH ĐỌC", "阅读清单"),
    "reflection": ("META_REFLECTION", "Meta-Reflection", "SUY NGẪM TỔNG QUAN", "元反思"),
}


@dataclass(frozen=True)
class SynthesisForm:
    """A synthesis in one form, and the parts that it has."""

    text: str
    parts: tuple[str, ...]
    choices: dict[str, object]


def synthesis_form(seed: int) -> SynthesisForm:
    """Render the synthesis in the form number ``seed``."""
    c = Choices(seed)
    parts = list(_PART_LABELS)
    if c.chance("parts shuffled", 0.25):
        parts = c.shuffled("order", parts)
    if c.chance("parts missing", 0.3):
        gone = c.shuffled("gone", [part for part in parts if part != "topic"])[: int(c.of("how many", 1, 2, 4))]
        parts = [part for part in parts if part not in gone]
    lines: list[str] = []
    if c.chance("title", 0.4):
        lines += [c.of("document title", "# Synthesis 2024-03", "# Tổng hợp tháng 03/2024", "# 三月综述"), ""]
    if c.chance("chatty", 0.3):
        lines += [
            c.of(
                "preamble", "Sure! Here is what I made of the papers:", "Đây là bản tổng hợp của bạn.", "好的，如下："
            ),
            "",
        ]
    for number, part in enumerate(parts, 1):
        lines += [_part_heading(c, part, number), ""]
        body = _PARTS[part](c)
        indent = "    " if c.chance("parts indented", 0.3) and "#" not in c.of("part form") else ""
        lines += [(indent + line).rstrip() for line in body] + [""]
        if c.chance("rules", 0.2):
            lines += ["---", ""]
    if c.chance("farewell", 0.15):
        lines += ["Let me know if you would like more!"]
    return SynthesisForm(_typed(c, lines), tuple(parts), c.made)


def _part_heading(c: Choices, part: str, number: int) -> str:
    form = c.of(
        "part form",
        "{n}.  **{l}**",
        "{n}.  **{l}**",
        "## {n}. {l}",
        "# {l}",
        "### **{n}. {l}**",
        "**{l}**",
        "**{n}. {l}:**",
        "## 🌳 {l}",
        "## `{l}`",
        "## {roman}. {l}",
        "### {l}:",
        "## [{n}] {l}",
        "## {n}) {l}",
    )
    label = _PART_LABELS[part][int(c.of("part language", 0, 0, 0, 1, 2, 3))]
    return form.format(n=number, l=label, roman=_ROMAN[number - 1])


def _id(c: Choices, number: str) -> str:
    return c.of(
        "id form",
        "{i}",
        "{i}",
        "{i}",
        "`{i}`",
        "[{i}](https://arxiv.org/abs/{i})",
        "**{i}**",
        "arXiv:{i}",
        "[{i}]",
        "{i}v1",
    ).format(i=number)


def _topic_lines(c: Choices) -> list[str]:
    shape = c.of("tree", "bullets", "bullets", "bullets", "headings", "drawn")
    separator = c.of("leaf separator", " | ", " | ", " | ", ": ", " – ", " - ", " — ", "｜", " → ")
    number_form = c.of("label number", "", "", "", "{n}. ", "{a}. ", "{n}.{m} ")
    emphasis = c.of("label emphasis", "{}", "**{}**", "**{}:**", "**{}**:", "*{}*", "__{}__")
    count = c.of("label count", "", "", " (2)", " (3 papers)")
    indent = c.of("indent", "    ", "  ", "\t")
    bullet = c.of("tree bullet", "*   ", "- ", "* ", "+ ")
    inline = c.chance("label and leaf on one line", 0.3) and shape == "bullets"
    together = c.chance("blank between branches", 0.2)

    def label(text: str, at: int, up: int = 0) -> str:
        numbered = number_form.format(n=at, a="ABCDEF"[at - 1], m=up or 1)
        return emphasis.format(numbered + text + count)

    lines: list[str] = []
    part_level = len(c.of("part form")) - len(c.of("part form").lstrip("#")) or 2
    for at, (branch, twigs) in enumerate(_TREE, 1):
        if shape == "headings":
            lines += ["#" * (part_level + 1) + " " + label(branch, at), ""]
        elif shape == "drawn":
            lines.append(("└── " if at == len(_TREE) else "├── ") + branch)
        else:
            lines.append(bullet + label(branch, at))
        for below, (twig, leaves) in enumerate(twigs, 1):
            texts = [_id(c, number) + separator + text for number, text in leaves]
            if shape == "headings":
                lines += ["#" * (part_level + 2) + " " + label(twig, below, at), "", *(bullet + t for t in texts), ""]
            elif shape == "drawn":
                stem = "    " if at == len(_TREE) else "│   "
                last = below == len(twigs)
                lines.append(stem + ("└── " if last else "├── ") + twig)
                stem += "    " if last else "│   "
                lines += [stem + ("└── " if t is texts[-1] else "├── ") + t for t in texts]
            elif inline and len(texts) == 1:
                lines.append(f"{indent}{bullet}**{twig}:** {texts[0]}")
            else:
                lines.append(indent + bullet + label(twig, below, at))
                lines += [indent * 2 + bullet + text for text in texts]
        if together:
            lines.append("")
    if c.chance("tree fenced", 0.3) or shape == "drawn":
        fence = c.of("fence", "```", "```markdown", "~~~", "```text")
        return [fence, *lines, fence[:3]]
    return lines


def _sota_lines(c: Choices) -> list[str]:
    headers = {
        "en": ("Rank", "PaperID", "Keywords (≤ 5)", "Breakthrough", "Impact"),
        "vi": ("Hạng", "Mã bài báo", "Từ khóa", "Đột phá", "Ảnh hưởng"),
        "zh": ("排名", "论文ID", "关键词", "突破", "影响"),
        "mixed": ("#", "Paper", "Keywords", "Đột phá", "Ảnh hưởng"),
    }[c.of("table language", "en", "vi", "zh", "mixed")]
    columns = [0, 1, 2, 3, 4]
    if c.chance("no rank", 0.2):
        columns.remove(0)
    if c.chance("columns shuffled", 0.3):
        columns = [int(n) for n in c.shuffled("columns", [str(n) for n in columns])]
    separator = c.of("keyword separator", ", ", ", ", "; ", "、", " · ", "<br>")
    rows = [
        (c.of("rank form", "{}", "{}", "**{}**", "#{}").format(n), _id(c, i), separator.join(keywords), new, impact)
        for n, (i, keywords, new, impact) in enumerate(_SOTA, 1)
    ]
    form = "| {} |" if c.chance("outer pipes", 0.9) else "{}"
    lines = [form.format(" | ".join(headers[n] for n in columns))]
    lines.append(form.format(" | ".join(c.of("delimiter", "---", ":---", ":-:") for _ in columns)))
    return lines + [form.format(" | ".join(row[n] for n in columns)) for row in rows]


def _contribution_lines(c: Choices) -> list[str]:
    word = c.of("comment word", "Suy nghĩ", "Comment", "Thoughts", "评论", "Nhận xét")
    bullet = c.of("item bullet", "*   ", "- ", "1. ", "- ")
    form = c.of(
        "contribution form",
        "{b}**{i} – {t} – {w}:** {c}",
        "{b}**{i}** – {t} – *{w}:* {c}",
        "{b}{i} – {t} – {w}: {c}",
        "{b}**{i}**: {t}\n    *   *{w}:* {c}",
        "{b}{i} | {t} | {w}: {c}",
        "| {i} | {t} | {c} |",
        "**{i}** – {t} – {w}: {c}\n",
        "{b}**{i}:** {t}. **{w}:** {c}",
    )
    items = [form.format(b=bullet, i=_id(c, i).strip("*"), t=t, w=word, c=said) for i, t, said in _CONTRIBUTIONS]
    if form.startswith("|"):
        items = [f"| PaperID | Contribution | {word} |", "| --- | --- | --- |", *items]
    return "\n".join(items).split("\n")


def _reading_lines(c: Choices) -> list[str]:
    bullet = c.of("reading bullet", "*   ", "- ", "1. ", "{n}. ")
    form = c.of(
        "reading form",
        "{i} – {n} · {r}",
        "{i} – {n} · {r}",
        "{i} - {n}: {r}",
        "**{n}** ({i}) – {r}",
        "{n} ({i}): {r}",
        "{i} | {n} | {r}",
        "**{n}** – {i} – {r}",
        "{i}: {n} – {r}",
        "| {i} | {n} | {r} |",
        "{i} (**{n}**): {r}",
        "**{i} – {n}** · {r}",
        "{i} — **{n}** — {r}",
        "*{n}* [{j}](https://arxiv.org/abs/{j}) · {r}",
        "[{n}](https://arxiv.org/abs/{j}) – {r}",
    )
    items = []
    for number, (i, name, reason) in enumerate(_READING, 1):
        text = form.format(i=_id(c, i).strip("*"), j=i, n=name, r=reason)
        items.append(text if form.startswith("|") else bullet.format(n=number) + text)
    return ["| ID | Name | Reason |", "|---|---|---|", *items] if form.startswith("|") else items


def _gap_lines(c: Choices) -> list[str]:
    form = c.of(
        "gap form",
        "*   **{g}:** {t}\n    *   *Opportunity:* {o}",
        "- **{g}**: {t} Cơ hội: {o}",
        "{n}. **{g}**\n   - **Gap:** {t}\n   - **Opportunity:** {o}",
        "**{g}:** {t} Opportunity: {o}\n",
        "{h} {n}. {g}\n\n- **Khoảng trống:** {t}\n- **Cơ hội:** {o}\n",
        "{h} Gap {n}: {g}\n\n{t}\n\n**Opportunity:** {o}\n",
    )
    return _thoughts(c, form, [(n, g, t, o) for n, (g, t, o) in enumerate(_GAPS, 1)])


def _idea_lines(c: Choices) -> list[str]:
    form = c.of(
        "idea form",
        "✨ **Idea {n}: {g}**\n*   **Motivation:** {t}\n*   **Approach:** {o}\n",
        "✨ **{g}**\n*   Motivation: {t}\n*   Approach: {o}\n",
        "{h} Idea {n}: {g}\n\n- **Motivation:** {t}\n- **Approach:** {o}\n",
        "{n}. **{g}**\n    - **Động lực:** {t}\n    - **Phương pháp:** {o}",
        "*   **{g}**\n    *   *Motivation:* {t}\n    *   *Approach:* {o}",
        "**Ý tưởng {n}: {g}**\n\n**Động lực:** {t}\n\n**Phương pháp:** {o}\n",
        "{h} 💡 {n}. {g}\n**Motivation**: {t}  \n**Approach**: {o}\n",
        "**{n}. {g}**\n- Motivation: {t}\n- Approach: {o}\n",
    )
    return _thoughts(c, form, [(n, g, t, o) for n, (g, t, o) in enumerate(_IDEAS, 1)])


def _thoughts(c: Choices, form: str, truth: list[tuple[int, str, str, str]]) -> list[str]:
    level = "#" * ((len(c.of("part form")) - len(c.of("part form").lstrip("#")) or 2) + 1)
    return "\n".join(form.format(h=level, n=n, g=g, t=t, o=o) for n, g, t, o in truth).split("\n")


def _reflection_lines(c: Choices) -> list[str]:
    form = c.of("reflection form", "*   **{g}:** {t}", "- **{g}** – {t}", "{t}\n", "**{g}:** {t}\n")
    return "\n".join(form.format(g=title, t=text) for title, text in _REFLECTION).split("\n")


_PARTS = {
    "topic": _topic_lines,
    "sota": _sota_lines,
    "contribution": _contribution_lines,
    "gap": _gap_lines,
    "idea": _idea_lines,
    "reading": _reading_lines,
    "reflection": _reflection_lines,
}
_NUMBERS = {
    "topic": {number for _, twigs in _TREE for _, leaves in twigs for number, _ in leaves},
    "sota": {row[0] for row in _SOTA},
    "contribution": {row[0] for row in _CONTRIBUTIONS},
    "reading": {row[0] for row in _READING},
    "gap": {"2403.08763", "2403.04746"},
    "idea": {"2403.03507", "2403.04746"},
    "reflection": {"2402.19173"},
}


def synthesis_misses(form: SynthesisForm, found: Found) -> list[str]:
    """Say what of the truth was not found, or found otherwise."""
    misses = [] if found.note.reading.format == "synthesis" else [f"reader {found.note.reading.format}"]
    for part in form.parts:
        for number in _NUMBERS[part]:
            paper = found.papers.get(number)
            if paper is None or part not in {m.mention.kind.value for m in paper.mentions}:
                misses.append(f"{number}: no {part}")
    wanted = set().union(*(_NUMBERS[part] for part in form.parts))
    misses += [f"invented {set(found.papers) - wanted}"] if set(found.papers) - wanted else []
    checks = {"topic": _topic_misses, "sota": _sota_misses, "contribution": _contribution_misses, "reading": _named}
    for part, check in checks.items():
        if part in form.parts and not misses:
            misses += check(form, found)
    for kind, truth in (("gap", _GAPS), ("idea", _IDEAS)):
        if kind in form.parts and not (form.choices["farewell"] and form.parts[-1] == kind):
            misses += _insight_misses(kind, truth, found)
    names = {name for paper in found.papers.values() for name in paper.names}
    odd = {name for name in names if len(name) > 40 or " and " in name or name.islower()}
    return [*misses, f"odd names {odd}"] if odd else misses


def _said(found: Found, number: str, kind: str, role: str) -> str:
    paper = found.papers[number]
    passages = [p for m in paper.mentions if m.mention.kind.value == kind for p in m.mention.passages]
    return " ".join(squeezed(p.text) for p in passages if p.role == role)


def _topic_misses(form: SynthesisForm, found: Found) -> list[str]:
    misses = []
    for branch, twigs in _TREE:
        for twig, leaves in twigs:
            for number, text in leaves:
                topics = found.papers[number].topics
                if topics != ((branch, twig),):
                    misses.append(f"{number} topics: got {topics}")
                if squeezed(text) != _said(found, number, "topic", "text"):
                    misses.append(f"{number} summary: got {_said(found, number, 'topic', 'text')!r}")
    return misses


def _sota_misses(form: SynthesisForm, found: Found) -> list[str]:
    misses = []
    for rank, (number, keywords, new, impact) in enumerate(_SOTA, 1):
        paper = found.papers[number]
        said = next(m.mention for m in paper.mentions if m.mention.kind == "sota")
        if said.tags != keywords:
            misses.append(f"{number} tags: got {said.tags}")
        if said.rank != (None if form.choices["no rank"] else rank):
            misses.append(f"{number} rank: got {said.rank}")
        for role, text in (("breakthrough", new), ("impact", impact)):
            if squeezed(text) != _said(found, number, "sota", role):
                misses.append(f"{number} {role}: got {_said(found, number, 'sota', role)!r}")
    return misses


def _contribution_misses(form: SynthesisForm, found: Found) -> list[str]:
    misses = []
    for number, text, comment in _CONTRIBUTIONS:
        for role, said in (("text", text), ("comment", comment)):
            got = _said(found, number, "contribution", role)
            if squeezed(said) != got.rstrip("." + " ") and squeezed(said) != got:
                misses.append(f"{number} contribution {role}: got {got!r}")
    return misses


def _named(form: SynthesisForm, found: Found) -> list[str]:
    misses = []
    for number, name, reason in _READING:
        if name not in found.papers[number].names:
            misses.append(f"{number} name: got {found.papers[number].names}")
        if squeezed(reason) != _said(found, number, "reading", "text"):
            misses.append(f"{number} reason: got {_said(found, number, 'reading', 'text')!r}")
    return misses


def _insight_misses(kind: str, truth: tuple[tuple[str, str, str], ...], found: Found) -> list[str]:
    insights = found.insights(kind)
    titles = [squeezed(insight.title) for insight in insights]
    if titles != [squeezed(title) for title, _, _ in truth]:
        return [f"{kind} titles: got {titles}"]
    role = {"gap": "opportunity", "idea": "approach"}[kind]
    misses = []
    for insight, (_, text, last) in zip(insights, truth, strict=True):
        passages = {p.role: squeezed(p.text) for p in insight.passages}
        if squeezed(last) not in passages.get(role, "") or not any(squeezed(text) in p for p in passages.values()):
            misses.append(f"{kind} parts: got {passages}")
    return misses
