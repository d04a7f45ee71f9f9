"""How often the one whom a family seeks is among the first ten candidates, in invented families with slips, two scripts and wrong dates.

    python benchmarks/tracing.py [requests, 8000] [rows, 20000] [requests that are tried, 1000] [--dev: another seed]

Every request has one row that is right; among the others are brothers (father, grandfather, family and mother the same) and people of the same
name. Wrong: one part of the chain is that of somebody else (given, father or family), or the mother is another woman. Beside it stand, over the
same rows, Jaro-Winkler on the folded full name, and exact keys (first, father, family; or mother and year of birth), as the standards name them.
Names are drawn from shared/data/names: Arabic words that dict_ar_en.csv has, by how often Wikidata has them; nobody is real. How often each
slip happens in a war is not known.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from shared import shared_data
from slips import ARABIC, LATIN, slipped

from dalil.letters import fold
from dalil.tracing.candidates import LEAST_QUEUED, MOST_QUEUED, ComparedPeople, ComparedPerson
from dalil.values import When

FIRST = 10
WOMEN = (
    "فاطمة", "مريم", "زينب", "خديجة", "عائشة", "آمنة", "سعاد", "هدى", "سميرة", "ليلى",
    "منى", "نادية", "سلمى", "رنا", "هناء", "وفاء", "نور", "أمل", "حنان", "إيمان",
    "رباب", "زهرة", "سناء", "كوثر", "صباح", "نوال", "فريدة", "جميلة", "سلوى", "عبير",
)  # fmt: skip
TOWNS = (
    "Darayya",
    "Douma",
    "Homs",
    "Aleppo",
    "Hama",
    "Idlib",
    "Daraa",
    "Latakia",
    "Raqqa",
    "Palmyra",
    "Zabadani",
    "Manbij",
)


@dataclass(frozen=True)
class Somebody:
    """An invented person: the chain and the mother in Arabic, the year of birth, when and where they were last seen."""

    chain: tuple[str, str, str, str]
    mother: tuple[str, str]
    born: int
    seen: int
    town: str


class Names:
    """Words of names, drawn by how often they are borne, and their Latin forms."""

    def __init__(self) -> None:
        written: dict[str, Counter[str]] = defaultdict(Counter)
        folder = shared_data() / "names"
        for part in ("wikidata_ar_latin_dev.tsv", "wikidata_ar_latin_train.tsv"):
            for line in (folder / part).read_text("utf-8").splitlines():
                latin, arabic, count = line.split("\t")
                written[arabic.replace(" ", "")][latin.replace(" ", "")] += int(count)
        arab = set()
        for line in (folder / "dict_ar_en.csv").read_text("utf-8").splitlines():
            arabic, _between, latin = line.partition(",")
            if latin.isalpha() and arabic.isalpha():
                written[arabic][latin] += 1
                arab.add(arabic)
        self.latin = {word: written[word] for word in arab | set(WOMEN) if len(word) > 2 and word in written}
        often = sorted(self.latin, key=lambda word: (-self.latin[word].total(), word))
        self.given, self.family = often[:300], often[300:6300]
        self.given_weight = [self.latin[word].total() for word in self.given]
        self.family_weight = [1 / (12 + rank) for rank in range(len(self.family))]
        self.women = [word for word in WOMEN if word in self.latin]

    def in_latin(self, words: tuple[str, ...], chance: random.Random) -> str:
        """The words in Latin letters, each in a form that is written for it."""
        forms = (self.latin.get(word, Counter({word: 1})) for word in words)
        return " ".join(chance.choices(list(each), list(each.values()))[0].title() for each in forms)


def invent(names: Names, many: int, chance: random.Random) -> list[Somebody]:
    """Invent people; one of four is a brother of the one before."""
    made: list[Somebody] = []
    for _ in range(many):
        given, father, grandfather = chance.choices(names.given, names.given_weight, k=3)
        family, of_mother = chance.choices(names.family, names.family_weight, k=2)
        one = Somebody(
            (given, father, grandfather, family),
            (chance.choice(names.women), of_mother),
            chance.randint(1950, 2000),
            chance.randint(2011, 2016),
            chance.choice(TOWNS),
        )
        if made and chance.random() < 0.25:
            older = made[-1]
            one = replace(older, chain=(given, *older.chain[1:]), born=older.born + chance.randint(1, 6), seen=one.seen)
        made.append(one)
    return made


def as_row(one: Somebody, key: object, names: Names, chance: random.Random) -> ComparedPerson:
    """Somebody as a list has them: half without the grandfather, a third in Latin letters, three of ten with a slip, dates that may be wrong."""
    chain = one.chain if chance.random() < 0.5 else (*one.chain[:2], one.chain[3])
    latin = chance.random() < 1 / 3
    said = names.in_latin(chain, chance) if latin else " ".join(chain)
    mother = names.in_latin(one.mother, chance) if latin else " ".join(one.mother)
    slips = [
        slip for title, slip in (LATIN if latin else ARABIC).items() if "initial" not in title and "cut" not in title
    ]
    if chance.random() < 0.3:
        said = slipped(chance.choice(slips), said, str(key)) or said
    if chance.random() < 0.2:
        mother = slipped(chance.choice(slips), mother, str(key)) or mother
    born, seen = one.born, one.seen
    if chance.random() < 0.2:
        born += chance.choice((-3, -2, -1, 1, 2, 3, 10))
    if chance.random() < 0.2:
        seen += chance.choice((-2, -1, 1, 2))
    return ComparedPerson(
        key,
        (said,),
        mother,
        When.parse(str(born)) if chance.random() < 0.7 else None,
        When.parse(str(seen)) if chance.random() < 0.7 else None,
        (one.town,) if chance.random() < 0.5 else (),
    )


def as_request(one: Somebody, key: object, names: Names, wrong: str, chance: random.Random) -> ComparedPerson:
    """Somebody as the family asks: the chain whole, a quarter in Latin letters. wrong: "", "name" or "mother"."""
    chain, mother = list(one.chain), one.mother
    if wrong == "name":
        at = chance.choice((0, 1, 3))
        chain[at] = chance.choice(names.family if at == 3 else names.given)
    if wrong == "mother":
        mother = (chance.choice(names.women), chance.choice(names.family))
    latin = chance.random() < 0.25
    return ComparedPerson(
        key,
        (names.in_latin(tuple(chain), chance) if latin else " ".join(chain),),
        names.in_latin(mother, chance) if latin else " ".join(mother),
        When.parse(str(one.born)),
        When.parse(str(one.seen)),
        (one.town,),
    )


def main() -> None:
    """Print, for each kind of request, how many have the right row among the first ten, by each way."""
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()]
    asked, listed, tried = [*sizes, *(8000, 20_000, 1000)[len(sizes) :]]
    names, chance = Names(), random.Random(41 if "--dev" in sys.argv else 17)
    people = invent(names, listed, chance)
    sought = chance.sample(range(listed), asked)
    rows = [as_row(one, key, names, chance) for key, one in enumerate(people)]
    began = time.process_time()
    known = ComparedPeople(rows)
    print(f"{asked} requests, {listed} rows; laid out in {time.process_time() - began:.1f} s of a processor")
    folded = {row.key: fold(row.names[0]) for row in rows}
    keyed = exact_index(rows)
    asking = [as_request(people[key], f"request {key}", names, "", chance) for key in sought]
    try_queue(known, asking, sought)
    for wrong, bar in (("", 0.97), ("name", 0.85), ("mother", 0.85)):
        ours = jaro = exact = 0
        spent = 0.0
        chosen = chance.sample(sought, min(tried, asked))
        for key in chosen:
            request = as_request(people[key], f"request {key}", names, wrong, chance)
            began = time.process_time()
            ours += key in [each.person.key for each in known.find(request, FIRST)]
            spent += time.process_time() - began
            best = process.extract(fold(request.names[0]), folded, scorer=JaroWinkler.similarity, limit=FIRST)
            jaro += key in [each[2] for each in best]
            exact += key in exact_hits(request, keyed)
        many = len(chosen)
        print(
            f"{'wrong ' + wrong if wrong else 'name and mother given':24} ours {ours / many:.3f} (bar {bar})"
            f"  Jaro-Winkler {jaro / many:.3f}  exact keys {exact / many:.3f}  {1000 * spent / many:.0f} ms each"
        )


def try_queue(known: ComparedPeople, requests: list[ComparedPerson], right: list[int]) -> None:
    """Print what the list of all candidates costs, and whom it holds."""
    began = time.process_time()
    found = list(known.find_many(requests, MOST_QUEUED, LEAST_QUEUED))
    spent = time.process_time() - began
    held = [[each.person.key for each in candidates] for _whom, candidates in found]
    hits = sum(key in keys for key, keys in zip(right, held, strict=True))
    print(
        f"the list of all: {len(requests)} requests in {spent:.0f} s of a processor, {sum(map(len, held))} candidates,"
        f" the right one among them for {hits / len(right):.3f}"
    )


def exact_keys(person: ComparedPerson) -> list[tuple[str, ...]]:
    """First, father and family; mother and year of birth: folded, letter by letter."""
    words = fold(person.names[0]).split()
    keys = [("name", words[0], words[1], words[-1])] if len(words) > 2 else []
    if person.mother and person.born:
        keys.append(("mother", fold(person.mother), str(person.born.start.year)))
    return keys


def exact_index(rows: list[ComparedPerson]) -> dict[tuple[str, ...], list[object]]:
    """The rows by their exact keys."""
    keyed: dict[tuple[str, ...], list[object]] = defaultdict(list)
    for row in rows:
        for key in exact_keys(row):
            keyed[key].append(row.key)
    return keyed


def exact_hits(request: ComparedPerson, keyed: dict[tuple[str, ...], list[object]]) -> list[object]:
    """The first ten rows that share a key with the request."""
    return list(dict.fromkeys(hit for key in exact_keys(request) for hit in keyed.get(key, ())))[:FIRST]


if __name__ == "__main__":
    main()
