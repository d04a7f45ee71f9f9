"""Sightings before strikes at the desk: what the rule proposes, for a person to judge."""
