"""From a file to its reports at the desk: upload, suggestion, mapping, preview, import, failed rows, next edition."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.desk.imports.pending_imports import list_pending, take_lock
from dalil.desk.pending_uploads import LONGEST, sweep_uploads
from dalil.intake.models import FailedRow, Import
from dalil.record import actions
from dalil.record.models import Report, Source

NEW = "/desk/record/imports/new/"
STRIKES = (
    "day,place,killed,internal notes\n2019-05-02,Saraqib,3,call her\n2019-05-03,Idlib,a lot,\n2019-05-04,Saraqib,12+,\n"
)
MAPPING = """
kind: incident
origin: north-monitor
columns:
  day: {field: when}
  place: {field: where}
  killed: {field: killed}
  internal notes: {ignore: true}
"""


def put_up(client, content=STRIKES, name="strikes.csv", **typed):
    """Send the form of a new file; the answer, after the redirects."""
    content = content.encode() if isinstance(content, str) else content
    return client.post(NEW, {"file": SimpleUploadedFile(name, content), "level": "1", **typed}, follow=True)


def address_of(answer):
    """The address of a pending import, without its steps."""
    return answer.request["PATH_INFO"].removesuffix("mapping/")


def look(client, pending, mapping=MAPPING):
    """Save a mapping, and see what comes of it."""
    return client.post(f"{pending}mapping/", {"mapping": mapping}, follow=True)


def bring_in(client, pending, **chosen):
    return client.post(f"{pending}start/", {"choose": "1", "bring_in": "1", **chosen}, follow=True)


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def bob_(as_):
    return as_("bob")


def test_bob_brings_a_table_in_from_upload_to_failed_rows(bob_, north):
    suggested = put_up(bob_)
    assert "left out" in words(suggested) and "internal notes" in words(suggested)
    assert "call her" not in words(suggested), "a private cell is not shown"
    pending = address_of(suggested)
    preview = look(bob_, pending)
    said = words(preview)
    assert "Nothing is written yet" in said
    for understood in (
        "Row 2",
        "2 May 2019",
        "Saraqib",
        "at least 12",
        "Northern Monitor",
        "a lot",
        "Rows that would fail",
    ):
        assert understood in said, understood
    assert not Report.objects.exists() and not Document.objects.filter(filename="strikes.csv").exists()
    done = bring_in(bob_, pending)
    run = Import.objects.get()
    assert done.request["PATH_INFO"] == f"/desk/record/imports/{run.pk}/"
    assert (run.actor.username, run.rows, run.new, run.failed, run.level) == ("bob", 3, 2, 1, Level.INTERNAL)
    assert Report.objects.count() == 2 and "a lot" in words(done)
    rows = list(
        csv.reader(io.StringIO(bob_.get(f"/desk/record/imports/{run.pk}/failed.csv").content.decode("utf-8-sig")))
    )
    assert rows[1][:3] == ["3", "killed", "a lot"]
    assert list_pending(run.actor)[0].upload.path.exists() is False, "the bytes are in the archive now"


def test_a_workbook_that_tells_its_author_is_asked_about_before_it_comes_in_as_public(as_, staff, north):
    staff["edith"].groups.set(Group.objects.filter(name__in=("editor", "analyst")))
    keeper = as_("edith")
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.properties.creator = "Kanarienvogel"
    book.active.append(["day", "place", "killed"])
    book.active.append(["2019-05-02", "Saraqib", "3"])
    book.save(file)
    asked = put_up(keeper, file.getvalue(), "strikes.xlsx", level=str(Level.PUBLIC.value))
    assert asked.status_code == 422 and "Kanarienvogel" in words(asked)
    held = re.search(r'name="held" value="([^"]+)"', asked.content.decode())[1]
    taken = keeper.post(NEW, {"held": held, "level": str(Level.PUBLIC.value), "telling": "on"}, follow=True)
    assert taken.request["PATH_INFO"].endswith("/mapping/")
    internal = put_up(keeper, file.getvalue(), "strikes.xlsx")
    assert internal.request["PATH_INFO"].endswith("/mapping/"), "nothing leaves, so nothing is asked"


def test_the_next_edition_of_a_table_is_asked_for_and_corrects(bob_, north):
    first = address_of(put_up(bob_))
    look(bob_, first)
    bring_in(bob_, first)
    second = address_of(
        put_up(bob_, STRIKES.replace("a lot", "7").replace("2019-05-04,Saraqib,12+", "2019-05-04,Saraqib,13+"))
    )
    asked = look(bob_, second, MAPPING)
    assert "seems to be the next edition" in words(asked) and "strikes.csv" in words(asked)
    refused = bring_in(bob_, second)
    assert "seems to be the next edition" in words(refused) and Report.objects.count() == 2
    sums = bob_.post(f"{second}start/", {"choose": "1", "look": "1", "edition": "yes"}, follow=True)
    assert sums.context["sums"] == {"rows": 3, "new": 2, "repeated": 1, "corrected": 1, "failed": 0}
    bring_in(bob_, second, edition="yes")
    run = Import.objects.first()
    assert run.edition_of == Import.objects.last() and (run.new, run.corrected) == (2, 1)
    assert Report.objects.uncorrected().count() == 3


def test_a_choice_that_was_not_looked_at_is_looked_at_first(bob_, north):
    pending = address_of(put_up(bob_))
    look(bob_, pending)
    bring_in(bob_, pending, corrections="on")
    assert not Report.objects.exists(), "the sums on the screen were of another choice"
    bring_in(bob_, pending, corrections="on")
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.csv", "empty"),
        (b"\n\n", "lines.csv", "the file is empty"),
        (b"PK\x03\x04 no workbook", "table.xlsx", "is no XLSX file"),
        (b"%PDF-1.7", "paper.csv", "it is a PDF"),
        (b"just some words\nand more\n", "words.csv", "one column"),
    ],
)
def test_a_file_that_is_no_table_is_refused_beside_its_input(bob_, content, name, said):
    answer = put_up(bob_, content, name)
    assert answer.status_code == 422 and said in str(answer.context["form"].errors["file"])
    assert not Document.objects.filter(filename=name).exists()


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("kind: incident\ncolumns:\n  day: {field: when\n", "line 4: this is not YAML"),
        ("kind: incident\ncolumns:\n  day: {field: when}\n  killed: {feild: killed}\n", "line 4, columns.killed"),
        ("kind: incident\ncolumns:\n  day: {field: when}\n  killed: {field: slain}\n", "line 4"),
        (
            "kind: incident\ncolumns:\n  day: {field: when}\n  slain: {field: killed}\n",
            "line 4: the file has no column “slain”",
        ),
        ("kind: rumour\ncolumns: {}\n", "line 1, kind"),
        ("kind: incident\nlevel: public\ncolumns:\n  day: {field: when}\n", "The mapping says the level public"),
        ("kind: incident\ncolumns:\n  killed: {field: killed}\n", "has no column for when"),
    ],
)
def test_a_mapping_with_a_mistake_is_refused_with_line_and_cause(bob_, mapping, said):
    pending = address_of(put_up(bob_))
    answer = look(bob_, pending, mapping)
    assert answer.status_code == 422 and said in str(answer.context["form"].errors["mapping"][0])
    assert "kind:" in answer.context["form"]["mapping"].value(), "what was written stays"


def test_a_sheet_of_a_workbook_is_chosen(bob_, north):
    from openpyxl import Workbook

    book, whole = Workbook(), io.BytesIO()
    book.active.title = "About"
    book.active.append(["Title", "Author"])
    strikes = book.create_sheet("ضربات 2019")
    for line in csv.reader(io.StringIO(STRIKES)):
        strikes.append(line)
    book.save(whole)
    suggested = put_up(bob_, whole.getvalue(), "book.xlsx")
    assert "ضربات 2019" in words(suggested) and "internal notes" not in words(suggested)
    pending = address_of(suggested)
    other = bob_.post(f"{pending}mapping/", {"sheet": "ضربات 2019"}, follow=True)
    assert 'sheet: "ضربات 2019"' in other.context["form"]["mapping"].value() and "internal notes" in words(other)
    look(
        bob_,
        pending,
        other.context["form"]["mapping"].value().replace("killed: {ignore: true}", "killed: {field: killed}"),
    )
    bring_in(bob_, pending)
    assert Import.objects.get().rows == 3


def test_reports_of_another_record_and_places_take_a_permission_of_their_own(as_, enter):
    places = "admin1Name_en,admin1Name_ar,admin1Pcode\nIdlib,إدلب,SY07\n"
    refused = put_up(as_("bob"), places, "areas.csv")
    assert "Your role may not" in str(refused.context["form"].errors["file"])
    lines = as_("bob").get("/desk/record/reports/export.jsonl")
    enter({"when": "2019-05-01"}, origin="north-monitor")
    lines = b"".join(as_("salma").get("/desk/record/reports/export.jsonl"))
    assert "Your role may not" in str(put_up(as_("bob"), lines, "lines.jsonl").context["form"].errors["file"])
    preview = put_up(as_("salma"), lines, "lines.jsonl")
    assert preview.context["sums"]["repeated"] == 1 and "1 May 2019" in words(preview)
    assert "SY07" in words(put_up(as_("salma"), places, "areas.csv"))


def test_a_file_that_waits_is_its_senders_alone_and_can_be_given_up(as_, staff, home):
    pending = address_of(put_up(as_("bob")))
    for answer in (
        as_("salma").get(pending, follow=True),
        as_("salma").post(f"{pending}mapping/", {"mapping": MAPPING}, follow=True),
        as_("salma").post(f"{pending}start/", {"bring_in": "1"}, follow=True),
        as_("salma").post(f"{pending}give-up/", follow=True),
    ):
        assert "does not wait any longer" in words(answer) and "strikes.csv" not in words(answer)
    assert "strikes.csv" in words(as_("bob").get("/desk/record/imports/"))
    assert "strikes.csv" not in words(as_("salma").get("/desk/record/imports/"))
    as_("bob").post(f"{pending}give-up/")
    assert not [*(home / "pending").glob("*/")]


def test_a_file_that_was_given_up_is_gone_after_a_day_and_no_other(as_, home):
    old, new = (address_of(put_up(as_("bob"), name=name)) for name in ("old.csv", "new.csv"))
    folder = home / "pending" / old.split("/")[-2]
    os.utime(folder, (time.time() - LONGEST - 60,) * 2)
    sweep_uploads()
    assert not folder.exists() and (home / "pending" / new.split("/")[-2]).exists()
    assert "does not wait any longer" in words(as_("bob").get(old, follow=True))


def test_a_file_that_is_being_worked_on_is_neither_begun_again_nor_removed(bob_, staff, north):
    pending = address_of(put_up(bob_))
    look(bob_, pending)
    (waiting,) = list_pending(staff["bob"])
    lock = take_lock(waiting)
    try:
        (waiting.upload.folder / "progress.json").write_text(json.dumps({"rows": 2000, "part": 0.25}))
        page = words(bring_in(bob_, pending))
        assert "being read" in page and "2,000" in page and 'http-equiv="refresh"' in page
        assert "wait until that is done" in words(bob_.post(f"{pending}give-up/", follow=True))
        assert bob_.get(f"{pending}mapping/").status_code == 302
    finally:
        os.close(lock)
    assert not Import.objects.exists()
    bring_in(bob_, pending)
    assert Import.objects.get().new == 2


def test_two_people_bring_the_same_file_in_and_nothing_stands_twice(as_, north):
    bob, salma = as_("bob"), as_("salma")
    his, hers = address_of(put_up(bob)), address_of(put_up(salma))
    look(bob, his)
    look(salma, hers)
    bring_in(bob, his)
    bring_in(salma, hers)
    assert [(run.new, run.repeated) for run in Import.objects.order_by("pk")] == [(2, 0), (0, 2)]
    assert Report.objects.count() == 2 and FailedRow.objects.filter(resolved_at=None).count() == 1


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(bob_, home, monkeypatch):
    from dalil.desk.imports import forms

    monkeypatch.setattr(forms, "LARGEST", 40)
    answer = put_up(bob_)
    assert "dalil import" in str(answer.context["form"].errors["file"])
    assert not [*(home / "pending").glob("*/")]


def test_a_restriction_names_its_groups_and_holds_for_document_reports_and_sources(as_, staff):
    bob = as_("bob")
    group = staff["bob"].groups.get()
    assert "groups" in put_up(bob, level="2").context["form"].errors
    pending = address_of(put_up(bob, level="2", groups=[group.pk]))
    look(bob, pending)
    bring_in(bob, pending)
    document, source = Document.objects.get(filename="strikes.csv"), Source.objects.get(code="north-monitor")
    for thing in (document, source, *Report.objects.all()):
        assert thing.level == Level.RESTRICTED and [*thing.groups.all()] == [group]
    assert as_("salma").get(f"/desk/record/imports/{Import.objects.get().pk}/").status_code == 404


def test_a_file_is_held_while_the_rest_of_its_form_is_mended(as_):
    bob, salma = as_("bob"), as_("salma")
    wrong = put_up(bob, source="Nobody Daily")
    assert "source" in wrong.context["form"].errors and "strikes.csv" in words(wrong)
    held = {"held": wrong.context["form"].upload_token(), "level": "1"}
    assert "file" in salma.post(NEW, held).context["form"].errors, "the token is its sender's alone"
    assert "internal notes" in words(bob.post(NEW, held, follow=True))


def test_bob_who_may_not_publish_brings_nothing_in_as_public(bob_):
    assert "level" in put_up(bob_, level="0").context["form"].errors


def test_a_row_becomes_what_it_would_become_without_the_hidden_report_that_bears_its_identifier(
    as_, staff, alice, north, enter
):
    bob = as_("bob")
    hidden = enter(
        {"when": "2019-05-02"},
        origin="secret-witness",
        external_id="one",
        level=Level.RESTRICTED,
        groups=[staff["tariq"].groups.get()],
    )
    actions.protect(
        Source.objects.get(code="secret-witness"), Level.RESTRICTED, actor=alice, groups=[staff["tariq"].groups.get()]
    )
    table = "id,day,killed,who\none,2019-05-02,3,north-monitor\n"
    mapping = "kind: incident\ncolumns:\n  id: {external_id: true}\n  day: {field: when}\n  killed: {field: killed}\n  who: {origin: true}\n"
    pending = address_of(put_up(bob, table))
    preview = words(look(bob, pending, mapping))
    page = words(bring_in(bob, pending))
    run = Import.objects.get()
    handed_out = bob.get(f"/desk/record/imports/{run.pk}/failed.csv").content.decode()
    for said in (preview, page, handed_out):
        assert hidden.address not in said and "secret-witness" not in said
        assert "may not see" not in said, "that there is something tells too much"
    assert (run.new, run.failed, run.corrected) == (1, 0, 0)


def test_a_note_that_names_a_hidden_source_is_kept_back(as_, staff, alice):
    secret = {"level": Level.RESTRICTED, "groups": [staff["tariq"].groups.get()]}
    actions.name_source("northern-monitr", actor=alice, en="Northern Monitr", **secret)
    pending = address_of(put_up(as_("bob"), "day,who\n2019-05-02,Northern Monitor\n"))
    mapping = "kind: incident\ncolumns:\n  day: {field: when}\n  who: {origin: true}\n"
    look(as_("bob"), pending, mapping)
    page = words(bring_in(as_("bob"), pending))
    (note,) = (note for note in Import.objects.get().notes if "may be one source" in note)
    assert "northern-monitr" in note
    assert "monitr" not in page and "One more note names what you may not see" in page


def test_a_hidden_edition_is_asked_for_without_its_name(as_, staff, run_import, tmp_path):
    file = tmp_path / "secret-list.csv"
    file.write_text(STRIKES)
    from dalil.intake.mapping import read_mapping

    run_import(file, read_mapping(MAPPING, "m"), level=Level.RESTRICTED, groups=(staff["tariq"].groups.get(),))
    pending = address_of(put_up(as_("bob"), STRIKES + "2019-05-05,Idlib,1,\n"))
    said = words(look(as_("bob"), pending))
    assert "seems to be the next edition" in said and "Most of its rows" in said and "secret-list" not in said


def test_causes_are_said_in_the_language_of_the_screen(as_, north):
    bob = as_("bob", "ar")
    pending = address_of(
        put_up(bob, "day,place,killed,internal notes\n04/09/2018,Saraqib,3,\n2019-05-03,Idlib,7 wounded,\n")
    )
    preview = look(bob, pending)
    page = words(bring_in(bob, pending))
    causes = [failure.cause for failure in preview.context["failures"]]
    assert len(causes) == 2
    for cause in causes:
        sentence = re.sub("`.*?`", "", cause.replace("wounded", ""))  # the words of a mapping are what they are
        assert not re.search("[a-z]{3,}", sentence), cause
        assert cause in page.replace("&quot;", '"')
