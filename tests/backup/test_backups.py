"""A record is backed up while others write, the copy is checked, and a new home is made of it; what is damaged is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from filelock import FileLock

from dalil.backup.contents import NoBackup, check_backup, read_manifest
from dalil.backup.restoring import DamagedBackup, HomeInUse, put_back
from dalil.backup.taking import BackupRuns, last_backup, take_backup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_sqlite():
    if django_settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("tests/backup/test_backup_commands.py tries it")


@pytest.fixture
def lay_databases(monkeypatch):
    """Say in which files the databases of a home lie; those of the tests lie in memory."""

    def lay(home: Path) -> None:
        for alias, name in (("default", "dalil.sqlite3"), ("access", "access.sqlite3")):
            monkeypatch.setitem(django_settings.DATABASES[alias], "NAME", home / name)

    return lay


@pytest.fixture
def kept(tmp_path):
    """The folder of backups."""
    return tmp_path / "kept"


@pytest.fixture
def report(enter, home, lay_databases):
    """A report in the record of a home, which lies in files as those of a home do."""
    entered = enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor")
    lay_databases(home)
    for alias, database in django_settings.DATABASES.items():
        database["NAME"].write_bytes(connections[alias].connection.serialize())
    return entered


@pytest.fixture
def in_new_home(settings, tmp_path, lay_databases):
    """From now on, the home is another, empty one."""

    def move() -> Path:
        settings.DALIL_HOME = tmp_path / "new"
        settings.DALIL_HOME.mkdir()
        lay_databases(settings.DALIL_HOME)
        return settings.DALIL_HOME

    return move


def a_document(folder: Path) -> Path:
    """One of the documents that are kept below a folder."""
    return min(file for file in (folder / "documents").rglob("*") if file.is_file())


def damage(file: Path) -> None:
    file.chmod(0o600)
    file.write_bytes(b"?" + file.read_bytes()[1:])


def rows_of(database: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as there:
        return there.execute(query).fetchall()


def test_a_new_home_holds_what_the_old_one_held(report, kept, home, in_new_home):
    (home / "numbers-key").write_text("a key that no other home has")
    taken = take_backup(kept)
    assert (taken.documents, taken.copied, taken.faults) == (1, 1, ())
    assert read_manifest(taken.folder).rows["record_report"] == 1
    new = in_new_home()
    restored = put_back(taken.folder)
    assert (restored.documents, restored.left_out) == (1, ())
    assert rows_of(new / "dalil.sqlite3", "SELECT digest FROM record_report") == [(report.digest,)]
    assert (new / "numbers-key").read_text() == "a key that no other home has"
    assert a_document(new).read_bytes() == a_document(home).read_bytes()


def test_a_second_backup_within_one_second_has_a_name_of_its_own(report, kept, monkeypatch):
    from dalil.backup import taking

    class Stopped(taking.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 5, 1, 2, 30, tzinfo=tz)

    monkeypatch.setattr(taking, "datetime", Stopped)
    names = [take_backup(kept).folder.name for _ in range(3)]
    assert names == ["2026-05-01T023000Z", "2026-05-01T023000Z-2", "2026-05-01T023000Z-3"]
    assert [list(check_backup(kept / each)) for each in names] == [[], [], []]


def test_the_home_remembers_its_last_backup(report, kept):
    assert last_backup() is None
    taken = take_backup(kept)
    moment, where = last_backup()
    assert where == str(taken.folder)
    assert moment.isoformat() == read_manifest(taken.folder).taken


def test_the_next_backup_copies_no_document_again_and_heals_what_the_first_lost(report, kept):
    first = take_backup(kept).folder
    first = first.rename(kept / "first")
    second = take_backup(kept)
    assert second.copied == 0
    shutil.rmtree(second.folder)
    damage(a_document(kept))
    assert [fault.what for fault in check_backup(first)] == ["changed"]
    assert take_backup(kept).copied == 1
    assert list(check_backup(first)) == []


def test_a_document_that_is_damaged_at_home_is_named_and_its_earlier_copy_stays(report, kept, home):
    shutil.rmtree(take_backup(kept).folder)
    file = a_document(home)
    damage(file)
    taken = take_backup(kept)
    assert (taken.copied, taken.faults) == (0, ())  # the earlier copy is whole, and is in the new backup too
    shutil.rmtree(kept)
    taken = take_backup(kept)
    assert list(map(str, taken.faults)) == [f"{file.relative_to(home)} has changed since it was kept"]
    assert read_manifest(taken.folder).faults == list(map(str, taken.faults))
    shutil.rmtree(kept)
    file.unlink()
    assert [fault.what for fault in take_backup(kept).faults] == ["missing"]


def test_a_damaged_backup_is_not_put_back_unless_that_is_said(report, kept, in_new_home):
    taken = take_backup(kept)
    damage(a_document(kept))
    new = in_new_home()
    with pytest.raises(DamagedBackup, match=a_document(kept).name):
        put_back(taken.folder)
    assert list(new.iterdir()) == []
    restored = put_back(taken.folder, without_damaged=True)
    assert [Path(name).name for name in restored.left_out] == [a_document(kept).name]
    assert rows_of(new / "dalil.sqlite3", "SELECT count(*) FROM record_report") == [(1,)]


@pytest.mark.parametrize("file", ["dalil.sqlite3", "access.sqlite3", "manifest.json"])
def test_a_backup_of_which_the_database_is_damaged_is_never_put_back(report, kept, in_new_home, file):
    taken = take_backup(kept)
    (taken.folder / file).write_bytes((taken.folder / file).read_bytes().replace(b"2", b"3", 1))
    new = in_new_home()
    for without_damaged in (False, True):
        with pytest.raises(DamagedBackup, match=file):
            put_back(taken.folder, without_damaged=without_damaged)
    assert list(new.iterdir()) == []


def test_nothing_is_put_back_over_what_is_there(report, kept, in_new_home):
    taken = take_backup(kept)
    new = in_new_home()
    (new / "numbers-key").write_text("the key of the new home")
    (taken.folder / "home").mkdir(exist_ok=True)
    (new / "dalil.sqlite3").write_text("something")
    with pytest.raises(HomeInUse, match="there is a database already"):
        put_back(taken.folder)
    assert (new / "dalil.sqlite3").read_text() == "something"


def test_a_key_of_another_home_is_not_written_over(report, kept, home, in_new_home):
    (home / "numbers-key").write_text("the key that is kept")
    taken = take_backup(kept)
    new = in_new_home()
    (new / "numbers-key").write_text("the key of the new home")
    with pytest.raises(HomeInUse, match="numbers-key is there already"):
        put_back(taken.folder)
    assert (new / "numbers-key").read_text() == "the key of the new home"


@pytest.mark.parametrize(
    ("manifest", "says"),
    [(None, "it holds no manifest.json"), ("{", "cannot be read"), ('{"dalil": "9"}', "cannot be read")],
)
def test_what_is_no_backup_is_refused_in_a_sentence(tmp_path, manifest, says):
    if manifest:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(NoBackup, match=says):
        put_back(tmp_path)


@pytest.mark.parametrize("name", ["home/../../victim", "/etc/passwd", "../documents/../../victim", "../victim", ""])
def test_a_list_of_files_cannot_lead_out_of_the_backup(report, kept, in_new_home, name):
    taken = take_backup(kept)
    with (taken.folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  {name}\n")
    in_new_home()
    with pytest.raises(NoBackup, match="names no file of this backup"):
        put_back(taken.folder)


def test_what_a_newer_dalil_took_is_refused(report, kept, in_new_home):
    taken = take_backup(kept)
    file = taken.folder / "manifest.json"
    told = json.loads(file.read_text())
    file.write_text(json.dumps({**told, "migrations": [*told["migrations"], "record.9999_of_tomorrow"]}))
    in_new_home()
    with pytest.raises(NoBackup, match=r"newer than this one \(migration record.9999_of_tomorrow"):
        put_back(taken.folder)


def test_a_backup_of_another_database_says_the_way(report, kept, in_new_home):
    taken = take_backup(kept)
    file = taken.folder / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "database": "postgresql"}))
    in_new_home()
    with pytest.raises(NoBackup, match="set DALIL_DATABASE_URL to an empty database of PostgreSQL"):
        put_back(taken.folder)


def test_what_a_killed_backup_left_is_removed_by_the_next(report, kept):
    (kept / ".part-2026-05-01T023000Z").mkdir(parents=True)
    (kept / "documents" / "ab").mkdir(parents=True)
    left = kept / "documents" / "ab" / ".arriving-abc"
    left.write_text("half")
    take_backup(kept)
    assert not left.exists()
    assert list(kept.glob(".part-*")) == []


def test_two_backups_into_one_folder_do_not_meet(report, kept):
    kept.mkdir()
    with FileLock(kept / ".lock"), pytest.raises(BackupRuns):
        take_backup(kept)


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(report, kept):
    kept.mkdir()
    (kept / "documents").write_text("a file where a folder belongs")
    with pytest.raises(OSError, match="documents"):
        take_backup(kept)
    assert [each.name for each in kept.iterdir() if each.name.startswith(("2", ".part"))] == []


def test_backups_are_for_their_owner_alone(report, kept):
    take_backup(kept)
    for file in kept.rglob("*"):
        assert file.stat().st_mode & 0o007 == 0, file
