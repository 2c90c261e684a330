r"""LaTeX in titles and names: as a reader sees it, and as BibTeX needs it; ``$…$`` stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from digestkb.patterns import lazy

#: Dollars as Pandoc pairs them: no blank inside, no digit behind.
_MATH = lazy(r"(?<![\\$])\$(?![\s$])((?:[^$\\]|\\.)*)(?<!\s)\$(?![\d$])")
#: No formula has these: commands that read or write files, run programs or define commands, and letters by number.
_RUNS = lazy(
    r"\^\^|\\(?:input|include|include(?:graphics|only)|(?:open|close)(?:in|out)|read|write\d*|immediate|special|catcode"
    r"|csname|endcsname|endinput|[egx]?def|let|futurelet|expandafter|scantokens|loop|(?:re)?new(?:command|environment)"
    r"|providecommand|usepackage|RequirePackage|directlua|every\w*|verbatiminput|lstinputlisting|href|url|ShellEscape"
    r"|output|toks\w*|afterassignment|aftergroup|makeatletter|detokenize|primitive|pdf\w+|batchmode|scrollmode|dump"
    r"|end(?!\{))(?![A-Za-z])"
)
#: Two prices in one sentence are no formula: ``$5 for us and 9 US$``.
_PRICE = lazy(r"\d[\d.,]*\s?[kKmMbB]?\s+[^\W\d_]{2,}")
#: What a title may have from its source already, and would be escaped twice.
_ESCAPED = r"\\[%&_#$]|\\[\"'`^~=.](?:\{\\?[A-Za-z]\}|[A-Za-z])"
#: Without braces between them these would be read as dashes, quotation marks and Spanish ones.
_LIGATURE = r"-(?=-)|`(?=`)|'(?=')|[?!](?=`)"
_TO_ESCAPE = lazy(rf"{_ESCAPED}|{_LIGATURE}|[\\{{}}~^&%$#_]")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
    **{char: f"{char}{{}}" for char in "-`'?!"},
}
_SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " ", "{": "", "}": ""}
_SIGN = lazy("|".join(map(re.escape, _SIGNS)))
_BARE = lazy(r"(?<!\\)[&%#$]")
_BRACE = lazy(r"(?<!\\)[{}]")
#: What is longer, or nested deeper, is no title and no name; the library is not asked about it.
_LONGEST = 20_000
_DEEPEST = 40
#: What the library does not know, or writes in another way than text does: Vietnamese letters, signs, logos.
_KNOWN_HERE = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "%": "%%",
    "href": "",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    **{f"{letter}horn": sign for letter, sign in zip("oOuU", "ơƠưƯ", strict=True)},
    "OHORN": "Ơ",
    "UHORN": "Ư",
}
_ACCENTS = frozenset("'`^\"~=.cvuHkrdbt")
_OPENING = lazy(r"\\(?:begin\b|[(\[])|\[")


def escape(text: str) -> str:
    r"""Write text so that BibTeX gives it back; mathematics, and what is escaped already, stays.

    >>> print(escape(r"Is $\alpha_1$ worth $5 & 100\% of snake_case?"))
    Is $\alpha_1$ worth \$5 \& 100\% of snake\_case?
    """
    return _outside_math(text, lambda piece: escape_all(piece) if piece else "")


def escape_all(text: str) -> str:
    """Escape as `escape` does, without looking for mathematics: there is none in names."""
    return _TO_ESCAPE.sub(lambda match: _SPECIAL.get(match[0], match[0]), text)


def to_text(latex: str) -> str:
    r"""Read LaTeX as its reader sees it: accents as letters, no braces; mathematics stays.

    >>> to_text(r"{B}ernhard Sch{\"o}lkopf -- 100\% of $x_{1}$, R\&D & more for \$5")
    'Bernhard Schölkopf – 100% of $x_{1}$, R&D & more for $5'
    """
    read = _by_library if "\\" in _MATH.sub("", latex) else _by_signs
    return " ".join(read(latex).split())


def _outside_math(text: str, change: Callable[[str], str]) -> str:
    if "$" not in text:
        return change(text)
    return "".join(piece if math else change(piece) for math, piece in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the text in pieces, each with whether it is mathematics."""
    done = 0
    for match in _MATH.finditer(text):
        if _is_formula(match[1]):
            yield False, text[done : match.start()]
            yield True, match[0]
            done = match.end()
    yield False, text[done:]


