"""Readers are told how they check the record, and a foreign witness follows the ledger at its public address."""

from __future__ import annotations

import pytest

from dalil.ledger.checkpoints import read_signed
from dalil.proofs.signing import public_key, sign_checkpoint
from dalil.proofs.witness import Witness

pytestmark = pytest.mark.django_db


def test_the_page_says_how_in_both_languages(reader, enter):
    for language in ("en", "ar"):
        said = reader.get(f"/{language}/check/").content.decode()
        assert str(public_key()) in said and "/ledger/checkpoint" not in said
        assert f'href="/{language}/check/"' in reader.get(f"/{language}/").content.decode()
    assert reader.get("/ledger/checkpoint", follow=True).status_code == 404
    sign_checkpoint()
    enter({"when": "2019-05-01"})  # a page that was kept is made anew
    assert (
        "ليس" in reader.get("/ar/check/?limit=1").content.decode()
        and "/ledger/checkpoint" in reader.get("/en/check/?limit=1").content.decode()
    )


def test_a_witness_follows_the_ledger_at_its_address(reader, enter, tmp_path):
    def fetch(path):
        answer = reader.get(f"/ledger/{path}")
        assert answer.status_code == 200, path
        return answer.content

    witness = Witness(tmp_path / "witness")
    witness.key("witness.example")
    witness.add_log(str(public_key()))
    for number in range(1, 4):
        enter({"when": f"2019-05-0{number}"})
        sign_checkpoint()
        witness.cosign(fetch("checkpoint").decode(), fetch)
    assert witness.last_of(public_key()) == read_signed(fetch("checkpoint").decode(), public_key())[0]


@pytest.mark.parametrize(
    "path", ["tile/0/001", "tile/9/000", "tile/0/../../ledger-key", "tile/0/x", "tile/data/000", "../ledger-key"]
)
def test_nothing_else_of_the_home_is_given_out(reader, enter, path):
    sign_checkpoint()
    assert reader.get(f"/ledger/{path}", follow=True).status_code == 404


def test_a_closed_ledger_is_not_given_out(reader, settings):
    sign_checkpoint()
    settings.LEDGER_IS_PUBLIC = False
    assert reader.get("/ledger/checkpoint", follow=True).status_code == 404
    assert "/ledger/checkpoint" not in reader.get("/en/check/").content.decode()


def test_the_steward_sees_how_far_the_ledger_was_signed(client, alice):
    from django.contrib.auth.models import User

    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    signed = sign_checkpoint()
    client.force_login(User.objects.get(pk=alice.pk))
    said = client.get("/desk/record/ledger/").content.decode()
    assert str(public_key()) in said and str(signed.size) in said
