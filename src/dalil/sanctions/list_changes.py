"""What a list was on a day, and what changed on it between two days, as far as the versions that were taken in tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dalil.access.refused import Refused
from dalil.archive.protection import Viewer
from dalil.kinds.listing import ListedChange, Listing
from dalil.record.models import Verdict
from dalil.sanctions.listing_steps import OFF, ListingStep, claims_of, last_steps, steps_of, version_on, versions_of
from dalil.sanctions.models import ListVersion
from dalil.sanctions.returned_entries import Returned, returned_to


@dataclass(frozen=True)
class ListOnDay:
    """Who stood on a list on a day. version: the one that tells it. next: the one after it, so that what changed in between may hold already.

    entries: the last step of each entry that stands, by its number, in the order of their names.
    """

    sanctions_list: str
    day: date
    version: ListVersion
    next: ListVersion | None
    entries: Mapping[str, ListingStep]

    @property
    def is_certain(self) -> bool:
        """Whether the version is of this very day. Else what changed between it and the day is not known."""
        return self.version.dated == self.day


@dataclass(frozen=True)
class EntryChange:
    """One entry that changed. claim: the last that the list says of it; changes: the fields, where it was amended."""

    step: ListingStep
    claim: Listing
    changes: tuple[ListedChange, ...] = ()


@dataclass(frozen=True)
class ListChanges:
    """What changed on a list between two days. first, last: the versions that tell what stood on either; versions: all that lie between.

    listed, amended, delisted: the entries, by name. unchanged: how many entries stood on both days and were not amended.
    returned: those put on that may have stood on it before under another number, and were not judged to be others.
    """

    sanctions_list: str
    since: date
    until: date
    first: ListVersion
    last: ListVersion
    versions: tuple[ListVersion, ...]
    listed: tuple[EntryChange, ...]
    amended: tuple[EntryChange, ...]
    delisted: tuple[EntryChange, ...]
    unchanged: int
    returned: tuple[Returned, ...] = ()


def list_on(sanctions_list: str, day: date, viewer: Viewer) -> ListOnDay:
    """Return who stood on a list on a day. Raises Refused where no version is so early: nobody knows who stood on it then."""
    versions = versions_of(sanctions_list, viewer)
    version = _version(versions, sanctions_list, day)
    steps = last_steps(steps_of(sanctions_list, viewer, until=version.number))
    standing = sorted((step for step in steps.values() if step.action != OFF), key=lambda step: step.name.casefold())
    following = next((each for each in versions if each.number == version.number + 1), None)
    return ListOnDay(sanctions_list, day, version, following, {step.entry: step for step in standing})


def changes_on(sanctions_list: str, since: date, until: date, viewer: Viewer) -> ListChanges:
    """Return what changed on a list between two days. An entry that came and went in between is neither listed nor taken off.

    Raises Refused where the days are in the wrong order, or no version is as early as the first.
    """
    if until < since:
        raise Refused("list_days_in_wrong_order", "{until} lies before {since}", {"until": until, "since": since})
    versions = versions_of(sanctions_list, viewer)
    first, last = _version(versions, sanctions_list, since), _version(versions, sanctions_list, until)
    steps = steps_of(sanctions_list, viewer, until=last.number)
    before = _standing([step for step in steps if step.version <= first.number])
    after = _standing(steps)
    between = [step for step in steps if step.version > first.number]
    claims = dict(_claims(between, viewer))  # whoever came, went or was amended has a step in between
    gone = {entry: step for entry, step in last_steps(between).items() if entry in before and entry not in after}
    changed: dict[str, list[ListedChange]] = {}
    for step in between:
        if step.entry in before and step.entry in after:
            changed.setdefault(step.entry, []).extend(claims[step.report].changes)

    def told(steps: Mapping[str, ListingStep]) -> tuple[EntryChange, ...]:
        found = (EntryChange(step, claims[step.report], tuple(changed.get(entry, ()))) for entry, step in steps.items())
        return tuple(sorted(found, key=lambda each: (each.claim.who.said.casefold(), each.step.entry)))

    put_on = {entry: step for entry, step in after.items() if entry not in before}
    back = returned_to(sanctions_list, viewer) if put_on else []
    return ListChanges(
        sanctions_list,
        since,
        until,
        first,
        last,
        tuple(each for each in versions if first.number <= each.number <= last.number),
        told(put_on),
        told({entry: after[entry] for entry in changed}),
        told(gone),
        sum(1 for entry in after if entry in before and entry not in changed),
        tuple(each for each in back if each.entry in put_on and each.verdict is not Verdict.DIFFERENT),
    )


def _version(versions: Sequence[ListVersion], sanctions_list: str, day: date) -> ListVersion:
    if not versions:
        raise Refused("list_not_watched", "no version of the list {list} was taken in", {"list": sanctions_list})
    if (version := version_on(versions, day)) is None:
        raise Refused(
            "list_day_not_known",
            "the first version of the list is of {first}; who stood on it on {day} is not known",
            {"first": versions[0].dated, "day": day},
        )
    return version


def _standing(steps: Sequence[ListingStep]) -> dict[str, ListingStep]:
    return {entry: step for entry, step in last_steps(steps).items() if step.action != OFF}


def _claims(steps: Sequence[ListingStep], viewer: Viewer) -> list[tuple[int, Listing]]:
    unique = {step.report: step for step in steps}
    return [(step.report, claim) for step, claim in claims_of(unique.values(), viewer)]
