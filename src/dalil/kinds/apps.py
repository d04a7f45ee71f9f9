from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class KindsConfig(AppConfig):
    name = "dalil.kinds"
    label = "kinds"

    def ready(self) -> None:
        from dalil import kinds

        kinds.load(Path(settings.DALIL_HOME) / "kinds")
