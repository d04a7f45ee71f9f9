"""`dalil sanctions`: the way of a keeper of the record from two files to what changed."""

import pytest
from click.testing import CliRunner
from list_samples import un

from dalil.cli.sanctions import sanctions
from dalil.record.models import Report
from dalil.sanctions.models import ListVersion


@pytest.fixture
def run(db):
    def run(*arguments, code=0):
        done = CliRunner().invoke(sanctions, [str(each) for each in arguments])
        assert done.exit_code == code, done.output
        return done.output

    return run


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / name for name in ("june.xml", "august.xml")]
    paths[0].write_text(un(), encoding="utf-8")
    paths[1].write_text(un("2018-08-24").replace("Damascus", "Homs"), encoding="utf-8")
    return paths


def test_two_versions_are_taken_in_and_compared(run, files):
    june, august = files
    assert "3" in run("add", june) and "not carried: LIST_TYPE (3), VERSIONNUM (3)" in run("add", june, "--dry-run")
    assert "Nothing was written" in run("add", august, "--dry-run") and ListVersion.objects.count() == 1
    run("add", august, "--level", "public")
    assert "already; nothing was added" in run("add", august)
    said = run("changes", "un_sc")
    assert (
        "amended: 1 person" in said
        and "Addresses: Damascus, Syria → Homs, Syria" in said
        and "no evidence that the reason is true" in said
    )
    assert "عُدّل: شخص واحد" in run("changes", "un_sc", "2018-06-07", "2018-08-24", "--language", "ar")
    assert "78 days after" in run("versions") and "XXi.001\tperson\tSAMIR AL-QASIM" in run("on", "un_sc", "2018-07-01")
    assert Report.objects.count() == 4


def test_what_is_wrong_is_said_in_one_sentence(run, files, tmp_path):
    assert "there is no list moon" in run("versions", "moon", code=1)
    assert "no version of un_sc was taken in" in run("changes", "un_sc", code=1)
    empty = tmp_path / "empty.xml"
    empty.write_text("")
    assert "is empty; nobody is taken off a list for that" in run("add", empty, code=1)
    assert "there is no group moon" in run("add", files[0], "--level", "restricted", "--group", "moon", code=1)
    run("add", files[1])
    assert "taken in already" in run("add", files[0], code=1)
    assert "is not known" in run("on", "un_sc", "2017-01-01", code=1)
