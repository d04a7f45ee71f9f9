"""Edith publishes every type of page at the first try, with no more than its required fields; what the record knows is chosen by name."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.module_loading import import_string
from forms_of_pages import HEADLINES, form_of
from wagtail.models import Locale, Page, get_page_models
from wagtail.test.utils.form_data import nested_form_data, streamfield

from dalil.bulletin.blocks import condition_choices, provision_choices
from dalil.bulletin.models import BulletinPage, CardPage, FrontPage, NewsIndexPage, StandingPage, StoryPage, ThemePage
from dalil.bulletin.pages.theme_incidents import question_of

TYPES = [each for each in get_page_models() if issubclass(each, BulletinPage)]
LANGUAGES = ("en", "ar")


def parent_for(model: type[Page], language: str) -> Page:
    """A page below which this type may stand."""
    kind = import_string_of(model.parent_page_types[0])
    if kind is Page:
        return Page.get_first_root_node()
    return kind.objects.filter(locale__language_code=language).first()


def import_string_of(label: str) -> type[Page]:
    app, _dot, name = label.partition(".")
    return Page if app == "wagtailcore" else import_string(f"dalil.{app}.models.{name}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_every_type_of_page_publishes_at_the_first_try(as_, model, language):
    client, parent = as_("edith"), parent_for(model, language)
    address = f"/desk/pages/add/bulletin/{model._meta.model_name}/{parent.pk}/"
    if parent.is_root():
        address += f"?locale={language}"
    assert client.get(address).status_code == 200
    answer = client.post(address, form_of(model, language))
    assert answer.status_code == 302, [form.errors for form in [answer.context["form"]]]
    page = model.objects.filter(title=HEADLINES[language]).get()
    assert page.live
    assert page.slug == ("the-well-of-the-valley" if language == "en" else "بئر-الوادي")
    again = client.post(address, form_of(model, language))
    assert again.status_code == 302, "a second one of the same headline gets an address of its own"
    assert model.objects.filter(title=HEADLINES[language], slug=f"{page.slug}-2", live=True).exists()
    assert Locale.objects.get(pk=page.locale_id).language_code == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", [StoryPage, StandingPage])
def test_a_page_with_nothing_but_a_title_waits_as_a_draft(as_, model, language):
    client, parent = as_("edith", language), parent_for(model, language)
    address = f"/desk/pages/add/bulletin/{model._meta.model_name}/{parent.pk}/"
    refused = client.post(address, form_of(model, language, body=streamfield([])))
    said = {"en": "nothing on this page but its title", "ar": "ليس في هذه الصفحة غير عنوانها"}
    assert said[language] in refused.content.decode() and not model.objects.filter(title=HEADLINES[language]).exists()
    draft = form_of(model, language, body=streamfield([]))
    del draft["action-publish"]
    assert client.post(address, draft).status_code == 302
    assert not model.objects.get(title=HEADLINES[language]).live


def test_a_card_and_a_story_name_their_source_and_document_by_name(as_, north, document, staff):
    from dalil.archive.protection import Level
    from dalil.record import actions

    client, news = as_("edith"), NewsIndexPage.objects.get(locale__language_code="en")
    address = f"/desk/pages/add/bulletin/cardpage/{news.pk}/"
    refused = client.post(address, form_of(CardPage, "en", source_code="Northern Monitor"))
    assert refused.status_code == 200, "the source is not public"
    assert "No public source is called “Northern Monitor”" in refused.content.decode()
    assert "Northern Monitor" not in client.get(address).content.decode(), "nor is it suggested"
    actions.protect(north, Level.PUBLIC, actor=staff["salma"], reason="It signs its bulletins.")
    assert '<option value="Northern Monitor">' in client.get(address).content.decode()
    assert client.post(address, form_of(CardPage, "en", source_code="مرصد الشمال")).status_code == 302
    card = CardPage.objects.get()
    assert card.source_code == "north-monitor"
    assert 'value="Northern Monitor"' in client.get(f"/desk/pages/{card.pk}/edit/").content.decode()

    front = FrontPage.objects.get(locale__language_code="en")
    address = f"/desk/pages/add/bulletin/storypage/{front.pk}/"
    assert client.post(address, form_of(StoryPage, "en", document="Bulletin")).status_code == 302
    story = StoryPage.objects.get()
    assert story.document == document.address
    assert f"{document.address} Bulletin" in client.get(f"/desk/pages/{story.pk}/edit/").content.decode()


def test_a_card_leads_to_a_long_address_with_arabic_words_in_it(as_):
    news = NewsIndexPage.objects.get(locale__language_code="en")
    address = "https://hill.example/" + "%D8%AE%D8%A8%D8%B2-" * 30
    sent = form_of(CardPage, "en", more_url=address)
    assert as_("edith").post(f"/desk/pages/add/bulletin/cardpage/{news.pk}/", sent).status_code == 302
    assert CardPage.objects.get(live=True).more_url == address


def test_a_source_that_is_not_public_any_more_does_not_keep_its_card_from_being_mended(as_, north, staff):
    client, news = as_("edith"), NewsIndexPage.objects.get(locale__language_code="en")
    card = news.add_child(
        instance=CardPage(title="A card", slug="a", dated="2019", summary="<p>Words.</p>", source_code="north-monitor")
    )
    sent = form_of(CardPage, "en", title="Mended", slug="a", source_code="north-monitor")
    assert client.post(f"/desk/pages/{card.pk}/edit/", sent).status_code == 302
    card.refresh_from_db()
    assert (card.title, card.source_code) == ("Mended", "north-monitor")


def test_a_theme_asks_by_names_and_names_its_law_in_the_language_of_the_desk(as_):
    client, front = as_("edith", "ar"), FrontPage.objects.get(locale__language_code="ar")
    address = f"/desk/pages/add/bulletin/themepage/{front.pk}/"
    with translation.override("ar"):
        assert ("weapons:BARREL_BOMB", "برميل متفجر") in dict(condition_choices())["السلاح"]
        assert any("(IHL-R1)" in name and "التمييز" in name for _code, name in provision_choices())
    sent = form_of(ThemePage, "ar", asks=streamfield([("facet", "weapons:BARREL_BOMB"), ("facet", "what:AIR_STRIKE")]))
    sent |= nested_form_data({"law": streamfield([("provision", {"code": "IHL-R1", "text": "يُميَّز المدنيون."})])})
    assert client.post(address, sent).status_code == 302
    theme = ThemePage.objects.get()
    assert theme.asks.get_prep_value()[0]["value"] == {"facet": "weapons", "code": "BARREL_BOMB"}, "kept as ever"
    question = question_of(theme.asks)
    assert question is not None and question.facets == {"weapons": ("BARREL_BOMB",), "what": ("AIR_STRIKE",)}
    wrong = form_of(ThemePage, "ar", title="أخرى", asks=streamfield([("facet", "weapons:TORTURE")]))
    assert client.post(address, wrong).status_code == 200, "no weapon is called so"
    assert ThemePage.objects.count() == 1
