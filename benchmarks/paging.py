"""How long one page of a long list takes: cases of proceedings, and incidents of the record, beside reading the whole list and cutting the page out.

    python benchmarks/paging.py [--reports 20000] [--pages 5]

20,000 steps of proceedings (four of a case) and 20,000 incidents, in a home of its own on SQLite. Both sides stand in one run, so that the ratios
hold on any machine; each side gives the same cases and incidents in the same order, which is checked. The first page of a kind lays out or warms
what later ones use; it is printed by itself. The public page keeps which cases there are as long as the public sees the same; that is a line of its
own. Times are those of the processor, since other work of the machine does not count in them; the middle of several is printed.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

ON_A_PAGE = 25
STEPS = ("COMPLAINT", "INVESTIGATION", "CHARGE", "TRIAL")
WHOLE = 1
"""How often the whole list is read."""


def main() -> None:
    """Fill a home, and print the times."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=20_000)
    options.add_argument("--pages", type=int, default=5)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as home:
        os.environ |= {"DALIL_HOME": home, "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        os.environ.pop("DALIL_DATABASE_URL", None)
        from dalil.cli import prepare_django

        prepare_django()
        fill(asked.reports)
        measure_cases(asked.pages)
        measure_incidents(asked.pages)


def fill(many: int) -> None:
    """Enter as many steps of proceedings, and as many incidents."""
    from dalil.archive.protection import Level
    from dalil.record import actions
    from dalil.record.kind import kind_of

    actor = actions.system_actor()
    paper = actions.receive_document(
        io.BytesIO(b"a register"), actor=actor, title="A register", media_type="text/plain", level=Level.PUBLIC
    )
    whom = actions.credit_sources(
        [actions.name_source("bench-monitor", actor=actor, en="A monitor", level=Level.PUBLIC)]
    )

    def enter(kind: str, contents: Sequence[dict[str, Any]]) -> None:
        model = kind_of(kind)
        actions.enter_reports(
            [
                actions.Draft(
                    claim=model.model_validate(each),
                    document=paper,
                    attribution=whom,
                    locator=f"{kind} {at}",
                    level=Level.PUBLIC,
                )
                for at, each in enumerate(contents)
            ],
            actor=actor,
        )

    def day(at: int) -> str:
        return str(date(2012, 1, 1) + timedelta(at % 4000))

    began = time.perf_counter()
    enter(
        "proceeding",
        [
            {
                "what": STEPS[at % 4],
                "when": day(at),
                "court": {"en": f"Court {at // 4 % 40}"},
                "docket": f"{at // 4} Js 1",
                "forum": ("DE", "FR", "SE")[at // 4 % 3],
            }
            for at in range(many)
        ],
    )
    enter(
        "incident",
        [
            {
                "what": "AIR_STRIKE",
                "when": day(at * 7),
                "where": {"places": [("SY07", "SY02", "SY03")[at % 3]]},
                "killed": at % 9,
            }
            for at in range(many)
        ],
    )
    print(f"{many:,} steps of proceedings and {many:,} incidents entered in {time.perf_counter() - began:.0f} s")


def measure_cases(pages: int) -> None:
    """Time pages of the list of cases beside reading every case."""
    from dalil.archive.protection import Viewer
    from dalil.cases.case_list import CaseQuery, find_cases, list_cases, read_all_cases, read_page

    public = Viewer.public()

    def whole() -> list[Any]:
        return list(read_all_cases(public, CaseQuery())[0])

    def steps(cases: Sequence[Any]) -> list[list[str]]:
        return [[step.address for step in each.steps] for each in cases]

    everything, took_whole = middle(whole, WHOLE)
    total, first = once(lambda: list_cases(public, ON_A_PAGE).total)
    say(f"cases: the first page asked for, of {total:,} cases", first, took_whole)
    for words, offset in (
        ("the first page", 0),
        ("a page in the middle", total // 2),
        ("the last page", total - ON_A_PAGE),
    ):
        page, took = middle(lambda at=offset: list_cases(public, ON_A_PAGE, at).items, pages)  # type: ignore[misc]
        assert steps(page) == steps(everything[offset : offset + ON_A_PAGE]), "both sides list alike"
        say(f"cases: {words}", took, took_whole)
    found, _took = once(lambda: find_cases(public, CaseQuery()))
    _page, took = middle(lambda: read_page(found, public, ON_A_PAGE, total // 2), pages)
    say("cases: a page in the middle, what was found kept", took, took_whole)
    query = CaseQuery(state="DE", words="court 7")
    _page, took = middle(lambda: list_cases(public, ON_A_PAGE, 0, query).items, pages)
    say("cases: narrowed by State and words", took, took_whole)


def measure_incidents(pages: int) -> None:
    """Time pages of the list of incidents beside reading every incident."""
    from dalil.archive.protection import Viewer
    from dalil.counting.entity_list import Order, list_entities
    from dalil.counting.question import Question
    from dalil.record.entities import entities_of
    from dalil.record.models import Report

    public = Viewer.public()
    questions = {"incident": Question(kind="incident")}

    def whole() -> list[Any]:
        ids = Report.objects.visible_to(public).filter(kind="incident").standing_for(public)
        found = entities_of(list(ids.values_list("pk", flat=True)), public)
        return sorted(found, key=lambda each: -max(report.pk for report in each.reports))

    def page_at(offset: int, order: Order = Order.ENTERED) -> list[Any]:
        listed = list_entities(questions, public, kind="incident", order=order, limit=ON_A_PAGE, offset=offset)
        return entities_of([each.report for each in listed.entities], public)

    everything, took_whole = middle(whole, WHOLE)
    _page, first = once(lambda: page_at(0))
    say("incidents: the first page asked for; it lays the columns out", first, took_whole)
    total = len(everything)
    for words, offset in (
        ("the first page", 0),
        ("a page in the middle", total // 2),
        ("the last page", total - ON_A_PAGE),
    ):
        page, took = middle(lambda at=offset: page_at(at), pages)  # type: ignore[misc]
        assert {each.address for each in page} == {each.address for each in everything[offset : offset + ON_A_PAGE]}
        say(f"incidents: {words}", took, took_whole)
    _page, took = middle(lambda: page_at(total // 2, Order.DATE), pages)
    say("incidents: a page in the middle, by date", took, took_whole)


def once(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do something. Returns what came of it, and how many seconds of the processor it took."""
    began = time.process_time()
    done = work()
    return done, time.process_time() - began


def middle(work: Callable[[], Any], times: int) -> tuple[Any, float]:
    """Do something several times. Returns what came of it, and the middle of the seconds."""
    done, took = zip(*(once(work) for _time in range(times)), strict=True)
    return done[-1], statistics.median(took)


def say(what: str, page: float, whole: float) -> None:
    """Print how long a page takes beside the whole list."""
    print(
        f"{what:62}{page * 1000:9.0f} ms{whole * 1000:10.0f} ms for the whole list{whole / page:8.1f} times", flush=True
    )


if __name__ == "__main__":
    main()
