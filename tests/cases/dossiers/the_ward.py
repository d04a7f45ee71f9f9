"""What the dossier of the tests asks."""

from dalil.cases.dossiers.question import DossierQuestion

HOSPITAL = "RS-8-2-e-iv"
"""Attacking protected buildings, in a conflict that is not between States."""
QUESTION = DossierQuestion(
    who="whoever ordered it", provisions=(HOSPITAL,), places=("SY07",), when="2019-05-05", conflict="NIAC"
)
