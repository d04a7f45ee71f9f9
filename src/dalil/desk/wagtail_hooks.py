"""How the desk hangs in Wagtail's admin: its addresses, its menu, its styles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.widgets.button import Button

from dalil.access.accounts import keeps_accounts
from dalil.archive.protection import Viewer
from dalil.bulletin.models import BulletinPage
from dalil.bulletin.pages.hindrances import hindrances
from dalil.desk.figures import rich_text
from dalil.desk.figures.kept_questions import list_changed
from dalil.desk.figures.pages_behind import present_pages_behind
from dalil.desk.first_steps import list_first_steps
from dalil.desk.page_screens import find_writable_pages
from dalil.desk.pages import taking_down
from dalil.desk.people import accounts
from dalil.desk.protecting.gate_questions import asker_of
from dalil.desk.screens import language
from dalil.desk.sign_in import keeping
from dalil.desk.waiting_work import list_waiting_work


class DeskItem(MenuItem):
    """An entry of the menu, for those who may open what it leads to; some only for those who keep accounts."""

    def __init__(
        self, order: int, label: Any, address: str, ability: str, icon: str, *, stewards: bool = False
    ) -> None:
        super().__init__(label, reverse_lazy(f"desk:{address}"), name=f"desk-{address}", icon_name=icon, order=order)
        self.ability = ability
        self.stewards = stewards

    def is_shown(self, request: HttpRequest) -> bool:
        may_open = request.user.has_perm(f"desk.{self.ability}")
        return bool(may_open and (not self.stewards or keeps_accounts(request.user)))  # type: ignore[arg-type]


WAGTAILS_OWN = {"documents": _("Files of pages"), "reports": _("Overview of pages")}


class FirstScreen(Component):
    """The beginning of a day at the desk: a search, and the ways to the work that this person may do."""

    order = 1
    template_name = "desk/first_screen.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            "items": [item for item in ITEMS if item.is_shown(request)],
            "waiting": list_waiting_work(request.user, Viewer.of(request.user)),
            "changed": list_changed(request.user, Viewer.of(request.user), language())
            if request.user.has_perm("desk.count")
            else [],
            "behind": present_pages_behind() if request.user.has_perm("desk.publish") else [],
            "first_steps": list_first_steps() if request.user.has_perm("desk.publish") else [],
        }


ITEMS = [
    DeskItem(1, _("New report"), "new", "enter", "plus"),
    DeskItem(2, _("Reports"), "reports", "see", "doc-full"),
    DeskItem(2, _("What I entered"), "mine", "enter", "user"),
    DeskItem(3, _("Entities"), "entities", "see", "group"),
    DeskItem(4, _("Pairs to judge"), "pairs", "judge", "tasks"),
    DeskItem(5, _("Documents"), "documents", "see", "doc-full-inverse"),
    DeskItem(6, _("Sources"), "sources", "see", "user"),
    DeskItem(7, _("Count"), "count", "count", "order"),
    DeskItem(8, _("Figures"), "figures", "count", "table"),
    DeskItem(9, _("Imports"), "imports", "imports", "upload"),
    DeskItem(10, _("News from elsewhere"), "links", "publish", "link"),
    DeskItem(11, _("The letter"), "letters", "publish", "mail"),
    DeskItem(12, _("Sealed persons"), "sealed", "open_sealed", "lock"),
    DeskItem(13, _("Proposals for a second person"), "proposals", "see", "tasks"),
    DeskItem(14, _("My account and my reports"), "my_access", "see", "user"),
    DeskItem(15, _("Log of access"), "access_log", "see", "history", stewards=True),
    DeskItem(16, _("Jobs"), "jobs", "see", "cogs", stewards=True),
    DeskItem(17, _("Second reading"), "second_reading", "see", "tasks", stewards=True),
    DeskItem(19, _("Sanctions lists"), "sanctions", "see", "list-ul"),
    DeskItem(20, _("May be listed"), "screening", "judge", "tasks"),
    DeskItem(21, _("Redevelopment zones"), "zones", "see", "home"),
    DeskItem(23, _("Seen before strikes"), "warnings", "judge", "tasks"),
    DeskItem(22, _("Reminders of deadlines"), "sealed_reminders", "open_sealed", "mail"),
    DeskItem(24, _("Named sites"), "named_sites", "judge", "site"),
    DeskItem(24, _("Captured pages"), "captures", "enter", "link"),
    DeskItem(25, _("The ledger"), "proof", "see", "lock", stewards=True),
    DeskItem(26, _("Search requests"), "tracing", "open_sealed", "search"),
    DeskItem(27, _("Law to be examined"), "law", "judge_law", "tasks"),
    DeskItem(28, _("Dossiers"), "dossiers", "dossiers", "folder-open-1"),
    DeskItem(18, _("Pausing and travelling"), "paused_accounts", "see", "lock", stewards=True),
]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The screens of the record, below Wagtail’s own address."""
    return [
        path("record/", include("dalil.desk.urls")),
        path("users/<int:account>/sign-in/", keeping.ways_in, name="ways_in"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """The record in the menu, with what each person may open."""
    return SubmenuMenuItem(_("Record"), Menu(items=ITEMS), name="desk", icon_name="folder-open-inverse", order=50)


@hooks.register("construct_main_menu")
def tell_apart(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail calls its own things documents and reports too; beside ours they are files of pages and an overview of pages."""
    for item in items:
        item.label = WAGTAILS_OWN.get(item.name, item.label)


@hooks.register("construct_page_chooser_queryset")
def pages_to_choose(pages: Any, request: HttpRequest) -> Any:
    """Who writes a part of the pages chooses among these: a draft elsewhere has a title too."""
    return pages.filter(pk__in=find_writable_pages(request.user).values("pk"))


hooks.register("before_unpublish_page", taking_down.ask_why)
hooks.register("before_delete_page", taking_down.refuse_deleting)
hooks.register("before_bulk_action", taking_down.refuse_many)
hooks.register("before_bulk_action", accounts.check_many)
hooks.register("before_bulk_action", keeping.check_state, order=1)
hooks.register("after_create_user", keeping.show_passphrase)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_hindrances(request: HttpRequest, page: Any) -> None:
    """What will keep a page from going out is said when its draft is saved, not only when somebody publishes it."""
    draft = page.get_latest_revision_as_object()
    if isinstance(draft, BulletinPage) and (not page.live or page.has_unpublished_changes):
        for sentence in hindrances(draft, asker_of(request)):  # type: ignore[arg-type]
            messages.warning(request, sentence)


@hooks.register("register_user_listing_buttons")
def ways_in_button(user: Any, request_user: Any) -> list[Button]:
    """The way to help somebody who cannot get in, beside each account that one may keep."""
    if user == request_user or not accounts.may_keep(request_user, user):
        return []
    return [Button(_("Ways in"), reverse("ways_in", args=[user.pk]), icon_name="key", priority=30)]


@hooks.register("register_account_menu_item")
def own_page(request: HttpRequest) -> dict[str, Any]:
    """The way from Wagtail's own account screen to passphrase, second factor and sessions."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Sign-in and sessions"),
        "help_text": _("Passphrase, second factor, and where you are signed in."),
    }


AvatarSettingsPanel.is_active = lambda panel: False


@hooks.register("get_avatar_url")
def nobodys_face(user: Any, size: int) -> str:
    """One drawing for everybody: the desk keeps no pictures of the people who work there, and shows none that it kept before."""
    return static("wagtailadmin/images/default-user-avatar.png")


@hooks.register("construct_homepage_panels")
def first_screen(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for somebody who has just signed in, before anything of pages."""
    if request.user.has_perm("desk.see"):
        panels.insert(0, FirstScreen())


@hooks.register("register_rich_text_features")
def figure_button(features: Any) -> None:
    """The figure button of the editor."""
    rich_text.register(features)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """The styles of the desk."""
    sheets = ("bulletin/drawings.css", "desk/desk.css")
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """The conveniences of the desk’s forms."""
    return format_html('<script defer src="{}"></script>', static("desk/desk.js"))
