"""Dates in running text, read in both languages and three calendars. The public face of this room."""

from dalil.text.dates.calendar_words import MONTHS, YEAR_WORDS
from dalil.text.dates.date_reader import DateMention, read_dates

__all__ = ["MONTHS", "YEAR_WORDS", "DateMention", "read_dates"]
