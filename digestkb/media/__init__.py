"""What is let out: text by others made harmless for where it goes, in one function for each medium.

========= =========================================== ========================================
medium    function                                    what it may not be there
========= =========================================== ========================================
terminal  :func:`~digestkb.media.characters.screen`   an escape, or what hides or turns text
a line    :func:`~digestkb.media.characters.line`     besides, the end of a record or a field
CSV       :func:`~digestkb.media.cells.csv_cell`      besides, a formula
JSON      :func:`~digestkb.media.cells.json_text`     the same, but everything is still there
Markdown  :func:`~digestkb.media.markdown.escape`     markup, or HTML
          :func:`~digestkb.media.markdown.passage`    HTML, or a link to what is no web page
HTML      :func:`~digestkb.media.markdown.html`       an element, or a reference to a character
          :func:`~digestkb.media.markdown.elements`   one of its own, a picture, or such a link
BibTeX    :func:`~digestkb.media.bibtex.value`        a command
a link    :func:`~digestkb.media.addresses.web`       anything but the address of a web page
a name    :func:`~digestkb.media.names.file_name`     more or less than the name of a file
========= =========================================== ========================================

Whatever prints text of a note, a file's name or a user's argument calls one of them, and nothing else decides.
"""
