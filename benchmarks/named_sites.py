"""How long finding the site takes that a report names: by the table of names, beside laying out all sites of the register.

    python benchmarks/named_sites.py [--sites 20000] [--asked 20]

Made-up sites in towns of the shipped gazetteer, many of one name, in a home of its own on SQLite. Both sides stand in one run and give the same,
which is checked for each name that is asked. The middle of several times is printed.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

WHOLE = 3
"""Times that all sites are laid out."""
WORDS = (
    *("Nour", "Salam", "Amal", "Hikma", "Wahda", "Thawra", "Karama", "Huda", "Iman", "Firdaws"),
    *("Zahra", "Yarmouk", "Andalus", "Qadisiya", "Hittin", "Fajr", "Shifa", "Rahma", "Nasr", "Bassel"),
)
SORTS = (("school", "SCHOOL"), ("hospital", "HOSPITAL"), ("mosque", "MOSQUE"), ("market", "MARKET"), ("camp", "CAMP"))


def main() -> None:
    """Fill a register, and print the times."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sites", type=int, default=20_000)
    options.add_argument("--asked", type=int, default=20)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as home:
        os.environ |= {"DALIL_HOME": home, "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        os.environ.pop("DALIL_DATABASE_URL", None)
        from dalil.cli import prepare_django

        prepare_django()
        measure(fill(asked.sites), asked.asked)


def fill(many: int) -> list[tuple[str, str]]:
    """Enter as many sites. Returns the name and the town of each."""
    from dalil import vocabulary
    from dalil.archive.protection import Level
    from dalil.record import actions
    from dalil.record.kind import kind_of
    from dalil.vocabulary.gazetteer import load_shipped_gazetteer

    actor, chance = actions.system_actor(), random.Random(15)
    towns = [each.code for each in load_shipped_gazetteer().places if each.level == "town"]
    known = {each.code for each in vocabulary.terms("site_functions")}
    paper = actions.receive_document(
        io.BytesIO(b"a register"), actor=actor, title="A register", media_type="text/plain", level=Level.PUBLIC
    )
    whom = actions.credit_sources(
        [actions.name_source("bench-register", actor=actor, en="A register", level=Level.PUBLIC)]
    )
    sites, drafts = [], []
    for at in range(many):
        words, (sort, function) = chance.sample(WORDS, 2), chance.choice(SORTS)
        name, town = f"al-{words[0]} {words[1]} {sort} {at % 200}", chance.choice(towns)
        sites.append((name, town))
        content = {"called": name, "where": {"places": [town]}, "functions": [function] if function in known else []}
        claim = kind_of("site").model_validate(content)
        drafts.append(actions.Draft(claim=claim, document=paper, attribution=whom, locator=f"{at}", level=Level.PUBLIC))
    began = time.perf_counter()
    actions.enter_reports(drafts, actor=actor)
    print(f"{many:,} sites entered in {time.perf_counter() - began:.0f} s")
    return sites


def measure(sites: list[tuple[str, str]], asked: int) -> None:
    """Time both ways."""
    from dalil.archive.protection import Viewer
    from dalil.matching.pointings import site_index
    from dalil.matching.site_names import follow_site_names
    from dalil.values import Where

    viewer, chance = Viewer.public(), random.Random(16)
    everything, whole = middle(lambda: site_index(viewer), WHOLE)
    _written, laying = middle(follow_site_names, 1)
    print(f"{'all sites laid out':44}{whole * 1000:9.0f} ms")
    print(f"{'the table of names written, once':44}{laying * 1000:9.0f} ms")
    took = []
    for name, town in chance.sample(sites, asked):
        index, seconds = middle(lambda name=name: site_index(viewer, [name]), 1)  # type: ignore[misc]
        took.append(seconds)
        where = Where(places=(town,))
        assert index.find(name, where) == everything.find(name, where), name
    one = statistics.median(took)
    print(f"{'one name, by the table':44}{one * 1000:9.1f} ms{whole / one:9.0f} times")
    some = [name for name, _town in chance.sample(sites, min(50, len(sites)))]
    _index, fifty = middle(lambda: site_index(viewer, some), WHOLE)
    print(f"{'50 names at once, as the desk asks':44}{fifty * 1000:9.1f} ms{whole / fifty:9.0f} times")


def middle(work: Callable[[], Any], times: int) -> tuple[Any, float]:
    """Do something several times. Returns what came of it, and the middle of the seconds."""
    took = []
    for _time in range(times):
        began = time.perf_counter()
        done = work()
        took.append(time.perf_counter() - began)
    return done, statistics.median(took)


if __name__ == "__main__":
    main()
