"""The same file with the same mapping gives the same reports and the same summary, brought in by the command line or at the desk."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from wagtail.users.models import UserProfile

from dalil.archive.protection import Level, Viewer
from dalil.cli.importing import import_
from dalil.exports.report_lines import report_lines
from dalil.intake.models import FailedRow, Import
from dalil.matching.pairs_of_import import find_pairs_of_import, match_if_few
from dalil.record.models import Report
from dalil.wording.matches import say_pairs_of_import

TABLE = (
    'id,day,place,killed,who\n1,2019-05-02,Saraqib,3,SOHR\n2,04/05/2019,Idlib,12+,"SOHR, Airwars"\n3,2019-05-04,Idlib,a lot,TBC\n'
    "4,2019-05-05,Nowhere at all,about 20,Field team 1/2\n4,2019-05-06,Idlib,1,SOHR\n"
)
MAPPING = """kind: incident
columns:
  id: {external_id: true}
  day: {field: when, format: d/m/y}
  place: {field: where}
  killed: {field: killed}
  who: {origin: true, split: ","}
"""
SUMS = (
    "format",
    "state",
    "level",
    "rows",
    "new",
    "repeated",
    "corrected",
    "failed",
    "flags",
    "notes",
    "named",
    "header",
    "mapping",
)


class _Undone(Exception):
    """Takes back what was brought in, for the next to bring it in too."""


def by_command(file: Path, mapping: Path, bob):
    CliRunner().invoke(
        import_, [str(file), "--mapping", str(mapping), "--as", bob.username, "--new-source", "partner", "The Partner"]
    )


def at_the_desk(file: Path, mapping: Path, bob):
    from dalil.record.actions import name_source

    name_source("partner", actor=bob, en="The Partner")
    client = Client()
    client.force_login(bob)
    upload = SimpleUploadedFile(file.name, file.read_bytes())
    suggested = client.post(
        "/desk/record/imports/new/", {"file": upload, "level": "1", "source": "The Partner"}, follow=True
    )
    address = suggested.request["PATH_INFO"].removesuffix("mapping/")
    client.post(f"{address}mapping/", {"mapping": mapping.read_text()})
    client.post(f"{address}start/", {"choose": "1", "bring_in": "1"})


def what_came_in(way, *given):
    """The summary, the lines of the reports, and the failed rows, of one way; nothing of it stays."""
    came = {}
    try:
        with transaction.atomic():
            way(*given)
            run = Import.objects.get()
            came["sums"] = {name: getattr(run, name) for name in SUMS}
            came["lines"] = [*report_lines(Report.objects.order_by("address"), Viewer.steward())]
            came["failed"] = [
                *FailedRow.objects.order_by("row").values("row", "field", "value", "cause", "told", "raw")
            ]
            came["document"] = (run.document.title, run.document.filename, run.document.level, run.source, run.actor)
            raise _Undone
    except _Undone:
        return came


@pytest.mark.django_db
def test_command_line_and_desk_bring_the_same_in(bob, tmp_path):
    bob.is_superuser = True
    bob.save()
    file, mapping = tmp_path / "strikes.csv", tmp_path / "map.yaml"
    file.write_text(TABLE)
    mapping.write_text(MAPPING)
    one, other = (what_came_in(way, file, mapping, bob) for way in (by_command, at_the_desk))
    assert one == other
    assert one["sums"]["rows"] == 5 and one["sums"]["failed"] == 2 and len(one["lines"]) == 3
    assert one["document"][2] == Level.INTERNAL


@pytest.mark.django_db
def test_command_and_desk_say_alike_how_many_may_be_here_already(tmp_path, bob):
    one, other = (tmp_path / name for name in ("one.csv", "other.csv"))
    one.write_text("id,day,place,killed,who\na-1,2019-05-02,Saraqib,13,SOHR\n", encoding="utf-8")
    other.write_text("id,day,place,killed,who\nb-1,2019-05-02,Saraqib,13,Airwars\n", encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    said = [CliRunner().invoke(import_, [str(file), "--mapping", str(mapping)]).output for file in (one, other)]
    assert all("Not all of it is compared yet" in " ".join(each.split()) for each in said)
    assert match_if_few()
    run = Import.objects.get(document__filename="other.csv")
    waiting = find_pairs_of_import(run.entered, Viewer.of(bob))
    assert (waiting.reports, waiting.pairs, waiting.compared) == (1, 1, True)
    bob.groups.add(Group.objects.get(name="analyst"))
    client = Client()
    client.force_login(bob)
    for language in ("en", "ar"):
        UserProfile.objects.update_or_create(user=bob, defaults={"preferred_language": language})
        words = say_pairs_of_import(1, 1, language, compared=True)
        page = client.get(f"/desk/record/imports/{run.pk}/").content.decode()
        assert html.escape(words) in page
