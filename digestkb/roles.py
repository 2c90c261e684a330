"""Roles of passages that are no part of what a record says, for readers, queries and renderers alike."""

#: What stands on a mention's lines and went into no field: it is searched and quoted.
REST = "rest"
#: Where a mention was copied from, in a file that digestkb wrote (:mod:`digestkb.copies`): it is no text of a note.
ORIGIN = "origin"
#: What no record has as a text.
UNSAID = frozenset((REST, ORIGIN))
