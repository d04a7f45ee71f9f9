"""What the tests copy stands ready: a migrated database, compiled kernels, and on SQLite a home with the example.

`make test` runs this file first and alone, beside the checks, so that no process of the long run waits while another migrates or compiles.
"""

import pytest

from dalil.record.models import Report
from dalil.text.spelling import compile_kernels


@pytest.mark.django_db
def test_a_migrated_database_stands_ready():
    assert not Report.objects.exists()


def test_a_home_with_the_example_stands_ready(copy_example, tmp_path):
    compile_kernels()
    home = copy_example(tmp_path / "copied")
    assert (home / "dalil.sqlite3").stat().st_size > 1_000_000 and any((home / "documents").iterdir())
