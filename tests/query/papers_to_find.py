"""A small corpus of papers in three languages, written as mentions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.links import Link
from digestkb.query.find import Result
from digestkb.records import (
    Evidence,
    Insight,
    Kind,
    Mention,
    Note,
    NotedMention,
    Passage,
    Reading,
    Span,
    TitleSource,
)
from digestkb.store.connection import Connection
from digestkb.store.origin import Fingerprint, Origin
from digestkb.store.store import Store
from digestkb.text.ledger import Text

TODAY = dt.date(2026, 2, 9)

#: id, kind, title, what is said of it, and whatever else.
PAPERS: dict[str, list[dict[str, Any]]] = {
    "digests/2026-01-09.md": [
        {
            "id": "2601.00001",
            "kind": Kind.DIGEST,
            "title": "GDPO: Rewards Taken Apart",
            "text": "Các mô hình được huấn luyện bằng GRPO.\nCách tách phần thưởng giúp suy luận toán học tốt hơn.",
            "authors": ("Lan Nguyen", "Jan Kautz"),
            "tags": ("RL", "Policy Optimization"),
            "published": PartialDate(2026, 1, 8),
            "date": PartialDate(2026, 1, 9),
            "links": (Link("code", "https://github.com/example/gdpo"),),
            "language": "vi",
        },
        {
            "id": "2601.00002",
            "kind": Kind.DIGEST,
            "title": "A Study of Kitchens",
            "text": "Robots học nấu ăn bằng học tăng cường, không cần nhãn.",
            "authors": ("Kautz Jan", "An Li"),
            "tags": ("Robotics",),
            "published": PartialDate(2026, 1, 7),
            "date": PartialDate(2026, 1, 9),
            "language": "vi",
        },
    ],
    "synthesis/2024-12.md": [
        {
            "id": "2412.00003",
            "kind": Kind.TOPIC,
            "text": "Đánh giá mô hình ngôn ngữ bằng câu đố; đánh giá động.",
            "topics": (("Natural Language Processing (NLP)", "Mixture of Experts (MoE)"),),
            "language": "vi",
        },
        {
            "id": "2412.00004",
            "kind": Kind.TOPIC,
            "text": "Danh gia lai cac ket qua cu, viet khong dau.",
            "topics": (("Computer Vision", "Position Embeddings"),),
            "language": "vi",
        },
        {
            "id": "2412.00005",
            "kind": Kind.SOTA,
            "text": "Knowledge distillation halves the model; a diffusion model learns from a larger one.",
            "tags": ("distillation",),
            "language": "en",
        },
        {"id": "2412.00006", "kind": Kind.READING, "text": "Chưng cất giúp mô hình nhỏ đi một nửa.", "language": "vi"},
        {
            "id": "2412.00007",
            "kind": Kind.TOPIC,
            "text": "A language for rewards, and a model of GRPO in C++.",
            "language": "en",
        },
    ],
    "logs/2025.12.md": [
        {
            "id": "2512.00008",
            "kind": Kind.LOG,
            "title": "稀疏注意力",
            "text": "用GRPO做强化学习，注意力机制更快。\n推理也更快。",
            "date": PartialDate(2025, 12, 3),
            "language": "zh",
        },
        {
            "url": "https://github.com/example/TurboThing",
            "kind": Kind.LOG,
            "title": "TurboThing",
            "text": "模型蒸馏以后只要一步，量化也有用。",
            "date": PartialDate(2025, 12),
            "language": "zh",
        },
        {
            "id": "2512.00009",
            "kind": Kind.LOG,
            "title": "AT^2PO",
            "text": "text-to-image with π0 and o1, pass@k, see 2601.00001 as well",
            "date": PartialDate(2025, 12, 31),
            "language": "en",
        },
        {
            "id": "2512.00010",
            "kind": Kind.LOG,
            "title": "Reasoning about Rooms",
            "text": "A world model that plans; the agents share models of the room.",
            "date": PartialDate(2026, 1, 2),
            "language": "en",
        },
    ],
}


def mention(fields: dict[str, Any], line: int) -> NotedMention:
    """Make a mention of one of :data:`PAPERS`."""
    number, date = fields.get("id"), fields.get("date")
    said = Mention(
        kind=fields["kind"],
        span=Span(line, line + 2),
        arxiv_id=ArxivId(number) if number else None,
        url=fields.get("url"),
        title=fields.get("title"),
        title_source=TitleSource.HEADING if fields.get("title") else None,
        authors=fields.get("authors", ()),
        published=fields.get("published"),
        tags=fields.get("tags", ()),
        topics=fields.get("topics", ()),
        links=fields.get("links", ()),
        passages=(Passage("text", line + 1, fields["text"]),),
        insight=fields.get("insight"),
    )
    return NotedMention(said, Evidence(date, "the heading") if date else None, fields["language"])


def add_note(store: Store, source: str, entries: list[dict[str, Any]], insights: tuple[Insight, ...] = ()) -> None:
    """Store a note with one mention every ten lines."""
    mentions = tuple(mention(fields, 10 * place + 1) for place, fields in enumerate(entries))
    reading = Reading("made", tuple(noted.mention for noted in mentions), insights)
    text = Text(("",) * (10 * len(mentions)), "utf-8")
    store.replace(Origin("/notes", source), Fingerprint(source, 1), text, Note(reading, mentions, None))


#: Makes a database of what a function stores, and gives the connection that questions are put to.
Made = Callable[[Callable[[Store], None]], Connection]
#: Puts a question to the corpus.
Ask = Callable[..., Result]
