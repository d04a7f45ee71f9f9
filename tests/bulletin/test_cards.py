"""A card without a headline or a summary cannot be published: not by the form, not by any other way."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
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
