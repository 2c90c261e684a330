"""The title of a number, from its place: link, list item, table row, citation, the line above."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.readers.citation import are_authors, citation, written_out
from digestkb.readers.naming import name_beside
from digestkb.readers.places import Place
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import (
    LABEL,
    clean_title,
    is_label,
    is_name,
    is_venue,
    lead_name,
    quoted_title,
    reads_as_title,
)
from digestkb.readers.view import WINDOW, Hit, NoteView, around_number, hits_between, starts_with_number
from digestkb.records import TitleSource

_AROUND = 160


_DESCRIPTION = " \t)）】]>,，:：;；.-–—|*"


@dataclass(frozen=True, slots=True)
class Title:
    """A title or none, where it stands, other names, and what the place says behind it."""

    title: str | None = None
    source: TitleSource | None = None
    names: tuple[str, ...] = ()
    text: str = ""
    #: The position of the item above that the title was taken from.
    above: int | None = None
    authors: tuple[str, ...] = ()


def title_of(note: NoteView, position: int, place: Place, hit: Hit, *, alone: bool) -> Title:
    if place.kind == "row":
        return _title_in_row(place, hit)
    if place.kind == "html" and "<td" in place.text.lower():
        return _title_in_row(replace(place, cells=_html_cells(place.text), header=()), hit)
    text = place.text
    if len(text) > WINDOW:
        # One line of a megabyte: what stands near the number is all that can be meant.
        text = note.lines[hit.line - 1][max(0, hit.found.start - _AROUND) : hit.found.end + _AROUND]
        return title_in(replace(place, kind="paragraph"), hit, text, alone=False)
    own = alone or (place.kind == "paragraph" and (starts_with_number(text) or opens_with_title(text)))
    title = title_in(place, hit, text, alone=own)
    if title.title or title.names:
        return title
    return replace(_title_around(note, position, place, hit, alone=alone), text=title.text)


def title_in_line(note: NoteView, hit: Hit) -> Title:
    line = note.lines[hit.line - 1]
    if len(line) > WINDOW:
        return Title()
    link = _link_at(line, hit)
    if link and not is_label(link.label) and clean_title(link.label):
        return Title(clean_title(link.label), TitleSource.LINK)
    return Title()


def _link_at(text: str, hit: Hit) -> FoundLink | None:
    for link in links_in(text):
        if hit.number in text[link.start : link.end]:
            return link
    return None


def title_in(place: Place, hit: Hit, text: str, *, alone: bool = True) -> Title:
    """Find the title of a number within its own item, heading or line; in running text only a link or a name is one."""
    found = next((f for f in numbers_in(text) if f.id.number == hit.number), None)
    if found is None:
        return Title()
    links = list(links_in(text))
    link = next((one for one in links if one.start <= found.start < one.end), None)
    start, end = (link.start, link.end) if link else (found.start, found.end)
    behind = _description(text[end:].split("\n", 1)[0])
    before = text[:start]
    if link and not is_label(link.label):
        label = clean_title(link.label)
        if label:
            leads = place.kind == "item" and len(before) < 80 and all(one.image for one in links if one.end <= start)
            lead = clean_title(before) if leads else ""
            names = (lead,) if lead and _is_plain_name(lead) else ()
            return Title(label, TitleSource.LINK, names, behind)
    earlier = next((one for one in links if one.end <= start and not one.image and not is_label(one.label)), None)
    if earlier and place.kind == "item" and is_label(_strip_links(text[earlier.end : start])):
        return Title(clean_title(earlier.label) or None, TitleSource.LINK, (), behind)
    # What stands between two numbers is no title of the second one, unless it is marked as such.
    if (place.kind in ("item", "heading") or alone) and not numbers_in(before):
        written = _before_number(before, place.kind)
        if written:
            return replace(written, text=behind)
        written = _behind_number(text, end, before)
        if written:
            return written
    adjoining = adjoining_title(before) if len(text) <= WINDOW else None
    if adjoining:
        return Title(adjoining, TitleSource.LIST, (), behind)
    beside = name_beside(text, found)
    return Title(None, None, (beside,) if beside else (), behind)


def opens_with_title(text: str) -> bool:
    """Say whether a paragraph is an entry for one paper: a title in bold type, then its address among other links."""
    match = BOLD_START.match(text)
    if match is None or is_label(match["name"]) or len({found.id.number for found in numbers_in(text)}) != 1:
        return False
    links = [link for link in links_in(text) if not link.image]
    labelled = all(is_label(link.label) or link.start < match.end() for link in links)
    return labelled and len(match["name"].split()) > 1 and not re.search(r"[.。!?]\s", match["name"])


def _goes_on(name: str, text: str) -> bool:
    """Say whether a title begins with a name in bold type and goes on behind the colon: ``**LoRA**: Low-Rank …``."""
    behind = text.partition(name)[2].lstrip("*_ )）")
    title = clean_title(re.split(r"[.。,，]\s", behind, maxsplit=1)[0])
    if behind[:1] in (":", "："):
        return len(name.split()) < 3 and len(title.split()) > 2 and reads_as_title(f"{name}: {title}")
    return behind.startswith(name)


BOLD_START = re.compile(r"\W{0,4}(?:\[[^\]]{0,20}\]\s*)?(?:\*\*|__)(?P<name>[^*]{2,300}?)[:：.]?(?:\*\*|__)")


def adjoining_title(before: str) -> str | None:
    """Give the title in title marks, quotes or emphasis that a number stands directly behind in running text."""
    match = _MARKED.search(before[-400:])
    if match is None:
        return None
    title = clean_title(match["marked"] or match["quoted"] or match["stressed"])
    if not title or is_label(title) or (not match["marked"] and not reads_as_title(title)):
        return None
    return title


_MARKED = re.compile(
    r"(?:《(?P<marked>[^《》]{2,300})》|[“\"「『](?P<quoted>[^“”\"「」『』]{8,300})[”\"」』]"
    r"|(?<![*_])(?P<mark>\*{1,3}|_{1,3})(?P<stressed>[^*_\s][^*_]{8,300}?)(?P=mark))"
    r"[\s,，.:：]*[(（\[【<]*\s*(?:(?:arxiv|preprint|论文|链接|paper|link|pdf|url|see)[\s:：]*)*$",
    re.IGNORECASE,
)


#: A label before a link is no longer than this.
_NEAR = 60


def _description(text: str) -> str:
    """Take closing brackets, punctuation and labelled links from the front of what stands behind a number."""
    while True:
        text = re.sub(r"^\s*\[[\w-]{2,10}\.[\w-]{2,3}\](?=\W|$)", "", text.lstrip(_DESCRIPTION)).lstrip(_DESCRIPTION)
        near = text[:_NEAR]
        link = next(iter(links_in(text[:600])), None) if "[" in near or "<" in near or "://" in near else None
        if link is None or link.image or not is_label(link.label) or not is_label(text[: link.start]):
            break
        text = text[link.end :]
    return "" if re.fullmatch(r"\W*(?:(?:19|20)\d\d)?\W*", text) else text


def _strip_links(text: str) -> str:
    for link in reversed(links_in(text)):
        text = text[: link.start] + " " + link.label + " " + text[link.end :]
    return text.strip(" ()[]|,;:·-–—/*_")


def _is_plain_name(text: str) -> bool:
    words = text.split()
    return 1 < len(text) <= 40 and len(words) <= 4 and any(is_name(word) for word in words) and not is_venue(text)


def _before_number(before: str, kind: str) -> Title | None:
    """Read the title in front of a number: in quotes, in bold, or all that stands there."""
    bare = _strip_trailing_labels(before)
    if not bare:
        return None
    quoted = quoted_title(bare)
    if quoted:
        return Title(quoted, TitleSource.LIST)
    bold = BOLD_START.match(bare)
    if bold and not is_label(bold["name"]) and not is_venue(bold["name"]) and not _goes_on(bold["name"], bare):
        return Title(clean_title(bold["name"]) or None, TitleSource.LIST)
    label = LABEL.match(bare)
    if label and is_label(label["label"]) and label.end() < len(bare):
        bare = bare[label.end() :]
    cited = citation(bare)
    if cited:
        return Title(cited.title, TitleSource.LIST, authors=cited.authors)
    title = clean_title(bare)
    if not title or is_label(title) or (kind == "paragraph" and not reads_as_title(title)):
        return None
    title = re.sub(r"(?<=[a-z\d)])\.$", "", title)
    if (
        len(title) <= 250
        and not re.search(r"[。；！，]|[.!]\s", title)
        and (kind != "item" or len(title.split()) <= 30)
    ):
        return Title(title, TitleSource.LIST)
    name = lead_name(title)
    return Title(name, TitleSource.LEAD) if name else None


def _strip_trailing_labels(before: str) -> str:
    """Take off links and labels between a title and its number: ``Title. [[PDF]](…) [[Code]](…) arXiv:``."""
    text = before
    for link in reversed(links_in(before)):
        if link.image or is_label(link.label):
            text = text[: link.start] + " " + text[link.end :]
    text = _HTML_TAG.sub(" ", text).rstrip(" ([（【{<|:：,;·-–—/")
    while True:
        match = _TRAILING_LABEL.search(text)
        if not match:
            return text.rstrip(" ([（【{<|:：,;·-–—/")
        text = text[: match.start()]


_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
#: ``arXiv`` in any case, other labels only where punctuation sets them apart: a title may end with "paper".
_TRAILING_LABEL = re.compile(
    r"[\s(\[（|,;:：.·-]+(?:arxiv(?: preprint)?|preprint|available at|see)[\s.:：\])）]*$"
    r"|[(\[（|,;:：·—–][\s*_]*(?:pdf|paper|abs|link|url|code|html|project|论文|链接)[\s*_]*[\])）:：]?[\s.]*$"
    r"|\s(?:pdf|paper|link|url|论文|链接)[:：]$",
    re.IGNORECASE,
)


def _behind_number(text: str, end: int, before: str) -> Title | None:
    """Read the title behind a number: ``2403.03507 | GaLore: …``, ``2403.03507 GaLore - …``."""
    if before.strip() and not is_label(before):
        return None
    rest = text[end:].split("\n", 1)[0]
    links = list(links_in(rest))
    named = next((link for link in links if not link.image and not is_label(link.label)), None)
    rest = rest[: links[0].start] if links else rest
    bare = rest.lstrip(_DESCRIPTION + "v0123456789" if re.match(r"v\d", rest) else _DESCRIPTION)
    if not bare.strip():
        return Title(clean_title(named.label), TitleSource.LINK) if named and clean_title(named.label) else None
    quoted = quoted_title(bare) if bare[:1] in '《「"“' else None
    if quoted:
        return Title(quoted, TitleSource.LIST, (), bare)
    for separator in (" | ", " — ", " – ", " - ", "\t"):
        head, found, tail = bare.partition(separator)
        if found and 2 < len(head) <= 200 and not is_label(head):
            return Title(clean_title(head) or None, TitleSource.LIST, (), tail)
    whole = clean_title(bare)
    if whole and len(whole) <= 200 and not re.search(r"[。；！？，]|[.!?]\s", whole) and reads_as_title(whole):
        return Title(whole, TitleSource.LIST)
    cited = citation(bare)
    if cited:
        return Title(cited.title, TitleSource.LIST, (), bare, authors=cited.authors)
    name = lead_name(bare)
    return Title(name, TitleSource.LEAD, (), bare) if name else None


def _title_in_row(place: Place, hit: Hit) -> Title:
    """Find the title in a table's row: by the header, by the link, by shape: the longest cell of words."""
    at = next((n for n, cell in enumerate(place.cells) if hit.number in cell), -1)
    rest = " | ".join(cell for n, cell in enumerate(place.cells) if n != at and cell)
    for n, name in enumerate(place.header):
        if n < len(place.cells) and _TITLE_COLUMN.search(plain(name)):
            title = _cell_title(place.cells[n])
            if title:
                return Title(title, TitleSource.TABLE, (), rest)
    if at >= 0:
        link = _link_at(place.cells[at], hit)
        if link and not is_label(link.label):
            return Title(clean_title(link.label) or None, TitleSource.LINK, (), rest)
        own = _cell_title(place.cells[at])
        if own and len(own.split()) <= 40:
            return Title(own, TitleSource.TABLE, (), rest)
    for name_column in (_NAME_COLUMN,):
        for n, name in enumerate(place.header):
            if n < len(place.cells) and name_column.search(plain(name)) and _cell_title(place.cells[n]):
                return Title(_cell_title(place.cells[n]), TitleSource.TABLE, (), rest)
    best = _by_shape(place, at)
    return Title(best or None, TitleSource.TABLE if best else None, (), rest)


