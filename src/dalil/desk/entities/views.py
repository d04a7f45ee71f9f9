"""One entity: what is told of it, side by side, and what that comes to."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.cases.tagging.tag_facts import KINDS
from dalil.counting.entity_readings import grade_entity
from dalil.counting.entity_words import title_of_entity
from dalil.desk.entities.bag import may_hand_out
from dalil.desk.entities.facts import compare_claims
from dalil.desk.entities.readings import name_readings, say_readings
from dalil.desk.judging.effects import list_with_effects
from dalil.desk.screens import DeskRequest, button, language, may, screen, viewer_of
from dalil.record.entities import entity_at
from dalil.record.kind import kind_of
from dalil.record.models import Judgement, Report
from dalil.record.reading import open_for_reading


@may("see")
def entity(request: DeskRequest, address: str) -> HttpResponse:
    """The reports beside each other, the readings of every quantity, and the judgements that hold it together."""
    viewer = viewer_of(request)
    found = entity_at(address, viewer)
    if found is None:
        raise Http404(f"no entity {address}")
    if found.address != address:
        return redirect("desk:entity", found.address)
    open_for_reading(found, viewer)
    ids = [report.pk for report in found.reports]
    visible = Report.objects.visible_to(viewer).values("pk")
    judgements = Judgement.objects.filter(a__in=visible, b__in=visible).select_related("a", "b", "actor", "retraction")
    told = found.current or found.reports
    return screen(
        request,
        "desk/entities/entity.html",
        title_of_entity(found, language()),
        short=_("Entity"),
        icon="group",
        above=[(reverse("desk:entities"), _("Entities"))],
        buttons=[button(_("Hand out as a bag"), reverse("desk:bag", args=[found.address]), "download")]
        if may_hand_out(request)
        else [],
        entity=found,
        kind=kind_of(found.kind),
        told=told,
        rows=compare_claims([report.claim for report in told], language()),
        earlier=[report for report in found.reports if report not in told],
        judgements=list_with_effects(judgements.filter(a__in=ids) | judgements.filter(b__in=ids), viewer),
        readings=say_readings(found, language()),
        reading_names=name_readings(language()),
        grade=grade_entity(found) or "",
        has_law=found.kind in KINDS and bool(found.current),
    )
