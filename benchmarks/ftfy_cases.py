"""Run digestkb's repair on the test cases of ftfy, which are in its source distribution and not copied here.

    pip download --no-binary ftfy --no-deps ftfy       # ftfy-6.3.1.tar.gz
    python benchmarks/ftfy_cases.py ftfy-6.3.1.tar.gz
    python benchmarks/ftfy_cases.py test_cases.json --why

What is expected of a case is what ftfy's `fix_encoding` is to make of it. Where a lost character stays lost in that, we
may do better: `LOST` says what stood there. A case that is to stay as it is must not change. Every case that is not as
expected is printed. Exit status 1 if fewer than 155 are as expected or better, or one is changed that is to stay.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tarfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digestkb.text.ledger import Text
from digestkb.text.repair import repair

GOAL = 155
NAME = "tests/test_cases.json"
OUTCOMES = ("as expected", "better than expected", "left as it was", "wrong", "changed, and is to stay")
STRAIGHT = str.maketrans("‘’“”", "''\"\"")
#: What ftfy leaves of a character that was lost.
LOSS = re.compile("\ufffd(?:¢\ufffd\ufffd)?")
#: By a case's label, for each of its losses in order, what may have stood there.
LOST = {
    "Messy language names: Slovak": "č",
    "Messy language names: Bulgarian": "с",
    "Messy language names: Russian": "сс",
    "Messy language names: Serbian [Cyrillic]": "с",
    "Messy language names: Hindi": "्",
    "Messy language names: Tamil": "்",
    "For goodness' sake. We can come close to fixing this, but fail in the last step": "’’’’",
    "lossy UTF-8 / Windows-1250 mixup in Spanish": "Á",
    "We can mostly decode the face above when we lose the character U+009D": "┒┎",
    "Lossy decoding can have plain ASCII question marks, as well": "””",
    "A complex, lossy pile-up of mojibake in Portuguese": ("📁📍📏📐📝", "\ufe0f", "\ufe0f", "\ufe0f", "🍰🏰🐰"),
    "Synthetic: lossy decoding in sloppy-windows-1252": "”",
}


@dataclass(frozen=True)
class Case:
    """A case of ftfy's: its ``label``, the text as it is ``damaged``, what is ``expected`` of it."""

    label: str
    damaged: str
    expected: str

    def outcome(self, repaired: str) -> str:
        """Say how a repair of the case came out: one of `OUTCOMES`."""
        if repaired == self.expected:
            return "as expected"
        if self.expected == self.damaged:
            return "changed, and is to stay"
        if repaired == self.damaged:
            return "left as it was"
        return "better than expected" if better(self, repaired) else "wrong"


def better(case: Case, repaired: str) -> bool:
    """Whether a repair has more of a case's text than ftfy has, and all else as ftfy has it.

    That is lost characters, and quotation marks of the damaged text where ftfy's answer has straight ones.
    """
    lost = iter(LOST.get(case.label, ""))
    parts = LOSS.split(case.expected)
    pattern = re.escape(parts[0])
    for part in parts[1:]:
        pattern += f"[{next(lost, '')}\ufffd]" + re.escape(part)
    return re.fullmatch(pattern, repaired) is not None or repaired.translate(STRAIGHT) == case.expected


def cases(path: Path) -> list[Case]:
    """Read the cases from ftfy's source distribution, or from the file of them alone.

    Raises `FileNotFoundError` if an archive has none.
    """
    if path.suffix == ".json":
        data = path.read_bytes()
    else:
        with tarfile.open(path) as archive:
            members = [member for member in archive if member.name.endswith(NAME)]
            stream = archive.extractfile(members[0]) if members else None
            if stream is None:
                raise FileNotFoundError(f"{path} has no {NAME}: is it ftfy's source distribution?")
            data = stream.read()
    entries = json.loads(data)
    return [Case(entry["label"], entry["original"], entry.get("fixed-encoding", entry["fixed"])) for entry in entries]


def repaired(damaged: str) -> tuple[str, str]:
    """Repair a text; return it with the channels of what was changed."""
    text = repair(Text(tuple(damaged.split("\n")), "utf-8"))
    return "\n".join(text.lines), ", ".join(sorted({change.channel for change in text.repairs}))


def shown(text: str) -> str:
    """A text on one line in which characters that nobody sees are escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="ftfy-*.tar.gz, or the test_cases.json in it")
    parser.add_argument("--why", action="store_true", help="also print the channels of each case that is listed")
    options = parser.parse_args()
    found = cases(options.path)
    counts: Counter[str] = Counter()
    again = 0
    for case in found:
        got, channels = repaired(case.damaged)
        outcome = case.outcome(got)
        counts[outcome] += 1
        if outcome != "as expected":
            print(f"{outcome}: {case.label}")
            print(f"   {shown(case.damaged)}\n = {shown(case.expected)}\n > {shown(got)}")
            if options.why and channels:
                print(f"   ({channels})")
        layered, _ = repaired(case.damaged.encode().decode("latin-1"))
        again += case.outcome(layered) in OUTCOMES[:2]
    print(f"{'cases':<24}{len(found):>5}")
    for outcome in OUTCOMES:
        print(f"{outcome:<24}{counts[outcome]:>5}")
    print(f"{'as expected or better, with one more layer (UTF-8 as Latin-1) on top':<70}{again:>5}")
    return int(counts[OUTCOMES[0]] + counts[OUTCOMES[1]] < GOAL or counts[OUTCOMES[4]] > 0)


if __name__ == "__main__":
    sys.exit(main())
