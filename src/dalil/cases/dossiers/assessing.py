"""Saying that something in a dossier speaks for or against an element, and reviewing what another officer said. Never that one is met."""

from __future__ import annotations

from django.contrib.auth.models import User

from dalil.cases.dossiers.models import Assessment, AssessmentReview, Pin, SecondOpinion, Stance
from dalil.cases.dossiers.question import find_ground
from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change


def assess(pin: Pin, provision: str, element: str, stance: Stance, *, actor: User, reason: str) -> Assessment:
    """Say that what was chosen speaks for or against an element of a provision, and why.

    Raises Refused without a reason, for an element that the provision does not have, where what was chosen was taken out, and where the same was
    said already.
    """
    check_lengths(reason=reason)
    if not reason.strip():
        raise Refused("assessed_without_reason", "say what in it speaks for or against the element")
    check_element(provision, element)
    with writing():
        if pin.taken_back_at is not None:
            raise Refused("assessed_after_taking_out", "this has been taken out of the dossier; choose it again first")
        before = Pin.everything.filter(dossier=pin.dossier_id, report=pin.report_id, document=pin.document_id)
        same = Assessment.objects.filter(pin__in=before.values("pk"), provision=provision, element=element)
        if same.filter(stance=stance).exists():
            raise Refused("assessed_already", "this has been said already; take it back first")
        made = Assessment.objects.create(
            pin=pin, provision=provision, element=element, stance=stance, actor=actor, reason=reason
        )
        append_change(
            Verb.JUDGED, Subject.DOSSIER, [pin.dossier.prefix], actor=actor,
            what="assessment", provision=provision, element=element, stance=str(stance),
        )  # fmt: skip
        return made


def take_assessment_back(assessment: Assessment, *, actor: User) -> None:
    """Take an assessment back; it stays on the record. Only who made it does so: nobody silences what another officer said.

    Raises Refused for another's, and where that was done already.
    """
    if assessment.actor_id != actor.pk:
        raise Refused(
            "others_assessment", "only the officer who said this takes it back; say that you disagree, and why"
        )
    with writing():
        if not assessment.take_back(actor):
            raise Refused("already_taken_back", "this judgement has already been taken back")
        append_change(Verb.RETRACTED, Subject.DOSSIER, [assessment.pin.dossier.prefix], actor=actor, what="assessment")


def review(assessment: Assessment, agreement: SecondOpinion, *, actor: User, reason: str = "") -> AssessmentReview:
    """Say whether one agrees with what another officer said; the latest review counts.

    Raises Refused for whoever made the assessment, for one that was taken back, and where somebody disagrees without a reason.
    """
    check_lengths(reason=reason)
    if assessment.actor_id == actor.pk:
        raise Refused("own_assessment", "nobody reviews what they said themselves; another officer does")
    if agreement == SecondOpinion.DISAGREES and not reason.strip():
        raise Refused("disagreed_without_reason", "say why you disagree")
    with writing():
        if not Assessment.objects.filter(pk=assessment.pk).exists():
            raise Refused("already_taken_back", "this judgement has already been taken back")
        made = AssessmentReview.objects.create(
            assessment=assessment, assessed_by=assessment.actor, agreement=agreement, actor=actor, reason=reason
        )
        append_change(
            Verb.JUDGED, Subject.DOSSIER, [assessment.pin.dossier.prefix], actor=actor,
            what="review", agreement=str(agreement),
        )  # fmt: skip
        return made


def check_element(provision: str, element: str) -> None:
    """Raise Refused where a provision has no such element, and UnknownCode where there is no such provision."""
    if element not in {each.code for each in find_ground(provision).elements}:
        raise Refused(
            "no_such_element", "{provision} has no element {element}", {"provision": provision, "element": element}
        )
