"""Undo what wrong decoding did to a text; the ledger says what changed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from digestkb.text.ledger import Repair, Text
from digestkb.text.script_model import cost

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

#: A letter that a lead byte turns into, before a character that a continuation byte turns into.
_SIGN = re.compile(
    "[\u00c2-\u00f4ĞİŞğĂĐƠƯăđơ√·┬├╬─][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0080-\u00bf°¢£§•¶ß®©´¨≠∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√≈∆«»ÀÃÕ│┤╡╢╖╕╣║╗╝╜╛┐]"
)
_MARGIN = 6.0


def repair(text: Text) -> Text:
    """The text as it was before its encoding was broken, with an entry in the ledger for each change.

    The same object comes back where nothing is to be done. The number of lines never changes, and repairing twice
    changes nothing more.

    >>> repair(Text(("cÃ¡c mÃ´ hÃ¬nh",), "utf-8")).lines
    ('các mô hình',)
    """
    lines = list(text.lines)
    entries: list[Repair] = []
    for index, line in enumerate(lines):
        if line.isascii():
            continue
        fixed, changes = repair_line(line)
        if changes:
            lines[index] = fixed
            entries.extend(replace(change, line=index + 1) for change in changes)
    if not entries:
        return text
    return Text(tuple(lines), text.encoding, text.repairs + tuple(entries))


def repair_line(line: str) -> tuple[str, tuple[Repair, ...]]:
    """One line repaired, and what was changed in it; the entries say line 1.

    >>> repair_line("clean")
    ('clean', ())
    """
    fixed = line
    channel = "nfd"
    if _SIGN.search(line):
        proposal = _proposed(line)
        if proposal != line and cost(proposal) + _MARGIN < cost(line):
            fixed, channel = proposal, "mojibake"
    composed = unicodedata.normalize("NFC", fixed)
    if composed == line:
        return line, ()
    start, end, tail = _difference(line, composed)
    entry = Repair(1, start, end, line[start:end], composed[start:tail], channel, 0.9)
    return composed, (entry,)


def _difference(before: str, after: str) -> tuple[int, int, int]:
    """Where two strings begin to differ, and where they end to, in each of them."""
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end, len(after) - end


def _proposed(line: str) -> str:
    """What ftfy makes of a line, with everything off that only makes text prettier."""
    from ftfy import fix_text

    fixed: str = fix_text(line, _config())
    return fixed if "\n" not in fixed else line


@lru_cache(maxsize=1)
def _config() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )
