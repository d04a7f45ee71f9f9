"""The public page of the disappeared counts with its doubts, keeps back few people, and answers who holds a receipt."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dalil.archive.protection import Level
from dalil.bulletin.static_copy.copying import LIVING
from dalil.bulletin.tracing.disappeared import keep_back, present_disappeared
from dalil.counting.key_names import NOT_STATED
from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import erase_person
from dalil.tracing.requests import enter_request, take_step
from dalil.tracing.search_content import SearchContent
from dalil.values.consent import ConsentTerms
from dalil.vocabulary import term

PAGE = "/{}/disappeared/"


@pytest.fixture
def asked(alice):
    """The compartment open, a request in it, and the code of its receipt."""
    key = make_identity()
    compartment.set_up(alice, recipient=recipient_of(key))
    opened = compartment.unlock(alice, identity=key)
    content = SearchContent(name="Canary Qasim", asker="Canary Rana")
    made, code = enter_request(opened, content, ConsentTerms(), asked_on=date(2020, 1, 1), actor=alice)
    return opened, made, code


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "ar"])
def test_few_people_are_not_counted_and_no_line_of_few_is(reader, enter, code):
    assert present_disappeared(code).total == "" and not present_disappeared(code).few
    for n in range(9):
        enter({"who": f"Name {n}", "fate": "DISAPPEARED", "where": {"places": ["SY07"]}, "sex": "male"}, kind="victim")
    assert present_disappeared(code).few and present_disappeared(code).tables == ()
    for n in range(12):
        enter({"who": f"Other {n}", "fate": "MISSING", "where": {"places": ["SY02"]}, "sex": "female"}, kind="victim")
    for n in range(4):
        enter({"who": f"Third {n}", "fate": "KIDNAPPED", "where": {"places": ["SY05"]}}, kind="victim")
    enter({"who": "Killed", "fate": "KILLED"}, kind="victim")
    enter({"who": "Hidden", "fate": "DISAPPEARED", "where": {"places": ["SY02"]}}, kind="victim", level=Level.INTERNAL)
    shown = reader.get(PAGE.format(code)).context["page"]
    assert shown.total in ("25", "٢٥")
    (places, *_rest) = shown.tables
    assert places.kept_back and [line.number in ("12", "١٢") for line in places.lines].count(True) == 1
    assert [line.number for line in places.lines].count("") == 2
    assert all(body.url.startswith("https://") for body in shown.bodies) and len(shown.bodies) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "ar"])
def test_by_whom_is_what_sources_say_and_each_person_stands_in_one_line(reader, enter, code):
    parties = {
        "one": ["ISIS"],
        "both": ["ISIS", "HTS"],
        "suspected": [{"actor": "HTS", "involvement": "suspected"}],
        "none": [],
    }
    for who, many in (("one", 14), ("both", 12), ("suspected", 6), ("none", 5)):
        for n in range(many):
            enter({"who": f"{who} {n}", "fate": "DISAPPEARED", "parties": parties[who]}, kind="victim")
    shown = reader.get(PAGE.format(code)).context["page"]
    counted = {line.label: line.number for line in shown.tables[-1].lines}
    assert shown.total in ("37", "٣٧") and sorted(counted.values()) in (["11", "12", "14"], ["١١", "١٢", "١٤"])
    assert next(iter(counted)) == term("actors", "ISIS").label(code), "the largest first"
    together = next(
        label
        for label in counted
        if term("actors", "ISIS").label(code) in label and term("actors", "HTS").label(code) in label
    )
    assert counted[together] in ("12", "١٢"), "who is named with another stands in a line with it, and nobody twice"
    assert NOT_STATED.in_language(code) in counted, "a suspicion says not who did it"
    assert shown.tables[-1].note and not any(table.note for table in shown.tables[:-1])


@pytest.mark.django_db
def test_an_actor_named_for_few_people_is_kept_back(enter):
    for n in range(14):
        enter({"who": f"One {n}", "fate": "DISAPPEARED", "parties": ["ISIS"]}, kind="victim")
    for n in range(13):
        enter({"who": f"Other {n}", "fate": "DISAPPEARED"}, kind="victim")
    for n in range(2):
        enter({"who": f"Third {n}", "fate": "DISAPPEARED", "parties": ["HTS"]}, kind="victim")
    by_whom = present_disappeared("en").tables[-1]
    assert by_whom.kept_back and sorted(line.number for line in by_whom.lines) == ["", "", "14"]


@pytest.mark.django_db
def test_what_sources_counted_stands_beside_it_each_by_itself(reader, enter):
    for origin, count in (("north-monitor", "~8000"), ("south-monitor", "7500+")):
        enter({"what": "disappeared", "count": count}, kind="tally", origin=origin)
    enter({"what": "killed", "count": "12"}, kind="tally", origin="north-monitor")
    enter({"what": "missing", "count": "4141"}, kind="tally", origin="north-monitor", level=Level.INTERNAL)
    seen = " ".join(reader.get(PAGE.format("en")).content.decode().split())
    assert "about 8,000" in seen and "7,500" in seen and "15,500" not in seen and "4,141" not in seen
    assert len(present_disappeared("ar").told) == 2


def test_what_is_kept_back_does_not_follow_from_the_total():
    for numbers in ([40, 30, 3], [12, 9], [100, 20, 5, 4], [11, 0, 2]):
        kept = keep_back(numbers, 10)
        left = sum(many for many, hidden in zip(numbers, kept, strict=True) if hidden)
        assert all(hidden for many, hidden in zip(numbers, kept, strict=True) if 0 < many < 10)
        assert left >= 10, numbers


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_receipt_is_answered_and_guessing_tells_nothing(reader, asked, code):
    opened, made, right = asked

    def ask(typed):
        with CaptureQueriesContext(connection) as queries:
            answer = reader.post(PAGE.format(code), {"code": typed})
        assert answer.status_code == 200 and answer.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer.headers["Cache-Control"] and not answer.cookies
        return answer, len(queries)

    ask(right)  # what a process reads once is not the answer's
    told, of_right = ask(right)
    wrong, of_wrong = ask("bcdf" * 6)
    empty, of_empty = ask("")
    assert of_right == of_wrong == of_empty
    assert told.context["page"].answer != wrong.context["page"].answer == empty.context["page"].answer != ""
    assert made.reference not in told.content.decode() and "Canary" not in told.content.decode()
    assert right not in told.content.decode() and "bcdf" * 6 not in wrong.content.decode()
    for state in ("VALIDATED", "OPEN", "SUSPENDED", "WITHDRAWN"):
        take_step(opened, made, state, reason="r", actor=made.entered_by)
        assert ask(right)[0].context["page"].answer not in ("", wrong.context["page"].answer)
    erase_person(opened, made.person, actor=made.entered_by, reason="asked")
    erased = ask(right)[0].context["page"].answer
    assert ("erased" if code == "en" else "مُحي") in erased


@pytest.mark.django_db
def test_who_guesses_is_told_to_wait(reader, asked, settings):
    settings.DEAR_ANSWERS_LIMITED = True
    answers = {reader.post(PAGE.format("en"), {"code": f"bcdf{n}"}).status_code for n in range(60)}
    assert answers == {200, 429}


def test_a_copy_on_another_host_takes_no_code_of_a_receipt():
    assert all(LIVING.match(PAGE.format(code)) for code in ("en", "ar"))
