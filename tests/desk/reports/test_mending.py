"""Correcting and withdrawing: what was said stays, and new evidence is seen by nobody who may not see the report."""

from django.core.files.uploadedfile import SimpleUploadedFile

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.models import Report
from dalil.values import Count


def correcting(report, **changed):
    """The form as it is filled in for a correction, with what alice changes in it."""

    def fill(client):
        form = client.get(f"/desk/record/reports/{report.address}/correct/").context["form"]
        shown = {name: form[name].value() for name in form.fields}
        filled = {name: value for name, value in shown.items() if value not in (None, "", False, [])}
        return client.post(
            f"/desk/record/reports/{report.address}/correct/", {**filled, "reason": "misread", **changed}
        )

    return fill


def test_a_correction_takes_the_place_of_the_old_report_which_stays(as_, enter):
    old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor", level=Level.INTERNAL, said="82 killed")
    answer = correcting(old, **{"c-killed": "82"})(as_("alice"))
    new = Report.objects.get(supersedes__old=old)
    assert answer.url.endswith(f"/{new.address}/")
    assert (old.claim.killed, new.claim.killed) == (Count.exactly(28), Count.exactly(82))
    text = as_("bob").get(f"/desk/record/reports/{old.address}/").content.decode()
    assert "misread" in text and new.address in text


def test_what_the_notation_cannot_carry_survives_a_correction(as_, enter):
    said = {
        "when": {"start": "2019-05-01", "end": "2019-05-31", "precision": "days", "said": "in May"},
        "killed": {"low": 12, "shape": "vague", "said": "dozens"},
        "injured": {"low": 3, "point": 2, "high": 9, "shape": "contradictory"},
        "displaced": {"low": 40, "high": 50, "point": 45, "shape": "range", "unit": "family", "provisional": True},
        "where": {"places": ["SY07"], "name": "شمال إدلب", "lat": 35.9, "lon": 36.6, "precision": "vague"},
        "parties": [{"actor": "SYR_GOV", "name": "the army"}],
        "weapons": ["AIR"],
    }
    old = enter(said, origin="north-monitor", relay="field-daily", level=Level.INTERNAL, flags=("bounds_contradict",))
    correcting(old, **{"c-detained": "3"})(as_("alice"))
    new = Report.objects.get(supersedes__old=old)
    assert new.claim == old.claim.model_copy(update={"detained": Count.exactly(3)})
    assert (new.attribution, new.flags, new.locator) == (old.attribution, old.flags, old.locator)


def test_a_correction_without_a_change_or_a_reason_is_refused(as_, enter):
    old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor", level=Level.INTERNAL)
    assert correcting(old)(as_("alice")).status_code == 422
    assert correcting(old, **{"c-killed": "3", "reason": ""})(as_("alice")).status_code == 422
    assert Report.objects.count() == 1


def test_alices_correction_of_a_public_report_waits_for_an_editor(as_, enter):
    old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor")
    correcting(old, **{"c-killed": "82"})(as_("alice"))
    new = Report.objects.get(supersedes__old=old)
    assert new.level == Level.INTERNAL
    assert not Report.objects.visible_to(Viewer.public()).filter(pk=new.pk).exists()
    as_("edith").post(f"/desk/record/reports/{new.address}/protect/", {"level": "0"})
    assert Report.objects.visible_to(Viewer.public()).filter(pk=new.pk).exists()


def test_a_restricted_report_stays_restricted_when_it_is_corrected(as_, enter, staff):
    group = staff["layla"].groups.get()
    old = enter({"when": "2019-05-01", "killed": "28"}, level=Level.RESTRICTED, groups=[group])
    assert as_("alice").get(f"/desk/record/reports/{old.address}/correct/").status_code == 404
    correcting(old, **{"c-killed": "82"})(as_("layla"))
    new = Report.objects.get(supersedes__old=old)
    assert new.level == Level.RESTRICTED and list(new.groups.all()) == [group]


def test_a_withdrawn_report_stays_readable_with_the_reason(as_, enter):
    report = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor")
    layla = as_("layla")
    assert layla.post(f"/desk/record/reports/{report.address}/withdraw/", {"reason": " "}).status_code == 200
    layla.post(f"/desk/record/reports/{report.address}/withdraw/", {"reason": "the source took it back"})
    text = as_("rana").get(f"/desk/record/reports/{report.address}/").content.decode()
    assert "the source took it back" in text and "layla" in text


def test_a_correction_that_goes_back_to_the_first_words_leaves_one_report_standing(as_, enter):
    first = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor", level=Level.INTERNAL)
    correcting(first, **{"c-killed": "82"})(as_("alice"))
    second = Report.objects.get(supersedes__old=first)
    answer = correcting(second, **{"c-killed": "28"})(as_("alice"))
    assert answer.status_code == 422
    second.refresh_from_db()
    assert not second.superseded_by.exists()
    assert Report.objects.filter(superseded_by=None).count() == 1


def test_a_correction_that_is_hidden_does_not_show_on_the_old_report_nor_in_lists(as_, enter, staff, alice):
    old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor", level=Level.INTERNAL)
    correcting(old, **{"c-killed": "82"})(as_("alice"))
    new = Report.objects.get(supersedes__old=old)
    assert "corrected" in as_("rana").get("/desk/record/reports/").content.decode()
    actions.protect(new, Level.RESTRICTED, actor=alice, groups=[staff["layla"].groups.get()])
    for address in ("/desk/record/reports/", f"/desk/record/reports/{old.address}/"):
        text = as_("rana").get(address).content.decode()
        assert "corrected" not in text.lower().replace("correct a report", "") and new.address not in text


