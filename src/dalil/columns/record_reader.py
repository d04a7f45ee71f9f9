"""Reading from the record what a projection lays out: the reports one viewer may see, who is credited, what was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.columns.flat_reports import Credited, FlatReport, flatten
from dalil.record.by_addresses import as_subquery
from dalil.record.kind import all_kinds
from dalil.record.lists import list_of
from dalil.record.models import Credit, Report, Source, Supersession, Withdrawal
from dalil.record.source_identity import read_identities

CHUNK = 500  # ids in one query; SQLite takes at most a few thousand variables

_COLUMNS = ("pk", "address", "kind", "content", "attribution_id", "external_id", "document_id", "locator")


def source_names(viewer: Viewer) -> dict[str, tuple[str, str]]:
    """Return the names in English and Arabic of the sources that this viewer may see, by code."""
    sources = Source.objects.visible_to(viewer).values_list("code", "name_en", "name_ar")
    return {code: (en or ar, ar or en) for code, en, ar in sources}


def visible_ids(viewer: Viewer) -> list[int]:
    """Return the ids of every report this viewer may see, in the order of entry."""
    reports = Report.objects.visible_to(viewer).order_by("pk").values_list("pk", flat=True)
    return list(reports.iterator(chunk_size=20_000))


def not_current(visible: set[int]) -> set[int]:
    """Return those of these reports that are not counted: corrected by one that is visible too, or withdrawn."""
    corrected = {
        old for old, new in Supersession.objects.values_list("old_id", "new_id") if old in visible and new in visible
    }
    return corrected | (visible & set(Withdrawal.objects.values_list("report_id", flat=True)))


def withdrawn(ids: Iterable[int]) -> set[int]:
    """Return those of these reports that were withdrawn."""
    return {
        pk
        for chunk in _chunks(sorted(ids))
        for pk in Withdrawal.objects.filter(report__in=chunk).values_list("report_id", flat=True)
    }


def flat_reports_between(
    first: int, last: int, viewer: Viewer, out: set[int], credits: Credits
) -> Iterator[FlatReport]:
    """Yield the visible reports with ids from `first` up to and without `last`, flattened; those in `out` are not current."""
    rows = Report.objects.visible_to(viewer).filter(pk__gte=first, pk__lt=last).order_by("pk").values_list(*_COLUMNS)
    yield from _flattened(rows.iterator(chunk_size=5_000), out, credits)


def flat_reports_of(ids: Iterable[int], viewer: Viewer, out: set[int], credits: Credits) -> Iterator[FlatReport]:
    """Yield those of these reports that are visible, flattened; those in `out` are not current."""
    for chunk in _chunks(sorted(ids)):
        rows = list(Report.objects.visible_to(viewer).filter(pk__in=chunk).values_list(*_COLUMNS))
        yield from _flattened(rows, out, credits)


def reports_behind(digests: Iterable[str], codes: Iterable[str]) -> set[int]:
    """Return the ids of all reports in these documents or credited to these sources, seen or not: what a change of protection touches."""
    everything = Report.objects.visible_to(Viewer.steward())
    in_documents = everything.filter(document__sha256__in=as_subquery(list(digests))).values_list("pk", flat=True)
    behind = Credit.objects.filter(source__code__in=as_subquery(list(codes))).values("attribution")
    return set(in_documents) | set(everything.filter(attribution__in=behind).values_list("pk", flat=True))


def reports_held_since(day: date) -> set[int]:
    """Return the ids of reports that a consent keeps from the public since after this day: of its own, of their documents or sources."""
    came = {"held_from__gt": day, "held_from__lte": localdate()}
    steward = Viewer.steward()
    own = Report.objects.visible_to(steward).filter(**came).values_list("pk", flat=True)
    documents = Document.objects.visible_to(steward).filter(**came).values_list("sha256", flat=True)
    sources = Source.objects.visible_to(steward).filter(**came).values_list("code", flat=True)
    return set(own) | reports_behind(documents, sources)


class Credits:
    """Who is credited in an attribution, as one viewer knows who is who. Read in one go, or each attribution when it is first asked for."""

    def __init__(self, viewer: Viewer, everything: bool) -> None:
        self._known: dict[int, Credited] = {}
        self._identities = read_identities(viewer)
        if everything:
            self._read(None)

    def of(self, attributions: Iterable[int]) -> Mapping[int, Credited]:
        """Return the credits of at least these attributions."""
        missing = sorted(set(attributions) - self._known.keys())
        for chunk in _chunks(missing):
            self._read(chunk)
            self._known |= {each: Credited() for each in chunk if each not in self._known}
        return self._known

    def _read(self, attributions: Sequence[int] | None) -> None:
        credits = Credit.objects.order_by("attribution_id", "role", "position")
        if attributions is not None:
            credits = credits.filter(attribution__in=attributions)
        origins: dict[int, list[str]] = {}
        relays: dict[int, list[str]] = {}
        types: dict[int, set[str]] = {}
        for attribution, role, code, kind in credits.values_list(
            "attribution_id", "role", "source__code", "source__type"
        ):
            if role == Credit.Role.ORIGIN:
                origins.setdefault(attribution, []).append(code)
                types.setdefault(attribution, set()).add(kind)
            else:
                relays.setdefault(attribution, []).append(code)
        for attribution in origins.keys() | relays.keys():
            self._known[attribution] = Credited.of(
                origins.get(attribution, ()),
                relays.get(attribution, ()),
                types.get(attribution, ()),
                self._identities,
            )


def _flattened(rows: Iterable[Any], out: set[int], credits: Credits) -> Iterator[FlatReport]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == 5_000:
            yield from _read(batch, out, credits)
            batch = []
    yield from _read(batch, out, credits)


def _read(rows: Sequence[Any], out: set[int], credits: Credits) -> Iterator[FlatReport]:
    credited, kinds = credits.of(row[4] for row in rows), all_kinds()
    for pk, address, kind, content, attribution, *listed in rows:
        if kind not in kinds:  # the file of this kind was taken away; its reports wait until it is back
            continue
        yield flatten(pk, address, kind, content, credited[attribution], current=pk not in out, listed=list_of(*listed))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
