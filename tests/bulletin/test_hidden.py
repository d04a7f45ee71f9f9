"""What is hidden changes nothing a reader can observe: no page, list, total, feed, export, search, API answer or header."""

import io
import json
import re

import pytest
from addresses import public_addresses, text_of
from django.contrib.auth.models import Group, Permission
from django.core.cache import caches
from django.db import connection
from django.test import Client

from dalil.archive.protection import Level
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Verdict

pytestmark = pytest.mark.long

CANARY = "canary7vq"
OF_A_ROUTE = 6
"""Pages of a route, in a language, that are looked at beside those that tests/bulletin/addresses.py names."""


@pytest.fixture
def published(loaded, enter, edith):
    """A public record of incidents, and a figure that counts them."""
    told = [
        enter({"when": f"2019-05-0{day}", "where": {"places": ["SY07"]}, "killed": f"{day}+"}, origin="north-monitor")
        for day in range(1, 8)
    ]
    figure = define_figure(
        "all-killed", Question(measure="killed", by=("source",)), actor=edith, title_en="How many were killed?"
    )
    publish_edition(figure, actor=edith)
    return told


def hide(alice, bob, public_report):
    """Everything that can be hidden, each with the canary in every field a person can fill."""
    circle = Group.objects.create(name="circle")
    everyone = Level.PUBLIC
    open_document = public_report.document
    source = actions.name_source(
        f"{CANARY}-source",
        actor=alice,
        en=f"{CANARY} name",
        ar=f"{CANARY} اسم",
        type="witness",
        level=Level.RESTRICTED,
        groups=[circle],
    )
    document = actions.receive_document(
        io.BytesIO(CANARY.encode()),
        actor=alice,
        title=f"{CANARY} title",
        media_type="text/plain",
        filename=f"{CANARY}.txt",
        url=f"https://example.org/{CANARY}",
    )
    translation = actions.receive_document(
        io.BytesIO(f"{CANARY} 2".encode()),
        actor=alice,
        title=f"{CANARY} translation",
        media_type="text/plain",
        parent=open_document,
        relation="translation",
    )
    content = {
        "when": {"start": "2019-05-03", "end": "2019-05-03", "precision": "day", "said": f"{CANARY} when"},
        "where": {"places": ["SY07"], "name": f"{CANARY} where"},
        "killed": {"low": 777, "high": 777, "shape": "exact", "said": f"{CANARY} killed"},
        "parties": [{"name": f"{CANARY} party"}],
        "weapons": ["BARREL_BOMB"],
        "description": {"en": f"{CANARY} en", "ar": f"{CANARY} ar"},
    }
    claim = kind_of("incident").model_validate(content)
    made = []
    for level, where, whom in (
        (Level.INTERNAL, open_document, actions.credit_sources()),
        (Level.RESTRICTED, open_document, actions.credit_sources()),
        (everyone, document, actions.credit_sources()),
        (everyone, open_document, actions.credit_sources([source])),
        (everyone, open_document, actions.credit_sources([], [source])),
    ):
        draft = actions.Draft(
            claim=claim,
            document=where,
            attribution=whom,
            level=level,
            said=f"{CANARY} said",
            locator=f"{CANARY} {len(made)}",
            external_id=f"{CANARY}-{len(made)}",
        )
        made.append(actions.enter_report(draft, actor=alice, groups=[circle] if level == Level.RESTRICTED else []))
    for report in made:
        actions.judge(public_report, report, Verdict.SAME, actor=bob, reason=f"{CANARY} because")
    correction = actions.supersede(
        public_report,
        actions.Draft(
            claim=claim, document=open_document, attribution=public_report.attribution, said=f"{CANARY} better"
        ),
        actor=alice,
        reason=f"{CANARY} reason",
    )
    return [*made, correction], [document, translation], source


def answers(client, paths):
    found = {}
    for path in paths:
        answer = client.get(path)
        found[path] = (answer.status_code, text_of(answer), dict(answer.headers))
    return found


def paths_of(reader, report):
    """Every public address, and of the pages of the record that a reader can reach from it the first of each route in each language.

    On PostgreSQL every address alone, in one language: what other pages of a route ask, and the words of both languages, is tried on SQLite.
    """
    routes = public_addresses(report=report, figure="all-killed", word=CANARY)
    crawled = dict.fromkeys(path for paths in routes.values() for path in [*paths, f"/en/sources/{CANARY}-source/"])
    if connection.vendor == "postgresql":
        return [path for path in crawled if not path.startswith("/ar/")]
    linked = {}
    for path in crawled:
        answer = reader.get(path)
        if not answer.streaming:
            for found in re.finditer(
                r'href="(/(?:en|ar)/(?:record|reports|documents|sources|figures)/)([^"#?]+)"', text_of(answer)
            ):
                linked.setdefault(found[1], set()).add(found[1] + found[2])
    reached = [path for route in linked.values() for path in sorted(route - set(crawled))[:OF_A_ROUTE]]
    return [*crawled, *reached]


