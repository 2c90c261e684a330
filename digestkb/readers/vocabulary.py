"""What labels mean, in any of the languages: roles and the words for them, as ``vocabulary.toml`` lists them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from digestkb import tags
from digestkb.patterns import lazy
from digestkb.readers.labels import key
from digestkb.tuples import NamedTuple

_LANGUAGES = tuple("en vi zh ja ko de fr es ru it pt nl pl tr id uk ar fa he hi th cs sv el hu ro".split())
#: A label is no longer than this, in characters; a longer text that begins with a word for something is a text.
_LONGEST = 60
#: ... and has no more words, without those between them: «Training Verifiers to Solve Math Word Problems» is a title.
_MOST_WORDS = 5
#: Within a key that a program wrote: ``firstAuthor``.
_HUMP = lazy(r"(?<=[a-z])(?=[A-Z])")
#: What parts the two halves of a label.
_APART = str.maketrans("／(（|/", "/////")
_BETWEEN_WORDS = frozenset("a an and for in of on our the to with".split())
_Named = TypeVar("_Named")


class Role(NamedTuple):
    """What a label says about a paper, how its value is read, and the words for it by language."""

    name: str
    #: ``text``, ``people``, ``date``, ``tags``, ``id``, ``address``, ``prose``, ``reference`` or ``nothing``.
    kind: str
    words: dict[str, tuple[str, ...]]
    #: Parts of a label that give the role to a heading, folded.
    stems: tuple[str, ...]
    #: Emoji that stand for a label.
    signs: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def roles() -> tuple[Role, ...]:
    """Give all roles, in the order of the file."""
    entries = ((name, entry) for name, entry in _load().items() if "kind" in entry)  # else it is a table, see `words`
    return tuple(
        Role(name, entry["kind"], _words(entry), _stems(entry), tuple(entry.get("signs", "").split()))
        for name, entry in entries
    )


def _words(entry: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: _split(entry[language]) for language in _LANGUAGES if language in entry}


def _stems(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(map(_folded, _split(entry.get("stems", ""))))


def _load() -> dict[str, Any]:
    entries: dict[str, Any] = _compiled()["entries"]
    return entries


@lru_cache(maxsize=1)
def _compiled() -> dict[str, Any]:
    """Read what :func:`compiled` made of the file, which itself takes longer to read than most notes."""
    loaded: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_bytes())
    return loaded


def compiled(entries: dict[str, Any]) -> dict[str, Any]:
    """Give the entries of the vocabulary, and what their words are folded.

    >>> compiled({"title": {"en": "Title; Full-Title"}, "part": {"topic": {"en": "topics"}}})["folded"]
    {'Title': 'title', 'Full-Title': 'full title', 'topics': 'topics'}
    """
    return {"entries": entries, "folded": {word: _fold(word) for text in _texts(entries) for word in _split(text)}}


def _texts(entries: dict[str, Any]) -> Iterator[str]:
    """Yield all texts of the vocabulary, in tables within tables too."""
    for entry in entries.values():
        if isinstance(entry, dict):
            yield from _texts(entry)
        else:
            yield entry


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(";") if word.strip())


def _folded(word: str) -> str:
    known: str | None = _compiled()["folded"].get(word)
    return _fold(word) if known is None else known


def _fold(word: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", tags.key(word)).split())


@lru_cache(maxsize=1)
def _by_word() -> dict[str, Role]:
    # Of roles with the same word the first one has it.
    return {_folded(word): role for role in reversed(roles()) for words in role.words.values() for word in words}


def roles_of(label: str) -> tuple[Role, ...]:
    """Give all roles that a label can have, the likeliest first: «data» is a date to some, and an address to others.

    >>> [role.name for role in roles_of("Data")], [role.name for role in roles_of("Authors")]
    (['resource', 'date'], ['authors'])
    """
    first = role_of(label)
    second = words("second").get(key(label)) if first is not None else None
    return (*((first,) if first else ()), *((role_named(second),) if second else ()))


@lru_cache(maxsize=8192)  # the same labels come again and again
def role_of(label: str) -> Role | None:
    """Give the role of a label by the words that it consists of, or ``None``.

    >>> [role.name if (role := role_of(label)) else None for label in ("**Tác giả:**", "【作者】", "Author's view")]
    ['authors', 'authors', None]
    """
    if len(label) > _LONGEST:
        return None
    role = _known(key(label))
    if role is None and (parted := _HUMP.sub(" ", label)) != label:
        role = _known(key(parted))
    return role or _of_both(label)


#: What front matter says of how a page or its slides are to look.
_OF_LOOKS = frozenset(("theme", "themes"))


def role_of_key(key: str) -> Role | None:
    """Give the role of a key of front matter; within what describes a paper, «paper.title», that of its own.

    >>> role_of_key("paper.title").name, role_of_key("related.url").name, role_of_key("theme")
    ('title', 'related', None)
    """
    role = role_of(key) if key.lower() not in _OF_LOOKS else None
    around, parted, own = key.rpartition(".")
    if role is not None or not parted:
        return role
    outer = role_of(around)
    return outer if outer is not None and outer.kind == "reference" else role_of(own)


def _of_both(label: str) -> Role | None:
    """Give the role of a label that says the same twice: «作者 / Authors», «Authors (作者)»."""
    if _APART.keys().isdisjoint(map(ord, label)):
        return None
    one, apart, two = re.sub(r"[)）]\W{0,20}$", "", label).translate(_APART).partition("/")
    role = _known(key(one)) if apart else None
    return role if role is not None and role is _known(key(two)) else None


def _known(label: str) -> Role | None:
    """Give the role of a folded label: as it stands, else without a word for the paper or the language it is of."""
    found = _by_word().get(label)
    words_of_it, pattern = _qualifier()
    # The pattern is slow, and hardly any label has one.
    may_be = found is None and (label.startswith(words_of_it) or label.endswith(words_of_it))
    qualified = pattern.search(label) if may_be else None
    if qualified is None:
        return found
    role = _by_word().get(label[: qualified.start()] + label[qualified.end() :])
    if role is None or role.kind == "remark":
        return None  # «Paper notes» is what a note is called
    foreign = role.name == "title" and qualified[0].strip() in words("qualifier")
    return role_named("translated_title") if foreign else role


@lru_cache(maxsize=1)
def _qualifier() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Give what may stand before or behind the words of a label, and match it; between Latin ones there are blanks."""
    every = (*map(_folded, only("qualifier")), *words("qualifier"))
    latin, others = ("|".join(word for word in every if word.isascii() is ascii) for ascii in (True, False))
    return every, re.compile(rf"^(?:(?:{latin}) |(?:{others}) ?)|(?: (?:{latin})| ?(?:{others}))$")


