"""Everything enters and changes through the actions; what was said is never changed."""

import io

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from dalil.archive import folder_store, store
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.canonical import address_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.immutability import missing_triggers
from dalil.record.kind import kind_of
from dalil.record.log import changes_since
from dalil.record.models import Judgement, Report, Supersession, Verdict
from dalil.vocabulary import UnknownCode
from dalil.vocabulary.gazetteer import Place

STRIKE = {"what": "AIR_STRIKE", "when": "2019-05-02", "where": {"places": ["SY07"], "name": "Idlib"}, "killed": "4+"}


def reports(viewer=None):
    return Report.objects.visible_to(viewer or Viewer.steward())


def draft(content, document, **facts):
    facts = {"attribution": actions.credit_sources(), **facts}
    return actions.Draft(claim=kind_of("incident").model_validate(content), document=document, **facts)


def test_a_report_says_again_what_was_put_in(enter):
    report = reports().get(pk=enter(STRIKE, origin="north-monitor", said="At least four people were killed.").pk)
    assert report.claim.killed.low == 4 and report.claim.killed.is_open
    assert report.claim.where.places == ("SY07",)
    assert report.said == "At least four people were killed."
    assert report.attribution.key == "north-monitor"


def test_unknown_source_stays_unknown(enter):
    assert enter(STRIKE, origin=None).attribution.key == "unknown"


def test_the_same_words_from_the_same_line_are_entered_once(alice, document):
    first = actions.enter_report(draft(STRIKE, document, locator="line 1"), actor=alice)
    again = actions.enter_report(draft(STRIKE, document, locator="line 1"), actor=alice)
    elsewhere = actions.enter_report(draft(STRIKE, document, locator="line 9"), actor=alice)
    assert first.pk == again.pk != elsewhere.pk


