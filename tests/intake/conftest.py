from pathlib import Path

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.intake import runs
from dalil.intake.formats import recognise
from dalil.intake.request import ImportRequest
from dalil.record.models import Report

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def samples():
    return SAMPLES


@pytest.fixture
def order(alice):
    """An order to bring in a file: `order(path, mapping={…})`; the format is found out."""

    def make(path, mapping=None, **facts):
        from dalil.intake.formats import formats

        chosen = formats()["table"] if mapping else recognise(path)
        facts = {"level": Level.PUBLIC, "processes": 0, **facts}
        return ImportRequest(path=path, format=chosen, actor=alice, mapping=mapping or {}, **facts)

    return make


@pytest.fixture
def run_import(order):
    """Bring a file in and return the import."""
    return lambda path, mapping=None, **facts: runs.run_import(order(path, mapping, **facts))


@pytest.fixture
def by_id():
    """The report in force with an identifier at its source."""
    return lambda identifier: Report.objects.visible_to(Viewer.steward()).get(
        external_id=identifier, superseded_by=None
    )
