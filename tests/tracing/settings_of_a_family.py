"""The settings of a home in which mails are written to files, and everything that is logged too, so that both can be searched."""

from dalil.settings import *  # noqa: F403
from dalil.settings import DALIL_HOME, LOGGING

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DALIL_HOME.parent / "mails"
MAIL_IS_SET, MAIL_FROM = True, "The desk <letter@example.org>"
LOGS = DALIL_HOME.parent / "logs"
LOGS.mkdir(exist_ok=True)
LOGGING = {
    **LOGGING,
    "handlers": {"file": {"class": "logging.FileHandler", "formatter": "plain", "filename": LOGS / "dalil.log"}},
    "loggers": {"numba": {"level": "WARNING"}},  # it would write down how it compiles
    "root": {"handlers": ["file"], "level": "DEBUG"},
}
