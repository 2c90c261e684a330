"""What blocks claim to be about, before each claim is widened to its scope."""

from __future__ import annotations

from collections import defaultdict

from digestkb.readers.standing import Standing, Statement
from digestkb.tree import Block

#: The statements about each block, by its ``id``.
Claims = dict[int, list[Statement]]
#: The numbers that each block states, by its ``id``, and those of them that it states surely.
Within = dict[int, tuple[set[str], set[str]]]


def kept_of(claimed: list[Statement]) -> set[str]:
    """Give the number, of several that claim one block, which it is about; none if nothing tells."""
    named = {one.key for one in claimed if one.standing is Standing.NAMED}
    if len(named) == 1:
        return named
    block = claimed[0].about
    if block.kind in ("row", "item", "paragraph", "definition") and not named:
        first = min(claimed, key=lambda one: (-one.standing.value, one.line, one.hit.found.start if one.hit else 0))
        return {first.key} if first.block is block else set()
    for roles in (("id",), ("link",), ("", "title")):
        keys = {one.key for one in claimed if one.role in roles}
        if keys:
            return keys if len(keys) == 1 else set()
    return set()


def hand_over(held: list[Statement], container: Block, records: dict[int, Block], claims: Claims) -> None:
    """Let the statements within records be about them, and no more about what holds the records."""
    for one in held:
        top: Block | None = one.block
        while top is not None and id(top) not in records:
            top = top.parent
        if top is not None and (top is one.about or one.about in (container, one.block)):
            before = claims[id(one.about)]
            before.remove(one)
            if not before:
                del claims[id(one.about)]
            one.about = records[id(top)]
            claims.setdefault(id(one.about), []).append(one)


def stated_within(claims: Claims) -> Within:
    """Give for each block, by its identity, the papers that are stated within it, and those that surely are."""
    within: Within = defaultdict(lambda: (set(), set()))
    for found in claims.values():
        block: Block | None = found[0].about
        keys = {one.key for one in found}
        surely = {one.key for one in found if one.standing.value >= Standing.LABELLED.value}
        while block is not None and block is not found[0].among:
            every, sure = within[id(block)]
            every |= keys
            sure |= surely
            block = block.parent
    return within


def is_surest(one: Statement, within: tuple[set[str], set[str]]) -> bool:
    """Say whether nothing else in a block is stated as surely: beside a label, items only point elsewhere."""
    every, sure = within
    return len(every) == 1 or (one.standing is Standing.LABELLED and sure == {one.key})
