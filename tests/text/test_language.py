"""Languages of short texts."""

from __future__ import annotations

import pytest

from digestkb.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "und"),
        ("2601.05242 | https://arxiv.org/abs/2601.05242", "und"),
        ("Mô hình ngôn ngữ lớn", "vi"),
        ("Suy luận", "vi"),
        ("DeepSeek 的论文，对残差流做了修改", "zh"),
        ("强化学习", "zh"),
        ("Nguyễn Văn A and others propose a new method for training models on long texts of many kinds", "en"),
        ("We follow the work of 张三 on the alignment of large models, and extend it to video", "en"),
        ("Attention Is All You Need", "en"),
        ("大規模言語モデルの推論", "ja"),
        ("언어 모델의 추론", "ko"),
        ("Языковые модели", "ru"),
        ("Не відомо, що це є", "uk"),
        ("Não é possível", "pt"),
        ("Les modèles de langue sont grands", "fr"),
        ("Die Katze ist nicht schön", "de"),
        ("Los modelos del lenguaje son grandes", "es"),
        ("Modele językowe są duże", "pl"),
        ("Büyük dil modelleri için", "tr"),
        # titles, which have few common words or none
        ("Generación de código con agentes", "es"),
        ("Extraction de relations avec des couches partagées", "fr"),
        ("Redes neurais para imagens médicas", "pt"),
        ("Uno studio sui modelli linguistici", "it"),
        ("Bewertung großer Sprachmodelle", "de"),
        ("Hoe je kleine modellen traint", "nl"),
        ("Ataki na rozpoznawanie twarzy", "pl"),
        ("Útoky na rozpoznávání obličejů", "cs"),
        ("Küçük modeller nasıl eğitilir", "tr"),
        ("Utvärdering av stora språkmodeller", "sv"),
        ("Evaluasi model bahasa besar yang efisien", "id"),
        # a part of a word, a name, and one word among many are none of another language
        ("Non-monotone clustering", "en"),
        ("Sharp bounds per channel, tight rates", "en"),
        ("Yang Zhou; Dan Roth; Kun Bai: fast bandits", "en"),
        ("Painting Like Van Dyck: Layered Strokes", "en"),
        ("Das Sarma, Von Luxburg: spectral cuts", "en"),
        ("ÖMER KAYA: robust routing", "en"),
        ("Pro-drop parsing", "en"),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert detect_language(text) == expected
