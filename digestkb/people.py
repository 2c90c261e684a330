"""Names of people: how lists of them are split, and what is one."""

from __future__ import annotations

import re
from functools import lru_cache

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.tags import split_list, unique

#: Behind the names, or instead of more of them.
_OTHERS = lazy(
    r"[,;，；]?\s{0,40}(?:(?<![^\W_])(?:et\.?\s?al\b\.?|and (?:\d+ )?(?:others|more)\b"
    r"|và (?:các )?(?:cộng sự|cs|nnk|tác giả khác)\b\.?|và (?:những|nhiều) (?:người|tác giả) khác\b"
    r"|(?-i:u\.?\s?a\.)(?=\W|$)|(?:и|та)\s(?:др|ін)\b\.?|ve (?:diğerleri|ark)\b\.?|i (?:in|wsp)\."
    r"|(?:e|y|et) (?:outros|otros|otras|colaboradores|cols?|coll)\b\.?"
    r"|e altri\b|en anderen\b|(?:dkk|m\.\s?fl|a kol|és mtsai)\b\.?|外\s{0,40}$|ら\s{0,40}$)"
    r"|\+\s?\d*(?: (?:more|authors|others))?\s{0,40}$|等人?|\.\.\.|…|ほか|他\s?\d*名?$"
    r"|(?:외|(?<=\s)등)\s?\d*(?:명|인)?$)[\s.。*_)\]]{0,40}",
    re.IGNORECASE,
)
#: All of these have one of the first or one of the others in them, which begin with what more texts have.
_SIGNS_OF_OTHERS = tuple(
    "др|ін|ve d|ve ark|i in.|i wsp.| otr| outr|y col|e col|et col|e altri|anderen|dkk|a kol|mtsai"
    "|外|ら|+|等|...|…|ほか|他|외|등".split("|")
)
_LIKELY_OTHERS = tuple(
    map(lazy, (r"et\.?\s?al", r"and (?:\d+ )?(?:others|more)", "và (?:c|nnk|tác|nh)", r"u\.?\s?a\.", r"m\.\s?fl"))
)
#: Marks of affiliations behind a name.
_MARKS = lazy(
    r"<sup>[^<]{0,40}</sup>|\^\{?[\d,*†‡§ ]+\}?|[\u00b9\u00b2\u00b3\u2070-\u2079†‡§¶✉*]+"
    r"|(?:(?<=[^\W\d_])|(?<=[^\W\d_]\.))\d(?:,\d)*(?=$|[\s,;])"
)
_BRACKETED = lazy(r"\s{0,40}[(（\[【][^()（）\[\]【】]{0,120}[)）\]】]")
_AND = lazy(
    r"[,;，]?\s{1,40}(?:and|&|và|und|et|y)\s{1,40}|\s{0,40}(?:及|以及|、|和)\s{0,40}(?=[\u3400-\u9fff])|\s{1,40}and\s{0,40}$"
    r"|(?<=\w)\s{1,9}(?:e|и|i|en|ve|dan)\s{1,9}(?=[^\W\d_a-zà-ÿа-я])"
)
#: What stands before people; in some languages it may begin the name of one as well, which has one word more then.
BY = lazy(
    r"^\W*(?:(?i:by|von|作者|tác giả|著者|저자)\s{0,9}[:：]?\s{1,9}|(?:作者|著者|저자)\s{0,9}[:：]\s{0,9}"
    r"|(?:par|por|di|de|da|door)\s{1,9}(?=[^\W\d_a-z][\w'’.-]{0,40}\s[^\W\d_a-z])"
    # ... before families alone, if these are joined in the same language: «di Ho, Jain e Abbeel», «par Ho et Jain».
    r"|(?:(?:di|da|de|por)\s{1,9}(?=(?:[^\W\d_a-z][^\s,]{1,40},\s){0,6}[^\W\d_a-z][^\s,]{1,40}\s[ey]\s[^\W\d_a-z])"
    r"|par\s{1,9}(?=(?:[^\W\d_a-z][^\s,]{1,40},\s){0,6}[^\W\d_a-z][^\s,]{1,40}\set\s[^\W\d_a-z])))"
)
_PARTICLE = frozenset("de da di del della der den van von la le el al bin ibn dos du zu zur ter ten y e af av".split())
#: A particle before a vowel: «d'Ascoli».
_ELIDED = lazy(r"(?:d|l|dell|all)['’][^\W\d_a-z]")
_NAME_WORD = lazy(r"(?:[^\W\d_](?:[^\W\d_]|['’.\-‐‑])*)$")
#: Many who sign as one.
_COLLECTIVE = lazy(
    r"(?:[A-Z]\w{1,30}\s){1,4}(?:Collaboration|Consortium|Working Group)"
    r"|[\w\s]{2,40}?(?:合作[组組]|合作[团團][队隊]|コラボレーション)"
)
_ORGANISATION = lazy(
    r"\b(?:team|research|lab|labs|laboratory|group|institute|university|inc|ai|deepmind|openai|google|meta|nvidia"
    r"|microsoft|consortium|collaboration|community|project|foundation|network|academy|center|centre"
    r"|universit(?:à|é|ät|eit|etet|et)|universidade?|uniwersytet|üniversitesi|politecnico|institut|instituto|istituto|école"
    r"|đại học|học viện|viện|университет|институт|університет)\b|[{}]|团队|大[学學]|实验室|研究院|研究所|연구소|대학교",
    re.IGNORECASE,
)
_WHEN = lazy(r"[\s,;，；、]{0,40}[(（]?(?:19|20)\d\d[a-z]?年?[)）]?[\s.,:]{0,40}$")
_ORG_PREFIX = lazy(r"^[^:：]{3,80}[:：]\s+(?=[A-Z\u3400-\u9fff])")
#: A letter or two in the place of a name at its end.
_SHORTENED = lazy(r"(?:(?<![^\W_])[^\W\d_]|\bJr|\bSr)\.\s*$")
#: Behind a given name.
_INITIALS = lazy(r"(?:[\s-][A-Z]\.){1,8}$")
_GIVEN_SHORT = lazy(r"(?:[^\W\d_]\.[\s-]?){1,4}[^\W\d_]{2}")
#: A name in Chinese characters is short, and has no particle; with kana it may be longer.
_CJK_NAME = lazy(
    r"(?!.*[的了这那這是被把很吗嗎呢们們么麼没沒就])[\u3400-\u9fff]{2,4}$|[\uac00-\ud7af]{2,4}$"
    r"|(?=[\u3400-\u9fff]*[\u3040-\u30ff])[\u3040-\u30ff\u3400-\u9fff]{2,8}$"
    r"|[\u3040-\u30ff\u3400-\u9fff]{1,8}(?:[·・][\u3040-\u30ff\u3400-\u9fff]{1,8}){1,3}$"
)
_CJK = lazy("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: How words for things end, and names of people do not.
_THING = lazy(r"(?:tion|sion|ness|ology|ability|istic|istics)s?$")
#: A family name, and behind its comma the initials of the given ones, as references have them.
_TURNED = lazy(
    r"(?P<family>(?<![^\W_])(?!(?:and|und|et|y|và|e|i)\s)[^\W\d_][^\W\d_'’.-]{0,40}(?:['’.-][^\W\d_]{1,40}){0,3}(?:\s[^\W\d_]{1,40}){0,2}),\s{0,3}"
    r"(?P<given>(?:[^\W\d_]\.[\s-]?){1,4}(?:[^\W\d_]$)?|[^\W\d_]$)"
)
_BETWEEN_TURNED = lazy(
    r"[\s,;]{0,9}(?:(?:&|and|und|et|y|và)\s{1,9})?|[\s,;…]{1,9}(?:\.\.\.|et\.?\sal\b\.?)?[\s,;]{0,9}(?:&\s{1,9})?"
)
#: What a list of names has in it unless names and commas are all that it has.
_NO_PLAIN_LIST = lazy(
    r"[^\w ,，、'’-]|[\d_*]|[\u00b2\u00b3\u00b9\u2070-\u209c等及以和外ら]"
    r"|(?i:\b(?:and|und|et|y|và|e|и|i|en|ve|dan|by|von|par|por|di|de|da|door|tác)\b)"
)
#: Names without blanks that a word joins, or a year in brackets behind any list of them; without brackets there are
#: three names at least, none of which is as «BC» is: two may be a city and its country.
_DATED = lazy(
    r"(?:(?P<joined>[^\W\d][^\s\d]{1,40}(?:\s[^\W\d][^\s\d]{1,40}){0,3},?\s(?:&|and|und|et|y|và|e)\s[^\W\d][^\s\d]{1,40}),?\s"
    r"\(?(?:19|20)\d\d[a-z]?\)?|(?P<listed>[^\W\d][^()（）\d]{3,200}?)\s?"
    r"(?:[(（](?:19|20)\d\d[a-z]?[)）]|[，、]\s?(?:19|20)\d\d年?)"
    r"|(?P<several>[A-Z][^\W\d_A-Z][^\s\d,]{0,40}(?:,\s[A-Z][^\W\d_A-Z][^\s\d,]{0,40}){2,12}),\s(?:19|20)\d\d)[\s.,:，]{0,4}"
)
#: Where something appeared, behind the last of the people: «Yun Ye. IJCAI».
_VENUE_LAST = lazy(r"(?<=[^\W\d_]{2})\.\s+[A-Z]{3,10}\s*$")
#: More words than this are no name.
_LONGEST = 6


def is_organisation(text: str) -> bool:
    """Say whether a text is called as organisations are.

    >>> is_organisation("Rome Institute of Technology"), is_organisation("Ada Lovelace")
    (True, False)
    """
    return _ORGANISATION.search(text) is not None


def split_people(text: str) -> tuple[str, ...]:
    """Split a line of people, each given name first; what stands for the others is nobody.

    Semicolons part «Family, Given» pairs, and so does ``and`` as BibTeX has it; what stands in braces stays whole.

    >>> split_people("Liu, Shih-Yang; Dong, Xin"), split_people("A. Bee et.al."), split_people("[[Ada L]] and C D")
    (('Shih-Yang Liu', 'Xin Dong'), ('A. Bee',), ('Ada L', 'C D'))
    >>> split_people("Bee, A., Van Dyk, C. D., & Fay, E.")
    ('A. Bee', 'C. D. Van Dyk', 'E. Fay')
    """
    if not (_NO_PLAIN_LIST.search(text) or _names_others(text)):
        return split_list(text)
    text = _unbracketed(text)
    names = _OTHERS.sub(";" if ";" in text else ",", BY.sub("", text))
    names = plain(_MARKS.sub("", names)).strip(" ,;，；")
    if turned := _turned(names):
        return turned
    pairs = _family_first(names)
    if pairs:
        return unique(given_first(_bare(part)) for part in pairs if _bare(part))
    if "[" in names or "(" in names or "（" in names:
        names = _BRACKETED.sub("", names)
    parts = [bare for part in split_list(_AND.sub(", ", names)) if (bare := _bare(part))]
    if _is_turned(parts, text):
        parts[:2] = [f"{parts[1]} {parts[0]}"]
    return unique(parts)


def _names_others(text: str, start: int = 0) -> bool:
    """Say whether something in a text stands for the others; the pattern is slow, and nothing in most texts does."""
    lower = text[start:].lower()
    likely = any(map(lower.__contains__, _SIGNS_OF_OTHERS)) or any(one.search(lower) for one in _LIKELY_OTHERS)
    return likely and _OTHERS.search(text, start) is not None


def _is_turned(parts: list[str], text: str) -> bool:
    """Say whether the first of several people alone has the family name first: «Voigt, Hanna, and Dmitri Orlov»."""
    if len(parts) < 2 or not all(" " in name for name in parts[2:]):
        return False
    if any(_CJK_NAME.match(name) or _ORGANISATION.search(name) for name in parts[:2]):
        return False
    others = len(parts) > 2 or _names_others(text)
    return others and all(_NAME_WORD.match(one) for one in (parts[0], _INITIALS.sub("", parts[1])))


def _turned(names: str) -> tuple[str, ...]:
    """Give the people of «Zhao, J., Zhang, Z. & Bee, A.», given name first; nobody if a list is not all like this."""
    found = list(_TURNED.finditer(names)) if "." in names and "," in names else []
    if not found or (len(found) == 1 and found[0].end() < len(names.rstrip())):
        return ()
    gaps = zip([0, *(one.end() for one in found)], [*(one.start() for one in found), len(names)], strict=True)
    if not all(_BETWEEN_TURNED.fullmatch(names, start, end) for start, end in gaps):
        return ()
    # What parts names from a title may have taken the last full stop.
    return unique(f"{one['given'].strip().rstrip('.')}. {one['family']}" for one in found)


def turned_ahead(text: str) -> tuple[tuple[str, ...], str]:
    """Give the people of «Zhao, J. and Bee, A. Some Title», given name first, and what stands behind them.

    >>> turned_ahead("Zhao, J. and Bee, A. B. Some Title"), turned_ahead("Bricks, A. Title")
    ((('J. Zhao', 'A. B. Bee'), 'Some Title'), ((), 'Bricks, A. Title'))
    """
    names: list[str] = []
    at = 0
    while (one := _TURNED.match(text, at)) is not None:
        names.append(f"{one['given'].strip()} {one['family']}")
        gap = _BETWEEN_TURNED.match(text, one.end())
        at = gap.end() if gap else one.end()
    return (unique(names), text[at:].lstrip(" ,.:")) if len(names) > 1 else ((), text)


def _unbracketed(text: str) -> str:
    """Take off the brackets around a whole list, as YAML writes one; those of links stay."""
    bare = text.strip()
    is_list = bare[:1] == "[" and bare[-1:] == "]" and "](" not in bare and "[[" not in bare
    return bare[1:-1] if is_list else text


def _family_first(names: str) -> list[str]:
    """Part names of which each may have its own comma, behind the family's; none where commas part the names."""
    if " and " in names and all(part.count(",") == 1 for part in names.split(" and ")):
        return re.split(r"\s{1,40}and\s{1,40}", names)
    if ";" in names or "；" in names:
        return re.split(r"[;；]", _AND.sub("; ", names))
    return []


def _bare(name: str) -> str:
    name = _VENUE_LAST.sub("", name)
    bare = name.strip(" \t.,;:*_`\"'“”[]<>#@+") if not name.strip().startswith("{") else name.strip(" {}")
    # A full stop belongs to an initial or to «Jr.».
    return bare + "." if "." in name and _SHORTENED.search(name.strip()) and not bare.endswith(".") else bare


def given_first(name: str) -> str:
    """Turn ``Family, Given`` round; an organisation, and whoever has no comma, stays.

    >>> given_first("Liu, Shih-Yang"), given_first("Lab, Inc."), given_first("Ada Lovelace")
    ('Shih-Yang Liu', 'Lab, Inc.', 'Ada Lovelace')
    """
    parts = [part.strip() for part in name.replace("，", ",").split(",")]
    if len(parts) == 3 and re.fullmatch(r"(?:jr|sr|[ivx]+)\.?", parts[1], re.IGNORECASE):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    if len(parts) != 2 or not all(parts) or _ORGANISATION.search(name) or len(parts[0].split()) > 3:
        return name.strip()
    return f"{parts[1]} {parts[0]}"


def listed_people(values: list[str]) -> tuple[str, ...]:
    """Give the people of a list that has one in each of its values.

    >>> listed_people(["Liu, Shih-Yang", "[[Xin Dong]]"])
    ('Shih-Yang Liu', 'Xin Dong')
    """
    names = (_bare(plain(_BRACKETED.sub("", value.replace("[[", "").replace("]]", "")))) for value in values)
    return unique(given_first(name) for name in names if name and not _OTHERS.fullmatch(name))


def has_initials(name: str) -> bool:
    """Say whether of a person's given names there are but the first letters.

    >>> has_initials("A. B. Finch"), has_initials("Ada B. Finch")
    (True, False)
    """
    return _GIVEN_SHORT.match(name) is not None


def family_names(text: str) -> tuple[str, ...]:
    """Give the people of «Kühn, Albers», who have no given names, as references in brackets call them.

    >>> family_names("Kühn, Albers & Bee"), family_names("Fast, small models"), family_names("Kühn")
    (('Kühn', 'Albers', 'Bee'), (), ())
    """
    names = re.split(r"\s?[,&+，、]\s?|\s(?:and|und|et|y|và|e)\s", _OTHERS.sub("", plain(text)).strip(" ,.*_"))
    fits = 1 < len(names) < 9 and all(_is_family(one) and not is_organisation(one) for one in names)
    return tuple(names) if fits else ()


def _is_family(name: str) -> bool:
    """Say whether a name is one word, with particles before it at most: «de Chaisemartin»."""
    *particles, family = name.split() or [""]
    return is_person(family) and all(word in _PARTICLE for word in particles)


def dated_families(text: str) -> tuple[str, ...]:
    """Give the people of «Ho, Jain & Abbeel 2020», who have no given names, but the year of their paper behind them.

    >>> dated_families("Ho, Jain & Abbeel 2020"), dated_families("Gu, Dao (2023)"), dated_families("Rome, Italy, 2024")
    (('Ho', 'Jain', 'Abbeel'), ('Gu', 'Dao'), ())
    """
    # Of «He, Kaiming, et al. (2015)» the family's name comes first.
    dated = _DATED.fullmatch(text) if not _names_others(text) else None
    names = family_names(dated["joined"] or dated["listed"] or dated["several"]) if dated else ()
    return names if all(len(name) > 1 and "." not in name for name in names) else ()


@lru_cache(maxsize=256)
def are_people(text: str) -> bool:
    """Say whether a text is a list of people.

    >>> [are_people(t) for t in ("Ji Lin et al.", "Zhao, J., Zhang, Z. (2024)", "Fast, Small Models", "A New Idea")]
    [True, True, False, False]
    """
    first = text.partition(",")[0]
    if first.count(" ") > _LONGEST and not _names_others(text):
        return False
    others, names = named_people(text)
    if not names or not _are_persons(names):
        return False
    if len(names) > 1 and dated_families(text):
        return True
    # «Fast, Small Models» might be two surnames: two people have more than one word each, or initials.
    whole = sum(" " in name or "." in name or _CJK_NAME.match(name) is not None for name in names)
    return others or (len(names) > 2 and whole * 2 >= len(names)) or (len(names) == 2 and whole == 2)


def _are_persons(names: tuple[str, ...]) -> bool:
    """Say whether all names are persons'; in a long list one in four may be written as it should not be."""
    strangers = sum(not is_person(name) for name in names)
    if not strangers or len(names) < 5 or strangers * 4 > len(names):
        return not strangers
    return all(name[:1].isupper() and 1 < len(name.split()) < 5 and not re.search(r"[\d:?!]", name) for name in names)


def named_people(text: str) -> tuple[bool, tuple[str, ...]]:
    """Give whether more people are meant than are named, and the names."""
    # What stands at the end is short, and a search from the start would try every blank of a long text.
    tail = max(0, len(text) - 40)
    others = _names_others(text, tail)
    text = _WHEN.sub("", text) if _WHEN.search(text, tail) else text
    return others, split_people(text)


def people_in(text: str) -> tuple[str, ...]:
    """Give the people that a line without a label consists of, an organisation before a colon aside; else none.

    >>> people_in("- [CVPR20 Oral] Tsinghua University: Zhe Li, et al."), people_in("a fast method, and small")
    (('Zhe Li',), ())
    """
    bare = _BRACKETED.sub("", plain(text)).strip(" -*•·_")
    if len(bare) > 2000 or not bare or "://" in text:
        return ()
    rest = _ORG_PREFIX.sub("", bare, count=1)
    if rest != bare and are_people(rest):
        return named_people(rest)[1]
    return named_people(bare)[1] if are_people(bare) else ()


def is_person(name: str) -> bool:
    """Say whether a text can be the name of one person.

    >>> [is_person(name) for name in ("Jan Kautz", "王小明", "卡尔·弗里斯顿", "源头的软标签", "distillation")]
    [True, True, True, False, False]
    >>> is_person("LIGO Scientific Collaboration")  # many who sign as one
    True
    """
    if _COLLECTIVE.fullmatch(name):
        return True
    if _CJK.match(name):
        return name.count(" ") < 2 and _CJK_NAME.match(name.replace(" ", "")) is not None
    return _is_person(name.split(), name)


def _is_person(words: list[str], name: str) -> bool:
    return (
        0 < len(words) <= 5
        and all(_NAME_WORD.match(word) for word in words)
        and all(not word[0].islower() or word in _PARTICLE or _ELIDED.match(word) for word in words)
        and not (len(words) == 1 and len(name) > 2 and name.isupper() and name.isascii())
        and not any(_THING.search(word) for word in words)
    )
