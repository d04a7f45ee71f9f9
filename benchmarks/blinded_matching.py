"""Whether two lists find whom they share through blinded keys, and what our own attack by frequencies recovers from what was sent.

    python benchmarks/blinded_matching.py [people whom clear text looks for, 1000]

The lists are two versions of one public list, whose hashed ids say who is the same. Each side gives names and a year of birth alone; the ids are
used for checking. Clear text: `tracing.candidates`, the right one first. Blinded: the whole protocol, both lists whole; of those who share
a key, the right one first by its rarest key.

The attack: somebody has what the first list sent, knows the method and no secret, and has the second list as a sample of how often each
name occurs. He puts what he has into the order of how often each piece occurs, his names too, and reads one off the other. That is tried on keyed
hashes of each part of a name, on keyed Bloom filters of its pairs of letters (Schnell 2009; 1,000 bits, 20 hashes), and on what we send. Beside each
stands what a random order recovers, the mean of 20.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import itertools
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from shared import shared_data

from dalil.letters import fold
from dalil.tracing.blinded_keys import blind, hash_to_point, make_secret
from dalil.tracing.candidates import ComparedPeople, ComparedPerson
from dalil.tracing.match_keys import keys_of_person
from dalil.values import When

BITS, HASHES = 1000, 20
People = Mapping[str, ComparedPerson]


def read_list(name: str, listed: int) -> People:
    """The people of a version by their hashed id; listed: the year in which ages were told."""
    people = {}
    with (shared_data() / "casualties" / name).open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            age, year = int(float(row["age"] or -1)), row.get("dob") or ""
            if len(year) != 4:
                year = str(listed - age) if 0 < age < 120 else ""
            born = When.parse(year) if year else None
            people[row["id"]] = ComparedPerson(row["id"], (" ".join(row["name"].split()),), "", born)
    return people


def match_blinded(ours: People, theirs: People) -> tuple[dict[str, Counter[str]], list[bytes], list[str]]:
    """Run the protocol. Returns, for each of ours, those of theirs who share a key, by bits; and the points that we sent, with their keys."""
    context, secrets = b"benchmark", (make_secret(), make_secret())
    sides = []
    for people in (ours, theirs):
        of_key: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for person in people.values():
            for key, bits in keys_of_person(person).items():
                of_key[key].append((str(person.key), bits))
        sides.append(of_key)
    sent, sent_keys, twice = [], [], []
    for of_key, own, other in zip(sides, secrets, reversed(secrets), strict=True):
        points = sorted(zip(blind((hash_to_point(key, context) for key in of_key), own), of_key, strict=True))
        twice.append(dict(zip(blind((point for point, _ in points), other), (key for _, key in points), strict=True)))
        sent.append([point for point, _ in points])
        sent_keys.append([key for _, key in points])
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    for point in twice[0].keys() & twice[1].keys():
        for one, bits in sides[0][twice[0][point]]:
            for other, _ in sides[1][twice[1][point]]:
                hits[one][other] = max(hits[one][other], bits)  # type: ignore[call-overload]  # bits are no whole numbers
    return hits, sent[0], sent_keys[0]


def keyed_hash(key: bytes, part: str) -> bytes:
    """What a part becomes by a keyed hash."""
    return hmac.digest(key, part.encode(), "sha256")


def bloom_filter(key: bytes, part: str) -> bytes:
    """What a part becomes as a keyed Bloom filter of its pairs of letters."""
    bits = 0
    padded = f"_{part}_"
    for pair in map("".join, itertools.pairwise(padded)):
        for number in range(HASHES):
            digest = hmac.digest(key, bytes([number]) + pair.encode(), hashlib.sha256)
            bits |= 1 << int.from_bytes(digest[:8]) % BITS
    return bits.to_bytes(BITS // 8)


def by_frequency(things: Iterable[object]) -> list[object]:
    """Different things, the most frequent first; of equals, in an order that says nothing."""
    many = Counter(things)
    return sorted(many, key=lambda each: (-many[each], hashlib.sha256(repr(each).encode()).digest()))


def recovered(guessed: Sequence[object], sent: Sequence[object], truth: Mapping[object, object]) -> float:
    """The share of what was sent that is read rightly where the orders of the two are laid beside one another."""
    many = Counter(sent)
    right = sum(many[each] for each, guess in zip(by_frequency(sent), guessed, strict=False) if truth[each] == guess)
    return right / len(sent)


def attack(title: str, sent: Sequence[object], truth: Mapping[object, object], known: Sequence[object]) -> None:
    """Print what the attack recovers, and what random orders of the same names do."""
    guessed, chance = by_frequency(known), random.Random(17)
    at_random = []
    for _ in range(20):
        order = list(guessed)
        chance.shuffle(order)
        at_random.append(recovered(order, sent, truth))
    print(
        f"  {title:44} {recovered(guessed, sent, truth):.5f}   at random {sum(at_random) / 20:.5f}, most {max(at_random):.5f}"
    )


def main() -> None:
    """Print what is found each way, and what the attack recovers."""
    tried = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    ours, theirs = read_list("gaza_list_v1_20240413.csv", 2024), read_list("gaza_list_v2_20240808.csv", 2024)
    shared = sorted(ours.keys() & theirs.keys())
    print(f"{len(ours)} and {len(theirs)} people, {len(shared)} in both")
    began = time.process_time()
    hits, sent, sent_keys = match_blinded(ours, theirs)
    best = {one: max(found.values()) for one, found in hits.items()}
    first = {one for one in shared if one in hits[one] and hits[one][one] == best[one]}
    wrong = sum(len(found) for found in hits.values()) - sum(one in hits[one] for one in shared)
    print(
        f"blinded: {len(sent)} keys sent by the first; {time.process_time() - began:.0f} s of a processor for both; "
        f"found first {len(first) / len(shared):.4f}, at all {sum(one in hits[one] for one in shared) / len(shared):.4f}; "
        f"pairs of two who are not the same {wrong}"
    )
    chosen = random.Random(17).sample(shared, tried)
    known = ComparedPeople(theirs.values())
    clear = sum([each.person.key for each in known.find(replace(ours[one], key=0), 1)] == [one] for one in chosen)
    of_chosen = sum(one in first for one in chosen)
    print(
        f"of {tried}: clear text first {clear / tried:.4f}, blinded first {of_chosen / tried:.4f}, ratio {of_chosen / clear:.4f}"
    )
    print("recovered by frequency:")
    parts = [part for person in ours.values() for part in fold(person.names[0]).split()]
    sample = [part for person in theirs.values() for part in fold(person.names[0]).split()]
    ways: Sequence[tuple[str, Callable[[bytes, str], bytes]]] = (
        ("keyed hash of each part", keyed_hash),
        ("keyed Bloom filter of each part", bloom_filter),
    )
    for title, encode in ways:
        key = make_secret()
        encoded = {part: encode(key, part) for part in set(parts)}
        attack(title, [encoded[part] for part in parts], {code: part for part, code in encoded.items()}, sample)
    keys = [key for person in theirs.values() for key in keys_of_person(person)]
    attack("blinded keys, as they are sent", sent, dict(zip(sent, sent_keys, strict=True)), keys)


if __name__ == "__main__":
    main()
