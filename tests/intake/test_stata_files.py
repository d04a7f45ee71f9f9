"""Tables of Stata come in by a mapping as others do; one wave of the needs assessment of communities gives the totals that its file gives."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from django.utils import translation

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.intake.files import stata_file
from dalil.intake.formats import Unreadable
from dalil.intake.formats.table_file import open_file
from dalil.wording.refusals import refusal

COMMUNITIES = {
    "kind": "site",
    "identifier": "hsos-2023-04:",
    "origin": "reach",
    "columns": {
        "Governorate": {"field": "where", "part": "governorate"},
        "Community": {"field": "called", "part": "en"},
        "Communitypcode": {"field": "where", "part": "code"},
        "IDPsreportedinthecommunity": {
            "field": "functions",
            "values": {"Yes": "HOST_COMMUNITY", "No": "SETTLEMENT"},
        },
        "IDPsdisplacedincommunitybeca": {"field": "description"},
        "year": {"field": "when", "part": "year"},
        "month": {"field": "when", "part": "month"},
    },
}


@pytest.fixture
def reader():
    return pytest.importorskip("pyreadstat")


def test_a_file_of_stata_is_refused_in_words_where_nothing_reads_it(tmp_path, monkeypatch):
    file = tmp_path / "wave.dta"
    file.write_bytes(b"<stata_dta>\x00")
    monkeypatch.setattr(stata_file.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unreadable, match="pip install 'dalil") as refused:
        open_file(file)
    with translation.override("ar"):
        said = refusal(refused.value)
    assert "ملف Stata" in said and "pip install" in said and "wave.dta" in said and "installed" not in said


def test_a_file_that_is_none_is_refused(reader, tmp_path):
    file = tmp_path / "wave.dta"
    file.write_bytes(b"<stata_dta>\x00 and nothing else")
    with pytest.raises(Unreadable, match="cannot be read as a Stata file"):
        open_file(file)


def test_numbers_days_and_missing_values_are_told_as_a_spreadsheet_tells_them(reader):
    import datetime

    said = [stata_file._as_cell(each) for each in (4.0, 2.5, None, float("nan"), "نعم", datetime.date(2023, 4, 1))]
    assert said == ["4", "2.5", "", "", "نعم", "2023-04-01"]


def test_a_wave_of_the_assessment_gives_the_totals_of_its_file(reader, shared_data, run_import):
    file = shared_data / "displacement" / "2023_April_NWS_1.dta"
    columns, _ = reader.read_dta(str(file), output_format="dict")
    straight = Counter(
        zip(columns["Governoratepcode"], (each == "Yes" for each in columns["IDPsreportedinthecommunity"]), strict=True)
    )
    run = run_import(file, COMMUNITIES)
    assert (run.new, run.failed) == (783, 0) and sum(straight.values()) == 783
    question = Question(kind="site", measure="entities", by=("governorate", "functions"))
    counted = {
        (line.keys[0], line.keys[1] == "HOST_COMMUNITY"): line.total.entities
        for line in ask(question, Viewer.public()).rows
    }
    assert counted == dict(straight)


def test_the_camp_of_the_list_of_neighbourhoods_is_the_camp_of_the_register(shared_data, run_import, tmp_path, by_id):
    with (shared_data / "places" / "cod_ab_2018_city_neighbourhoods.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if "مخيم" in row["NAME_AR"]]
    file = tmp_path / "camps.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    mapping = {
        "kind": "site",
        "identifier": "cod:",
        "origin": "ocha",
        "constants": {"functions": ["CAMP"]},
        "columns": {
            "NAME_EN": {"field": "called", "part": "en"},
            "NAME_AR": {"field": "called", "part": "ar"},
            "PCODE": {"external_id": True},
            "ADM1_EN": {"field": "where", "part": "governorate"},
            "LATITUDE": {"field": "where", "part": "lat"},
            "LONGITUDE": {"field": "where", "part": "lon"},
        },
    }
    run = run_import(file, mapping)
    assert (run.new, run.failed) == (len(rows), 0) and len(rows) >= 1
    assert by_id("cod:N0227").claim.called.ar == "مخيم حندرات"
