"""A case file as a bag: checked with public programs alone, and silent about what may not leave."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group

from dalil.archive.custody import note_custody
from dalil.archive.folder_store import path_of
from dalil.archive.models import CustodyEvent
from dalil.archive.protection import Level, Viewer
from dalil.cli.exporting import export
from dalil.cli.proof import ledger
from dalil.exports.bag.bag_contents import BagRequest, NothingLeaves, write_bag
from dalil.exports.bag.left_out import mark_of
from dalil.ledger.inclusion import InclusionProof
from dalil.ledger.merkle import leaf_hash
from dalil.proofs.models import Remark
from dalil.proofs.sealing import destroy_salt
from dalil.proofs.signing import public_key
from dalil.record import actions
from dalil.record.models import Report, Verdict
from dalil.record.sealed.consents import cover, give_consent
from dalil.record.sealed.models import Disclosure
from dalil.record.sealed.persons import name_person_elsewhere
from dalil.values.consent import ConsentTerms

pytestmark = pytest.mark.django_db

CANARY = "zurbatiya-witness-canary"


def sh(folder, script, *, fails=False):
    done = subprocess.run(["bash", "-c", f"set -e\n{script}"], cwd=folder, capture_output=True, text=True, timeout=60)
    assert (done.returncode != 0) is fails, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def lines_of(file: Path):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def case(enter, alice):
    """One incident by three reports: two public ones judged the same, and one of a witness, restricted to a group."""
    first = enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor", said="أكثر من 82 قتيلًا في القصف")
    second = enter({"when": "2019-05-01", "killed": "84"}, origin="daily-paper")
    within = Group.objects.create(name="tracing")
    letter = actions.receive_document(
        io.BytesIO(CANARY.encode()),
        actor=alice,
        title=f"Letter {CANARY}",
        media_type="text/plain",
        level=Level.RESTRICTED,
        groups=[within],
    )
    third = enter(
        {"when": "2019-05-01", "killed": "90"},
        level=Level.RESTRICTED,
        groups=[within],
        document=letter,
        said=f"my brother {CANARY}",
    )
    actions.judge(first, second, Verdict.SAME, actor=alice, reason="same street")
    actions.judge(second, third, Verdict.SAME, actor=alice)
    return first, second, third


@pytest.fixture
def bag(case, tmp_path):
    done = CliRunner().invoke(export, [case[0].address, "--to", str(tmp_path / "bag"), "--recipient", "Example Court"])
    assert done.exit_code == 0, done.output
    assert "2 reports and 1 documents" in done.output
    assert "left out: 1 report, restricted" in done.output
    return tmp_path / "bag"


def test_public_programs_alone_check_a_bag(bag):
    """The commands of VERIFY.txt, as they stand there."""
    told = [line.strip() for line in (bag / "VERIFY.txt").read_text().splitlines() if line.startswith("    ")]
    commands = [
        line
        for line in told
        if line.split()[0] in {"sha256sum", "test", "openssl", "ssh-keygen", "sed", "grep", "python3"}
    ]
    assert len(commands) == 8
    temporary = bag.parent / "temporary"
    temporary.mkdir()
    script = "\n".join(commands).replace("/tmp/", f"{temporary}/").replace("python3", sys.executable)
    said = sh(bag, script)
    assert said.count("Signature Verified Successfully") == 2 and 'Good "dalil-bag" signature' in said
    assert "All proofs lead to the root of the checkpoint" in said and "2 report," in said
    assert str(public_key()) in told
    for name in ("VERIFY.ar.txt", "data/METHOD.ar.txt", "data/LIMITS.ar.txt"):
        assert public_key().name in (bag / name).read_text(encoding="utf-8")
        assert "$" not in (bag / name).read_text().replace("/^$/,$d", "").replace('"$(', "")


def test_bagit_py_finds_the_bag_valid(bag):
    python = os.environ.get("DALIL_TEST_BAGIT", sys.executable)
    if python == sys.executable and importlib.util.find_spec("bagit") is None:
        pytest.skip("bagit.py is not installed; DALIL_TEST_BAGIT names the Python of an environment that has it")
    assert "is valid" in sh(bag, f"{python} -W ignore -m bagit --validate .")
    (bag / "data" / "added.txt").write_text("added later")
    assert "is invalid" in sh(bag, f"{python} -W ignore -m bagit --validate .", fails=True)


@pytest.mark.parametrize("file", ["data/reports.jsonl", "data/custody.jsonl", "VERIFY.txt", "bag-info.txt"])
def test_a_changed_byte_is_found(bag, file):
    content = bytearray((bag / file).read_bytes())
    content[len(content) // 2] ^= 1
    (bag / file).write_bytes(content)
    check = "sha256sum -c --quiet tagmanifest-sha256.txt && sha256sum -c --quiet manifest-sha256.txt"
    sh(bag, f"if ! ({check}); then exit 1; fi", fails=True)


def test_a_bag_made_up_anew_is_not_sealed(bag):
    """Whoever changes a report and the manifests with it has no signature for them, and the proof of the report fails."""
    lines = bag / "data/reports.jsonl"
    lines.write_text(lines.read_text().replace('"killed":{', '"injured":{'))
    assert "says something else than its leaf" in sh(bag, f"{sys.executable} check_proofs.py", fails=True)
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        made = [
            f"{hashlib.sha256((bag / path).read_bytes()).hexdigest()}  {path}"
            for path in (line.split("  ")[1] for line in (bag / name).read_text().splitlines())
        ]
        (bag / name).write_text("\n".join(made) + "\n")
    sh(bag, "sha256sum -c --quiet tagmanifest-sha256.txt && sha256sum -c --quiet manifest-sha256.txt")
    signature = "-sigfile seal/tagmanifest-sha256.sig"
    sh(
        bag,
        f"openssl pkeyutl -verify -pubin -inkey seal/log-key.pem -rawin -in tagmanifest-sha256.txt {signature}",
        fails=True,
    )


def test_what_may_not_leave_is_in_no_file_of_the_bag_and_can_be_shown_later(bag, case):
    for file in bag.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert CANARY.encode() not in content and case[2].address.encode() not in content, file
            assert case[2].document.sha256.encode() not in content
    told = json.loads((bag / "data/left-out.json").read_text())
    assert told["counts"] == [{"noun": "report", "reason": "restricted", "count": 1}] and len(told["marks"]) == 1
    done = CliRunner().invoke(
        ledger, ["prove", "report", case[2].address, "--show", "address", "--left-out", told["bag"]]
    )
    shown = json.loads(done.output)
    sealed = leaf_hash(InclusionProof.read(shown).leaf.text())
    assert mark_of(sealed, shown["left_out"]["key"], told["bag"]) == told["marks"][0]
    assert InclusionProof.read(shown).check(public_key())
    other = json.loads(CliRunner().invoke(ledger, ["prove", "report", case[0].address]).output)
    assert (
        mark_of(leaf_hash(InclusionProof.read(other).leaf.text()), shown["left_out"]["key"], told["bag"])
        != told["marks"][0]
    )


def test_a_bag_holds_custody_and_notes_that_it_left(bag, case):
    custody = lines_of(bag / "data/custody.jsonl")
    assert [each["what"] for each in custody] == ["received", "hashed"]
    assert not any({"actor", "host"} & each.keys() for each in custody)
    assert {each["detail.sha256"] for each in custody if each["what"] == "hashed"} == {
        json.dumps(case[0].document.sha256)
    }
    event = CustodyEvent.objects.get(document=case[0].document, what="exported")
    digest = hashlib.sha256((bag / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert event.detail["manifest"] == digest and event.detail["recipient"] == "Example Court"
    proofs = lines_of(bag / "data/ledger/proofs.jsonl")
    fields = [{each["name"] for each in proof["leaf"]["fields"]} for proof in proofs]
    assert not any({"entered_by", "actor", "host"} & each for each in fields)
    assert [proof["leaf"]["noun"] for proof in proofs].count("judgement") == 1


def test_the_public_bag_says_nothing_of_what_the_public_may_not_know(case, tmp_path):
    request = BagRequest(
        entities=(case[0].address,), viewer=Viewer.public(), actor=actions.system_actor(), purpose="publication"
    )
    made = write_bag(tmp_path / "public", request)
    assert made.reports == 2 and made.left_out == []
    text = "".join(file.read_text() for file in (tmp_path / "public" / "data").rglob("*.json*"))
    assert "same street" not in text


def test_a_file_that_holds_what_may_not_leave_stays(enter, alice, tmp_path):
    sheet = actions.receive_document(
        io.BytesIO(b"two rows"), actor=alice, title="Sheet", media_type="text/csv", filename="a%2fb.csv"
    )
    one = enter({"when": "2019-05-01"}, document=sheet, level=Level.INTERNAL)
    request = BagRequest(entities=(one.address,), viewer=Viewer.steward(), actor=alice)
    made = write_bag(tmp_path / "whole", request)
    assert [file.name for file in (tmp_path / "whole/data/originals").iterdir()] == [
        f"{sheet.sha256}.csv"
    ] and not made.left_out
    enter({"when": "2019-05-02"}, document=sheet, level=Level.RESTRICTED)
    made = write_bag(tmp_path / "part", request)
    assert [(each.noun, each.reason) for each in made.left_out] == [("document", "holds_restricted")]
    assert made.reports == 1 and not (tmp_path / "part/data/originals").exists()


def test_a_missing_file_and_a_destroyed_salt_are_named(case, tmp_path, alice):
    path_of(case[0].document.sha256).unlink()
    with actions.writing():
        destroy_salt(Report, [case[1].pk], actor=alice, reason="asked for")
    request = BagRequest(entities=(case[0].address,), viewer=Viewer.public(), actor=alice)
    made = write_bag(tmp_path / "bag", request)
    assert [each.reason for each in made.left_out] == ["missing"]
    assert [each["name"] for each in made.unproven] == [case[1].address]
    assert "All proofs lead" in sh(tmp_path / "bag", f"{sys.executable} check_proofs.py")
    assert Remark.objects.filter(what=Remark.What.SALT_DESTROYED).exists()


def test_a_bag_that_fails_leaves_nothing_and_is_never_written_over(case, tmp_path, monkeypatch, alice):
    request = BagRequest(entities=(case[2].address,), viewer=Viewer.steward(), actor=alice)
    place = tmp_path / "bag"
    with monkeypatch.context() as broken:
        broken.setattr("dalil.exports.bag.bag_contents.ssh_signature", lambda *words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_bag(place, request)
    assert not list(tmp_path.glob("*bag*")) and not CustodyEvent.objects.filter(what="exported").exists()
    write_bag(place, request)
    with pytest.raises(FileExistsError):
        write_bag(place, request)
    for each in case[:2]:
        actions.protect(each, Level.RESTRICTED, actor=alice, groups=case[2].groups.all(), reason="asked for")
    with pytest.raises(NothingLeaves):
        write_bag(tmp_path / "none", request)


def test_a_second_person_lets_a_restricted_report_leave(case, tmp_path, bob, edith):
    from dalil.access.models import Proposal
    from dalil.exports.confirmed import confirm_export

    for each in (bob, edith):
        each.is_superuser = True
        each.save()
    run = CliRunner().invoke
    asked = run(export, [case[0].address, "--as", "bob", "--propose", "the court asks"])
    assert "Nothing is exported yet" in asked.output
    proposal = Proposal.objects.get()
    confirm_export(proposal, actor=edith)
    words = [case[0].address, "--as", "bob", "--to", str(tmp_path / "bag"), "--confirmed", str(proposal.pk)]
    assert "3 reports and 2 documents" in run(export, words).output
    assert run(export, [*words[:-3], str(tmp_path / "again"), *words[-2:]]).exit_code == 1


def test_what_was_made_of_a_document_is_told_where_it_may_be_seen(case, tmp_path, alice):
    document = case[0].document
    note_custody(document, CustodyEvent.What.DERIVED, actor=alice, output=case[2].document.sha256, relation="copy")
    request = BagRequest(entities=(case[0].address,), viewer=Viewer.steward(), actor=alice)
    write_bag(tmp_path / "bag", request)
    assert [each["what"] for each in lines_of(tmp_path / "bag/data/custody.jsonl")] == ["received", "hashed"]


def test_a_copy_and_a_translation_stay_with_their_original_and_a_redaction_leaves(enter, alice, tmp_path):
    def keep(content, **facts):
        return actions.receive_document(io.BytesIO(content), actor=alice, title="S", media_type="text/csv", **facts)

    sheet = keep(b"two rows")
    made = {each: keep(each.encode(), parent=sheet, relation=each) for each in ("copy", "translation", "redaction")}
    one = enter({"when": "2019-05-01"}, document=sheet, level=Level.INTERNAL)
    enter({"when": "2019-05-02"}, document=sheet, level=Level.RESTRICTED)
    request = BagRequest(entities=(one.address,), viewer=Viewer.steward(), actor=alice)
    done = write_bag(tmp_path / "bag", request)
    assert [(each.noun, each.reason) for each in done.left_out] == [("document", "holds_restricted")] * 3
    assert [file.stem for file in (tmp_path / "bag/data/derived").iterdir()] == [made["redaction"].sha256]


def test_a_confirmed_bag_that_grew_or_is_for_somebody_else_is_refused(case, enter, tmp_path, alice, bob, edith):
    from dalil.access.models import Proposal
    from dalil.exports.confirmed import confirm_export

    for each in (bob, edith):
        each.is_superuser = True
        each.save()
    older = enter({"when": "2019-05-01", "killed": "7"})
    late = enter({"when": "2019-05-01"}, level=Level.RESTRICTED, groups=case[2].groups.all())
    actions.judge(late, case[0], Verdict.SAME, actor=alice)

    def run(*words):
        return CliRunner().invoke(export, [case[0].address, "--as", "bob", *words])

    run("--propose", "the court asks", "--recipient", "Example Court")
    proposal = Proposal.objects.get()
    confirm_export(proposal, actor=edith)
    take = ("--to", str(tmp_path / "bag"), "--confirmed", str(proposal.pk))
    assert "confirmed with other recipient" in run(*take).output
    assert "other purpose" in run(*take, "--recipient", "Example Court", "--for", "icc").output
    enter({"when": "2019-05-01", "killed": "8"})
    joined = actions.judge(older, case[0], Verdict.SAME, actor=alice)
    assert "confirmed with other reports" in run(*take, "--recipient", "Example Court").output
    actions.retract(joined, actor=alice)
    (tmp_path / "bag").mkdir()
    assert "there already" in run(*take, "--recipient", "Example Court").output
    (tmp_path / "bag").rmdir()
    assert "4 reports" in run(*take, "--recipient", "Example Court").output


def test_a_bag_that_fails_notes_no_disclosure_and_lines_tell_of_nothing_left_out(case, tmp_path, monkeypatch, alice):
    terms = ConsentTerms(purposes=("icc",))
    consent = give_consent(name_person_elsewhere("witness", actor=alice), terms, on_day=date(2024, 1, 1), actor=alice)
    cover(consent, [case[1]], actor=alice)
    request = BagRequest(entities=(case[0].address,), viewer=Viewer.steward(), actor=alice, purpose="icc")
    with monkeypatch.context() as broken:
        broken.setattr("dalil.exports.bag.bag_contents.ssh_signature", lambda *words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_bag(tmp_path / "bag", request)
    assert not Disclosure.objects.exists()
    write_bag(tmp_path / "bag", request)
    assert [each.address for each in Disclosure.objects.get().reports.all()] == [case[1].address]
    write_bag(tmp_path / "other", replace(request, purpose="research"))
    told = (tmp_path / "other/data/reports.jsonl").read_text()
    assert case[1].address not in told and "same street" not in told