@pytest.mark.parametrize(
    "attempt",
    [
        lambda report: Report.objects.filter(pk=report.pk).update(said="Nothing happened."),
        lambda report: Report.objects.filter(pk=report.pk).update(content={}),
        lambda report: connection.cursor().execute("UPDATE record_report SET digest = ''"),
        lambda report: connection.cursor().execute("DELETE FROM record_report"),
        lambda report: connection.cursor().execute("UPDATE archive_document SET sha256 = ''"),
        lambda report: connection.cursor().execute("DELETE FROM record_logentry"),
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_what_was_said(enter, attempt):
    report = enter(STRIKE, said="At least four people were killed.")
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        attempt(report)
    assert reports().get(pk=report.pk).said == "At least four people were killed."


def test_every_guard_is_in_place(db):
    assert missing_triggers() == []


def test_a_correction_is_a_new_report_and_the_old_one_stays(enter, alice, document):
    old = enter(STRIKE)
    new = actions.supersede(
        old, draft({**STRIKE, "killed": "6+"}, document), actor=alice, reason="two bodies were found later"
    )
    assert reports().count() == 2
    assert [(each.new, each.reason) for each in old.superseded_by.all()] == [(new, "two bodies were found later")]
    with pytest.raises(actions.Refused, match="already been corrected"):
        actions.supersede(old, draft({**STRIKE, "killed": "7"}, document), actor=alice, reason="again")


def test_a_correction_that_says_nothing_new_is_refused(enter, alice, document):
    old = actions.enter_report(draft(STRIKE, document, locator="line 1"), actor=alice)
    with pytest.raises(actions.Refused, match="nothing has changed"):
        actions.supersede(old, draft(STRIKE, document, locator="line 1"), actor=alice, reason="")
    assert not Supersession.objects.exists()


def test_a_later_version_of_the_same_entry_supersedes_and_an_equal_one_adds_nothing(alice, document):
    first = actions.enter_reports([draft(STRIKE, document, locator="row 1", external_id="list:7")], actor=alice)
    same = actions.enter_reports([draft(STRIKE, document, locator="row 8", external_id="list:7")], actor=alice)
    changed = actions.enter_reports(
        [draft({**STRIKE, "killed": 9}, document, locator="row 8", external_id="list:7")], actor=alice
    )
    assert (first.new, same.new, changed.new, changed.corrected) == (1, 0, 1, 1)
    assert reports().filter(superseded_by=None).get().claim.killed.low == 9


def test_a_withdrawal_says_why_and_leaves_the_report_readable(enter, alice):
    report = enter(STRIKE)
    with pytest.raises(actions.Refused, match="say why"):
        actions.withdraw(report, actor=alice, reason=" ")
    actions.withdraw(report, actor=alice, reason="it was another town")
    assert reports().get(pk=report.pk).withdrawal.reason == "it was another town"
    with pytest.raises(actions.Refused, match="already withdrawn"):
        actions.withdraw(report, actor=alice, reason="again")


def test_a_judgement_can_be_taken_back_and_both_stay_on_the_record(enter, bob):
    judgement = actions.judge(enter(STRIKE), enter(STRIKE), Verdict.SAME, actor=bob)
    actions.retract(judgement, actor=bob, reason="the hours differ")
    assert Judgement.objects.count() == 1
    with pytest.raises(actions.Refused, match="already been taken back"):
        actions.retract(judgement, actor=bob)


def test_reports_of_two_kinds_are_not_about_the_same_thing(enter, bob):
    tally = enter({"what": "killed", "count": ">80"}, kind="tally")
    with pytest.raises(actions.Refused, match="by their kind"):
        actions.judge(enter(STRIKE), tally, Verdict.SAME, actor=bob)


def test_a_restriction_names_who_may_still_see_it(enter, alice):
    report = enter(STRIKE)
    with pytest.raises(actions.Refused, match="names the groups"):
        actions.protect(report, Level.RESTRICTED, actor=alice)
    lawyers = Group.objects.create(name="lawyers of the tests")
    actions.protect(report, Level.RESTRICTED, actor=alice, groups=[lawyers])
    assert not Report.objects.visible_to(Viewer(member=True)).exists()
    assert Report.objects.visible_to(Viewer(member=True, groups=frozenset({lawyers.pk}))).exists()


def test_every_write_is_logged_in_order_with_who_did_it(enter, alice, bob):
    one, other = enter(STRIKE), enter(STRIKE)
    actions.judge(one, other, Verdict.DIFFERENT, actor=bob)
    verbs = [(change.verb, change.actor) for change in changes_since(0)]
    assert verbs == [("received", "alice"), ("entered", "alice"), ("entered", "alice"), ("judged", "bob")]


def test_the_same_file_is_one_document_and_its_bytes_are_checked_when_opened(alice, document):
    again = actions.receive_document(
        io.BytesIO(b"A monitor's bulletin, written for the tests."),
        actor=alice,
        title="Other name",
        media_type="text/plain",
    )
    assert (again.pk, again.title) == (document.pk, "Bulletin")
    assert Document.objects.visible_to(Viewer.steward()).count() == 1
    kept = folder_store.path_of(document.sha256)
    kept.chmod(0o600)
    kept.write_bytes(b"A monitor's bulletin, changed behind our back.")
    with pytest.raises(store.DamagedDocument):
        store.open_verified(document.sha256)


def test_a_place_gains_names_and_loses_none(alice):
    entry = Place(code="X-TEST-1", level="town", parent="SY07", en="Tell Example", ar="تل المثال")
    assert actions.add_places([entry], actor=alice, origin="test") == (1, 0)
    later = Place(code="X-TEST-1", level="town", parent="SY07", en="Tall Mithal", ar="تل المثال", lat=35.9, lon=36.6)
    assert actions.add_places([later], actor=alice, origin="test") == (0, 1)
    assert actions.add_places([later], actor=alice, origin="test") == (0, 0)
    place = gazetteer().get("X-TEST-1")
    assert (place.en, place.aliases, place.lat) == ("Tell Example", ("Tall Mithal",), 35.9)
    assert gazetteer().path("X-TEST-1")[:2] == ("SY", "SY07")


def test_a_place_in_nowhere_is_refused(alice):
    with pytest.raises(actions.Refused, match="not in the gazetteer"):
        actions.add_places(
            [Place(code="X-TEST-2", level="town", parent="NOWHERE", en="A", ar="ا")], actor=alice, origin="test"
        )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE and rowid are SQLite's")
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE record_report SET rowid = 999999",
        "INSERT OR REPLACE INTO record_logentry SELECT id, at, 'forged', model, subjects, detail, actor_id FROM record_logentry",
        "INSERT OR REPLACE INTO record_attribution (id, key) SELECT 424242, key FROM record_attribution",
    ],
)
def test_the_ways_around_a_trigger_that_sqlite_leaves_open_are_closed(enter, attempt):
    enter(STRIKE)
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        connection.cursor().execute(attempt)


