"""The matrix: every address of the URLconf, for everybody, with a thing of one's own, with somebody else's and with one that is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from matrix_things import Values, fill, routes, things_of, things_of_the_desk

from dalil.archive.protection import Level

pytestmark = pytest.mark.long

EVERYBODY = frozenset({"rana", "alice", "bob", "tariq", "layla", "edith", "salma"})
"""Who works here, one of each role."""
STRANGERS = frozenset({"nobody", "charlie", "samir"})
"""The public, an account that was closed, and one that has no role."""

ENTER = EVERYBODY - {"rana"}
COUNT = EVERYBODY - {"alice"}
JUDGE = frozenset({"bob", "tariq", "layla", "salma"})
WITHDRAW = frozenset({"layla", "edith", "salma"})
PROTECT = frozenset({"tariq", "layla", "edith", "salma"})
PUBLISH = WRITE_PAGES = frozenset({"edith", "salma"})
IMPORT = frozenset({"bob", "salma"})
LAW = frozenset({"layla"})
OFFICERS = frozenset({"tariq", "layla"})
LAWYERS = frozenset({"layla"})
KEEPERS = frozenset({"salma"})
ONLY_SUPERUSERS: frozenset[str] = frozenset()

ROOMS = {
    "": EVERYBODY,
    "wagtail_bulk_action": WRITE_PAGES,
    "wagtailadmin_api:": WRITE_PAGES,
    "wagtailadmin_block_preview": WRITE_PAGES,
    "wagtailadmin_choose": WRITE_PAGES,
    "wagtailadmin_collections:": ONLY_SUPERUSERS,
    "wagtailadmin_editing_sessions:": WRITE_PAGES,
    "wagtailadmin_explore": WRITE_PAGES,
    "wagtailadmin_pages:": WRITE_PAGES,
    "wagtailadmin_reports:": WRITE_PAGES,
    "wagtailadmin_tag": WRITE_PAGES,
    "wagtailadmin_workflows:": ONLY_SUPERUSERS,
    "wagtailadmin_workflows:task_cho": WRITE_PAGES,  # names of tasks, which writers see at each page
    "wagtaildocs:": ONLY_SUPERUSERS,
    "wagtaildocs_chooser:": WRITE_PAGES,
    "wagtaildocs_chooser:chosen": ONLY_SUPERUSERS,
    "wagtaildocs_chooser:chosen_multiple": WRITE_PAGES,
    "wagtaildocs_chooser:create": ONLY_SUPERUSERS,
    "wagtailembeds:": WRITE_PAGES,
    "wagtailimages": WRITE_PAGES,
    "wagtaillocales:": ONLY_SUPERUSERS,
    "wagtailsites:": ONLY_SUPERUSERS,
    "wagtailredirects:": ONLY_SUPERUSERS,  # they are made by themselves
    "wagtailusers_": KEEPERS,
    "wagtailusers_users:edit": ONLY_SUPERUSERS,  # the account in the address is a superuser's
    "wagtailusers_users:delete": ONLY_SUPERUSERS,
    "wagtailusers_groups:delete": ONLY_SUPERUSERS,
    "simple_translation:": ONLY_SUPERUSERS,
    "desk:alike": JUDGE,
    "desk:judge_sources": JUDGE,
    "desk:undo_source_judgement": JUDGE,
    "desk:add_alias": JUDGE,
    "desk:remove_alias": JUDGE,
    "desk:pairs": JUDGE,
    "desk:next_pair": JUDGE,
    "desk:judge_several": JUDGE,
    "desk:ask_second": JUDGE,
    "desk:compare": JUDGE,
    "desk:contradictions": JUDGE,
    "desk:matching_model": JUDGE,
    "desk:undo": JUDGE,
    "desk:screening": JUDGE,
    "desk:judge_screened": JUDGE,
    "desk:undo_screened": JUDGE,
    "desk:warnings": JUDGE,
    "desk:judge_warning": JUDGE,
    "desk:link_warning": JUDGE,
    "desk:undo_warning": JUDGE,
    "desk:law": LAW,
    "desk:law_of": EVERYBODY,
    "desk:judge_law": LAW,
    "desk:say_conflict": LAW,
    "desk:undo_law": LAW,
    "desk:undo_conflict": LAW,
    "desk:named_sites": JUDGE,
    "desk:judge_named_site": JUDGE,
    "desk:undo_pointing": JUDGE,
    "desk:new": ENTER,
    "desk:enter": ENTER,
    "desk:mine": ENTER,
    "desk:keep_unfinished": ENTER,
    "desk:give_up_unfinished": ENTER,
    "desk:correct": ENTER,
    "desk:name_source": ENTER,
    "desk:withdraw": WITHDRAW,
    "desk:reinstate": WITHDRAW,
    "desk:undo_correction": WITHDRAW,
    "desk:protect_": PROTECT,
    "desk:clean_document": PROTECT,
    "desk:make_picture": PUBLISH,
    "desk:read_scan": ENTER,
    "desk:count": COUNT,
    "desk:figure": COUNT,
    "desk:make_figure": COUNT,
    "desk:keep_question": COUNT,
    "desk:correct_pages": PUBLISH,
    "desk:publish_reports": PUBLISH,
    "desk:publish_figure": PUBLISH,
    "desk:import": IMPORT,
    "desk:new_import": IMPORT,
    "desk:pending_import": IMPORT,
    "desk:start_import": IMPORT,
    "desk:give_up_import": IMPORT,
    "desk:failed_rows": IMPORT,
    "desk:mend_row": IMPORT,
    "desk:withdraw_gone": KEEPERS,
    "desk:sealed": OFFICERS,
    "desk:tracing": OFFICERS,
    "desk:bag": PUBLISH | LAWYERS,
    "desk:packed_bag": PUBLISH | LAWYERS,
    "desk:dossier": LAWYERS,
    "desk:open_dossier": LAWYERS,
    "desk:access_log": KEEPERS,
    "desk:jobs": KEEPERS,
    "desk:proof": KEEPERS,
    "desk:second_reading": KEEPERS,
    "desk:captures": ENTER,
    "desk:links": PUBLISH,
    "desk:decide_link": PUBLISH,
    "desk:letter": PUBLISH,
    "desk:letters": PUBLISH,
    "desk:new_letter": PUBLISH,
    "desk:preview_letter": PUBLISH,
    "desk:issue_letter": PUBLISH,
    "desk:stop_letter": PUBLISH,
    "desk:try_letter": PUBLISH,
    "desk:subscribers": PUBLISH,
    "desk:erase_subscriber": KEEPERS,
    "desk:export_subscribers": KEEPERS,
    "desk:paused_accounts": KEEPERS,
    "desk:change_access": KEEPERS,
    "desk:decide_proposal": frozenset({"tariq", "layla", "salma"}),
    "desk:take_export": frozenset(),
    "ways_in": ONLY_SUPERUSERS,
}
"""Who may open the addresses whose names begin so; the longest beginning holds. Strangers are asked to sign in at all of them."""

OF_ONES_OWN = {
    "desk:withdraw": ENTER,  # a slip of today
    "desk:reinstate": ENTER,
    "desk:undo_correction": ENTER,
    "desk:change_access": EVERYBODY,
    "desk:decide_proposal": EVERYBODY,  # who proposed takes it back
    "desk:take_export": EVERYBODY,  # a confirmed one, once
}
"""Who may open an address with a thing of their own, where that is somebody else than with another's."""

