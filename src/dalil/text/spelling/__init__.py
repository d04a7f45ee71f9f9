"""Spelling across scripts: learned letter models, tries searched by them, and lists of words found in any spelling."""
