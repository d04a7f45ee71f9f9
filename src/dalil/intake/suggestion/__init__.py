"""A first mapping of a table, made from its header and a sample of its rows. The public face of this room."""

from dalil.intake.suggestion.mapping_text import suggest

__all__ = ["suggest"]
