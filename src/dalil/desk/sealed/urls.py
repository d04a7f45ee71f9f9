"""The addresses of the sealed compartment, in the namespace of the desk."""

from __future__ import annotations

from django.urls import path

from dalil.desk.sealed import consents, officers, passkeys, reminders, submissions, views

urlpatterns = [
    path("", views.sealed, name="sealed"),
    path("open/", views.open_compartment, name="sealed_open"),
    path("close/", views.close, name="sealed_close"),
    path("search/", views.search, name="sealed_search"),
    path("set-up/", officers.set_up, name="sealed_set_up"),
    path("officers/", officers.officers, name="sealed_officers"),
    path("officers/key/", officers.make_key, name="sealed_key"),
    path("officers/<int:holder>/admit/", officers.admit, name="sealed_admit"),
    path("officers/<int:holder>/remove/", officers.remove, name="sealed_remove"),
    path("passkeys/", passkeys.passkeys, name="sealed_passkeys"),
    path("passkeys/<int:number>/remove/", passkeys.remove, name="sealed_passkey_remove"),
    path("persons/new/", views.enter, name="sealed_enter"),
    path("persons/<slug:reference>/", views.person, name="sealed_person"),
    path("persons/<slug:reference>/change/", views.change, name="sealed_change"),
    path("persons/<slug:reference>/erase/", views.erase, name="sealed_erase"),
    path("persons/<slug:reference>/consents/new/", consents.give, name="sealed_consent_give"),
    path("persons/<slug:reference>/reminders/new/", reminders.ask, name="sealed_reminder_ask"),
    path("reminders/", reminders.reminders, name="sealed_reminders"),
    path("reminders/<int:number>/send/", reminders.send, name="sealed_reminder_send"),
    path("reminders/<int:number>/close/", reminders.close_reminder, name="sealed_reminder_close"),
    path("submissions/", submissions.submissions, name="sealed_submissions"),
    path("submissions/<slug:reference>/", submissions.submission, name="sealed_submission"),
    path("submissions/<slug:reference>/done/", submissions.set_done, name="sealed_submission_done"),
    path("submissions/<slug:reference>/erase/", submissions.erase, name="sealed_submission_erase"),
    path("consents/<slug:reference>/", consents.consent, name="sealed_consent"),
    path("consents/<slug:reference>/change/", consents.change, name="sealed_consent_change"),
    path("consents/<slug:reference>/withdraw/", consents.withdraw, name="sealed_withdraw"),
    path("consents/<slug:reference>/cover/", consents.cover, name="sealed_cover"),
    path("consents/<slug:reference>/covers/<int:cover>/take-back/", consents.uncover, name="sealed_uncover"),
]