@pytest.mark.parametrize("code", ["aa+bb", "a b", "a/b", "unknown", "", "-x", "x" * 81])
def test_a_source_is_not_named_by_a_code_that_could_be_read_as_something_else(alice, code):
    with pytest.raises(actions.Refused, match="cannot be the code of a source"):
        actions.name_source(code, actor=alice, en="Some Source")


@pytest.fixture
def layla(django_user_model):
    """A colleague in a group of her own, who keeps a witness whom alice does not know of."""
    circle = Group.objects.create(name="legal")
    layla = django_user_model.objects.create_user("layla")
    layla.groups.add(circle)
    witness = actions.name_source("witness-7", actor=layla, en="Witness 7", level=Level.RESTRICTED, groups=[circle])
    layla.keeps = {"level": Level.RESTRICTED, "groups": [circle]}
    layla.witness = actions.credit_sources([witness], [])
    return layla


def test_a_correction_that_no_longer_names_the_witness_stays_with_those_who_know_the_witness(document, alice, layla):
    old = actions.enter_report(
        draft(STRIKE, document, attribution=layla.witness, level=Level.PUBLIC, said="I saw it"), actor=layla
    )
    mended = actions.supersede(
        old,
        draft({**STRIKE, "killed": "6+"}, document, level=Level.PUBLIC, said="I saw it"),
        actor=layla,
        reason="two more",
    )
    assert (mended.level, list(mended.groups.all())) == (Level.RESTRICTED, layla.keeps["groups"])
    assert mended not in reports(Viewer.of(alice)) and mended not in reports(Viewer.public())


def test_a_correction_that_still_names_the_witness_is_protected_by_the_witness_alone(document, layla):
    old = actions.enter_report(draft(STRIKE, document, attribution=layla.witness, level=Level.PUBLIC), actor=layla)
    changed = draft({**STRIKE, "killed": "6+"}, document, attribution=layla.witness, level=Level.PUBLIC)
    mended = actions.supersede(old, changed, actor=layla, reason="two more")
    assert mended.level == Level.PUBLIC and mended not in reports(Viewer.public())


def test_a_correction_that_nobody_could_see_whole_is_left_to_a_steward(document, alice, layla):
    tracing = Group.objects.create(name="tracing")
    layla.groups.add(tracing)
    old = actions.enter_report(draft(STRIKE, document, attribution=layla.witness, level=Level.PUBLIC), actor=layla)
    actions.protect(old, Level.RESTRICTED, actor=layla, groups=[tracing])
    with pytest.raises(actions.Refused, match="a steward decides"):
        actions.supersede(
            old, draft({**STRIKE, "killed": "6+"}, document, level=Level.RESTRICTED), actor=layla, reason="two more"
        )


def test_what_somebody_says_is_kept_though_the_same_was_said_out_of_her_sight(document, alice, layla):
    hidden = actions.enter_report(
        draft(STRIKE, document, locator="line 1", level=Level.RESTRICTED), actor=layla, groups=layla.keeps["groups"]
    )
    own = actions.enter_report(draft(STRIKE, document, locator="line 1"), actor=alice)
    assert own.pk != hidden.pk and own.address != hidden.address and own.digest == hidden.digest
    assert list(reports(Viewer.of(alice))) == [own]
    assert actions.enter_report(draft(STRIKE, document, locator="line 1"), actor=alice).pk == own.pk
    assert actions.enter_report(draft(STRIKE, document, locator="line 1"), actor=layla).pk == hidden.pk


