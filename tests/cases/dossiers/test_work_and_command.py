"""The work on a dossier, what the consents of several persons allow, and who commanded what over time."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Permission

from dalil.archive.protection import Level, Viewer
from dalil.cases.dossiers.command import read_command
from dalil.cases.dossiers.errands import NewErrand, end_errand, find_accounts, give_errand, write_note
from dalil.cases.dossiers.keeping import choose_reports
from dalil.cases.dossiers.matrix import read_matrix
from dalil.cases.dossiers.models import ErrandOutcome, PrivilegedNote
from dalil.cli.dossiers import dossier
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.kind import kind_of
from dalil.record.log import changes_since
from dalil.record.sealed.consents import cover, give_consent
from dalil.record.sealed.persons import name_person_elsewhere
from dalil.values.consent import ConsentTerms
from dalil.wording.claims import title_of

pytestmark = pytest.mark.django_db

MEMBER = Viewer(member=True)
BRIGADE = {"en": "Ninth Brigade", "ar": "اللواء التاسع"}


def role(enter, who, when=None, **more):
    told = {"who": who, "function": "COMMANDS", "unit": BRIGADE, "when": when, "shown_by": "DECREE", **more}
    return enter({name: each for name, each in told.items() if each}, kind="role", origin="gazette")


def test_two_names_in_one_command_at_one_time_contradict_each_other_and_a_gap_stays_open(case, enter, layla):
    first = role(enter, "Samir Example", "2018")
    deputy = role(enter, "Nadim Example", "2018", function="DEPUTY")
    other = role(enter, "Ziad Example", "2018-06")
    later = role(enter, "Samir Example", "2020-01")
    seen = enter({"what": "PERSON", "when": "2018-05-01", "person": "Samir Example"}, kind="sighting")
    choose_reports(case.dossier, [first, deputy, other, later, seen], actor=layla, reason="who commanded")
    told = read_command(case.dossier, MEMBER)
    (unit,) = told.units
    assert [each.claim.who.said for each in unit.roles][-1] == "Samir Example" and len(unit.roles) == 4
    contradicting = {each.report.pk: [one.pk for one in each.contradicts] for each in unit.roles}
    assert contradicting == {first.pk: [other.pk], other.pk: [first.pk], deputy.pk: [], later.pk: []}
    assert told.seen == (seen,)
    actions.withdraw(other, actor=layla, reason="another brigade")
    assert not any(each.contradicts for each in read_command(case.dossier, MEMBER).units[0].roles)


def test_one_commander_in_two_scripts_and_a_unit_in_either_language_are_no_contradiction(case, enter, layla):
    reports = [
        role(enter, "سمير مثال الحلبي", "2018", unit={"ar": BRIGADE["ar"]}),
        role(enter, "Samir Mithal al-Halabi", "2018-06", unit={"en": BRIGADE["en"]}),
        role(enter, "Samir Mithal al-Halabi", "2018-07", unit=BRIGADE),
    ]
    choose_reports(case.dossier, reports, actor=layla, reason="who commanded")
    (unit,) = read_command(case.dossier, MEMBER).units
    assert unit.name.en == BRIGADE["en"] and unit.name.ar == BRIGADE["ar"]
    assert [each.report for each in unit.roles] == reports
    assert not any(each.contradicts for each in unit.roles)


def test_a_role_is_said_in_both_languages():
    claim = kind_of("role").model_validate(
        {"who": "سمير مثال", "function": "COMMANDS", "unit": BRIGADE, "when": "2018-05"}
    )
    assert title_of(claim, "en") == "سمير مثال, Commands it: Ninth Brigade, May 2018"
    assert title_of(claim, "ar") == "سمير مثال، يقوده: اللواء التاسع، أيار ٢٠١٨"
    assert claim.public_profile() == "office"


def test_where_consents_of_one_thing_differ_the_strictest_holds_and_that_is_said(case, layla):
    report = case.reports["record"]
    for name, purposes in (("one", ("icc", "internal")), ("other", ("internal",))):
        given = give_consent(
            name_person_elsewhere("witness", actor=layla),
            ConsentTerms(purposes=purposes),
            on_day=date(2020, 1, 1),
            actor=layla,
        )
        cover(given, [report], actor=layla, reason=name)
    pin = case.pins["record"].pk
    inside = read_matrix(case.dossier, MEMBER).evidence[pin]
    assert inside.permission.allowed and not inside.consents_differ
    outside = read_matrix(case.dossier, MEMBER, purpose="icc").evidence[pin]
    assert outside.permission.type == "purpose_not_consented" and outside.consents_differ


def test_an_account_is_found_by_its_day_and_its_place_and_not_by_neither(case, enter, layla):
    def tell(**told):
        return enter({"teller": {"en": "a witness"}, **told}, kind="testimony", level=Level.INTERNAL)

    near = tell(when="2019-05-05", where={"places": ["SY0702"]})
    tell(when="2019-05-05", where={"places": ["SY14"]})
    tell(when="2011-01-01", where={"places": ["SY07"]})
    tell(summary={"en": "something, some day"})
    assert find_accounts(case.dossier, MEMBER) == [near]
    asked = NewErrand(words="hear the nurse", document_type="testimony", partner="A partner")
    with pytest.raises(Refused, match=r"given already \(1\)"):
        give_errand(case.dossier, asked, actor=layla, viewer=MEMBER)
    hidden_from = Viewer.public()
    assert find_accounts(case.dossier, hidden_from) == []


def test_what_is_to_be_done_ends_once_in_words_and_a_note_is_in_no_log(case, layla):
    errand = give_errand(case.dossier, NewErrand(words="ask for the log of the ward"), actor=layla, viewer=MEMBER)
    with pytest.raises(Refused, match="say what came of it"):
        end_errand(errand, ErrandOutcome.DONE, actor=layla, reason=" ")
    end_errand(errand, ErrandOutcome.REFUSED, actor=layla, reason="it burned")
    with pytest.raises(Refused, match="ended already"):
        end_errand(errand, ErrandOutcome.DONE, actor=layla, reason="again")
    write_note(case.dossier, "zurbatiya-canary", actor=layla)
    assert PrivilegedNote.objects.count() == 1
    assert "zurbatiya" not in " ".join(str(each.detail) for each in changes_since(0))


def test_the_command_lists_dossiers_and_hands_one_out_to_officers_alone(case, layla, omar, tmp_path):
    layla.user_permissions.add(Permission.objects.get(codename="dossiers"))
    told = CliRunner().invoke(dossier, ["list", "--as", "layla"])
    assert told.exit_code == 0 and "WARD  The ward: 3 things, 3 of 5 elements open" in told.output
    words = ["hand-out", "ward", "--recipient", "Example Court", "--for", "icc", "--terms", "for this trial"]
    stranger = CliRunner().invoke(dossier, [*words, "--as", "omar", "--to", str(tmp_path / "bag")])
    assert stranger.exit_code and "does not work on dossiers" in stranger.output
    done = CliRunner().invoke(dossier, [*words, "--as", "layla", "--to", str(tmp_path / "bag")])
    assert done.exit_code == 0, done.output
    assert "3 reports and 3 documents" in done.output and "1 in it, 0 left out" in done.output
    assert (tmp_path / "bag" / "data" / "dossier" / "index.csv").is_file()
