r"""LaTeX as Markdown: titles, people, sections, lists, links and references; mathematics stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from digestkb.arxiv import find_arxiv_ids
from digestkb.latex import to_text
from digestkb.patterns import lazy

_ESCAPED_OR_COMMENT = lazy(r"\\.|%.*")
_NUMBER_ALONE = lazy(r"(?:arxiv|https?)?[\w:/.\s-]{8,60}", re.IGNORECASE)
#: A command whose text may go on over several lines, and how many it may take at most.
_WHOLE = lazy(
    r"\s*\\(?P<name>title|author|date|frametitle|(?:sub)*section|chapter|part|paragraph)\*?\s*(?:\[[^\]]*\]\s*)?\{"
)
_TALLEST = 60
_BRACE = lazy(r"\\.|[{}]")
_LEVELS = {"part": 1, "chapter": 1, "title": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5}
_LEVELS["frametitle"] = _LEVELS["subsection"]
_ENVIRONMENT = lazy(r"\\(?P<end>begin|end)\s*\{(?P<name>[^{}\n]{1,40})\}(?:\[[^\]\n]{0,200}\]|\{[^{}\n]{0,200}\})*")
#: A slide, with its title.
_FRAME_TITLE = lazy(
    r"\\begin\s*\{frame\}(?:<[^<>\n]{0,40}>|\s?\[[^\]\n]{0,200}\]){0,3}\s?\{(?P<title>(?:[^{}\n]|\{[^{}\n]{0,200}\}){1,500})\}"
)
_LISTS = frozenset({"itemize", "enumerate", "description", "thebibliography"})
_CODE = frozenset({"verbatim", "lstlisting", "minted"})
_ITEM = lazy(
    r"\s*\\(?:item(?![A-Za-z])\s{0,40}(?:\[(?P<label>[^\]\n]{0,200})\])?|bibitem\s{0,40}(?:\[[^\]\n]{0,300}\])?\s{0,40}\{[^{}\n]{0,200}\})\s{0,40}"
)
_HREF = lazy(r"\\href\s*\{(?P<url>[^{}\n]{1,2000})\}\s*\{(?P<text>(?:[^{}\n]|\{[^{}\n]{0,500}\}){0,2000})\}")
_URL = lazy(r"\\(?:url|path|nolinkurl)\s*\{(?P<url>[^{}\n]{1,2000})\}")
_CITED = lazy(r"~?\\[A-Za-z]*cite[A-Za-z]*\*?\s*(?:\[[^\]\n]{0,200}\]\s*){0,2}\{(?P<keys>[^{}\n]{1,1000})\}")
_STYLED = lazy(r"\\(?P<name>textbf|emph|textit|texttt|textsl)\s*\{(?P<text>(?:[^{}\n]|\{[^{}\n]{0,300}\}){0,1000})\}")
_OLD_STYLED = lazy(r"\{\\(?P<name>bf|it|em|sl)\s{1,40}(?P<text>[^{}\n]{0,1000})\}")
_MARKS = {"textbf": "**", "bf": "**", "texttt": "`"}
_ACCENT = lazy(
    r"\{?\\(?:[\"'`^~=.]\s?(?:\{\\?[A-Za-z]{0,1}\}|\\[ij]|[A-Za-z])|[cvuHkrdbth]\s?\{\\?[A-Za-z]\}|[cvuHkrdb]\s[A-Za-z]"
    r"|(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L|dj|DJ|i|j)(?![A-Za-z])(?:\{\})?)\}?"
)
#: Commands that say nothing, and what is about their page only.
_SILENT = lazy(
    r"\\(?:label|ref|eqref|cref|Cref|vspace|hspace|includegraphics|bibliographystyle|bibliography|usepackage|documentclass"
    r"|pagestyle|thispagestyle|input|include|newcommand|renewcommand|setlength|footnotemark)\*?\s*"
    r"(?:\[[^\]\n]{0,300}\]\s*)?(?:\{[^{}\n]{0,500}\}\s*){0,2}"
)
_COMMAND = lazy(r"\\(?:[A-Za-z]{1,40}\*?\s*|[,;:!/ ])")
_ESCAPES = lazy(r"\\([%&#_{}])")
#: A dollar that begins no mathematics, until that was found.
_DOLLAR = "\ue030"
_MATHS = lazy(
    r"(\$\$?[^$\n]{1,1000}?\$\$?|\[[^\[\]\n]{0,2000}\]\([^()\n]{0,2000}\)|<https?://[^<>\n]{1,2000}>|`[^`\n]{1,1000}`)"
)


def from_tex(lines: Sequence[str]) -> list[str]:
    r"""Translate LaTeX; what stands before ``\begin{document}`` says no more than title, authors and date.

    >>> from_tex([r"\title{On", r"Things} % no", r"\author{A. Gr\"un \and B}", r"\section{W}", r"\item \$5 \emph{x}"])
    ['# On Things', '', 'Authors: A. Grün; B', '## W', '- $5 *x*']
    """
    return _Tex(lines).read()


class _Tex:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [_ESCAPED_OR_COMMENT.sub(_uncommented, line) if "%" in line else line for line in lines]
        self.preamble = any(line.lstrip().startswith(r"\begin{document}") for line in self.lines)
        self.deep = 0
        self.code = ""

    def read(self) -> list[str]:
        found: list[str] = []
        while len(found) < len(self.lines):
            at = len(found)
            whole = _WHOLE.match(self.lines[at]) if not self.code else None
            taken = self.whole(at, whole) if whole else []
            found += taken or [self.line(self.lines[at])]
        return found

    def whole(self, at: int, command: re.Match[str]) -> list[str]:
        """Read a command with its text, down to the brace that closes it."""
        texts = [self.lines[at][command.end() :], *self.lines[at + 1 : at + _TALLEST]]
        depth, height = 1, 0
        for height, text in enumerate(texts):
            if height and _WHOLE.match(text):
                break
            for brace in _BRACE.finditer(text):
                depth += {"{": 1, "}": -1}.get(brace[0], 0)
                if depth == 0:
                    rest = text[brace.end() :]
                    inner = " ".join([*texts[:height], text[: brace.start()]])
                    heading = _headed(command["name"], inner)
                    return (
                        [heading, *[""] * (height - 1), _inline(rest)] if height else [_joined(heading, _inline(rest))]
                    )
        return []

    def line(self, line: str) -> str:
        environment = _ENVIRONMENT.search(line) if "\\begin" in line or "\\end" in line else None
        if environment:
            return self.environment(line, environment)
        if self.code:
            return line
        if self.preamble:
            return ""
        item = _ITEM.match(line)
        if item:
            label = f"**{_inline(item['label'])}** " if item["label"] else ""
            return f"{'  ' * max(0, min(self.deep, 20) - 1)}- {label}{_inline(line[item.end() :])}"
        return _inline(line)

    def environment(self, line: str, found: re.Match[str]) -> str:
        name, begins = found["name"].rstrip("*").lower(), found["end"] == "begin"
        if self.code and not (name == self.code and not begins):
            return line
        if name == "document":
            self.preamble = False
        if name in _CODE:
            self.code = name if begins else ""
            return "```"
        if name in _LISTS:
            self.deep = max(0, self.deep + (1 if begins else -1))
        if begins and name in _HEADED:
            return _HEADED[name](line, found)
        return "" if self.preamble else _inline(line[: found.start()] + line[found.end() :])


def _slide(line: str, found: re.Match[str]) -> str:
    """Give the heading that the title of a slide is, and what stands behind it; without one it only parts slides."""
    title = _FRAME_TITLE.match(line, found.start())
    rest = _ENVIRONMENT.sub("", line[title.end() if title else found.end() :])
    heading = f"{'#' * _LEVELS['frametitle']} {_inline(title['title']) if title else '–'}"
    return _joined(heading, _inline(rest))


#: What stands in the place of the beginning of an environment.
_HEADED: dict[str, Callable[[str, re.Match[str]], str]] = {
    "thebibliography": lambda line, found: "## References",
    "abstract": lambda line, found: _joined("**Abstract:**", _inline(line[found.end() :])),
    "frame": _slide,
}


def _uncommented(match: re.Match[str]) -> str:
    """Drop a comment, unless it says of which paper the text before it is: Foo~\\cite{foo} % arXiv:2004.05150."""
    if match[0][0] != "%":
        return match[0]
    said = match[0].strip("% \t") if match.string[: match.start()].strip() else ""
    return f"({said})" if _NUMBER_ALONE.fullmatch(said) and next(find_arxiv_ids(said), None) else ""


def _headed(name: str, inner: str) -> str:
    if name == "author":
        people = re.split(
            r"\\and\b|\\And\b|\\AND\b", re.sub(r"\\(?:thanks|footnote|inst)\s*\{[^{}]{0,500}\}", "", inner)
        )
        return "Authors: " + "; ".join(person for one in people if (person := _inline(one.split(r"\\")[0]).strip()))
    text = _inline(inner).strip()
    if name == "date":
        return f"Date: {text}" if any(char.isdigit() for char in text) else ""
    return f"{'#' * _LEVELS[name]} {text}" if text else ""


def _joined(one: str, two: str) -> str:
    return f"{one} {two.strip()}" if two.strip() else one


def _inline(text: str) -> str:
    if "\\" in text:
        text = _CITED.sub(lambda m: f" [{m['keys']}]", _URL.sub(r"<\g<url>>", _HREF.sub(_link, text)))
        for pattern in (_STYLED, _OLD_STYLED):
            text = pattern.sub(lambda m: _marked(_MARKS.get(m["name"], "*"), m["text"]), text)
        text = _ACCENT.sub(lambda m: _letter(m[0]), _SILENT.sub("", text).replace("\\\\", " "))
    pieces = _MATHS.split(text.replace("\\$", _DOLLAR))
    plain = "".join(piece if at % 2 else _plain(piece) for at, piece in enumerate(pieces))
    return plain.replace(_DOLLAR, "$").rstrip()


def _plain(text: str) -> str:
    kept = _ESCAPES.sub(lambda m: chr(0xE020 + "%&#_{}".index(m[1])), text)
    if "\\" in kept:
        kept = _COMMAND.sub(" ", kept) if kept.strip("\\") else ""
    kept = kept.replace("{", "").replace("}", "").replace("~", " ").replace("---", "—").replace("--", "–")
    kept = kept.replace("``", "“").replace("''", "”")
    return re.sub("[\ue020-\ue025]", lambda m: "%&#_{}"[ord(m[0]) - 0xE020], kept)


def _link(match: re.Match[str]) -> str:
    url = _ESCAPES.sub(r"\1", match["url"]).replace(" ", "%20").replace(")", "%29")
    return f"[{match['text']}]({url})" if match["text"].strip() else f"<{url}>"


def _marked(mark: str, text: str) -> str:
    return f"{mark}{text.strip()}{mark}" if text.strip() else ""


@lru_cache(maxsize=512)
def _letter(latex: str) -> str:
    opens = latex.startswith("{") and not latex.endswith("}")
    return ("{" if opens else "") + to_text(latex[1:] if opens else latex)
