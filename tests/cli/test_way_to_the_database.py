"""`dalil status` says where the way to a PostgreSQL on another machine can be read, or leads to a machine that nobody checked."""

from __future__ import annotations

import pytest

from dalil.cli.status import tell_open_connection
from dalil.settings import database


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://dalil@db.example.org/dalil", "may be read on the way (sslmode prefer)"),
        ("postgresql://dalil@10.0.0.7/dalil?sslmode=disable", "may be read on the way (sslmode disable)"),
        ("postgresql://dalil@db.example.org/dalil?sslmode=require", "does not check which machine answers"),
    ],
)
def test_a_way_that_can_be_read_needs_attention(address, said):
    assert said in tell_open_connection(database(address))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "postgresql:///dalil",
        "postgresql://dalil@%2Fvar%2Frun%2Fpostgresql/dalil",
        "postgresql://dalil@127.0.0.1/dalil",
        "postgresql://dalil@[::1]/dalil",
        "postgresql://dalil@localhost/dalil",
        "postgresql://dalil@db.example.org/dalil?sslmode=verify-full",
    ],
)
def test_this_machine_and_a_checked_way_need_none(address):
    assert tell_open_connection(database(address)) == ""


def test_what_the_address_says_of_the_connection_is_handed_to_the_database():
    said = database("postgresql://dalil@db.example.org/dalil?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem")
    assert said["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
