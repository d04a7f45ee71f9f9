"""What a column is likely to hold, judged by its name alone. Its words stand in `header_words/`, in both languages."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dalil.letters import LANGUAGE_CODES, fold, is_arabic

WORDS = Path(__file__).parent / "header_words"
_SIGNS = re.compile(r"[^\w\s\-/.,:()\[\]#*'\\&]")
"""A sign that says something about the cells: of a share (%), a question (killed?), a bound (+, <), a currency."""
_OF_FAMILIES = frozenset({"displaced", "returned", "affected", "evacuated"})
"""What families are counted by. “Families killed” may be whole families, or those that lost somebody."""
OF_TAKING = frozenset({"taken", "taken_where", "spoken", "consent"})
"""Fields of a testimony that say how it was taken."""
_EVENT = ("incident", "حادثه")


class CountedPeople(NamedTuple):
    """How many people, as a name says it. outcome: a code of `quantities`; group: whom of them; bound: low, point, high or nothing.

    unit: a code of `units` where families are counted and not people.
    """

    outcome: str
    group: str = ""
    bound: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Guess:
    """What a column is likely to hold.

    use: what a mapping says of it (`{"field": "where", "part": "lat"}`); of numbers of people, `people` says it, whatever the kind is.
    sure: every word of the name was understood. why: what speaks against it. rank: the higher goes first where two hold the same.
    private: it reads like a column that nobody meant to publish.
    """

    use: dict[str, Any]
    sure: bool = False
    why: str = ""
    rank: int = 0
    people: CountedPeople | None = None
    private: bool = False

    def unsure(self, why: str) -> Guess:
        """Return the same guess, left to a person for this reason."""
        return replace(self, sure=False, why=why) if self.use or self.people else self


NOTHING = Guess({})


_OF_THE_PERSON = re.compile(
    r"\s*(?:properties\.|(?:victim|victims|person|detainee|martyr|missing_person|الضحية|المعتقل|المفقود)[/.])+",
    re.IGNORECASE,
)
LONGEST_NAME = 300
"""Letters of the name of a column that is read. Questions of forms have up to some 250; reading takes the square of the length."""


def guess_column(name: str, tag: str = "") -> Guess:
    """Guess what a column holds. tag: its HXL tag, which tells more than its name.

    >>> guess_column("killed_min").people, guess_column("الجرحى من الأطفال").people
    (CountedPeople(outcome='killed', group='', bound='low'), CountedPeople(outcome='injured', group='children', bound=''))
    >>> guess_column("interview location").sure
    False
    """
    if len(name) + len(tag) > LONGEST_NAME:
        return NOTHING
    name = re.sub(r"^@(?=\w)", "", name)  # a column that a program adds: @id, @lastEditTime
    if not tag and not re.match(r"#\w", name.strip()):
        return _guess_words(_segments(name), name)
    by_tag = _guess_words(_tag_segments(tag or name), "")
    by_name = _guess_words(_segments(name), name) if tag else NOTHING
    if by_name.private:
        return by_name
    if by_tag.sure and by_name.sure and (by_tag.use, by_tag.people) != (by_name.use, by_name.people):
        return by_tag.unsure(f"its tag {tag} and its name mean two things")
    return by_tag if by_tag.sure or by_tag.use or by_tag.people else by_name.unsure(f"its tag {tag} is not understood")


def guess_of_taking(name: str) -> Guess | None:
    """Say what a column about how a testimony was taken holds, where its whole name is known: when, where, in which language, with what consent.

    In any other table such a column is private, and `guess_column` says so.
    """
    if len(name) > LONGEST_NAME:
        return None
    found = _named([word for segment in _segments(name) for word in segment])
    return found if found and found.use.get("field") in OF_TAKING else None


def bare_name(name: str) -> str:
    """Return the name of a column as lists of names have it: folded, and without the articles of Arabic words.

    >>> bare_name("Mother's name"), bare_name("dateOfDeath"), bare_name("الاسم الأول")
    ('mother s name', 'date of death', 'اسم اول')
    """
    return _bare(" ".join(_spaced(name)))


def names_within_groups(name: str) -> list[str]:
    """Return the name of a column, and what is left of it without the groups of a form, or the parts of a file, that it stands in.

    >>> names_within_groups("incident/gps"), names_within_groups("properties.name"), names_within_groups("witness/name")
    (['incident/gps', 'gps'], ['properties.name', 'name'], ['witness/name'])
    """
    return [name, *(" ".join(rest) for _, rest in _without_groups(_segments(name)))]


def within_person(name: str) -> str:
    """Return the name of a column without a group that can be about nobody but the person of the row: "victim/age", "properties.name".

    What stands in another group may be of whoever told it: "incident/name" stays whole.
    """
    return _OF_THE_PERSON.sub("", name)


def is_about_a_person(name: str) -> bool:
    """Whether a column describes one person: a name, an age, a date of birth."""
    return bare_name(within_person(name)) in _phrases("person")


def is_about_aid(name: str) -> bool:
    """Whether a column is about work of relief: a sector, a donor, beneficiaries."""
    return any(_bare(word) in _phrases("aid") for word in _spaced(name))


def names_somebody(name: str) -> bool:
    """Whether the cells of a column may be names of people."""
    return any(meaning == "names" for word in _spaced(name) for meaning, _ in _meanings(word))


def is_no_choice(name: str) -> bool:
    """Whether a choice of a form says only that it is none of the others: other, unknown."""
    return _bare(fold(name)) in _phrases("no choice")


def question_of(name: str) -> tuple[str, str]:
    """Divide the name of a column that holds one choice of a question (`group/question/choice`) into the question and the choice."""
    question, _, choice = name.rpartition("/")
    return question, choice


def _spaced(name: str) -> list[str]:
    """The folded words of a name, also where capitals part them (eventDate, admin1Pcode)."""
    return fold(re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z]\d)(?=[A-Z])", " ", name)).split()


def _segments(name: str) -> list[list[str]]:
    """The words of a name, in the steps of a form's groups (`group/question`, `group-question`, `place.lat`)."""
    plain = re.sub(r" \(\d+\)$", "", name.strip())
    steps = re.split(r"[/.\-]", plain) if " " not in plain else [plain]
    return [words for step in steps if (words := _spaced(step))]


