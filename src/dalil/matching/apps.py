from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "dalil.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the judgements of named sites travel in the lines of reports."""
        from dalil.intake.travelling import declare_travelling
        from dalil.matching.travelling_pointings import TravellingPointings

        declare_travelling(TravellingPointings())
