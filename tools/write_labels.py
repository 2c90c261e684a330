"""Write docs/labels.md, the labels that digestkb knows, from the vocabulary that it looks them up in.

Writes the vocabulary as well in the form in which it is read fastest, digestkb/readers/vocabulary.json.

python tools/write_labels.py            # write both
python tools/write_labels.py --check    # say whether they are what would be written; exit 1 if not
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from digestkb.readers.vocabulary import compiled, roles

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "labels.md"
VOCABULARY = ROOT / "digestkb" / "readers" / "vocabulary.toml"
COMPILED = VOCABULARY.with_suffix(".json")
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
    "ar": "Arabic",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi",
    "th": "Thai",
    "cs": "Czech",
    "sv": "Swedish",
    "el": "Greek",
    "hu": "Hungarian",
    "ro": "Romanian",
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


def vocabulary() -> str:
    """Give the vocabulary as it is read."""
    entries = compiled(tomllib.loads(VOCABULARY.read_text(encoding="utf-8")))
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")) + "\n"


def main() -> int:
    """Write the vocabulary and the page, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether they are up to date")
    is_check = parser.parse_args().check
    for path, made in ((COMPILED, vocabulary), (PAGE, page)):  # the page is made from what the first one says
        if not is_check:
            path.write_text(made(), encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != made():
            print(f"{path.name} is not what the vocabulary says; run: python tools/write_labels.py", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
