"""Hostile notes: those of the sample, with something that acts put into every line that has words.

What it is stands in escapes, so that nothing acts in an editor or a terminal that shows this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

#: What is put behind the words of a line, each with a word that is still there when it acts no more.
PAYLOADS = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\click",
    "\x9b31mc1\x9d0;c1\x9c",
    "\u202egpj.exe\u202c",
    "\u2067isolate",
    "zero\u200b\u2060\ufeffwidth",
    "tags" + "".join(chr(0xE0000 + ord(letter)) for letter in "obey"),
    "zalgo" + "\u0335\u0301\u0316" * 30,
    "nel\x85ls\u2028ps\u2029vt\x0bff\x0cend",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[script](javascript:alert(1))",
    "[file](file:///etc/passwd)",
    "[relative](../../secret.md)",
    "[page](https://evil.example/a_b?c=[d])",
    "javascript:alert(1) file:///etc/passwd",
    "<javascript:alert(1)> <!-- comment",
    '"quoted", =HYPERLINK("https://evil.example")',
    "back\bspace\x7f carriage",
    "}, url = {javascript:alert(1)}, note = {",
    r"$\input{/etc/passwd}$",
    "[bold red]markup[/] :smile: {onclick=alert(1)}",
)
#: What is put before the words of a value, where a spreadsheet would compute or a block begin.
BEFORE = ("=1+1 ", "+1+1 ", "@SUM(A1) ", "-2+3 ", "# ", "\t=1 ")

HAND_WRITTEN = {
    "front.md": (
        "---\ntitle: \"=cmd|' /C calc'!A0 \\e[31m\\u202Ex\\u2028y\"\n"
        'authors: ["@SUM(1+1)", "A\\x9b31m B", "<b>C</b>, D"]\n'
        'tags: ["+tag", "-tag", "=tag", "tag\\twith\\ttabs", "tag\\rwith\\rreturns", "<script>"]\narxiv: 2601.00001\n'
        'url: "javascript:alert(1)"\nabstract: "=1+1\\n# heading\\n```\\n<script>alert(1)</script>"\n---\n\nText.\n'
    ),
    "links.md": (
        "# 2601.00002 Links\n\n- Authors: =Eve, +Mallory\n- Code: https://evil.example/a(b)[c]\"d'e<f>\n"
        "- Link: [x](javascript:alert(document.cookie))\n- Project: file:///etc/passwd\n- https://evil.example/\x1b]8;;\x07\n\n"
        "[a]: javascript:alert(1)\n\n[a] and `<b>` and\n\n```\n<script>\n```\n\n- ```\n<script>alert(1)</script>\n"
    ),
    "no-paper.md": "# =1+1 a note about <script>no paper</script>\n\nIt has \x1b[2J and \u202ewords.\n",
}
#: Names of files.
NAMES = ("line\nend.md", "esc\x1b[31m.md", "turned\u202e.md", '"quoted".md', "=formula.md", "<b>.md", "a b;c#d%41.md")


def write(folder: Path, sample: Path) -> None:
    """Write hostile notes into a folder, after the notes of a sample."""
    for path in sorted(sample.rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace")
        target = folder / path.relative_to(sample)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes("\n".join(_poisoned(text)).encode())
    for name, text in HAND_WRITTEN.items():
        (folder / name).write_bytes(text.encode())
    for number, name in enumerate(NAMES):
        text = (
            f"# 2601.1000{number} A title of its own {number}\n\nAuthors: Ada Lovelace\n\nIt says something {number}.\n"
        )
        (folder / name).write_bytes(text.encode())


def _poisoned(text: str) -> Iterator[str]:
    payloads, before = cycle(PAYLOADS), cycle(BEFORE)
    for number, line in enumerate(text.split("\n")):
        name, colon, value = line.partition(": ")
        if not line.strip() or line.strip() in ("---", "```", "***") or set(line) <= set("|-: "):
            yield line
        elif line.endswith("|"):
            yield f"{line[:-1]}{next(payloads).replace('|', '/')} |"
        elif colon and number % 3 == 0:
            yield f"{name}: {next(before)}{value}"
        elif number % 2:
            yield f"{line} {next(payloads)}"
        else:
            yield line
