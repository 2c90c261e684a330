"""Every encoding that notes were kept in, on two sentences of each language that used it."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from benchmarks.encodings import FURTHER
from benchmarks.encodings import MATRIX as WRITTEN
from digestkb.text.decode import decode
from digestkb.text.detect import guess
from digestkb.text.vietnamese import PAGES

_LINES = (Path(__file__).parent / "cases" / "languages.tsv").read_text(encoding="utf-8").splitlines()
SENTENCES = {
    language: "\n".join(sentence for _, sentence in group)
    for language, group in groupby((line.split("\t") for line in _LINES if line[0] != "#"), key=itemgetter(0))
}
#: Those of the benchmark, for the languages that have sentences here, and what only Python writes.
MATRIX = {
    **{name: languages.replace("zh_TW", "zh-Hant") for name, languages in WRITTEN.items() if name not in PAGES},
    "iso2022_kr": "ko",
    "cp949": "ko",
}
CASES = [(name, one) for name, languages in (MATRIX | FURTHER).items() for one in languages.split() if one in SENTENCES]


@pytest.mark.parametrize(("encoding", "language"), CASES)
def test_every_encoding(encoding: str, language: str) -> None:
    text = SENTENCES[language]
    if encoding in ("iso8859-6", "iso8859-8"):
        text = text.replace("،", ",")

    assert "\n".join(decode(text.encode(encoding)).lines) == text


@pytest.mark.parametrize("language", ["fr", "de", "es", "pt"])
def test_western_text_in_windows_stays_what_it_is(language: str) -> None:
    assert decode(SENTENCES[language].encode("cp1252")).encoding == "cp1252"


def test_english_with_typographic_marks() -> None:
    text = "The model’s loss – see “Results” – fell by 5 %.\nIt’s what we’d expect… or is it?\n• a point\n• another"

    assert decode(text.encode("cp1252")).encoding == "cp1252"


@pytest.mark.parametrize(
    "line",
    [
        "the first part — a beginning, or so it seems to those who read",
        "forfatterne viser, at modellen lærer hurtigere på små eksempler, også når de er få",
        "die skrywers sê dat die model vinniger leer, en dat die wêreld dit moet weet",
    ],
)
def test_a_long_western_text_stays_what_it_is(line: str) -> None:
    text = "\n".join(f"{line} {number}" for number in range(60))

    assert "\n".join(decode(text.encode("cp1252")).lines) == text


@pytest.mark.parametrize("prompt", ["\x1b(B\x1b[m$ ls", "\x1b[1mbold\x1b[0m", "costs \x1b$5", "\x1b$B\x7f\x01"])
def test_escapes_of_a_terminal_are_no_japanese(prompt: str) -> None:
    assert decode(prompt.encode()).lines == (prompt,)


def test_lines_of_windows_among_lines_of_another_script() -> None:
    french, russian = SENTENCES["fr"], SENTENCES["ru"]
    data = french.encode("cp1252") + b"\n" + russian.encode("koi8-r")

    assert "\n".join(decode(data).lines) == french + "\n" + russian
    assert guess(russian.encode("koi8-r")).encoding == "koi8-r"


def test_letters_of_four_bytes_are_of_gb18030() -> None:
    text = "Zażółć gęślą jaźń, a potem także następną część; wyświetl również pozostałe wiersze."

    assert guess(text.encode("gb18030")).encoding == "gb18030"
    assert guess(text.encode("cp852")).encoding == "cp852"


@pytest.mark.parametrize(
    "line",
    [
        "it was slow—but exact—and that’s what we want…",
        "the price is £5 or €6, ½ of ±2 %, see §3 and ¶4, café",
        "Tél. : 01 23 45 67 89, n° 5, à l’entrée « principale » – 2e étage",
        "Año 2019: ¿qué pasó?, 3º y 4ª, “así” —dijo— y se fue",
        "Größe 5–7 µm, 20 °C, Maß × 2, „Öl“ für Ähren",
        "a – b — c • d … ™ © ®",
        "O preço é 5 €, a 3.ª edição, «não»",
        "naïve façade—that is all",
    ],
)
def test_signs_of_windows_are_no_letters_of_another_page(line: str) -> None:
    assert decode(line.encode("cp1252")).lines == (line,)
    assert decode("\n".join([line] * 5).encode("cp1252")).lines == (line,) * 5


@pytest.mark.parametrize(
    "line",
    [
        "a+b-c and C++-style, +1-234-567, A+-",
        "+import-export +foo-bar+baz-",
        "sha512-Ab+Cd/EfGh+IjKlMn==",
        "~{a} ~{ab~} ~{not closed",
        "format '~{~a~}' of Lisp",
        "--- a/x +++ b/x +AAA- +AAAA-",
        "a+requests and x+universe, ?q=agents+traverse",
        "improves by +100 Elo over PPO and by +120 Elo; LLM+API VLM+API",
        '(format t "~{#10,~} ~{"42"~}")',
    ],
)
def test_signs_of_seven_bits_in_ordinary_lines(line: str) -> None:
    decoded = decode(line.encode())

    assert (decoded.lines, decoded.encoding) == ((line,), "utf-8")
