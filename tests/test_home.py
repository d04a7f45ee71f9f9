"""The home of an installation: reading the settings makes nothing, opening the home makes what is missing, the package stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dalil import home as home_of_installation
from dalil.home import compile_translations, open_home, read_secret_key, translation_folders

READ_SETTINGS = """
import os
os.umask(0o027)
import dalil.settings
assert os.umask(0) == 0o027, "the umask is another"
"""

ASK_FOR_PAGES = """
import os
os.umask(0o022)
from dalil import wsgi
assert os.umask(0o077) == 0o077, "what a server writes is for its owner"
from django.conf import settings
from django.core.signing import dumps, loads
assert loads(dumps("a letter")) == "a letter"
from django.utils import translation
translation.activate("ar")
print(translation.gettext("The record"), settings.SECRET_KEY)
"""


@pytest.fixture
def umask() -> Iterator[None]:
    """What a test does to the umask of this process is undone."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def run(code: str, home: Path) -> str:
    environment = os.environ | {"DALIL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    environment.pop("DALIL_DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def permissions(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_reading_the_settings_makes_nothing_and_changes_nothing(tmp_path: Path) -> None:
    run(READ_SETTINGS, tmp_path / "above" / "home")
    assert not (tmp_path / "above").exists()


def test_help_makes_no_home(tmp_path: Path) -> None:
    run(
        "import sys; sys.argv[1:] = ['count', '--help']; from dalil.cli import main; main()",
        tmp_path / "above" / "home",
    )
    assert not (tmp_path / "above").exists()


def test_a_server_opens_the_home_and_has_its_key_and_its_translations(tmp_path: Path) -> None:
    said, key = run(ASK_FOR_PAGES, tmp_path / "new-home").split(maxsplit=1)
    assert said == "السجل"
    assert key.strip() == (tmp_path / "new-home" / "secret-key").read_text()
    assert permissions(tmp_path / "new-home") == 0o700
    assert permissions(tmp_path / "new-home" / "secret-key") == 0o600


def test_a_key_is_made_once_and_for_its_owner_whatever_the_umask_is(tmp_path: Path, umask: None) -> None:
    key = read_secret_key(tmp_path / "new-home")
    assert len(key) >= 50
    assert read_secret_key(tmp_path / "new-home") == key
    assert permissions(tmp_path / "new-home" / "secret-key") == 0o600
    assert [file.name for file in (tmp_path / "new-home").iterdir()] == ["secret-key"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one sentence in Arabic."""
    package = tmp_path / "package"
    (package / "desk/locale/ar/LC_MESSAGES").mkdir(parents=True)
    write_sentence(package, "مرحبا")
    monkeypatch.setattr(home_of_installation, "PACKAGE", package)
    return package


def write_sentence(package: Path, arabic: str) -> None:
    source = package / "desk/locale/ar/LC_MESSAGES/django.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    source.write_text(f'{header}msgid "Welcome"\nmsgstr "{arabic}"\n', encoding="utf-8")
    os.utime(source, (315532800, 315532800))  # every file of some packages is of 1980


def test_translations_are_compiled_into_the_home_and_never_into_the_package(
    package: Path, tmp_path: Path, umask: None
) -> None:
    before = sorted(package.rglob("*"))
    open_home(tmp_path / "new-home")
    assert sorted(package.rglob("*")) == before
    (folder,) = translation_folders(tmp_path / "new-home")
    compiled = folder / "ar/LC_MESSAGES/django.mo"
    assert "مرحبا".encode() in compiled.read_bytes()
    assert sorted(file.name for file in compiled.parent.iterdir()) == ["django.compiled-from", "django.mo"]


def test_a_translation_is_compiled_anew_where_its_text_is_another_though_its_date_is_the_same(
    package: Path, tmp_path: Path
) -> None:
    compile_translations(tmp_path / "new-home")
    compiled = tmp_path / "new-home/translations/dalil.desk/ar/LC_MESSAGES/django.mo"
    made = compiled.stat()
    compile_translations(tmp_path / "new-home")
    assert compiled.stat().st_ino == made.st_ino, "it was compiled again for nothing"
    write_sentence(package, "أهلا")
    compile_translations(tmp_path / "new-home")
    assert "أهلا".encode() in compiled.read_bytes()
    assert compiled.stat().st_ino != made.st_ino, "it was written over while others may read it"
