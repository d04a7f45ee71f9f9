"""The commands of those who keep the machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group, User

from dalil.archive.protection import Level, Viewer
from dalil.cli import main
from dalil.record.log import last_change
from dalil.record.models import Report, Source


@pytest.fixture
def run(db):
    def one(*arguments, fails=False):
        done = CliRunner().invoke(main, arguments)
        assert (done.exit_code != 0) == fails, done.output
        return done.output

    return one


def test_the_help_names_every_command(run):
    assert "Bring in a file" in run("--help")


def test_status_says_what_is_held_and_what_the_public_sees_of_it(run, enter):
    enter({"when": "2019-05-02"})
    enter({"when": "2019-05-03"}, level=Level.INTERNAL)
    line = next(line for line in run("status").splitlines() if "incident" in line)
    assert line.split()[-2:] == ["2", "1"]


def test_status_names_a_guard_that_somebody_removed(run, enter):
    from django.db import connection

    on_table = " ON record_report" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER record_report_no_delete{on_table}")
    assert "record_report_no_delete is missing" in run("status")


def test_rebuild_brings_search_and_counting_up_to_date(run, enter):
    report = enter({"when": "2019-05-02"}, said="The bakery was hit.")
    Report.objects.filter(pk=report.pk).update(search="")
    assert "1 brought up to date" in run("rebuild")


def test_a_source_is_opened_to_the_public_and_the_log_says_why(run, enter, alice):
    from dalil.record import actions

    actions.name_source("quiet-monitor", actor=alice, en="Quiet Monitor")
    hidden = enter({"when": "2019-05-02"}, origin="quiet-monitor")
    assert not Report.objects.visible_to(Viewer.public()).filter(pk=hidden.pk).exists()
    run("protect", "source", "quiet-monitor", "--level", "public", "--reason", "they agreed")
    assert Report.objects.visible_to(Viewer.public()).filter(pk=hidden.pk).exists()
    assert last_change().detail["reason"] == "they agreed"


def test_protecting_what_is_not_there_is_refused(run):
    assert "0 sources answer to" in run("protect", "source", "nobody", "--level", "public", fails=True)
    assert not Source.objects.visible_to(Viewer.steward()).exists()


def test_an_account_is_made_with_a_password_told_once_and_closed_without_losing_what_it_wrote(run):
    from django.contrib.auth.models import User

    told = run("user", "nadia", "--role", "contributor")
    assert "Password of nadia:" in told and "must be changed at the next sign-in" in told
    assert "Password" not in run("user", "nadia", "--role", "analyst")
    assert set(User.objects.get(username="nadia").groups.values_list("name", flat=True)) == {"contributor", "analyst"}
    run("user", "nadia", "--close")
    assert not User.objects.get(username="nadia").is_active


def test_who_cannot_get_in_is_helped_by_the_keeper_of_the_machine(run):
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.models import User

    from dalil.desk.sign_in.models import OpenSession

    run("user", "nadia", "--role", "contributor")
    nadia = User.objects.get(username="nadia")
    for flag in ("--new-password", "--lost-factor", "--end-sessions", "--close"):
        run("user", "nadia", "--open")
        OpenSession.objects.create(user=nadia)
        Authenticator.objects.create(user=nadia, type="totp", data={})
        before = User.objects.get(username="nadia").password
        told = run("user", "nadia", flag)
        changed = User.objects.get(username="nadia").password != before
        assert ("Password of nadia:" in told) == changed == (flag == "--new-password")
        assert ("The second factor is taken off." in told) == (flag == "--lost-factor")
        assert Authenticator.objects.exists() == (flag != "--lost-factor") and not OpenSession.objects.exists(), flag
        Authenticator.objects.all().delete()
    assert "There was no second factor." in run("user", "nadia", "--lost-factor")


def test_a_role_that_is_not_there_is_named_with_those_that_are(run):
    assert "there is no role “king”; there are" in run("user", "nadia", "--role", "king", fails=True)


def test_the_schema_of_a_kind_is_printed(run):
    schema = json.loads(run("kinds", "incident"))
    assert schema["properties"]["weapons"]["items"]["x-scheme"] == "weapons"
    assert "there is no kind" in run("kinds", "rumour", fails=True)


def test_a_closed_account_stays_closed_until_it_is_opened(run):
    from django.contrib.auth.models import User

    run("user", "nadia")
    run("user", "nadia", "--close")
    run("user", "nadia", "--role", "analyst")
    assert not User.objects.get(username="nadia").is_active
    run("user", "nadia", "--open")
    assert User.objects.get(username="nadia").is_active


def test_nobody_signs_in_as_the_record_itself(run):
    assert "the record's own account" in run("user", "dalil", "--open", fails=True)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"DALIL_HOME": "/proc/nope"}, "the home cannot be used"),
        ({"DALIL_DATABASE_URL": "bogus://x"}, "it begins with postgresql://"),
        ({"DALIL_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "the database cannot be reached"),
    ],
)
def test_a_home_or_a_database_that_cannot_be_used_is_told_in_a_sentence(tmp_path, facts, sentence):
    environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home"), **facts}
    dalil = Path(sys.executable).with_name("dalil")
    done = subprocess.run([dalil, "status"], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_is_found_by_its_name_and_a_near_one_is_named(run, alice):
    from dalil.record import actions

    actions.name_source("quiet-monitor", actor=alice, en="Quiet Monitor")
    assert "source quiet-monitor is now public" in run("protect", "source", "quiet monitor", "--level", "public")
    assert "did you mean quiet-monitor?" in run("protect", "source", "Quiet-Moniter", "--level", "public", fails=True)


def test_a_name_that_nobody_can_have_makes_no_account(run):
    assert "Enter a valid username" in run("user", "x y", fails=True)


def test_a_paused_account_stays_out_and_pausing_twice_is_refused(run, alice):
    assert "sessions have ended" in run("pause", "alice", "--reason", "her phone was taken")
    alice.refresh_from_db()
    assert not alice.is_active
    assert "closed already" in run("pause", "alice", fails=True)
    assert "no account" in run("pause", "nobody-here", fails=True)


def test_a_restricted_thing_is_opened_by_command_only_with_a_second_person(run, enter, alice):
    circle = Group.objects.create(name="circle")
    report = enter({"when": "2019-05-02"}, level=Level.RESTRICTED, groups=[circle])
    said = run("protect", "report", report.address, "--level", "public", "--reason", "r", "--as", "alice")
    assert "waits at the desk for a second person" in said
    report.refresh_from_db()
    assert report.level == Level.RESTRICTED


def test_an_export_by_command_leaves_out_what_is_restricted_until_it_is_confirmed(run, enter, tmp_path):
    from dalil.access.models import Proposal
    from dalil.exports.confirmed import confirm_export

    circle = Group.objects.create(name="circle")
    report = enter({"when": "2019-05-02"}, level=Level.RESTRICTED, groups=[circle])
    file = tmp_path / "out.jsonl"
    assert "1 restricted reports are left out" in run("export", str(file))
    assert report.address not in file.read_text()
    assert "waits at the desk" in run("export", str(file), "--overwrite", "--propose", "for the court")
    proposal = Proposal.objects.get()
    take = ("export", str(file), "--overwrite", "--confirmed", str(proposal.pk))
    assert "not confirmed" in run(*take, fails=True)
    confirm_export(proposal, actor=User.objects.create(username="nour", is_superuser=True))
    assert "no proposal" in run(*take, "--kind", "tally", fails=True)
    run(*take)
    assert report.address in file.read_text()


def test_status_tells_a_single_steward_what_to_do_and_where_the_log_of_access_breaks(run, db):
    from django.db import connections

    from dalil.access import log
    from dalil.access.database import log_database
    from dalil.access.models import Action

    assert "nobody may confirm proposals" in " ".join(run("status").split())
    for _ in range(3):
        log.write(Action.READ, by=log.Person("alice", 1))
    with connections[log_database()].cursor() as cursor:
        if connections[log_database()].vendor == "sqlite":
            cursor.execute("DROP TRIGGER access_accessentry_no_update")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE access_accessentry SET who = 'bob' WHERE who = 'alice' AND number = (SELECT max(number) FROM access_accessentry)"
        )
    assert "the log of access is broken at entry" in " ".join(run("status").split())
