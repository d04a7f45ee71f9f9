"""A testimony through every door: a table, the desk's form, the lines that another record imports, the API."""

import yaml

from dalil.archive.protection import Level, Viewer
from dalil.exports.report_lines import report_lines
from dalil.record.kind import kind_of
from dalil.record.models import Report
from dalil.wording.claims import title_of

PUBLIC, STEWARD = Viewer.public(), Viewer.steward()
MAPPING = """
kind: testimony
origin: field-team
columns:
  code: {external_id: true}
  day: {field: when, format: d/m/y}
  governorate: {field: where, part: governorate}
  interview date: {field: taken, format: d/m/y}
  pseudonym: {field: teller}
  role: {field: connection}
  consent: {field: consent}
  account: {field: summary}
"""


def only():
    return Report.objects.visible_to(STEWARD).get()


def test_a_table_of_interviews_is_imported_and_public_to_nobody(run_import, tmp_path):
    table = tmp_path / "interviews.csv"
    table.write_text(
        "code,day,governorate,interview date,pseudonym,role,consent,account\n"
        "T1,03/02/2019,Deir ez-Zor,05/01/2026,الشاهد ك,شاهد,yes,وقفت عند الحاجز\n"
    )
    run = run_import(table, yaml.safe_load(MAPPING), level=Level.PUBLIC)
    assert run.failed == 0
    claim = only().claim
    assert (claim.connection, claim.consent, claim.teller.ar) == ("witness", "given", "الشاهد ك")
    assert claim.taken.start.isoformat() == "2026-01-05" and claim.where.places == ("SY09",)
    assert not Report.objects.visible_to(PUBLIC).exists()
    assert list(report_lines(Report.objects.visible_to(STEWARD), PUBLIC)) == []
    assert "testimony" in "".join(report_lines(Report.objects.visible_to(STEWARD), STEWARD))


def test_its_title_says_what_it_tells_of_and_not_who_tells_it():
    claim = kind_of("testimony").model_validate(
        {"what": "AIR_STRIKE", "when": "2019-02-03", "where": {"places": ["SY09"]}, "teller": {"en": "Witness K"}}
    )
    for language, word in (("en", "Testimony"), ("ar", "شهادة")):
        told = title_of(claim, language)
        assert told.startswith(word) and "Witness K" not in told
