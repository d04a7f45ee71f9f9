"""With the compartment closed nothing of a family or of whom it seeks stands in any file: of the home, of its copies, of what leaves it."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from commands import environment_of, say_in
from layers_of_files import find_writings, list_layers

from dalil.ledger.notes import PrivateKey
from dalil.tracing.search_words import LABELS

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
CANARIES = {
    "said": "Kanariqasim Halabizur",
    "given": "Kanarigiven",
    "grandfather": "كناريالجد",
    "family": "Kanarifamily",
    "father": "Kanarifather",
    "mother": "كناريزهرة النورية",
    "also_named": "قاسمكناري الحلبي",
    "born": "1937-03-19",
    "birth_place": "kanaribirthplace",
    "register_place": "كناريخانة",
    "register_number": "730194455501",
    "marks": "kanariscar on the chin",
    "last_seen": "2013-05-27",
    "last_seen_place": "kanaricheckpoint",
    "taken_by": "kanaripatrol in green",
    "circumstances": "كناريحادثة عند الفجر",
    "held": "kanariprison",
    "companions": "kanaricompanion Omar",
    "asker": "kanarisister Rana",
    "contact": "0944555018",
    "call_not": "kanarinight",
    "sample_place": "kanarilaboratory",
    "photograph": "kanariphotographbytes",
    "photograph_name": "kanariphotographname",
    "reason": "kanarireason she called",
    "basis": "kanaribasis his brother knew the coat",
    "who": "kanariwhotold",
    "how": "kanarihow at home",
    "support": "kanarisupport a doctor",
    "draft": "kanaridraft0123456789",
}
"""What is said in each field of a request, in its steps, finding and telling, and what is sent with them. Nothing else was on these days."""


@pytest.fixture(scope="module")
def told(tmp_path_factory, migrate_home):
    """The story, and everything that leaves the home after it: each in a folder of its own."""
    root = tmp_path_factory.mktemp("family")
    home = root / "work" / "home"
    home.parent.mkdir()
    migrate_home(home)
    environment = environment_of(home) | {
        "DJANGO_SETTINGS_MODULE": "settings_of_a_family",
        "DALIL_FAMILY_FORM": "on",
        "DALIL_SECOND_FACTOR": "offered",
        "PYTHONPATH": f"{HERE}:{HERE.parents[1] / 'src'}",
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "family_at_work.py"), json.dumps(CANARIES), str(root / "snapshot")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    found = json.loads(done.stdout.splitlines()[-1])
    key = root / "partner.pub"
    key.write_text(str(PrivateKey.make("north.example/ledger").public))
    out = root / "out"
    out.mkdir()
    said = say_in(
        home,
        "match",
        "count --kind victim --by fate",
        f"export {out / 'all.jsonl'} --documents",
        f"export {out / 'public.jsonl'} --public",
        f"export {found['report']} --to {out / 'bag'} --for publication --recipient 'the court'",
        f"partners add {key}",
        f"bundle {out / 'bundle.zip'} --to north.example/ledger --public",
        f"site export {root / 'site'}",
        f"backup {root / 'backup'}",
    )
    (root / "said.txt").write_text(said + done.stdout.replace(done.stdout.splitlines()[-1], "") + done.stderr)
    return root, found


def test_the_story_left_what_the_search_looks_through(told):
    root, found = told
    holds = find_writings(list_layers(root), [found["reference"], "Omar Said 7", "rana@example.org"])
    where = {each for places in holds.values() for each in places}
    for part in ("work/home", "snapshot", "backup", "out/all.jsonl", "out/bundle.zip", "site", "work/mails"):
        assert any(str(root / part) in each for each in where), part
    for how in ("rows", "columns"):
        assert any(how in each for each in where), how
    assert (root / "out" / "bag").is_dir() and list((root / "snapshot").rglob("*.parquet"))
    assert (root / "work" / "logs" / "dalil.log").stat().st_size > 0


def test_no_word_of_a_family_and_no_secret_stands_in_any_file(told):
    root, found = told
    assert set(LABELS) - {"sex", "relation", "sample_taken"} <= set(CANARIES), "each field of a request has its canary"
    pictures = [b64decode(each) for each in found["pictures"]]
    holds = find_writings(list_layers(root), [*CANARIES.values(), *found["secrets"], *pictures])
    assert holds == {}
