"""Names that notes give to one thing: where they are read, and which are believed."""

from __future__ import annotations

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.query import mining
from digestkb.query.find import find
from digestkb.query.glosses import Gloss, glosses
from digestkb.query.language import parse
from digestkb.query.mining import pairs
from digestkb.query.terms import Term
from digestkb.query.units import units
from digestkb.records import Insight, Kind, Passage, Span
from digestkb.store.store import Store


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dùng học tăng cường (Reinforcement Learning)", "học tăng cường = Reinforcement Learning"),
        ("Một số Mô hình Ngôn ngữ Lớn (LLM) mới", "số Mô hình Ngôn ngữ Lớn = LLM"),
        ("a family of Large Language Models (LLMs)", "Large Language Models = LLMs"),
        ("so we use **知识蒸馏**（Knowledge Distillation）", "知识蒸馏 = Knowledge Distillation"),
        ("我们用强化学习（RL）", "用强化学习 = RL"),
        ("chú ý thưa (sparse attention - SA)", "chú ý thưa = sparse attention; chú ý thưa = SA"),
        ("tự chú ý (self-attention)", "tự chú ý = self-attention"),
        ("- 稀疏注意力机制：DSA，更快", "稀疏注意力机制 = DSA"),
        ("DSA：稀疏注意力", "DSA = 稀疏注意力"),
        ("nhờ RL (học tăng cường)", "RL = học tăng cường"),
        ("with GRPO (Group Relative Policy Optimization)", "GRPO = Group Relative Policy Optimization"),
        ("with GRPO (a popular method)", ""),
        # No names: examples, asides, numbers, lists, links, sentences, two English words.
        ("phương pháp mới (ví dụ: GRPO, PPO)", ""),
        ("các mô hình lớn (như GPT-4)", ""),
        ("mô hình tốt hơn (6.3%)", ""),
        ("bài báo (2403.03507)", ""),
        ("kết hợp hai mã (ngữ nghĩa, pixel)", ""),
        ("[bài báo](https://example.org/a)", ""),
        ("a method (called something)", ""),
        ("the tool (GPU)", ""),
        ("架构：先降维，再计算", ""),
        ("Ghi chú: đọc lại", ""),
        ("推理：很快", ""),
    ],
)
def test_glosses(text: str, wanted: str) -> None:
    assert "; ".join(f"{gloss.before} = {gloss.gloss}" for gloss in glosses(text)) == wanted


def said(*texts: str) -> list[tuple[Gloss, str]]:
    """Read texts as if each were a note of its own."""
    return [(gloss, f"{place}.md:1") for place, text in enumerate(texts) for gloss in glosses(text)]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["học tăng cường (RL)"], []),
        (["học tăng cường (RL)", "học tăng cường (RL)"], ["học tăng cường = RL 2"]),
        # What stands before the name differs, the name does not.
        (
            ["ta tối ưu học tăng cường (RL)", "nhờ học tăng cường (RL)", "Học tăng cường (RL)"],
            ["học tăng cường = RL 3"],
        ),
        (["我们用强化学习（RL）", "因此强化学习（RL）", "基于强化学习（RL）"], ["强化学习 = RL 3"]),
        # Once each way round.
        (["học tăng cường (RL)", "nhờ RL (học tăng cường)"], ["học tăng cường = RL 2 both"]),
        (["học tăng cường (RL)", "học sâu (DL)"], []),
        # Several names before one abbreviation are several names, not what they share.
        (
            ["大语言模型（LLM）"] * 2 + ["大规模语言模型（LLM）"] * 2 + ["随着大语言模型（LLM）"],
            ["大语言模型 = LLM 3", "大规模语言模型 = LLM 2"],
        ),
        (
            ["Unmanned Aerial Vehicles (UAVs)"] * 2 + ["Uncrewed Aerial Vehicles (UAVs)"] * 2,
            ["Uncrewed Aerial Vehicles = UAVs 2", "Unmanned Aerial Vehicles = UAVs 2"],
        ),
        # Korean names have several words, and end before what has a particle.
        (["연구는 대규모 언어 모델(LLM)"] * 2, ["대규모 언어 모델 = LLM 2"]),
        # A part of a name is not what its abbreviation stands for.
        (["检索增强的生成（RAG）"] * 2, []),
        # Where the glossary knows the name, nothing before it is a part of it.
        (["对大型语言模型（LLM）"] * 2, ["大型语言模型 = LLM 2"]),
        (["số Mô hình Ngôn ngữ Lớn (LLM)"] * 2, ["Mô hình Ngôn ngữ Lớn = LLM 2"]),
        (["최근 대규모 언어 모델(LLM)"] * 2, ["대규모 언어 모델 = LLM 2"]),
        (["和了的生成（RAG）"] * 3, []),
        (["提升了检索增强生成（RAG）", "的检索增强生成（RAG）"], ["检索增强生成 = RAG 2"]),
        (["用检索增强生成（RAG）", "将检索增强生成（RAG）"], ["检索增强生成 = RAG 2"]),
        (["用稀疏光束搜索（SBS）", "将稀疏光束搜索（SBS）"], []),
        (["基于检索增强生成（RAG）", "我们的检索增强生成（RAG）"], ["检索增强生成 = RAG 2"]),
        (["视觉-语言模型（VLM）"] * 2, []),
        (["cách tiên tiến (SOTA)", "kết quả tiên tiến (SOTA)"], []),
        (["đa phương thức (multimodal LLM)"] * 2, []),
        (["quy trình (ξP)"] * 2, []),
        # What is said of an abbreviation is no name of it, nor is what stands behind a label, nor an example.
        (["nhờ LAO (tiling cục bộ)"] * 2, []),
        (["TokenFlow (kiến trúc hai bảng mã)"] * 2, []),
        (["研究领域：NLP"] * 3, []),
        (["大模型（Llama）"] * 2, []),
        (["mô hình ngôn ngữ (Llama 3)"] * 2, []),
        (["视觉语言模型（CLIP）"] * 2, []),
        (["视觉语言模型（VLM）"] * 2, ["视觉语言模型 = VLM 2"]),
        (["học tăng cường (强化学习)"] * 2, ["học tăng cường = 强化学习 2"]),
        (["树形搜寻（rooted search）"] * 2, ["树形搜寻 = rooted search 2"]),
        # The plural is no other name.
        (["mô hình ngôn ngữ lớn (LLM)", "mô hình ngôn ngữ lớn (LLMs)"], ["mô hình ngôn ngữ lớn = LLM 2"]),
    ],
)
def test_pairs(texts: list[str], wanted: list[str]) -> None:
    found = [f"{pair.term} = {pair.gloss} {pair.times}{' both' * pair.both}" for pair in pairs(said(*texts))]
    assert found == wanted
    reversed_ = [(pair.times, pair.both) for pair in pairs(said(*reversed(texts)))]
    assert reversed_ == [(pair.times, pair.both) for pair in pairs(said(*texts))]


