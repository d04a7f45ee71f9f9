"""Asking the record how many, at the desk."""
