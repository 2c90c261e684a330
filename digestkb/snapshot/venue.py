"""Where a paper appeared: arXiv has no field for it, but a reference to a journal, and comments."""

from __future__ import annotations

from digestkb.patterns import lazy

#: Comments are sentences, or parts between commas and semicolons; a comma before a year or a place parts nothing.
_PARTS = lazy(r"[;\n]|\.\s+(?=[A-Z\d])|,\s+(?!(?:19|20)\d\d\b)")
#: It was sent somewhere, or is something else; whether it was taken is not said.
_ELSEWHERE = lazy(
    r"(?i)\b(?:submitted|under (?:review|submission|consideration)|in (?:preparation|submission)|to be submitted"
    r"|rejected|withdrawn|retracted|not accepted|extended (?:version|abstract) of|previous(?:ly)?|earlier version"
    r"|code|https?)\b"
)
_ACCEPTED = lazy(
    r"\b(?i:accepted|to appear|appear(?:s|ed|ing)?|published|presented|in proceedings|forthcoming)\b"
    r"(?:\s+(?i:for|as|at|by|in|to|into|the|an?|poster|oral|spotlight|highlight|full|short|long|regular|conference|main"
    r"|journal|workshop|publication|presentation|paper|proceedings|of|with)\b){0,8}[:\s]+(?P<venue>[A-Z\d][^\n]{1,150})"
)
#: An abbreviation with its year: ``ICLR 2026``, ``CVPR'24``, ``NeurIPS 2023 Datasets Track``.
_NAMED = lazy(r"(?P<venue>[A-Z][A-Za-z&-]{0,20}[A-Z][A-Za-z]{0,9}[ \t]?(?:(?:19|20)\d\d|['’]\d\d)\b[^\n]{0,80})")
#: What stands behind a venue and is none of it.
_BEHIND = lazy(
    r"(?i)\s{0,9}(?:\(?\b(?:oral|spotlight|poster|camera[- ]ready|final|full)\b.*|[(\[]?\b\d+ (?:pages|figures|pp)\b.*"
    r"|\s-{1,2}\s.*|[.,;:(\s]{1,40})$"
)


def venue(reference: str | None, comments: str | None) -> str | None:
    """Give where a paper appeared or is going to: by the journal's reference, else by what the comments say.

    >>> venue("Phys.Rev.D76:013009,2007", "37 pages"), venue(None, "12 pages, 3 figures, Accepted at ICLR 2026 (oral)")
    ('Phys.Rev.D76:013009,2007', 'ICLR 2026')
    >>> venue(None, "Submitted to ICLR 2026"), venue(None, "15 figures; published version")
    (None, None)
    """
    if reference and reference.strip():
        return " ".join(reference.split())
    for part in _PARTS.split(comments or ""):
        said = " ".join(part.split())
        if not said or _ELSEWHERE.search(said):
            continue
        found = _ACCEPTED.search(said) or _NAMED.match(said)
        if found and (name := _BEHIND.sub("", found["venue"]).strip()):
            return name
    return None
