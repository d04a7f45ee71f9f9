"""Entering, reading, correcting and withdrawing a report at the desk."""
