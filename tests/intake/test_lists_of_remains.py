"""A list of unidentified remains comes in by the mapping that is suggested for it: spans of ages as bounds, and never as public."""

from __future__ import annotations

import pytest
import yaml

from dalil.archive.protection import Level
from dalil.intake.suggestion import suggest
from dalil.record.actions import Refused
from dalil.record.models import Report

LIST = """Grave number,Governorate,Place found,Date found,Sex,Age range,Condition,Clothing,Objects found,Reported by
A-12,Rural Damascus,Douma,2025-03-04,male,25-35,skeleton,blue jeans,a silver ring,Hope Centre
A-13,Rural Damascus,Douma,2025-03-04,female,٤٠-٥٠,partial,,keys,Hope Centre
"""


def test_a_list_of_remains_comes_in_by_its_first_mapping(run_import, tmp_path):
    file = tmp_path / "remains.csv"
    file.write_text(LIST, encoding="utf-8")
    mapping = yaml.safe_load(suggest(file))
    run = run_import(file, mapping, level=Level.INTERNAL)
    assert (run.new, run.failed) == (2, 0)
    one, two = (each.claim for each in Report.objects.filter(kind="remains").order_by("pk"))
    assert (one.number, one.youngest, one.oldest, one.condition) == ("A-12", 25, 35, "SKELETON")
    assert one.clothing.en == "blue jeans" and one.belongings.en == "a silver ring"
    assert (two.sex, two.youngest, two.oldest, two.condition) == ("female", 40, 50, "PARTS")
    with pytest.raises(Refused):
        run_import(file, mapping, level=Level.PUBLIC)
