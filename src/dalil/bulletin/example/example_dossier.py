"""A dossier of the example, so that whoever looks for the first time sees a matrix with gaps and with something that speaks against."""

from __future__ import annotations

import io
from collections.abc import Mapping

from django.contrib.auth.models import User

from dalil.archive.protection import Level
from dalil.bulletin.example.example_files import content
from dalil.cases.dossiers.assessing import assess
from dalil.cases.dossiers.keeping import choose_document, choose_reports, open_dossier
from dalil.cases.dossiers.models import Dossier, Pin, Stance
from dalil.cases.dossiers.question import DossierQuestion
from dalil.record import actions
from dalil.record.models import Report


def build_dossier(actor: User, reports: Mapping[str, Report]) -> int:
    """Open the dossier of the example, choose what belongs to it and say what each speaks for, where it is not there yet.

    reports: of the example, by their key. Returns how many dossiers the example has.
    """
    told = content("dossier")
    if Dossier.objects.filter(prefix=told["prefix"]).exists():
        return 1
    dossier = open_dossier(told["prefix"], told["title"], DossierQuestion.model_validate(told["question"]), actor=actor)
    letter = actions.receive_document(
        io.BytesIO(told["letter"]["text"].encode()),
        actor=actor,
        title=told["letter"]["title"]["en"],
        media_type="text/plain; charset=utf-8",
        type="letter",
        filename="invented-letter.en.txt",
        language="en",
        level=Level.INTERNAL,
    )
    choose_reports(dossier, [reports[key] for key in told["chosen"]], actor=actor, reason=told["because"])
    choose_document(dossier, letter, actor=actor, reason=told["letter_because"])
    keys = {reports[key].pk: key for key in told["chosen"]}
    pins = {keys.get(each.report_id or 0, "letter"): each for each in Pin.objects.filter(dossier=dossier)}
    [provision] = told["question"]["provisions"]
    for each in told["assessments"]:
        assess(
            pins[each["rests_on"]], provision, each["element"], Stance(each["says"]), actor=actor, reason=each["reason"]
        )
    return 1
