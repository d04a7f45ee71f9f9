"""Workers that are killed while they send a letter: each subscriber gets it at most once, and almost everybody gets it."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from mailbox_of_tests import Mailbox, serve_mail

pytestmark = pytest.mark.long

SUBSCRIBERS = int(os.environ.get("DALIL_LETTERS_UNDER_KILLS", "60"))
"""Some 10 to 20 kills; with 2000 there are 200, which takes two minutes."""

STORY = f"""
import os, random, signal, time
from urllib.parse import urlsplit
import django; django.setup()
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
settings.MAIL_EACH_MINUTE = 1_000_000
from dalil.bulletin.newsletter.addresses import seal_address, term_of
from dalil.bulletin.newsletter.models import Delivery, Letter, LetterEdition, Subscriber
from dalil.bulletin.newsletter.tasks import send_what_waits
from dalil.jobs import reaping
from dalil.jobs.worker import do_what_waits
reaping.MOST_WORKERS = 1_000_000  # each dies young here, whatever it does
by = User.objects.create(username="by")
letter = Letter.objects.create(number=1, state="sending", issued_at=timezone.now(), issued_by=by, made_by=by)
LetterEdition.objects.create(letter=letter, language="en", subject="News", entries=[{{"kind": "correction", "page": 0, "key": "k",
    "url": "/en/", "label": "l", "title": "t", "date": "d", "text_html": "", "source": "", "figures": []}}])
for number in range({SUBSCRIBERS}):
    address, reference = f"r{{number}}@a.example", f"ref{{number}}"
    who = Subscriber.objects.create(reference=reference, term=term_of(address), sealed=seal_address(address, reference),
                                    language="en", state="in", asked_at=timezone.now())
    Delivery.objects.create(letter=letter, subscriber=who, language="en")
kills = 0
while Letter.objects.get().state == "sending":
    if not DBTaskResult.objects.ready().exists():
        send_what_waits.enqueue()
    connections.close_all()
    workers = [os.fork() for _ in range(2)]  # two at once, which take from one another
    if 0 in workers:
        do_what_waits(f"worker {{os.getpid()}}")
        os._exit(0)
    time.sleep(random.uniform(0.05, 0.4))
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        kills += 1
    reaping.reap(timezone.now())
states = [Delivery.objects.filter(state=state).count() for state in ("sent", "begun", "waiting", "refused", "left")]
print(kills, *states)
"""


def test_under_kills_each_subscriber_gets_a_letter_at_most_once(tmp_path, migrate_home):
    migrate_home(tmp_path / "home")
    here = Path(__file__).parent
    box = Mailbox()
    with serve_mail(box) as port:
        environment = {**os.environ, "DALIL_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        environment |= {"PYTHONPATH": os.pathsep.join([str(here), os.environ.get("PYTHONPATH", "")])}
        environment |= {"DALIL_MAIL": f"smtp://127.0.0.1:{port}", "DALIL_MAIL_FROM": "letter@record.example"}
        environment |= {"DALIL_SITE": "https://record.example"}
        environment.pop("DALIL_DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "-c", STORY], env=environment, capture_output=True, text=True, timeout=500
        )
    assert done.returncode == 0, done.stderr
    kills, sent, begun, waiting, refused, left = map(int, done.stdout.split())
    got = Counter(address for address, _ in box.taken)
    assert kills >= SUBSCRIBERS // 10, "too little was cut off"
    assert max(got.values()) == 1, "somebody got it twice"
    assert sent + begun == SUBSCRIBERS and not waiting + refused + left
    assert sent <= len(got) <= sent + begun and begun <= kills, (
        "what is marked as sent arrived; only what was cut off is doubtful"
    )
