"""Text for readers that know nothing but ASCII."""

from __future__ import annotations

import json
import re
import unicodedata

#: What is written otherwise where there is no such sign.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("–—─", "-"),
        **dict.fromkeys("│", "|"),
        **dict.fromkeys("├└", "+"),
        **dict.fromkeys("█▇▆▅▄▃▂▁▏▎▍▌▋▊▉", "#"),
        "…": "...",
        "•": "*",
        "≈": "~",
        "đ": "d",
        "Đ": "D",
        "\u3000": " ",
        "\u00a0": " ",
    }
)
_OTHERS = re.compile("[^\\0-\x7f]")


def spelled(text: str) -> str:
    r"""Write text without marks and with plain signs; what is no Latin letter is escaped as Python does.

    >>> spelled("Đánh giá “GRPO” … 强")
    'Danh gia "GRPO" ... \\u5f3a'
    """
    if text.isascii():
        return text
    bare = (char for char in unicodedata.normalize("NFKD", text.translate(_SIGNS)) if not unicodedata.combining(char))
    return "".join(bare).encode("ascii", "backslashreplace").decode("ascii")


def escaped(text: str) -> str:
    r"""Write JSON with escapes: nothing is lost.

    >>> escaped('"học 𝛼"')
    '"h\\u1ecdc \\ud835\\udefc"'
    """
    return text if text.isascii() else _OTHERS.sub(lambda char: json.dumps(char[0])[1:-1], text)
