"""Wagtail's own screens that would show drafts, pictures and files of pages to whoever may sign in at the desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.utils.urlpatterns import decorate_urlpatterns

from dalil.exports.spreadsheet import guarded
from dalil.record.actions import writing

FOR_WRITERS = (
    "api/",
    "block-preview/",
    "bulk/",
    "choose-",
    "documents/",
    "editing-sessions/",
    "embeds/",
    "images/",
    "pages/",
    "reports/",
    "tag-autocomplete/",
    "workflows/",
)
"""How their addresses begin, below that of the desk. They serve the editor of pages; of some Wagtail asks no more than a role."""

OF_ACCOUNTS = "auth"
"""The application whose bulk actions are about accounts and roles: Wagtail asks for the right to keep them."""

SAVING = frozenset({"wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtailadmin_pages:unpublish"})
"""Two of them for one page, as a page that saves itself and a button send them, would find the same place in the tree free."""

TRIALS = ("failwhale/", "test404/")
"""Addresses by which Wagtail's makers try what an error looks like. They are not served."""


def addresses_of_pages(patterns: list[Any]) -> list[Any]:
    """Wagtail's addresses without its trials, and with those of pages closed to who writes none."""
    kept = [each for each in patterns if str(each.pattern) not in TRIALS]
    of_pages = [each for each in kept if str(each.pattern).startswith(FOR_WRITERS)]
    decorate_urlpatterns(of_pages, for_writers_of_pages)
    return kept


def find_writable_pages(user: User | AnonymousUser) -> Any:
    """The pages that somebody may write, with those above them."""
    return PagePermissionPolicy().explorable_instances(user)


def for_writers_of_pages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A screen of Wagtail's, refused to those who are in at the desk and write no page. Whoever is not in is Wagtail's to send away.

    What saves a page does so in one transaction, in which nobody else writes: it is saved and published, or nothing was done.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_in = request.user.has_perm("wagtailadmin.access_admin")
        if is_in and kwargs.get("app_label") != OF_ACCOUNTS and not find_writable_pages(request.user).exists():
            raise PermissionDenied
        match = request.resolver_match
        saves = request.method == "POST" and match is not None and match.view_name in SAVING
        with writing() if saves else nullcontext():
            return view(request, *args, **kwargs)

    return checked


def guard_exports() -> None:
    """Have Wagtail's lists of pages and of what was done to them leave as tables without formulas, as ours do. Done once."""
    plain = SpreadsheetExportMixin.preprocess_field_value

    @wraps(plain)
    def guarded_value(view: Any, field: str, value: Any, export_format: str) -> Any:
        return guarded(plain(view, field, value, export_format))

    SpreadsheetExportMixin.preprocess_field_value = guarded_value
