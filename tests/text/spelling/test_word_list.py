"""Words are found however they are spelled, two by two, whatever else there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.text.compounds import find_compounds, find_words_to_spell, join_compound
from dalil.text.spelling import network, originals, trie, word_list
from dalil.text.spelling.word_list import WordList, compile_kernels

RECORD = [
    "محمد",
    "muhammad",
    "محمود",
    "mahmoud",
    "khaled",
    "خالد",
    "chlorine",
    "clarin",
    "كلور",
    "حماه",
    "hospital",
    "idlib",
]


def listed(words):
    made = WordList()
    made.add((word, word) for word in words)
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("mohamed", {"محمد", "muhammad"}),
        ("محمود", {"محمود", "mahmoud"}),
        ("Khalid", {"khaled", "خالد"}),
        ("chlorine", {"chlorine"}),
        ("hamah", {"حماه"}),
        ("idleb", {"idlib"}),
        ("", set()),
        ("2019", set()),
    ],
)
def test_a_word_is_found_in_every_spelling(asked, found):
    assert listed(RECORD).find_spellings(asked) == found


def test_latin_spellings_of_one_arabic_name_find_each_other_and_no_other_name():
    names = listed(["yusuf", "youssef", "samar", "samir", "khouri", "hussein", "hasan", "husayn"])
    assert names.find_spellings("yousef") == {"yusuf", "youssef"}
    assert names.find_spellings("sameer") == {"samir"}
    assert names.find_spellings("khoury") == {"khouri"}
    assert names.find_spellings("hussain") == {"hussein", "husayn"}


@settings(max_examples=40)
@given(st.sets(st.text(alphabet="abdehiklmnorsuyمحدخالكن", min_size=1, max_size=9), max_size=60))
def test_what_else_is_in_the_list_changes_no_answer(others):
    crowded = listed([*sorted(others), *RECORD])
    for asked in ("mohamed", "خالد", "kloreen", "حما"):
        assert (
            crowded.find_spellings(asked).intersection(RECORD) - others == listed(RECORD).find_spellings(asked) - others
        )


@settings(max_examples=100)
@given(st.text())
def test_any_text_goes_in_and_finds_itself(text):
    made = listed([text])
    assert made.find_spellings(text) <= {text}


def test_more_words_than_there_is_room_for_are_all_found():
    many = [f"مح{'ا' * a}م{'و' * b}{'ي' * c}د" for a in range(4) for b in range(4) for c in range(4)]

    alone = {word for word in many if listed([word]).find_spellings("mohamed")}
    before, word_list.ROOM = word_list.ROOM, 2
    try:
        assert listed(many).find_spellings("mohamed") == alone != set()
    finally:
        word_list.ROOM = before


def test_names_of_several_words_are_seen_in_a_text():
    text = "قتل عبد رحمن قاسم near kafr nabl and deir ez zor with salah al din"
    assert find_words_to_spell([text]) - set(text.split()) == {"عبد رحمن", "kafr nabl", "deir ez zor", "salah al din"}
    assert find_words_to_spell(["tell abu abd rahman"]) >= {"tell abu", "abu abd", "abd rahman"}
    assert find_compounds("abu bakr and abdul rahman") == [(0, 2), (3, 5)]
    assert join_compound("عبد رحمن") == ("عبدرحمن", "عبدالرحمن")
    assert join_compound("deir ez zor") == ("deirezzor",)


def test_after_the_kernels_are_compiled_no_search_compiles_another():
    compile_kernels()
    kernels = (
        network.run_network,
        trie.insert_word,
        trie.search_trie,
        trie.score_spelling,
        originals._own,
        originals._likeness,
    )
    before = [len(kernel.signatures) for kernel in kernels]
    for asked in ("mohamed", "محمود", "clorine", "إدلب", "x", "ء"):
        listed(RECORD).find_spellings(asked)
    assert [len(kernel.signatures) for kernel in kernels] == before
