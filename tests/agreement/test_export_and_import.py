"""A record that is exported and imported into an empty one is the same record: reports, corrections, withdrawals, protection, counts."""

import io
import itertools
import random
import re
import shutil

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client

from dalil.archive import folder_store
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.cases.law import Conflict
from dalil.cases.tagging.models import ConflictVerdict, TagAnswer, TagVerdict
from dalil.cases.tagging.tags_judged import keep_conflict, keep_tag, take_law_back
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.exports.report_lines import report_lines
from dalil.intake import runs
from dalil.intake.formats import recognise
from dalil.intake.formats.report_line import LEVELS, ReportLine
from dalil.intake.request import ImportRequest
from dalil.matching.models import Pointing
from dalil.matching.pointings import point, take_pointing_back
from dalil.record import actions, kind
from dalil.record.canonical import canonical
from dalil.record.kind import Kind, kind_of
from dalil.record.models import Judgement, Report, Source, SourceJudgement, Supersession, Verdict, Withdrawal
from dalil.spotting.models import WarningVerdict
from dalil.spotting.warnings_judged import judge_warning, take_warning_back
from dalil.values import Count, When, Where, Words

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("one_person_alone")]

STEWARD = Viewer.steward()
QUESTIONS = [
    {"measure": "killed"},
    {"measure": "entities", "by": ("governorate", "month")},
    {"measure": "killed", "by": ("source",)},
    {"measure": "injured", "by": ("weapons",)},
    {"kind": "tally", "measure": "count", "by": ("what",)},
    {"kind": "well", "measure": "cut_off", "by": ("governorate",)},
]


def reports_of(viewer):
    return Report.objects.visible_to(viewer)


@pytest.fixture
def own_kind():
    """An organisation's own kind, there for one test."""
    before = dict(kind._KINDS)

    class Well(Kind):
        """A well was damaged."""

        code = "well"
        name = Words(en="well", ar="بئر")
        plural = Words(en="wells", ar="آبار")
        when: When = kind.ask("When", "متى")
        where: Where | None = kind.ask("Where", "أين", default=None)
        cut_off: Count | None = kind.ask("Families cut off", "العائلات المحرومة", default=None)
        facets = ("when", "where")
        title = Words(en="Well, {when}", ar="بئر، {when}")

    yield Well
    kind._KINDS.clear()
    kind._KINDS.update(before)


@pytest.fixture
def circles(alice, bob):
    """Two circles; alice is in the first, bob in the second."""
    groups = [Group.objects.create(name=name) for name in ("الدائرة الأولى", "second circle")]
    for person in (alice, bob):
        person.user_permissions.add(Permission.objects.get(codename="judge_law"))
    alice.groups.add(groups[0])
    bob.groups.add(groups[1])
    return groups


@pytest.fixture
def elsewhere(settings, tmp_path, circles, own_kind):
    """Go to another record: all that this test wrote is undone, and the home is a new one. The circles are there too."""
    point = transaction.savepoint()

    def go():
        transaction.savepoint_rollback(point)
        settings.DALIL_HOME = tmp_path / "elsewhere"
        settings.DALIL_HOME.mkdir()

    return go


def protections(rng, circles):
    """Mostly public; else internal, or restricted to one circle or both."""
    level = rng.choice([Level.PUBLIC] * 5 + [Level.INTERNAL, Level.RESTRICTED])
    return level, rng.choice([circles[:1], circles[1:], circles]) if level == Level.RESTRICTED else []


def content_of(rng, name):
    day = f"2019-0{rng.randint(1, 9)}-{rng.randint(10, 28)}"
    where = {"places": [rng.choice(["SY07", "SY02", "SY"])], "name": rng.choice(["إدلب", "Idlib", ""])}
    number = rng.choice(["3", "82+", "~40", "5-9", "<10", None])
    if name == "tally":
        return {"when": "2019", "what": rng.choice(["killed", "displaced"]), "count": number or "7"}
    if name == "well":
        return {"when": day, "where": where, **({"cut_off": number} if number else {})}
    return {
        "when": day,
        "where": where,
        "weapons": rng.sample(["BARREL_BOMB", "ARTILLERY"], rng.randint(0, 2)),
        "description": {"en": f"Strike {rng.random()}", "ar": "قصف"},
        **({rng.choice(["killed", "injured"]): number} if number else {}),
    }


