"""Write digestkb/query/sounds.txt: which Chinese characters sound alike, in Mandarin and in Japanese.

    python tools/write_sounds.py Unihan_Readings.txt      # of Unicode; Debian's unicode-data has it, compressed

An input method gives one for another: 模形 for 模型, 強化学収 for 強化学習. Of each standard the characters that are
common are taken: the first level of GB 2312 by its readings in Mandarin without tones, and of JIS X 0208 by those
readings that came from China. They are written as folding writes them.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from digestkb.text.fold import folded

TARGET = Path(__file__).resolve().parent.parent / "digestkb" / "query" / "sounds.txt"
HEAD = """\
# Chinese characters that sound alike, in Mandarin and in Japanese, as they are folded: made by tools/write_sounds.py
# from Unicode's data file Unihan_Readings.txt, of which this is a modified extract. Copyright © 1991-2022 Unicode,
# Inc. All rights reserved. Distributed under the Terms of Use in https://www.unicode.org/copyright.html.
#
# Permission is hereby granted, free of charge, to any person obtaining a copy of the Unicode data files and any
# associated documentation (the "Data Files") or Unicode software and any associated documentation (the "Software") to
# deal in the Data Files or Software without restriction, including without limitation the rights to use, copy,
# modify, merge, publish, distribute, and/or sell copies of the Data Files or Software, and to permit persons to whom
# the Data Files or Software are furnished to do so, provided that (a) the above copyright notice(s) and this
# permission notice appear with all copies of the Data Files or Software, (b) both the above copyright notice(s) and
# this permission notice appear in associated documentation, and (c) there is clear notice in each modified Data File
# or in the Software as well as in the documentation associated with the Data File(s) or Software that the data or
# software has been modified.
#
# THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
# NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD
# PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR
# ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR
# PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH
# THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.
#
# Except as contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise to
# promote the sale, use or other dealings in these Data Files or Software without prior written authorization of the
# copyright holder.
"""
#: The readings, how the standard is called, and the first bytes of what is common in it.
LANGUAGES = (("kMandarin", "gb2312", range(0xB0, 0xD8)), ("kJapaneseOn", "euc_jp", range(0xB0, 0xD0)))


def is_common(char: str, encoding: str, first: range) -> bool:
    """Say whether a character is on the first level of a standard."""
    try:
        return char.encode(encoding)[0] in first
    except UnicodeEncodeError:
        return False


def without_tone(reading: str) -> str:
    """Give a syllable without the mark of its tone, which an input method does not ask for."""
    return "".join(char for char in unicodedata.normalize("NFD", reading) if not unicodedata.combining(char))


def alike(lines: list[str]) -> Iterator[str]:
    """Yield the characters of each reading."""
    for name, encoding, first in LANGUAGES:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for line in lines:
            number, kind, readings = line.split("\t") if f"\t{name}\t" in line else ("", "", "")
            char = chr(int(number[2:], 16)) if kind else ""
            if char and is_common(char, encoding, first):
                for reading in readings.split():
                    found[without_tone(reading)][folded(char)] = None
        yield from ("".join(sorted(chars)) for _, chars in sorted(found.items()) if len(chars) > 1)


def main() -> int:
    """Write the file."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    TARGET.write_text(HEAD + "".join(f"{chars}\n" for chars in dict.fromkeys(alike(lines))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
