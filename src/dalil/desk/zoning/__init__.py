"""Zones at the desk: the properties in each, by what is due of them."""
