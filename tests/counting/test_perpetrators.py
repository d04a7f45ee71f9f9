"""A party to the fighting is not a perpetrator, and one death is never added to two of them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.kinds.incident import FIGHTS, TAKING_PART, Incident
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values.party import Role, role_of
from dalil.vocabulary import is_code, terms

DAY = "2019-05-01"
SIDES = [{"actor": "SYR_GOV", "name": "the government"}, {"actor": "HTS", "name": "the other side"}]


@pytest.fixture
def killed_by(enter):
    def answer(*by, **facets):
        return ask(Question(measure="killed", by=by or ("perpetrators",), facets=facets), Viewer.public())

    return answer


def keys_of(answer):
    return {row.keys[0]: row.total.low for row in answer.rows}


def test_every_involvement_has_a_role_and_the_codes_of_fights_are_codes():
    assert {term.code: role_of(term.code, Role.FIGHTING) for term in terms("involvement")} == {
        term.code: role_of(term.code, Role.BY_WHOM) for term in terms("involvement")
    }
    suspected = role_of("suspected", Role.BY_WHOM)
    assert suspected is role_of("unknown", Role.BY_WHOM) is role_of("failed_to_protect", Role.FIGHTING) is Role.OTHER
    assert all(is_code("acts", code) for code in FIGHTS | TAKING_PART)


@pytest.mark.parametrize(
    ("content", "by_whom", "fighting"),
    [
        ({"what": "STATE_BASED", "parties": SIDES}, (), ("SYR_GOV", "HTS")),
        ({"what": "CLASH", "parties": SIDES}, (), ("SYR_GOV", "HTS")),
        ({"what": "AIR_STRIKE", "parties": SIDES[:1]}, ("SYR_GOV",), ()),
        ({"parties": SIDES[:1]}, ("SYR_GOV",), ()),
        ({"what": "CLASH", "parties": [SIDES[0] | {"involvement": "carried_out"}, SIDES[1]]}, ("SYR_GOV",), ("HTS",)),
        ({"what": "AIR_STRIKE", "parties": [SIDES[0] | {"involvement": "party_to_fighting"}]}, (), ("SYR_GOV",)),
        ({"what": "AIR_STRIKE", "parties": [SIDES[0] | {"involvement": "suspected"}]}, (), ()),
        ({"what": "PROTEST", "parties": SIDES[:1]}, (), ()),
        ({"what": "INTERCEPTION", "parties": SIDES[:1]}, (), ()),
        ({"what": "PROTEST", "parties": [SIDES[0] | {"involvement": "carried_out"}]}, ("SYR_GOV",), ()),
    ],
)
def test_who_did_it_and_who_fought_are_told_apart(content, by_whom, fighting):
    claim = Incident(when=DAY, **content)
    assert claim.codes("perpetrators") == by_whom
    assert tuple(party.actor for party in claim.parties_as(Role.FIGHTING)) == fighting
    assert set(claim.codes("parties")) == {party["actor"] for party in content["parties"]}


def test_the_sides_of_a_battle_are_parties_and_no_perpetrators(enter, killed_by):
    enter({"when": DAY, "what": "STATE_BASED", "killed": 30, "parties": SIDES})
    enter({"when": DAY, "what": "SHELLING", "killed": 4, "parties": [{"actor": "SYR_GOV"}]})
    answer = killed_by()
    assert keys_of(answer) == {None: 30, "SYR_GOV": 4} and not answer.overlapping
    assert keys_of(killed_by("parties")) == {"SYR_GOV": 34, "HTS": 30}
    assert killed_by("parties").overlapping
    assert killed_by(perpetrators=("SYR_GOV",)).total.low == 4
    assert killed_by(parties=("HTS",)).total.low == 30


def test_one_death_stands_in_one_line_by_perpetrator_also_where_several_are_named(enter, killed_by, bob):
    first = enter({"when": DAY, "what": "AIR_STRIKE", "killed": 7, "parties": [{"actor": "SYR_GOV"}]}, origin="north")
    second = enter({"when": DAY, "what": "AIR_STRIKE", "killed": 7, "parties": [{"actor": "RUSSIA"}]}, origin="south")
    actions.judge(first, second, Verdict.SAME, actor=bob)
    enter({"when": DAY, "killed": 2, "parties": ["SYR_GOV", "SYR_ARMY"]})
    answer = killed_by()
    assert keys_of(answer) == {"RUSSIA SYR_GOV": 7, "SYR_ARMY": 2}
    assert not answer.overlapping
    (words,) = next(row.labels for row in answer.rows if row.keys[0] == "RUSSIA SYR_GOV")
    assert words.en.startswith("several named: ") and words.ar.startswith("ذُكر أكثر من فاعل: ")
    assert killed_by(perpetrators=("RUSSIA",)).total.low == 7, "each of them is found"


def test_who_is_named_and_has_no_code_was_stated_all_the_same(enter, killed_by):
    militia, brigade = {"name": "the Hazelwood militia"}, {"name": "لواء الوادي الأزرق"}
    enter({"when": DAY, "killed": 3, "parties": [militia]})
    enter({"when": DAY, "killed": 4, "parties": [militia, brigade]})
    enter({"when": DAY, "killed": 8, "parties": ["SYR_GOV", brigade]})
    enter({"when": DAY, "killed": 6})
    enter({"when": DAY, "killed": 9, "parties": [militia | {"involvement": "party_to_fighting"}]})
    answer = killed_by()
    assert keys_of(answer) == {"UNCODED": 7, "SYR_GOV UNCODED": 8, None: 15}
    said = {row.keys[0]: row.labels[0] for row in answer.rows}
    assert (said["UNCODED"].en, said["UNCODED"].ar) == ("named, without a code", "مذكور بالاسم ولا رمز له")
    assert "named, without a code" in said["SYR_GOV UNCODED"].en
    assert keys_of(killed_by("parties")) == {"UNCODED": 24, "SYR_GOV": 8, None: 6}
    assert killed_by(perpetrators=("SYR_GOV",)).total.low == 8


def test_grouped_by_whom_is_said_without_a_second_by():
    assert Question(measure="killed", by=("perpetrators",)).in_words("en") == "Killed, in incidents · by whom"
    assert Question(measure="killed", by=("day", "perpetrators")).in_words("en").endswith("by day and by whom")


PARTY = st.fixed_dictionaries(
    {"actor": st.sampled_from(["SYR_GOV", "SYR_ARMY", "RUSSIA", "HTS"])},
    optional={"involvement": st.sampled_from([term.code for term in terms("involvement")])},
)
CONTENT = st.fixed_dictionaries(
    {"parties": st.lists(PARTY, max_size=4)},
    optional={"what": st.sampled_from(["CLASH", "STATE_BASED", "AIR_STRIKE", "MASSACRE"])},
)


@given(CONTENT)
def test_every_party_has_one_role(content):
    claim = Incident(when=DAY, **content)
    by_role = [party for role in Role for party in claim.parties_as(role)]
    assert sorted(map(str, by_role)) == sorted(map(str, claim.parties))


@pytest.mark.parametrize(
    ("language", "by_whom", "sides", "opposition"),
    [
        ("en", "By whom", "Parties to the fighting", "the other side"),
        ("ar", "من الفاعل", "أطراف القتال", "الطرف الآخر"),
    ],
)
def test_the_page_of_a_shelling_does_not_name_the_opposition_as_by_whom(
    enter, bob, language, by_whom, sides, opposition
):
    parties = [SIDES[0], {"name": opposition}]
    first = enter({"when": DAY, "what": "STATE_BASED", "killed": 4, "parties": parties}, said="Shelling by the regime")
    second = enter({"when": DAY, "what": "SHELLING", "killed": 4, "parties": [{"actor": "SYR_GOV"}]}, origin="north")
    actions.judge(first, second, Verdict.SAME, actor=bob)
    client = Client(headers={"host": "localhost"})
    with translation.override(language):
        facts = client.get(reverse("entity", args=[first.address])).context["entity"].facts
        content = client.get(reverse("report", args=[first.address])).context["report"].content
    told = {fact.label: [part.text for value in fact.values for part in value.parts] for fact in facts}
    assert len(told[by_whom]) == 1 and opposition not in " ".join(told[by_whom])
    assert opposition in " ".join(told[sides])
    labels = {line.label: line.text for line in content}
    assert by_whom not in labels and opposition in labels[sides]


def test_where_nobody_says_by_whom_the_page_says_that_it_is_unknown(enter):
    report = enter({"when": DAY, "what": "CLASH", "parties": SIDES})
    page = Client(headers={"host": "localhost"}).get(reverse("entity", args=[report.address]))
    (fact,) = (fact for fact in page.context["entity"].facts if fact.label == "By whom")
    assert fact.values == ()
