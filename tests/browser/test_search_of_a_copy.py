"""The search of a copy of the site works from its files alone: several words, either script, what is called so first."""

import json
from importlib.resources import files

import pytest

from dalil.bulletin import static_copy
from dalil.bulletin.static_copy.page_index import fold_table, read_page

pytestmark = pytest.mark.browser

PAGES = {
    "en/list/index.html": "<main><h1>The record</h1><p>Reports of Khan Shaykhun, of Saraqib, and of 3 schools.</p></main>",
    "en/strike/index.html": "<main><h1>A strike on Khan Shaykhun</h1><p>At least 3 people were killed.</p></main>",
    "ar/strike/index.html": "<main><h1>غارة على خان شيخون</h1><p>قُتل ٣ أشخاص في المدرسة.</p></main>",
}
FRAME = """<!doctype html><meta charset="utf-8"><main><input id="asked"><p id="some" hidden>some</p><p id="none" hidden>none</p>
<ul id="found" data-root="../../"></ul></main><script src="data.js"></script><script src="search.js"></script>"""


@pytest.fixture
def ask(browser, tmp_path):
    """Open the search of a copy from its file, with words in its address; gives the files that it finds, in its order."""
    entries = [read_page(html, file) for file, html in PAGES.items()]
    told = {
        "fold": fold_table(entry.words for entry in entries),
        "pages": [[entry.file, entry.title, entry.kind, entry.words] for entry in entries],
    }
    (tmp_path / "data.js").write_text(f"window.DALIL = {json.dumps(told)};")
    (tmp_path / "search.js").write_bytes(files(static_copy).joinpath("search.js").read_bytes())
    (tmp_path / "index.html").write_text(FRAME)
    context = browser.new_context()
    page = context.new_page()

    def one(words):
        page.goto(f"{(tmp_path / 'index.html').as_uri()}?q={words}")
        assert page.locator("#some").is_visible() is not page.locator("#none").is_visible()
        return [link.get_attribute("href").removeprefix("../../") for link in page.locator("#found a").all()]

    yield one
    context.close()


def test_several_words_are_found_together_and_what_is_called_so_comes_first(ask):
    assert ask("Khan Shaykhun") == ["en/strike/index.html", "en/list/index.html"]
    assert set(ask("khan-shaykhun,  3")) == {"en/strike/index.html", "en/list/index.html"}
    assert ask("Khan Shaykhun killed") == ["en/strike/index.html"]
    assert ask("Khan Aleppo") == []


def test_arabic_words_are_found_in_any_spelling(ask):
    assert ask("خان شيخون") == ask("خَانُ  شيخون") == ["ar/strike/index.html"]
    assert ask("المدرسه 3") == ask("مدرسة ٣") == ["ar/strike/index.html"]