def make_record(seed, circles, alice, bob):
    """A record of everything a report can be: corrected, corrected again, corrected twice, withdrawn, relayed, flagged, hidden."""
    rng = random.Random(seed)
    steward = alice.__class__.objects.create(username=f"keeper{seed}", is_superuser=True)
    documents, sources = [], []
    for number in range(6):
        level, groups = protections(rng, circles)
        documents.append(
            actions.receive_document(
                io.BytesIO(f"{seed} {number}".encode()),
                actor=steward,
                title=f"نشرة {number}",
                media_type="text/plain",
                filename=f"{number}.txt",
                url=f"https://example.org/{number}" if number % 2 else "",
                language="ar",
                level=level,
                groups=groups,
            )
        )
        level, groups = protections(rng, circles)
        names = {"en": f"Monitor {number}"} if number % 2 else {"ar": f"مرصد {number}"}
        sources.append(
            actions.name_source(f"monitor-{number}", actor=steward, type="monitor", level=level, groups=groups, **names)
        )
    counter = itertools.count()

    def draft(name, level, **facts):
        origins, relays = rng.sample(sources, rng.randint(0, 2)), rng.sample(sources, rng.randint(0, 1))
        return actions.Draft(
            **{
                "claim": kind_of(name).model_validate(content_of(rng, name)),
                "document": rng.choice(documents),
                "attribution": actions.credit_sources(origins, relays),
                "said": rng.choice(["", "قُتل عدد من الأشخاص", 'they said "=1"\n']),
                "language": rng.choice(["", "ar", "en"]),
                "locator": f"line {next(counter)}",
                "external_id": rng.choice(["", "", f"x:{rng.randint(1, 12)}"]),
                "flags": tuple(rng.sample(["place_unresolved", "source_unnamed"], rng.randint(0, 2))),
                "level": level,
                **facts,
            }
        )

    entered = []
    for _ in range(45):
        level, groups = protections(rng, circles)
        name = rng.choice(["incident", "incident", "tally", "well"])
        external = "" if name != "incident" else rng.choice(["", f"x:{rng.randint(1, 40)}"])
        entered.append(
            actions.enter_report(
                draft(name, level, external_id=external), actor=steward, groups=groups, by_hand=rng.random() < 0.5
            )
        )
    for old in rng.sample(
        entered, 12
    ):  # some of them corrections of corrections, or of what was corrected by a machine
        for _ in range(rng.randint(1, 2)):
            better = draft(old.kind, Level.PUBLIC, document=old.document, attribution=old.attribution, external_id="")
            try:
                old = actions.supersede(
                    old, better, actor=steward, reason=rng.choice(["", "عُدّ مرتين", "nobody had counted"])
                )
            except actions.Refused:
                break
    twice = next(each for each in entered if each.level == Level.RESTRICTED)
    for member in (alice, bob):  # who does not see that the very same is there enters it under another address
        actions.enter_report(
            actions.Draft(
                claim=twice.claim,
                document=twice.document,
                attribution=twice.attribution,
                said=twice.said,
                language=twice.language,
                locator=twice.locator,
                external_id=twice.external_id,
                level=Level.INTERNAL,
            ),
            actor=member,
        )
    for report in rng.sample(list(reports_of(STEWARD).not_withdrawn()), 6):
        actions.withdraw(report, actor=steward, reason="كانت إشاعة: it was a rumour")
    judge_at_random(rng, steward, sources)
    judge_sites_and_warnings(rng, draft, circles, steward)


NAMED = {"when": "2019-05-05T12:09", "where": {"places": ["SY0703"]}, "named_sites": ["al-Nour school", "the old mill"]}
PLANE = {"what": "WARPLANE", "when": "2019-05-05T12:00", "where": {"places": ["SY0504"]}, "heading": 30}


