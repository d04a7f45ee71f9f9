"""The rules by which Outlook and Gmail show a letter as it is meant in both directions, tried on the mail that arrived."""

import re

import pytest
from lxml import html as parser
from mailbox_of_tests import part_of

from dalil.bulletin.newsletter.mail import TOKEN
from dalil.bulletin.newsletter.sending import send_batch

FORBIDDEN = (
    r"float\s*:|display\s*:\s*(?:flex|grid|inline-block)|position\s*:|background-image|background\s*:[^;]*url"
    r"|var\(|calc\(|@media|\brem\b|margin-inline|padding-inline"
)
"""What Word, with which Outlook shows mail, does not know; and what Gmail takes out."""


@pytest.fixture(params=["en", "ar"])
def received(request, mailbox, subscribe, issue):
    subscribe("rana@a.example", request.param)
    issue()
    send_batch()
    return request.param, mailbox.to("rana@a.example")[0], mailbox.raw[0]


def test_each_table_and_cell_says_its_direction_and_its_side(received):
    language, mail, _raw = received
    page = parser.fromstring(part_of(mail, "html"))
    direction, start = ("rtl", "right") if language == "ar" else ("ltr", "left")
    assert (page.get("lang"), page.get("dir")) == (language, direction) and page.find("body").get("dir") == direction
    for tag in ("table", "td", "p", "h1", "h2"):
        found = list(page.iter(tag))
        assert found and {each.get("dir") for each in found} == {direction}, tag
        assert all(each.get("align") in (start, "center") for each in found), tag
    sides = {re.search(r"text-align:\s*(\w+)", each.get("style"))[1] for each in page.iter("td")}
    assert sides == {start}, "Gmail believes the style before the attribute"


def test_nothing_stands_in_it_that_outlook_or_gmail_do_not_know(received):
    _language, mail, _raw = received
    html = part_of(mail, "html")
    assert not re.findall(FORBIDDEN, html)
    assert "<style" not in html and "class=" in html
    page = parser.fromstring(html)
    for table in page.iter("table"):
        facts = [table.get(name) for name in ("role", "border", "cellpadding", "cellspacing")]
        assert facts == ["presentation", "0", "0", "0"]
    for tag in ("td", "p", "h1", "h2", "a"):
        assert all(each.get("style") for each in page.iter(tag)), f"every {tag} carries its own style"
    assert len(html.encode()) < 100_000, "Gmail cuts off what is longer than 102 kB"


def test_outlook_is_given_a_width_and_closes_what_it_opens(received):
    _language, mail, _raw = received
    html = part_of(mail, "html")
    for_outlook = re.findall(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", html, re.DOTALL)
    assert any('width="600"' in each for each in for_outlook)
    whole = "".join(for_outlook)
    for tag in ("table", "tr", "td"):
        assert len(re.findall(rf"<{tag}\b", whole)) == len(re.findall(rf"</{tag}>", whole))
    assert "max-width: 600px" in html


def test_the_plain_text_says_the_same_and_each_line_of_arabic_begins_as_one(received):
    language, mail, _raw = received
    text = part_of(mail, "plain")
    assert TOKEN not in text and TOKEN not in part_of(mail, "html")
    said = [line for line in text.splitlines() if line.strip() and not re.match(r"https?://|\* \* \*|-- ", line)]
    assert all(line.startswith("\u200f") == (language == "ar") for line in said)
    assert all(len(line) <= 73 for line in said)
    page = parser.fromstring(part_of(mail, "html"))
    shown = set(page.xpath("//a/@href"))
    assert set(re.findall(r"https://[^\s>]+", text)) == shown, "every link stands in both"


def test_the_headers_by_which_one_leaves_arrive_whole(received):
    _language, _mail, raw = received
    unfolded = re.sub(rb"\r\n[ \t]+", b" ", raw)
    assert re.search(
        rb"\r\nList-Unsubscribe: +<https://record\.example/(en|ar)/letters/mine/[0-9a-f.]+/>\r\n", unfolded
    )
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in unfolded
    assert b"multipart/alternative" in unfolded and b"\r\nList-Id: <letter.record.example>\r\n" in unfolded
