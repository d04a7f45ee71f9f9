"""The example front page, loaded once for the tests of a module; and readers without an account."""

import sys
from contextlib import ExitStack
from pathlib import Path

import prepared
import pytest
from django.db import connections, transaction
from django.test import Client

from dalil.archive.protection import Level
from dalil.bulletin import example
from dalil.record import actions
from dalil.sanctions.models import ListVersion
from dalil.sanctions.taking_versions import VersionRequest, take_version

sys.path.append(str(Path(__file__).parents[1] / "sanctions"))
from list_samples import un

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


@pytest.fixture
def take(tmp_path, alice):
    """Take a version of a list in, public unless said otherwise: `take(un())`."""

    def take(text, level=Level.PUBLIC):
        path = tmp_path / f"list-{ListVersion.objects.count()}.xml"
        path.write_text(text, encoding="utf-8")
        return take_version(VersionRequest(paths=(path,), actor=alice, level=level)).version

    return take


@pytest.fixture
def versions_of_a_list(take):
    """Two versions of a list: one entry was amended, one taken off, one put on."""
    take(un())
    text = un("2018-08-24").replace("<CITY>Damascus</CITY>", "<CITY>Homs</CITY>").replace("XXi.002", "XXi.003")
    take(text.replace("LAYLA", "RIMA").replace("700002", "700003").replace("2012-06-07", "2018-07-02"))


@pytest.fixture(scope="module")
def _example(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """The example in the database, taken out after the module; and what loading it wrote into its home and said."""

    def load():
        return example.load(actions.system_actor())

    with django_db_blocker.unblock(), ExitStack() as undone:
        if connections["default"].vendor == "sqlite":
            folder = request.config.cache.mkdir("prepared")
            kept, brought = prepared.home_with_example(folder, load)
            undone.enter_context(prepared.database_of(kept, folder))
        else:
            kept = tmp_path_factory.mktemp("example")
            undone.enter_context(transaction.atomic())
            with prepared.settings_of_home(kept):
                brought = load()
            undone.callback(transaction.set_rollback, True)
        with django_db_blocker.block():
            yield kept, brought


@pytest.fixture
def loaded(_example, db, home):
    """What loading the example said it brought. The example is in the record and on the pages; its files are in the home."""
    kept, brought = _example
    prepared.files_of(kept, home)
    return brought
