"""The editor's forms of pages: the address made from the headline, what keeps a page from going out, what is chosen by name."""

from __future__ import annotations

from itertools import count
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from dalil.bulletin.chosen_by_name import ChosenByName, DocumentByName, SourceByName
from dalil.bulletin.pages.hindrances import asker_for, hindrances
from dalil.bulletin.pages.versions_seen import unseen_differences
from dalil.bulletin.second_reading import lacks_second_reader


def free_slug(title: str, parent: Page, page: Page | None = None) -> str:
    """Return the last part of an address below a page that a title makes, in the letters of the title, and that no other page there has.

    Empty where the title has no letter and no digit. page: whose address it becomes.
    """
    base = slugify(title, allow_unicode=True)[:200]
    candidates = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in candidates if Page._slug_is_available(slug, parent, page)) if base else ""


class BulletinForm(WagtailAdminPageForm):
    """The editor's form of a page: a draft may wait for its figures, a page that goes out may not.

    The address is made from the title while that is typed. Where it is empty all the same, as without scripts, it is made here.
    says_it: the fields of which one must hold something before the page goes out; none where the page shows what stands below it, or the record.
    """

    says_it: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for name, field in self.fields.items():
            if isinstance(field, ChosenByName):
                field.kept = getattr(self.instance, name)

    def clean_slug(self) -> str:
        """The last part of the page's address; made from the title where nobody wrote one, in the letters of the title."""
        if written := self.cleaned_data["slug"]:
            return str(written)
        if slug := free_slug(self.cleaned_data.get("title", ""), self.parent_page, self.instance):
            return slug
        raise ValidationError(say("A page needs an address; write a title with letters or digits."))

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.is_deferred_validation and "body" in cleaned:
            for name in ("title", "kicker", "standfirst", "intro", "summary", "body"):
                if name in cleaned:
                    setattr(self.instance, name, cleaned[name])
            sentences = [*hindrances(self.instance, asker_for(self.for_user)), *unseen_differences(self.instance)]
            if self.says_it and not any(cleaned.get(name) for name in self.says_it):
                sentences.append(say("There is nothing on this page but its title; write a text before it goes out."))
            if "action-publish" in self.data:
                sentences += lacks_second_reader(self.instance, self.for_user, self.for_user)
            for sentence in sentences:
                self.add_error(None, sentence)
        return cleaned


class StoryForm(BulletinForm):
    """The editor's form of a story: the document it rests on is chosen by its title."""

    says_it = ("standfirst", "body", "picture", "reports")
    document = DocumentByName(label=_("document it rests on"), required=False, help_text=_("By its title"))


class StandingForm(BulletinForm):
    """The editor's form of a standing page."""

    says_it = ("intro", "body", "public_key")


class CardForm(BulletinForm):
    """The editor's form of a card: a draft may wait for its summary, a card that goes out may not."""

    source_code = SourceByName(
        label=_("source of the record"), required=False, help_text=_("By name; leave empty where it is unknown")
    )

    def clean_summary(self) -> str:
        """The summary, empty where it holds markup and no words, so that it counts as missing."""
        summary: str = self.cleaned_data["summary"]
        if says_something(summary):
            return summary
        if self.fields["summary"].required:
            raise ValidationError(say("A card needs a summary in words."))
        return ""


def says_something(html: str) -> bool:
    """Whether a rich text holds words or a figure, and not only markup and spaces."""
    return "<embed" in html or bool(strip_tags(html).replace("\xa0", " ").strip())
