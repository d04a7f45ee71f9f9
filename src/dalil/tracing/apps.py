from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class TracingConfig(AppConfig):
    name = "dalil.tracing"
    label = "tracing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dalil.record.sealed.models import ConsentAct, Erasure, KeyGeneration
        from dalil.tracing.models import SearchStep

        for model in (ConsentAct, Erasure, SearchStep):
            post_save.connect(_look_at_public_list, sender=model, dispatch_uid=f"public list, {model.__name__}")
        for gone in (Erasure, KeyGeneration):
            post_save.connect(_forget_candidates, sender=gone, dispatch_uid=f"candidates, {gone.__name__}")


def _look_at_public_list(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Take down what a consent that was changed, an erasure or a step permits no more, within its transaction."""
    from dalil.tracing.public_list import listings_of, take_down_what_may_not_stand

    behind = getattr(instance, "consent", None) or getattr(instance, "request", None) or instance
    take_down_what_may_not_stand(listings_of(behind.person))


def _forget_candidates(sender: Any, **kwargs: Any) -> None:
    """Throw away the list of candidates with an erasure, and with a change of keys, within its transaction."""
    from dalil.tracing.candidate_queue import forget_queue

    forget_queue()
