"""Papers that are hard to cite: names of every kind, signs that mean something, and little that is known."""

from __future__ import annotations

from digestkb.query.papers import Paper

HARD = (
    Paper(
        "2601.05242",
        "2601.05242",
        "https://arxiv.org/abs/2601.05242",
        title=r"GDPO: $\alpha_1$-Normalised {Group} Reward & 100% of snake_case",
        authors=("Shih-Yang Liu", "Laurens van der Maaten", "Martin King Jr.", "NVIDIA Research, Hanoi", "王小明"),
        published="2026-01-08",
        month="2026-01",
        tags=("RL", "cs.LG", "cs.CL"),
        summary="Each reward is normalised alone, for $5 & up.",
    ),
    Paper("hep-th/9901001", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001", title="Strings", month="1999-01"),
    Paper(
        "doi.org/10.1002/(SICI)1097-4571",
        url="https://doi.org/10.1002/(SICI)1097-4571",
        title="Indexing by latent «semantic» analysis",
        authors=("Charles de la Vallée Poussin", "Øyvind Ðình", "Platon"),
        published="1990",
    ),
    Paper("github.com/a/b", url="https://github.com/a/b", title="Học tăng cường 强化学习", authors=("Meta AI",)),
    Paper("note:强化学习", title="强化学习"),
    Paper("note:模型蒸馏", title="模型蒸馏", published="2025-03"),
)
