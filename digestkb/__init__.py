"""digestkb: a knowledge base for folders of Markdown notes about papers."""

__version__ = "0.1.0"
