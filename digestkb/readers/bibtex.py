"""BibTeX entries in a note: which lines each spans, and what it says.

The note is cut into pieces of an entry each before bibtexparser sees it: the time it takes then grows with the note
only, and an entry that nobody closes takes no other with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digestkb.arxiv import is_doi_of_arxiv
from digestkb.dates import PartialDate
from digestkb.errors import BadDate
from digestkb.latex import to_text
from digestkb.patterns import lazy
from digestkb.readers.scan import numbers_in
from digestkb.records import Span
from digestkb.tuples import NamedTuple

#: An entry begins a line, an item, a quote or a piece of code, or stands right behind another.
_BEFORE = lazy(r"(?:[\s>`,;}]|[-*+•] |\d{1,3}[.)] |~~~|(?:bib(?:la)?tex|latex|tex|bib)\b)*")
_AT = r"@(?P<type>[A-Za-z]{3,20})\s{0,20}(?P<open>[{(])(?=\s{0,40}[^\s{}(),=]{1,200}\s{0,20},)"
_START = lazy(_AT)
_NEXT = lazy(r"\}\s{0,20}" + _AT)
_NO_ENTRY = frozenset({"string", "preamble", "comment"})
#: In parentheses only these: what else looks so is a decorator in code.
_TYPES = frozenset(
    "article book booklet conference dataset electronic inbook incollection inproceedings manual mastersthesis misc"
    " online patent phdthesis preprint proceedings report software techreport thesis unpublished".split()
)
_FENCE = lazy(r"\s*(?:```|~~~)")
_NAMES = (
    "title|booktitle|author|editor|year|month|date|journal|publisher|volume|number|pages|eprint|eprinttype|eprintclass"
    "|archiveprefix|primaryclass|doi|url|urldate|note|abstract|keywords|school|institution|series|organization"
)
_FIELD = lazy(rf"\s*,?\s{{0,9}}(?:{_NAMES})\s{{0,9}}=\s{{0,9}}[{{\"\w]", re.I)
#: Where a comma between two fields was forgotten.
_NO_COMMA = lazy(rf"(?<=[}}\"\d])(?=\s+(?:{_NAMES})\s*=\s*[{{\"\w])", re.I)
_TOKEN = lazy(r"\\.|[{}]")
#: An entry has no more lines, and no more characters, than this.
_LONGEST = 120
_MOST = 50_000
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = lazy(r"(?P<year>(?:19|20)\d\d)(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
#: What an abstract, or else what somebody says of the paper, stands behind: in BibTeX, in RIS, and in the listings of
#: arXiv.
_BEFORE_SAID = lazy(
    r"\b(?:abstract|annote)\s{0,20}=[\s{\"]{0,40}|^[\s>*+-]{0,20}(?:AB|N2|N1) {1,2}- ?|^[\s>]{0,20}\\\\\s*$"
    r"|^\s{0,40}[{,]?\s{0,9}\"\w{1,40}\"\s{0,9}:\s{0,9}\"|^\s{0,40}\w{1,40}:\s{1,9}[|>][+-]?\s{0,9}$",
    re.IGNORECASE,
)
#: A key that somebody cites by, and not one that a program counts up.
_CITED = lazy(r"(?=[^a-zA-Z]{0,20}[a-zA-Z][a-zA-Z])[\w:/+.'-]{3,80}")
_OTHERS = frozenset({"", "others", "et al", "et al."})
_LISTED_TO_LAST = lazy(r",?\s{1,9}and\s{1,9}")
#: Names that were listed with commas or semicolons: more than one, and each of more than one word.
_LISTED = lazy(r"[^,;{}\s]+(?:\s+[^,;{}\s]+)+(?:\s*;\s*[^;{}]+|(?:\s*,\s*[^,;{}\s]+(?:\s+[^,;{}\s]+)+){2,})[,;]?")


class Entry(NamedTuple):
    """One entry: its lines, its key, its fields by lower-case name as written, the braces around them taken off."""

    span: Span
    key: str
    fields: dict[str, str]

    @property
    def title(self) -> str | None:
        """The title without the braces that protect its capitals."""
        return self._text("title")

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors as ``Given Family``, without ``and others``; an organisation in braces is one of them."""
        return tuple(_names(self.fields.get("author", "")))

    @property
    def published(self) -> PartialDate | None:
        """The year, with the month where it is given."""
        match = _DATE.search(self.fields.get("year", "")) or _DATE.search(self.fields.get("date", ""))
        if not match:
            return None
        try:
            return PartialDate(int(match["year"]), int(match["month"] or self._month), int(match["day"] or 0))
        except BadDate:
            return PartialDate(int(match["year"]))

    @property
    def abstract(self) -> str | None:
        """The abstract as text."""
        return self._text("abstract")

    @property
    def said(self) -> str | None:
        """The abstract, else what somebody noted of the paper."""
        return self.abstract or self._text("annote")

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords, as they were separated by commas or semicolons."""
        return tuple(word for part in re.split("[,;]", self.fields.get("keywords", "")) if (word := to_text(part)))

    @property
    def is_named(self) -> bool:
        """Whether its key is a name that its paper is cited by, such as ``he2016deep``."""
        return _CITED.fullmatch(self.key) is not None and not numbers_in(self.key)

    @property
    def address(self) -> str | None:
        """The address that its DOI is, unless that is arXiv's for the number."""
        return f"https://doi.org/{self.doi}" if self.doi and not is_doi_of_arxiv(self.doi) else None

    @property
    def doi(self) -> str | None:
        """The DOI without an address before it."""
        found = re.search(r"10\.\d{4,9}/[^\s{}]+", self.fields.get("doi", "").replace("\\_", "_"))
        return found[0] if found else None

    def _text(self, name: str) -> str | None:
        return to_text(self.fields.get(name, "")) or None

    @property
    def _month(self) -> int:
        month = self.fields.get("month", "").strip('{}" ').lower()
        if month.isdecimal() and len(month) < 3:
            return int(month)
        return _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else 0


