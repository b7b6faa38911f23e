"""Cleans the text of an article: whole paragraphs go, no character inside a kept sentence changes."""

from index.cleaning.paragraphwise import clean, dropped, normalise_line_ends

__all__ = ["clean", "dropped", "normalise_line_ends"]
