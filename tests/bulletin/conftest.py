"""The example front page, loaded once for a test that needs it; and readers without an account."""

import pytest
from django.test import Client
from django.utils import translation

from dalil.bulletin import example
from dalil.record import actions


@pytest.fixture(autouse=True)
def _empty_page_cache():
    from django.core.cache import caches

    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _no_language_left_over():
    """An Arabic page leaves its language behind in the thread; the next story starts without."""
    yield
    translation.deactivate()


@pytest.fixture
def reader(db):
    """A reader: nobody the site knows."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def loaded(db):
    """What loading the example said it brought."""
    return example.load(actions.system_actor())
