"""A name on the public list: only with the consent of the family, by two people, gone at once when the consent is."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dalil.record.actions import Refused
from dalil.record.sealed.consents import change_consent, give_consent, withdraw_consent
from dalil.record.sealed.persons import erase_person
from dalil.tracing import public_list
from dalil.tracing.models import ListedSearch
from dalil.tracing.requests import take_step
from dalil.values.consent import ConsentTerms

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 1)
BY_NAME = ConsentTerms(purposes=("public_list",), identity="named")
PAGES = ("/en/disappeared/families/", "/ar/disappeared/families/")


@pytest.fixture
def wanted(ask, opened, tariq):
    """A request that is searched, and the consent of its family to the list, by name."""
    made, _code = ask(purposes=("internal",), relation="SIBLING")
    take_step(opened, made, "VALIDATED", reason="r", actor=tariq)
    return made, give_consent(made.person, BY_NAME, on_day=DAY, actor=tariq)


@pytest.fixture
def listed(wanted, opened, tariq, layla):
    made, consent = wanted
    proposed = public_list.propose_listing(made, "asker", actor=tariq)
    public_list.put_up(opened, proposed, actor=layla)
    return made, consent, proposed


def shown():
    """The two pages as a reader gets them; empty where there are none."""
    answers = [Client().get(page) for page in PAGES]
    assert all(answer.status_code in (200, 404) for answer in answers)
    return "".join(answer.content.decode() for answer in answers if answer.status_code == 200)


def names_kept():
    return [each.name for each in ListedSearch.objects.all() if each.name]


def test_the_name_of_who_asks_is_shown_and_nothing_of_the_missing(listed):
    page = shown()
    assert "canary sister Rana" in page and "2013" in page and listed[2].reference in page
    for hidden in ("Canary Qasim Halabi", "Canary Mother Zahra", "0944555018", "Darayya", listed[0].reference):
        assert hidden not in page
    assert "disappeared/families" in Client().get("/en/disappeared/").content.decode()
    answer = Client().get(PAGES[0])
    assert "no-store" in answer.headers["Cache-Control"] and "noindex" in answer.headers["X-Robots-Tag"]


def test_the_name_of_the_missing_is_shown_where_the_family_wants_it(wanted, opened, tariq, layla):
    proposed = public_list.propose_listing(wanted[0], "missing", actor=tariq)
    public_list.put_up(opened, proposed, actor=layla)
    assert "Canary Qasim Halabi" in shown() and "canary sister Rana" not in shown()


@pytest.mark.parametrize(
    "terms",
    [
        ConsentTerms(purposes=("tracing", "internal"), identity="named"),
        ConsentTerms(purposes=("public_list",)),
        ConsentTerms(purposes=("public_list",), identity="pseudonym"),
        ConsentTerms(purposes=("public_list",), identity="named", expires=date(2020, 2, 1)),
    ],
)
def test_without_a_consent_to_the_list_by_name_nobody_is_proposed(ask, opened, tariq, terms):
    made, _code = ask()
    take_step(opened, made, "VALIDATED", reason="r", actor=tariq)
    give_consent(made.person, terms, on_day=DAY, actor=tariq)
    with pytest.raises(Refused, match="did not consent"):
        public_list.propose_listing(made, "asker", actor=tariq)
    assert shown() == "" and "disappeared/families" not in Client().get("/en/disappeared/").content.decode()


def test_a_second_person_puts_it_up_and_until_then_no_name_is_written(wanted, opened, tariq, layla):
    made, _consent = wanted
    proposed = public_list.propose_listing(made, "asker", actor=tariq)
    with pytest.raises(Refused, match="second person"):
        public_list.put_up(opened, proposed, actor=tariq)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListedSearch.objects.update(put_up_by=tariq)
    assert shown() == "" and names_kept() == []
    with pytest.raises(Refused, match="proposed for the list"):
        public_list.propose_listing(made, "missing", actor=layla)
    public_list.put_up(opened, proposed, actor=layla)
    with pytest.raises(Refused, match="already"):
        public_list.put_up(opened, proposed, actor=layla)


@pytest.mark.parametrize(
    "ends",
    [
        lambda made, consent, opened, tariq: withdraw_consent(consent, on_day=date(2020, 3, 1), actor=tariq),
        lambda made, consent, opened, tariq: change_consent(
            consent, ConsentTerms(purposes=("internal",)), on_day=DAY, actor=tariq, reason="r"
        ),
        lambda made, consent, opened, tariq: take_step(opened, made, "SUSPENDED", reason="danger", actor=tariq),
        lambda made, consent, opened, tariq: take_step(opened, made, "WITHDRAWN", reason="they ask", actor=tariq),
        lambda made, consent, opened, tariq: erase_person(opened, made.person, actor=tariq, reason="asked"),
    ],
    ids=["withdrawn", "changed", "suspended", "search withdrawn", "erased"],
)
def test_it_is_gone_at_once_when_the_consent_or_the_search_ends(listed, opened, tariq, ends):
    made, consent, _listed = listed
    assert "canary sister Rana" in shown() and names_kept() == ["canary sister Rana"]
    ends(made, consent, opened, tariq)
    assert shown() == "" and names_kept() == []
    assert "disappeared/families" not in Client().get("/en/disappeared/").content.decode()


def test_a_consent_that_runs_out_takes_it_off_on_that_day(listed, tariq, monkeypatch):
    until = ConsentTerms(purposes=("public_list",), identity="named", expires=date(2999, 1, 1))
    change_consent(listed[1], until, on_day=DAY, actor=tariq, reason="r")
    assert "canary sister Rana" in shown()
    monkeypatch.setattr(public_list, "localdate", lambda: date(2999, 1, 2))
    assert shown() == ""
