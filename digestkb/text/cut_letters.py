"""Letters whose last byte became a blank or was stripped: ``voilÃ  le menu``, ``asÃ mismo``."""

from __future__ import annotations

import re

from digestkb.patterns import lazy
from digestkb.text.channel import Channel
from digestkb.text.language import detect_language
from digestkb.text.sequences import undone

#: The lead byte of ``à`` and ``í`` alone in a word, at its end, or as a word; ``às`` is a word as well.
_CUT_AT_END = lazy("(?:(?P<word>(?<=[a-z]))|(?<![A-Za-z\x80-\uffff]))\xc3(?:\xa0 ?| {1,2})(?=[A-Za-z])(?!s[ .,;])")
#: Letters of Czech and Slovak, or what is left of one in a word.
_CENTRAL = lazy("\xc4(?:[\x8d\x8f\x9b]|(?=[a-z]))|\xc5(?:[\x88\x99\xa1\xa5\xaf\xbe]|(?=[a-z]))")
_CUT_INSIDE = re.compile("(?<=[a-z])\xc3(?=[a-z])")


def with_its_byte(line: str, channel: Channel) -> str:
    """Put back the last byte of ``à`` and ``í`` that became a blank or was stripped; a blank between words stays.

    ``à`` ends in a no-break space; beside a blank one of the two is gone. Within a word it is ``í``, of which a soft
    hyphen was stripped; Spanish, Portuguese and the languages of Central Europe end words so, too. Where no word tells
    the language the line stays. Not for Vietnamese, which has such letters in any place.

    >>> from digestkb.text.channel import CHANNELS
    >>> with_its_byte("Ã la carte, voilÃ le menu", CHANNELS["utf-8 as cp1252"])
    'Ã\\xa0 la carte, voilÃ\\xa0 le menu'
    """
    if channel.read_as[0].chars.get(0xA0) != "\xa0":
        return line
    raw = undone(channel, line)
    cut = sorted([*_CUT_AT_END.finditer(raw), *_CUT_INSIDE.finditer(raw)], key=re.Match.start)
    if not cut:
        return line
    central = channel.read_as[0].central or _CENTRAL.search(raw)
    language = "cs" if central else detect_language(_CUT_AT_END.sub("à ", raw))
    at_end = "\xad" if language in ("es", "pt", "cs") else "\xa0"
    pieces, at = [], 0
    for match in cut:
        inside = match.re is _CUT_INSIDE
        alone = not inside and match["word"] is None
        if inside or alone or language not in ("und", "en"):
            last = "\xad" if inside else "\xa0" if alone else at_end
            pieces.append(line[at : match.start() + 1] + last + " " * (not inside))
            at = match.end()
    return "".join(pieces) + line[at:]
