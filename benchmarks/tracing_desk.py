"""How long the screens of searches take with thousands of requests: the list, the list of candidates, one look, the candidates of one request.

    python benchmarks/tracing_desk.py [requests, 8000] [rows, 20000]

Invented families and rows, as `tracing.py` makes them, in a home of its own on SQLite; each request is entered as an officer enters it, and the rows
come in as a list of victims. Each screen is asked five times in this process, the compartment open; printed is the middle one.
"""

from __future__ import annotations

import csv
import os
import random
import re
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from tracing import Names, as_request, as_row, invent

ASKED = 5


def main() -> None:
    """Prepare a home, and print the times."""
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()]
    asked, listed = [*sizes, *(8000, 20_000)[len(sizes) :]]
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"DALIL_HOME": home, "DALIL_SECOND_FACTOR": "offered", "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        os.environ.pop("DALIL_DATABASE_URL", None)
        measure(Path(home), asked, listed)


def measure(home: Path, asked: int, listed: int) -> None:
    """Fill a home, and time its screens."""
    from django.conf import settings

    from dalil.cli import prepare_django

    settings.ALLOWED_HOSTS.append("testserver")
    prepare_django()
    from django.contrib.auth.models import Group, User
    from django.test import Client
    from django.urls import reverse

    from dalil.desk.tracing import candidate_work
    from dalil.record.sealed import compartment
    from dalil.record.sealed.identities import make_identity, recipient_of
    from dalil.tracing.requests import enter_request
    from dalil.tracing.search_content import SearchContent
    from dalil.values.consent import ConsentTerms

    tariq = User.objects.create(username="tariq")
    tariq.groups.add(Group.objects.get(name="tracing officer"))
    key = make_identity()
    compartment.set_up(tariq, recipient=recipient_of(key))
    opened = compartment.unlock(tariq, identity=key)
    names, chance = Names(), random.Random(17)
    people = invent(names, listed, chance)
    bring_in(home / "rows.csv", [as_row(one, at, names, chance) for at, one in enumerate(people)], tariq)
    began = time.perf_counter()
    for at in chance.sample(range(listed), asked):
        one = as_request(people[at], at, names, "", chance)
        said = {"said": one.names[0], "mother": one.mother}
        content = {"name": said, "born": one.born, "last_seen": one.when, "last_seen_place": one.places[0]}
        enter_request(
            opened,
            SearchContent.model_validate({**content, "asker": "A family"}),
            ConsentTerms(),
            asked_on=date(2020, 1, 1),
            actor=tariq,
        )
    print(f"{asked} requests entered in {time.perf_counter() - began:.0f} s; {listed} rows of victims")

    browser = Client()
    browser.force_login(tariq)
    browser.post(reverse("desk:sealed_open"), {"identity": key})
    desk = reverse("desk:tracing")
    queue = reverse("desk:tracing_queue")
    say("the list of requests", lambda: browser.get(desk))
    say("its last page", lambda: browser.get(desk, {"p": 9999}))
    say("mine, of them", lambda: browser.get(desk, {"show": "mine"}))
    say("having candidates worked out", lambda: browser.post(reverse("desk:tracing_queue_work_out")), 1)
    began = time.perf_counter()
    time.sleep(20)
    say("the list meanwhile", lambda: browser.get(queue))
    while candidate_work.is_at_work():
        time.sleep(0.5)
    print(f"the process was at work for {time.perf_counter() - began:.0f} s")
    say("the list of candidates", lambda: browser.get(queue))
    address = re.search(r'"(/desk/record/tracing/\w+/)candidates/(\w+)/', browser.get(queue).content.decode())
    assert address, "nobody is a candidate"
    one = address[1]
    say("one look, gone through", lambda: browser.get(f"{one}candidates/{address[2]}/?show="))
    say("one request", lambda: browser.get(one))
    say("the candidates of one request", lambda: browser.get(f"{one}candidates/"), 1)
    say("a search for a sealed name", lambda: browser.post(reverse("desk:sealed_search"), {"words": "Omar"}))
    say("the front of the desk", lambda: browser.get(reverse("wagtailadmin_home")))


def bring_in(path: Path, rows: list[Any], actor: Any) -> None:
    """Import the rows as a list of victims."""
    from dalil.archive.protection import Level
    from dalil.intake import runs
    from dalil.intake.formats import formats
    from dalil.intake.request import ImportRequest

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "mother", "born", "place", "fate"])
        for row in rows:
            born = row.born.notation() if row.born else ""
            writer.writerow([row.key, row.names[0], row.mother, born, "", "DISAPPEARED"])
    columns = {
        "id": {"external_id": True},
        "name": {"field": "who"},
        "mother": {"field": "who", "part": "mother"},
        "born": {"field": "born"},
        "fate": {"field": "fate"},
    }
    mapping = {"kind": "victim", "identifier": "bench:", "columns": columns}
    request = ImportRequest(
        path=path, format=formats()["table"], actor=actor, mapping=mapping, level=Level.INTERNAL, processes=0
    )
    run = runs.run_import(request)
    print(f"rows that came in: {run.new}, that failed: {run.failed}")


def say(what: str, ask: Any, times: int = ASKED) -> None:
    """Print how long an answer takes, and how many queries it asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took, queries = [], 0
    for _time in range(times):
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            answer = ask()
            took.append(time.perf_counter() - began)
        queries = len(asked)
        assert answer.status_code in (200, 302), (what, answer.status_code)
    print(f"{what:32} {statistics.median(took):7.2f} s  {queries} queries", flush=True)


if __name__ == "__main__":
    main()
