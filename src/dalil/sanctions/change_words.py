"""What changed on a list in words, in both languages: one sentence with its numbers, and the doubts that travel with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dalil import vocabulary
from dalil.kinds.listing import ListedChange, Listing
from dalil.letters import join_with_and
from dalil.record.kind import fields_of
from dalil.sanctions.list_changes import ListChanges, ListOnDay
from dalil.sanctions.models import ListVersion
from dalil.sanctions.returned_entries import Returned
from dalil.values import Bilingual, When
from dalil.wording.counts import DAYS, CountedNoun, say_things
from dalil.wording.times import say_when
from dalil.wording.where import choose_script

NOUNS = {
    "person": CountedNoun("person", "people", "شخص", "شخصان", "أشخاص", "شخصاً"),
    "entity": CountedNoun("entity", "entities", "كيان", "كيانان", "كيانات", "كياناً"),
    "vessel": CountedNoun("vessel", "vessels", "سفينة", "سفينتان", "سفن", "سفينة"),
    "aircraft": CountedNoun("aircraft", "aircraft", "طائرة", "طائرتان", "طائرات", "طائرة"),
    "": CountedNoun("entry", "entries", "إدراج", "إدراجان", "إدراجات", "إدراجاً"),
}
"""What is listed, with the forms that a number asks for."""
_PHRASES = {
    "listed": Bilingual(en="put on: {things}", ar="أُدرج: {things}"),
    "amended": Bilingual(en="amended: {things}", ar="عُدّل: {things}"),
    "delisted": Bilingual(en="taken off: {things}", ar="رُفع: {things}"),
}
_BETWEEN = Bilingual(en="; ", ar="؛ ")
_NOTHING = Bilingual(en="nothing changed", ar="لم يتغير شيء")
_UNCHANGED = Bilingual(en="unchanged: {things}", ar="دون تغيير: {things}")
_SENTENCE = Bilingual(en="{list}, {period}: {what}.", ar="{list}، {period}: {what}.")
_GROUND_UNKNOWN = Bilingual(
    en="The list does not say why they were taken off; the ground is unknown until a source states it.",
    ar="لا تذكر القائمة سبب الرفع؛ ويبقى السبب غير معروف إلى أن يذكره مصدر.",
)
_GAP = Bilingual(
    en="Between the versions of {first} and {last} nothing was seen of the list; what came and went in between is not known.",
    ar="لم يُطّلع على القائمة بين إصداري {first} و{last}؛ وما أُضيف ورُفع بينهما غير معروف.",
)
_EARLIER = Bilingual(
    en="What stood on it on {day} is known from the version of {version}.",
    ar="يُعرف ما كان فيها في {day} من إصدار {version}.",
)
_DAYS_AFTER = Bilingual(en="after {days}", ar="بعد {days}")
_STOOD = Bilingual(en="On the list on {day}: {things}.", ar="في القائمة في {day}: {things}.")
_NONE_LATER = Bilingual(en="No later version was taken in.", ar="لم يُستقبل إصدار أحدث.")
_MAY_HOLD = Bilingual(
    en="The next version is of {next}; what it changed may have held on that day already.",
    ar="الإصدار التالي مؤرخ في {next}؛ وقد يكون ما غيّره سارياً في ذلك اليوم.",
)
_ON = Bilingual(en="Stands on the list in the version of {day}.", ar="وارد في القائمة في إصدار {day}.")
_OFF = Bilingual(en="No longer on the list in the version of {day}.", ar="لم يعد في القائمة في إصدار {day}.")
_MAY_BE_BACK = Bilingual(
    en="Of those put on, {things} may have been on the list before, under another number; nobody has judged yet.",
    ar="ممن أُدرجوا {things} ربما كان في القائمة من قبل برقم آخر؛ ولم يحكم أحد بعد.",
)
_IS_BACK = Bilingual(
    en="Of those put on, {things} had been on the list before, under another number, as a person judged.",
    ar="ممن أُدرجوا {things} كان في القائمة من قبل برقم آخر، بحسب حكم شخص.",
)
_RETURNED = {
    (False, False): Bilingual(
        en="This may be the entry {number} ({name}), which was taken off; nobody has judged yet.",
        ar="قد يكون هذا هو الإدراج {number} ({name}) الذي رُفع؛ ولم يحكم أحد بعد.",
    ),
    (False, True): Bilingual(
        en="This is the entry {number} ({name}), which had been taken off, as a person judged.",
        ar="هذا هو الإدراج {number} ({name}) الذي كان قد رُفع، بحسب حكم شخص.",
    ),
    (True, False): Bilingual(
        en="This may stand on the list again as the entry {number}; nobody has judged yet.",
        ar="قد يكون هذا عاد إلى القائمة بالإدراج {number}؛ ولم يحكم أحد بعد.",
    ),
    (True, True): Bilingual(
        en="This stands on the list again as the entry {number}, as a person judged.",
        ar="عاد هذا إلى القائمة بالإدراج {number}، بحسب حكم شخص.",
    ),
}
"""By whether it is said of the entry that was taken off, and whether a person judged."""
EVIDENCE = Bilingual(
    en="A listing is evidence that an authority put somebody on a list. It is no evidence that the reason is true.",
    ar="الإدراج دليل على أن جهةً أدرجت اسماً في قائمة، وليس دليلاً على صحة السبب.",
)
"""What every page of listings says."""


def say_listed(subjects: Sequence[str], language: str) -> str:
    """Say how many of what: “5 people and 2 entities”, «٥ أشخاص وكيانان».

    >>> say_listed(["person", "entity", "person"], "en")
    '2 people and 1 entity'
    """
    counted = Counter(subject if subject in NOUNS else "" for subject in subjects)
    said = [say_things(counted[subject], noun, language) for subject, noun in NOUNS.items() if counted[subject]]
    return join_with_and(said, language)


def say_period(since: date, until: date, language: str) -> str:
    """Say from which day to which."""
    return say_when(When.span(since, until), language)


def say_changes(changes: ListChanges, language: str) -> str:
    """Say what changed on a list in one sentence with its numbers."""
    parts = [
        _PHRASES[name].in_language(language).format(things=say_listed([each.step.subject for each in found], language))
        for name, found in (("listed", changes.listed), ("amended", changes.amended), ("delisted", changes.delisted))
        if found
    ]
    what = _BETWEEN.in_language(language).join(parts) or _NOTHING.in_language(language)
    return _SENTENCE.in_language(language).format(
        list=vocabulary.label("sanction_lists", changes.sanctions_list, language),
        period=say_period(changes.since, changes.until, language),
        what=what,
    )


def say_unchanged(changes: ListChanges, language: str) -> str:
    """Say how many entries stood on both days and were not amended."""
    return _UNCHANGED.in_language(language).format(things=say_things(changes.unchanged, NOUNS[""], language))


def say_doubts(changes: ListChanges, language: str) -> list[str]:
    """Say what must be known beside the numbers: unknown grounds, days of which no version is, gaps between versions."""
    said = []
    if any(each.claim.ground is None for each in changes.delisted):
        said.append(_GROUND_UNKNOWN.in_language(language))
    for words, judged in ((_MAY_BE_BACK, False), (_IS_BACK, True)):
        back = {each.entry for each in changes.returned if (each.verdict is not None) == judged}
        if back:
            said.append(words.in_language(language).format(things=say_things(len(back), NOUNS[""], language)))
    for day, version in dict.fromkeys(((changes.since, changes.first.dated), (changes.until, changes.last.dated))):
        if day != version:
            said.append(
                _EARLIER.in_language(language).format(
                    day=say_day_of(day, language), version=say_day_of(version, language)
                )
            )
    for one, other in zip(changes.versions, changes.versions[1:], strict=False):
        if (other.dated - one.dated).days > 1:
            said.append(
                _GAP.in_language(language).format(
                    first=say_day_of(one.dated, language), last=say_day_of(other.dated, language)
                )
            )
    return said


def say_counts(version: ListVersion, language: str) -> str:
    """Say how many entries a version put on, amended and took off: “+12 ~40 −3” in words."""
    parts = [
        _PHRASES[name].in_language(language).format(things=say_things(many, NOUNS[""], language))
        for name, many in (("listed", version.listed), ("amended", version.amended), ("delisted", version.delisted))
        if many
    ]
    return _BETWEEN.in_language(language).join(parts) or _NOTHING.in_language(language)


def say_gap(before: date, dated: date, language: str) -> str:
    """Say how many days lie between a version and the one before it."""
    return _DAYS_AFTER.in_language(language).format(
        days=say_things((dated - before).days, DAYS, language, oblique=True)
    )


def say_entries(number: int, language: str) -> str:
    """Say a number of entries."""
    return say_things(number, NOUNS[""], language)


def say_standing(found: ListOnDay, language: str) -> str:
    """Say how many stood on a list on a day: “Stood on it on 7 June 2018: 693 people and 405 entities”."""
    things = say_listed([step.subject for step in found.entries.values()], language)
    return _STOOD.in_language(language).format(day=say_day_of(found.day, language), things=things)


def say_day_doubts(found: ListOnDay, language: str) -> list[str]:
    """Say from which version a list on a day is known, and that what changed until the next one may hold already."""
    if found.is_certain:
        return []
    said = _EARLIER.in_language(language).format(
        day=say_day_of(found.day, language), version=say_day_of(found.version.dated, language)
    )
    if not found.next:
        return [said, _NONE_LATER.in_language(language)]
    return [said, _MAY_HOLD.in_language(language).format(next=say_day_of(found.next.dated, language))]


def say_entry_stands(claim: Listing, newest: date, language: str) -> str:
    """Say whether an entry stands on its list, as the newest version has it."""
    words = _OFF if claim.action == "delisted" else _ON
    return words.in_language(language).format(day=say_day_of(newest, language))


def say_returned(returned: Returned, of_gone: bool, language: str) -> str:
    """Say of an entry that it may have come back, or that it has. of_gone: it is said of the one that was taken off."""
    words = _RETURNED[of_gone, returned.verdict is not None].in_language(language)
    return words.format(number=returned.entry if of_gone else returned.gone, name=returned.name)


def say_day_of(day: date, language: str) -> str:
    """Say a day."""
    return say_when(When.day(day), language)


def label_of_field(name: str, language: str) -> str:
    """Return what a field of a listing is called."""
    return next((each.label.in_language(language) for each in fields_of(Listing) if each.name == name), name)


def say_field_changes(changes: Sequence[ListedChange], language: str) -> list[tuple[str, str, str]]:
    """Return each changed field with its name in words, what it held before and what it holds now."""
    return [(label_of_field(each.field, language), each.before, each.after) for each in changes]


def name_entry(claim: Listing, language: str) -> str:
    """Return the name of an entry in the script of the language, where the list has one."""
    latin = claim.who.said
    arabic = next(
        (each.said for each in claim.names if any("\u0600" <= letter <= "\u06ff" for letter in each.said)), ""
    )
    return choose_script(f"{latin} / {arabic}", language) if arabic and arabic != latin else latin
