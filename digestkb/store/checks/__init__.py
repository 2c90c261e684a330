"""What may be wrong with a database: a table of checks, each a function that finds and most with one that mends.

Checks are made in order. The file comes first: what a broken one seems to say is not looked at any further.
"""

from __future__ import annotations

from digestkb.store.checks import file, notes, tables

CHECKS = (*file.CHECKS, *tables.CHECKS, *notes.CHECKS)
