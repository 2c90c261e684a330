"""Vocabularies of language models that write every byte as a letter: what looks like damage there is meant so."""

from __future__ import annotations

import re

from digestkb.text.weights import FEWEST_BYTE_LETTERS, MOSTLY_ONE

#: The letters that byte-level byte pair encoding, as GPT-2 has it, writes for the bytes 80 to A0 and AD, of those that
#: no other code page has behind the first byte of a letter.
_LETTERS = "ĤĥĦħĨĩĬĭĲĳĴĵĸĿŀ"
_OWN = re.compile(f"[Â-ô][Ģ-Ń\xa1-\xbf]{{0,2}}?[{_LETTERS}]")
#: What the pages of Windows have for such bytes, where text is damaged indeed.
_OTHER = re.compile("[Â-ô][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x80-\x9f]")


def writes_bytes_as_letters(text: str) -> bool:
    """Say whether a text is a vocabulary, or a list of tokens, in which letters stand for bytes.

    >>> writes_bytes_as_letters("ðŁĺĤ</w> ðŁĺį</w> âĿ¤ï¸ı</w> ãĥ» ðŁĳį ÙĦ à¤¨à¥ĩ"), writes_bytes_as_letters("Ã© Ã¨ â€“")
    (True, False)
    """
    own = len(_OWN.findall(text))
    return own >= FEWEST_BYTE_LETTERS and own >= MOSTLY_ONE * len(_OTHER.findall(text))
