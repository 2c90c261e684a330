"""Write docs/labels.md, the labels that digestkb knows, from the vocabulary that it looks them up in.

python tools/write_labels.py            # write it
python tools/write_labels.py --check    # say whether it is what would be written; exit 1 if not
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from digestkb.readers.vocabulary import roles

PAGE = Path(__file__).resolve().parent.parent / "docs" / "labels.md"
LANGUAGES = {
    "en": "English",
    "vi": "Vietnamese",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "ru": "Russian",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "tr": "Turkish",
    "id": "Indonesian",
    "uk": "Ukrainian",
}
HEAD = """# Labels

What a label in a note means, in any of the languages. Case, accents, emphasis, numbering and emoji do not matter. This
page is written by `tools/write_labels.py` from `digestkb/readers/vocabulary.toml`, where a word is added.
"""


def page() -> str:
    """Give the page: a section for each role, a line for each language."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for at, role in enumerate(roles()):
        if at:
            yield ""
        yield f"## {role.name.replace('_', ' ').capitalize()}\n"
        for language, words in role.words.items():
            yield f"- {LANGUAGES[language]}: {', '.join(words)}"
        if role.stems:
            yield f"- Parts of a label: {', '.join(role.stems)}"
        if role.signs:
            yield f"- Signs: {' '.join(role.signs)}"


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    if not parser.parse_args().check:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print(f"{PAGE.name} is not what the vocabulary says; run: python tools/write_labels.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
