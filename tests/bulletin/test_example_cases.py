"""The cases of the example: one life of a proceeding from the arrest to the appeal, a trial in absentia, and a dossier with real gaps."""

from dalil.archive.protection import Viewer
from dalil.bulletin.example import MARK
from dalil.cases.case_list import list_cases
from dalil.cases.dossiers.matrix import ElementStanding, read_matrix
from dalil.cases.dossiers.models import Dossier
from dalil.cases.proceedings import case_of, list_calls
from dalil.record.entities import entities_of
from dalil.record.models import Report

PUBLIC = Viewer.public()


def step(key, viewer=PUBLIC):
    report = Report.objects.visible_to(viewer).get(external_id=f"{MARK}{key}")
    (entity,) = entities_of([report.pk], viewer)
    return entity


def test_the_arrest_of_the_page_is_the_first_step_of_a_case_with_its_court_and_its_ground(loaded):
    arrest = step("raslan-arrest")
    assert len(arrest.reports) == 2, "what the page tells and what the prosecutor told are one arrest"
    case = case_of(arrest)
    told = [
        (claims[0].what, str(claims[0].when))
        for each in case.steps
        if (claims := [r.claim for r in each.current if r.claim.when])
    ]
    assert [what for what, _ in told] == ["ARREST", "CHARGE", "TRIAL", "CONVICTION", "APPEAL"]
    assert {claim.forum for claim in case.claims if claim.forum} == {"DE"}
    assert {claim.ground for claim in case.claims if claim.ground} == {"UNIVERSAL"}
    assert "NAT-DE-7" in case.provisions
    verdict = next(claim for claim in case.claims if claim.what == "CONVICTION")
    assert verdict.sentence.en == "Life imprisonment" and verdict.charges[1].how_many.point == 27


def test_a_step_of_germany_names_somebody_only_where_the_court_did(loaded):
    for report in Report.objects.visible_to(PUBLIC).filter(kind="proceeding", content__forum="DE"):
        assert not report.claim.hides_accused(), report.external_id


def test_three_are_convicted_in_one_case_in_their_absence(loaded):
    case = case_of(step("paris-conviction-mamlouk"))
    convicted = {claim.person.said for claim in case.claims if claim.what == "CONVICTION"}
    assert len(convicted) == 3 and all("absentia" in c.sentence.en for c in case.claims if c.what == "CONVICTION")
    assert {claim.ground for claim in case.claims} == {"VICTIM_NATIONAL"}
    assert len([each for each in list_cases(PUBLIC, 50) if len(each.steps) > 1]) == 3


def test_the_call_for_a_tribunal_is_one_call_with_its_month_and_no_case(loaded):
    (call,) = list_calls(PUBLIC, 10)
    assert {str(when) for each in call.current if (when := each.claim.when)} and case_of(call) is None


def test_the_dossier_of_the_example_has_gaps_and_something_that_speaks_against(loaded):
    matrix = read_matrix(Dossier.objects.get(prefix="DEMO"), Viewer(member=True))
    standing = {cell.element.code: cell.standing for cell in matrix.cells}
    assert {code for code, each in standing.items() if each is ElementStanding.OPEN} == {
        "NOT_LAWFUL_SANCTION",
        "CAH_POLICY",
        "CAH_PART",
        "CAH_KNEW",
    }
    (against,) = matrix.words_against
    assert (
        "invented" in against.evidence.document.title.casefold() and against.assessment.element == "NOT_LAWFUL_SANCTION"
    )
    assert read_matrix(Dossier.objects.get(prefix="DEMO"), PUBLIC).words_against == ()
