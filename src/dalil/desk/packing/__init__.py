"""Bags at the desk: a small one is packed while one waits, a larger one by a process of its own, which says how far it is."""
