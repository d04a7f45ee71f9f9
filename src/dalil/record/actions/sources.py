"""Naming sources, and crediting them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import Group, User

from dalil.archive.protection import Level
from dalil.record.actions.transaction import Refused, writing
from dalil.record.attribution_keys import is_source_code, make_attribution_key
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Attribution, Credit, Source
from dalil.record.search.index_text import indexed
from dalil.record.search.spellings import note_words
from dalil.text.compounds import find_words_to_spell


def name_source(
    code: str,
    *,
    actor: User,
    en: str = "",
    ar: str = "",
    type: str = "",
    level: Level = Level.INTERNAL,
    groups: Iterable[Group] = (),
) -> Source:
    """The source with this code; made, with these names and this protection, where there is none yet.

    Raises Refused for a code that is not letters, digits, dots, dashes and underscores, or that means “no source” (see `make_attribution_key`).
    """
    if not is_source_code(code):
        raise Refused(
            "not_a_source_code",
            "“{code}” cannot be the code of a source; use letters, digits, dots, dashes and underscores, at most 80",
            {"code": code},
        )
    with writing():
        source, created = Source.objects.get_or_create(
            code=code,
            defaults={
                "name_en": en or ("" if ar else code),
                "name_ar": ar,
                "type": type,
                "level": level,
                "search": indexed(f"{code} {en} {ar}"),
            },
        )
        if created:
            note_words(find_words_to_spell([source.search]))
            source.groups.set(groups)
            append_change(Verb.NAMED, Subject.SOURCE, [code], actor=actor)
        return source


def credit_sources(origins: Sequence[Source] = (), relays: Sequence[Source] = ()) -> Attribution:
    """Return the attribution to these origins through these relays; it is made where there is none yet.

    The first relay is the one who told us. Without an origin and a relay the source is unknown.
    """
    origins = sorted(set(origins), key=lambda source: source.code)
    key = make_attribution_key([source.code for source in origins], [source.code for source in relays])
    with writing():
        whole, created = Attribution.objects.get_or_create(key=key)
        if created:
            Credit.objects.bulk_create(
                [
                    Credit(attribution=whole, source=source, role=role, position=position)
                    for role, sources in (
                        (Credit.Role.ORIGIN, origins),
                        (Credit.Role.RELAY, list(dict.fromkeys(relays))),
                    )
                    for position, source in enumerate(sources)
                ]
            )
        return whole
