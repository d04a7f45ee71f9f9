"""The names of the register in a table, so that the sites which may be meant by a name are found without reading every site.

A report never changes, so that its names are written once; who may see it, whether it stands and with which others it is one site is asked at each
reading. The table follows the log: nothing is looked for while the log stands where it stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dalil.archive.protection import Viewer
from dalil.lookup.sites import core_of, plain_name, words_of_sorts
from dalil.matching.models import SiteName, SiteNamesFollowed
from dalil.record.actions.transaction import writing
from dalil.record.by_addresses import as_subquery
from dalil.record.log import last_place
from dalil.record.models import Report

SITE = "site"
RULE = "1"
"""How names are compared; another number has the table written anew."""
AT_ONCE = 2000


def follow_site_names() -> int:
    """Write the names of the sites that came in since the last time. Returns how many reports that were."""
    last, way = last_place(), _way()
    at = {"number": last.number, "mark": last.mark, "way": way}
    if SiteNamesFollowed.objects.filter(**at).exists():
        return 0
    with writing():
        if not SiteNamesFollowed.objects.filter(way=way).exists():
            SiteName.objects.all().delete()
        last = last_place()
        keys = list(_without_names().values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            _write(keys[start : start + AT_ONCE])
        SiteNamesFollowed.objects.all().delete()
        SiteNamesFollowed.objects.create(number=last.number, mark=last.mark, way=way)
    return len(keys)


def write_site_names_anew() -> int:
    """Write the names of all sites anew. Returns of how many reports."""
    with writing():
        SiteNamesFollowed.objects.all().delete()
        return follow_site_names()


def reports_named(names: Iterable[str]) -> QuerySet[SiteName, Any]:
    """Return the keys of the reports of sites, as a query, that bear one of these names, or one that is spelled alike. Asks not who may see them."""
    listed = list(names)
    plain = sorted({plain_name(each) for each in listed})
    cores = sorted({core_of(each) for each in listed} - {""})
    found = SiteName.objects.filter(Q(plain__in=as_subquery(plain)) | Q(core__in=as_subquery(cores)))
    return found.values("report")


def _without_names() -> QuerySet[Report]:
    there = Exists(SiteName.objects.filter(report=OuterRef("pk")))
    return Report.objects.visible_to(Viewer.steward()).filter(~there, kind=SITE).order_by("pk")


def _write(keys: Sequence[int]) -> None:
    reports = Report.objects.visible_to(Viewer.steward()).in_bulk(keys)
    rows = []
    for report in reports.values():
        names = report.claim.names()
        rows += [SiteName(report=report, plain=plain_name(each), core=core_of(each)) for each in names or ("",)]
    SiteName.objects.bulk_create(rows, batch_size=AT_ONCE)


def _way() -> str:
    """How names are compared now: the rule, and the words that say what sort of site something is."""
    return f"{RULE} {hashlib.sha256(' '.join(sorted(words_of_sorts())).encode()).hexdigest()[:16]}"
