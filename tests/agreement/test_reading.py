"""What is opened by itself goes through the door of reading, and the door agrees with the query."""

from __future__ import annotations

import io
from itertools import product

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.entities import entity_at
from dalil.record.kind import kind_of
from dalil.record.models import Report, Source
from dalil.record.reading import NotVisible, open_for_reading, thing_opened

OPENS = {
    "entity": "entity",
    "entity-share": "entity",
    "report": "report",
    "document": "document",
    "document-file": "document",
    "source": "source",
    "desk:report": "report",
    "desk:correct": "report",
    "desk:withdraw": "report",
    "desk:reinstate": "report",
    "desk:undo_correction": "report",
    "desk:protect_report": "report",
    "desk:entity": "entity",
    "desk:bag": "entity",
    "desk:law_of": "entity",
    "desk:document": "document",
    "desk:download": "document",
    "desk:protect_document": "document",
    "desk:source": "source",
    "desk:protect_source": "source",
    "api:document": "document",
    "api:report": "report",
    "api:entity": "entity",
    "figure-csv": "report",
    "figure-capsule": "report",
}
"""The addresses that name one protected thing, or export some, and what they open."""

NOTHING_TO_TAKE_BACK = {"desk:reinstate", "desk:undo_correction"}
"""These read the report and refuse, since it was neither withdrawn nor corrected."""

