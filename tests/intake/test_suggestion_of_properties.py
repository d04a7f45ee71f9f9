"""A first mapping of a list of properties or of zones reads it, in both languages, and leaves out who the holders are."""

from __future__ import annotations

import pytest
import yaml

from dalil.archive.protection import Level
from dalil.intake.suggestion import suggest
from dalil.record.models import Report

ENGLISH = """property id,owner name,type of property,condition,town,address,parcel number,type of right,documents,decree,claim filed,obstacle
1,Canary Holder,apartment,destroyed,Douma,Mill street 4,1207,owner,title deed;family booklet,12/2019,no,abroad
2,Canary Other,shop,standing,Douma,Mill street 6,1208,tenant,no papers,12/2019,yes,
"""
ARABIC = """المعرف,اسم المالك,نوع العقار,حالة العقار,البلدة,العنوان,رقم العقار,نوع الحق,وثائق الملكية,المرسوم,تم التقديم,المانع
1,مالك كناري,شقة,مدمر,دوما,شارع الطاحون 4,1207,مالك,طابو أخضر;دفتر عائلة,12/2019,لا,لاجئ
2,مالك آخر,محل تجاري,قائم,دوما,شارع الطاحون 6,1208,مستأجر,بلا وثائق,12/2019,نعم,
"""
ZONES = """zone name,decree,date of decree,city,announced on,owners,absent owners,deadline,what is planned
Gardens,12/2019,2019-02-20,Douma,2019-03-10,4000+,2500+,2019-04-09,towers
"""


@pytest.mark.parametrize("rows", [ENGLISH, ARABIC])
def test_a_list_of_properties_is_read_and_its_holders_are_left_out(rows, tmp_path, run_import):
    path = tmp_path / "deeds.csv"
    path.write_text(rows, encoding="utf-8")
    text = suggest(path)
    mapping = yaml.safe_load(text)
    assert mapping["kind"] == "property" and "sealed compartment" in text
    fields = {each.get("field") for each in mapping["columns"].values()}
    assert {"what", "status", "address", "parcel", "right", "papers", "zone", "filed", "obstacles"} <= fields
    run = run_import(path, mapping | {"identifier": "deeds:", "origin": "north-monitor"}, level=Level.INTERNAL)
    assert (run.new, run.failed) == (2, 0)
    first, second = Report.objects.order_by("pk")
    assert (first.claim.what, first.claim.status, first.claim.filed) == ("APARTMENT", "DESTROYED", "IS_NOT")
    assert first.claim.papers == ("DOC_TITLE", "DOC_FAMILY") and first.claim.obstacles == ("ABROAD",)
    assert (second.claim.papers, second.claim.filed) == (("DOC_NONE",), "IS_SO")
    assert "Canary" not in str(first.content) and "كناري" not in str(first.content)


def test_a_list_of_zones_is_read(tmp_path, run_import):
    path = tmp_path / "zones.csv"
    path.write_text(ZONES, encoding="utf-8")
    mapping = yaml.safe_load(suggest(path))
    assert mapping["kind"] == "zone"
    run = run_import(path, mapping | {"identifier": "zones:", "origin": "north-monitor"}, level=Level.INTERNAL)
    assert (run.new, run.failed) == (1, 0)
    claim = Report.objects.get().claim
    assert (claim.title_of.en, claim.decree, claim.announced.notation()) == ("Gardens", "12/2019", "2019-03-10")
    assert (claim.owners.low, claim.owners_away.low, claim.until_said.notation()) == (4000, 2500, "2019-04-09")


def test_a_table_of_strikes_on_homes_is_no_list_of_properties(tmp_path):
    path = tmp_path / "strikes.csv"
    path.write_text("date,town,type,documents,killed\n2019-05-01,Douma,shop,video,3\n", encoding="utf-8")
    assert yaml.safe_load(suggest(path))["kind"] == "incident"
