"""What readers submit: everybody puts in, only who opens the compartment reads, and nothing of it stands in clear."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dalil.record.actions import Refused
from dalil.record.sealed import compartment, submissions
from dalil.record.sealed.models import SealedRead, Submission

CANARY = "Canary: the lorries left the quarry at four."
REACHED = "canary@home.example"


@pytest.fixture
def submitted(opened):
    return submissions.submit(f"  {CANARY}\n", contact=REACHED, language="en")


def test_what_is_submitted_is_read_by_who_opens_the_compartment_and_the_reading_is_logged(opened, submitted, tariq):
    read = submissions.read_submission(opened, submitted, actor=tariq, session="s")
    assert (read.text, read.contact, read.language) == (CANARY, REACHED, "en")
    logged = SealedRead.objects.filter(what="read_submission").get()
    assert (logged.actor, logged.fields) == (tariq, [submitted.reference])


def test_no_word_of_it_stands_in_the_database_and_its_length_says_little(opened, submitted):
    submissions.submit("x", contact="", language="ar")
    submissions.submit("x" * 900, contact="", language="ar")
    lengths = [len(each.sealed) for each in Submission.objects.all()]
    assert max(lengths) - min(lengths) < submissions.PADDED_TO // 2, "age itself adds a line of a random length"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sealed_submission")
        rows = repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])
    assert "anary" not in rows and "quarry" not in rows


def test_a_rotation_seals_it_anew_and_the_removed_officer_reads_nothing_of_what_comes_after(
    opened, submitted, both, tariq
):
    fresh = compartment.remove(opened, both, actor=tariq, reason="left")
    submitted.refresh_from_db()
    assert submitted.generation == 2
    assert submissions.read_submission(fresh, submitted, actor=tariq).text == CANARY
    with pytest.raises(Refused, match="does not open what is sealed"):
        submissions.read_submission(opened, submitted, actor=tariq)


def test_what_was_moved_or_changed_is_refused(opened, submitted, tariq):
    other = submissions.submit("Another thing.", contact="", language="en")
    submitted.sealed = other.sealed
    with pytest.raises(Refused, match="sealed for another place"):
        submissions.read_submission(opened, submitted, actor=tariq)
    submitted.sealed = bytes(other.sealed)[:-1] + b"\x00"
    with pytest.raises(Refused, match="sealed to others, or changed"):
        submissions.read_submission(opened, submitted, actor=tariq)


def test_it_is_dealt_with_once_and_erased_with_a_reason(opened, submitted, tariq, layla):
    submissions.set_done(opened, submitted, actor=tariq)
    with pytest.raises(Refused, match="dealt with this already"):
        submissions.set_done(opened, submitted, actor=layla)
    with pytest.raises(Refused, match="say why"):
        submissions.erase_submission(opened, submitted, actor=layla, reason=" ")
    submissions.erase_submission(opened, submitted, actor=layla, reason="It named a child.")
    submitted.refresh_from_db()
    assert (bytes(submitted.sealed), submitted.done_by, submitted.erased_by) == (b"", tariq, layla)
    with pytest.raises(Refused, match="erased already"):
        submissions.read_submission(opened, submitted, actor=tariq)


def test_nothing_empty_nothing_endless_and_no_flood_is_taken(opened, monkeypatch):
    with pytest.raises(Refused, match="write what you want to tell"):
        submissions.submit(" \n", contact=REACHED, language="en")
    with pytest.raises(Refused, match=r"8001 letters"):
        submissions.submit("x" * 8001, contact="", language="en")
    with pytest.raises(Refused, match="the way to reach you"):
        submissions.submit("x", contact="x" * 501, language="en")
    assert not Submission.objects.exists()
    monkeypatch.setattr(submissions, "MOST_IN_AN_HOUR", 2)
    submissions.submit("one", contact="", language="en")
    submissions.submit("two", contact="", language="en")
    with pytest.raises(submissions.TakenNoMore):
        submissions.submit("three", contact="", language="en")
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    submissions.submit("three", contact="", language="en")
    monkeypatch.setattr(submissions, "MOST_WAITING", 3)
    with pytest.raises(submissions.TakenNoMore):
        submissions.submit("four", contact="", language="en")


def test_without_a_compartment_nothing_is_taken(db):
    with pytest.raises(Refused, match="not set up"):
        submissions.submit("x", contact="", language="en")
