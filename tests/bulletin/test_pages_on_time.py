"""A page that is scheduled appears when its moment has come, and one that expired goes: by the worker, from every list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dalil.bulletin.models import CardPage
from dalil.bulletin.tasks import publish_what_is_due
from dalil.jobs.worker import do_what_waits

LISTS = ["/en/", "/en/news/", "/en/feed.xml", "/sitemap.xml"]


@pytest.fixture
def card(loaded):
    return CardPage.objects.get(locale__language_code="en", slug="law-10")


def told(reader):
    return "".join(reader.get(path).content.decode() for path in LISTS)


def test_a_scheduled_page_appears_when_its_moment_has_come_and_not_before(card, reader, monkeypatch):
    path = card.get_url()
    card.unpublish()
    card.go_live_at = timezone.now() + timedelta(hours=1)
    card.save_revision().publish()
    publish_what_is_due.enqueue()
    do_what_waits("worker")
    assert reader.get(path).status_code == 404 and path not in told(reader)

    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    publish_what_is_due.enqueue()
    do_what_waits("worker")
    assert reader.get(path).status_code == 200 and path in told(reader)


def test_a_page_that_expired_goes_from_every_list(card, reader):
    path = card.get_url()
    assert path in told(reader)
    CardPage.objects.filter(pk=card.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    publish_what_is_due.enqueue()
    do_what_waits("worker")
    assert reader.get(path).status_code == 404 and path not in told(reader)
    assert CardPage.objects.get(pk=card.pk).expired
