"""alice names a source that the record does not know yet."""

import pytest

from dalil.archive.protection import Level
from dalil.record import actions


def test_naming_a_source_tells_nothing_of_those_that_are_hidden(as_, alice, staff):
    group = staff["layla"].groups.get()
    actions.name_source("hidden-witness", actor=alice, en="Hidden Witness", level=Level.RESTRICTED, groups=[group])
    codes = []
    for code in ("hidden-witness", "free-as-air"):
        answer = as_("alice").post("/desk/record/sources/new/", {"code": code, "en": "Somebody else", "level": "1"})
        codes.append(answer.url.rstrip("/").rpartition("/")[2].removeprefix(code))
    assert [len(ending) for ending in codes] == [5, 5] and all(ending.startswith("-") for ending in codes)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "“unknown” means that nobody is named"), ("ar", "فمعناها أن أحداً لم يُسمَّ")]
)
@pytest.mark.parametrize("code", ["unknown", "-a"])
def test_a_code_that_no_source_can_have_is_refused_beside_its_box(as_, code, language, said):
    answer = as_("alice", language).post("/desk/record/sources/new/", {"code": code, "en": "A", "level": "1"})
    assert answer.status_code == 422 and said in answer.context["form"].errors["code"][0]


def test_a_superuser_sees_every_source_and_chooses_the_code(as_, staff):
    staff["salma"].is_superuser = True
    staff["salma"].save()
    answer = as_("salma").post("/desk/record/sources/new/", {"code": "hill-daily", "en": "Hill Daily", "level": "1"})
    assert answer.url.endswith("/sources/hill-daily/")