def test_a_hidden_report_changes_nothing_that_a_reader_can_observe(published, reader, alice, bob):
    paths = paths_of(reader, published[0])
    assert len(paths) > 60
    before = answers(reader, paths)
    hide(alice, bob, published[2])
    after = answers(reader, paths)
    assert {path: answer for path, answer in after.items() if answer != before[path]} == {}
    caches["pages"].clear()
    fresh = answers(reader, paths)
    assert {path: answer for path, answer in fresh.items() if answer != before[path]} == {}
    told = {
        path: body for path, (_, body, _) in fresh.items() if CANARY not in path
    }  # a page may repeat what was asked
    assert [path for path, body in told.items() if CANARY in body] == []


def test_what_is_hidden_is_missing_like_what_was_never_there(published, reader, alice, bob):
    reports, documents, source = hide(alice, bob, published[2])

    def missing(path):
        answer = reader.get(path)
        return (
            answer.status_code,
            re.sub(r"/(en|ar)/[^\"]*", "", answer.content.decode()),
            {**answer.headers, "Content-Length": ""},
        )

    for kind, addresses, never in (
        ("en/reports", [each.address for each in reports], "aaaaaaaaaaaaaaaa"),
        ("ar/record", [each.address for each in reports], "aaaaaaaaaaaaaaaa"),
        ("api/reports", [each.address for each in reports], "aaaaaaaaaaaaaaaa"),
        ("api/entities", [each.address for each in reports], "aaaaaaaaaaaaaaaa"),
        ("en/documents", [each.address for each in documents], "a" * 20),
        ("api/documents", [each.address for each in documents], "a" * 20),
        ("en/sources", [source.code], "nobody"),
    ):
        end = "" if kind.startswith("api") else "/"
        expected = missing(f"/{kind}/{never}{end}")
        assert expected[0] == 404
        for address in addresses:
            assert missing(f"/{kind}/{address}{end}") == expected
    for document in documents:
        assert reader.get(f"/en/documents/{document.address}/file").status_code == 404


def test_public_pages_are_the_publics_view_whoever_is_signed_in(published, reader, alice, bob, edith):
    hide(alice, bob, published[2])
    edith.is_superuser = True
    edith.save()
    signed_in = Client(headers={"host": "localhost"})
    signed_in.force_login(edith)
    for path in paths_of(reader, published[0]):
        if not path.startswith("/api/") and CANARY not in path:  # a page may repeat what its reader asked for
            answer = signed_in.get(path)
            assert CANARY not in text_of(answer), path


def test_the_api_gives_each_person_what_that_person_may_know(published, reader, alice, bob, charlie):
    reports, _, _ = hide(alice, bob, published[2])

    def seen(account):
        client = Client(headers={"host": "localhost"})
        if account:
            client.force_login(account)
        answer = client.get("/api/reports", {"limit": 500})
        return {each["address"] for each in answer.json()["items"]}, answer

    internal, restricted = reports[0].address, reports[1].address
    public, _ = seen(None)
    assert {internal, restricted}.isdisjoint(public)
    alices, answer = seen(alice)
    assert internal in alices
    assert restricted not in alices
    assert answer["Cache-Control"] == "no-store", "what a member sees is kept nowhere"
    alice.groups.add(*Group.objects.filter(name="circle"))
    alices, _ = seen(alice)
    assert {internal, restricted, reports[3].address} <= alices
    assert seen(charlie)[0] == public, "a closed account is the public"
    total = [json.loads(reader.get("/api/count?measure=killed").content)["total"]["low"]]
    member = Client(headers={"host": "localhost"})
    member.force_login(alice)
    assert member.get("/api/count?measure=killed").json()["total"]["low"] == total[0], "who may not count at the desk"
    alice.user_permissions.add(Permission.objects.get(codename="count", content_type__app_label="desk"))
    assert member.get("/api/count?measure=killed").json()["total"]["low"] != total[0]


def test_taking_a_report_back_from_the_public_takes_it_off_every_page_at_once(published, reader, edith):
    report = published[4]
    path = f"/en/reports/{report.address}/"
    assert reader.get(path).status_code == 200
    actions.protect(report, Level.INTERNAL, actor=edith)
    assert reader.get(path).status_code == 404
    for each in (
        "/en/record/",
        "/api/reports",
        "/api/reports.jsonl",
        "/en/figures/all-killed.json",
        "/en/figures/all-killed/",
    ):
        answer = reader.get(each)
        assert (
            report.address not in (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        )


def test_no_number_of_the_database_is_given_away(published, reader):
    for path in (
        "/api/reports",
        "/api/entities?measure=killed",
        "/api/figures/all-killed",
        "/en/figures/all-killed.json",
        "/api/documents",
    ):
        text = reader.get(path).content.decode()
        for name in ('"id"', '"pk"', '"reports": [1', '"sequence"', '"founding"'):
            assert name not in text, (path, name)
