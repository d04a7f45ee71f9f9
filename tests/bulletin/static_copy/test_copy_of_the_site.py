"""A copy of the site as files: whole, equal to what is served, led through without a server, and holding nothing that is not public."""

import json
import re
from io import BytesIO

import pytest
from click.testing import CliRunner
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pixels

from dalil.access.refused import Refused
from dalil.archive.protection import Level
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.static_copy.copying import copy_site
from dalil.bulletin.static_copy.file_paths import addresses_in, file_of, way_between
from dalil.cli import main
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question

pytestmark = pytest.mark.long

CANARY = "zzcanaryzz"


@pytest.fixture
def copy(enter, edith, tmp_path):
    """A copy of a small site: a story with a picture and a figure, its report, and a report that is not public."""
    enter(
        {"when": "2019-05-02", "where": {"places": ["SY07"]}, "killed": "3+"},
        origin="north-monitor",
        said="Three were killed.",
    )
    enter({"when": "2019-05-03", "killed": "9"}, level=Level.INTERNAL, said=CANARY)
    publish_edition(define_figure("killed", Question(measure="killed"), actor=edith, title_en="Killed?"), actor=edith)
    file = BytesIO()
    Pixels.new("RGB", (1000, 600), "#9a3324").save(file, "PNG")
    said = {"alt_en": "A house", "alt_ar": "بيت", "credit": "The desk", "people": "nobody"}
    picture = Picture.objects.create(title="House", file=ContentFile(file.getvalue(), "h.png"), **said)
    front = FrontPage.objects.get(locale__language_code="en")
    text = '<p>In Idlib <embed embedtype="figure" slug="killed"/> were killed.</p>'
    story = front.add_child(
        instance=StoryPage(
            title="The cave", slug="cave", dated="2019-05", live=False, picture=picture, body=[("text", text)]
        )
    )
    story.save_revision().publish()
    return copy_site(tmp_path / "copy")


def lead_nowhere(folder):
    """The ways in a copy that lead to no file, with the page that has them."""
    wrong = []
    for page in folder.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for name, value in re.findall(r'\s(href|src|srcset|action)="([^"]*)"', html):
            ways = [each.split()[0] for each in value.split(",")] if name == "srcset" else [value]
            for way in ways:
                bare = way.partition("#")[0].partition("?")[0]
                if (
                    bare
                    and not bare.startswith(("http:", "https:", "mailto:", "data:"))
                    and not (page.parent / bare).is_file()
                ):
                    wrong.append((page.relative_to(folder).as_posix(), way))
    return wrong


def without_ways(html):
    """A page without what a copy changes in it: the ways to other files, and the address of the site."""
    html = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>\n?|<meta property="og:[^>]*>\n?', "", html)
    return re.sub(r'\s(href|src|srcset|action)="[^"]*"', "", html)


def test_a_copy_is_equal_to_what_is_served_and_leads_through_without_a_server(copy, reader):
    assert lead_nowhere(copy.folder) == []
    assert not [address for address, why in copy.absent.items() if why.isdigit()]
    pages = {address: file for address, file in copy.files.items() if file.endswith(".html")}
    assert {"/en/", "/ar/", "/en/cave/", "/en/figures/killed/", "/en/stories/", "/en/method/"} <= pages.keys()
    for address, file in pages.items():
        if "/search/" not in address:
            served = reader.get(address, follow=True).content.decode()
            assert without_ways((copy.folder / file).read_text(encoding="utf-8")) == without_ways(served), address
    assert list(copy.folder.rglob("*.webp")) and (copy.folder / "static/bulletin/site.css").is_file()


def test_a_copy_holds_nothing_that_is_not_public(copy):
    assert not [file for file in copy.folder.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]


def test_the_search_of_a_copy_folds_letters_as_the_site_does(copy):
    data = (copy.folder / "search/data-en.js").read_text(encoding="utf-8")
    told = json.loads(data.removeprefix("window.DALIL = ").rstrip(";\n").replace("<\\/", "</"))
    by_title = {title: words.split() for _, title, _, words in told["pages"]}
    assert {"cave", "idlib", "killed"} <= set(by_title["The cave"])
    assert told["fold"]["أ"] == "ا" and told["fold"]["é"] == "e" and told["fold"]["٣"] == "3"
    page = (copy.folder / "en/search/index.html").read_text(encoding="utf-8")
    assert 'src="../../search/data-en.js"' in page and "http" not in page.partition("<script")[2]


def test_a_copy_is_written_anew_over_itself_and_over_nothing_else(copy, tmp_path):
    page = copy.folder / "en/cave/index.html"
    assert page.exists()
    StoryPage.objects.get(slug="cave").unpublish()
    copy_site(copy.folder)
    assert not page.exists(), "what was taken from the public leaves the copy"
    mine = copy.folder / "en/.own.txt"
    mine.write_text("mine")
    with pytest.raises(Refused, match=r"other files \(\.own\.txt\)"):
        copy_site(copy.folder)
    assert mine.read_text() == "mine" and (copy.folder / "en/index.html").exists(), "nothing is touched"
    empty = tmp_path / "theirs"
    empty.mkdir()
    (empty / "letter.txt").write_text("theirs")
    with pytest.raises(Refused, match="other files"):
        copy_site(empty)


def test_a_copy_that_was_broken_off_is_written_anew(copy):
    class PulledOut(Exception):
        pass

    def pull_out(many):
        if many == 5:
            raise PulledOut

    with pytest.raises(PulledOut):
        copy_site(copy.folder, pull_out)
    assert not (copy.folder / "en/index.html").exists()
    copy_site(copy.folder)
    assert (copy.folder / "en/index.html").exists()


def test_where_nothing_can_be_written_the_command_says_so(tmp_path, db):
    (tmp_path / "stick").write_text("no folder")
    done = CliRunner().invoke(main, ["site", "export", str(tmp_path / "stick" / "site")])
    assert done.exit_code == 1 and "stick cannot be written: Not a directory" in done.output.replace(
        "/site cannot", " cannot"
    )


@given(st.text(max_size=60))
def test_no_address_leads_out_of_the_folder(text):
    file = file_of(f"/{text}")
    assert file is None or not ({".."} & set(file.split("/")) or file.startswith("/"))


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.lists(st.sampled_from("abc"), min_size=1, max_size=4)
)
def test_a_way_leads_from_one_file_to_another(here, there):
    here, there = "/".join([*here, "x.html"]), "/".join([*there, "y.html"])
    at = here.split("/")[:-1]
    for step in way_between(here, there).split("/"):
        at = at[:-1] if step == ".." else [*at, step]
    assert "/".join(at) == there


def test_every_address_of_a_page_is_found():
    html = '<a href="/en/x/#y">x</a><img srcset="/a 480w, /b 960w" src="/b"><a href="https://example.org">o</a><a href="/q?a=1&amp;b=2">q</a>'
    assert addresses_in(html) == ["/en/x/", "/a", "/b", "/q?a=1&b=2"]
