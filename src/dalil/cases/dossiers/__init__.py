"""Dossiers: a question, what was chosen for it, which element it speaks for or against, what is missing, the work, and what leaves.

`keeping` opens dossiers and chooses what is in them, `assessing` says what a thing speaks for, `work` holds tasks, requests and notes. `matrix`
works the elements out for one viewer, `gaps` says what would fill them, and `command` who commanded what. `handing_out` writes the bag.
"""
