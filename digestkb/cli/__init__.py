"""The command line: composition only. A command builds a question, asks it, and writes the answer."""
