"""The value types of the record. They are frozen and typed, and refuse nonsense when they are made, in words that a monitor understands."""

from dalil.values.base import Value
from dalil.values.bilingual import Bilingual, Words
from dalil.values.count import Count, NotACount, Shape
from dalil.values.mention import SiteMention
from dalil.values.party import Party
from dalil.values.person import PersonName
from dalil.values.when import Precision, When
from dalil.values.where import Where, WherePrecision

__all__ = [
    "Bilingual",
    "Count",
    "NotACount",
    "Party",
    "PersonName",
    "Precision",
    "Shape",
    "SiteMention",
    "Value",
    "When",
    "Where",
    "WherePrecision",
    "Words",
]
