"""A home moves from SQLite to PostgreSQL and back, whole: the same rows, the same pages, the same counts."""

from __future__ import annotations

import json
import shutil
from functools import partial

import pytest
from commands import say_in

pytestmark = pytest.mark.long


@pytest.fixture
def home(tmp_path, migrate_home):
    """A home with nothing in it yet."""
    migrate_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def example(tmp_path, copy_example):
    """A home with the example in it."""
    return copy_example(tmp_path / "example")


def test_a_home_moves_to_postgresql_and_back_and_says_the_same(example, postgresql, migrate_home):
    run = partial(say_in, example)
    before, after = example.parent / "before.jsonl", example.parent / "after.jsonl"
    count = "count --kind tally --measure count --json"
    said = run(count, f"export {before}")
    assert "Moved and verified" in run(f"move --to {postgresql}")
    there = run(count, f"export {after}", "status", url=postgresql)
    assert there.startswith(said.replace(before.name, after.name))
    assert "trigger" not in there.removeprefix(said)
    assert after.read_bytes() == before.read_bytes()
    assert "holds something already" in run(f"move --to {postgresql}", fails=True)

    run("user nadia --role editor", url=postgresql)
    file = example / "dalil.sqlite3"
    for each in example.glob("*.sqlite3*"):
        shutil.move(each, example.parent / each.name)
    migrate_home(example)
    assert "Moved and verified" in run(f"move --to sqlite:///{file}", url=postgresql)
    assert run(count, f"export {after} --overwrite") == said.replace(before.name, after.name)
    assert after.read_bytes() == before.read_bytes()


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("mysql://here/there", "is no database"),
        ("sqlite:////tmp/elsewhere.sqlite3", "SQLite lies in the home"),
        ("postgresql://nobody@127.0.0.1:1/none", "the target cannot be used"),
    ],
)
def test_what_cannot_be_moved_to_is_told_in_a_sentence(home, to, says):
    assert says in say_in(home, f"move --to {to}", fails=True)


def test_a_home_is_not_moved_onto_itself(home):
    assert "that is the database" in say_in(home, f"move --to sqlite:///{home / 'dalil.sqlite3'}", fails=True)


def test_django_can_dump_the_database(example, tmp_path):
    say_in(example, f"manage dumpdata -o {tmp_path / 'dump.json'}")
    dumped = json.loads((tmp_path / "dump.json").read_text())
    assert {"record.report", "record.logentry"} <= {each["model"] for each in dumped}