@pytest.mark.parametrize("said_before_out_of_sight", [False, True])
def test_the_address_of_what_one_enters_tells_nothing_of_what_others_entered(
    document, alice, layla, said_before_out_of_sight
):
    if said_before_out_of_sight:
        hidden = draft(STRIKE, document, level=Level.RESTRICTED)
        actions.enter_report(hidden, actor=layla, groups=layla.keeps["groups"])
    own = actions.enter_report(draft(STRIKE, document), actor=alice)
    assert own.address != address_of(own.digest), "what can be worked out from the words would tell whether it was free"


def test_a_correction_out_of_sight_does_not_stand_in_the_way_of_another(enter, document, alice, layla):
    old = enter(STRIKE, locator="line 1", external_id="list:7", level=Level.INTERNAL)
    hidden = actions.supersede(
        old, draft({**STRIKE, "killed": "9"}, document, external_id="list:7"), actor=layla, reason="the witness"
    )
    actions.protect(hidden, Level.RESTRICTED, actor=layla, groups=layla.keeps["groups"])
    mended = actions.supersede(
        old, draft({**STRIKE, "killed": "9"}, document, external_id="list:7"), actor=alice, reason="misread"
    )
    assert [each.new for each in old.superseded_by.order_by("pk")] == [hidden, mended]
    assert not hidden.superseded_by.exists(), "nobody corrects what he does not see"
    with pytest.raises(actions.Refused, match=f"already been corrected by {mended.address}"):
        actions.supersede(old, draft({**STRIKE, "killed": "8"}, document), actor=alice, reason="misread")


def test_of_two_who_correct_at_once_the_second_is_told_so(enter, alice, document):
    old = enter(STRIKE)
    stale = reports().get(pk=old.pk)
    assert not stale.superseded_by.exists()  # what this hand has read before the other corrected
    actions.supersede(old, draft({**STRIKE, "killed": "6+"}, document), actor=alice, reason="two more were found")
    with pytest.raises(actions.Refused, match="already been corrected"):
        actions.supersede(
            stale, draft({**STRIKE, "killed": "9+"}, document), actor=alice, reason="five more were found"
        )


def test_a_file_brought_in_again_does_not_undo_a_correction_made_by_hand(alice, document):
    entered = actions.enter_reports([draft(STRIKE, document, locator="row 1", external_id="list:7")], actor=alice)
    old = reports().get(address=entered.addresses[0])
    mended = draft({**STRIKE, "killed": "6+"}, document, locator="row 1", external_id="list:7")
    new = actions.supersede(old, mended, actor=alice, reason="two more died in hospital")
    again = actions.enter_reports([draft(STRIKE, document, locator="row 9", external_id="list:7")], actor=alice)
    assert again.new == 0
    assert reports().get(superseded_by=None).pk == new.pk
    later = actions.enter_reports(
        [draft({**STRIKE, "killed": 8}, document, locator="row 9", external_id="list:7")], actor=alice
    )
    assert (later.new, later.corrected) == (1, 1)


def test_a_source_that_goes_back_to_its_first_word_is_followed(alice, document):
    for row, killed in enumerate(("4+", "6+", "4+")):
        claim = draft({**STRIKE, "killed": killed}, document, locator=f"row {row}", external_id="list:7")
        actions.enter_reports([claim], actor=alice)
    assert reports().count() == 3
    assert reports().get(superseded_by=None).claim.killed.low == 4


def test_a_document_says_what_it_is_when_it_is_received_and_for_good(alice):
    facts = {"actor": alice, "title": "On the strike", "media_type": "text/plain", "type": "own_note"}
    note = actions.receive_document(io.BytesIO(b"A note of our own."), **facts)
    assert note.is_own_note
    again = actions.receive_document(io.BytesIO(b"A note of our own."), **{**facts, "type": "letter"})
    assert again.type == "own_note"
    with pytest.raises(UnknownCode):
        actions.receive_document(io.BytesIO(b"Another."), **{**facts, "type": "secret_paper"})
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        Document.objects.filter(pk=note.pk).update(type="letter")


def test_a_title_does_not_make_a_note_our_own(alice):
    letter = actions.receive_document(
        io.BytesIO(b"A letter."), actor=alice, title="Note: a letter of the ministry", media_type="text/plain"
    )
    assert not letter.is_own_note
