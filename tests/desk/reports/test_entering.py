"""alice enters reports through the form that a kind produces."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.record import actions
from dalil.record.kind import all_kinds, fields_of
from dalil.record.models import Report
from dalil.values import Count, When, Where
from dalil.wording.counts import say_quantity

NEW = "/desk/record/reports/new/incident/"


def entered():
    return Report.objects.get()


def test_alice_enters_what_a_monitor_says(as_, typed):
    answer = as_("alice").post(
        NEW, {**typed, "c-killed": "82+", "c-killed-said": "at least 82", "c-where": "Nowhereville"}
    )
    report = entered()
    assert answer.url == f"/desk/record/reports/{report.address}/"
    assert report.claim.killed == Count.at_least(82, said="at least 82")
    assert report.claim.where == Where(name="Nowhereville")
    assert (report.said, report.locator, report.level) == (typed["said"], "p. 2", Level.INTERNAL)
    assert report.attribution.key == "north-monitor"
    assert report.entered_by.username == "alice"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("82+", Count.at_least(82)),
        (">80", Count.more_than(80)),
        ("~2000", Count.about(2000)),
        ("٨٢+", Count.at_least(82)),
        ("40-50", Count.between(40, 50)),
        ("0", Count.exactly(0)),
        ("at least 82", Count.at_least(82, said="at least 82")),
        ("ما لا يقل عن 82", Count.at_least(82, said="ما لا يقل عن 82")),
        ("3k", Count.exactly(3000, said="3k")),
        ("ستة من أسرة واحدة", Count.exactly(6, said="ستة من أسرة واحدة")),
        ("", None),
    ],
)
def test_a_count_is_typed_as_people_write_it_and_nothing_is_not_zero(as_, typed, written, meant):
    as_("alice").post(NEW, {**typed, "c-killed": written})
    assert entered().claim.killed == meant


@pytest.mark.parametrize(
    "written", ["9 hurt", "تسعة جرحى", "9 TBC", "9 غير مؤكد", "not 9", "-9", "9-May", "9+2", "9,0", "9 tents", "9s"]
)
def test_a_count_of_something_else_or_in_doubt_is_not_saved(as_, typed, written):
    answer = as_("alice").post(NEW, {**typed, "c-killed": written})
    assert list(answer.context["form"].errors) == ["c-killed"]
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019-05", When.parse("2019-05")),
        ("٢٠١٩-٠٥-٠٢", When.parse("2019-05-02")),
        ("2018-10..2019-03", When.parse("2018-10..2019-03")),
    ],
)
def test_a_time_is_no_finer_than_it_is_known(as_, typed, written, meant):
    as_("alice").post(NEW, {**typed, "c-when": written})
    assert entered().claim.when == meant


def test_a_place_is_found_by_its_name_in_either_script(as_, typed):
    as_("alice").post(NEW, {**typed, "c-where": "قرب حارم", "c-where-place": "SY0703 Harim"})
    assert entered().claim.where == Where(places=("SY0703",), name="قرب حارم")


def test_of_homonyms_apart_none_is_guessed_and_the_choice_is_alices(as_, typed):
    alice = as_("alice")
    asked = alice.post(NEW, {**typed, "c-where-place": "صوران"})
    assert asked.status_code == 422
    assert Report.objects.count() == 0
    text = asked.content.decode()
    assert 'name="c-where-which0" value="C1664"' in text and 'name="c-where-which0" value="C3026"' in text
    alice.post(NEW, {**typed, "c-where-place": "صوران", "c-where-which0": "C3026"})
    assert entered().claim.where == Where(places=("C3026",))


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("en", "Idlib", "“Idlib” was taken for SY07 (Idlib, governorate); if another is meant, give its code: SY0700"),
        ("ar", "إدلب", "فُهم من «إدلب»: SY07 (إدلب، محافظة)؛ إن كان المقصود غيره فاكتب رمزه: SY0700"),
    ],
)
def test_of_places_that_lie_in_each_other_the_one_people_mean_is_taken_and_said(as_, typed, language, name, said):
    answer = as_("alice", language).post(NEW, {**typed, "c-where-place": name}, follow=True)
    assert entered().claim.where == Where(places=("SY07",))
    assert said in answer.content.decode().replace("\u2068", "").replace("\u2069", "")


def test_another_place_of_the_name_can_be_chosen_when_the_form_comes_back(as_, typed):
    alice = as_("alice")
    text = alice.post(NEW, {**typed, "c-where-place": "إدلب", "c-when": "never"}).content.decode()
    assert 'name="c-where-which0" value="SY07"' in text and 'name="c-where-which0" value="SY0700"' in text
    alice.post(NEW, {**typed, "c-where-place": "إدلب", "c-where-which0": "SY0700"})
    assert entered().claim.where == Where(places=("SY0700",))


def test_a_name_as_said_is_offered_for_resolution_and_may_stay_unresolved(as_, typed):
    alice = as_("alice")
    assert "c-where-which0" in alice.post(NEW, {**typed, "c-where": "Harim"}).content.decode()
    alice.post(NEW, {**typed, "c-where": "Harim", "c-where-which0": "-"})
    assert entered().claim.where == Where(name="Harim")


def test_a_wrong_number_is_refused_beside_its_box_and_nothing_typed_is_lost(as_, typed):
    answer = as_("alice").post(NEW, {**typed, "c-killed": "12-9", "c-description-ar": "وصف", "c-injured": "4"})
    text = answer.content.decode()
    assert answer.status_code == 422 and Report.objects.count() == 0
    assert answer.context["form"].errors["c-killed"] == ["Lowest 12 is more than highest 9"]
    for value in ("12-9", "وصف", typed["said"], "Northern Monitor"):
        assert value in text


def test_refusals_come_in_the_language_of_the_person(as_, typed):
    answer = as_("alice", "ar").post(NEW, {**typed, "c-killed": "12-9", "c-when": ""})
    text = answer.content.decode()
    assert "الحد الأدنى 12 أكبر من الحد الأعلى 9" in text
    assert "هذا الحقل مطلوب" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The year 9999 cannot be meant; a date lies in the years 1000 to 2999"),
        ("ar", "لا يمكن أن تكون السنة 9999 هي المقصودة؛ تقع التواريخ بين سنة 1000 وسنة 2999"),
    ],
)
def test_a_year_that_nobody_can_mean_is_refused_beside_its_box(as_, typed, language, said):
    form = as_("alice", language).post(NEW, {**typed, "c-when": "2011..9999"}).context["form"]
    assert form.errors == {"c-when": [said]}
    assert not Report.objects.exists()


@pytest.mark.parametrize("box", ["origins", "relays", "c-where-place"])
@pytest.mark.parametrize(
    ("language", "said"), [("en", "At most 20 names in one box."), ("ar", "20 اسماً على الأكثر في الخانة الواحدة.")]
)
def test_more_names_than_one_box_takes_are_refused_beside_it(as_, typed, box, language, said):
    names = "; ".join(f"n{at}" for at in range(21))
    assert as_("alice", language).post(NEW, {**typed, box: names}).context["form"].errors == {box: [said]}


@pytest.mark.parametrize(
    ("box", "several"),
    [("document", "Bulletin"), ("origins", "Northern"), ("relays", "Northern"), ("c-where-place", "Suran")],
)
def test_what_is_too_long_is_refused_before_anything_is_looked_for(as_, typed, box, several, alice):
    actions.name_source("north-daily", actor=alice, en="Northern Daily")
    actions.receive_document(io.BytesIO(b"another"), actor=alice, title="Bulletin", media_type="text/plain")
    asked = as_("alice").post(NEW, {**typed, box: several}).context["form"]
    assert [name for name in asked.fields if name.endswith("which0")], "they are offered to choose from"
    form = as_("alice").post(NEW, {**typed, box: f"{several}{' ' * 2000};{' ' * 2000}{several}"}).context["form"]
    assert list(form.errors) == [box] and "at most" in form.errors[box][0]
    assert not [name for name in form.fields if name.endswith("which0")]


def test_several_codes_parties_and_parts_are_entered(as_, typed):
    as_("alice").post(
        "/desk/record/reports/new/tally/",
        {
            **typed,
            "c-what": "killed",
            "c-count": "82+",
            "c-weapons": ["AIR", "EXPLOSIVE"],
            "c-parts-0-what-en": "in schools",
            "c-parts-0-count": "17",
            "c-parts-1-what-ar": "في الأسواق",
            "c-parts-1-count": "19",
            "c-parties-0-actor": "SYR_GOV",
            "c-parties-0-name": "the army",
        },
    )
    claim = entered().claim
    assert claim.weapons == ("AIR", "EXPLOSIVE")
    assert [part.count.low for part in claim.parts] == [17, 19]
    assert (claim.parties[0].actor, claim.parties[0].name) == ("SYR_GOV", "the army")


def test_an_error_in_the_second_part_is_said_beside_the_second_part(as_, typed):
    answer = as_("alice").post(
        "/desk/record/reports/new/tally/",
        {**typed, "c-what": "killed", "c-count": "82+", "c-parts-2-count": "5"},
    )
    assert list(answer.context["form"].errors) == ["c-parts-2-what-en"]


def test_one_more_row_without_javascript(as_, typed):
    answer = as_("alice").post("/desk/record/reports/new/tally/", {**typed, "c-parts-0-count": "", "more": "c-parts"})
    assert "c-parts-1-count" in answer.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "At most 500 rows in one list."), ("ar", "500 سطراً على الأكثر في القائمة الواحدة.")],
)
def test_a_form_of_a_million_rows_is_refused_in_one_sentence(as_, typed, language, said):
    form = as_("alice", language).post(NEW, {**typed, "c-parties-999999-name": "the army"}).context["form"]
    assert form.errors == {"c-parties-0-actor": [said]}
    assert not [name for name in form.fields if name.startswith("c-parties-1")] and not Report.objects.exists()


@pytest.mark.parametrize("rows", ["1000000", "0", "-1", "٩", "x"])
def test_what_a_form_says_of_the_number_of_its_rows_does_not_matter(as_, typed, rows):
    posted = {**typed, "c-parties-rows": rows, "c-parties-0-name": "the army", "c-parties-1-name": "the guards"}
    as_("alice").post(NEW, posted)
    assert [party.name for party in entered().claim.parties] == ["the army", "the guards"]


def test_a_breakdown_larger_than_its_tally_is_entered_flagged_and_said_at_once(as_, typed):
    answer = as_("alice").post(
        "/desk/record/reports/new/tally/",
        {
            **typed,
            "c-what": "killed",
            "c-count": "10",
            "c-parts-0-what-en": "x",
            "c-parts-0-count": "17",
        },
        follow=True,
    )
    assert entered().flags == ["parts_above_whole"]
    assert any("a part is more than the whole" in str(each) for each in answer.context["messages"])


def test_a_part_larger_than_the_whole_is_entered_flagged_and_said_at_once(as_, typed):
    answer = as_("alice").post(NEW, {**typed, "c-killed": "3", "c-killed_children": "11"}, follow=True)
    assert "parts_above_whole" in entered().flags
    assert any("a part is more than the whole" in str(each) for each in answer.context["messages"])


@pytest.mark.parametrize("words", ["2 children", "طفلان"])
def test_some_of_the_killed_are_at_least_so_many_and_said_at_once(as_, typed, words):
    answer = as_("alice").post(NEW, {**typed, "c-killed": words}, follow=True)
    killed = entered().claim.killed
    assert (killed.notation(), killed.age, killed.said) == ("2+", "child", words)
    assert "some_only" in entered().flags
    assert any("counts only some of them" in str(each) for each in answer.context["messages"])


def test_alice_may_say_of_a_number_whom_it_counts(as_, typed):
    as_("alice").post(NEW, {**typed, "c-killed": "2", "c-killed-age": "child"}, follow=True)
    assert (entered().claim.killed.notation(), entered().claim.killed.age) == ("2", "child")


def test_a_new_file_survives_an_error_and_goes_into_the_archive_with_the_report(as_, typed):
    alice = as_("alice")
    upload = SimpleUploadedFile("letter.txt", b"the letter", content_type="text/plain")
    form = {**typed, "document": "", "upload_title": "A letter", "upload_type": "letter"}
    wrong = alice.post(NEW, {**form, "upload": upload, "c-killed": "12-9"})
    assert wrong.status_code == 422 and "letter.txt" in wrong.content.decode()
    assert not Document.objects.filter(title="A letter").exists()
    token = wrong.context["form"].upload_token()
    again = alice.post(NEW, {**form, "held": token, "c-killed": "12-9"})
    alice.post(NEW, {**form, "held": again.context["form"].upload_token(), "c-killed": "3"})
    received = entered().document
    assert (received.title, received.filename, received.level) == ("A letter", "letter.txt", Level.INTERNAL)
    assert received.type == "letter"
    assert "Letter or e-mail" in alice.get(f"/desk/record/documents/{received.address}/").content.decode()
    assert alice.get(f"/desk/record/documents/{received.address}/download/").getvalue() == b"the letter"


def test_a_pending_upload_is_its_senders_alone_and_can_be_left_out(as_, typed, document):
    upload = SimpleUploadedFile("letter.txt", b"the letter", content_type="text/plain")
    form = {**typed, "document": ""}
    token = as_("alice").post(NEW, {**form, "upload": upload, "c-killed": "12-9"}).context["form"].upload_token()
    assert "document" in as_("bob").post(NEW, {**form, "held": token}).context["form"].errors
    assert "document" in as_("alice").post(NEW, {**form, "held": ""}).context["form"].errors
    as_("alice").post(NEW, typed)
    assert entered().document == document


def test_a_report_names_its_origin_or_says_that_nobody_is_named(as_, typed):
    alice = as_("alice")
    assert "origins" in alice.post(NEW, {**typed, "origins": ""}).context["form"].errors
    assert "origins" in alice.post(NEW, {**typed, "origins": "Nobody Daily"}).context["form"].errors
    alice.post(NEW, {**typed, "origins": "", "unknown": "on"})
    assert entered().attribution.key == "unknown"


def test_relays_are_kept_apart_from_origins(as_, typed, alice):
    actions.name_source("field-daily", actor=alice, en="Field Daily")
    as_("alice").post(NEW, {**typed, "relays": "field-daily"})
    assert entered().attribution.key == "north-monitor via field-daily"


def test_the_next_report_from_the_same_document_begins_filled_in(as_, typed, document):
    alice = as_("alice")
    following = alice.post(NEW, {**typed, "again": "1"}, follow=True)
    assert document.address in following.content.decode()
    assert following.context["form"]["origins"].value() == "Northern Monitor"


def test_alice_cannot_make_a_report_public_and_edith_can(as_, typed):
    assert "level" in as_("alice").post(NEW, {**typed, "level": "0"}).context["form"].errors
    as_("edith").post(NEW, {**typed, "level": "0"})
    assert entered().level == Level.PUBLIC


@pytest.mark.parametrize("kind", ["incident", "tally", "sighting", "measure", "proceeding", "testimony"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_has_its_form_in_both_languages(as_, kind, language):
    text = as_("alice", language).get(f"/desk/record/reports/new/{kind}/").content.decode()
    for field in fields_of(all_kinds()[kind]):
        assert field.label.in_language(language) in text


def test_nothing_typed_by_charlie_gets_in(as_, typed):
    charlie = as_("charlie")
    assert charlie.post(NEW, typed).status_code == 302
    assert charlie.post("/desk/record/sources/new/", {"code": "mine", "en": "Mine", "level": "1"}).status_code == 302
    assert Report.objects.count() == 0


def test_what_is_hidden_from_alice_is_neither_found_nor_told_of(as_, typed, alice, staff):
    group = staff["layla"].groups.get()
    actions.name_source("hidden-witness", actor=alice, en="Hidden Witness", level=Level.RESTRICTED, groups=[group])
    asked = as_("alice").post(NEW, {**typed, "origins": "hidden-witness"})
    assert "origins" in asked.context["form"].errors
    assert as_("alice").get("/desk/record/suggest/sources/?q=hidden").json() == {"lines": []}
    assert as_("layla").get("/desk/record/suggest/sources/?q=hidden").json() == {"lines": ["Hidden Witness"]}


@pytest.mark.parametrize(
    ("language", "written", "meant", "shown"),
    [
        (
            "en",
            "Thursday 2nd May 2019",
            "2019-05-02",
            "Understood as 2 May 2019. If that is right, save again.",
        ),
        (
            "en",
            "2 May 2019, 2:30 PM",
            "2019-05-02T14:30",
            "Understood as 2 May 2019, 14:30. If that is right, save again.",
        ),
        (
            "ar",
            "الخميس ٢ أيار/مايو ٢٠١٩",
            "2019-05-02",
            "فُهم التاريخ: \u2068٢ أيار ٢٠١٩\u2069. إن كان ذلك صحيحاً فاحفظ مرة أخرى.",
        ),
        (
            "ar",
            "26/5/2019 22:30Z",
            "2019-05-26T22:30",
            "فُهم التاريخ: \u2068٢٦ أيار ٢٠١٩، ٢٢:٣٠ UTC\u2069. إن كان ذلك صحيحاً فاحفظ مرة أخرى.",
        ),
    ],
)
def test_words_of_a_date_are_saved_only_after_their_reading_was_shown(as_, typed, language, written, meant, shown):
    alice = as_("alice", language)
    asked = alice.post(NEW, {**typed, "c-when": written})
    assert asked.context["form"].errors == {"c-when": [shown]}
    assert not Report.objects.exists()
    assert f'name="c-when-understood" value="{meant}' in asked.content.decode()
    reading = next(each for each in asked.context["form"].inputs if each.name == "c-when").reading[0]
    other = alice.post(NEW, {**typed, "c-when": "3 May 2019", "c-when-understood": reading})
    assert other.status_code == 422 and not Report.objects.exists()
    alice.post(NEW, {**typed, "c-when": written, "c-when-understood": reading})
    when = entered().claim.when
    assert when.notation() == meant
    assert when.zone == ("UTC" if "Z" in written else "")


def test_the_hint_of_a_script_counts_as_shown(as_, typed):
    alice = as_("alice")
    hint = alice.get("/desk/record/understand/date/", {"q": "2 May 2019"}).json()
    assert hint == {"reading": "2019-05-02", "said": "Understood as 2 May 2019."}
    alice.post(NEW, {**typed, "c-when": "2 May 2019", "c-when-understood": hint["reading"]})
    assert entered().claim.when == When.parse("2019-05-02")
    unread = alice.get("/desk/record/understand/date/", {"q": "04/09/2018"}).json()
    assert unread["reading"] == "" and "2018-09-04" in unread["said"] and "2018-04-09" in unread["said"]


def test_a_day_may_be_chosen_instead_and_never_against_the_words(as_, typed):
    alice = as_("alice")
    against = alice.post(NEW, {**typed, "c-when-day": "2019-05-03"})
    assert list(against.context["form"].errors) == ["c-when-day"]
    alice.post(NEW, {**typed, "c-when": "", "c-when-day": "2019-05-03"})
    assert entered().claim.when == When.parse("2019-05-03")


@pytest.mark.parametrize(
    "doubtful", ["04/09/2018", "٠٤/٠٩/٢٠١٨", "about 4 May 2018", "حوالي 4 أيار 2018", "since 2013", "14:30"]
)
def test_a_date_that_is_not_understood_for_certain_is_refused_beside_its_box(as_, typed, doubtful):
    form = as_("alice").post(NEW, {**typed, "c-when": doubtful}).context["form"]
    assert list(form.errors) == ["c-when"]
    assert not Report.objects.exists()


def test_the_day_of_a_count_is_read_as_any_date(as_, typed):
    counted = {**typed, "c-killed": "5", "c-killed-as_of": "3 أيار 2019"}
    asked = as_("alice").post(NEW, counted)
    assert list(asked.context["form"].errors) == ["c-killed-as_of"]
    as_("alice").post(NEW, {**counted, "c-killed-as_of-understood": "2019-05-03"})
    assert str(entered().claim.killed.as_of) == "2019-05-03"
    month = as_("alice").post(NEW, {**counted, "c-killed-as_of": "2019-05"})
    assert month.context["form"].errors == {"c-killed-as_of": ["Write one day, as in 2019-04-26."]}


def test_marks_that_nobody_sees_change_no_number_of_a_form(as_, typed):
    marked = {
        "c-when": "\u200f2019-05-02",
        "c-killed": "\u200f3",
        "c-where": "Idlib",
        "c-where-lat": "\u200e35.9",
        "c-where-lon": "36.6",
    }
    as_("alice").post(NEW, {**typed, **marked, "c-where-which0": "SY07"})
    claim = entered().claim
    assert (claim.when.notation(), claim.killed, claim.where.lat) == ("2019-05-02", Count.exactly(3), 35.9)


@pytest.mark.parametrize("written", ["35,9", "35.9°", "٣٥٫٩"])
def test_a_point_is_typed_as_people_write_it(as_, typed, written):
    as_("alice").post(NEW, {**typed, "c-where-lat": written, "c-where-lon": "36.6", "c-where-which0": "SY07"})
    assert entered().claim.where.lat == 35.9


@pytest.mark.parametrize("broken", ["35_9", "3 5.9", "35,9,1"])
def test_a_broken_number_is_never_read_without_its_comma(as_, typed, broken):
    form = as_("alice").post(NEW, {**typed, "c-where-lat": broken, "c-where-lon": "36.6"}).context["form"]
    assert list(form.errors) == ["c-where-lat"]


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "more than 80", "Understood as more than 80 people."),
        ("en", "dozens", "12"),
        ("ar", "ما لا يقل عن 82", "٨٢"),
        ("en", "9 tents", "tents"),
    ],
)
def test_what_a_number_is_understood_as_is_said_while_it_is_typed(as_, language, typed, said):
    asked = {"q": typed, "of": "killed", "unit": "person"}
    answer = as_("alice", language).get("/desk/record/understand/count/", asked).json()["said"]
    assert said in answer.replace("\u2068", "").replace("\u2069", "")


def test_what_is_understood_while_typing_is_what_the_form_saves(as_, typed):
    alice = as_("alice")
    for words in ("82+", "40-50", "hundreds", "ستة من أسرة واحدة"):
        alice.post(NEW, {**typed, "locator": words, "c-killed": words})
        saved = Report.objects.latest("pk").claim.killed
        said = alice.get("/desk/record/understand/count/", {"q": words, "of": "killed"}).json()["said"]
        assert say_quantity(saved, "en") in said
