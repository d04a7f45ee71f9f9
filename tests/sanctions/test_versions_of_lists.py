"""Versions of a list are compared: who was put on, amended, taken off; and what changes nothing is no change."""

import re
from datetime import date

import pytest
from list_samples import eu, ofac, un
from lxml import etree

from dalil.access.refused import Refused
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record.entities import entities_of
from dalil.record.models import LogEntry, Report
from dalil.sanctions.change_words import say_changes, say_doubts
from dalil.sanctions.list_changes import changes_on, list_on
from dalil.sanctions.models import ListVersion
from dalil.sanctions.taking_versions import VersionRequest, take_version

STEWARD = Viewer.steward()
JUNE, AUGUST = date(2018, 6, 7), date(2018, 8, 24)


@pytest.fixture
def take(tmp_path, alice):
    def take(text, name="list.xml", **asked):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return take_version(VersionRequest(paths=(path,), actor=alice, **asked))

    return take


def numbers(version):
    return version.listed, version.amended, version.delisted, version.unchanged


def state():
    return (
        Report.objects.visible_to(STEWARD).count(),
        Document.objects.visible_to(STEWARD).count(),
        ListVersion.objects.count(),
        LogEntry.objects.count(),
    )


def test_a_first_version_says_who_stands_on_the_list_and_not_since_when(take):
    taken = take(un())
    assert taken.new and numbers(taken.version) == (0, 0, 0, 3)
    report = Report.objects.visible_to(STEWARD).get(external_id="sanctions/un_sc/1:XXi.001")
    assert report.claim.action == "on_list" and report.claim.when.notation() == "2018-06-07"
    assert report.document.type == "list" and report.level == Level.INTERNAL and report.locator.startswith("line ")
    assert [credit.source.code for credit in report.attribution.credits.all()] == ["un-security-council"]
    assert taken.version.not_carried == {"LIST_TYPE": 3, "VERSIONNUM": 3}


def test_the_same_file_again_adds_nothing(take):
    take(un())
    before = state()
    assert not take(un()).new and state() == before


def test_what_changed_is_told_entry_by_entry_and_field_by_field(take):
    take(un())
    text = (
        un("2018-08-24")
        .replace("<CITY>Damascus</CITY>", "<CITY>Homs</CITY>")
        .replace("<VALUE>2016-03-04</VALUE>", "<VALUE>2018-07-01</VALUE>")
    )
    text = (
        text.replace("XXi.002", "XXi.003")
        .replace("LAYLA", "RIMA")
        .replace("700002", "700003")
        .replace("2012-06-07", "2018-07-02")
    )
    version = take(text).version
    assert numbers(version) == (1, 1, 1, 1)
    changes = changes_on("un_sc", JUNE, AUGUST, STEWARD)
    assert [each.step.entry for each in changes.listed] == ["XXi.003"]
    assert changes.listed[0].claim.when.notation() == "2018-07-02"  # the list itself says so
    amended = changes.amended[0]
    assert [(each.field, each.before, each.after) for each in amended.changes] == [
        ("addresses", "Damascus, Syria", "Homs, Syria"),
        ("updated_on", "2016-03-04", "2018-07-01"),
    ]
    assert amended.claim.when.notation() == "2018-07-01"
    gone = changes.delisted[0]
    assert (
        gone.claim.action == "delisted"
        and gone.claim.ground is None
        and gone.claim.when.notation() == "2018-06-08..2018-08-24"
    )
    assert say_changes(changes, "en").endswith("put on: 1 person; amended: 1 person; taken off: 1 person.")
    assert "رُفع: شخص واحد" in say_changes(changes, "ar")
    assert any("ground is unknown" in doubt for doubt in say_doubts(changes, "en"))
    assert any("nothing was seen of the list" in doubt for doubt in say_doubts(changes, "en"))


def test_an_entry_is_one_thing_through_the_versions_and_never_vanishes(take):
    take(un())
    take(un("2018-08-24").replace("<CITY>Damascus</CITY>", "<CITY>Homs</CITY>"))
    without = re.sub(r"<INDIVIDUAL><DATAID>700001.*?</INDIVIDUAL>\n", "", un("2018-09-01"), flags=re.DOTALL)
    take(without)
    again = take(un("2018-10-01")).version
    assert numbers(again) == (1, 0, 0, 2)
    steps = Report.objects.visible_to(STEWARD).filter(external_id__endswith=":XXi.001").order_by("pk")
    assert [each.claim.action for each in steps] == ["on_list", "amended", "delisted", "listed"]
    (entity,) = entities_of([steps[0].pk], STEWARD)
    assert len(entity.reports) == 4
    for day, stands in ((JUNE, True), (date(2018, 9, 1), False), (date(2018, 9, 30), False), (date(2018, 10, 1), True)):
        assert ("XXi.001" in list_on("un_sc", day, STEWARD).entries) == stands
    whole = changes_on("un_sc", JUNE, date(2018, 10, 1), STEWARD)
    assert not whole.listed and not whole.delisted  # it came back


