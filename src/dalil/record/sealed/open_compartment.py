"""The compartment while it is open: a value in memory, from which its keys are derived."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dalil.record.actions.transaction import Refused
from dalil.record.sealed.envelope import derive_key
from dalil.record.sealed.identities import recipient_of
from dalil.record.sealed.models import KeyGeneration


@dataclass(frozen=True, repr=False)
class OpenCompartment:
    """The compartment while it is open: a value that lives in memory only.

    generation: the number of its key. secret: the identity of the compartment.
    """

    generation: int
    secret: str

    @cached_property
    def index_key(self) -> bytes:
        """Return the key of the blind index."""
        return derive_key(self.secret, "index")

    @cached_property
    def tag_key(self) -> bytes:
        """Return the key by which the compartment knows its own keys and holders."""
        return derive_key(self.secret, "tags")

    @cached_property
    def recipient(self) -> str:
        """Return the recipient that data keys are wrapped to."""
        return recipient_of(self.secret)


def check_current(opened: OpenCompartment) -> None:
    """Refuse a compartment whose key was changed since it was opened; within the transaction of a write."""
    newest = KeyGeneration.objects.order_by("-number").values_list("number", flat=True).first()
    if newest != opened.generation:
        raise Refused("keys_changed", "the keys of the compartment were changed meanwhile; open it again")
