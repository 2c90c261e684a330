"""Lines that are nothing but metadata: people, venue, date and links, in the place of a text."""

from __future__ import annotations

import re
from itertools import pairwise

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import is_organisation
from digestkb.readers.beside import LONGEST, Beside, is_one_name, is_only_label, read_families, read_segment
from digestkb.readers.citation import citation
from digestkb.readers.parting import GAP, parts_of, without_links
from digestkb.readers.scan import WINDOW

#: What says that a number follows, behind a comma.
_LABEL_BEFORE_GAP = lazy(rf"\s?[,，;；]\s?(?:arXiv|论文|論文|paper|link)\s?[:：]?\s?(?={GAP})", re.IGNORECASE)
#: A line of metadata is no longer than this, in characters.
_WIDEST = 1500


def metadata(line: str, day_first: bool = False) -> Beside | None:
    """Read a line that is nothing but people, venue, date and links, or give ``None``; one name alone is none of these.

    >>> found = metadata("Wim Bos, Ada Fiel — 18 September 2023 — [paper](https://arxiv.org/abs/2309.93093)")
    >>> found.people, str(found.published)
    (('Wim Bos', 'Ada Fiel'), '2023-09-18')
    >>> metadata("A schedule instead of a router.") is None
    True
    """
    bare = _LABEL_BEFORE_GAP.sub(GAP, without_links(line[:WINDOW]))
    segments = [part for part in parts_of(bare) if not is_only_label(plain(part))] if len(bare) <= _WIDEST else []
    found = _read_all(segments, bare, day_first) if segments else None
    cited = citation(bare) if found is not None else None
    # What a link parts is no title.
    return None if cited is not None and GAP not in cited.title else found


def _read_all(segments: list[str], line: str, day_first: bool) -> Beside | None:
    """Read the parts of a line, all of which are people, venue or date; ``None`` if one is anything else."""
    found = Beside()
    names: list[str] = []
    ends = GAP if line.rstrip(" .,;)").endswith(GAP) else ""
    for segment, behind in pairwise([*segments, ends]):
        told = read_segment(segment, found, day_first) or read_families(segment, behind, found)
        name = "" if told else _name_in(segment, found)
        if name is None:
            return None
        names += [name] if name else []
    alone = len(segments) == 1 and GAP not in line
    if names and (found.people or alone):
        return None
    found.people = found.people or tuple(names)
    return found


def _name_in(segment: str, beside: Beside) -> str | None:
    """Give the one name that a segment is, an empty one for where people are from, ``None`` for anything else."""
    name = plain(segment).strip(" ,.*_")
    if is_one_name(name):
        return "" if beside.people and is_organisation(name) else name
    is_affiliation = beside.people and is_organisation(name) and len(name.split()) <= LONGEST
    return "" if is_affiliation else None