_TITLE_COLUMN = re.compile(
    r"\b(?:title|paper(?: title| name)?|publication|article|tiêu đề|bài báo|tên bài)\b"
    r"|标题|题目|论文(?!链接|地址)|論文|タイトル|제목|논문",
    re.IGNORECASE,
)


_NAME_COLUMN = re.compile(
    r"\b(?:name|method|model|work|tên|mô hình|phương pháp)\b|名称|方法|模型|手法|이름|모델", re.IGNORECASE
)


_NO_TITLE_COLUMN = re.compile(
    r"author|venue|date|year|note|comment|summary|abstract|tl;?dr|description|keyword|tags?$|作者|会议|日期|备注|摘要|描述|简介"
    r"|tác giả|ngày|ghi chú|tóm tắt|mô tả|著者|要約|メモ|저자|요약",
    re.IGNORECASE,
)


def _cell_title(cell: str) -> str:
    parts = re.split(r"<br\s*/?>", cell) if "<br" in cell else [cell]
    titles = [title for part in parts if not are_authors(part) and _can_be_title(title := clean_title(part))]
    return max(titles, key=len, default="")


def _can_be_title(title: str) -> bool:
    return not is_label(title) and re.search(r"[^\W\d_]{2}", title) is not None


def _by_shape(place: Place, at: int) -> str:
    best = ""
    for n, cell in enumerate(place.cells):
        head = place.header[n] if n < len(place.header) else ""
        title = _cell_title(cell) if n != at and not _NO_TITLE_COLUMN.search(head) else ""
        # A sentence is a comment, a list with many commas is the authors.
        if (
            title
            and title.count(",") < 3
            and not re.search(r"[.。!?！？]$|[。；]", title)
            and len(best) < len(title) <= 250
        ):
            best = title
    return best


