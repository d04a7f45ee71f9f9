"""A search from its first word to the telling, in a process of its own: what a family says goes in at every door, and the compartment is closed.

Arguments: the canaries by the name of their field, as JSON; a folder for a copy of the home while the server still runs. It prints the
secrets that must be nowhere, as JSON, and the address of a report for a bag.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from PIL import Image

from dalil.archive.protection import Level
from dalil.bulletin.newsletter.sending import send_batch
from dalil.cli import main
from dalil.desk.tracing import candidate_work
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import FieldVersion, KeyHolder
from dalil.tracing import photographs
from dalil.tracing.models import (
    CandidateLook,
    CandidatePortion,
    CandidateQueue,
    FamilyForm,
    SearchFinding,
    SearchRequest,
    Telling,
)
from dalil.tracing.search_words import LABELS

CANARIES, SNAPSHOT = json.loads(sys.argv[1]), Path(sys.argv[2])
MANY = 2_700_000
"""Bytes of a file that Django writes to the disk while it arrives."""

backend, hosts = settings.EMAIL_BACKEND, settings.ALLOWED_HOSTS
settings.FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
setup_test_environment()
settings.EMAIL_BACKEND, settings.ALLOWED_HOSTS = (
    backend,
    [*hosts, "testserver"],
)  # the mails go to files, as the settings say


def desk(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def sign_in(name: str, role: str) -> tuple[Client, str]:
    user = User.objects.create(username=name)
    user.groups.add(Group.objects.get(name=role))
    browser = Client()
    browser.force_login(user)
    return browser, make_identity()


PICTURE = Image.effect_noise((600, 600), 60)


def photograph(many: int = MANY, turned: int = 0) -> SimpleUploadedFile:
    """A photograph whose file says a canary beside what it shows. Of so many bytes Django writes a file to the disk while it arrives."""
    file, canary = io.BytesIO(), CANARIES["photograph"].encode()
    PICTURE.rotate(turned).save(file, "JPEG", comment=canary)
    return SimpleUploadedFile(
        f"{CANARIES['photograph_name']}.jpg", file.getvalue() + canary * (many // len(canary)), "image/jpeg"
    )


def expect(answer: object, status: int) -> None:
    assert answer.status_code == status, (answer.request["PATH_INFO"], answer.status_code, answer.content[:3000])


alice = User.objects.create(username="alice")
document = actions.receive_document(
    io.BytesIO(b"a list of those who came out"),
    title="A list",
    media_type="text/plain",
    actor=alice,
    level=Level.PUBLIC,
)


def enter(content: dict[str, object], level: Level, line: int) -> object:
    claim = kind_of("victim").model_validate(content)
    whom = actions.credit_sources(
        [actions.name_source("north-monitor", actor=alice, en="North", level=Level.PUBLIC)], []
    )
    draft = actions.Draft(claim=claim, document=document, locator=f"line {line}", attribution=whom, level=level)
    return actions.enter_report(draft, actor=alice)


told_of = enter({"who": "Samir Haddad", "fate": "DIED_IN_DETENTION"}, Level.INTERNAL, 1)
for number in range(2, 14):
    enter({"who": f"Omar Said {number}", "fate": "DISAPPEARED", "where": {"places": ["SY07"]}}, Level.PUBLIC, number)

tariqs, his = sign_in("tariq", "tracing officer")
laylas, hers = sign_in("layla", "legal officer")
expect(tariqs.post(desk("sealed_set_up"), {"recipient": recipient_of(his)}), 200)
tariqs.post(desk("sealed_open"), {"identity": his})
laylas.post(desk("sealed_key"), {"recipient": recipient_of(hers)})
tariqs.post(desk("sealed_admit", KeyHolder.objects.get(user__username="layla").pk))
laylas.post(desk("sealed_open"), {"identity": hers})

# the request: refused first, since a day cannot be read; then entered, with a photograph that no form asks for; changed; found wrong again
typed = {name: CANARIES[name] for name in LABELS if name in CANARIES}
typed |= {
    "sex": "male",
    "relation": "SIBLING",
    "sample_taken": "yes",
    "asked_on": "2020-01-01",
    "purposes": ["tracing"],
}
expect(tariqs.post(desk("tracing_enter"), {**typed, "born": f"long ago {CANARIES['birth_place']}"}), 422)
entered = tariqs.post(desk("tracing_enter"), {**typed, "photograph": photograph()})
expect(entered, 200)
(made,) = SearchRequest.objects.all()
receipt = entered.content.decode().split('<code dir="ltr">')[1].split("<")[0]
shown = tariqs.get(desk("tracing_search", made.reference)).content.decode()
DAYS = ("born", "last_seen")  # they are shown in words
lost = [name for name in typed if name in CANARIES and name not in DAYS and CANARIES[name] not in shown]
assert lost == [], f"the request holds every canary, but for {lost}"
for address in (f"?q={CANARIES['said']}", f"?show={CANARIES['said']}"):
    tariqs.get(desk("tracing") + address)
expect(
    tariqs.post(desk("tracing_change", made.reference), {**typed, "seen": 1, "circumstances": CANARIES["taken_by"]}),
    302,
)
expect(tariqs.post(desk("tracing_interview", made.reference, 2), {"mother": CANARIES["mother"], "seen": 2}), 302)
expect(tariqs.post(desk("tracing_call", made.reference), {"due_on": "2099-01-01"}), 302)
expect(tariqs.get(desk("tracing_summary", made.reference)), 200)
expect(tariqs.get(desk("tracing_candidates", made.reference)), 200)
expect(tariqs.post(desk("sealed_search"), {"words": CANARIES["said"]}), 200)

# photographs of whom they seek, with what their files say; one is taken away again
sealed: list[str] = []
prepare = photographs.prepare_photograph
photographs.prepare_photograph = lambda data: sealed.append(prepare(data)) or sealed[-1]
for turned in (0, 90):
    expect(tariqs.post(desk("tracing_photograph", made.reference), {"photograph": photograph(turned=turned)}), 302)
expect(tariqs.post(desk("tracing_photograph_away", made.reference, 1)), 302)
assert "data:image/jpeg" in tariqs.get(desk("tracing_search", made.reference)).content.decode()

# the list of all candidates, which a process of its own works out while the compartment is open, and looking at one
assert settings.WORK_IN_OWN_PROCESS
expect(tariqs.post(desk("tracing_queue_work_out")), 302)
until = time.monotonic() + 120
while candidate_work.is_at_work() and time.monotonic() < until:
    time.sleep(0.2)
expect(tariqs.get(desk("tracing_queue")), 200)
assert CandidateQueue.objects.get().finished_at and CandidatePortion.objects.exists()
look = desk("tracing_look", made.reference, told_of.address)
expect(tariqs.post(look, {"verdict": "same", "reason": CANARIES["reason"]}), 302)
expect(laylas.get(look), 200)
assert CandidateLook.objects.exists()

# the same out of a file, refused first since it is too long, then entered; its name and all its rows are canaries
header = "full_name,contact_info,detention_facility"
row = f"{CANARIES['said']},{CANARIES['contact']},{CANARIES['last_seen_place']}\n"
for lines, status in ((MANY // len(row), 422), (1, 302)):
    file = SimpleUploadedFile(f"{CANARIES['photograph_name']}.csv", f"{header}\n{row * lines}".encode())
    told = {"file": file, "asker": CANARIES["asker"], "asked_on": "2020-01-01", "purposes": []}
    expect(tariqs.post(desk("tracing_file"), told), status)

# the form that a family fills in itself, once wrong, once right, once more than anybody may send; then an officer enters it
public, form = Client(), reverse("ask-search")
alone = {
    name: text for name, text in typed.items() if name not in ("asked_on", "purposes", "sample_taken", "sample_place")
}
expect(public.post(form, {**alone, "born": "long ago"}), 422)
sent = public.post(form, {**alone, "draft": CANARIES["draft"], "photograph": photograph(40_000, 180)})
expect(sent, 200)
assert public.post(form, {**alone, "photograph": photograph()}).status_code in (400, 413, 422)
their_receipt = sent.content.decode().split('<code dir="ltr">')[1].split("<")[0]
public.post(reverse("disappeared"), {"code": receipt})
waiting = FamilyForm.objects.get()
sealed.append(prepare(photograph(turned=180).read()))
expect(tariqs.get(desk("tracing_form", waiting)), 200)
expect(tariqs.post(desk("tracing_form_enter", waiting)), 302)

# a finding, by two people, and the telling
for state in ("VALIDATED", "OPEN", "CANDIDATE_FOUND", "UNDER_VERIFICATION"):
    tariqs.post(desk("tracing_step", made.reference), {"state": state, "reason": CANARIES["reason"]})
finding = {"state": "FATE_DEAD_BODY_NOT_FOUND", "shown_by": "CERTIFICATE", "basis": CANARIES["basis"]}
finding |= {"document": document.address, "report": told_of.address}
expect(tariqs.post(desk("tracing_findings", made.reference), {**finding, "document": CANARIES["basis"]}), 422)
expect(tariqs.post(desk("tracing_findings", made.reference), finding), 302)
expect(laylas.post(desk("tracing_confirm", made.reference, 1)), 302)
telling = {"who": CANARIES["who"], "how": CANARIES["how"], "support": CANARIES["support"], "on_day": "2020-02-02"}
expect(laylas.post(desk("tracing_tell", made.reference, 1), telling), 302)
assert FieldVersion.objects.filter(field="search_photograph").count() == 4 and len(sealed) == 3
assert (
    SearchFinding.objects.get().decision == "confirmed"
    and Telling.objects.exists()
    and SearchRequest.objects.count() == 3
)

# a mail goes out, so that the search finds mails; the worker does whatever else is due
expect(public.post(reverse("letters-subscribe"), {"address": "rana@example.org"}), 200)
main(["worker", "--once"], standalone_mode=False)
send_batch()

tariqs.post(desk("sealed_close"))
laylas.post(desk("sealed_close"))
for browser in (tariqs, laylas, public):  # what closed pages read and keep
    for address in (desk("tracing"), desk("tracing_search", made.reference), reverse("disappeared"), reverse("record")):
        browser.get(address)
shutil.copytree(settings.DALIL_HOME, SNAPSHOT)
print(
    json.dumps(
        {
            "reference": made.reference,
            "pictures": [each[at : at + 80] for each in sealed for at in (4000, 20_000)],
            "secrets": [his, hers, receipt, receipt.replace("-", ""), their_receipt],
            "report": enter({"who": "Last", "fate": "DISAPPEARED"}, Level.PUBLIC, 99).address,
        }
    )
)
