"""The columns of the full-text index, and how much a word in each says of a paper. Loads nothing, for the read side."""

#: In the order of the table: FTS5 writes two bytes less for each word of its first column, so that the longest is it.
#: Only so much more in a title that a word there outweighs one in the text that is as rare: steps that nothing
#: outweighs put a common word of a title before all that is about the rare one. What weighs nothing is there to be
#: filtered by: words with their marks, and facets.
COLUMNS = {
    "text": 1,
    "summary": 3,
    "title": 12,
    "names": 12,
    "tags": 6,
    "topics": 4,
    "authors": 4,
    "marked": 0,
    "facets": 0,
}
#: What a word in an abstract says, which no note has in its own words (:mod:`digestkb.store.metadata`).
ABSTRACT = 0.5
#: Those in which words are weighed.
WEIGHED = tuple(name for name, weight in COLUMNS.items() if weight)
#: Those in which a paper is called something, and the marks of all words, which stand nowhere else.
LEADING = ("title", "names", "tags", "topics", "authors", "marked")
#: The summary of a paper's row: its own text where it has one, else the beginning of a passage, as one line.
SUMMARY = (
    "coalesce(summary, (SELECT replace(substr(said.text, 1, CAST(summary_length AS INT)), '\n', ' ')"
    " FROM passages AS said WHERE said.id = summary_of))"
)
#: The token before and behind each label in a column of labels.
BORDER = "#"
