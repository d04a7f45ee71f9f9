"""The WSGI application that `dalil serve` runs."""

import gc
import os
import sys
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from dalil.bulletin.http.per_thread import keep_apart_by_thread
from dalil.bulletin.http.stalled_readers import WithoutStalledReaders
from dalil.bulletin.http.warming import load_addresses, warm_up
from dalil.home import open_home
from dalil.jobs.parents import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")
open_home(settings.DALIL_HOME)
site = get_wsgi_application()
application = WithoutStalledReaders(site)
keep_apart_by_thread()
load_addresses()
# An answer that waits for the database gives its turn away; behind many that compute it would wait for its next one as many times as this.
sys.setswitchinterval(0.0005)
gc.set_threshold(20_000, 20, 50)  # an answer makes thousands of objects, and few circles
gc.collect()
gc.freeze()  # what stays for good is not looked through again


if server := os.environ.get("DALIL_SERVER"):
    end_with_parent(int(server))
    threading.Thread(target=warm_up, args=(site,), daemon=True).start()