@pytest.mark.parametrize("name", ["RL", "học tăng cường", "LLM", "大语言模型"])
def test_asked_about_a_name_no_pair_with_it_is_missing(name: str) -> None:
    texts = [
        "ta dùng học tăng cường (RL)",
        "nhờ RL (học tăng cường)",
        "大语言模型（LLM）",
        "随着大语言模型（LLM）",
        "học sâu (DL)",
    ]
    wanted = [pair for pair in pairs(said(*texts)) if name in pair]
    assert wanted and [pair for pair in pairs(said(*texts), units(name)) if name in pair] == wanted


def test_a_query_uses_them(made: Made) -> None:
    texts = {
        "2601.00001": "Hệ thống dùng cây bám rễ (Rooted Tree Search) để tìm đường.",
        "2601.00002": "Lại là cây bám rễ (Rooted Tree Search), nhanh hơn.",
        "2601.00003": "Only rooted tree search is spoken of.",
        "2601.00004": "Thuật toán lạ (Odd Algorithm) chỉ nói một lần.",
        "2601.00005": "An odd algorithm.",
    }
    entries = [{"id": i, "kind": Kind.TOPIC, "text": text, "language": "vi"} for i, text in texts.items()]
    insight = Insight(Kind.GAP, Span(1, 2), "Gap", (Passage("text", 2, "Thiếu cây bám rễ (Rooted Tree Search)."),))
    acronyms = ["mạng đối sinh lớn (GAN)", "Ung thư gan.", "mạng đối sinh lớn (GAN) khác"]
    abbreviated = [
        {"id": f"2602.0000{n}", "kind": Kind.TOPIC, "text": text, "language": "vi"} for n, text in enumerate(acronyms)
    ]

    def fill(store: Store) -> None:
        add_note(store, "a.md", entries, (insight,))
        add_note(store, "b.md", abbreviated)

    connection = made(fill)
    found = find(connection, parse("cây bám rễ", TODAY))
    assert [hit.tier for hit in found.hits] == ["typed", "typed", "expanded"]
    assert (found.hits[-1].id[-1], found.hits[-1].via) == ("3", ("Rooted Tree Search",))
    literally = find(connection, parse("thuật toán lạ", TODAY), all_words=True).hits
    assert [hit.id[-1] for hit in literally] == ["4"]
    assert mining.synonyms(connection, Term("GAN", ("gan",))) == ("mạng đối sinh lớn",)
    assert mining.synonyms(connection, Term("gan", ("gan",))) == ()
    (pair,) = [pair for pair in mining.all_pairs(connection) if pair.gloss != "GAN"]
    assert (pair.term, pair.gloss, pair.times) == ("cây bám rễ", "Rooted Tree Search", 3)
    assert pair.places == ("a.md:2", "a.md:12")
