from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordConfig(AppConfig):
    name = "dalil.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dalil.record.immutability import lay_triggers
        from dalil.record.search.fulltext import lay_indexes
        from dalil.record.search.refolding import fold_where_never_done

        for receiver in (lay_triggers, fold_where_never_done, lay_indexes):
            post_migrate.connect(receiver, sender=self)
