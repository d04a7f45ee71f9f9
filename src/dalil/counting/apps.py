from django.apps import AppConfig
from django.db.models.signals import post_save


class CountingConfig(AppConfig):
    name = "dalil.counting"
    label = "counting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the log where waiting for the next question would be too late."""
        from dalil.columns.projection import follow_protection
        from dalil.record.models import LogEntry

        post_save.connect(follow_protection, LogEntry, dispatch_uid="dalil.counting.protection")
