"""The WSGI application that `dalil serve` runs."""

import gc
import os
import signal
import threading
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from dalil.bulletin.http.per_thread import keep_apart_by_thread
from dalil.bulletin.http.stalled_readers import WithoutStalledReaders
from dalil.home import open_home

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")
open_home(settings.DALIL_HOME)
application = WithoutStalledReaders(get_wsgi_application())
keep_apart_by_thread()
gc.set_threshold(20_000, 20, 50)  # an answer makes thousands of objects, and few circles
gc.collect()
gc.freeze()  # what stays for good is not looked through again


def _end_with(server: int) -> None:
    """End this process when the one that began it is gone, however that ended: nobody else would ever stop it."""
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


if server := os.environ.get("DALIL_SERVER"):
    threading.Thread(target=_end_with, args=(int(server),), daemon=True).start()
