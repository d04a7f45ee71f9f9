"""A whole installation whose documents go from a folder into a bucket: checked, verified, handed out, backed up, and put back into another bucket."""

from __future__ import annotations

import shutil

import pytest
from commands import say_in
from object_servers import KEY, SECRET, object_server

pytestmark = pytest.mark.long
pytest.importorskip("obstore", reason="the extra s3 is not installed")

A_REPORT = (
    "from dalil.archive.protection import Viewer; from dalil.record.models import Report; "
    "print(Report.objects.visible_to(Viewer.public()).first().address)"
)


def test_an_archive_moves_into_a_bucket_and_everything_works_on_it(copy_example, tmp_path, monkeypatch):
    home = copy_example(tmp_path / "example")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    with object_server(tmp_path / "objects") as server:
        address, other = (f"s3://{server.make_bucket()}?endpoint={server.endpoint}" for _ in range(2))
        assert "0 were there already" in say_in(home, f"archive copy --to '{address}'")
        shutil.rmtree(home / "documents")
        monkeypatch.setenv("DALIL_ARCHIVE", address)
        told = say_in(home, "archive check", "archive list", "verify", "status", f"backup {tmp_path / 'kept'}")
        assert "Every file is as it was received." in told and "(missing)" not in told
        assert f"Documents: {address.partition('?')[0]} at {server.endpoint}" in told and SECRET not in told
        assert "read again and whole" in told and not list(home.rglob("documents/*/*"))
        address_of_report = say_in(home, f"manage shell --no-imports -c '{A_REPORT}'").split()[-1]
        say_in(home, f"export {address_of_report} --to {tmp_path / 'bag'} --recipient 'Example Court'")
        assert list((tmp_path / "bag/data/originals").iterdir())
        (backup,) = (each for each in (tmp_path / "kept").iterdir() if each.name.startswith("2"))
        monkeypatch.setenv("DALIL_ARCHIVE", other)
        say_in(tmp_path / "new", f"restore {backup}")
        assert "Every file is as it was received." in say_in(tmp_path / "new", "archive check", "verify")
        server.process.kill()
        server.process.wait()
        told = say_in(tmp_path / "new", "archive check", fails=True)
        assert "does not answer" in told and "Traceback" not in told and SECRET not in told
        assert "documents can be neither received nor read" in say_in(tmp_path / "new", "status")