def judge_sites_and_warnings(rng, draft, circles, steward):
    """Sites, incidents that name them and sightings before these; judged by persons and the matcher, some of it taken back and judged again."""

    def enter(name, content):
        level, groups = protections(rng, circles)
        claim = kind_of(name).model_validate(content)
        made = draft("incident", level, claim=claim, external_id="")
        return actions.enter_report(made, actor=steward, groups=groups)

    named = [enter("incident", NAMED | {"killed": number}) for number in range(3)]
    sites = [
        enter("site", {"called": name, "functions": ["SCHOOL"]}) for name in ("al-Nour", "al-Nour school", "a mill")
    ]
    seen = [enter("sighting", PLANE | {"network": {"en": f"net {number}"}}) for number in range(3)]
    for _ in range(12):
        matcher, verdict = rng.choice(["", "", "name-and-place-1"]), rng.choice(list(Verdict))
        about = rng.choice(named), rng.choice(NAMED["named_sites"]), rng.choice(sites)
        made = point(*about, verdict, actor=steward, matcher=matcher, reason=rng.choice(["", "الشارع نفسه"]))
        if rng.random() < 0.3:
            take_pointing_back(made, actor=steward)
    for sighting, incident in rng.sample(list(itertools.product(seen, named)), 6):
        for _ in range(2):
            judged = judge_warning(
                sighting, incident, rng.choice(list(Verdict)), actor=steward, reason=rng.choice(["", "one plane"])
            )
            if rng.random() < 0.5:
                break
            take_warning_back(judged, actor=steward)
    judge_law(named, steward)


def judge_law(reports, steward):
    """Provisions accepted and refused, by rules and without, some taken back and judged again; and kinds of conflict, one of them anew."""
    chance = random.Random(len(reports))
    for report, code in itertools.product(reports, ("RS-8-2-e-iv", "IHL-R7")):
        for _ in range(2):
            judged = keep_tag(
                *(report, code, chance.choice(list(TagAnswer)), chance.choice([["SCHOOL_HIT"], []])),
                actor=steward,
                reason=chance.choice(["", "the school was full"]),
            )
            if chance.random() < 0.5:
                break
            take_law_back(judged, actor=steward)
        keep_conflict(report, chance.choice(list(Conflict)), actor=steward, reason="two armies fought")


def judge_at_random(rng, steward, sources):
    """Judgements of reports and of sources by persons and a matcher, some taken back, some made again; further names of sources."""
    by_kind = {}
    for report in reports_of(STEWARD):
        by_kind.setdefault(report.kind, []).append(report)
    for _ in range(25):
        one, other = rng.sample(by_kind[rng.choice(sorted(by_kind))], 2)
        for _ in range(rng.choice([1, 1, 2])):
            matcher = rng.choice(["", "", "splink"])
            made = actions.judge(
                one,
                other,
                rng.choice(list(Verdict)),
                actor=steward,
                reason=rng.choice(["", "الشارع نفسه"]),
                matcher=matcher,
                score=round(rng.random(), 3) if matcher else None,
            )
            if rng.random() < 0.3:
                actions.retract(made, actor=steward, reason=rng.choice(["", "another street"]))
    for _ in range(6):
        made = actions.judge_sources(
            *rng.sample(sources, 2),
            rng.choice(list(Verdict)),
            actor=steward,
            reason=rng.choice(["", "they say so"]),
            matcher=rng.choice(["", "", "spelling"]),
        )
        if rng.random() < 0.3:
            actions.retract_source_judgement(made, actor=steward)
    for number, source in enumerate(rng.sample(sources, 3)):
        alias = actions.add_alias(source, f"راصد {number}", actor=steward)
        actions.add_alias(source, f"The Watch {number}", actor=steward)
        if rng.random() < 0.3:
            actions.remove_alias(alias, actor=steward)


