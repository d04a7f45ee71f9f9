"""The command and the desk ask the same gate: what one refuses, the other refuses in the same words."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group
from django.test import Client

from dalil.archive.protection import Level
from dalil.cli.people import protect
from dalil.record import actions

HOSPITAL = {"when": "2019-05-01", "where": {"places": ["SY0702"]}, "targets": ["FIELD_HOSPITAL"]}


@pytest.mark.parametrize("case", ["exact place", "no consent", "nothing against it"])
def test_making_public_is_answered_alike(case, enter, edith):
    edith.groups.add(Group.objects.get(name="editor"))
    content, kind = {
        "exact place": (HOSPITAL, "incident"),
        "no consent": ({"teller": {"en": "a witness"}}, "testimony"),
        "nothing against it": ({"when": "2019-05-01"}, "incident"),
    }[case]
    report = enter(content, kind=kind, level=Level.INTERNAL)
    desk = Client()
    desk.force_login(edith)
    answer = desk.post(f"/desk/record/reports/{report.address}/protect/", {"level": "0"})
    said = answer.context["form"].non_field_errors() if answer.status_code == 422 else []
    actions.protect(report, Level.INTERNAL, actor=edith)
    done = CliRunner().invoke(protect, ["report", report.address, "--level", "public", "--as", "edith"])
    assert (done.exit_code == 0) == (not said) == (case == "nothing against it")
    for line in said:
        assert line in done.output


def test_a_document_is_stopped_by_command_while_a_testimony_in_it_has_no_consent(enter, alice):
    paper = actions.receive_document(io.BytesIO(b"testimony"), actor=alice, title="Notes", media_type="text/plain")
    enter({"teller": {"en": "a witness"}}, kind="testimony", document=paper, level=Level.INTERNAL)
    done = CliRunner().invoke(protect, ["document", paper.sha256, "--level", "public"])
    assert done.exit_code and "no consent is on record" in done.output.casefold()
