from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "dalil.bulletin.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dalil.bulletin.links.changed_pages import on_page_changed
        from dalil.captures.repeating import page_changed

        page_changed.connect(on_page_changed)
