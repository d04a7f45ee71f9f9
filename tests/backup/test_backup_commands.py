"""`dalil backup` and `dalil restore`, as they are typed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commands import say_in

pytestmark = pytest.mark.long


def has_newest(database: str | Path) -> bool:
    with closing(sqlite3.connect(database)) as there:
        return there.execute("SELECT 1 FROM record_word WHERE text = 'newest'").fetchone() is not None


def test_the_commands_back_up_check_and_put_back(tmp_path, copy_example):
    """What stands in the log beside the database is in the backup too: to copy the file of the database alone lost it."""
    example, new, kept = copy_example(tmp_path / "example"), tmp_path / "another", tmp_path / "kept"
    with closing(sqlite3.connect(example / "dalil.sqlite3")) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("PRAGMA wal_autocheckpoint=0")
        with writer:
            writer.execute("INSERT INTO record_word (text) VALUES ('newest')")
        alone = shutil.copy(example / "dalil.sqlite3", tmp_path)
        assert not has_newest(alone)
        assert "read again and whole" in say_in(example, f"backup {kept}", f"export {tmp_path / 'before.jsonl'}")
    (backup,) = kept.glob("2*")
    assert "is whole" in say_in(new, f"restore {backup} --check")
    assert not (new / "dalil.sqlite3").exists()
    said = say_in(new, f"restore {backup}", f"export {tmp_path / 'after.jsonl'}", "status")
    assert "Put back and verified" in said
    assert "Last backup: none was taken" in said
    assert has_newest(new / "dalil.sqlite3")
    assert (tmp_path / "after.jsonl").read_bytes() == (tmp_path / "before.jsonl").read_bytes()
    assert "there is a database already" in say_in(new, f"restore {backup}", fails=True)
    document = next(kept.glob("documents/*/*"))
    document.chmod(0o600)
    document.write_bytes(b"?")
    assert "is damaged, 1 of its files" in say_in(new, f"restore {backup} --check", fails=True)


def test_a_database_of_postgresql_is_dumped_and_put_back(tmp_path, postgresql):
    if not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    home, new, kept = tmp_path / "here", tmp_path / "there", tmp_path / "kept"
    file = tmp_path / "strikes.csv"
    file.write_text("id,date,killed,governorate\n1,2019-05-01,7,Idlib\n2,2019-05-02,,Hama\n")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "kind: incident\n"
        "columns:\n  id: {external_id: true}\n  date: {field: when}\n  killed: {field: killed}\n"
        "  governorate: {field: where, part: governorate}\n"
    )
    brought = f"import {file} --mapping {mapping} --new-source monitor 'A Monitor'"
    say_in(home, brought, f"export {tmp_path / 'before.jsonl'}", f"backup {kept}", url=postgresql)
    (backup,) = kept.glob("2*")
    assert "there is a database already" in say_in(new, f"restore {backup}", url=postgresql, fails=True)
    assert "set DALIL_DATABASE_URL to an empty database" in say_in(new, f"restore {backup}", fails=True)
    empty_it(postgresql)
    said = say_in(new, f"restore {backup}", f"export {tmp_path / 'after.jsonl'}", "status", url=postgresql)
    assert "Put back and verified" in said
    assert "guard" not in said
    assert (tmp_path / "after.jsonl").read_bytes() == (tmp_path / "before.jsonl").read_bytes()


def empty_it(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as there:
        there.execute("DROP SCHEMA public CASCADE")
        there.execute("CREATE SCHEMA public")
