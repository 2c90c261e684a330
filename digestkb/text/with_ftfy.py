"""What ftfy says of a line: whether its letters are damage at all, and what it would make of it."""

from __future__ import annotations

#: What ftfy calls the encodings that it tries.
_PYTHON_NAMES = {
    "sloppy-windows-1252": "cp1252",
    "sloppy-windows-1251": "cp1251",
    "sloppy-windows-1250": "cp1250",
    "sloppy-windows-1253": "cp1253",
    "sloppy-windows-1254": "cp1254",
    "sloppy-windows-1257": "cp1257",
    "macroman": "mac-roman",
}


def finds_damage(line: str) -> bool:
    """Say whether ftfy takes a line for damaged."""
    from ftfy.badness import is_bad

    return is_bad(line)


def repaired(line: str) -> tuple[str, str, bool] | None:
    """Give what ftfy makes of a line, all layers at once: the text, the channel, and whether one plan made all of it.

    ``None`` where it changes nothing, where characters are lost, or where a step is no damage that it undoes.

    >>> repaired("Ã©tudiÃ©"), repaired("étudié")
    (('étudié', 'utf-8 as latin-1', True), None)
    """
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    text, explanation = fix_encoding_and_explain(
        line, TextFixerConfig(replace_lossy_sequences=False, fix_c1_controls=False)
    )
    steps = explanation or []
    # Its codecs write the mark of what was lost as a control.
    lossy = text.count("\ufffd") > line.count("\ufffd") or text.count("\x1a") > line.count("\x1a")
    if text == line or lossy or any(action == "decode" and not name.startswith("utf-8") for action, name in steps):
        return None
    read_as = [_PYTHON_NAMES.get(name, name) for action, name in steps if action == "encode"]
    channel = " + ".join(f"utf-8 as {encoding}" for encoding in read_as) or "utf-8 in parts"
    return text, channel, all(action in ("encode", "decode") for action, _ in steps)
