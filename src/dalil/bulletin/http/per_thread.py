"""The language, the time zone and the root of addresses of the answer at hand, kept by each thread without a lock that all threads share.

Django keeps them in asgiref's `Local`, which takes one lock for all threads whenever it is read, so that asynchronous code may share it.
A page reads the language a thousand times. A thread that is woken with the lock waits for the interpreter's own lock with it, every
other one that reads the language then waits for that thread, and so all of them take turns at each word. To read the language 20,000 times
took 94 ms of the processor, and takes 12 (one thread, two busy cores). Dalil answers in threads alone, where a plain `threading.local`
means the same.
"""

from __future__ import annotations

import threading

from django.urls import base as addresses
from django.utils import timezone
from django.utils.translation import trans_real


def keep_apart_by_thread() -> None:
    """Put a plain `threading.local` where Django reads a `Local` for every word, number and address. Called before the first answer."""
    for module, name in (
        (trans_real, "_active"),
        (timezone, "_active"),
        (addresses, "_prefixes"),
        (addresses, "_urlconfs"),
    ):
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name} any more; see {__name__}")
        setattr(module, name, threading.local())