def snapshot(viewer, *, reasons=True):
    """Everything that is the same in both records."""
    groups = lambda thing: sorted(thing.groups.values_list("name", flat=True))  # noqa: E731
    seen = reports_of(viewer)
    return {
        "reports": {
            each.address: (
                each.digest,
                each.kind,
                canonical(each.content),
                each.said,
                each.language,
                each.locator,
                each.external_id,
                sorted(each.flags),
                each.attribution.key,
                each.document.sha256,
            )
            for each in seen.select_related("document", "attribution")
        },
        "corrections": {
            (each.old.address, each.new.address, each.reason if reasons else "")
            for each in Supersession.objects.filter(
                old__in=seen.values("pk"), new__in=seen.values("pk")
            ).select_related("old", "new")
        },
        "withdrawals": set(
            Withdrawal.objects.filter(report__in=seen.values("pk")).values_list("report__address", "reason")
        ),
        "levels": {each.address: (each.level, groups(each)) for each in seen},
        "documents": {
            each.sha256: (each.title, each.filename, each.url, each.language, each.media_type, each.level, groups(each))
            for each in Document.objects.visible_to(viewer).filter(reports__in=seen.values("pk"))
        },
        "sources": {
            each.code: (
                each.name_en,
                each.name_ar,
                each.type,
                each.level,
                groups(each),
                each.from_file,
                sorted(each.aliases.filter(taken_back_at=None).values_list("name", flat=True)) if reasons else [],
            )
            for each in Source.objects.visible_to(viewer).filter(credits__attribution__reports__in=seen.values("pk"))
        },
        "judgements": sorted(
            (
                sorted((each.a.address, each.b.address)),
                each.verdict,
                each.matcher,
                str(each.score),
                each.reason if reasons else "",
                f"taken back: {each.retraction.reason if reasons else ''}" if hasattr(each, "retraction") else "",
            )
            for each in Judgement.objects.filter(a__in=seen.values("pk"), b__in=seen.values("pk")).select_related(
                "a", "b", "retraction"
            )
        ),
        "named sites": sorted(
            (
                *(each.report.address, each.field, each.name, each.target.address, each.verdict, each.matcher),
                each.reason if reasons else "",
                each.taken_back_at is None,
            )
            for each in Pointing.everything.filter(report__in=seen.values("pk"), target__in=seen.values("pk"))
        ),
        "warnings": sorted(
            (
                *(each.incident.address, each.sighting.address, each.verdict),
                each.reason if reasons else "",
                each.taken_back_at is None,
            )
            for each in WarningVerdict.everything.filter(incident__in=seen.values("pk"), sighting__in=seen.values("pk"))
        ),
        "judgements of law": [
            (
                each.report.address,
                each.provision,
                each.answer,
                each.rules,
                each.reason if reasons else "",
                each.taken_back_at is None,
            )
            for each in TagVerdict.everything.filter(report__in=seen.values("pk")).order_by("report__address", "pk")
        ],
        "judgements of conflicts": [
            (each.report.address, each.conflict, each.reason if reasons else "", each.taken_back_at is None)
            for each in ConflictVerdict.everything.filter(report__in=seen.values("pk")).order_by(
                "report__address", "pk"
            )
        ],
        "judgements of sources": [
            (
                each.kept.code,
                each.other.code,
                each.verdict,
                each.matcher,
                each.reason if reasons else "",
                each.taken_back_at is None,
            )
            for each in SourceJudgement.everything.filter(
                kept__in=Source.objects.visible_to(viewer), other__in=Source.objects.visible_to(viewer)
            )
        ],
    }


def answers(viewer):
    """What the record says to each question, but for when it last changed."""
    told = [ask(Question.of(asked), viewer).as_plain(viewer) for asked in QUESTIONS]
    return [{name: value for name, value in each.items() if name not in ("known_at", "version")} for each in told]


def send(folder, viewer):
    """Write the lines of what a viewer sees, and the documents beside them."""
    (folder / "documents").mkdir(parents=True)
    file = folder / "reports.jsonl"
    file.write_text("".join(report_lines(reports_of(viewer), viewer)), encoding="utf-8")
    for document in Document.objects.visible_to(viewer).filter(reports__in=reports_of(viewer).values("pk")):
        shutil.copy(folder_store.path_of(document.sha256), folder / "documents" / document.sha256)
    return file


