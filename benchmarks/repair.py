#!/usr/bin/env python3
"""Damage clean text in every way that we know, repair it, and print what came back.

usage: repair.py [--channel NAME] [--no-ftfy] [--ledger] [FOLDER OR FILE ...]

The clean text is the intact notes in ``data/`` of this repository and whatever is named on the command line. One row a
channel and language: blank-separated words, characters beyond ASCII and Han characters that came back exactly; how many
of the wrong characters are marked as uncertain, and how many right ones for a wrong one; words and Han characters of
ftfy (with its cosmetic fixers off); clean lines that digestkb altered; and how many MB of damaged UTF-8 it repairs in a
second of the processor.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digestkb.text.decode import decode
from digestkb.text.language import detect_language
from digestkb.text.ledger import LOST, Repair, Text
from digestkb.text.repair import repair
from digestkb.text.repaired import original_lines

Damage = Callable[[str], "str | None"]
_HAN = re.compile("[\u4e00-\u9fff]")


def misread(written: str, read_as: str, undefined: str) -> Damage:
    """Text in one encoding read as another; undefined bytes are ``keep``, ``ignore``, ``?`` or ``replace``."""

    def damage(text: str) -> str | None:
        try:
            data = WRITERS[written](text) if written in WRITERS else text.encode(written)
        except UnicodeEncodeError:
            return None
        if undefined == "strict":
            try:
                return data.decode(read_as)
            except UnicodeDecodeError:
                return None
        if undefined in ("keep", "?") and read_as not in ("gb18030", "big5hkscs", "cp932", "cp949"):
            chars = {byte: bytes([byte]).decode(read_as, "replace") for byte in range(256)}
            return "".join((chr(b) if undefined == "keep" else "?") if chars[b] == "\ufffd" else chars[b] for b in data)
        read = data.decode(read_as, "ignore" if undefined == "ignore" else "replace")
        return read.replace("\ufffd", "?") if undefined == "?" else read

    return damage


def _as_cp1258(text: str) -> bytes:
    """Windows-1258 writes the tone as a mark of its own after the letter."""
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize(
            "NFC", "".join(mark for mark in parts if mark not in "\u0300\u0301\u0303\u0309\u0323")
        )
        out.append(base + tones)
    return "".join(out).encode("cp1258")


def by_windows(encoding: str, nothing: str, *, swallowed: bool) -> Damage:
    """UTF-8 read in an encoding of two bytes as browsers and Windows read it, which Python does not.

    Byte 80 of GBK is the euro sign. What fits ``nothing`` becomes that: two bytes together, or the first of them before
    ASCII, which Windows takes for the second one (``swallowed``) unless the line ends there.
    """
    second = range(0x40, 0x7F)

    def pair(first: int, then: int) -> str | None:
        try:
            return bytes((first, then)).decode(encoding) if then >= 0x80 or then in second else None
        except UnicodeDecodeError:
            return None

    def damage(text: str) -> str:
        data, out, at = text.encode(), [], 0
        single = {byte: _single(byte, encoding) for byte in range(256)}
        while at < len(data):
            char, then = single[data[at]], data[at + 1] if at + 1 < len(data) else 0x0A
            if char is None:
                char = pair(data[at], then) or nothing
                alone = char == nothing and (then in b"\r\n" or (then < 0x80 and not swallowed))
                at += not alone
            out.append(char)
            at += 1
        return "".join(out)

    return damage


def _single(byte: int, encoding: str) -> str | None:
    """The character of one byte, or ``None`` where it takes another one."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return "€" if (byte, encoding) == (0x80, "gb18030") else None


def surrogates(text: str) -> bytes:
    """UTF-8 as some databases write it (CESU-8): characters beyond U+FFFF are two of three bytes each."""
    units = text.encode("utf-16-be", "surrogatepass")
    chars = (chr(int.from_bytes(units[at : at + 2], "big")) for at in range(0, len(units), 2))
    return "".join(chars).encode("utf-8", "surrogatepass")


def with_surrogates(damage: Damage) -> Damage:
    """Only text that CESU-8 writes otherwise than UTF-8."""
    return lambda text: damage(text) if max(text, default="") > "\uffff" else None


WRITERS = {"cp1258": _as_cp1258, "cesu-8": surrogates}


def twice(damage: Damage, times: int) -> Damage:
    def damaged(text: str) -> str | None:
        for _ in range(times):
            result = damage(text)
            if result is None:
                return None
            text = result
        return text

    return damaged


