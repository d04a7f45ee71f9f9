"""Which law may concern an incident or a victim: what the rules propose, and what a legal officer judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil import vocabulary
from dalil.cases.law import Conflict, Provision, applicable, provision
from dalil.cases.tagging.models import ConflictVerdict, TagAnswer, TagVerdict
from dalil.cases.tagging.tag_facts import KINDS
from dalil.cases.tagging.tag_rules import TagFacts, say_rule
from dalil.cases.tagging.tags_judged import LawOfEntity, judge_conflict, judge_tag, law_of, take_law_back
from dalil.cases.tagging.treaty_bonds import bonds_of
from dalil.counting.entity_words import title_of_entity
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, can, language, may, saying, screen, viewer_of
from dalil.record.entities import Entity, entities_of, entity_at
from dalil.record.models import Report
from dalil.record.reading import open_for_reading

ON_A_PAGE = 25


@dataclass(frozen=True)
class ProposedLaw:
    """A provision to be examined: its name, where it stands, why it is proposed, and whom its treaty is known to have bound, in words."""

    code: str
    name: str
    instrument: str
    article: str
    reasons: tuple[str, ...]
    bound: tuple[str, ...]


@dataclass(frozen=True)
class JudgedLaw:
    """A provision that was judged. applies: whether it still can, since the kind of conflict may have been judged anew."""

    verdict: TagVerdict
    law: ProposedLaw
    applies: bool


@dataclass(frozen=True)
class LawLine:
    """An entity in the list, with how much of its law waits and how much was accepted."""

    address: str
    title: str
    waiting: int
    accepted: int


@require_safe
@may("judge_law")
def law(request: DeskRequest) -> HttpResponse:
    """The incidents and victims that came last, with how many provisions wait to be judged."""
    viewer = viewer_of(request)
    reports = Report.objects.visible_to(viewer).filter(kind__in=KINDS).standing_for(viewer).order_by("-pk")
    sheet = Paginator(reports.values_list("pk", flat=True), ON_A_PAGE).get_page(request.GET.get("p"))
    shown = show_list(request, entities_of(list(sheet), viewer))
    return screen(
        request,
        "desk/law/law.html",
        _("Law to be examined"),
        icon="tasks",
        sheet=sheet,
        lines=[line for each in shown if (line := _line(each))],
    )


def _line(entity: Entity) -> LawLine | None:
    found = law_of(entity)
    if found is None:
        return None
    return LawLine(entity.address, title_of_entity(entity, language()), len(found.waiting), len(found.accepted))


@require_safe
@may("see")
def law_of_entity(request: DeskRequest, address: str) -> HttpResponse:
    """What may concern one entity: proposed, accepted, refused; the kind of conflict; and a further provision by hand."""
    entity, found = _found(request, address)
    open_for_reading(entity, viewer_of(request))
    judged = {each.provision for each in (*found.accepted, *found.refused)} | {
        tag.provision.code for tag in found.waiting
    }
    return screen(
        request,
        "desk/law/law_of.html",
        _("Law: %(title)s") % {"title": title_of_entity(entity, language())},
        short=_("Law"),
        icon="tasks",
        above=[(reverse("desk:entity", args=[entity.address]), title_of_entity(entity, language()))],
        entity=entity,
        law=found,
        conflict=found.conflict.say(language()) if found.conflict else "",
        declared=vocabulary.label("known_conflicts", found.declared.code, language()) if found.declared else "",
        conflicts=[(each.value, each.say(language())) for each in Conflict],
        waiting=[_present(tag.provision, tag.rules, found.facts) for tag in found.waiting],
        accepted=[_judged(each, found) for each in found.accepted],
        refused=[_judged(each, found) for each in found.refused],
        lapsed=[_judged(each, found) for each in found.lapsed],
        others=[_choice(each) for each in _further(found) if each.code not in judged],
        may_judge=can(request, "judge_law"),
    )


def _further(found: LawOfEntity) -> Iterable[Provision]:
    return applicable(found.conflict, found.facts.first)


def _choice(found: Provision) -> tuple[str, str]:
    return found.code, f"{found.name.in_language(language())} ({found.code})"


def _present(found: Provision, rules: Iterable[str], facts: TagFacts) -> ProposedLaw:
    return ProposedLaw(
        code=found.code,
        name=found.name.in_language(language()),
        instrument=found.instrument.in_language(language()),
        article=found.article,
        reasons=tuple(say_rule(rule).in_language(language()) for rule in rules),
        bound=tuple(_say_bound(found, facts)),
    )


def _say_bound(found: Provision, facts: TagFacts) -> Iterator[str]:
    """Say of each State concerned whether it is known to have joined the treaty of a provision by the day of the act."""
    bonds = bonds_of(found, facts)
    if found.treaty.binds == "parties" and not bonds:
        yield _("No State is named whose part in this treaty is known here.")
    for bond in bonds:
        said = {
            True: _("%(state)s had joined this treaty by that day."),
            False: _("%(state)s had not joined this treaty by that day."),
            None: _("No step of %(state)s in this treaty is known here; it is not known to be bound."),
        }[bond.joined]
        if facts.first is None:
            said = _("The day is not known, and so whether %(state)s had joined this treaty.")
        yield said % {"state": vocabulary.label("treaty_states", bond.state, language())}


def _judged(verdict: TagVerdict, law: LawOfEntity) -> JudgedLaw:
    found = provision(verdict.provision)
    rules = [each for each in verdict.rules if each in law.reasons.get(found.code, ())]
    return JudgedLaw(verdict, _present(found, rules, law.facts), found.applies(law.conflict, law.facts.first))


def _found(request: DeskRequest, address: str) -> tuple[Entity, LawOfEntity]:
    entity = entity_at(address, viewer_of(request))
    found = law_of(entity) if entity else None
    if entity is None or found is None:
        raise Http404(f"no entity {address} of which law is judged")
    return entity, found


@require_POST
@may("judge_law")
def judge_law(request: DeskRequest, address: str) -> HttpResponse:
    """Accept or refuse a provision for an entity."""
    entity, _law = _found(request, address)
    code, answer = request.POST.get("provision", ""), request.POST.get("answer", "")
    if answer not in TagAnswer.values or not vocabulary.is_code("provisions", code):
        messages.error(request, _("Choose a provision, and say whether it may concern this."))
        return redirect("desk:law_of", entity.address)
    reason = request.POST.get("reason", "")
    _try(request, lambda: judge_tag(entity, code, TagAnswer(answer), actor=request.user, reason=reason))
    return redirect("desk:law_of", entity.address)


@require_POST
@may("judge_law")
def say_conflict(request: DeskRequest, address: str) -> HttpResponse:
    """Say in which kind of conflict something happened."""
    entity, _law = _found(request, address)
    conflict = request.POST.get("conflict", "")
    if conflict not in {each.value for each in Conflict}:
        messages.error(request, _("Choose the kind of conflict."))
        return redirect("desk:law_of", entity.address)
    reason = request.POST.get("reason", "")
    _try(request, lambda: judge_conflict(entity, Conflict(conflict), actor=request.user, reason=reason))
    return redirect("desk:law_of", entity.address)


@require_POST
@may("judge_law")
def undo_law(request: DeskRequest, verdict: int) -> HttpResponse:
    """Take a judgement of law back."""
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    found = get_object_or_404(TagVerdict.objects.filter(report__in=reports), pk=verdict)
    return _undo(request, found)


@require_POST
@may("judge_law")
def undo_conflict(request: DeskRequest, verdict: int) -> HttpResponse:
    """Take a judgement of a kind of conflict back."""
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    found = get_object_or_404(ConflictVerdict.objects.filter(report__in=reports), pk=verdict)
    return _undo(request, found)


def _undo(request: DeskRequest, verdict: TagVerdict | ConflictVerdict) -> HttpResponse:
    with saying(request, _("The judgement is taken back.")):
        take_law_back(verdict, actor=request.user)
    return redirect("desk:law_of", verdict.report.address)


def _try(request: DeskRequest, judge: Callable[[], object]) -> None:
    with saying(request, _("The judgement is kept; it can be taken back.")):
        judge()
