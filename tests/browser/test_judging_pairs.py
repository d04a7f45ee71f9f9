"""An analyst judges twenty pairs by keyboard alone: from the list, by the keys S, D, U and P, and takes one back."""

import json
import re

import pytest
from playwright.sync_api import expect
from test_bringing_a_file_in import go_to, looks_right, press
from test_editors_way import sign_in

pytestmark = pytest.mark.browser

TOWNS = ("Saraqib", "Douma", "Khan Shaykhun", "Jisr al-Shughur")
PAIRS = 20


def list_of(monitor, shift):
    """Twenty strikes as one monitor tells them; days ten years before all others of the example."""
    rows = []
    for n in range(PAIRS):
        killed = 3 + n + (shift if n % 3 == 0 else 0)
        rows.append(f"{monitor}{n},2004-{n % 12 + 1:02}-{n + 1:02},{TOWNS[n % 4]},{killed}")
    return "id,day,place,killed\n" + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def two_lists(served, tmp_path_factory):
    """Two monitors' lists of the same strikes, brought in and matched; no model is trained, so all pairs wait."""
    folder = tmp_path_factory.mktemp("lists")
    for monitor, shift in (("north", 0), ("valley", 2)):
        mapping = {
            "kind": "incident",
            "identifier": f"{monitor}-strikes:",
            "origin": f"{monitor}-monitor",
            "columns": {
                "id": {"external_id": True},
                "day": {"field": "when"},
                "place": {"field": "where"},
                "killed": {"field": "killed"},
            },
        }
        (folder / f"{monitor}.yaml").write_text(json.dumps(mapping), encoding="utf-8")
        (folder / f"{monitor}.csv").write_text(list_of(monitor, shift), encoding="utf-8")
        served.run("import", str(folder / f"{monitor}.csv"), "--mapping", str(folder / f"{monitor}.yaml"))
    return served.run("match", "--kind", "incident")


def test_twenty_pairs_are_judged_by_keyboard_alone(served, new_page, serious, two_lists):
    assert re.search(r"incident: \d+ pairs", two_lists)
    page = new_page()
    sign_in(page, "badr", served.person("badr", "analyst"))
    page.goto("/desk/record/judge/?since=2004-01-01&until=2004-12-31")
    looks_right(page, serious, "pairs")
    page.keyboard.press("j")
    expect(page.locator("tbody a.button").first).to_be_focused()
    press(page, "Judge one after the other", "link")
    page.wait_for_url("**/compare/**")
    looks_right(page, serious, "pair")
    expect(page.locator(".desk-map svg.drawing")).to_be_visible()
    seen = set()
    for n in range(PAIRS):
        page.wait_for_url("**/compare/**")
        before = page.url
        pair = re.search(r"a=([\w-]+)&b=([\w-]+)", before).groups()
        assert pair not in seen, "a judged pair came again"
        seen.add(pair)
        page.keyboard.press("p" if n == 7 else "d" if n % 5 == 4 else "s")
        page.wait_for_function("before => location.href !== before", arg=before)
    page.goto("/desk/record/judge/?since=2004-01-01&until=2004-12-31")
    expect(page.get_by_role("heading", name="They wait for a second person")).to_be_visible()
    for name in ("Judgements that contradict each other", "What the matcher weighs"):
        press(page, name, "link")
        page.wait_for_url(re.compile("judge/(contradictions|model)/"))
        looks_right(page, serious, name.split()[0])
        page.go_back()
    judged = page.locator(".desk-judgements > li")
    expect(judged.first).to_be_visible()
    go_to(page, judged.first.get_by_role("button", name="Take back"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The judgement is taken back.")).to_be_visible()


def test_on_an_arabic_keyboard_the_same_keys_judge(served, new_page, serious, two_lists):
    page = new_page("ar-SY", 390, 844)
    sign_in(page, "nada", served.person("nada", "analyst"))
    page.goto("/desk/record/judge/?since=2004-01-01&until=2004-12-31")
    looks_right(page, serious, "pairs-ar")
    for address in ("contradictions", "model"):
        page.goto(f"/desk/record/judge/{address}/")
        looks_right(page, serious, f"{address}-ar")
    page.goto("/desk/record/judge/?since=2004-01-01&until=2004-12-31")
    press(page, page.locator("a.button[href*='next']").first.inner_text(), "link")
    page.wait_for_url("**/compare/**")
    looks_right(page, serious, "pair-ar")
    before = page.url
    page.evaluate(
        "() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'س', code: 'KeyS', bubbles: true}))"
    )
    page.wait_for_function("before => location.href !== before", arg=before)
