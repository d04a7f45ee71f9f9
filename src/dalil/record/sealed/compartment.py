"""Setting the compartment up, opening it, admitting and removing who can.

The compartment has a key of its own, an age identity: its *secret*. The secret is kept only wrapped to each holder (officers, and the recovery key),
the data keys of persons only wrapped to the compartment. Removing a holder makes a new secret (a new generation) and wraps everything anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from dalil.record.actions.transaction import Refused, writing
from dalil.record.sealed.envelope import has_tag, tag_of
from dalil.record.sealed.identities import (
    check_passphrase,
    lock_identity,
    make_identity,
    read_recipient,
    recipient_of,
    unlock_identity,
    unwrap,
    wrap,
)
from dalil.record.sealed.models import KeyGeneration, KeyHolder, Opening, SealedRead, WrappedSecret
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.record.sealed.passkeys import identity_under
from dalil.record.sealed.persons import wrap_anew
from dalil.record.sealed.reads import What, log_sealed_read
from dalil.record.sealed.submissions import seal_submissions_anew

WRONG_TRIES = 5
WAIT = timedelta(minutes=15)
"""After so many wrong tries of one account within this time, it waits."""


def is_set_up() -> bool:
    """Tell whether there is a compartment."""
    return KeyGeneration.objects.exists()


def holders() -> Sequence[KeyHolder]:
    """Return those who can open the compartment, and those who ask to; not those who were removed."""
    return list(KeyHolder.objects.filter(removed_at=None).select_related("user", "admitted_by"))


def set_up(officer: User, *, passphrase: str = "", recipient: str = "") -> str:
    """Make the compartment, with its first officer. Returns the recovery identity: shown once, kept on paper, never on this machine.

    passphrase, recipient: see `make_holder`. Raises Refused where there is a compartment already.
    """
    recovery, secret = make_identity(), make_identity()
    with writing():
        if is_set_up():
            raise Refused("set_up_already", "the sealed compartment is set up already")
        made = [
            make_holder(officer, passphrase=passphrase, recipient=recipient),
            KeyHolder.objects.create(user=None, recipient=recipient_of(recovery)),
        ]
        _start_generation(OpenCompartment(1, secret), made, actor=officer, reason="")
        KeyHolder.objects.filter(pk__in=[each.pk for each in made]).update(
            admitted_at=timezone.now(), admitted_by=officer
        )
    return recovery


def make_holder(user: User, *, passphrase: str = "", recipient: str = "") -> KeyHolder:
    """Give a person a key of their own, with which they ask to be admitted. Returns it.

    passphrase: under which their identity is kept here. recipient: of an identity that they keep themselves; then nothing of it is here.
    Raises Refused for a weak passphrase, for what is no recipient, and where the person has a key already.
    """
    if recipient:
        recipient, kept = read_recipient(recipient), b""
    else:
        check_passphrase(passphrase, user.username)
        identity = make_identity()
        recipient, kept = recipient_of(identity), lock_identity(identity, passphrase)
    with writing():
        if KeyHolder.objects.filter(user=user, removed_at=None).exists():
            raise Refused("has_a_key_already", "{name} has a key already", {"name": user.username})
        return KeyHolder.objects.create(user=user, recipient=recipient, kept_identity=kept)


def unlock(
    user: User,
    *,
    passphrase: str = "",
    identity: str = "",
    passkey: tuple[bytes, bytes] | None = None,
    session: str = "",
) -> OpenCompartment:
    """Open the compartment with a person's own key: by its passphrase, by a passkey, or with the identity that they hold. It is logged.

    passkey: its credential and its secret (`passkeys`).
    Raises Refused where the person was not admitted, after too many wrong tries, and for a wrong passphrase, passkey or identity.
    """
    holder = KeyHolder.objects.filter(user=user, removed_at=None).exclude(admitted_at=None).first()
    if holder is None:
        raise Refused(
            "not_an_officer", "you are not admitted to the sealed compartment; an officer who has it open admits you"
        )
    recent = SealedRead.objects.filter(actor=user, what=What.FAILED, at__gt=timezone.now() - WAIT)
    if recent.count() >= WRONG_TRIES:
        raise Refused(
            "too_many_wrong_tries",
            "the compartment was opened wrongly {tries} times; wait {minutes} minutes",
            {"tries": WRONG_TRIES, "minutes": int(WAIT.total_seconds()) // 60},
        )
    try:
        opened = _unlock_as(holder, _identity_of(holder, passphrase, identity, passkey))
    except Refused:
        log_sealed_read(What.FAILED, actor=user, session=session)
        raise
    log_sealed_read(What.OPENED, actor=user, session=session, fields=["passkey"] if passkey else [])
    return opened


def _identity_of(holder: KeyHolder, passphrase: str, identity: str, passkey: tuple[bytes, bytes] | None) -> str:
    if passkey:
        return identity_under(holder, *passkey)
    if not identity and not holder.kept_identity:
        raise Refused("identity_is_yours", "your key is not kept here; open with the identity that you hold")
    return identity or unlock_identity(holder.kept_identity, passphrase)


def unlock_with_recovery(identity: str, *, actor: User) -> OpenCompartment:
    """Open the compartment with the recovery identity. It is logged. Raises Refused where this is not the recovery identity."""
    recovery = KeyHolder.objects.filter(user=None, removed_at=None, recipient=recipient_of(identity)).first()
    if recovery is None:
        log_sealed_read(What.FAILED, actor=actor)
        raise Refused("not_the_recovery_key", "this is not the recovery key of the compartment")
    opened = _unlock_as(recovery, identity)
    log_sealed_read(What.OPENED, actor=actor, fields=["recovery"])
    return opened


def admit(opened: OpenCompartment, holder: KeyHolder, *, actor: User) -> None:
    """Let a person open the compartment from now on. Raises Refused where they can already, or were removed."""
    with writing():
        check_current(opened)
        holder.refresh_from_db()
        if holder.removed_at or holder.admitted_at:
            raise Refused("does_not_wait", "this key does not wait to be admitted")
        _wrap_secret(opened, _generation(opened.generation), holder)
        holder.admitted_at, holder.admitted_by = timezone.now(), actor
        holder.save(update_fields=["admitted_at", "admitted_by"])


def remove(opened: OpenCompartment, holder: KeyHolder, *, actor: User, reason: str) -> OpenCompartment:
    """Take a person's key out of the compartment, or refuse one that waits. Everything is wrapped to a new key, and every session closes.

    Returns the compartment under its new key. Raises Refused where no officer would be left.
    """
    with writing():
        check_current(opened)
        holder.refresh_from_db()
        if holder.removed_at:
            raise Refused("removed_already", "this key was removed already")
        waits = holder.admitted_at is None
        left = [each for each in holders() if each.pk != holder.pk and each.admitted_at]
        if not waits and not any(each.user_id for each in left):
            raise Refused("last_officer", "no officer would be left; admit another first")
        _forget_key(holder, actor)
        if waits:
            return opened
        _check_holders(opened, left)
        fresh = OpenCompartment(opened.generation + 1, make_identity())
        _start_generation(fresh, left, actor=actor, reason=reason)
        wrap_anew(opened, fresh)
        seal_submissions_anew(opened, fresh)
        WrappedSecret.objects.exclude(generation__number=fresh.generation).delete()
        Opening.objects.all().delete()
        log_sealed_read(What.ROTATED, actor=actor)
        return fresh


def recover(
    opened: OpenCompartment, user: User, *, lost: KeyHolder | None, passphrase: str
) -> tuple[OpenCompartment, str]:
    """Give a person a new key with the compartment that the recovery key opened. Returns the compartment and a new recovery identity.

    lost: the key that the new one takes the place of. Raises Refused for a weak passphrase; then nothing has changed.
    """
    with writing():
        if lost:  # its owner may be the only officer, so the new key comes first
            _forget_key(lost, user)
        admit(opened, make_holder(user, passphrase=passphrase), actor=user)
        recovery = replace_recovery(opened, actor=user)
        newest = KeyGeneration.objects.order_by("-number").first()
        assert newest is not None
        kept = WrappedSecret.objects.get(generation=newest, holder__user=None, holder__removed_at=None)
        return _unlock_as(kept.holder, recovery), recovery


def replace_recovery(opened: OpenCompartment, *, actor: User) -> str:
    """Make a new recovery key; the old one opens nothing any more. Returns the identity, to be shown once."""
    identity = make_identity()
    with writing():
        made = KeyHolder.objects.create(user=None, recipient=recipient_of(identity))
        admit(opened, made, actor=actor)
        for old in KeyHolder.objects.filter(user=None, removed_at=None).exclude(pk=made.pk):
            opened = remove(opened, old, actor=actor, reason="a new recovery key")
    return identity


def _forget_key(holder: KeyHolder, actor: User) -> None:
    """Note that a key was removed, and keep nothing of it that could open anything."""
    holder.removed_at, holder.removed_by, holder.kept_identity = timezone.now(), actor, b""
    holder.save(update_fields=["removed_at", "removed_by", "kept_identity"])
    holder.passkeys.all().delete()


def _unlock_as(holder: KeyHolder, identity: str) -> OpenCompartment:
    if recipient_of(identity) != holder.recipient:
        raise Refused("anothers_identity", "this identity is not the one that was admitted")
    newest = KeyGeneration.objects.order_by("-number").first()
    kept = WrappedSecret.objects.filter(generation=newest, holder=holder).first()
    if newest is None or kept is None:
        raise Refused("not_sealed_to_you", "the compartment is not sealed to this key any more")
    opened = OpenCompartment(newest.number, unwrap(kept.wrapped, identity).decode())
    _check_holders(opened, [holder])
    return opened


def _start_generation(fresh: OpenCompartment, whom: Sequence[KeyHolder], *, actor: User, reason: str) -> None:
    made = KeyGeneration.objects.create(
        number=fresh.generation, recipient=fresh.recipient, made_by=actor, reason=reason
    )
    for holder in whom:
        _wrap_secret(fresh, made, holder)


def _wrap_secret(opened: OpenCompartment, generation: KeyGeneration, holder: KeyHolder) -> None:
    WrappedSecret.objects.create(
        generation=generation,
        holder=holder,
        wrapped=wrap(opened.secret.encode(), [holder.recipient]),
        tag=tag_of(opened.tag_key, "holder", str(holder.pk), holder.recipient),
    )


def _check_holders(opened: OpenCompartment, whom: Sequence[KeyHolder]) -> None:
    """Refuse holders whom nobody admitted: what was written into the tables by other means has no tag of the compartment."""
    tags = dict(WrappedSecret.objects.filter(generation__number=opened.generation).values_list("holder", "tag"))
    for holder in whom:
        if not has_tag(bytes(tags.get(holder.pk, b"")), opened.tag_key, "holder", str(holder.pk), holder.recipient):
            raise Refused(
                "holder_not_admitted",
                "the tables name a key that nobody admitted, or one that was changed; ask who keeps the machine",
            )


def _generation(number: int) -> KeyGeneration:
    return KeyGeneration.objects.get(number=number)
