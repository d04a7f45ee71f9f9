"""Where everything is. Public pages stand under the language; machines, files and the desk do not."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from dalil.bulletin.api.documentation import api_pages, to_api_pages
from dalil.bulletin.api.routes import api
from dalil.bulletin.checking import views as checking_views
from dalil.bulletin.corrections import views as correction_views
from dalil.bulletin.explore import views as explore_views
from dalil.bulletin.explore.feed import feed as explore_feed
from dalil.bulletin.figures import views as figure_views
from dalil.bulletin.law import views as law_views
from dalil.bulletin.newsletter import archive
from dalil.bulletin.pages import feeds, look, machine_pages, page_search, stories
from dalil.bulletin.pages.sharing import page_picture
from dalil.bulletin.pictures.views import picture
from dalil.bulletin.proceedings.views import proceedings
from dalil.bulletin.record import subjects, views
from dalil.bulletin.record.names import names
from dalil.bulletin.sanctions import views as sanctions_views
from dalil.bulletin.submitting.views import submit
from dalil.bulletin.tracing.family_form_views import ask, worker
from dalil.bulletin.tracing.listed import listed
from dalil.bulletin.tracing.views import disappeared
from dalil.desk.page_screens import addresses_of_pages

handler429 = "dalil.desk.sign_in.held_up.too_many_requests"

urlpatterns = [
    path("desk/files/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, require_admin_access))),
    path("desk/", include("dalil.desk.sign_in.urls")),
    path("desk/", include(addresses_of_pages(wagtailadmin_urls.urlpatterns))),
    path("api/docs", to_api_pages, name="to-api-docs"),
    path("api/", api.urls),
    path("robots.txt", machine_pages.robots),
    path("print.css", machine_pages.print_styles, name="print-styles"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": machine_pages.SITEMAPS}, name="sitemap"),
    path("ledger/checkpoint", checking_views.give_checkpoint, name="ledger-checkpoint"),
    path("ledger/tile/<path:tile>", checking_views.give_tile, name="ledger-tile"),
    path("media/images/<str:name>", picture, name="picture"),
]
urlpatterns += i18n_patterns(
    path("feed.xml", feeds.cards, name="feed"),
    path("feed.json", feeds.cards, {"form": "json"}, name="feed-json"),
    path("stories.xml", feeds.stories, name="stories-feed"),
    path("stories.json", feeds.stories, {"form": "json"}, name="stories-json"),
    path("about/<slug:scheme>/<str:code>/feed.xml", feeds.about, name="about-feed"),
    path("about/<slug:scheme>/<str:code>/feed.json", feeds.about, {"form": "json"}, name="about-json"),
    path("figures/", figure_views.figures, name="figures"),
    path("figures/<slug:slug>/", figure_views.figure, name="figure"),
    path("figures/<slug:slug>/<int:number>/", figure_views.edition, name="figure-edition"),
    path("figures/<slug:slug>/<int:number>.zip", figure_views.as_capsule, name="figure-capsule"),
    path("figures/<slug:slug>/share.png", figure_views.share_picture, name="figure-share"),
    path("figures/<slug:slug>.csv", figure_views.as_csv, name="figure-csv"),
    path("figures/<slug:slug>.json", figure_views.as_json, name="figure-json"),
    path("search/", page_search.search, name="search"),
    path("share/<int:key>.png", page_picture, name="page-share"),
    path("look.css", look.look, name="look"),
    path("stories/", stories.stories, name="stories"),
    path("corrections/", correction_views.corrections, name="corrections"),
    path("corrections.xml", correction_views.corrections_feed, name="corrections-feed"),
    path("corrections.json", correction_views.corrections_feed, {"form": "json"}, name="corrections-json"),
    path("check/", checking_views.check, name="check"),
    path("submit/", submit, name="submit"),
    path("disappeared/", disappeared, name="disappeared"),
    path("disappeared/families/", listed, name="listed-searches"),
    path("disappeared/ask/", ask, name="ask-search"),
    path("disappeared/ask/worker.js", worker, name="ask-search-worker"),
    path("letters/", archive.letters, name="letters"),
    path("letters.xml", archive.letters_feed, name="letters-feed"),
    path("letters.json", archive.letters_feed, {"form": "json"}, name="letters-json"),
    path("letters/<int:number>/", archive.letter, name="letter"),
    path("letters/subscribe/", archive.subscribe, name="letters-subscribe"),
    path("letters/confirm/<str:token>/", archive.confirm, name="letters-confirm"),
    path("letters/mine/<str:token>/", archive.mine, name="letters-mine"),
    path("proceedings/", proceedings, name="proceedings"),
    path("law/", law_views.law, name="law"),
    path("law/<slug:code>/", law_views.one_provision, name="provision"),
    path("record/", views.record, name="record"),
    path("names/", names, name="names"),
    path("api-docs/", api_pages, name="api-docs"),
    path("explore/", explore_views.explore, name="explore"),
    path("explore.xml", explore_feed, name="explore-feed"),
    path("sanctions/", sanctions_views.lists, name="sanctions"),
    path("sanctions/<slug:code>/", sanctions_views.list_on_day, name="sanctions-list"),
    path("sanctions/<slug:code>/feed.xml", sanctions_views.changes_feed, name="sanctions-feed"),
    path("sanctions/<slug:code>/changes/", sanctions_views.changes, name="sanctions-changes"),
    path("sanctions/<slug:code>/entries/<str:number>/", sanctions_views.entry, name="sanctions-entry"),
    path("record/<slug:address>/", views.entity, name="entity"),
    path("record/<slug:address>/share.png", views.entity_picture, name="entity-share"),
    path("reports/<slug:address>/", views.report, name="report"),
    path("documents/<slug:address>/", views.document, name="document"),
    path("documents/<slug:address>/file", views.document_file, name="document-file"),
    path("sources/<str:code>/", views.source, name="source"),
    path("places/<str:code>/", subjects.place, name="place"),
    path("terms/<slug:scheme>/<str:code>/", subjects.term, name="term"),
    path("", include(wagtail_urls)),
)
