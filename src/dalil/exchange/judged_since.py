"""How reports that went to a partner with earlier bundles are judged today: new judgements, and those that were taken back.

Also what other rooms judged of them (`intake.travelling`): which law may concern them, which site is meant, which sighting came before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dalil.archive.protection import Viewer
from dalil.exchange.bundle_file import JUDGEMENTS, BundleRefused
from dalil.exchange.models import Partner, SentBundle
from dalil.exports.judgement_fields import further_fields, judged_fields
from dalil.intake.formats.line_judgements import LineJudgements, read_judgements
from dalil.intake.formats.report_line import FURTHER
from dalil.intake.judgements import take_in_judgements
from dalil.intake.models import Import
from dalil.intake.parsed_rows import BadCell
from dalil.intake.request import ImportRequest
from dalil.lookup.sources import SourceName
from dalil.record.models import Report, Source

AT_ONCE = 500


def sent_before(partner: Partner) -> set[int]:
    """Return the ids of the reports that went to a partner."""
    sent = SentBundle.objects.filter(partner=partner).values_list("reports", flat=True)
    return {pk for ranges in sent for first, last in ranges for pk in range(first, last + 1)}


def as_ranges(ids: Sequence[int]) -> list[list[int]]:
    """Return ids as ranges of the first and the last.

    >>> as_ranges([3, 4, 5, 9])
    [[3, 5], [9, 9]]
    """
    ranges: list[list[int]] = []
    for each in sorted(ids):
        if ranges and ranges[-1][1] == each - 1:
            ranges[-1][1] = each
        else:
            ranges.append([each, each])
    return ranges


def plain_judgements(partner: Partner, going: set[int], viewer: Viewer) -> Iterator[dict[str, Any]]:
    """Yield how reports that the partner has are judged beside others that it has or gets now; those that go now say so in their own lines."""
    has = going | sent_before(partner)
    before = sorted(has - going)
    for start in range(0, len(before), AT_ONCE):
        asked = Report.objects.visible_to(viewer).filter(pk__in=before[start : start + AT_ONCE])
        addresses = dict(asked.values_list("pk", "address"))
        told: dict[int, dict[str, Any]] = {
            pk: {"judged": judged} for pk, judged in judged_fields(viewer, list(addresses), has).items()
        }
        for pk, further in further_fields(viewer, list(addresses), has).items():
            told.setdefault(pk, {}).update(further)
        for pk in sorted(told):
            yield {"address": addresses[pk]} | told[pk]


def take_in_later_judgements(folder: Path, request: ImportRequest, run: Import) -> None:
    """Take in what a bundle says of reports that came with earlier ones. Raises BundleRefused where it cannot be read."""
    try:
        told = list(_read(folder / JUDGEMENTS))
    except (BadCell, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BundleRefused("a judgement in it cannot be read") from error
    take_in_judgements(told, request, run, _name_no_source)
    run.save(update_fields=["notes", "told", "named"])


def _read(file: Path) -> Iterator[tuple[str, LineJudgements]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            address = told.pop("address")
            if not isinstance(address, str) or not set(told) <= {"judged", *FURTHER}:
                raise ValueError("no address")
            yield address, read_judgements(told, _read_no_source)


def _read_no_source(told: Any) -> SourceName:
    raise ValueError("this part of a bundle says nothing of sources")


def _name_no_source(name: SourceName) -> Source:
    raise ValueError("this part of a bundle says nothing of sources")
