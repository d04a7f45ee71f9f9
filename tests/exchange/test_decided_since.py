"""What a partner withdraws, corrects, takes back and closes after it was sent: the record here follows, with every later bundle."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from django.contrib.auth.models import Group

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.exchange.bundle_file import MANIFEST, SIGNATURE, VERSION, BundleManifest, BundleRefused
from dalil.exchange.partners import find_partner
from dalil.exchange.receiving import receive_bundle
from dalil.exchange.sending import NothingToSend
from dalil.ledger.notes import Note
from dalil.record import actions
from dalil.record.log import changes_since
from dalil.record.models import Report, Source, Supersession, Withdrawal
from dalil.verification.checking import CheckRequest, verify

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("one_person_alone")]

STEWARD, PUBLIC = Viewer.steward(), Viewer.public()


def take(content, alice, **facts):
    facts = {"level": Level.PUBLIC, **facts}
    return receive_bundle(io.BytesIO(content), actor=alice, **facts).run


def corrected(report, killed, alice, level=Level.PUBLIC):
    draft = actions.Draft(
        claim=type(report.claim).model_validate({"when": "2019-05-01", "killed": killed}),
        document=report.document,
        attribution=report.attribution,
        level=level,
        locator=f"says {killed}",
    )
    return actions.supersede(report, draft, actor=alice, reason=f"they were {killed}")


def counted():
    """What is said here of killed in the reports that stand."""
    standing = Report.objects.visible_to(STEWARD).standing_for(STEWARD)
    return sorted(each.content["killed"]["low"] for each in standing if "killed" in each.content)


def test_a_withdrawal_follows_though_the_report_does_not_go_again_and_so_does_its_end(told, enter, alice, partner_key):
    def happen(send):
        taken_in, other = (enter({"when": "2019-05-01", "killed": n}) for n in ("3", "5"))
        send(taken_in, other)
        actions.withdraw(taken_in, actor=alice, reason="the bridge fell by itself")
        send(enter({"when": "2019-06-01", "killed": "7"}))
        actions.reinstate(taken_in, actor=alice, reason="it did not")
        send(enter({"when": "2019-07-01", "killed": "9"}))
        actions.withdraw(taken_in, actor=alice, reason="it did after all")
        send(taken_in)

    one, two, three, four = told(happen)
    take(one, alice)
    run = take(two, alice)
    assert Withdrawal.objects.get().reason == "the bridge fell by itself" and counted() == [5, 7]
    assert any(note.startswith("1 reports withdrawn there since, and here now") for note in run.notes)
    last = list(changes_since(0))
    assert any(each.verb == "withdrew" and each.actor == f"partner {partner_key.name}" for each in last)
    run = take(three, alice)
    assert counted() == [3, 5, 7, 9] and any("counted here again" in note for note in run.notes)
    take(four, alice)
    assert counted() == [5, 7, 9] and Withdrawal.objects.get().reason == "it did after all"
    assert list(verify(CheckRequest())) == []


def test_a_correction_goes_with_the_next_bundle_and_one_that_is_undone_is_undone_here(told, enter, alice):
    def happen(send):
        first = enter({"when": "2019-05-01", "killed": "12"})
        send(first)
        corrected(first, "14", alice)
        made = send(enter({"when": "2019-06-01", "killed": "1"}))
        assert made.reports == 2, "the correction of what the partner has goes with what was asked for"
        actions.undo_correction(Supersession.objects.get(), actor=alice, reason="twelve it is")
        send(enter({"when": "2019-07-01", "killed": "2"}))
        again = Report.objects.get(content__killed__low=14)
        actions.reinstate(again, actor=alice, reason="another strike of that day")
        corrected(again, "15", alice)
        send(enter({"when": "2019-08-01", "killed": "4"}))

    one, two, three, four = told(happen)
    take(one, alice)
    take(two, alice)
    assert counted() == [1, 14] and Supersession.objects.get().reason == "they were 14"
    run = take(three, alice)
    assert counted() == [1, 2, 12] and any("earlier words stand here again" in note for note in run.notes)
    take(four, alice)
    assert counted() == [1, 2, 4, 12, 15]
    assert take(four, alice).pk and counted() == [1, 2, 4, 12, 15]


def test_bundles_that_never_came_are_made_up_for_by_the_next(told, enter, alice):
    def happen(send):
        first = enter({"when": "2019-05-01", "killed": "12"})
        send(first)
        better = corrected(first, "14", alice)
        send(better)
        actions.undo_correction(Supersession.objects.get(), actor=alice, reason="twelve it is")
        actions.reinstate(better, actor=alice, reason="another strike")
        corrected(better, "15", alice)
        send(enter({"when": "2019-07-01", "killed": "2"}))

    one, two, three = told(happen)
    take(one, alice)
    take(three, alice, after_gap=True)
    assert counted() == [2, 12, 15]
    with pytest.raises(BundleRefused, match="replayed or replaced"):
        take(two, alice)
    assert counted() == [2, 12, 15], "an older bundle that comes late undoes nothing"


def test_what_is_ours_and_what_somebody_here_decided_stands(told, enter, alice):
    mine = enter({"when": "2019-05-01", "killed": "8"})

    def happen(send):
        theirs, disputed = (enter({"when": "2019-05-02", "killed": n}) for n in ("3", "5"))
        same = Report.objects.get(pk=mine.pk)
        actions.withdraw(disputed, actor=alice, reason="no")
        send(same, theirs, disputed)
        actions.withdraw(same, actor=alice, reason="we do not believe it")
        actions.withdraw(theirs, actor=alice, reason="neither that")
        actions.reinstate(theirs, actor=alice, reason="we do")
        send(enter({"when": "2019-07-01", "killed": "2"}))

    one, two = told(happen)
    take(one, alice)
    theirs, disputed = (Report.objects.get(content__killed__low=n) for n in (3, 5))
    actions.withdraw(theirs, actor=alice, reason="we know better")
    actions.reinstate(disputed, actor=alice, reason="we saw it")
    run = take(two, alice)
    assert counted() == [2, 5, 8] and Withdrawal.objects.get().reason == "we know better"
    notes = "\n".join(run.notes)
    assert "2 reports decided otherwise there" in notes and f"they stand here: {mine.address}" in notes


def test_what_the_sender_closes_is_closed_here_once_and_never_opened(told, enter, alice):
    def happen(send):
        letter = actions.receive_document(
            io.BytesIO(b"a letter"), actor=alice, title="L", media_type="text/plain", level=Level.PUBLIC
        )
        frightened, in_letter, of_source, opened = (
            enter({"when": "2019-05-02", "killed": "3"}, origin="daily-paper"),
            enter({"when": "2019-05-03", "killed": "4"}, origin="daily-paper", document=letter),
            enter({"when": "2019-05-04", "killed": "5"}, origin="a-neighbour"),
            enter({"when": "2019-05-05", "killed": "6"}, origin="daily-paper", level=Level.INTERNAL),
        )
        send(frightened, in_letter, of_source, opened)
        actions.protect(frightened, Level.INTERNAL, actor=alice, reason="the family was threatened")
        actions.protect(letter, Level.INTERNAL, actor=alice)
        actions.protect(Source.objects.get(code="a-neighbour"), Level.INTERNAL, actor=alice)
        actions.protect(opened, Level.PUBLIC, actor=alice)
        made = send(viewer=PUBLIC, sight=STEWARD)
        assert (made.reports, made.decisions) == (0, {"closing": 5}), "nothing else is left to tell"
        send(opened, frightened)

    one, two, three = told(happen)
    assert b"threatened" not in two + three
    take(one, alice)
    assert Report.objects.visible_to(PUBLIC).count() == 3
    assert {each.title for each in Document.objects.visible_to(PUBLIC)} == {"Bulletin", "L"}, (
        "the lines and what was signed tell reasons and consents, which are for members"
    )
    run = take(two, alice)
    assert not Report.objects.visible_to(PUBLIC).exists()
    assert not Document.objects.visible_to(PUBLIC).filter(title="L").exists()
    assert [each.code for each in Source.objects.visible_to(PUBLIC)] == ["daily-paper"]
    assert {note.split(":")[0] for note in run.notes} == {
        "3 reports closed there since, and here now",
        "1 documents closed there since, and here now",
        "1 sources closed there since, and here now",
    }
    frightened = Report.objects.get(content__killed__low=3)
    actions.protect(frightened, Level.PUBLIC, actor=alice, reason="they agreed since")
    take(three, alice)
    assert [each.pk for each in Report.objects.visible_to(PUBLIC)] == [frightened.pk], (
        "what somebody here opened after it was closed stands, and what is open there only is not opened here"
    )
    assert list(verify(CheckRequest())) == []


def test_what_is_restricted_since_needs_no_group_to_be_closed(told, enter, alice, partner_key):
    circle = Group.objects.create(name="tracing")

    def happen(send):
        first, second = (enter({"when": "2019-05-02", "killed": n}) for n in ("3", "4"))
        send(first, second)
        actions.protect(first, Level.RESTRICTED, groups=[circle], actor=alice)
        send(second)
        send(second)

    one, two, three = told(happen)
    take(one, alice)
    run = take(two, alice)
    first = Report.objects.get(content__killed__low=3)
    assert first.level == Level.INTERNAL and any("say with --group" in note for note in run.notes)
    take(three, alice, groups=[circle])
    first.refresh_from_db()
    assert first.level == Level.RESTRICTED and list(first.groups.all()) == [circle]
    begun = find_partner(partner_key.name).received.get(number=1)
    for file in (begun.document, begun.run.document):
        assert file.level == Level.RESTRICTED, "its line stands in the files of the bundle that brought it"


def test_nothing_is_told_of_what_never_went_nor_of_what_its_maker_may_not_see(told, enter, alice, bob):
    circle = Group.objects.create(name="tracing")
    names = {}

    def happen(send):
        gone, stays = (enter({"when": "2019-05-02", "killed": n}) for n in ("3", "4"))
        send(gone)
        with pytest.raises(NothingToSend):
            send()
        actions.withdraw(gone, actor=alice, reason="her brother denies it")
        actions.withdraw(stays, actor=alice, reason="her sister too")
        hidden = corrected(gone, "5", alice, level=Level.INTERNAL)
        names.update(gone=gone.address, stays=stays.address, hidden=hidden.address)
        send(viewer=PUBLIC, sight=STEWARD)
        actions.protect(gone, Level.RESTRICTED, groups=[circle], actor=alice)
        with pytest.raises(NothingToSend):
            send(viewer=Viewer.of(bob), actor=bob)
        send()

    one, two, three = told(happen)
    assert names["gone"].encode() in two and names["stays"].encode() not in two + three
    assert names["hidden"].encode() not in two
    take(one, alice)
    run = take(two, alice)
    assert any("the correction did not come" in note for note in run.notes)


def repacked(content, change, key, version=VERSION):
    """The bundle as the partner would have signed it with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    manifest = json.loads(parts[MANIFEST])
    manifest["version"] = version
    manifest["parts"] = {name: each for name, each in manifest["parts"].items() if name in parts}
    for name, each in manifest["parts"].items():
        each |= {"size": len(parts[name]), "sha256": hashlib.sha256(parts[name]).hexdigest()}
    parts[MANIFEST] = BundleManifest(**manifest).encode()
    text = f"dalil bundle {version}\n{hashlib.sha256(parts[MANIFEST]).hexdigest()}\n"
    parts[SIGNATURE] = str(Note(text, (key.sign(text),))).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, each in parts.items():
            archive.writestr(name, each)
    return out.getvalue()


