from django.apps import AppConfig


class TaggingConfig(AppConfig):
    name = "dalil.cases.tagging"
    label = "tagging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let judgements of law travel in the lines of reports."""
        from dalil.cases.tagging.travelling_law import TravellingConflicts, TravellingTags
        from dalil.intake.travelling import declare_travelling

        declare_travelling(TravellingTags())
        declare_travelling(TravellingConflicts())