def receive(file, actor, groups=()):
    return runs.run_import(
        ImportRequest(
            path=file, format=recognise(file), actor=actor, level=Level.PUBLIC, groups=tuple(groups), processes=0
        )
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_whole_record_comes_in_as_it_went_out(seed, elsewhere, circles, alice, bob, tmp_path, monkeypatch):
    make_record(seed, circles, alice, bob)
    viewers = [Viewer.public(), Viewer.of(alice), Viewer.of(bob), STEWARD]
    before, said = snapshot(STEWARD), [answers(viewer) for viewer in viewers]
    assert len(before["named sites"]) > 10 and len(before["warnings"]) > 5
    assert len(before["judgements of law"]) > 5 and len(before["judgements of conflicts"]) > 2
    assert len(before["corrections"]) > 10 and len({level for level, _ in before["levels"].values()}) == 3
    file = send(tmp_path / "sent", STEWARD)
    elsewhere()
    assert not reports_of(STEWARD).exists()
    monkeypatch.setattr("dalil.intake.workers.BATCH", 7)  # so that corrections reach over batches
    run = receive(file, alice, circles)
    assert (run.failed, run.new) == (0, len(before["reports"])), list(run.failedrows.values_list("cause", flat=True))
    assert snapshot(STEWARD) == before
    assert [answers(viewer) for viewer in viewers] == said
    assert run.document.level == Level.RESTRICTED, "the file holds what is restricted"
    again = receive(file, alice, circles)
    assert (again.new, again.corrected, again.failed) == (0, 0, 0)
    assert snapshot(STEWARD) == before
    there = "".join(report_lines(reports_of(STEWARD), STEWARD))
    without_days = re.compile(r'"at":"[^"]+"')  # a judgement that came along was taken over on the day it came
    assert without_days.sub("", there) == without_days.sub("", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("who", ["public", "alice"])
def test_what_one_viewer_takes_along_says_elsewhere_what_the_viewer_was_told(
    who, elsewhere, circles, alice, bob, tmp_path
):
    make_record(7, circles, alice, bob)
    viewer = Viewer.of(alice) if who == "alice" else Viewer.public()
    before, said = snapshot(viewer, reasons=False), answers(viewer)
    hidden = set(reports_of(STEWARD).values_list("address", flat=True)) - set(before["reports"])
    file = send(tmp_path / "sent", viewer)
    assert hidden and not [address for address in hidden if address in file.read_text(encoding="utf-8")]
    assert circles[1].name not in file.read_text(encoding="utf-8"), "a circle that the viewer is not in"
    elsewhere()
    assert receive(file, bob, circles[:1] if who == "alice" else ()).failed == 0
    there = snapshot(STEWARD, reasons=False)
    for part in ("reports", "corrections", "withdrawals", "judgements", "named sites", "warnings"):
        assert there[part] == before[part], part
    assert answers(STEWARD) == said


def test_reports_whose_documents_come_later_are_corrected_all_the_same(elsewhere, circles, alice, bob, tmp_path):
    make_record(5, circles, alice, bob)
    before = snapshot(STEWARD)
    file = send(tmp_path / "sent", STEWARD)
    elsewhere()
    kept = sorted((file.parent / "documents").iterdir())
    for path in kept[::2]:
        path.rename(tmp_path / path.name)
    run = receive(file, alice, circles)
    assert run.failed and run.new
    for path in kept[::2]:
        (tmp_path / path.name).rename(path)
    request = ImportRequest(
        path=file, format=recognise(file), actor=alice, level=Level.PUBLIC, groups=tuple(circles), processes=0
    )
    run = runs.retry(request, run)
    assert run.failed == 0
    assert snapshot(STEWARD) == before


def test_a_restricted_line_waits_until_somebody_says_who_may_see_it(elsewhere, circles, alice, enter, tmp_path):
    enter({"when": "2019-05-01", "killed": "3"}, level=Level.RESTRICTED, groups=circles[:1], origin="monitor")
    file = send(tmp_path / "sent", STEWARD)
    elsewhere()
    run = receive(file, alice)
    assert (run.new, run.failed) == (0, 1) and circles[0].name in run.failedrows.get().cause
    assert run.document.level == Level.RESTRICTED
    assert run.failedrows.get().field == "level"


def test_a_hidden_source_that_is_open_here_does_not_open_the_report(elsewhere, circles, alice, document, tmp_path):
    hidden = actions.name_source("witness-7", actor=alice, en="Witness 7", level=Level.INTERNAL)
    draft = actions.Draft(
        claim=kind_of("incident").model_validate({"when": "2019-05-01"}),
        document=document,
        attribution=actions.credit_sources([hidden]),
        level=Level.PUBLIC,
    )
    actions.enter_report(draft, actor=alice)
    file = send(tmp_path / "sent", STEWARD)
    elsewhere()
    actions.name_source("witness-7", actor=alice, en="Witness 7", level=Level.PUBLIC)
    assert receive(file, alice).failed == 0
    assert reports_of(STEWARD).get().level == Level.INTERNAL


def test_what_a_person_here_judged_otherwise_stands(elsewhere, circles, alice, enter, document, tmp_path):
    """Their judgement of two reports, and of two sources, is not put over ours; the summary says so."""
    contents = [({"when": "2019-05-01", "killed": number}, f"monitor-{number}") for number in (3, 4)]
    theirs = [enter(content, origin=origin) for content, origin in contents]
    actions.judge(*theirs, Verdict.SAME, actor=alice)
    sources = [Source.objects.get(code=origin) for _, origin in contents]
    actions.judge_sources(*sources, Verdict.SAME, actor=alice)
    file = send(tmp_path / "sent", STEWARD)
    before = snapshot(STEWARD)
    elsewhere()
    run = receive(file, alice)
    assert snapshot(STEWARD) == before
    assert "taken in besides: judgements of reports: 1, judgements of sources: 1" in run.notes
    for made in Judgement.objects.all():
        actions.retract(made, actor=alice)
    for made in SourceJudgement.objects.all():
        actions.retract_source_judgement(made, actor=alice)
    actions.judge(*reports_of(STEWARD), Verdict.DIFFERENT, actor=alice)
    file.write_text(file.read_text("utf-8") + "\n", encoding="utf-8")  # the same lines in another file
    receive(file, alice)
    assert [each.verdict for each in Judgement.objects.filter(retraction=None)] == ["different"]
    assert not SourceJudgement.objects.exists(), "what was taken back here does not come back"


def test_who_may_not_judge_brings_reports_and_no_judgements(elsewhere, circles, alice, enter, tmp_path):
    one, other = (enter({"when": "2019-05-01", "killed": number}, origin="monitor") for number in (3, 4))
    actions.judge(one, other, Verdict.SAME, actor=alice)
    actions.add_alias(Source.objects.get(), "Watch", actor=alice)
    file = send(tmp_path / "sent", STEWARD)
    elsewhere()
    request = ImportRequest(path=file, format=recognise(file), actor=alice, may_judge=False, processes=0)
    run = runs.run_import(request)
    assert run.new == 2 and not Judgement.objects.exists() and Source.objects.get().names == ["Monitor"]
    assert any("may not judge" in note for note in run.notes)


def test_every_field_of_a_line_is_declared(elsewhere, circles, alice, bob):
    import json

    make_record(6, circles, alice, bob)
    lines = [json.loads(line) for line in report_lines(reports_of(STEWARD), STEWARD)]
    assert set().union(*lines) == set(ReportLine.__annotations__)
    assert tuple(level.name.lower() for level in Level) == LEVELS


def test_the_export_of_the_example_comes_in_and_waits_for_its_documents(elsewhere, alice, tmp_path):
    """Case: /api/reports.jsonl said that it can be imported, and none of its 24 rows could be."""
    from dalil.bulletin import example

    loaded = example.load(actions.system_actor())
    before = set(reports_of(Viewer.public()).values_list("address", flat=True))
    file = tmp_path / "reports.jsonl"
    file.write_bytes(b"".join(Client(headers={"host": "localhost"}).get("/api/reports.jsonl").streaming_content))
    documents = {
        each.sha256: folder_store.path_of(each.sha256).read_bytes() for each in Document.objects.visible_to(STEWARD)
    }
    elsewhere()
    run = receive(file, alice)
    assert (run.rows, run.failed) == (loaded["reports"], loaded["reports"])
    assert set(run.failedrows.values_list("field", flat=True)) == {"document"}
    (tmp_path / "documents").mkdir()
    for sha256, content in documents.items():
        (tmp_path / "documents" / sha256).write_bytes(content)
    request = ImportRequest(path=file, format=recognise(file), actor=alice, level=Level.PUBLIC, processes=0)
    run = runs.retry(request, run)
    assert (run.failed, run.new) == (0, loaded["reports"])
    assert set(reports_of(Viewer.public()).values_list("address", flat=True)) == before


def test_whoever_may_not_judge_law_brings_no_judgement_of_law(elsewhere, circles, alice, bob, enter, tmp_path):
    report = enter({"when": "2019-05-01", "killed": "3"}, origin="monitor")
    keep_tag(report, "IHL-R7", TagAnswer.ACCEPTED, [], actor=alice, reason="a school")
    file = send(tmp_path / "sent", STEWARD)
    elsewhere()
    bob.user_permissions.clear()
    assert receive(file, type(bob).objects.get(pk=bob.pk)).new == 1
    assert reports_of(STEWARD).exists() and not TagVerdict.objects.exists()


def test_what_was_judged_here_of_the_law_stands_against_what_comes_in(elsewhere, circles, alice, bob, enter, tmp_path):
    told = {"when": "2019-05-01", "killed": "3"}
    keep_tag(enter(told, origin="monitor"), "IHL-R7", TagAnswer.ACCEPTED, [], actor=alice, reason="a school")
    file = send(tmp_path / "sent", STEWARD)
    elsewhere()
    assert receive(file, alice).new == 1
    take_law_back(TagVerdict.objects.get(), actor=alice)
    keep_tag(reports_of(STEWARD).get(), "IHL-R7", TagAnswer.REFUSED, [], actor=bob, reason="a barracks")
    receive(file, alice)
    assert [each.answer for each in TagVerdict.objects.all()] == ["refused"]
