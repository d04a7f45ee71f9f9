"""Letters: choosing what stands in one, its order and its words, looking at it as mail, issuing it, and seeing how it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from dalil.access.refused import Refused
from dalil.bulletin.newsletter import drafts, issuing
from dalil.bulletin.newsletter.entries import STORY, thaw
from dalil.bulletin.newsletter.mail import TOKEN, Mail, compose_letter
from dalil.bulletin.newsletter.models import Delivery, Letter, LetterEdition, Subscriber
from dalil.bulletin.newsletter.subscribers import count_subscribers
from dalil.bulletin.newsletter.trial import send_trial
from dalil.desk.lists import take_page
from dalil.desk.protecting.gate_questions import asker_of
from dalil.desk.screens import DeskRequest, button, language, may, saying, screen
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.letters import LANGUAGES, language_of
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
"""A mail is looked at as mail programs show it: it loads nothing and runs nothing."""


class WordsForm(forms.Form):
    """The subject and the opening of a letter in one language."""

    subject = forms.CharField(max_length=150, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    opening = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}), strip=True
    )

    def __init__(self, edition: LetterEdition, data: object = None) -> None:
        said = language_of(edition.language)
        super().__init__(
            data,  # type: ignore[arg-type]
            prefix=said.code,
            initial={"subject": edition.subject, "opening": edition.opening},
        )
        self.fields["subject"].label = _("Subject in %(language)s") % {"language": _(said.english_name)}
        self.fields["opening"].label = _("A few words to open it, in %(language)s") % {"language": _(said.english_name)}


@dataclass(frozen=True)
class LetterItemLine:
    """A story or a card on the screen of a draft. missing: languages in which it cannot be read."""

    key: UUID
    title: str
    kind: str
    missing: str


@dataclass(frozen=True)
class LetterRow:
    """A letter in the list of them. counts: how many deliveries are in which state."""

    letter: Letter
    subject: str
    counts: list[tuple[str, int]]


@may("publish")
def letters(request: DeskRequest) -> HttpResponse:
    """All letters, drafts first, with how far each has come; and how many get them."""
    page = take_page(request, Letter.objects.prefetch_related("editions"))
    return screen(
        request,
        "desk/letters/letters.html",
        _("The letter"),
        icon="mail",
        buttons=[button(_("Subscribers"), reverse("desk:subscribers"), "group")],
        page=page,
        rows=[LetterRow(each, _subject(each), _count(each)) for each in page],
        subscribers=sum(count_subscribers()[Subscriber.State.IN].values()),
        mail=settings.MAIL_IS_SET,
    )


@may("publish")
@require_POST
def new_letter(request: DeskRequest) -> HttpResponse:
    """Begin a draft."""
    return redirect("desk:letter", drafts.make_draft(request.user).pk)


@may("publish")
def letter(request: DeskRequest, letter: int) -> HttpResponse:
    """A letter: a draft to write on, or how far one that was issued has come."""
    found = get_object_or_404(Letter, pk=letter)
    if found.state != Letter.State.DRAFT:
        return _show_issued(request, found)
    editions = {each.language: each for each in found.editions.all()}
    sent = request.POST if request.method == "POST" else None
    words = [WordsForm(editions[each.code], sent) for each in LANGUAGES]
    if request.method == "POST" and all(form.is_valid() for form in words):
        try:
            return _do(request, found, words)
        except Refused as error:
            messages.error(request, refusal(error))
            return redirect("desk:letter", found.pk)
    chosen = drafts.list_chosen(found)
    return screen(
        request,
        "desk/letters/draft.html",
        _("A letter"),
        icon="mail",
        above=[(reverse("desk:letters"), _("The letter"))],
        letter=found,
        words=words,
        chosen=[_present_item(item) for item in chosen],
        offered=[_present_item(item) for item in drafts.list_offered(found)],
        passed_over=[_present_item(item) for item in drafts.list_passed_over(found)],
        hindrances=list(issuing.list_hindrances(found, asker_of(request))) if chosen else [],
        warnings=list(issuing.list_warnings(found)) if chosen else [],
        languages=LANGUAGES,
        mail=settings.MAIL_IS_SET,
        status=422 if request.method == "POST" else 200,
    )


@may("publish")
@xframe_options_sameorigin
def preview_letter(request: DeskRequest, letter: int, code: str, form: str) -> HttpResponse:
    """A letter in one language as it goes out, or would: the mail itself, as HTML or as plain text."""
    found = get_object_or_404(Letter, pk=letter)
    mail = _compose(found, code).for_subscriber(TOKEN)
    told, kind = (mail.text, "text/plain") if form == "text" else (mail.html, "text/html")
    answer = HttpResponse(told, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


@may("publish")
@fresh_sign_in
def issue_letter(request: DeskRequest, letter: int) -> HttpResponseBase:
    """Ask once more, with what it will do; and issue a letter."""
    found = get_object_or_404(Letter, pk=letter)
    if request.method == "POST":
        try:
            issued = issuing.issue(found, asker_of(request))
        except Refused as error:
            messages.error(request, refusal(error))
        else:
            sent = issued.deliveries.count()
            told = {"many": say_number(sent, language())}
            messages.success(request, _("The letter is issued. Subscribers to whom it goes: %(many)s.") % told)
        return redirect("desk:letter", found.pk)
    if found.state != Letter.State.DRAFT:
        return redirect("desk:letter", found.pk)
    return screen(
        request,
        "desk/letters/issue.html",
        _("Issue the letter"),
        icon="mail",
        above=[(reverse("desk:letters"), _("The letter")), (reverse("desk:letter", args=[found.pk]), _("A letter"))],
        letter=found,
        subject=_subject(found),
        warnings=list(issuing.list_warnings(found)),
        hindrances=list(issuing.list_hindrances(found, asker_of(request))),
        counts=_count_by_language(),
        mail=settings.MAIL_IS_SET,
    )


@may("publish")
@require_POST
def try_letter(request: DeskRequest, letter: int) -> HttpResponse:
    """Send a letter to one address, as a trial. Nothing is kept of the address."""
    found = get_object_or_404(Letter, pk=letter)
    with saying(request, _("The trial is on its way.")):
        send_trial(
            _compose(found, request.POST.get("code") or language()), request.POST.get("address", ""), actor=request.user
        )
    return redirect("desk:letter", found.pk)


@may("publish")
@require_POST
def stop_letter(request: DeskRequest, letter: int) -> HttpResponse:
    """Stop sending a letter. Who did not get it yet is not sent it any more."""
    found = get_object_or_404(Letter, pk=letter)
    try:
        stopped = issuing.stop(found, request.user)
    except Refused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(
            request, _("Stopped. Not sent any more: %(many)s.") % {"many": say_number(stopped, language())}
        )
    return redirect("desk:letter", found.pk)


def _do(request: DeskRequest, letter: Letter, words: list[WordsForm]) -> HttpResponse:
    """Keep the words, and do what the button says."""
    drafts.write_words(
        letter, {str(form.prefix): (form.cleaned_data["subject"], form.cleaned_data["opening"]) for form in words}
    )
    act, _sep, key = request.POST.get("act", "").partition(":")
    if act == "give-up":
        drafts.give_up(letter)
        messages.success(request, _("The draft is deleted."))
        return redirect("desk:letters")
    if act == "issue":
        return redirect("desk:issue_letter", letter.pk)
    if act in ("take", "leave", "up", "down"):
        try:
            item = UUID(key)
        except ValueError as error:
            raise Http404 from error
        if act == "take":
            drafts.take_in(letter, item)
        elif act == "leave":
            drafts.leave_out(letter, item)
        else:
            drafts.move(letter, item, -1 if act == "up" else 1)
    else:
        messages.success(request, _("Saved."))
    anchor = f"#item-{key}" if act in ("up", "down") else ""
    return redirect(f"{reverse('desk:letter', args=[letter.pk])}{anchor}")


def _show_issued(request: DeskRequest, found: Letter) -> HttpResponse:
    counts = _count(found)
    return screen(
        request,
        "desk/letters/issued.html",
        _subject(found),
        icon="mail",
        above=[(reverse("desk:letters"), _("The letter"))],
        letter=found,
        counts=counts,
        codes=found.deliveries.exclude(code="").values_list("code").annotate(many=Count("pk")).order_by("-many")[:10],
        languages=[language_of(each.language) for each in issuing.editions_issued(found)],
        addresses=[
            (language_of(each.language).name, _address_on_site(found, each.language))
            for each in issuing.editions_issued(found)
        ],
        mail=settings.MAIL_IS_SET,
    )


def _compose(letter: Letter, code: str) -> Mail:
    edition = get_object_or_404(LetterEdition, letter=letter, language=code)
    if letter.state == Letter.State.DRAFT:
        entries = drafts.entries_of_draft(letter, code)
    elif edition.entries:
        entries = thaw(edition.entries, code)
    else:
        raise Http404
    return compose_letter(letter, code, edition.subject, edition.opening, entries)


def _present_item(item: drafts.OfferedItem) -> LetterItemLine:
    missing = [_(each.english_name) for each in LANGUAGES if each.code not in item.titles]
    kind = _("Story") if item.kind == STORY else _("Card")
    return LetterItemLine(
        item.key, item.titles.get(language()) or next(iter(item.titles.values())), kind, ", ".join(missing)
    )


def _subject(letter: Letter) -> str:
    subjects = {each.language: each.subject for each in letter.editions.all()}
    return subjects.get(language()) or next(filter(None, subjects.values()), "") or _("A letter without a subject")


def _count(letter: Letter) -> list[tuple[str, int]]:
    """How many deliveries of a letter are in which state, those without any left out."""
    counts = dict(letter.deliveries.order_by().values_list("state").annotate(many=Count("pk")))
    return [(str(label), counts[code]) for code, label in Delivery.State.choices if code in counts]


def _address_on_site(letter: Letter, code: str) -> str:
    with override(code):
        return reverse("letter", args=[letter.number])


def _count_by_language() -> list[tuple[str, int]]:
    counts = count_subscribers()[Subscriber.State.IN]
    return [(_(each.english_name), counts.get(each.code, 0)) for each in LANGUAGES]
