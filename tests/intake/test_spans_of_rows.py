"""A row tells where somebody was held, one place after the other, and what a site was at other times: each in columns of its own."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import checked
from dalil.intake.models import FailedRow
from dalil.record.models import Report

HELD = {
    "kind": "victim",
    "constants": {"fate": "DISAPPEARED"},
    "columns": {
        "name": {"field": "who"},
        "place 1": {"field": "held", "part": "place"},
        "from 1": {"field": "held", "part": "start", "format": "d/m/y"},
        "to 1": {"field": "held", "part": "end", "format": "d/m/y"},
        "by 1": {"field": "held", "part": "by"},
        "place 2": {"field": "held", "part": "place", "number": 2},
        "when 2": {"field": "held", "part": "when", "number": 2},
        "place 3": {"field": "held", "part": "place", "number": 3},
    },
}
EARLIER = {
    "kind": "site",
    "identifier": "reg:",
    "columns": {
        "id": {"external_id": True},
        "school": {"field": "called"},
        "was": {"field": "earlier", "part": "function"},
        "until": {"field": "earlier", "part": "when"},
        "state": {"field": "earlier", "part": "status"},
        "run by": {"field": "earlier", "part": "operator"},
    },
}


def test_stays_follow_one_another_in_the_order_of_their_numbers(tmp_path, run_import):
    rows = (
        "name,place 1,from 1,to 1,by 1,place 2,when 2,place 3\n"
        "Samir Qasim,الفرع ٢١٥,03/02/2013,01/06/2013,Syrian army,Central prison,2013-06..2015,\n"
        "Hana Darwish,,,,,Central prison,,Branch 9\n"
        "Amal Nassar,,,,,,,\n"
    )
    path = tmp_path / "held.csv"
    path.write_text(rows, encoding="utf-8")
    assert run_import(path, HELD, level=Level.INTERNAL).new == 3
    first, second, third = (each.claim for each in Report.objects.visible_to(Viewer.steward()).order_by("pk"))
    assert [each.place.name for each in first.held] == ["الفرع ٢١٥", "Central prison"]
    assert first.held[0].when.notation() == "2013-02-03..2013-06-01" and first.held[0].by.name == "Syrian army"
    assert first.held[0].by.actor and first.held[1].when.notation() == "2013-06-01..2015-12-31"
    assert [(each.place.name, each.when) for each in second.held] == [("Central prison", None), ("Branch 9", None)]
    assert third.held == ()


def test_what_a_site_was_at_another_time_comes_in_and_a_span_without_a_time_is_refused(tmp_path, run_import):
    rows = "id,school,was,until,state,run by\n1,al-Nour,School,2009..2013,Damaged,\n2,al-Salam,Barracks,,,\n3,al-Amal,,,,\n"
    path = tmp_path / "sites.csv"
    path.write_text(rows, encoding="utf-8")
    run = run_import(path, EARLIER)
    assert (run.new, run.failed) == (2, 1)
    claims = {each.external_id: each.claim for each in Report.objects.all()}
    (span,) = claims["reg:1"].earlier
    assert (span.function, span.status, span.when.notation()) == ("SCHOOL", "DAMAGED", "2009-01-01..2013-12-31")
    assert claims["reg:3"].earlier == ()
    failed = FailedRow.objects.get()
    assert failed.row == 3 and "earlier" in failed.field


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"place 2": {"field": "held"}}, "say which `part` of held it tells"),
        ({"place 2": {"field": "held", "part": "prison"}}, "held has no part “prison”"),
        ({"place 2": {"field": "held", "part": "place"}}, "both fill the part place of held 1"),
        ({"name": {"field": "who", "number": 2}}, "only spans have a `number`"),
        ({"place 2": {"field": "held", "part": "place", "number": 0}}, "number"),
    ],
)
def test_a_mapping_that_divides_spans_wrongly_is_refused_in_words(change, why):
    with pytest.raises(Unreadable, match=why):
        checked({**HELD, "columns": {**HELD["columns"], **change}})
