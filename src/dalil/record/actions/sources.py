"""Naming sources, crediting them, and judging which of them are one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.contrib.auth.models import Group, User

from dalil.archive.protection import Level
from dalil.letters import fold
from dalil.record.actions.transaction import Refused, writing
from dalil.record.attribution_keys import is_source_code, make_attribution_key
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Attribution, Credit, Source, SourceAlias, SourceJudgement, Verdict
from dalil.record.search.index_text import indexed
from dalil.record.search.words import note_words
from dalil.text.compounds import find_words_to_spell
from dalil.text.source_spelling import pair_alike

BY_SPELLING = "spelling"
"""The matcher that pairs sources whose names are spelled alike."""


def name_source(
    code: str,
    *,
    actor: User,
    en: str = "",
    ar: str = "",
    type: str = "",
    level: Level = Level.INTERNAL,
    groups: Iterable[Group] = (),
    from_file: bool = False,
) -> Source:
    """Return the source with this code; make it, with these names and this protection, where there is none yet.

    from_file: a file names it, and no person has said yet that there is a source of this name.

    Raises Refused for a code that is not letters, digits, dots, dashes and underscores, or that means “no source” (see `make_attribution_key`).
    """
    if not is_source_code(code):
        raise Refused(
            "not_a_source_code",
            "“{code}” cannot be the code of a source; use letters, digits, dots, dashes and underscores, at most 80",
            {"code": code},
        )
    for name in (en, ar):
        check_lengths(source_name=name)
    with writing():
        source, created = Source.objects.get_or_create(
            code=code,
            defaults={
                "name_en": en or ("" if ar else code),
                "name_ar": ar,
                "type": type,
                "level": level,
                "from_file": from_file,
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
    # Nobody changes one, so it can be looked for without the lock; nearly no report waits here.
    if known := Attribution.objects.filter(key=key).first():
        return known
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


def add_alias(source: Source, name: str, *, actor: User, reason: str = "") -> SourceAlias:
    """Say that a source goes by a further name. Raises Refused for a name without letters, and for one that it has already."""
    plain = " ".join(name.split())
    check_lengths(source_name=plain, reason=reason)
    if not fold(plain):
        raise Refused("no_name", "“{name}” has no letters; a name has some", {"name": name})
    with writing():
        if fold(plain) in map(fold, (source.code, *source.names)):
            raise Refused("has_name_already", "the source has the name “{name}” already", {"name": plain})
        alias = SourceAlias.objects.create(source=source, name=plain, actor=actor, reason=reason)
        _index_names(source)
        append_change(Verb.NAMED, Subject.SOURCE, [source.code], actor=actor, alias=alias.name)
        return alias


def remove_alias(alias: SourceAlias, *, actor: User) -> None:
    """Take back that a source goes by a name. Raises Refused where that was done already."""
    with writing():
        _take_back(alias, actor)
        _index_names(alias.source)
        append_change(Verb.RETRACTED, Subject.SOURCE, [alias.source.code], actor=actor, alias=alias.name)


def judge_sources(
    kept: Source, other: Source, verdict: Verdict, *, actor: User, reason: str = "", matcher: str = ""
) -> SourceJudgement:
    """Say that two sources are one, under the name of the first, or that they are two. matcher: the model that judged; empty for a person.

    Reports stay credited as they were told; counting, grading and rows by source take the two for one. Raises Refused for a source
    beside itself.
    """
    if kept.pk == other.pk:
        raise Refused("source_compared_with_itself", "a source is not compared with itself")
    check_lengths(reason=reason)
    with writing():
        judgement = SourceJudgement.objects.create(
            kept=kept, other=other, verdict=verdict, actor=actor, reason=reason, matcher=matcher
        )
        pair = [kept.code, other.code]
        append_change(Verb.JUDGED, Subject.SOURCE, pair, actor=actor, verdict=str(verdict), matcher=matcher)
        return judgement


def retract_source_judgement(judgement: SourceJudgement, *, actor: User) -> None:
    """Take a judgement of two sources back. Raises Refused where that was done already."""
    with writing():
        _take_back(judgement, actor)
        pair = [judgement.kept.code, judgement.other.code]
        append_change(Verb.RETRACTED, Subject.SOURCE, pair, actor=actor, verdict=judgement.verdict)


def propose_same_sources(
    codes: Collection[str], *, actor: User, further_names: Mapping[str, Collection[str]] | None = None
) -> list[SourceJudgement]:
    """Note which of these sources may be one with another, by the spelling of their names (`pair_alike`). Returns what is new.

    further_names: short forms and spellings of well-known sources by code, under which the record itself does not keep them. Two sources
    that both have some are known to be two.
    A pair of which anybody or anything judged already is left as it is, also where that was taken back; so is a pair of two names that
    persons gave.
    """
    further = further_names or {}
    if not codes:
        return []
    with writing():
        sources = {each.code: each for each in Source.objects.prefetch_related("aliases")}
        names = {code: [*each.names, *further.get(code, ())] for code, each in sources.items()}
        judged = {frozenset(pair) for pair in SourceJudgement.everything.values_list("kept__code", "other__code")}
        wanted = set(codes)
        return [
            judge_sources(sources[kept], sources[other], Verdict.SAME, actor=actor, matcher=BY_SPELLING)
            for kept, other in sorted(pair_alike(names))
            if not wanted.isdisjoint((kept, other))
            and not (kept in further and other in further)
            and frozenset((kept, other)) not in judged
            and (sources[kept].from_file or sources[other].from_file)
        ]


def _take_back(decision: SourceAlias | SourceJudgement, actor: User) -> None:
    if not decision.take_back(actor):
        raise Refused("already_taken_back", "this judgement has already been taken back")


def _index_names(source: Source) -> None:
    """Let a source be found by its further names too."""
    source = Source.objects.get(pk=source.pk)
    source.search = indexed(" ".join((source.code, *source.names)))
    source.save(update_fields=["search"])
    note_words(find_words_to_spell([source.search]))
