"""A mapping that cannot be meant is refused in one sentence, whatever YAML makes of it."""

import pytest

from dalil.intake import runs
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import load_mapping
from dalil.intake.models import Import

SOUND = "kind: incident\ncolumns:\n  day: {field: when}\n"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join(['*' + chr(97 + at)] * 9)}]\n" for at in range(8)
)

MERGES = "a: &a {x: 1, y: 2, z: 3}\n" + "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} {{<<: [{', '.join(['*' + chr(97 + at)] * 9)}]}}\n" for at in range(8)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            SOUND + "  day: {ignore: true}\n",
            "“day” stands twice; of two columns of one name the second is called “day \\(2\\)”",
        ),
        ("kind: incident\ncolumns:\n  اليوم: {field: when}\n  اليوم: {ignore: true}\n", "“اليوم” stands twice"),
        (SOUND + "constants: {killed: 1, killed: 2}\n", "“killed” stands twice"),
        (SOUND + "unknown: " + "[" * 5000, "nested deeper"),
        (SOUND + "unknown: " + "[" * 40 + "]" * 40, "nested deeper"),
        (SOUND + "constants: &loop {description: *loop}\n", "nested deeper"),
        (SOUND + LAUGHS, "more than 100,000 entries"),
        (SOUND + MERGES, "taken over with"),
        (SOUND + "a: &a {}\nb: [" + "*a, " * 300 + "]\n", "named again more than 200 times"),
        (SOUND + "constants: {killed: .nan}\n", "nan is not a number"),
        (SOUND + "constants: {when: 2019-13-45}\n", "holds a value that cannot be"),
        (SOUND + f"skip: {'9' * 5000}\n", "holds a value that cannot be"),
        (SOUND + 'name: "a\\0b"\n', "a character that is not text"),
        (SOUND + 'name: "a\\ud800b"\n', "a character that is not text"),
        (SOUND + "  place: []\n", "say what it means, or `ignore: true`"),
        ("- a\n", "it says at least"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(tmp_path, text, words):
    file = tmp_path / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=words):
        load_mapping(file)


def test_an_entry_may_be_named_once_and_used_again(tmp_path):
    file = tmp_path / "mapping.yaml"
    file.write_text(SOUND + "  place: &place {field: where, part: name}\n  sex: {ignore: true}\n", encoding="utf-8")
    assert load_mapping(file)["columns"]["place"] == {"field": "where", "part": "name"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"encoding": "base64"}, "no encoding called “base64”"),
        ({"encoding": "idna"}, "no encoding called “idna”"),
        ({"encoding": "a\0"}, "no encoding called"),
        ({"encoding": "utf-32"}, "is not written in|has no header|no column"),
        ({"delimiter": '"'}, "cannot stand between the columns"),
        (
            {"columns": {"day": {"field": "when"}, "place": {"field": "where", "within": "nowhere at all"}}},
            "column “place”, within",
        ),
        ({"header": 10**20}, "header"),
        ({"header": 9}, "no header in row 9"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_before_anything_is_written(order, tmp_path, more, words):
    file = tmp_path / "strikes.csv"
    file.write_text("day,place\n2023-06-21,Idlib\n", encoding="utf-8")
    mapping = {"kind": "incident", "columns": {"day": {"field": "when"}}, **more}
    with pytest.raises(Unreadable, match=words):
        runs.run_import(order(file, mapping))
    assert not Import.objects.exists()
