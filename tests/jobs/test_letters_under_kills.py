"""Workers that are killed while they send letters: each subscriber gets each letter at most once, and almost everybody gets it."""

from collections import Counter

import pytest
from killing import KILLS, on_postgresql_where_long, tell
from mailbox_of_tests import Mailbox, serve_mail

pytestmark = pytest.mark.long

AT_LEAST = max(10, int(KILLS))
"""So often workers are killed; DALIL_TEST_KILLS says how often."""

SUBSCRIBERS = 60

STORY = f"""
settings.MAIL_EACH_MINUTE = 1_000_000
from django.contrib.auth.models import User
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from dalil.bulletin.newsletter.addresses import seal_address, term_of
from dalil.bulletin.newsletter.models import Delivery, Letter, LetterEdition, Subscriber
from dalil.bulletin.newsletter.tasks import send_what_waits
from dalil.jobs import reaping
from dalil.jobs.worker import do_what_waits
reaping.MOST_WORKERS = 1_000_000  # each dies young here, whatever it does
by = User.objects.create(username="by")
for number in range({SUBSCRIBERS}):
    address, reference = f"r{{number}}@a.example", f"ref{{number}}"
    Subscriber.objects.create(reference=reference, term=term_of(address), sealed=seal_address(address, reference),
                              language="en", state="in", asked_at=timezone.now())

def issue(number):
    letter = Letter.objects.create(number=number, state="sending", issued_at=timezone.now(), issued_by=by, made_by=by)
    LetterEdition.objects.create(letter=letter, language="en", subject=f"News {{number}}", entries=[{{"kind": "correction", "page": 0,
        "key": "k", "url": "/en/", "label": "l", "title": "t", "date": "d", "text_html": "", "source": "", "figures": []}}])
    for who in Subscriber.objects.all():
        Delivery.objects.create(letter=letter, subscriber=who, language="en")

def begin():
    \"\"\"Begin a worker, which takes letters from the others.\"\"\"
    worker = os.fork()
    if not worker:
        do_what_waits(f"worker {{os.getpid()}}")
        os._exit(0)
    return worker

issue(1)
send_what_waits.enqueue()
do_what_waits("first")  # what is loaded for the first letter is there for all who are forked
letters, begun, window = 1, 0, 0.4
while True:
    if not Letter.objects.filter(state="sending").exists():
        if killed >= {AT_LEAST}:
            break
        letters += 1
        issue(letters)
    if not DBTaskResult.objects.ready().exists():
        send_what_waits.enqueue()
    connections.close_all()
    workers = [begin(), begin()]
    time.sleep(some_moment(window))
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
        killed += os.waitpid(worker, 0)[1] == signal.SIGKILL
    wait_for_server()
    reaping.reap(timezone.now())
    before, begun = begun, Delivery.objects.exclude(state="waiting").count()
    window *= 0.8 if begun > before else 1.5  # a machine with more to do gets further only in a longer time
states = ("sent", "begun", "waiting", "refused", "left")
print(json.dumps({{"killed": killed, "letters": letters, **{{state: Delivery.objects.filter(state=state).count() for state in states}}}}))
"""


@on_postgresql_where_long
def test_under_kills_each_subscriber_gets_a_letter_at_most_once(new_home, database, monkeypatch):
    home, url = new_home("letters", database)
    box = Mailbox()
    with serve_mail(box) as port:
        monkeypatch.setenv("DALIL_MAIL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("DALIL_MAIL_FROM", "letter@record.example")
        monkeypatch.setenv("DALIL_SITE", "https://record.example")
        there = tell(home, STORY, url=url)
    got = Counter((address, message["Subject"]) for address, message in box.taken)
    assert there["killed"] >= AT_LEAST, "too little was cut off"
    assert max(got.values()) == 1, "somebody got a letter twice"
    assert there["sent"] + there["begun"] == SUBSCRIBERS * there["letters"]
    assert not there["waiting"] + there["refused"] + there["left"]
    assert there["sent"] <= len(got) <= there["sent"] + there["begun"] and there["begun"] <= there["killed"], (
        "what is marked as sent arrived; only what was cut off is doubtful"
    )
