"""Settings of Django. Reading them makes and changes nothing: commands and servers open the home (`dalil.home`).

What an installation may say about itself:

DALIL_HOME          where everything lives (default: `dalil` in the user's data folder)
DALIL_DATABASE_URL  another database than SQLite in that folder: postgresql://user@host/name; on another machine with ?sslmode=verify-full
DALIL_SITE          the public address, where it is not this machine: https://example.org
DALIL_ARCHIVE       where documents are kept, where that is not the folder `documents` of the home: s3://BUCKET/FOLDER?endpoint=https://HOST
                    (&region=…). The key is given as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or in a file that DALIL_ARCHIVE_KEY names
DALIL_SECOND_FACTOR `required` (the default): who signs in and has no second factor sets one up before anything else; `offered`: who
                    wants one has one
DALIL_PROXIES       how many proxies stand before `dalil serve` and say in X-Forwarded-For from where a request comes (default: 1 where
                    DALIL_SITE begins with https, else 0); limits on guessing count by that address
DALIL_BREACHED_PASSPHRASES  a file of passphrases that were found in breaches, or of their SHA-1 in hex, one in each line; none of them is taken
DALIL_SEALED_MINUTES  after how many minutes without use the sealed compartment closes (default: 15)
DALIL_SUBMISSIONS   on: readers can submit information in confidence, sealed to the officers of the compartment (default: off)
DALIL_FAMILY_FORM   on: families can fill in a search request themselves, sealed to the officers of the compartment (default: off)
DALIL_MAIL          the mail server that letters go through: smtp://user:password@host:587 (with STARTTLS) or smtps://… (TLS from the start);
                    without encryption only on this machine. Where it is left out no mail is sent and nobody can subscribe
DALIL_MAIL_FROM     from whom letters come: The desk <letter@example.org>
DALIL_MAIL_BOUNCES  to which address mail servers send back what they cannot deliver (default: that of DALIL_MAIL_FROM)
DALIL_MAIL_EACH_MINUTE  how many mails are sent each minute at the most (default: 100)
DALIL_FOUR_EYES     `on` or `off`: whether a second person confirms before restricted things are seen by more people or are exported;
                    on where nothing is said, and off in the home of the demo
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from dalil.archive.store_address import read_store_address
from dalil.home import read_secret_key, translation_folders
from dalil.letters import LANGUAGE_CODES
from dalil.letters import LANGUAGES as ALL_LANGUAGES
from dalil.schedule_of_jobs import JOBS

DALIL_HOME = Path(
    os.environ.get("DALIL_HOME") or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "dalil"
)
SECRET_KEY = SimpleLazyObject(partial(read_secret_key, DALIL_HOME))
DEBUG = False

SITE = urlsplit(os.environ.get("DALIL_SITE", ""))
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*LOOPBACK, *([SITE.hostname] if SITE.hostname else [])]
SECURE = SITE.scheme == "https"
CSRF_TRUSTED_ORIGINS = [f"{SITE.scheme}://{SITE.netloc}"] if SITE.hostname else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
_HOST = (
    "__Host-" if SECURE else ""
)  # a browser takes such a name only over TLS, for this host alone and for every path of it
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the page
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page inside its own frame

INSTALLED_APPS = [
    "dalil.access",
    "dalil.jobs",
    "dalil.proofs",
    "dalil.archive",
    "dalil.record",
    "dalil.record.sealed",
    "dalil.kinds",
    "dalil.captures",
    "dalil.intake",
    "dalil.matching",
    "dalil.counting",
    "dalil.gate",
    "dalil.exchange",
    "dalil.sanctions",
    "dalil.zoning",
    "dalil.spotting",
    "dalil.tracing",
    "dalil.cases.tagging",
    "dalil.cases.dossiers",
    "dalil.bulletin",
    "dalil.bulletin.links",
    "dalil.bulletin.newsletter",
    "dalil.bulletin.pictures",
    "dalil.desk",
    "dalil.desk.sign_in",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dalil.bulletin.http.headers.Headers",
    "dalil.bulletin.http.headers.PublicGZip",
    "dalil.bulletin.http.page_cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dalil.bulletin.http.headers.LanguageInAddress",
    "dalil.bulletin.http.rate_limits.DearAnswers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "dalil.bulletin.http.unstorable.RefuseUnstorable",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dalil.access.middleware.KnownReader",
    "dalil.desk.sign_in.letting_in.Doors",
    "dalil.bulletin.http.body_limits.BodyLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "dalil.bulletin.http.full_disk.FullDisk",
    "dalil.bulletin.http.silent_store.SilentStore",
]

ROOT_URLCONF = "dalil.urls"
FORM_RENDERER = "dalil.desk.inputs.form_renderer.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],  # a template is named by its place in the package: desk/judging/compare.html
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dalil.bulletin.pages.frame.frame_page",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """SQLite in the home folder unless a URL says otherwise. IMMEDIATE and WAL: several processes may write without lock errors.

    Every thread that answers has a connection: 8 MB of its own, the rest read through one mapping of the file that all share. The log
    before the file grows to 40 MB before it is written into it, so that an import writes the top of its indexes seldom.
    """
    if url:
        if not url.startswith(("postgresql://", "postgres://")):
            raise ImproperlyConfigured(
                f"DALIL_DATABASE_URL is “{url}”; it begins with postgresql://, or is left out for SQLite in the home"
            )
        return {"OPTIONS": {}, **dj_database_url.parse(url, conn_max_age=60)}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DALIL_HOME / "dalil.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000; "
            "PRAGMA mmap_size=268435456; PRAGMA wal_autocheckpoint=10000",
        },
    }


def access_log(record: dict[str, Any]) -> dict[str, Any]:
    """The file of the log of access beside the SQLite file of the record. What is written there is on the disk before a page is shown."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-1000"
    return {
        **record,
        "NAME": Path(record["NAME"]).with_name("access.sqlite3"),
        "OPTIONS": {**record["OPTIONS"], "init_command": pragmas},
    }


