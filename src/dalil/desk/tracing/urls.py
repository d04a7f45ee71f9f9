"""The addresses of searches, in the namespace of the desk. A name stands in none of them."""

from __future__ import annotations

from django.urls import path

from dalil.desk.tracing import (
    blind_exchanges,
    candidate_queue,
    family_forms,
    fieldwork,
    findings,
    photographs,
    public_list,
    request_files,
    views,
)

urlpatterns = [
    path("", views.searches, name="tracing"),
    path("new/", views.enter, name="tracing_enter"),
    path("file/", request_files.request_file, name="tracing_file"),
    path("partners/", blind_exchanges.blind_exchanges, name="tracing_blind"),
    path("partners/begin/", blind_exchanges.begin, name="tracing_blind_begin"),
    path("partners/take/", blind_exchanges.take, name="tracing_blind_take"),
    path("partners/<int:pk>/", blind_exchanges.blind_exchange, name="tracing_blind_exchange"),
    path("partners/<int:pk>/open/", blind_exchanges.open_hits, name="tracing_blind_open"),
    path("candidates/", candidate_queue.queue, name="tracing_queue"),
    path("candidates/work-out/", candidate_queue.work_out, name="tracing_queue_work_out"),
    path("forms/", family_forms.family_forms, name="tracing_forms"),
    path("forms/<slug:reference>/", family_forms.family_form, name="tracing_form"),
    path("forms/<slug:reference>/enter/", family_forms.enter, name="tracing_form_enter"),
    path("forms/<slug:reference>/erase/", family_forms.erase, name="tracing_form_erase"),
    path("<slug:reference>/", views.search, name="tracing_search"),
    path("<slug:reference>/change/", views.change, name="tracing_change"),
    path("<slug:reference>/photographs/add/", photographs.add_photograph, name="tracing_photograph"),
    path(
        "<slug:reference>/photographs/<int:number>/take-away/",
        photographs.take_away_photograph,
        name="tracing_photograph_away",
    ),
    path("<slug:reference>/call/", fieldwork.plan_call, name="tracing_call"),
    path("<slug:reference>/call/<int:number>/", fieldwork.called, name="tracing_called"),
    path("<slug:reference>/interview/<int:part>/", fieldwork.interview, name="tracing_interview"),
    path("<slug:reference>/summary/", fieldwork.summary, name="tracing_summary"),
    path("<slug:reference>/step/", views.step, name="tracing_step"),
    path("<slug:reference>/receipt/", views.renew_receipt, name="tracing_receipt"),
    path("<slug:reference>/listing/", public_list.listing, name="tracing_listing"),
    path("<slug:reference>/listing/put-up/", public_list.put_up, name="tracing_put_up"),
    path("<slug:reference>/listing/take-down/", public_list.take_down, name="tracing_take_down"),
    path("<slug:reference>/candidates/", findings.candidates, name="tracing_candidates"),
    path("<slug:reference>/candidates/<slug:candidate>/", candidate_queue.look, name="tracing_look"),
    path("<slug:reference>/findings/", findings.findings, name="tracing_findings"),
    path("<slug:reference>/findings/<int:number>/confirm/", findings.confirm, name="tracing_confirm"),
    path("<slug:reference>/findings/<int:number>/reject/", findings.reject, name="tracing_reject"),
    path("<slug:reference>/findings/<int:number>/tell/", findings.tell, name="tracing_tell"),
]
