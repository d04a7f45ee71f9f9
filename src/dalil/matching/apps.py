from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "dalil.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the judgements of named sites travel in the lines of reports; lay the pairs that wait out in every projection."""
        from dalil.columns.tables import register_pairs
        from dalil.intake.travelling import declare_travelling
        from dalil.matching.travelling_pointings import TravellingPointings
        from dalil.matching.waiting_pairs import WaitingPairs

        declare_travelling(TravellingPointings())
        register_pairs(WaitingPairs())
