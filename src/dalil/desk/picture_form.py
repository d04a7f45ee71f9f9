"""The form by which a picture of pages is uploaded or changed: what cannot be shown later is refused at once, in words."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from dalil.archive.file_metadata.pictures import MOST_PIXELS, Undecodable, open_bounded
from dalil.desk.screens import language
from dalil.wording.numbers import say_number


class WholePicture(WagtailImageField):
    """An uploaded picture that can be decoded to its end, and is no larger unpacked than any that is taken."""

    def to_python(self, data: Any) -> Any:
        """Return the file. Raises ValidationError."""
        if data and not data.name.lower().endswith(".svg"):
            data.seek(0)
            try:
                open_bounded(io.BytesIO(data.read()))
            except Undecodable as error:
                raise ValidationError(
                    _(
                        "This picture is broken, cut short, or larger than %(most)s pixels; it could not be shown. "
                        "Open it in a program for pictures and save it again."
                    )
                    % {"most": say_number(MOST_PIXELS, language())}
                ) from error
            finally:
                data.seek(0)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture, with a file that is looked at to its end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].__class__ = WholePicture