OPENS_NOTHING = {
    "figure": "a figure is what was published; the reports behind it have pages of their own",
    "figure-edition": "the same",
    "figure-share": "the same",
    "page-share": "a page that an editor published is nothing of the record",
    "figure-json": "the answer alone",
    "api:figure": "the same",
    "api:kind": "a kind is no report",
    "api:provision": "a provision is no report; the lists with it are narrowed by visible_to, and logged as lists",
    "api:judged-csv": "the public's list of what was judged under a provision",
    "desk:enter": "a kind is no report",
    "desk:clean_document": "a copy that is made; it opens the document it is made from, and the screen it leads on to",
    "desk:make_picture": "the same; it leads on to the picture",
    "desk:read_scan": "words that are read of a document; it opens the document, and the screen it leads on to",
    "desk:scan_page": "a page of a document that has pictures; it opens the document",
    "picture": "a picture of pages is nothing of the record",
    "desk:undo": "a judgement; what it leads on to opens its report",
    "desk:judge_sources": "a judgement; what it leads on to opens its source",
    "desk:undo_source_judgement": "the same",
    "desk:add_alias": "a name; what it leads on to opens its source",
    "desk:remove_alias": "the same",
    "desk:figure": "a figure is no report",
    "desk:publish_figure": "the same",
    "desk:correct_pages": "the same",
    "desk:import": "what an import did; its reports have pages of their own",
    "desk:failed_rows": "rows that became no report",
    "desk:mend_row": "a row that became no report",
    "desk:withdraw_gone": "a decision about several; their reports have pages of their own",
    "desk:sealed_admit": "a key of somebody who opens the compartment",
    "desk:sealed_remove": "the same",
    "desk:sealed_passkey_remove": "a passkey of the person alone who asks",
    "desk:sealed_person": "a sealed person, who is read and logged by `record.sealed` alone",
    "desk:sealed_change": "the same",
    "desk:sealed_erase": "the same",
    "desk:sealed_submission": "what a reader submitted, sealed; the compartment logs who reads it",
    "desk:sealed_submission_done": "the same",
    "desk:sealed_submission_erase": "the same",
    **{
        f"desk:sealed_{name}": "a consent, which names nobody" for name in ("consent_give", "consent", "consent_change")
    },
    **{f"desk:sealed_{name}": "the same" for name in ("withdraw", "cover", "uncover")},
    **{
        f"desk:dossier{name}": "a dossier, which names what is in it; each has a page of its own"
        for name in (
            "",
            *(
                f"_{each}"
                for each in ("question", "choose", "things", "element", "work", "command", "figures", "circle")
            ),
        )
    },
    **{
        f"desk:dossier_{name}": "the same"
        for name in ("take_out", "review", "take_back", "carry", "end_work", "note", "remove_figure")
    },
    "desk:dossier_hand_out": "what was handed out; what goes into a bag goes through the door",
    "desk:packed_bag": "a bag that was written through the door, for the person alone who asked for it",
    "desk:packed_bag_file": "the same",
    "desk:pending_import": "a file that waits, for the person alone who put it up",
    "desk:import_mapping": "the same",
    "desk:start_import": "the same",
    "desk:give_up_import": "the same",
    "desk:change_access": "an account",
    "desk:decide_proposal": "a proposal; the thing has a page of its own",
    "ledger-tile": "hashes of leaves; nothing of what they seal",
    "desk:take_export": "an export that was confirmed; its reports go through the door like those of every export",
    "desk:suggest": "names for an input, narrowed by visible_to",
    "place": "what public reports say of a place; they have pages of their own",
    "about-feed": "stories and cards about a place or a term",
    "about-json": "the same",
    "term": "the same of a weapon, a target or an actor",
    "letter": "what was published, as it was sent",
    "letters-confirm": "a subscription of somebody; it opens no thing of the record",
    "letters-mine": "the same",
    **{
        f"desk:{name}": "a letter, which holds what is public"
        for name in ("letter", "preview_letter", "try_letter", "issue_letter", "stop_letter")
    },
    "desk:erase_subscriber": "an address that gets the letter",
    "desk:decide_link": "a page elsewhere is nothing of the record",
    **{
        f"{place}sanctions{dash}{name}": "a list, narrowed by visible_to; what of it is restricted is logged as a list is"
        for place, dash in (("", "-"), ("desk:", "_"))
        for name in ("list", "changes", "entry")
    },
    "desk:sanctions_mail": "asking for mail of a list, narrowed by visible_to",
    "sanctions-feed": "what versions of a public list changed",
    "desk:zone": "an entity of another kind than here; tests/desk/zoning holds that it goes through the door",
    "desk:zone_list": "the same",
    "desk:sealed_reminder_ask": "a sealed person, by reference; the report that is named is looked up by visible_to",
    "desk:sealed_reminder_send": "a reminder; its property is shown only where visible_to has it",
    "desk:sealed_reminder_close": "the same",
    "provision": "an article of the law; what lies under it has pages of its own",
    "desk:judge_law": "a judgement; its report has a page of its own",
    "desk:say_conflict": "the same",
    "desk:undo_law": "the same",
    "desk:undo_conflict": "the same",
    "desk:judge_warning": "a judgement; both of its reports have pages of their own",
    "desk:undo_warning": "the same",
    "desk:tracing_search": "a search request, sealed; the compartment logs who reads it",
    **{f"desk:tracing_{name}": "the same" for name in ("change", "step", "receipt", "candidates", "findings")},
    **{f"desk:tracing_{name}": "the same" for name in ("confirm", "reject", "tell", "listing", "put_up", "take_down")},
    **{f"desk:tracing_{name}": "a form of a family, sealed; the same" for name in ("form", "form_enter", "form_erase")},
    **{f"desk:tracing_{name}": "a request, sealed; the same" for name in ("call", "called", "interview", "summary")},
    "desk:tracing_look": "a request, sealed; a report opens itself",
    **{f"desk:tracing_{name}": "a request, sealed; the same" for name in ("photograph", "photograph_away")},
    **{f"desk:tracing_{name}": "whom a partner knows too, by reference" for name in ("blind_exchange", "blind_open")},
    "desk:judge_screened": "a judgement; its report has a page of its own",
    "desk:undo_screened": "the same",
    "desk:undo_pointing": "a judgement; its reports have pages of their own",
    "ways_in": "an account; it opens no thing of the record",
}
"""The other addresses of ours that name something, and why they open no protected thing."""


@pytest.fixture
def opened():
    seen = []
    thing_opened.connect(receiver := lambda thing, viewer, **_: seen.append((type(thing).__name__.lower(), viewer)))
    yield seen
    thing_opened.disconnect(receiver)


@pytest.fixture
def things(enter, document, alice):
    report = enter({"when": "2019-05-02", "killed": "3"}, origin="north-monitor")
    figure = define_figure("killed", Question.of({"measure": "killed"}), actor=alice, title_en="Killed")
    publish_edition(figure, actor=alice)
    return {"report": report, "entity": report, "document": document, "source": Source.objects.get()}


