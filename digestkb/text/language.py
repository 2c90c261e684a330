"""Tell the language of a short text: by its script first, by its commonest words second."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from digestkb.patterns import lazy

#: Scripts that are written by one language only, or by one far more often than by the others.
_LETTERS_OF = {
    "ko": r"\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e",
    "ru": r"\u0400-\u04ff",
    "el": r"\u0370-\u03ff\u1f00-\u1fff",
    "he": r"\u0590-\u05ff",
    "ar": r"\u0600-\u06ff",
    "hi": r"\u0900-\u097f",
    "th": r"\u0e00-\u0e7f",
}
_SCRIPTS = tuple((code, lazy(f"[{letters}]")) for code, letters in _LETTERS_OF.items())
#: Any of them.
_SCRIPT = lazy(f"[{''.join(_LETTERS_OF.values())}]")
# Runs, whose lengths are summed: there are fewer of them than signs.
_KANA = lazy(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]+")
_HAN = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]+")
_WORD, _ASCII_WORD = lazy(r"[^\W\d_]+"), lazy("[a-z]+")
#: What is the same in every language: addresses, code, numbers of papers.
_NEUTRAL = lazy(r"https?://[!-~]+|`[^`]*`|(?<![!-~])[!-~]+\.[a-z]+/[!-~]*")
#: What every address has.
_ADDRESS = lazy(r"[:.][a-z]*/")
#: Letters that no other language writing in Latin letters has (đ ơ ư are shared with few, and rarely met there).
_VIETNAMESE = lazy(r"[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
#: Letters that are not Latin, in runs: only where there are some the scripts have to be counted, and only in them.
_NOT_LATIN = lazy(r"[\u0370-\u1dff\u1f00-\u1fff\u2c00-\udfff\uf900-\uffff\U00020000-\U000323af]+")
_ASCII = bytes(range(128))
_UKRAINIAN = lazy(r"[іїєґІЇЄҐ]")
_PERSIAN = lazy(r"[پچژگ]")

#: A text of so many letters is a sentence or more; where a sign is a syllable or a word, so many signs are.
_AT_LENGTH, _SENTENCE = 60, 10
#: So many letters of a line tell what it is in.
_TELLING = 400

_COMMON = {
    "en": "the of and to in is for that with on are this we by as from our be an it can which not have at or was these"
    " has more than their also using between into while how its model models learning via towards without under do"
    " does why what when where who you all your so if up out no through based against over new",
    "fr": "le la les des et est une dans pour que qui sur par avec nous pas du au aux cette plus sont ce ces mais leur"
    " de un en ou vers sans entre comme se sa son",
    "de": "der die das und ist nicht mit den von zu ein eine für auf im dem des sich als auch wird werden bei wir sind"
    " in wie über einer durch aus zur zum ohne am man es so",
    "es": "el los las una que por con para del es se lo como más al su sus este esta son pero entre también y de la en"
    " un sobre hacia sin o no",
    "pt": "os uma que não com para do da dos das em no na por se mais como ao são também seu sua foi pelo pela e de um"
    " o as nos nas sobre sem entre",
    "it": "il di che è per una con non del della sono nel le gli si come più anche dei alla questo questa i ed la un"
    " uno delle dello degli nella nei nelle sui sulla lo al da tra verso in",
    "nl": "de het een en van is dat niet met op voor zijn aan er ook wordt worden door bij deze naar maar uit om in hoe"
    " je over zonder tot te of",
    "pl": "się nie na jest że w z do jak oraz przez dla są ale tym po od który które jego być tego i o ze we za nad pod"
    " przy bez to",
    "tr": "ve bir bu için ile olarak da de olan daha çok gibi kadar ne sonra en olduğu ise ancak bunu her nasıl üzerine"
    " olmadan hangi ya",
    "sv": "och att det som en är på av för med den till inte ett om har de vi kan från eller men i hur man utan över"
    " mot små stora",
    "cs": "se na je že pro jako jsou také být které který podle nebo jeho při než i v z s o ale tím ve do jak od bez"
    " nad pod za po ze",
    "id": "yang dan di dengan untuk dari pada ini dalam adalah tidak itu akan oleh atau juga dapat ke sebuah tentang"
    " tanpa bagi secara antara",
    "vi": "và là của các có được không một những cho trong khi với này để theo mô hình ngôn phương pháp hóa tác công"
    " trên tính toán hay quá học chính bằng như thành phân cách nhau nghiên mà đã sang tăng nâng cao năng thông"
    " huấn ảnh",
}
#: How longer words end: in a title there may be no common word.
_ENDS = {
    "en": "ing ning ings ness ly ed ity ized tion tions sion sions ence ences ance ances able ible ful less ship ers er"
    " or ment ments ism ware ive al als ous ical ics ist ists age ure ate ates ize est ions isation ization ant"
    " ent an ar ians ial",
    "fr": "tion tions sion sions ence ences ance ances able ible ment ments ique iques eaux eurs eur euse elle elles"
    " ité és ée ées aire isation age ages ure ant ent ive al aux er ir isme iste istes ier",
    "de": "ung ungen keit heit isch ische ischen ischer lich liche lichen chen iert ieren er en ern em es eit ie ionen",
    "es": "ción ciones sión siones dad dades miento mientos mente aje ando iendo al ales ar er ir tiva tivo tivos ado"
    " ada ados adas encia encias ancia ico ica icos icas or able ible ismo ista ura idad",
    "pt": "ção ções são sões dade dades mento mentos mente agem agens ando endo al ais ar er ir tivo tiva ado ada ados"
    " adas ência ências ância ico ica icos icas ável ível ismo ista ura",
    "it": "zione zioni sione sioni mento menti tà aggio ale ali ico ica iche ici enza enze anza ivo iva ivi ive ella"
    " elle ibile abile are ere ire ato ata ati ate ura ismo ista isti mente",
    "nl": "heid lijk lijke atie aties eren end ende ische ing ingen teit en er isch baar",
    "pl": "nie nia niem cja cji cje owe owy owa owych owej ych ość ości ów owania anie ania sci ach ami",
    "tr": "lar ler ları leri ların lerin nın nin ası esi lama leme mak mek dır dir ığı iği unda inde ilir nır nir ması",
    "sv": "ning ningar ningen ering eringar het heten iska isk tion tioner arna erna ande ende ligt lig else en er ar",
    "cs": "ní ních ného ých ové ová ový ách osti ost ání ení ční tví ými ují uje vat atu nky",
    "id": "kan annya nya asi isme itas an",
}
_VOTES: dict[str, tuple[tuple[str, float], ...]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        # A short word says little of the language: "de", "en" and "la" are in five of them, single letters in formulas.
        if len(_word) > 1:
            _VOTES[_word] = (*_VOTES.get(_word, ()), (_language, 0.5 if len(_word) < 3 else 1.0))
_ENDING: dict[str, tuple[str, ...]] = {}
for _language, _ends in _ENDS.items():
    for _end in _ends.split():
        _ENDING[_end] = (*_ENDING.get(_end, ()), _language)
#: What each letter of a word's ending says.
_OF_ENDING = 0.15
#: What an ending says for each language, with the shorter ones within it that speak for others; and the lengths of the
#: endings that have the same two last letters, the longest first.
_SAYS: dict[str, tuple[tuple[str, float], ...]] = {}
_LENGTHS: dict[str, tuple[int, ...]] = {}
for _end in sorted(_ENDING, key=len):
    _within = dict(next((_SAYS[_end[at:]] for at in range(1, len(_end)) if _end[at:] in _SAYS), ()))
    _SAYS[_end] = tuple((_within | dict.fromkeys(_ENDING[_end], len(_end) * _OF_ENDING)).items())
    _LENGTHS[_end[-2:]] = tuple(dict.fromkeys((len(_end), *_LENGTHS.get(_end[-2:], ()))))
#: So many votes decide at a glance; fewer may be names, prefixes, or words that several languages have.
_CLEAR, _CLEAR_ENGLISH = 3.0, 2.0
#: So many votes are heard at all, and more in a longer text: a word in so many is in every sentence of its language.
_HEARD, _ONE_IN = 0.9, 8
#: Letters that speak for a language when its common words are few.
_LETTERS = {
    "de": "ßäöü",
    "pt": "ãõçáéíóúâêàô",
    "es": "ñ¿¡áéíóú",
    "tr": "ğışİöüç",
    "pl": "ąęłńśźżćó",
    "cs": "ěřůáéíýčšžú",
    "sv": "åøäö",
    "fr": "çèœêùéàâîôë",
    "it": "àèéìòù",
    "nl": "ëï",
}
_OF_LETTERS: dict[str, tuple[str, ...]] = {}
for _language, _letters in _LETTERS.items():
    for _letter in _letters:
        _OF_LETTERS[_letter] = (*_OF_LETTERS.get(_letter, ()), _language)
_LETTER, _OF_LETTER = lazy("[" + "".join(_OF_LETTERS) + "]"), 0.4
#: A word as it stands that is no name and no part of another one.
_COMMON_WORD = lazy(r"(?:(?<![\w'’-])|(?<=\b[dl]['’]))[^\W\d_A-Z]+(?![\w-])")
_FIRST_WORD = lazy(r"\W*([^\W\d_]+)(?![\w-])")


def detect_language(text: str) -> str:
    """Give the language of a text as an ISO 639-1 code, or ``"und"`` where nothing tells.

    Chinese notes are full of English names, so a few Chinese characters outweigh many Latin words; a foreign name in
    an English sentence does not change it. Addresses and code say nothing. Looks at the first 2,000 characters.

    >>> detect_language("GaLore giúp huấn luyện mô hình lớn trên một card đồ họa")
    'vi'
    >>> detect_language("用 RL 训练的小模型，效果更好")
    'zh'
    >>> detect_language("We propose a new attention"), detect_language("日本語のモデル"), detect_language("2601.05242")
    ('en', 'ja', 'und')
    """
    return _detect(text[:2000], is_latin=False)


def _detect(text: str, *, is_latin: bool) -> str:
    """Tell the language of a text, which ``is_latin`` if it is known to have no letters but Latin ones."""
    ascii_only = text.isascii()
    if "`" in text or ("/" in text and _ADDRESS.search(text)):
        text = _NEUTRAL.sub(" ", text)
    if not ascii_only:
        foreign = "" if is_latin else _foreign(text)
        if foreign:
            return _by_script(text, foreign)
        # One Vietnamese letter in every eighth word is more than any other language has.
        enough = -(-text.count(" ") // 8) + 1
        if _VIETNAMESE.subn("", text, enough)[1] == enough:
            return "vi"
    return _latin((_ASCII_WORD if ascii_only else _WORD).findall(text.lower()), text)


def languages_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the languages in which texts have a line or a sentence, in their order.

    A few words of another language, such as a name or a term in brackets, are not enough. Of a script that no other
    language has, a sentence among others tells.

    >>> languages_of(["A wire gets warm, the more so the thinner it is, as we knew.\\n銅線は細いほど熱くなる。"])
    ('en', 'ja')
    """
    found: dict[str, None] = {}
    for text in texts:
        if not (text.isascii() and "en" in found):
            for language in _in_lines(text[:2000]):
                found[language] = None
    return tuple(found)


