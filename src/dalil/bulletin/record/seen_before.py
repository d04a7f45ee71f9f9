"""What was seen or heard before an incident, as its page says it: sightings that a person judged to be of the aircraft that struck."""

from __future__ import annotations

from django.urls import reverse

from dalil.bulletin.record.report_presenters import TitledLink
from dalil.kinds.sighting import Sighting
from dalil.record.entities import Entity
from dalil.spotting.warnings_judged import JudgedWarning, warnings_of
from dalil.wording.claims import title_of
from dalil.wording.warnings import say_warning


def present_warnings(incident: Entity, language: str) -> tuple[TitledLink, ...]:
    """Present what was seen or heard before an incident, each with the way to its report, as the viewer of the entity may know it."""
    return tuple(
        TitledLink(say_judged_warning(each, language), reverse("report", args=[each.sighting.address]))
        for each in warnings_of(incident, incident.viewer)
    )


def say_judged_warning(warning: JudgedWarning, language: str) -> str:
    """Say what lies between a sighting and the incident; where the reports do not tell it closely enough, the title of the sighting."""
    claim, lead = warning.sighting.claim, warning.lead
    if lead is None or not isinstance(claim, Sighting):
        return title_of(claim, language)
    return say_warning(claim.what, lead.minutes, lead.km, lead.unsure_km, lead.bearing, claim.heading, language)
