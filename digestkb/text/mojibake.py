"""What mojibake looks like: cheap tests over a whole file, before repair looks at any of its lines.

Clean text is almost all that ever comes, so these decide how fast it passes. Channels that are alike share one
signature: a character that a lead byte turns into, before one that a continuation byte turns into.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, filterfalse, islice

from digestkb.text import forms
from digestkb.text.channel import CHANNELS, WIDE, WINDOWS, Channel
from digestkb.text.false_signs import CELL_BAR, CLEAN, is_odd_but_whole, is_table, without_flags
from digestkb.text.han import is_surely_traditional
from digestkb.text.ideographs import LEADING, OF_LETTERS, accented_twice, everyday, ideographs, made_of, pairs
from digestkb.text.misread import OF_CYRILLIC, OF_HUNGARIAN, OF_THE_EAST, OF_TURKISH
from digestkb.text.sequences import all_damage, mostly_side_by_side, undone


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """A test for damage, and the channels that it finds. There is one object for each, in `signatures`."""

    channels: tuple[Channel, ...]
    #: The regular expression of what the damage looks like.
    form: str
    #: That of a part of it which stands in one word, where the damage takes more than one.
    within: str = ""
    #: Whether what it begins with is rare in most languages.
    rare: bool = False
    #: Whether nothing but damage looks so, however little it is.
    certain: bool = False
    #: What it begins with in languages that have such letters, and what these have more of beside it then.
    everyday: tuple[tuple[str, str], ...] = ()

    @property
    def single_byte(self) -> bool:
        """Whether its damage is letters of Latin code pages in an odd order, which clean text has at times too."""
        return bool(self.channels) and not self.wide and self.channels[0].alike not in _OF_OTHER_SCRIPTS

    @property
    def wide(self) -> bool:
        """Whether its damage is ideographs, or kana of half a width."""
        return bool(self.channels) and self.channels[0].wide

    @property
    def draws(self) -> bool:
        """Whether its damage is made of the lines and corners that tables are drawn with."""
        return any("dos" in channel.alike for channel in self.channels)

    @property
    def hint(self) -> re.Pattern[str]:
        """What must be in one of the words of a text that shows the damage."""
        return _pattern(self.within or self.form)

    @property
    def pattern(self) -> re.Pattern[str]:
        """What shows the damage; most texts need none of these, and some take milliseconds to compile."""
        return _pattern(self.form)


_pattern = lru_cache(maxsize=64)(re.compile)
#: A form is one class of characters and what is after it, as a search skips to the first of a class.
_FIRST = re.compile(r"(?P<first>\[[^\]]*\]|.)(?P<rest>.*)")
#: Characters that are searched at a time, and lines.
_BLOCK, _TOGETHER = 1 << 18, 1 << 12


#: Said by what it is not: a pattern takes the longer to compile, the more characters its ranges have.
_IDEOGRAPH = re.compile("[^\x00-\u33ff]")
#: What no letter of a Latin code page is; one of it is as good as many beside that.
_TEXT_OF_THE_EAST = re.compile("[\u2e80-\u9fff\uac00-\ud7a3]{2,}")


#: Damage of these is letters and signs of other scripts as no text has them, and ftfy knows none of it.
_OF_OTHER_SCRIPTS = frozenset({"hebrew", "arabic", "thai", "koi8"})
#: Turkic languages have ``ı`` beside other letters that are not ASCII, and beside those that are; Icelandic and Faroese
#: have ``þ`` and ``ð`` in words, and vowels that Turkish has not got.
_OF_TURKIC, _OF_ICELANDIC = ("ı", "ı[a-z]"), ("ðþýÐÞÝ", "[áæíóú]")
#: What the signatures of these begin with is rare in most languages.
_RARE = frozenset({"eastern dos", "russian dos", *_OF_OTHER_SCRIPTS})


@lru_cache(maxsize=1)
def signatures() -> tuple[Signature, ...]:
    """Give every signature, the commonest kind of damage first."""
    found = [
        Signature(
            forms.sharing(alike),
            forms.form_of(alike),
            rare=alike[0].alike in _RARE,
            everyday=(_OF_TURKIC, _OF_ICELANDIC) if alike[0].alike == "dos" else (),
        )
        for alike in forms.of_one_byte()
    ]
    found.append(Signature((CHANNELS["utf-8 as cp866"],), forms.EASTERN_AS_DOS))
    found.append(Signature((WINDOWS,), forms.CUT, rare=True))
    found.append(Signature((WINDOWS,), f"[âÃÄÅ]{forms.ASKED}", rare=True))
    # Of what a lead byte becomes some are everyday characters (网, 缺, 罩, 迹; 鏈, 閱): one of them is no sign. In
    # damaged text every third character is one, and what stands beside it is not common.
    made, common = made_of(pairs(LEADING)), everyday()
    some, rare = forms.any_of(made & common), f"(?!{forms.any_of(common)})[\u3400-\u9fff\ue000-\uf8ff\ufffd€″‰]"
    found.append(Signature(WIDE, forms.any_of((made | made_of(pairs(OF_LETTERS))) - common)))
    found.append(Signature(WIDE, f"{some}(?:[^\\x00-\\x7f]{{1,3}}{some}|[^\\x00-\\x7f]?{rare})"))
    # A Vietnamese vowel with a tone is three bytes, of which two are always rare ideographs.
    vowels, western = made_of((b"\xe1\xba", b"\xe1\xbb")), made_of(chr(code).encode() for code in range(0xE0, 0x100))
    lodged = vowels | ideographs(made_of(pairs((lead, 0x80, 0xBF) for lead in range(0xC3, 0xC7))))
    first, second = map(forms.any_of, accented_twice())
    lodged_so = f"{forms.LODGED}|(?<=[A-Za-z]{forms.any_of(vowels)})|(?<![\u3000-\u9fff].)(?={second})(?<={first})"
    found.append(Signature(WIDE, f"{forms.any_of(lodged | accented_twice()[0])}(?:{lodged_so})"))
    found.append(Signature(WIDE, f"{forms.any_of(ideographs(western))}(?<=[a-z]{{2}}.)(?![\u3000-\u9fff])"))
    found.append(Signature(WIDE, forms.LODGED_KANA))
    found.append(Signature(WIDE, forms.MEASURES, certain=True))
    found.append(Signature((CHANNELS["utf-8 as cp949"],), CHANNELS["utf-8 as cp949"].form))
    found.append(Signature((), forms.IN_A_ROW))
    found.append(Signature((), forms.FOUR_BYTES, rare=True))
    found.append(Signature((), forms.HALVES, forms.HALVED, rare=True))
    found.append(Signature((), forms.MARKS, rare=True))
    found.append(Signature((), forms.LETTERS, forms.LETTER_IN_WORD))
    found.append(Signature((), OF_THE_EAST, rare=True))
    found.append(Signature((), OF_TURKISH, rare=True, everyday=(_OF_ICELANDIC,)))
    found.append(Signature((), OF_HUNGARIAN, rare=True))
    found.append(Signature((), OF_CYRILLIC, rare=True))
    return tuple(found)


@lru_cache(maxsize=1)
def _any_rare() -> re.Pattern[str]:
    """What one of the rare signatures matches: one search passes most texts by all of them.

    Not those of letters that some languages have every day, and would make all others be searched there.
    """
    forms = [signature.within or signature.form for signature in signatures() if _is_rare(signature)]
    parts = [(match["first"].strip("[]"), match["rest"]) for match in map(_FIRST.fullmatch, forms) if match]
    rest = "|".join(f"(?<=[{first}]){rest}" for first, rest in parts)
    return re.compile(f"[{''.join(first for first, _ in parts)}](?:{rest})")


def _is_rare(signature: Signature) -> bool:
    return signature.rare and not signature.everyday


def signatures_in(text: str) -> list[Signature]:
    """Give the signatures that a text has.

    >>> signatures_in("được") == [], len(signatures_in("Ä‘Æ°á»£c")) > 0
    (True, True)
    """
    return _signatures_in(_blocks(text))


def signatures_of(lines: Iterable[str]) -> list[Signature]:
    """Give the signatures that the text of some lines has, which is never in memory as a whole.

    >>> signatures_of(["được", "đó"]) == signatures_in("được\\nđó")
    True
    """
    return _signatures_in(_blocks_of(lines))


def _signatures_in(blocks: Iterable[str]) -> list[Signature]:
    left = list(signatures())
    for block in blocks:
        found = {signature for signature in _hinted(left, distinct_words(block)) if _has(block, signature)}
        left = [signature for signature in left if signature not in found]
    return [signature for signature in signatures() if signature not in left]


def _has(block: str, signature: Signature) -> bool:
    """Whether a text has a signature where nothing clean looks so."""
    match = signature.pattern.search(block)
    if match is None:
        return False
    first, end = block.rfind("\n", 0, match.start()) + 1, block.find("\n", match.end())
    # The first line that has it mostly is damaged.
    if any(
        signature.pattern.search(CLEAN.sub(" ", text)) for text in (block[first : end if end >= 0 else None], block)
    ):
        return not _is_of_language(block, signature)
    return False


def _is_of_language(block: str, signature: Signature) -> bool:
    """Whether a signature is no more than what words of a language have in many places."""
    if not signature.everyday:
        return False
    begun = signature.pattern.findall(block)
    first = {match[0] for match in begun}
    for letters, beside in signature.everyday:
        if first.issubset(letters):
            others = _pattern(beside)
            enough = len(begun) + len(others.findall("\n".join(begun)))
            return sum(1 for _ in islice(others.finditer(block), enough + 1)) > enough
    return False


def _hinted(signatures: Sequence[Signature], words: str) -> list[Signature]:
    """Give the signatures that one of some words may be of."""
    eastern = _IDEOGRAPH.search(words) is not None
    letters = _TEXT_OF_THE_EAST.sub("一", words) if eastern else words
    rare = _any_rare().search(letters) is not None
    able = [one for one in signatures if (eastern or not one.wide) and (rare or not _is_rare(one))]
    return [one for one in able if _begins(one, letters) and one.hint.search(words if one.wide else letters)]


def _begins(signature: Signature, words: str) -> bool:
    """Whether what a rare signature begins with stands in some words, where that is a few letters."""
    letters = signature.everyday[0][0] if signature.rare and signature.everyday else ""
    return not letters or any(letter in words for letter in letters)


def _blocks(text: str) -> Iterator[str]:
    """A text in parts of whole lines, so that the words of one part only are in memory."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + _BLOCK)
        yield text[at:] if end < 0 else text[at:end]
        at = len(text) if end < 0 else end + 1


