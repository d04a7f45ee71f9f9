"""What no document names is put aside after a day and removed after a month; what is named, or fresh, stays where it is."""

from __future__ import annotations

import io
import time

import pytest

from dalil.archive import store
from dalil.archive.folder_store import path_of
from dalil.record import actions
from dalil.verification.checking import CheckRequest, verify
from dalil.verification.sweeping import Swept, files_aside, sweep_unnamed

pytestmark = pytest.mark.django_db
DAY = 86_400


def test_what_a_refused_form_left_is_put_aside_and_then_removed(document, home):
    left = store.keep(io.BytesIO(b"a form that was refused")).sha256
    (home / "documents" / ".arriving-x").write_bytes(b"half")
    now = time.time()
    assert sweep_unnamed(now + DAY / 2) == Swept(0, 0) and path_of(left).exists()
    assert sweep_unnamed(now + 2 * DAY) == Swept(1, 1)
    assert not path_of(left).exists() and files_aside() == (1, 23) and path_of(document.sha256).exists()
    assert list(verify(CheckRequest())) == []
    assert sweep_unnamed(now + 3 * DAY) == Swept(0, 0)
    assert sweep_unnamed(now + 40 * DAY) == Swept(0, 1) and files_aside() == (0, 0)


def test_what_is_received_again_is_not_swept(alice, home):
    left = store.keep(io.BytesIO(b"wanted again")).sha256
    import os

    os.utime(path_of(left), (1, 1))
    actions.receive_document(io.BytesIO(b"wanted again"), actor=alice, title="Again", media_type="text/plain")
    assert path_of(left).stat().st_mtime > 1
    assert sweep_unnamed(time.time() + 2 * DAY) == Swept(0, 0) and path_of(left).exists()
