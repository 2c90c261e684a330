"""Feed noise to whatever reads other people's bytes, led by what parts of the code it reaches (atheris, libFuzzer).

    pip install atheris
    python fuzz/fuzz.py TARGET [-max_total_time=600] [FOLDER…]

What is written by libFuzzer goes to a folder of its own below the working one, ``fuzzed-TARGET``; notes are only read.
TARGET is ``decode``, ``repair``, ``read``, ``digest``, ``synthesis``, ``log``, ``note``, ``query`` or ``render``; it
begins with the notes of a folder. What it stumbles over is ``crash-…`` there, and becomes one of ``FOUND`` in
``tests/hostile/test_targets.py``: the suite gives these to the same targets.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["digestkb"]):
    from tests.hostile.targets import TARGETS


def main() -> None:
    """Run one target until libFuzzer has enough."""
    name, *arguments = sys.argv[1:]
    # libFuzzer adds what it finds worth keeping to the first folder that it is given.
    made = Path(f"fuzzed-{name}")
    made.mkdir(exist_ok=True)
    options = [one for one in arguments if one.startswith("-")]
    folders = [one for one in arguments if not one.startswith("-")]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={made}/", str(made), *folders], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
