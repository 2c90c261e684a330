"""Write the index of names that the shipped glossary is looked up by; to be run whenever glossary.tsv or rewording.tsv
were changed.

python tools/write_glossary_index.py            # write it
python tools/write_glossary_index.py --check    # say whether it is what would be written; exit 1 if not
"""

from __future__ import annotations

import argparse
import sys

from digestkb.query.glossary import index_of, shipped_file


def main() -> int:
    """Write the index, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the index is up to date")
    glossary = shipped_file()
    page, made = glossary.with_suffix(".index"), index_of(glossary.read_bytes())
    if not parser.parse_args().check:
        page.write_bytes(made)
        return 0
    if page.is_file() and page.read_bytes() == made:
        return 0
    print(f"{page.name} is not what {glossary.name} says; run: python tools/write_glossary_index.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
