from django.apps import AppConfig


class SpottingConfig(AppConfig):
    name = "dalil.spotting"
    label = "spotting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the judgements of warnings travel in the lines of reports."""
        from dalil.intake.travelling import declare_travelling
        from dalil.spotting.travelling_warnings import TravellingWarnings

        declare_travelling(TravellingWarnings())
