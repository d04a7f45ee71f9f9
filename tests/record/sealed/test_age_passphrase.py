"""What age locked under a passphrase opens here, however fast the machine was that locked it and however busy this one is."""

from __future__ import annotations

import base64
import hmac
import os

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pyrage import passphrase as age

from dalil.record.sealed.age_passphrase import MOST_WORK, NotOpened, open_under_passphrase

PHRASE = "olive harbour candle tractor seven rivers"
WORDS = b"AGE-SECRET-KEY-1 of nobody"


def b64(data):
    return base64.b64encode(data).rstrip(b"=")


def derived(key, info, salt=None):
    return HKDF(hashes.SHA256(), 32, salt=salt, info=info).derive(key)


def lock(work, said=None):
    """A file as a machine of another speed locks it. said: the work that its header names, where that is not true."""
    salt, file_key, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    key = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << work, r=8, p=1).derive(PHRASE.encode())
    wrapped = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %b %d\n%b\n---" % (b64(salt), said or work, b64(wrapped))
    mac = hmac.digest(derived(file_key, b"header"), header, "sha256")
    sealed = ChaCha20Poly1305(derived(file_key, b"payload", nonce)).encrypt(bytes(11) + b"\x01", WORDS, None)
    return header + b" " + b64(mac) + b"\n" + nonce + sealed


@pytest.fixture(scope="module")
def by_age():
    return age.encrypt(WORDS, PHRASE)


@pytest.mark.long
def test_what_age_locked_opens_and_under_no_other_passphrase(by_age):
    assert open_under_passphrase(by_age, PHRASE) == WORDS
    with pytest.raises(NotOpened):
        open_under_passphrase(by_age, PHRASE + "s")


def test_what_we_lock_in_this_test_is_what_age_opens():
    assert age.decrypt(lock(10), PHRASE) == WORDS


@pytest.mark.parametrize("work", [1, 10, 15])
def test_the_work_of_the_file_is_done_whatever_this_machine_would_choose(work):
    assert open_under_passphrase(lock(work), PHRASE) == WORDS


def test_a_changed_file_and_one_that_asks_for_any_work_are_refused():
    whole = lock(10)
    changes = [
        whole[:-1] + bytes([whole[-1] ^ 1]),
        whole.replace(b" 10\n", b" 11\n"),
        lock(1, said=MOST_WORK + 1),
        whole[:60],
        b"",
        whole.replace(b"scrypt", b"X25519"),
    ]
    for changed in changes:
        with pytest.raises(NotOpened):
            open_under_passphrase(changed, PHRASE)
