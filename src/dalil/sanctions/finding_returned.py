"""Finding the entries of a list that may have stood on it before, weighed as the screening weighs: by names, births and numbers.

It stands apart from `returned_entries`, which every page and command of lists reads: comparing names loads kernels.
"""

from __future__ import annotations

from collections.abc import Iterator

from dalil.archive.protection import Viewer
from dalil.kinds.listing import Listing
from dalil.sanctions.listing_steps import OFF, ListingStep, claims_of, last_steps, steps_of
from dalil.sanctions.screening import Candidate, Key, ListedNames, ScreenedPerson


def find_returned(sanctions_list: str) -> tuple[list[Candidate], dict[Key, int]]:
    """Find the entries of a list that may have stood on it before under another number. Returns them with the last report of each.

    Only an entry that was put on in the version that took the other off, or in a later one, can be it: who stood beside it is somebody else.
    """
    viewer = Viewer.steward()
    steps = steps_of(sanctions_list, viewer)
    first: dict[str, ListingStep] = {}
    for step in steps:
        first.setdefault(step.entry, step)
    last = last_steps(steps)
    gone = [step for step in last.values() if step.action == OFF]
    earliest = min((step.version for step in gone), default=0)
    fresh = [
        step
        for entry, step in last.items()
        if step.action != OFF and first[entry].action == "listed" and first[entry].version >= earliest
    ]
    if not gone or not fresh:
        return [], {}
    entries: dict[Key, Listing] = {(sanctions_list, step.entry): claim for step, claim in claims_of(fresh, viewer)}
    listed, best = ListedNames(entries), dict[tuple[int, Key], Candidate]()
    for step, claim in claims_of(gone, viewer):
        for candidate in (each for person in _called(step, claim) for each in listed.candidates_for(person)):
            if first[candidate.entry[1]].version < step.version or _differs(claim, entries[candidate.entry]):
                continue
            key = step.report, candidate.entry
            if key not in best or best[key].weight < candidate.weight:
                best[key] = candidate
    return list(best.values()), {(sanctions_list, step.entry): step.report for step in fresh}


def _called(step: ListingStep, claim: Listing) -> Iterator[ScreenedPerson]:
    """Whoever was taken off, once by each name that is not weak."""
    born = next((each.when for each in claim.births if each.when), None)
    places = (*claim.nationalities, *(each.place for each in claim.births if each.place))
    for said in dict.fromkeys(each.said for each in claim.names if each.strength != "weak"):
        yield ScreenedPerson(step.report, said, born, places, claim.documents)


def _differs(one: Listing, other: Listing) -> bool:
    return bool(one.subject and other.subject and one.subject != other.subject)
