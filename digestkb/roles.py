"""Roles of passages that the program itself knows; others are labels of notes."""

#: What no reader took for anything: kept to be found, and nothing that the note says of the paper.
REST = "rest"
