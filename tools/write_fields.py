"""Write the table of fields in docs/query.md from the registry that queries are read by.

python tools/write_fields.py            # write it
python tools/write_fields.py --check    # say whether it is what would be written; exit 1 if not
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from digestkb.query.fields import FIELDS, FieldSpec

PAGE = Path(__file__).resolve().parent.parent / "docs" / "query.md"
BEGIN, END = "<!-- fields: written by tools/write_fields.py -->", "<!-- end of fields -->"


def page(written: str) -> str:
    """Give the page with the table as it should be."""
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join(_lines())
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


def _lines() -> Iterator[str]:
    yield "| field | keeps papers | for example | option |"
    yield "| --- | --- | --- | --- |"
    for spec in FIELDS:
        names = ", ".join(f"`{name}:`" for name in (spec.name, *spec.aliases, *spec.bounds))
        examples = ", ".join(f"`{spec.name}:{value}`" for value in spec.examples)
        options = ", ".join(f"`--{option.name}`" for option in spec.options)
        yield f"| {names} | {spec.about}{_values(spec)} | {examples} | {options} |"


def _values(spec: FieldSpec) -> str:
    return f": {', '.join(f'`{value}`' for value in spec.known)}" if spec.known else ""


def main() -> int:
    """Write the table, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the table is up to date")
    written = PAGE.read_text(encoding="utf-8")
    if not parser.parse_args().check:
        PAGE.write_text(page(written), encoding="utf-8")
        return 0
    if page(written) == written:
        return 0
    print(f"{PAGE.name} is not what the registry says; run: python tools/write_fields.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
