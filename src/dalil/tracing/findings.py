"""Findings: what became of somebody, proposed by one person and decided by another, with a basis and a document; and telling the family.

Nothing is ever found by the machine. Certificates of branches may carry wrong days, so that what a document says is a claim and never more.
Source: `reference/standards.md`, section 4: fate and whereabouts are two fields; the family is told before anyone.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.timezone import localdate
from pydantic import Field

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.record.actions.transaction import Refused, writing
from dalil.record.models import Report
from dalil.record.sealed.consents import cover, give_consent, uncover
from dalil.record.sealed.held_alike import list_alike
from dalil.record.sealed.models import Consent
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import change_person, read_versions
from dalil.tracing.lifecycle import FATES
from dalil.tracing.models import SearchFinding, SearchRequest, Telling
from dalil.tracing.requests import add_step, states_of
from dalil.values import Value, When
from dalil.values.base import KEPT
from dalil.values.codes import CodeOf
from dalil.values.consent import ConsentTerms

ADDRESS, WHOLE = 20, 64
"""Letters of the address of a document, and of its whole digest."""


class FindingContent(Value):
    """What was found: sealed. state: one of FATES. document: the address of what shows it; report: of the report that tells of it, if any.

    basis: how it is known that this is the one who is sought. shown_by: a code of `fate_documents`.
    """

    state: str
    basis: Annotated[str, Field(max_length=2000)]
    document: Annotated[str, Field(max_length=80)]
    shown_by: Annotated[str, CodeOf("fate_documents")]
    whereabouts: Annotated[str, CodeOf("whereabouts")] | None = None
    when: When | None = None
    report: Annotated[str, Field(max_length=80)] = ""


class TellingContent(Value):
    """How the family was told: sealed. who: who was told, and by whom; support: what was offered to them."""

    finding: int
    who: Annotated[str, Field(max_length=1000)]
    how: Annotated[str, Field(max_length=1000)]
    support: Annotated[str, Field(max_length=1000)]
    on_day: date


def propose_finding(
    opened: OpenCompartment, request: SearchRequest, content: FindingContent, *, actor: User
) -> SearchFinding:
    """Propose what became of somebody; a second person decides. The report behind it, where the public cannot read it yet, is kept from them.

    Raises Refused where the request is not under verification, where another finding waits, without a basis, and where the document or the
    report is none that the person can read.
    """
    if content.state not in FATES:
        raise Refused(
            "not_a_fate", "a finding says what became of somebody: alive and free, detained, dead, or identified"
        )
    if not content.basis.strip():
        raise Refused("finding_without_basis", "say how it is known that this is the one who is sought")
    viewer = Viewer.of(actor)
    if find_document(content.document, viewer) is None:
        raise Refused(
            "finding_without_document", "a finding rests on a document; give the address of one that you can read"
        )
    report = Report.objects.visible_to(viewer).filter(address=content.report).first() if content.report else None
    if content.report and report is None:
        raise Refused("finding_of_no_report", "no report that you can read has this address")
    with writing():
        if states_of(request)[-1] != "UNDER_VERIFICATION":
            raise Refused("not_under_verification", "a finding is proposed while the request is under verification")
        if request.findings.filter(decision="").exists():
            raise Refused("finding_waits", "a finding waits for a second person; decide that one first")
        number = request.findings.count() + 1
        change_person(
            opened,
            request.person,
            {"search_finding": content.model_dump_json(exclude_defaults=True)},
            actor=actor,
            seen={"search_finding": number - 1},
        )
        consent = _keep_from_public(request, report, actor) if report else None
        return SearchFinding.objects.create(request=request, number=number, consent=consent, actor=actor)


def confirm_finding(opened: OpenCompartment, finding: SearchFinding, *, actor: User) -> None:
    """Confirm a finding, as a second person: the request comes into its state. Raises Refused for whoever proposed it, and where it was decided."""
    with writing():
        _decide(finding, SearchFinding.Decision.CONFIRMED, actor)
        content = read_finding(opened, finding, actor=actor)
        add_step(opened, finding.request, content.state, reason=content.basis, actor=actor)


def reject_finding(opened: OpenCompartment, finding: SearchFinding, *, reason: str, actor: User) -> None:
    """Reject a finding, as a second person: the search goes on, and what was kept from the public for it is not any more.

    Raises Refused for whoever proposed it, without a reason, and where it was decided.
    """
    if not reason.strip():
        raise Refused("step_without_reason", "say why; the reason is sealed with the step")
    with writing():
        _decide(finding, SearchFinding.Decision.REJECTED, actor)
        if finding.consent:
            for each in finding.consent.covers.filter(taken_back_at=None):
                uncover(each, actor=actor, finding_rejected=True)
        add_step(opened, finding.request, "OPEN", reason=reason, actor=actor)


def tell_family(opened: OpenCompartment, finding: SearchFinding, content: TellingContent, *, actor: User) -> Telling:
    """Note that the family was told. Only after that can it consent to publication, and only with that consent is anything of it public.

    Raises Refused where the finding was not confirmed, where who, how or the support is not said, and for a day to come.
    """
    if finding.decision != SearchFinding.Decision.CONFIRMED:
        raise Refused("not_confirmed", "a family is told of what two people found; this was not confirmed")
    if not all(text.strip() for text in (content.who, content.how, content.support)):
        raise Refused("telling_says_too_little", "say who was told by whom, how, and what support was offered")
    if content.on_day > localdate():
        raise Refused("day_to_come", "{day} is a day to come", {"day": content.on_day})
    with writing():
        number = Telling.objects.filter(finding__request=finding.request).count()
        change_person(
            opened,
            finding.request.person,
            {"search_telling": content.model_dump_json()},
            actor=actor,
            seen={"search_telling": number},
        )
        return Telling.objects.create(finding=finding, actor=actor)


def read_finding(opened: OpenCompartment, finding: SearchFinding, *, actor: User, session: str = "") -> FindingContent:
    """Read what was found. It is logged."""
    versions = read_versions(opened, finding.request.person, "search_finding", actor=actor, session=session)
    text = next(each.text for each in versions if each.version == finding.number)
    return FindingContent.model_validate_json(text, context=KEPT)


def find_document(address: str, viewer: Viewer) -> Document | None:
    """Return the document of an address, where the viewer may see it."""
    if len(address) not in (ADDRESS, WHOLE):
        return None
    return Document.objects.visible_to(viewer).filter(sha256__startswith=address).first()


def _decide(finding: SearchFinding, decision: SearchFinding.Decision, actor: User) -> None:
    finding.refresh_from_db()
    if finding.decision:
        raise Refused("finding_decided", "this finding was decided already")
    if finding.actor_id == actor.pk:
        raise Refused("second_person_decides", "who proposed a finding does not decide it; a second person does")
    if states_of(finding.request)[-1] != "UNDER_VERIFICATION":
        raise Refused("verification_over", "a finding is decided while the request is under verification")
    finding.decision, finding.decided_at, finding.decided_by = decision, timezone.now(), actor
    finding.save(update_fields=["decision", "decided_at", "decided_by"])


def _keep_from_public(request: SearchRequest, report: Report, actor: User) -> Consent | None:
    """Cover a report, and others that tell the same, by a consent to nothing, until the family knows and consents.

    What the public can read already is theirs.
    """
    if Report.objects.visible_to(Viewer.public()).filter(pk=report.pk).exists():
        return None
    made = give_consent(request.person, ConsentTerms(giver="next_of_kin"), on_day=localdate(), actor=actor)
    cover(made, list_alike(report), actor=actor)
    return made