def shuffled(text):
    people = re.findall(r"<INDIVIDUAL>.*?</INDIVIDUAL>\n", text, flags=re.DOTALL)
    return text.replace("".join(people), "".join(reversed(people)))


NO_CHANGE = {
    "nothing but the bytes": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "another encoding": lambda text: text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
    "the order of the entries": shuffled,
    "the order of the aliases": lambda text: text.replace("Sameer Alkasem", "@").replace("Abu Nur", "Sameer Alkasem").replace("@", "Abu Nur")
    .replace("Good", "@").replace("Low", "Good").replace("@", "Low")
    .replace("<ALIAS_NAME>Sameer Alkasem</ALIAS_NAME><NOTE>nom de guerre</NOTE>", "<ALIAS_NAME>Sameer Alkasem</ALIAS_NAME>")
    .replace("<ALIAS_NAME>Abu Nur</ALIAS_NAME>", "<ALIAS_NAME>Abu Nur</ALIAS_NAME><NOTE>nom de guerre</NOTE>"),
    "spaces behind the references": lambda text: text.replace("XXi.001 <", "XXi.001<").replace("XXi.002<", "XXi.002  <"),
    "white space and lines": lambda text: text.replace("Head of an invented branch.", "  Head of an\n\n invented   branch. "),
    "letter case": lambda text: text.replace("LAYLA", "Layla").replace("HADDAD", "Haddad"),
    "numbers of the database dealt out anew": lambda text: text.replace("700001", "800001").replace("700002", "700001"),
    "references dealt out anew": lambda text: text.replace("XXi.001", "XXi.900").replace("XXe.001", "XXe.900"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_CHANGE)
def test_what_changes_nothing_is_no_change(take, case):
    take(un())
    reports = Report.objects.visible_to(STEWARD).count()
    version = take(NO_CHANGE[case](un("2018-08-24"))).version
    assert numbers(version) == (0, 0, 0, 3) and Report.objects.visible_to(STEWARD).count() == reports


def test_an_entry_that_was_renumbered_goes_on_under_its_first_number(take):
    take(un())
    assert take(NO_CHANGE["references dealt out anew"](un("2018-08-24"))).version.renumbered == {
        "XXi.900": "XXi.001",
        "XXe.900": "XXe.001",
    }
    moved = NO_CHANGE["references dealt out anew"](un("2018-09-01")).replace("Mill Street 4", "Mill Street 5")
    assert numbers(take(moved).version) == (0, 1, 0, 2)
    assert changes_on("un_sc", JUNE, date(2018, 9, 1), STEWARD).amended[0].step.entry == "XXe.001"


def test_a_number_that_was_given_to_somebody_else_is_one_off_and_one_on(take):
    take(ofac("04/22/2020"))
    version = take(ofac("05/22/2020").replace("ORONTES STAR", "BARADA QUEEN").replace("ABCD", "WXYZ")).version
    assert numbers(version) == (1, 0, 1, 1)


def many(text, entries):
    """The list of the EU with so many entries more."""
    last = text[text.index('<sanctionEntity designationDate="2014') : text.index("</export>")]
    range(100, 100 + entries)
    more = (
        last.replace("EU.902.2", f"EU.{each}.9").replace("9002", str(each)).replace("Orontes", f"Orontes {each}")
        for each in range(100, 100 + entries)
    )
    return text.replace("</export>", "".join(more) + "</export>")


def test_a_version_that_is_much_smaller_is_not_believed_without_a_reason(take):
    take(many(eu("2019-05-01"), 20))
    before = state()
    with pytest.raises(Refused, match="lacks 12 of 22 entries"):
        take(many(eu("2019-06-01"), 8))
    assert state() == before
    taken = take(many(eu("2019-06-01"), 8), accepted="The Council lifted the sanctions of a whole programme.")
    assert taken.version.delisted == 12 and "whole programme" in taken.version.accepted


def test_another_list_takes_nobody_off(take):
    take(many(eu("2019-05-01"), 20))
    before = state()
    with pytest.raises(Refused, match="of another list"):
        take(
            many(eu("2019-06-01"), 20)
            .replace("Orontes", "Barada")
            .replace("Samir", "Rami")
            .replace("EU.1", "EU.7")
            .replace("EU.90", "EU.80")
        )
    with pytest.raises(Refused, match="is the list un_sc, and not eu_fsf"):
        take(un("2019-06-01"), sanctions_list="eu_fsf")
    assert state() == before


@pytest.mark.parametrize(
    ("text", "asked", "cause"),
    [
        (un("2018-01-01"), {}, "list_older_than_last"),
        (un("2999-01-01"), {}, "list_without_date"),
        (un("2018-08-24"), {"dated": date(2018, 8, 25)}, "list_of_another_day"),
        ("", {}, "list_empty"),
        (un("2018-08-24")[:2000], {}, "list_not_well_formed"),
        ("<html>Too many requests</html>", {}, "list_is_a_web_page"),
    ],
)
def test_what_is_refused_leaves_the_record_as_it_was(take, text, asked, cause):
    take(un())
    before = state()
    with pytest.raises(Refused) as refused:
        take(text, **asked)
    assert refused.value.type == cause and state() == before


def test_a_set_without_its_day_is_asked_for_it(take, tmp_path, alice):
    from list_samples import ADD, ALT, SDN

    paths = [tmp_path / name for name in ("sdn.csv", "alt.csv", "add.csv")]
    for path, text in zip(paths, (SDN, ALT, ADD), strict=True):
        path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="do not say of which day"):
        take_version(VersionRequest(paths=tuple(paths), actor=alice))
    version = take_version(VersionRequest(paths=tuple(paths), actor=alice, dated=date(2019, 1, 15))).version
    assert version.companions.count() == 2 and version.entries == 3


