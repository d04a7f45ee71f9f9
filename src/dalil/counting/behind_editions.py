"""What the published figures rest on: the reports behind the latest edition of each."""

from __future__ import annotations

from dalil.counting.models import FigureEdition


def reports_behind_editions() -> frozenset[int]:
    """Return the ids of the reports behind the latest edition of every published figure.

    An edition that counts too many things to keep them one by one names none.
    """
    found: set[int] = set()
    latest: set[int] = set()
    for figure, basis in FigureEdition.objects.order_by("figure", "-number").values_list("figure", "basis"):
        if figure not in latest:
            latest.add(figure)
            found.update(report for entity in (basis or {}).values() for report in entity["reports"])
    return frozenset(found)
