"""What a new version of a list changed is drafted as a card in both languages. An editor decides; of what the public may not see there is none."""

import pytest
from django.contrib.auth.models import Group
from list_samples import un

from dalil.archive.protection import Level
from dalil.bulletin.links.models import FeedItem
from dalil.bulletin.models import CardPage
from dalil.sanctions.taking_versions import VersionRequest, take_version

CHANGED = un("2018-08-24").replace("<CITY>Damascus</CITY>", "<CITY>Homs</CITY>")
RENAMED = CHANGED.replace("LAYLA", "RIMA").replace("XXi.002", "XXi.003").replace("700002", "700003")


@pytest.fixture
def take(tmp_path, edith):
    edith.groups.set([Group.objects.get(name="editor")])

    def take(text, level=Level.PUBLIC, actor=edith):
        path = tmp_path / "list.xml"
        path.write_text(text, "utf-8")
        return take_version(VersionRequest(paths=(path,), actor=actor, level=level)).version

    return take


def test_a_change_becomes_a_draft_in_both_languages(take):
    take(un())
    assert not FeedItem.objects.exists(), "a first version changes nothing"
    take(RENAMED)
    english, arabic = (CardPage.objects.get(locale__language_code=language) for language in ("en", "ar"))
    assert not english.live and not arabic.live and english.translation_key == arabic.translation_key
    assert english.title.endswith("put on: 1 person; amended: 1 person; taken off: 1 person")
    assert "رُفع: شخص واحد" in arabic.title
    assert "the ground is unknown until a source states it" in english.summary
    assert english.more_url.endswith("/en/sanctions/un_sc/changes/?since=2018-06-07&until=2018-08-24")
    assert "/ar/sanctions/" in arabic.more_url
    assert (english.dated, english.source_text) == ("2018-08-24", arabic.get_translation(english.locale).source_text)


def test_a_version_that_changed_nothing_and_a_hidden_list_make_no_card(take):
    take(un())
    take(un("2018-07-01"))
    take(CHANGED, level=Level.INTERNAL)
    assert not FeedItem.objects.exists() and not CardPage.objects.exists()


def test_where_who_took_it_may_write_no_cards_it_waits_for_an_editor(take, charlie):
    take(un(), actor=charlie)
    take(CHANGED, actor=charlie)
    assert not CardPage.objects.exists()
    assert {(each.language, each.state) for each in FeedItem.objects.all()} == {("en", "new"), ("ar", "new")}
    assert FeedItem.objects.get(language="ar").twin == FeedItem.objects.get(language="en")
