"""How many people live where, by year, as the lists that were imported say: what a rate is worked out from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dalil.archive.protection import Viewer
from dalil.record.log import Verb, last_number
from dalil.record.models import Population, Source
from dalil.record.per_request import once_per_request
from dalil.values import Bilingual

Key = tuple[str, int, str]
"""The place, the year, and who says it: of several rows with one key the last counts."""

_current: tuple[int, Populations] | None = None


@dataclass(frozen=True)
class PeopleOfPlace:
    """How many people lived in a place in a year. low, high: the smallest and the largest number that a list says.

    said_by: who says it, as `Population.said_by`, or the name of the file where nobody is named.
    """

    year: int
    low: int
    high: int
    said_by: tuple[str, ...]


class Populations:
    """The people of all places in all years that were imported."""

    def __init__(self, rows: Iterable[Population]) -> None:
        latest: dict[Key, Population] = {(row.place, row.year, row.said_by): row for row in rows}
        self._of: dict[str, dict[int, list[Population]]] = {}
        for row in latest.values():
            self._of.setdefault(row.place, {}).setdefault(row.year, []).append(row)

    def __bool__(self) -> bool:
        return bool(self._of)

    def near(self, place: str, year: int) -> PeopleOfPlace | None:
        """Return the people of a place in the year nearest to another; of two as near, the earlier. None where no list has the place."""
        years = self._of.get(place)
        if not years:
            return None
        nearest = min(years, key=lambda each: (abs(each - year), each))
        rows = years[nearest]
        numbers = [row.people for row in rows]
        said_by = tuple(dict.fromkeys(row.said_by or row.origin for row in rows))
        return PeopleOfPlace(nearest, min(numbers), max(numbers), said_by)


def populations() -> Populations:
    """Return the populations as they stand. They are read again only when some were imported since."""
    global _current
    version = _last_peopled()
    if _current is None or _current[0] != version:
        _current = (version, Populations(Population.objects.order_by("pk") if version else ()))
    return _current[1]


def name_counters(said_by: Iterable[str]) -> dict[str, Bilingual]:
    """Name those who say how many people live somewhere: public sources by their names, others by the words of their list."""
    wanted = set(said_by)
    named = Source.objects.visible_to(Viewer.public()).filter(code__in=wanted) if wanted else ()
    return {each: Bilingual(en=each, ar=each) for each in wanted} | {source.code: source.name for source in named}


@once_per_request
def _last_peopled() -> int:
    return last_number(Verb.PEOPLED)