def test_nobody_knows_who_stood_on_a_list_before_its_first_version(take):
    with pytest.raises(Refused, match="no version"):
        list_on("un_sc", JUNE, STEWARD)
    take(un())
    with pytest.raises(Refused, match="is not known"):
        list_on("un_sc", date(2018, 6, 6), STEWARD)
    with pytest.raises(Refused, match="lies before"):
        changes_on("un_sc", AUGUST, JUNE, STEWARD)
    assert not list_on("un_sc", AUGUST, STEWARD).is_certain


def test_the_public_knows_only_versions_that_are_public(take):
    take(un())
    with pytest.raises(Refused):
        list_on("un_sc", JUNE, Viewer.public())
    take(eu(), level=Level.PUBLIC)
    assert len(list_on("eu_fsf", date(2019, 5, 1), Viewer.public()).entries) == 2


def test_the_difference_of_the_real_lists_equals_one_worked_out_from_the_xml_alone(shared_data, alice):
    """Independently: each entry as the multiset of its texts, folded; nothing of Dalil reads it."""
    paths = [shared_data / "sanctions" / f"UN_consolidated_{day}_perchrh.xml" for day in ("20180607", "20180824")]

    def told(path):
        found = {}
        for element in etree.parse(str(path)).getroot().iter("INDIVIDUAL", "ENTITY"):
            texts = []
            for part in element.iter():
                words = " ".join((part.text or "").split()).casefold()
                if words not in ("", "na") and part.tag not in (
                    "DATAID",
                    "VERSIONNUM",
                    "REFERENCE_NUMBER",
                    "VALUE_LIST",
                ):
                    texts.append((part.getparent().tag, part.tag, words))
            found[element.findtext("REFERENCE_NUMBER").strip()] = sorted(set(texts))
        return found

    one, other = map(told, paths)
    before, after = (take_version(VersionRequest(paths=(path,), actor=alice)).version for path in paths)
    assert before.entries == len(one) == 1098 and after.entries == len(other)
    assert (after.listed, after.delisted) == (len(other.keys() - one.keys()), len(one.keys() - other.keys()))
    expected = {key for key in one.keys() & other.keys() if one[key] != other[key]}
    changes = changes_on("un_sc", JUNE, AUGUST, STEWARD)
    assert {each.step.entry for each in changes.listed} == other.keys() - one.keys()
    assert {each.step.entry for each in changes.delisted} == one.keys() - other.keys()
    assert {each.step.entry for each in changes.amended} == expected
    assert len(expected) > 0 and after.unchanged == len(one.keys() & other.keys()) - len(expected)
