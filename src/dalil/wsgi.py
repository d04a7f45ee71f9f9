"""The WSGI application that `dalil serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")
application = get_wsgi_application()
