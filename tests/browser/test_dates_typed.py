"""While bob types a date, the form says how it is understood; a day may be picked, by keyboard too, and the form stays usable for everybody."""

import pytest
from playwright.sync_api import expect
from test_editors_way import sign_in

pytestmark = pytest.mark.browser


def test_a_date_is_understood_while_it_is_typed(served, new_page, serious):
    page = new_page()
    sign_in(page, "dana", served.person("dana", "analyst"))
    page.goto("/desk/record/reports/new/incident/")
    line = page.locator(".desk-input:has(#id_c-when) > .desk-understood")
    page.fill("#id_c-when", "الجمعة 26 نيسان/أبريل 2019")
    expect(line).to_contain_text("26 April 2019")
    assert line.get_attribute("role") == "status"
    expect(page.locator("[name=c-when-understood]")).to_have_value("2019-04-26")
    page.fill("#id_c-when", "04/09/2018")
    expect(line).to_contain_text("2018-04-09")
    expect(page.locator("[name=c-when-understood]")).to_have_value("")
    page.get_by_label("When: choose a day").fill("2019-05-03")
    expect(page.locator("#id_c-when")).to_have_value("2019-05-03")
    expect(line).to_contain_text("3 May 2019")
    page.locator("#id_c-when").press("End")
    page.locator("#id_c-when").press_sequentially(" 2:30 PM")
    expect(line).to_contain_text("3 May 2019, 14:30")
    expect(page.get_by_label("When: choose a day")).to_have_value("")
    assert serious(page) == []
