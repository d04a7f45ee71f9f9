"""The rows that failed, as the desk and the command line write them: the same table."""

import csv
import io

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from dalil.cli.importing import import_
from dalil.intake.models import Import


@pytest.mark.parametrize(
    ("name", "content", "stood"),
    [
        (
            "strikes.csv",
            "day,killed\n2019-05-02,a lot\n2019-05-03,4\n",
            {"as it stood: day": "2019-05-02", "as it stood: killed": "a lot"},
        ),
        (
            "عربي.csv",
            "day,killed,ملاحظة,,killed\n2019-05-02,a lot,قرب النهر,x,7,beyond\n2019-05-03,4\n",
            {
                "as it stood: day": "2019-05-02",
                "as it stood: killed": "a lot",
                "as it stood: ملاحظة": "قرب النهر",
                "as it stood: (column 4)": "x",
                "as it stood: killed (2)": "7",
                "as it stood: (column 6)": "beyond",
            },
        ),
        (
            "short.csv",
            "day,killed,note\n2019-05-02,a lot\n",
            {"as it stood: day": "2019-05-02", "as it stood: killed": "a lot", "as it stood: note": ""},
        ),
        ("lines.jsonl", '{"dalil": 1, "kind": "rumour"}\n', {"as it stood": '{"dalil": 1, "kind": "rumour"}'}),
    ],
)
def test_both_give_row_field_value_cause_and_the_row_as_it_stood(name, content, stood, bob, tmp_path):
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "map.yaml").write_text("kind: incident\ncolumns:\n  day: {field: when}\n  killed: {field: killed}\n")
    mapping = ["--mapping", str(tmp_path / "map.yaml")] if name.endswith("csv") else []
    errors = tmp_path / "errors.csv"
    CliRunner().invoke(import_, [str(tmp_path / name), *mapping, "--errors", str(errors)])
    bob.is_superuser = True
    bob.save()
    client = Client()
    client.force_login(bob)
    run = Import.objects.get()
    assert client.get(reverse("desk:failed_rows", args=[run.pk])).content == errors.read_bytes()
    header, row = csv.reader(io.StringIO(errors.read_text(encoding="utf-8-sig")))
    assert header == ["row", "field", "value", "cause", *stood]
    assert row[4:] == list(stood.values())
    assert errors.read_bytes().startswith("\ufeff".encode())
