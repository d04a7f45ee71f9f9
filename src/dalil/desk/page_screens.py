"""Wagtail's own screens that would show drafts, pictures and files of pages to whoever may sign in at the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from dalil.exports.spreadsheet import guarded

FOR_WRITERS = ("api/", "choose-page/", "documents/", "embeds/", "images/", "tag-autocomplete/")
"""How their addresses begin, below that of the desk. They serve the editor of pages; Wagtail asks of them no more than a role."""


def find_writable_pages(user: User | AnonymousUser) -> Any:
    """The pages that somebody may write, with those above them."""
    return PagePermissionPolicy().explorable_instances(user)


def for_writers_of_pages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A screen of Wagtail's, refused to those who are in at the desk and write no page. Whoever is not in is Wagtail's to send away."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.has_perm("wagtailadmin.access_admin") and not find_writable_pages(request.user).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def guard_exports() -> None:
    """Have Wagtail's lists of pages and of what was done to them leave as tables without formulas, as ours do. Done once."""
    plain = SpreadsheetExportMixin.preprocess_field_value

    @wraps(plain)
    def guarded_value(view: Any, field: str, value: Any, export_format: str) -> Any:
        return guarded(plain(view, field, value, export_format))

    SpreadsheetExportMixin.preprocess_field_value = guarded_value
