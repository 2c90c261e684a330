"""Write records in the form of arXiv's metadata snapshot, as many as are wanted, the same ones for the same number.

    python benchmarks/snapshot.py 200000 snapshot.json
    python benchmarks/snapshot.py 200000 snapshot.zip --numbers numbers.txt      # these numbers among them

The form is that of the public file, byte for byte: keys, their order, no blanks between them, titles and abstracts that
wrap, names in LaTeX in ``authors`` and in Unicode in ``authors_parsed``. What they say is drawn from a list of words.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import functools
import gzip
import itertools
import json
import math
import random
import textwrap
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

WORDS = """
adaptive analysis attention bayesian benchmark boson calculation causal collider consistent contrastive convex cosmic
dark data decay deep diffusion distillation dynamics efficient embedding energy entropy equation estimation exact field
finite flow function galaxy gauge generative gradient graph group hadron inference invariant kernel language lattice
learning likelihood limit linear magnetic manifold matrix memory mixture model momentum multimodal network neural
neutrino noise nonlinear optimal order parameter phase photon planning policy posterior prompt quantum quark random
reasoning regression representation reward robust sampling scalar scattering search sparse spectral spin stability
stochastic structure symmetry temperature tensor theory token training transformer transition transport variational
""".split()
#: As LaTeX and as Unicode, with what is given.
PEOPLE = (
    ("Nadolsky", "Nadolsky", "P. M."),
    (r"Bal\'azs", "Balázs", "C."),
    ("Liu", "Liu", "Shih-Yang"),
    (r"Sch\"olkopf", "Schölkopf", "Bernhard"),
    ("van der Maaten", "van der Maaten", "Laurens"),
    (r"Nguy\~{\^e}n", "Nguyễn", "Văn A"),
    (r"Garc\'ia M\'arquez", "García Márquez", "Gabriel"),
    ("The ATLAS Collaboration", "The ATLAS Collaboration", ""),
)
CATEGORIES = ("cs.LG", "cs.CL cs.LG", "hep-ph", "math.CO cs.CG", "astro-ph.GA", "quant-ph", "stat.ML cs.LG stat.ME")
COMMENTS = (
    None,
    "37 pages, 15 figures; published version",
    "Accepted at ICLR 2026",
    "12 pages, 3 figures, NeurIPS 2023 camera ready",
    "Submitted to Phys. Rev. D",
)
JOURNALS = (None, None, None, "Phys.Rev.D76:013009,2007", "Journal of Machine Learning\n  Research 21 (2020) 1-67")
#: The day of the snapshot: none of its records was changed after it.
UPDATED = dt.date(2026, 11, 20)
KEYS = (
    *("id", "submitter", "authors", "title", "comments", "journal-ref", "doi", "report-no", "categories", "license"),
    *("abstract", "versions", "update_date", "authors_parsed"),
)


#: New numbers began in the first of these months. In the last nearly six times as many came as in the first, so that
#: three million records have as many a month as arXiv had, and up to 2014 no month has more than four digits can count.
MONTHS = [(year, month) for year in range(7, 27) for month in range(1, 13) if (year, month) >= (7, 4)][:-1]
GROWTH = 5.5
#: So wide is a title or an abstract before it wraps.
WIDTH = 75
#: To write JSON anew for each record would take most of the time.
_encoded = json.JSONEncoder(separators=(",", ":")).encode


def numbers(count: int) -> Iterator[str]:
    """Yield so many numbers in the order of a snapshot: new ones month by month, then those of the old archives."""
    old = min(count // 10, 90_000)
    new, last = count - old, 0
    for at, (year, month) in enumerate(MONTHS, 1):
        until = math.ceil(new * (GROWTH ** (at / len(MONTHS)) - 1) / (GROWTH - 1) - 1e-6)
        width = 5 if year > 14 else 4
        if until - last >= 10**width:
            raise ValueError(f"{count} numbers are more than arXiv could give in its months")
        for serial in range(1, until - last + 1):
            yield f"{year:02}{month:02}.{serial:0{width}}"
        last = until
    for at in range(old):
        archive = ("astro-ph", "hep-th", "math")[at * 3 // old]
        yield f"{archive}/{92 + at % 8:02}{at // 8 % 12 + 1:02}{at // 96 % 999 + 1:03}"


def made(number: str, draw: random.Random) -> dict[str, Any]:
    """Make the record of a number."""
    digits = number.rpartition("/")[2]
    year = int(digits[:2]) + (1900 if "/" in number and int(digits[:2]) > 90 else 2000)
    day, hour = dt.date(year, int(digits[2:4]), _below(draw, 28) + 1).toordinal(), _below(draw, 24)
    people = draw.sample(PEOPLE, _below(draw, 5) + 1)
    versions = [day + 40 * at for at in range(_below(draw, 3) + 1)]
    values = (
        number,
        f"{people[0][2]} {people[0][1]}".strip(),
        ", ".join(f"{given} {latex}".strip() for latex, _, given in people),
        _wrapped(" ".join(draw.choices(WORDS, k=_below(draw, 10) + 5)).capitalize()),
        _one(draw, COMMENTS),
        _one(draw, JOURNALS),
        f"10.1103/PhysRevD.{_below(draw, 99) + 1}.{_below(draw, 90_000) + 10_000}" if draw.random() < 0.4 else None,
        None,
        _one(draw, CATEGORIES),
        _one(draw, (None, "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")),
        _abstract(draw),
        [{"version": f"v{at}", "created": f"{_day(one)} {hour:02}:18:42 GMT"} for at, one in enumerate(versions, 1)],
        _iso(min(UPDATED.toordinal(), versions[-1] + 1)),
        [[family, given, ""] for _, family, given in people],
    )
    return dict(zip(KEYS, values, strict=True))


def _below(draw: random.Random, count: int) -> int:
    """Draw a number as ``randrange`` does, which takes much longer."""
    return int(draw.random() * count)


def _one(draw: random.Random, values: Sequence[Any]) -> Any:
    return values[_below(draw, len(values))]


@functools.cache
def _day(ordinal: int) -> str:
    day = dt.date.fromordinal(ordinal)
    return f"{day:%a}, {day.day} {day:%b %Y}"


@functools.cache
def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _wrapped(title: str) -> str:
    at = title.rfind(" ", 0, WIDTH + 1) if len(title) > WIDTH else -1
    return title if at < 0 else f"{title[:at]}\n  {_wrapped(title[at + 1 :])}"


@functools.cache
def _full_lines() -> list[str]:
    """Make lines as wrapped abstracts have them: any dozen of thousands make an abstract like no other."""
    return textwrap.wrap(" ".join(random.Random(11).choices(WORDS, k=40_000)), WIDTH)[:-1]


def _abstract(draw: random.Random) -> str:
    words = draw.choices(WORDS, k=12)
    whole = draw.choices(_full_lines(), k=_below(draw, 13) + 9)
    return "\n".join(("  " + " ".join(words[:7]).capitalize(), *whole, " ".join(words[7:]) + ".\n"))


def line(record: dict[str, Any]) -> str:
    """Write a record as a line of the file."""
    return _encoded(record) + "\n"


def lines(count: int, also: Iterable[str] = ()) -> Iterator[str]:
    """Yield the lines of a snapshot of so many records, and of the records of some numbers behind them."""
    draw = random.Random(7)
    wanted = dict.fromkeys(also)
    for number in itertools.chain(numbers(count), wanted):
        yield line(made(number, draw))


@contextlib.contextmanager
def packing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to be written, which packs it as the ending of its name says, as well as tools do by themselves."""
    with contextlib.ExitStack() as stack:
        if path.suffix == ".zip":
            archive = stack.enter_context(zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED))
            yield stack.enter_context(archive.open("arxiv-metadata-oai-snapshot.json", "w", force_zip64=True))
        elif path.suffix == ".gz":
            yield stack.enter_context(gzip.open(path, "wb", compresslevel=6))
        else:
            yield stack.enter_context(path.open("wb"))


def write(path: Path, text: Iterable[str]) -> None:
    """Write lines as JSON, or packed as the ending of the name says."""
    with packing(path) as file:
        for one in text:
            file.write(one.encode())


def main() -> None:
    """Write a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--numbers", type=Path, help="numbers, one a line, that are to be among them")
    given = parser.parse_args()
    also = given.numbers.read_text(encoding="utf-8").split() if given.numbers else ()
    write(given.file, lines(given.records, also))


if __name__ == "__main__":
    main()
