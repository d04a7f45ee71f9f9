"""Searching reports: Dalil's search beside the plain ways of each database, over generated reports with invented names.

    python benchmarks/search.py [--reports 200000] [--postgresql postgresql://postgres@127.0.0.1/test]

A search is what a list on a screen asks for: how many, and the first fifty, as the public may see them. The plain ways are LIKE over the same
folded text (with pg_trgm where PostgreSQL has it) and the full-text index without other spellings. Every person is written in Arabic in half
of the reports and in one of several Latin spellings in the others; recall and precision are of that person's reports. Times are of the processor
on SQLite, of the clock on PostgreSQL (the work is in another process). The server's database is made for the run and dropped after it.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

GIVEN = [
    each.split("|")
    for each in (
        "محمد|Mohamed|Muhammad|Mohammad|Mohammed",
        "أحمد|Ahmad|Ahmed",
        "خالد|Khaled|Khalid",
        "عبد الرحمن|Abdul Rahman|Abdulrahman|Abd al-Rahman|Abdelrahman",
        "يوسف|Yousef|Yusuf|Youssef",
        "حسين|Hussein|Husayn|Hussain",
        "مصطفى|Mustafa|Mostafa",
        "إبراهيم|Ibrahim|Ibraheem",
        "عمر|Omar|Umar",
        "علي|Ali|Aly",
        "محمود|Mahmoud|Mahmud",
        "فاطمة|Fatima|Fatma|Fatimah",
        "عائشة|Aisha|Aysha|Aicha",
        "مريم|Mariam|Maryam",
        "زينب|Zeinab|Zaynab|Zainab",
        "خديجة|Khadija|Khadeeja",
        "سمير|Samir|Sameer",
        "جميل|Jamil|Jameel",
        "صلاح الدين|Salah al-Din|Salaheddin|Salah Eddin",
        "أبو بكر|Abu Bakr|Abou Bakr",
    )
]
SYLLABLES = [
    each.split("|")
    for each in str.split(
        "با|ba را|ra نو|nu|no مي|mi|mee زا|za شا|sha|cha قا|qa|ka سو|su|sou خا|kha غا|gha|ga طا|ta دي|di|dee فا|fa "
        "حا|ha لو|lu|lou جا|ja|dja"
    )
]
ENDS = [each.split("|") for each in "ن|n ر|r س|s ف|f ل|l وي|wi|wy ني|ni|ny".split()]  # noqa: SIM905
PLACES = ("SY0703", "SY0704", "SY0200", "SY0205", "SY0502", "SY0301", "SY1201")
ARABIC = (
    "قُتل {} في قصف مدفعي على السوق قرب المشفى، وأصيب {} آخرون بينهم أطفال",
    "اعتُقل {} عند حاجز على الطريق العام بعد غارة جوية استهدفت {} منازل",
    "أصيب {} بجروح إثر سقوط برميل متفجر على مدرسة تؤوي {} عائلات نازحة",
)
LATIN = (
    "{} was killed when shelling struck the market near the hospital; {} others, among them children, were injured",
    "{} was detained at a checkpoint on the main road after an air strike on {} houses",
    "{} was wounded when a barrel bomb fell on a school that sheltered {} displaced families",
)
WORDS = ("chlorine", "barrel bomb", "hospital", "قصف", "مشفى", "chlorine Idleb", "المدرسة", "market children")


class Person:
    """Somebody invented, with the ways in which the name is written."""

    def __init__(self, chance: random.Random) -> None:
        self.given, self.chance = chance.choice(GIVEN), chance
        self.family = [*chance.choices(SYLLABLES, k=chance.choice((2, 2, 3))), chance.choice(ENDS)]

    @property
    def arabic(self) -> str:
        """The name in Arabic, with the given name of two words written apart or together."""
        given = self.given[0].replace(" ", self.chance.choice((" ", " ", "")))
        return f"{given} ال{''.join(part[0] for part in self.family)}"

    @property
    def latin(self) -> str:
        """The name in one of its Latin spellings."""
        family = "".join(self.chance.choice(part[1:]) for part in self.family)
        article = self.chance.choice(("al-", "Al ", "Al", ""))
        return f"{self.chance.choice(self.given[1:])} {article}{family if article == 'Al' else family.capitalize()}"

    def key(self) -> str:
        """What makes two persons namesakes."""
        return self.given[0] + "".join(part[0] for part in self.family)


def fill(number: int, people: list[Person], chance: random.Random) -> dict[str, tuple[set[int], set[int]]]:
    """Enter generated reports. Returns for each name the reports that write it in Arabic, and in Latin."""
    import io

    from dalil.archive.protection import Level
    from dalil.record import actions
    from dalil.record.gazetteer_in_use import gazetteer
    from dalil.record.kind import kind_of
    from dalil.record.prepared import prepare_report
    from dalil.record.report_facts import ReportFacts

    actor, known = actions.system_actor(), gazetteer()
    document = actions.receive_document(
        io.BytesIO(b"generated"), actor=actor, title="Generated", media_type="text/plain", level=Level.PUBLIC
    )
    whom = actions.credit_sources()
    places = [code for code in PLACES if code in known]
    bearing: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for start in range(0, number, 2000):
        rows, names = [], []
        for n in range(start, min(start + 2000, number)):
            person, latin = chance.choice(people), chance.random() < 0.5
            said = chance.choice(LATIN if latin else ARABIC).format(
                person.latin if latin else person.arabic, chance.randint(2, 9)
            )
            names.append((person.key(), latin))
            content: dict[str, Any] = {
                "when": f"20{n % 8 + 11}-0{n % 9 + 1}",
                "where": {"places": [chance.choice(places)]},
            }
            if n % 500 == 0:
                content["weapons"] = ["CHLORINE"] if _is_weapon("CHLORINE") else []
                said += " chlorine"
            claim = kind_of("incident").model_validate(content)
            rows.append(
                prepare_report(
                    claim, ReportFacts(said=said, locator=f"{n}"), sha256=document.sha256, attribution=whom.key, level=Level.PUBLIC, known=known
                )
            )  # fmt: skip
        entered = actions.enter_prepared_reports(
            rows, documents={document.sha256: document.pk}, attributions={whom.key: whom.pk}, actor=actor
        )
        for pk, (key, latin) in enumerate(names, entered.first or 0):
            bearing[key][latin].add(pk)
    return bearing


def _is_weapon(code: str) -> bool:
    from dalil import vocabulary

    return any(term.code == code for term in vocabulary.terms("weapons"))


Found = Callable[[str], Any]


def ways(vendor: str) -> Iterator[tuple[str, Found]]:
    """The ways to search, by name: each gives a query of reports, best or newest first."""
    from django.db import connection
    from django.db.models import Q

    from dalil.archive.protection import Viewer
    from dalil.record.models import Report
    from dalil.record.search.index_text import indexed
    from dalil.record.search.queries import looking_for, matching

    visible = Report.objects.visible_to(Viewer.public())

    def like(query: str) -> Any:
        held = Q()
        for word in indexed(query).split():
            held &= Q(search__contains=word)
        return visible.filter(held).order_by("-pk")

    yield "Dalil", lambda query: looking_for(query).best_first(visible)
    yield "full text without spellings", lambda query: visible.filter(matching(query, spelled=False)).order_by("-pk")
    yield "LIKE", like
    if vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
            if cursor.fetchone()[0]:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute("CREATE INDEX trigrams ON record_report USING gin (search gin_trgm_ops)")
                cursor.execute("ANALYZE record_report")
                yield "LIKE with pg_trgm", like


def one_database(number: int) -> None:
    """Fill the database that the environment names, search it in every way, and print a table."""
    from dalil.cli import prepare_django

    prepare_django()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    chance = random.Random(11)
    people = [Person(chance) for _ in range(max(50, number // 10))]
    start = time.process_time()
    bearing = fill(number, people, chance)
    print(
        f"\n{connection.vendor}: {number:,} reports of {len(bearing):,} names, filled in {time.process_time() - start:.0f} s of processor time"
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = random.Random(12).sample([person for person in people if all(bearing[person.key()])], 150)
    names = [
        ("Arabic name, Latin reports", [(person.arabic, person.key(), True) for person in asked]),
        ("Latin name, Arabic reports", [(person.latin, person.key(), False) for person in asked]),
        ("Latin name, Latin reports", [(person.latin, person.key(), True) for person in asked]),
        ("Arabic name, Arabic reports", [(person.arabic, person.key(), False) for person in asked]),
    ]
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    header = f"{'':30}" + "".join(f"{title:>32}" for title, _ in names) + f"{'words, p50 / p95 ms':>24}"
    print(f"{header}\n{'':30}" + f"{'recall   prec  p50 /    p95 ms':>32}" * len(names))
    for way, search in ways(connection.vendor):
        _timed(search, asked[0].arabic, time.process_time)
        cells = [_cell(search, queries[: 15 if way == "LIKE" else None], bearing, clock) for _, queries in names]
        print(
            f"{way:30}"
            + "".join(f"{cell:>32}" for cell in cells)
            + f"{_times([_timed(search, words, clock)[0] for words in WORDS * (1 if way == 'LIKE' else 5)]):>24}"
        )


def _cell(search: Found, queries: list[tuple[str, str, bool]], bearing: Any, clock: Callable[[], float]) -> str:
    times, right, found, there = [], 0, 0, 0
    for query, key, latin in queries:
        seconds, hits = _timed(search, query, clock)
        times.append(seconds)
        right += len(hits & bearing[key][latin])
        there += len(bearing[key][latin])
        found += len(hits) - len(hits & bearing[key][not latin])
    return f"{right / there:8.2f} {right / found if found else 0:8.2f}{_times(times)}"


def _times(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:6.1f} / {statistics.quantiles(seconds, n=20)[-1] * 1000:6.1f}"


def _timed(search: Found, query: str, clock: Callable[[], float]) -> tuple[float, set[int]]:
    """How long the count and the first fifty take, and then all that is found."""
    from django.core.paginator import Paginator

    start = clock()
    pages = Paginator(search(query), 50)
    total, _first = pages.count, list(pages.page(1))
    seconds = clock() - start
    return seconds, {each.pk for each in search(query)[:total]} if total <= 2000 else set()


def main() -> None:
    """Run on SQLite, and on PostgreSQL where there is one."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=200_000)
    options.add_argument("--postgresql", default="postgresql://postgres@127.0.0.1:5432/test")
    options.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.here:
        one_database(asked.reports)
        return
    again = [sys.executable, __file__, "--reports", str(asked.reports), "--here"]
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as name:
        home = {**os.environ, "DALIL_HOME": str(Path(name) / "home"), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        home.pop("DALIL_DATABASE_URL", None)
        subprocess.run(again, env=home, check=True)
        _on_postgresql(again, home, asked.postgresql)


def _on_postgresql(again: list[str], home: dict[str, str], url: str) -> None:
    import psycopg

    try:
        server = psycopg.connect(url, connect_timeout=3, autocommit=True)
    except psycopg.OperationalError as error:
        print(f"PostgreSQL is left out: {str(error).strip().splitlines()[0]}")
        return
    made = f"dalil_benchmark_{os.getpid()}"
    with server:
        server.execute(f'CREATE DATABASE "{made}"')
        try:
            subprocess.run(again, env=home | {"DALIL_DATABASE_URL": f"{url.rpartition('/')[0]}/{made}"}, check=True)
        finally:
            server.execute(f'DROP DATABASE "{made}" WITH (FORCE)')


if __name__ == "__main__":
    main()
