"""What is done again and again: by its name the path of the task, how long a turn is, and what it does in words. `jobs/schedule.py` queues it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

JOBS = {
    "publish": (
        "dalil.bulletin.tasks.publish_what_is_due",
        timedelta(minutes=1),
        _("Publish scheduled pages, and take down those that expired"),
    ),
    "feeds": (
        "dalil.bulletin.links.tasks.follow_feeds",
        timedelta(minutes=5),
        _("Ask the feeds that are due for what is new"),
    ),
    "dead-links": (
        "dalil.bulletin.links.tasks.look_for_dead_links",
        timedelta(hours=1),
        _("Look whether the pages are still there to which cards lead, each once a week"),
    ),
    "captures": (
        "dalil.bulletin.links.tasks.look_at_watched_pages",
        timedelta(minutes=10),
        _("Capture the watched pages that are due, and find what was edited or deleted"),
    ),
    "match": (
        "dalil.matching.tasks.match_what_came_in",
        timedelta(minutes=1),
        _("Match reports that came in with those that are there"),
    ),
    "lists": (
        "dalil.sanctions.tasks.look_at_watched_lists",
        timedelta(minutes=15),
        _("Ask the watched addresses of lists that are due"),
    ),
    "screen": (
        "dalil.sanctions.tasks.screen_what_came_in",
        timedelta(minutes=5),
        _("Screen people of new reports, and entries of lists that changed"),
    ),
    "warnings": (
        "dalil.spotting.tasks.propose_warnings",
        timedelta(minutes=5),
        _("Propose which sightings of aircraft came before which strikes"),
    ),
    "reminders": (
        "dalil.desk.tasks.tell_officers_of_reminders",
        timedelta(days=1),
        _("Tell officers how many reminders of deadlines are due; the mail names nobody"),
    ),
    "changed-lists": (
        "dalil.desk.tasks.tell_of_changed_lists",
        timedelta(minutes=15),
        _("Tell those at the desk who asked for it which lists of sanctions changed"),
    ),
    "letters": (
        "dalil.bulletin.newsletter.tasks.send_what_waits",
        timedelta(minutes=1),
        _("Send what waits of the letters that were issued, so many each minute"),
    ),
    "sign": (
        "dalil.proofs.tasks.sign_the_ledger",
        timedelta(hours=1),
        _("Sign the ledger where something is new"),
    ),
    "archive": (
        "dalil.verification.tasks.sweep_archive",
        timedelta(days=1),
        _("Put aside files of the archive that no document names"),
    ),
    "sweep": (
        "dalil.desk.tasks.sweep_pending_uploads",
        timedelta(hours=1),
        _("Remove files that were put up at the desk and given up"),
    ),
    "forget": (
        "dalil.jobs.tasks.forget_what_was_done",
        timedelta(days=1),
        _("Remove tasks that ended long ago, and sessions that are over"),
    ),
}
