"""What each language needs to say numbers, lists and answers: one column of words for each language.

A third language is one more entry here, its plurals in `dalil.wording.counts`, and its columns in the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grammar:
    """The small words of one language. {} stands for the number or the text that a phrase is about.

    locale: what babel writes dates by. digits: how the digits 0 to 9 and the separator of thousands are written.
    list_joiner stands between several, last_joiner before the last of them.
    """

    locale: str
    digits: dict[int, int] = field(default_factory=dict)
    list_joiner: str = ", "
    last_joiner: str = " and "
    comma: str = ", "
    range_joiner: str = "–"
    at_least: str = "at least {}"
    more_than: str = "more than {}"
    about: str = "about {}"
    up_to: str = "up to {}"
    yes: str = "yes"
    no: str = "no"


GRAMMARS = {
    "en": Grammar(locale="en_GB"),
    "ar": Grammar(
        locale="ar_SY",
        digits=str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"),
        list_joiner="، ",
        last_joiner=" و",
        comma="، ",
        range_joiner=" إلى ",
        at_least="ما لا يقل عن {}",
        more_than="أكثر من {}",
        about="نحو {}",
        up_to="حتى {}",
        yes="نعم",
        no="لا",
    ),
}


def grammar_of(language: str) -> Grammar:
    """Give the grammar of a language, by its code. Raises KeyError for a language that Dalil does not speak."""
    return GRAMMARS[language]


def join_list(words: list[str], language: str) -> str:
    """Join words into one list: “a, b and c”.

    >>> join_list(["Hama", "Homs", "Idlib"], "en")
    'Hama, Homs and Idlib'
    """
    grammar = grammar_of(language)
    return grammar.last_joiner.join(filter(None, (grammar.list_joiner.join(words[:-1]), *words[-1:])))
