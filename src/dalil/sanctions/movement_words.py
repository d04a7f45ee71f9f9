"""Movements of listed persons in words, in both languages: the day, what the list was on it, and the doubt."""

from __future__ import annotations

from dalil.letters import join_list
from dalil.sanctions.change_words import say_day_of
from dalil.sanctions.movements import Movement
from dalil.values import Bilingual

_NO_DAY = Bilingual(
    en="No day is stated, so nobody can say whether the person was listed then.",
    ar="لم يُذكر يوم، فلا يُعرف هل كان الشخص مدرجاً آنذاك.",
)
_TOO_EARLY = Bilingual(
    en="No version of the list is so early; whether the person was listed then is not known.",
    ar="لا يوجد إصدار للقائمة بهذا القِدم؛ ولا يُعرف هل كان الشخص مدرجاً آنذاك.",
)
_OFF = Bilingual(en="Not on the list in the version of {day}.", ar="غير وارد في القائمة في إصدار {day}.")
_ON = Bilingual(en="On the list in the version of {day}.", ar="وارد في القائمة في إصدار {day}.")
_BAN = Bilingual(en="The entry names: {bans}.", ar="يذكر الإدراج: {bans}.")
_NO_BAN = Bilingual(
    en="The entry itself names no ban of travel; whether its programme imposes one is not said in it.",
    ar="لا يذكر الإدراج نفسه حظر سفر؛ ولا يبيّن هل يفرضه البرنامج الذي أُدرج بموجبه.",
)
_ACTS = Bilingual(en="It rests on: {acts}.", ar="ويستند إلى: {acts}.")
_DOUBT = Bilingual(
    en="What changed between that version and the day is not known.",
    ar="وما تغيّر بين ذلك الإصدار واليوم المذكور غير معروف.",
)


def say_listing_then(movement: Movement, language: str) -> str:
    """Say what the list was on the day of a sighting: “On the list in the version of 7 June 2018. It rests on: 2011/273.”"""
    if movement.start is None:
        return _NO_DAY.in_language(language)
    if movement.version is None:
        return _TOO_EARLY.in_language(language)
    listing, day = movement.listing, say_day_of(movement.version.dated, language)
    said = [(_ON if listing else _OFF).in_language(language).format(day=day)]
    if listing:
        words = join_list(movement.bans, language)
        said.append(_BAN.in_language(language).format(bans=words) if words else _NO_BAN.in_language(language))
        if acts := list(dict.fromkeys(act.number for act in listing.acts)):
            said.append(_ACTS.in_language(language).format(acts=join_list(acts, language)))
    if not movement.certain:
        said.append(_DOUBT.in_language(language))
    return " ".join(said)
