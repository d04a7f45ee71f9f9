"""A home made by an earlier version opens, migrates by itself and says the same as before.

The homes lie in `tests/homes`, as the code of their day wrote them; beside each, what it said then. They are opened in processes of
their own, as `dalil` opens them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from commands import environment_of, say_in

pytestmark = pytest.mark.long

HOMES = Path(__file__).parents[1] / "homes"
NAMES = sorted(path.stem for path in HOMES.glob("*.zip"))

READ = """
import html, json, re, sys
from pathlib import Path
from dalil.cli import prepare_django
prepare_django()
from django.test import Client
from django.utils.html import strip_tags
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record.models import Report
expected = json.loads(Path(sys.argv[1]).read_text())
client = Client(headers={"host": "localhost"})
pages = {path: client.get(path) for path in expected["statuses"]}
answer = ask(Question(measure="killed"), Viewer.public())
texts = {path: " ".join(html.unescape(strip_tags(re.sub(r"<style.*?</style>", "", page.content.decode(), flags=re.S))).split())
         for path, page in pages.items()}
from dalil.cli import main
main(["status"], standalone_mode=False)
print("\\f" + json.dumps({
    "statuses": {path: page.status_code for path, page in pages.items()},
    "missing": [(path, words) for path, all_words in expected["says"].items() for words in all_words if words not in texts[path]],
    "digests": {report.address: report.digest for report in Report.objects.visible_to(Viewer.steward())},
    "killed": [answer.total.low, answer.total.high, answer.total.stated, answer.total.entities, answer.total.unknown],
    "entities": sorted(each.address for each in ask(Question(), Viewer.public()).entities()),
    "own_notes": sorted(Document.objects.visible_to(Viewer.steward()).filter(type="own_note").values_list("title", flat=True)),
    "others": sorted(Document.objects.visible_to(Viewer.steward()).filter(type="").values_list("title", flat=True)),
    "hidden": [client.get(f"/en/reports/{expected['addresses'][name]}/").status_code
               for name in ("restricted", "from_hidden_source", "internal")],
}))
"""


@pytest.fixture(scope="module", params=NAMES)
def opened(request: Any, tmp_path_factory: Any) -> Any:
    """A home of an earlier version, brought to today's shape by the first command that is run in it."""
    home = tmp_path_factory.mktemp("home")
    with zipfile.ZipFile(HOMES / f"{request.param}.zip") as kept:
        kept.extractall(home)
    expected = HOMES / f"{request.param}.json"
    done = subprocess.run(
        [sys.executable, "-c", READ, str(expected)],
        env=environment_of(home) | {"DJANGO_SETTINGS_MODULE": "dalil.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    status, told = done.stdout.split("\f")
    return json.loads(expected.read_text(encoding="utf-8")), json.loads(told), status, home


def test_every_report_stands_under_its_address_with_its_digest(opened: Any) -> None:
    expected, now, *_ = opened
    assert now["digests"] == expected["digests"]


def test_every_page_is_there_and_says_what_it_said(opened: Any) -> None:
    expected, now, *_ = opened
    assert now["statuses"] == expected["statuses"]
    assert now["missing"] == []


def test_the_counts_are_the_same(opened: Any) -> None:
    expected, now, *_ = opened
    total = expected["killed"]["total"]
    assert now["killed"] == [total[name] for name in ("low", "high", "stated", "entities", "unknown")]
    assert now["entities"] == expected["entities"]


def test_what_was_hidden_stays_hidden(opened: Any) -> None:
    _, now, *_ = opened
    assert now["hidden"] == [404, 404, 404]


def test_its_guards_and_indexes_are_whole_and_it_goes_on(opened: Any) -> None:
    expected, _, status, home = opened
    assert "missing" not in status
    opening = f"protect report {expected['addresses']['internal']} --level public --reason 'checked again'"
    assert "178" in say_in(home, opening, "count --measure killed")  # the keeper of the machine sees what is hidden too


def test_a_note_of_our_own_says_so_where_its_title_did(opened: Any) -> None:
    _, now, *_ = opened
    assert now["own_notes"] and all(title.startswith(("Note:", "مذكرة:")) for title in now["own_notes"])
    assert not any(title.startswith(("Note:", "مذكرة:")) for title in now["others"])
