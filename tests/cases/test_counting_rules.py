"""What is counted under a provision follows declared rules, whose text stands beside the number."""

from __future__ import annotations

from dalil import vocabulary
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.law.rule_counts import list_rule_counts
from dalil.cases.counting_rules import count_under, counting_rules
from dalil.record.kind import fields_of, kind_of

PUBLIC = Viewer.public()


def test_every_rule_is_said_in_both_languages_and_asks_what_there_is(db):
    for rule in counting_rules():
        assert rule.text.en and rule.text.ar
        assert all(vocabulary.is_code("provisions", code) for code in rule.provisions)
        if rule.question is None:
            continue
        schemes = {field.name: field.scheme for field in fields_of(kind_of(rule.question.kind))}
        for facet, codes in rule.question.facets.items():
            assert all(vocabulary.is_code(schemes[facet], code) for code in codes), rule.code


def counted(code):
    return {each.rule.code: each for each in count_under([code], PUBLIC)}


def test_a_mass_killing_is_five_or_more_by_the_lowest_number(enter):
    for killed in ("4", "5", "12+", "3-9", None):
        enter({"what": "MASSACRE", "when": "2013-05-02", **({"killed": killed} if killed else {})})
    enter({"what": "AIR_STRIKE", "when": "2013-05-02", "killed": "20"})
    enter({"what": "EXTRAJUD_EXEC", "when": "2013-05-03", "killed": "30"}, level=Level.INTERNAL)
    found = counted("IHL-R89")["MASS_KILLINGS"]
    assert (found.many, found.perhaps) == (2, 2)
    (line,) = list_rule_counts(["IHL-R89"], "en")
    assert line.told == "2" and "at least five" in line.rule and "2 more may belong" in line.doubts[0]


def test_children_are_counted_by_person_and_what_cannot_be_counted_says_why(enter, client):
    for age_band in ("child", "infant", "adult"):
        enter({"fate": "KILLED", "age_band": age_band, "sex": "female", "when": "2014"}, kind="victim")
    for age in (17, 18, 0):
        enter({"fate": "KILLED", "age": age, "sex": "male", "when": "2014"}, kind="victim")
    enter({"fate": "KILLED", "age": 12, "age_band": "adult", "sex": "male", "when": "2014"}, kind="victim")
    enter({"when": "2014-03", "targets": ["SCHOOL", "HOSPITAL"]})
    assert counted("MRM-1")["MRM_KILLED"].answer.total.entities == 4, "a group as said, or an age of less than 18"
    assert counted("MRM-5")["MRM_PLACES"].answer.total.entities == 1
    (line,) = list_rule_counts(["MRM-3"], "en")
    assert line.told == "not counted" and "seldom public" in line.rule
    for language, said in (("en", "Counted by declared rules"), ("ar", "ما يُحصى بقواعد معلنة")):
        page = client.get(f"/{language}/law/MRM-1/", headers={"host": "localhost"}).content.decode()
        assert said in page
