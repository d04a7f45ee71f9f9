"""People's names: their parts, how alike two of them are, and an index that finds them across scripts. The public face of this room.

Importing it loads numba; nothing below this room does so but `dalil.text.spelling`.
"""

from dalil.text.names.name_index import NameHit, NameIndex, UnreadableIndex
from dalil.text.names.name_keys import is_common, keys_of_names, rarity_of
from dalil.text.names.name_reader import Name, NameRole, NameUnit, read_name, read_names
from dalil.text.names.similarity import (
    THRESHOLD,
    Agreement,
    Explanation,
    UnitMatch,
    compare_spellings,
    compare_units,
    explain,
    similarity,
)

__all__ = [
    "THRESHOLD",
    "Agreement",
    "Explanation",
    "Name",
    "NameHit",
    "NameIndex",
    "NameRole",
    "NameUnit",
    "UnitMatch",
    "UnreadableIndex",
    "compare_spellings",
    "compare_units",
    "explain",
    "is_common",
    "keys_of_names",
    "rarity_of",
    "read_name",
    "read_names",
    "similarity",
]
