"""Lists of sanctions: taking two versions in beside a bare pass over the files, and screening a large record.

    python benchmarks/sanctions.py                    the two lists of the UN, and the SDN set twice: parse, compare, store; beside lxml and csv alone
    python benchmarks/sanctions.py --screening [people, 100000]   people of invented names against 40,000 listed names, two processes; beside it
                                                      what the search of each alone finds of the first 150
    python benchmarks/sanctions.py --profile [queries a class, 150]   listed persons sought by names with a slip, class by class: whether theirs
                                                      is the first hit of Dalil, of Jaro-Winkler; at the threshold in one search, in one of many

Needs the real lists of DALIL_SHARED. Prints seconds of the wall and of the processor; nothing is kept.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from shared import shared_data

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")


CHILDREN = [0.0]
"""What the processes of before have used of the processor."""


def timed(title: str, work: Callable[[], object]) -> float:
    """Do something, print how long it took, and return the seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    took = time.perf_counter() - wall
    children = getrusage(RUSAGE_CHILDREN)
    spent = time.process_time() - processor + children.ru_utime + children.ru_stime - CHILDREN[0]
    CHILDREN[0] = children.ru_utime + children.ru_stime
    print(f"{title:<60} {took:7.2f} s  ({spent:6.2f} s of the processor)", flush=True)
    return took


def bare_xml(path: Path) -> dict[str, list[str]]:
    """Every text of every entry, by its reference: the least that any reader of the list does."""
    from lxml import etree

    found = {}
    for _, element in etree.iterparse(str(path), tag=("INDIVIDUAL", "ENTITY")):
        found[element.findtext("REFERENCE_NUMBER")] = [
            each.text for each in element.iter() if each.text and each.text.strip()
        ]
        element.clear()
    return found


def bare_csv(paths: list[Path]) -> list[list[list[str]]]:
    """Every cell of every row."""
    read = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as lines:
            read.append(list(csv.reader(lines)))
    return read


def versions() -> None:
    """Take versions of two lists in, beside a bare pass over the same bytes."""
    from dalil.record.actions import system_actor
    from dalil.sanctions.compare_versions import StandingEntry, compare_versions
    from dalil.sanctions.formats import read_list
    from dalil.sanctions.taking_versions import VersionRequest, take_version

    folder = shared_data() / "sanctions"
    un = [folder / f"UN_consolidated_{day}_perchrh.xml" for day in ("20180607", "20180824")]
    sdn = [folder / f"{part}_20190115.csv" for part in ("sdn", "alt")]
    read_list([folder / "deriv_sample_unsc.xml"])
    actor = system_actor()
    bare = timed("UN, two files: bare lxml", lambda: [bare_xml(path) for path in un])
    timed("UN, two files: parsed into claims", lambda: [read_list([path]) for path in un])
    before, after = (read_list([path]).entries for path in un)
    standing = [StandingEntry(entry.key, entry.claim) for entry in before]
    timed("UN: compared", lambda: compare_versions(standing, after))
    first = timed(
        "UN: the first version parsed and stored", lambda: take_version(VersionRequest(paths=(un[0],), actor=actor))
    )
    second = timed(
        "UN: the second parsed, compared and stored", lambda: take_version(VersionRequest(paths=(un[1],), actor=actor))
    )
    print(
        f"  UN: {(first + second) / bare:.1f} times the bare pass; the second alone {second / bare * 2:.1f} times its own"
    )
    bare = timed("SDN set: bare csv", lambda: bare_csv(sdn))
    timed("SDN set: parsed into claims", lambda: read_list(sdn))
    from datetime import date

    day = date(2019, 1, 15)
    first = timed(
        "SDN set: parsed and stored", lambda: take_version(VersionRequest(paths=tuple(sdn), actor=actor, dated=day))
    )
    print(f"  SDN: {first / bare:.1f} times the bare pass")


