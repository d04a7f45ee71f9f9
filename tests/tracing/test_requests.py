"""A family asks: all it says is sealed, its request goes on by steps that stay, and its receipt names nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from sought_family import CANARIES, CONTENT

from dalil.record.actions import Refused
from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import erase_person
from dalil.tracing import requests
from dalil.tracing.lifecycle import FATES, FOLLOWS, SIDE, may_follow
from dalil.tracing.models import SearchStep
from dalil.tracing.receipts import find_standing, make_receipt
from dalil.tracing.search_content import SearchContent
from dalil.vocabulary import terms

STORY = """
import json, shutil, sys
from datetime import date
import django; django.setup()
from django.conf import settings
from django.contrib.auth.models import User

from dalil.record.sealed import compartment, openings
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.tracing import requests
from dalil.tracing.search_content import SearchContent
from dalil.values.consent import ConsentTerms
tariq = User.objects.create(username="tariq")
key = make_identity()
compartment.set_up(tariq, recipient=recipient_of(key))
opened = compartment.unlock(tariq, identity=key, session="s1")
openings.keep_open(opened, user=tariq, session="s1")
content = SearchContent.model_validate_json(sys.argv[1])
made, code = requests.enter_request(opened, content, ConsentTerms(), asked_on=date(2020, 1, 1), actor=tariq)
requests.take_step(opened, made, "VALIDATED", reason=sys.argv[2], actor=tariq)
assert requests.read_request(opened, made, actor=tariq) == content
assert requests.read_steps(opened, made, actor=tariq)[0].reason == sys.argv[2]
openings.close(user=tariq, session="s1")
shutil.copytree(settings.DALIL_HOME, sys.argv[3])

