"""Bytes to text: decoding, repair, language, and the folding that index and query share."""
