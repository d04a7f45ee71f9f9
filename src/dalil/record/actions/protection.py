"""Deciding who may see a document, a source or a report."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, User

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.record.actions.transaction import Refused, writing
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report, Source


def protect(
    thing: Document | Source | Report,
    level: Level,
    *,
    actor: User,
    groups: Iterable[Group] = (),
    reason: str = "",
) -> None:
    """Decide who may see a document, a source or a report. Raises Refused for a restriction that names no group."""
    with writing():
        groups = list(groups)
        if level == Level.RESTRICTED and not groups:
            raise Refused("restriction_without_groups", "a restriction names the groups that may still see it")
        before = {"level": int(thing.level), "groups": sorted(thing.groups.values_list("name", flat=True))}
        thing.level = level
        thing.save(update_fields=["level"])
        thing.groups.set(groups if level == Level.RESTRICTED else [])
        noun, name = name_in_log(thing)
        append_change(
            Verb.PROTECTED,
            noun,
            [name],
            actor=actor,
            before=before,
            level=int(level),
            groups=sorted(group.name for group in groups),
            reason=reason,
        )


def name_in_log(thing: Document | Source | Report) -> tuple[Subject, str]:
    """Return what the log calls a thing that is protected."""
    match thing:
        case Document():
            return Subject.DOCUMENT, thing.sha256
        case Source():
            return Subject.SOURCE, thing.code
        case Report():
            return Subject.REPORT, thing.address
