"""What stands in an address of the matrix: of each thing one of the person's own, one of somebody else's, and one that is hidden from all."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document as FileOfPages
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupApprovalTask, Locale, Site, Workflow, WorkflowPage

from dalil.access import proposals
from dalil.access.models import Proposal
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.bulletin.links.models import FeedItem
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.newsletter.drafts import make_draft
from dalil.bulletin.newsletter.models import Letter, Subscriber
from dalil.bulletin.newsletter.subscribers import link_to_confirm, link_to_manage
from dalil.bulletin.pages.first_pages import lay_first_pages
from dalil.bulletin.pictures.models import Picture
from dalil.cases.dossiers.assessing import assess
from dalil.cases.dossiers.keeping import choose_reports, freeze_figure, open_dossier
from dalil.cases.dossiers.models import Dossier, Errand, Pin, Stance
from dalil.cases.dossiers.question import DossierQuestion
from dalil.cases.tagging.models import ConflictVerdict, TagVerdict
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.models import FigureEdition
from dalil.counting.question import Question
from dalil.exchange.models import Partner
from dalil.exports.confirmed import propose_export
from dalil.intake.models import FailedRow, Import
from dalil.matching.pointings import point
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Report, Verdict
from dalil.record.sealed.models import Consent, ConsentAct, ConsentCover, KeyHolder, SealedPerson, Submission
from dalil.sanctions.models import ListVersion, ScreeningCandidate, ScreeningVerdict
from dalil.sanctions.taking_versions import VersionRequest, take_version
from dalil.spotting.models import WarningCandidate, WarningVerdict
from dalil.tracing.models import BlindExchange, FamilyForm, SearchCall, SearchFinding, SearchRequest, SearchStep
from dalil.zoning.models import Reminder

sys.path.append(str(Path(__file__).parents[1] / "sanctions"))
from list_samples import eu, ofac, uk, un

Values = dict[str, Any]
"""What stands in an address, by the name of the parameter; by the name of the address and the parameter where it differs."""

PARAMETER = re.compile(r"\(\?P<(\w+)>[^()]*\)|<(?:\w+:)?(\w+)>|\((?:\(\?:[^()]*\)\*|[^()?]*)\)|\^\.\*|\\\.")


def scanned(by: User, level: Level, groups: list[Group]) -> Document:
    """A picture that may be a scan, another for each person and level."""
    data = io.BytesIO()
    Image.new("L", (1 + by.pk, 1 + level)).save(data, "PNG")
    data.seek(0)
    return actions.receive_document(data, actor=by, title="Scan", media_type="image/png", level=level, groups=groups)


def routes() -> Iterator[tuple[str, str]]:
    """Every address of the URLconf: the route as it is written there, in English, and its name with its namespaces."""

    def walk(resolver: Any, before: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            own = str(pattern.pattern).removesuffix("$")
            route = before + (own if own.startswith("^.*") else own.removeprefix("^"))
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, route, (*names, *filter(None, [pattern.namespace])))
            else:
                yield route, ":".join((*names, pattern.name or route))

    with override("en"):
        yield from walk(get_resolver(), "", ())


def fill(route: str, name: str, values: Values) -> str:
    """The address of a route with these things in it. Raises KeyError for a parameter of which nobody said what stands in it."""
    numbered = iter(range(9))

    def value(match: re.Match[str]) -> str:
        if match[0] == r"\.":
            return "."
        parameter = match[1] or match[2] or str(next(numbered))
        return str(values[f"{name} {parameter}"] if f"{name} {parameter}" in values else values[parameter])

    return "/" + PARAMETER.sub(value, route)


def things_of(name: str, by: User, level: Level, groups: list[Group]) -> Values:
    """One of each thing of the record, entered by this person at this level, and named after somebody or something."""
    protected: Any = {"level": level, "groups": groups}
    document = actions.receive_document(
        io.BytesIO(name.encode()), actor=by, title=f"{name} title", media_type="text/plain", **protected
    )
    source = actions.name_source(f"{name}-source", actor=by, en=f"{name} monitor", **protected)
    other = actions.name_source(f"{name}-paper", actor=by, en=f"{name} paper", **protected)
    credits = actions.credit_sources([source])

    def enter(day: int) -> Report:
        claim = kind_of("incident").model_validate({"when": f"2019-05-0{day}", "killed": "5"})
        draft = actions.Draft(claim=claim, document=document, attribution=credits, locator=f"p. {day}", level=level)
        return actions.enter_report(draft, actor=by, groups=groups)

    one, two, withdrawn, corrected = (enter(day) for day in (1, 2, 3, 4))
    actions.withdraw(withdrawn, actor=by, reason="r")
    better = actions.Draft(claim=one.claim, document=document, attribution=credits, locator="p. 9", level=level)
    actions.supersede(corrected, better, actor=by, reason="r")
    claim = kind_of("zone").model_validate({"title_of": f"{name} gardens", "decree": f"{by.pk}/{int(level)}"})
    drawn = actions.Draft(claim=claim, document=document, attribution=credits, locator="p. 8", level=level)
    zone = actions.enter_report(drawn, actor=by, groups=groups)
    warned = WarningCandidate.objects.create(sighting=zone, incident=one, rank=1)
    followed = WarningVerdict.objects.create(sighting=zone, incident=two, verdict="same", actor=by)
    judgement = actions.judge(one, two, Verdict.SAME, actor=by, reason="r")
    figure = define_figure(
        f"{name}-killed", Question(measure="killed", according_to=source.code), actor=by, title_en=f"{name} killed"
    )
    if level == Level.PUBLIC:
        publish_edition(figure, actor=by)
    run = Import.objects.create(document=document, format="ged", header=["best"], actor=by)
    proposal = propose_export(Report.objects.filter(pk=one.pk), by=by, reason="r", query="")
    confirmed = propose_export(Report.objects.filter(pk=two.pk), by=by, reason="r", query="q=x")
    Proposal.objects.filter(pk=confirmed.pk).update(verdict="confirmed")
    widening = proposals.propose(
        Proposal.Of.WIDENING, by=by, reason="r", noun="report", address=one.address,
        before={"level": int(level), "groups": [group.pk for group in groups]}, level=int(Level.INTERNAL), groups=[],
    )  # fmt: skip
    listed = take_list(by, level, groups)
    by_route = {
        f"{room}{each} address": document.address
        for room in ("desk:", "api:", "")
        for each in ("document", "download", "protect_document", "clean_document", "make_picture", "document-file")
    }
    by_route |= {
        "desk:read_scan address": document.address,
        "desk:scan_page address": scanned(by, level, groups).address,
        "desk:scan_page number": 1,
    }
    return {
        **by_route,
        **screened(name, one, by),
        **pointed(name, document, credits, by, level, groups),
        **weighed(one, by),
        **{f"{route} code": listed[0] for route in OF_LISTS},
        **{f"{route} number": listed[1] for route in OF_LISTS},
        "address": one.address,
        "desk:judge_warning candidate": warned.pk,
        "desk:undo_warning verdict": followed.pk,
        **dict.fromkeys(("provision code", "api:provision code", "api:judged-csv code"), "RS-8-2-e-i"),
        "desk:undo_law verdict": TagVerdict.objects.create(
            report=one, provision="IHL-R1", answer="accepted", actor=by
        ).pk,
        "desk:undo_conflict verdict": ConflictVerdict.objects.create(report=one, conflict="NIAC", actor=by).pk,
        "desk:zone address": zone.address,
        "desk:zone_list address": zone.address,
        "desk:reinstate address": withdrawn.address,
        "desk:undo_correction address": corrected.address,
        "code": source.code,
        "alias": actions.add_alias(source, f"{name} mirror", actor=by).pk,
        "desk:undo judgement": judgement.pk,
        "desk:undo_source_judgement judgement": actions.judge_sources(source, other, Verdict.SAME, actor=by).pk,
        "slug": figure.slug,
        "desk:import pk": run.pk,
        "desk:failed_rows pk": run.pk,
        "desk:mend_row pk": run.pk,
        "desk:mend_row row": FailedRow.objects.create(run=run, row=2, field="best", cause="c", raw=["x"]).pk,
        "desk:withdraw_gone pk": run.pk,
        "proposal": proposal.pk if level == Level.INTERNAL else widening.pk,
        "desk:take_export proposal": confirmed.pk,
        "account": by.pk,
        "desk:compare ?": f"?a={one.address}&b={two.address}",
        "desk:ask_second ?": f"?a={one.address}&b={two.address}",
        "desk:enter kind": "incident",
        "tile": "0/000.p/1",
    }


OF_LISTS = [
    "sanctions-feed",
    *(
        f"{room}sanctions{mark}{page}"
        for room, mark in (("desk:", "_"), ("", "-"))
        for page in ("list", "changes", "entry")
    ),
    "desk:sanctions_mail",
]
"""The pages of lists of sanctions, at the desk and in public."""


def pointed(name: str, document: Any, credits: Any, by: User, level: Level, groups: list[Group]) -> Values:
    """A site that an incident names, and the judgement that it is meant, as visible as the thing."""

    def enter(kind: str, content: dict[str, Any]) -> Report:
        claim = kind_of(kind).model_validate(content)
        draft = actions.Draft(claim=claim, document=document, attribution=credits, locator=f"{kind} 1", level=level)
        return actions.enter_report(draft, actor=by, groups=groups)

    site = enter("site", {"called": f"{name} school"})
    named = enter("incident", {"when": "2019-06-01", "named_sites": [f"{name} school"]})
    return {"desk:undo_pointing pointing": point(named, f"{name} school", site, Verdict.SAME, actor=by).pk}


def screened(name: str, report: Report, by: User) -> Values:
    """A pair that may be one person, and another that was judged, of a report that is as visible as the thing."""
    about: Any = {"report": report, "sanctions_list": "un_sc"}
    pair = ScreeningCandidate.objects.create(
        **about, step=report, entry=f"{name}-1", name=f"{name} person", listed_name="x", weight=1, reasons=[]
    )
    judged = ScreeningVerdict.objects.create(**about, entry=f"{name}-2", verdict="same", actor=by)
    return {"desk:judge_screened candidate": pair.pk, "desk:undo_screened verdict": judged.pk}


ELEMENT = ("RS-8-2-e-iv", "ATTACKED")


def weighed(report: Report, by: User) -> Values:
    """A dossier that all share, with a report in it that is as visible as the thing, and what it speaks for."""
    dossier = Dossier.objects.first() or open_dossier(
        "WARD", "The ward", DossierQuestion(provisions=(ELEMENT[0],), conflict="NIAC", when="2019-05"), actor=by
    )
    choose_reports(dossier, [report], actor=by, reason="r")
    pin = Pin.objects.get(report=report)
    return {"pin": pin.pk, "assessment": assess(pin, *ELEMENT, Stance.FOR, actor=by, reason="r").pk}


def take_list(by: User, level: Level, groups: list[Group]) -> tuple[str, str]:
    """A version of a list, brought in by this person at this level: its code and the number of an entry. Of the fourth on all have one list."""
    samples = ((un(), "XXi.001"), (eu(), "EU.901.1"), (ofac(), "9101"), (uk(), "SYR9001"))
    text, number = samples[min(ListVersion.objects.count(), len(samples) - 1)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_text(text, encoding="utf-8")
        request = VersionRequest(paths=(path,), actor=by, level=level, groups=tuple(groups))
        return take_version(request).version.sanctions_list, number


def things_of_the_desk(by: User) -> Values:
    """One of each thing that knows no level: of the sealed compartment, of pages, of accounts; and words that stand in addresses."""
    sealed = SealedPerson.objects.create(role="witness", reference="x", entered_by=by)
    sought = SearchRequest.objects.create(person=sealed, entered_by=by)
    SearchStep.objects.create(request=sought, number=1, state="OPEN", actor=by)
    SearchFinding.objects.create(request=sought, number=1, actor=by)
    consent = Consent.objects.create(reference="x", person=sealed)
    reminder = Reminder.objects.create(
        person=sealed, report=Report.objects.earliest("pk"), days_before=30, language="en", asked_by=by
    )
    Submission.objects.create(reference="told", received_at=timezone.now(), generation=1, sealed=b"")
    form = Submission.objects.create(
        reference="x", about="search", received_at=timezone.now(), generation=1, sealed=b""
    )
    FamilyForm.objects.create(submission=form, receipt="x")
    partner = Partner.objects.create(name=f"partner-{by.pk}.example/ledger", key="x")
    blind = BlindExchange.objects.create(
        partner=partner, identity="x", began_here=True, step=1, kept=b"", generation=1, actor=by
    )
    ConsentAct.objects.create(consent=consent, verb="given", on_day=date(2026, 1, 1), actor=by)
    dossier = Dossier.objects.get()
    errand = Errand.objects.create(dossier=dossier, reason="r", actor=by)
    frozen = freeze_figure(dossier, FigureEdition.objects.earliest("pk"), actor=by, reason="r")
    covered = ConsentCover.objects.create(consent=consent, report=Report.objects.earliest("pk"), actor=by)
    lay_first_pages()
    front = FrontPage.objects.get(locale__language_code="en")
    story = front.add_child(instance=StoryPage(title="The cave", slug="cave", dated="2020", live=False))
    revision = story.save_revision()
    collection = Collection.get_first_root_node().add_child(name="Drawings")
    picture = Picture.objects.create(title="Map", file=get_test_image_file())
    file = FileOfPages.objects.create(title="Map", file=ContentFile(b"%PDF-1.4", "map.pdf"))
    workflow, task = Workflow.objects.create(name="w"), GroupApprovalTask.objects.create(name="t")
    WorkflowPage.objects.create(workflow=workflow, page=front)
    app, model = "bulletin", "storypage"
    role = Group.objects.create(name="helpers")
    pages = {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"), story.pk),
        "wagtailadmin_pages:add parent_page_id": front.pk,
        "wagtailadmin_pages:preview_on_add parent_page_id": front.pk,
        "wagtailadmin_pages:add_subpage parent_page_id": front.pk,
        "wagtailadmin_pages:unpublish page_id": front.pk,
        "wagtailadmin_pages:revisions_compare pk": story.pk,
        "wagtailadmin_pages:move_confirm destination_id": front.pk,
        **dict.fromkeys(("content_type_app_name", "app_label", "app_name"), app),
        **dict.fromkeys(("content_type_model_name", "model_name"), model),
        "wagtail_bulk_action app_label": "wagtailcore",
        "wagtail_bulk_action model_name": "page",
        "wagtail_bulk_action ?": f"?id={story.pk}",
        "action": "delete",
        "action_name": "copy",
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "wagtail_serve 0": "cave/",
        **{f"wagtailadmin_api:pages:{each} pk": story.pk for each in ("detail", "action")},
        "wagtailadmin_choose_page_search ?": "?q=cave",
        "wagtailadmin_choose_page_chosen_multiple ?": f"?id={story.pk}",
        "wagtailadmin_tag_autocomplete ?": "?term=a",
        "object_id": story.pk,
        "restriction_id": 1,
        "page_view_restriction_id": 1,
    }
    keyed = {
        "wagtailadmin_collections": collection,
        "wagtailsites": Site.objects.get(),
        "wagtailusers_users": by,
        "wagtailusers_groups": role,
        "wagtaillocales": Locale.objects.earliest("pk"),
        "wagtaildocs_chooser": file,
        "wagtailimages_chooser": picture,
        "wagtailadmin_api:documents": file,
        "wagtailadmin_api:images": picture,
    }
    named = {
        f"{name} pk": thing.pk for _, name in routes() for room, thing in keyed.items() if name.startswith(f"{room}:")
    }
    tasks = {f"wagtailadmin_workflows:{each} pk": task.pk for each in ("edit_task", "disable_task", "enable_task")} | {
        f"wagtailadmin_workflows:{each} pk": workflow.pk
        for each in ("enable", "disable", "edit", "usage", "usage_results")
    }
    return {
        **pages,
        **named,
        **tasks,
        "collection_id": collection.pk,
        "image_id": picture.pk,
        "name": "nobody.png",
        "filter_spec": "width-100",
        "redirect_id": Redirect.objects.create(old_path="/en/was", redirect_page=story).pk,
        **dict.fromkeys(("document_id", "doc_id", "wagtaildocs_serve 0"), file.pk),
        "wagtaildocs_serve 1": "map.pdf",
        "workflow_pk": workflow.pk,
        "task_id": task.pk,
        **dict.fromkeys(("uploaded_file_id", "session_id", "task_state_id", "workflow_state_id", "number"), 1),
        "mfa_edit_webauthn pk": 1,
        "mfa_remove_webauthn pk": 1,
        "simple_translation:submit_snippet_translation pk": 1,
        "wagtailadmin_password_reset_confirm uidb64": "MQ",
        "token": "x",
        "uidb64": "MQ",
        "kind": "incident",
        "api:kind code": "incident",
        "place code": "SY07",
        "term scheme": "weapons",
        "term code": "BARREL_BOMB",
        **{
            f"about-{form} {part}": value
            for form in ("feed", "json")
            for part, value in (("scheme", "places"), ("code", "SY07"))
        },
        "what": "places",
        "act": "travel",
        "decision": "leave",
        "prefix": dossier.prefix,
        "ground": ELEMENT[0],
        "desk:dossier_element code": ELEMENT[1],
        "errand": errand.pk,
        "frozen": frozen.pk,
        "item": FeedItem.objects.create(url="https://a.example/", same_as="a.example", title="T").pk,
        "key": "put-up-by-somebody",
        "page-share key": front.pk,
        "reference": "x",
        "desk:tracing_called number": SearchCall.objects.create(
            request=SearchRequest.objects.get(), due_on=date(2026, 1, 1), actor=by
        ).pk,
        "desk:tracing_interview part": 1,
        "desk:tracing_look candidate": "nobody",
        "desk:tracing_photograph_away number": 1,
        "desk:tracing_blind_exchange pk": blind.pk,
        "desk:tracing_blind_open pk": blind.pk,
        **{f"desk:sealed_submission{then} reference": "told" for then in ("", "_done", "_erase")},
        "desk:sealed_reminder_send number": reminder.pk,
        "desk:sealed_reminder_close number": reminder.pk,
        "cover": covered.pk,
        "holder": KeyHolder.objects.create(user=by, recipient="age1").pk,
        **_things_of_letters(by),
        "desk/^.*/ 0": "nothing-of-this-name",
    }


def _things_of_letters(by: User) -> Values:
    """A draft of a letter, one that was issued, and somebody who gets it."""
    issued = make_draft(by)
    Letter.objects.filter(pk=issued.pk).update(number=1, state="sending", issued_at=timezone.now(), issued_by=by)
    issued.editions.update(subject="s", entries=[])
    who = Subscriber.objects.create(
        reference="x", term="x", sealed=b"", language="en", state="in", asked_at=timezone.now()
    )
    return {
        "letter": issued.pk,
        "letter number": 1,
        "desk:issue_letter letter": make_draft(by).pk,
        "subscriber": who.pk,
        "desk:preview_letter letter": make_draft(by).pk,
        "desk:try_letter letter": make_draft(by).pk,
        "desk:preview_letter code": "en",
        "desk:preview_letter form": "html",
        "letters-confirm token": link_to_confirm(who),
        "letters-mine token": link_to_manage(who),
    }
