"""What decoding and repair weigh with: margins, penalties and thresholds, each with its reason.

Bits are those of :mod:`digestkb.text.script_model` where nothing else is said; they can be added to and compared with
what a text costs. What only bounds work (bytes that are looked at, lines that are tried) stands where the work is done.
"""

from __future__ import annotations

from typing import Final

# --- what a text costs by its characters alone, in bits (`script_model`): beside what a character costs and a turn from
# one kind to another, which are the tables of that model ---

#: A blank between words; a letter of a script with letters of its own behind anything but a blank or a mark.
BLANK: Final = 3.0
INSIDE_ANOTHER: Final = 8.0
#: What hardly any text has: a letter of another script beside an accented one, or a mark that fits no letter – more
#: than a letter takes, so that whole sequences do not outweigh it –, and a letter by itself of a script that has hardly
#: words so short.
BESIDE_ACCENT: Final = 24.0
LETTER_ALONE: Final = 8.0
#: An ideograph is common that costs no more: those of the first level of the standard of the mainland, and syllables.
COMMON_IDEOGRAPH: Final = 9.0

# --- whether ideographs and syllables are words (`han`, `vietnamese`), by the language models ---

#: Bits of an ideograph that the model has not, and the mean from which on ideographs are none that go together. Of runs
#: in simplified Chinese 98 % take 4.6 to 9.1 bits each, of ideographs in any order 15.6 to 20.9; traditional ones reach
#: from 5.9 to 19.8, half of them below 11.4.
UNKNOWN_IDEOGRAPH: Final = 24
USUAL_IDEOGRAPHS: Final = 12
#: The same by the model of Traditional Chinese: of five and more 98 % take no more in catalogues of Taiwan, of two to
#: four 85 %, and none of what Big5 makes of other encodings.
FEWEST_TRADITIONAL: Final = 2
USUAL_TRADITIONAL: Final = 11
#: So many ideographs are surely Traditional Chinese that take at most so many bits each, whatever signs of damage they
#: have: in catalogues of Taiwan and Hong Kong four in five of the lines with such signs take no more, and one in 27,000
#: of those that were UTF-8 and were read in an encoding of two bytes.
FEWEST_SURELY_TRADITIONAL: Final = 3
SURELY_TRADITIONAL: Final = 9
#: Of the model's words, which are in the order of their frequency, the rarer ones may be misspellings.
COMMON_SYLLABLES: Final = 5000
#: So many different syllables are no chance: there may be names and English among them, three in four are enough.
MANY_SYLLABLES: Final = 12
MANY_ARE_SYLLABLES: Final = 0.75
#: Of fewer, and where words in ASCII do not speak against it, nine in ten have to be syllables.
FEW_ARE_SYLLABLES: Final = 0.9
#: And half of all words, those in ASCII too.
MOSTLY_SYLLABLES: Final = 0.5
#: The part of the marked words by which there must be more syllables than in the text as it stands.
MORE_SYLLABLES: Final = 0.34

# --- what a proposal must be better by than the line as it stands, in bits (`proposals`) ---

#: A reading of a line by itself: a little more than an accented letter takes, so that one letter proves nothing.
MARGIN: Final = 8.0
#: On top of that where one sequence is all that a line has, or a part of it is read.
ALONE: Final = 3.0
#: Less where that sequence is a word of its own, as letters in an odd order seldom are by chance.
OWN_WORD: Final = -3.0
#: In place of all that in a file which its other lines prove to be damaged: only what ties stays as it is.
DAMAGED: Final = 2.0
#: Unless the model of its language needs so many bits less for it than for the line: one letter in sixteen by chance.
TELLING: Final = 4.0
#: Proposals that are no more bits apart are as good as each other: about what a mark on a letter takes.
TIE: Final = 3.0
#: On top for each byte that is put back, as whatever fits better is put back.
LOST_BYTE: Final = 6.0
#: On top for each letter beyond ASCII that is in no sequence: in a line of several, in one that has but one.
STRAY: Final = 2.0
STRAY_ALONE: Final = 3.0
#: In a file that has more bytes of no sequence than sequences, a line is damaged that has fewer than one in so many:
#: UTF-8 with intact signs beside it has one in four at most, other encodings and letters by chance two for each.
STRAYS_BY_CHANCE: Final = 4
#: Less for each character that was read as Latin-1 and is a letter of another script, as pairs of letters have told.
LETTER_OF_SCRIPT: Final = 1.0
#: Characters of a run in which no ASCII is looked for.
FEW_IDEOGRAPHS: Final = 4

