"""Readers submit information in confidence."""
