"""A dossier that leaves: what is in the bag, what is said to be missing, and that public programs check it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from the_ward import HOSPITAL, QUESTION

from dalil.archive.pdf_words import read_pdf_words
from dalil.archive.protection import Level, Viewer
from dalil.cases.dossiers.assessing import assess
from dalil.cases.dossiers.errands import NewErrand, give_errand, write_note
from dalil.cases.dossiers.handing_out import HandOver, hand_out, request_of
from dalil.cases.dossiers.keeping import ask_question, choose_document, choose_reports, take_out
from dalil.cases.dossiers.models import HandedOut, Pin, Stance
from dalil.exports.bag.bag_contents import NothingLeaves, describe_bag
from dalil.exports.bag.leaving_words import say_left_out
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.models import Report

pytestmark = pytest.mark.django_db

MEMBER, STEWARD = Viewer(member=True), Viewer.steward()
OVER = HandOver(recipient="Example Court", purpose="icc", terms="for this trial alone")
CANARY = "zurbatiya-witness-canary"


def give(case, tmp_path, by, viewer=MEMBER, name="bag"):
    return hand_out(case.dossier, tmp_path / name, OVER, viewer=viewer, actor=by)


def read_json(bag: Path, name: str):
    return json.loads((bag / "data/dossier" / name).read_text(encoding="utf-8"))


def all_bytes(bag: Path) -> bytes:
    """Everything in a bag, its packed files unpacked."""
    found = []
    for file in sorted(each for each in bag.rglob("*") if each.is_file()):
        found.append(file.read_bytes() + str(file.relative_to(bag)).encode())
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as packed:
                found += [packed.read(name) for name in packed.namelist()]
        if file.suffix == ".pdf":
            with pikepdf.open(file) as pdf:
                found += [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
    return b"\n".join(found)


def test_the_bag_has_an_index_the_matrix_and_its_files_and_public_programs_check_it(case, tmp_path, layla, receive):
    record = case.papers["record"]
    receive("Record, names blacked out", "medical_document", parent=record, relation="redaction")
    handed, made = give(case, tmp_path, layla)
    bag = made.place
    done = subprocess.run([sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for command in (
        ["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"],
        ["sha256sum", "--quiet", "--strict", "-c", "tagmanifest-sha256.txt"],
        [sys.executable, "check_proofs.py"],
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "seal/log-key.pem", "-rawin", "-in",
         "tagmanifest-sha256.txt", "-sigfile", "seal/tagmanifest-sha256.sig"],
    ):  # fmt: skip
        done = subprocess.run(command, cwd=bag, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    with (bag / "data/dossier/index.csv").open(encoding="utf-8-sig", newline="") as file:
        index = list(csv.DictReader(file))
    assert [row["document_id"] for row in index] == ["WARD-0001", "WARD-0002", "WARD-0003", "WARD-0004"]
    assert index[3]["redacted_version_of"] == "WARD-0002" and index[0]["first_page_id"] == "WARD-0001-0001"
    assert all((bag / row["file_in_bag"]).is_file() for row in index)
    assert index[1]["type"] == "Medical document / وثيقة طبية" and index[1]["days_told_of"] == "2019-05-05"
    book = openpyxl.load_workbook(io.BytesIO((bag / "data/dossier/dossier.xlsx").read_bytes()))
    assert book.sheetnames == ["Index", "Matrix en", "Matrix ar"] and book["Matrix ar"].sheet_view.rightToLeft
    cells = {each["element"]: each for each in read_json(bag, "matrix.json")}
    assert cells[case.first]["standing"] == "several" and cells[case.first]["contested"]
    assert cells[case.rest[0]]["standing"] == "open" and cells[case.rest[0]]["said"] == []
    assert (handed.reports, handed.documents, handed.against_in, handed.against_out) == (3, 4, 1, 0)
    assert handed.manifest == made.digest and HandedOut.objects.get().reason == OVER.terms


def test_the_pdf_has_its_words_in_both_languages(case, tmp_path, layla):
    _, made = give(case, tmp_path, layla)
    pytest.importorskip("qalam")
    for language, words in (("en", "no legal advice"), ("ar", "قانونية")):
        file = made.place / f"data/dossier/matrix.{language}.pdf"
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) >= 1
        text, whole = read_pdf_words(file.read_bytes())
        assert words in text and whole, text[:300]


def test_what_speaks_against_is_in_the_bag_or_its_absence_is_stated(case, tmp_path, layla, alice, circle):
    _, whole = give(case, tmp_path, layla, name="whole")
    assert "None of it was left out" in (whole.place / "data/dossier/DOSSIER.en.txt").read_text()
    actions.protect(case.papers["letter"], Level.RESTRICTED, groups=[circle], actor=alice, reason="in danger")
    for viewer, name, reason in ((MEMBER, "member", "not_seen"), (STEWARD, "steward", "restricted")):
        handed, made = give(case, tmp_path, layla, viewer, name)
        assert (handed.against_in, handed.against_out) == (0, 1)
        assert read_json(made.place, "dossier.json")["speaks_against"] == {"in_the_bag": 0, "left_out": 1}
        told = (made.place / "data/dossier/DOSSIER.en.txt").read_text()
        assert "Not all that speaks against an element is in it: 0 are, and 1 are not" in told
        assert [each["reason"] for each in handed.left_out if each["noun"] != "document"] == [reason]
        assert "ينفي" in (made.place / "data/dossier/DOSSIER.ar.txt").read_text()


def test_nothing_that_may_not_be_seen_is_in_a_bag_nor_inferable_but_for_the_stated_count(
    case, tmp_path, layla, alice, circle, enter, receive
):
    protected = {"level": Level.RESTRICTED, "groups": [circle]}
    paper = receive(f"Letter {CANARY}", "letter", content=CANARY.encode(), **protected)
    secret = enter(
        {"when": "2011-11-11", "killed": "9177"}, origin="ministry", document=paper, said=CANARY, **protected
    )
    alone = receive(f"Map {CANARY}", "map", **protected)
    _, before = give(case, tmp_path, layla, name="before")
    choose_reports(case.dossier, Report.objects.filter(pk=secret.pk), actor=alice, reason=f"because {CANARY}")
    choose_document(case.dossier, alone, actor=alice, reason=f"because {CANARY}")
    pin = Pin.objects.get(report=secret)
    assess(pin, HOSPITAL, case.rest[0], Stance.FOR, actor=alice, reason=f"says {CANARY}")
    write_note(case.dossier, f"privileged {CANARY}", actor=layla)
    give_errand(case.dossier, NewErrand(words=f"ask about {CANARY}"), actor=layla, viewer=MEMBER)
    _, after = give(case, tmp_path, layla, name="after")
    content = all_bytes(after.place)
    for word in (CANARY, "2011-11-11", secret.address, paper.sha256, alone.sha256, "privileged"):
        assert word.encode() not in content
    assert read_json(before.place, "matrix.json") == read_json(after.place, "matrix.json")
    with_hidden = json.loads((after.place / "data/left-out.json").read_text())
    assert with_hidden["counts"] == [{"noun": "thing", "reason": "not_seen", "count": 2}] and not with_hidden["marks"]


def test_a_dossier_goes_to_somebody_under_terms_for_a_purpose(case, tmp_path, layla):
    for over, words in (
        (HandOver(recipient=" ", purpose="icc", terms="x"), "who receives it"),
        (HandOver(recipient="x", purpose="icc", terms=""), "under which terms"),
    ):
        with pytest.raises(Refused, match=words):
            hand_out(case.dossier, tmp_path / "bag", over, viewer=MEMBER, actor=layla)
    assert not (tmp_path / "bag").exists() and not HandedOut.objects.exists()


def test_of_which_nothing_may_leave_nothing_is_written_or_noted(case, tmp_path, layla, alice, circle):
    for paper in case.papers.values():
        actions.protect(paper, Level.RESTRICTED, groups=[circle], actor=alice, reason="in danger")
    with pytest.raises(NothingLeaves):
        give(case, tmp_path, layla, STEWARD)
    assert not (tmp_path / "bag").exists() and not HandedOut.objects.exists()


def test_what_speaks_against_is_told_when_it_was_taken_out_and_when_the_question_changed(case, tmp_path, layla):
    asked = QUESTION.model_copy(update={"provisions": ("RS-8-2-e-i",)})
    ask_question(case.dossier, asked, actor=layla, reason="another crime")
    handed, made = give(case, tmp_path, layla, name="changed")
    said = [word for cell in read_json(made.place, "matrix.json") for word in cell["said"] if word["says"] == "against"]
    assert (handed.against_in, handed.against_out, len(said)) == (1, 0, 1)
    take_out(case.pins["letter"], actor=layla, reason="not of this strike")
    handed, made = give(case, tmp_path, layla, name="taken-out")
    assert (handed.against_in, handed.against_out) == (0, 1)


def test_a_document_that_is_chosen_after_the_confirmation_makes_another_bag(case, layla, receive, circle):
    before = describe_bag(request_of(case.dossier, OVER, viewer=STEWARD, actor=layla))
    later = receive("Map", "map", level=Level.RESTRICTED, groups=[circle])
    choose_document(case.dossier, later, actor=layla, reason="where it was")
    after = describe_bag(request_of(case.dossier, OVER, viewer=STEWARD, actor=layla))
    assert (before["restricted_documents"], after["restricted_documents"]) == ("0", "1")
    assert before["documents"] != after["documents"] and before["reports"] == after["reports"]
    other = HandOver(recipient=OVER.recipient, purpose=OVER.purpose, terms="for anybody")
    assert describe_bag(request_of(case.dossier, other, viewer=STEWARD, actor=layla))["terms"] == "for anybody"


def test_a_reason_that_is_not_known_breaks_no_screen():
    rows = [{"noun": "report", "reason": "of_a_later_version", "count": 1}]
    assert say_left_out(rows, "en") == ["1 reports: they may not leave"]
