"""What a page hands to its template: asked here by the page, answered by the presenters, which know every type of page."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page


@singledispatch
def context_of(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The context of a page, for its template. The presenters register one function for each type of page."""
    raise TypeError(f"nothing says how a {type(page).__name__} is shown")