def _tag_segments(tag: str) -> list[list[str]]:
    """The words of an HXL tag without those about its form. #affected says nothing where an attribute says more (+killed)."""
    first, *attributes = [part.strip().casefold() for part in tag.strip().lstrip("#").split("+")]
    attributes = [each for each in attributes if each not in LANGUAGE_CODES and not each.startswith(("v_", "i_"))]
    says_more = any(meaning == "outcome" for each in attributes for meaning, _ in _meanings(each))
    return [_spaced(" ".join(([] if first == "affected" and says_more else [first]) + attributes))]


def _guess_words(segments: Sequence[Sequence[str]], name: str) -> Guess:
    words = [word for segment in segments for word in segment]
    private = [means for word in words for meaning, means in _meanings(word) if meaning == "private"]
    if private:
        perhaps = Guess({"said": True}) if "said" in private else _loosely(words)
        return replace(
            perhaps, sure=False, private=True, why="it reads like a private column, and a public report would show it"
        )
    if sign := _SIGNS.search(name):
        counted = _counted(words)
        return (counted if counted.people else _loosely(words)).unsure(f"what does the sign {sign[0]} say?")
    if whole := _named(words):
        return whole
    for topic, rest in _without_groups(segments):
        inner = _named(rest)
        if inner and topic in ("", inner.use.get("field")):
            return inner
        counted = _counted(rest)
        if counted.sure and topic in ("", "count"):
            return counted
    counted = _counted(words)
    return counted if counted.sure or counted.people else _loosely(words)


def _named(words: Sequence[str]) -> Guess | None:
    """What a whole name means, also with a language behind it, and with another word for what happened (“date of the strike”)."""
    plain = words[:-1] if words and words[-1] in LANGUAGE_CODES else words
    event = [
        _EVENT[is_arabic(word)] if any(of == "event" for of, _ in _meanings(word)) else word
        for word in plain
        if word != "the"
    ]
    return next((found for each in (words, plain, event) if (found := _names().get(_bare(" ".join(each))))), None)


