"""The addresses of dossiers, in the namespace of the desk."""

from __future__ import annotations

from django.urls import path

from dalil.desk.dossiers import circles, elements, handing, views, work

urlpatterns = [
    path("", views.dossiers, name="dossiers"),
    path("new/", views.open_new, name="open_dossier"),
    path("<slug:prefix>/", views.one_dossier, name="dossier"),
    path("<slug:prefix>/question/", views.change_question, name="dossier_question"),
    path("<slug:prefix>/choose/", views.choose, name="dossier_choose"),
    path("<slug:prefix>/things/", views.things, name="dossier_things"),
    path("<slug:prefix>/things/<int:pin>/take-out/", views.take_thing_out, name="dossier_take_out"),
    path("<slug:prefix>/elements/<slug:ground>/<slug:code>/", elements.element, name="dossier_element"),
    path("<slug:prefix>/said/<int:assessment>/review/", elements.review_assessment, name="dossier_review"),
    path("<slug:prefix>/said/<int:assessment>/take-back/", elements.take_back, name="dossier_take_back"),
    path("<slug:prefix>/said/<int:assessment>/carry/", elements.carry, name="dossier_carry"),
    path("<slug:prefix>/circle/", circles.circle, name="dossier_circle"),
    path("<slug:prefix>/errands/", work.work, name="dossier_work"),
    path("<slug:prefix>/errands/<int:errand>/end/", work.end_work, name="dossier_end_work"),
    path("<slug:prefix>/notes/", work.add_note, name="dossier_note"),
    path("<slug:prefix>/command/", work.command, name="dossier_command"),
    path("<slug:prefix>/figures/", work.figures, name="dossier_figures"),
    path("<slug:prefix>/figures/<int:frozen>/take-out/", work.remove_figure, name="dossier_remove_figure"),
    path("<slug:prefix>/hand-out/", handing.hand_dossier_out, name="dossier_hand_out"),
]
