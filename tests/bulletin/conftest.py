"""The example front page, loaded once for the tests of a module; and readers without an account."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client

from dalil.bulletin import example
from dalil.record import actions

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _empty_caches():
    from django.core.cache import caches

    caches["pages"].clear()
    caches["default"].clear()  # Wagtail keeps renditions here, by keys of a database that is rolled back


@pytest.fixture
def reader(db):
    """A reader: nobody the site knows."""
    return Client(headers={"host": "localhost"})


def pytest_collection_modifyitems(items):
    """In each module, the tests without the example come before those with it: it is put in place once and stays."""
    order = {module: at for at, module in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (order[item.path], item.path.parent == HERE and "loaded" in item.fixturenames))


@pytest.fixture(scope="module")
def _example(tmp_path_factory, django_db_setup, django_db_blocker):
    """The example in the database, taken out after the module; and what loading it wrote into its home and said."""
    kept = tmp_path_factory.mktemp("example")
    usual = settings.DALIL_HOME, settings.MEDIA_ROOT
    settings.DALIL_HOME, settings.MEDIA_ROOT = kept, kept / "media"
    with django_db_blocker.unblock(), ExitStack() as undone:
        for alias in connections:
            undone.enter_context(transaction.atomic(using=alias))
        try:
            brought = example.load(actions.system_actor())
        finally:
            settings.DALIL_HOME, settings.MEDIA_ROOT = usual
        with django_db_blocker.block():
            yield kept, brought
        for alias in connections:
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def loaded(_example, db, home):
    """What loading the example said it brought. The example is in the record and on the pages; its files are in the home."""
    kept, brought = _example
    shutil.copytree(kept, home, dirs_exist_ok=True)
    return brought