@lru_cache(maxsize=8192)
def role_of_heading(label: str) -> Role | None:
    """Give the role of a heading: by its words, else by a stem that is in it.

    >>> [role.name if (role := role_of_heading(title)) else None for title in ("📝 摘要（中文）", "3. Related Work")]
    ['summary', 'related']
    """
    if len(label) > _LONGEST:
        return None
    known = key(label)
    return _known(known) or _started(known, _role_stems())


@lru_cache(maxsize=1)
def _by_sign() -> dict[str, Role]:
    return {sign: role for role in roles() for sign in role.signs}


def role_of_sign(line: str, at: int = 0) -> tuple[Role, int] | None:
    """Give the role of the emoji that stands at a column, and the column behind it.

    >>> (role, end) = role_of_sign("👥 Ada L"); role.name, end
    ('authors', 2)
    """
    if line[at : at + 1] <= "\u2500":
        return None
    role = _by_sign().get(line[at])
    end = at + 1
    while line[end : end + 1] in ("\ufe0f", "\u200d", " ") and end < len(line):
        end += 1
    return (role, end) if role is not None else None


@lru_cache(maxsize=1)
def _role_stems() -> tuple[tuple[str, Role], ...]:
    return tuple((_at_start(stem), role) for role in roles() for stem in role.stems)


def _at_start(stem: str) -> str:
    """Bind a stem to the start of a word, where words are written apart."""
    return f" {stem}" if stem.isascii() else stem


def _started(known: str, stems: Iterable[tuple[str, _Named]]) -> _Named | None:
    """Give what the first stem names that is in a key."""
    started = f" {known}"
    for stem, named in stems:
        if stem in started:
            return named
    return None


def role_named(name: str) -> Role:
    """Give a role by its name."""
    return next(role for role in roles() if role.name == name)


# --- tables of words that are no fields of a paper


@lru_cache(maxsize=16)
def words(table: str) -> dict[str, str]:
    """Give the words of a table, as :func:`~digestkb.readers.labels.key` gives them, and the entry each stands for.

    >>> words("part")["cay chu de"]
    'topic'
    """
    entries = _load()[table].items()
    return {_folded(word): name for name, entry in entries for known in _words(entry).values() for word in known}


@lru_cache(maxsize=16)
def only(name: str) -> frozenset[str]:
    """Give the words of which a text may consist that then is what ``name`` says: a label, a kind of thing.

    >>> "pdf" in only("label"), "benchmark" in only("thing"), "today" in only("papers")
    (True, True, True)
    """
    return frozenset(_load()["only"][name].split())


@lru_cache(maxsize=1)
def _any_date() -> frozenset[str]:
    return frozenset(map(key, only("day")))


def is_any_date(label: str) -> bool:
    """Say whether a label of a date says no more than that it is one.

    >>> is_any_date("Date"), is_any_date("Read on")
    (True, False)
    """
    return key(label) in _any_date()


@lru_cache(maxsize=16)
def _table_stems(table: str) -> tuple[tuple[str, str], ...]:
    return tuple((_at_start(stem), name) for name, entry in _load()[table].items() for stem in _stems(entry))


@lru_cache(maxsize=8192)
def stem_of(table: str, label: str) -> str | None:
    """Give the first entry of a table that has a stem which is in a label.

    >>> stem_of("column", "**Từ khóa (≤ 5)**"), stem_of("thought", "Dataset + Metrics"), stem_of("thought", "Budget")
    ('tags', 'data', None)
    """
    known = key(label)
    return _started(known, _table_stems(table)) if len(known) <= _LONGEST else None


@lru_cache(maxsize=8192)
def section_of(label: str) -> str | None:
    """Give the section of a digest that a label opens, or ``None``.

    >>> [section_of(label) for label in ("### II. Ý tưởng chính:", "**三、实验结果**", "AI摘要", "总结", "Ordeal")]
    ['idea', 'results', 'summary', 'conclusion', None]
    >>> section_of("Training Verifiers to Solve Math Word Problems") is None
    True
    """
    known = key(label) if len(label) <= 2 * _LONGEST else ""
    if not known or len(known) > _LONGEST:
        return None
    is_long = label.isascii() and sum(word not in _BETWEEN_WORDS for word in known.split()) > _MOST_WORDS
    found = words("section").get(known) or (None if is_long else _started(known, _table_stems("section")))
    role = role_of(label) if found is None else None
    return "summary" if role is not None and role.kind == "prose" else found
