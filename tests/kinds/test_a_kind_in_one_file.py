"""Adding a kind is adding a file: nothing else changes."""

import json
import shlex
from pathlib import Path

import pytest
from commands import say_in

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
def home(tmp_path: Path, migrate_home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation whose home holds a kind of its own, and a table of such things beside it."""
    home = tmp_path / "home"
    migrate_home(home)
    (home / "kinds").mkdir(parents=True)
    (home / "kinds" / "water_point.py").write_text(KIND, encoding="utf-8")
    (tmp_path / "water.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "water.yaml").write_text(MAPPING, encoding="utf-8")
    monkeypatch.setenv("DALIL_SECOND_FACTOR", "offered")
    return home


@pytest.mark.long
def test_a_kind_in_a_single_file_is_in_the_schema_the_importer_the_count_the_form_and_the_api(home, tmp_path):
    schema = json.loads(say_in(home, "kinds water_point"))
    assert schema["properties"]["cut_off"]["title"] == "Families cut off from water"

    said = say_in(
        home,
        "import water.csv --mapping water.yaml --level public",
        "count --kind water_point --measure cut_off --json",
        f"manage shell --no-imports -c {shlex.quote(LOOK)}",
        folder=tmp_path,
    )
    answer, after = json.JSONDecoder().raw_decode(said[said.index("{") :])
    assert (answer["total"]["low"], answer["total"]["high"], answer["total"]["entities"]) == (40 + 115, None, 2)
    assert said[said.index("{") + after :].split() == ["True", "True"]
