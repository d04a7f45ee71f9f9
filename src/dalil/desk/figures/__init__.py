"""Figures at the desk."""
