"""One spelling for equal content, whether its values were spelled before or not."""

from __future__ import annotations

from dalil.kinds.incident import Incident
from dalil.kinds.tally import Tally
from dalil.record.canonical import canonical, plain_content, told
from dalil.values import Count, Party, When, Where


def texts_in(value):
    """The texts in plain content, in their order."""
    if isinstance(value, dict | list):
        return [text for each in (value.values() if isinstance(value, dict) else value) for text in texts_in(each)]
    return [value] if isinstance(value, str) else []


def test_values_that_reports_share_are_spelled_as_each_report_would_spell_them():
    when, army = When.parse("2018-09"), Party(actor="SYR_GOV", name="the army", involvement="carried_out")
    other = Party(name="“other gunmen”\n")
    for killed in (Count.exactly(3), None, Count.at_least(0, said="٣ أو أكثر")):
        for parties in ((), (army,), (army, other)):
            incident = Incident(what="SHELLING", when=when, parties=parties, killed=killed, weapons=("MORTAR",))
            content, texts = told(incident)
            plain = plain_content(incident)
            assert content == canonical(plain)
            assert " ".join(texts) == " ".join(texts_in(plain))


def test_two_places_that_are_equal_but_written_differently_stay_apart():
    when = When.parse("2018-09-01")
    places = [Where(name="Null Island", lat=0.0, lon=each) for each in (0.0, -0.0)]
    assert places[0] == places[1]
    spelled = [told(Incident(when=when, where=place))[0] for place in places]
    assert '"lon":0.0' in spelled[0] and '"lon":-0.0' in spelled[1]


def test_a_kind_that_holds_more_than_texts_and_values_is_spelled_as_a_whole():
    tally = Tally(what="killed", count=Count.more_than(80), when=When.parse("2019-04"), parts_complete=True)
    plain = plain_content(tally)
    assert told(tally) == (canonical(plain), [" ".join(texts_in(plain))])