# --- what a file's damage looks like (`evidence`, `sequences`, `scripts`, `repair`) ---

#: The part of a text that one channel may explain beyond another by chance.
SHARE_BY_CHANCE: Final = 0.02
#: The part of the bytes that are in whole sequences, from which on the others are what is left of more.
HALF_WHOLE: Final = 0.5
#: Sequences that show which bytes are missing among them.
MANY_SEQUENCES: Final = 40
#: One sequence in so many at least is broken where bytes fell out.
BROKEN_SHARE: Final = 50
#: Quotation marks or blanks after broken sequences that show how they came about.
FEWEST_BROKEN: Final = 3
#: Whole sequences, or lines in one legacy encoding, from which on a file is known to be damaged.
PROVEN: Final = 4
#: One line in so many at least has a sign of damage in a file that is all in a legacy encoding.
SUSPECT_SHARE: Final = 5
#: Letters of one language to each of another, from which on text is in the one.
MOSTLY_ONE: Final = 10
#: Letters for bytes, as vocabularies have them, from which on a text is one.
FEWEST_BYTE_LETTERS: Final = 4
#: Sequences from which on a line is known to be damaged.
FEWEST_IN_DAMAGE: Final = 6
#: The same, as a part of all bytes beyond ASCII, from which on no other channel is looked at.
NEARLY_ALL: Final = 0.8

# --- the search for what fell out, in bits of the language models (`beam`, `lattice`, `lossy`, `letters`) ---

#: Readings are dropped that are so much behind the best so far: syllables and ideographs, of which the next one tells
#: whether a reading goes on; letters, of which four that follow may all be needed to know a word.
BEHIND: Final = 12
BEHIND_IN_LETTERS: Final = 30
#: What is so much behind the best makes that one no less sure: with no other so near 99.98 % were right.
NO_RIVAL: Final = 16
#: A character is thought of that costs no more by itself (`script_model`): rare letters take 15.5, signs 13 at most.
THOUGHT_OF: Final = 15.0
#: A mark that stands where a byte was and is itself after all: at the end of a word, and inside one.
KEPT: Final = 4
KEPT_INSIDE: Final = 12
#: Another mark where a quotation begins or ends: more than what stands beside it tells.
OUT_OF_PLACE: Final = 12
#: A letter of another script in a word with Latin ones, or alone.
FOREIGN_LETTER: Final = 24
#: What may be a lead byte is intact: beside intact letters, in a word of Vietnamese or a letter, outside words.
INTACT_BESIDE_INTACT: Final = 6
INTACT: Final = 30
INTACT_OUTSIDE: Final = 40
#: A character that the model of letters has never seen, on top of what it costs by itself.
NEVER_SEEN: Final = 14

# --- entries of the ledger (`changes`) ---

#: How likely one of two is right that are as good as each other.
GUESS: Final = 0.5
#: Changes with no more characters than this between them are one entry.
STRETCH: Final = 24
#: Changes are one entry while all of them are right as likely as this.
SURE_TOGETHER: Final = 0.93
#: What is less likely right is in doubt, whatever it was read by; the models have bounds of their own.
SURE: Final = 0.8
#: More bits than any two readings are apart that are both thought of.
BEYOND_DOUBT: Final = 99.0

# --- the encoding of bytes (`detect`, `decode`) ---

