"""Letters on the site: the list of them, each with what it held, its feed, and the way in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from dalil.access.refused import Refused
from dalil.bulletin.corrections.listing import SaidCorrection, say_corrections_of
from dalil.bulletin.figures.presenters import FigureTile
from dalil.bulletin.newsletter import subscribers
from dalil.bulletin.newsletter.entries import LetterEntry, thaw
from dalil.bulletin.newsletter.mail import name_site
from dalil.bulletin.newsletter.mail_frame import EntryText
from dalil.bulletin.newsletter.models import LetterEdition
from dalil.bulletin.newsletter.subscribe_box import present_box
from dalil.bulletin.newsletter.tasks import send_owed_mails
from dalil.bulletin.pages.card_presenters import PageDate
from dalil.bulletin.pages.feeds import FeedEntry, write_feed
from dalil.bulletin.pages.page_links import link_pages
from dalil.letters import LANGUAGES
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal
from dalil.wording.times import say_day

ON_A_PAGE = 30
IN_THE_FEED = 30


@dataclass(frozen=True)
class LetterLine(PageDate):
    """A letter in the list of them."""

    url: str
    number: str
    subject: str
    opening: str


@dataclass(frozen=True)
class ShownEntry(EntryText):
    """An entry of a letter on the site, as it was sent. corrections: of its page, since then."""

    figures: tuple[FigureTile, ...]
    corrections: tuple[SaidCorrection, ...]


@dataclass(frozen=True)
class LetterText(PageDate):
    """A letter on its own page. taken: entries that were taken from the public since it was sent."""

    number: str
    subject: str
    opening_html: SafeString
    entries: tuple[ShownEntry, ...]
    taken: bool


@dataclass(frozen=True)
class LanguageChoice:
    """A language in which the letter can be had."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class SubscriptionAnswer:
    """What is said to somebody who subscribed, confirmed or left; see bulletin/newsletter/answer.html."""

    title: str
    words: str


@dataclass(frozen=True)
class OwnSubscription:
    """What a subscriber may change, at the link of their mails; see bulletin/newsletter/mine.html. said: what was done just now."""

    url: str
    said: str
    languages: tuple[LanguageChoice, ...]


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """All letters in a language, the latest first."""
    sheet = Paginator(_issued(_language()), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "letters": [_present_line(edition) for edition in sheet],
        "pages": link_pages(sheet, reverse("letters"), {}),
        "box": present_box(),
    }
    return render(request, "bulletin/newsletter/letters.html", context)


@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """A letter as it was sent, without what was taken from the public since, and with the corrections that came after it."""
    edition = _issued(_language()).filter(letter__number=number).first()
    if edition is None:
        raise Http404
    return render(
        request, "bulletin/newsletter/letter.html", {"letter": _present_letter(edition), "box": present_box()}
    )


@require_safe
def letters_feed(request: HttpRequest, form: str = "xml") -> HttpResponse:
    """The latest letters in one language as a feed. form: xml or json."""
    language = _language()
    entries = [
        FeedEntry(
            title=edition.subject,
            url=request.build_absolute_uri(reverse("letter", args=[edition.letter.number])),
            text=_say_contents(edition),
            published=_issued_at(edition),
            updated=_issued_at(edition),
            key=f"tag:dalil,2026:letter/{edition.letter.number}/{language}",
        )
        for edition in _issued(language)[:IN_THE_FEED]
    ]
    title = f"{name_site(language)}: {say('The letter')}"
    return write_feed(request, title, reverse("letters"), entries, form)


@csrf_exempt  # it needs no session and gives nobody any right: whoever may send it from elsewhere may send it from here
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the letter. The answer is the same whatever is known of the address."""
    if not settings.MAIL_IS_SET:
        raise Http404
    if request.method != "POST":
        return render(request, "bulletin/newsletter/subscribe.html", {"box": present_box()})
    address = request.POST.get("address", "")[:500]
    try:
        subscribers.ask(address, _language(), timezone.now())
    except Refused as error:
        box = present_box(address, refusal(error))
        status = 429 if isinstance(error, subscribers.TooMany) else 422
        return render(request, "bulletin/newsletter/subscribe.html", {"box": box}, status=status)
    send_owed_mails.enqueue()
    return _answer(
        request,
        say("Look into your mailbox"),
        say(
            "A mail is on its way to the address that you gave. Open the link in it within two days, and you get the letter. "
            "If no mail comes, look among the unwanted ones."
        ),
    )


@never_cache
@require_safe
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Subscribe whoever opens the link of the mail. What only looks whether the link is there (HEAD) subscribes nobody."""
    if request.method == "HEAD":
        return HttpResponse()
    found = subscribers.confirm(token, timezone.now())
    if found is None:
        words = say("It may be older than two days, or you have left since. Subscribe again, and you get a new one.")
        return _answer(request, say("This link does not work any more"), words, status=410)
    words = say("From now on the letter comes to you. Each has a link by which you leave at once.")
    return _answer(request, say("You are subscribed"), words)


