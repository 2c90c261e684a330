"""How Vietnamese syllables are built: an onset, a rhyme, a tone (Đoàn Thiện Thuật 1977)."""

from __future__ import annotations

import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) | {""}
#: Nuclei and what may close them; a stop allows two tones only.
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en
    eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa
    oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um
    un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưn ưng ươc
    ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
    """.split()
)
_STOPS = ("c", "ch", "p", "t")


def split(syllable: str) -> tuple[str, str, str] | None:
    """Onset, rhyme and tone mark of a syllable in lower case; ``None`` for what no syllable can look like.

    >>> split("người"), split("model")
    (('ng', 'ươi', '̀'), None)
    """
    marks = unicodedata.normalize("NFD", syllable)
    tone = "".join(mark for mark in marks if mark in _TONES)
    if len(tone) > 1:
        return None
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    for length in (3, 2, 1, 0):
        onset, rhyme = bare[:length], bare[length:]
        if onset in _ONSETS and rhyme in _RHYMES:
            if rhyme.endswith(_STOPS) and tone not in "\u0301\u0323":
                return None
            return onset, rhyme, tone
    return None


def rarity(syllable: str) -> int:
    """Count the bits that an unseen word costs for its shape: few for a possible syllable, many for none.

    >>> rarity("quẩng") < rarity("strảt")
    True
    """
    parts = split(syllable)
    if parts is None:
        return 8 + 4 * sum(not char.isascii() for char in syllable)
    onset, rhyme, tone = parts
    # A stop closes only the acute and the dot-below tone; without any mark it is not a syllable but may be foreign.
    return 2 * (rhyme.endswith(_STOPS) and not tone) + (onset == "p") + (len(rhyme) > 3)