def then(damage: Damage, change: Callable[[str], str]) -> Damage:
    def damaged(text: str) -> str | None:
        result = damage(text)
        return None if result is None else change(result)

    return damaged


def some_lines(damage: Damage) -> Damage:
    """Every third line only."""

    def damaged(text: str) -> str | None:
        lines = text.split("\n")
        return "\n".join((damage(line) or line) if i % 3 == 0 else line for i, line in enumerate(lines))

    return damaged


def some_words(damage: Damage) -> Damage:
    """The words in the middle of each line."""

    def damaged(text: str) -> str | None:
        out = []
        for line in text.split("\n"):
            words = line.split(" ")
            a, b = len(words) // 3, max(len(words) // 3 + 3, len(words) // 2)
            out.append(" ".join([*words[:a], *filter(None, [damage(" ".join(words[a:b]))]), *words[b:]]))
        return "\n".join(out)

    return damaged


def _no_hyphen(text: str) -> str:
    return text.replace("\u00ad", "")


def _no_controls(text: str) -> str:
    return re.sub("[\x80-\x9f\xad]", "", text)


def _asked(text: str) -> str:
    return re.sub("[\x80-\x9f]", "?", text)


def _blank(text: str) -> str:
    return "\n".join(line.rstrip("\xa0").replace("\xa0", " ") for line in text.split("\n"))


def _straight(text: str) -> str:
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})


def _curly(text: str) -> str:
    """As word processors set quotation marks while one types."""
    text = re.sub(r"""(?<![\w"'])"(?=\S)""", "“", text).replace('"', "”")
    return re.sub(r"(?<![\w'])'(?=\w)", "‘", text).replace("'", "’")


def by_lines(damage: Damage) -> Damage:
    """Only the lines that the encodings can hold."""
    return lambda text: "\n".join(damage(line) or line for line in text.split("\n"))