def _blocks_of(lines: Iterable[str]) -> Iterator[str]:
    """The same parts of a text that is given by its lines."""
    block, size = list[str](), 0
    for line in lines:
        block.append(line)
        size += len(line) + 1
        if size > _BLOCK:
            yield "\n".join(block)
            block, size = [], 0
    yield "\n".join(block)


def distinct_words(text: str) -> str:
    """Give the words of a text that are not all ASCII, each once: a tenth of a long text, and damage shows in one.

    Only blanks and line breaks part words: what else is a blank may be a damaged letter.

    >>> sorted(distinct_words("đi là đi\\nvà go on").split())
    ['là', 'và', 'đi']
    """
    distinct = set(text.replace("\n", " ").split(" "))
    return f" {' '.join(filterfalse(str.isascii, distinct))} "


def lines_with(signatures: Sequence[Signature], lines: Sequence[str]) -> list[int]:
    """Give the places of the lines that have a signature; many together are searched faster than one by one."""
    if not signatures:
        return []
    found = list[int]()
    for at in range(0, len(lines), _TOGETHER):
        found += [at + place for place in _places_with(signatures, lines[at : at + _TOGETHER])]
    return found


def _places_with(signatures: Sequence[Signature], lines: Sequence[str]) -> list[int]:
    joined = "\n".join(lines)
    starts = list(accumulate(map(len("\n").__add__, map(len, lines)), initial=0))
    found = set()
    for signature in signatures:
        place = 0
        while match := signature.pattern.search(joined, place):
            line = bisect_right(starts, match.start()) - 1
            if signature.pattern.search(CLEAN.sub(" ", lines[line])):
                found.add(line)
            place = starts[line + 1]
    return sorted(found)


