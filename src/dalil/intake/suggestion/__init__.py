"""A first mapping of a table, made from its header and a sample of its rows. The public face of this room."""

from dalil.intake.suggestion.mapping_text import SuggestedMapping, suggest, suggest_mapping

__all__ = ["SuggestedMapping", "suggest", "suggest_mapping"]