def said_in(lines: Sequence[str], entry: Entry) -> tuple[int, str] | None:
    """Give the line on which what an entry says begins, and its text with the line breaks of the note.

    >>> lines = ["@misc{a, title = {A},", "  abstract = {We save", "    memory.},", "}"]
    >>> said_in(lines, next(find_entries(lines)))
    (2, 'We save\\nmemory.')
    """
    field = "abstract" if entry.abstract else "annote"
    # Of RIS, what was written is the text and not the LaTeX that the fields hold.
    forms = [" ".join(form.split()) for form in (entry.fields.get(field, ""), entry.said or "") if form.strip()]
    last = entry.span.last
    for number in range(entry.span.first, last + 1) if forms else ():
        label = _BEFORE_SAID.search(lines[number - 1])
        if label is None:
            continue
        text = lines[number - 1][label.end() :]
        below = [text, *lines[number:last]] if text.strip() else lines[number:last]
        texts = next((found for form in forms if (found := _runs_on(below, form))), None)
        if texts:
            return number + (not text.strip()), "\n".join(texts)
    within = ((n, form) for n in range(entry.span.first, last + 1) for form in forms if form in lines[n - 1])
    return next(within, None)


def _runs_on(lines: Sequence[str], words: str) -> list[str]:
    """Give the text of the lines that together are ``words``; none if they are something else."""
    found: list[str] = []
    at = 0
    for line in lines:
        text = line.strip("> \t")
        spaced = " ".join(text.split())
        if words.startswith(spaced, at):
            at += len(spaced) + (1 if spaced else 0)
        elif spaced.startswith(rest := words[at:]):
            return [*found, text[: len(rest)] if text.startswith(rest) else text]
        else:
            return []
        found.append(text)
        if at >= len(words):
            break
    return found


