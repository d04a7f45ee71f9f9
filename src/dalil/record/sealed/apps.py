from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "dalil.record.sealed"
    label = "sealed"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from dalil.record.sealed.openings import close_at_sign_out

        user_logged_out.connect(close_at_sign_out, dispatch_uid="dalil.record.sealed")
