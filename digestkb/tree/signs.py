"""What a line shows to be: the signs with which items, headings, rules, definitions and tags of HTML are written."""

import re

from digestkb.patterns import lazy

#: What begins a heading in plain text of Japanese and Chinese, ``■2026年1月9日``, which is no longer than this.
HEADS, LONGEST_HEAD = frozenset("■◆▼◇□"), 200
ITEM = re.compile(
    r"(?P<indent>[ \t\u00a0]*)(?P<marker>[-*+•·‣–●▪◦○・]"
    r"|\d{1,4}(?:\.\d{1,3}){0,3}[.)][.)]?(?!\d)|\d{1,3}、|[（(]\d{1,3}[)）]"
    r"|\\?\[\d{1,4}\\?\](?![(\[:]))(?P<gap>[ \t\u00a0]{1,40}|$|(?<=[])）、・])(?=\S))(?P<text>.*)"
)
#: An item of a list of letters, which is as often the initials of an author.
LETTERED = re.compile(r"(?P<indent>[ \t\u00a0]*)(?P<marker>[A-Za-z][.)])(?P<gap>[ \t\u00a0]{1,40})(?P<text>.*)")
#: An item of a tree that is drawn, ``│   ├── NLP``, or a line of it on which only the trunk goes on.
DRAWN = re.compile(
    r"(?P<indent>[ \t\u00a0│┃|]*)(?P<marker>[├└┣┗╰])(?P<gap>[─━╴-]{1,40}[ \t\u00a0]{0,40})(?![┬┴┼┤┐┘─━])(?P<text>.*)"
    r"|[ \t\u00a0│┃]{0,40}[│┃][ \t\u00a0]{0,40}$"
)
BRANCHES = "│┃├└┣┗╰"
#: What an item may begin with, besides a digit.
MARKERS = frozenset("-*+•·‣–●▪◦○・（([\\")
TASK = re.compile(r"\[[ xX/-]\][ \t]+")
DELIMITER = re.compile(r"[|:\- \t]*$")
RULE = re.compile(r"[ \t]*(?:-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,}|_(?:[ \t]*_){2,})[ \t]*$")
DEFINITION = re.compile(r" {0,3}\[(?P<key>\^?[^\[\]]{1,80})\]:[ \t]*(?P<text>\S.*)")
ORG_HEADING = re.compile(r"(\*{1,6})[ \t]+(?P<title>\S.*)$")
HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^>]{0,500}>(?P<title>.*?)</h\1>\s*$", re.IGNORECASE)
DETAILS = re.compile(r"\s*(?:[-*+]\s+)?<details\b[^>]{0,200}>", re.IGNORECASE)
SUMMARY = re.compile(r"\s*<summary\b[^>]{0,200}>(?P<text>.*?)(?:</summary>|$)", re.IGNORECASE)
CELL = re.compile(r"<(?P<tag>t[dh])\b[^>]{0,1000}>(?P<text>.*?)(?=</t[dh]|<t[dh]\b|</tr|$)", re.IGNORECASE | re.DOTALL)
ROWS = lazy(r"\browspan\s{0,9}=\s{0,9}[\"']?(\d{1,3})", re.IGNORECASE)
LIST_TAG = re.compile(r"\s*(?:<[uo]l\b[^>]{0,200}>\s*)?<li\b[^>]{0,200}>", re.IGNORECASE)
LIST_END = re.compile(r"\s{0,40}</li>\s{0,40}(?:</[uo]l>\s{0,40})?$", re.IGNORECASE)
TAGS_ALONE = re.compile(r"\s*(?:</?(?!https?:)[A-Za-z][^<>]{0,2000}>\s*)+$")
#: What Pandoc and Quarto write in the place of a tag around blocks.
FENCED_DIV = re.compile(r":{3,}[ \t]{0,9}(?:\{[^{}]{0,200}\}|[\w.-]{1,40})?:{0,9}")
CALLOUT = re.compile(r"\[!(?P<type>[\w-]+)\][-+]?[ \t]{0,40}(?P<title>.*)")
