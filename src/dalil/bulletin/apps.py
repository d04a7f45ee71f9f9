from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class BulletinConfig(AppConfig):
    name = "dalil.bulletin"
    label = "bulletin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import dalil.bulletin.pages.presenters
        import dalil.bulletin.pages.stories  # noqa: F401 - they register how each type of page is shown
        from dalil.bulletin.http import page_cache
        from dalil.bulletin.pages import publishing
        from dalil.bulletin.pages.first_pages import lay_first_pages
        from dalil.bulletin.pages.page_search import note_words_of_all
        from dalil.bulletin.pictures.renditions import make_renditions_bare

        make_renditions_bare()
        page_cache.watch()
        publishing.watch()

        def lay(using: str, **_: Any) -> None:
            if using == DEFAULT_DB_ALIAS:  # the log of access has a database without pages
                lay_first_pages()
                note_words_of_all()

        post_migrate.connect(lay, sender=self, weak=False, dispatch_uid="dalil.bulletin.pages.first_pages")
