"""One thing that a file tells beside what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST = 120
"""Letters of a value that are shown; the screen names what is there, it does not repeat it."""


class Tells(StrEnum):
    """What a particular is about. `wording.file_metadata` says each in words."""

    PLACE = "place"
    DEVICE = "device"
    PERSON = "person"
    MOMENT = "moment"
    SOFTWARE = "software"
    WORDS = "words"
    """A title, a comment, a description or a note in the margin."""
    PREVIEW = "preview"
    """A small picture of the file as it once was; it keeps what was cut off later."""
    REVISION = "revision"
    """Earlier states of the file, and who changed what."""
    HIDDEN = "hidden"
    """Sheets, layers or rows that are there and not shown."""
    ATTACHED = "attached"
    PROGRAM = "program"
    OTHER = "other"
    UNREAD = "unread"
    """The file, or a part of it, could not be looked into: nobody knows what it tells."""


@dataclass(frozen=True)
class Particular:
    """One thing that a file tells.

    tells: what it is about. where: the place in the file, in the words of its format ("EXIF", "docProps/core.xml"). value: what it
    says, shortened; empty where it is no text.
    """

    tells: Tells
    where: str
    value: str = ""


def particular(tells: Tells, where: str, value: object = "") -> Particular:
    """Make a particular of any value: as one line of text without unprintable letters, shortened.

    >>> particular(Tells.DEVICE, "EXIF", "  Pixel\\x00 ").value
    'Pixel'
    """
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: LONGEST * 4]).split())
    return Particular(tells, where, line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…")


class CannotClean(ValueError):
    """No copy can be made of which it is certain that it tells nothing more. left: what would stay in it."""

    def __init__(self, *left: Particular) -> None:
        self.left = left
        super().__init__("; ".join(f"{each.tells} in {each.where}" for each in left))