LOSSLESS: dict[str, Damage] = {
    "utf-8 as cp1252": misread("utf-8", "cp1252", "keep"),
    "utf-8 as cp1254": misread("utf-8", "cp1254", "keep"),
    "utf-8 as cp1258": misread("utf-8", "cp1258", "keep"),
    "utf-8 as cp1250": misread("utf-8", "cp1250", "keep"),
    "utf-8 as cp1251": misread("utf-8", "cp1251", "keep"),
    "utf-8 as latin-1": misread("utf-8", "latin-1", "keep"),
    "utf-8 as mac-roman": misread("utf-8", "mac_roman", "keep"),
    "utf-8 as cp437": misread("utf-8", "cp437", "keep"),
    "utf-8 as cp850": misread("utf-8", "cp850", "keep"),
    "utf-8 as cp1252, twice": twice(misread("utf-8", "cp1252", "keep"), 2),
    "utf-8 as latin-1, three times": twice(misread("utf-8", "latin-1", "keep"), 3),
    "utf-8 as cp1252, some lines": some_lines(misread("utf-8", "cp1252", "keep")),
    "utf-8 as cp1252, some words": some_words(misread("utf-8", "cp1252", "keep")),
    "utf-8 as mac-roman, some words": some_words(misread("utf-8", "mac_roman", "keep")),
    "gb18030 as latin-1": misread("gb18030", "latin-1", "keep"),
    "gb18030 as cp1252": misread("gb18030", "cp1252", "keep"),
}
_LINEWISE = {
    "utf-8 as gb18030 (lines it can read)": misread("utf-8", "gb18030", "strict"),
    "utf-8 as big5 (lines it can read)": misread("utf-8", "big5hkscs", "strict"),
    "utf-8 as shift-jis (lines it can read)": misread("utf-8", "cp932", "strict"),
    "big5 as latin-1 (lines it can write)": misread("big5hkscs", "latin-1", "keep"),
    "shift-jis as cp1252 (lines it can write)": misread("cp932", "cp1252", "keep"),
    "cp1258 as latin-1 (lines it can write)": misread("cp1258", "latin-1", "keep"),
    "cp1258 as cp1252 (lines it can write)": misread("cp1258", "cp1252", "keep"),
}
LOSSLESS.update((name, by_lines(damage)) for name, damage in _LINEWISE.items())
_CP1254 = misread("utf-8", "cp1254", "ignore")
LOSSY: dict[str, Damage] = {
    "utf-8 as cp1254, dropped": _CP1254,
    "utf-8 as cp1254, dropped, hyphens": then(_CP1254, _no_hyphen),
    "utf-8 as cp1252, dropped, hyphens": then(misread("utf-8", "cp1252", "ignore"), _no_hyphen),
    "utf-8 as cp1258, dropped, hyphens": then(misread("utf-8", "cp1258", "ignore"), _no_hyphen),
    "utf-8 as cp1252, replaced": misread("utf-8", "cp1252", "replace"),
    "utf-8 as cp1252, question marks": misread("utf-8", "cp1252", "?"),
    "utf-8 as cp1254, dropped, blanks": then(then(_CP1254, _no_hyphen), _blank),
    "utf-8 as cp1254, dropped, straight": then(then(_CP1254, _no_hyphen), _straight),
    "utf-8 as latin-1, controls dropped": then(misread("utf-8", "latin-1", "keep"), _no_controls),
    "utf-8 as cp1252, dropped, twice": twice(misread("utf-8", "cp1252", "ignore"), 2),
    "utf-8 as cp1254, dropped, some lines": some_lines(then(_CP1254, _no_hyphen)),
    "utf-8 as cp1254, dropped, some words": some_words(then(_CP1254, _no_hyphen)),
    "utf-8 as gb18030, replaced": misread("utf-8", "gb18030", "replace"),
    "utf-8 as gb18030, dropped": misread("utf-8", "gb18030", "ignore"),
    "utf-8 as big5, replaced": misread("utf-8", "big5hkscs", "replace"),
    "utf-8 as shift-jis, replaced": misread("utf-8", "cp932", "replace"),
    "gb18030 as cp1252, dropped, hyphens": then(misread("gb18030", "cp1252", "ignore"), _no_hyphen),
    "gb18030 as cp1252, question marks": misread("gb18030", "cp1252", "?"),
    "big5 as cp1252, dropped (lines it can write)": by_lines(misread("big5hkscs", "cp1252", "ignore")),
    "shift-jis as cp1252, dropped (lines it can write)": by_lines(misread("cp932", "cp1252", "ignore")),
    "utf-8 as cp1252, curly": then(misread("utf-8", "cp1252", "keep"), _curly),
    "utf-8 as cp1254, dropped, curly": then(then(_CP1254, _no_hyphen), _curly),
}
#: Damage that is measured and of which nothing is promised yet.
FURTHER: dict[str, Damage] = {
    "utf-8 as gbk, as browsers read it": by_windows("gb18030", "\ufffd", swallowed=False),
    "utf-8 as gbk, as Windows reads it": by_windows("gb18030", "?", swallowed=True),
    "utf-8 as shift-jis, as Windows reads it": by_windows("cp932", "・", swallowed=True),
    "utf-8 as cp1253": misread("utf-8", "cp1253", "keep"),
    "utf-8 as cp1253, dropped": misread("utf-8", "cp1253", "ignore"),
    "utf-8 as cp1257": misread("utf-8", "cp1257", "keep"),
    "utf-8 as iso-8859-2": misread("utf-8", "iso8859-2", "keep"),
    "utf-8 as iso-8859-2, controls dropped": then(misread("utf-8", "iso8859-2", "keep"), _no_controls),
    "utf-8 as iso-8859-15": misread("utf-8", "iso8859-15", "keep"),
    "utf-8 as iso-8859-15, controls dropped": then(misread("utf-8", "iso8859-15", "keep"), _no_controls),
    "utf-8 as cp866": misread("utf-8", "cp866", "keep"),
    "utf-8 as cp852": misread("utf-8", "cp852", "keep"),
    "utf-8 as cp1255": misread("utf-8", "cp1255", "keep"),
    "utf-8 as cp1256": misread("utf-8", "cp1256", "keep"),
    "utf-8 as cp874": misread("utf-8", "cp874", "keep"),
    "utf-8 as koi8-r": misread("utf-8", "koi8-r", "keep"),
    "utf-8 as cp949, replaced": misread("utf-8", "cp949", "replace"),
    "utf-8 as latin-1, question marks": then(misread("utf-8", "latin-1", "keep"), _asked),
    "cesu-8 as cp1252": with_surrogates(misread("cesu-8", "cp1252", "keep")),
    "cesu-8 as latin-1": with_surrogates(misread("cesu-8", "latin-1", "keep")),
}
CHANNELS = {"none": lambda text: text, **LOSSLESS, **LOSSY, **FURTHER}


def truth(name: str, clean: str) -> str:
    """What a repair can give back: nobody can tell which quotation marks were made curly afterwards."""
    return _curly(clean) if name.endswith("curly") else clean


