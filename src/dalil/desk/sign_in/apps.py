from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "dalil.desk.sign_in"
    label = "sign_in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dalil.desk.sign_in import sessions

        sessions.follow()