DATABASES = {"default": database(os.environ.get("DALIL_DATABASE_URL", ""))}
DATABASE_ROUTERS = ["dalil.access.database.LogApart", "dalil.desk.models.NoTable"]
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")
else:
    DATABASES["access"] = access_log(DATABASES["default"])

TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},  # Wagtail's own, which index at once
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},  # ours, which the worker does (dalil/jobs)
}
if os.environ.get("DALIL_LEDGER", "public") not in ("public", "closed"):
    raise ImproperlyConfigured("DALIL_LEDGER is public or closed")
LEDGER_IS_PUBLIC = os.environ.get("DALIL_LEDGER", "public") == "public"
TIMESTAMP_AUTHORITIES = tuple(os.environ.get("DALIL_TIMESTAMPS", "").split())
TIMESTAMP_ROOTS = os.environ.get("DALIL_TIMESTAMP_ROOTS", "")
BEACON = os.environ.get("DALIL_BEACON", "")
ROBOTS = os.environ.get("DALIL_ROBOTS", "note")
if ROBOTS not in ("note", "obey", "ignore"):
    raise ImproperlyConfigured(f"DALIL_ROBOTS is “{ROBOTS}”; it is note, obey or ignore")

try:
    ARCHIVE = read_store_address(os.environ["DALIL_ARCHIVE"]) if os.environ.get("DALIL_ARCHIVE") else None
except ValueError as error:
    raise ImproperlyConfigured(f"DALIL_ARCHIVE: {error}") from error

BROWSER = os.environ.get("DALIL_BROWSER", "sandboxed")
if BROWSER not in ("sandboxed", "unsandboxed", "off"):
    raise ImproperlyConfigured(f"DALIL_BROWSER is “{BROWSER}”; it is sandboxed, unsandboxed or off")

SCHEDULE = JOBS
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "dalil.desk.sign_in.passphrases.Length"},
    {"NAME": "dalil.desk.sign_in.passphrases.Guessable"},
    {"NAME": "dalil.desk.sign_in.passphrases.Breached"},
]
BREACHED_PASSPHRASES = os.environ.get("DALIL_BREACHED_PASSPHRASES", "")
if BREACHED_PASSPHRASES and not Path(BREACHED_PASSPHRASES).is_file():
    raise ImproperlyConfigured(f"DALIL_BREACHED_PASSPHRASES is “{BREACHED_PASSPHRASES}”; there is no such file")
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",  # for sessions and tests that name it; it has no door of its own
]

SECOND_FACTOR = os.environ.get("DALIL_SECOND_FACTOR") or "required"
if SECOND_FACTOR not in ("required", "offered"):
    raise ImproperlyConfigured(f"DALIL_SECOND_FACTOR is “{SECOND_FACTOR}”; it is required or offered")
SESSION_IDLE = timedelta(hours=1)  # after so long without a request the person proves again who they are
SESSION_ABSOLUTE = timedelta(seconds=SESSION_COOKIE_AGE)  # after so long a session is over
FRESH_SIGN_IN = timedelta(minutes=10)  # for so long after proving who one is, dear acts are open

PROXIES = os.environ.get("DALIL_PROXIES") or str(int(SECURE))
if not PROXIES.isascii() or not PROXIES.isdigit():
    raise ImproperlyConfigured(f"DALIL_PROXIES is “{PROXIES}”; it is the number of proxies before the server: 0, 1, …")