def _html_cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)(?=</t[dh]|<t[dh]|</tr|$)", text, re.I | re.S))


def _title_around(note: NoteView, position: int, place: Place, hit: Hit, *, alone: bool) -> Title:
    """Find the title of a lone address outside its place: in the item it hangs below, or on the line above."""
    if len(place.text) > WINDOW or not around_number(place.text, hit.number)[0]:
        return Title()
    if place.parent is not None:
        parent = note.places.all[place.parent]
        title = _line_title(parent.text)
        if title and not bool(numbers_in(parent.text[:WINDOW])):
            alone_below = len({h.number for h in hits_between(note, parent)}) == 1
            return Title(title, TitleSource.LIST, above=place.parent if alone_below else None)
    if alone and hit.line > note.places.all[position].first:
        return _title_on_lines_above(note, note.places.all[position].first, hit.line)
    before = note.places.above(position)
    if before and before.kind in ("paragraph", "item") and before.indent <= place.indent:
        if before.kind == "item" and place.kind == "item":
            return Title()
        title = _line_title(before.lines[-1] if before.lines else "")
        if title and not bool(numbers_in(before.text[:WINDOW])):
            return Title(title, TitleSource.LIST)
    below = _first_child(note, position, place)
    if below:
        name = lead_name(below.text[:300])
        return Title(name, TitleSource.LEAD) if name else Title()
    return Title()


