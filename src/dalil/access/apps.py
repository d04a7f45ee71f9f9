from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class AccessConfig(AppConfig):
    name = "dalil.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dalil.access import watch
        from dalil.access.database import migrate_log

        pre_migrate.connect(migrate_log, sender=self)
        watch.watch()
