"""Lengths of what is typed, by the record's own table and in its own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from dalil.record.lengths import TextTooLong, check_lengths
from dalil.wording.refusals import refusal


@dataclass(frozen=True)
class Within:
    """A validator of a form's field. what: a key of `record.lengths.LONGEST`.

    The browser is told no length: it would cut off what is pasted and say nothing.
    """

    what: str

    def __call__(self, text: str) -> None:
        try:
            check_lengths(**{self.what: text})
        except TextTooLong as error:
            raise ValidationError(refusal(error)) from error
