"""What the front page does not tell and the desk can show: invented, said so, and internal, so that no public page holds it."""

from __future__ import annotations

import io

from django.contrib.auth.models import User

from dalil.archive.models import OWN_NOTE
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.example.example_files import content
from dalil.bulletin.example.example_reports import MARK, lines_of
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Report, Verdict
from dalil.spotting.models import WarningVerdict
from dalil.spotting.warnings_judged import judge_warning


def enter_invented(actor: User) -> int:
    """Enter what is invented, where it is not there yet. Returns how many reports there are of it."""
    invented = content("invented")
    text = invented["document"]["text"]
    document = actions.receive_document(
        io.BytesIO(text.encode()),
        actor=actor,
        title=invented["document"]["title"]["en"],
        media_type="text/plain; charset=utf-8",
        type=OWN_NOTE,
        filename="invented.en.txt",
        language="en",
        level=Level.INTERNAL,
    )
    drafts = [
        actions.Draft(
            claim=kind_of(each["kind"]).model_validate(each["content"]),
            document=document,
            attribution=actions.credit_sources([], []),
            said=each["said"],
            language="en",
            locator=lines_of(each["said"], text),
            external_id=f"{MARK}{each['key']}",
            level=Level.INTERNAL,
        )
        for each in invented["reports"]
    ]
    actions.enter_reports(drafts, actor=actor)
    found = Report.objects.visible_to(Viewer.steward()).filter(external_id__startswith=f"{MARK}invented-")
    by_key = {report.external_id.removeprefix(MARK): report for report in found}
    pair = {"sighting": by_key["invented-sighting"], "incident": by_key["invented-strike"]}
    if not WarningVerdict.everything.filter(**pair).exists():
        judge_warning(**pair, verdict=Verdict.SAME, actor=actor, reason="Both are invented.")
    return len(by_key)