def evidence():
    return SimpleUploadedFile("evidence.txt", b"the evidence", content_type="text/plain")


def test_an_unfinished_correction_of_a_public_report_puts_no_file_before_anybody(as_, enter):
    old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor")
    answer = as_("alice").post(
        f"/desk/record/reports/{old.address}/correct/", {"upload_title": "Mine", "upload": evidence()}
    )
    assert answer.status_code == 422
    assert list(Document.objects.all()) == [old.document]


def test_alices_evidence_for_a_public_report_is_internal_and_ediths_is_public(as_, enter):
    for name, level in (("alice", Level.INTERNAL), ("edith", Level.PUBLIC)):
        old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor")
        file = SimpleUploadedFile("e.txt", f"the evidence of {name}".encode(), content_type="text/plain")
        correcting(old, **{"c-killed": "82", "upload": file})(as_(name))
        assert Report.objects.get(supersedes__old=old).document.level == level


def test_the_evidence_for_a_restricted_report_is_for_its_group_alone(as_, enter, staff):
    group = staff["tariq"].groups.get()
    old = enter({"when": "2019-05-01", "killed": "28"}, level=Level.RESTRICTED, groups=[group])
    correcting(old, **{"c-killed": "82", "upload": evidence()})(as_("tariq"))
    received = Report.objects.get(supersedes__old=old).document
    assert (received.level, list(received.groups.all())) == (Level.RESTRICTED, [group])
    for name, status in (("tariq", 200), ("rana", 404), ("layla", 404)):
        assert as_(name).get(f"/desk/record/documents/{received.address}/").status_code == status


def test_the_evidence_beside_a_restricted_document_or_source_is_for_the_group_of_that(
    as_, enter, staff, document, alice
):
    tracing, legal = staff["tariq"].groups.get(), staff["layla"].groups.get()
    source = actions.name_source("witness", actor=alice, en="Witness", level=Level.RESTRICTED, groups=[tracing, legal])
    actions.protect(document, Level.RESTRICTED, actor=alice, groups=[tracing])
    staff["layla"].groups.add(tracing)
    old = enter({"when": "2019-05-01", "killed": "28"}, origin=source.code, level=Level.INTERNAL)
    correcting(old, **{"c-killed": "82", "upload": evidence()})(as_("layla"))
    received = Report.objects.get(supersedes__old=old).document
    assert (received.level, list(received.groups.all())) == (Level.RESTRICTED, [tracing])


def test_evidence_between_groups_that_have_nothing_in_common_is_not_received(as_, enter, staff, document, alice):
    tracing, legal = staff["tariq"].groups.get(), staff["layla"].groups.get()
    actions.protect(document, Level.RESTRICTED, actor=alice, groups=[tracing])
    staff["layla"].groups.add(tracing)
    old = enter({"when": "2019-05-01", "killed": "28"}, level=Level.RESTRICTED, groups=[legal])
    answer = correcting(old, **{"c-killed": "82", "upload": evidence()})(as_("layla"))
    assert "upload" in answer.context["form"].errors
    assert list(Document.objects.all()) == [document]


def test_uploading_a_file_that_is_hidden_does_not_tell_its_title(as_, typed, staff, document, alice):
    actions.protect(document, Level.RESTRICTED, actor=alice, groups=[staff["layla"].groups.get()])
    form = {**typed, "document": "", "upload_title": "Mine", "again": "1"}

    def send(words, killed):
        same = SimpleUploadedFile("mine.txt", words, content_type="text/plain")
        return as_("alice").post("/desk/record/reports/new/incident/", {**form, "upload": same, "c-killed": killed})

    known, unknown = b"A monitor's bulletin, written for the tests.", b"something else"
    unfinished = [send(words, "12-9") for words in (known, unknown)]
    assert [answer.status_code for answer in unfinished] == [422, 422]
    assert "Bulletin" not in unfinished[0].content.decode()
    assert "mine.txt" in unfinished[0].content.decode() and "mine.txt" in unfinished[1].content.decode()
    assert "Bulletin" not in as_("alice").get(send(known, "12").url).content.decode()


def test_a_correction_keeps_the_identifier_so_that_an_import_corrects_it_and_does_not_stand_beside_it(as_, enter):
    old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor", external_id="ged/7")
    correcting(old, **{"c-killed": "82"})(as_("alice"))
    mended = Report.objects.get(supersedes__old=old)
    assert (mended.external_id, mended.supersedes.get().reason) == ("ged/7", "misread")
    later = enter({"when": "2019-05-01", "killed": "90"}, origin="north-monitor", external_id="ged/7")
    mended.refresh_from_db()
    assert mended.superseded_by.get().new == later


def test_a_correction_of_the_place_in_the_document_alone_is_one_though_the_identifier_stays(as_, enter):
    old = enter({"when": "2019-05-01", "killed": "28"}, origin="north-monitor", external_id="ged/7")
    correcting(old, locator="p. 9")(as_("alice"))
    assert Report.objects.get(supersedes__old=old).locator == "p. 9"
