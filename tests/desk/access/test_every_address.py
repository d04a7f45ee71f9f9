"""Every address of ours, from the URLconf: what a paused or travelling account sees of what is restricted, and what one person alone can open.

The canary stands in everything that is restricted. The crawl is shown to find it before it is asked to find nothing.
"""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, get_resolver

from dalil.access import accounts
from dalil.access.models import Proposal
from dalil.archive.protection import Level
from dalil.counting.figures import define_figure
from dalil.counting.question import Question
from dalil.intake.models import FailedRow, Import
from dalil.record import actions
from dalil.record.kind import kind_of

pytestmark = pytest.mark.long

CANARY = "zaytouna"
ASKED = {
    "desk/record/suggest/": [f"?q={CANARY}"],
    "desk/record/count/": ["?ask=1&kind=incident&measure=killed", "?as=json&kind=incident&measure=killed"],
    "desk/record/judge/compare/": ["?a={report}&b={other}"],
    "api/count": ["?measure=killed&by=source"],
}
"""What is asked for in addresses, beside the address alone."""


@pytest.fixture
def hidden(enter, alice, edith):
    """Everything that can be restricted, each with the canary; and the superuser who sees it, in the circle too."""
    circle = Group.objects.create(name="circle")
    nour = User.objects.create(username="nour", is_superuser=True)
    nour.groups.add(circle)
    protected = {"level": Level.RESTRICTED, "groups": [circle]}
    document = actions.receive_document(
        io.BytesIO(CANARY.encode()), actor=nour, title=f"{CANARY} title", media_type="text/plain", **protected
    )
    source = actions.name_source(f"{CANARY}-s", actor=nour, en=f"{CANARY} name", **protected)
    claim = kind_of("incident").model_validate(
        {"when": "2019-05-01", "killed": {"low": 3, "high": 3, "shape": "exact", "said": f"{CANARY} killed"},
         "where": {"places": [], "name": f"{CANARY} village"}, "description": {"en": f"{CANARY} told"}}
    )  # fmt: skip
    draft = actions.Draft(
        claim=claim,
        document=document,
        attribution=actions.credit_sources([source]),
        said=CANARY,
        level=Level.RESTRICTED,
    )
    report = actions.enter_report(draft, actor=nour, groups=[circle])
    run = Import.objects.create(document=document, format="table", actor=nour)
    FailedRow.objects.create(run=run, row=1, field="x", value=CANARY, cause=f"{CANARY} cause", raw=[CANARY])
    other = enter({"when": "2019-05-01", "where": {"places": [], "name": f"village of {CANARY[:3]}"}})
    define_figure("all-killed", Question(measure="killed"), actor=nour, title_en="Killed")
    values = {
        "address": [report.address, document.address],
        "code": [source.code],
        "kind": ["incident"],
        "slug": ["all-killed"],
        "what": ["places", "sources", "documents"],
        "pk": [run.pk],
        "account": [nour.pk],
        "act": ["lift"],
    }
    return {"nour": nour, "report": report, "document": document, "source": source, "values": values, "other": other}


def patterns(found=None, before=""):
    for each in get_resolver().url_patterns if found is None else found:
        route = before + str(each.pattern).removeprefix("^").removesuffix("$")
        if not isinstance(each, URLPattern):
            yield from patterns(each.url_patterns, route)
        elif route.startswith("api/") or each.callback.__module__.startswith("dalil."):
            yield route


def addresses(hidden):
    """Every address of ours with everything restricted put into it, in English."""
    for route in patterns():
        paths = [route]
        while (parameter := re.search(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)", paths[0])) is not None:
            given = hidden["values"].get(parameter[1] or parameter[2], [1])
            paths = [path.replace(parameter[0], str(value), 1) for path in paths for value in given]
        for path in paths:
            asked = next((each for start, each in ASKED.items() if path.startswith(start)), [])
            told = {"report": hidden["report"].address, "other": hidden["other"].address}
            yield from (f"/{path}{each.format(**told)}" for each in ["", *asked])


def seen(client, hidden, method="get", **sent):
    """The addresses whose answers hold the canary, beside what was asked for."""
    found = []
    for path in addresses(hidden):
        answer = getattr(client, method)(path, **sent)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = body.decode(errors="replace").replace(hidden["source"].code, "")
        asked = path.split("?")[1] if "?" in path else ""
        if CANARY in told.replace(asked, ""):
            found.append(path)
    return found


def test_no_address_shows_a_travelling_or_a_paused_account_what_is_restricted(hidden):
    client, nour = Client(headers={"host": "localhost"}), hidden["nour"]
    client.force_login(nour)
    before = seen(client, hidden)
    assert len(before) > 25, before
    accounts.begin_travel(nour, by=nour)
    assert seen(client, hidden) == []
    accounts.lift_travel(nour, by=User.objects.create(username="second", is_superuser=True))
    assert seen(client, hidden) == before
    accounts.pause(User.objects.get(pk=nour.pk), by=nour)
    assert seen(client, hidden) == []


def test_no_address_lets_one_person_open_or_export_what_is_restricted(hidden):
    client, nour = Client(headers={"host": "localhost"}), hidden["nour"]
    client.force_login(nour)
    sent = {"level": "0", "reason": "r", "verdict": "confirmed", "groups": [str(Group.objects.get(name="reader").pk)]}
    hidden["values"] |= {"proposal": list(range(1, 6))}
    for _ in range(2):  # in the second round what the first proposed is there to be confirmed
        for path in addresses(hidden):
            if not path.startswith(("/desk/record/", "/api/")):
                continue  # the addresses of signing in and out would end the session
            client.post(path, {**sent, "level": "2" if _ else "0"})
    assert client.get("/desk/record/access/").status_code == 200, "still signed in"
    assert Proposal.objects.filter(proposer=nour, verdict="").count() > 3, "all that was asked waits"
    for name in ("report", "document", "source"):
        hidden[name].refresh_from_db()
        assert hidden[name].level == Level.RESTRICTED
        assert [group.name for group in hidden[name].groups.all()] == ["circle"]
    exports = (
        "/desk/record/reports/export.jsonl",
        "/desk/record/reports/export.jsonl?restricted=left-out",
        "/api/reports.jsonl",
    )
    for path in exports:
        answer = client.get(path)
        assert CANARY.encode() not in b"".join(answer), path