def test_a_bundle_of_the_form_before_comes_in_and_none_after_a_newer(told, enter, alice, partner_key):
    def happen(send):
        send(enter({"when": "2019-05-02", "killed": "3"}))
        send(enter({"when": "2019-05-03", "killed": "4"}))

    one, two = told(happen)
    old = repacked(one, lambda parts: parts.pop("decisions.jsonl"), partner_key, version=2)
    with pytest.raises(BundleRefused, match=r"has no part decisions\.jsonl"):
        take(repacked(one, lambda parts: parts.pop("decisions.jsonl"), partner_key), alice)
    assert take(old, alice).new == 1 and find_partner(partner_key.name).received.get().version == 2
    assert take(two, alice, after_gap=True).new == 1


BAD = (
    b"[",
    b"[]",
    b'{"of": "withdrawal", "report": 1, "in_force": true, "reason": ""}',
    b'{"of": "withdrawal", "report": "a", "in_force": 1, "reason": ""}',
    b'{"of": "withdrawal", "report": "a", "in_force": true, "reason": "", "more": 1}',
    b'{"of": "withdrawal", "report": "a", "in_force": true, "reason": "' + b"x" * 2001 + b'"}',
    b'{"of": "withdrawal", "report": "a", "in_force": true, "reason": "\\u0000"}',
    b'{"of": "correction", "report": "a", "by": 1, "in_force": true, "reason": ""}',
    b'{"of": "closing", "report": "a", "level": "open", "groups": [], "at": "2024-03-01T10:00:00+00:00"}',
    b'{"of": "closing", "report": "a", "level": "internal", "groups": [1], "at": "2024-03-01T10:00:00+00:00"}',
    b'{"of": "closing", "report": "a", "level": "internal", "groups": [], "at": "2024-03-01"}',
    b'{"of": "closing", "place": "a", "level": "internal", "groups": [], "at": "2024-03-01T10:00:00+00:00"}',
    b"[" * 200_000,
)


def test_a_decision_that_cannot_be_read_refuses_the_bundle(told, enter, alice, partner_key):
    (content,) = told(lambda send: send(enter({"when": "2019-05-02", "killed": "3"})))
    for line in BAD:
        with pytest.raises(BundleRefused, match="a decision in it cannot be read"):
            take(
                repacked(
                    content, lambda parts, line=line: parts.update({"decisions.jsonl": line + b"\n"}), partner_key
                ),
                alice,
            )
    assert not Report.objects.visible_to(STEWARD).exists()
