"""Write digestkb/text/data/han.txt, the forms of Chinese characters that folding takes for one, from OpenCC's data.

python tools/write_han.py FOLDER    # that has TSCharacters.txt, JPVariants.txt, HKVariants.txt and TWVariants.txt

The data are those of OpenCC (https://github.com/BYVoid/OpenCC), under the Apache License 2.0; the wheel of
``opencc-python-reimplemented`` has them in ``opencc/dictionary``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

WRITTEN = Path(__file__).resolve().parent.parent / "digestkb" / "text" / "data" / "han.txt"
HEAD = """\
# Traditional, Hong Kong, Taiwan and Japanese forms of Chinese characters, and below each the simplified form.
# From the dictionaries of OpenCC (https://github.com/BYVoid/OpenCC), Apache License 2.0, by tools/write_han.py.
"""


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield a character and its first other form for each line that is about single characters of the basic plane."""
    for line in path.read_text(encoding="utf-8").splitlines():
        one, _, others = line.partition("\t")
        other = others.split(" ")[0]
        if len(one) == len(other) == 1 and max(one, other) <= "\uffff":
            yield one, other


def forms(folder: Path) -> dict[str, str]:
    """Give the simplified form of each other one."""
    simplified = {one: other for one, other in pairs(folder / "TSCharacters.txt") if one != other}
    found = dict(simplified)
    for name in ("JPVariants", "HKVariants", "TWVariants"):
        for traditional, variant in pairs(folder / f"{name}.txt"):
            # What is a character of its own in Chinese stays one: 欠, which Japanese writes for 缺.
            if not _is_simplified(variant) and variant not in found:
                found[variant] = simplified.get(traditional, traditional)
    return {one: found.get(other, other) for one, other in sorted(found.items())}


def _is_simplified(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def main() -> None:
    """Write the table."""
    found = forms(Path(sys.argv[1]))
    WRITTEN.write_text(f"{HEAD}{''.join(found)}\n{''.join(found.values())}\n", encoding="utf-8")
    print(f"{len(found)} characters in {WRITTEN.name}")


if __name__ == "__main__":
    main()