def _without_groups(segments: Sequence[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """The words without the leading steps that name a group of questions, with what the group is about (nothing: anything)."""
    left: list[tuple[str, list[str]]] = []
    topics: set[str] = set()
    for at, segment in enumerate(segments[:-1]):
        about = [means for word in segment for meaning, means in _meanings(word) if meaning == "neutral"]
        is_name_of_group = segment[0] == "group" or all(word.isdigit() for word in segment)
        if len(about) < len(segment) and not is_name_of_group:
            break
        topics |= {*filter(None, about)}
        if len(topics) < 2:
            left.append((next(iter(topics), ""), [word for each in segments[at + 1 :] for word in each]))
    return left


def _counted(words: Sequence[str]) -> Guess:
    """The number of people that words say; sure where each word is understood and there is one outcome."""
    found: dict[str, list[str]] = {}
    strange: list[str] = []
    for word in words:
        meanings = [
            each
            for each in _meanings(word)
            if each[0] in ("outcome", "group", "bound", "filler", "and", "unit", "estimate", "event")
        ]
        if not meanings:
            strange.append(word)
        for meaning, means in meanings:
            found.setdefault(meaning, []).append(means)
    outcomes, groups, bounds = (found.get(each, []) for each in ("outcome", "group", "bound"))
    if not outcomes and [*filter(None, groups)] and not strange:
        return Guess({}, people=CountedPeople("killed", groups[0]), why=f"what happened to the {groups[0]}?")
    if not outcomes:
        return NOTHING
    if {*outcomes} == {"returned", "displaced"} and "and" not in found:
        outcomes = ["returned"]
    if len(outcomes) == 2 and {*outcomes} == {"killed", "injured"} and "and" in found:
        outcomes, found = ["casualties"], {**found, "and": []}
    people = CountedPeople(outcomes[0], "", bounds[0] if bounds else "")
    if strange:
        return Guess({}, people=people, why=_not_understood(strange))
    if len(outcomes) > 1 or found.get("and"):
        return Guess({}, people=people, why="it counts several things together")
    if found.get("unit") == ["family"] and outcomes[0] in _OF_FAMILIES and not groups and "estimate" not in found:
        return Guess({}, len(bounds) < 2, people=people._replace(unit="family"))
    if "unit" in found:
        return Guess({}, people=people, why="it counts households or homes, not people")
    if "estimate" in found and not bounds:
        return Guess({}, people=people, why="is it an estimate? Then say as: about")
    if len(groups) > 1 or len(bounds) > 1 or groups == [""]:
        return Guess({}, people=people, why="it counts some of them only, and no field holds those")
    return Guess({}, True, people=CountedPeople(outcomes[0], groups[0] if groups else "", people.bound))


def _loosely(words: Sequence[str]) -> Guess:
    """What words may mean, by the longest name that stands among them: for a remark, never for certain."""
    plain = [_bare(word) for word in words]
    best, length = NOTHING, (0, 0)
    for name, guess in _names().items():
        parts = name.split()
        if len(name) < 4 or (len(parts), len(name)) <= length:
            continue
        if any(plain[at : at + len(parts)] == parts for at in range(len(plain))):
            strange = [word for word, bare in zip(words, plain, strict=True) if bare not in parts]
            best, length = guess.unsure(_not_understood(strange) if strange else guess.why), (len(parts), len(name))
    return best


def _not_understood(words: Sequence[str]) -> str:
    return f"“{' '.join(words)}” in its name is not understood"


def _bare(phrase: str) -> str:
    """A phrase without the Arabic article of its words, so that both forms of a name are one."""
    return " ".join(word.removeprefix("ال") if len(word) > 3 else word for word in phrase.split())


def _meanings(word: str) -> list[tuple[str, str]]:
    """What a word may mean in a name of a column. In Arabic, “of the” (لل) and “and” (و) are letters before it."""
    words = _words()
    if found := words.get(_bare(word)) or words.get(_bare(word.removeprefix("لل"))):
        return found
    joined = words.get(_bare(word.removeprefix("و"))) if word.startswith("و") else None
    return [("and", ""), *joined] if joined else []


@cache
def _names() -> dict[str, Guess]:
    """The whole names of columns, folded and bare, with what they mean."""
    found: dict[str, Guess] = {}
    for row in _rows("names.csv"):
        told, _, about = row["use"].partition("?")
        field, _, part = told.partition("/")
        use: dict[str, Any] = (
            {field: True}
            if field in ("external_id", "origin", "said", "said_on")
            else {"field": field, **({"part": part} if part else {})}
        )
        if about:
            use["about"] = dict([about.split("=")])
        rank = int(row["rank"])
        for name in _of_both_languages(row):
            found[_bare(fold(name))] = Guess(use, rank > 0, row["why"], rank)
    return found


@cache
def _words() -> dict[str, list[tuple[str, str]]]:
    """The words inside names of columns, folded and bare, with class and meaning."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("words.csv"):
        for word in _of_both_languages(row):
            meanings = found.setdefault(_bare(fold(word)), [])
            if (row["class"], row["means"]) not in meanings:
                meanings.append((row["class"], row["means"]))
    return found


@cache
def _phrases(wanted: str) -> frozenset[str]:
    return frozenset(
        _bare(fold(each)) for row in _rows("words.csv") if row["class"] == wanted for each in _of_both_languages(row)
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (WORDS / name).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def _of_both_languages(row: dict[str, str]) -> list[str]:
    return [each for language in LANGUAGE_CODES for each in (row[language] or "").split(";") if each]
