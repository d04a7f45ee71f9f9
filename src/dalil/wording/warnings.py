"""What was seen before a strike, in words: “Warplane, 9 minutes before, about 40 km to the south-west, heading 030”."""

from __future__ import annotations

from dalil import vocabulary
from dalil.letters import join_list
from dalil.values import Bilingual
from dalil.wording.counts import CountedNoun, say_things
from dalil.wording.numbers import say_number, write_digits

MINUTES = CountedNoun("minute", "minutes", "دقيقة", "دقيقتان", "دقائق", "دقيقة")
_BEFORE = Bilingual(en="{minutes} before", ar="قبلها بـ{minutes}")
_AT_ONCE = Bilingual(en="within the same minute", ar="في الدقيقة نفسها")
_AWAY = Bilingual(
    en="about {km} km to the {direction} (± {unsure} km)", ar="على بعد نحو {km} كم إلى {direction} (± {unsure} كم)"
)
_CLOSE = Bilingual(en="within {unsure} km of it", ar="ضمن {unsure} كم منها")
_HEADING = Bilingual(en="heading {degrees}", ar="باتجاه {degrees}")
_NO_HEADING = Bilingual(en="heading not told", ar="لم يُذكر اتجاهها")
DIRECTIONS = (
    Bilingual(en="north", ar="الشمال"),
    Bilingual(en="north-east", ar="الشمال الشرقي"),
    Bilingual(en="east", ar="الشرق"),
    Bilingual(en="south-east", ar="الجنوب الشرقي"),
    Bilingual(en="south", ar="الجنوب"),
    Bilingual(en="south-west", ar="الجنوب الغربي"),
    Bilingual(en="west", ar="الغرب"),
    Bilingual(en="north-west", ar="الشمال الغربي"),
)
"""The eight winds, from the north by the east."""


def say_direction(bearing: float, language: str) -> str:
    """Say a direction in degrees as the nearest of eight winds.

    >>> say_direction(225, "en"), say_direction(350, "en")
    ('south-west', 'north')
    """
    return DIRECTIONS[round(bearing / 45) % 8].in_language(language)


def say_warning(
    what: str, minutes: int, km: float, unsure_km: float, bearing: float, heading: int | None, language: str
) -> str:
    """Say what was seen before a strike. A distance is rounded to ten kilometres, and said with how far it may be wrong.

    >>> say_warning("WARPLANE", 9, 41.2, 4, 225, 30, "en")
    'Warplane, 9 minutes before, about 40 km to the south-west (± 4 km), heading 030'
    """
    if minutes:
        spoken = say_things(minutes, MINUTES, language, oblique=True)
        when = _BEFORE.in_language(language).format(minutes=spoken)
    else:
        when = _AT_ONCE.in_language(language)
    unsure = say_number(max(1, round(unsure_km)), language)
    if km < max(5.0, unsure_km):
        where = _CLOSE.in_language(language).format(unsure=say_number(max(5, round(unsure_km)), language))
    else:
        rounded = say_number(max(5, round(km / 10) * 10), language)
        facts = {"km": rounded, "direction": say_direction(bearing, language), "unsure": unsure}
        where = _AWAY.in_language(language).format(**facts)
    course = (
        _NO_HEADING.in_language(language)
        if heading is None
        else _HEADING.in_language(language).format(degrees=write_digits(f"{heading:03}", language))
    )
    return join_list([vocabulary.label("sightings", what, language), when, where, course], language)
