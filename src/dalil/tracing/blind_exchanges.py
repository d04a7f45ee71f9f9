"""Looking with a partner for people whom both know, in three steps, without showing names; opening what was hit; what was learned by whom.

1. Who begins offers its points. 2. The partner multiplies them once more and sends its own. 3. Who began multiplies these and sends them back.
Then each knows which of its own people the other knows too, and nothing of any other. Who stands behind a hit is told sealed, by each side
that decides it, and a side reads what the other told of a hit only where it has told of it itself.

Who began learns its hits after step 2; that the partner learns its own needs step 3. An exchange that stays there is seen by both in its steps.

Who began could send back, in step 3, points of step 2 that it cannot tell from one another, and so claim to know people whom it does not. As many
points as are real are therefore of nobody (`_make_decoys`): each that is claimed falsely is a decoy in one of two cases, and one decoy that meets
ends the exchange. A few false claims can pass; that a hit rests on the partner's word is said where hits are shown.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.contrib.auth.models import User

from dalil.exchange.models import Partner
from dalil.exchange.partners import UnknownPartner, find_partner
from dalil.ledger.notes import PublicKey
from dalil.proofs.signing import log_key
from dalil.record.actions.transaction import Refused, writing
from dalil.record.sealed.identities import read_recipient, unwrap, wrap
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.record.sealed.submissions import read_submission, seal_opened
from dalil.tracing.blind_file import (
    ANSWER,
    CLOSE,
    OFFER,
    OPEN,
    BlindFileRefused,
    BlindStepFile,
    read_blind_file,
    refuse_form,
)
from dalil.tracing.blind_offered import list_offered, read_told, tell_item
from dalil.tracing.blinded_keys import NoPoint, blind, check_points, hash_to_point, make_secret
from dalil.tracing.match_keys import MOST_KEYS, keys_of_person
from dalil.tracing.models import BlindExchange, BlindHit, BlindOpening, BlindStep

WITH_DECOYS = 2
"""How many times as many points an answer holds as there are keys: each key, and a decoy."""


@dataclass(frozen=True)
class BlindAnswer:
    """What came of a step: the exchange, and the file that goes to the partner now; empty where nothing does."""

    exchange: BlindExchange
    file: bytes = b""


@dataclass(frozen=True)
class _CameIn:
    """A step that came in: from which partner, of which exchange (None where none of that number is known), and who takes it in."""

    opened: OpenCompartment
    partner: Partner
    known: BlindExchange | None
    step: BlindStepFile
    actor: User
    session: str


@dataclass
class _Kept:
    """What is kept sealed between steps: the secret number; whose each of our points is, in their order; and points that were multiplied twice."""

    secret: bytes
    items: list[tuple[tuple[str, ...], float]]
    twice: Sequence[bytes] = ()

    def seal(self, recipient: str) -> bytes:
        told = {
            "secret": self.secret.hex(),
            "items": self.items,
            "twice": base64.b64encode(b"".join(self.twice)).decode(),
        }
        return wrap(json.dumps(told).encode(), [recipient])

    @classmethod
    def open(cls, exchange: BlindExchange, opened: OpenCompartment) -> _Kept:
        if exchange.generation != opened.generation:
            raise Refused(
                "blind_keys_changed", "the keys of the compartment changed since this exchange began; begin it anew"
            )
        told = json.loads(unwrap(exchange.kept, opened.secret))
        twice = base64.b64decode(told["twice"])
        items = [(tuple(who), bits) for who, bits in told["items"]]
        return cls(bytes.fromhex(told["secret"]), items, [twice[at : at + 32] for at in range(0, len(twice), 32)])


def begin_exchange(opened: OpenCompartment, partner: Partner, *, actor: User, session: str = "") -> BlindAnswer:
    """Begin to look with a partner: the file holds our points. Raises Refused where nobody of ours may be looked for with it."""
    identity = secrets.token_hex(16)
    kept, points, people = _blind_ours(opened, partner, identity, actor, session)
    exchange = BlindExchange(partner=partner, identity=identity, began_here=True, actor=actor)
    made = BlindStepFile(identity, OFFER, log_key().name, partner.name, people, opened.recipient, points=points)
    return _send(opened, exchange, made, kept, actor)


def receive_step(opened: OpenCompartment, stream: BinaryIO, *, actor: User, session: str = "") -> BlindAnswer:
    """Take a step of a partner in, and make the answer to it. Raises BlindFileRefused for the file, Refused for us."""
    step = read_blind_file(stream, _key_of)
    if step.recipient != log_key().name:
        raise BlindFileRefused(
            "blind_file_for_another", "it is for {partner}, and not for us", {"partner": step.recipient}
        )
    partner = find_partner(step.sender)
    exchange = BlindExchange.objects.filter(partner=partner, identity=step.exchange).first()
    taken = {OFFER: _answer, ANSWER: _close, CLOSE: _finish, OPEN: _take_opened}.get(step.step)
    if taken is None:
        raise refuse_form()
    try:
        return taken(_CameIn(opened, partner, exchange, step, actor, session))
    except NoPoint as error:
        raise _wrong_points() from error


def open_hits(
    opened: OpenCompartment, exchange: BlindExchange, hits: Iterable[BlindHit], *, actor: User, session: str = ""
) -> BlindAnswer:
    """Tell a partner who of ours stands behind hits: sealed to its compartment. Each is logged as told.

    Raises Refused where one may not be known to it any more, or was told already; then nothing is told.
    """
    told = []
    chosen = list(hits)
    with writing():
        check_current(opened)
        exchange.refresh_from_db()
        if not chosen or exchange.step < CLOSE:
            raise Refused("no_hit_to_open", "choose hits of an exchange that came so far that both know them")
        for hit in chosen:
            if hit.openings.filter(sent=True).exists():
                raise Refused("hit_opened_already", "this hit was told to the partner already")
            person = tell_item(opened, hit.item, exchange.partner.name, actor=actor, session=session)
            told.append({"ours": hit.ours, "theirs": hit.theirs, "person": person})
        sealed = wrap(json.dumps(told, ensure_ascii=False).encode(), [exchange.partner_key])
        made = BlindStepFile(exchange.identity, OPEN, log_key().name, exchange.partner.name, len(told), opened=sealed)
        file, digest = made.write(log_key())
        BlindStep.objects.create(
            exchange=exchange, step=OPEN, sent=True, people=len(told), points=0, digest=digest, actor=actor
        )
        for hit in chosen:
            BlindOpening.objects.create(hit=hit, sent=True, digest=digest, actor=actor)
        return BlindAnswer(exchange, file)


def read_opened(
    opened: OpenCompartment, hit: BlindHit, *, actor: User, session: str = ""
) -> Sequence[Mapping[str, str]]:
    """Return what the partner told of a hit. It is logged. Raises Refused where we have not told of it ourselves: a hit is opened by both."""
    if not hit.openings.filter(sent=True).exists():
        raise Refused("open_it_too", "the partner told who this is; it is read when you have told it too")
    return [
        read_told(read_submission(opened, each.words, actor=actor, session=session).text)
        for each in hit.openings.filter(sent=False).select_related("words")
        if each.words
    ]


def _answer(came: _CameIn) -> BlindAnswer:
    """Step 2: the partner began."""
    if came.known is not None:
        raise _not_next()
    if not came.step.points or came.step.answers or len(came.step.points) > max(came.step.people, 1) * MOST_KEYS:
        raise _wrong_points()
    check_points(came.step.points)
    kept, points, people = _blind_ours(
        came.opened, came.partner, came.step.exchange, came.actor, came.session, decoys=True
    )
    kept.twice = list(blind(came.step.points, kept.secret))
    exchange = BlindExchange(partner=came.partner, identity=came.step.exchange, began_here=False, actor=came.actor)
    exchange.partner_key, exchange.last = read_recipient(came.step.recipient_key), came.step.digest
    made = BlindStepFile(
        came.step.exchange,
        ANSWER,
        log_key().name,
        came.partner.name,
        people,
        came.opened.recipient,
        came.step.digest,
        points,
        kept.twice,
    )
    return _send(came.opened, exchange, made, kept, came.actor, came=came.step)


def _close(came: _CameIn) -> BlindAnswer:
    """Step 3: the partner answered what we began. We know our hits, and send what lets it know its own."""
    exchange = _expected(came.known, came.step, began_here=True, after=OFFER)
    kept = _Kept.open(exchange, came.opened)
    if (
        len(came.step.answers) != len(kept.items)
        or len(came.step.points) > max(came.step.people, 1) * MOST_KEYS * WITH_DECOYS
    ):
        raise _wrong_points()
    check_points(came.step.points)
    check_points(came.step.answers)
    theirs = list(blind(came.step.points, kept.secret))
    exchange.partner_key, exchange.last = read_recipient(came.step.recipient_key), came.step.digest
    made = BlindStepFile(
        exchange.identity, CLOSE, log_key().name, came.partner.name, before=came.step.digest, answers=theirs
    )
    with writing():
        answer = _send(came.opened, exchange, made, None, came.actor, came=came.step)
        _note_hits(exchange, kept.items, came.step.answers, theirs, came.actor)
        return answer


def _finish(came: _CameIn) -> BlindAnswer:
    """After step 3: we answered, and know our hits now."""
    exchange = _expected(came.known, came.step, began_here=False, after=ANSWER)
    kept = _Kept.open(exchange, came.opened)
    if len(came.step.answers) != len(kept.items) or came.step.points:
        raise _wrong_points()
    check_points(came.step.answers)
    met = set(kept.twice)
    forged = any(point in met and not who for point, (who, _bits) in zip(came.step.answers, kept.items, strict=True))
    with writing():
        check_current(came.opened)
        _note_step(exchange, came.step, came.actor, sent=False)
        exchange.step, exchange.kept, exchange.last = CLOSE, b"", came.step.digest
        exchange.save(update_fields=["step", "kept", "last"])
        if not forged:
            _note_hits(exchange, kept.items, came.step.answers, kept.twice, came.actor)
    if (
        forged
    ):  # after the writing: the exchange has ended, so that the partner cannot try again which points are decoys
        raise BlindFileRefused(
            "blind_hits_forged",
            "it claims to know points that stand for nobody; none of its hits is believed, and the exchange has ended",
        )
    return BlindAnswer(exchange)


def _take_opened(came: _CameIn) -> BlindAnswer:
    """What the partner tells of hits: kept sealed, each with the hit of ours that it is about.

    What is about no hit of ours is refused whole: a partner may tell before the file of the step before came, and then it is taken in later.
    """
    if came.known is None or came.known.steps.filter(digest=came.step.digest).exists():
        raise _not_next()
    if came.known.step < CLOSE:
        raise _tells_of_no_hit()
    try:
        told = json.loads(unwrap(came.step.opened, came.opened.secret))
        pairs = [(set(each["theirs"]), json.dumps(each["person"], ensure_ascii=False)) for each in told]
        for _numbers, text in pairs:
            read_told(text)
    except (ValueError, KeyError, TypeError) as error:
        raise refuse_form() from error
    hits = list(came.known.hits.all())
    met = {number for hit in hits for number in hit.ours}
    if not pairs or any(not numbers or not numbers <= met for numbers, _text in pairs):
        raise _tells_of_no_hit()
    with writing():
        check_current(came.opened)
        _note_step(came.known, came.step, came.actor, sent=False)
        for hit in hits:
            for numbers, text in pairs:
                if numbers.intersection(hit.ours):
                    BlindOpening.objects.create(
                        hit=hit, sent=False, digest=came.step.digest, words=seal_opened(text), actor=came.actor
                    )
    return BlindAnswer(came.known)


def _blind_ours(
    opened: OpenCompartment, partner: Partner, identity: str, actor: User, session: str, *, decoys: bool = False
) -> tuple[_Kept, list[bytes], int]:
    """Our points, sorted, so that their order says nothing; each key once, so that how often it occurs is not seen.

    decoys: with as many points of nobody.
    """
    whose: dict[str, dict[str, float]] = defaultdict(dict)
    people = set()
    for item, person in list_offered(opened, partner.name, actor=actor, session=session):
        for key, bits in keys_of_person(person).items():
            whose[key][item] = bits
            people.add(item)
    if not people:
        raise Refused(
            "nobody_to_look_for",
            "nobody may be looked for with {partner}: no family consents to it",
            {"partner": partner.name},
        )
    keys = dict(whose) | (_make_decoys(len(whose)) if decoys else {})
    secret, context = make_secret(), bytes.fromhex(identity)
    points = blind((hash_to_point(key, context) for key in keys), secret)
    ordered = sorted(zip(points, keys.values(), strict=True), key=lambda each: each[0])
    items = [(tuple(sorted(of)), max(of.values(), default=0.0)) for _, of in ordered]
    return _Kept(secret, items), [point for point, _ in ordered], len(people)


def _make_decoys(many: int) -> dict[str, dict[str, float]]:
    """Keys that no person has, drawn at random and borne by nobody; multiplied they are not told from real ones."""
    return {f"nobody: {secrets.token_hex(16)}": {} for _ in range(many)}


def _note_hits(
    exchange: BlindExchange,
    items: Sequence[tuple[tuple[str, ...], float]],
    ours_twice: Sequence[bytes],
    theirs_twice: Sequence[bytes],
    actor: User,
) -> None:
    where = {point: number for number, point in enumerate(theirs_twice)}
    found: dict[str, dict[str, Any]] = {}
    for number, (point, (who, bits)) in enumerate(zip(ours_twice, items, strict=True)):
        if point in where:
            for item in who:
                hit = found.setdefault(item, {"bits": 0.0, "ours": [], "theirs": []})
                hit["bits"] = max(hit["bits"], bits)
                hit["ours"].append(number)
                hit["theirs"].append(where[point])
    for item, facts in sorted(found.items()):
        BlindHit.objects.create(exchange=exchange, item=item, actor=actor, **facts)


def _send(
    opened: OpenCompartment,
    exchange: BlindExchange,
    made: BlindStepFile,
    kept: _Kept | None,
    actor: User,
    came: BlindStepFile | None = None,
) -> BlindAnswer:
    """Keep what is needed later, note the step that came and the one that goes, and return the file."""
    file, digest = made.write(log_key())
    with writing():
        check_current(opened)
        exchange.step, exchange.generation = made.step, opened.generation
        exchange.kept = kept.seal(opened.recipient) if kept else b""
        exchange.save(update_fields=sorted(BlindExchange.MAY_CHANGE) if exchange.pk else None)
        if came:
            _note_step(exchange, came, actor, sent=False)
        points = len(made.points)
        BlindStep.objects.create(
            exchange=exchange, step=made.step, sent=True, people=made.people, points=points, digest=digest, actor=actor
        )
    return BlindAnswer(exchange, file)


def _note_step(exchange: BlindExchange, step: BlindStepFile, actor: User, *, sent: bool) -> None:
    BlindStep.objects.create(
        exchange=exchange,
        step=step.step,
        sent=sent,
        people=max(step.people, 0),
        points=len(step.points),
        digest=step.digest,
        actor=actor,
    )


def _expected(known: BlindExchange | None, step: BlindStepFile, *, began_here: bool, after: int) -> BlindExchange:
    if known is None or known.began_here != began_here or known.step != after:
        raise _not_next()
    sent = known.steps.filter(sent=True, step=after).latest("pk")
    if step.before != sent.digest:
        raise _not_next()
    return known


def _not_next() -> BlindFileRefused:
    return BlindFileRefused(
        "blind_step_not_next", "it is not the next step of an exchange that stands here, or it was taken in already"
    )


def _tells_of_no_hit() -> BlindFileRefused:
    return BlindFileRefused(
        "blind_open_of_no_hit",
        "it tells of hits that are not known here; take in first the file that the partner sent before it",
    )


def _wrong_points() -> BlindFileRefused:
    return BlindFileRefused(
        "blind_points_wrong",
        "it sends points that are none, that stand twice, or more than the people behind them can have",
    )


def _key_of(name: str) -> PublicKey:
    try:
        return PublicKey.read(find_partner(name).key)
    except UnknownPartner as error:
        raise BlindFileRefused(
            "blind_unknown_partner",
            "{partner} is no partner here; the public key of its log is added first",
            {"partner": name},
        ) from error
