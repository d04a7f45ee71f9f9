"""The pages of the API say what the API itself checks, in both languages; nothing of it is left without a meaning."""

import re

import pytest
from django.utils.translation import override

from dalil.bulletin.api.documentation import list_addresses
from dalil.bulletin.api.routes import api


def documented(language):
    with override(language):
        return list(list_addresses(api.get_openapi_schema()))


def test_every_address_and_parameter_is_explained_in_both_languages():
    english, arabic = documented("en"), documented("ar")
    assert len(english) > 15
    for one, other in zip(english, arabic, strict=True):
        pairs = [
            (one.meaning, other.meaning),
            *((a.meaning, b.meaning) for a, b in zip(one.parameters, other.parameters, strict=True)),
        ]
        for said, in_arabic in pairs:
            assert said, one.path
            assert re.search("[\u0621-\u064a]", in_arabic), f"{one.path}: {said} has no Arabic"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_names_every_address_and_its_choices(language, reader):
    html = reader.get(f"/{language}/api-docs/").content.decode()
    for each in documented(language):
        assert f'<code dir="ltr">{each.path}</code>' in html
    assert '<code dir="ltr">conservative</code>' in html, "the readings that may be asked for"
    assert len(html.encode()) < 60_000


def test_what_the_page_says_is_what_is_refused(reader):
    (limit,) = (
        each
        for address in documented("en")
        if address.path == "/api/reports"
        for each in address.parameters
        if each.name == "limit"
    )
    assert limit.standard == "100"
    assert reader.get("/api/reports?limit=501").status_code == 422
    assert reader.get("/api/reports?limit=500").status_code == 200
    assert reader.get("/api/places?level=hamlet").status_code == 422


def test_the_short_address_leads_to_the_page(reader):
    assert reader.get("/api/docs", headers={"accept-language": "ar"}).url == "/ar/api-docs/"