NOTHING_SHOWN = {"refused", "missing", "method"}

POSTED = {
    f"desk:{name}"
    for name in (
        *(
            "clean_document",
            "judge_sources",
            "undo_source_judgement",
            "add_alias",
            "remove_alias",
            "undo",
            "judge_several",
            "ask_second",
            "keep_unfinished",
            "give_up_unfinished",
            "judge_screened",
            "undo_screened",
            "sanctions_mail",
            "judge_warning",
            "link_warning",
            "undo_warning",
            "judge_named_site",
            "undo_pointing",
            *("judge_law", "say_conflict", "undo_law", "undo_conflict"),
        ),
        *("make_figure", "publish_figure", "correct_pages", "start_import", "give_up_import", "withdraw_gone"),
        *("sealed_close", "sealed_search", "sealed_admit", "sealed_remove", "sealed_withdraw", "sealed_cover"),
        *("sealed_submission_done", "sealed_passkey_remove", "sealed_reminder_send", "sealed_reminder_close"),
        *("tracing_step", "tracing_receipt", "tracing_confirm", "tracing_reject", "tracing_tell"),
        *("tracing_form_enter", "tracing_blind_begin", "tracing_blind_take", "tracing_blind_open"),
        *("tracing_photograph", "tracing_photograph_away", "tracing_queue_work_out"),
        *("tracing_call", "tracing_called", "tracing_put_up", "tracing_take_down"),
        "tracing_form_enter",
        *("dossier_take_out", "dossier_review", "dossier_take_back", "dossier_end_work", "dossier_note"),
        "dossier_carry",
        "dossier_remove_figure",
        *("new_letter", "stop_letter", "try_letter", "erase_subscriber"),
        *(
            "decide_link",
            "make_picture",
            "read_scan",
            "sealed_uncover",
            "change_access",
            "decide_proposal",
            "take_export",
        ),
    )
}
"""Addresses that take only what is sent."""