@csrf_exempt  # mail programs send it for their reader (RFC 8058); the token in the address is what gives the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """What a subscriber may do, at the link that each mail carries. To look at it changes nothing; sent without more words it takes them out."""
    act = request.POST.get("act", "leave") if request.method == "POST" else ""
    if act == "leave":
        if not subscribers.leave(token):
            raise Http404
        words = say("No letter comes to you any more. Your address and all that was kept with it are erased.")
        return _answer(request, say("You have left"), words)
    found = subscribers.find_by_link(token)
    if found is None:
        words = say("You have left already, or the link is not whole.")
        return _answer(request, say("This link does not work any more"), words, status=410)
    said = ""
    if act == "language":
        subscribers.choose_language(found, request.POST.get("language", ""))
        said = say("From now on the letter comes in this language.")
    elif act == "kept":
        if subscribers.ask_what_is_kept(found, timezone.now()):
            send_owed_mails.enqueue()
        said = say("A mail with all that is kept of you is on its way to your address.")
    own = OwnSubscription(
        url=reverse("letters-mine", args=[token]),
        said=said,
        languages=tuple(LanguageChoice(each.code, each.name, each.code == found.language) for each in LANGUAGES),
    )
    return _private(render(request, "bulletin/newsletter/mine.html", {"own": own}))


def _answer(request: HttpRequest, title: str, words: str, status: int = 200) -> HttpResponse:
    return _private(
        render(request, "bulletin/newsletter/answer.html", {"answer": SubscriptionAnswer(title, words)}, status=status)
    )


def _private(answer: HttpResponse) -> HttpResponse:
    """An answer at an address that is somebody's own: no search engine keeps it, and no other site is told of it."""
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _issued(language: str) -> QuerySet[LetterEdition]:
    """The letters that were issued in a language, the latest first."""
    issued = LetterEdition.objects.filter(language=language, letter__number__isnull=False, entries__isnull=False)
    return issued.select_related("letter").order_by("-letter__number")


def _issued_at(edition: LetterEdition) -> datetime:
    at: datetime = edition.letter.issued_at  # type: ignore[assignment]
    return at


def _say_issued(edition: LetterEdition) -> PageDate:
    day = localtime(_issued_at(edition)).date()
    return PageDate(say_day(day, edition.language), day.isoformat())


def _present_line(edition: LetterEdition) -> LetterLine:
    return LetterLine(
        url=reverse("letter", args=[edition.letter.number]),
        number=say_number(edition.letter.number or 0, edition.language),
        subject=edition.subject,
        opening=edition.opening,
        **vars(_say_issued(edition)),
    )


def _present_letter(edition: LetterEdition) -> LetterText:
    entries = thaw(edition.entries, edition.language)
    day = localtime(_issued_at(edition)).date()
    pages = Page.objects.in_bulk([entry.page for entry in entries if entry.page])
    return LetterText(
        number=say_number(edition.letter.number or 0, edition.language),
        subject=edition.subject,
        opening_html=mark_safe(linebreaks(edition.opening, autoescape=True) if edition.opening else ""),  # noqa: S308
        entries=tuple(_present_entry(entry, pages.get(entry.page), day, edition.language) for entry in entries),
        taken=len(entries) < len(edition.entries),
        **vars(_say_issued(edition)),
    )


def _present_entry(entry: LetterEntry, page: Page | None, since: date, language: str) -> ShownEntry:
    corrections = say_corrections_of(page.specific, language) if page else ()
    return ShownEntry(
        url=entry.url,
        line=tuple(filter(None, (entry.label, entry.date, entry.source))),
        title=entry.title,
        text_html=mark_safe(entry.text_html),  # noqa: S308 - rich text, cleaned when it was saved
        figures=tuple(FigureTile(**vars(figure)) for figure in entry.figures),
        corrections=tuple(each for each in corrections if each.datetime >= since.isoformat()),
    )


def _say_contents(edition: LetterEdition) -> str:
    titles = "; ".join(entry.title for entry in thaw(edition.entries, edition.language))
    return " ".join(filter(None, (" ".join(strip_tags(edition.opening).split()), titles)))
