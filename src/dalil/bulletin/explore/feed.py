"""A question as a feed: whoever subscribes is told when its public answer changes. Nobody has to say who they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil.bulletin.explore.answered import PUBLIC, explore_url
from dalil.bulletin.explore.asked import read_question
from dalil.bulletin.pages.feeds import name_author
from dalil.counting.answer import ask
from dalil.counting.answer_words import say_answer
from dalil.counting.question import Unanswerable
from dalil.exports.answers import describe_method, digest_of
from dalil.wording.doubts import list_doubts


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The answer to a question as one entry of Atom, which is a new one when the answer is another. 422 with sentences where it is no question."""
    language = get_language() or "en"
    asked = read_question(request.GET, PUBLIC)
    try:
        answer = ask(asked.question, PUBLIC) if asked.question else None
    except Unanswerable as error:
        asked.refuse(error)
        answer = None
    if answer is None:
        said = "\n".join(words for faults in asked.faults.values() for words in faults)
        return HttpResponse(f"{said}\n", status=422, content_type="text/plain; charset=utf-8")
    question = answer.question
    page = request.build_absolute_uri(explore_url(question))
    told = say_answer(answer.total, question, language, with_noun=True)
    atom = Atom1Feed(
        title=question.in_words(language, PUBLIC),
        link=page,
        description="",
        subtitle=say("The public answer to one question; a new entry says that it changed."),
        language=language,
        feed_url=request.build_absolute_uri(),
        author_name=name_author(language),
    )
    atom.add_item(
        title=told,
        link=page,
        description=" ".join([*list_doubts(answer.doubts, language), describe_method(question, language)]),
        pubdate=answer.known_at,
        updateddate=answer.known_at,
        unique_id=f"urn:dalil:answer:{language}:{digest_of(answer)}",
    )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)
