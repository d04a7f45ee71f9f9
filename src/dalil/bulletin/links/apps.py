from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "dalil.bulletin.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dalil.bulletin.links.changed_lists import on_version_taken
        from dalil.bulletin.links.changed_pages import on_page_changed
        from dalil.captures.repeating import page_changed
        from dalil.sanctions.taking_versions import version_taken

        page_changed.connect(on_page_changed)
        version_taken.connect(on_version_taken)
