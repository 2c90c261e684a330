"""Words that stand for one another within names of one language: ``偵測`` for ``检测``, ``đối tượng`` for ``vật thể``.

What a name is made of, Taiwan often says in other words than the mainland, and translators choose between several.
``rewording.tsv`` has such words in sets, so that a name needs to be known in one wording only. It is not parsed as a
whole: ``rewording.index``, which ``tools/write_glossary_index.py`` makes of it, has each set by how its words begin.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, product
from pathlib import Path

from digestkb.query.sorted_lines import SortedLines
from digestkb.query.units import Unit, columns, is_spelled, written_units
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: A name is asked for in so many other wordings at most.
_MOST = 5
#: The languages that have such words.
LANGUAGES = ("vi", "zh", "ko", "ja")
#: What stands between the words of a set.
_BETWEEN = " | "
_HANGUL, _FIRST_HAN = "\uac00", "\u3400"


class Piece(NamedTuple):
    """A unit of a name as it is usually worded, for the units from ``start`` to before ``end`` of what was written.

    Of several pieces for the same units only the first has a start, and only the last an end; the others have ``-1``.
    """

    unit: Unit
    start: int
    end: int


def languages_of(words: Sequence[Unit]) -> tuple[str, ...]:
    """Give the languages of :data:`LANGUAGES` that words may be of, by their letters."""
    firsts = [word.key[0] for word in words if word.key]
    has_hangul = any(char >= _HANGUL for char in firsts)
    has_han = any(_FIRST_HAN <= char < _HANGUL for char in firsts)
    has_kana = any(is_cjk(char) and char < _FIRST_HAN for char in firsts)
    found = (("vi", any(char < "\u3000" for char in firsts)), ("zh", has_han and not has_kana), ("ko", has_hangul))
    return (*(language for language, has in found if has), *(("ja",) if has_han or has_kana else ()))


def as_usual(words: Sequence[Unit], language: str) -> tuple[Piece, ...] | None:
    """Give words as they are usually worded in a language; ``None`` if they are so already.

    >>> usual = as_usual(written_units("圖書資料"), "zh")
    >>> [(piece.unit.key, piece.start, piece.end) for piece in usual or ()]
    [('图', 0, 1), ('书', 1, 2), ('数', 2, -1), ('据', -1, 4)]
    """
    found: list[Piece] = []
    is_usual = True
    at = 0
    for start, end, words_of_set in _found(words, language):
        found.extend(Piece(words[place], place, place + 1) for place in range(at, start))
        usual = words_of_set[0]
        is_bare = all(word.written.isascii() for word in words[start:end])
        last = len(usual) - 1
        for place, unit in enumerate(usual):
            written = unit._replace(written=unit.key) if is_bare else unit
            found.append(Piece(written, start if place == 0 else -1, end if place == last else -1))
        is_usual = is_usual and tuple(word.key for word in words[start:end]) == tuple(unit.key for unit in usual)
        at = end
    found.extend(Piece(words[place], place, place + 1) for place in range(at, len(words)))
    return None if is_usual else tuple(found)


def rewordings(text: str, language: str) -> tuple[str, ...]:
    """Say a name in other words of the same language.

    >>> rewordings("跟踪数据集", "zh"), rewordings("ước lượng độ sâu", "vi"), rewordings("robot learning", "en")
    (('追踪资料集', '追踪数据集', '跟踪资料集'), ('ước tính độ sâu', 'ước lượng chiều sâu', 'ước tính chiều sâu'), ())
    >>> rewordings("보상 해킹", "ko")
    ('리워드 해킹',)
    """
    if language not in LANGUAGES:
        return ()
    words = written_units(text)
    found = list(_found(words, language))
    if not found:
        return ()
    bounds = columns(text)
    choices: list[list[str]] = []
    at = 0
    for start, end, words_of_set in found:
        first, last = bounds[start][0], bounds[end - 1][1]
        choices.append([text[at:first]])
        typed = tuple(word.key for word in words[start:end])
        others = [one for one in words_of_set if tuple(unit.key for unit in one) != typed]
        choices.append([text[first:last], *(_said(one, language) for one in others)])
        at = last
    choices.append([text[at:]])
    # Of a name with many words of sets there are more ways than fit into memory: no more are made than are taken.
    ways: dict[str, None] = {}
    for chosen in _ways(choices, language):
        ways["".join(chosen)] = None
        if len(ways) > _MOST:
            break
    return tuple(islice(ways, 1, None))


def _ways(choices: Sequence[Sequence[str]], language: str) -> Iterator[tuple[str, ...]]:
    """Yield what one may choose: another word in one place before words in several; in Chinese alike in all places
    first, as who says ``穩健`` says ``最佳化`` too, and not ``優化``.
    """
    if language == "zh":
        for place in range(max(map(len, choices))):
            yield tuple(some[place] if place < len(some) else some[0] for some in choices)
    usual = tuple(some[0] for some in choices)
    yield usual
    for place in range(max(map(len, choices))):
        for at, some in enumerate(choices):
            if place < len(some):
                yield (*usual[:at], some[place], *usual[at + 1 :])
    yield from product(*choices)


def _said(words: Sequence[Unit], language: str) -> str:
    return ("" if language in ("zh", "ko", "ja") else " ").join(word.written for word in words)


def _found(words: Sequence[Unit], language: str) -> Iterator[tuple[int, int, tuple[tuple[Unit, ...], ...]]]:
    """Yield where words of a set stand, the longest first, and the set."""
    bare = all(word.written.isascii() for word in words)
    at = 0
    while at < len(words):
        for member, words_of_set in _members(language, words[at].key):
            end = at + len(member)
            there = words[at:end]
            if len(there) == len(member) and all(
                word.key == unit.key and (bare or is_spelled(word, unit))
                for word, unit in zip(there, member, strict=True)
            ):
                yield at, end, words_of_set
                at = end
                break
        else:
            at += 1


#: A word of a set by its units, and all words of that set.
_Member = tuple[tuple[Unit, ...], tuple[tuple[Unit, ...], ...]]


@cache
def _members(language: str, first: str) -> tuple[_Member, ...]:
    """Read the words of a language that begin with a unit, each with its set, the longest words first."""
    found: list[_Member] = []
    for line in _index().beginning(f"{language} {first}\t"):
        for listed in line.split("\t")[1:]:
            words_of_set = tuple(tuple(written_units(word)) for word in listed.split(_BETWEEN))
            found.extend((member, words_of_set) for member in words_of_set if member[0].key == first)
    return tuple(sorted(found, key=lambda one: -len(one[0])))


@cache
def _index() -> SortedLines:
    return SortedLines(shipped_file().with_suffix(".index").read_bytes())


def shipped_file() -> Path:
    """Give the path of the sets that come with the package."""
    return Path(__file__).with_name("rewording.tsv")


def index_of(text: str) -> bytes:
    r"""List the sets of a file by language and the unit that words in them begin with, in the order of bytes.

    >>> index_of("zh\t数据 | 资料\n").decode().splitlines()
    ['zh 数\t数据 | 资料', 'zh 资\t数据 | 资料']
    """
    sets: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        language, _, listed = line.partition("\t")
        for word in listed.split(_BETWEEN) if language in LANGUAGES else ():
            sets.setdefault(f"{language} {written_units(word)[0].key}", {})[listed] = None
    lines = sorted("\t".join((first, *found)).encode() + b"\n" for first, found in sets.items())
    return b"".join(lines)
