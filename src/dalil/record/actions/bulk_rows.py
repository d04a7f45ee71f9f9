"""How the rows of many reports are written at once, past the ORM; within the transaction of an action."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter

from django.contrib.auth.models import User
from django.db import connection

from dalil.proofs.inserting import insert_rows
from dalil.record.by_addresses import find_keys
from dalil.record.comparison import LATER_VERSION
from dalil.record.kind import kind_of
from dalil.record.log import Subject, Verb, append_changes
from dalil.record.models import Report, Supersession
from dalil.record.prepared import PreparedReport
from dalil.record.sealed.consents import inherit_consents

CHUNK = 500  # values in one query; SQLite takes at most a few thousand variables

_AS_PREPARED = tuple(
    name for name in PreparedReport._fields if name not in ("sha256", "attribution", "flags", "corrects")
)
"""The columns that hold a field of a prepared report as it is, under its own name."""

_COLUMNS = (*_AS_PREPARED, "flags", "held_from", "document_id", "attribution_id", "entered_at", "entered_by_id")
_as_prepared = attrgetter(*_AS_PREPARED)


def insert_reports(
    rows: Sequence[PreparedReport],
    *,
    documents: Mapping[str, int],
    attributions: Mapping[str, int],
    actor: int,
    now: datetime,
) -> None:
    """Write new reports: many in one statement on SQLite, by COPY on PostgreSQL.

    documents: primary key by digest; attributions: primary key by key.
    """
    flags = {marks: json.dumps(marks) for marks in {row.flags for row in rows}}
    without_consent = connection.ops.adapt_datefield_value(date.min)
    held = {kind: without_consent if kind_of(kind).needs_consent else None for kind in {row.kind for row in rows}}
    stamp = connection.ops.adapt_datetimefield_value(now)
    values = (
        (
            *_as_prepared(row),
            flags[row.flags],
            held[row.kind],
            documents[row.sha256],
            attributions[row.attribution],
            stamp,
            actor,
        )
        for row in rows
    )
    insert_rows(Report._meta.db_table, _COLUMNS, values)


def insert_corrections(
    corrections: Sequence[tuple[str, str]], stated: Sequence[tuple[str, str, str]], actor: User
) -> int:
    """Let new reports take the place of old ones, by address, and log it. Returns how many do.

    corrections: by an identifier; an old report that was corrected before keeps its first correction. stated: with their reasons, none of
    which is there yet; a report may be corrected twice (see `Supersession`).
    """
    keys = find_keys(address for old, new, *_ in (*corrections, *stated) for address in (old, new))
    taken = {
        pk
        for start in range(0, len(corrections), CHUNK)
        for pk in Supersession.everything.filter(
            old__in=[keys[old] for old, _ in corrections[start : start + CHUNK]]
        ).values_list("old", flat=True)
    }
    made = [(old, new, LATER_VERSION) for old, new in corrections if keys[old] not in taken] + list(stated)
    pairs = [(old, new) for old, new, _ in made]
    inherit_consents([(keys[old], keys[new]) for old, new, _ in made], actor=actor)
    Supersession.objects.bulk_create(
        [
            Supersession(old_id=keys[old], new_id=keys[new], actor_id=actor.pk, reason=reason)
            for old, new, reason in made
        ],
        batch_size=CHUNK,
    )
    append_changes(Verb.SUPERSEDED, Subject.REPORT, pairs, actor=actor)
    return len(pairs)
