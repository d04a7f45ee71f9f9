"""A consent decides what the public sees, whatever the level says; and a withdrawal shows where copies went."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from dalil.archive.protection import Level, Viewer, is_allowed
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.exports.leaving import let_leave
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.models import Report, Source
from dalil.record.per_request import forget
from dalil.record.sealed import consents
from dalil.record.sealed.models import ConsentAct, SealedPerson
from dalil.values.consent import ConsentTerms

TODAY = timezone.localdate
PUBLIC = Viewer.public()


@pytest.fixture
def person(alice):
    return SealedPerson.objects.create(reference="w1tn3ss", role="witness", entered_by=alice)


@pytest.fixture
def agree(person, alice):
    """A consent of the witness that covers some things: `agree(report, purposes=("publication",))`."""

    def one(*things, on_day=None, **terms):
        made = consents.give_consent(person, ConsentTerms(**terms), on_day=on_day or TODAY(), actor=alice)
        consents.cover(made, things, actor=alice)
        return made

    return one


def seen(report, viewer=PUBLIC):
    """Whether a viewer sees a report: by the query, by the door, in counts and in exports; they must agree."""
    fresh = Report.objects.get(pk=report.pk)
    in_query = Report.objects.visible_to(viewer).filter(pk=report.pk).exists()
    links = (fresh, fresh.document, *(credit.source for credit in fresh.attribution.credits.all()))
    assert in_query == all(is_allowed(each, viewer) for each in links)
    forget()
    assert in_query == bool(ask(Question(measure="killed"), viewer).total.low)
    lines = "".join(report_lines(Report.objects.visible_to(Viewer.steward()), viewer))
    assert in_query == (report.address in lines)
    return in_query


@pytest.fixture
def quoted(enter):
    return enter({"when": "2019-05-02", "killed": "7"}, origin="north-monitor")


def test_a_public_report_is_not_public_where_the_consent_is_for_the_court_alone(quoted, agree):
    assert seen(quoted)
    agree(quoted, purposes=("icc",))
    assert not seen(quoted) and seen(quoted, Viewer(member=True))


@pytest.mark.parametrize("what", ["report", "document", "source"])
def test_a_withdrawal_takes_it_from_the_public_and_giving_it_anew_brings_it_back(quoted, agree, alice, what):
    thing = {"report": quoted, "document": quoted.document, "source": Source.objects.get()}[what]
    made = agree(thing, purposes=("publication",))
    assert seen(quoted)
    consents.withdraw_consent(made, on_day=TODAY(), actor=alice, reason="afraid")
    assert not seen(quoted)
    with pytest.raises(actions.Refused, match="was withdrawn on"):
        consents.withdraw_consent(made, on_day=TODAY(), actor=alice)
    consents.change_consent(
        made, ConsentTerms(purposes=("publication",)), on_day=TODAY(), actor=alice, reason="asked again"
    )
    assert seen(quoted)
    assert [each.verb for each in ConsentAct.objects.order_by("pk")] == ["given", "withdrawn", "changed"]


def test_it_ends_on_its_last_day_without_anybody_doing_anything(quoted, agree, monkeypatch):
    agree(quoted, purposes=("publication",), expires=TODAY() + timedelta(days=3))
    assert seen(quoted)
    days = {"ahead": 3}
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days["ahead"]))
    assert seen(quoted)
    days["ahead"] = 4
    assert not seen(quoted)
    assert projection.refresh(PUBLIC).day == TODAY().isoformat()


def test_the_most_restrictive_of_two_people_wins(quoted, agree, alice):
    agree(quoted, purposes=("publication",))
    other = agree(quoted, purposes=("internal",))
    assert not seen(quoted)
    consents.uncover(other.covers.get(), actor=alice)
    assert seen(quoted)


def test_no_level_opens_what_a_consent_keeps(quoted, agree, alice):
    agree(quoted, purposes=())
    actions.protect(quoted, Level.INTERNAL, actor=alice)
    actions.protect(quoted, Level.PUBLIC, actor=alice)
    assert not seen(quoted)


def test_a_correction_is_covered_as_what_it_corrects(quoted, agree, alice, document):
    made = agree(quoted, purposes=("publication",))
    draft = actions.Draft(
        claim=quoted.claim.model_copy(update={"description": None, "when": quoted.claim.when}),
        document=document,
        attribution=quoted.attribution,
        locator="p. 9",
        level=Level.PUBLIC,
    )
    new = actions.supersede(quoted, draft, actor=alice, reason="page")
    assert seen(new)
    consents.withdraw_consent(made, on_day=TODAY(), actor=alice)
    assert not seen(new)


def test_the_log_tells_that_it_was_hidden_and_nothing_of_the_person(quoted, agree, alice, person):
    from dalil.record.log import last_change

    agree(quoted, purposes=())
    change = last_change()
    assert (change.verb, change.subjects) == ("protected", (quoted.address,))
    assert person.reference not in str(change)


def test_an_export_leaves_out_what_is_not_permitted_and_notes_what_left(quoted, agree, enter, alice):
    free = enter({"when": "2019-05-03"})
    made = agree(quoted, purposes=("icc", "internal"), recipients=("Office of the Prosecutor",))
    steward, everything = Viewer.steward(), Report.objects.visible_to(Viewer.steward())

    def leave(purpose, recipient):
        out = let_leave(everything, steward, how="export", purpose=purpose, recipient=recipient, actor=alice)
        return set(out.reports.values_list("pk", flat=True)), [why.type for _, why in out.withheld]

    assert leave("media", "A newspaper") == ({free.pk}, ["purpose_not_consented"])
    assert leave("icc", "A newspaper") == ({free.pk}, ["recipient_not_consented"])
    assert list(consents.find_disclosures(made)) == []
    assert leave("icc", "Office of the Prosecutor") == ({free.pk, quoted.pk}, [])
    consents.withdraw_consent(made, on_day=TODAY(), actor=alice)
    assert leave("icc", "Office of the Prosecutor") == ({free.pk}, ["consent_withdrawn"])
    copy = consents.find_disclosures(made).get()
    assert (copy.purpose, copy.recipient, copy.actor) == ("icc", "Office of the Prosecutor", alice)
    assert list(copy.reports.all()) == [quoted]


def test_a_consent_is_not_of_a_day_to_come(person, alice):
    with pytest.raises(actions.Refused, match="a day to come"):
        consents.give_consent(person, ConsentTerms(), on_day=TODAY() + timedelta(days=1), actor=alice)


def test_restricted_things_stay_restricted(quoted, agree, alice):
    group = Group.objects.create(name="circle")
    actions.protect(quoted, Level.RESTRICTED, actor=alice, groups=[group])
    agree(quoted, purposes=("publication",))
    assert not seen(quoted) and not seen(quoted, Viewer(member=True))


def test_an_act_of_consent_is_never_changed(quoted, agree):
    from django.db import DatabaseError, transaction

    agree(quoted, purposes=())
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentAct.objects.update(on_day=date(2020, 1, 1))
