"""The query language: what was typed, as a value.

::

    query := and ("OR" and)*        and := not+        not := ("-" | "^" | "NOT ") atom
    atom  := "(" query ")" | field ":" value | "phrase" | word | word*
    value := word | "phrase" | =exact | /regex/ | a..b | a,b

Nothing is an error but a parenthesis without its partner, a date or range that is none, and a bad regular expression:
whatever else people type stands for itself.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from digestkb.errors import BadDate, BadQuery
from digestkb.patterns import lazy
from digestkb.query.combining import asks_for_notes, conjunction, disjunction, negation
from digestkb.query.fields import BY_NAME, FieldSpec
from digestkb.query.nodes import And, Dated, Field, Node, Not, Or, Word, depth
from digestkb.tuples import NamedTuple

#: How many words are searched for at most, and how deep parentheses may nest once idle ones are gone.
_MOST_WORDS, _DEEPEST = 64, 30
#: The longest query, in characters, and how many filters it may have: SQLite takes no longer conditions.
_LONGEST, _MOST_FILTERS = 10_000, 200

_FIELD = lazy(r"([A-Za-z_]{2,12}):")
_ADDRESS = lazy(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"(?:(?![“”])[^\s()\"])+")  # as one class it takes five times as long to compile
_QUOTES = {'"': '"', "“": "”", "”": "”"}
_RELATIVE = lazy(r"(?:last|past|this|next)(?:\s+\d{1,4})?\s+(?:day|week|month|year)s?(?![\w:])", re.IGNORECASE)
#: A blank behind such a name, or a colon of full width, is none of the reader's business.
_SPACED = lazy(r"\b(arxiv|doi)[:：]\s+(?=\d)|([A-Za-z_]{2,12})：(?=\S)", re.IGNORECASE)
_REGEX = lazy(r"/((?:\\.|[^/\\])*)/(?=[\s)]|$)")


#: Leaves out the notes that are about no paper.
_PAPERS_ONLY = Not(Field("is", "note"))


class Query(NamedTuple):
    """A question. ``notices`` say what may have been meant differently."""

    root: Node
    text: str = ""
    notices: tuple[str, ...] = ()

    def and_also(self, parts: Iterable[Node]) -> "Query":
        """Narrow the query by further filters, such as the options of a command.

        >>> from digestkb.query.nodes import understood
        >>> understood(parse("GRPO tag:rl", dt.date(2026, 1, 9)).and_also([Field("tag", "math")]).root)
        'GRPO (tag:rl OR tag:math)'
        """
        own = self.root.parts if isinstance(self.root, And) else (self.root,)
        added = list(parts)
        notices = [notice for part in added for notice in _unknown(part)]
        return self._replace(root=conjunction([*own, *added]), notices=(*self.notices, *notices))

    def papers_only(self, unless_asked: bool = True) -> "Query":
        """Leave out the notes that are about no paper, by default unless the query asks for them."""
        return self if unless_asked and asks_for_notes(self.root) else self.and_also([_PAPERS_ONLY])


def parse(text: str, today: dt.date) -> Query:
    """Read a query; ``today`` is what ``yesterday`` and ``7d..`` count from.

    Raises :class:`~digestkb.errors.BadQuery` with the place of the fault.

    >>> from digestkb.query.nodes import understood
    >>> understood(parse('GRPO -reward (tag:rl OR "world model") date:2026-01..', dt.date(2026, 1, 9)).root)
    'GRPO -reward (tag:rl OR "world model") date:2026-01-01..'
    """
    return _Parser(_clean(text), today).query()


def field(name: str, value: str, today: dt.date) -> Node:
    """Read one ``name:value`` whose value is already cut out: what an option of a command gives.

    >>> from digestkb.query.nodes import understood
    >>> understood(field("kind", "log,note", dt.date(2026, 1, 9)))
    'kind:log OR kind:note'
    """
    return _value(BY_NAME[name], _clean(value), today, 0)


def _clean(text: str) -> str:
    if len(text) > _LONGEST:
        raise BadQuery(f"the query has {len(text):,} characters, and {_LONGEST:,} are the most")
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return _SPACED.sub(lambda found: f"{found[1] or found[2]}:", text) if ":" in text or "：" in text else text


class _Parser:
    """Reads a query from left to right; groups lie on a stack, so that no depth overruns Python's own."""

    def __init__(self, text: str, today: dt.date) -> None:
        self.text = text
        self.today = today
        self.at = 0
        self.words = 0
        self.filters = 0
        self.notices: list[str] = []

    def query(self) -> Query:
        groups = [_Group(None, False, 0)]
        while self._skip_blanks():
            char = self.text[self.at]
            if char == "(":
                groups.append(_Group(None, groups[-1].take_negation(), self.at))
                self.at += 1
            elif char == ")":
                if len(groups) == 1:
                    raise BadQuery("this parenthesis was never opened", self.text, self.at)
                self.at += 1
                done = groups.pop()
                node = done.close()
                if depth(node) > _DEEPEST:
                    raise BadQuery("the parentheses nest too deeply", self.text, done.start)
                groups[-1].add(node, done.negated)
            else:
                self._atom(groups[-1])
        if len(groups) > 1:
            raise BadQuery("this parenthesis is never closed", self.text, groups[-1].start)
        root = groups[0].close() or And(())
        if self.words > _MOST_WORDS:
            self.notices.append(f"only the first {_MOST_WORDS} words were searched for")
        return Query(root, self.text, tuple(self.notices))

    def _skip_blanks(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def _atom(self, group: "_Group") -> None:
        start = self.at
        if self.text[start] in "-^" and re.match(r"[^\s\-^)]", self.text[start + 1 : start + 2]):
            group.negate()
            self.at += 1
            if self.text[self.at] == "(":
                return
        may_join = self.text.startswith(("OR", "AND", "NOT"), self.at)
        operator = re.match(r"(OR|AND|NOT)(?=[\s()\"]|$)", self.text[self.at :]) if may_join else None
        if operator and group.operator(operator[1], self._operand_follows(self.at + len(operator[1]))):
            self.at += len(operator[1])
            return
        group.add(self._operand(), group.take_negation())

    def _operand_follows(self, at: int) -> bool:
        rest = self.text[at:].lstrip()
        return bool(rest) and rest[0] != ")"

    def _operand(self) -> Node | None:
        text, at = self.text, self.at
        if text[at] in _QUOTES:
            phrase = self._quoted()
            prefix = self._take("*")
            return self._word(Word(phrase, prefix=prefix, phrase=True))
        address = _match(_ADDRESS, text, at, ".:")
        if address:
            url = address[0]
            while url.endswith(")") and url.count(")") > url.count("("):
                url = url[:-1]
            self.at += len(url)
            return self._word(Word(url))
        named = _match(_FIELD, text, at, ":")
        if named:
            name = named[1].lower()
            if name in BY_NAME and text[named.end() : named.end() + 1].strip():
                self.at = named.end()
                return self._field(name, at)
            if not text.startswith("//", named.end()):
                self._hint(name)
        word = _WORD.match(text, at)
        if word is None:  # a lone closing quote
            self.at += 1
            return None
        self.at = word.end()
        bare = word[0].rstrip("*")
        self.notices += _misunderstood(word[0], bare)
        return self._word(Word(bare or word[0], prefix=bool(bare) and bare != word[0]))

    def _word(self, word: Word) -> Word | None:
        self.words += len(word.text.split()) or 1
        return word if self.words <= _MOST_WORDS or self.words == len(word.text.split()) else None

    def _quoted(self) -> str:
        """Read up to the closing quote, or to the end where there is none."""
        closing = _QUOTES[self.text[self.at]]
        end = self.text.find(closing, self.at + 1)
        if end < 0:
            end = len(self.text)
        phrase = self.text[self.at + 1 : end]
        self.at = min(end + 1, len(self.text))
        return phrase

    def _take(self, char: str) -> bool:
        found = self.text.startswith(char, self.at)
        self.at += found
        return found

    def _field(self, name: str, start: int) -> Node | None:
        spec = BY_NAME[name]
        self._count_filter(start)
        exact = not spec.is_date and self._take("=")
        text, at = self.text, self.at
        if text[at : at + 1] in _QUOTES and at < len(text):
            value = self._quoted()
            if not value.strip():
                return None
            if spec.is_date:
                return _value(spec, spec.behind(name, value), self.today, at + 1, self.text)
            return self._checked(Field(spec.name, value, "is" if exact else "prefix" if self._take("*") else "has"))
        regex = _REGEX.match(text, at) if not exact and not spec.is_date else None
        if regex:
            self.at = regex.end()
            _check_regex(regex[1], text, at)
            return Field(spec.name, regex[1], "regex")
        relative = _RELATIVE.match(text, at) if spec.is_date else None
        word = relative or _WORD.match(text, at)
        if word is None:  # tag:( or tag:=( is no filter: the name stands for itself
            self.at = at
            return self._word(Word(text[start:at].rstrip(":=")))
        self.at = word.end()
        if exact:
            return self._checked(Field(spec.name, word[0], "is"))
        return self._checked(_value(spec, spec.behind(name, word[0]), self.today, at, self.text))

    def _count_filter(self, start: int) -> None:
        self.filters += 1
        if self.filters > _MOST_FILTERS:
            raise BadQuery(f"the query has more than {_MOST_FILTERS} filters", self.text, start)

    def _checked(self, node: Node) -> Node:
        self.notices += _unknown(node)
        return node

    def _hint(self, name: str) -> None:
        from digestkb.query.spelling import nearest

        if name in BY_NAME:
            self.notices.append(f"{name}: has no value and was searched for as it stands")
            return
        meant = nearest(name, BY_NAME, 2 if len(name) > 4 else 1)
        if meant:
            self.notices.append(f"{name}: is no field and was searched for as it stands; did you mean {meant}:?")


def _match(pattern: re.Pattern[str], text: str, at: int, signs: str) -> re.Match[str] | None:
    """Match what has one of some signs in it: most queries have none, and need no pattern compiled."""
    return pattern.match(text, at) if any(sign in text for sign in signs) else None


def _misunderstood(word: str, bare: str) -> Iterator[str]:
    """Say of a word what may have been meant by the signs in it."""
    if word[0] == "/" and _REGEX.fullmatch(word) and re.search(r"[\\^$|\[{+*?]", word):
        yield f"a regular expression needs a field: title:{word}"
    if "*" in bare and (starred := re.fullmatch(r"(\w{2,})\*\w{2,}", bare)):
        yield f"a star stands for the end of a word: {starred[1]}*"


def _unknown(node: Node) -> Iterator[str]:
    """Say of each value that its field cannot have what that can be, the nearest first."""
    for part in node.parts if isinstance(node, Or) else (node,):
        known = BY_NAME[part.name].known if isinstance(part, Field) and part.how != "regex" else ()
        if known and isinstance(part, Field) and part.value.lower() not in known:
            from digestkb.query.spelling import nearest

            near = nearest(part.value.lower(), known, 2)
            meant = f"; did you mean {near}?" if near else ""
            yield f"there is no {part.name}:{part.value}{meant}; it can be {', '.join(known)}"


class _Group:
    """What stands between two parentheses, as far as it was read."""

    def __init__(self, name: str | None, negated: bool, start: int) -> None:
        self.negated = negated
        self.start = start
        self.alternatives: list[list[Node]] = [[]]
        self._negate = False

    def negate(self) -> None:
        self._negate = True

    def take_negation(self) -> bool:
        taken, self._negate = self._negate, False
        return taken

    def operator(self, word: str, operand_follows: bool) -> bool:
        """Take ``OR``, ``AND`` or ``NOT`` if it stands between what it can join; else it is a word."""
        if not operand_follows or self._negate:
            return False
        if word == "NOT":
            self._negate = True
        elif not self.alternatives[-1]:
            return False
        elif word == "OR":
            self.alternatives.append([])
        return True

    def add(self, node: Node | None, negated: bool) -> None:
        if node is not None:
            self.alternatives[-1].append(negation(node) if negated else node)

    def close(self) -> Node | None:
        parts = [conjunction(parts) for parts in self.alternatives if parts]
        return disjunction(parts) if parts else None


def _value(spec: FieldSpec, value: str, today: dt.date, at: int, query: str = "") -> Node:
    if spec.is_date:
        from digestkb.query.when import parse_interval

        try:
            return Dated(spec.name, parse_interval(value, today))
        except BadDate as error:
            raise BadQuery(str(error), query or value, at) from error
    regex = _REGEX.fullmatch(value)
    if regex:
        _check_regex(regex[1], query or value, at)
        return Field(spec.name, regex[1], "regex")
    if value.startswith("=") and value[1:].strip():
        return Field(spec.name, value[1:].strip().strip('"'), "is")
    values: Sequence[str] = [one for one in re.split(r"[,，]", value) if one.strip()] if spec.several else [value]
    if len(values) > _MOST_FILTERS:
        raise BadQuery(f"the filter has more than {_MOST_FILTERS} values", query or value, at)
    return disjunction(_one_value(spec, one.strip()) for one in values or [value])


def _one_value(spec: FieldSpec, value: str) -> Field:
    value = value.strip('"') or value
    bare = value.rstrip("*")
    if bare and bare != value and not spec.starred:
        return Field(spec.name, bare, "prefix")
    return Field(spec.name, spec.synonyms.get(value.lower(), value))


def _check_regex(pattern: str, query: str, at: int) -> None:
    from digestkb.query.regex import compiled

    try:
        compiled(pattern)
    except ValueError as error:
        raise BadQuery(f"bad regular expression: {error}", query, at) from error
