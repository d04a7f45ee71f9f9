"""Two names are compared as a person would compare them: part by part, whatever script, spelling and order."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.text.names import THRESHOLD, Agreement, NameRole, explain, read_name, read_names, similarity

LETTERS = st.text(alphabet=st.characters(), max_size=30)
NAMES = st.lists(
    st.sampled_from(
        [
            "محمد",
            "أحمد",
            "عبد",
            "العزيز",
            "بن",
            "أبو",
            "الدين",
            "ال",
            "علي",
            "حسن",
            "Mohamed",
            "al-",
            "Abd",
            "Hassan",
            "Khaled",
            "bin",
            "Abu",
            "Noor",
            "O'Neil",
            "Łukasz",
            "Иван",
            "王",
        ]
    ),
    max_size=5,
).map(" ".join)


def parts_of(name: str) -> list[tuple[str, str]]:
    return [(unit.role.value, unit.letters) for unit in read_name(name).units]


def test_the_parts_of_an_arabic_chain_are_told_apart() -> None:
    assert parts_of("سمير خالد عبد الرحمن الأحمد") == [
        ("given", "سمير"), ("father", "خالد"), ("grandfather", "عبدالرحمن"), ("family", "الأحمد"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("عبد العزيز", ["عبدالعزيز"]),
        ("Abd al-Aziz", ["abdalaziz"]),
        ("Abdul Aziz", ["abdulaziz"]),
        ("صلاح الدين", ["صلاحالدين"]),
        ("Salah ad-Din", ["salahaldin"]),
        ("نصر الله", ["نصرالله"]),
        ("أبو محمد", ["ابومحمد"]),
        ("Umm Kulthum", ["ummkulthum"]),
        ("Samir bin Khaled", ["samir", "khaled"]),
        ("سمير بن خالد", ["سمير", "خالد"]),
        ("خالد آل سعد", ["خالد", "السعد"]),
        ("ash-Shami", ["alshami"]),
        ("Kim An", ["kim", "an"]),
        ("Nooral-Deen Hassan", ["nooraldeen", "hassan"]),
        ("Habib-ur-Rahman", ["habibalrahman"]),
        ("Saif ul Islam Khan", ["saifalislam", "khan"]),
        ("Abdul Haq son of Anwar", ["abdulhaq", "anwar"]),
    ],
)
def test_particles_belong_to_their_name(written: str, units: list[str]) -> None:
    assert [letters for _, letters in parts_of(written)] == units


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Samer Haddad a.k.a. Abu Layth", [["samer", "haddad"], ["abulayth"]]),
        ("رامي الشامي الملقب بأبي حسن", [["رامي", "الشامي"], ["ابوحسن"]]),
        ("Wael Mansour (وائل منصور)", [["wael", "mansour"], ["وائل", "منصور"]]),
        ("Wael Mansour (senior)", [["wael", "mansour", "senior"]]),
        ("سعيد المعروف", [["سعيد", "المعروف"]]),
        ("; ; ()", [[]]),
    ],
)
def test_one_text_may_hold_several_names_of_a_person(written: str, names: list[list[str]]) -> None:
    assert [[unit.letters for unit in name.units] for name in read_names(written)] == names


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("محمد أحمد", "محمود أحمد"),
        ("محمد أحمد", "Mahmoud Ahmad"),
        ("Mohamed Ahmad", "Mahmoud Ahmad"),
        ("سمير الأحمد", "سامر الأحمد"),
        ("عبد الله الأحمد", "عبد الرحمن الأحمد"),
    ],
)
def test_names_that_differ_by_one_much_like_another_are_not_taken_for_one(a: str, b: str) -> None:
    assert similarity(a, b) < THRESHOLD <= similarity(a, a.replace("أ", "ا"))


def test_titles_and_the_mother_are_set_apart() -> None:
    name = read_name("العقيد الركن سمير الأحمد، والدته فاطمة")
    assert name.titles == ("العقيد", "الركن")
    assert [unit.letters for unit in name.units] == ["سمير", "الأحمد"]
    assert [(unit.role, unit.letters) for unit in name.mother] == [(NameRole.MOTHER, "فاطمة")]
    assert read_name("أبو عمر سمير الأحمد").units[0].role is NameRole.KUNYA


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("محمد الأحمد", "Mohamed Alahmad"),
        ("محمد الاحمد", "Muhammad al-Ahmad"),
        ("سمير عبدالعزيز القاسم", "Samir Abdul Aziz al-Qasim"),
        ("سمير عبدالعزيز القاسم", "Al-Qassem, Sameer Abdel-Aziz"),
        ("خالد يوسف حسن النجار", "Khaled Youssef Hasan Najjar"),
        ("نور الدين حداد", "Noureddine Haddad"),
        ("Khaled Mansour", "Khalid Mansur"),
        ("مصطفى عيسى", "مصطفي عيسي"),
        ("JanDaniel Klein", "Jan Daniel Klein"),
        ("Иван Петров", "Ivan Petrov"),
    ],
)
def test_one_name_in_two_dresses_is_one(a: str, b: str) -> None:
    assert similarity(a, b) >= THRESHOLD


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("محمد الأحمد", "Khaled Mansour"),
        ("سمير حداد", "Samira Khoury"),
        ("Olga Novak", "Petra Svoboda"),
        ("ليلى قاسم", "Rania Darwish"),
        ("محمد", ""),
        ("123", "456"),
    ],
)
def test_two_names_are_two(a: str, b: str) -> None:
    assert similarity(a, b) < THRESHOLD / 2


def test_more_agreement_scores_more() -> None:
    full = similarity("سمير خالد الأحمد", "Samir Khaled al-Ahmad")
    assert full > similarity("سمير خالد الأحمد", "Samir al-Ahmad") > similarity("سمير خالد الأحمد", "Rami Mansour")
    assert full > similarity("سمير خالد الأحمد", "Samir Khaled Mansour")


def test_the_explanation_says_what_agrees_what_moved_and_what_is_missing() -> None:
    told = explain("سمير خالد الأحمد", "al-Ahmad, Samir")
    said = {part.a: part for part in told.units}
    assert said["سمير"].b == "samir"
    assert said["سمير"].agreement is Agreement.SPELLED
    assert said["سمير"].moved
    assert said["خالد"].agreement is Agreement.MISSING
    assert said["خالد"].label("ar") == "غير موجود في الاسم الآخر"
    assert said["خالد"].label("en") == "not in the other name"
    assert told.score == similarity("سمير خالد الأحمد", "al-Ahmad, Samir")


@settings(max_examples=60)
@given(NAMES | LETTERS, NAMES | LETTERS)
def test_similarity_is_a_symmetric_share(a: str, b: str) -> None:
    score = similarity(a, b)
    assert 0 <= score <= 1
    assert score == similarity(b, a)


@settings(max_examples=60)
@given(NAMES | LETTERS)
def test_a_name_is_wholly_like_itself(name: str) -> None:
    assert similarity(name, name) == 1


@pytest.mark.parametrize("unit", ["a", "م", "محمد ", "عبد ", "Al-", "\ud800", "\u0301", "والدته ", "王", "x,"])
def test_a_megabyte_is_compared_in_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    similarity("x", "y")
    started = time.perf_counter()
    similarity(text, "محمد الأحمد")
    assert time.perf_counter() - started < 5