ALLAUTH_TRUSTED_PROXY_COUNT = int(PROXIES)
ACCOUNT_ADAPTER = "dalil.desk.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = (
    False  # they count in one process, and lock accounts for others; ours are in desk/sign_in/limits.py
)
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(FRESH_SIGN_IN.total_seconds())
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_FORMS = {
    "login": "dalil.desk.sign_in.forms.SignInForm",
    "reauthenticate": "dalil.desk.sign_in.forms.ProveAgainForm",
    "change_password": "dalil.desk.sign_in.forms.ChangePassphraseForm",
}
MFA_ADAPTER = "dalil.desk.sign_in.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # a passkey that asks for a PIN or a finger is both factors
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # half a minute to either side; each code opens once
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # nothing can be guessed there; this only spares the database
MFA_FORMS = {
    "authenticate": "dalil.desk.sign_in.forms.CodeForm",
    "reauthenticate": "dalil.desk.sign_in.forms.ProveAgainByCodeForm",
    "activate_totp": "dalil.desk.sign_in.forms.AddAppForm",
    "add_webauthn": "dalil.desk.sign_in.forms.AddKeyForm",
    "edit_webauthn": "dalil.desk.sign_in.forms.RenameKeyForm",
}

MAIL = urlsplit(os.environ.get("DALIL_MAIL", ""))
if MAIL.scheme not in ("", "smtp", "smtps") or bool(MAIL.scheme) != bool(MAIL.hostname):
    raise ImproperlyConfigured("DALIL_MAIL is no address of a mail server: smtp://user:password@host:587 or smtps://…")
MAIL_IS_SET = bool(MAIL.hostname)
MAIL_FROM = DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("DALIL_MAIL_FROM", "")
MAIL_BOUNCES = os.environ.get("DALIL_MAIL_BOUNCES", "")
if MAIL_IS_SET and not ("@" in MAIL_FROM and SITE.hostname):
    raise ImproperlyConfigured("DALIL_MAIL needs DALIL_MAIL_FROM, an address, and DALIL_SITE, to which letters lead")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_IS_SET else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_TIMEOUT = MAIL.hostname or "", 20
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_USE_TLS = MAIL.scheme == "smtp" and EMAIL_HOST not in ("localhost", "127.0.0.1", "::1")
EMAIL_PORT = MAIL.port or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
_EACH_MINUTE = os.environ.get("DALIL_MAIL_EACH_MINUTE") or "100"
if not _EACH_MINUTE.isascii() or not _EACH_MINUTE.isdigit() or int(_EACH_MINUTE) == 0:
    raise ImproperlyConfigured(f"DALIL_MAIL_EACH_MINUTE is “{_EACH_MINUTE}”; it is a number of mails: 1, 2, …")
MAIL_EACH_MINUTE = int(_EACH_MINUTE)

FOUR_EYES = os.environ.get("DALIL_FOUR_EYES", "")
if FOUR_EYES not in ("", "on", "off"):
    raise ImproperlyConfigured(f"DALIL_FOUR_EYES is “{FOUR_EYES}”; it is on or off, or is left out")
SUBMISSIONS = os.environ.get("DALIL_SUBMISSIONS", "")
if SUBMISSIONS not in ("", "on", "off"):
    raise ImproperlyConfigured(f"DALIL_SUBMISSIONS is “{SUBMISSIONS}”; it is on or off, or is left out")
SUBMISSIONS_ARE_ON = SUBMISSIONS == "on"
FAMILY_FORM = os.environ.get("DALIL_FAMILY_FORM", "")
if FAMILY_FORM not in ("", "on", "off"):
    raise ImproperlyConfigured(f"DALIL_FAMILY_FORM is “{FAMILY_FORM}”; it is on or off, or is left out")
FAMILY_FORM_IS_ON = FAMILY_FORM == "on"
DEAR_ANSWERS_LIMITED = True  # how many, by network address: bulletin/http/rate_limits.py; tests ask as fast as they can

LANGUAGE_CODE = LANGUAGE_CODES[0]
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [
    (language.code, _(language.english_name)) for language in ALL_LANGUAGES
]
LOCALE_PATHS = translation_folders(DALIL_HOME)
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Damascus"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_URL = "/media/"
MEDIA_ROOT = DALIL_HOME / "media"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WAGTAIL_SITE_NAME = "Dalil"
WAGTAILADMIN_BASE_URL = os.environ.get("DALIL_SITE") or "http://localhost:8000"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Picture"
WAGTAILIMAGES_RENDITION_STORAGE = "dalil.bulletin.pictures.storage.Renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "dalil.desk.picture_form.PictureForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # as `dalil.archive.file_metadata.pictures` decodes at the most
WAGTAILEMBEDS_FINDERS: list[Any] = []  # nothing of other hosts is asked for, whatever address an editor types
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAIL_PASSWORD_RESET_ENABLED = (
    False  # no mail is sent, and how long it takes would tell which addresses have accounts
)
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = (
    False  # desk/sign_in does it, and nobody chooses another's
)
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # asks for an address, and needs none
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = [
    "dalil.bulletin.http.sealed_uploads.StaysInMemory",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = DALIL_HOME / "arriving"  # what is sent stays in the home from its first byte on
DALIL_SEALED_MINUTES = float(os.environ.get("DALIL_SEALED_MINUTES") or 15)
DALIL_SMALLEST_CELL = int(os.environ.get("DALIL_SMALLEST_CELL") or 5)
WORK_IN_OWN_PROCESS = True  # tests work within the request: another process would not see their transaction

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
