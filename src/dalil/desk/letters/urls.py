"""The addresses of the letter, in the namespace of the desk."""

from __future__ import annotations

from django.urls import path, re_path

from dalil.desk.letters import subscribers, views

urlpatterns = [
    path("", views.letters, name="letters"),
    path("new/", views.new_letter, name="new_letter"),
    path("subscribers/", subscribers.subscribers, name="subscribers"),
    path("subscribers.csv", subscribers.export_subscribers, name="export_subscribers"),
    path("subscribers/<int:subscriber>/erase/", subscribers.erase_subscriber, name="erase_subscriber"),
    path("<int:letter>/", views.letter, name="letter"),
    re_path(
        r"^(?P<letter>[0-9]{1,18})/preview/(?P<code>[a-z]{2,3})/(?P<form>html|text)/$",
        views.preview_letter,
        name="preview_letter",
    ),
    path("<int:letter>/trial/", views.try_letter, name="try_letter"),
    path("<int:letter>/issue/", views.issue_letter, name="issue_letter"),
    path("<int:letter>/stop/", views.stop_letter, name="stop_letter"),
]
