"""Capturing pages at the desk: an address is pasted, and what was captured is listed with what became of it."""
