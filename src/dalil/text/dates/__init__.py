"""Dates in running text, read in both languages and three calendars."""
