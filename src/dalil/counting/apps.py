from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "dalil.counting"
    label = "counting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lay entities out in every projection; follow the log where waiting for the next question would be too late."""
        from dalil.columns.projection import follow_protection
        from dalil.columns.tables import register
        from dalil.counting.entity_rows import EntityTables
        from dalil.record.log import change_written

        register(EntityTables())
        change_written.connect(follow_protection, dispatch_uid="dalil.counting.protection")
