"""Dates, read in both languages and three calendars: those of a running text, and a phrase that is one date. The public face of this room."""

from dalil.text.dates.calendar_words import MONTHS, WEEKDAYS, YEAR_WORDS
from dalil.text.dates.date_phrase import at_time, read_date
from dalil.text.dates.date_reader import DateMention, date_tokens, read_dates
from dalil.text.dates.dates_in_digits import ORDERS, order_of
from dalil.text.dates.time_phrase import ClockTime, read_time

__all__ = [
    "MONTHS",
    "ORDERS",
    "WEEKDAYS",
    "YEAR_WORDS",
    "ClockTime",
    "DateMention",
    "at_time",
    "date_tokens",
    "order_of",
    "read_date",
    "read_dates",
    "read_time",
]