@lru_cache(maxsize=1024)  # what a note says is asked for its papers, and for the note
def _in_lines(text: str) -> tuple[str, ...]:
    if text.isascii():
        language = detect_language(text[:_TELLING]) if len(text) >= _AT_LENGTH else "und"
        return (language,) if language != "und" else ()
    found: dict[str, None] = {}
    foreign = _foreign(text)
    for line in text.split("\n"):
        if len(line) >= _AT_LENGTH and not (line.isascii() and "en" in found):
            found.setdefault(_detect(line[:_TELLING], is_latin=not foreign))
    if foreign:
        found.update(dict.fromkeys(_scripts_at_length(foreign)))
    found.pop("und", None)
    return tuple(found)


def _foreign(text: str) -> str:
    """Give the letters of a text that are not Latin."""
    return "".join(_NOT_LATIN.findall(_beyond_ascii(text)))


def _beyond_ascii(text: str) -> str:
    """Give the characters of a text that are not ASCII: most text is, and bytes are left out faster than searched."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _scripts_at_length(foreign: str) -> Iterator[str]:
    """Yield the languages whose own scripts a text has a sentence of, by its letters that are not Latin."""
    han, kana = _han_and_kana(foreign)
    if han + kana >= _SENTENCE:
        yield "ja" if kana * 10 >= han else "zh"
    for code, script in _SCRIPTS if _SCRIPT.search(foreign) else ():
        if _signs(script, foreign) >= (_SENTENCE if code == "ko" else _AT_LENGTH):
            yield _refined(code, foreign)


def _by_script(text: str, foreign: str) -> str:
    """The language of a text with other letters than Latin ones, by how many it has of each script."""
    han, kana = _han_and_kana(foreign)
    # A word takes a letter and a blank: there are too few of them left to outweigh so many characters.
    if kana < 2 and han * 7 > len(text):
        return "zh"
    words = _WORD.findall(text.lower())
    latin = len([word for word in words if word[0] < "\u0250" or "\u1e00" <= word[0] <= "\u1eff"])
    if kana * 10 >= han and (kana + han) * 3 >= latin and kana >= 2:
        return "ja"
    if han * 3 >= latin and han:
        return "zh"
    for code, script in _SCRIPTS if _SCRIPT.search(foreign) else ():
        count = _signs(script, foreign)
        if count >= 2 and count >= latin:
            return _refined(code, foreign)
    return _latin(words, text)


def _han_and_kana(foreign: str) -> tuple[int, int]:
    """Count the ideographs and the kana of a text; where there are ideographs, little else is left to be looked at."""
    rest = _HAN.sub("", foreign)
    return len(foreign) - len(rest), _signs(_KANA, rest)


def _signs(script: re.Pattern[str], text: str) -> int:
    """Count the signs of a script."""
    return sum(map(len, script.findall(text)))


def _refined(code: str, text: str) -> str:
    """The code of a script's main language, or that of another one which some letters give away."""
    if code == "ru" and _UKRAINIAN.search(text):
        return "uk"
    if code == "ar" and _PERSIAN.search(text):
        return "fa"
    return code


