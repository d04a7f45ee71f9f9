"""Judging two reports the same or different."""
