"""What the tests of cases share."""

import json
import os
import re
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_law() -> str:
    """The text of the Rome Statute as it is published, to hold our own words against; skipped where it is not at hand."""
    path = Path(os.environ.get("DALIL_SHARED", "")) / "data" / "legal" / "RomeStatute.json"
    if not path.is_file():
        pytest.skip("the shared data are not here")
    articles = [each["article"]["text"] for each in json.loads(path.read_text(encoding="utf-8")) if "article" in each]
    return re.sub(r"\s+", " ", " ".join(articles)).lower()