def _latin(words: list[str], text: str) -> str:
    """The language of words in Latin letters."""
    ascii_only = text.isascii()
    marked = 0 if ascii_only else len([word for word in words if not word.isascii() and _VIETNAMESE.search(word)])
    if marked and marked * 8 >= len(words):
        return "vi"
    votes = _by_words(words)
    votes["vi"] += marked * 2
    best = max(votes, key=votes.__getitem__)
    if votes[best] < (_CLEAR_ENGLISH if best == "en" else _CLEAR):
        best = _closely(text, words, marked * 2)
    return best or _nameless(words)


def _by_words(words: Iterable[str]) -> dict[str, float]:
    """Count what common words say for each language; of equals English comes first."""
    votes = dict.fromkeys(_COMMON, 0.0)
    for word in filter(_VOTES.__contains__, words):
        for language, weight in _VOTES[word]:
            votes[language] += weight
    return votes


def _closely(text: str, words: Sequence[str], vietnamese: float) -> str:
    """Tell the language of a text with few common words also by how words end and by letters; nothing if none does.

    A name is no common word (*Yang*, *Van Gogh*), nor is a part of another word (*non-negative*).
    """
    common = _COMMON_WORD.findall(text.lower() if text.isupper() else text)
    votes = dict.fromkeys(_COMMON, 0.0) | {"vi": vietnamese}
    heard = dict.fromkeys(_COMMON, 0)
    for voices in _voices(common, words, text.isascii()):
        for language, weight in voices:
            votes[language] += weight
            heard[language] += 1
    for language, weight in _begun(text, common):
        votes[language] += min(weight, votes[language])
    best = max(votes, key=votes.__getitem__)
    if best == "en" or not text.isascii():
        return best if votes[best] else ""
    # One word is a chance hit where nothing bears it out, and so are few among many.
    return best if heard[best] > 1 and votes[best] >= max(_HEARD, len(words) / _ONE_IN) else ""


def _voices(common: Sequence[str], words: Sequence[str], is_ascii: bool) -> Iterator[Iterable[tuple[str, float]]]:
    """Yield what each common word, end of a word, and letter says for languages."""
    yield from filter(None, map(_VOTES.get, common))
    yield from filter(None, map(_ended, words))
    for letter in () if is_ascii else _LETTER.findall(" ".join(common)):
        yield ((language, _OF_LETTER) for language in _OF_LETTERS[letter])


def _begun(text: str, common: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Say what the first word says: it has a capital, as a name has, and only bears out what the others say."""
    first = _FIRST_WORD.match(text)
    return _VOTES.get(first[1].lower(), ()) if first and first[1] not in common else ()


@lru_cache(maxsize=4096)
def _ended(word: str) -> tuple[tuple[str, float], ...]:
    """Say what the end of a long word says for each language: the more, the longer it is."""
    for size in _LENGTHS.get(word[-2:], ()):
        if len(word) > size + 1 and word[-size:] in _SAYS:
            return _SAYS[word[-size:]]
    return ()


def _nameless(words: list[str]) -> str:
    """The language of words without one common word among them: English, the tongue of titles, if there are enough."""
    return "en" if sum(len(word) > 2 for word in words) >= 2 else "und"
