"""The names of the sources of the record, for looking them up and for suggesting them."""

from __future__ import annotations

from dalil.archive.protection import Viewer
from dalil.letters import fold
from dalil.lookup.sources import well_known
from dalil.record.models import Source, SourceAlias
from dalil.record.search.queries import matching
from dalil.record.source_identity import read_identities


def name_sources(viewer: Viewer, *, with_well_known: bool = False) -> dict[str, tuple[str, ...]]:
    """Return the codes of the sources that a viewer may know of, by folded code and name; of well-known ones by all their spellings.

    A further name of a source finds it where no other is called so. Of several sources that were judged to be one, the first counts.
    with_well_known: also the well-known sources that the record does not have yet.
    """
    codes: dict[str, list[str]] = {}
    seen = Source.objects.visible_to(viewer).order_by("pk")
    for code, *names in seen.values_list("code", "name_en", "name_ar"):
        for name in (code, *names):
            if (key := fold(name)) and code not in codes.setdefault(key, []):
                codes[key].append(code)
    identities = read_identities(viewer)
    for several in codes.values():
        if len(several) > 1 and len(identities.under_one_name(several)) == 1:
            del several[1:]
    further: dict[str, list[str]] = {}
    for code, name in seen.filter(aliases__taken_back_at=None, aliases__isnull=False).values_list(
        "code", "aliases__name"
    ):
        if code not in further.setdefault(fold(name), []):
            further[fold(name)].append(code)
    codes = further | codes
    present = {code for each in codes.values() for code in each}
    for key, source in well_known().items():
        if with_well_known or source.code in present:
            codes.setdefault(key, [source.code])
    return {key: tuple(each) for key, each in codes.items()}


def names_given_by_people() -> frozenset[str]:
    """Return the folded names of the sources that persons named, and the further names they gave; none that came from a file."""
    named = (
        Source.objects.visible_to(Viewer.steward()).filter(from_file=False).values_list("code", "name_en", "name_ar")
    )
    further = SourceAlias.objects.values_list("name")
    return frozenset(key for names in (*named, *further) for name in names if (key := fold(name)))


def suggest_sources(typed: str, viewer: Viewer, most: int = 20) -> list[Source]:
    """List the sources that a viewer may know of whose names hold what is being typed, also in other spellings."""
    return list(Source.objects.visible_to(viewer).filter(matching(typed, typing=True))[:most])
