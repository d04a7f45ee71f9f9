"""Documents in a bucket of a real server: kept once and whole, read by parts, checked, swept, repaired; and what is said where it does not answer."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile

import pytest
from commands import environment_of
from object_servers import KEY, SECRET, object_server, way_that_is_cut

from dalil.archive import store
from dalil.archive.folder_store import FolderStore
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level
from dalil.archive.store_address import read_store_address
from dalil.archive.store_interface import StoreUnreachable
from dalil.record import actions
from dalil.verification.checking import CheckRequest, verify
from dalil.verification.repairing import Copying, copy_archive, repair_files
from dalil.verification.sweeping import Swept, files_aside, sweep_unnamed

pytestmark = [pytest.mark.django_db, pytest.mark.long]
pytest.importorskip("obstore", reason="the extra s3 is not installed")
DAY = 86_400
LARGE = os.urandom(1 << 20) * 20


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with object_server(tmp_path_factory.mktemp("objects")) as running:
        yield running


@pytest.fixture
def use(settings, server, monkeypatch):
    """Say where documents are kept: a bucket of the server, or what else is given."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    def say(bucket: str = "", port: int = 0) -> str:
        address = f"s3://{bucket or server.make_bucket()}/dalil?endpoint=http://127.0.0.1:{port or server.port}"
        settings.ARCHIVE = read_store_address(address)
        return address

    return say


def receive(content: bytes, actor, title: str = "A letter") -> Document:
    return actions.receive_document(io.BytesIO(content), actor=actor, title=title, media_type="text/plain")


def left_here(home) -> list[str]:
    return [each.name for each in (home / "documents").rglob("*") if each.is_file()]


def findings() -> list[str]:
    return [each.type for each in verify(CheckRequest())]


def test_a_document_is_kept_once_whole_and_nothing_of_it_on_this_machine(use, alice, home, server):
    address = use()
    letter, film = receive(b"A letter.", alice), receive(LARGE, alice, "A film")
    assert receive(b"A letter.", alice).pk == letter.pk
    with store.open_verified(letter.sha256) as stream:
        assert stream.read() == b"A letter."
    with store.open_verified(film.sha256) as stream:
        assert stream.read() == LARGE
    assert {(each.name, each.size) for each in store.store_in_use().list()} == {
        (letter.sha256, 9),
        (film.sha256, len(LARGE)),
    }
    assert left_here(home) == [] and findings() == []
    bucket = address.partition("?")[0].split("/")[2]
    assert server.ask("GET", f"/{bucket}/dalil/documents/{letter.sha256[:2]}/{letter.sha256}") == (200, b"A letter.")


def test_a_part_of_a_large_object_is_read_without_the_rest(use, home):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("first.txt", b"first")
        pack.writestr("large", LARGE)
        pack.writestr("last.txt", b"last")
    use()
    kept = store.keep(io.BytesIO(packed.getvalue()))
    with store.open_stored(kept.sha256) as stream, zipfile.ZipFile(stream) as pack:
        assert pack.read("last.txt") == b"last" and pack.read("first.txt") == b"first"
        assert stream.seek(0, io.SEEK_END) == kept.size and stream.read(10) == b""
    assert left_here(home) == []


