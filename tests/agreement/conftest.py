"""The surfaces that are compared remember nothing from one test to the next."""

from __future__ import annotations

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    for cache in caches.all(initialized_only=False):
        cache.clear()
