"""The names of the sources of the record, for looking them up and for suggesting them."""

from __future__ import annotations

from dalil.archive.protection import Viewer
from dalil.letters import fold
from dalil.lookup.sources import well_known
from dalil.record.models import Source
from dalil.record.search.queries import matching


def name_sources(viewer: Viewer, *, with_well_known: bool = False) -> dict[str, tuple[str, ...]]:
    """Return the codes of the sources that a viewer may know of, by folded code and name; of well-known ones by all their spellings.

    with_well_known: also the well-known sources that the record does not have yet.
    """
    codes: dict[str, list[str]] = {}
    for code, *names in Source.objects.visible_to(viewer).order_by("pk").values_list("code", "name_en", "name_ar"):
        for name in (code, *names):
            if (key := fold(name)) and code not in codes.setdefault(key, []):
                codes[key].append(code)
    present = {code for each in codes.values() for code in each}
    for key, source in well_known().items():
        if with_well_known or source.code in present:
            codes.setdefault(key, [source.code])
    return {key: tuple(each) for key, each in codes.items()}


def suggest_sources(typed: str, viewer: Viewer, most: int = 20) -> list[Source]:
    """List the sources that a viewer may know of whose names hold what is being typed, also in other spellings."""
    return list(Source.objects.visible_to(viewer).filter(matching(typed, typing=True))[:most])