print(json.dumps([made.reference, code]))
"""
REASON = "canary reason: her brother called"


def test_with_the_compartment_closed_nothing_of_the_family_is_on_the_disk(tmp_path, migrate_home):
    """The database, its log before the file, documents, projections, and what the process says."""
    migrate_home(tmp_path / "home")
    environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    environment.pop("DALIL_DATABASE_URL", None)
    snapshot = tmp_path / "snapshot"
    done = subprocess.run(
        [sys.executable, "-c", STORY, json.dumps(CONTENT), REASON, str(snapshot)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    reference, code = json.loads(done.stdout)
    files = {path: path.read_bytes() for path in snapshot.rglob("*") if path.is_file()}
    assert any(reference.encode() in held for held in files.values()), "the search finds what is there"
    for canary in (*CANARIES, REASON, code, code.replace("-", "")):
        escaped = json.dumps(canary).strip('"').encode()
        assert [p for p, held in files.items() if canary.encode() in held or escaped in held] == [], canary
        assert canary not in done.stderr


@pytest.mark.django_db
def test_no_table_holds_a_word_of_the_family_or_the_code(opened, tariq, ask):
    """The same for every database, as a dump of it would have it."""
    made, code = ask()
    requests.take_step(opened, made, "VALIDATED", reason=REASON, actor=tariq)
    requests.change_request(
        opened, made, SearchContent.model_validate({**CONTENT, "marks": "canary scar"}), actor=tariq, seen=1
    )
    assert dict(requests.read_requests(opened, [made], actor=tariq))[made].marks == "canary scar"
    told = "\n".join(
        repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label != "desk.Desk"
        for row in model._base_manager.values_list()
    )
    assert made.reference in told
    for canary in (*CANARIES, REASON, "canary scar", code, code.replace("-", "")):
        assert canary not in told and canary.encode().hex() not in told, canary


def test_the_states_are_those_of_the_standard_and_no_fate_is_entered_by_a_step():
    assert {term.code for term in terms("search_states")} == FATES | SIDE | set(FOLLOWS)
    for state, following in FOLLOWS.items():
        assert not following & FATES, state
        assert may_follow([state]) >= SIDE
    assert may_follow(["OPEN", "REFERRED", "SUSPENDED"]) == {"OPEN", "WITHDRAWN"}
    assert may_follow(["OPEN", "WITHDRAWN"]) == {"SUBMITTED"}


@pytest.mark.django_db
def test_a_step_needs_a_reason_and_an_order_and_is_never_edited(opened, tariq, ask):
    made, _code = ask()
    with pytest.raises(Refused, match="say why"):
        requests.take_step(opened, made, "VALIDATED", reason=" ", actor=tariq)
    for state in ("OPEN", *FATES):
        with pytest.raises(Refused, match="may not follow"):
            requests.take_step(opened, made, state, reason="r", actor=tariq)
    requests.take_step(opened, made, "SUSPENDED", reason="they are watched", actor=tariq)
    requests.take_step(opened, made, "SUBMITTED", reason="the danger is over", actor=tariq)
    read = requests.read_steps(opened, made, actor=tariq)
    assert [(each.state, each.reason) for each in read] == [
        ("SUBMITTED", "the danger is over"),
        ("SUSPENDED", "they are watched"),
        ("SUBMITTED", ""),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        SearchStep.objects.filter(request=made).update(state="OPEN")
    with pytest.raises(DatabaseError), transaction.atomic():
        SearchStep.objects.filter(request=made).delete()


@pytest.mark.django_db
def test_a_duplicate_names_another_request_and_each_family_keeps_its_own(opened, tariq, ask):
    (one, _), (other, _) = ask(), ask(asker="Another aunt")
    with pytest.raises(Refused, match="of which request"):
        requests.take_step(opened, other, "DUPLICATE_OF", reason="r", actor=tariq)
    with pytest.raises(Refused, match="no duplicate of itself"):
        requests.take_step(opened, other, "DUPLICATE_OF", reason="r", actor=tariq, other=other)
    requests.take_step(opened, other, "DUPLICATE_OF", reason="r", actor=tariq, other=one)
    assert requests.read_steps(opened, other, actor=tariq)[0].other == one.reference
    assert requests.read_request(opened, one, actor=tariq).asker == CONTENT["asker"]
    assert requests.read_request(opened, other, actor=tariq).asker == "Another aunt"


@pytest.mark.django_db
def test_a_request_is_passed_on_only_with_the_consent_of_the_family(opened, tariq, ask):
    (silent, _), (willing, _) = ask(), ask(purposes=("tracing",))
    with pytest.raises(Refused, match="did not consent"):
        requests.take_step(opened, silent, "REFERRED", reason="r", actor=tariq, body="ICRC")
    step = requests.take_step(opened, willing, "REFERRED", reason="r", actor=tariq, body="ICRC")
    assert step.body == "ICRC"


@pytest.mark.django_db
def test_consent_to_publication_is_not_taken_before_the_family_was_told(ask):
    with pytest.raises(Refused, match="told first"):
        ask(purposes=("publication",))


@pytest.mark.django_db
def test_a_receipt_says_how_it_stands_and_a_wrong_one_costs_the_same(opened, tariq, ask):
    made, code = ask()

    def costs(typed):
        with CaptureQueriesContext(connection) as asked:
            answer = find_standing(typed)
        return answer, [each["sql"].split("WHERE")[0] for each in asked.captured_queries]

    right, of_right = costs(code.upper().replace("-", " "))
    wrong, of_wrong = costs("bcdf" * 6)
    empty, of_empty = costs("")
    assert right.state == "received" and wrong is None and empty is None
    assert of_right == of_wrong == of_empty and len(of_right) == 2
    renewed = make_receipt(made, actor=tariq)
    assert find_standing(code) is None and find_standing(renewed).state == "received"
    for state in ("VALIDATED", "OPEN", "CANDIDATE_FOUND"):
        requests.take_step(opened, made, state, reason="r", actor=tariq)
        assert find_standing(renewed).state == "searched", "no hope is raised by a page"
    erase_person(opened, made.person, actor=tariq, reason="asked")
    assert find_standing(renewed).state == "erased"
    assert list(requests.read_requests(opened, [made], actor=tariq)) == []


@pytest.mark.django_db
def test_requests_are_read_after_the_keys_were_changed(opened, tariq, layla, ask):
    made, _code = ask()
    key = make_identity()
    holder = compartment.make_holder(layla, recipient=recipient_of(key))
    compartment.admit(opened, holder, actor=tariq)
    fresh = compartment.remove(opened, holder, actor=tariq, reason="left")
    assert requests.read_request(fresh, made, actor=tariq).asker == CONTENT["asker"]
    requests.take_step(fresh, made, "VALIDATED", reason="after", actor=tariq)
    assert [each.reason for each in requests.read_steps(fresh, made, actor=tariq)] == ["after", ""]
