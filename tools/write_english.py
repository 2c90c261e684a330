"""Write digestkb/query/english.txt: the words of English that a slip makes of others.

    python tools/write_english.py FOLDER       # where american-english and british-english are, and the -large of both

A word is on it if a large word list has it and a common word of English, or one of the glossary, is so near that the
one would be taken for the other: *inflection* and *infection*. What has no such neighbour is taken for no other word
anyway, and forms and spellings of one word are found as such.

The lists are those of SCOWL, by Kevin Atkinson, whose notice is at the head of what is written.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from digestkb.query.english import shipped_file
from digestkb.query.glossary import Glossary
from digestkb.query.respelling import SHORTEST, is_near, stem
from digestkb.query.words import spellings

HEAD = """\
# Words of English that a slip makes of others, by tools/write_english.py from the word lists of SCOWL (Debian's
# wamerican-large and wbritish-large). Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify,
# distribute and sell these word lists, the associated scripts, the output created from the scripts, and its
# documentation for any purpose is hereby granted without fee, provided that the above copyright notice appears in all
# copies and that both that copyright notice and this permission notice appear in supporting documentation. Kevin
# Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is" without
# express or implied warranty.
"""


def words_of(folder: Path, size: str = "") -> set[str]:
    """Give the words of both lists of a size that are in small plain letters: no names."""
    lists = [folder / f"{country}-english{size}" for country in ("american", "british")]
    words = {word for path in lists for word in path.read_text(encoding="utf-8").split("\n")}
    return {word for word in words if word.isascii() and word.isalpha() and word.islower()}


def with_neighbours(words: set[str], others: set[str]) -> Iterator[str]:
    """Yield the words to which another is near that is none of their forms."""
    like: dict[str, set[str]] = defaultdict(set)
    for word in words | others:
        for at in range(len(word) + 1):
            like[word[:at] + word[at + 1 :]].add(word)
    for word, other in {pair for alike in like.values() for pair in permutations(alike, 2)}:
        if word in words and other in others and len(word) >= SHORTEST and word[0] == other[0]:
            is_same = stem(word) == stem(other) or other in spellings(word)
            if not is_same and is_near(word, other):
                yield word


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    names = (form.text for concept in Glossary.load().concepts() for form in concept.forms if form.language == "en")
    known = {word for name in names for word in name.replace("-", " ").split() if word.isalpha() and word.islower()}
    text = HEAD + "".join(
        f"{word}\n" for word in sorted(set(with_neighbours(words_of(folder, "-large"), words_of(folder) | known)))
    )
    shipped_file().write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
