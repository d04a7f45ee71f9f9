"""Counts in running text: how many people or things, what happened to them, according to the words alone."""