def screening(people: int) -> None:
    """Screen people of invented names against 40,000 listed names, the lists' own and invented ones."""
    from dalil.kinds.listing import ListedName
    from dalil.sanctions.formats import read_list
    from dalil.sanctions.screening import Candidate, ListedNames, ScreenedPerson, screen
    from dalil.sanctions.screening_runs import _compare

    random.seed(7)
    folder = shared_data() / "sanctions"
    files = (
        [folder / "sdn_20190115.csv", folder / "alt_20190115.csv"],
        [folder / "UN_consolidated_20180824_perchrh.xml"],
    )
    entries = {(read.code, entry.key): entry.claim for read in map(read_list, files) for entry in read.entries}
    rows = [
        line.split("\t")
        for line in (shared_data() / "names" / "wikidata_ar_latin_train.tsv").read_text("utf-8").splitlines()
    ]
    latin, arabic = [row[0] for row in rows], [row[1].replace(" ", "") for row in rows]
    common = ["محمد", "أحمد", "علي", "حسن", "خالد", "عمر", "ابراهيم", "مصطفى", "يوسف", "محمود", "حسين", "سعيد"]

    def invented(words: list[str]) -> str:
        return " ".join(random.choice(common) if random.random() < 0.4 else random.choice(words) for _ in range(3))

    template = next(iter(entries.values()))
    while sum(len(claim.names) for claim in entries.values()) < 40_000:
        names = tuple(ListedName(said=invented(latin)) for _ in range(3))
        key = ("uk_list", f"X{len(entries)}")
        entries[key] = template.model_copy(update={"names": names, "births": (), "documents": (), "nationalities": ()})
    record = [ScreenedPerson(at, invented(arabic if at % 2 else latin)) for at in range(people)]
    found = list[Candidate]()
    timed(f"{people:,} people against 40,000 listed names", lambda: found.extend(_compare(record, entries)))
    print(f"  {len(found):,} pairs worth a look")
    alone = list(screen(record[:150], ListedNames(entries)))
    together = {(each.person.report, each.entry) for each in found}
    shared = sum((each.person.report, each.entry) in together for each in alone)
    print(f"  of {len(alone)} pairs that the search of the first 150 alone finds, it found {shared}")


def profile(most: int) -> None:
    """Seek listed persons by names with one slip each."""
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler
    from slips import LATIN, slipped

    from dalil.letters import fold
    from dalil.sanctions.formats import read_list
    from dalil.text.names import THRESHOLD, NameIndex, read_name

    folder = shared_data() / "sanctions"
    listed = read_list([folder / "sdn_20190115.csv", folder / "alt_20190115.csv"]).entries
    of_name: defaultdict[str, set[str]] = defaultdict(set)
    for entry in listed:
        for each in entry.claim.names if entry.claim.subject == "person" else ():
            if each.strength != "weak" and len(read_name(each.said).units) > 1:
                of_name[each.said].add(entry.key)
    names = sorted(of_name)
    index, folded = NameIndex.build((name, name) for name in names), [fold(name) for name in names]
    asked = random.Random(23).sample([name for name in names if 2 <= len(name.split()) <= 5], most)
    print(
        f"{len(names)} names of listed persons: first hit of Dalil, of Jaro-Winkler; at the threshold in one search, in many"
    )
    for kind, slip in LATIN.items():
        queries = [(said, of_name[name]) for name in asked if (said := slipped(slip, name))]
        if not queries:
            continue
        alone = [[(hit.name, hit.score) for hit in index.search(said)] for said, _ in queries]
        many = [[(hit.name, hit.score) for hit in hits] for hits in index.search_many([said for said, _ in queries])]
        nearest = [
            [(names[process.extractOne(fold(said), folded, scorer=JaroWinkler.similarity)[2]], 1.0)]
            for said, _ in queries
        ]
        firsts = [
            sum(bool(hits) and bool(of_name[hits[0][0]] & whose) for hits, (_, whose) in zip(way, queries, strict=True))
            for way in (alone, nearest)
        ]
        sure = [
            sum(
                any(score >= THRESHOLD and of_name[name] & whose for name, score in hits)
                for hits, (_, whose) in zip(way, queries, strict=True)
            )
            for way in (alone, many)
        ]
        shares = "   ".join(f"{each / len(queries):.2f}" for each in (*firsts, *sure))
        print(f"{kind:28} {len(queries):4}   {shares}{'   behind' if firsts[0] < firsts[1] else ''}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["DALIL_HOME"] = home
        import django
        from django.conf import settings

        from dalil.home import open_home

        open_home(settings.DALIL_HOME)
        django.setup()
        if "--screening" in sys.argv:
            screening(int(sys.argv[sys.argv.index("--screening") + 1]) if len(sys.argv) > 2 else 100_000)
        elif "--profile" in sys.argv:
            profile(int(sys.argv[sys.argv.index("--profile") + 1]) if len(sys.argv) > 2 else 150)
        else:
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            versions()