def _is_formula(inside: str) -> bool:
    """Say whether what stands between two dollars can be left as it is without harm to what is around it."""
    return not (
        _RUNS.search(inside) or _PRICE.match(inside) or _depth(inside, lazy("[{}]")) < 0 or _depth(inside, _BRACE) < 0
    ) and not ("%" in inside.replace("\\%", "") or "#" in inside.replace("\\#", ""))


def _depth(text: str, brace: re.Pattern[str]) -> int:
    """Give how deep braces are nested, or -1 if they do not balance."""
    depth = deepest = 0
    for match in brace.finditer(text):
        depth += 1 if match[0] == "{" else -1
        deepest = max(deepest, depth)
        if depth < 0:
            return -1
    return -1 if depth else deepest


def _by_signs(latex: str) -> str:
    return _outside_math(latex, lambda piece: _SIGN.sub(lambda match: _SIGNS[match[0]], piece))


def _by_library(latex: str) -> str:
    """Let pylatexenc read it; a stray ``%`` or ``&``, which notes have, is a sign and not LaTeX's."""
    depth = _depth(latex, _BRACE)
    if len(latex) > _LONGEST or depth > _DEEPEST or len(_OPENING.findall(latex)) > _DEEPEST:
        return _by_signs(latex)
    if depth < 0:
        latex = _outside_math(latex, lambda piece: _BRACE.sub("", piece))
    return _library()(_outside_math(latex, lambda piece: _BARE.sub(r"\\\g<0>", piece)))


@cache
def _library() -> Callable[[str], str]:
    """Load pylatexenc with its letters and signs only: what it makes of layout is for pages, and often fails."""
    from pylatexenc import latex2text, latexwalker
    from pylatexenc.macrospec import LatexContextDb, std_macro

    default = latex2text.get_default_latex_context_db()
    macros = [
        macro
        for macro in default.iter_macro_specs()
        if macro.macroname in _ACCENTS
        or (isinstance(macro.simplify_repl, str) and not {"%", "<"} & set(macro.simplify_repl))
    ]
    macros += [latex2text.MacroTextSpec(name, simplify_repl=text) for name, text in _KNOWN_HERE.items()]
    macros += [latex2text.MacroTextSpec("h", simplify_repl=_hooked)]
    texts = LatexContextDb()
    texts.add_context_category("letters", macros=macros, specials=default.iter_specials_specs())
    texts.set_unknown_macro_spec(latex2text.MacroTextSpec("", discard=False))
    texts.set_unknown_environment_spec(latex2text.EnvironmentTextSpec("", discard=False))
    grammar = latexwalker.get_default_latex_context_db()
    ours = [std_macro("h", False, 1), std_macro("href", False, 1), std_macro("verb", False, 0)]
    grammar.add_context_category("notes", prepend=True, macros=ours)
    reader = latex2text.LatexNodes2Text(latex_context=texts, math_mode="verbatim")

    def read(latex: str) -> str:
        nodes, _, _ = latexwalker.LatexWalker(latex, latex_context=grammar).get_latex_nodes()
        return str(reader.nodelist_to_text(nodes))

    return read


def _hooked(node: Any, l2tobj: Any) -> str:
    """Write the Vietnamese hỏi, which pylatexenc does not know."""
    import unicodedata

    text = l2tobj.nodelist_to_text(node.nodeargd.argnlist) if node.nodeargd else ""
    return unicodedata.normalize("NFC", f"{text[:1]}\u0309{text[1:]}")
