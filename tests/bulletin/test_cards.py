"""A card without a headline or a summary cannot be published: not by the form, not by any other way."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from dalil.bulletin.models import CardPage, NewsIndexPage


@pytest.fixture
def news(db):
    return NewsIndexPage.objects.get(locale__language_code="en")


def card(**facts):
    return CardPage(
        **{"title": "Rain in the camps", "summary": "<p>Tents stand in water.</p>", "dated": "2019-05", **facts}
    )


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"title": ""}, "title"),
        ({"title": "   "}, "A card needs a headline"),
        ({"summary": ""}, "summary"),
        ({"summary": "<p></p>"}, "A card needs a summary in words"),
        ({"summary": '<p data-block-key="a1">  \xa0 </p>'}, "A card needs a summary in words"),
        ({"dated": "last spring"}, "last spring"),
        ({"more_url": "https://example.org", "more_page_id": 1}, "leads to one place"),
    ],
)
def test_a_card_that_lacks_something_is_refused(news, missing, said):
    with pytest.raises(ValidationError, match=said):
        news.add_child(instance=card(**missing))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14 May 2019", "2019-05-14"),
        ("١٤ أيار ٢٠١٩", "2019-05-14"),
        ("نيسان/أبريل 2019", "2019-04"),
        ("May 2019", "2019-05"),
        ("14/5/2019", "2019-05-14"),
        ("2019", "2019"),
    ],
)
def test_the_date_of_a_card_is_typed_as_people_write_and_kept_so_that_cards_are_in_order(news, typed, kept):
    page = news.add_child(instance=card(dated=typed))
    assert CardPage.objects.get(pk=page.pk).dated == kept


def test_a_date_that_may_be_two_days_is_refused_with_both(news):
    with pytest.raises(ValidationError, match="2019-05-04"):
        news.add_child(instance=card(dated="04/05/2019"))


def test_a_card_whose_summary_is_a_figure_says_something(news):
    news.add_child(instance=card(summary='<p><embed embedtype="figure" slug="killed"/></p>'))
    assert CardPage.objects.live().count() == 1


def post_card(client, news, **fields):
    """What the editor's form sends when somebody presses “Publish”."""
    data = {
        "title": "Rain in the camps",
        "slug": "rain",
        "summary": rich_text("<p>Tents stand in water.</p>"),
        "dated": "2019-05",
        "form": "report",
        "source_text": "",
        "source_code": "",
        "more_page": "",
        "more_url": "",
        "body": streamfield([]),
        "reports": streamfield([]),
        "corrections": streamfield([]),
        "about": streamfield([]),
        "byline": streamfield([]),
        "picture": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
        **fields,
    }
    address = reverse("wagtailadmin_pages:add", args=("bulletin", "cardpage", news.pk))
    return client.post(address, nested_form_data(data))


@pytest.fixture
def editing(client, edith):
    edith.is_superuser = True
    edith.save()
    client.force_login(edith)
    return client


def test_edith_publishes_a_card(editing, news):
    post_card(editing, news, **{"action-publish": "1"})
    published = CardPage.objects.live().get()
    assert (published.title, published.when.notation()) == ("Rain in the camps", "2019-05")


@pytest.mark.parametrize(
    ("language", "headline", "slug"),
    [
        ("en", "Air strike on Idlib city", "air-strike-on-idlib-city"),
        ("ar", "غارة على مدينة إدلب", "غارة-على-مدينة-إدلب"),
    ],
)
def test_a_headline_makes_the_address_of_its_card(editing, language, headline, slug):
    """Case 28. The editor's script does it while the headline is typed; where it does not run, the form does."""
    news = NewsIndexPage.objects.get(locale__language_code=language)
    for _ in range(2):
        post_card(editing, news, title=headline, slug="", **{"action-publish": "1"})
    assert [each.slug for each in CardPage.objects.live().order_by("pk")] == [slug, f"{slug}-2"]


def test_a_headline_without_letters_makes_no_address(editing, news):
    response = post_card(editing, news, title="…", slug="", **{"action-publish": "1"})
    assert list(response.context["form"].errors) == ["slug"] and not CardPage.objects.exists()


@pytest.mark.parametrize(
    "model", [each for each in apps.get_app_config("bulletin").get_models() if issubclass(each, Page)]
)
def test_the_title_of_every_type_of_page_is_bound_to_its_address(model):
    (content, *_) = model.get_edit_handler().children
    assert [each.targets for each in content.children if isinstance(each, TitleFieldPanel)] == [["slug"]]


@pytest.mark.parametrize(
    "lack",
    [
        {"title": ""},
        {"summary": rich_text("")},
        {"summary": rich_text("<p>   </p>")},
        {"title": "", "summary": rich_text("")},
    ],
)
def test_the_form_does_not_publish_a_card_that_says_nothing(editing, news, lack):
    response = post_card(editing, news, **lack, **{"action-publish": "1"})
    assert response.status_code == 200, "the form comes back"
    assert response.context["form"].errors.keys() >= lack.keys()
    assert not CardPage.objects.exists()


def test_a_draft_may_wait_for_its_summary_but_not_go_out_without_it(editing, news):
    post_card(editing, news, summary=rich_text(""))
    draft = CardPage.objects.get()
    assert not draft.live
    with pytest.raises(ValidationError, match="summary"):
        draft.get_latest_revision().publish()
    draft.refresh_from_db()
    assert not draft.live
