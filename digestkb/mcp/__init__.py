"""The knowledge base for assistants that speak the Model Context Protocol: five questions, and nothing that writes.

What the questions are and how they are answered is in ``tools``, which needs nothing; ``server`` needs the extra.
"""
