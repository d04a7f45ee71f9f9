"""Many names are searched at once, by a join of their words, and one by one, by a trie. Both must find the same."""

from __future__ import annotations

import random

import pytest

from dalil.text.names import THRESHOLD, NameIndex

LATIN = {
    "محمد": ("Mohamed", "Muhammad"), "أحمد": ("Ahmad", "Ahmed"), "علي": ("Ali", "Aly"), "حسن": ("Hassan", "Hasan"),
    "خالد": ("Khaled", "Khalid"), "سمير": ("Samir", "Sameer"), "يوسف": ("Yousef", "Yusuf"), "عمر": ("Omar", "Umar"),
    "ابراهيم": ("Ibrahim", "Ebrahim"), "محمود": ("Mahmoud", "Mahmud"), "عبدالرحمن": ("Abdulrahman", "Abdel Rahman"),
    "ليلى": ("Layla", "Leila"), "فاطمة": ("Fatima", "Fatmeh"), "مريم": ("Maryam", "Mariam"), "هدى": ("Huda", "Houda"),
    "رامي": ("Rami", "Ramy"), "وائل": ("Wael", "Wail"), "نزار": ("Nizar", "Nezar"), "جهاد": ("Jihad", "Gehad"),
    "قاسم": ("Qasim", "Kassem"), "القاسم": ("al-Qasim", "Alkassem"), "الحداد": ("al-Haddad", "Haddad"),
    "الشامي": ("al-Shami", "Chami"), "المنصور": ("al-Mansour", "Mansur"), "الكردي": ("al-Kurdi", "Kordi"),
    "النجار": ("al-Najjar", "Najar"), "الخطيب": ("al-Khatib", "Khateeb"), "العثمان": ("al-Othman", "Osman"),
    "الزعبي": ("al-Zoubi", "Zobi"), "الحمصي": ("al-Homsi", "Humsi"), "درويش": ("Darwish", "Darwiche"),
    "قدور": ("Qaddour", "Kaddur"), "بكور": ("Bakkour", "Bakur"), "شحادة": ("Shehadeh", "Chehade"),
    "جابر": ("Jaber", "Gaber"), "غانم": ("Ghanem", "Ganim"), "صباغ": ("Sabbagh", "Sabag"),
}  # fmt: skip
GIVEN, FAMILIES = list(LATIN)[:20], list(LATIN)[20:]


def invent(luck: random.Random) -> list[str]:
    return [luck.choice(GIVEN), luck.choice(GIVEN), luck.choice(FAMILIES)]


def write(name: list[str], luck: random.Random) -> str:
    """Write a name in one script or the other, sometimes with a part left out, in another order or with a letter lost."""
    if luck.random() < 0.2:
        name = [name[0], name[2]]
    if luck.random() < 0.2:
        name = name[::-1]
    latin = luck.random() < 0.5
    said = " ".join(luck.choice(LATIN[part]) if latin else part for part in name)
    if luck.random() < 0.2:
        at = luck.choice([at for at, letter in enumerate(said) if letter.isalpha()])
        said = said[:at] + said[at + 1 :]
    return said


@pytest.fixture(scope="module")
def searched():
    luck = random.Random(11)
    people = [invent(luck) for _ in range(400)]
    index = NameIndex.build((at, write(name, luck)) for at, name in enumerate(people))
    asked = [write(name, luck) for name in people[:150]]
    return asked, [index.search(name) for name in asked], list(index.search_many(asked))


def close(hits):
    return {(hit.key, hit.name): hit.score for hit in hits if hit.score >= THRESHOLD}


def test_what_one_search_finds_the_search_of_many_finds(searched):
    asked, alone, together = searched
    wanted = [(name, key) for name, hits in zip(asked, alone, strict=True) for key in close(hits)]
    lost = [
        (name, key)
        for name, ours, theirs in zip(asked, together, alone, strict=True)
        for key in close(theirs).keys() - close(ours).keys()
    ]
    assert len(wanted) > 150 and len(lost) <= len(wanted) // 20, lost


def test_both_say_the_same_of_a_pair(searched):
    _, alone, together = searched
    differing = [
        abs(close(theirs)[key] - close(ours)[key])
        for ours, theirs in zip(together, alone, strict=True)
        for key in close(theirs).keys() & close(ours).keys()
    ]
    assert sum(each > 0.05 for each in differing) <= len(differing) // 50, max(differing)
