"""What a partner's file says of reports that are not theirs changes nothing: it may correct and withdraw only what came from them."""

import json

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.exports.report_lines import report_lines
from dalil.record.canonical import canonical, digest_over
from dalil.record.models import Report, Source, Supersession, Withdrawal


def all_reports():
    return Report.objects.visible_to(Viewer.steward())


def line_of(report, **changes):
    """The line of a report as a partner would send it, changed; without its address where it then has another."""
    line = json.loads(next(iter(report_lines(all_reports().filter(pk=report.pk), Viewer.steward()))))
    if set(changes) - {"withdrawn"}:
        line.pop("address"), line.pop("digest")
    return {**line, **changes}


@pytest.fixture
def sent(tmp_path, run_import):
    """Bring in lines as a partner's file."""

    def one(*lines, level=Level.INTERNAL, name="partner", **facts):
        file = tmp_path / f"{name}.jsonl"
        file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
        return run_import(file, level=level, **facts)

    return one


@pytest.fixture
def ours(enter):
    return enter(
        {"when": "2019-05-02", "killed": 9}, origin="north-monitor", relay="paper", said="nine", external_id="n:1"
    )


PARTNER = {"attribution": {"origins": [{"code": "partner"}]}}


def test_a_line_like_ours_with_a_withdrawal_withdraws_nothing(ours, sent):
    run = sent(line_of(ours, withdrawn="we say so"))
    assert not Withdrawal.objects.exists()
    failed = run.failedrows.get()
    assert failed.field == "withdrawn" and ours.address in failed.cause and "on the desk" in failed.cause


def test_a_line_that_corrects_what_another_told_us_fails(ours, sent):
    run = sent(line_of(ours, **PARTNER, content={"when": "2019-05-02"}, external_id="", corrects=[ours.address]))
    assert (run.new, run.failed) == (0, 1) and not Supersession.objects.exists()
    failed = run.failedrows.get()
    assert (failed.field, failed.value) == ("corrects", ours.address)
    assert "north-monitor" in failed.cause and "partner" in failed.cause


def test_a_line_with_another_s_identifier_fails(ours, sent):
    run = sent(line_of(ours, **PARTNER, content={"when": "2019-05-02"}))
    assert (run.new, run.failed) == (0, 1) and not Supersession.objects.exists()
    assert run.failedrows.get().field == "external_id"


def test_a_line_of_ours_before_it_does_not_open_the_way(ours, sent):
    run = sent(line_of(ours), line_of(ours, **PARTNER, content={"when": "2019-05-02"}), level=Level.PUBLIC)
    assert (run.repeated, run.failed) == (1, 1) and not Supersession.objects.exists()


def test_a_correction_that_credits_nobody_is_nobody_s(enter, sent):
    nobody_s = enter({"when": "2019-05-02", "killed": 9}, origin=None)
    run = sent(line_of(nobody_s, content={"when": "2019-05-02"}, corrects=[nobody_s.address]), level=Level.PUBLIC)
    assert (run.new, run.failed) == (0, 1)


def test_a_correction_is_of_the_same_kind(ours, sent):
    tally = {"when": "2019", "what": "displaced", "count": 7}
    run = sent(line_of(ours, kind="tally", content=tally), level=Level.PUBLIC)
    assert (run.new, run.failed) == (0, 1) and "report of incident" in run.failedrows.get().cause


def test_the_same_teller_corrects_also_where_it_names_more_origins(ours, sent):
    more = {"origins": [{"code": "north-monitor"}, {"code": "eyewitness"}], "relays": [{"code": "paper"}]}
    run = sent(line_of(ours, attribution=more, content={"when": "2019-05-02", "killed": 8}), level=Level.PUBLIC)
    assert (run.new, run.corrected, run.failed) == (1, 1, 0)


def test_an_internal_line_does_not_correct_a_public_report_behind_its_readers_backs(ours, sent):
    line = line_of(ours, content={"when": "2019-05-02", "killed": 8})
    run = sent(line, level=Level.INTERNAL)
    assert (run.new, run.failed) == (0, 1)
    assert "is public" in run.failedrows.get().cause and "--level public" in run.failedrows.get().cause
    assert sent(line_of(ours), level=Level.INTERNAL, name="same").failed == 0, "a repetition corrects nothing"


def test_what_a_source_brought_in_it_withdraws_in_its_next_file(sent, ours):
    mine = line_of(ours, **PARTNER, external_id="", content={"when": "2019-06-01"})
    assert sent(mine, source="partner-office").new == 1
    told = {**mine, "withdrawn": "it was a rumour"}
    assert sent(told, source="somebody-else", name="other").failed == 1
    run = sent(told, source="partner-office", name="next")
    assert run.failed == 0 and Withdrawal.objects.get().reason == "it was a rumour"


