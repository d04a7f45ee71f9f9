from pathlib import Path

import pytest

from dalil.archive.protection import Viewer
from dalil.record.models import Report

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def samples():
    return SAMPLES


@pytest.fixture
def by_id():
    """The report in force with an identifier at its source."""
    return lambda identifier: Report.objects.visible_to(Viewer.steward()).get(
        external_id=identifier, superseded_by=None
    )
