"""`dalil archive read`: the words of a scan are read by a command, and what cannot be read is refused in words."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner
from scans import ENGLISH, scan, skip_without_reader

from dalil.archive.models import Document
from dalil.cli.archive import archive
from dalil.record import actions
from dalil.verification.checking import CheckRequest, verify


@pytest.fixture
def paper(alice):
    return actions.receive_document(io.BytesIO(scan((ENGLISH,))), actor=alice, title="Order", media_type="image/png")


def test_the_command_reads_a_scan_and_says_as_what(paper):
    skip_without_reader()
    done = CliRunner().invoke(archive, ["read", paper.address])
    reading = Document.objects.get(parent=paper)
    assert done.exit_code == 0 and f"read into {reading.address}" in done.output
    assert list(verify(CheckRequest())) == []


def test_what_is_no_scan_is_refused(document):
    skip_without_reader()
    done = CliRunner().invoke(archive, ["read", document.address])
    assert done.exit_code == 1 and "no picture and no PDF" in done.output


def test_where_nothing_reads_scans_the_command_says_what_is_missing(paper, monkeypatch):
    monkeypatch.setattr("dalil.record.actions.scans.reader_of_scans", lambda: "")
    done = CliRunner().invoke(archive, ["read", paper.address])
    assert done.exit_code == 1 and "tesseract is not installed" in done.output


def test_a_name_of_no_document_is_refused(db):
    done = CliRunner().invoke(archive, ["read", "ab" * 20])
    assert done.exit_code == 1 and "there is no document" in done.output
