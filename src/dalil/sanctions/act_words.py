"""What sources say of the acts behind a list, in words: “renewed, until 1 June 2020; taken off: 5 people (the person had died)”."""

from __future__ import annotations

from dalil import vocabulary
from dalil.kinds.measure import Measure
from dalil.letters import join_list
from dalil.record.kind import fields_of
from dalil.sanctions.act_accounts import AccountOfAct, ActAccount, names_of_sources
from dalil.values import Bilingual, Count
from dalil.wording.counts import say_quantity
from dalil.wording.times import say_when

_UNTIL = Bilingual(en="in force until {when}", ar="نافذ حتى {when}")
_OFF = Bilingual(en="taken off: {what}", ar="رُفع من القائمة: {what}")
_OF_GROUND = Bilingual(en="{many} ({ground})", ar="{many} ({ground})")
_STANDS = Bilingual(en="on the list after it: {what}", ar="الباقون في القائمة بعده: {what}")
_DISPUTED = Bilingual(en="Accounts differ. {field}: {said}.", ar="الروايات مختلفة. {field}: {said}.")
_ACCORDING = Bilingual(en="{many} according to {who}", ar="{many} بحسب {who}")
_BETWEEN = Bilingual(en="; ", ar="؛ ")
NOBODY_NAMED = Bilingual(en="a source that is not named", ar="مصدر غير مسمّى")


def say_act(claim: Measure, language: str) -> str:
    """Say what one source tells of an act: what became of it, until when, who was taken off on which ground, who stands after it."""
    parts = [vocabulary.label("actions", claim.action, language)]
    if claim.when:
        parts.append(say_when(claim.when, language))
    if claim.expires:
        parts.append(_UNTIL.in_language(language).format(when=say_when(claim.expires, language)))
    if off := _removals(claim, language):
        parts.append(_OFF.in_language(language).format(what=off))
    if stands := _counts((claim.listed_persons, claim.listed_entities), language):
        parts.append(_STANDS.in_language(language).format(what=stands))
    return _BETWEEN.in_language(language).join(parts)


def _removals(claim: Measure, language: str) -> str:
    """Who was taken off: by ground, where the source says it, else only how many."""
    if not claim.removals:
        return _counts((claim.delisted_persons, claim.delisted_entities), language)
    by_ground = _OF_GROUND.in_language(language)
    said = (
        by_ground.format(
            many=say_quantity(each.count, language), ground=vocabulary.label("delisting_grounds", each.ground, language)
        )
        for each in claim.removals
    )
    return join_list(said, language)


def _counts(counts: tuple[Count | None, ...], language: str) -> str:
    return join_list((say_quantity(each, language) for each in counts if each is not None), language)


def say_disputes(act: AccountOfAct, language: str) -> list[str]:
    """Say in which numbers the accounts of an act differ, each with who says it: “5 people according to …; 7 people according to …”."""
    labels = {each.name: each.label.in_language(language) for each in fields_of(Measure)}
    return [
        _DISPUTED.in_language(language).format(
            field=labels[name],
            said=_BETWEEN.in_language(language).join(_say_stated(each, name, language) for each in accounts),
        )
        for name, accounts in act.disputed.items()
    ]


def _say_stated(account: ActAccount, name: str, language: str) -> str:
    who = join_list(names_of_sources([account.report], language), language) or NOBODY_NAMED.in_language(language)
    return _ACCORDING.in_language(language).format(many=say_quantity(getattr(account.claim, name), language), who=who)
