"""Counts in language: the one count of a phrase (a cell, a box), and all counts of a running text, with what happened to those counted."""

from dalil.text.counts.ages import Age, read_age
from dalil.text.counts.asked_quantity import OtherQuantity, bound_whole, name_quantity, tells_of_some
from dalil.text.counts.count_reader import Counted, read_counts
from dalil.text.counts.left_unread import Unread, find_unread
from dalil.text.counts.phrase_reader import read_count

__all__ = [
    "Age",
    "Counted",
    "OtherQuantity",
    "Unread",
    "bound_whole",
    "find_unread",
    "name_quantity",
    "read_age",
    "read_count",
    "read_counts",
    "tells_of_some",
]
