"""What the gate objects to, and what would pass: stories of things that somebody wants to make public."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.utils import translation

from dalil.access.models import Proposal
from dalil.archive.protection import Level, Viewer
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.models import Figure
from dalil.counting.question import Question
from dalil.gate import doors
from dalil.gate.examination import Asker, examine, examine_figure, examine_words
from dalil.gate.models import Override
from dalil.gate.objections import Stopped, Weight
from dalil.matching.pointings import point
from dalil.record import actions
from dalil.record.log import Verb, last_change
from dalil.record.models import Report, Verdict
from dalil.record.sealed import compartment, consents
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import enter_person
from dalil.values.consent import ConsentTerms
from dalil.wording.refusals import refusal

NAME = "Canary Mustafa al-Khatib"


@pytest.fixture
def editors(edith):
    """edith and samira, who may both publish."""
    samira = User.objects.create(username="samira")
    for each in (edith, samira):
        each.groups.add(Group.objects.get(name="editor"))
    return edith, samira


@pytest.fixture
def hospital(enter):
    """A strike on a field hospital, placed in its district with a point."""
    where = {"places": ["SY0702"], "name": "behind the bakery", "lat": 35.64, "lon": 36.67}
    return enter(
        {"when": "2019-05-01", "where": where, "targets": ["FIELD_HOSPITAL"], "killed": "3"}, level=Level.INTERNAL
    )


def types(objections):
    return [each.type for each in objections]


def test_a_field_hospital_is_placed_at_its_governorate_or_not_made_public(hospital, edith):
    (objection,) = examine(hospital, Asker(edith))
    assert (objection.type, objection.weight) == ("place_too_exact", Weight.STOPS)
    assert "place it at SY07 (Idlib, governorate)" in str(objection) and "Field hospital" in str(objection)
    with translation.override("ar"):
        said = refusal(objection)
    assert "إدلب" in said and "مشفى ميداني" in said and "place" not in said
    with pytest.raises(Stopped):
        doors.protect(hospital, Level.PUBLIC, asker=Asker(edith))
    assert not Report.objects.visible_to(Viewer.public()).exists()


def test_a_strike_that_names_a_site_is_placed_no_more_exactly_than_the_site_may_be(enter, edith, bob, document, alice):
    told = {"called": "Nour field hospital", "functions": ["FIELD_HOSPITAL"], "where": {"places": ["SY07"]}}
    nour = enter(told, kind="site", level=Level.INTERNAL)
    said = {"when": "2019-05-01", "named_sites": ["Nour field hospital"]}
    exact = enter(said | {"where": {"places": ["SY0702"], "lat": 35.64, "lon": 36.67}}, level=Level.INTERNAL)
    coarse = enter(said | {"where": {"places": ["SY07"]}}, level=Level.INTERNAL)
    assert examine(exact, Asker(edith)) == (), "nobody said yet which place it is"
    for each in (exact, coarse):
        point(each, "Nour field hospital", nour, Verdict.SAME, actor=bob)
    (objection,) = examine(exact, Asker(edith))
    assert objection.type == "place_too_exact" and "Nour" not in str(objection)
    assert examine(coarse, Asker(edith)) == ()
    actions.protect(exact, Level.PUBLIC, actor=alice)
    actions.protect(document, Level.INTERNAL, actor=alice)
    assert types(examine(document, Asker(edith))) == ["place_too_exact"]


def test_the_same_strike_at_the_governorate_passes_with_its_three_dead(enter, edith):
    content = {"when": "2019-05-01", "where": {"places": ["SY07"]}, "targets": ["FIELD_HOSPITAL"], "killed": "3"}
    strike = enter(content, level=Level.INTERNAL)
    assert examine(strike, Asker(edith)) == ()
    assert doors.protect(strike, Level.PUBLIC, asker=Asker(edith)).decided
    assert Report.objects.visible_to(Viewer.public()).get() == strike


def test_a_school_may_be_placed_in_its_town(enter, edith):
    where = {"places": ["SY0702"], "lat": 35.64, "lon": 36.67}
    school = enter({"when": "2019-05-01", "where": where, "targets": ["SCHOOL"]}, level=Level.INTERNAL)
    assert examine(school, Asker(edith)) == ()


def test_a_document_or_a_source_that_would_take_a_field_hospital_along_is_stopped(
    hospital, document, enter, edith, alice
):
    actions.protect(hospital, Level.PUBLIC, actor=alice)
    actions.protect(document, Level.INTERNAL, actor=alice)
    assert types(examine(document, Asker(edith))) == ["place_too_exact"]
    better = actions.Draft(
        claim=hospital.claim.model_copy(update={"where": None}), document=document, attribution=hospital.attribution
    )
    actions.supersede(hospital, better, actor=alice, reason="Placed too exactly.")
    assert types(examine(document, Asker(edith))) == ["place_too_exact"], "what was corrected stays readable"
    actions.protect(document, Level.PUBLIC, actor=alice)
    quoted = enter({**hospital.content, "when": "2019-05-02"}, origin="north-monitor")
    source = quoted.attribution.credits.get().source
    assert examine(source, Asker(edith))
    actions.protect(quoted, Level.INTERNAL, actor=alice)
    assert examine(source, Asker(edith)) == ()


def test_a_report_whose_document_stays_internal_is_told_so_and_not_stopped(enter, alice, edith):
    paper = actions.receive_document(io.BytesIO(b"internal"), actor=alice, title="Notes", media_type="text/plain")
    report = enter({"when": "2019-05-01"}, document=paper, level=Level.INTERNAL)
    (objection,) = examine(report, Asker(edith))
    assert (objection.type, objection.weight) == ("document_not_public", Weight.NOTE)
    assert "Make its document public too" in str(objection)
    assert doors.protect(report, Level.PUBLIC, asker=Asker(edith)).decided


def test_a_document_in_which_a_restricted_report_can_be_read_is_stopped(enter, document, alice, edith):
    actions.protect(document, Level.INTERNAL, actor=alice)
    enter({"when": "2019-05-01"}, level=Level.RESTRICTED, groups=[Group.objects.get(name="legal officer")])
    assert types(examine(document, Asker(edith))) == ["document_tells_restricted"]


def test_what_a_consent_does_not_permit_is_stopped_whoever_decides(enter, document, alice, editors):
    testimony = enter({"teller": {"en": "a witness"}}, kind="testimony", level=Level.INTERNAL)
    actions.protect(document, Level.INTERNAL, actor=alice)
    for thing in (testimony, document):
        firm = [each for each in examine(thing, Asker(editors[0])) if each.weight == Weight.FIRM]
        assert types(firm) == ["no_consent"]
        for editor in editors:
            with pytest.raises(Stopped):
                doors.protect(thing, Level.PUBLIC, asker=Asker(editor), reason="it matters", override=True)
    assert not Override.objects.exists()


def test_a_name_of_a_restricted_source_in_the_words_is_found_in_either_script(enter, alice, edith):
    legal = Group.objects.get(name="legal officer")
    actions.name_source(
        "the-nurse", actor=alice, en="Samir al-Qasim", ar="سمير القاسم", level=Level.RESTRICTED, groups=[legal]
    )
    report = enter({"when": "2019-05-01"}, said="قال سمير القاسم إن القصف بدأ ليلاً.", level=Level.INTERNAL)
    (objection,) = examine(report, Asker(edith))
    assert objection.type == "protected_name"
    assert "nurse" not in str(objection) and "Samir" not in str(objection)
    edith.groups.add(legal)
    (objection,) = examine(report, Asker(edith))
    assert "the-nurse" in str(objection) and "Take the name out of the words" in str(objection)


def test_a_sealed_name_is_found_while_its_officer_has_the_compartment_open(alice, edith):
    compartment.set_up(edith, recipient=recipient_of(key := make_identity()))
    opened = compartment.unlock(edith, identity=key)
    person = enter_person(opened, "witness", {"name": NAME, "pseudonym": "Witness Kaf"}, actor=edith)
    told = "They spoke to canary Mustafa Al Khatib; Witness Kaf confirmed it."
    assert examine_words(told, Asker(edith)) == ()
    (objection,) = examine_words(told, Asker(edith, opened))
    assert person.reference in str(objection) and "Khatib" not in str(objection)
    assert examine_words("Witness Kaf confirmed it.", Asker(edith, opened)) == ()


def test_what_two_editors_override_becomes_public_and_stays_on_the_record(hospital, editors):
    edith, samira = editors
    with pytest.raises(actions.Refused, match="say why"):
        doors.protect(hospital, Level.PUBLIC, asker=Asker(edith), override=True)
    assert not doors.protect(
        hospital, Level.PUBLIC, asker=Asker(edith), reason="closed since 2020", override=True
    ).decided
    assert last_change().verb == Verb.OVERRODE
    with pytest.raises(actions.Refused, match="a second person"):
        doors.protect(hospital, Level.PUBLIC, asker=Asker(edith), reason="again", override=True)
    hospital.refresh_from_db()
    assert hospital.level == Level.INTERNAL
    assert doors.protect(hospital, Level.PUBLIC, asker=Asker(samira), reason="known to all", override=True).decided
    assert [(word.actor, word.reason) for word in Override.objects.all()] == [
        (edith, "closed since 2020"),
        (samira, "known to all"),
    ]


def test_neither_the_record_itself_nor_who_may_not_publish_overrides(hospital, alice):
    for account in (actions.system_actor(), alice):
        with pytest.raises(actions.Refused, match="only a person who may publish"):
            doors.protect(hospital, Level.PUBLIC, asker=Asker(account), reason="why", override=True)


def test_a_word_is_about_the_objections_that_were_told_and_no_others(hospital, enter, alice, editors):
    edith, samira = editors
    assert not doors.protect(hospital, Level.PUBLIC, asker=Asker(edith), reason="closed since", override=True).decided
    legal = Group.objects.get(name="legal officer")
    actions.name_source("baker", actor=alice, en="behind the bakery", level=Level.RESTRICTED, groups=[legal])
    assert not doors.protect(hospital, Level.PUBLIC, asker=Asker(samira), reason="known", override=True).decided
    assert doors.protect(hospital, Level.PUBLIC, asker=Asker(edith), reason="read both", override=True).decided


def test_detained_by_district_waits_for_ten_and_passes_by_governorate(enter, edith):
    for day, number in (("2019-05-01", "3"), ("2019-05-02", "40")):
        place = "SY0702" if number == "3" else "SY0703"
        enter({"when": day, "where": {"places": [place]}, "detained": number}, origin="north-monitor")
    fine = define_figure("held", Question(measure="detained", by=("district",)), actor=edith, title_en="Held")
    (objection,) = examine_figure(fine, Asker(edith))
    assert objection.type == "small_cells"
    assert "1 of its lines count fewer than 10 persons" in str(objection)
    assert "Group it by Governorate, not by District" in str(objection)
    with pytest.raises(Stopped):
        doors.publish_figure(fine, asker=Asker(edith))
    coarse = define_figure("held-2", Question(measure="detained", by=("governorate",)), actor=edith, title_en="Held")
    assert examine_figure(coarse, Asker(edith)) == ()
    assert doors.publish_figure(coarse, asker=Asker(edith))


def test_three_whom_a_reader_gets_by_subtraction_are_as_protected_as_three_in_a_line(enter, edith):
    """Of 43 held in Idlib 40 are of one district: who publishes the 40 publishes the 3."""
    for day, place, number in (("2019-05-01", "SY0702", "3"), ("2019-05-02", "SY0703", "40")):
        enter({"when": day, "where": {"places": [place]}, "detained": number}, origin="north-monitor")
    one = Question(measure="detained", places=("SY0703",))
    figure = define_figure("jisr", one, actor=edith, title_en="Held")
    (objection,) = examine_figure(figure, Asker(edith))
    assert objection.type == "small_remainder" and objection.weight == Weight.STOPS
    assert "is left with fewer than 10 persons" in str(objection) and "Idlib" in str(objection)
    with translation.override("ar"):
        assert "إدلب" in refusal(objection)
    enter({"when": "2019-05-03", "where": {"places": ["SY0702"]}, "detained": "20"}, origin="north-monitor")
    assert examine_figure(figure, Asker(edith)) == ()


def test_the_few_persons_between_two_editions_stand_against_the_second(enter, edith):
    held = {"when": "2019-05-01", "where": {"places": ["SY0702"]}}
    enter({**held, "detained": "40"}, origin="north-monitor")
    question = Question(measure="detained", by=("district",))
    figure = define_figure("held", question, actor=edith, title_en="Held")
    assert examine_figure(figure, Asker(edith)) == ()
    publish_edition(figure, actor=edith)
    assert examine_figure(Figure.objects.get(), Asker(edith)) == ()  # nobody became known since
    enter({**held, "when": "2019-05-03", "detained": "3"}, origin="north-monitor")
    (objection,) = examine_figure(Figure.objects.get(), Asker(edith))
    assert objection.type == "small_difference" and "edition 1" in str(objection) and "10 persons" in str(objection)
    with translation.override("ar"):
        assert "1" in refusal(objection) and "نشرة" in refusal(objection)
    enter({**held, "when": "2019-05-04", "detained": "8"}, origin="north-monitor")
    assert examine_figure(Figure.objects.get(), Asker(edith)) == ()


def test_a_name_in_the_text_of_a_file_stands_against_its_document(alice, edith):
    legal = Group.objects.get(name="legal officer")
    actions.name_source("baker", actor=alice, en="Samir al-Qasim", level=Level.RESTRICTED, groups=[legal])

    def keep(content, media_type):
        return actions.receive_document(io.BytesIO(content), actor=alice, title="Notes", media_type=media_type)

    told = keep("رآه سمير القاسم قرب الجسر".encode(), "text/plain; charset=utf-8")
    (objection,) = examine(told, Asker(edith))
    assert objection.type == "protected_name" and "Samir" not in str(objection)
    bold = keep(b"<p>Seen by <b>S</b>amir al-Qasim&nbsp;himself</p>", "text/html")
    assert types(examine(bold, Asker(edith))) == ["protected_name"]
    assert examine(keep(b"Seen by somebody", "text/plain"), Asker(edith)) == ()


def test_a_file_whose_text_nobody_searched_says_so_and_is_not_stopped(alice, edith):
    paper = actions.receive_document(
        io.BytesIO(b"%PDF-1.7 broken"), actor=alice, title="Scan", media_type="application/pdf"
    )
    (note,) = examine(paper, Asker(edith))
    assert (note.type, note.weight) == ("text_not_searched", Weight.NOTE)


def test_three_killed_in_a_strike_are_told_by_day_and_place(enter, edith):
    enter({"when": "2019-05-01", "where": {"places": ["SY0702"]}, "killed": "3"}, origin="north-monitor")
    figure = define_figure("killed", Question(measure="killed", by=("day", "place")), actor=edith, title_en="Killed")
    assert examine_figure(figure, Asker(edith)) == ()


def test_a_figure_is_published_over_the_gate_by_two(enter, editors):
    edith, samira = editors
    enter({"when": "2019-05-01", "where": {"places": ["SY0702"]}, "detained": "3"}, origin="north-monitor")
    figure = define_figure("held", Question(measure="detained", by=("district",)), actor=edith, title_en="Held")
    assert isinstance(doors.publish_figure(figure, asker=Asker(edith), override_because="asked for"), Proposal)
    assert figure.edition is None
    assert doors.publish_figure(figure, asker=Asker(samira), override_because="agreed").number == 1


def test_a_consent_that_permits_publication_lets_pass(enter, edith, alice):
    testimony = enter({"teller": {"en": "a witness"}}, kind="testimony", level=Level.INTERNAL)
    compartment.set_up(edith, recipient=recipient_of(key := make_identity()))
    person = enter_person(compartment.unlock(edith, identity=key), "witness", {"name": NAME}, actor=edith)
    terms = ConsentTerms(purposes=("publication",))
    consent = consents.give_consent(person, terms, on_day=date(2026, 1, 5), actor=edith)
    consents.cover(consent, [testimony], actor=edith)
    assert examine(testimony, Asker(edith)) == ()