def test_a_new_report_that_was_withdrawn_comes_in_withdrawn(sent, ours):
    run = sent(line_of(ours, **PARTNER, external_id="", content={"when": "2019-06-01"}, withdrawn="a rumour"))
    assert (run.new, run.failed) == (1, 0) and Withdrawal.objects.count() == 1


def test_a_new_edition_of_ged_corrects_the_old_one_though_its_origins_change(run_import, samples, tmp_path, by_id):
    run_import(samples / "ged.csv")
    before = by_id("ucdp-ged:900001")
    text = (samples / "ged.csv").read_text(encoding="utf-8")
    key = before.attribution.key
    edition = tmp_path / "next.csv"
    row = next(line for line in text.splitlines() if line.startswith("900001"))
    origin = Source.objects.visible_to(Viewer.steward()).get(code=key.split(" via ")[0].split("+")[0])
    changed = row
    for name in {origin.name_en, origin.code, origin.code.upper()}:
        changed = changed.replace(name, "Another Monitor")
    assert changed != row
    edition.write_text(text.replace(row, changed), encoding="utf-8")
    run = run_import(edition)
    assert (run.corrected, run.failed) == (1, 1), run.failedrows.all()
    assert by_id("ucdp-ged:900001").attribution.key.split(" via ")[1] == "ucdp"


def test_a_rehearsal_tells_what_would_be_refused(ours, tmp_path, order):
    from dalil.intake import runs

    file = tmp_path / "partner.jsonl"
    file.write_text(json.dumps(line_of(ours, withdrawn="we say so")), encoding="utf-8")
    _, errors = runs.dry_run(order(file))
    assert [error.field for error in errors] == ["withdrawn"]


def test_an_import_knows_what_it_entered(sent, ours):
    run = sent(line_of(ours, **PARTNER, external_id="", content={"when": "2019-06-01"}))
    run.refresh_from_db()
    newest = all_reports().first().pk
    assert run.entered == [[newest, newest]]


def test_what_rows_become_does_not_tell_that_a_hidden_report_bears_their_identifier(enter, sent, ours):
    without = sent(line_of(ours, **PARTNER, external_id="n:2", said="ours"), name="without")
    hidden = enter(
        {"when": "2019-05-02", "killed": 4}, origin="quiet-witness", external_id="n:3", level=Level.RESTRICTED
    )
    run = sent(line_of(ours, **PARTNER, external_id="n:3", said="ours too"), name="with")
    assert (run.new, run.failed, run.corrected, run.notes) == (
        without.new,
        without.failed,
        without.corrected,
        without.notes,
    )
    assert run.new == 1 and not Supersession.objects.exists()
    entered = all_reports().latest("pk")
    assert entered.external_id == hidden.external_id and entered.pk != hidden.pk

    again = sent(line_of(ours, **PARTNER, external_id="n:3", said="mended"), name="again", source="partner")
    assert again.new == 1
    assert Supersession.objects.get().old == entered, "the partner's own word is followed, not the hidden one's"


def test_a_line_under_the_address_of_a_hidden_report_comes_in_under_another(enter, sent, ours):
    hidden = enter({"when": "2019-05-02", "killed": 4}, origin="quiet-witness", level=Level.RESTRICTED)
    claims = {**line_of(ours, **PARTNER, external_id=""), "address": hidden.address}
    claims["digest"] = digest_of_line(claims)
    correcting = line_of(
        ours,
        **PARTNER,
        content={"when": "2019-05-02", "killed": {"low": 5, "high": 5, "point": 5, "shape": "exact"}},
        external_id="",
        corrects=[hidden.address],
    )
    run = sent(claims, correcting)
    assert (run.new, run.failed) == (2, 0), [each.cause for each in run.failedrows.all()]
    (correction,) = Supersession.objects.all()
    assert hidden.pk not in (correction.old_id, correction.new_id), "what they correct is theirs"
    assert sent(claims, correcting).new == 0, "a second time it is known"


def test_a_line_under_the_address_of_another_report_is_refused(enter, sent, ours):
    other = enter({"when": "2019-05-09", "killed": 1}, origin="north-monitor")
    claims = {**line_of(ours, **PARTNER), "address": other.address}
    claims["digest"] = digest_of_line(claims)
    run = sent(claims)
    assert (run.new, run.failedrows.get().field) == (0, "address")


def digest_of_line(line):
    return digest_over(
        kind=line["kind"],
        content=canonical(line["content"]),
        said=line["said"],
        language=line.get("language", ""),
        sha256=line["document"]["sha256"],
        locator=line.get("locator", ""),
        attribution="partner",
    )
