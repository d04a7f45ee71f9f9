"""What is invented for the demonstration says so, is internal, and shows the zone, what is due in it, and a warning."""

from datetime import date

from dalil.archive.protection import Viewer
from dalil.bulletin.example import MARK, content
from dalil.record.entities import entities_of
from dalil.record.models import Report
from dalil.spotting.warnings_judged import warnings_of
from dalil.zoning.zones import list_zones


def test_what_is_invented_is_on_no_public_page_and_shows_at_the_desk(loaded):
    steward = Viewer.steward()
    invented = Report.objects.visible_to(steward).filter(external_id__startswith=f"{MARK}invented-")
    assert invented.count() == len(content("invented")["reports"]) == loaded["invented reports, internal"]
    assert not Report.objects.visible_to(Viewer.public()).filter(external_id__startswith=f"{MARK}invented-").exists()
    assert "invented" in invented[0].document.title.casefold()
    (zone,) = list_zones(steward, date(2020, 1, 1)).zones
    assert (str(zone.deadline.first), str(zone.deadline.last)) == ("2020-03-10", "2020-03-14")
    assert zone.states == {"FILED": 1, "NOT_FILED": 1, "NOT_CALLED": 1, "UNKNOWN": 1}
    strike = Report.objects.visible_to(steward).get(external_id=f"{MARK}invented-strike")
    (entity,) = entities_of([strike.pk], steward)
    assert [each.lead.minutes for each in warnings_of(entity, steward)] == [9]
