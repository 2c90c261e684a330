#!/usr/bin/env python3
"""Write clean text in the encodings from before Unicode, decode it, and print how much of it is right.

usage: encodings.py [--size BYTES ...] [--pieces N] [--only ENCODING] [--misread] [--show] FOLDER ...

A FOLDER holds folders named by language (pl, pt_BR, zh_TW), and these hold texts in UTF-8 (*.txt) or catalogues of
translations (*.mo), at any depth; /usr/share/locale is one. One row a language and encoding: of so many pieces of each
size, how many decode to exactly the text that they were made of, by digestkb and – where they are installed – by
chardet and charset-normalizer. With --misread the bytes are text that was read as Latin-1 before, and repair them.

Example:
  encodings.py /usr/share/locale --size 500 --only koi8-r
"""

from __future__ import annotations

import argparse
import gettext
import random
import struct
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digestkb.text.decode import decode
from digestkb.text.ledger import Text
from digestkb.text.repair import repair
from digestkb.text.vietnamese import TCVN3, VISCII, VNI

#: Every encoding that is written, and the languages that used it.
MATRIX = {
    "cp1250": "pl cs hu",
    "iso8859-2": "pl cs hu",
    "cp852": "pl cs hu",
    "cp1251": "ru uk bg",
    "koi8-r": "ru",
    "koi8-u": "uk",
    "cp866": "ru",
    "cp855": "ru",
    "iso8859-5": "ru uk",
    "cp1253": "el",
    "iso8859-7": "el",
    "cp1254": "tr",
    "iso8859-9": "tr",
    "cp1255": "he",
    "iso8859-8": "he",
    "cp1256": "ar",
    "iso8859-6": "ar",
    "cp874": "th",
    "cp1252": "fr de es pt",
    "iso8859-15": "fr de es pt",
    "iso2022_jp": "ja",
    "cp932": "ja",
    "euc_jp": "ja",
    "euc_kr": "ko",
    "big5": "zh_TW",
    "gb18030": "zh",
    "cp1258": "vi",
    "tcvn3": "vi",
    "vni": "vi",
    "viscii": "vi",
}
#: Rarer ones, of which less is asked: short texts in them are taken for commoner ones.
FURTHER = {
    "cp1257": "lt lv et",
    "iso8859-13": "lt lv",
    "iso8859-4": "lt lv",
    "cp775": "lt lv",
    "iso8859-3": "eo",
    "cp850": "fr de es sv",
    "cp857": "tr",
    "cp862": "he",
    "cp737": "el",
    "cp1125": "uk",
    "cp861": "is",
    "cp865": "nb",
    "mac_roman": "fr de es pt it",
    "mac-latin2": "pl cs hu",
    "mac-greek": "el",
    "mac-turkish": "tr",
    "mac-iceland": "is",
    "kz1048": "kk",
    "koi8-t": "tg",
    "johab": "ko",
    "hz": "zh",
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
#: TCVN 3 has one font for capitals and one for small letters.
_TABLES = {
    page: {char: written for written, char in sorted(table.items(), key=lambda pair: pair[0], reverse=True)}
    for page, table in (("tcvn3", TCVN3), ("viscii", VISCII), ("vni", VNI))
}


def texts_of(folders: list[Path]) -> dict[str, list[str]]:
    """The lines of each language that are not all ASCII, those of different files in turns of a file."""
    found: dict[str, list[str]] = {}
    for folder in folders:
        for path in sorted((*folder.rglob("*.txt"), *folder.rglob("*.mo"))):
            language = path.relative_to(folder).parts[0]
            lines = [line.strip() for line in lines_of(path)]
            found.setdefault(language, []).extend(line for line in lines if not line.isascii())
    return found


def lines_of(path: Path) -> list[str]:
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8", errors="replace").split("\n")
    with path.open("rb") as file:
        try:
            catalogue = gettext.GNUTranslations(file)
        except (OSError, ValueError, LookupError, struct.error):
            return []  # broken on purpose, for somebody's tests
    texts = [text for key, text in catalogue._catalog.items() if key and isinstance(text, str)]  # type: ignore[attr-defined]
    return "\n".join(texts).split("\n")


def written(text: str, encoding: str) -> bytes | None:
    """The text in an encoding; ``None`` if it has characters that are not in it."""
    try:
        if encoding in _TABLES:
            return b"".join(_in_page(char, _TABLES[encoding]) for char in text)
        return (_with_tones(text) if encoding == "cp1258" else text).encode(encoding)
    except UnicodeEncodeError:
        return None


def _in_page(char: str, table: dict[str, str]) -> bytes:
    """A character in a Vietnamese code page; these have the typographic marks where Windows has them."""
    if char in table:
        return table[char].encode("latin-1")
    data = char.encode("cp1252")
    if not data.isascii() and (data.decode("latin-1") in table.values() or data >= b"\xa0"):
        raise UnicodeEncodeError("page", char, 0, 1, "has a letter there")
    return data


def _with_tones(text: str) -> str:
    """Windows-1258 has the tone as a mark of its own after the letter."""
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        base = "".join(part for part in parts if part not in _TONES)
        out.append(unicodedata.normalize("NFC", base) + "".join(part for part in parts if part in _TONES))
    return "".join(out)


def pieces(lines: list[str], encoding: str, size: int, number: int) -> Iterator[tuple[str, bytes]]:
    """Texts of about so many bytes in an encoding, each of other lines; the last line may be cut at a blank."""
    chance = random.Random(f"{encoding} {size}")
    for _ in range(number):
        at = chance.randrange(len(lines))
        taken, length = [], 0
        while length < size and len(taken) < 400:
            line = unicodedata.normalize("NFC", lines[at % len(lines)])
            line = line.lower() if encoding == "tcvn3" else line
            at += 1
            data = written(line, encoding)
            if data is None or (data.isascii() and encoding != "iso2022_jp"):
                continue
            while data and length + len(data) > size and " " in line:
                line = line.rpartition(" ")[0]
                data = written(line, encoding) or b""
            taken.append(line)
            length += len(data) + 1
        text = "\n".join(taken)
        data = written(text, encoding)
        if data is not None and len(data) * 10 > size * 8 and not text.isascii():
            yield text, data


def by_digestkb(data: bytes) -> str:
    return "\n".join(decode(data).lines)


def by_repair(data: bytes) -> str:
    """What was read as Windows-1252, or as Latin-1 where that has no character, made whole again."""
    chars = (bytes([byte]).decode("cp1252", "replace") for byte in data)
    read = "".join(chr(byte) if char == "\ufffd" else char for byte, char in zip(data, chars, strict=True))
    return "\n".join(repair(Text(tuple(read.split("\n")), "utf-8")).lines)


def detectors() -> dict[str, Callable[[bytes], str]]:
    """The libraries that are installed."""
    found: dict[str, Callable[[bytes], str]] = {}
    try:
        import chardet
    except ImportError:
        print("chardet is not installed")
    else:
        found["chardet"] = lambda data: _as(data, chardet.detect(data)["encoding"])
    try:
        import charset_normalizer
    except ImportError:
        print("charset-normalizer is not installed")
    else:
        found["normalizer"] = lambda data: str(charset_normalizer.from_bytes(data).best() or "")
    return found


def _as(data: bytes, encoding: str | None) -> str:
    try:
        return data.decode(encoding or "utf-8", "replace")
    except LookupError:
        return ""


def doubted(data: bytes) -> bool:
    """Whether digestkb says that it is not sure of the encoding."""
    return any(change.uncertain for change in decode(data).repairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--size", nargs="+", type=int, default=[200, 500, 2000, 10000])
    parser.add_argument("--pieces", type=int, default=25, help="of each size")
    parser.add_argument("--only", help="one encoding")
    parser.add_argument("--misread", action="store_true", help="repair what was read as Windows-1252")
    parser.add_argument("--alone", action="store_true", help="leave the libraries out")
    parser.add_argument("--show", action="store_true", help="print what was taken for what")
    options = parser.parse_args()
    systems = {"digestkb": by_repair if options.misread else by_digestkb}
    systems |= {} if options.alone or options.misread else detectors()
    report(texts_of(options.folders), systems, options)


def report(
    texts: dict[str, list[str]], systems: dict[str, Callable[[bytes], str]], options: argparse.Namespace
) -> None:
    sizes, taken = options.size, Counter[str]()
    print("encoding    language  " + "  ".join(f"{name:>{5 * len(sizes)}}" for name in systems))
    print(" " * 22 + "  ".join("".join(f"{size:5d}" for size in sizes) for _ in systems) + "  percent right")
    sums: Counter[tuple[str, int]] = Counter()
    for encoding, languages in (MATRIX | FURTHER).items():
        if options.only and encoding != options.only:
            continue
        for language in languages.split():
            if language not in texts:
                continue
            right: Counter[tuple[str, int]] = Counter()
            for size in sizes:
                for text, data in pieces(texts[language], encoding, size, options.pieces):
                    right["pieces", size] += 1
                    for name, system in systems.items():
                        start = time.perf_counter()
                        fits = system(data) == text
                        taken[name] += time.perf_counter() - start
                        right[name, size] += fits
                        if name == "digestkb" and not fits:
                            right["doubted", size] += doubted(data)
                            if options.show:
                                found = decode(data)
                                print(f"  {encoding} {language} {size}: {found.encoding} {found.lines[0][:90]!r}")
                        if name == "digestkb" and fits:
                            right["false", size] += doubted(data)
            sums.update(right)
            print(f"{encoding:12}{language:10}" + _row(right, systems, sizes))
    print(f"{'all':22}" + _row(sums, systems, sizes))
    wrong = [sums["pieces", size] - sums["digestkb", size] for size in sizes]
    print(
        "wrong and said to be uncertain: "
        + ", ".join(f"{sums['doubted', s]} of {w}" for s, w in zip(sizes, wrong, strict=True))
    )
    print("right and said to be uncertain: " + ", ".join(f"{sums['false', s]} of {sums['digestkb', s]}" for s in sizes))
    print("seconds: " + ", ".join(f"{name} {taken[name]:.1f}" for name in systems))


def _row(right: Counter[tuple[str, int]], systems: dict[str, Callable[[bytes], str]], sizes: list[int]) -> str:
    return "  ".join(
        "".join(
            f"{100 * right[name, size] / right['pieces', size]:5.0f}" if right["pieces", size] else "    –"
            for size in sizes
        )
        for name in systems
    )


if __name__ == "__main__":
    main()
