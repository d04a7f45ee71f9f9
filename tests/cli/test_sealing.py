"""The commands of the sealed compartment: two officers, one who leaves, and the way back with the paper."""

import re

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group, User

from dalil.cli import main
from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import enter_person, read_person

PHRASE = "olive harbour candle tractor seven rivers"
RECOVERY = re.compile(r"AGE-SECRET-KEY-1\w+")


@pytest.fixture
def run(db):
    for name, role in (("layla", "legal officer"), ("tariq", "tracing officer"), ("salma", "steward")):
        User.objects.create(username=name).groups.add(Group.objects.get(name=role))

    def one(*arguments, typed="", fails=False):
        done = CliRunner().invoke(main, ["sealed", *arguments], input=typed)
        assert (done.exit_code != 0) == fails, done.output
        return done.output

    return one


def test_officers_come_and_go_and_the_paper_leads_back(run, tmp_path):
    hers, his = make_identity(), make_identity()
    (tmp_path / "hers.txt").write_text(f"# public key: {recipient_of(hers)}\n{hers}\n")
    by_her = ("--by", "layla", "--identity", str(tmp_path / "hers.txt"))
    paper = RECOVERY.search(run("init", "layla", "--recipient", recipient_of(hers)))[0]
    assert "set up already" in run("init", "layla", "--recipient", recipient_of(hers), fails=True)
    run("add-officer", "tariq", *by_her, "--recipient", recipient_of(his), typed="y\n")
    tariq = User.objects.get(username="tariq")
    opened = compartment.unlock(tariq, identity=his)
    person = enter_person(opened, "witness", {"name": "Canary"}, actor=tariq)
    assert "tariq\tsince" in run("officers") and "Canary" not in run("officers")
    run("remove-officer", "tariq", *by_her, "--reason", "left")
    assert "tariq" not in run("officers")

    told = run("recover", "layla", typed=f"{paper}\n{PHRASE}\n{PHRASE}\n")
    assert "layla can open the compartment" in told and RECOVERY.search(told)[0] != paper
    layla = User.objects.get(username="layla")
    assert read_person(compartment.unlock(layla, passphrase=PHRASE), person, actor=layla)["name"].text == "Canary"
    assert "not the recovery key" in run("recover", "layla", typed=f"{paper}\n", fails=True)


def test_a_steward_is_no_officer(run):
    told = run("init", "salma", "--recipient", recipient_of(make_identity()), fails=True)
    assert "no role that may open the sealed compartment" in told