def right(got: str, want: str) -> tuple[int, int, int, int]:
    """Words right, words, Han characters right, Han characters."""
    totals = [0, 0, 0, 0]
    for line, truth in zip(got.split("\n"), want.split("\n"), strict=False):
        a, b = line.split(), truth.split()
        han = len(_HAN.findall(truth))
        totals[1] += len(b)
        totals[3] += han
        if line == truth:
            totals[0] += len(b)
            totals[2] += han
            continue
        totals[0] += sum(x == y for x, y in zip(a, b, strict=False)) if len(a) == len(b) else _same(a, b)
        if han:
            blocks = SequenceMatcher(None, line, truth, autojunk=False).get_matching_blocks()
            totals[2] += sum(len(_HAN.findall(truth[m.b : m.b + m.size])) for m in blocks)
    return totals[0], totals[1], totals[2], totals[3]


def _same(a: list[str], b: list[str]) -> int:
    return sum(m.size for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())


def characters(got: str, want: str) -> tuple[int, int]:
    """Characters beyond ASCII that are right, and all of them."""
    good = of = 0
    for line, truth in zip(got.split("\n"), want.split("\n"), strict=False):
        here = sum(not char.isascii() for char in truth)
        of += here
        if line == truth:
            good += here
        else:
            blocks = SequenceMatcher(None, line, truth, autojunk=False).get_matching_blocks()
            good += sum(not char.isascii() for m in blocks for char in truth[m.b : m.b + m.size])
    return good, of


def placed(text: Text) -> Iterator[tuple[Repair, range]]:
    """Each change, with the columns of what stands there now."""
    moved: Counter[int] = Counter()
    for change in sorted(text.repairs, key=lambda change: (change.line, change.start)):
        start = change.start + moved[change.line]
        moved[change.line] += len(change.after) - len(change.before)
        yield change, range(start, start + len(change.after))


def mistakes(text: Text, want: str) -> list[set[int]]:
    """The columns of the wrong characters in each line of a repaired text."""
    found = []
    for line, truth in zip(text.lines, want.split("\n"), strict=False):
        wrong: set[int] = set()
        if line != truth:
            blocks = SequenceMatcher(None, line, truth, autojunk=False).get_matching_blocks()
            wrong = set(range(len(line))).difference(*(range(m.a, m.a + m.size) for m in blocks))
        found.append(wrong)
    return found


def doubted(text: Text, wrong: list[set[int]]) -> tuple[int, int, int]:
    """Wrong characters of a repaired text, those of them that are marked as uncertain, and right ones so marked."""
    marked: list[set[int]] = [set() for _ in wrong]
    for change, columns in placed(text):
        if change.uncertain:
            marked[change.line - 1].update(columns)
    hit = sum(len(bad & doubts) for bad, doubts in zip(wrong, marked, strict=True))
    return sum(map(len, wrong)), hit, sum(map(len, marked)) - hit


def calibrated(text: Text, wrong: list[set[int]]) -> str:
    """For each tenth of confidence, how many changes have it, and how many of these have no wrong character."""
    counts: dict[int, list[int]] = {}
    for change, columns in placed(text):
        if change.channel not in LOST:
            cell = counts.setdefault(min(9, int(change.confidence * 10)), [0, 0])
            cell[0] += 1
            cell[1] += wrong[change.line - 1].isdisjoint(columns)
    return "  ".join(f"0.{tenth}: {right}/{of} = {right / of:.0%}" for tenth, (of, right) in sorted(counts.items()))


def unsound(damaged: str, text: Text) -> tuple[int, int, int]:
    """What is wrong with a repaired text and its ledger, whatever stands in it.

    Lines that a second repair changes, entries of which ``before`` is not at their columns, and damaged lines that the
    ledger does not lead back to.
    """
    before = damaged.split("\n")
    again = repair(Text(text.lines, "utf-8")).lines
    misplaced = sum(
        (text.lines if change.channel in LOST else before)[change.line - 1][change.start : change.end] != change.before
        for change in text.repairs
    )
    return _differing(text.lines, again), misplaced, _differing(before, original_lines(text))


def _differing(lines: Sequence[str], others: Sequence[str]) -> int:
    return sum(a != b for a, b in zip(lines, others, strict=True))


def by_ftfy(text: str) -> str:
    from ftfy import TextFixerConfig, fix_text

    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization="NFC",
    )
    return "\n".join(fix_text(line, config) for line in text.split("\n"))


