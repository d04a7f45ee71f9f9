"""A capsule is recomputed by an outsider who has Python and DuckDB and nothing of ours; and a byte that was changed is named."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values import Count

WITHOUT_US = """
import builtins, runpy, sys
class Nobody:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("dalil", "django", "pyarrow"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nobody())
for folder in sys.argv[1:]:
    try:
        runpy.run_path(folder + "/recompute.py", run_name="__main__")
    except SystemExit as error:
        print(error.code)
"""

QUESTIONS = {
    "all": {},
    "killed": {"measure": "killed"},
    "in-idlib": {"measure": "killed", "places": ["SY07"], "since": "2019-05-01", "until": "2019-05-31"},
    "by-weapon": {"measure": "killed", "by": ["weapons"]},
    "by-month-and-perpetrator": {"measure": "killed", "by": ["month", "perpetrators"]},
    "by-source": {"measure": "killed", "by": ["source"]},
    "of-one-source": {"measure": "killed", "according_to": "field-daily", "by": ["month"]},
    "barrel-bombs": {"measure": "killed", "facets": {"weapons": ["BARREL_BOMB"]}, "by": ["targets"]},
    "agreed": {"measure": "killed", "reading": "agreed"},
    "floor": {"measure": "killed", "reading": "floor", "by": ["governorate"]},
    "displaced": {"measure": "displaced"},
    "reports": {"measure": "reports", "by": ["source"]},
    "gap": {"measure": "gap"},
    "nothing": {"measure": "killed", "places": ["SY08"], "since": "2001-01-01", "until": "2001-01-02"},
    "none": {"places": ["SY08"], "since": "2001-01-01", "until": "2001-01-02"},
}


@pytest.fixture
def record(enter, bob):
    """Strikes told by two sources, with open numbers, conflicts, two units, two weapons, and much that nobody stated."""
    families = {**Count.at_least(30).model_dump(mode="json"), "unit": "family"}
    army = {"parties": ["SYR_ARMY"]}
    told = [
        enter({"when": day, "killed": killed} | more, origin=origin)
        for day, killed, more, origin in (
            ("2019-05-01", "5", {"where": {"places": ["SY07"]}, "weapons": ["BARREL_BOMB"]} | army, "north-monitor"),
            ("2019-05-01", "9", {"weapons": ["MORTAR", "BARREL_BOMB"], "targets": ["HOSPITAL"]}, "field-daily"),
            ("2019-05-09", "3-4", {"where": {"places": ["SY07"]}, "displaced": families}, "field-daily"),
            ("2019-06-02", "7+", {"where": {"places": ["SY02"]}, "displaced": "400"} | army, "field-daily"),
            ("2019-05..2019-06", "2", {}, "north-monitor"),
        )
    ]
    enter({"when": "2019-07-11", "where": {"places": ["SY"]}}, origin="north-monitor")
    actions.judge(told[0], told[1], Verdict.SAME, actor=bob)
    return told


def publish(slug, asked, actor):
    figure = define_figure(slug, Question.of(asked), actor=actor, title_en=slug, title_ar="قتلى")
    return publish_edition(figure, actor=actor)


def open_capsule(slug, folder, number=1):
    answer = Client(headers={"host": "localhost"}).get(f"/en/figures/{slug}/{number}.zip")
    assert answer.status_code == 200, answer.content
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(folder)
    return folder / f"{slug}-{number}"


def recompute(*folders):
    words = [sys.executable, "-c", WITHOUT_US, *map(str, folders)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, env={}, cwd=Path("/"))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_kind_of_question_comes_to_the_published_answer_without_us(record, edith, tmp_path):
    for slug, asked in QUESTIONS.items():
        publish(slug, asked, edith)
    said = recompute(*(open_capsule(slug, tmp_path) for slug in QUESTIONS)).splitlines()
    assert [line for line in said if not line.startswith("Equal: ") and line != "0"] == []
    assert said.count("0") == len(QUESTIONS)
    published = json.loads((tmp_path / "killed-1" / "answer.json").read_text(encoding="utf-8"))
    assert (published["total"]["low"], published["total"]["high"], published["total"]["unknown"]) == (17, None, 1)


def test_a_changed_byte_and_a_lost_file_are_named(record, edith, tmp_path):
    publish("killed", {"measure": "killed"}, edith)
    folder = open_capsule("killed", tmp_path)
    rows = folder / "rows.csv"
    rows.write_bytes(rows.read_bytes().replace(b"5", b"6", 1))
    (folder / "METHOD.ar.txt").unlink()
    said = recompute(folder)
    assert "rows.csv was changed, or is missing" in said
    assert "METHOD.ar.txt was changed, or is missing" in said
    assert said.splitlines()[-1] == "1"


def test_whoever_changes_the_answer_and_its_digest_is_contradicted_by_the_rows(record, edith, tmp_path):
    import hashlib

    publish("killed", {"measure": "killed"}, edith)
    folder = open_capsule("killed", tmp_path)
    answer, sums = folder / "answer.json", folder / "SHA256SUMS"
    before = hashlib.sha256(answer.read_bytes()).hexdigest()
    answer.write_text(answer.read_text(encoding="utf-8").replace('"low": 17', '"low": 170'), encoding="utf-8")
    sums.write_text(sums.read_text().replace(before, hashlib.sha256(answer.read_bytes()).hexdigest()))
    assert "total: the answer says [{'low': 170" in recompute(folder)


def test_an_edition_that_the_record_has_left_behind_is_recomputed_from_what_it_kept(record, enter, edith, tmp_path):
    publish("killed", {"measure": "killed", "by": ["month"]}, edith)
    first = Client(headers={"host": "localhost"}).get("/en/figures/killed/1.zip").content
    enter({"when": "2019-08-01", "killed": "11"}, origin="north-monitor")
    folder = open_capsule("killed", tmp_path)
    assert '"low": 17' in recompute(folder)
    assert "The record has moved on" in (folder / "METHOD.en.txt").read_text(encoding="utf-8")
    assert "مضى السجل" in (folder / "METHOD.ar.txt").read_text(encoding="utf-8")
    assert len(first) > 0


def test_the_capsule_of_what_is_no_longer_public_is_refused_in_words(record, edith, alice):
    from dalil.archive.protection import Level

    publish("killed", {"measure": "killed"}, edith)
    actions.protect(record[3], Level.INTERNAL, actor=alice, reason="a witness is in danger")
    reader = Client(headers={"host": "localhost"})
    refused = reader.get("/en/figures/killed/1.zip")
    assert refused.status_code == 404
    assert "no longer public" in refused.content.decode()
    page = reader.get("/en/figures/killed/").content.decode()
    assert "It has no capsule." in page
    assert ".zip" not in page


def test_the_same_edition_gives_the_same_bytes(record, edith):
    publish("killed", {"measure": "killed"}, edith)
    reader = Client(headers={"host": "localhost"})
    assert reader.get("/en/figures/killed/1.zip").content == reader.get("/en/figures/killed/1.zip").content
    assert reader.get("/en/figures/killed/2.zip").status_code == 404
    assert "/en/figures/killed/1.zip" in reader.get("/en/figures/killed/").content.decode()
