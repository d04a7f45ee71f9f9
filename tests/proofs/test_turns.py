"""Whose turn it is to write: who has it does not wait for those who wait for it."""

import pytest

from dalil.proofs import turns
from dalil.proofs.writing import writing


@pytest.mark.django_db
def test_who_brings_much_in_as_one_whole_does_not_wait_for_itself(monkeypatch):
    """As when a bundle is received: its import would have let others go first for three seconds after each portion, and none could."""

    def sleep(seconds):
        raise AssertionError(f"waited {seconds} seconds while having the turn")

    monkeypatch.setattr(turns.time, "sleep", sleep)
    with writing():
        turns.let_others_write()
