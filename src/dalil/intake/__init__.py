"""Intake: from a file, or a form, to reports in the record. Every row becomes a report or a named error that can be retried."""
