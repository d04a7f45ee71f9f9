"""Two editors write on one story at once: the page saves itself for one, says so to the other, and never ends in an error."""

import pytest
from test_editors_way import front_page_of, publish, sign_in

pytestmark = pytest.mark.browser

HEADLINE = "The ferry at the bend"

AT_ONCE = r"""async ([turns, who]) => {
    const form = document.querySelector("form[data-controller~=w-autosave]");
    const one = async (turn) => {
        const sent = new FormData(form);
        sent.set("title", `The ferry of ${who} ${turn}`);
        if (turn % 3 === 0) sent.set("action-publish", "1");
        const headers = turn % 3 === 0 ? {} : { Accept: "application/json" };
        const answer = await fetch(location.href, { method: "POST", body: sent, headers, redirect: "manual" });
        return answer.type === "opaqueredirect" ? "published" : `saved ${answer.status}`;
    };
    return Promise.all([...Array(turns).keys()].map(one));
}"""
"""What a form sends when it saves itself and is published, all at one moment: every third is a publication."""


def failures_of(page):
    """What the site answers to a window with an error of its own, from now on."""
    found = []
    page.on("response", lambda answer: answer.status >= 500 and found.append(f"{answer.status} {answer.url}"))
    return found


def write_headline(page, words):
    """Type behind the headline; the page saves itself a moment later."""
    page.locator("#id_title").press("End")
    with page.expect_response(lambda answer: "/edit/" in answer.url and answer.request.method == "POST") as saved:
        page.keyboard.type(words)
    return saved.value.status


def test_two_editors_on_one_story_lose_nothing_unasked(served, new_page):
    rima, sami = new_page(), new_page()
    failures = failures_of(rima), failures_of(sami)
    for page, name in ((rima, "rima-of-ferries"), (sami, "sami-of-ferries")):
        sign_in(page, name, served.person(name, "editor"))
    rima.goto(f"/desk/pages/add/bulletin/storypage/{front_page_of(rima)}/")
    rima.fill("#id_title", HEADLINE)
    rima.fill("#id_standfirst", "It crossed twice a day.")
    rima.fill("#id_dated", "2031-03")
    publish(rima)
    edit = rima.locator(".messages").get_by_role("link", name="Edit", exact=True).get_attribute("href")
    for page in (rima, sami):
        page.goto(edit)

    assert write_headline(rima, ", told by Rima") == 200
    assert write_headline(sami, ", told by Sami") == 400, "what Rima saved is not written over unasked"
    sami.get_by_text("Autosave is paused").first.wait_for()
    publish(rima)
    reader = new_page()
    reader.goto("/en/the-ferry-at-the-bend/")
    reader.get_by_role("heading", name=f"{HEADLINE}, told by Rima", level=1).wait_for()

    sami.locator("footer").get_by_role("button", name="More actions").click()
    sami.locator("footer").get_by_role("button", name="Publish").click()
    asked = sami.get_by_role("dialog").filter(has_text="rima-of-ferries saved a new version")
    asked.get_by_role("button", name="Publish").click()
    sami.locator(".messages").get_by_text("published").wait_for()

    for page in (rima, sami):
        page.goto(edit)
    for page, who in ((rima, "Rima"), (sami, "Sami")):
        page.evaluate(f"(asked) => {{ window.answers = ({AT_ONCE})(asked) }}", [6, who])
    answers = [answer for page in (rima, sami) for answer in page.evaluate("() => window.answers")]
    assert answers.count("published") == 4 and set(answers) <= {"published", "saved 200", "saved 400"}
    assert failures == ([], [])
    reader.reload()
    assert reader.locator("h1").inner_text() in {
        f"The ferry of {who} {turn}" for who in ("Rima", "Sami") for turn in (0, 3)
    }
