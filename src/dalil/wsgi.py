"""The WSGI application that `dalil serve` runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from dalil.home import open_home

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")
open_home(settings.DALIL_HOME)
application = get_wsgi_application()