def ours_that_name_something(patterns=None, namespace=""):
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            names = each.pattern.converters or each.pattern.regex.groupindex
            ours = namespace == "api:" or each.callback.__module__.startswith("dalil.")
            if names and each.name and ours:
                yield f"{namespace}{each.name}"
        elif each.namespace is None:
            yield from ours_that_name_something(each.url_patterns, namespace)
        elif each.namespace in ("desk", "api"):
            yield from ours_that_name_something(each.url_patterns, f"{each.namespace}:")


def test_every_address_of_ours_that_names_something_is_listed():
    assert set(ours_that_name_something()) == set(OPENS) | set(OPENS_NOTHING)


@pytest.mark.parametrize("name", sorted(OPENS))
def test_what_is_opened_by_itself_goes_through_the_door(things, opened, name):
    client = Client()
    steward = User.objects.create(username="keeper", is_superuser=True)
    if name.startswith("desk:"):
        client.force_login(steward)
    what = OPENS[name]
    thing = things[what]
    figure = {"figure-csv": ["killed"], "figure-capsule": ["killed", 1]}.get(name)
    response = client.get(reverse(name, args=figure or [thing.code if what == "source" else thing.address]))
    assert response.status_code == (403 if name in NOTHING_TO_TAKE_BACK else 200)
    b"".join(response)
    viewer = Viewer.of(steward) if name.startswith("desk:") else Viewer.public()
    assert (what, viewer) in opened


def test_an_export_of_many_reports_goes_through_the_door(things, opened, enter):
    for day in range(3, 6):
        enter({"when": f"2019-05-0{day}"})
    assert b"".join(Client().get(reverse("api:reports-jsonl"))).count(b"\n") == 4
    assert [what for what, _ in opened] == ["report"] * 4


@pytest.mark.long
def test_the_door_agrees_with_the_query(alice):
    near, far = Group.objects.create(name="near"), Group.objects.create(name="far")
    protections = [
        (Level.PUBLIC, []),
        (Level.INTERNAL, []),
        (Level.RESTRICTED, [near]),
        (Level.RESTRICTED, [near, far]),
    ]
    claim = kind_of("incident").model_validate({"when": "2019-05-02"})
    for number, (on_document, on_source, on_report) in enumerate(product(protections, repeat=3)):
        document = actions.receive_document(
            io.BytesIO(str(number).encode()),
            actor=alice,
            title="Bulletin",
            media_type="text/plain",
            level=on_document[0],
            groups=on_document[1],
        )
        source = actions.name_source(f"source-{number}", actor=alice, level=on_source[0], groups=on_source[1])
        draft = actions.Draft(
            claim=claim, document=document, attribution=actions.credit_sources([], [source]), level=on_report[0]
        )
        actions.enter_report(draft, actor=alice, groups=on_report[1])
    viewers = [
        Viewer.public(),
        Viewer(member=True),
        Viewer(member=True, groups=frozenset({near.pk})),
        Viewer(member=True, groups=frozenset({far.pk})),
        Viewer(member=True, groups=frozenset({near.pk, far.pk})),
        Viewer.steward(),
    ]
    for viewer in viewers:
        for model in (Document, Source, Report):
            visible = set(model.objects.visible_to(viewer).values_list("pk", flat=True))
            everything = model.objects.visible_to(Viewer.steward())
            assert visible == {each.pk for each in everything if is_opened(each, viewer)}, (model, viewer)
        for report in Report.objects.visible_to(viewer):
            assert is_opened(entity_at(report.address, viewer), viewer)
    hidden = entity_at(Report.objects.order_by("pk").last().address, Viewer.steward())
    assert not is_opened(hidden, Viewer.public())


def is_opened(thing, viewer):
    try:
        return open_for_reading(thing, viewer) is thing
    except NotVisible:
        return False


def test_the_door_costs_no_query_for_what_was_read_with_its_links(things, django_assert_num_queries):
    entity = entity_at(things["report"].address, Viewer.public())
    with django_assert_num_queries(0):
        open_for_reading(entity, Viewer.public())
        open_for_reading(entity.reports[0], Viewer.public())
        open_for_reading(entity.reports[0].document, Viewer(member=True))