#: Bits that a byte beyond ASCII weighs for each doubling of what chardet thinks of an encoding, and what is added to
#: that, since its smallest figures say nothing; both chosen on pieces of thirty bytes and more.
VOTE: Final = 6.0
VOTE_SMOOTHING: Final = 0.02
#: What is thought of by less than this part of the best is not weighed at all.
HOPELESS: Final = 1 / 32
#: Characters at least to each byte that fits nothing, where an encoding of East Asia is thought of all the same.
SOUND: Final = 20
#: Bits a character that ideographs cost which do not go together: those of Chinese, those of Japanese and Korean.
UNREADABLE: Final = 7.0
UNREADABLE_HAN: Final = 4.0
#: Bits that a byte costs which fits nothing, on top of its mark: about a letter that nobody writes.
FAULT: Final = 16.0
#: Letters of four bytes from which on a text is GB18030: two digits between bytes stand so by chance once.
FEWEST_OF_FOUR: Final = 3
#: Bits that a letter of another script costs next to a Latin one, and one of East Asia without another beside it.
MIXED_WORD: Final = 12.0
LONELY: Final = 16.0
#: And a sign or a capital within a word: more than chardet's vote for Windows-1252 weighs in most languages.
NO_WORD: Final = 24.0
#: Bytes beyond ASCII that tell the encoding of a file that shows no fault by itself.
ENOUGH: Final = 20
#: Bits between the two likeliest encodings, below which the choice is in doubt: of short texts so near a choice
#: every fourth is wrong (benchmarks/encodings.py).
CLOSE_ENCODINGS: Final = 8.0
#: And below which each letter, as in a long text bits add up of a few letters in which the two differ: code pages that
#: make the same of all else are less than this apart.
CLOSE_A_LETTER: Final = 0.05
#: Bits that a line must be more natural in another encoding than in that of its file.
CHANCE: Final = 12.0
#: So many times the bits of the likeliest encoding must a line have in that of its file to be in the other one.
RATHER_USUAL: Final = 1.1
#: Bits a character from which on what 16 or 32 bits make is no text: rare letters take 15.5, controls 24.
NO_TEXT: Final = 14

# --- one encoding of one byte read as another (`misread`, `legacy`) ---

#: Bits a letter by which a reading must be better, in letters of another script and in Latin ones: on pieces of 200
#: bytes and more nearly all that were in those gain more, and what was Western gains 1.3 at most.
OTHER_SCRIPT: Final = 7.0
OTHER_LATIN: Final = 3.0
#: The same by the model of Latin letters, for each letter that changes, and for a line: of lines of Polish, Czech and
#: Turkish nine in ten gain twice as much, and none of catalogues in thirty other languages that have the sign.
OTHER_LATIN_LETTER: Final = 12.0
OTHER_LATIN_LINE: Final = 18.0
#: Letters that tell by themselves.
FEWEST_LETTERS: Final = 12
#: Letters of a word or two that tell what script they are in, and the bits a character that its model needs for them at
#: most: words need 2 to 6, letters in any order 8 and more. Of five or six letters only common words are believed.
FEWEST_IN_WORDS: Final = 5
WORDS_ALONE: Final = 4.5
WORDS_AT_LENGTH: Final = 6.0
#: From so many bits a letter on nothing is words; rare languages of a script, and capitals, need 6 to 8.
NO_WORDS: Final = 9.0
#: Words of Hungarian that tell it: with one, a name in another language would be changed.
FEWEST_WORDS: Final = 2
#: The part of the letters that are left of UTF-8, from which on that is what they are.
MOSTLY_REMNANTS: Final = 0.85
#: No more of what is beyond ASCII are drawn lines and signs in a text than this part.
MOST_SIGNS: Final = 0.15
#: Fewer than one letter in so many is a capital after a small one: else letters stand in a row.
ODD_CAPITALS: Final = 12
#: So many bytes in their order are no text.
TABLE: Final = 6
#: No model knows Korean: any four capitals of Latin-1 make two syllables, so that it takes three.
FEWEST_SYLLABLES: Final = 3
