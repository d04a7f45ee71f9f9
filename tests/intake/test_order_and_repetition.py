"""What one file holds never changes how another is read: files may come in any order, and come again."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "identifier": "t:",
    "columns": {
        "ref": {"external_id": True},
        "day": {"field": "when"},
        "killed": {"field": "killed"},
        "source": {"origin": True},
    },
}
CELLS = (
    *("SOHR, Airwars", "SOHR Airwars", "SOHR; Airwars", "SOHR", "Airwars", "Air Wars", "First Paper", "Second Paper"),
    *(
        "First Paper, Second Paper",
        "first paper",
        "First-Paper",
        "جريدة أولى",
        "جريده اولى",
        "N/K",
        "https://example.org/1",
        "example.org",
    ),
)
ROWS = st.lists(st.tuples(st.sampled_from(CELLS), st.integers(1, 9)), min_size=1, max_size=4)


def said_by_whom() -> Counter[tuple[str, str]]:
    in_force = Report.objects.visible_to(Viewer.steward()).filter(superseded_by=None)
    return Counter(in_force.values_list("external_id", "attribution__key"))


def answers() -> list[object]:
    viewer = Viewer.steward()
    return [
        sorted((str(line.keys), line.total) for line in ask(Question(measure="killed", by=(facet,)), viewer).rows)
        for facet in ("source", "grade")
    ]


@pytest.fixture
def bring(run_import, tmp_path):
    """Bring in one of several files, by its number; its rows bear identifiers of its own."""

    def one(number: int, rows) -> object:
        path = tmp_path / f"file-{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["ref", "day", "killed", "source"])
            writer.writerows([f"{number}-{at}", "2019-05-01", killed, cell] for at, (cell, killed) in enumerate(rows))
        return run_import(path, MAPPING)

    return one


def test_a_cell_is_read_as_two_sources_also_after_another_file_named_both_as_one(bring):
    bring(1, [("SOHR Airwars", 2)])
    first = bring(2, [("SOHR, Airwars", 3)])
    again = bring(2, [("SOHR, Airwars", 3)])
    assert (first.new, again.new, again.repeated, again.corrected) == (1, 0, 1, 0)
    assert said_by_whom() == {("t:1-0", "sohr-airwars"): 1, ("t:2-0", "airwars+sohr"): 1}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(ROWS, min_size=2, max_size=4), data=st.data())
def test_any_order_and_any_repetition_gives_the_same_record(files, data, bring, django_db_blocker):
    from django.db import transaction

    numbered = list(enumerate(files))
    order = data.draw(st.permutations(numbered))
    repeated = order + data.draw(st.lists(st.sampled_from(numbered), max_size=3))
    outcomes = []
    for sequence in (numbered, repeated):
        with transaction.atomic():
            for number, rows in sequence:
                bring(number, rows)
            outcomes.append((said_by_whom(), answers()))
            transaction.set_rollback(True)
    assert outcomes[0] == outcomes[1]


def test_a_file_brought_in_again_leaves_the_projection_byte_for_byte(bring):
    rows = [(cell, 2) for cell in CELLS]
    bring(1, rows)
    before = projection.refresh(Viewer.steward()).version
    assert bring(1, rows).corrected == 0
    assert projection.refresh(Viewer.steward()).version == before
    assert projection.rebuild(Viewer.steward()).version == before


def test_sources_that_may_be_one_are_named_in_the_summary_and_do_not_corroborate(bring, enter):
    run = bring(1, [("Airwars", 5), ("Aiwars", 5)])
    assert any("airwars and aiwars" in note or "aiwars and airwars" in note for note in run.notes), run.notes


def test_a_process_that_helps_an_import_ends_when_the_importer_was_killed(tmp_path):
    """Nobody else would ever stop it: it waits for rows that never come."""
    import os
    import signal
    import subprocess
    import sys
    import time

    begin = "import os, subprocess, sys, time; subprocess.Popen([sys.executable, '-c', sys.argv[1] % os.getpid()]); time.sleep(60)"
    helper = (
        "import os, time; from dalil.jobs.parents import end_with_parent; end_with_parent(%d);"
        f" open({str(tmp_path / 'helper')!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    )
    importer = subprocess.Popen([sys.executable, "-c", begin, helper])
    while not (tmp_path / "helper").exists() or not (tmp_path / "helper").read_text():
        time.sleep(0.05)
    pid = int((tmp_path / "helper").read_text())
    importer.send_signal(signal.SIGKILL)
    importer.wait()

    def lives():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"

    until = time.monotonic() + 20
    while lives() and time.monotonic() < until:
        time.sleep(0.1)
    assert not lives()
