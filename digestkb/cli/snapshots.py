"""Snapshots of arXiv's metadata as commands name them."""

from __future__ import annotations

import sys

from digestkb.configuration import expanded
from digestkb.errors import DigestError
from digestkb.snapshot.stream import Snapshot


def opened(name: str) -> Snapshot:
    """Open the snapshot of that name, or standard input for ``-``."""
    if name != "-":
        return Snapshot(expanded(name))
    if sys.stdin is None:
        raise DigestError("there is no standard input to read from")
    return Snapshot(sys.stdin.buffer)
