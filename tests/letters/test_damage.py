"""Letters that were lost leave traces, and sound texts in the languages of the field have none."""

import pytest

from dalil.letters import is_broken

IDLIB, KHARKIV = "قصف على مدينة إدلب", "Обстріл Харкова"


CODE_PAGES = ("cp1252", "cp1256", "cp1251", "cp437", "cp850", "latin-1")


@pytest.mark.parametrize(
    ("text", "codec"),
    [*((text, codec) for text in (IDLIB, KHARKIV) for codec in CODE_PAGES), (IDLIB, "mac_roman")],
)
def test_utf_8_read_as_something_else_is_broken(text, codec):
    assert is_broken(text.encode().decode(codec, "replace"))


@pytest.mark.parametrize(
    ("text", "codec", "read_as"),
    [
        (IDLIB, "cp1256", "cp1252"),
        (IDLIB, "cp1256", "latin-1"),
        (IDLIB, "cp1256", "cp1251"),
        (IDLIB, "iso8859_6", "cp1256"),
        (IDLIB, "iso8859_6", "cp1252"),
        (KHARKIV, "cp1251", "cp1252"),
        (KHARKIV, "cp1251", "latin-1"),
        (KHARKIV, "koi8_u", "latin-1"),
    ],
)
def test_one_code_page_read_as_another_is_broken(text, codec, read_as):
    assert is_broken(text.encode(codec).decode(read_as, "replace"))


@pytest.mark.parametrize("text", [IDLIB, KHARKIV, "مقتل 5 في حارم"])
@pytest.mark.parametrize("codec", ["ascii", "cp1252"])
def test_question_marks_in_place_of_letters_are_broken(text, codec):
    assert is_broken(text.encode(codec, "replace").decode(codec))


@pytest.mark.parametrize(
    "text", ["Syria?s army", "Deir ez-?or", "Al-Bab (?????)", "Maarrat ????? town", "قتل ??? في المدينة", "Хар??в"]
)
def test_single_letters_and_words_that_were_lost_are_broken(text):
    assert is_broken(text)


@pytest.mark.parametrize(
    "text",
    [
        IDLIB,
        KHARKIV,
        "?",
        "How many???",
        "Really ???",
        "killed 5 ??",
        "كم عددهم؟؟؟",
        "https://example.org/a?b=c&d=??",
        "see page.php?id=3 now",
        "Is it 3 or 4? 5?",
        "Köln, Zürich, Straße",
        "Noël créée à l’école, œuvre",
        "São Tomé, Škoda, Łódź",
        "Þórður þýðing",
        "Tiếng Việt đầy đủ",
        "Рівне, Різдво, УкрПошта",
        "م. ر، ر، ط؟ ظ،",
        "“quoted” – dash… ’tis",
    ],
)
def test_sound_texts_are_not_broken(text):
    assert not is_broken(text)
