"""Undo what wrong decoding did to a text; the ledger says what changed.

A line is looked at only where it has a signature of mojibake. Its channel takes it back to bytes, a beam search chooses
what stood where bytes were lost, and the proposal of a stage replaces the line only if it is more natural by a margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, filterfalse

from digestkb.text.byte_letters import writes_bytes_as_letters
from digestkb.text.changes import Change, entries, on_top
from digestkb.text.decode import still_said
from digestkb.text.evidence import Evidence, gather
from digestkb.text.layers import LAYERS, Layers, finished
from digestkb.text.ledger import Ledger, Repair, Text
from digestkb.text.mojibake import signatures_in
from digestkb.text.pieces import Pieces
from digestkb.text.stages import Hearing, hearings, peeled
from digestkb.text.suspect import Suspect

#: Times that a file is gone through, as long as there was something to repair.
_PASSES = 3


def repair(text: Text) -> Text:
    """Give the text as it was before its encoding was broken, with an entry in the ledger for each change.

    The same object comes back where nothing is to be done. The number of lines never changes, and repairing twice
    changes nothing more.

    >>> repair(Text(("cÃ¡c mÃ´ hÃ¬nh",), "utf-8")).lines
    ('các mô hình',)
    """
    pieces = Pieces(text.lines)
    repaired, changes = _repaired(pieces.lines)
    if not changes:
        return text
    lines, changes = pieces.joined(repaired, changes)
    said = list(still_said(text, lines))
    ledger = changes if isinstance(changes, Ledger) and not said else Ledger(chain(said, changes))
    return Text(tuple(lines), text.encoding, ledger)


def _repaired(before: Sequence[str]) -> tuple[Sequence[str], Iterable[Repair]]:
    """Lines as they were before their encoding was broken, and the entries of the ledger, if anything changed."""
    # No sign of damage reaches over the end of a line, and each has a letter beyond ASCII.
    text = "\n".join(filterfalse(str.isascii, before))
    signatures = signatures_in(text)
    if not signatures or writes_bytes_as_letters(text):
        return before, ()
    del text
    file = Layers(before)
    for _ in range(_PASSES):
        # What some lines show of a file is another thing once those are repaired that show more of it.
        if not file.take_off_layers(signatures):
            break
        signatures = signatures_in(file.joined(file.beyond_ascii()))
    ledger = Ledger()
    ledger.extend_rows(file.rows(before))
    if not ledger:
        return before, ()
    ledger.extend(file.unreadable())
    return file.lines, ledger


def heard(text: Text, numbers: Iterable[int]) -> Iterator[tuple[int, Hearing]]:
    """Yield what each stage says of lines of a text before its repair, with their numbers: of the outermost damage.

    >>> [(number, hearing.stage, hearing.settled) for number, hearing in heard(Text(("cÃ¡c",), "utf-8"), [1])]
    [(1, 'whole', True)]
    """
    file = Layers(text.lines)
    indexes = file.beyond_ascii()
    signatures = signatures_in(file.joined(indexes))
    evidence = gather(file.joined(file.marked(indexes, signatures)), signatures)
    for number in numbers:
        # A line too short to show the damage by itself is read as the others show the file to be damaged.
        for proven in (evidence, evidence._replace(damaged=True)):
            said = list(hearings(Suspect(text.lines[number - 1], proven, signatures)))
            if any(hearing.settled for hearing in said):
                break
        yield from ((number, hearing) for hearing in said)


def repair_line(line: str, evidence: Evidence | None = None) -> tuple[str, tuple[Repair, ...]]:
    """Give one line repaired, and what was changed in it; the entries say line 1.

    Without the ``evidence`` of the rest of its file (see `gather`) a line is judged by itself.

    >>> repair_line("clean")
    ('clean', ())
    """
    if line.isascii():
        return line, ()
    current = line
    changes: list[Change] = []
    names: list[str] = []
    for _ in range(LAYERS):
        signatures = signatures_in(current)
        proposal = peeled(Suspect(current, evidence or gather(current, signatures), signatures))
        if proposal is None:
            break
        changes = on_top(changes, current, proposal.changes(current))
        current = proposal.text
        names.append(proposal.channel)
        evidence = None
    whole, changes = finished(line, current, changes)
    return whole, tuple(entries(line, changes, " + ".join(names)))
