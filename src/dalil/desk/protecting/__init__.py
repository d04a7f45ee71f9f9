"""Deciding who may see a thing."""
