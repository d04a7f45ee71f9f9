from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "dalil.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.admin.views import account

        from dalil.desk.access import sign_in_log
        from dalil.desk.page_screens import guard_exports
        from dalil.desk.pages.other_version import show_beside
        from dalil.desk.people import page_rights
        from dalil.desk.people.own_name import OwnName
        from dalil.desk.people.roles import make_roles

        guard_exports()
        show_beside()
        people: Any = apps.get_app_config("wagtailusers")  # names its screens here so that they can be replaced
        people.user_viewset, people.group_viewset = (
            "dalil.desk.people.accounts.Accounts",
            "dalil.desk.people.accounts.Roles",
        )
        account.NameEmailSettingsPanel.form_class = OwnName
        post_migrate.connect(make_roles, sender=self)
        sign_in_log.follow()
        page_rights.watch()
