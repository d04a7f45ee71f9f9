"""What a cell does not say for certain is refused or flagged: names with a question mark, bounds of unlike things, sums in a list of names."""

from __future__ import annotations

import json

import pytest

from dalil.intake.cells import count_of_parts
from dalil.intake.formats.table import TableReader
from dalil.intake.parsed_rows import BadCell, Context, RowError
from dalil.values.base import KEPT
from dalil.values.mention import SiteMention
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

GAZETTEER = load_shipped_gazetteer()


def read(row: dict[str, str], columns: dict[str, dict[str, object]], kind: str = "incident", **more: object):
    """The report that a row becomes, or its error: content, flags and sources."""
    constants = {"fate": "KILLED"} if kind == "victim" else {}
    mapping = {"kind": kind, "columns": {"day": {"field": "when"}} | columns, "constants": constants} | more
    reader = TableReader(Context(sha256="0" * 64, level=0, known=GAZETTEER), ("day", *columns), mapping)
    (result,) = reader.read(2, ["2019-04-26", *(row.get(each, "") for each in columns)])
    if isinstance(result, RowError):
        return result
    return json.loads(result.prepared.content), set(result.prepared.flags), [each.code for each in result.origins]


ALL = {
    "place": {"field": "where"},
    "weapon": {"field": "weapons"},
    "who": {"field": "parties"},
    "target": {"field": "targets"},
    "by": {"origin": True},
}


@pytest.mark.parametrize(
    ("column", "cell"),
    [("place", "Saraqib?"), ("place", "سراقب؟"), ("place", "Idlib (?)"), ("place", "Idlib*"), ("weapon", "barrel bomb?"),
     ("weapon", "براميل متفجرة؟"), ("who", "ISIS?"), ("target", "Hospital?"), ("by", "SNHR?"), ("by", "SNHR - unconfirmed"),
     ("by", "الشبكة السورية (غير مؤكد)")],
)  # fmt: skip
def test_a_sign_of_doubt_behind_a_name_is_flagged(column, cell) -> None:
    _, flags, origins = read({column: cell}, ALL)
    assert "doubted_by_source" in flags
    assert origins == (["snhr"] if column == "by" else [])
    bare = cell.removesuffix(" (?)").rstrip("?؟*")
    assert column == "by" or "doubted_by_source" not in read({column: bare}, ALL)[1]


def test_a_party_with_a_question_mark_is_suspected() -> None:
    assert read({"who": "ISIS?"}, ALL)[0]["parties"][0]["involvement"] == "suspected"
    assert "involvement" not in read({"who": "ISIS"}, ALL)[0]["parties"][0]


def test_a_mapping_that_says_what_a_doubted_cell_means_is_believed() -> None:
    columns = {"weapon": {"field": "weapons", "values": {"barrel bomb?": "BARREL_BOMB"}}}
    assert read({"weapon": "barrel bomb?"}, columns)[1] == {"source_unnamed"}


@pytest.mark.parametrize("cell", ["not Russia", "ليس روسيا", "unidentified", "other", "1", "٣"])
def test_words_that_name_no_party_make_none(cell) -> None:
    content, flags, _ = read({"who": cell}, ALL)
    assert not content.get("parties") and "party_not_named" in flags


def test_bounds_keep_what_their_cells_count() -> None:
    low, high = ("least", "2 families"), ("most", "3 families")
    count, _ = count_of_parts({"low": low, "high": high}, "killed")
    assert (count.low, count.high, count.unit) == (2, 3, "family")
    assert count_of_parts({"low": ("least", "5 families")}, "killed")[0].unit == "family"
    assert count_of_parts({"low": ("least", "2"), "high": ("most", "4 people")}, "killed")[0].high == 4


@pytest.mark.parametrize(("low", "high"), [("2 children", "4 women"), ("2", "4 families"), ("طفلان", "4 نساء")])
def test_bounds_of_unlike_things_are_refused(low, high) -> None:
    with pytest.raises(BadCell, match="count different things"):
        count_of_parts({"low": ("least", low), "high": ("most", high)}, "killed")


PERSON = {"name": {"field": "who"}, "sex": {"field": "sex"}}


@pytest.mark.parametrize(
    "cell",
    ["3 unidentified bodies", "Samir Haddad and wife", "Samir Haddad & 2 others", "Total: 6", "المجموع", "المجموع: ٦",
     "سمير حداد وزوجته وأطفاله الثلاثة", "٣ جثث مجهولة الهوية", "عائلة حداد", "Haddad family"],
)  # fmt: skip
def test_what_is_not_one_person_is_no_victim(cell) -> None:
    error = read({"name": cell, "sex": "female"}, PERSON, "victim")
    assert isinstance(error, RowError) and (error.field, error.value) == ("name", cell)


@pytest.mark.parametrize(
    "cell", ["مجهول الهوية", "Unidentified male", "NN", "N.N.", "لم يوثق الاسم", "name not documented"]
)
def test_words_for_somebody_unnamed_are_no_name(cell) -> None:
    content, _, _ = read({"name": cell}, PERSON, "victim")
    assert content.get("who") is None and cell in content["described"].values()