ENTRANCE = ("account_", "mfa_", "my_sessions", "wagtailadmin_login", "wagtailadmin_logout")
"""Addresses of signing in: whoever has an account has them, with a role or without."""
FOR_NOBODY_YET = ("account_login", "mfa_authenticate", "mfa_login_webauthn", "wagtailadmin_login")
"""Those at which nobody is signed in yet; who is goes on to the desk."""
FOR_ALL = ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
"""Addresses of the desk that hold drawings and words of the interface and nothing of ours."""
NOT_SERVED = ("wagtailadmin_password_reset",)
OF_MEMBERS = ("api:report", "api:document", "api:entity")
"""Addresses of the API that give an account what is internal; whoever has one is a member, with a role or without."""

OF_ONE_PERSON = ("desk:take_export",)
"""Addresses of what one person alone has; who sees everything has it no more than others."""
WITHOUT_LEVEL = ("desk:decide_proposal", "desk:take_export", "desk:change_access")
"""Addresses of the desk whose things are not missing to those who may not have them, but refused; none says what it is about."""
WAGTAILS = ("wagtail", "simple_translation:", "desk/")
"""How names begin of addresses that are Wagtail's: it asks who may before or after it looks whether something is there."""
LEADS_HOME = ("wagtailadmin_pages:workflow_preview", "wagtaillocales:add")
"""Addresses at which there is nothing to do here, so that whoever may open them is led to the first screen."""
NEVER_THERE = (
    "ledger-checkpoint",  # nothing was signed
    "ledger-tile",
    "letters-subscribe",
    "submit",
    "ask-search",
    "ask-search-worker",
    "listed-searches",  # no family wants to stand there
    "api:api-root",
    "picture",
    "wagtailcore_authenticate_with_password",
    "wagtail_serve",
)
"""Public addresses in which what stands here is not to be had by anybody: pictures of no page, drafts, subscribing where no mail is sent.
`tests/bulletin` asks for others."""


OUTSIDE = {"nobody", "charlie", "samir", "alice", "nour"}
"""Who is asked outside the desk: no role opens anything there; tests/bulletin/test_hidden.py shows pages to every role."""


@pytest.fixture
def clients(staff: dict[str, User]) -> dict[str, Client]:
    """A browser for everybody: those who work here, strangers, and nour, who sees everything."""
    staff["nour"] = User.objects.create(username="nour", is_superuser=True)
    browsers = {name: Client(headers={"host": "localhost"}) for name in (*EVERYBODY, *STRANGERS, "nour")}
    for name, browser in browsers.items():
        if name != "nobody":
            browser.force_login(staff[name])
    return browsers


@pytest.fixture
def things(staff: dict[str, User]) -> dict[str, dict[str, Values]]:
    """What stands in addresses: by whose it is, and for whom."""
    nadim = User.objects.create(username="nadim", is_superuser=True)
    circle = Group.objects.create(name="circle")
    public = things_of("public", nadim, Level.PUBLIC, [])
    others = things_of("others", nadim, Level.INTERNAL, [])
    hidden = things_of("hidden", nadim, Level.RESTRICTED, [circle])
    of_the_desk = things_of_the_desk(nadim)
    own = {name: {**of_the_desk, **things_of(name, staff[name], Level.INTERNAL, [])} for name in EVERYBODY}
    for_all = [*EVERYBODY, *STRANGERS, "nour"]
    states = {"public": public, "others": others, "hidden": hidden}
    return {"own": own, **{state: {name: {**of_the_desk, **it} for name in for_all} for state, it in states.items()}}


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: an address of the URLconf, its name, whose thing stands in it, and who asks.

    has_thing: the address is another with somebody else's thing. first: the person has not been asked for this name yet.
    """

    path: str
    name: str
    state: str
    person: str
    has_thing: bool
    first: bool


def cells(things: dict[str, dict[str, Values]], *, of_wagtail: bool) -> Iterator[Cell]:
    """Every cell of the matrix; an address in which nothing of anybody stands once for each person."""
    for route, name in routes():
        if name.startswith(WAGTAILS) != of_wagtail:
            continue
        asked: dict[str, set[str]] = {}
        has_thing = len({fill(route, name, of["nour"]) for state, of in things.items() if state != "own"}) > 1
        for state in ("others", "own", "hidden", "public"):
            for person, values in things[state].items():
                path = fill(route, name, values) + str(values.get(f"{name} ?", ""))
                known = asked.setdefault(person, set())
                if (state == "public") if path.startswith("/desk/") else (person not in OUTSIDE):
                    continue  # inside, what is public is like what is internal
                if path not in known and (has_thing or not known):
                    yield Cell(path, name, state, person, has_thing, not known)
                    known.add(path)


def may_open(name: str, state: str) -> frozenset[str]:
    """Who may open an address with a thing of their own, or of somebody else's, in it."""
    if state == "own" and name in OF_ONES_OWN:
        return OF_ONES_OWN[name]
    return ROOMS[max((start for start in ROOMS if name.startswith(start)), key=len)]


