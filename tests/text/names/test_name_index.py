"""A name is found in the record however it is spelled, in either script."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.text.names.name_index import NameHit, NameIndex, UnreadableIndex
from dalil.text.names.similarity import similarity

PEOPLE = [
    (1, "محمد الأحمد"),
    (2, "سمير عبد العزيز القاسم"),
    (3, "Nour Haddad"),
    (4, "فاطمة محمود الشامي"),
    (5, "Khaled Mansour al-Rifai"),
    (6, "أبو عمر الحمصي"),
    (7, "Rasha Salah al-Din Kurdi"),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.build(PEOPLE)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("Mohamed Alahmad", 1),
        ("Muhammad al-Ahmed", 1),
        ("محمد الاحمد", 1),
        ("Samir Abdulaziz Kassem", 2),
        ("القاسم سمير عبدالعزيز", 2),
        ("نور حداد", 3),
        ("Fatima al-Shami", 4),
        ("خالد الرفاعي", 5),
        ("Abu Omar al-Homsi", 6),
        ("رشا صلاح الدين كردي", 7),
        ("Racha Salaheddine", 7),
        ("KhaledMansour Alrifai", 5),
        ("Nourhaddad", 3),
    ],
)
def test_a_name_is_found_across_scripts_spellings_and_orders(index: NameIndex, asked: str, key: int) -> None:
    assert index.search(asked)[0].key == key


@pytest.mark.parametrize("asked", ["العزيز القاسم سمير عبد", "Aziz Samir Kassem Abdul", "القاسم العزيز سمير"])
def test_a_compound_torn_apart_is_still_found(index: NameIndex, asked: str) -> None:
    assert index.search(asked)[0].key == 2


def test_a_text_that_holds_several_names_of_a_person_is_found_by_each() -> None:
    index = NameIndex.build(
        [
            (1, "Samer al-Haddad; Abu Layth"),
            (2, "Wael Mansour (وائل منصور)"),
            (3, "رامي الشامي المعروف بأبي حسن"),
            (4, "Omar Nasser"),
        ]
    )
    assert len(index) == 4
    for asked, key in (("أبو ليث", 1), ("سامر حداد", 1), ("وائل منصور", 2), ("Abu Hassan", 3), ("Rami Shami", 3)):
        hits = index.search(asked)
        assert hits[0].key == key
        assert len(hits) == len({hit.key for hit in hits})
    index.remove(1)
    assert index.search("أبو ليث") == [] or index.search("أبو ليث")[0].key != 1


def test_a_very_long_name_does_not_come_first_for_everybody() -> None:
    index = NameIndex.build([*PEOPLE, (9, "Ziad Karam Tarek Fadi Munir Walid Jihad Ghassan Bassem Raed Issam Habib")])
    assert all(hit.score < 0.1 for hit in index.search("سلوى درويش") if hit.key == 9)


def test_two_words_written_of_a_long_name_are_found_in_a_crowd_that_bears_both() -> None:
    others = [
        a + b for a in ("Zar", "Tul", "Bek", "Shom", "Wadg", "Rif") for b in ("oug", "ith", "ami", "enk", "ush", "obr")
    ]
    crowd = [f"Samir Mohammad {a} {b}" for a in others for b in others]
    index = NameIndex.build((name, name) for name in [*crowd, "Samir Mohammad"])
    assert index.search("سمير محمد خانجي قره محمد", 1)[0].name == "Samir Mohammad"


def test_what_is_like_no_name_finds_nothing(index: NameIndex) -> None:
    assert [hit for hit in index.search("Wolfgang Zimmermann") if hit.score > 0.5] == []
    assert index.search("") == index.search("123 !!") == NameIndex().search("محمد") == []


def test_the_score_of_a_hit_is_the_similarity_of_the_names(index: NameIndex) -> None:
    for asked in ("Mohamed Alahmad", "سمير القاسم", "Fatima al-Shami"):
        for hit in index.search(asked, 3):
            if hit.score > 0.1:
                assert hit.score == pytest.approx(similarity(asked, hit.name), abs=0.02)


def test_a_name_added_is_found_and_a_name_removed_is_not() -> None:
    index = NameIndex.build(PEOPLE)
    index.add(8, "Yasmin al-Turk")
    assert index.search("ياسمين الترك")[0].key == 8
    index.add(8, "ياسمين احمد الترك")
    assert {hit.name for hit in index.search("ياسمين الترك", 2)} == {"Yasmin al-Turk", "ياسمين احمد الترك"}
    index.remove(8, "Yasmin al-Turk")
    assert "Yasmin al-Turk" not in {hit.name for hit in index.search("ياسمين الترك")}
    index.remove(8)
    assert 8 not in {hit.key for hit in index.search("ياسمين الترك")}
    assert len(index) == len(PEOPLE)
    with pytest.raises(KeyError):
        index.remove(8)


def test_adding_the_same_name_twice_changes_nothing() -> None:
    index = NameIndex.build(PEOPLE + PEOPLE)
    index.add(1, "محمد الأحمد")
    assert len(index) == len(PEOPLE)


def test_a_name_added_changes_the_score_of_no_other() -> None:
    index = NameIndex.build(PEOPLE)
    before = {hit.key: hit.score for hit in index.search("Mohamed Alahmad")}
    index.extend([(100 + n, f"محمد {family}") for n, family in enumerate(("الأحمدي", "حمدان", "أحمد", "محمود"))])
    after = {hit.key: hit.score for hit in index.search("Mohamed Alahmad", 50)}
    assert {key: after[key] for key in before} == before


def test_a_saved_index_comes_back_as_it_was(tmp_path: Path) -> None:
    index = NameIndex.build(PEOPLE)
    index.remove(3)
    index.save(tmp_path / "names")
    again = NameIndex.load(tmp_path / "names")
    for asked in ("Mohamed Alahmad", "نور حداد", "خالد الرفاعي"):
        assert again.search(asked) == index.search(asked)
    again.add(3, "Nour Haddad")
    assert again.search("نور حداد")[0] == NameHit(3, "Nour Haddad", again.search("نور حداد")[0].score)


def test_a_file_that_is_no_index_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name\nx\n")
    with pytest.raises(UnreadableIndex, match=r"list\.csv is not an index of names"):
        NameIndex.load(tmp_path / "list.csv")
    with pytest.raises(TypeError, match="whole numbers"):
        NameIndex.build([(("a", 1), "Nour")]).save(tmp_path / "odd")


def test_the_postings_are_rewritten_as_the_index_grows() -> None:
    families = [
        a + b + c
        for a in ("حم", "سل", "رش", "نو", "كر")
        for b in ("دا", "يم", "وا", "ما")
        for c in ("ن", "ني", "د", "وي", "ش", "ري")
    ]
    given = ("أحمد", "ليلى", "سامر", "هبة", "وائل", "منى", "جابر", "ريم", "باسل", "دينا")
    index = NameIndex.build((f"{g} {f}", f"{g} {f}") for g in given for f in families)
    for extra in range(700):
        index.add(extra, f"عدنان {families[extra % len(families)]} {given[extra % 10]}")
    assert index.search("Layla Hamdan")[0].key == "ليلى حمدان"
    assert index.search("Adnan Hamdan Ahmad")[0].name == "عدنان حمدان أحمد"