@pytest.mark.parametrize(
    "cell", ["Samir Haddad", "سمير وليد حداد", "أبو وائل حداد", "Sandy Anderson", "رامي واحد حداد"]
)
def test_names_of_one_person_stay_names(cell) -> None:
    assert read({"name": cell}, PERSON, "victim")[0]["who"]["said"] == cell


POINT = {
    "place": {"field": "where"},
    "lat": {"field": "where", "part": "lat"},
    "lon": {"field": "where", "part": "lon"},
}


@pytest.mark.parametrize(
    ("lat", "lon", "flag"),
    [("35.864", "", "point_half"), ("", "36.8", "point_half"), ("95.2", "36.8", "point_impossible"),
     ("35864000", "36.8", "point_impossible"), ("36.806", "35.864", "point_without_area")],
)  # fmt: skip
def test_a_point_that_is_none_says_what_is_wrong_with_it(lat, lon, flag) -> None:
    content, flags, _ = read({"lat": lat, "lon": lon}, POINT)
    assert flag in flags and "point_outside_area" not in flags
    assert not (content.get("where") or {}).get("places")


def test_a_source_that_spoke_before_the_event_is_flagged() -> None:
    columns = {"said on": {"said_on": True}}
    assert "source_before_event" in read({"said on": "2018-04-26"}, columns)[1]
    assert "source_before_event" not in read({"said on": "2019-04-27"}, columns)[1]


@pytest.mark.parametrize("cell", ["None", "none"])
def test_none_is_neither_nought_nor_silently_unknown(cell) -> None:
    killed = {"killed": {"field": "killed"}}
    content, flags, _ = read({"killed": cell}, killed)
    assert content.get("killed") is None and "none_unclear" in flags
    assert "none_unclear" not in read({"killed": cell}, killed, unknown=["none"])[1]
    meant = read({"killed": cell}, {"killed": {"field": "killed", "values": {cell: 0}}})
    assert (meant[0]["killed"]["high"], "none_unclear" in meant[1]) == (0, False)


@pytest.mark.parametrize(
    ("row", "code", "flags"),
    [
        ({"place": "Kafr Zita, Hama"}, "C3463", set()),
        ({"place": "Kafr Zita (Hama)"}, "C3463", set()),
        ({"place": "كفر زيتا، حماة"}, "C3463", set()),
        ({"place": "Idlib/Saraqib"}, "C3916", set()),
        ({"place": "إدلب - سراقب"}, "C3916", set()),
        ({"place": "Nowhere, Hama"}, "SY05", {"place_wider"}),
        ({"place": "Hama/Aleppo"}, None, {"place_unresolved"}),
        ({"governorate": "ريف حماة الشرقي"}, "SY05", {"place_around"}),
        ({"governorate": "ريف حلب الغربي", "place": "الأتارب"}, "C1022", set()),
        ({"governorate": "ريف إدلب الجنوبي", "place": "كفرنبل"}, "C4068", set()),
        ({"governorate": "western Aleppo countryside"}, "SY02", {"place_around"}),
    ],
)
def test_a_cell_may_name_a_place_with_the_area_around_it(row, code, flags) -> None:
    columns = {"governorate": {"field": "where", "part": "governorate"}, "place": {"field": "where"}}
    content, found, _ = read(row, columns)
    assert tuple(content["where"].get("places", ())) == ((code,) if code else ())
    assert found - {"source_unnamed"} == flags


@pytest.mark.parametrize(
    "cell", ["unknown armed men", "unidentified assailants", "عناصر مجهولة", "أطراف مجهولة الهوية"]
)
def test_several_whom_nobody_names_are_no_party(cell) -> None:
    content, flags, _ = read({"who": cell}, ALL)
    parties = content.get("parties") or []
    assert all(party.get("actor") for party in parties) and (parties or "party_not_named" in flags)


@pytest.mark.parametrize("cell", ["unknown gunmen", "مسلحون مجهولون"])
def test_unidentified_gunmen_stay_under_their_code(cell) -> None:
    assert read({"who": cell}, ALL)[0]["parties"][0]["actor"] == "UNKNOWN_ARMED"


SITES = {"sites": {"field": "named_sites", "split": ";"}}


@pytest.mark.parametrize(
    "cell", ["3 schools", "two hospitals and a mosque", "ثلاث مدارس", "3 مدارس و2 مشافي", "several schools"]
)
def test_a_count_of_sites_is_no_name_of_one(cell) -> None:
    content, flags, _ = read({"sites": cell}, SITES)
    assert not content.get("named_sites") and "site_not_named" in flags


def test_sites_that_are_named_with_a_number_keep_their_name() -> None:
    content, flags, _ = read({"sites": "School 3;مدرسة 8 آذار;4 hospitals"}, SITES)
    assert [each["name"] for each in content["named_sites"]] == ["School 3", "مدرسة 8 آذار"]
    assert "site_not_named" in flags


def test_a_site_that_is_only_counted_is_refused_where_a_person_enters_it() -> None:
    with pytest.raises(ValueError, match="counts sites and names none"):
        SiteMention.model_validate("3 schools")
    assert SiteMention.model_validate({"name": "3 schools"}, context=KEPT).name == "3 schools"