def _title_on_lines_above(note: NoteView, first: int, line: int) -> Title:
    """Take the line above an address as its title, and one with the authors between them as that."""
    authors: tuple[str, ...] = ()
    for number in range(line - 1, max(first, line - 3) - 1, -1):
        text = plain(note.lines[number - 1][:WINDOW])
        if number > first and are_authors(text):
            authors = written_out(text)
            continue
        title = _line_title(note.lines[number - 1])
        return Title(title, TitleSource.LIST, authors=authors) if title else Title()
    return Title()


def _first_child(note: NoteView, position: int, place: Place) -> Place | None:
    following = note.places.all[position + 1] if position + 1 < len(note.places.all) else None
    return following if following and following.parent == position and place.kind == "item" else None


def _line_title(line: str) -> str | None:
    """Take a line as the title of the address below it, if it is no sentence, label or list's introduction."""
    text = line.strip()
    if not text or len(text) > 300 or text.endswith((":", "：", "。", "，", ";", "；")) or bool(numbers_in(text)):
        return None
    quoted = quoted_title(text)
    title = quoted or clean_title(text)
    if not title or is_label(title) or re.search(r"[。；！？]|[.!?]\s+[A-Z]", title):
        return None
    return title


def address_title(place: Place, link: FoundLink) -> Title:
    if place.kind == "row":
        best = next(
            (
                _cell_title(cell)
                for n, cell in enumerate(place.cells)
                if n < len(place.header) and _TITLE_COLUMN.search(plain(place.header[n])) and _cell_title(cell)
            ),
            "",
        ) or _by_shape(place, -1)
        return Title(best or None, TitleSource.TABLE, (), " | ".join(place.cells))
    behind = place.text[link.end :].lstrip(_DESCRIPTION)
    if not is_label(link.label) and clean_title(link.label):
        return Title(clean_title(link.label), TitleSource.LINK, (), behind)
    return _before_number(place.text[: link.start], place.kind) or Title()
