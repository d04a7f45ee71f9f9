"""The building blocks of pages that show pictures, and what the record keeps of files: excerpts, videos."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from dalil.archive import store
from dalil.archive.file_metadata import LARGEST
from dalil.archive.file_text import FileText, read_file_text
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin.chosen_by_name import document_as_typed, find_document_by_name

SHORTEST_ADDRESS = 20


def find_public_document(address: str) -> Document | None:
    """Find the public document of an address; None where there is none."""
    if len(address) < SHORTEST_ADDRESS:
        return None
    found: Document | None = (
        Document.objects.visible_to(Viewer.public()).filter(sha256__startswith=address.lower()).first()
    )
    return found


class DocumentBlock(blocks.CharBlock):
    """A public document of the record, typed by its title or its address and kept by its address."""

    def value_for_form(self, value: Any) -> Any:
        """Show the address and the title of the document that is kept."""
        return document_as_typed(value) if value else value

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        return find_document_by_name(words) if words.strip() else words

    class Meta:
        label = _("Document")
        help_text = _("A public document, by its title")


class PictureBlock(blocks.StructBlock):
    """A picture with a line beneath it."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.TextBlock(label=_("Line beneath it"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    heading = blocks.CharBlock(label=_("Heading"), required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2)

    class Meta:
        icon = "image"
        label = _("Gallery")


class PictureQuoteBlock(blocks.StructBlock):
    """A picture beside the words of somebody."""

    picture = ImageChooserBlock(label=_("Picture"))
    words = blocks.TextBlock(label=_("Their words"))
    who = blocks.CharBlock(label=_("Who says so"))

    class Meta:
        icon = "openquote"
        label = _("Picture with a quotation")


class ExcerptBlock(blocks.StructBlock):
    """Words that stand in a document of the record; what does not stand there is refused."""

    document = DocumentBlock()
    words = blocks.TextBlock(label=_("Words, as they stand there"))
    locator = blocks.CharBlock(label=_("Where they stand"), required=False, help_text=_("Such as: page 3"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        document = find_public_document(cleaned["document"])
        text = _read_text(document) if document else FileText()
        if text.whole and _flat(cleaned["words"]) not in _flat(text.words):
            wrong = ValidationError(say("These words do not stand in that document."))
            raise blocks.StructBlockValidationError(block_errors={"words": wrong})
        return cleaned

    class Meta:
        icon = "doc-full"
        label = _("Words of a document")


class VideoBlock(blocks.StructBlock):
    """A video as a still picture that leads to the file the record keeps; nothing is played from elsewhere."""

    still = ImageChooserBlock(label=_("Still picture"))
    document = DocumentBlock(label=_("The video, as a document of the record"))
    caption = blocks.TextBlock(label=_("Line beneath it"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")


def picture_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of pictures that the text of a page is built from."""
    return [
        ("picture", PictureBlock()),
        ("gallery", GalleryBlock()),
        ("picture_quote", PictureQuoteBlock()),
        ("excerpt", ExcerptBlock()),
        ("video", VideoBlock()),
    ]


def _read_text(document: Document) -> FileText:
    """Read the words of a document; not whole where they cannot be read here, as of a scanned page: the editor then answers for them."""
    if document.size > LARGEST:
        return FileText()
    try:
        with store.open_verified(document.sha256) as stream:
            return read_file_text(stream.read(), document.media_type)
    except (FileNotFoundError, store.DamagedDocument) as error:
        raise ValidationError(say("The file of this document is missing or has changed. Tell a steward.")) from error


def _flat(words: str) -> str:
    return " ".join(words.split())
