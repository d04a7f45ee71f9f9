"""Which list a report is a row of: who makes a list gives each thing one row, so two rows of one list are two things."""

from __future__ import annotations


def list_of(external_id: str, document: int, locator: str) -> str:
    """Return the name of the list in which a report has a row of its own; empty where it is a row of none.

    The list is known by what stands before the identifiers of its rows, or else it is the file that the row was read from. An address
    on the web identifies one page and no list. What a person entered from a document without rows is in no list: two people may enter
    the same thing from it.

    >>> list_of("north:17", 3, "row 18"), list_of("17", 3, "row 18"), list_of("", 3, "page 2")
    ('north', 'document 3', '')
    """
    before, colon, _ = external_id.rpartition(":")
    if colon and before and "//" not in external_id:
        return before
    return f"document {document}" if locator.startswith("row ") else ""