def by_digestkb(text: str) -> str:
    return "\n".join(repaired(text).lines)


def repaired(text: str) -> Text:
    return repair(Text(tuple(text.split("\n")), "utf-8"))


def samples(paths: Iterable[Path]) -> dict[str, str]:
    """The clean text of each language, from the files that are intact UTF-8.

    Files that are called damaged are left out: their clean text is beside them.
    """
    found: dict[str, list[str]] = {}
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in (".md", ".txt") and not file.stem.endswith("damaged"):
                text = decode(file.read_bytes())
                if text.encoding == "utf-8":
                    body = unicodedata.normalize("NFC", "\n".join(text.lines))
                    language = detect_language(" ".join(line for line in text.lines if not line.isascii()) or body)
                    found.setdefault(_with_script(language, body), []).append(body)
    return {language: "\n".join(texts) for language, texts in sorted(found.items())}


def _with_script(language: str, text: str) -> str:
    """Tell Traditional Chinese by the characters that only its encodings have."""
    if language != "zh":
        return language
    chars = _HAN.findall(text)
    return "zh-Hant" if sum(map(_only_big5, chars)) > sum(map(_only_gb2312, chars)) else language


def _only_big5(char: str) -> bool:
    return bool(char.encode("big5", "ignore")) and not char.encode("gb2312", "ignore")


def _only_gb2312(char: str) -> bool:
    return bool(char.encode("gb2312", "ignore")) and not char.encode("big5", "ignore")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--channel", default="", help="only channels with this in their name")
    parser.add_argument("--no-ftfy", action="store_true")
    parser.add_argument("--confidence", action="store_true", help="print whether confidence is a probability")
    parser.add_argument("--ledger", action="store_true", help="also repair twice, and follow the ledger back")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong lines a row")
    options = parser.parse_args()
    data = Path(__file__).resolve().parent.parent / "data"
    texts = samples([*([data] if data.is_dir() else []), *options.paths])
    heads = ["words", "beyond A", "Han", "doubted", *([] if options.no_ftfy else ["ftfy", "ftfy Han"])]
    cells = [f"{head:>9}" for head in heads]
    cells.insert(4, f"{'for 1':>6}")
    print(f"{'channel':<42} {'':7} {' '.join(cells)} {'altered':>8} {'MB/s':>6}")
    for name, damage in CHANNELS.items():
        if options.channel in name:
            for language, clean in texts.items():
                row(name, damage, language, clean, options)
    return 0


def share(part: int, whole: int) -> str:
    return f"{part / whole:9.3%}" if whole else f"{'–':>9}"


def row(name: str, damage: Damage, language: str, clean: str, options: argparse.Namespace) -> None:
    damaged = damage(clean)
    if damaged is None or (damaged == clean and name != "none"):
        return
    start = time.process_time()
    text = repaired(damaged)
    seconds = time.process_time() - start
    fixed = "\n".join(text.lines)
    wanted = truth(name, clean)
    words, of, han, of_han = right(fixed, wanted)
    bad = mistakes(text, wanted)
    wrong, hit, missed = doubted(text, bad)
    cells = [f"{share(words, of)} {share(*characters(fixed, wanted))} {share(han, of_han)}"]
    cells += [f"{share(hit, wrong)} {f'{missed / wrong:.1f}' if wrong else '–':>6}"]
    if not options.no_ftfy:
        other, _, other_han, _ = right(by_ftfy(damaged), wanted)
        cells += [f"{share(other, of)} {share(other_han, of_han)}"]
    # Lines that the damage left as they were, and that repair changed all the same.
    altered = sum(
        a == b != c for a, b, c in zip(clean.split("\n"), damaged.split("\n"), fixed.split("\n"), strict=False)
    )
    speed = len(damaged.encode("utf-8", "surrogatepass")) / 1e6 / seconds
    print(f"{name:<42} {language:7} {' '.join(cells)} {altered:>8} {speed:6.2f}", flush=True)
    if options.confidence and text.repairs:
        print("       right by confidence  " + calibrated(text, bad))
    if options.ledger and any(found := unsound(damaged, text)):
        print(
            "       changed by a second repair: {} lines; misplaced: {} entries; not led back to: {} lines".format(
                *found
            )
        )
    differing = [(a, b) for a, b in zip(fixed.split("\n"), wanted.split("\n"), strict=False) if a != b]
    for got, want in differing[: options.show]:
        print("      ", want[:150], "\n    => ", got[:150])


if __name__ == "__main__":
    sys.exit(main())
