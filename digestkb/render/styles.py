"""How what people look at is set off: legible on a light ground and on a dark one, where colours are switched off too.

Yellow is not seen on white, nor blue on black; what has a ground of its own is seen everywhere.
"""

from __future__ import annotations

#: What was looked for.
MATCH, MATCH_WITHOUT_COLOUR = "black on yellow", "reverse"
#: What a paper is called, and what stands in the place of a title.
TITLE, NO_TITLE = "bold", "italic"
ID = "cyan"
#: Where something stands, and what else is only beside the matter.
PLACE = ASIDE = "dim"
KIND, DOUBT = "magenta", "italic magenta"
ADDRESS = "underline"
STRONG, STRESSED = "bold", "italic"
