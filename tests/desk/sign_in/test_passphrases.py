"""A passphrase that a guesser of the field finds is refused, in words."""

import hashlib
import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override
from signing import PASSPHRASE, type_passphrase

from dalil.desk.sign_in.passphrases import LONGEST, is_guessable

NADIA = User(username="nadia-hamwi", first_name="Nadia", last_name="Hamwi", email="n.hamwi@example.org")


@pytest.mark.parametrize(
    "weak",
    [
        "Damascus2011",
        "Damascus2011!",
        "damascus-2011-syria",
        "Aleppo2012revolution",
        "]lar2011]lar",  # دمشق on a keyboard that was left in Latin letters
        "دمشق2011دمشق",
        "دِمَشْق ٢٠١١ دمشق",
        "hgahl2011hgahl",  # الشام on the same keyboard
        "يشةشسؤعس2011!",  # damascus on a keyboard that was left in Arabic letters
        "password123456",
        "qwertyuiop123",
        "ضصثقفغعهخحجد",
        "aaaaaaaaaaaaaaaa",
        "nadia-hamwi2024",
        "HamwiNadia1990",
        "Dalil-Dalil-2026",
        "دليل دليل ٢٠٢٦",
    ],
)
def test_what_is_tried_first_is_refused(weak):
    assert is_guessable(weak, NADIA)


@pytest.mark.parametrize(
    "strong",
    [PASSPHRASE, "lantern gravel nineteen spoons", "أربعة خيول تعبر نافذة النحاس", "EY8nDke72jv3qX", "m7$kQ2!vR9&xL4"],
)
def test_what_nobody_tries_is_taken(strong):
    validate_password(strong, NADIA)


def test_lengths_are_bounded_on_both_sides():
    for wrong in ("m7$kQ2!vR9&", "copper window " * 30):
        with pytest.raises(ValidationError):
            validate_password(wrong, NADIA)
    assert LONGEST >= 128
    validate_password("copper window seven horses " * 9, NADIA)


@pytest.mark.parametrize(("language", "words"), [("en", "can be guessed"), ("ar", "يمكن تخمين هذه العبارة")])
def test_it_says_so_in_both_languages(language, words):
    with override(language), pytest.raises(ValidationError) as refused:
        validate_password("Damascus2011", NADIA)
    assert words in refused.value.messages[0]


def test_the_form_refuses_it_too(nadia, client):
    type_passphrase(client)
    sent = {"oldpassword": PASSPHRASE, "password1": "Damascus2011", "password2": "Damascus2011"}
    answer = client.post("/desk/sign-in/passphrase/", sent)
    assert "can be guessed" in answer.content.decode()
    nadia.refresh_from_db()
    assert nadia.check_password(PASSPHRASE)


@pytest.mark.parametrize("line", [PASSPHRASE, "{sha1}:17", "{sha1_small}"])
def test_what_stands_in_the_organisations_list_of_stolen_ones_is_refused(line, tmp_path, settings):
    digest = hashlib.sha1(PASSPHRASE.encode()).hexdigest()
    file = tmp_path / "stolen.txt"
    file.write_text("other\n" + line.format(sha1=digest.upper(), sha1_small=digest) + "\r\nlast\n", encoding="utf-8")
    settings.BREACHED_PASSPHRASES = ""
    validate_password(PASSPHRASE, NADIA)
    settings.BREACHED_PASSPHRASES = str(file)
    with pytest.raises(ValidationError, match="stolen"):
        validate_password(PASSPHRASE, NADIA)
    validate_password("lantern gravel nineteen spoons", NADIA)
    file.unlink()
    with pytest.raises(OSError):  # nothing passes unasked
        validate_password("lantern gravel nineteen spoons", NADIA)


def test_over_tls_the_cookies_have_names_that_no_other_host_can_set():
    told = "from dalil import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    for site, names in (
        ("https://example.org", "__Host-sessionid __Host-csrftoken True 31536000"),
        ("", "sessionid csrftoken False 0"),
    ):
        env = {**os.environ, "DALIL_SITE": site}
        done = subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == names
