"""What is asked once for each request: one page is made of one state of the record, and of one look at what may be read.

Outside a request, in commands and workers, every question is asked anew, but for work that says it is of one state (`asked_once`). A write forgets
everything that its own request remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.signals import request_finished, request_started

P = ParamSpec("P")
R = TypeVar("R")

_memory: ContextVar[dict[Any, Any] | None] = ContextVar("dalil_per_request", default=None)
"""The answers of the request at hand, by the function and what it was asked; None outside a request."""

request_started.connect(lambda **_: _memory.set({}), weak=False, dispatch_uid="dalil.per_request")
request_finished.connect(lambda **_: _memory.set(None), weak=False, dispatch_uid="dalil.per_request")


def once_per_request(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function answer each question once for each request. What it is asked must be hashable."""

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _memory.get()
        if memory is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in memory:
            memory[key] = function(*args, **kwargs)
        answer: R = memory[key]
        return answer

    return remembered


@contextmanager
def asked_once() -> Iterator[None]:
    """Let what runs within ask each question once, as a request does; what is within a request already goes on remembering with it."""
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def forget() -> None:
    """Forget what this request remembers, because something was written since."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()
