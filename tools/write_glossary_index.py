"""Write the indexes that the shipped glossary and the words that stand for one another are looked up by; to be run
whenever glossary.tsv or rewording.tsv were changed.

python tools/write_glossary_index.py            # write them
python tools/write_glossary_index.py --check    # say whether they are what would be written; exit 1 if not
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from digestkb.query import glossary, rewording


def pages() -> Iterator[tuple[Path, bytes]]:
    """Yield each index and what is to stand in it; by the first, as it lies there, the other is made."""
    sets, concepts = rewording.shipped_file(), glossary.shipped_file()
    yield sets.with_suffix(".index"), rewording.index_of(sets.read_text(encoding="utf-8"))
    yield concepts.with_suffix(".index"), glossary.index_of(concepts.read_bytes())


def main() -> int:
    """Write the indexes, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the indexes are up to date")
    checking = parser.parse_args().check
    stale = [page for page, made in pages() if _differs(page, made, write=not checking)]
    if not (checking and stale):
        return 0
    names = " and ".join(page.name for page in stale)
    print(f"not up to date: {names}; run: python tools/write_glossary_index.py", file=sys.stderr)
    return 1


def _differs(page: Path, made: bytes, *, write: bool) -> bool:
    if page.is_file() and page.read_bytes() == made:
        return False
    if write:
        page.write_bytes(made)
    return True


if __name__ == "__main__":
    sys.exit(main())
