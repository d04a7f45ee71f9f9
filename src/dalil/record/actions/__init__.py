"""The actions on the record: every write goes through one of these functions and through nothing else.

Each is one transaction: the rows, and the log entry that projections follow. `actor` is the person who does it.
"""

from dalil.record.actions.actors import SYSTEM, system_actor
from dalil.record.actions.documents import clean_document, receive_document
from dalil.record.actions.judgements import TellsPlace, judge, judge_same_by_matcher, refuse_no_pair, retract
from dalil.record.actions.places import add_places
from dalil.record.actions.populations import PeopleCounted, add_populations, sift_populations
from dalil.record.actions.protection import confirm_widening, find_proposed, name_in_log, protect, widening_asked
from dalil.record.actions.reports import (
    Draft,
    Entered,
    enter_prepared_reports,
    enter_report,
    enter_reports,
    reinstate,
    state_correction,
    supersede,
    take_back_correction,
    undo_correction,
    withdraw,
)
from dalil.record.actions.scans import read_words_of_scan
from dalil.record.actions.sources import (
    add_alias,
    credit_sources,
    judge_sources,
    name_source,
    propose_same_sources,
    remove_alias,
    retract_source_judgement,
)
from dalil.record.actions.transaction import Refused, writing

__all__ = [
    "SYSTEM",
    "Draft",
    "Entered",
    "PeopleCounted",
    "Refused",
    "TellsPlace",
    "add_alias",
    "add_places",
    "add_populations",
    "clean_document",
    "confirm_widening",
    "credit_sources",
    "enter_prepared_reports",
    "enter_report",
    "enter_reports",
    "find_proposed",
    "judge",
    "judge_same_by_matcher",
    "judge_sources",
    "name_in_log",
    "name_source",
    "propose_same_sources",
    "protect",
    "read_words_of_scan",
    "receive_document",
    "refuse_no_pair",
    "reinstate",
    "remove_alias",
    "retract",
    "retract_source_judgement",
    "sift_populations",
    "state_correction",
    "supersede",
    "system_actor",
    "take_back_correction",
    "undo_correction",
    "widening_asked",
    "withdraw",
    "writing",
]
