"""Bundles between two records: taken in as a whole beside what is here, or refused as a whole with the reason."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import zipfile
from datetime import date

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group
from django.db import transaction

from dalil.access.models import Proposal
from dalil.archive import folder_store
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level, Viewer
from dalil.cases.law import Conflict
from dalil.cases.tagging.models import ConflictVerdict, TagAnswer, TagVerdict
from dalil.cases.tagging.tags_judged import judge_conflict, judge_tag, take_law_back
from dalil.cli.exchanging import bundle as bundle_command
from dalil.cli.exchanging import partners as partners_command
from dalil.cli.exchanging import receive as receive_command
from dalil.exchange.bundle_file import (
    MANIFEST,
    SIGNATURE,
    BundleManifest,
    BundleRefused,
    open_bundle,
    sign_manifest,
)
from dalil.exchange.models import ReceivedBundle
from dalil.exchange.partners import UnknownPartner, add_partner, find_partner, owner_of
from dalil.exchange.receiving import receive_bundle
from dalil.exchange.sending import NothingToSend, make_bundle
from dalil.exports.confirmed import confirm_export
from dalil.ledger.checkpoints import read_signed
from dalil.ledger.notes import PrivateKey
from dalil.matching.models import Pointing
from dalil.matching.pointings import point, take_pointing_back
from dalil.proofs.models import SignedCheckpoint
from dalil.proofs.signing import KEY, log_key, public_key
from dalil.record import actions
from dalil.record.entities import entity_at
from dalil.record.models import (
    Judgement,
    Report,
    Source,
    SourceAlias,
    SourceJudgement,
    Supersession,
    Verdict,
    Withdrawal,
)
from dalil.record.sealed.consents import cover, give_consent, withdraw_consent
from dalil.record.sealed.models import Consent, ConsentCover, Disclosure
from dalil.record.sealed.persons import name_person_elsewhere
from dalil.spotting.models import WarningVerdict
from dalil.spotting.warnings_judged import judge_warning
from dalil.values.consent import ConsentTerms
from dalil.verification.checking import CheckRequest, verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person_alone")]

STEWARD = Viewer.steward()
THERE = PrivateKey.make("partner.example/ledger")


class Elsewhere(Exception):
    """Raised at the end of what was done in another record, so that all of it is undone here."""


@pytest.fixture
def there(tmp_path, settings, document):
    """Do something in the record of the partner, of which nothing is left here: `there(lambda: …)`. Its home lives on."""
    here, home = settings.DALIL_HOME, tmp_path / "there"
    home.mkdir()
    (home / KEY).write_text(f"{THERE}\n")

    def do(what):
        shutil.copytree(here / "documents", home / "documents", dirs_exist_ok=True)
        settings.DALIL_HOME = home
        made = None
        try:
            with transaction.atomic():
                made = what()
                raise Elsewhere
        except Elsewhere:
            return made
        finally:
            settings.DALIL_HOME = here

    return do


@pytest.fixture
def ours():
    """The public key of the log here; the partner is known here."""
    add_partner(str(THERE.public))
    return str(public_key())


def send(file, ours, actor, only=None, **facts):
    """A bundle of everything, or of these reports only, for the record here, made in the record of the partner. Returns its bytes."""
    facts = {"viewer": STEWARD, "purpose": "internal", **facts}
    reports = Report.objects.visible_to(STEWARD).order_by("pk")
    if only is not None:
        reports = reports.filter(pk__in=[each.pk for each in only])
    make_bundle(file, add_partner(ours), reports, actor=actor, **facts)
    return file.read_bytes()


@pytest.fixture
def story(there, ours, enter, alice, tmp_path):
    """A bundle: a report that was corrected, one of the same day judged the same, one restricted to a circle."""
    circle = Group.objects.create(name="tracing")

    def happen():
        first = enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor", said="أكثر من 82 قتيلًا")
        draft = actions.Draft(
            claim=type(first.claim).model_validate({"when": "2019-05-01", "killed": "84"}),
            document=first.document,
            attribution=first.attribution,
            level=Level.PUBLIC,
            locator="line 9",
        )
        corrected = actions.supersede(first, draft, actor=alice, reason="counted again")
        other = enter({"when": "2019-05-01", "killed": "90"}, origin="daily-paper")
        actions.judge(corrected, other, Verdict.SAME, actor=alice, reason="same street")
        enter({"when": "2019-05-03"}, level=Level.RESTRICTED, groups=[circle], said="a letter")
        return send(tmp_path / "one.dalil", ours, alice)

    return there(happen)


def receive(content, actor, **facts):
    facts = {"groups": list(Group.objects.filter(name="tracing")), **facts}
    return receive_bundle(io.BytesIO(content), actor=actor, **facts)


def state():
    tables = (
        Report,
        Document,
        Judgement,
        Supersession,
        Withdrawal,
        ReceivedBundle,
        Consent,
        ConsentCover,
        CustodyEvent,
    )
    return {model.__name__: model._base_manager.count() for model in tables}


def test_what_comes_keeps_owner_protection_judgements_and_signature_and_twice_changes_nothing(story, alice):
    before = state()
    done = receive(story, alice, level=Level.PUBLIC)
    assert (done.run.new, done.run.repeated) == (4, 0) and not done.again
    reports = Report.objects.visible_to(STEWARD).order_by("pk")
    assert [each.level for each in reports] == [Level.PUBLIC] * 3 + [Level.RESTRICTED]
    assert [group.name for group in reports[3].groups.all()] == ["tracing"]
    assert {owner_of(each).name for each in reports} == {THERE.name} and {
        each.entered_by.username for each in reports
    } == {f"partner {THERE.name}"}
    assert Judgement.objects.get().actor == reports[0].entered_by
    assert Supersession.objects.get().reason == "counted again"
    with zipfile.ZipFile(folder_store.path_of(done.bundle.document.sha256)) as kept:
        manifest = kept.read(MANIFEST)
        assert (
            kept.read(SIGNATURE) == sign_manifest(manifest, THERE)
            and hashlib.sha256(manifest).hexdigest() == done.bundle.digest
        )
    assert done.bundle.document.level == Level.RESTRICTED
    event = CustodyEvent.objects.filter(document=reports[0].document, what="copied").get()
    assert event.detail["sender"] == THERE.name
    after = state()
    assert receive(story, alice, level=Level.PUBLIC).again and state() == after != before
    assert list(verify(CheckRequest())) == []


def test_what_a_partner_says_of_sites_and_sightings_holds_for_its_own_reports_alone(
    there, ours, enter, alice, tmp_path
):
    raid = {"what": "AIR_STRIKE", "when": "2019-05-05T12:09", "named_sites": ["al-Nour"]}
    plane = {"what": "WARPLANE", "when": "2019-05-05T12:00"}
    mine, heard = enter(raid), enter(plane, kind="sighting")
    register = enter({"called": "al-Nour", "functions": ["SCHOOL"]}, kind="site")

    def happen():
        theirs = enter(raid | {"killed": 3})
        seen = enter(plane | {"heading": 30}, kind="sighting")
        school = enter({"called": "al-Nour", "functions": ["SCHOOL"], "capacity": 90}, kind="site")
        for report, target in ((mine, school), (theirs, school), (theirs, register)):
            point(report, "al-Nour", target, Verdict.SAME, actor=alice, reason="one street")
        for sighting, incident in ((heard, mine), (seen, mine), (seen, theirs)):
            judge_warning(sighting, incident, Verdict.SAME, actor=alice)
        return theirs.address, seen.address, send(tmp_path / "one.dalil", ours, alice)

    theirs, seen, content = there(happen)
    run = receive(content, alice).run
    assert {(each.report.address, each.matcher[:8]) for each in Pointing.objects.all()} == {(theirs, "partner-")}
    assert register in {each.target for each in Pointing.objects.all()}, (
        "that theirs names a site of ours is theirs to say"
    )
    warning = WarningVerdict.objects.get()
    assert (warning.incident.address, warning.sighting.address, warning.actor.username) == (
        theirs,
        seen,
        f"partner {THERE.name}",
    )
    assert "3 judgements would join or part reports of our own, and were left out" in run.notes


def test_what_comes_is_internal_unless_somebody_says_otherwise(story, alice):
    receive(story, alice)
    assert {each.level for each in Report.objects.visible_to(STEWARD)} == {Level.INTERNAL, Level.RESTRICTED}
    assert not Report.objects.visible_to(Viewer.public()).exists()


def repacked(content, change):
    """The bundle with its parts changed and packed again; change: takes the parts by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    compression = change(parts) or zipfile.ZIP_STORED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, each in parts.items():
            archive.writestr(name, each)
    return out.getvalue()


