"""A photograph of the missing person: sealed, small, without what its file tells, and erased with the request."""

from __future__ import annotations

import io
from base64 import b64decode

import pytest
from django.db import connection
from PIL import Image

from dalil.archive.file_metadata import what_it_tells
from dalil.record.actions import Refused
from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import erase_person
from dalil.tracing.photographs import (
    LARGEST,
    LONGEST_SIDE,
    MOST,
    MOST_BYTES,
    add_photograph,
    prepare_photograph,
    read_photographs,
    take_away_photograph,
)


def taken(colour="red", size=(3000, 2000), orientation=1):
    """A photograph as a telephone takes it: with its maker, the day, and how it was held."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x0112] = "Canarytelephone", "2013:05:27 08:00:00", orientation
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def rotated(opened, tariq, layla):
    """The compartment with new keys, since an officer left."""
    holder = compartment.make_holder(layla, recipient=recipient_of(make_identity()))
    compartment.admit(opened, holder, actor=tariq)
    return compartment.remove(opened, holder, actor=tariq, reason="she left")


def test_it_becomes_small_and_upright_and_tells_nothing_beside_what_it_shows():
    noise = Image.effect_noise((2600, 2600), 90)
    file = io.BytesIO()
    noise.save(file, "PNG")
    for data in (taken(orientation=6), file.getvalue()):
        small = b64decode(prepare_photograph(data))
        assert len(small) <= MOST_BYTES and b"Canary" not in small and what_it_tells(small) == ()
        assert max(Image.open(io.BytesIO(small)).size) <= LONGEST_SIDE
    assert Image.open(io.BytesIO(b64decode(prepare_photograph(taken(orientation=6))))).size == (800, 1200)


@pytest.mark.parametrize("data", [b"", b"no picture", taken()[:400], b"\xff\xd8\xff" + b"x" * LARGEST])
def test_what_is_no_photograph_is_refused(data):
    with pytest.raises(Refused):
        prepare_photograph(data)


@pytest.mark.django_db
def test_photographs_stand_with_the_request_until_one_is_taken_away_and_go_with_it(opened, tariq, layla, ask):
    made, _code = ask()
    assert list(read_photographs(opened, made, actor=tariq)) == []
    prepared = [prepare_photograph(taken(colour)) for colour in ("red", "green", "blue", "black", "white")]
    for each in prepared[:MOST]:
        add_photograph(opened, made, each, actor=tariq)
    with pytest.raises(Refused, match="take one away"):
        add_photograph(opened, made, prepared[4], actor=tariq)
    take_away_photograph(opened, made, 1, actor=tariq)
    with pytest.raises(Refused):
        take_away_photograph(opened, made, 1, actor=tariq)
    with pytest.raises(Refused, match="already"):
        add_photograph(opened, made, prepared[1], actor=tariq)
    add_photograph(opened, made, prepared[0], actor=tariq)
    assert [each.jpeg for each in read_photographs(opened, made, actor=tariq)] == [prepared[0], *prepared[3:0:-1]]
    new = rotated(opened, tariq, layla)
    assert len(read_photographs(new, made, actor=tariq)) == MOST
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM sealed_fieldversion WHERE field = 'search_photograph'")
        kept = b"".join(bytes(sealed) for (sealed,) in cursor.fetchall())
    assert b64decode(prepared[0])[:400] not in kept and prepared[0][:400].encode() not in kept
    erase_person(new, made.person, actor=tariq, reason="the family asks for it")
    with pytest.raises(Refused):
        read_photographs(new, made, actor=tariq)
