"""What a thread that answers keeps for itself: the language of one reader is never that of another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.urls import base as addresses
from django.utils import timezone
from django.utils.translation import get_language, override, trans_real

from dalil.bulletin.http.per_thread import keep_apart_by_thread


def test_each_thread_keeps_its_own_language_without_a_lock_of_all(monkeypatch):
    for module, name in ((trans_real, "_active"), (timezone, "_active")):
        monkeypatch.setattr(module, name, getattr(module, name))  # put back afterwards
    for name in ("_prefixes", "_urlconfs"):
        monkeypatch.setattr(addresses, name, getattr(addresses, name))
    keep_apart_by_thread()
    both_inside = Barrier(2)

    def read(language: str) -> str | None:
        with override(language):
            both_inside.wait(10)
            return get_language()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(read, ["en", "ar"])) == ["en", "ar"]