def channels_of(text: str, signatures: Sequence[Signature]) -> list[Channel]:
    """Give the channels whose signature a text has, of those that its file has."""
    found = (channel for signature in signatures if signature.pattern.search(text) for channel in signature.channels)
    return list(dict.fromkeys(found))


def shown_by(line: str, signatures: Sequence[Signature]) -> list[Signature]:
    """Give the signatures that a line has, unless it is text that has them at times."""
    seen = CLEAN.sub(" ", without_flags(line))
    found = [signature for signature in signatures if signature.pattern.search(seen)]
    if not found or is_table(line):
        return []
    if CELL_BAR.search(line):
        found = [signature for signature in found if not signature.draws]
    if any(signature.wide for signature in found) and is_surely_traditional(line):
        found = [signature for signature in found if not signature.wide]
    return _without_odd(line, found)


def _without_odd(line: str, found: list[Signature]) -> list[Signature]:
    """Signatures of a line without those of letters in an odd order, where ftfy says that they are no damage."""
    if not any(signature.single_byte for signature in found) or not is_odd_but_whole(line):
        return found
    side_by_side = mostly_side_by_side(line)
    return [
        signature
        for signature in found
        if not signature.single_byte or (side_by_side and _is_all_damage(line, signature))
    ]


def _is_all_damage(line: str, signature: Signature) -> bool:
    return any(all_damage(undone(channel, line)) for channel in signature.channels)
