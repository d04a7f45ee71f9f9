from django.apps import AppConfig


class SpottingConfig(AppConfig):
    name = "dalil.spotting"
    label = "spotting"
    default_auto_field = "django.db.models.BigAutoField"