MEMORY = """
import io, resource, sys
from dalil.cli import prepare_django
prepare_django("manage")
from dalil.archive import store

class Endless(io.RawIOBase):
    left = 300 << 20
    def read(self, size=-1):
        size = min(size, self.left)
        self.left -= size
        return b"x" * size

store.keep(io.BytesIO(b"warm"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kept = store.keep(Endless())
with store.open_verified(kept.sha256) as stream:
    assert stream.seek(0, io.SEEK_END) == kept.size == 300 << 20
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_file_of_300_megabytes_takes_no_such_memory(use, home, tmp_path):
    told = environment_of(tmp_path / "other") | {"DALIL_ARCHIVE": use()}
    done = subprocess.run([sys.executable, "-c", MEMORY], env=told, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 150, "megabytes more than before"


def test_what_is_damaged_is_named_and_put_back_from_a_folder_and_stays_beside(use, alice, home, tmp_path, server):
    address = use()
    letter, film = receive(b"A letter.", alice), receive(LARGE, alice, "A film")
    assert copy_archive(str(tmp_path / "copy"), actor=alice) == Copying(2, 0, ())
    assert copy_archive(str(tmp_path / "copy"), actor=alice) == Copying(0, 2, ())
    bucket = address.partition("?")[0].split("/")[2]
    place = f"/{bucket}/dalil/documents/{letter.sha256[:2]}/{letter.sha256}"
    assert server.ask("PUT", place, body=b"damaged")[0] == 200
    assert server.ask("DELETE", f"/{bucket}/dalil/documents/{film.sha256[:2]}/{film.sha256}")[0] == 204
    with pytest.raises(store.DamagedDocument):
        store.open_verified(letter.sha256)
    with pytest.raises(FileNotFoundError):
        store.open_verified(film.sha256)
    assert sorted(findings()) == ["file_changed", "file_missing"]
    repairs = list(repair_files(str(tmp_path / "copy"), actor=alice))
    assert [each.source for each in repairs] == [str(tmp_path / "copy")] * 2 and findings() == []
    assert b"/damaged/" in server.ask("GET", f"/{bucket}", "list-type=2")[1]
    assert CustodyEvent.objects.filter(document=letter, what="copied").count() == 2


def test_a_folder_is_put_back_from_objects(use, settings, alice, home):
    letter = receive(b"A letter.", alice)
    address = use()
    settings.ARCHIVE = None
    copy_archive(address, actor=alice)
    place = FolderStore(home / "documents", home / "swept").place_of(letter.sha256)
    place.unlink()
    (repair,) = repair_files(address, actor=alice)
    assert repair.source.startswith("s3://try-") and SECRET not in repair.source
    assert place.read_bytes() == b"A letter." and findings() == []


def test_what_is_kept_is_not_written_over(use, alice, server):
    address = use()
    letter = receive(b"A letter.", alice)
    bucket = address.partition("?")[0].split("/")[2]
    place = f"/{bucket}/dalil/documents/{letter.sha256[:2]}/{letter.sha256}"
    server.ask("PUT", place, body=b"of somebody else")
    store.keep(io.BytesIO(b"A letter."))
    assert server.ask("GET", place)[1] == b"of somebody else" and findings() == ["file_changed"]


def test_what_no_document_names_is_swept_and_what_is_wanted_again_is_not(use, document, alice):
    use()
    receive(b"named", alice)
    left = store.keep(io.BytesIO(b"a form that was refused")).sha256
    now = time.time()
    assert sweep_unnamed(now + DAY / 2) == Swept(0, 0)
    store.keep(io.BytesIO(b"a form that was refused"))
    mark = next(iter(store.store_in_use()._list("wanted")))
    assert mark.name == left and sweep_unnamed(mark.changed + DAY - 1) == Swept(0, 0)
    assert sweep_unnamed(now + 2 * DAY) == Swept(1, 0) and files_aside() == (1, 23)
    with pytest.raises(FileNotFoundError):
        store.open_stored(left)
    assert sweep_unnamed(now + 40 * DAY) == Swept(0, 1) and files_aside() == (0, 0)
    assert store.find_missing([left]) == {left}


def test_a_server_that_locks_what_it_keeps_takes_documents_and_gives_none_up(use, alice, server):
    bucket = server.make_bucket(locked=True)
    use(bucket)
    letter, film = receive(b"A letter.", alice), receive(LARGE, alice, "A film")
    listed = server.ask("GET", f"/{bucket}", "versions=")[1].decode()
    versions = [each.partition("<")[0] for each in listed.split("<VersionId>")[1:]]
    places = [f"/{bucket}/dalil/documents/{each.sha256[:2]}/{each.sha256}" for each in (letter, film)]
    assert len(versions) == 2
    refused = [server.ask("DELETE", place, f"versionId={version}")[0] for place in places for version in versions]
    assert refused.count(403) == 2 and findings() == []


@pytest.mark.parametrize(
    ("wrong", "why"), [("secret", "refuses"), ("bucket", "there is no bucket"), ("server", "does not answer")]
)
def test_a_store_that_cannot_be_asked_keeps_nothing_and_says_why(wrong, why, use, alice, home, monkeypatch, server):
    use("no-such-bucket" if wrong == "bucket" else "", 9 if wrong == "server" else 0)
    if wrong == "secret":
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
    for ask in (
        lambda: receive(b"A letter.", alice),
        lambda: store.open_verified("0" * 64),
        lambda: store.find_missing(["0" * 64]),
        lambda: list(store.store_in_use().list()),
    ):
        with pytest.raises(StoreUnreachable, match=why) as refused:
            ask()
        assert SECRET not in str(refused.value) and "another-secret" not in str(refused.value)
    assert not Document.objects.exists() and left_here(home) == []


def test_without_a_key_no_machine_is_asked(use, alice, monkeypatch):
    use()
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(StoreUnreachable, match="the key of the store is not given"):
        receive(b"A letter.", alice)


@pytest.mark.parametrize(
    ("size", "after"), [(9, 500), (len(LARGE), 500), (len(LARGE), 4_000), (len(LARGE), 9 << 20), (len(LARGE), 19 << 20)]
)
def test_a_server_that_dies_in_the_middle_leaves_nothing_by_half_and_loses_nothing(
    size, after, use, alice, home, server
):
    bucket = server.make_bucket()
    use(bucket)
    earlier = receive(b"Acknowledged.", alice, "Earlier")
    with way_that_is_cut(server.port, after) as port:
        use(bucket, port)
        with pytest.raises(StoreUnreachable, match="does not answer"):
            receive(LARGE[:size], alice, "Later")
    use(bucket)
    assert [each.sha256 for each in Document.objects.all()] == [earlier.sha256]
    assert [each.name for each in store.store_in_use().list()] == [earlier.sha256]
    assert findings() == [] and left_here(home) == []
    receive(LARGE[:size], alice, "Later")
    assert findings() == []


def test_the_desk_says_it_in_words_and_the_public_page_too(use, enter, alice, client, document, edith):
    use()
    letter = receive(b"A letter.", edith, "Public")
    actions.protect(letter, Level.PUBLIC, actor=edith)
    use(port=9)
    for language, words in (("en", "does not answer at the moment"), ("ar", "لا يجيب أرشيف الوثائق")):
        answer = client.get(f"/{language}/documents/{letter.address}/file")
        assert answer.status_code == 503 and words in answer.content.decode() and "s3:" not in answer.content.decode()
