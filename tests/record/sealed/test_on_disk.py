"""Whoever takes the disk or the database, with the compartment closed, finds no identity in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

import pytest
from django.apps import apps

from dalil.record.sealed import openings
from dalil.record.sealed.persons import enter_person, find_people, read_person

CANARIES = ("Canary Mustafa", "كناري مصطفى", "0944555017", "canary street 7")
FIELDS = {"name": CANARIES[0], "other_name": CANARIES[1], "phone": CANARIES[2], "address": CANARIES[3]}

STORY = """
import json, os, shutil, sys, threading
import django; django.setup()
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections
from dalil.record.actions import Refused
from dalil.record.sealed import compartment, openings
from dalil.record.sealed.models import DataKey, FieldVersion
from dalil.record.sealed.passkeys import add_passkey
from dalil.record.sealed.persons import change_person, enter_person, erase_person, find_people, read_person
fields, phrase, snapshot = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
tariq = User.objects.create(username="tariq")
recovery = compartment.set_up(tariq, passphrase=phrase)
passkey = os.urandom(32)  # what the authenticator works out
add_passkey(tariq, name="telephone", credential=b"telephone", salt=os.urandom(32), secret=passkey, passphrase=phrase)
opened = compartment.unlock(tariq, passkey=(b"telephone", passkey), session="s1")
cookie = openings.keep_open(opened, user=tariq, session="s1")
person = enter_person(opened, "witness", fields, actor=tariq)
find_people(opened, fields["name"], actor=tariq)
assert read_person(opened, person, actor=tariq)["phone"].text == fields["phone"]

refusals, start = [], threading.Barrier(4)
def write(number):  # four people at once; each goes on until what they have to say is written
    start.wait()
    while True:
        seen = FieldVersion.objects.filter(person=person, field="notes").count()
        try:
            change_person(opened, person, {"notes": f"note {number}"}, actor=tariq, seen={"notes": seen})
            break
        except Refused as error:
            refusals.append(error.type)
    connections.close_all()
threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
for each in threads: each.start()
for each in threads: each.join()
versions = list(FieldVersion.objects.filter(person=person, field="notes").order_by("pk").values_list("version", flat=True))

gone = enter_person(opened, "witness", fields, actor=tariq)
destroyed = bytes(DataKey.objects.get(person=gone).wrapped).hex()
kept = bytes(DataKey.objects.get(person=person).wrapped).hex()
erase_person(opened, gone, actor=tariq, reason="asked")
openings.close(user=tariq, session="s1")
shutil.copytree(settings.DALIL_HOME, snapshot)
print(json.dumps({"secrets": [phrase, opened.secret, recovery, cookie], "versions": versions, "refusals": refusals,
                  "destroyed": destroyed, "kept": kept, "passkey": passkey.hex()}))
"""


def holds(folder: Path, needle: bytes) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


@pytest.mark.long
def test_the_home_and_what_the_process_says_hold_no_identity_and_no_key(tmp_path, migrate_home):
    """The database file, its log before the file, documents, media, projections; while the server still runs."""
    migrate_home(tmp_path / "home")
    environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    environment.pop("DALIL_DATABASE_URL", None)
    phrase, snapshot = "olive harbour candle tractor seven rivers", tmp_path / "snapshot"
    done = subprocess.run(
        [sys.executable, "-c", STORY, json.dumps(FIELDS), phrase, str(snapshot)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (snapshot / "dalil.sqlite3").stat().st_size > 100_000
    for canary in (*CANARIES, *told["secrets"]):
        assert holds(snapshot, canary.encode()) == [] and canary not in done.stderr, canary
    passkey = bytes.fromhex(told["passkey"])
    for written in (passkey, passkey.hex().encode(), b64encode(passkey), urlsafe_b64encode(passkey)):
        assert holds(snapshot, written) == []
    assert holds(snapshot, bytes.fromhex(told["kept"]))  # the search finds what is there
    assert holds(snapshot, bytes.fromhex(told["destroyed"])) == []
    assert told["versions"] == [1, 2, 3, 4] and set(told["refusals"]) <= {"changed_meanwhile"}


@pytest.mark.django_db
def test_no_table_holds_an_identity(opened, tariq):
    """The same for every database, as a dump of it would have it."""
    cookie = openings.keep_open(opened, user=tariq, session="s1")
    person = enter_person(opened, "witness", FIELDS, actor=tariq)
    find_people(opened, CANARIES[0], actor=tariq)
    read_person(opened, person, actor=tariq, session="s1")
    told = "\n".join(
        repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label != "desk.Desk"
        for row in model._base_manager.values_list()
    )
    assert person.reference in told
    for canary in (*CANARIES, opened.secret, cookie):
        assert canary not in told and canary.encode().hex() not in told, canary