def signed_anew(key, parts, **facts):
    """Sign a manifest anew that says something else."""
    manifest = json.loads(parts[MANIFEST]) | facts
    manifest["parts"] = {
        name: {"size": len(each), "sha256": hashlib.sha256(each).hexdigest()}
        for name, each in parts.items()
        if name not in (MANIFEST, SIGNATURE)
    }
    try:
        parts[MANIFEST] = BundleManifest(**manifest).encode()
    except TypeError:
        parts[MANIFEST] = json.dumps(manifest).encode()
    parts[SIGNATURE] = sign_manifest(parts[MANIFEST], key)


def change_line(parts):
    parts["reports.jsonl"] = parts["reports.jsonl"].replace("قتيلًا".encode(), "جريحًا".encode())


def drop_line(parts):
    parts["reports.jsonl"] = b"".join(parts["reports.jsonl"].splitlines(True)[1:])


def change_document(parts):
    name = next(name for name in parts if name.startswith("documents/"))
    parts[name] += b"!"


def change_and_sign(key, change, **facts):
    def do(parts):
        change(parts)
        signed_anew(key, parts, **facts)

    return do


def swap_proofs(parts):
    parts["proofs.jsonl"] = parts["proofs.jsonl"].splitlines(True)[0]


def nothing(parts):
    """Change nothing."""


