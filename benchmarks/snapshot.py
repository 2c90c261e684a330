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
import gzip
import json
import random
import textwrap
import zipfile
from collections.abc import Iterable, Iterator
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


def numbers(count: int) -> Iterator[str]:
    """Yield so many numbers in the order of a snapshot: new ones month by month, then those of the old archives."""
    old = min(count // 10, 90_000)
    new = count - old
    months = [(year, month) for year in range(7, 27) for month in range(1, 13) if (year, month) >= (7, 4)][:-1]
    for at in range(new):
        year, month = months[at * len(months) // new]
        serial = at - -(-months.index((year, month)) * new // len(months)) + 1
        yield f"{year:02}{month:02}.{serial:0{5 if year > 14 else 4}}"
    for at in range(old):
        archive = ("astro-ph", "hep-th", "math")[at * 3 // old]
        yield f"{archive}/{92 + at % 8:02}{at // 8 % 12 + 1:02}{at // 96 % 999 + 1:03}"


def made(number: str, draw: random.Random) -> dict[str, Any]:
    """Make the record of a number."""
    digits = number.rpartition("/")[2]
    year = int(digits[:2]) + (1900 if "/" in number and int(digits[:2]) > 90 else 2000)
    day, hour = draw.randint(1, 28), draw.randint(0, 23)
    created = dt.datetime(year, int(digits[2:4]), day, hour, 18, 42, tzinfo=dt.timezone.utc)
    people = draw.sample(PEOPLE, draw.randint(1, 5))
    title = " ".join(draw.choices(WORDS, k=draw.randint(5, 14))).capitalize()
    abstract = " ".join(draw.choices(WORDS, k=draw.randint(90, 190))).capitalize() + "."
    versions = [created + dt.timedelta(days=40 * at) for at in range(draw.randint(1, 3))]
    values = (
        number,
        f"{people[0][2]} {people[0][1]}".strip(),
        ", ".join(f"{given} {latex}".strip() for latex, _, given in people),
        "\n  ".join(textwrap.wrap(title, 75)),
        draw.choice(COMMENTS),
        draw.choice(JOURNALS),
        f"10.1103/PhysRevD.{draw.randint(1, 99)}.{draw.randint(10_000, 99_999)}" if draw.random() < 0.4 else None,
        None,
        draw.choice(CATEGORIES),
        draw.choice((None, "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")),
        "  " + "\n".join(textwrap.wrap(abstract, 75)) + "\n",
        [{"version": f"v{at}", "created": _stamp(one)} for at, one in enumerate(versions, 1)],
        min(UPDATED, versions[-1].date() + dt.timedelta(days=1)).isoformat(),
        [[family, given, ""] for _, family, given in people],
    )
    return dict(zip(KEYS, values, strict=True))


def _stamp(moment: dt.datetime) -> str:
    return f"{moment:%a}, {moment.day} {moment:%b %Y %H:%M:%S} GMT"


def line(record: dict[str, Any]) -> str:
    """Write a record as a line of the file."""
    return json.dumps(record, separators=(",", ":")) + "\n"


def lines(count: int, also: Iterable[str] = ()) -> Iterator[str]:
    """Yield the lines of a snapshot of so many records, and of the records of some numbers behind them."""
    draw = random.Random(7)
    wanted = dict.fromkeys(also)
    for number in (*numbers(count), *wanted):
        yield line(made(number, draw))


def write(path: Path, text: Iterable[str]) -> None:
    """Write lines as JSON, or packed as the ending of the name says."""
    with contextlib.ExitStack() as stack:
        file: IO[bytes]
        if path.suffix == ".zip":
            archive = stack.enter_context(zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED))
            file = stack.enter_context(archive.open("arxiv-metadata-oai-snapshot.json", "w", force_zip64=True))
        elif path.suffix == ".gz":
            file = stack.enter_context(gzip.open(path, "wb"))
        else:
            file = stack.enter_context(path.open("wb"))
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
