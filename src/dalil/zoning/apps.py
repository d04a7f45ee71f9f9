from django.apps import AppConfig


class ZoningConfig(AppConfig):
    name = "dalil.zoning"
    label = "zoning"
    default_auto_field = "django.db.models.BigAutoField"