STRANGER = PrivateKey.make("partner.example/ledger")
BAD = {
    "a changed line": (change_line, "reports.jsonl is not what was signed"),
    "a dropped line": (drop_line, "reports.jsonl is not what was signed"),
    "a changed document": (change_document, "is not what was signed"),
    "a missing part": (lambda parts: parts.pop("consents.jsonl") and None, "some are missing or were added"),
    "an added document": (lambda parts: parts.update({f"documents/{'0' * 64}": b""}), "some are missing or were added"),
    "a part that leads out": (lambda parts: parts.update({"documents/../../x": b""}), "a part that no bundle has"),
    "packed parts": (lambda parts: zipfile.ZIP_DEFLATED, "is packed"),
    "another key": (change_and_sign(STRANGER, nothing), "not of this text|not signed by"),
    "a changed line, signed by the partner": (change_and_sign(THERE, change_line), "not the one it claims"),
    "a document under another name, signed": (change_and_sign(THERE, change_document), "does not have the digest"),
    "a report without a proof": (change_and_sign(THERE, swap_proofs), "is not proven"),
    "for somebody else": (
        change_and_sign(THERE, nothing, recipient="other.example/ledger"),
        "was made for other.example",
    ),
    "a later form": (change_and_sign(THERE, nothing, version=4), "has the form 4"),
    "an older form": (change_and_sign(THERE, nothing, version=1), "has the form 1"),
    "a number that is none": (change_and_sign(THERE, nothing, number=True), "manifest cannot be read"),
    "an unknown sender": (change_and_sign(THERE, nothing, sender="nobody.example"), "is no partner"),
    "a consent that is none": (
        change_and_sign(THERE, lambda parts: parts.update({"consents.jsonl": b'{"terms": 1}\n'})),
        "a consent in it cannot be read",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_bundle_is_refused_as_a_whole(name, story, alice, home):
    change, why = BAD[name]
    before = state()
    with pytest.raises((BundleRefused, UnknownPartner), match=why):
        receive(repacked(story, change), alice)
    assert state() == before and not list((home / "arriving").glob("bundle-*"))


@pytest.mark.parametrize("part", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_a_bundle_that_is_cut_short_is_refused(part, story, alice):
    before = state()
    with pytest.raises(BundleRefused, match="its end is missing"):
        receive(story[: int(len(story) * part)], alice)
    assert state() == before


def test_any_changed_byte_of_a_part_is_refused(story, tmp_path):
    """Bytes drawn evenly over the file: each makes the bundle refused, or says nothing (a date of the ZIP)."""
    tried = range(7, len(story), max(1, len(story) // 150))
    refused = []
    with open_bundle(io.BytesIO(story), lambda name: THERE.public) as whole:
        digest = whole.digest
    for at in tried:
        changed = bytearray(story)
        changed[at] ^= 0x55
        folder = tmp_path / f"unpacked-{at}"
        folder.mkdir()
        try:
            with open_bundle(io.BytesIO(bytes(changed)), lambda name: THERE.public) as opened:
                opened.unpack(folder)
                assert opened.digest == digest
        except BundleRefused:
            refused.append(at)
    assert len(refused) > 0.9 * len(tried)


def test_older_bundles_gaps_and_ledgers_that_were_rolled_back_are_refused(there, ours, enter, alice, tmp_path, home):
    made = {}

    def begin():
        enter({"when": "2019-05-09"})
        return send(tmp_path / "0.dalil", ours, alice)

    rolled = there(begin)  # what the partner would show after it put an old backup back
    shutil.rmtree(tmp_path / "there" / "ledger")

    def happen():
        for number in (1, 2, 3):
            enter({"when": f"2019-05-0{number}"})
            made[number] = send(tmp_path / f"{number}.dalil", ours, alice)

    there(happen)
    receive(made[1], alice)
    with pytest.raises(BundleRefused, match="does not follow number 1"):
        receive(made[3], alice)
    assert receive(made[3], alice, after_gap=True).run.new == 2
    with pytest.raises(BundleRefused, match="replayed or replaced"):
        receive(made[2], alice)
    assert receive(made[1], alice).again
    last = ReceivedBundle.objects.last()
    anew = repacked(rolled, change_and_sign(THERE, nothing, number=4, before=last.digest))
    before = state()
    with pytest.raises(BundleRefused, match="was rolled back"):
        receive(anew, alice)
    assert state() == before
    (kept,) = (home / "evidence").iterdir()
    sizes = {
        name: read_signed((kept / name).read_text(), THERE.public)[0].size for name in ("received-before", "refused")
    }
    assert sizes["received-before"] == last.size > sizes["refused"], "both are signed by the partner"
    assert sign_manifest((kept / MANIFEST).read_bytes(), THERE) == (kept / SIGNATURE).read_bytes()


def test_a_ledger_that_does_not_continue_what_it_showed_is_refused_and_kept_as_evidence(
    there, ours, enter, alice, tmp_path, home
):
    def tell_one_history():
        enter({"when": "2019-05-01"})
        return send(tmp_path / "1.dalil", ours, alice)

    def tell_another():
        for day in range(2, 6):
            enter({"when": f"2019-05-0{day}"})
        return send(tmp_path / "2.dalil", ours, alice)

    first = there(tell_one_history)
    shutil.rmtree(tmp_path / "there" / "ledger")
    second = there(tell_another)
    size = receive(first, alice).bundle.size
    facts = {"number": 2, "before": ReceivedBundle.objects.last().digest}
    before = state()
    with pytest.raises(BundleRefused, match=f"does not show that its .* leaves begin with the {size}"):
        receive(repacked(second, change_and_sign(THERE, nothing, **facts)), alice)

    def forge(parts):
        parts["consistency.json"] = json.dumps({str(size): [base64.b64encode(bytes(32)).decode()] * 3}).encode()

    with pytest.raises(BundleRefused, match="was forked"):
        receive(repacked(second, change_and_sign(THERE, forge, **facts)), alice)
    assert state() == before
    assert len(list((home / "evidence").iterdir())) == 2


def test_what_a_partner_judged_since_or_took_back_follows_though_its_reports_do_not_go_again(
    there, ours, enter, alice, tmp_path
):
    made, addresses = {}, {}

    def happen():
        one, two, three = (enter({"when": f"2019-05-0{day}", "killed": "5"}) for day in (1, 1, 2))
        hidden = enter({"when": "2019-05-01", "killed": "6"})
        later = enter({"when": "2019-05-09"})
        addresses.update(hidden=hidden.address)
        judged = actions.judge(one, two, Verdict.SAME, actor=alice, reason="same street")
        actions.judge(two, hidden, Verdict.SAME, actor=alice)
        made[1] = send(tmp_path / "1.dalil", ours, alice, only=[one, two, three])
        actions.retract(judged, actor=alice, reason="another street")
        actions.judge(two, three, Verdict.DIFFERENT, actor=alice, reason="another day")
        made[2] = send(tmp_path / "2.dalil", ours, alice, only=[later])

    there(happen)
    receive(made[1], alice)
    assert not hasattr(Judgement.objects.get(), "retraction")
    run = receive(made[2], alice).run
    standing = {each.verdict: getattr(each, "retraction", None) for each in Judgement.objects.all()}
    assert standing["different"] is None and standing["same"].reason == "another street"
    assert standing["same"].actor.username == f"partner {THERE.name}"
    assert any("taken back" in note for note in run.notes)
    assert receive(made[2], alice).again and Judgement.objects.count() == 2
    for content in made.values():
        assert addresses["hidden"].encode() not in content, "a report that never went is not named"


def test_what_a_partner_judged_of_law_of_sites_and_of_flights_follows_with_the_next_bundle(
    there, ours, enter, alice, tmp_path
):
    made, addresses = {}, {}

    def happen():
        raid = {"what": "AIR_STRIKE", "when": "2019-05-05T10:00", "targets": ["SCHOOL"], "named_sites": ["al-Nour"]}
        raid |= {"where": {"places": ["SY070501"]}, "parties": [{"actor": "SYR_AF"}]}
        strike, other = enter(raid), enter(raid | {"killed": 3})
        school = enter({"called": "al-Nour", "functions": ["SCHOOL"]}, kind="site")
        plane = enter({"what": "WARPLANE", "when": "2019-05-05T09:50", "heading": 30}, kind="sighting")
        hidden = enter({"called": "al-Nour", "functions": ["SCHOOL"], "capacity": 9}, kind="site")
        later, last = enter({"when": "2019-05-09"}), enter({"when": "2019-05-10"})
        addresses.update(strike=strike.address, hidden=hidden.address)
        told = [strike, other, school, plane]
        first = judge_tag(entity_at(other.address, STEWARD), "RS-8-2-e-iv", TagAnswer.ACCEPTED, actor=alice)
        named = point(other, "al-Nour", school, Verdict.SAME, actor=alice)
        made[1] = send(tmp_path / "1.dalil", ours, alice, only=told)
        take_law_back(first, actor=alice)
        take_pointing_back(named, actor=alice)
        judge_tag(entity_at(strike.address, STEWARD), "RS-8-2-e-iv", TagAnswer.ACCEPTED, actor=alice)
        judge_conflict(entity_at(strike.address, STEWARD), Conflict.NON_INTERNATIONAL, actor=alice, reason="groups")
        point(strike, "al-Nour", hidden, Verdict.SAME, actor=alice)
        judge_warning(plane, strike, Verdict.SAME, actor=alice)
        made[2] = send(tmp_path / "2.dalil", ours, alice, only=[later])
        made[3] = send(tmp_path / "3.dalil", ours, alice, only=[last])

    there(happen)
    receive(made[1], alice)
    assert TagVerdict.objects.count() == 1 and Pointing.objects.count() == 1 and not WarningVerdict.objects.exists()
    notes = " ".join(receive(made[2], alice).run.notes)
    (tag,) = TagVerdict.objects.all()
    assert (tag.report.address, tag.actor.username) == (addresses["strike"], f"partner {THERE.name}")
    assert ConflictVerdict.objects.get().conflict == "NIAC" and WarningVerdict.objects.count() == 1
    assert not Pointing.objects.exists() and Pointing.everything.count() == 1
    assert "judgements of law taken back: 1" in notes and addresses["hidden"].encode() not in made[2]
    receive(made[3], alice)
    assert TagVerdict.everything.count() == 2 and ConflictVerdict.everything.count() == 1, "told again, nothing is new"


def test_what_somebody_here_judged_stands_where_a_partner_takes_the_same_back(there, ours, enter, alice, tmp_path):
    made = {}

    def happen():
        one, two = (enter({"when": "2019-05-01", "killed": "5"}, locator=f"page {page}") for page in (1, 2))
        judged = actions.judge(one, two, Verdict.SAME, actor=alice)
        made[1] = send(tmp_path / "1.dalil", ours, alice)
        actions.retract(judged, actor=alice, reason="not so")
        made[2] = send(tmp_path / "2.dalil", ours, alice, only=[two])

    there(happen)
    receive(made[1], alice)
    one, two = Report.objects.visible_to(STEWARD).order_by("pk")
    own = actions.judge(one, two, Verdict.SAME, actor=alice)
    receive(made[2], alice)
    assert [hasattr(each, "retraction") for each in Judgement.objects.order_by("pk")] == [True, False]
    assert not hasattr(Judgement.objects.get(pk=own.pk), "retraction")


def test_what_contradicts_ours_stands_beside_it_and_ours_stays(there, ours, enter, alice, document, tmp_path):
    """The partner holds a report of ours too, corrected and withdrew it, and tells another number under the same identifier."""
    mine = enter({"when": "2019-05-01", "killed": "82"}, origin="north-monitor", external_id="N-7")
    theirs = {}

    def happen():
        same = Report.objects.get(pk=mine.pk)
        draft = actions.Draft(
            claim=type(same.claim).model_validate({"when": "2019-05-01", "killed": "60"}),
            document=same.document,
            attribution=same.attribution,
            level=Level.PUBLIC,
            external_id="N-7",
            locator="their page 2",
        )
        theirs["correction"] = actions.supersede(same, draft, actor=alice, reason="we say 60").address
        actions.withdraw(same, actor=alice, reason="we do not believe it")
        letter = actions.receive_document(io.BytesIO(b"theirs"), actor=alice, title="T", media_type="text/plain")
        enter({"when": "2019-05-01", "killed": "61"}, origin="north-monitor", external_id="N-7", document=letter)
        return send(tmp_path / "one.dalil", ours, alice)

    done = receive(there(happen), alice, level=Level.PUBLIC)
    assert (done.run.new, done.run.repeated, done.run.corrected) == (2, 1, 1)
    assert Supersession.objects.get().old.address == theirs["correction"]  # by their own later word
    assert not Report.objects.get(pk=mine.pk).withdrawn_because and owner_of(mine) is None
    assert Report.objects.visible_to(STEWARD).standing_for(STEWARD).count() == 2
    assert any(mine.address in note and "stand here" in note for note in done.run.notes)


def test_a_partner_corrects_and_withdraws_what_it_sent(there, ours, enter, alice, tmp_path):
    made = {}

    def happen():
        first = enter({"when": "2019-05-01", "killed": "82"}, locator="page 1")
        second = enter({"when": "2019-05-02"}, locator="page 2")
        made[1] = send(tmp_path / "1.dalil", ours, alice)
        draft = actions.Draft(
            claim=type(first.claim).model_validate({"when": "2019-05-01", "killed": "60"}),
            document=first.document,
            attribution=first.attribution,
            level=Level.PUBLIC,
        )
        actions.supersede(first, draft, actor=alice, reason="60")
        actions.withdraw(second, actor=alice, reason="not so")
        made[2] = send(tmp_path / "2.dalil", ours, alice)

    there(happen)
    receive(made[1], alice)
    assert receive(made[2], alice).run.corrected == 1
    assert Withdrawal.objects.count() == 1 and Supersession.objects.count() == 1


def test_consents_come_along_hold_here_and_their_withdrawal_follows(there, ours, enter, alice, tmp_path):
    made = {}
    terms = ConsentTerms(purposes=("internal", "publication", "research"))

    def happen():
        told = enter({"when": "2019-05-01"}, said="what she saw")
        enter({"when": "2019-05-02"})
        consent = give_consent(
            name_person_elsewhere("witness", actor=alice), terms, on_day=date(2024, 1, 1), actor=alice
        )
        cover(consent, [told], actor=alice)
        made["research"] = send(tmp_path / "1.dalil", ours, alice, purpose="research")
        with pytest.raises(NothingToSend):
            make_bundle(
                tmp_path / "no.dalil",
                find_partner(ours.partition("+")[0]),
                Report.objects.visible_to(STEWARD).filter(pk=told.pk),
                viewer=STEWARD,
                actor=alice,
                purpose="icc",
            )
        withdraw_consent(consent, on_day=date(2024, 2, 1), actor=alice)
        made["withdrawn"] = send(tmp_path / "2.dalil", ours, alice, purpose="research")

    there(happen)
    assert receive(made["research"], alice, level=Level.PUBLIC).run.new == 2
    report = Report.objects.visible_to(Viewer.public()).order_by("pk").first()
    assert [each.consent.acts.last().terms["purposes"] for each in report.consent_covers.all()] == [
        list(terms.purposes)
    ]
    receive(made["withdrawn"], alice, level=Level.PUBLIC)
    assert Report.objects.visible_to(Viewer.public()).count() == 1
    report.refresh_from_db()
    assert report.is_held and Consent.objects.count() == 1


def test_a_testimony_without_a_consent_goes_to_no_partner_whatever_the_bundle_is_for(
    there, ours, enter, alice, tmp_path
):
    told = {"when": "2019-05-01", "teller": {"en": "a witness"}, "summary": {"en": "CANARY, seen from a roof"}}

    def happen():
        told_in = enter(told, kind="testimony", level=Level.INTERNAL)
        facts = {"title": "Another bulletin", "media_type": "text/plain", "level": Level.PUBLIC}
        other = actions.receive_document(io.BytesIO(b"Another bulletin."), actor=alice, **facts)
        enter({"when": "2019-05-02"}, document=other)
        with pytest.raises(NothingToSend, match="no_consent: 1"):
            send(tmp_path / "alone.dalil", ours, alice, only=[told_in])
        return send(tmp_path / "with.dalil", ours, alice)

    bundle = there(happen)
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert not [name for name in archive.namelist() if b"CANARY" in archive.read(name)]
        assert archive.read("reports.jsonl").count(b"\n") == 1


def test_restricted_things_wait_until_a_group_here_is_named(story, alice):
    before = state()
    with pytest.raises(BundleRefused, match="say with --group"):
        receive(story, alice, groups=())
    assert state() == before


def test_by_command(there, ours, enter, alice, tmp_path):
    run = CliRunner().invoke
    (tmp_path / "our.key").write_text(ours)

    def happen():
        enter({"when": "2019-05-01", "killed": "82"}, origin="north-monitor")
        added = run(partners_command, ["add", str(tmp_path / "our.key")])
        assert added.exit_code == 0, added.output
        return run(bundle_command, [str(tmp_path / "one.dalil"), "--to", public_key_of(ours), "--kind", "incident"])

    def public_key_of(line):
        return line.split("+")[0]

    done = there(happen)
    assert "Bundle 1 for" in done.output and "1 reports, 1 documents" in done.output
    assert "1 reports are new" in run(receive_command, [str(tmp_path / "one.dalil")]).output
    assert "nothing changed" in run(receive_command, [str(tmp_path / "one.dalil")]).output
    assert f"{THERE.name}: nothing sent; received 1" in run(partners_command, ["list"]).output
    (tmp_path / "bad.dalil").write_bytes(b"PK")
    refused = run(receive_command, [str(tmp_path / "bad.dalil")])
    assert refused.exit_code == 1 and "nothing of it was taken in" in refused.output
    assert SignedCheckpoint.objects.count() == 0 and log_key().name != THERE.name


def test_what_a_partner_judges_joins_parts_and_renames_nothing_of_ours(there, ours, enter, alice, tmp_path):
    """It says that one of its reports is one with two of ours, that two of ours are not one, and that our sources are."""
    first = enter({"when": "2019-05-01", "killed": "82"}, origin="snhr")
    second = enter({"when": "2019-05-01", "killed": "83"}, origin="sohr")
    other = enter({"when": "2019-05-01", "killed": "3"}, origin="sohr")
    actions.judge(first, second, Verdict.SAME, actor=alice, matcher="incident", score=0.9)

    def happen():
        theirs = enter({"when": "2019-05-01", "killed": "84"}, origin="their-own")
        actions.judge(theirs, first, Verdict.SAME, actor=alice, reason="same street")
        actions.judge(theirs, other, Verdict.SAME, actor=alice)
        actions.judge(first, second, Verdict.DIFFERENT, actor=alice)
        snhr, sohr, own = (Source.objects.get(code=code) for code in ("snhr", "sohr", "their-own"))
        actions.add_alias(snhr, "SOHR of old", actor=alice)
        actions.add_alias(own, "Paper", actor=alice)
        actions.add_alias(own, "Sohr", actor=alice)
        actions.judge_sources(snhr, sohr, Verdict.SAME, actor=alice)
        return send(tmp_path / "one.dalil", ours, alice)

    done = receive(there(happen), alice)
    of = [entity_at(each.address, STEWARD).address for each in (first, second, other)]
    assert of == [first.address, first.address, other.address]
    theirs = Report.objects.visible_to(STEWARD).order_by("pk").last()
    assert entity_at(theirs.address, STEWARD).address == first.address
    judged = Judgement.objects.get(b=theirs)
    assert judged.a == first and judged.matcher.startswith("partner-") and Judgement.objects.count() == 2
    assert [each.name for each in SourceAlias.objects.all()] == ["Paper"] and not SourceJudgement.objects.exists()
    assert any(note.startswith("1 judgements would join or part reports of our own") for note in done.run.notes)
    assert any(note.startswith("3 judgements and names of sources") for note in done.run.notes)


def test_what_the_gate_objects_to_comes_in_as_internal_with_its_file(there, ours, enter, alice, tmp_path):
    where = {"places": ["SY0703"], "lat": 35.8, "lon": 36.3}

    def happen():
        facts = {"actor": alice, "media_type": "text/plain", "level": Level.PUBLIC}
        letter = actions.receive_document(io.BytesIO(b"theirs"), title="T", **facts)
        enter({"when": "2019-05-01", "where": where, "targets": ["FIELD_HOSPITAL"]}, document=letter)
        enter({"who": "Qasim Halabi", "fate": "DETAINED"}, kind="victim", document=letter)
        enter({"when": "2019-05-02", "killed": "3"})
        return send(tmp_path / "one.dalil", ours, alice)

    done = receive(there(happen), alice, level=Level.PUBLIC)
    assert [each.level for each in Report.objects.visible_to(STEWARD).order_by("pk")] == [
        Level.INTERNAL,
        Level.INTERNAL,
        Level.PUBLIC,
    ]
    assert [each.kind for each in Report.objects.visible_to(Viewer.public())] == ["incident"]
    told = Document.objects.visible_to(STEWARD).filter(level=Level.PUBLIC)
    assert not told.filter(pk__in=[done.run.document_id, done.bundle.document_id]).exists()
    assert not told.filter(title="T").exists()
    assert any(note.startswith("2 reports that are public there are internal here") for note in done.run.notes)


def test_a_line_tells_nothing_of_a_report_that_does_not_leave_with_it(there, ours, enter, alice, tmp_path):
    def happen():
        stays = enter({"when": "2019-05-01", "killed": "82"})
        consent = give_consent(
            name_person_elsewhere("witness", actor=alice),
            ConsentTerms(purposes=("icc",)),
            on_day=date(2024, 1, 1),
            actor=alice,
        )
        letter = actions.receive_document(io.BytesIO(b"theirs"), actor=alice, title="T", media_type="text/plain")
        goes = enter({"when": "2019-05-01", "killed": "84"}, document=letter)
        actions.judge(goes, stays, Verdict.SAME, actor=alice, reason="her brother says so")
        draft = actions.Draft(
            claim=type(goes.claim).model_validate({"when": "2019-05-01", "killed": "85"}),
            document=stays.document,
            attribution=goes.attribution,
            level=Level.PUBLIC,
            locator="line 9",
        )
        later = actions.supersede(goes, draft, actor=alice, reason="her sister says so")
        cover(consent, [stays, later], actor=alice)
        content = send(tmp_path / "one.dalil", ours, alice, purpose="research")
        return content, stays.address, Disclosure.objects.count()

    content, stays, noted = there(happen)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lines, consents = archive.read("reports.jsonl").decode(), archive.read("consents.jsonl")
    assert lines.count("\n") == 1 and stays not in lines and "says so" not in lines
    assert consents == b"" and noted == 0


DEEP = b"[" * 200_000


def test_what_is_nested_too_deep_or_of_no_known_role_is_refused_in_a_sentence(story, alice):
    with pytest.raises(BundleRefused, match="manifest cannot be read"):
        BundleManifest.decode(DEEP)
    told = {"reference": "A", "role": "nobody", "terms": {"purposes": ["icc"]}, "on_day": "2024-01-01"}
    strange = json.dumps(told | {"withdrawn_on": None, "reports": []}).encode()
    for part, why in ((DEEP, "cannot be read"), (strange, "cannot be kept")):
        change = change_and_sign(THERE, lambda parts, part=part: parts.update({"consents.jsonl": part + b"\n"}))
        with pytest.raises(BundleRefused, match=f"a consent in it {why}"):
            receive(repacked(story, change), alice)


def test_a_consent_follows_a_report_whose_address_was_taken_here(there, ours, enter, alice, tmp_path):
    """Both hold the report. Ours is hidden from who reads the bundle, so that theirs comes in under an address that was drawn."""
    circle = Group.objects.create(name="ours")
    mine = enter({"when": "2019-05-01"}, said="what she saw", locator="page 1", level=Level.RESTRICTED, groups=[circle])

    def happen():
        same = Report.objects.get(pk=mine.pk)
        actions.protect(same, Level.INTERNAL, actor=alice, reason="theirs is not restricted")
        consent = give_consent(
            name_person_elsewhere("witness", actor=alice),
            ConsentTerms(purposes=("internal", "research")),
            on_day=date(2024, 1, 1),
            actor=alice,
        )
        cover(consent, [same], actor=alice)
        return send(tmp_path / "one.dalil", ours, alice, purpose="research")

    done = receive(there(happen), alice, groups=())
    drawn = Report.objects.visible_to(STEWARD).exclude(pk=mine.pk).get()
    assert done.run.new == 1 and drawn.address != mine.address and drawn.digest == mine.digest
    assert [each.report for each in ConsentCover.objects.all()] == [drawn]


def test_a_confirmed_bundle_that_grew_or_is_for_another_purpose_is_refused(ours, enter, bob, edith, tmp_path):
    for each in (bob, edith):
        each.is_superuser = True
        each.save()
    circle, name = Group.objects.create(name="tracing"), ours.split("+")[0]
    add_partner(ours)
    older = enter({"when": "2019-05-01"}, said="hospital")
    enter({"when": "2019-05-02"}, level=Level.RESTRICTED, groups=[circle], said="hospital")
    words = [str(tmp_path / "one.dalil"), "--to", name, "--q", "hospital", "--as", "bob"]

    def run(*more):
        return CliRunner().invoke(bundle_command, [*words, *more]).output

    run("--propose", "they ask")
    proposal = Proposal.objects.get()
    confirm_export(proposal, actor=edith)
    take = ("--confirmed", str(proposal.pk))
    assert "with this purpose and these reports" in run(*take, "--for", "research")
    with transaction.atomic():
        actions.protect(older, Level.RESTRICTED, actor=edith, groups=[circle])
        bob.is_superuser = False
        bob.save()
        assert "with this purpose and these reports" in run(*take)  # he sees fewer now than were confirmed
        transaction.set_rollback(True)
    assert "2 reports" in run(*take)
