"""What a file tells beside what it shows, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dalil.archive.file_metadata.particulars import Particular, Tells

TOLD: dict[Tells, str | Promise] = {
    Tells.PLACE: gettext_lazy("a place, as where a picture was taken"),
    Tells.DEVICE: gettext_lazy("the device, as a camera with its number"),
    Tells.PERSON: gettext_lazy("a person or an organisation, as the author"),
    Tells.MOMENT: gettext_lazy("when it was made or changed"),
    Tells.SOFTWARE: gettext_lazy("the program it was made with"),
    Tells.WORDS: gettext_lazy("words that are not shown with it: a title, a comment, a note"),
    Tells.PREVIEW: gettext_lazy("a small picture of an earlier state, which may show what was cut off"),
    Tells.REVISION: gettext_lazy("earlier states, and who changed what"),
    Tells.HIDDEN: gettext_lazy("parts that are hidden and not gone"),
    Tells.ATTACHED: gettext_lazy("other files inside it, or something behind its end"),
    Tells.PROGRAM: gettext_lazy("a program or a script"),
    Tells.OTHER: gettext_lazy("something more"),
    Tells.UNREAD: gettext_lazy("nobody could look: what this tells is unknown"),
}


def say_particulars(particulars: Iterable[Particular], language: str) -> list[str]:
    """Say what a file tells, a line for each thing: “a person or an organisation, as the author (Info Author): A. B.”"""
    with override(language):
        return [
            _("%(what)s (%(where)s): %(value)s") % {"what": TOLD[each.tells], "where": each.where, "value": each.value}
            if each.value
            else _("%(what)s (%(where)s)") % {"what": TOLD[each.tells], "where": each.where}
            for each in particulars
        ]
