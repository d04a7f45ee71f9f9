"""What readers may see is said truly, and a report is published with all that it rests on, after showing what that is."""

import io

import pytest
from django.test import Client

from dalil.archive.protection import Level
from dalil.record import actions

PUBLISH = "/desk/record/reports/publish/"


@pytest.fixture
def internal(enter, alice):
    """Two reports in one internal document, of an internal source; the second is public itself."""
    letter = actions.receive_document(
        io.BytesIO(b"A letter."), actor=alice, title="A letter", media_type="text/plain", level=Level.INTERNAL
    )
    actions.name_source("quiet-monitor", actor=alice, en="Quiet Monitor", level=Level.INTERNAL)
    return [
        enter(
            {"when": f"2019-05-0{day}", "killed": "3", "where": {"places": ["SY07"]}},
            origin="quiet-monitor",
            document=letter,
            level=level,
        )
        for day, level in ((1, Level.INTERNAL), (2, Level.PUBLIC))
    ]


def readers_get(report):
    return Client(headers={"host": "localhost"}).get(f"/en/reports/{report.address}/").status_code


def test_the_badge_says_what_readers_get(as_, internal):
    _hidden, public = internal
    for path in ("/desk/record/reports/", f"/desk/record/reports/{public.address}/"):
        html = as_("edith").get(path).content.decode()
        assert "public, but its document is internal: readers get 404" in html
        assert "public, but a source is internal: readers get 404" in html
    assert readers_get(public) == 404


def test_a_report_is_published_with_all_it_rests_on_after_showing_what_that_is(as_, internal):
    hidden, public = internal
    shown = as_("edith").get(f"{PUBLISH}?pick={hidden.address}").content.decode()
    for what in ("A letter", "Quiet Monitor", "1 other report waits for nothing else and becomes public with them:"):
        assert what in shown
    assert readers_get(hidden) == 404, "it was only shown"
    as_("edith").post(PUBLISH, {"pick": [hidden.address], "reason": "The monitor agreed."})
    assert (readers_get(hidden), readers_get(public)) == (200, 200)
    listed = as_("edith").get("/desk/record/reports/").content.decode()
    assert "readers get 404" not in listed


def test_many_are_published_at_once_from_the_list(as_, internal):
    html = as_("edith").get("/desk/record/reports/").content.decode()
    assert f'formaction="{PUBLISH}"' in html and all(f'value="{each.address}"' in html for each in internal)
    as_("edith").post(PUBLISH, {"pick": [each.address for each in internal], "reason": "The monitor agreed."})
    assert [readers_get(each) for each in internal] == [200, 200]


def test_where_one_of_them_is_restricted_nothing_is_published(as_, internal, enter, alice, edith):
    edith.groups.add(group := edith.groups.first())
    restricted = enter({"when": "2019-05-03"}, origin="quiet-monitor", level=Level.RESTRICTED, groups=[group])
    answer = as_("edith").post(PUBLISH, {"pick": [internal[0].address, restricted.address], "reason": "All of it."})
    assert answer.status_code == 422 and "is restricted: decide about it by itself" in answer.content.decode()
    assert readers_get(internal[0]) == 404


def test_who_may_not_publish_is_refused(as_, internal):
    assert as_("alice").get(f"{PUBLISH}?pick={internal[0].address}").status_code == 403
    assert "formaction" not in as_("alice").get("/desk/record/reports/").content.decode()
