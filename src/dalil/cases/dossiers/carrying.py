"""What becomes of an assessment when what it rests on is chosen again.

The same report or document, chosen again after it was taken out, says what it said: its assessments hold again as they were made and reviewed.
A corrected report is another text. What was said of the old one speaks on no side until an officer says that it holds of the new one too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.cases.dossiers.assessing import assess
from dalil.cases.dossiers.keeping import Chosen
from dalil.cases.dossiers.models import Assessment, Dossier, Pin, Stance
from dalil.record.actions.transaction import Refused
from dalil.record.by_addresses import keys_as_subquery
from dalil.record.models import Report, Supersession

LONGEST_CHAIN = 50
"""Corrections of corrections that are followed."""


def current_pins(dossier: Dossier) -> dict[int, int]:
    """Return for each choice of a dossier, by its primary key, the one in force of the same report or document; those without one are left out."""
    rows = list(Pin.everything.filter(dossier=dossier).values_list("pk", "report", "document", "taken_back_at"))
    standing = {(report, document): key for key, report, document, taken in rows if taken is None}
    return {key: standing[report, document] for key, report, document, _ in rows if (report, document) in standing}


def find_newer(chosen: Chosen, viewer: Viewer) -> dict[int, Pin]:
    """Return for the choices of reports that were corrected the choice of the correction, by the primary key of the old one.

    A correction that is not in the dossier, or that the viewer may not see, is not told.
    """
    pins = {each.report_id: each for each in chosen.pins if each.report_id}
    newer = {}
    for old, followed in _follow(pins, viewer).items():
        if found := next((pins[key] for key in followed if key in pins), None):
            newer[pins[old].pk] = found
    return newer


def carry_over(said: Assessment, pin: Pin | None, *, actor: User, reason: str = "") -> Assessment:
    """Say that what was said of a report holds of its correction too. pin: the choice of the correction; None where there is none.

    The words of the old assessment are kept unless others are given. Another officer looks at it anew: it is another text. Raises Refused
    without a correction, where the two are not in one dossier, and what `assess` raises.
    """
    if pin is None:
        raise Refused("no_correction_chosen", "no correction of it is in the dossier; choose it first")
    if pin.dossier_id != said.pin.dossier_id:
        raise Refused("carried_elsewhere", "this is in another dossier")
    words = reason.strip() or said.reason
    return assess(pin, said.provision, said.element, Stance(said.stance), actor=actor, reason=words)


def count_left_behind(words: Iterable[tuple[Assessment, Pin]], newer: Mapping[int, Pin]) -> int:
    """Count the assessments of corrected reports that nobody said of the correction yet, though it is in the dossier.

    words: every assessment in force with its choice; newer: as `find_newer` gives it.
    """
    told = [(each, pin) for each, pin in words]
    made = {(pin.pk, each.provision, each.element, each.stance) for each, pin in told}
    return sum(
        pin.pk in newer and (newer[pin.pk].pk, each.provision, each.element, each.stance) not in made
        for each, pin in told
    )


def _follow(reports: Collection[int | None], viewer: Viewer) -> dict[int, list[int]]:
    """The corrections that follow each of some reports, the last first; those alone that the viewer may see."""
    seen = Report.objects.visible_to(viewer).values("pk")
    next_of: dict[int, int] = {}
    asked = {key for key in reports if key}
    for _ in range(LONGEST_CHAIN):
        steps = dict(
            Supersession.objects.filter(old__in=keys_as_subquery(asked), new__in=seen)
            .order_by("pk")
            .values_list("old", "new")
        )
        next_of |= steps
        asked = set(steps.values()) - next_of.keys()
        if not asked:
            break
    found = {}
    for start in (key for key in reports if key in next_of):
        chain: list[int] = []
        at = next_of.get(start or 0)
        while at is not None and at not in chain:
            chain.append(at)
            at = next_of.get(at)
        found[start or 0] = chain[::-1]
    return found
