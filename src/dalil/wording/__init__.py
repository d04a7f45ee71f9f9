"""Wording: every value, total, gap, grade and title in words, in each language; said once, here."""
