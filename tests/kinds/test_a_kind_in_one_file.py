"""Adding a kind is adding a file: nothing else changes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KIND = '''
"""A well, a pump or a pipe was damaged or mended."""

from dalil.record.kind import Kind, ask
from dalil.values import Count, When, Where, Words
from dalil.values.codes import Weapon


class WaterPoint(Kind):
    """A well, a pump or a pipe was damaged or mended."""

    code = "water_point"
    name = Words(en="water point", ar="نقطة مياه")
    plural = Words(en="water points", ar="نقاط مياه")

    when: When = ask("When", "متى")
    where: Where | None = ask("Where", "أين", default=None)
    weapons: tuple[Weapon, ...] = ask("With what", "بأي سلاح", default=())
    cut_off: Count | None = ask("Families cut off from water", "العائلات المحرومة من المياه", default=None)

    facets = ("when", "where", "weapons")
    title = Words(en="Water point, {where}, {when}", ar="نقطة مياه، {where}، {when}")
'''

MAPPING = """
kind: water_point
columns:
  date: {field: when}
  place: {field: where}
  families: {field: cut_off}
  words: {said: true}
"""

ROWS = "date,place,families,words\n2019-05-02,Idlib,40+,The pump stopped.\n2019-05-09,Hama,~120,A pipe broke.\n"


LOOK = """
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

desk = Client(headers={"host": "localhost"})
desk.force_login(User.objects.create(username="steward", is_superuser=True))
print("Families cut off from water" in desk.get(reverse("desk:enter", args=["water_point"])).content.decode())
print("water_point" in Client(headers={"host": "localhost"}).get("/api/kinds").content.decode())
"""


@pytest.fixture
def installation(tmp_path: Path, migrate_home):
    home = tmp_path / "home"
    migrate_home(home)
    (home / "kinds").mkdir(parents=True)
    (home / "kinds" / "water_point.py").write_text(KIND, encoding="utf-8")
    environment = {**os.environ, "DALIL_HOME": str(home), "DALIL_SECOND_FACTOR": "offered"}
    environment.pop("DALIL_DATABASE_URL", None)

    def run(*arguments: str) -> str:
        command = [str(Path(sys.executable).with_name("dalil")), *arguments]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    return run


def test_a_kind_in_a_single_file_is_in_the_schema_the_importer_the_count_the_form_and_the_api(installation, tmp_path):
    schema = json.loads(installation("kinds", "water_point"))
    assert schema["properties"]["cut_off"]["title"] == "Families cut off from water"

    (tmp_path / "water.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "water.yaml").write_text(MAPPING, encoding="utf-8")
    installation("import", "water.csv", "--mapping", "water.yaml", "--level", "public")

    answer = json.loads(installation("count", "--kind", "water_point", "--measure", "cut_off", "--json"))
    assert (answer["total"]["low"], answer["total"]["high"], answer["total"]["entities"]) == (40 + 115, None, 2)

    assert installation("manage", "shell", "--no-imports", "-c", LOOK).split() == ["True", "True"]