def expected(cell: Cell) -> set[str]:
    """What the answer may be: open, refused, missing, method (this one is not taken), or sign in."""
    name, person = cell.name, cell.person
    signed_in = person not in ("nobody", "charlie")
    if not cell.path.startswith("/desk/"):
        return _expected_of_the_public(cell, signed_in=signed_in)
    if name.startswith((*FOR_ALL, *NOT_SERVED)):
        return {"open"} if name.startswith(FOR_ALL) else {"missing"}
    if name in FOR_NOBODY_YET:
        return {"open"} if signed_in or name.endswith("login") else {"sign in"}
    if name.startswith(ENTRANCE):
        return {"open", "missing", "refused"} if signed_in else {"sign in"}
    if person in STRANGERS:
        return {"sign in"}
    opens = person in may_open(name, cell.state) or (person == "nour" and name not in OF_ONE_PERSON)
    if name.startswith(WAGTAILS):
        return (
            ({"open", "missing", "method"} | ({"refused"} if name in LEADS_HOME else set())) if opens else NOTHING_SHOWN
        )
    if cell.state == "hidden" and person != "nour" and cell.has_thing:
        if name.startswith(WITHOUT_LEVEL):
            return {"refused"}
        return {"missing"} if opens else {"missing", "refused"}
    return {"open"} if opens else {"refused"}


def _expected_of_the_public(cell: Cell, *, signed_in: bool) -> set[str]:
    if cell.name in NEVER_THERE:
        return {"missing"}
    if (
        not cell.has_thing
        or cell.state == "public"
        or (cell.name in OF_MEMBERS and signed_in and cell.state != "hidden")
    ):
        return {"open"}
    return {"open"} if cell.name in OF_MEMBERS and cell.person == "nour" else {"missing"}


def answer_of(browser: Client, cell: Cell, method: str) -> str:
    """The answer in one word. What the request changed is undone, so that each cell is asked of the same record."""
    before = transaction.savepoint()
    try:
        answer = getattr(browser, method)(cell.path)
    finally:
        transaction.savepoint_rollback(before)
    if answer.status_code == 302:
        led_home = answer.url == "/desk/" and not cell.name.startswith(ENTRANCE)  # as Wagtail refuses
        return "sign in" if "/login/" in answer.url else "refused" if led_home else "open"
    words = {403: "refused", 404: "missing", 405: "method"}
    return words.get(answer.status_code, "open" if answer.status_code < 500 else "broken")


@pytest.mark.parametrize("of_wagtail", [False, True], ids=["of the record", "of Wagtail"])
def test_every_address_answers_everybody_as_it_should(clients, things, of_wagtail):
    """By the method that the address is for; and where one of ours is not open, by the other one, which opens nothing either."""
    wrong = []
    with mock.patch.object(Template, "render", lambda *_, **__: ""):  # the answer is decided before it is drawn
        for cell in cells(things, of_wagtail=of_wagtail):
            wanted, method = expected(cell), "post" if cell.name in POSTED else "get"
            answer = answer_of(clients[cell.person], cell, method)
            if answer not in wanted:
                wrong.append((cell, answer, wanted))
            elif cell.first and "open" not in wanted and cell.name.startswith(("desk:", "ways_in", "api:")):
                other = answer_of(clients[cell.person], cell, "get" if method == "post" else "post")
                if other not in {*NOTHING_SHOWN, "sign in"}:
                    wrong.append((cell, f"{other} by another method", wanted))
    assert wrong == []