def find_entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries that stand in a note, inside a code fence or not.

    >>> [e.title for e in find_entries(["@misc{zhao, title = {{GaLore}: Memory}, eprint={2403.03507}}"])]
    ['GaLore: Memory']
    """
    number, column = 1, 0
    while number <= len(lines):
        start = _start(lines[number - 1], column)
        if not start:
            number, column = number + 1, 0
            continue
        entry, rest = _read(lines, number, start)
        if not entry:
            column = start.end()
            continue
        yield entry
        number = entry.span.last
        column = len(lines[number - 1]) - rest


def _start(line: str, column: int = 0) -> re.Match[str] | None:
    """Find where an entry begins in a line, behind a column."""
    at = line.find("@", column)
    if at < 0 or at - column > 200 or not _BEFORE.fullmatch(line, column, at):
        return None
    match = _START.match(line, at)
    if not match or match["type"].lower() in _NO_ENTRY:
        return None
    return match if match["open"] == "{" or match["type"].lower() in _TYPES else None


def _read(lines: Sequence[str], number: int, start: re.Match[str]) -> tuple[Entry | None, int]:
    """Read the entry that begins in a line; also tell how much of its last line is behind it."""
    piece = _piece(lines, number, start)
    if not any("=" in line for line in piece):
        return None, 0
    text = "\n".join(piece)
    end = _end(text) if start["open"] == "{" else len(text)
    readings = [text[:end], _NO_COMMA.sub(",", text[:end])] if end else []
    found = None
    for reading in (*readings, _mended(piece)):
        parsed = _parse(reading)
        found = parsed if parsed and (parsed.whole or not found) else found
        if found and found.whole:
            break
    if not found:
        return None, 0
    *more, last = found.raw.split("\n")
    behind = len(piece[len(more)]) - len(last) if found.raw in text else 0
    if not more:
        behind += len(lines[number - 1]) - start.start() - len(piece[0])
    return Entry(Span(number, number + len(more)), found.key, found.fields), max(0, behind)


def _piece(lines: Sequence[str], number: int, start: re.Match[str]) -> list[str]:
    """Give the lines that an entry may take: to the next fence or entry; what quotes it is taken off."""
    line = lines[number - 1]
    following = _NEXT.search(line, start.end(), start.end() + _MOST)
    if following:
        return [line[start.start() : following.start() + 1]]
    quoted = ">" in line[: start.start()]
    piece = [line[start.start() : start.start() + _MOST]]
    size = len(piece[0])
    for further in lines[number : number + _LONGEST]:
        size += len(further)
        if size > _MOST or _FENCE.match(further) or _start(further):
            break
        piece.append(further.lstrip("> ") if quoted else further)
    return piece


def _end(text: str) -> int:
    """Give the place behind the brace that closes the first one, or 0 if there is none."""
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == "}":
            return match.end()
    return 0


def _mended(piece: Sequence[str]) -> str:
    """Close what was left open: each field before the next one, and the entry before the first blank line."""
    depth = 0
    mended: list[str] = []
    for line in piece:
        if mended and not line.strip():
            break
        if mended and _FIELD.match(line):
            mended[-1] = mended[-1].rstrip(" ,") + "}" * (depth - 1) + ","
            depth = min(depth, 1)
        mended.append(line)
        depth += sum({"{": 1, "}": -1}.get(match[0], 0) for match in _TOKEN.finditer(line))
    return "\n".join(mended) + "}" * depth


class _Parsed(NamedTuple):
    raw: str
    key: str
    fields: dict[str, str]
    #: Whether each field is one value, in braces, in quotes or a word.
    whole: bool


def _parse(text: str) -> _Parsed | None:
    """Let bibtexparser read one entry; it gives nothing if it finds a mistake in it."""
    import logging

    from bibtexparser.model import DuplicateFieldKeyBlock, Entry
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # a mistake in a note is no event of the program
    block = next(iter(Splitter(text).split().blocks), None)
    if isinstance(block, DuplicateFieldKeyBlock):
        block = block.ignore_error_block
    if not isinstance(block, Entry) or not block.fields:
        return None
    values = [(field.key.lower(), *_bare(str(field.value))) for field in block.fields]
    fields: dict[str, str] = {}
    for name, value, _ in values:
        fields.setdefault(name, " ".join(value.split()))
    return _Parsed(block.raw or text, block.key, fields, all(whole for *_, whole in values))


def _bare(value: str) -> tuple[str, bool]:
    """Take off the braces or quotes around a value; tell also whether there was nothing behind them."""
    if value[:1] == "{":
        whole = _end(value) == len(value)
    elif value[:1] == '"':
        whole = len(value) > 1 and value[-1] == '"' and not _NO_COMMA.search(value)
    else:
        return value, "\n" not in value
    return (value[1:-1] if whole else value), whole


def _names(text: str) -> Iterator[str]:
    """Yield the persons of an author field by their names as one says them."""
    if not text or len(text) > _MOST:
        return
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    text = re.sub(r"(?<=\sand\s)\\", r"{}\\", text, flags=re.I)  # else the library loses a macro that begins a name
    if text.count(" and ") == 1 and text.partition(" and ")[0].count(",") > 1:
        # Commas alone part all but the last, as in running text.
        text = _LISTED_TO_LAST.sub(", ", text) if _LISTED.fullmatch(_LISTED_TO_LAST.sub(", ", text)) else text
    listed = _LISTED.fullmatch(text) if "{" not in text and " and " not in text else None
    for name in (
        re.split(r"\s*;\s*" if ";" in text else r"\s*,\s*", text) if listed else split_multiple_persons_names(text)
    ):
        name = re.sub(r",?\s{1,40}et\.? al\.?$", "", name.strip())
        if name.lower() in _OTHERS:
            continue
        if "," in name:
            parts = parse_single_name_into_parts(name, strict=False)
            name = " ".join([*parts.first, *parts.von, *parts.last, *parts.jr])
        if person := to_text(name):
            yield person
